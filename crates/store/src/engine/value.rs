//! What is given to the database: four kinds of value, and how our own types become one.
//!
//! Reading back is the business of [`super::row`].

use base::{Cents, Currency, Date, Id, RateBp, Timestamp};
use std::sync::Arc;

/// A parameter of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Null,
    I64(i64),
    /// Text without the character U+0000, which PostgreSQL cannot hold.
    Text(String),
    Bytes(Vec<u8>),
    /// Bytes too many to be copied.
    Shared(Arc<Vec<u8>>),
}

macro_rules! from {
    ($($type:ty: $value:ident => $made:expr;)*) => {$(
        impl From<$type> for Value {
            fn from($value: $type) -> Value { $made }
        }
    )*};
}

from! {
    i64: number => Value::I64(number);
    i32: number => Value::I64(number.into());
    u32: number => Value::I64(number.into());
    bool: yes => Value::I64(yes.into());
    String: text => Value::Text(text);
    &str: text => Value::Text(text.to_owned());
    &String: text => Value::Text(text.clone());
    Vec<u8>: bytes => Value::Bytes(bytes);
    Arc<Vec<u8>>: bytes => Value::Shared(bytes);
    &[u8]: bytes => Value::Bytes(bytes.to_vec());
    Cents: amount => Value::I64(amount.get());
    RateBp: rate => Value::I64(rate.get().into());
    Currency: currency => Value::Text(currency.code().to_owned());
    Date: date => Value::Text(date.to_string());
    Timestamp: instant => Value::I64(instant.as_microsecond());
}

impl<const N: usize> From<[u8; N]> for Value {
    fn from(bytes: [u8; N]) -> Value {
        Value::Bytes(bytes.to_vec())
    }
}

impl<K: base::id::Kind> From<Id<K>> for Value {
    fn from(id: Id<K>) -> Value {
        Value::Bytes(id.as_bytes().to_vec())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

/// The parameters of a statement, each turned into a [`Value`](crate::engine::Value): `params![id, date, amount]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::engine::Value::from($value)),*][..] };
}
