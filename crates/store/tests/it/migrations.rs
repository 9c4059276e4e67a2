//! Migrations apply once, in order, whoever comes first, and a database of another history is refused.

use crate::{at, cause};
use store::engine::{Database, Error, Migration, migrate};

const ONE: Migration =
    Migration { number: 1, name: "0001_a", sql: "CREATE TABLE a (id BLOB NOT NULL PRIMARY KEY, t TEXT NOT NULL);" };
const TWO: Migration =
    Migration { number: 2, name: "0002_b", sql: "CREATE TABLE b (x BIGINT); INSERT INTO b (x) VALUES (7);" };

fn refusal(database: &Database, migrations: &[Migration]) -> String {
    match migrate(database, migrations, at()) {
        Err(Error::Refused(text)) => text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn applied_once_and_in_order() {
    testkit::both(|url| {
        let database = Database::open(url).unwrap();
        assert_eq!(migrate(&database, &[ONE], at()).unwrap(), ["0001_a"]);
        assert_eq!(migrate(&database, &[ONE, TWO], at()).unwrap(), ["0002_b"]);
        assert!(migrate(&Database::open(url).unwrap(), &[ONE, TWO], at()).unwrap().is_empty());
        let rows = database.read(|tx| tx.all("SELECT x FROM b", &[], |row| row.get::<i64>(0)));
        assert_eq!(rows.unwrap(), [7]);
        let kept = "SELECT name, applied_at FROM migration ORDER BY number";
        let kept = database.read(|tx| tx.all(kept, &[], |row| Ok((row.get::<String>(0)?, row.get(1)?)))).unwrap();
        assert_eq!(kept, [("0001_a".into(), at()), ("0002_b".into(), at())]);
    });
}

#[test]
fn another_text_is_refused() {
    testkit::both(|url| {
        let database = Database::open(url).unwrap();
        migrate(&database, &[ONE], at()).unwrap();
        let edited = Migration { sql: "CREATE TABLE a (id BLOB);", ..ONE };
        assert!(refusal(&database, &[edited, TWO]).contains("l’étape « 0001_a » enregistrée"));
        assert!(!database.read(|tx| tx.exists("SELECT 1 FROM migration WHERE number = 2", &[])).unwrap());
    });
}

#[test]
fn a_newer_database_is_refused() {
    testkit::both(|url| {
        let database = Database::open(url).unwrap();
        migrate(&database, &[ONE, TWO], at()).unwrap();
        let text = refusal(&database, &[ONE]);
        assert!(text.contains("version plus récente de Quitus (étape « 0002_b »)"), "{text}");
    });
}

#[test]
fn a_migration_that_fails_leaves_no_trace() {
    testkit::both(|url| {
        let database = Database::open(url).unwrap();
        let wrong = Migration { sql: "CREATE TABLE b (x BIGINT); INSERT INTO nowhere (x) VALUES (1);", ..TWO };
        let failed = migrate(&database, &[ONE, wrong], at()).unwrap_err();
        assert!(cause(&failed).contains("nowhere"), "{}", cause(&failed));
        assert_eq!(migrate(&database, &[ONE, TWO], at()).unwrap(), ["0002_b"]);
    });
}

#[test]
fn processes_that_start_together_share_the_work() {
    testkit::both(|url| {
        let applied: Vec<&str> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..6)
                .map(|_| scope.spawn(|| migrate(&Database::open(url).unwrap(), &[ONE, TWO], at()).unwrap()))
                .collect();
            starts.into_iter().flat_map(|start| start.join().unwrap()).collect()
        });
        let mut sorted = applied.clone();
        sorted.sort();
        assert_eq!(sorted, ["0001_a", "0002_b"], "each by one process");
    });
}
