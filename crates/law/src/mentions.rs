//! What a letter must say and must not say, as data (`data/law/mentions.toml`), and the check of a rendered text.
//!
//! Texts are compared after folding (case, accents, punctuation and every kind of space), word by word, so a line break or a
//! no-break space hides nothing. A pattern ending in `*` also matches longer words; `{slot}` stands for values the caller
//! gives (numbers, amounts, names), all of which must appear. It checks words, not meaning: a lawyer's eye is not replaced.

use crate::typography::typeset;
use base::fold;
use serde::Deserialize;
use std::fmt::Write;

/// The documents of the reminder process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Courtesy and firm reminders by e-mail.
    ReminderMail,
    /// Reminder on paper.
    ReminderLetter,
    /// Mise en demeure (C. civ. 1344).
    FormalNotice,
    /// Relevé de compte.
    Statement,
}

/// When a mention is wanted; a mention with several circumstances wants all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Circumstance {
    BusinessDebtor,
    ConsumerDebtor,
    PublicDebtor,
    /// Some interest is claimed.
    InterestClaimed,
    /// The 40 € are claimed.
    CompensationClaimed,
    /// The creditor is a company with a capital and a registration.
    CreditorCompany,
    /// The creditor is an individual entrepreneur (« EI »).
    CreditorSoleTrader,
}

/// One thing a document must say.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mention {
    pub id: String,
    pub documents: Vec<DocumentKind>,
    /// What is expected, in French, for the message.
    pub label: String,
    /// The mention is there when one of these is.
    pub any_of: Vec<String>,
    #[serde(default)]
    pub when: Vec<Circumstance>,
    pub article: String,
    pub status: crate::Status,
}

/// Words a document must not contain.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forbidden {
    pub id: String,
    pub documents: Vec<DocumentKind>,
    /// Why, in French.
    pub reason: String,
    pub any_of: Vec<String>,
    #[serde(default)]
    pub when: Vec<Circumstance>,
    pub article: String,
    pub status: crate::Status,
}

/// Values of one document by slot name: `("invoice_numbers", ["FA-1", "FA-2"])`.
pub type Slots<'a> = [(&'a str, Vec<String>)];

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MentionFault {
    Missing { id: String, label: String, article: String },
    Forbidden { id: String, found: String, reason: String, article: String },
}

impl MentionFault {
    pub fn french(&self) -> String {
        typeset(&match self {
            MentionFault::Missing { label, article, .. } => format!("Il manque : {label} ({article})."),
            MentionFault::Forbidden { found, reason, article, .. } => {
                format!("À retirer : « {found} ». {reason} ({article}).")
            }
        })
    }
}

/// All mentions of one edition.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    required: Vec<Mention>,
    forbidden: Vec<Forbidden>,
}

impl Mentions {
    pub(crate) fn new(required: Vec<Mention>, forbidden: Vec<Forbidden>) -> Mentions {
        Mentions { required, forbidden }
    }

    /// What this document must say in these circumstances.
    pub fn required(&self, kind: DocumentKind, circumstances: &[Circumstance]) -> impl Iterator<Item = &Mention> {
        self.required.iter().filter(move |m| m.documents.contains(&kind) && applies(&m.when, circumstances))
    }

    /// What this document must not say in these circumstances.
    pub fn forbidden(&self, kind: DocumentKind, circumstances: &[Circumstance]) -> impl Iterator<Item = &Forbidden> {
        self.forbidden.iter().filter(move |m| m.documents.contains(&kind) && applies(&m.when, circumstances))
    }

    /// Everything missing from a rendered text, and everything it must not say.
    ///
    /// Slot values are taken out before the forbidden words are looked for: a customer may be called « Huissiers Réunis ».
    pub fn check(
        &self,
        kind: DocumentKind,
        circumstances: &[Circumstance],
        slots: &Slots<'_>,
        text: &str,
    ) -> Vec<MentionFault> {
        let folded = Folded::of(text);
        let missing = self.required(kind, circumstances).filter(|m| !m.any_of.iter().any(|p| folded.says(p, slots)));
        let mut faults: Vec<MentionFault> = missing
            .map(|m| MentionFault::Missing { id: m.id.clone(), label: m.label.clone(), article: m.article.clone() })
            .collect();
        let own_words = folded.without(slots);
        for rule in self.forbidden(kind, circumstances) {
            if let Some(found) = rule.any_of.iter().find(|p| own_words.contains(p)) {
                faults.push(MentionFault::Forbidden {
                    id: rule.id.clone(),
                    found: found.trim_end_matches('*').to_string(),
                    reason: rule.reason.clone(),
                    article: rule.article.clone(),
                });
            }
        }
        faults
    }

