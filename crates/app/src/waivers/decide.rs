//! What the owner decides of a waiver: granted, refused, or taken back when it was recorded by mistake.

use super::{grant_in, note_decided, said};
use crate::error::{AppError, AppResult};
use crate::plans;
use crate::ports::books::Books;
use crate::records::{
    AllocationBasis, AllocationRecord, Company, WaiverEventKind, WaiverEventRecord, WaiverRecord, WaiverRow,
    WaiverState,
};
use crate::world::World;
use base::id::{InvoiceId, WaiverId};
use base::{Cents, fr};
use domain::journal::kinds::WaiverDecision;

/// The waiver of this company with that identifier.
///
/// # Errors
/// `NotFound`; a broken store.
pub fn found(books: &mut dyn Books, company: &Company, id: WaiverId) -> AppResult<WaiverRow> {
    let row = books.waiver(id)?.filter(|row| row.waiver.company == company.id);
    row.ok_or_else(|| AppError::NotFound("Cette remise n’existe pas.".to_string()))
}

/// Grants what was asked, as far as it is still owed.
///
/// # Errors
/// `Refused` when it was decided before, without a sentence, or when less is owed by now; a broken store.
pub fn grant(world: &World<'_>, company: &Company, id: WaiverId, why: &str) -> AppResult<()> {
    said(why)?;
    world.write(|books| {
        let row = waiting(books, company, id)?;
        must_be_owed(books, &row.waiver)?;
        grant_in(world, books, company, &row.waiver, why)
    })
}

/// Refuses what was asked.
///
/// # Errors
/// `Refused` when it was decided before, or without a sentence; a broken store.
pub fn refuse(world: &World<'_>, company: &Company, id: WaiverId, why: &str) -> AppResult<()> {
    said(why)?;
    world.write(|books| {
        let row = waiting(books, company, id)?;
        add_event(world, books, &row.waiver, WaiverEventKind::Refused, why)?;
        note_decided(world, books, &row.waiver, WaiverDecision::Refused, why)
    })
}

/// Takes back a waiver recorded by mistake: what it gave up is owed again.
///
/// # Errors
/// `Refused` unless it was granted, or without a sentence; a broken store.
pub fn withdraw(world: &World<'_>, company: &Company, id: WaiverId, why: &str) -> AppResult<()> {
    said(why)?;
    world.write(|books| {
        let row = found(books, company, id)?;
        let Some(granted) = row.event(WaiverEventKind::Granted).filter(|_| row.state() == WaiverState::Granted) else {
            return Err(AppError::refused(
                format!("Cette remise est {}.", row.state().french()),
                "Seule une remise accordée se reprend.",
            ));
        };
        for line in row.waiver.lines.iter().filter(|l| l.principal.is_positive()) {
            let all = books.allocations_of_invoice(line.invoice)?;
            let ours = |a: &&AllocationRecord| {
                a.basis == AllocationBasis::Waiver
                    && a.amount == line.principal
                    && a.recorded_at == granted.recorded_at
                    && !all.iter().any(|other| other.reverses == Some(a.id))
            };
            let Some(allocation) = all.iter().find(ours).cloned() else { continue };
            books.insert_allocations(&[AllocationRecord {
                id: world.new_id(),
                amount: allocation.amount.neg()?,
                effective_on: world.today,
                basis: AllocationBasis::Reversal,
                reverses: Some(allocation.id),
                recorded_at: world.clock.now(),
                ..allocation
            }])?;
        }
        add_event(world, books, &row.waiver, WaiverEventKind::Withdrawn, why)?;
        note_decided(world, books, &row.waiver, WaiverDecision::Withdrawn, why)
    })
}

fn waiting(books: &mut dyn Books, company: &Company, id: WaiverId) -> AppResult<WaiverRow> {
    let row = found(books, company, id)?;
    if row.state() != WaiverState::Asked {
        return Err(AppError::refused(
            format!("Cette remise est déjà {}.", row.state().french()),
            "Demandez-en une autre si besoin.",
        ));
    }
    Ok(row)
}

/// What was paid since it was asked cannot be given up.
fn must_be_owed(books: &mut dyn Books, waiver: &WaiverRecord) -> AppResult<()> {
    let invoices: Vec<InvoiceId> = waiver.lines.iter().map(|l| l.invoice).collect();
    plans::must_be_free(books, waiver.party, &invoices)?;
    for line in &waiver.lines {
        let outstanding = books.balance(line.invoice)?.map_or(Cents::ZERO, |b| b.outstanding);
        if line.principal > outstanding {
            let number = books.invoice(line.invoice)?.map(|i| i.number).unwrap_or_default();
            return Err(AppError::refused(
                format!("{number} ne doit plus que {}.", fr::money(outstanding, waiver.currency)),
                "Refusez cette demande et faites-en une autre.",
            ));
        }
    }
    Ok(())
}

fn add_event(
    world: &World<'_>,
    books: &mut dyn Books,
    waiver: &WaiverRecord,
    kind: WaiverEventKind,
    why: &str,
) -> AppResult<()> {
    Ok(books.insert_waiver_event(&WaiverEventRecord {
        waiver: waiver.id,
        company: waiver.company,
        party: waiver.party,
        kind,
        on: world.today,
        author: world.author(),
        why: why.trim().to_string(),
        recorded_at: world.clock.now(),
    })?)
}
