//! A database: where it is, and how a transaction begins, ends and is tried again.

use super::connection::{Connection, Mode};
use super::error::{Error, Result};
use super::pool::{Lease, Pool};
use super::server::Server;
use super::tx::{Failure, Tx};
use super::{postgres as pg, sqlite};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Each attempt already waits up to ten seconds for a lock.
const ATTEMPTS: u32 = 6;
const READERS: usize = 4;

/// Which database answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A database, shared by the threads that clone it.
///
/// On PostgreSQL its methods must not be called inside an asynchronous task: use a plain or a blocking thread.
#[derive(Clone)]
pub struct Database(Arc<Pools>);

struct Pools {
    writer: Pool,
    readers: Pool,
    /// The SQLite file.
    file: Option<PathBuf>,
}

/// How one attempt at a transaction ended.
enum Attempt<T, E> {
    Done(T),
    TryAgain(E),
    Failed(E),
}

impl Database {
    /// Opens `sqlite:PATH` (created when missing) or `postgres://…` (which must exist).
    ///
    /// # Errors
    /// `Refused` for another kind of URL, `Unavailable` when the database cannot be opened.
    pub fn open(url: &str) -> Result<Database> {
        let pools = if let Some(path) = url.strip_prefix("sqlite:") {
            sqlite_pools(path.strip_prefix("//").unwrap_or(path))?
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            postgres_pools(url)?
        } else {
            return Err(Error::Refused(
                "adresse de base de données inconnue : attendu « sqlite:CHEMIN » ou « postgres://utilisateur@serveur/base »".into(),
            ));
        };
        let database = Database(Arc::new(pools));
        database.create_migration_table()?;
        Ok(database)
    }

    pub fn engine(&self) -> Engine {
        if self.0.file.is_some() { Engine::Sqlite } else { Engine::Postgres }
    }

    /// The file of a SQLite database.
    pub fn file(&self) -> Option<&Path> {
        self.0.file.as_deref()
    }

    /// Reads one unchanging state of the database; writing fails. `body` may run again, as in [`Database::write`].
    ///
    /// # Errors
    /// What `body` returns, or the engine's.
    pub fn read<T>(&self, body: impl FnMut(&mut Tx) -> Result<T>) -> Result<T> {
        self.try_read(body)
    }

    /// [`Database::read`] for a body that has errors of its own.
    ///
    /// # Errors
    /// As [`Database::read`].
    pub fn try_read<T, E: From<Error>>(&self, body: impl FnMut(&mut Tx) -> Result<T, E>) -> Result<T, E> {
        run(&self.0.readers, Mode::Read, body)
    }

    /// Runs `body` in a transaction that is kept whole when it returns `Ok`, and not at all otherwise.
    ///
    /// `body` runs again when the database was busy, another writer came between, or the connection broke: it must do nothing outside the
    /// transaction (send, print, write a file). Transactions do not nest: a `write` inside a `write` waits for itself
    /// until it fails with `Busy`.
    ///
    /// # Errors
    /// What `body` returns, or the engine's: `Busy` after several attempts, `Abandoned` when `body` returned `Ok` after
    /// a statement had failed, `OutcomeUnknown` when the server went away while confirming.
    pub fn write<T>(&self, body: impl FnMut(&mut Tx) -> Result<T>) -> Result<T> {
        self.try_write(body)
    }

    /// [`Database::write`] for a body that has errors of its own.
    ///
    /// # Errors
    /// As [`Database::write`].
    pub fn try_write<T, E: From<Error>>(&self, body: impl FnMut(&mut Tx) -> Result<T, E>) -> Result<T, E> {
        run(&self.0.writer, Mode::Write, body)
    }

    /// Lends a reading connection outside any transaction.
    pub(super) fn reader(&self) -> Result<Lease<'_>> {
        self.0.readers.take()
    }

    fn create_migration_table(&self) -> Result<()> {
        match self.0.writer.take()?.connection()? {
            Connection::Sqlite(connection) => super::migrate::create_table_on_sqlite(connection),
            Connection::Postgres(connection) => connection.create_migration_table(),
        }
    }
}

