//! What a customer contests without saying of which invoice: a dispute for each, the oldest due first. There is no dispute
//! of a customer as a whole, since each has its documents, its outcome and its credit note.

use super::{NewDispute, invoice_of, open_in, undisputed};
use crate::error::{AppError, AppResult};
use crate::planning;
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::records::Company;
use crate::world::World;
use base::id::{DisputeId, InvoiceId, PartyId};
use base::{Cents, fr};
use domain::facts::DisputeCause;
use domain::situation::Situation;

/// What is contested, of several invoices.
#[derive(Clone, Debug)]
pub struct Contention {
    pub cause: DisputeCause,
    /// Goes to the oldest invoice first; `None` when all of them are contested.
    pub amount: Option<Cents>,
    pub why: String,
}

/// Opens what a customer contests today: on that invoice, or on each that is open.
///
/// # Errors
/// As [`super::open`]; `Refused` when the customer owes nothing that is not contested yet, or owes in several currencies and
/// an amount is given.
pub fn open_all(
    world: &World<'_>,
    company: &Company,
    (party, invoice): (PartyId, Option<InvoiceId>),
    contested: &Contention,
) -> AppResult<Vec<DisputeId>> {
    world.write(|books| {
        if let Some(only) = invoice {
            return Ok(vec![open_in(world, books, company, &on(only, contested, contested.amount))?]);
        }
        let invoices = open_invoices(world, books, company, party, contested.amount.is_some())?;
        open_each(world, books, company, &invoices, contested)
    })
}

/// What a customer owes, the oldest due first.
fn open_invoices(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    party: PartyId,
    has_amount: bool,
) -> AppResult<Vec<InvoiceId>> {
    let view = View { as_of: world.today, known_at: None };
    let debtor = planning::debtor(books, company, party, view)?.unwrap_or_default();
    let facts = planning::company_facts(books, company, view)?;
    let situation = Situation::of(&debtor, &facts, world.today)?;
    let owed = situation.standings.iter().filter(|s| s.undisputed().is_positive());
    let mut owed: Vec<_> = owed.map(|s| (s.receivable.due_on, s.receivable.id, s.receivable.currency)).collect();
    owed.sort_unstable();
    let Some((_, _, first)) = owed.first() else {
        return Err(AppError::refused(
            "Ce client ne doit rien qui ne soit déjà contesté.",
            "Un trop-payé se règle par un avoir : « quitus dispute credit ».",
        ));
    };
    if has_amount && owed.iter().any(|(_, _, currency)| currency != first) {
        return Err(AppError::refused(
            "Ce client doit dans plusieurs monnaies : on ne sait pas ce que ce montant conteste.",
            "Choisissez la facture.",
        ));
    }
    Ok(owed.into_iter().map(|(_, id, _)| id).collect())
}

/// Opens a dispute for each of these invoices. An amount goes to the first ones; what is contested already is left as it is.
///
/// # Errors
/// As [`super::open`]; `Refused` when less than the amount is left to contest.
pub(crate) fn open_each(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    invoices: &[InvoiceId],
    contested: &Contention,
) -> AppResult<Vec<DisputeId>> {
    let mut opened = Vec::new();
    let mut left = contested.amount;
    let mut currency = None;
    for id in invoices {
        let invoice = invoice_of(books, company, *id)?;
        currency = Some(invoice.currency);
        let room = undisputed(books, &invoice)?;
        let part = left.map(|l| l.min(room));
        if !part.unwrap_or(room).is_positive() {
            continue;
        }
        opened.push(open_in(world, books, company, &on(*id, contested, part))?);
        left = left.map(|l| l.sub(l.min(room))).transpose()?;
    }
    match left.filter(|l| l.is_positive()).zip(currency) {
        None => Ok(opened),
        Some((over, currency)) => Err(AppError::refused(
            format!("C’est {} de plus que ce qui reste à contester.", fr::money(over, currency)),
            "Ce reste tient compte des paiements et de ce qui est déjà contesté.",
        )),
    }
}

fn on(invoice: InvoiceId, contested: &Contention, amount: Option<Cents>) -> NewDispute {
    NewDispute {
        invoice,
        cause: contested.cause,
        contested: amount,
        lines: String::new(),
        owner: None,
        target_on: None,
        why: contested.why.clone(),
    }
}
