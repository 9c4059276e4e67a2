//! A plan as documents speak of it: the agreement to be signed, and the messages that follow each payment.

use super::Owed;
use crate::error::{AppError, AppResult};
use crate::letters::{addressee, creditor, documents_regime, payment_reference};
use crate::ports::books::Books;
use crate::records::{Company, PlanInvoice, PlanRecord, PlanRow};
use base::id::{InvoiceId, PartyId};
use base::{Cents, Date};
use documents::context::{DunningContext, InvoiceLine, Letterhead, PlanPart, PlanSpoken};
use domain::facts::{Instalment, PlanInterest};
use domain::payment_plan::{PlanStanding, equal};

/// What the agreement is filled with.
pub(super) fn agreement(
    books: &mut dyn Books,
    company: &Company,
    plan: &PlanRecord,
    owed: &Owed,
    today: Date,
) -> AppResult<DunningContext> {
    let party = books.party(plan.party)?.ok_or_else(|| AppError::NotFound("Ce client n’existe plus.".to_string()))?;
    let contacts = books.contacts(party.id)?;
    let contact = contacts.iter().find(|c| c.role == domain::facts::ContactRole::Decider).or(contacts.first());
    let numbers: Vec<&str> = owed.invoices.iter().map(|l| l.number.as_str()).collect();
    let tail: String = plan.id.to_string().chars().rev().take(8).collect::<Vec<_>>().into_iter().rev().collect();
    Ok(DunningContext {
        letterhead: Letterhead {
            reference: format!("E-{}", tail.to_uppercase()),
            dated_on: today,
            place: company.address.city.clone(),
            creditor: creditor(company),
            addressee: addressee(&party, contact),
            regime: documents_regime(&party),
            payment_reference: payment_reference(&numbers),
            currency: plan.currency,
        },
        invoices: owed
            .invoices
            .iter()
            .map(|l| InvoiceLine {
                number: l.number.clone(),
                issued_on: l.issued_on,
                due_on: l.due_on,
                due_is_estimated: false,
                gross: l.gross,
                outstanding: l.plan.principal,
                contested: Cents::ZERO,
                days_late: base::days_between(l.due_on, today),
            })
            .collect(),
        total_outstanding: owed.claim.principal,
        sums: None,
        claimed: None,
        payment_deadline: None,
        previous_contacts: Vec::new(),
        promise: None,
        plan: Some(spoken(plan)?),
        service: None,
        payment: None,
        attachments: Vec::new(),
        next_step: None,
        to_check: Vec::new(),
    })
}

/// A plan as documents speak of it, before anything is paid.
fn spoken(plan: &PlanRecord) -> AppResult<PlanSpoken> {
    let sum = |part: fn(&PlanInvoice) -> Cents| Cents::sum(plan.invoices.iter().map(part));
    let total = plan.total()?;
    Ok(PlanSpoken {
        parts: plan.instalments.iter().map(|i| PlanPart { due_on: i.due_on, amount: i.amount }).collect(),
        total,
        principal: sum(|i| i.principal)?,
        interest: sum(|i| i.interest)?,
        compensation: sum(|i| i.compensation)?,
        is_waived: plan.terms.interest == PlanInterest::WaivedIfKept,
        interest_first: plan.terms.interest_first,
        grace_days: plan.terms.grace_days,
        notice_days: plan.terms.notice_days,
        agreed_on: None,
        rank: 1,
        due_on: plan.instalments.first().map(|i| i.due_on),
        asked: plan.instalments.first().map_or(Cents::ZERO, |i| i.amount),
        left: total,
        deadline: None,
    })
}

/// What a message about an invoice under a plan says of that plan, asking for so much; nothing when it is under none.
pub(crate) fn spoken_of(
    books: &mut dyn Books,
    party: PartyId,
    invoice: InvoiceId,
    asked: Cents,
    today: Date,
) -> AppResult<Option<PlanSpoken>> {
    for row in books.plans_of_party(party)?.into_iter().rev() {
        let Some(facts) = row.facts().filter(|f| f.invoices.contains(&invoice)) else { continue };
        let standing = PlanStanding::of(&facts, None, today)?;
        let next = standing.next();
        let said = spoken(&row.plan)?;
        return Ok(Some(PlanSpoken {
            agreed_on: Some(facts.agreed_on),
            rank: next.map_or(1, |p| p.rank),
            due_on: next.map(|p| p.due_on),
            asked,
            left: standing.left,
            ..said
        }));
    }
    Ok(None)
}

/// The invoices of the plan that an invoice is under, with what is left of each; none when it is under none. What a message
/// asks for of them is its payment, not their outstanding.
pub(crate) fn lines_of(
    books: &mut dyn Books,
    party: PartyId,
    invoice: InvoiceId,
    today: Date,
) -> AppResult<Vec<InvoiceLine>> {
    let of = |row: &PlanRow| row.facts().is_some_and(|f| f.invoices.contains(&invoice));
    let Some(row) = books.plans_of_party(party)?.into_iter().rev().find(of) else { return Ok(Vec::new()) };
    let mut lines = Vec::with_capacity(row.plan.invoices.len());
    for line in &row.plan.invoices {
        let Some((record, balance)) = books.invoice(line.invoice)?.zip(books.balance(line.invoice)?) else { continue };
        lines.extend(balance.outstanding.is_positive().then(|| InvoiceLine {
            number: record.number,
            issued_on: record.issued_on,
            due_on: balance.due_on,
            due_is_estimated: balance.due_basis.is_estimated(),
            gross: record.gross,
            outstanding: balance.outstanding,
            contested: Cents::ZERO,
            days_late: base::days_between(balance.due_on, today),
        }));
    }
    Ok(lines)
}

/// A plan that was never agreed, to try a text with.
pub(crate) fn sample(total: Cents, today: Date) -> AppResult<PlanSpoken> {
    let first_on = base::add_days(today, -10).unwrap_or(today);
    let instalments: Vec<Instalment> = equal(total, 3, first_on)?.unwrap_or_default();
    let asked = instalments.first().map_or(Cents::ZERO, |i| i.amount);
    Ok(PlanSpoken {
        parts: instalments.iter().map(|i| PlanPart { due_on: i.due_on, amount: i.amount }).collect(),
        total,
        principal: total,
        interest: Cents::ZERO,
        compensation: Cents::ZERO,
        is_waived: true,
        interest_first: false,
        grace_days: 3,
        notice_days: 15,
        agreed_on: base::add_days(today, -40),
        rank: 1,
        due_on: Some(first_on),
        asked,
        left: total,
        deadline: None,
    })
}
