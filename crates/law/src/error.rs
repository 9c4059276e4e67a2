//! Why the law could not answer, and what is wrong in a law file.
//!
//! `Display` is English for developers; `french()` is the sentence for the person who must act, with the remedy.

use crate::semester::Semester;
use crate::typography::typeset;
use crate::value::Table;
use base::{Date, MoneyError, fr};

/// A question the tables cannot answer, or a value that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LawError {
    #[error("table {table} has no value for {on}")]
    NotCovered { table: Table, on: Date },
    #[error("table {table} has no entry {key} on {on}")]
    NoEntry { table: Table, key: String, on: Date },
    #[error("there is no law table named {0}")]
    UnknownTable(String),
    #[error("table {table} has no key {key}")]
    UnknownKey { table: Table, key: String },
    #[error("{value:?} is not a value for {key} in table {table}")]
    BadValue { table: Table, key: String, value: String },
    #[error("{key} in table {table} is a verified value and is not replaced by {proposed:?}")]
    VerifiedValue { table: Table, key: String, current: String, proposed: String },
    #[error("a value needs a source")]
    SourceMissing,
    #[error("a negative amount on {on} cannot be allocated")]
    NegativeAmount { on: Date },
    #[error("a date leaves the calendar")]
    OutsideCalendar,
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl LawError {
    /// The sentence for the user: what is missing or wrong, and what to do.
    pub fn french(&self) -> String {
        typeset(&self.plain())
    }

    fn plain(&self) -> String {
        match self {
            LawError::NotCovered { table, on } => not_covered(*table, *on),
            LawError::NoEntry { table, key, on } => format!(
                "La table « {table} » n’a pas de valeur « {key} » au {}. Ajoutez-la dans un fichier TOML de même format que ceux de data/law.",
                fr::date(*on)
            ),
            LawError::UnknownTable(name) => format!(
                "Il n’existe pas de table « {name} ». Tables connues : {}.",
                Table::ALL.map(Table::slug).join(", ")
            ),
            LawError::UnknownKey { table, key } => {
                format!(
                    "La table « {table} » n’a pas d’entrée « {key} ». La commande « quitus law » affiche les entrées connues."
                )
            }
            LawError::BadValue { table, key, value } => {
                format!(
                    "« {value} » n’est pas une valeur possible pour « {key} » dans la table « {table} ». {}",
                    expected(*table)
                )
            }
            LawError::VerifiedValue { table, key, current, proposed } => format!(
                "La valeur « {key} » de la table « {table} » est livrée et vérifiée ({current}) ; elle n’est pas remplacée par {proposed}. \
                 Retirez la valeur ajoutée ; si celle livrée est fausse, signalez-le pour la prochaine édition."
            ),
            LawError::SourceMissing => {
                "Indiquez d’où vient la valeur (texte, date, adresse) avec --source \"…\".".to_string()
            }
            LawError::NegativeAmount { on } => format!(
                "Un règlement ou un avoir du {} a un montant négatif. Un paiement rejeté s’enregistre en annulant le règlement d’origine.",
                fr::date(*on)
            ),
            LawError::OutsideCalendar => {
                "Une date calculée sort du calendrier (au-delà de l’an 9999). Vérifiez les dates saisies.".to_string()
            }
            LawError::Money(_) => {
                "Un montant dépasse ce qui peut être compté en centimes. Vérifiez les montants saisis.".to_string()
            }
        }
    }
}

fn not_covered(table: Table, on: Date) -> String {
    if !table.by_semester() {
        return format!(
            "La table « {table} » ({}) n’a pas de valeur au {}. Ajoutez-la dans un fichier TOML de même format que ceux de data/law.",
            table.french(),
            fr::date(on)
        );
    }
    let semester = Semester::of(on);
    let (name, detail) = match table.french().split_once(" (") {
        Some((name, rest)) => (name.to_string(), format!(" ({rest}")),
        None => (table.french().to_string(), String::new()),
    };
    format!(
        "{}{} du {}{detail} n’est pas connu. Ajoutez-le avec : quitus law set {table} {semester} <taux> --source \"…\" \
         (ou dans un fichier TOML du même format que ceux de data/law).",
        name.chars().next().map(|c| c.to_uppercase().to_string()).unwrap_or_default(),
        name.chars().skip(1).collect::<String>(),
        semester.french(),
    )
}

