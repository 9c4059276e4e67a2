//! Money that comes under a plan: one payment, laid on the plan's invoices as the parties agreed.

use crate::error::{AppError, AppResult};
use crate::payments::{NewAllocation, Received, received};
use crate::plans::{found, standing};
use crate::ports::books::Books;
use crate::records::{AllocationBasis, Company, Component, InvoiceRecord, PaymentRecord, PlanEventKind, PlanRow};
use crate::world::World;
use base::id::{InvoiceId, PlanId};
use base::{Cents, Date, fr};
use domain::facts::PlanInterest;

/// Records money received under a plan, at most what is left of it.
///
/// # Errors
/// `Refused` for a plan not in force, an amount that is not positive or exceeds what is left; a broken store.
pub fn receive(
    world: &World<'_>,
    company: &Company,
    id: PlanId,
    amount: Cents,
    on: Date,
    reference: &str,
) -> AppResult<()> {
    world.write(|books| {
        let row = found(books, company, id)?;
        let left = standing(books, &row, world.today)?.filter(|s| s.is_in_force()).map(|s| s.left);
        let left = left.ok_or_else(|| {
            AppError::refused("Cet échéancier n’est pas en cours.", "Notez le paiement sur la facture elle-même.")
        })?;
        if !amount.is_positive() || amount > left {
            return Err(AppError::refused(
                format!(
                    "{} ne peut pas être reçu : il reste {} à verser.",
                    fr::money(amount, row.plan.currency),
                    fr::money(left, row.plan.currency)
                ),
                "Indiquez un montant entre un centime et ce reste.",
            ));
        }
        if on > world.today {
            return Err(AppError::refused("Ce jour n’est pas encore venu.", "Un paiement se note quand il est reçu."));
        }
        let parts = parts(books, &row, amount)?;
        let Some((first, ..)) = parts.first() else { return Ok(()) };
        let first = invoice_of(books, *first)?;
        let said = Received { what: format!("pln:{}", row.plan.id), source: "échéancier", amount, on, reference };
        let payment = received(world, books, company, &first, said)?;
        lay(world, books, &row, &payment, AllocationBasis::ByHand)
    })
}

/// Lays a payment on the invoices of a plan, in the order agreed.
///
/// # Errors
/// `Refused` when they owe less; a broken store.
pub(crate) fn lay(
    world: &World<'_>,
    books: &mut dyn Books,
    row: &PlanRow,
    payment: &PaymentRecord,
    basis: AllocationBasis,
) -> AppResult<()> {
    for (invoice, component, amount) in parts(books, row, payment.amount)? {
        let invoice = invoice_of(books, invoice)?;
        let why = "ordre convenu dans l’échéancier".to_string();
        crate::payments::allocate(world, books, &invoice, payment, NewAllocation { component, amount, basis, why })?;
    }
    Ok(())
}

/// So much goes to that component of that invoice.
pub(crate) type Share = (InvoiceId, Component, Cents);

/// What is still owed under the plan, in the order agreed.
///
/// # Errors
/// Sums that leave what can be counted; a broken store.
pub(crate) fn agreed_order(books: &mut dyn Books, row: &PlanRow) -> AppResult<Vec<Share>> {
    let with = row.plan.terms.interest == PlanInterest::Included;
    let since = row.event(PlanEventKind::Accepted).map_or(row.plan.proposed_on, |e| e.on);
    let (mut principal, mut accessories) = (Vec::new(), Vec::new());
    for line in &row.plan.invoices {
        let outstanding = books.balance(line.invoice)?.map_or(Cents::ZERO, |b| b.outstanding).max(Cents::ZERO);
        principal.push((line.invoice, Component::Principal, outstanding.min(line.principal)));
        let paid = books.allocations_of_invoice(line.invoice)?;
        for (component, agreed) in
            [(Component::Interest, line.interest), (Component::FixedCompensation, line.compensation)]
        {
            let already = paid.iter().filter(|a| a.component == component && a.effective_on >= since);
            let due = agreed.sub(Cents::sum(already.map(|a| a.amount))?)?;
            accessories.extend(with.then_some((line.invoice, component, due)));
        }
    }
    // Interest of all of them, then the compensation (stable: the oldest invoice stays first).
    accessories.sort_by_key(|(_, component, _)| *component);
    Ok(if row.plan.terms.interest_first {
        accessories.into_iter().chain(principal).collect()
    } else {
        // Principal first: then the compensation, then the interest.
        principal.into_iter().chain(accessories.into_iter().rev()).collect()
    })
}

/// The same, cut at the amount.
pub(crate) fn parts(books: &mut dyn Books, row: &PlanRow, amount: Cents) -> AppResult<Vec<Share>> {
    let order = agreed_order(books, row)?;
    let (mut left, mut cut) = (amount, Vec::new());
    for (invoice, component, due) in order {
        let part = due.min(left).max(Cents::ZERO);
        left = left.sub(part)?;
        cut.extend(part.is_positive().then_some((invoice, component, part)));
    }
    if left.is_positive() {
        return Err(AppError::refused(
            "Les factures de l’échéancier doivent moins que ce montant.",
            "Notez le reste sur une autre facture, ou en avance.",
        ));
    }
    Ok(cut)
}

fn invoice_of(books: &mut dyn Books, id: InvoiceId) -> AppResult<InvoiceRecord> {
    books.invoice(id)?.ok_or_else(|| AppError::Broken("une facture de l’échéancier a disparu".to_string()))
}
