//! Entries for the accountant: money received, and money that the bank took back, as balanced lines on accounts.
//!
//! Facts and accounts go in, lines come out; [`text`] writes them as files. It posts no product, no interest and no value
//! added tax, and guesses no rate of exchange: what it cannot say is left to the accountant.

pub mod text;

use base::{Cents, Date, MoneyError};
use serde::{Deserialize, Serialize};

/// The accounts and the journal that lines go to, of the French chart of accounts (PCG) unless the company has others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accounts {
    /// Customers; each customer's own code stands beside it.
    pub customers: String,
    pub bank: String,
    /// Money of which nobody knows whose it is.
    pub waiting: String,
    pub journal: String,
}

impl Default for Accounts {
    fn default() -> Self {
        let account = |number: &str| number.to_string();
        Accounts {
            customers: account("411000"),
            bank: account("512000"),
            waiting: account("471000"),
            journal: account("BQ"),
        }
    }
}

/// A customer as the accountant's program knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Auxiliary {
    pub code: String,
    pub name: String,
}

/// What a payment settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    pub number: String,
    pub amount: Cents,
    /// The lettering, when the invoice is wholly settled.
    pub letter: Option<String>,
}

/// One movement of the bank account, in euros.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    pub on: Date,
    /// Positive when received, negative when taken back.
    pub amount: Cents,
    pub customer: Option<Auxiliary>,
    /// What the payer wrote.
    pub reference: String,
    /// At most the amount, all of its sign.
    pub shares: Vec<Share>,
}

/// One line of an entry. One of both amounts is zero, neither is negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub journal: String,
    /// From 1 in each export.
    pub entry: u64,
    pub on: Date,
    pub account: String,
    pub account_name: &'static str,
    pub auxiliary: Option<Auxiliary>,
    pub piece: String,
    pub label: String,
    pub debit: Cents,
    pub credit: Cents,
    pub letter: String,
}

/// Two lines or more for each movement, debits equal to credits in each.
///
/// # Errors
/// An amount beyond what can be counted.
pub fn lines(movements: &[Movement], accounts: &Accounts) -> Result<Vec<Line>, MoneyError> {
    let mut lines = Vec::new();
    for (movement, entry) in movements.iter().zip(1..) {
        entry_of(movement, accounts, entry, &mut lines)?;
    }
    Ok(lines)
}

fn entry_of(movement: &Movement, accounts: &Accounts, entry: u64, lines: &mut Vec<Line>) -> Result<(), MoneyError> {
    let what = if movement.amount.is_negative() { "Retour de règlement" } else { "Règlement" };
    let who = movement.customer.as_ref().map_or("à identifier", |c| c.name.as_str());
    let line = |account: &str, name, amount: Cents| -> Result<Line, MoneyError> {
        let (debit, credit) = if amount.is_negative() { (Cents::ZERO, amount.neg()?) } else { (amount, Cents::ZERO) };
        Ok(Line {
            journal: accounts.journal.clone(),
            entry,
            on: movement.on,
            account: account.to_string(),
            account_name: name,
            auxiliary: None,
            piece: movement.reference.clone(),
            label: format!("{what} {who}"),
            debit,
            credit,
            letter: String::new(),
        })
    };
    lines.push(line(&accounts.bank, "Banque", movement.amount)?);
    let (account, name) = match movement.customer {
        Some(_) => (&accounts.customers, "Clients"),
        None => (&accounts.waiting, "Compte d’attente"),
    };
    let mut left = movement.amount;
    for share in &movement.shares {
        left = left.sub(share.amount)?;
        let against = line(account, name, share.amount.neg()?)?;
        let label = format!("{} {}", against.label, share.number);
        let letter = share.letter.clone().unwrap_or_default();
        let auxiliary = movement.customer.clone();
        lines.push(Line { auxiliary, piece: share.number.clone(), label, letter, ..against });
    }
    if !left.is_zero() {
        let auxiliary = movement.customer.clone();
        lines.push(Line { auxiliary, ..line(account, name, left.neg()?)? });
    }
    Ok(())
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
