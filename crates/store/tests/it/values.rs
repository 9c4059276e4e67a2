//! Values go in and come out the same, in any order of parameters, and rows stream in bounded memory.

use crate::both;
use base::id::InvoiceKind;
use base::{Cents, Currency, Date, Id, RateBp, Timestamp};
use store::engine::{Error, Row, Value};
use store::params;

const LONG_TEXT: &str = "œuf d’été — Ÿ 漢字 🦀 ' \" \\ $1 ?1 \n\t\u{202f}€";

#[test]
fn every_type_comes_back_as_it_went_in() {
    let id = Id::<InvoiceKind>::new(1_790_000_000_000, [9; 10]);
    let instant = Timestamp::from_microsecond(1_790_000_000_123_456).unwrap();
    let date = Date::constant(2028, 2, 29);
    both(|database, _| {
        let row =
            params![id, date, Cents::new(-123), instant, Currency::EUR, RateBp::new(1215), true, LONG_TEXT, [0u8, 255]];
        let create =
            "CREATE TABLE kinds (a BYTEA, b TEXT, c BIGINT, d BIGINT, e TEXT, f BIGINT, g BIGINT, h TEXT, i BYTEA)";
        database.write(|tx| tx.batch(create)).unwrap();
        database.write(|tx| tx.exec("INSERT INTO kinds VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)", row)).unwrap();
        let check = |row: &Row| {
            assert_eq!(row.get::<Id<InvoiceKind>>(0)?, id);
            assert_eq!(row.get::<Date>(1)?, date);
            assert_eq!(row.get::<String>(1)?, "2028-02-29");
            assert_eq!(row.get::<Cents>(2)?, Cents::new(-123));
            assert_eq!(row.get::<Timestamp>(3)?, instant);
            assert_eq!(row.get::<Currency>(4)?, Currency::EUR);
            assert_eq!(row.get::<RateBp>(5)?, RateBp::new(1215));
            assert!(row.get::<bool>(6)?);
            assert_eq!(row.get::<Option<String>>(7)?.as_deref(), Some(LONG_TEXT));
            assert_eq!(row.get::<[u8; 2]>(8)?, [0, 255]);
            Ok(())
        };
        assert_eq!(database.read(|tx| tx.one("SELECT * FROM kinds", &[], check)).unwrap(), Some(()));
    });
}

#[test]
fn extremes_and_nothing_are_kept_apart() {
    both(|database, _| {
        let rows = [
            [1i64.into(), Value::Null, Value::Null, Value::Null],
            [2i64.into(), "".into(), i64::MIN.into(), Vec::new().into()],
            [3i64.into(), "x".repeat(3_000_000).into(), i64::MAX.into(), vec![7u8; 3_000_000].into()],
        ];
        let inserted =
            database.write(|tx| tx.insert_many("item", ["id", "label", "amount", "raw"], rows.clone())).unwrap();
        assert_eq!(inserted, 3);
        let found = database.read(|tx| {
            tx.all("SELECT id, label, amount, raw FROM item ORDER BY id", &[], |row| {
                let (label, amount): (Option<String>, Option<i64>) = (row.get(1)?, row.get(2)?);
                Ok([
                    Value::from(row.get::<i64>(0)?),
                    label.into(),
                    amount.into(),
                    row.get::<Option<Vec<u8>>>(3)?.into(),
                ])
            })
        });
        assert!(found.unwrap() == rows);
    });
}

#[test]
fn parameters_are_found_by_number_not_by_appearance() {
    both(|database, _| {
        let sql = "SELECT CAST($2 AS BIGINT), CAST($1 AS BIGINT), CAST($2 AS BIGINT), '$1' -- $1";
        let found = database.read(|tx| {
            tx.one(sql, params![10i64, 20i64], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        });
        assert_eq!(found.unwrap(), Some((20i64, 10i64, 20i64, "$1".to_string())));
    });
}

#[test]
fn sums_counts_and_conditions_are_numbers() {
    both(|database, _| {
        let rows = (1..=3i64).map(|id| [id.into(), Value::from(id * 100)]);
        database.write(|tx| tx.insert_many("item", ["id", "amount"], rows.clone())).unwrap();
        let sql = "SELECT CAST(SUM(amount) AS BIGINT), COUNT(*), EXISTS (SELECT 1 FROM item WHERE id = $1),
                   CASE WHEN COUNT(*) > 2 THEN 1 ELSE 0 END FROM item";
        let found =
            database.read(|tx| tx.one(sql, params![9i64], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))));
        assert_eq!(found.unwrap(), Some((600i64, 3i64, false, true)));
    });
}

