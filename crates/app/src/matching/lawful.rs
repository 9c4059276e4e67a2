//! Money of a customer who does not say what it is for, laid as the law says (C. civ. 1342-10, 1343-1): what the label names
//! first, then what is due, what costs the customer interest, the oldest, in proportion; of each debt the interest that was
//! asked for first. Never without a person.

use super::grounds::Grounds;
use super::study::{Choice, ChoicePart, Studied};
use crate::accessories;
use crate::error::{AppError, AppResult};
use crate::lawbook;
use crate::ports::books::Books;
use crate::records::Company;
use base::id::{InvoiceId, PartyId};
use base::{Cents, Currency, Date, RateBp};
use domain::matching::BankCredit;
use domain::matching::engine::{Evidence, Receivable};
use law::LawBook;
use law::allocation::{AllocationOrder, AllocationRule, Debt, Owed, spread};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Of one customer all debts bear the same rate, or none where it was given up: only their order counts.
const BEARS: RateBp = RateBp::new(1);
/// Beyond so many open invoices nobody weighs them one by one: all count as bearing interest.
const MOST_WEIGHED: usize = 30;

/// Which sentence of the law put money on an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Laid {
    pub number: String,
    pub rule: AllocationRule,
}

impl Laid {
    /// In French, without a full stop.
    pub fn french(&self) -> String {
        format!("{} : {}", self.number, self.rule.french())
    }
}

/// Debts of customers on a day, read once.
type Known = HashMap<(PartyId, Date), Vec<Debt<InvoiceId>>>;

/// Lays anew, for each credit that waits, what would go on account.
///
/// # Errors
/// A broken store; sums that leave what can be counted.
pub(super) fn lay(
    books: &mut dyn Books,
    company: &Company,
    grounds: &Grounds,
    credits: &[BankCredit],
    studied: &mut [Studied],
) -> AppResult<()> {
    let is_on_account = |c: &Choice| c.evidence.contains(&Evidence::OldestFirst);
    if !studied.iter().any(|s| s.choices.iter().any(is_on_account)) {
        return Ok(());
    }
    let law = lawbook::read(books)?;
    let open = grounds.open();
    let mut known = Known::new();
    for (credit, studied) in credits.iter().zip(studied) {
        let named = named(studied);
        for choice in studied.choices.iter_mut().filter(|c| is_on_account(c)) {
            let theirs = open.get(&choice.party).map_or(&[][..], Vec::as_slice);
            let may_pay = |(id, r): &&(InvoiceId, &Receivable)| {
                // Nothing is owed yet on an invoice of a later day: money without a word is no payment of it.
                r.currency == credit.currency
                    && r.issued_on <= credit.booked_on
                    && !r.is_factored
                    && !credit.is_ruled_out(choice.party, *id)
            };
            let theirs: Vec<(InvoiceId, &Receivable)> = theirs.iter().filter(may_pay).copied().collect();
            let debts = match known.get(&(choice.party, credit.booked_on)) {
                Some(debts) => debts.clone(),
                None => debts(books, (&law, company), choice.party, &theirs, credit.booked_on)?,
            };
            relay(choice, credit, &theirs, &debts, &named)?;
            known.insert((choice.party, credit.booked_on), debts);
        }
        distinct(studied);
    }
    Ok(())
}

/// What the label names, in the order of the first explanation that says so.
fn named(studied: &Studied) -> Vec<InvoiceId> {
    let tells = |e: &Evidence| matches!(e, Evidence::Number { .. } | Evidence::NumberRespelled { .. });
    let first = studied.choices.iter().find(|c| c.evidence.iter().any(tells));
    first.map(|c| c.parts.iter().map(|p| p.invoice).collect()).unwrap_or_default()
}

fn debts(
    books: &mut dyn Books,
    (law, company): (&LawBook, &Company),
    party: PartyId,
    open: &[(InvoiceId, &Receivable)],
    on: Date,
) -> AppResult<Vec<Debt<InvoiceId>>> {
    let asked = match accessories::of_party(books, law, company, party, on) {
        Ok(found) => found,
        Err(AppError::Law(_)) => Vec::new(),
        Err(other) => return Err(other),
    };
    let mut debts = Vec::new();
    for (id, receivable) in open {
        let claims = asked.iter().find(|of| of.invoice == *id).map(|of| of.claims);
        let asked_for = |c: domain::accessories::Claim| if c.claimed.is_positive() { c.due } else { Cents::ZERO };
        let is_in_euros = receivable.currency == Currency::EUR;
        let owed = Owed {
            interest: claims.map_or(Cents::ZERO, |c| asked_for(c.interest)),
            compensation: claims.filter(|_| is_in_euros).map_or(Cents::ZERO, |c| asked_for(c.compensation)),
            principal: receivable.outstanding,
        };
        let is_free =
            open.len() <= MOST_WEIGHED && books.waivers_said(party, *id, on)?.iter().any(|waiver| waiver.interest);
        let yearly_rate = if is_free { RateBp::new(0) } else { BEARS };
        debts.push(Debt { key: *id, due_on: receivable.due_on, yearly_rate, owed });
    }
    Ok(debts)
}

fn relay(
    choice: &mut Choice,
    credit: &BankCredit,
    open: &[(InvoiceId, &Receivable)],
    debts: &[Debt<InvoiceId>],
    named: &[InvoiceId],
) -> AppResult<()> {
    let found = spread(credit.amount, debts, credit.booked_on, named, AllocationOrder::InterestFirst)?;
    (choice.parts, choice.accessories, choice.laid) = (Vec::new(), Vec::new(), Vec::new());
    let mut accessories = Cents::ZERO;
    for part in found.parts {
        let Some((_, receivable)) = open.iter().find(|(id, _)| *id == part.key) else { continue };
        let number = receivable.number.clone();
        // A part of an invoice pays its interest by itself, as its statement counts; what is over pays the claims.
        let principal = part.amount.min(receivable.outstanding);
        let over = part.amount.sub(principal)?;
        accessories = accessories.add(over)?;
        let share =
            |cents: Cents| cents.is_positive().then(|| ChoicePart { invoice: part.key, number: number.clone(), cents });
        choice.parts.extend(share(principal));
        choice.accessories.extend(share(over));
        choice.laid.push(Laid { number: number.clone(), rule: part.rule });
    }
    choice.rest_cents = found.unallocated;
    choice
        .evidence
        .retain(|e| !matches!(e, Evidence::OldestFirst | Evidence::PartOf { .. } | Evidence::OnAccount { .. }));
    let last = choice.parts.last().filter(|p| open.iter().any(|(id, r)| *id == p.invoice && r.outstanding > p.cents));
    let part = last.map(|p| Evidence::PartOf { number: p.number.clone() });
    let claims = accessories.is_positive().then_some(Evidence::Accessories { cents: accessories });
    let rest = choice.rest_cents.is_positive().then_some(Evidence::OnAccount { cents: choice.rest_cents });
    let told: Vec<Evidence> = part.into_iter().chain(claims).chain(rest).collect();
    choice.evidence.splice(0..0, told);
    Ok(())
}

/// Laid as the law says, it may be what another explanation gives.
fn distinct(studied: &mut Studied) {
    let mut seen: Vec<String> = Vec::new();
    studied.choices.retain(|choice| {
        let what = choice.fingerprint();
        let is_new = !seen.contains(&what);
        seen.push(what);
        is_new
    });
}
