//! Words given by customers: who gave one, how it reached us, for which day and how much. Whether it was kept follows from
//! the money on the books; nobody says so.

use crate::accessories;
use crate::error::{AppError, AppResult};
use crate::holds::{self, NewHold};
use crate::planning;
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::records::{Company, HoldRecord, PromiseRecord};
use crate::world::World;
use base::id::{ActId, ContactId, HoldId, InvoiceId, PartyId};
use base::{Cents, Currency, Date, fr};
use domain::facts::{Heard, HoldKind};
use domain::payer::{GRACE_DAYS, last_day};
use domain::situation::Situation;
use std::collections::BTreeMap;

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
/// `Refused` for a day that has passed, an amount that is not positive or exceeds what is owed, a person of another customer, or no sentence.
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

/// Refuses a promise of more than is owed: principal, and the interest and compensation that documents asked for.
///
/// Of a customer with debts in several currencies, the largest sum in one of them. No invoice named: all of them.
///
/// # Errors
/// `Refused` with the sum owed; a broken store.
pub(crate) fn at_most_owed(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    (party, invoices): (PartyId, &[InvoiceId]),
    promised: Cents,
) -> AppResult<()> {
    let view = View { as_of: world.today, known_at: None };
    let is_named = |id: &InvoiceId| invoices.is_empty() || invoices.contains(id);
    let mut owed: BTreeMap<Currency, Cents> = BTreeMap::new();
    let mut add = |currency, amount: Cents| -> AppResult<()> {
        let sum = owed.entry(currency).or_default();
        *sum = sum.add(amount.max(Cents::ZERO))?;
        Ok(())
    };
    let debtor = books.debtor(company.id, party, view)?;
    for receivable in debtor.iter().flat_map(|d| &d.receivables).filter(|r| is_named(&r.id)) {
        add(receivable.currency, receivable.outstanding)?;
    }
    let law = crate::lawbook::read(books)?;
    let claimed = match accessories::of_party(books, &law, company, party, world.today) {
        Ok(found) => found,
        Err(AppError::Law(_)) => Vec::new(),
        Err(other) => return Err(other),
    };
    for of in claimed.iter().filter(|of| is_named(&of.invoice)) {
        for (currency, claim) in [(of.currency, of.claims.interest), (Currency::EUR, of.claims.compensation)] {
            add(currency, if claim.claimed.is_positive() { claim.due } else { Cents::ZERO })?;
        }
    }
    let (currency, most) = owed.into_iter().max_by_key(|(_, sum)| *sum).unwrap_or((Currency::EUR, Cents::ZERO));
    if promised <= most {
        return Ok(());
    }
    let most = fr::money(most, currency);
    Err(AppError::refused(
        format!("{} promis, et il n’est dû que {most}.", fr::money(promised, currency)),
        format!("Indiquez au plus {most}, ou laissez vide pour tout ce qui est dû."),
    ))
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
