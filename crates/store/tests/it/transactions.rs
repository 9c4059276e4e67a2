//! A transaction is kept whole or not at all, one writes at a time, and nobody ever hears "database is locked".

use crate::{both, cause, count, open};
use std::sync::atomic::{AtomicI64, Ordering};
use store::engine::{Database, Engine, Error, Value};
use store::params;

const ADD_ONE: &str = "INSERT INTO item (id) VALUES ($1)";

#[test]
fn an_error_takes_everything_back() {
    both(|database, _| {
        let refused = database.write(|tx| {
            tx.exec(ADD_ONE, params![1i64])?;
            Err::<(), _>(Error::Refused("non".into()))
        });
        assert_eq!(refused.unwrap_err().to_string(), "non");
        assert_eq!(count(&database), 0);
    });
}

#[test]
fn a_panic_takes_everything_back_and_the_database_still_serves() {
    both(|database, _| {
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            database.write(|tx| {
                tx.exec(ADD_ONE, params![1i64])?;
                if tx.exists("SELECT id FROM item", &[])? {
                    panic!("on purpose");
                }
                Ok(())
            })
        }));
        assert!(panicked.is_err());
        assert_eq!(count(&database), 0);
        database.write(|tx| tx.exec(ADD_ONE, params![1i64])).unwrap();
        assert_eq!(count(&database), 1);
    });
}

#[test]
fn what_exists_already_is_told_apart_from_what_is_incoherent() {
    both(|database, _| {
        database.write(|tx| tx.exec(ADD_ONE, params![1i64])).unwrap();
        let again = database.write(|tx| tx.exec(ADD_ONE, params![1i64])).unwrap_err();
        assert!(again.is_unique_violation(), "{again:?}");
        assert!(again.to_string().contains("item"), "{again}");
        let orphan = database.write(|tx| tx.exec("INSERT INTO part (item_id, name) VALUES (9, 'x')", &[])).unwrap_err();
        assert!(matches!(orphan, Error::Constraint { .. }), "{orphan:?}");
        let nameless = database.write(|tx| tx.exec("INSERT INTO part (item_id) VALUES (1)", &[])).unwrap_err();
        assert!(matches!(nameless, Error::Constraint { .. }), "{nameless:?}");
        let broken = database.write(|tx| tx.exec("SELEC nothing", &[])).unwrap_err();
        assert!(
            broken.to_string().contains("« SELEC nothing »") && cause(&broken).contains("syntax"),
            "{}",
            cause(&broken)
        );
    });
}

#[test]
fn a_swallowed_failure_does_not_pass_for_a_success() {
    both(|database, _| {
        let swallowed = database.write(|tx| {
            tx.exec(ADD_ONE, params![1i64])?;
            let _ = tx.exec(ADD_ONE, params![1i64]);
            assert!(matches!(tx.exec(ADD_ONE, params![2i64]), Err(Error::Abandoned)));
            Ok(())
        });
        assert!(matches!(swallowed, Err(Error::Abandoned)), "{swallowed:?}");
        assert_eq!(count(&database), 0);
    });
}

#[test]
fn missing_rows_are_added_and_counted() {
    both(|database, _| {
        let rows = |to: i64| (0..to).map(|id| [Value::from(id)]);
        assert_eq!(database.write(|tx| tx.insert_missing("item", ["id"], rows(1_500))).unwrap(), 1_500);
        assert_eq!(database.write(|tx| tx.insert_missing("item", ["id"], rows(2_600))).unwrap(), 1_100);
        assert_eq!(count(&database), 2_600);
        assert_eq!(database.write(|tx| tx.insert_many("item", ["id"], rows(0))).unwrap(), 0);
        let back =
            database.write(|tx| tx.one("INSERT INTO item (id) VALUES (-5) RETURNING id", &[], |row| row.get::<i64>(0)));
        assert_eq!(back.unwrap(), Some(-5));
    });
}

#[test]
fn reading_cannot_write_and_sees_one_state() {
    both(|database, _| {
        assert!(database.read(|tx| tx.exec(ADD_ONE, params![1i64])).is_err());
        database
            .read(|tx| {
                let sql = "SELECT COUNT(*) FROM item";
                let before = tx.one(sql, &[], |row| row.get::<i64>(0))?;
                database.write(|tx| tx.exec(ADD_ONE, params![2i64]))?;
                assert_eq!(tx.one(sql, &[], |row| row.get::<i64>(0))?, before);
                Ok(())
            })
            .unwrap();
        assert_eq!(count(&database), 1);
    });
}

/// Each thread has its own connections, as a process would: only the database stands between them.
#[test]
fn eight_writers_lose_no_update() {
    const WRITERS: i64 = 8;
    const EACH: i64 = 50;
    both(|database, url| {
        database.write(|tx| tx.exec("INSERT INTO item (id, amount) VALUES (1, 0)", &[])).unwrap();
        let runs = AtomicI64::new(0);
        std::thread::scope(|scope| {
            for writer in 0..WRITERS {
                let runs = &runs;
                scope.spawn(move || {
                    let database = open(url);
                    for _ in 0..EACH {
                        database.write(|tx| increment(tx, runs)).unwrap_or_else(|e| panic!("{writer}: {}", cause(&e)));
                    }
                });
            }
        });
        let amount = database.read(|tx| tx.one("SELECT amount FROM item WHERE id = 1", &[], |row| row.get::<i64>(0)));
        assert_eq!(amount.unwrap(), Some(WRITERS * EACH));
        assert_eq!(count(&database), 1 + WRITERS * EACH);
        assert!(runs.load(Ordering::Relaxed) < 2 * WRITERS * EACH, "{runs:?} runs: writers do not wait, they collide");
    });
}

