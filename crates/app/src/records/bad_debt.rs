use base::id::{BadDebtId, BadDebtWordId, CompanyId, InvoiceId, PartyId, SourceId};
use base::{Cents, Date, Timestamp};
use domain::facts::{DebtGround, DebtKind, DebtState, DebtSums, DebtWord};

/// A depreciation or a write-off, as proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadDebtRecord {
    pub id: BadDebtId,
    pub company: CompanyId,
    pub party: PartyId,
    pub invoice: InvoiceId,
    pub kind: DebtKind,
    pub ground: DebtGround,
    /// The judgment, or the day the proof was had.
    pub event_on: Date,
    pub sums: DebtSums,
    pub proposed_on: Date,
    pub author: String,
    pub why: String,
    pub recorded_at: Timestamp,
}

/// What was said of one since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadDebtWord {
    pub id: BadDebtWordId,
    pub debt: BadDebtId,
    pub company: CompanyId,
    pub word: DebtWord,
    pub on: Date,
    /// Of the invoice, that day.
    pub outstanding: Cents,
    pub author: String,
    pub why: String,
    pub recorded_at: Timestamp,
}

/// With all that was said of it, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadDebtRow {
    pub debt: BadDebtRecord,
    pub words: Vec<BadDebtWord>,
    /// Name and identifier of what proves it.
    pub files: Vec<(SourceId, String)>,
}

impl BadDebtRow {
    pub fn state(&self) -> DebtState {
        DebtState::after(&self.words.iter().map(|w| w.word).collect::<Vec<_>>())
    }

    pub fn said(&self, word: DebtWord) -> Option<&BadDebtWord> {
        self.words.iter().find(|w| w.word == word)
    }

    /// When it ended, if it was in force.
    pub fn ended(&self) -> Option<&BadDebtWord> {
        self.words.iter().find(|w| matches!(w.word, DebtWord::Released | DebtWord::Lost | DebtWord::TakenBack))
    }

    /// In force just before that instant.
    pub fn held_at(&self, at: Timestamp) -> bool {
        self.said(DebtWord::Approved).is_some_and(|w| w.recorded_at < at)
            && self.ended().is_none_or(|w| w.recorded_at >= at)
    }
}

/// One of a list, with whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadDebtListed {
    pub row: BadDebtRow,
    pub customer: String,
    pub number: String,
    /// Left on the invoice today.
    pub outstanding: Cents,
}
