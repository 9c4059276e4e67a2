//! A person accepts what is proposed for a credit. Names and accounts are learnt from it, as long as it stands.

use super::instalment;
use super::study::{Choice, Studied, holds, refresh_in};
use crate::error::{AppError, AppResult};
use crate::payments::allocate_credit_note;
use crate::ports::books::Books;
use crate::records::{AllocationBasis, Company};
use crate::sorting::{Split, split_in};
use crate::world::World;
use base::Cents;
use base::id::{BankLineId, InvoiceId};
use std::collections::VecDeque;

/// What became of a credit that was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub customer: String,
    pub numbers: Vec<String>,
    pub rest: Cents,
    /// Invoices that nothing is left of.
    pub settled: Vec<InvoiceId>,
}

/// Accepts one of the choices shown for a credit, by its rank; `expected` is what was shown (see [`Choice::fingerprint`]), so
/// that nobody accepts something else.
///
/// # Errors
/// `Refused` when the credit does not wait any more, or when something changed since it was shown.
pub fn accept(
    world: &World<'_>,
    company: &Company,
    line: BankLineId,
    rank: usize,
    expected: Option<&str>,
) -> AppResult<Accepted> {
    world.write(|books| {
        let stale = || {
            AppError::refused(
                "Ce qui était proposé pour ce virement a changé.",
                "Regardez-le de nouveau : une facture a été payée ou corrigée depuis.",
            )
        };
        let kept = books.line_proposal(company.id, line)?;
        let studied = kept.as_deref().and_then(Studied::read).ok_or_else(stale)?;
        let choice = studied.choices.into_iter().nth(rank).ok_or_else(stale)?;
        if expected.is_some_and(|text| text != choice.fingerprint()) {
            return Err(stale());
        }
        if choice.plan.is_some() && !holds(books, &choice)? {
            return Err(stale());
        }
        let accepted = take(world, books, company, line, &choice)?;
        refresh_in(world, books, company)?;
        Ok(accepted)
    })
}

/// Credit notes first reduce the invoices they are deducted from; the money pays what is left of them.
fn take(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    line: BankLineId,
    choice: &Choice,
) -> AppResult<Accepted> {
    if let Some(plan) = choice.plan {
        let line = crate::sorting::waiting(world, books, company, line)?;
        let row = crate::plans::found(books, company, plan)?;
        instalment::take(world, books, &line, (&row, "hnd", AllocationBasis::ByHand))?;
        return accepted(books, choice, Cents::ZERO);
    }
    let mut deducted = Vec::new();
    let mut parts: VecDeque<(InvoiceId, Cents)> =
        choice.parts.iter().filter(|p| p.cents.is_positive()).map(|p| (p.invoice, p.cents)).collect();
    for note in choice.parts.iter().filter(|p| p.cents.is_negative()) {
        let mut left = note.cents.neg()?;
        while left.is_positive() {
            let Some((invoice, part)) = parts.pop_front() else { break };
            let amount = part.min(left);
            deducted.extend(allocate_credit_note(world, books, company, note.invoice, invoice, amount)?);
            left = left.sub(amount)?;
            if part > amount {
                parts.push_front((invoice, part.sub(amount)?));
            }
        }
    }
    let accessories = choice.accessories.iter().map(|p| (p.invoice, p.cents)).collect();
    let split = Split { line, parts: parts.into_iter().collect(), accessories, rest: Some(choice.party) };
    let rest = split_in(world, books, company, &split)?;
    // Taking the credit back takes these back too.
    if let Some(payment) = books.bank_line(line)?.and_then(|l| l.payments.first().copied()) {
        let at = world.clock.now();
        deducted.iter().try_for_each(|allocation| books.insert_deduction(company.id, *allocation, payment, at))?;
    }
    let paid: Vec<InvoiceId> = choice.parts.iter().map(|p| p.invoice).collect();
    crate::remainders::note(world, books, company, &paid, &choice.evidence)?;
    accepted(books, choice, rest)
}

fn accepted(books: &mut dyn Books, choice: &Choice, rest: Cents) -> AppResult<Accepted> {
    let mut settled = Vec::new();
    for part in &choice.parts {
        if books.balance(part.invoice)?.is_some_and(|b| b.outstanding.is_zero()) && part.cents.is_positive() {
            settled.push(part.invoice);
        }
    }
    let numbers = choice.parts.iter().map(|p| p.number.clone()).collect();
    Ok(Accepted { customer: choice.customer.clone(), numbers, rest, settled })
}

impl Choice {
    /// What it would pay, in one line: shown with it and given back when it is accepted.
    pub fn fingerprint(&self) -> String {
        let said = |parts: &[super::ChoicePart]| {
            let parts: Vec<String> = parts.iter().map(|p| format!("{}={}", p.invoice, p.cents.get())).collect();
            parts.join(";")
        };
        let accessories =
            if self.accessories.is_empty() { String::new() } else { format!("+{}", said(&self.accessories)) };
        let plan = self.plan.map(|id| format!("@{id}")).unwrap_or_default();
        format!("{}:{}{accessories}{plan}", self.party, said(&self.parts))
    }
}