/// Reads, then writes what it read plus one: the shape that loses updates when writers are let in together.
fn increment(tx: &mut store::engine::Tx, runs: &AtomicI64) -> store::engine::Result<()> {
    runs.fetch_add(1, Ordering::Relaxed);
    let amount = tx.one("SELECT amount FROM item WHERE id = 1", &[], |row| row.get::<i64>(0))?.unwrap_or(0);
    let next = tx.one("SELECT MAX(id) FROM item", &[], |row| row.get::<i64>(0))?.unwrap_or(0) + 1;
    tx.exec("UPDATE item SET amount = $1 WHERE id = 1", params![amount + 1])?;
    tx.exec(ADD_ONE, params![next])?;
    Ok(())
}

#[test]
fn threads_share_one_database() {
    both(|database, _| {
        std::thread::scope(|scope| {
            for thread in 0..8i64 {
                let database = database.clone();
                scope.spawn(move || {
                    for step in 0..20i64 {
                        database.write(|tx| tx.exec(ADD_ONE, params![thread * 100 + step])).unwrap();
                        assert!(count(&database) > step);
                    }
                });
            }
        });
        assert_eq!(count(&database), 160);
    });
}

#[test]
fn a_caller_keeps_errors_of_its_own() {
    #[derive(Debug)]
    enum Mine {
        Refused(&'static str),
        Store,
    }
    impl From<Error> for Mine {
        fn from(_: Error) -> Mine {
            Mine::Store
        }
    }
    both(|database, _| {
        let own = database.try_write(|tx| {
            tx.exec(ADD_ONE, params![1i64])?;
            tx.try_each("SELECT id FROM item", &[], |_| Err(Mine::Refused("une seule fois")))
        });
        assert!(matches!(own, Err(Mine::Refused("une seule fois"))));
        let store = database.try_read(|tx| tx.exec("nonsense", &[]).map_err(Mine::from));
        assert!(matches!(store, Err(Mine::Store)));
        assert_eq!(count(&database), 0);
    });
}

/// The server closes our connections, as a restart would: what was idle is replaced unseen.
#[test]
fn connections_that_died_while_idle_are_replaced() {
    testkit::on_postgres(|url| {
        let database = open(url);
        assert_eq!(count(&database), 0);
        let other = Database::open(url).unwrap();
        let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        other.write(|tx| tx.all(kill, &[], |_| Ok(()))).unwrap();
        database.write(|tx| tx.exec(ADD_ONE, params![1i64])).unwrap();
        assert_eq!(count(&database), 1);
    });
}

#[test]
fn a_connection_that_dies_at_work_keeps_nothing_and_says_so() {
    testkit::on_postgres(|url| {
        let database = open(url);
        let lost = database.write(|tx| {
            tx.exec(ADD_ONE, params![1i64])?;
            let _ = tx.all("SELECT pg_terminate_backend(pg_backend_pid())", &[], |_| Ok(()));
            tx.exec(ADD_ONE, params![2i64])
        });
        assert!(lost.is_err());
        assert_eq!(count(&database), 0);
    });
}

#[test]
fn addresses_that_lead_nowhere_say_what_to_do() {
    let said = |url: &str| Database::open(url).map(drop).unwrap_err().to_string();
    assert!(said("mysql://x").contains("adresse de base de données inconnue"));
    assert!(said("sqlite:").contains("doit être un fichier"));
    assert!(said("sqlite::memory:").contains("doit être un fichier"));
    assert!(said("sqlite:/nulle/part/x.db").contains("impossible d’ouvrir la base de données /nulle/part/x.db"));
    let silent = said("postgres://moi:secret@127.0.0.1:1/quitus");
    assert!(silent.contains("ne répond pas") && !silent.contains("secret"), "{silent}");
    let folder = testkit::Folder::new();
    let file = folder.path().join("x.db");
    std::fs::write(&file, "this is a text, not a database, and long enough to be looked at by its header").unwrap();
    assert!(said(&format!("sqlite:{}", file.display())).contains("n’est pas une base de données"));
}

#[test]
fn the_file_is_durable_and_private() {
    testkit::on_sqlite(|url| {
        use std::os::unix::fs::PermissionsExt;
        let database = open(url);
        assert_eq!(database.engine(), Engine::Sqlite);
        let pragma = |name: &str| {
            let sql = format!("PRAGMA {name}");
            database.write(|tx| tx.one(&sql, &[], |row| row.get::<i64>(0))).unwrap().unwrap()
        };
        assert_eq!(pragma("synchronous"), 2, "FULL: a confirmed transaction survives a power cut");
        assert_eq!(pragma("foreign_keys"), 1);
        assert_eq!(pragma("busy_timeout"), 10_000);
        let mode = std::fs::metadata(database.file().unwrap()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    });
}

/// Turning the write-ahead log on does not wait for others, unlike everything else in SQLite.
#[test]
fn processes_that_create_the_same_file_at_once_all_get_it() {
    for _ in 0..40 {
        testkit::on_sqlite(|url| {
            std::thread::scope(|scope| {
                for _ in 0..12 {
                    scope.spawn(|| assert_eq!(count(&open(url)), 0));
                }
            });
        });
    }
}
