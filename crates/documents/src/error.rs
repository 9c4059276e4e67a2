//! Why a document was not produced, in words for the person who must act.
//!
//! Nothing here is fatal to the program: the caller shows the message and keeps the act waiting.

use crate::context::{Lang, SumsError};
use crate::mentions::MentionFault;
use crate::templates::spoken;

/// A template part that cannot be used, with the line to look at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("modèle « {} », {part}, ligne {line} : {message}", spoken(template))]
pub struct TemplateError {
    pub template: String,
    /// File name of the part, e.g. `body.fr.txt`.
    pub part: String,
    /// First line is 1.
    pub line: usize,
    pub message: String,
}

/// Why a document was not produced.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    #[error("il n’existe pas de modèle « {name} » ; modèles connus : {known}")]
    UnknownTemplate { name: String, known: String },
    #[error("le modèle « {} » n’existe pas en {}", spoken(name), lang.code())]
    NoSuchLanguage { name: String, lang: Lang },
    #[error("il manque {missing} pour établir « {} »", spoken(name))]
    Incomplete { name: String, missing: String },
    #[error(transparent)]
    Sums(#[from] SumsError),
    #[error(transparent)]
    Template(#[from] TemplateError),
    #[error("« {} » ne peut pas partir : {}", spoken(name), list(faults))]
    Mentions { name: String, faults: Vec<MentionFault> },
    #[error("ce document attend d’autres données : « {} » ne s’établit pas à partir de {given}", spoken(name))]
    WrongContext { name: String, given: &'static str },
    #[error("la mise en page de « {} » a échoué : {reason}", spoken(name))]
    Typesetting { name: String, reason: String },
}

fn list(faults: &[MentionFault]) -> String {
    let texts: Vec<String> = faults.iter().map(ToString::to_string).collect();
    texts.join(" ; ")
}