fn expected(table: Table) -> &'static str {
    match table {
        Table::ReferenceRate | Table::LegalRateProfessional | Table::LegalRateIndividual => {
            "Donnez un semestre (2027-S1) et un taux en pour cent (2,65)."
        }
        Table::ReferenceRateChange => "Donnez une date (2026-09-16) et un taux en pour cent (2,65).",
        Table::FixedCompensation => "Donnez « business » ou « public » et un montant en euros (40,00).",
        Table::Parameter => "Donnez un nombre entier positif.",
        Table::Delay => "Donnez une durée ISO 8601 (P30D, P3M, P5Y), une date ou une règle connue.",
        Table::Threshold => "Donnez un montant en euros (5000.00), un taux (5,00 %) ou un nombre (250).",
        Table::LimitationAct => "Donnez « interrupts », « suspends », « unsettled » ou « none ».",
        Table::Holiday => "Donnez un jour (05-01) ou un décalage depuis Pâques (easter+39).",
    }
}

/// What is wrong in a law file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {what:?}")]
pub struct LawProblem {
    /// Name of the file as given by the caller.
    pub file: String,
    /// Line of the entry, counted from one; zero when the whole set is concerned.
    pub line: usize,
    pub what: ProblemKind,
}

/// The kinds of mistakes a law file can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// Not TOML, or not this shape; the detail is the parser's own words.
    Syntax(String),
    Missing(&'static str),
    NotADate {
        field: &'static str,
        text: String,
    },
    UnknownTable(String),
    UnknownStatus(String),
    Value(LawError),
    /// Same table and key on common days.
    Overlap {
        table: Table,
        key: String,
    },
    /// The period given is not that of the half-year, or ends before it starts.
    Period {
        key: String,
    },
    /// A value without which nothing can be computed.
    Required {
        table: Table,
        key: &'static str,
    },
    /// A mention without a known document, or without text to look for.
    Mention(String),
}

impl LawProblem {
    /// « data/law/legal_rate.toml, ligne 12 : … ».
    pub fn french(&self) -> String {
        let place = if self.line == 0 { self.file.clone() } else { format!("{}, ligne {}", self.file, self.line) };
        let what = match &self.what {
            ProblemKind::Syntax(detail) => format!("le texte n’est pas lisible comme TOML de ce format ({detail})"),
            ProblemKind::Missing(field) => {
                format!("le champ « {field} » manque. Ajoutez-le à cette valeur ou en tête du fichier.")
            }
            ProblemKind::NotADate { field, text } => {
                format!("« {text} » n’est pas une date pour « {field} ». Écrivez AAAA-MM-JJ.")
            }
            ProblemKind::UnknownTable(name) => LawError::UnknownTable(name.clone()).french(),
            ProblemKind::UnknownStatus(text) => {
                format!("« {text} » n’est pas un statut. Écrivez verified, partial ou unverified.")
            }
            ProblemKind::Value(error) => error.french(),
            ProblemKind::Overlap { table, key } => {
                format!(
                    "la table « {table} » a deux valeurs « {key} » pour les mêmes jours. Gardez-en une, ou séparez leurs périodes."
                )
            }
            ProblemKind::Period { key } => {
                format!("la période donnée pour « {key} » n’est pas la sienne. Corrigez valid_from et valid_to.")
            }
            ProblemKind::Required { table, key } => {
                format!("la valeur « {key} » de la table « {table} » manque ; aucun calcul n’est possible sans elle.")
            }
            ProblemKind::Mention(detail) => format!("mention illisible : {detail}."),
        };
        typeset(&format!("{place} : {what}"))
    }
}