#[test]
fn text_sorts_by_its_bytes_whatever_the_server_speaks() {
    both(|database, _| {
        let labels = ["é", "z", "Z", "a", "A", "10", "9", "-b", "œ"];
        let rows = (1i64..).zip(labels).map(|(id, label)| [id.into(), Value::from(label)]);
        database.write(|tx| tx.insert_many("item", ["id", "label"], rows.clone())).unwrap();
        let sorted =
            database.read(|tx| tx.all("SELECT label FROM item ORDER BY label", &[], |row| row.get::<String>(0)));
        assert_eq!(sorted.unwrap(), ["-b", "10", "9", "A", "Z", "a", "z", "é", "œ"]);
    });
}

#[test]
fn what_is_not_as_expected_is_an_error_that_names_the_column() {
    both(|database, _| {
        database.write(|tx| tx.exec("INSERT INTO item (id, label) VALUES (1, 'demain')", &[])).unwrap();
        let wrong = |sql: &str, read: fn(&Row) -> store::engine::Result<()>| {
            database.read(|tx| tx.one(sql, &[], read)).unwrap_err().to_string()
        };
        let date = wrong("SELECT label FROM item", |row| row.get::<Date>(0).map(drop));
        assert!(date.contains("column 0 (label): wanted a date YYYY-MM-DD, found a text"), "{date}");
        let null = wrong("SELECT amount FROM item", |row| row.get::<i64>(0).map(drop));
        assert!(null.contains("column 0 (amount): wanted a number, found nothing (NULL)"), "{null}");
        let beyond = wrong("SELECT id FROM item", |row| row.get::<i64>(1).map(drop));
        assert!(beyond.contains("column 1 (?)"), "{beyond}");
        let fraction = wrong("SELECT AVG(id) FROM item", |row| row.get::<i64>(0).map(drop));
        assert!(fraction.contains("wanted a number, found"), "{fraction}");
        let twice = wrong("SELECT 1 UNION ALL SELECT 1", |_| Ok(()));
        assert!(twice.contains("more than one row"), "{twice}");
    });
}

#[test]
fn a_text_with_a_nul_character_is_refused_by_both() {
    both(|database, _| {
        let refused = database.write(|tx| tx.exec("INSERT INTO item (id, label) VALUES (1, $1)", params!["a\0b"]));
        assert!(matches!(refused, Err(Error::UnexpectedValue(_))), "{refused:?}");
        let refused = database.write(|tx| tx.insert_many("item", ["id", "label"], [[1i64.into(), "a\0b".into()]]));
        assert!(matches!(refused, Err(Error::UnexpectedValue(_))), "{refused:?}");
    });
}

#[test]
fn a_big_result_streams_in_bounded_memory() {
    const ROWS: i64 = 200_000;
    both(|database, _| {
        let rows = (0..ROWS).map(|id| [id.into(), Value::from(id % 7)]);
        database.write(|tx| tx.insert_many("item", ["id", "amount"], rows.clone())).unwrap();
        let padding = "x".repeat(2_000);
        let before = resident_kib();
        let (mut seen, mut most) = (0, 0);
        database
            .read(|tx| {
                tx.each("SELECT id, amount, CAST($1 AS TEXT) FROM item ORDER BY id", params![&padding], |row| {
                    assert_eq!(row.get::<i64>(0)?, seen);
                    assert_eq!(row.get::<String>(2)?.len(), padding.len());
                    seen += 1;
                    if seen % 10_000 == 0 {
                        most = most.max(resident_kib());
                    }
                    Ok(())
                })
            })
            .unwrap();
        assert_eq!(seen, ROWS);
        // The result weighs 400 MB.
        assert!(most - before < 100_000, "{} KiB more than before the query", most - before);
    });
}

#[test]
fn reading_can_stop_early_and_the_transaction_goes_on() {
    both(|database, _| {
        let rows = (0..5_000i64).map(|id| [Value::from(id)]);
        database.write(|tx| tx.insert_many("item", ["id"], rows.clone())).unwrap();
        let seen = database.read(|tx| {
            assert!(tx.exists("SELECT id FROM item", &[])?);
            assert!(!tx.exists("SELECT id FROM item WHERE id = $1", params![-1i64])?);
            let stopped = tx.each("SELECT id FROM item ORDER BY id", &[], |row| match row.get::<i64>(0)? {
                100 => Err(Error::Refused("assez".into())),
                _ => Ok(()),
            });
            assert_eq!(stopped.unwrap_err().to_string(), "assez");
            tx.one("SELECT COUNT(*) FROM item", &[], |row| row.get::<i64>(0))
        });
        assert_eq!(seen.unwrap(), Some(5_000));
    });
}

fn resident_kib() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
