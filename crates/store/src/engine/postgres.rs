//! One connection to a PostgreSQL server: how it is opened, asked, and how its errors are sorted.
//!
//! The client drives its own small runtime on the calling thread, so a [`Connection`] must not be *used* inside an
//! asynchronous task (call from a plain or a blocking thread); it may be *dropped* anywhere.

use super::connection::Mode;
use super::error::{Error, Result};
use super::migrate::CREATE_TABLE;
use super::row::{Cell, Inner, Row};
use super::server::Server;
use super::value::Value;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::private::BytesMut;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Statement};
use std::collections::HashMap;
use std::error::Error as StdError;

const CACHED_STATEMENTS: usize = 256;
/// Rows in one `INSERT`, which bounds the memory of a batch.
const MOST_ROWS: usize = 1_000;

/// Waiting for the other writer ends after ten seconds, as on SQLite. An administrator's `synchronous_commit=off`
/// would let a crash take back the last commits, hence messages already sent: it is not accepted.
const SETTINGS: &str = "SET lock_timeout = '10s'; SET client_min_messages = warning; \
    SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

/// One writer at a time, as SQLite has it: `LOCK` waits *before* the transaction's snapshot is taken, so a writer never
/// works for long on a state that another one is changing. `SERIALIZABLE` still guards against other programs.
///
/// A writer asks for rows by their keys. Without `enable_seqscan=off`, a plan made while a table was nearly empty scans it
/// whole, again and again, as an import fills it.
const BEGIN_WRITE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE; SET LOCAL enable_seqscan = off; \
    LOCK TABLE migration IN EXCLUSIVE MODE";
const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

pub(super) struct Connection {
    /// `None` only while being dropped.
    client: Option<Client>,
    /// The server said goodbye, although the client may not have seen the line close yet.
    lost: bool,
    prepared: HashMap<Box<str>, Statement>,
}

impl Connection {
    pub(super) fn open(server: &Server) -> Result<Connection> {
        let mut client = server.connect()?;
        client.batch_execute(SETTINGS).map_err(|error| server.unavailable(error))?;
        Ok(Connection { client: Some(client), lost: false, prepared: HashMap::new() })
    }

    /// Creates the table that writers lock, when the database is new. Two processes may do so at once.
    pub(super) fn create_migration_table(&mut self) -> Result<()> {
        const ABSENT: &str = "SELECT 1 WHERE to_regclass('migration') IS NULL";
        let mut absent = false;
        self.walk(ABSENT, &[], &mut |_| {
            absent = true;
            true
        })?;
        if absent {
            let create = super::migrate::for_postgres(CREATE_TABLE);
            self.batch(&format!("BEGIN; SELECT pg_advisory_xact_lock(8170146204427317363); {create}; COMMIT"))?;
        }
        Ok(())
    }

    pub(super) fn begin(&mut self, mode: Mode) -> Result<()> {
        self.batch(if mode == Mode::Write { BEGIN_WRITE } else { BEGIN_READ })
    }

    pub(super) fn exec(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        let statement = self.prepare(sql, true)?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        let done = self.client()?.execute(&statement, &params);
        self.checked(sql, done)
    }

    /// Rows come as the server sends them and the socket holds it back: memory does not grow with the result.
    pub(super) fn walk(&mut self, sql: &str, params: &[Value], visit: &mut dyn FnMut(&Row) -> bool) -> Result<()> {
        let statement = self.prepare(sql, true)?;
        let done = visit_rows(self.client()?, &statement, params, visit);
        self.checked(sql, done)
    }

    /// Many rows for each statement, since a round trip costs more than a row; one array for each column, so that the same
    /// prepared statement serves for any number of rows.
    pub(super) fn insert<const N: usize>(
        &mut self,
        (head, tail): (&str, &str),
        rows: &mut dyn Iterator<Item = Result<[Value; N]>>,
    ) -> Result<u64> {
        let mut inserted = 0;
        loop {
            let chunk = rows.take(MOST_ROWS).collect::<Result<Vec<[Value; N]>>>()?;
            if chunk.is_empty() {
                return Ok(inserted);
            }
            let (sql, statement) = self.prepare_insert::<N>(head, tail)?;
            let columns: Vec<Vec<&Value>> =
                (0..N).map(|at| chunk.iter().filter_map(|row| row.get(at)).collect()).collect();
            let params: Vec<&(dyn ToSql + Sync)> = columns.iter().map(|column| column as _).collect();
            let done = self.client()?.execute(&statement, &params);
            inserted += self.checked(&sql, done)?;
        }
    }

    /// `INSERT … SELECT * FROM UNNEST(…)`, whose types are those that a single row would want.
    fn prepare_insert<const N: usize>(&mut self, head: &str, tail: &str) -> Result<(String, Statement)> {
        let places: Vec<String> = (1..=N).map(|place| format!("${place}")).collect();
        let single = self.prepare(&format!("{head} VALUES ({})", places.join(",")), true)?;
        let arrays: Vec<String> =
            single.params().iter().zip(&places).map(|(ty, place)| format!("{place}::{}[]", ty.name())).collect();
        let sql = format!("{head} SELECT * FROM UNNEST({}) {tail}", arrays.join(","));
        let statement = self.prepare(&sql, true)?;
        Ok((sql, statement))
    }

    pub(super) fn batch(&mut self, sql: &str) -> Result<()> {
        let done = self.client()?.batch_execute(sql);
        self.checked(sql, done)
    }

