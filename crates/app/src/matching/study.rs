//! What the engine makes of the credits that wait, kept for the list of those to sort. A cache: made again whenever something
//! was imported or said, and looked at against the balances again before it is shown or accepted.

use super::grounds::{Grounds, since};
use super::lawful::{self, Laid};
use super::{claims, instalment};
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::records::{Company, LineProposal};
use crate::world::World;
use base::Cents;
use base::id::{InvoiceId, PartyId, PlanId};
use domain::matching::BankCredit;
use domain::matching::engine::{Candidate, Decision, Doubt, Evidence, Verdict};
use serde::{Deserialize, Serialize};

/// The latest so many credits that wait are studied; the others are once these are sorted.
const MOST_STUDIED: usize = 2_000;

/// What was made of one credit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Studied {
    pub decision: Decision,
    /// Best first.
    pub choices: Vec<Choice>,
    /// Why a person is asked.
    pub doubts: Vec<Doubt>,
}

/// What a credit may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub party: PartyId,
    pub customer: String,
    pub parts: Vec<ChoicePart>,
    /// What would pay the interest and the compensation asked for on invoices.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accessories: Vec<ChoicePart>,
    /// The plan whose next payments it makes: its money goes as agreed there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanId>,
    /// Why the law lays it there, where nobody said what it is for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub laid: Vec<Laid>,
    /// What would stay on the customer's account.
    pub rest_cents: Cents,
    pub evidence: Vec<Evidence>,
}

/// So much for one invoice; negative for a credit note that is used up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoicePart {
    pub invoice: InvoiceId,
    pub number: String,
    pub cents: Cents,
}

/// Studies all credits that wait again, in a transaction of its own.
///
/// # Errors
/// A broken store.
pub fn refresh(world: &World<'_>, company: &Company) -> AppResult<()> {
    world.write(|books| refresh_in(world, books, company))
}

/// The same, inside a transaction.
pub(crate) fn refresh_in(world: &World<'_>, books: &mut dyn Books, company: &Company) -> AppResult<()> {
    let credits = waiting(world, books, company)?;
    if credits.is_empty() {
        return Ok(books.replace_line_proposals(company.id, &[])?);
    }
    let (grounds, verdicts) = judged(world, books, company, &credits)?;
    let mut all: Vec<Studied> = verdicts.into_iter().map(|verdict| studied(&grounds, verdict)).collect();
    lawful::lay(books, company, &grounds, &credits, &mut all)?;
    claims::explain(books, company, &credits, &mut all)?;
    let mut proposals = Vec::new();
    for (credit, studied) in credits.iter().zip(all) {
        proposals.push(LineProposal {
            line: credit.id,
            company: company.id,
            rank: rank(studied.decision),
            party: studied.choices.first().map(|c| c.party),
            json: serde_json::to_string(&studied).map_err(|e| crate::AppError::Broken(e.to_string()))?,
        });
    }
    Ok(books.replace_line_proposals(company.id, &proposals)?)
}

/// The latest credits that wait, in the engine's order.
pub(super) fn waiting(world: &World<'_>, books: &mut dyn Books, company: &Company) -> AppResult<Vec<BankCredit>> {
    let view = View { as_of: world.today, known_at: None };
    let mut credits = books.unmatched_credits(company.id, since(world.today), view)?;
    let earlier = credits.len().saturating_sub(MOST_STUDIED);
    credits.drain(..earlier);
    credits.sort_by(|a, b| (a.booked_on, a.amount, &a.text, a.id).cmp(&(b.booked_on, b.amount, &b.text, b.id)));
    Ok(credits)
}

pub(super) fn judged(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    credits: &[BankCredit],
) -> AppResult<(Grounds, Vec<Verdict>)> {
    let view = View { as_of: world.today, known_at: None };
    let mut grounds = Grounds::load(books, company, view, credits)?;
    let read: Vec<_> = credits.iter().map(|c| grounds.credit(c)).collect();
    let mut verdicts = grounds.engine.settle(&read);
    for (credit, verdict) in credits.iter().zip(&mut verdicts) {
        if let Some(on) = credit.perhaps_told_on {
            leave_to_a_person(verdict, Doubt::PerhapsTold { on });
        }
    }
    Ok((grounds, verdicts))
}

fn leave_to_a_person(verdict: &mut Verdict, doubt: Doubt) {
    if verdict.decision == Decision::Auto {
        verdict.decision = Decision::Ask;
    }
    verdict.doubts.insert(0, doubt);
}

fn rank(decision: Decision) -> i64 {
    match decision {
        Decision::Auto => 0,
        Decision::Ask => 1,
        Decision::None => 2,
    }
}

fn studied(grounds: &Grounds, verdict: Verdict) -> Studied {
    let choices = verdict.candidates.iter().filter_map(|c| choice(grounds, c)).collect();
    Studied { decision: verdict.decision, choices, doubts: verdict.doubts }
}

fn choice(grounds: &Grounds, candidate: &Candidate) -> Option<Choice> {
    let at = candidate.customer?;
    let part = |p: &domain::matching::engine::Part| {
        Some(ChoicePart {
            invoice: *grounds.invoices.get(p.receivable)?,
            number: grounds.engine.receivables().get(p.receivable)?.number.clone(),
            cents: p.amount,
        })
    };
    Some(Choice {
        party: *grounds.parties.get(at)?,
        customer: grounds.names.get(at).cloned().unwrap_or_default(),
        parts: candidate.parts.iter().map(part).collect::<Option<Vec<_>>>()?,
        accessories: candidate.accessories.iter().map(part).collect::<Option<Vec<_>>>()?,
        plan: candidate.plan.and_then(|at| grounds.plans.get(at)).map(|row| row.plan.id),
        laid: Vec::new(),
        rest_cents: candidate.rest,
        evidence: candidate.evidence.clone(),
    })
}

impl Choice {
    /// What speaks for it, in French.
    pub fn reasons(&self) -> Vec<String> {
        self.laid.iter().map(Laid::french).chain(self.evidence.iter().map(Evidence::french)).collect()
    }
}

impl Studied {
    /// As it was kept; none when it does not read any more.
    pub fn read(json: &str) -> Option<Studied> {
        serde_json::from_str(json).ok()
    }

    /// Without the choices that no longer hold: an invoice was paid since.
    ///
    /// # Errors
    /// A broken store.
    pub fn as_of_now(mut self, books: &mut dyn Books) -> AppResult<Studied> {
        let mut kept = Vec::new();
        for choice in self.choices {
            if holds(books, &choice)? {
                kept.push(choice);
            }
        }
        self.choices = kept;
        Ok(self)
    }
}

/// What it would pay is still open, as it was when it was studied.
pub(super) fn holds(books: &mut dyn Books, choice: &Choice) -> AppResult<bool> {
    if let Some(plan) = choice.plan {
        return instalment::holds(books, choice, plan);
    }
    for part in &choice.parts {
        let left = books.balance(part.invoice)?.map_or(Cents::ZERO, |b| b.outstanding);
        let fits = if part.cents.is_negative() { part.cents >= left } else { part.cents <= left };
        if !fits {
            return Ok(false);
        }
    }
    Ok(true)
}
