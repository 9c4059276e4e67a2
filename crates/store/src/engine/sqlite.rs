//! One connection to a SQLite file: how it is opened, asked, and how its errors are sorted.
//!
//! Several processes may hold the same file: SQLite's own locks arbitrate, we only wait and try again.

use super::connection::Mode;
use super::error::{Error, Result};
use super::placeholder::for_sqlite;
use super::row::{Cell, Inner, Row};
use super::value::Value;
use rusqlite::types::{ToSqlOutput, Value as Owned, ValueRef};
use rusqlite::{ErrorCode, OpenFlags, params_from_iter};
use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

/// How long a statement waits for another process, as `lock_timeout` does on PostgreSQL.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
const CACHED_STATEMENTS: usize = 256;

/// `synchronous=FULL` costs one `fsync` for each transaction and is not negotiable: with `NORMAL` a power cut may take
/// back the last commits, among them the trace of a message that has already left, which would then leave twice.
const SETTINGS: &str = "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; \
    PRAGMA cache_size=-16000; PRAGMA journal_size_limit=67108864;";

pub(super) struct Connection {
    pub(super) inner: rusqlite::Connection,
    rewritten: HashMap<Box<str>, Box<str>>,
}

impl Connection {
    /// Opens the file, creating it (readable by its owner alone) when it does not exist.
    pub(super) fn open(path: &Path, mode: Mode) -> Result<Connection> {
        let inner = open_file(path)?;
        let failed = |error| fail("PRAGMA", error);
        inner.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
        enter_wal(&inner).map_err(failed)?;
        inner.execute_batch(SETTINGS).map_err(failed)?;
        if mode == Mode::Read {
            inner.execute_batch("PRAGMA query_only=ON").map_err(failed)?;
        }
        Ok(Connection { inner, rewritten: HashMap::new() })
    }

    pub(super) fn begin(&mut self, mode: Mode) -> Result<()> {
        // A deferred transaction that turns to writing fails at once when another one has written: take the lock first.
        self.batch(if mode == Mode::Write { "BEGIN IMMEDIATE" } else { "BEGIN" })
    }

    pub(super) fn exec(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        let text = rewrite(&mut self.rewritten, sql);
        let done =
            self.inner.prepare_cached(text).and_then(|mut statement| statement.execute(params_from_iter(params)));
        done.map(|rows| rows as u64).map_err(|error| fail(sql, error))
    }

    pub(super) fn walk(&mut self, sql: &str, params: &[Value], visit: &mut dyn FnMut(&Row) -> bool) -> Result<()> {
        let text = rewrite(&mut self.rewritten, sql);
        let failed = |error| fail(sql, error);
        let mut statement = self.inner.prepare_cached(text).map_err(failed)?;
        let mut rows = statement.query(params_from_iter(params)).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            if !visit(&Row(Inner::Sqlite(row))) {
                break;
            }
        }
        Ok(())
    }

    /// A prepared single-row `INSERT` in a loop: without round trips it beats a statement of many rows.
    pub(super) fn insert<const N: usize>(
        &mut self,
        (head, tail): (&str, &str),
        rows: &mut dyn Iterator<Item = Result<[Value; N]>>,
    ) -> Result<u64> {
        let places: Vec<String> = (1..=N).map(|place| format!("?{place}")).collect();
        let sql = format!("{head} VALUES ({}) {tail}", places.join(","));
        let mut statement = self.inner.prepare_cached(&sql).map_err(|error| fail(&sql, error))?;
        let mut inserted = 0;
        for row in rows {
            let done = statement.execute(params_from_iter(row?.iter()));
            inserted += done.map_err(|error| fail(&sql, error))? as u64;
        }
        Ok(inserted)
    }

    pub(super) fn batch(&mut self, sql: &str) -> Result<()> {
        self.inner.execute_batch(sql).map_err(|error| fail(sql, error))
    }

    pub(super) fn is_in_transaction(&self) -> bool {
        !self.inner.is_autocommit()
    }
}

fn open_file(path: &Path) -> Result<rusqlite::Connection> {
    let place = path.display();
    let unavailable = |error: std::io::Error| {
        Error::unavailable(
            format!("impossible d’ouvrir la base de données {place} : vérifiez le dossier et ses droits"),
            error,
        )
    };
    create_private(path).map_err(unavailable)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let inner = rusqlite::Connection::open_with_flags(path, flags).map_err(|error| fail("open", error))?;
    inner.busy_timeout(PATIENCE).map_err(|error| fail("busy_timeout", error))?;
    Ok(inner)
}

