//! Where the measured databases live: files in the system's temporary folder (`TMPDIR`), or databases of a throw-away PostgreSQL cluster.

use crate::Failure;
use crate::floor::Client;
use std::cell::Cell;
use std::fmt;
use testkit::Folder;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub const ALL: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Engine::Sqlite => "SQLite",
            Engine::Postgres => "PostgreSQL",
        })
    }
}

pub struct Databases {
    engine: Engine,
    folder: Folder,
    next: Cell<u32>,
}

impl Databases {
    pub fn of(engine: Engine) -> Databases {
        Databases { engine, folder: Folder::new(), next: Cell::new(0) }
    }

    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The URL of a new, empty database.
    pub fn fresh(&self) -> Result<String, Failure> {
        let number = self.next.replace(self.next.get() + 1);
        Ok(match self.engine {
            Engine::Sqlite => format!("sqlite:{}", self.folder.path().join(format!("{number}.db")).display()),
            Engine::Postgres => testkit::postgres::fresh_url(),
        })
    }

    /// What a server does by itself within minutes of a big import happens now, so that it does not happen later.
    pub fn settle(&self, url: &str) -> Result<(), Failure> {
        match self.engine {
            Engine::Sqlite => Ok(()),
            Engine::Postgres => Client::open(url)?.batch("VACUUM ANALYZE"),
        }
    }

    pub fn remove(&self, url: &str) -> Result<(), Failure> {
        match url.strip_prefix("sqlite:") {
            Some(path) => std::fs::remove_file(path)?,
            None => testkit::postgres::drop_database(url),
        }
        Ok(())
    }
}
