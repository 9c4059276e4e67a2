//! Words given by customers: who gave one, how it reached us, for which day and how much. Whether it was kept follows from
//! the money on the books; nobody says so.

use crate::error::{AppError, AppResult};
use crate::holds::{self, NewHold};
use crate::planning;
use crate::ports::books::{Books, View};
use crate::records::{Company, HoldRecord, PromiseRecord};
use crate::world::World;
use base::id::{ActId, ContactId, HoldId, InvoiceId, PartyId};
use base::{Cents, Date, fr};
use domain::facts::{Heard, HoldKind};
use domain::payer::{GRACE_DAYS, last_day};
use domain::situation::Situation;

/// Who gave a word, and how it reached us.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Source {
    pub made_by: Option<ContactId>,
    pub heard: Heard,
    pub act: Option<ActId>,
}

/// A promise to note.
#[derive(Clone, Debug)]
pub struct NewPromise {
    pub party: PartyId,
    /// `None` for all that the customer owes.
    pub invoice: Option<InvoiceId>,
    /// The day promised.
    pub on: Date,
    /// `None` for all that is owed.
    pub amount: Option<Cents>,
    pub source: Source,
    pub why: String,
}

/// Notes a promise from today.
///
/// # Errors
/// `Refused` for a day that has passed, an amount that is not positive, a person of another customer, or no sentence.
pub fn give(world: &World<'_>, company: &Company, promise: &NewPromise) -> AppResult<HoldId> {
    if promise.on < world.today {
        return Err(AppError::refused(
            format!("Le {} est passé : une promesse est pour un jour à venir.", fr::date(promise.on)),
            "Indiquez le jour promis.",
        ));
    }
    if promise.amount.is_some_and(|amount| !amount.is_positive()) {
        return Err(AppError::refused(
            "Une promesse porte sur un montant positif.",
            "Laissez vide pour tout ce qui est dû.",
        ));
    }
    if promise.why.trim().is_empty() {
        return Err(AppError::refused("Dites ce qui a été promis, en une phrase.", "Elle sera relue plus tard."));
    }
    world.write(|books| {
        if let Some(contact) = promise.source.made_by
            && !books.contacts(promise.party)?.iter().any(|c| c.id == contact)
        {
            return Err(AppError::NotFound("Cette personne n’est pas connue chez ce client.".to_string()));
        }
        let hold = NewHold {
            party: promise.party,
            invoice: promise.invoice,
            kind: HoldKind::Promise,
            since: None,
            until: Some(promise.on),
            amount: promise.amount,
            why: promise.why.trim().to_string(),
        };
        holds::open_from(world, books, company, &hold, promise.source)
    })
}

/// Keeps how a word given reached us; other holds have nothing of the kind.
pub(crate) fn remember(books: &mut dyn Books, company: &Company, hold: &HoldRecord, source: Source) -> AppResult<()> {
    let Some(until) = hold.until.filter(|_| hold.kind.is_word_given()) else { return Ok(()) };
    let grace = grace_days(books, company, hold.party, hold.opened_on)?;
    Ok(books.insert_promise(&PromiseRecord {
        hold: hold.id,
        company: company.id,
        party: hold.party,
        last_day: last_day(until, grace),
        made_by: source.made_by,
        heard: source.heard,
        act: source.act,
    })?)
}

/// The grace that the customer's scenario grants.
fn grace_days(books: &mut dyn Books, company: &Company, party: PartyId, on: Date) -> AppResult<i64> {
    let view = View { as_of: on, known_at: None };
    let Some(debtor) = books.debtor(company.id, party, view)? else { return Ok(GRACE_DAYS) };
    let facts = planning::company_facts(books, company, view)?;
    let scenarios = planning::scenarios(books, company, None)?;
    let situation = Situation::of(&debtor, &facts, on)?;
    Ok(scenarios.choose(&situation).map_or(GRACE_DAYS, |(scenario, _)| scenario.policy.promise_grace_days))
}
