//! JSON in the one form of RFC 8785 (JCS), restricted to whole numbers.
//!
//! Two programs that agree on a value must agree on its bytes. Floats have no place in a journal of cents and dates, and
//! are refused rather than printed.

use serde_json::Value;

/// Largest whole number every JSON reader keeps exactly: 2⁵³ − 1.
pub const MAX_INTEGER: u64 = 9_007_199_254_740_991;
/// Deepest nesting written; a payload has two or three levels.
const MAX_DEPTH: usize = 32;

/// Why a value has no canonical form here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalError {
    #[error("the number {0} is not a whole number between −(2⁵³−1) and 2⁵³−1")]
    Number(String),
    #[error("the value is nested deeper than {MAX_DEPTH} levels")]
    Depth,
}

/// The canonical text of a value.
///
/// # Errors
/// A number that is not whole or not exact in every JSON reader, or absurd nesting.
pub fn canonical(value: &Value) -> Result<String, CanonicalError> {
    let mut out = String::new();
    write_value(value, MAX_DEPTH, &mut out)?;
    Ok(out)
}

fn write_value(value: &Value, depth: usize, out: &mut String) -> Result<(), CanonicalError> {
    let depth = depth.checked_sub(1).ok_or(CanonicalError::Depth)?;
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => out.push_str(&integer(number)?),
        Value::String(text) => write_string(text, out),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_value(item, depth, out)?;
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            // RFC 8785 §3.2.3: by UTF-16 code units, which differs from UTF-8 order above U+FFFF.
            members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (index, (key, member)) in members.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_string(key, out);
                out.push(':');
                write_value(member, depth, out)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

fn integer(number: &serde_json::Number) -> Result<String, CanonicalError> {
    let refused = || CanonicalError::Number(number.to_string());
    match (number.as_i64(), number.as_u64()) {
        (Some(n), _) if n.unsigned_abs() <= MAX_INTEGER => Ok(n.to_string()),
        (None, Some(n)) if n <= MAX_INTEGER => Ok(n.to_string()),
        _ => Err(refused()),
    }
}

/// RFC 8785 §3.2.2.2: only what must be escaped is, in its shortest form.
pub(crate) fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}
