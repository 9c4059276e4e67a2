//! Why a use case did not do what was asked, in three families: refused by a rule, not found, broken.
//!
//! Refusals and missing things are shown to the user in French with what to do; what is broken is a fault of ours or of
//! the machine and is logged by the rim.

use crate::ports::terms::BooksError;
use documents::DocumentError;

/// What a use case answers when it cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A rule says no. `what` is why, `remedy` what to do; both French.
    #[error("{what} {remedy}")]
    Refused { what: String, remedy: String },
    /// French, naming what was looked for.
    #[error("{0}")]
    NotFound(String),
    /// The law tables do not say; the message names the missing table and how to add it.
    #[error("{}", .0.french())]
    Law(#[from] law::LawError),
    /// Figures of large books that nobody counted yet: they are counted beside, and asked for again.
    #[error("Ces chiffres sont en cours de calcul.")]
    NotCounted(crate::money::Uncounted),
    #[error(transparent)]
    Books(#[from] BooksError),
    #[error("Quitus n’a pas pu aller au bout. C’est un défaut du programme : signalez-le avec ces mots, « {0} ».")]
    Broken(String),
}

pub type AppResult<T> = Result<T, AppError>;

impl AppError {
    pub fn refused(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        AppError::Refused { what: what.into(), remedy: remedy.into() }
    }

    /// A document that cannot be made: what it lacks and where that is said, or what is wrong with it.
    #[expect(clippy::needless_pass_by_value, reason = "it ends the error of a document")]
    pub(crate) fn unmade(error: DocumentError) -> Self {
        let remedy = match error {
            DocumentError::Incomplete { .. } => {
                "Complétez la fiche du client ou les réglages de la société, puis recommencez."
            }
            _ => "Rien n’a été préparé.",
        };
        AppError::refused(sentence(&error.to_string()), remedy)
    }
}

impl From<base::MoneyError> for AppError {
    fn from(error: base::MoneyError) -> Self {
        AppError::Broken(error.to_string())
    }
}

/// With a capital and a full stop.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let mut out: String = chars.next().map_or_else(String::new, |c| c.to_uppercase().collect());
    out.push_str(chars.as_str());
    out.push('.');
    out
}

/// Carries an application error through a closure that may only return errors of the books.
pub(crate) fn carried<T>(slot: &mut Option<AppError>, result: AppResult<T>) -> Result<T, BooksError> {
    result.map_err(|error| match error {
        AppError::Books(books) => books,
        other => {
            let text = other.to_string();
            *slot = Some(other);
            BooksError::Broken(text)
        }
    })
}
