//! Personal data in a journal that must neither change nor keep it for ever.
//!
//! The text lives in a side table, with a random salt; the entry holds only the SHA-256 of salt and text. While the row
//! exists the entry proves the text; once the row is erased (GDPR art. 17) the chain stays whole and says nothing more.

use serde::{Deserialize, Deserializer, Serialize};
use sha2::{Digest, Sha256};

/// The key of a row of the side table `personal`: `psn_` and 64 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct PersonalRef(String);

impl PersonalRef {
    /// What every reference starts with.
    pub const PREFIX: &str = "psn_";
    /// Characters of a reference.
    pub const LENGTH: usize = Self::PREFIX.len() + 64;

    /// The reference to a text kept with this random salt. Without the salt nobody can try likely addresses against it.
    pub fn commit(salt: &[u8; 16], text: &str) -> Self {
        let digest = Sha256::new().chain_update(salt).chain_update(text.as_bytes()).finalize();
        let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        PersonalRef(format!("{}{hex}", Self::PREFIX))
    }

    /// Reads a reference; `None` for anything else, so that a bare address cannot slip in.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(Self::PREFIX)?;
        let hexadecimal = digits.len() == 64 && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        hexadecimal.then(|| PersonalRef(text.to_string()))
    }

    /// Whether a row of the side table still holds what was journalled.
    pub fn matches(&self, salt: &[u8; 16], text: &str) -> bool {
        *self == PersonalRef::commit(salt, text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for PersonalRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        PersonalRef::parse(&text).ok_or_else(|| serde::de::Error::custom("not a reference to personal data"))
    }
}

/// A text that may or may not be about a living person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// Kept in the entry: names of companies, invoice numbers, settings.
    Plain(String),
    /// Kept in the side table: names, addresses, notes about people.
    Personal(PersonalRef),
}

impl Said {
    pub fn plain(text: impl Into<String>) -> Self {
        Said::Plain(text.into())
    }
}

/// Reads the side table while a sentence is written; `None` once erased.
pub type Lookup<'a> = &'a dyn Fn(&PersonalRef) -> Option<String>;

/// The lookup for readers who must not see personal data.
pub fn nothing_known(_: &PersonalRef) -> Option<String> {
    None
}
