//! Alerts that somebody set aside, and that were brought back before their day.

use super::Sentence;
use crate::journal::Said;
use crate::journal::sentence::{Words, reason};
use base::{Date, fr};
use serde::{Deserialize, Serialize};

/// An alert is not shown until a day, unless what it tells changes before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlertSetAside {
    /// Whom it is about and what it says.
    pub alert: Said,
    /// The day it is shown again.
    pub until: Date,
    pub why: Said,
}

impl Sentence for AlertSetAside {
    fn sentence(&self, words: Words<'_>) -> String {
        format!(
            "L’alerte {} a été mise de côté jusqu’au {}{}.",
            words.quoted(&self.alert),
            fr::date(self.until),
            reason(&words.said(&self.why))
        )
    }
}

/// It is shown again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlertBroughtBack {
    pub alert: Said,
}

impl Sentence for AlertBroughtBack {
    fn sentence(&self, words: Words<'_>) -> String {
        format!("L’alerte {} a été remise parmi ce qui est à surveiller.", words.quoted(&self.alert))
    }
}
