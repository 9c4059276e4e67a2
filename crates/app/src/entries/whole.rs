//! What entries say of a customer and of an invoice: its code, and the letters of what is wholly settled.

use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::records::BadDebtRow;
use base::id::{InvoiceId, PartyId};
use domain::entries::{Auxiliary, lettering};
use domain::facts::{DebtKind, DebtState};
use std::collections::BTreeMap;

/// Longest code of a customer that accounting programs take.
const LONGEST_CODE: usize = 17;

/// Customers met so far.
#[derive(Default)]
pub(crate) struct Whose {
    known: BTreeMap<PartyId, Auxiliary>,
}

impl Whose {
    /// The customer under its own code, or its folded name where it has none.
    pub fn customer(&mut self, books: &mut dyn Books, party: PartyId) -> AppResult<(PartyId, Auxiliary)> {
        if let Some(found) = self.known.get(&party) {
            return Ok((party, found.clone()));
        }
        let record = books.party(party)?.ok_or_else(|| AppError::Broken(format!("customer {party} is missing")))?;
        let folded = || base::fold::reference(&record.name).chars().take(LONGEST_CODE).collect();
        let found = Auxiliary { code: record.code.clone().unwrap_or_else(folded), name: record.name };
        self.known.insert(party, found.clone());
        Ok((party, found))
    }
}

/// The letters of an invoice that the books hold for wholly settled, or lost.
pub(super) fn letter(books: &mut dyn Books, invoice: InvoiceId) -> AppResult<Option<String>> {
    let is_settled = books.balance(invoice)?.is_some_and(|b| b.outstanding.is_zero());
    if is_settled || books.bad_debts_of_invoice(invoice)?.iter().any(is_lost) {
        return Ok(Some(lettering(books.rank_of_invoice(invoice)?)));
    }
    Ok(None)
}

/// Written off, and still so.
pub(super) fn is_lost(row: &BadDebtRow) -> bool {
    row.debt.kind == DebtKind::WriteOff && row.state() == DebtState::InForce
}
