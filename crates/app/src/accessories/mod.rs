//! Interest and the fixed compensation as claims of their own: what was asked for by which document, given up by whom, paid by
//! which money, and what is left, on any day.
//!
//! Amounts come from the law's statement of sums; what documents asked for is kept when they are prepared and counts once
//! they left. The arithmetic is `domain::accessories`; here are the facts it reads, and the history as it is shown.

mod before;
mod receive;
mod record;

pub(crate) use before::interest_before;
pub(crate) use receive::lay;
pub use receive::receive;
pub(crate) use record::{already, keep};

use crate::error::AppResult;
use crate::ports::books::Books;
use crate::records::{ActRow, AllocationBasis, ClaimRecord, Company, InvoiceRecord};
use crate::sums::{Count, Counted, count, waiver};
use base::id::{ActId, BankLineId, InvoiceId, PartyId, PaymentId};
use base::{Cents, Currency, Date};
use domain::accessories::{Accessories, Asked, Claim, Part, newly_asked};
use domain::facts::Channel;
use law::LawBook;
use law::interest::{StatementOfSums, Waiver};
use serde::Serialize;
use std::collections::HashMap;

/// Both claims of an invoice on a day, and how they came to be so.
#[derive(Clone, Debug, Serialize)]
pub struct OfInvoice {
    pub invoice: InvoiceId,
    pub number: String,
    pub currency: Currency,
    pub as_of: Date,
    #[serde(flatten)]
    pub claims: Accessories,
    /// Oldest first.
    pub steps: Vec<Step>,
}

impl OfInvoice {
    /// Of both claims, what is left that money in the currency of the invoice can pay.
    ///
    /// # Errors
    /// A sum that cannot be counted.
    pub fn payable(&self) -> AppResult<Cents> {
        let compensation = if self.currency == Currency::EUR { self.claims.compensation.due } else { Cents::ZERO };
        Ok(self.claims.interest.due.add(compensation)?)
    }

    /// Something is left although the invoice itself was paid.
    pub fn is_left_over(&self, outstanding: Cents) -> bool {
        !outstanding.is_positive()
            && (self.claims.interest.due.is_positive() || self.claims.compensation.due.is_positive())
    }
}

/// One thing that happened to the claims.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    pub on: Date,
    #[serde(flatten)]
    pub what: What,
    /// Asked for anew, given up or paid; together, what was claimed, given up, paid in all.
    #[serde(rename = "interest_cents")]
    pub interest: Cents,
    #[serde(rename = "compensation_cents")]
    pub compensation: Cents,
}

/// What it was.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum What {
    /// A document asked for so much in all, what was asked before included.
    Claimed {
        act: ActId,
        title: String,
        #[serde(skip)]
        channel: Channel,
        until: Date,
        asked_interest: Cents,
        asked_compensation: Cents,
        /// Days, rates and bases, as the document says them.
        #[serde(skip)]
        segments: String,
    },
    /// All of it, for good.
    Waived { author: String, why: String },
    Paid {
        payment: Option<PaymentId>,
        line: Option<BankLineId>,
        reference: String,
        /// The customer said so, or it was agreed; else the law put it there (C. civ. 1343-1).
        designated: bool,
    },
}

/// The claims of one invoice on a day.
///
/// # Errors
/// `Law` when a day that bears interest is outside the tables; a broken store.
pub fn of_invoice(
    books: &mut dyn Books,
    law: &LawBook,
    company: &Company,
    invoice: &InvoiceRecord,
    as_of: Date,
) -> AppResult<OfInvoice> {
    let acts = books.acts_of_party(invoice.party)?;
    let kept = books.claims_of_invoices(&[invoice.id])?;
    of_one(books, law, company, invoice, as_of, &told(company, &acts, &kept))
}

/// The claims of all invoices of a customer for which a document asked something, the oldest first.
///
/// # Errors
/// As [`of_invoice`].
pub fn of_party(
    books: &mut dyn Books,
    law: &LawBook,
    company: &Company,
    party: PartyId,
    as_of: Date,
) -> AppResult<Vec<OfInvoice>> {
    let ids = books.invoices_with_claims(company.id, party)?;
    let acts = books.acts_of_party(party)?;
    let mut by_invoice: HashMap<InvoiceId, Vec<ClaimRecord>> = HashMap::new();
    for claim in books.claims_of_invoices(&ids)? {
        by_invoice.entry(claim.invoice).or_default().push(claim);
    }
    let mut found = Vec::new();
    for id in ids {
        let Some(invoice) = books.invoice(id)? else { continue };
        let kept = by_invoice.remove(&id).unwrap_or_default();
        let said = told(company, &acts, &kept);
        if !said.is_empty() {
            found.push(of_one(books, law, company, &invoice, as_of, &said)?);
        }
    }
    Ok(found)
}

/// A document that left, and what was kept of it.
type Told<'t> = (Asked, &'t ActRow, &'t ClaimRecord);

/// What documents that reached somebody asked for, in order of day. A message of the trial reached nobody, once real ones go.
pub(super) fn told<'t>(company: &Company, acts: &'t [ActRow], kept: &'t [ClaimRecord]) -> Vec<Told<'t>> {
    let mut told: Vec<Told<'t>> = Vec::new();
    for claim in kept {
        let Some(row) = acts.iter().find(|a| a.act.id == claim.act) else { continue };
        let is_real = row.act.live || row.act.message_id.is_none() || !company.settings.live;
        let Some(on) = row.performed_on.filter(|_| is_real && row.state.counts_as_performed()) else { continue };
        let asked = Asked {
            act: claim.act,
            on,
            until: claim.until,
            interest: claim.interest,
            compensation: claim.compensation,
            interest_accrued: claim.interest_accrued,
            compensation_accrued: claim.compensation_accrued,
        };
        told.push((asked, row, claim));
    }
    told.sort_by_key(|(asked, _, claim)| (asked.on, claim.recorded_at, asked.act));
    told
}

