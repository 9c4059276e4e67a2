//! Why a command ends without doing what was asked, and with which exit code.

use app::AppError;
use base::unread::system;
use law::LawError;
use std::path::Path;
use std::{fmt, io};

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

    /// A file or folder that cannot be read.
    pub fn unread(path: &Path, error: &io::Error) -> Self {
        Fail::new(format!("{} ne se lit pas : {}.", path.display(), system(error)))
    }

    /// A file or folder that cannot be written.
    pub fn unwritten(path: &Path, error: &io::Error) -> Self {
        Fail::new(format!("{} ne s’écrit pas : {}.", path.display(), system(error)))
    }

    /// What is typed or piped in cannot be read.
    pub fn unheard(error: &io::Error) -> Self {
        Fail::new(format!("L’entrée standard ne se lit pas : {}.", system(error)))
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
        AppError::Broken(error.to_string()).into()
    }
}
