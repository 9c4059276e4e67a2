//! What the database gives back: a row is read column by column, by position, into one of our types.
//!
//! Both engines pass through [`Cell`], so that a type is decoded in one place. A row lives only while the statement
//! stands on it.

use super::error::{Error, Result};
use base::{Cents, Currency, Date, Id, RateBp, Timestamp};

/// One value of a row, borrowed from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell<'r> {
    Null,
    I64(i64),
    Text(&'r str),
    Bytes(&'r [u8]),
}

impl Cell<'_> {
    fn kind(self) -> &'static str {
        match self {
            Cell::Null => "nothing (NULL)",
            Cell::I64(_) => "a number",
            Cell::Text(_) => "a text",
            Cell::Bytes(_) => "bytes",
        }
    }
}

/// A type that a column can be read into.
pub trait FromCell: Sized {
    /// What the column should have held, for the error message.
    const WANTED: &'static str;

    /// `None` when the cell holds something else.
    fn from_cell(cell: Cell<'_>) -> Option<Self>;
}

/// The row a statement stands on.
pub struct Row<'r>(pub(super) Inner<'r>);

pub(super) enum Inner<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r postgres::Row),
}

impl Row<'_> {
    /// The column at `index`, counted from 0.
    ///
    /// # Errors
    /// `UnexpectedValue` when there is no such column or it does not hold a `T`.
    pub fn get<T: FromCell>(&self, index: usize) -> Result<T> {
        let cell = match &self.0 {
            Inner::Sqlite(row) => super::sqlite::cell(row, index),
            Inner::Postgres(row) => super::postgres::cell(row, index),
        }
        .map_err(|found| self.unexpected(index, T::WANTED, &found))?;
        T::from_cell(cell).ok_or_else(|| self.unexpected(index, T::WANTED, cell.kind()))
    }

    fn unexpected(&self, index: usize, wanted: &'static str, found: &str) -> Error {
        let name = match &self.0 {
            Inner::Sqlite(row) => row.as_ref().column_name(index).map_or("?", |name| name),
            Inner::Postgres(row) => row.columns().get(index).map_or("?", |column| column.name()),
        };
        Error::UnexpectedValue(format!("column {index} ({name}): wanted {wanted}, found {found}"))
    }
}

macro_rules! from_cell {
    ($($type:ty, $wanted:literal: $($cell:pat => $made:expr),+;)*) => {$(
        impl FromCell for $type {
            const WANTED: &'static str = $wanted;
            fn from_cell(cell: Cell<'_>) -> Option<Self> {
                match cell { $($cell => $made,)+ _ => None }
            }
        }
    )*};
}

from_cell! {
    i64, "a number": Cell::I64(number) => Some(number);
    i32, "a number of 32 bits": Cell::I64(number) => number.try_into().ok();
    u32, "a number of 32 bits from 0": Cell::I64(number) => number.try_into().ok();
    bool, "0 or 1": Cell::I64(0) => Some(false), Cell::I64(1) => Some(true);
    String, "a text": Cell::Text(text) => Some(text.to_owned());
    Vec<u8>, "bytes": Cell::Bytes(bytes) => Some(bytes.to_vec());
    Cents, "an amount in cents": Cell::I64(cents) => Some(Cents::new(cents));
    RateBp, "a rate in basis points": Cell::I64(rate) => rate.try_into().ok().map(RateBp::new);
    Currency, "a currency code": Cell::Text(code) => Currency::kept(code);
    Date, "a date YYYY-MM-DD": Cell::Text(text) => base::parse_iso_date(text);
    Timestamp, "an instant in microseconds": Cell::I64(instant) => Timestamp::from_microsecond(instant).ok();
}

impl<const N: usize> FromCell for [u8; N] {
    const WANTED: &'static str = "bytes of a fixed length";
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Bytes(bytes) => bytes.try_into().ok(),
            _ => None,
        }
    }
}

impl<K: base::id::Kind> FromCell for Id<K> {
    const WANTED: &'static str = "an identifier of sixteen bytes";
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Bytes(bytes) => Id::from_slice(bytes),
            _ => None,
        }
    }
}

impl<T: FromCell> FromCell for Option<T> {
    const WANTED: &'static str = T::WANTED;
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            held => T::from_cell(held).map(Some),
        }
    }
}