fn of_one(
    books: &mut dyn Books,
    law: &LawBook,
    company: &Company,
    invoice: &InvoiceRecord,
    as_of: Date,
    told: &[Told<'_>],
) -> AppResult<OfInvoice> {
    let told: Vec<&Told<'_>> = told.iter().filter(|(asked, ..)| asked.on <= as_of).collect();
    let asked: Vec<Asked> = told.iter().map(|(asked, ..)| asked.clone()).collect();
    let given_up = waiver(books, invoice, as_of)?;
    let contested = Cents::ZERO;
    let left = count(books, law, company, invoice, Count { contested, as_of, waiver: given_up })?;
    let whole = match given_up {
        Waiver::Nothing => left.sums.clone(),
        _ => count(books, law, company, invoice, Count { contested, as_of, waiver: Waiver::Nothing })?.sums,
    };
    let claims = Accessories::of(&parts(&whole), &parts(&left.sums), &asked)?;
    let mut steps = Vec::new();
    for ((asked, row, claim), (interest, compensation)) in told.into_iter().zip(newly_asked(&asked)?) {
        let what = What::Claimed {
            act: asked.act,
            title: row.act.step_title.clone(),
            channel: row.act.channel,
            until: asked.until,
            asked_interest: asked.interest,
            asked_compensation: asked.compensation,
            segments: claim.segments.clone(),
        };
        steps.push(Step { on: asked.on, what, interest, compensation });
    }
    steps.extend(waived(books, invoice, as_of, &claims)?);
    steps.extend(payments(books, &left)?);
    steps.sort_by_key(|step| step.on);
    let (number, currency) = (invoice.number.clone(), invoice.currency);
    Ok(OfInvoice { invoice: invoice.id, number, currency, as_of, claims, steps })
}

fn parts(sums: &StatementOfSums) -> domain::accessories::Counted {
    domain::accessories::Counted {
        interest: Part { accrued: sums.interest_accrued, paid: sums.interest_paid, due: sums.interest_due },
        compensation: Part {
            accrued: sums.fixed_compensation,
            paid: sums.fixed_compensation_paid,
            due: sums.fixed_compensation_due,
        },
    }
}

/// The first word that gave each claim up; it gave up all there was and would be.
fn waived(books: &mut dyn Books, invoice: &InvoiceRecord, as_of: Date, claims: &Accessories) -> AppResult<Vec<Step>> {
    let (mut interest, mut compensation) = (claims.interest.waived, claims.compensation.waived);
    let mut steps = Vec::new();
    for word in books.waivers_said(invoice.party, invoice.id, as_of)? {
        let taken = (
            if word.interest { std::mem::take(&mut interest) } else { Cents::ZERO },
            if word.compensation { std::mem::take(&mut compensation) } else { Cents::ZERO },
        );
        if taken.0.is_positive() || taken.1.is_positive() {
            let what = What::Waived { author: word.author, why: word.why };
            steps.push(Step { on: word.on, what, interest: taken.0, compensation: taken.1 });
        }
    }
    Ok(steps)
}

fn payments(books: &mut dyn Books, counted: &Counted) -> AppResult<Vec<Step>> {
    let mut steps: Vec<Step> = Vec::new();
    for (event, (payment, basis)) in counted.sums.allocations.iter().zip(&counted.payments) {
        let (interest, compensation) = (event.split.to_interest, event.split.to_compensation);
        if !interest.is_positive() && !compensation.is_positive() {
            continue;
        }
        let record = payment.map(|id| books.payment(id)).transpose()?.flatten();
        let line = payment.map(|id| books.lines_of_payment(id)).transpose()?.and_then(|l| l.first().copied());
        let what = What::Paid {
            payment: *payment,
            line,
            reference: record.map(|p| p.reference).unwrap_or_default(),
            designated: *basis != AllocationBasis::ClaimedInterest,
        };
        let step = Step { on: event.on, what, interest, compensation };
        match steps.last_mut().filter(|last| last.is_same_money(&step)) {
            Some(last) => {
                last.interest = last.interest.add(interest)?;
                last.compensation = last.compensation.add(compensation)?;
            }
            None => steps.push(step),
        }
    }
    Ok(steps)
}

impl Step {
    fn is_same_money(&self, other: &Step) -> bool {
        match (&self.what, &other.what) {
            (What::Paid { payment: Some(a), .. }, What::Paid { payment: Some(b), .. }) => a == b && self.on == other.on,
            _ => false,
        }
    }
}

/// Both claims of several invoices together, in each currency; the compensation is in euros.
///
/// # Errors
/// A sum that cannot be counted.
pub fn sums(found: &[OfInvoice]) -> AppResult<Vec<(Currency, Claim)>> {
    let mut sums: Vec<(Currency, Claim)> = Vec::new();
    for of in found {
        for (currency, claim) in [(of.currency, &of.claims.interest), (Currency::EUR, &of.claims.compensation)] {
            match sums.iter_mut().find(|(known, _)| *known == currency) {
                Some((_, sum)) => *sum = sum.add(claim)?,
                None => sums.push((currency, *claim)),
            }
        }
    }
    sums.retain(|(_, claim)| !claim.accrued.is_zero());
    Ok(sums)
}
