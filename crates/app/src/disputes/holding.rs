//! What a dispute holds: one hold after the other, of which at most one stands. No journal line is made here: the act that
//! moves what is held has its own.

use super::holding_of;
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::records::{DisputeRecord, HoldRecord, LiftRecord};
use crate::world::World;
use base::Cents;
use base::id::{DisputeId, HoldId, InvoiceId};
use domain::facts::HoldKind;

/// What is to be held of which invoice.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held {
    pub invoice: InvoiceId,
    /// `None` for all of it.
    pub amount: Option<Cents>,
    /// Found right: it waits for a credit note only.
    pub awaits_credit: bool,
}

impl Held {
    /// So much of an invoice: no amount when it is all that is outstanding.
    pub fn part(books: &mut dyn Books, invoice: InvoiceId, amount: Cents, awaits_credit: bool) -> AppResult<Held> {
        let outstanding = books.balance(invoice)?.map_or(Cents::ZERO, |b| b.outstanding);
        Ok(Held { invoice, amount: Some(amount).filter(|a| *a < outstanding), awaits_credit })
    }
}

pub(crate) fn take_hold(
    world: &World<'_>,
    books: &mut dyn Books,
    dispute: &DisputeRecord,
    held: Held,
    why: &str,
) -> AppResult<HoldId> {
    let record = HoldRecord {
        id: world.new_id(),
        company: dispute.company,
        party: dispute.party,
        invoice: Some(held.invoice),
        kind: HoldKind::Dispute,
        opened_on: world.today,
        until: None,
        amount: held.amount,
        author: world.author(),
        why: why.to_string(),
        recorded_at: world.clock.now(),
    };
    books.insert_hold(&record)?;
    books.insert_dispute_hold(&holding_of(dispute, record.id, held.awaits_credit))?;
    Ok(record.id)
}

fn let_go(world: &World<'_>, books: &mut dyn Books, hold: &HoldRecord, why: &str) -> AppResult<()> {
    books.insert_lift(&LiftRecord {
        hold: hold.id,
        company: hold.company,
        lifted_on: world.today,
        author: world.author(),
        why: why.to_string(),
        recorded_at: world.clock.now(),
    })?;
    Ok(())
}

/// Lets go of whatever the dispute holds; what it held, if anything.
pub(crate) fn release(
    world: &World<'_>,
    books: &mut dyn Books,
    dispute: DisputeId,
    why: &str,
) -> AppResult<Option<(HoldRecord, bool)>> {
    let standing = books.standing_hold(dispute)?;
    if let Some((hold, _)) = &standing {
        let_go(world, books, hold, why)?;
    }
    Ok(standing)
}
