//! Services that are not paid: what the terms that a customer accepted provide for, and services that run again.
//!
//! Nothing is suspended here: the agenda proposes a notice, a suspension and an end, the owner approves each letter.

use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::records::{Company, ServiceRestored, ServiceTermsRecord};
use crate::world::World;
use base::id::{ActId, PartyId};
use base::{Date, fr};
use documents::context::ServiceSpoken;
use domain::agenda::SERVICE_STEPS;
use domain::facts::ServiceTerms;
use domain::journal::kinds::{PartyChanged, PartyRef};
use domain::journal::{JournalKind, Said};

/// Says what the terms that a customer accepted provide for; `None` when nothing of the kind is agreed any more.
///
/// # Errors
/// `Refused` for a clause without a delay, delays that cannot be, a day to come, or without a sentence; a broken store.
pub fn state_terms(
    world: &World<'_>,
    company: &Company,
    party: PartyId,
    terms: Option<ServiceTerms>,
    why: &str,
) -> AppResult<()> {
    if why.trim().is_empty() {
        return Err(AppError::refused("Dites d’où vous le tenez, en une phrase.", "Par exemple : contrat signé."));
    }
    if let Some(terms) = &terms {
        possible(terms, world.today)?;
    }
    world.write(|books| {
        let name = books.party(party)?.map_or_else(String::new, |p| p.name);
        let before = terms_of(books, company, party, world.today)?;
        books.insert_service_terms(&ServiceTermsRecord {
            id: world.new_id(),
            company: company.id,
            party,
            on: world.today,
            terms: terms.clone(),
            author: world.author(),
            why: why.trim().to_string(),
            recorded_at: world.clock.now(),
        })?;
        let kind = JournalKind::PartyChanged(PartyChanged {
            party: PartyRef { id: party, name: Said::plain(name) },
            field: "suspension et résiliation".to_string(),
            before: before.as_ref().map(|t| Said::plain(told(t))),
            after: terms.as_ref().map(|t| Said::plain(told(t))),
        });
        world.note(books, company.id, party, kind)
    })
}

fn possible(terms: &ServiceTerms, today: Date) -> AppResult<()> {
    if terms.clause.trim().is_empty() {
        return Err(AppError::refused("Quelle clause ?", "Par exemple : l’article 8 de nos conditions générales."));
    }
    let delays = [terms.suspend_after_days, terms.terminate_after_days];
    let is_possible = |days: &Option<i64>| days.is_none_or(|n| (1..=365).contains(&n));
    if terms.first_day().is_none() || !delays.iter().all(is_possible) || !(1..=90).contains(&terms.notice_days) {
        return Err(AppError::refused(
            "La suspension ou la résiliation vient après 1 à 365 jours, la mise en demeure laisse de 1 à 90 jours.",
            "Écrivez les délais de vos conditions.",
        ));
    }
    if terms.terminate_after_days.zip(terms.suspend_after_days).is_some_and(|(end, stop)| end < stop) {
        return Err(AppError::refused(
            "Un contrat ne finit pas avant que le service soit suspendu.",
            "Vérifiez les délais.",
        ));
    }
    if terms.accepted_on > today {
        return Err(AppError::refused(
            "Ces conditions ne sont pas encore acceptées.",
            "Indiquez le jour de l’acceptation.",
        ));
    }
    Ok(())
}

/// The terms in one sentence.
pub fn told(terms: &ServiceTerms) -> String {
    let days = |n: i64| fr::count(n.unsigned_abs(), "jour", "jours");
    let stop = terms.suspend_after_days.map(|n| format!("suspension après {}", days(n)));
    let end = terms.terminate_after_days.map(|n| format!("fin du contrat après {}", days(n)));
    let effects: Vec<String> = stop.into_iter().chain(end).collect();
    format!(
        "{}, accepté le {} : {}, {} laissés par la mise en demeure",
        terms.clause,
        fr::date(terms.accepted_on),
        effects.join(", "),
        days(terms.notice_days)
    )
}

/// What the terms of a customer say on a day.
///
/// # Errors
/// A broken store.
pub fn terms_of(
    books: &mut dyn Books,
    company: &Company,
    party: PartyId,
    today: Date,
) -> AppResult<Option<ServiceTerms>> {
    Ok(books.service_terms(company.id, party, View { as_of: today, known_at: None })?)
}

/// What a letter about an unpaid service says of it; nothing for a customer without such terms.
pub(crate) fn spoken_of(
    books: &mut dyn Books,
    company: &Company,
    party: PartyId,
    today: Date,
) -> AppResult<Option<ServiceSpoken>> {
    let Some(terms) = terms_of(books, company, party, today)? else { return Ok(None) };
    let acts = books.acts_of_party(party)?;
    let [notice, suspension, _] = SERVICE_STEPS;
    let left = |step: &str| {
        let of_step = acts.iter().filter(|a| a.act.step == step && a.state.counts_as_performed());
        of_step.filter_map(|a| a.performed_on).filter(|on| *on <= today).max()
    };
    Ok(Some(ServiceSpoken {
        noticed_on: left(notice),
        suspended_on: left(suspension),
        clause: terms.clause,
        accepted_on: terms.accepted_on,
        notice_days: terms.notice_days,
        suspend_after_days: terms.suspend_after_days,
        terminate_after_days: terms.terminate_after_days,
    }))
}

/// Records that a suspended service runs again.
///
/// # Errors
/// `Refused` for an act that suspended nothing, or a service that runs already; a broken store.
pub fn restore(world: &World<'_>, company: &Company, act: ActId, why: &str) -> AppResult<()> {
    let [_, suspension, _] = SERVICE_STEPS;
    world.write(|books| {
        let row = books.act(act)?.filter(|r| r.act.company == company.id && r.act.step == suspension);
        let Some(row) = row.filter(|r| r.state.counts_as_performed()) else {
            return Err(AppError::refused("Cet acte n’a suspendu aucun service.", "Il n’y a rien à rétablir."));
        };
        if books.is_service_restored(act)? {
            return Err(AppError::refused("Ce service est déjà rétabli.", "Rien n’a changé."));
        }
        books.insert_service_restored(&ServiceRestored {
            act,
            company: company.id,
            party: row.act.party,
            on: world.today,
            author: world.author(),
            why: why.trim().to_string(),
            recorded_at: world.clock.now(),
        })?;
        let name = books.party(row.act.party)?.map_or_else(String::new, |p| p.name);
        let since = row.performed_on.map_or_else(String::new, fr::date);
        let kind = JournalKind::PartyChanged(PartyChanged {
            party: PartyRef { id: row.act.party, name: Said::plain(name) },
            field: "service".to_string(),
            before: Some(Said::plain(format!("suspendu depuis le {since}"))),
            after: Some(Said::plain("rétabli")),
        });
        world.note(books, company.id, row.act.party, kind)
    })
}
