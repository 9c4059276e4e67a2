//! A backup taken while others write is whole, and a restoration loses nothing of what was there.

use crate::{count, open};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use store::engine::{Database, Error, restore};
use store::params;

fn refusal<T: std::fmt::Debug>(done: Result<T, Error>) -> String {
    match done {
        Err(Error::Refused(text)) => text,
        other => panic!("{other:?}"),
    }
}

/// An item and its part, always together.
fn add(database: &Database, id: i64) {
    database
        .write(|tx| {
            tx.exec("INSERT INTO item (id, label) VALUES ($1, $2)", params![id, "x".repeat(500)])?;
            tx.exec("INSERT INTO part (item_id, name) VALUES ($1, 'p')", params![id])
        })
        .unwrap();
}

fn files(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn a_backup_taken_while_writing_is_whole() {
    testkit::on_sqlite(|url| {
        let folder = testkit::Folder::new();
        let database = open(url);
        (0..2_000).for_each(|id| {
            database.write(|tx| tx.exec("INSERT INTO item (id) VALUES ($1)", params![-1 - id])).map(drop).unwrap()
        });
        let stop = AtomicBool::new(false);
        let copies: Vec<PathBuf> = (0..5).map(|n| folder.path().join(format!("{n}.db"))).collect();
        std::thread::scope(|scope| {
            scope.spawn(|| (0..).take_while(|_| !stop.load(Ordering::Relaxed)).for_each(|id| add(&database, id)));
            for copy in &copies {
                database.backup(copy).unwrap();
            }
            stop.store(true, Ordering::Relaxed);
        });
        assert_eq!(files(folder.path()), ["0.db", "1.db", "2.db", "3.db", "4.db"], "nothing beside the copies");
        for copy in &copies {
            let copy = Database::open(&format!("sqlite:{}", copy.display())).unwrap();
            let parts = copy.read(|tx| tx.one("SELECT COUNT(*) FROM part", &[], |row| row.get::<i64>(0))).unwrap();
            assert_eq!(count(&copy), 2_000 + parts.unwrap());
        }
    });
}

#[test]
fn what_was_there_before_a_restoration_is_set_aside() {
    testkit::on_sqlite(|url| {
        let folder = testkit::Folder::new();
        let copy = folder.path().join("copie été.db");
        let database = open(url);
        add(&database, 1);
        database.backup(&copy).unwrap();
        add(&database, 2);
        let live = database.file().unwrap().to_path_buf();
        assert!(refusal(restore(&copy, &live)).contains("ouverte par un autre programme"));
        assert_eq!(count(&database), 2);
        drop(database);
        let set_aside = restore(&copy, &live).unwrap().set_aside.unwrap();
        assert_eq!(count(&open(url)), 1);
        assert_eq!(count(&Database::open(&format!("sqlite:{}", set_aside.display())).unwrap()), 2);
        let elsewhere = folder.path().join("neuve.db");
        assert_eq!(restore(&copy, &elsewhere).unwrap().set_aside, None);
        assert_eq!(files(folder.path()), ["copie été.db", "neuve.db"]);
    });
}

#[test]
fn a_damaged_database_gives_way_to_its_backup() {
    testkit::on_sqlite(|url| {
        let folder = testkit::Folder::new();
        let copy = folder.path().join("copie.db");
        let database = open(url);
        add(&database, 1);
        database.backup(&copy).unwrap();
        let live = database.file().unwrap().to_path_buf();
        drop(database);
        std::fs::write(&live, vec![0xAB; 8_192]).unwrap();
        assert!(Database::open(url).is_err());
        restore(&copy, &live).unwrap();
        assert_eq!(count(&open(url)), 1);
    });
}

#[test]
fn what_is_no_sound_backup_is_refused_before_anything_moves() {
    testkit::on_sqlite(|url| {
        let folder = testkit::Folder::new();
        let path = |name: &str| folder.path().join(name);
        let database = open(url);
        (0..300).for_each(|id| add(&database, id));
        let live = database.file().unwrap().to_path_buf();
        database.backup(&path("bonne.db")).unwrap();
        assert!(refusal(database.backup(&path("bonne.db"))).contains("existe déjà"));
        drop(database);

        let mut bytes = std::fs::read(path("bonne.db")).unwrap();
        let middle = bytes.len() / 2;
        bytes.truncate(middle);
        std::fs::write(path("tronquee.db"), &bytes).unwrap();
        std::fs::write(
            path("texte.db"),
            "Ceci n’est pas une sauvegarde, mais un texte assez long pour être lu.".repeat(20),
        )
        .unwrap();
        rusqlite_file_of_another_program(&path("autre.db"));
        assert!(refusal(restore(&path("absente.db"), &live)).contains("n’existe pas"));
        assert!(refusal(restore(&path("tronquee.db"), &live)).contains("endommagé"));
        assert!(refusal(restore(&path("texte.db"), &live)).contains("n’est pas une base de données"));
        assert!(refusal(restore(&path("autre.db"), &live)).contains("n’est pas une base de données de Quitus"));
        assert_eq!(count(&open(url)), 300);
    });
}

fn rusqlite_file_of_another_program(path: &Path) {
    let database = Database::open(&format!("sqlite:{}", path.display())).unwrap();
    database.write(|tx| tx.batch("ALTER TABLE migration RENAME TO theirs")).unwrap();
}

#[test]
fn postgresql_says_to_use_its_own_tools() {
    testkit::on_postgres(|url| {
        let folder = testkit::Folder::new();
        assert!(refusal(open(url).backup(&folder.path().join("x.db"))).contains("pg_dump"));
    });
}