    /// The server or the network closed it: whatever was not committed is gone.
    pub(super) fn is_lost(&self) -> bool {
        self.lost || self.client.as_ref().is_none_or(Client::is_closed)
    }

    fn checked<T>(&mut self, sql: &str, done: Result<T, postgres::Error>) -> Result<T> {
        done.map_err(|error| {
            self.lost |= is_goodbye(&error);
            fail(sql, error)
        })
    }

    fn client(&mut self) -> Result<&mut Client> {
        self.client.as_mut().ok_or(Error::Abandoned)
    }

    fn prepare(&mut self, sql: &str, keep: bool) -> Result<Statement> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let done = self.client()?.prepare(sql);
        let statement = self.checked(sql, done)?;
        if self.prepared.len() >= CACHED_STATEMENTS {
            self.prepared.clear();
        }
        if keep {
            self.prepared.insert(sql.into(), statement.clone());
        }
        Ok(statement)
    }
}

impl Drop for Connection {
    /// The client panics when dropped inside an asynchronous task, so it goes away on a thread of its own.
    fn drop(&mut self) {
        self.prepared.clear();
        if let Some(client) = self.client.take()
            && let Ok(thread) = std::thread::Builder::new().spawn(move || drop(client))
        {
            let _ = thread.join();
        }
    }
}

fn visit_rows(
    client: &mut Client,
    statement: &Statement,
    params: &[Value],
    visit: &mut dyn FnMut(&Row) -> bool,
) -> Result<(), postgres::Error> {
    let mut rows = client.query_raw(statement, params)?;
    while let Some(row) = rows.next()? {
        if !visit(&Row(Inner::Postgres(&row))) {
            break;
        }
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match (self, ty) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::I64(number), &Type::INT8) => number.to_sql(ty, out),
            (Value::I64(number), &Type::INT4) => i32::try_from(*number)?.to_sql(ty, out),
            (Value::I64(number), &Type::INT2) => i16::try_from(*number)?.to_sql(ty, out),
            (Value::I64(number), &Type::BOOL) => (*number != 0).to_sql(ty, out),
            (Value::Text(text), _) if <String as ToSql>::accepts(ty) => text.to_sql(ty, out),
            (Value::Shared(bytes), &Type::BYTEA) => bytes.as_slice().to_sql(ty, out),
            (Value::Bytes(bytes), &Type::BYTEA) => bytes.to_sql(ty, out),
            (value, _) => Err(format!("{} given where PostgreSQL wants {ty}", kind(value)).into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "NULL",
        Value::I64(_) => "a number",
        Value::Text(_) => "a text",
        Value::Bytes(_) | Value::Shared(_) => "bytes",
    }
}

impl<'r> FromSql<'r> for Cell<'r> {
    fn from_sql(ty: &Type, raw: &'r [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(match *ty {
            Type::INT8 => Cell::I64(i64::from_sql(ty, raw)?),
            Type::INT4 => Cell::I64(i32::from_sql(ty, raw)?.into()),
            Type::INT2 => Cell::I64(i16::from_sql(ty, raw)?.into()),
            Type::BOOL => Cell::I64(bool::from_sql(ty, raw)?.into()),
            Type::BYTEA => Cell::Bytes(raw),
            _ => Cell::Text(<&str>::from_sql(ty, raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Cell::Null)
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT8 | Type::INT4 | Type::INT2 | Type::BOOL | Type::BYTEA) || <&str as FromSql>::accepts(ty)
    }
}

/// The cell, or the words for what was found instead.
pub(super) fn cell(row: &postgres::Row, index: usize) -> Result<Cell<'_>, String> {
    row.try_get::<usize, Cell<'_>>(index).map_err(|error| {
        let ty = row.columns().get(index).map_or("no column", |column| column.type_().name());
        format!("{ty} ({error}); a sum needs CAST(SUM(…) AS BIGINT)")
    })
}

/// The server is stopping, has crashed or has gone: this connection will not answer again.
fn is_goodbye(error: &postgres::Error) -> bool {
    let by_network = || StdError::source(error).is_some_and(|source| source.is::<std::io::Error>());
    match error.code() {
        Some(code) => code.code().starts_with("57P"),
        None => error.is_closed() || by_network(),
    }
}

fn fail(sql: &str, error: postgres::Error) -> Error {
    if is_goodbye(&error) {
        let why = "la connexion à PostgreSQL s’est rompue : vérifiez que le serveur fonctionne, puis recommencez";
        return Error::unavailable(why, error);
    }
    let Some(said) = error.as_db_error() else {
        return Error::broken(sql, error);
    };
    let on = || {
        let part = |name: Option<&str>| name.map(str::to_owned);
        let column = || part(said.column());
        let names: Vec<String> =
            [part(said.table()), part(said.constraint()).or_else(column)].into_iter().flatten().collect();
        names.join(".")
    };
    match said.code().code() {
        // Serialisation failure, deadlock, lock not available in time.
        "40001" | "40P01" | "55P03" => Error::Busy(error.into()),
        "23505" => Error::UniqueViolation { on: on() },
        code if code.starts_with("23") => Error::Constraint { on: on() },
        // Text or number that the server cannot hold.
        "22003" | "22021" => Error::UnexpectedValue(said.message().to_owned()),
        "53100" => Error::unavailable(
            "le disque du serveur PostgreSQL est plein : libérez de la place, puis recommencez",
            error,
        ),
        _ => Error::broken(sql, error),
    }
}
