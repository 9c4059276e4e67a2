//! Entries of debts that may not be paid: moved to the doubtful customers and depreciated, no longer so, lost, not lost after
//! all, or given up in part by agreement. The tax is taken back only where the person who wrote the debt off said that it may be (CGI 272-1).

use super::movements::WrittenOff;
use super::{Account, Auxiliary, Entry, Journal, Leg};
use base::id::{InvoiceId, PartyId};
use base::{Cents, Date, MoneyError};

/// A debt on the day that something is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Debt {
    pub invoice: InvoiceId,
    pub number: String,
    pub on: Date,
    pub customer: (PartyId, Auxiliary),
    /// Outstanding, all taxes included.
    pub gross: Cents,
    /// Depreciated or lost, without tax.
    pub net: Cents,
    /// Taken back.
    pub vat: Cents,
    pub letter: Option<String>,
}

impl Debt {
    /// To the doubtful customers, for all that is owed; brought down by what may be lost, without tax.
    ///
    /// # Errors
    /// An amount beyond what can be counted.
    pub fn depreciated(&self) -> Result<Entry, MoneyError> {
        Ok(self.entry(
            "Dépréciation",
            [
                (Account::Doubtful, self.gross),
                (Account::Customers, self.gross.neg()?),
                (Account::DepreciationCharge, self.net),
                (Account::Depreciation, self.net.neg()?),
            ],
        ))
    }

    /// The depreciation is taken back, and what is still owed (`gross`) goes back to the customers: nothing when it is lost,
    /// since the loss takes it away.
    ///
    /// # Errors
    /// An amount beyond what can be counted.
    pub fn released(&self) -> Result<Entry, MoneyError> {
        Ok(self.entry(
            "Reprise de dépréciation",
            [
                (Account::Depreciation, self.net),
                (Account::DepreciationReversal, self.net.neg()?),
                (Account::Customers, self.gross),
                (Account::Doubtful, self.gross.neg()?),
            ],
        ))
    }

    /// The loss and the tax taken back, off the account where the debt stood.
    ///
    /// # Errors
    /// An amount beyond what can be counted.
    pub fn written_off(&self, was_doubtful: bool) -> Result<Entry, MoneyError> {
        let stood = if was_doubtful { Account::Doubtful } else { Account::Customers };
        Ok(self.entry(
            "Créance irrécouvrable",
            [(Account::Loss, self.net), (Account::Vat, self.vat), (stood, self.gross.neg()?)],
        ))
    }

    /// It is owed again, as if it had not been written off.
    ///
    /// # Errors
    /// An amount beyond what can be counted.
    pub fn restored(&self) -> Result<Entry, MoneyError> {
        Ok(self.entry(
            "Créance rétablie",
            [(Account::Customers, self.gross), (Account::Loss, self.net.neg()?), (Account::Vat, self.vat.neg()?)],
        ))
    }

    /// What was given up by agreement (`gross`, all taxes included) leaves the account where the debt stood; below zero, it
    /// is owed again. The tax stays as it was: only a credit note changes it.
    ///
    /// # Errors
    /// An amount beyond what can be counted.
    pub fn waived(&self, was_doubtful: bool) -> Result<Entry, MoneyError> {
        let stood = if was_doubtful { Account::Doubtful } else { Account::Customers };
        let what = if self.gross.is_negative() { "Remise reprise" } else { "Remise accordée" };
        Ok(self.entry(what, [(Account::Waived, self.gross), (stood, self.gross.neg()?)]))
    }

    fn entry<const N: usize>(&self, what: &str, legs: [(Account, Cents); N]) -> Entry {
        let leg = |(account, amount): (Account, Cents)| Leg {
            account,
            amount,
            piece: self.number.clone(),
            label: format!("{what} {} {}", self.number, self.customer.1.name),
            customer: if account.is_customers() { Some(self.customer.clone()) } else { None },
            invoice: if account.is_customers() { Some(self.invoice) } else { None },
            letter: self.letter.clone().filter(|_| account.is_customers()),
        };
        Entry { journal: Journal::Adjustments, on: self.on, legs: legs.into_iter().map(leg).collect() }
    }
}

/// The tax owed again on money that came for a debt whose tax had been taken back: its part of all that came, so that the
/// whole debt gives the whole tax, to the cent. Negative for money that goes back.
///
/// # Errors
/// An amount beyond what can be counted.
pub fn recovered_vat(lost: &WrittenOff, amount: Cents) -> Result<Cents, MoneyError> {
    let part = |came: Cents| -> Result<Cents, MoneyError> {
        let (came, gross, vat) =
            (i128::from(came.min(lost.gross).get()), i128::from(lost.gross.get()), i128::from(lost.vat.get()));
        if gross <= 0 {
            return Ok(Cents::ZERO);
        }
        i64::try_from(came * vat / gross).map(Cents::new).map_err(|_| MoneyError::Overflow)
    };
    part(lost.came_before.add(amount)?)?.sub(part(lost.came_before)?)
}
