//! A credit note that another program made and an import brought: it names the invoice, and its amount is what is contested
//! there, or a part of what was found right. It answers the dispute by itself, with its reason; any other is only shown.

use super::{DisputeFolder, Held, conclude, load, release, take_hold};
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::records::{Company, CorrectionRecord, InvoiceRecord};
use crate::world::World;
use base::id::{DisputeId, InvoiceId};
use base::{Cents, fr};
use domain::facts::Finding;

/// The one dispute that a credit note of so much answers, and what it holds; looked for before the invoice is reduced.
///
/// # Errors
/// A broken store.
pub(crate) fn answered_by(
    books: &mut dyn Books,
    company: &Company,
    invoice: InvoiceId,
    amount: Cents,
) -> AppResult<Option<(DisputeFolder, Cents)>> {
    let mut standing = Vec::new();
    for dispute in books.disputes_on(invoice)? {
        let folder = load(books, company, dispute.id)?;
        if let Some((hold, awaits_credit)) = folder.standing.clone().filter(|(h, _)| h.invoice == Some(invoice)) {
            let outstanding = books.balance(invoice)?.map_or(Cents::ZERO, |b| b.outstanding.max(Cents::ZERO));
            let held = hold.amount.map_or(outstanding, |held| held.min(outstanding));
            let fits = if awaits_credit { amount <= held } else { amount == held };
            standing.push((folder, held, fits));
        }
    }
    let mut fitting = standing.into_iter().filter(|(_, _, fits)| *fits);
    let only = fitting.next().filter(|_| fitting.next().is_none());
    Ok(only.filter(|(_, held, _)| held.is_positive()).map(|(folder, held, _)| (folder, held)))
}

/// Lets go of what the credit note takes away, and says what came of the dispute.
///
/// # Errors
/// A broken store.
pub(crate) fn answer_by(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    (folder, held): &(DisputeFolder, Cents),
    (invoice, credit): (&InvoiceRecord, &InvoiceRecord),
) -> AppResult<()> {
    let amount = credit.principal.neg()?;
    let told = fr::money(amount, credit.currency);
    let why = format!("l’avoir {} de {told}, qui cite {}, couvre la part contestée", credit.number, invoice.number);
    books.insert_correction(&CorrectionRecord {
        document: credit.id,
        company: company.id,
        party: credit.party,
        corrects: invoice.id,
        dispute: Some(folder.dispute.id),
        recorded_at: world.clock.now(),
    })?;
    release(world, books, folder.dispute.id, &why)?;
    let left = held.sub(amount)?;
    if left.is_positive() {
        let held = Held::part(books, invoice.id, left, true)?;
        take_hold(world, books, &folder.dispute, held, &why)?;
    }
    if folder.is_open() {
        conclude(world, books, company, folder, (Finding::Founded, amount), &why)?;
    }
    Ok(())
}

/// Credit notes set against the contested invoice since, that answer no dispute yet: a person may say that they answer this one.
///
/// # Errors
/// `NotFound`; a broken store.
pub fn may_answer(world: &World<'_>, company: &Company, id: DisputeId) -> AppResult<Vec<InvoiceRecord>> {
    world.read(|books| {
        let folder = load(books, company, id)?;
        let Some(on_it) = folder.standing.as_ref().and_then(|(hold, _)| hold.invoice) else { return Ok(Vec::new()) };
        let mut found: Vec<InvoiceRecord> = Vec::new();
        for allocation in books.allocations_of_invoice(on_it)? {
            let Some(against) = allocation.against.filter(|_| allocation.amount.is_positive()) else { continue };
            let credit = books.invoice(against)?.filter(|c| c.principal.is_negative());
            let is_since = |c: &InvoiceRecord| c.recorded_at >= folder.dispute.recorded_at;
            let Some(credit) = credit.filter(is_since) else { continue };
            if books.correction(credit.id)?.is_none() && found.iter().all(|known| known.id != credit.id) {
                found.push(credit);
            }
        }
        Ok(found)
    })
}
