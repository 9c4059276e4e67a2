//! What something bears on: how many invoices, what they come to, and the largest by name.

use crate::reckonings::NAMED;
use base::id::InvoiceId;
use base::{Cents, MoneyError};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// In euros.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stake {
    pub invoices: u64,
    pub amount: Cents,
    /// The largest first once [`Stake::named`]; until then all, as they came.
    pub parts: Vec<(InvoiceId, Cents)>,
}

impl Stake {
    /// Adds a part of an invoice; parts of one invoice come one after the other.
    pub(super) fn add(&mut self, invoice: InvoiceId, amount: Cents) -> Result<(), MoneyError> {
        self.amount = self.amount.add(amount)?;
        match self.parts.last_mut().filter(|(last, _)| *last == invoice) {
            Some((_, sum)) => *sum = sum.add(amount)?,
            None => {
                self.parts.push((invoice, amount));
                self.invoices += 1;
            }
        }
        Ok(())
    }

    /// With no more parts than are told.
    pub(super) fn named(mut self) -> Stake {
        self.parts.sort_by_key(|(invoice, amount)| (Reverse(*amount), *invoice));
        self.parts.truncate(NAMED);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::Stake;
    use base::Cents;
    use base::id::InvoiceId;

    #[test]
    fn parts_of_one_invoice_count_once_and_the_largest_are_named() {
        let mut stake = Stake::default();
        for n in 1..=12_u8 {
            let invoice = InvoiceId::from_bytes([n; 16]);
            stake.add(invoice, Cents::new(i64::from(n) * 100)).unwrap();
            stake.add(invoice, Cents::new(1)).unwrap();
        }
        let stake = stake.named();
        assert_eq!((stake.invoices, stake.amount), (12, Cents::new(7_812)));
        let amounts: Vec<i64> = stake.parts.iter().map(|(_, amount)| amount.get()).collect();
        assert_eq!(amounts, [1201, 1101, 1001, 901, 801, 701, 601, 501, 401, 301]);
    }
}
