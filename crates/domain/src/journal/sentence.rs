//! The French fragments that journal sentences are made of: no empty slot, no line break, the spaces typography wants.
//!
//! Texts typed by users are shown between « » and shortened; what was erased or never said is said to be so.

use super::personal::{Lookup, PersonalRef, Said};
use base::fr::NBSP;
use base::{Cents, Currency, Date, fr};

/// Longest quotation inside a sentence; the whole text stays in the entry.
const MAX_QUOTED: usize = 160;
/// Items named before « et N autres ».
const MAX_NAMED: usize = 3;

/// Writes fragments, looking personal data up.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    personal: Lookup<'a>,
}

impl<'a> Words<'a> {
    pub fn new(personal: Lookup<'a>) -> Self {
        Words { personal }
    }

    /// A text as it is, or as the side table has it.
    pub fn said(&self, said: &Said) -> String {
        match said {
            Said::Plain(text) => bare(text),
            Said::Personal(reference) => self.personal(reference),
        }
    }

    /// The same between « ».
    pub fn quoted(&self, said: &Said) -> String {
        quoted(&self.said(said))
    }

    pub fn personal(&self, reference: &PersonalRef) -> String {
        (self.personal)(reference)
            .map_or_else(|| "donnée personnelle masquée ou effacée".to_string(), |text| bare(&text))
    }

    /// « avant » and « après » of a changed field.
    pub fn change(&self, before: Option<&Said>, after: Option<&Said>) -> String {
        match (before, after) {
            (None, None) => "nouveau".to_string(),
            (None, Some(after)) => format!("maintenant {}", self.quoted(after)),
            (Some(before), None) => format!("{} a été effacé", self.quoted(before)),
            (Some(before), Some(after)) => format!("{} devient {}", self.quoted(before), self.quoted(after)),
        }
    }

    pub fn unknown_kind(&self, kind: &str, version: u32) -> String {
        format!("Écriture d’un genre que cette version de Quitus ne sait pas lire ({}, version {version}).", bare(kind))
    }
}

/// One line, trimmed, never empty.
pub fn bare(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut line = String::new();
    for word in clean.split(' ').filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if line.chars().all(char::is_whitespace) {
        return "non précisé".to_string();
    }
    if line.chars().count() > MAX_QUOTED {
        line = line.chars().take(MAX_QUOTED).collect::<String>().trim_end().to_string();
        line.push('…');
    }
    line
}

/// `« texte »`.
pub fn quoted(text: &str) -> String {
    format!("«{NBSP}{}{NBSP}»", bare(text))
}

/// ` (motif : « … »)`.
pub fn reason(why: &str) -> String {
    format!(" (motif{NBSP}: {})", quoted(why))
}

/// `1 234,56 €`.
pub fn amount(cents: Cents, currency: Currency) -> String {
    fr::money(cents, currency)
}

/// `, jusqu’au 12 mars 2026`, or nothing.
pub fn until(date: Option<Date>) -> String {
    date.map(|date| format!(", jusqu’au {}", fr::date(date))).unwrap_or_default()
}

/// `A`, `A et B`, `A, B, C et 4 autres`; `néant` for none.
pub fn list(items: &[String]) -> String {
    let named: Vec<String> = items.iter().take(MAX_NAMED).map(|item| bare(item)).collect();
    let more = items.len().saturating_sub(MAX_NAMED);
    match (named.split_last(), more) {
        (None, _) => "néant".to_string(),
        (Some((last, [])), 0) => last.clone(),
        (Some((last, first)), 0) => format!("{} et {last}", first.join(", ")),
        (Some(_), 1) => format!("{} et un autre", named.join(", ")),
        (Some(_), more) => format!("{} et {more} autres", named.join(", ")),
    }
}

/// The first digits of a hash, enough to recognise it in a list.
pub fn fingerprint(hash: &str) -> String {
    let start: String = hash.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    format!("empreinte {}…", if start.is_empty() { "inconnue".to_string() } else { start })
}
