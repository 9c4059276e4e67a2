//! What can be done inside a transaction. Opening and ending one is the business of [`super::database`].

use super::connection::Connection;
use super::database::Engine;
use super::error::{Error, Result};
use super::row::Row;
use super::value::Value;

/// A transaction under way. After the first statement that fails, every other one fails with `Abandoned`: PostgreSQL
/// works so, SQLite is made to.
pub struct Tx<'c> {
    connection: &'c mut Connection,
    pub(super) failure: Option<Failure>,
}

/// How a statement failed, kept even when the caller swallows the error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The database was busy or the connection broke: trying the whole transaction again may succeed.
    Passing,
    Final,
}

impl<'c> Tx<'c> {
    pub(super) fn new(connection: &'c mut Connection) -> Tx<'c> {
        Tx { connection, failure: None }
    }

    pub fn engine(&self) -> Engine {
        match self.connection {
            Connection::Sqlite(_) => Engine::Sqlite,
            Connection::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs one statement that gives no rows; returns how many rows it touched.
    ///
    /// # Errors
    /// What the engine says, sorted as [`Error`]; the transaction is over.
    pub fn exec(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        self.run(|connection| {
            params.iter().try_for_each(storable)?;
            connection.exec(sql, params)
        })
    }

    /// Gives each row to `f`, in constant memory.
    ///
    /// # Errors
    /// The engine's, or the first of `f`'s, which stops the reading but not the transaction.
    pub fn each(&mut self, sql: &str, params: &[Value], f: impl FnMut(&Row) -> Result<()>) -> Result<()> {
        self.try_each(sql, params, f)
    }

    /// [`Tx::each`] for a visitor that has errors of its own.
    ///
    /// # Errors
    /// As [`Tx::each`].
    pub fn try_each<E: From<Error>>(
        &mut self,
        sql: &str,
        params: &[Value],
        mut f: impl FnMut(&Row) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut stopped = Ok(());
        self.walk(sql, params, &mut |row| {
            stopped = f(row);
            stopped.is_ok()
        })?;
        stopped
    }

    /// All rows, each made into a `T`: for results known to be small.
    ///
    /// # Errors
    /// As [`Tx::each`].
    pub fn all<T>(&mut self, sql: &str, params: &[Value], mut f: impl FnMut(&Row) -> Result<T>) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.each(sql, params, |row| {
            found.push(f(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// The only row, or `None`.
    ///
    /// # Errors
    /// As [`Tx::each`]; `UnexpectedValue` when there are two rows, since one of them would be taken by chance.
    pub fn one<T>(&mut self, sql: &str, params: &[Value], mut f: impl FnMut(&Row) -> Result<T>) -> Result<Option<T>> {
        let mut found = None;
        self.each(sql, params, |row| {
            if found.is_some() {
                return Err(Error::UnexpectedValue(format!("more than one row for: {sql}")));
            }
            found = Some(f(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// Whether the query gives at least one row.
    ///
    /// # Errors
    /// As [`Tx::each`].
    pub fn exists(&mut self, sql: &str, params: &[Value]) -> Result<bool> {
        let mut found = false;
        self.walk(sql, params, &mut |_| {
            found = true;
            false
        })?;
        Ok(found)
    }

    /// Inserts rows as they come from the iterator; returns how many.
    ///
    /// # Errors
    /// As [`Tx::exec`].
    pub fn insert_many<const N: usize>(
        &mut self,
        table: &str,
        columns: [&str; N],
        rows: impl IntoIterator<Item = [Value; N]>,
    ) -> Result<u64> {
        self.insert(table, columns, rows, "")
    }

    /// [`Tx::insert_many`] that leaves alone the rows already there (by any unique key); returns how many were new.
    ///
    /// # Errors
    /// As [`Tx::exec`].
    pub fn insert_missing<const N: usize>(
        &mut self,
        table: &str,
        columns: [&str; N],
        rows: impl IntoIterator<Item = [Value; N]>,
    ) -> Result<u64> {
        self.insert(table, columns, rows, "ON CONFLICT DO NOTHING")
    }

    /// Runs several statements without parameters, separated by `;`: for schema changes.
    ///
    /// # Errors
    /// As [`Tx::exec`].
    pub fn batch(&mut self, sql: &str) -> Result<()> {
        self.run(|connection| connection.batch(sql))
    }

    fn insert<const N: usize>(
        &mut self,
        table: &str,
        columns: [&str; N],
        rows: impl IntoIterator<Item = [Value; N]>,
        tail: &str,
    ) -> Result<u64> {
        let head = format!("INSERT INTO {table} ({})", columns.join(", "));
        let mut rows = rows.into_iter().map(|row| row.iter().try_for_each(storable).map(|()| row));
        self.run(|connection| connection.insert((&head, tail), &mut rows))
    }

    fn walk(&mut self, sql: &str, params: &[Value], visit: &mut dyn FnMut(&Row) -> bool) -> Result<()> {
        self.run(|connection| {
            params.iter().try_for_each(storable)?;
            connection.walk(sql, params, visit)
        })
    }

    fn run<T>(&mut self, statement: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        if self.failure.is_some() {
            return Err(Error::Abandoned);
        }
        let done = statement(self.connection);
        if let Err(error) = &done {
            let passing = error.is_busy() || self.connection.is_lost();
            self.failure = Some(if passing { Failure::Passing } else { Failure::Final });
        }
        done
    }
}

/// SQLite would take U+0000 in a text and PostgreSQL would not: neither gets it.
fn storable(value: &Value) -> Result<()> {
    match value {
        Value::Text(text) if text.as_bytes().contains(&0) => {
            Err(Error::UnexpectedValue("a text holds the character U+0000".into()))
        }
        _ => Ok(()),
    }
}
