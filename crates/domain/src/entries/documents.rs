//! Entries of the credit notes and invoices that were made out here.

use super::{Account, Auxiliary, Entry, Journal, Leg};
use base::id::{InvoiceId, PartyId};
use base::{Cents, Date, MoneyError};

/// A document with the tax that its author gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub invoice: InvoiceId,
    pub number: String,
    pub on: Date,
    pub is_credit_note: bool,
    pub customer: (PartyId, Auxiliary),
    /// All taxes included, above zero.
    pub total: Cents,
    pub vat: Cents,
    pub letter: Option<String>,
}

impl Document {
    /// The customer owes it, or is owed it, against the sale and its tax.
    ///
    /// # Errors
    /// An amount beyond what can be counted.
    pub fn entry(&self) -> Result<Entry, MoneyError> {
        let (what, of_customer) =
            if self.is_credit_note { ("Avoir", self.total.neg()?) } else { ("Facture", self.total) };
        let net = self.total.sub(self.vat)?;
        let signed = |amount: Cents| if self.is_credit_note { Ok(amount) } else { amount.neg() };
        let leg = |account: Account, amount: Cents| Leg {
            account,
            amount,
            piece: self.number.clone(),
            label: format!("{what} {} {}", self.number, self.customer.1.name),
            customer: if account.is_customers() { Some(self.customer.clone()) } else { None },
            invoice: if account.is_customers() { Some(self.invoice) } else { None },
            letter: self.letter.clone().filter(|_| account.is_customers()),
        };
        let legs = vec![
            leg(Account::Customers, of_customer),
            leg(Account::Sales, signed(net)?),
            leg(Account::Vat, signed(self.vat)?),
        ];
        Ok(Entry { journal: Journal::Sales, on: self.on, legs })
    }
}
