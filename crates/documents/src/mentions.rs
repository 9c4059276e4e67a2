//! What a document must say and must not say, checked on the text that was really laid out.
//!
//! Each rule is data with its source. The check reads letters, not meaning: it stops an accident, it does not judge a letter.

use serde::Deserialize;
use serde_json::Value;
use std::fmt;

/// The rules of one template, as in `mentions.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mentions {
    #[serde(default)]
    pub required: Vec<Required>,
    #[serde(default)]
    pub forbidden: Vec<Forbidden>,
}

/// Something that must appear: fixed words, one field, or one field of each item of a list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Required {
    /// Words per language, matched with their case.
    pub fr: Option<String>,
    pub en: Option<String>,
    /// Path of a field of the template data, e.g. `creditor.siren`.
    pub field: Option<String>,
    /// Path of a list: then `field` is looked up in each item.
    pub each: Option<String>,
    /// The rule holds only when this field has a value, e.g. no article on interest once interest is waived.
    pub when: Option<String>,
    /// Empty means every regime.
    #[serde(default)]
    pub regimes: Vec<String>,
    pub source: String,
}

/// Words that must not appear, whatever their case.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forbidden {
    pub text: String,
    #[serde(default)]
    pub regimes: Vec<String>,
    pub source: String,
}

/// One rule not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MentionFault {
    Missing { what: String, source: String },
    Forbidden { text: String, source: String },
}

impl fmt::Display for MentionFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MentionFault::Missing { what, source } => write!(f, "il y manque {what} ({source})"),
            MentionFault::Forbidden { text, source } => write!(f, "elle contient « {text} », à retirer ({source})"),
        }
    }
}

impl Mentions {
    /// Reads a `mentions.toml`.
    ///
    /// # Errors
    /// The parser's message, with its line, when the file is not as described here.
    pub fn parse(text: &str) -> Result<Mentions, String> {
        toml::from_str(text).map_err(|e| e.to_string())
    }

    /// Compares the laid-out text with the rules. `data` is what the template was filled with.
    pub fn check(&self, text: &str, data: &Value) -> Vec<MentionFault> {
        let regime = data.get("regime").and_then(Value::as_str).unwrap_or_default();
        let applies = |regimes: &[String]| regimes.is_empty() || regimes.iter().any(|r| r == regime);
        let printed = compact(text);
        let mut faults: Vec<MentionFault> = Vec::new();
        for rule in self.required.iter().filter(|r| applies(&r.regimes)) {
            faults.extend(
                rule.missing(&printed, data).map(|what| MentionFault::Missing { what, source: rule.source.clone() }),
            );
        }
        let own_words = without_names(&printed, data).to_lowercase();
        for rule in self.forbidden.iter().filter(|r| applies(&r.regimes)) {
            if own_words.contains(&compact(&rule.text).to_lowercase()) {
                faults.push(MentionFault::Forbidden { text: rule.text.clone(), source: rule.source.clone() });
            }
        }
        faults
    }
}

impl Required {
    /// What is missing, in words; `None` when the rule is kept.
    fn missing(&self, printed: &str, data: &Value) -> Option<String> {
        if self.when.as_deref().is_some_and(|path| !has_value(data, path)) {
            return None;
        }
        let lang = data.get("lang").and_then(Value::as_str).unwrap_or("fr");
        let words = if lang == "en" { &self.en } else { &self.fr };
        if let Some(words) = words {
            return (!printed.contains(&compact(words))).then(|| format!("la mention « {words} »"));
        }
        let field = self.field.as_deref()?;
        match &self.each {
            Some(list) => lookup(data, list)?.as_array()?.iter().find_map(|item| absent(printed, item, field)),
            None => absent(printed, data, field),
        }
    }
}

fn absent(printed: &str, data: &Value, field: &str) -> Option<String> {
    match lookup(data, field).and_then(Value::as_str).filter(|s| !s.trim().is_empty()) {
        Some(value) => (!printed.contains(&compact(value))).then(|| format!("« {value} » ({field})")),
        None => Some(format!("une donnée obligatoire, non renseignée ({field})")),
    }
}

fn has_value(data: &Value, path: &str) -> bool {
    lookup(data, path).is_some_and(|value| !matches!(value, Value::Null | Value::Bool(false)))
}

fn lookup<'a>(data: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(data, |value, key| value.get(key))
}

/// A customer may well be called « Liste Noire » or a contact « Frais » : names are not our words.
fn without_names(printed: &str, data: &Value) -> String {
    let mut text = printed.to_string();
    for path in ["addressee.name", "addressee.contact_name", "creditor.name", "signatory.name"] {
        if let Some(name) = lookup(data, path).and_then(Value::as_str).map(compact).filter(|n| !n.is_empty()) {
            text = text.replace(&name, "\u{1}");
        }
    }
    text
}

/// Line breaks, spaces of every width and curly apostrophes depend on the layout: they are set aside.
fn compact(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{2060}' | '\u{ad}'))
        .map(|c| match c {
            '’' => '\'',
            '\u{2010}' | '\u{2011}' => '-',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rules() -> Mentions {
        Mentions::parse(
            "[[required]]\nfr = \"MISE EN DEMEURE\"\nsource = \"a\"\n\
             [[required]]\neach = \"invoices\"\nfield = \"number\"\nsource = \"b\"\n\
             [[forbidden]]\ntext = \"liste noire\"\nsource = \"c\"\n\
             [[forbidden]]\ntext = \"L441-10\"\nregimes = [\"consumer\"]\nsource = \"d\"\n",
        )
        .unwrap()
    }

    #[test]
    fn a_missing_mention_names_its_source() {
        let data = json!({"lang": "fr", "regime": "business", "invoices": [{"number": "F-1"}, {"number": "F-2"}]});
        let faults = rules().check("Mise en demeure F-1", &data);
        assert_eq!(faults.len(), 2);
        assert_eq!(faults[1].to_string(), "il y manque « F-2 » (number) (b)");
        assert!(rules().check("MISE EN\nDEMEURE F-1 F-2 L441-10", &data).is_empty());
    }

    #[test]
    fn forbidden_words_are_found_unless_they_are_a_name() {
        let data =
            json!({"lang": "fr", "regime": "consumer", "invoices": [], "addressee": {"name": "Liste Noire SARL"}});
        assert!(rules().check("MISE EN DEMEURE à Liste\u{a0}Noire SARL", &data).is_empty());
        assert_eq!(rules().check("MISE EN DEMEURE, LISTE noire, l441-10", &data).len(), 2);
    }

    #[test]
    fn a_wrong_rule_file_is_an_error() {
        assert!(Mentions::parse("[[required]]\nfr = \"x\"\n").is_err());
    }
}
