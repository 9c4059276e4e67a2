//! What depends on several files: credit notes find their invoice, bank lines find the payment they are.
//!
//! It runs after each import and looks at all that the import may have told more of, so that the order of the files does
//! not matter.

mod credit_notes;
mod credits;
pub(crate) mod naming;

use super::{Intake, ReadFile};
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::ports::terms::Touched;
use crate::records::{AllocationBasis, AllocationRecord, Component};
use base::id::InvoiceId;
use base::{Cents, Date};
use serde::Serialize;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Settled {
    /// Credit notes set against their invoice.
    pub credit_notes: u64,
    /// Bank credits that certainly pay one invoice, and were allocated to it.
    pub certain_payments: u64,
    /// Bank credits that were already known as payments of the ledger or of a list.
    pub known_payments: u64,
    /// Bank credits that wait for somebody to say whose they are.
    pub unmatched_credits: u64,
}

pub(super) fn settle(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    files: &[ReadFile],
    mut touched: Touched,
    was_stopped: bool,
) -> AppResult<Settled> {
    let credit_notes = credit_notes::set(intake, books, files, was_stopped)?;
    let mut settled = Settled { credit_notes, ..Settled::default() };
    touched.add(books.take_touched());
    credits::explain(intake, books, touched, &mut settled)?;
    if settled.unmatched_credits > 0 {
        let sure = crate::matching::order::carry_out(intake.world, books, intake.company)?;
        settled.certain_payments += sure;
        settled.unmatched_credits = settled.unmatched_credits.saturating_sub(sure);
    }
    crate::matching::study::refresh_in(intake.world, books, intake.company)?;
    Ok(settled)
}

fn allocation(
    intake: &Intake<'_, '_>,
    invoice: InvoiceId,
    amount: Cents,
    on: Date,
    basis: AllocationBasis,
) -> AllocationRecord {
    AllocationRecord {
        id: intake.world.new_id(),
        company: intake.company.id,
        invoice,
        payment: None,
        against: None,
        component: Component::Principal,
        amount,
        effective_on: on,
        basis,
        reverses: None,
        recorded_at: intake.world.clock.now(),
    }
}
