//! Columns by name in SQL, in order in Rust: one list serves for inserting and for selecting, and a row is read from left
//! to right. It builds no query; the SQL stands beside the function that runs it.

use crate::engine::{Error, FromCell, Result, Row, Value};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Declares `NAME` (an array, for inserting) and, when named, `NAME_LIST` (the same, with commas, for selecting).
macro_rules! columns {
    ($name:ident, $list:ident: $first:ident $(, $column:ident)* $(,)?) => {
        $crate::books::columns::columns!($name: $first $(, $column)*);
        pub(super) const $list: &str = concat!(stringify!($first) $(, ", ", stringify!($column))*);
    };
    ($name:ident: $($column:ident),* $(,)?) => {
        pub(super) const $name: [&str; [$(stringify!($column)),*].len()] = [$(stringify!($column)),*];
    };
}
pub(super) use columns;

/// Reads a row from left to right.
pub(super) struct Columns<'r> {
    row: &'r Row<'r>,
    next: usize,
}

impl<'r> Columns<'r> {
    pub(super) fn of(row: &'r Row<'r>) -> Self {
        Columns { row, next: 0 }
    }

    pub(super) fn next<T: FromCell>(&mut self) -> Result<T> {
        let index = self.next;
        self.next += 1;
        self.row.get(index)
    }

    /// A value kept as its code.
    pub(super) fn coded<T>(&mut self, parse: impl FnOnce(&str) -> Option<T>) -> Result<T> {
        let code: String = self.next()?;
        parse(&code).ok_or_else(|| unexpected(format!("unknown code « {code} »")))
    }

    /// A value kept as JSON.
    pub(super) fn json<T: DeserializeOwned>(&mut self) -> Result<T> {
        let text: String = self.next()?;
        serde_json::from_str(&text).map_err(|error| unexpected(format!("JSON: {error}")))
    }

    /// A count, never negative.
    pub(super) fn count(&mut self) -> Result<u64> {
        let count: i64 = self.next()?;
        u64::try_from(count).map_err(|_| unexpected(format!("a negative count: {count}")))
    }
}

/// The JSON text of a value.
pub(super) fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| unexpected(format!("JSON: {error}")))
}

/// A count as the database keeps it.
pub(super) fn count(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Bytes of a text that is searched by: PostgreSQL cannot index more than 2,704, folding may triple them, and neither
/// engine may take what the other refuses.
const LONGEST_KEY: usize = 500;

/// A text that an index holds.
pub(super) fn key(text: &str) -> Result<Value> {
    if text.len() > LONGEST_KEY {
        let start: String = text.chars().take(40).collect();
        return Err(unexpected(format!("plus de {LONGEST_KEY} octets dans « {start}… »")));
    }
    Ok(Value::from(text))
}

pub(super) fn unexpected(what: String) -> Error {
    Error::UnexpectedValue(what)
}
