//! Entries for the accountant, as balanced lines on accounts: money received or taken back by the bank, documents made out
//! here, debts depreciated, written off or given up in part, and what changes of entries that were handed over before.
//!
//! Facts and accounts go in, lines come out; [`text`] writes them as files. It posts no interest and guesses no rate of
//! exchange and no rate of tax: what it is not told is left to the accountant.

mod accounts;
mod debts;
mod documents;
mod layout;
mod movements;
pub mod text;

pub use accounts::{Account, Accounts, Journal};
pub use debts::{Debt, recovered_vat};
pub use documents::Document;
pub use layout::{Column, DateForm, DecimalMark, Encoding, Headed, Layout, LayoutFault, LineEnd, Separator};
pub use movements::{Movement, Share, WrittenOff, lines};

use base::id::{InvoiceId, PartyId};
use base::{Cents, Date, MoneyError};

/// A customer as the accountant's program knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Auxiliary {
    pub code: String,
    pub name: String,
}

/// A balanced entry, before it has a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub journal: Journal,
    pub on: Date,
    pub legs: Vec<Leg>,
}

/// One side of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leg {
    pub account: Account,
    /// A debit is above zero, a credit below.
    pub amount: Cents,
    pub piece: String,
    pub label: String,
    /// Of a leg on a customer's account.
    pub customer: Option<(PartyId, Auxiliary)>,
    /// The invoice it is lettered with, when it is one's.
    pub invoice: Option<InvoiceId>,
    pub letter: Option<String>,
}

/// One line of an entry. One of both amounts is zero, neither is negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub journal: String,
    pub journal_name: String,
    /// From 1 in each export.
    pub entry: u64,
    pub on: Date,
    pub account: String,
    pub account_name: String,
    pub auxiliary: Option<Auxiliary>,
    pub piece: String,
    pub label: String,
    pub debit: Cents,
    pub credit: Cents,
    pub letter: String,
    pub invoice: Option<InvoiceId>,
    pub party: Option<PartyId>,
}

impl Line {
    /// Debit less credit.
    ///
    /// # Errors
    /// An amount beyond what can be counted.
    pub fn amount(&self) -> Result<Cents, MoneyError> {
        self.debit.sub(self.credit)
    }
}

impl Entry {
    /// Its lines under that number; legs of nothing are left out.
    ///
    /// # Errors
    /// An amount beyond what can be counted.
    pub fn lines(&self, number: u64, accounts: &Accounts) -> Result<Vec<Line>, MoneyError> {
        let line = |leg: &Leg| {
            let is_credit = leg.amount.is_negative();
            let (debit, credit) = if is_credit { (Cents::ZERO, leg.amount.neg()?) } else { (leg.amount, Cents::ZERO) };
            Ok(Line {
                journal: accounts.code(self.journal).to_string(),
                journal_name: self.journal.french().to_string(),
                entry: number,
                on: self.on,
                account: accounts.number(leg.account).to_string(),
                account_name: accounts.name(leg.account).to_string(),
                auxiliary: leg.customer.as_ref().map(|(_, auxiliary)| auxiliary.clone()),
                piece: leg.piece.clone(),
                label: leg.label.clone(),
                debit,
                credit,
                letter: leg.letter.clone().unwrap_or_default(),
                invoice: leg.invoice,
                party: leg.customer.as_ref().map(|(party, _)| *party),
            })
        };
        self.legs.iter().filter(|leg| !leg.amount.is_zero()).map(line).collect()
    }

    /// Debits less credits: zero, or it is no entry.
    ///
    /// # Errors
    /// An amount beyond what can be counted.
    pub fn balance(&self) -> Result<Cents, MoneyError> {
        Cents::sum(self.legs.iter().map(|leg| leg.amount))
    }
}

/// The lettering of rank `n` from 0: `AAA`, `AAB`… `ZZZ`, `AAAA`…
pub fn lettering(rank: u64) -> String {
    let (mut width, mut first, mut count) = (3_u32, 0_u64, 26_u64.pow(3));
    while rank - first >= count && width < 10 {
        (first, width) = (first + count, width + 1);
        count = 26_u64.pow(width);
    }
    let mut left = rank - first;
    let mut letters: Vec<char> = Vec::new();
    for _ in 0..width {
        let letter = u8::try_from(left % 26).unwrap_or(0);
        letters.push(char::from(b'A' + letter));
        left /= 26;
    }
    letters.into_iter().rev().collect()
}
