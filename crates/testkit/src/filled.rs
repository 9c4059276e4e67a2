//! Books filled once and copied for each test: filling takes seconds, copying none.

use crate::{Folder, NamedOnFailure, postgres};
use std::sync::OnceLock;

/// How books are filled, and what came of it on each engine.
pub struct Filled {
    fill: fn(&str),
    sqlite: OnceLock<Vec<u8>>,
    postgres: OnceLock<String>,
}

impl Filled {
    /// `fill` is given the address of an empty database and closes it before returning.
    pub const fn by(fill: fn(&str)) -> Filled {
        Filled { fill, sqlite: OnceLock::new(), postgres: OnceLock::new() }
    }

    /// Runs `body` on a copy of the filled books on SQLite, then on PostgreSQL.
    ///
    /// # Panics
    /// When the filling or the body does.
    pub fn both(&self, body: impl Fn(&str)) {
        let folder = Folder::new();
        let file = folder.path().join("quitus.db");
        std::fs::write(&file, self.sqlite.get_or_init(|| self.on_sqlite()))
            .expect("a throw-away folder can be written");
        {
            let _named = NamedOnFailure("SQLite");
            body(&format!("sqlite:{}", file.display()));
        }
        let url = postgres::copy_of(self.postgres.get_or_init(|| self.on_postgres()));
        {
            let _named = NamedOnFailure("PostgreSQL");
            body(&url);
        }
        postgres::drop_database(&url);
    }

    fn on_sqlite(&self) -> Vec<u8> {
        let folder = Folder::new();
        let file = folder.path().join("quitus.db");
        (self.fill)(&format!("sqlite:{}", file.display()));
        let left: Vec<_> =
            std::fs::read_dir(folder.path()).expect("the folder").flatten().map(|e| e.file_name()).collect();
        assert!(
            !left.iter().any(|name| name.to_string_lossy().ends_with("-wal")),
            "the filling left its database open"
        );
        std::fs::read(&file).expect("the filled database")
    }

    fn on_postgres(&self) -> String {
        let url = postgres::fresh_url();
        (self.fill)(&url);
        url
    }
}
