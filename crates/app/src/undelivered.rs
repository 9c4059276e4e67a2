//! Letters that came back: not fetched, or nobody of that name at that address.
//!
//! A registered formal notice that nobody fetched is valid all the same, from the day it was presented (Cass. 1re civ.,
//! 20 January 2021, no. 19-20.680): the step stays behind. A letter to a wrong address reached nobody: the step is
//! proposed again, by another way or once the address is put right. Nothing here decides what is sent next.

use crate::error::{AppError, AppResult};
use crate::letters;
use crate::outcomes::{add_event_on, found};
use crate::ports::books::Books;
use crate::records::{ActRow, Company, ReturnedAddress};
use crate::world::World;
use base::id::ActId;
use base::{Date, fr};
use domain::act::ActEvent;
use domain::facts::{ActState, Channel};
use domain::journal::JournalKind;
use domain::journal::kinds::{LetterReturned, ReturnCause};

/// What is kept with the act.
const UNCLAIMED: &str = "pli avisé et non réclamé";
const UNKNOWN: &str = "destinataire inconnu à l’adresse";

/// Records that a letter came back. Returns what follows, in French.
///
/// # Errors
/// `Refused` when the act is no letter that was posted, or the days cannot be; `NotFound`; a broken store.
pub fn record(
    world: &World<'_>,
    company: &Company,
    act: ActId,
    returned_on: Date,
    cause: ReturnCause,
) -> AppResult<&'static str> {
    world.write(|books| {
        let row = found(books, act)?;
        is_possible(world, company, &row, returned_on, cause)?;
        let follows = match cause {
            ReturnCause::Unclaimed { presented_on } => {
                if row.state == ActState::Prepared {
                    add_event_on(world, books, &row, ActEvent::Done, presented_on, UNCLAIMED)?;
                }
                "Le courrier compte depuis sa présentation, comme s’il avait été retiré : la suite du scénario suit ses délais."
            }
            ReturnCause::UnknownAddress => {
                came_back(world, books, &row, returned_on)?;
                "Le courrier n’a atteint personne : l’étape sera proposée de nouveau, par un autre moyen ou quand l’adresse \
                 sera corrigée sur la fiche du client."
            }
        };
        let step = row.act.step_title.clone();
        let kind = JournalKind::LetterReturned(LetterReturned { act, step, returned_on, cause });
        world.note(books, company.id, act, kind)?;
        Ok(follows)
    })
}

fn is_possible(
    world: &World<'_>,
    company: &Company,
    row: &ActRow,
    returned_on: Date,
    cause: ReturnCause,
) -> AppResult<()> {
    if row.act.company != company.id {
        return Err(AppError::NotFound(format!("Aucun acte ne porte l’identifiant {}.", row.act.id)));
    }
    let is_registered = row.act.channel == Channel::RegisteredLetter;
    if !is_registered && row.act.channel != Channel::Letter {
        let what = format!("« {} » n’est pas un courrier ({}).", row.act.subject, row.act.channel.french());
        return Err(AppError::refused(what, "Seul un courrier revient."));
    }
    if !matches!(row.state, ActState::Prepared | ActState::Done | ActState::HandedOver) {
        return Err(AppError::refused(format!("Ce courrier est « {} ».", row.state.french()), "Rien n’a été changé."));
    }
    let first = match cause {
        ReturnCause::Unclaimed { .. } if !is_registered => {
            let remedy = "Dites « destinataire inconnu » si c’est le motif du retour.";
            return Err(AppError::refused("Une lettre simple ne se réclame pas à la poste.", remedy));
        }
        ReturnCause::Unclaimed { presented_on } => presented_on,
        ReturnCause::UnknownAddress => returned_on,
    };
    if first < row.act.planned_on || returned_on < first || returned_on > world.today {
        let (from, until) = (fr::date(row.act.planned_on), fr::date(world.today));
        let remedy = format!("La présentation, puis le retour, sont entre le {from} et le {until}.");
        return Err(AppError::refused("Ces dates ne se suivent pas.", remedy));
    }
    Ok(())
}

/// It reached nobody; the address it went to is not written to any more, unless it has been changed since.
fn came_back(world: &World<'_>, books: &mut dyn Books, row: &ActRow, returned_on: Date) -> AppResult<()> {
    let posted = if row.state == ActState::Prepared {
        add_event_on(world, books, row, ActEvent::Done, row.act.planned_on, "posté, d’après son retour")?;
        ActRow { state: ActState::Done, last_seq: row.last_seq + 1, ..row.clone() }
    } else {
        row.clone()
    };
    add_event_on(world, books, &posted, ActEvent::Returned, returned_on, UNKNOWN)?;
    let Some(party) = books.party(row.act.party)? else { return Ok(()) };
    let address = letters::address_lines(&party.address).join("\n");
    if !address.is_empty() && row.act.addressed_to.ends_with(&address) {
        let recorded_at = world.clock.now();
        books.insert_returned_address(&ReturnedAddress { act: row.act.id, returned_on, recorded_at })?;
    }
    Ok(())
}
