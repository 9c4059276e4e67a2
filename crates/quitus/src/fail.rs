//! Why a command ends without doing what was asked, and with which exit code.

use app::AppError;
use law::LawError;
use std::fmt;

/// A message for the person, and the code scripts see.
#[derive(Debug)]
pub struct Fail {
    pub message: String,
    pub code: u8,
}

pub type Outcome<T> = Result<T, Fail>;

/// Done, but something needs a person: files refused, sends that failed, findings of a verification.
pub const NEEDS_ATTENTION: u8 = 3;
/// Refused by a rule, not found, or broken.
pub const REFUSED: u8 = 1;
/// A legal table does not cover the date.
pub const LAW_NOT_COVERED: u8 = 4;

impl Fail {
    pub fn new(message: impl Into<String>) -> Self {
        Fail { message: message.into(), code: REFUSED }
    }
}

impl fmt::Display for Fail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<AppError> for Fail {
    fn from(error: AppError) -> Self {
        let uncovered = matches!(error, AppError::Law(LawError::NotCovered { .. } | LawError::NoEntry { .. }));
        let code = if uncovered { LAW_NOT_COVERED } else { REFUSED };
        Fail { message: error.to_string(), code }
    }
}

impl From<law::LawError> for Fail {
    fn from(error: law::LawError) -> Self {
        AppError::from(error).into()
    }
}

impl From<base::MoneyError> for Fail {
    fn from(error: base::MoneyError) -> Self {
        AppError::from(error).into()
    }
}

impl From<serde_json::Error> for Fail {
    fn from(error: serde_json::Error) -> Self {
        Fail::new(error.to_string())
    }
}
