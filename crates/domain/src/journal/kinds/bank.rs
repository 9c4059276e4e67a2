//! What became of one line of the bank account: what a person said of it, and money that went back.
//!
//! A label may hold a private person's name, so a line is told by its day and amount.

use super::{InvoiceRef, Sentence};
use crate::journal::Said;
use crate::journal::sentence::{Words, amount, list, quoted, reason};
use base::fr::NBSP;
use base::id::BankLineId;
use base::{Cents, Currency, Date, fr};
use serde::{Deserialize, Serialize};

/// A line of the bank account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineRef {
    pub id: BankLineId,
    pub booked_on: Date,
    pub amount_cents: Cents,
    pub currency: Currency,
}

impl LineRef {
    fn words(&self) -> String {
        format!("Le virement de {} reçu le {}", amount(self.amount_cents, self.currency), fr::date(self.booked_on))
    }
}

/// What a person said of a credit that nobody had matched, or what an import saw of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// Seen on that day; it does not stop the message of that day.
    LookedAt,
    /// Not this customer's, or not for this invoice, from now on.
    NotTheirs,
    /// No customer's: a tax refund, an own transfer.
    NoCustomers,
    /// What had been said of it no longer holds.
    TakenBack,
    /// It is the movement of another line, told a second time: it counts for nothing.
    SameAsOther,
    /// It may be: a person will say.
    PerhapsOther,
    /// It is a movement of its own.
    NotOther,
}

/// A person said something of a credit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditJudged {
    pub line: LineRef,
    pub judgement: Judgement,
    /// The invoice or customer it was said of, in words.
    pub subject: Option<Said>,
    pub why: Said,
}

impl Sentence for CreditJudged {
    fn sentence(&self, words: Words<'_>) -> String {
        let of = |before: &str| {
            self.subject.as_ref().map_or_else(String::new, |subject| format!("{before}{}", words.quoted(subject)))
        };
        let said = match self.judgement {
            Judgement::LookedAt => format!("a été vu et ne retient pas la relance du jour{}", of(" pour ")),
            Judgement::NotTheirs => format!("n’est pas le paiement attendu{}", of(" de ")),
            Judgement::NoCustomers => "n’est le paiement d’aucun client".to_string(),
            Judgement::TakenBack => format!("peut de nouveau être un paiement{}", of(" de ")),
            Judgement::SameAsOther => format!("dit une seconde fois une autre opération{}", of(", celle du ")),
            Judgement::PerhapsOther => {
                format!("dit peut-être une seconde fois une autre opération{}", of(", celle du "))
            }
            Judgement::NotOther => format!("est une opération à part entière{}", of(", distincte de celle du ")),
        };
        format!("{} {said}{}.", self.line.words(), reason(&words.said(&self.why)))
    }
}

/// A bank line is no longer the payment it was taken for; it waits again for somebody to say whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineUnmatched {
    pub line: LineRef,
    pub why: Said,
}

impl Sentence for LineUnmatched {
    fn sentence(&self, words: Words<'_>) -> String {
        format!("{} n’est plus rapproché{}.", self.line.words(), reason(&words.said(&self.why)))
    }
}

/// The bank took money back: what it had paid is open again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoneyReturned {
    pub line: LineRef,
    pub returned_on: Date,
    pub reopened: Vec<InvoiceRef>,
}

impl Sentence for MoneyReturned {
    fn sentence(&self, _: Words<'_>) -> String {
        let numbers: Vec<String> = self.reopened.iter().map(|invoice| quoted(&invoice.number)).collect();
        let reopened = match numbers.as_slice() {
            [] => "il n’avait rien payé".to_string(),
            [one] => format!("la facture {one} est de nouveau à payer"),
            many => format!("les factures {} sont de nouveau à payer", list(many)),
        };
        format!("{} a été repris par la banque le {}{NBSP}: {reopened}.", self.line.words(), fr::date(self.returned_on))
    }
}

/// A person said that a bank account is followed, or not any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountFollowed {
    pub account: String,
    pub is_followed: bool,
    pub why: Said,
}

impl Sentence for AccountFollowed {
    fn sentence(&self, words: Words<'_>) -> String {
        let state = if self.is_followed { "est de nouveau suivi" } else { "n’est plus suivi" };
        format!("Le compte bancaire {} {state}{}.", quoted(&self.account), reason(&words.said(&self.why)))
    }
}

/// A person said that nothing is missing in a gap between statements, or that something may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GapJudged {
    pub account: String,
    pub from: Date,
    pub until: Date,
    pub is_complete: bool,
    pub why: Said,
}

impl Sentence for GapJudged {
    fn sentence(&self, words: Words<'_>) -> String {
        let state = if self.is_complete { "rien ne manque" } else { "un relevé manque peut-être" };
        let (from, until) = (fr::date(self.from), fr::date(self.until));
        let why = reason(&words.said(&self.why));
        format!("Compte bancaire {}{NBSP}: {state} entre le {from} et le {until}{why}.", quoted(&self.account))
    }
}
