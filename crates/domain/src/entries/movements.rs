//! Entries of the bank account: money received, taken back, and what became of it since it was handed over.

use super::debts::recovered_vat;
use super::{Account, Accounts, Auxiliary, Entry, Journal, Leg, Line};
use base::id::{InvoiceId, PartyId};
use base::{Cents, Date, MoneyError};

/// What a payment settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    pub number: String,
    pub amount: Cents,
    pub invoice: Option<InvoiceId>,
    /// The lettering, when the invoice is wholly settled.
    pub letter: Option<String>,
    /// It stood on the account of doubtful customers that day.
    pub is_doubtful: bool,
    /// It had been written off: the money is a gain.
    pub written_off: Option<WrittenOff>,
}

/// What was written off of an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenOff {
    /// Tax included.
    pub gross: Cents,
    pub vat: Cents,
    /// What came before on it, since it was written off.
    pub came_before: Cents,
}

/// One movement of the bank account, in euros.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    pub on: Date,
    /// Positive when received, negative when taken back.
    pub amount: Cents,
    pub customer: Option<(PartyId, Auxiliary)>,
    /// What the payer wrote.
    pub reference: String,
    /// At most the amount, all of its sign.
    pub shares: Vec<Share>,
}

/// Two lines or more for each movement, debits equal to credits in each.
///
/// # Errors
/// An amount beyond what can be counted.
pub fn lines(movements: &[Movement], accounts: &Accounts) -> Result<Vec<Line>, MoneyError> {
    let mut lines = Vec::new();
    for (movement, number) in movements.iter().zip(1..) {
        lines.extend(movement.entry()?.lines(number, accounts)?);
    }
    Ok(lines)
}

impl Movement {
    /// # Errors
    /// An amount beyond what can be counted.
    pub fn entry(&self) -> Result<Entry, MoneyError> {
        let what = if self.amount.is_negative() { "Retour de règlement" } else { "Règlement" };
        let who = self.customer.as_ref().map_or("à identifier", |(_, c)| c.name.as_str());
        let label = format!("{what} {who}");
        let leg = |account: Account, amount: Cents| Leg {
            account,
            amount,
            piece: self.reference.clone(),
            label: label.clone(),
            customer: if account.is_customers() { self.customer.clone() } else { None },
            invoice: None,
            letter: None,
        };
        let whose = if self.customer.is_some() { Account::Customers } else { Account::Waiting };
        let mut legs = vec![leg(Account::Bank, self.amount)];
        let mut left = self.amount;
        for share in &self.shares {
            left = left.sub(share.amount)?;
            let account = if share.is_doubtful { Account::Doubtful } else { whose };
            let of_invoice = |account: Account, amount: Cents| Leg {
                piece: share.number.clone(),
                label: format!("{label} {}", share.number),
                invoice: share.invoice.filter(|_| account.is_customers()),
                letter: share.letter.clone().filter(|_| account.is_customers()),
                ..leg(account, amount)
            };
            legs.push(of_invoice(account, share.amount.neg()?));
            if let Some(lost) = &share.written_off {
                let vat = recovered_vat(lost, share.amount)?;
                legs.push(of_invoice(account, share.amount));
                legs.push(of_invoice(Account::Recovered, share.amount.sub(vat)?.neg()?));
                legs.push(of_invoice(Account::Vat, vat.neg()?));
            }
        }
        legs.push(leg(whose, left.neg()?));
        Ok(Entry { journal: Journal::Bank, on: self.on, legs })
    }
}
