//! What can go wrong with a database, sorted by what the caller or the user can do about it.
//!
//! The text of each error is for the user, in French; the engine's own words are its `source`. No error holds a
//! parameter, so none leaks personal data into a log.

use std::fmt;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why the database did not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Others held the database, or changed what we had read, each time we tried.
    #[error("la base de données est occupée par un autre traitement : réessayez dans un instant")]
    Busy(#[source] Cause),
    /// The row exists: `on` is the table and columns (SQLite) or the constraint (PostgreSQL).
    #[error("cet enregistrement existe déjà ({on})")]
    UniqueViolation { on: String },
    /// A foreign key, a `NOT NULL` or a `CHECK` says no.
    #[error("la base de données refuse un enregistrement incohérent ({on})")]
    Constraint { on: String },
    /// A value cannot be stored, or a column does not hold what the program wants.
    #[error("valeur inattendue en base de données : {0}")]
    UnexpectedValue(String),
    /// The database cannot be reached or written at all; `why` says what the user can check.
    #[error("{why}")]
    Unavailable {
        why: String,
        #[source]
        cause: Cause,
    },
    /// The connection broke while the transaction was being confirmed: it may or may not have been kept.
    #[error(
        "la connexion à la base de données s’est rompue pendant l’enregistrement : vérifiez s’il a eu lieu avant de recommencer"
    )]
    OutcomeUnknown(#[source] Cause),
    /// Refused for a reason that the text gives, with what to do.
    #[error("{0}")]
    Refused(String),
    /// The caller went on after a failed statement: nothing was kept.
    #[error("transaction abandonnée : une instruction précédente avait échoué")]
    Abandoned,
    /// A defect of the program or of the database; `sql` is the statement, without its values.
    #[error("erreur de base de données dans « {sql} »")]
    Broken {
        sql: String,
        #[source]
        cause: Cause,
    },
}

impl Error {
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Error::UniqueViolation { .. })
    }

    pub fn is_busy(&self) -> bool {
        matches!(self, Error::Busy(_))
    }

    pub(super) fn broken(sql: &str, cause: impl Into<Cause>) -> Error {
        let mut short: String = sql.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some((cut, _)) = short.char_indices().nth(200) {
            short.truncate(cut);
            short.push('…');
        }
        Error::Broken { sql: short, cause: cause.into() }
    }

    pub(super) fn unavailable(why: impl Into<String>, cause: impl Into<Cause>) -> Error {
        Error::Unavailable { why: why.into(), cause: cause.into() }
    }
}

/// The words of the engine or of the operating system.
#[derive(Debug)]
pub enum Cause {
    Sqlite(rusqlite::Error),
    Postgres(postgres::Error),
    Io(std::io::Error),
    Text(&'static str),
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cause::Sqlite(error) => error.fmt(f),
            Cause::Postgres(error) => match error.as_db_error() {
                Some(said) => write!(f, "{} ({})", said.message(), said.code().code()),
                None => error.fmt(f),
            },
            Cause::Io(error) => error.fmt(f),
            Cause::Text(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Cause {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Cause::Sqlite(error) => std::error::Error::source(error),
            Cause::Postgres(error) if error.as_db_error().is_none() => std::error::Error::source(error),
            Cause::Postgres(_) | Cause::Text(_) => None,
            Cause::Io(error) => std::error::Error::source(error),
        }
    }
}

macro_rules! from_cause {
    ($($type:ty => $variant:ident),*) => {$(
        impl From<$type> for Cause {
            fn from(error: $type) -> Cause { Cause::$variant(error) }
        }
    )*};
}

from_cause!(rusqlite::Error => Sqlite, postgres::Error => Postgres, std::io::Error => Io, &'static str => Text);