/// The file holds names and debts: nobody else on the machine reads it. SQLite gives its side files the same rights.
pub(super) fn create_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Changing the journal mode does not wait for other connections, whatever the timeout: two processes that create the
/// same file at once meet here.
fn enter_wal(inner: &rusqlite::Connection) -> rusqlite::Result<()> {
    let mut tries = 0;
    loop {
        let mode = inner.query_row("PRAGMA journal_mode", [], |row| row.get::<_, String>(0)).and_then(|mode| {
            if mode == "wal" { Ok(mode) } else { inner.query_row("PRAGMA journal_mode=WAL", [], |row| row.get(0)) }
        });
        match mode {
            Err(error) if is_busy(&error) && tries < 200 => {
                tries += 1;
                std::thread::sleep(Duration::from_millis(25));
            }
            other => return other.map(drop),
        }
    }
}

fn rewrite<'c>(rewritten: &'c mut HashMap<Box<str>, Box<str>>, sql: &'c str) -> &'c str {
    if !sql.contains('$') {
        return sql;
    }
    if rewritten.len() > CACHED_STATEMENTS && !rewritten.contains_key(sql) {
        rewritten.clear();
    }
    if !rewritten.contains_key(sql) {
        rewritten.insert(sql.into(), for_sqlite(sql).into());
    }
    rewritten.get(sql).map_or(sql, |text| text)
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Value::Null => ToSqlOutput::Owned(Owned::Null),
            Value::I64(number) => ToSqlOutput::Owned(Owned::Integer(*number)),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Shared(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Value::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

/// The cell, or the words for what was found instead.
pub(super) fn cell<'r>(row: &'r rusqlite::Row<'r>, index: usize) -> Result<Cell<'r>, String> {
    match row.get_ref(index).map_err(|error| error.to_string())? {
        ValueRef::Null => Ok(Cell::Null),
        ValueRef::Integer(number) => Ok(Cell::I64(number)),
        ValueRef::Text(text) => std::str::from_utf8(text).map(Cell::Text).map_err(|_| "text that is not UTF-8".into()),
        ValueRef::Blob(bytes) => Ok(Cell::Bytes(bytes)),
        ValueRef::Real(_) => Err("a floating-point number".into()),
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

pub(super) fn fail(sql: &str, error: rusqlite::Error) -> Error {
    let unavailable = |why: &str, error| Error::unavailable(why, error);
    match error.sqlite_error_code() {
        _ if is_busy(&error) => Error::Busy(error.into()),
        Some(ErrorCode::ConstraintViolation) => constraint(&error),
        Some(ErrorCode::DiskFull) => unavailable("le disque est plein : libérez de la place, puis recommencez", error),
        Some(ErrorCode::ReadOnly) => unavailable(
            "la base de données est en lecture seule : vérifiez les droits du fichier et de son dossier",
            error,
        ),
        Some(ErrorCode::CannotOpen) => {
            unavailable("impossible d’ouvrir la base de données : vérifiez le dossier et ses droits", error)
        }
        Some(ErrorCode::SystemIoFailure) => {
            unavailable("le disque n’a pas pu être lu ou écrit : vérifiez-le, puis recommencez", error)
        }
        Some(ErrorCode::DatabaseCorrupt) => {
            unavailable("la base de données est endommagée : restaurez votre dernière sauvegarde", error)
        }
        Some(ErrorCode::NotADatabase) => unavailable("ce fichier n’est pas une base de données SQLite", error),
        _ => Error::broken(sql, error),
    }
}

fn constraint(error: &rusqlite::Error) -> Error {
    let rusqlite::Error::SqliteFailure(failure, message) = error else {
        return Error::Constraint { on: error.to_string() };
    };
    let message = message.as_deref().unwrap_or_default();
    let on = message.split_once(": ").map_or(message, |(_, on)| on).to_owned();
    match failure.extended_code {
        rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
        | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY
        | rusqlite::ffi::SQLITE_CONSTRAINT_ROWID => Error::UniqueViolation { on },
        _ => Error::Constraint { on },
    }
}
