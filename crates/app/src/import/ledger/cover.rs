//! What other sources already set on a claim that the ledger settles too: the bank's own line, a list's "paid" column, a
//! credit note read as a document. The ledger's entry of the same money is not counted a second time.

use super::Posting;
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::records::AllocationBasis;
use base::Cents;
use base::id::InvoiceId;
use draft::LedgerItemKind;

impl Posting<'_, '_> {
    /// How much of this settlement is in the books already, from elsewhere; that much is used up.
    pub(super) fn absorb(&mut self, books: &mut dyn Books, claim: InvoiceId, amount: Cents) -> AppResult<Cents> {
        let Some(&at) = self.old_claims.get(&claim) else { return Ok(Cents::ZERO) };
        let cover = match self.cover.get(&claim) {
            Some(cover) => *cover,
            None => self.cover_of(books, claim, at)?,
        };
        let absorbed = cover.min(amount);
        self.cover.insert(claim, cover.sub(absorbed)?);
        Ok(absorbed)
    }

    fn cover_of(&self, books: &mut dyn Books, claim: InvoiceId, at: usize) -> AppResult<Cents> {
        let Some(item) = self.ledger.items.get(at) else { return Ok(Cents::ZERO) };
        let item = self.whole(at, item);
        let Some(known) = self.known_of(at, item) else { return Ok(Cents::ZERO) };
        let is_later = known.kind == "opening" && known.issued_on > item.booked_on;
        let is_opening = item.kind == LedgerItemKind::Opening && !is_later;
        let all = books.allocations_of_invoice(claim)?;
        // What the document never asked for (a deposit it deducts), or an opening had left out because it was paid.
        let mut cover = if is_opening { Cents::ZERO } else { item.amount.sub(known.principal)?.max(Cents::ZERO) };
        for set in &all {
            let is_undone = all.iter().any(|a| a.reverses == Some(set.id));
            let is_before = is_opening && set.effective_on < item.booked_on;
            if from_elsewhere(set.basis) && set.amount.is_positive() && !is_undone && !is_before {
                cover = cover.add(set.amount)?;
            }
        }
        Ok(cover)
    }
}

fn from_elsewhere(basis: AllocationBasis) -> bool {
    matches!(
        basis,
        AllocationBasis::CertainMatch | AllocationBasis::Table | AllocationBasis::ByHand | AllocationBasis::CreditNote
    )
}
