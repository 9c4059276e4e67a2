//! What is certain is taken without a person, under an order that the owner signed: `banque/rapprocher` among the steps of the
//! standing order. Without it, only a credit that tells the whole number and amount of one invoice is (see `import::settle`).

use super::grounds::Grounds;
use super::instalment;
use super::study::{judged, waiting};
use crate::error::AppResult;
use crate::payments::{NewAllocation, allocate};
use crate::ports::books::Books;
use crate::records::{AllocationBasis, Company, Component, PaymentOrigin, PaymentRecord};
use crate::world::World;
use base::fr;
use domain::journal::Actor;
use domain::matching::BankCredit;
use domain::matching::engine::{Candidate, Decision, Evidence};

/// The steps of the standing order that let certain credits be matched.
pub const SCENARIO: &str = "banque";
pub const STEP: &str = "rapprocher";

/// Matches the credits that are certain, if the owner signed that. Returns how many were.
pub(crate) fn carry_out(world: &World<'_>, books: &mut dyn Books, company: &Company) -> AppResult<u64> {
    let order = &company.settings.standing_order;
    let (true, Some(signed_on)) = (order.covers(SCENARIO, STEP), order.signed_on) else { return Ok(0) };
    let reference = format!("du {} signée par {}", fr::date(signed_on), order.signed_by);
    let world = World { actor: Actor::StandingOrder { reference }, ..*world };
    let credits = waiting(&world, books, company)?;
    if credits.is_empty() {
        return Ok(0);
    }
    let (grounds, verdicts) = judged(&world, books, company, &credits)?;
    let mut done = 0;
    for (credit, verdict) in credits.iter().zip(verdicts) {
        let sure = verdict.candidates.first().filter(|_| verdict.decision == Decision::Auto);
        // What deducts a credit note is left to a person: it is more than a payment.
        let Some(sure) = sure.filter(|c| c.parts.iter().all(|p| p.amount.is_positive())) else { continue };
        done += u64::from(pay(&world, books, company, &grounds, (credit, sure))?);
    }
    Ok(done)
}

/// Records what a credit certainly pays; `false` when something it rests on is gone.
fn pay(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    grounds: &Grounds,
    (credit, sure): (&BankCredit, &Candidate),
) -> AppResult<bool> {
    let Some(party) = sure.customer.and_then(|at| grounds.parties.get(at)) else { return Ok(false) };
    let plan = sure.plan.and_then(|at| grounds.plans.get(at));
    if let (Some(row), Some(line)) = (plan, books.bank_line(credit.id)?) {
        instalment::take(world, books, &line, (row, "bnk", AllocationBasis::CertainMatch))?;
        return Ok(true);
    }
    let payment = PaymentRecord {
        id: world.new_id(),
        company: company.id,
        party: Some(*party),
        source: None,
        key: format!("bnk:{}:{}", credit.id, world.clock.now().as_microsecond()),
        content_hash: format!("{}:{}", credit.amount.get(), credit.booked_on),
        received_on: credit.booked_on,
        amount: credit.amount,
        currency: credit.currency,
        reference: credit.text.clone(),
        origin: PaymentOrigin::Bank,
        bank_line: Some(credit.id),
        recorded_at: world.clock.now(),
    };
    books.insert_payments(std::slice::from_ref(&payment))?;
    books.match_line(credit.id, payment.id, payment.recorded_at)?;
    crate::payments::note_payment(world, books, &payment, "relevé bancaire")?;
    let why: Vec<String> = sure.evidence.iter().map(Evidence::french).collect();
    for part in &sure.parts {
        let Some(invoice) = grounds.invoices.get(part.receivable) else { continue };
        let Some(invoice) = books.invoice(*invoice)? else { continue };
        let allocation = NewAllocation {
            component: Component::Principal,
            amount: part.amount,
            basis: AllocationBasis::CertainMatch,
            why: why.join(" ; "),
        };
        allocate(world, books, &invoice, &payment, allocation)?;
    }
    let paid: Vec<_> = sure.parts.iter().filter_map(|p| grounds.invoices.get(p.receivable).copied()).collect();
    crate::remainders::note(world, books, company, &paid, &sure.evidence)?;
    Ok(true)
}