    /// One line per rule, for the edition hash.
    pub(crate) fn canonical(&self) -> String {
        let mut out = String::new();
        for m in &self.required {
            line(&mut out, "mention", &m.id, &m.documents, &m.when, [&m.any_of.join("|"), &m.article, m.status.slug()]);
        }
        for f in &self.forbidden {
            line(
                &mut out,
                "forbidden",
                &f.id,
                &f.documents,
                &f.when,
                [&f.any_of.join("|"), &f.article, f.status.slug()],
            );
        }
        out
    }
}

fn line(out: &mut String, what: &str, id: &str, documents: &[DocumentKind], when: &[Circumstance], rest: [&str; 3]) {
    let documents: Vec<&str> = documents.iter().map(|d| d.slug()).collect();
    let when: Vec<&str> = when.iter().map(|c| c.slug()).collect();
    let _ = writeln!(
        out,
        "{what}\u{1f}{id}\u{1f}{}\u{1f}{}\u{1f}{}",
        documents.join(","),
        when.join(","),
        rest.join("\u{1f}")
    );
}

impl DocumentKind {
    /// The name used in the file.
    pub const fn slug(self) -> &'static str {
        match self {
            DocumentKind::ReminderMail => "reminder_mail",
            DocumentKind::ReminderLetter => "reminder_letter",
            DocumentKind::FormalNotice => "formal_notice",
            DocumentKind::Statement => "statement",
        }
    }
}

impl Circumstance {
    /// The name used in the file.
    pub const fn slug(self) -> &'static str {
        match self {
            Circumstance::BusinessDebtor => "business_debtor",
            Circumstance::ConsumerDebtor => "consumer_debtor",
            Circumstance::PublicDebtor => "public_debtor",
            Circumstance::InterestClaimed => "interest_claimed",
            Circumstance::CompensationClaimed => "compensation_claimed",
            Circumstance::CreditorCompany => "creditor_company",
            Circumstance::CreditorSoleTrader => "creditor_sole_trader",
        }
    }
}

fn applies(when: &[Circumstance], circumstances: &[Circumstance]) -> bool {
    when.iter().all(|c| circumstances.contains(c))
}

/// Text as words between single spaces, with a space at both ends.
struct Folded(String);

impl Folded {
    fn of(text: &str) -> Folded {
        Folded(format!(" {} ", fold::words(text)))
    }

    fn says(&self, pattern: &str, slots: &Slots<'_>) -> bool {
        match pattern.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
            None => self.contains(pattern),
            Some(slot) => slots
                .iter()
                .find(|(name, _)| *name == slot)
                .is_some_and(|(_, values)| !values.is_empty() && values.iter().all(|v| self.contains(v))),
        }
    }

    fn contains(&self, pattern: &str) -> bool {
        let open_ended = pattern.ends_with('*');
        let words = fold::words(pattern);
        if words.is_empty() {
            return false;
        }
        let end = if open_ended { "" } else { " " };
        self.0.contains(&format!(" {words}{end}"))
    }

    fn without(&self, slots: &Slots<'_>) -> Folded {
        let values = slots.iter().flat_map(|(_, values)| values).map(|v| fold::words(v)).filter(|w| !w.is_empty());
        Folded(values.fold(self.0.clone(), |text, words| text.replace(&format!(" {words} "), " ")))
    }
}

fn texts_fault(documents: &[DocumentKind], any_of: &[String]) -> Option<String> {
    if documents.is_empty() {
        return Some("la liste « documents » est vide".to_string());
    }
    let readable = |p: &String| p.starts_with('{') || !fold::words(p).is_empty();
    (any_of.is_empty() || !any_of.iter().all(readable))
        .then(|| "la liste « any_of » est vide ou contient un texte vide".to_string())
}

impl Mention {
    pub(crate) fn fault(&self) -> Option<String> {
        texts_fault(&self.documents, &self.any_of)
    }
}

impl Forbidden {
    pub(crate) fn fault(&self) -> Option<String> {
        texts_fault(&self.documents, &self.any_of)
    }
}
