//! A connection to either engine, with the little that differs between them in one place each.

use super::error::Result;
use super::row::Row;
use super::value::Value;
use super::{postgres, sqlite};

/// What a transaction may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Read,
    Write,
}

pub(super) enum Connection {
    Sqlite(sqlite::Connection),
    Postgres(postgres::Connection),
}

macro_rules! either {
    ($self:ident, $connection:ident => $body:expr) => {
        match $self {
            Connection::Sqlite($connection) => $body,
            Connection::Postgres($connection) => $body,
        }
    };
}

impl Connection {
    pub(super) fn begin(&mut self, mode: Mode) -> Result<()> {
        either!(self, connection => connection.begin(mode))
    }

    pub(super) fn commit(&mut self) -> Result<()> {
        self.batch("COMMIT")
    }

    /// Also succeeds when the engine has already rolled back by itself.
    pub(super) fn rollback(&mut self) -> Result<()> {
        match self {
            Connection::Sqlite(connection) if !connection.is_in_transaction() => Ok(()),
            _ => self.batch("ROLLBACK"),
        }
    }

    pub(super) fn exec(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        either!(self, connection => connection.exec(sql, params))
    }

    /// Visits each row until `visit` says no.
    pub(super) fn walk(&mut self, sql: &str, params: &[Value], visit: &mut dyn FnMut(&Row) -> bool) -> Result<()> {
        either!(self, connection => connection.walk(sql, params, visit))
    }

    /// `statement` is what stands before and after the rows.
    pub(super) fn insert<const N: usize>(
        &mut self,
        statement: (&str, &str),
        rows: &mut dyn Iterator<Item = Result<[Value; N]>>,
    ) -> Result<u64> {
        either!(self, connection => connection.insert(statement, rows))
    }

    pub(super) fn batch(&mut self, sql: &str) -> Result<()> {
        either!(self, connection => connection.batch(sql))
    }

    /// A SQLite file does not go away; a server does.
    pub(super) fn is_lost(&self) -> bool {
        matches!(self, Connection::Postgres(connection) if connection.is_lost())
    }
}
