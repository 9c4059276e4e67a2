//! What was prepared leaves: claimed in a transaction of its own, handed to the carrier, and the outcome recorded.
//!
//! One process sends at a time. A claim without an outcome, left by a process that died, is never sent again: its outcome
//! is unknown until somebody looks, unless the carrier itself can tell.

use crate::error::AppResult;
use crate::outcomes::add_event;
use crate::ports::books::BooksError;
use crate::ports::mail::{Envelope, HandOver, MailCarrier};
use crate::records::{ActRow, Company};
use crate::world::World;
use base::id::ActId;
use domain::act::ActEvent;
use domain::facts::ActState;
use domain::journal::kinds::{ActFailed, ActHandedOver, ActUnknown};
use domain::journal::{JournalKind, Said};

/// How many acts are looked at in one go.
const BATCH: u64 = 500;

/// The carriers of both modes: acts prepared in trial never meet the live one.
pub struct Carriers<'c> {
    pub trial: &'c dyn MailCarrier,
    /// `None` while no mail server is set up.
    pub live: Option<&'c dyn MailCarrier>,
}

/// What became of one act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    pub act: ActId,
    pub customer_step: String,
    pub addressed_to: String,
    pub live: bool,
    pub state: ActState,
    /// The carrier's words, or why it waits.
    pub detail: String,
}

/// What a round of sending gave.
#[derive(Clone, Debug, Default)]
pub struct Round {
    pub sent: Vec<Sent>,
    /// Another process is sending: nothing was done.
    pub busy: bool,
}

/// Sends every prepared mail. Letters, calls and visits are tasks and stay prepared until a person reports.
///
/// # Errors
/// A broken store. What was handed over before is recorded.
pub fn send(world: &World<'_>, company: &Company, carriers: &Carriers<'_>) -> AppResult<Round> {
    let Some(_lock) = world.store.sending_lock()? else { return Ok(Round { busy: true, ..Round::default() }) };
    let mut round = Round { sent: recover(world, company, carriers)?, busy: false };
    let waiting = world.read(|books| Ok(books.acts_in_state(company.id, &[ActState::Prepared], BATCH)?))?;
    for row in waiting.into_iter().filter(|r| r.act.message_id.is_some()) {
        if let Some(sent) = send_one(world, company, carriers, &row)? {
            round.sent.push(sent);
        }
    }
    Ok(round)
}

/// Claims that a process left behind when it died. We hold the lock, so nobody is sending them now.
fn recover(world: &World<'_>, company: &Company, carriers: &Carriers<'_>) -> AppResult<Vec<Sent>> {
    let left = world.read(|books| Ok(books.acts_in_state(company.id, &[ActState::Dispatching], BATCH)?))?;
    let mut recovered = Vec::new();
    for row in left {
        let proof = row.act.message_id.as_deref().and_then(|id| carrier(carriers, &row)?.was_handed_over(id));
        let outcome = match proof {
            Some(true) => {
                HandOver::Accepted { reply: "retrouvé chez le transporteur après une interruption".to_string() }
            }
            Some(false) => HandOver::Unreachable { why: "interrompu avant la remise".to_string() },
            None => HandOver::Unknown { why: "le programme s’est arrêté pendant l’envoi".to_string() },
        };
        recovered.push(record(world, company, carriers, &row, &outcome)?);
    }
    Ok(recovered)
}

fn carrier<'c>(carriers: &Carriers<'c>, row: &ActRow) -> Option<&'c dyn MailCarrier> {
    if row.act.live { carriers.live } else { Some(carriers.trial) }
}

/// `None` when another process claimed it first.
fn send_one(world: &World<'_>, company: &Company, carriers: &Carriers<'_>, row: &ActRow) -> AppResult<Option<Sent>> {
    let Some(carrier) = carrier(carriers, row) else {
        return Ok(Some(waits(row, "aucun serveur d’envoi n’est réglé")));
    };
    let content = match claim(world, row) {
        Ok(content) => content,
        Err(crate::AppError::Books(BooksError::Taken(_))) => return Ok(None),
        Err(other) => return Err(other),
    };
    let envelope = Envelope { from: company.email.clone().unwrap_or_default(), to: vec![row.act.addressed_to.clone()] };
    let outcome = carrier.hand_over(&envelope, &content);
    let claimed = ActRow { state: ActState::Dispatching, last_seq: row.last_seq + 1, ..row.clone() };
    record(world, company, carriers, &claimed, &outcome).map(Some)
}

/// Commits the claim: from here on this act never leaves again by itself.
fn claim(world: &World<'_>, row: &ActRow) -> AppResult<Vec<u8>> {
    world.write(|books| {
        add_event(world, books, row, ActEvent::Claimed, "")?;
        Ok(books.act_content(row.act.id)?)
    })
}

fn record(
    world: &World<'_>,
    company: &Company,
    carriers: &Carriers<'_>,
    row: &ActRow,
    outcome: &HandOver,
) -> AppResult<Sent> {
    let label = carrier(carriers, row).map_or_else(String::new, |c| c.label());
    let (event, state, detail) = told(outcome);
    world.write(|books| {
        add_event(world, books, row, event, &detail)?;
        let said = crate::outcomes::personal(world, books, company, &detail)?.unwrap_or(Said::plain("—"));
        let (act, step) = (row.act.id, row.act.step_title.clone());
        let kind = match event {
            ActEvent::HandedOver => {
                JournalKind::ActHandedOver(ActHandedOver { act, step, carrier: label.clone(), reply: said })
            }
            ActEvent::OutcomeLost => JournalKind::ActUnknown(ActUnknown { act, step, why: said }),
            _ => JournalKind::ActFailed(ActFailed { act, step, permanent: is_permanent(outcome), why: said }),
        };
        world.note(books, company.id, act, kind)
    })?;
    Ok(Sent { state, detail, ..waits(row, "") })
}

fn told(outcome: &HandOver) -> (ActEvent, ActState, String) {
    match outcome {
        HandOver::Accepted { reply } => (ActEvent::HandedOver, ActState::HandedOver, reply.clone()),
        HandOver::Partly { accepted, refused, reply } => {
            let no: Vec<String> = refused.iter().map(|(to, why)| format!("{to} : {why}")).collect();
            let detail = format!("{reply} ; accepté pour {} ; refusé pour {}", accepted.join(", "), no.join(", "));
            (ActEvent::HandedOver, ActState::HandedOver, detail)
        }
        HandOver::Refused { reply, .. } => (ActEvent::Failed, ActState::Failed, reply.clone()),
        HandOver::Unreachable { why } => (ActEvent::Failed, ActState::Failed, why.clone()),
        HandOver::Unknown { why } => (ActEvent::OutcomeLost, ActState::Unknown, why.clone()),
    }
}

fn is_permanent(outcome: &HandOver) -> bool {
    matches!(outcome, HandOver::Refused { permanent: true, .. })
}

fn waits(row: &ActRow, detail: &str) -> Sent {
    Sent {
        act: row.act.id,
        customer_step: row.act.subject.clone(),
        addressed_to: row.act.addressed_to.clone(),
        live: row.act.live,
        state: row.state,
        detail: detail.to_string(),
    }
}