fn sqlite_pools(path: &str) -> Result<Pools> {
    if path.is_empty() || path.starts_with(':') {
        return Err(Error::Refused("la base de données SQLite doit être un fichier : « sqlite:CHEMIN »".into()));
    }
    let file = PathBuf::from(path);
    let opener = |mode| {
        let file = file.clone();
        move || sqlite::Connection::open(&file, mode).map(Connection::Sqlite)
    };
    Ok(Pools {
        writer: Pool::new(1, opener(Mode::Write)),
        readers: Pool::new(READERS, opener(Mode::Read)),
        file: Some(file),
    })
}

fn postgres_pools(url: &str) -> Result<Pools> {
    let server = Server::parse(url)?;
    let opener = || {
        let server = server.clone();
        move || pg::Connection::open(&server).map(Connection::Postgres)
    };
    Ok(Pools { writer: Pool::new(1, opener()), readers: Pool::new(READERS, opener()), file: None })
}

fn run<T, E: From<Error>>(pool: &Pool, mode: Mode, mut body: impl FnMut(&mut Tx) -> Result<T, E>) -> Result<T, E> {
    let mut attempt = 1;
    loop {
        match attempt_once(&mut pool.take()?, mode, &mut body) {
            Attempt::Done(value) => return Ok(value),
            Attempt::TryAgain(error) if attempt >= ATTEMPTS => return Err(error),
            Attempt::Failed(error) => return Err(error),
            Attempt::TryAgain(_) => {}
        }
        std::thread::sleep(Duration::from_millis(5 << attempt));
        attempt += 1;
    }
}

fn attempt_once<T, E: From<Error>>(
    lease: &mut Lease<'_>,
    mode: Mode,
    body: &mut impl FnMut(&mut Tx) -> Result<T, E>,
) -> Attempt<T, E> {
    // Stays so if the body panics: the connection is then closed, which rolls back.
    lease.set_reusable(false);
    let connection = match lease.connection() {
        Ok(connection) => connection,
        Err(error) => return Attempt::Failed(error.into()),
    };
    let attempt = match begin_and_run(connection, mode, body) {
        Ok(value) => confirm(connection, value),
        Err(failed) => failed,
    };
    let over = matches!(attempt, Attempt::Done(_)) || connection.rollback().is_ok();
    lease.set_reusable(over);
    attempt
}

fn begin_and_run<T, E: From<Error>>(
    connection: &mut Connection,
    mode: Mode,
    body: &mut impl FnMut(&mut Tx) -> Result<T, E>,
) -> Result<T, Attempt<T, E>> {
    // A connection that died while idle has done nothing yet: another one may serve.
    connection.begin(mode).map_err(|error| {
        if error.is_busy() || connection.is_lost() {
            Attempt::TryAgain(error.into())
        } else {
            Attempt::Failed(error.into())
        }
    })?;
    let mut tx = Tx::new(connection);
    let result = body(&mut tx);
    match (result, tx.failure) {
        (Ok(value), None) => Ok(value),
        // PostgreSQL would answer the COMMIT of a failed transaction with a rollback, and no error.
        (Ok(_), Some(Failure::Final)) => Err(Attempt::Failed(Error::Abandoned.into())),
        (Ok(_), Some(Failure::Passing)) => Err(Attempt::TryAgain(Error::Abandoned.into())),
        (Err(error), Some(Failure::Passing)) => Err(Attempt::TryAgain(error)),
        (Err(error), _) => Err(Attempt::Failed(error)),
    }
}

fn confirm<T, E: From<Error>>(connection: &mut Connection, value: T) -> Attempt<T, E> {
    match connection.commit() {
        Ok(()) => Attempt::Done(value),
        Err(error) if error.is_busy() => Attempt::TryAgain(error.into()),
        Err(Error::Unavailable { cause, .. }) if connection.is_lost() => {
            Attempt::Failed(Error::OutcomeUnknown(cause).into())
        }
        Err(error) => Attempt::Failed(error.into()),
    }
}
