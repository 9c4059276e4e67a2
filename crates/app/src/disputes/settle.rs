//! The outcome of a dispute. What is found wrong is asked for again, with its interest from the due date; what is found right
//! stays held until its credit note.

use super::entries::fault_in;
use super::{DisputeFolder, Held, invoice_ref, load, release, take_hold};
use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::records::{Company, DisputeOutcome};
use crate::world::World;
use base::id::DisputeId;
use base::{Cents, days_between, fr};
use domain::facts::{Fault, Finding};
use domain::journal::kinds::DisputeSettled;
use domain::journal::{JournalKind, Said};

/// What came of a dispute.
#[derive(Clone, Debug)]
pub struct Settlement {
    pub finding: Finding,
    /// Of what is contested; needed for `Partly` only.
    pub founded: Option<Cents>,
    /// `None` leaves what was said before.
    pub fault: Option<Fault>,
    pub why: String,
}

/// Says what came of a dispute. No credit note is made: what was found right waits for one.
///
/// # Errors
/// `Refused` when it has an outcome already, when the amount does not fit, or without a sentence; `NotFound`; a broken
/// store.
pub fn settle(world: &World<'_>, company: &Company, id: DisputeId, settlement: &Settlement) -> AppResult<()> {
    if settlement.why.trim().is_empty() {
        return Err(AppError::refused("Une issue se justifie.", "Dites en une phrase ce qui a été établi."));
    }
    world.write(|books| {
        let folder = load(books, company, id)?;
        let (hold, contested) = standing(books, &folder)?;
        let founded = founded(&folder, settlement, contested)?;
        release(world, books, id, &settlement.why)?;
        if founded.is_positive() {
            let held = Held::part(books, hold.invoice.unwrap_or(folder.invoice.id), founded, true)?;
            take_hold(world, books, &folder.dispute, held, &settlement.why)?;
        }
        conclude(world, books, company, &folder, (settlement.finding, founded), &settlement.why)?;
        settlement.fault.map_or(Ok(()), |fault| fault_in(world, books, company, id, fault))
    })
}

/// What the dispute holds, and how much of it is contested.
fn standing(books: &mut dyn Books, folder: &DisputeFolder) -> AppResult<(crate::records::HoldRecord, Cents)> {
    if let Some(outcome) = &folder.outcome {
        return Err(AppError::refused(
            format!("Ce litige a été tranché le {} : {}.", fr::date(outcome.ended_on), outcome.finding.french()),
            "Ouvrez-en un autre si le client conteste de nouveau.",
        ));
    }
    let (hold, _) =
        folder.standing.clone().ok_or_else(|| AppError::Broken(format!("{} holds nothing", folder.dispute.id)))?;
    let invoice = hold.invoice.unwrap_or(folder.invoice.id);
    let outstanding = books.balance(invoice)?.map_or(Cents::ZERO, |b| b.outstanding.max(Cents::ZERO));
    let contested = hold.amount.map_or(outstanding, |amount| amount.min(outstanding));
    Ok((hold, contested))
}

fn founded(folder: &DisputeFolder, settlement: &Settlement, contested: Cents) -> AppResult<Cents> {
    let told = |cents| fr::money(cents, folder.dispute.currency);
    match (settlement.finding, settlement.founded) {
        (Finding::Unfounded, None) => Ok(Cents::ZERO),
        (Finding::Founded, None) => Ok(contested),
        (Finding::Founded, Some(amount)) if amount == contested => Ok(contested),
        (Finding::Partly, Some(amount)) if amount.is_positive() && amount < contested => Ok(amount),
        (Finding::Partly, _) => Err(AppError::refused(
            format!("Quelle part est fondée, sur les {} contestés ?", told(contested)),
            "Donnez un montant plus petit que ce qui est contesté.",
        )),
        (_, Some(amount)) => Err(AppError::refused(
            format!("{} ne va pas avec cette issue : {} sont contestés.", told(amount), told(contested)),
            "Ne donnez un montant que si le litige est fondé en partie.",
        )),
    }
}

/// Records the outcome of a dispute whose holds were already moved.
pub(crate) fn conclude(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    folder: &DisputeFolder,
    (finding, founded): (Finding, Cents),
    why: &str,
) -> AppResult<()> {
    books.insert_dispute_outcome(&DisputeOutcome {
        dispute: folder.dispute.id,
        company: company.id,
        party: folder.dispute.party,
        ended_on: world.today,
        finding,
        founded,
        days: days_between(folder.dispute.opened_on, world.today),
        author: world.author(),
        why: why.to_string(),
        recorded_at: world.clock.now(),
    })?;
    let kind = DisputeSettled {
        invoice: invoice_ref(&folder.invoice),
        finding: finding.french().to_string(),
        founded_cents: founded,
        currency: folder.dispute.currency,
        why: Said::plain(why),
    };
    world.note(books, company.id, folder.dispute.id, JournalKind::DisputeSettled(kind))
}
