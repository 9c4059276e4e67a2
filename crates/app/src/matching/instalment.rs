//! A credit that makes the next payments of a plan: what the engine is told of plans, and how its money goes, in the order
//! that was agreed.

use super::study::{Choice, ChoicePart};
use crate::error::AppResult;
use crate::plans::{agreed_order, lay, parts};
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::records::{
    AllocationBasis, BankLineRecord, Company, Component, PaymentOrigin, PaymentRecord, PlanEventKind, PlanRow,
};
use crate::world::World;
use base::Cents;
use base::id::{InvoiceId, PartyId, PlanId};
use domain::matching::engine::{Plan, Share};
use domain::payment_plan::PlanStanding;
use std::collections::HashMap;

/// The plans in force, as the engine takes them; those with nothing left to come are left out.
pub(super) fn running(
    books: &mut dyn Books,
    company: &Company,
    view: View,
    places: &HashMap<PartyId, usize>,
    invoices: &HashMap<InvoiceId, usize>,
) -> AppResult<(Vec<PlanRow>, Vec<Plan>)> {
    let (mut rows, mut plans) = (Vec::new(), Vec::new());
    for row in books.plans_running(company.id, view)? {
        let (Some(facts), Some(customer)) = (row.facts(), places.get(&row.plan.party)) else { continue };
        let standing = PlanStanding::of(&facts, None, view.as_of)?;
        let left = standing.open_parts()?;
        if !standing.is_in_force() || left.is_empty() {
            continue;
        }
        let owed = agreed_order(books, &row)?.into_iter().filter(|(_, _, amount)| amount.is_positive());
        let share = |(invoice, component, amount)| {
            let is_principal = component == Component::Principal;
            Some(Share { receivable: *invoices.get(&invoice)?, amount, is_principal })
        };
        plans.push(Plan {
            customer: *customer,
            currency: facts.currency,
            agreed_on: facts.agreed_on,
            of: facts.instalments.len() as u64,
            left,
            shares: owed.filter_map(share).collect(),
        });
        rows.push(row);
    }
    Ok((rows, plans))
}

/// The plan still runs, and its money would still go where it was shown to go.
pub(super) fn holds(books: &mut dyn Books, choice: &Choice, plan: PlanId) -> AppResult<bool> {
    let Some(row) = books.plan(plan)?.filter(|r| r.events.iter().all(|e| e.kind == PlanEventKind::Accepted)) else {
        return Ok(false);
    };
    let amount = Cents::sum(choice.parts.iter().chain(&choice.accessories).map(|p| p.cents))?;
    let now = match parts(books, &row, amount) {
        Ok(now) => now,
        Err(crate::AppError::Refused { .. }) => return Ok(false),
        Err(broken) => return Err(broken),
    };
    let of = |is_principal: bool| -> Vec<(InvoiceId, Cents)> {
        let those = now.iter().filter(|(_, component, _)| (*component == Component::Principal) == is_principal);
        those.map(|(invoice, _, amount)| (*invoice, *amount)).collect()
    };
    let shown =
        |parts: &[ChoicePart]| -> Vec<(InvoiceId, Cents)> { parts.iter().map(|p| (p.invoice, p.cents)).collect() };
    Ok(of(true) == shown(&choice.parts) && of(false) == shown(&choice.accessories))
}

/// Records a credit as payments of a plan, laid in the order agreed.
///
/// # Errors
/// `Refused` when the invoices owe less; a broken store.
pub(super) fn take(
    world: &World<'_>,
    books: &mut dyn Books,
    line: &BankLineRecord,
    (row, key, basis): (&PlanRow, &str, AllocationBasis),
) -> AppResult<()> {
    let at = world.clock.now();
    let payment = PaymentRecord {
        id: world.new_id(),
        company: line.company,
        party: Some(row.plan.party),
        source: None,
        key: format!("{key}:{}:{}:{}", line.id, row.plan.party, at.as_microsecond()),
        content_hash: format!("{}:{}", line.amount.get(), line.booked_on),
        received_on: line.booked_on,
        amount: line.amount,
        currency: line.currency,
        reference: line.text.clone(),
        origin: PaymentOrigin::Bank,
        bank_line: Some(line.id),
        recorded_at: at,
    };
    books.insert_payments(std::slice::from_ref(&payment))?;
    books.match_line(line.id, payment.id, at)?;
    crate::payments::note_payment(world, books, &payment, "relevé bancaire")?;
    lay(world, books, row, &payment, basis)
}
