//! What was prepared leaves: claimed in a transaction of its own, handed to the carrier, and the outcome recorded.
//!
//! One process sends at a time. A claim without an outcome, left by a process that died, is never sent again: its outcome
//! is unknown until somebody looks, unless the carrier itself can tell. What was approved is looked at again just before:
//! a customer who paid meanwhile is not written to.

mod grounds;
mod hours;
mod paper;

pub use hours::{Moment, UNDO_SECONDS, at, departure, leaves_later};
pub use paper::document;

use crate::error::AppResult;
use crate::outcomes::add_event;
use crate::ports::books::Books;
use crate::ports::mail::{Envelope, HandOver, MailCarrier};
use crate::ports::terms::BooksError;
use crate::records::{ActRow, Company};
use crate::world::World;
use base::id::ActId;
use base::{Date, fr};
use domain::act::ActEvent;
use domain::facts::ActState;
use domain::journal::kinds::{ActCancelled, ActFailed, ActHandedOver, ActUnknown};
use domain::journal::{JournalKind, Said};

/// All of them: what waits is never more than what people approved, and tasks that wait for a person must not hide mails.
const ALL: u64 = u64::MAX >> 1;

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
    /// Why it stays prepared; `None` for what left, failed or was given up.
    pub waits: Option<Wait>,
    /// The carrier's words, why it waits, or why it was given up.
    pub detail: String,
}

/// Why a prepared message stays where it is for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// Approved a moment ago: it can still be taken back.
    Undo,
    /// No mail server is set up.
    NoServer,
    /// It was prepared for real sending, which is switched off.
    SwitchedOff,
    /// Outside the sending hours.
    Hours { from: u8, until: u8 },
    /// The company is closed.
    Closed { reopens_on: Date },
    /// The books were put back from a copy, and nobody said yet what left since.
    Restored,
}

impl Wait {
    pub fn french(self) -> String {
        match self {
            Wait::Undo => format!("approuvé à l’instant : encore annulable pendant {UNDO_SECONDS} secondes"),
            Wait::NoServer => "aucun serveur d’envoi n’est réglé".to_string(),
            Wait::SwitchedOff => "préparé pour un envoi réel, qui est désactivé".to_string(),
            Wait::Hours { from, until } => hours::french(from, until),
            Wait::Closed { reopens_on } => {
                format!("votre société est fermée : part à partir du {}", fr::date(reopens_on))
            }
            Wait::Restored => {
                "les données ont été restaurées : dites d’abord ce qui est parti depuis la sauvegarde".to_string()
            }
        }
    }
}

/// What a round of sending gave.
#[derive(Clone, Debug, Default)]
pub struct Round {
    pub sent: Vec<Sent>,
    /// Another process is sending: nothing was done.
    pub busy: bool,
}

/// Sends every prepared mail at once, as [`send_at`] when somebody asks.
///
/// # Errors
/// As [`send_at`].
pub fn send(world: &World<'_>, company: &Company, carriers: &Carriers<'_>) -> AppResult<Round> {
    send_at(world, company, carriers, Moment::Asked)
}

/// Sends every prepared mail that may leave at this moment. Letters, calls and visits are tasks and stay prepared until a
/// person reports.
///
/// # Errors
/// A broken store. What was handed over before is recorded.
pub fn send_at(world: &World<'_>, company: &Company, carriers: &Carriers<'_>, moment: Moment) -> AppResult<Round> {
    let Some(_lock) = world.store.sending_lock()? else { return Ok(Round { busy: true, ..Round::default() }) };
    let mut round = Round { sent: recover(world, company, carriers)?, busy: false };
    let waiting = world.read(|books| Ok(books.acts_in_state(company.id, &[ActState::Prepared], ALL)?))?;
    for row in waiting.into_iter().filter(|r| r.act.message_id.is_some()) {
        if let Some(sent) = send_one(world, company, carriers, &row, moment)? {
            round.sent.push(sent);
        }
    }
    Ok(round)
}

/// Claims that a process left behind when it died. We hold the lock, so nobody is sending them now.
fn recover(world: &World<'_>, company: &Company, carriers: &Carriers<'_>) -> AppResult<Vec<Sent>> {
    let left = world.read(|books| Ok(books.acts_in_state(company.id, &[ActState::Dispatching], ALL)?))?;
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

/// `None` when another process was first.
fn send_one(
    world: &World<'_>,
    company: &Company,
    carriers: &Carriers<'_>,
    row: &ActRow,
    moment: Moment,
) -> AppResult<Option<Sent>> {
    let carrier = carrier(carriers, row);
    let turn = match claim(world, company, row, carrier.is_some(), moment) {
        Ok(turn) => turn,
        Err(crate::AppError::Books(BooksError::Taken(_))) => return Ok(None),
        Err(other) => return Err(other),
    };
    let (content, carrier) = match (turn, carrier) {
        (Turn::Claimed(content), Some(carrier)) => (content, carrier),
        (Turn::Waits(wait), _) => return Ok(Some(waits(row, wait))),
        (Turn::Lapsed(detail), _) => return Ok(Some(Sent { state: ActState::Cancelled, ..told_of(row, detail) })),
        (Turn::Claimed(_), None) => return Ok(Some(waits(row, Wait::NoServer))),
    };
    let envelope = Envelope { from: company.email.clone().unwrap_or_default(), to: vec![row.act.addressed_to.clone()] };
    let outcome = carrier.hand_over(&envelope, &content);
    let claimed = ActRow { state: ActState::Dispatching, last_seq: row.last_seq + 1, ..row.clone() };
    record(world, company, carriers, &claimed, &outcome).map(Some)
}

/// What one prepared act is told when its turn comes.
enum Turn {
    /// Committed: from here on this act never leaves again by itself. With its exact bytes.
    Claimed(Vec<u8>),
    Waits(Wait),
    /// Given up, and why: what it says no longer holds.
    Lapsed(String),
}

fn claim(world: &World<'_>, company: &Company, row: &ActRow, has_carrier: bool, moment: Moment) -> AppResult<Turn> {
    world.write(|books| {
        // As it is in this very transaction: sending may just have been switched off.
        let kept = books.companies()?.into_iter().find(|c| c.id == company.id);
        let company = kept.as_ref().unwrap_or(company);
        if let Some(lapsed) = grounds::lapsed(world, books, company, row)? {
            return give_up(world, books, company, row, lapsed.french());
        }
        if books.open_restoration(company.id)?.is_some() {
            return Ok(Turn::Waits(Wait::Restored));
        }
        if let Some(wait) = stays(world, company, row, has_carrier, moment) {
            return Ok(Turn::Waits(wait));
        }
        add_event(world, books, row, ActEvent::Claimed, &asked(world, row, moment))?;
        Ok(Turn::Claimed(books.act_content(row.act.id)?))
    })
}

fn stays(world: &World<'_>, company: &Company, row: &ActRow, has_carrier: bool, moment: Moment) -> Option<Wait> {
    if let Some(wait) = hours::fresh(row.act.prepared_at, world.clock.now(), moment) {
        return Some(wait);
    }
    if !row.act.live {
        return None;
    }
    if !company.settings.live {
        return Some(Wait::SwitchedOff);
    }
    if !has_carrier {
        return Some(Wait::NoServer);
    }
    hours::wait(company, world.today, moment)
}

/// Kept with the claim of a real message that did not wait for the sending hours.
fn asked(world: &World<'_>, row: &ActRow, moment: Moment) -> String {
    match moment {
        Moment::Asked if row.act.live => {
            format!("sans attendre les heures d’envoi, à la demande de {}", world.author())
        }
        _ => String::new(),
    }
}

fn give_up(world: &World<'_>, books: &mut dyn Books, company: &Company, row: &ActRow, why: String) -> AppResult<Turn> {
    add_event(world, books, row, ActEvent::Cancelled, &why)?;
    let (act, step) = (row.act.id, row.act.step_title.clone());
    let kind = JournalKind::ActCancelled(ActCancelled { act, step, why: Said::plain(why.clone()) });
    world.note(books, company.id, act, kind)?;
    Ok(Turn::Lapsed(why))
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
    let written = world.write(|books| {
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
    });
    match written {
        Ok(()) => Ok(Sent { state, ..told_of(row, detail) }),
        // A sender whose lock was lost with its connection is taken for dead by the next one: what is noted first stands.
        Err(crate::AppError::Books(BooksError::Taken(_))) => {
            let noted = world.read(|books| Ok(books.act(row.act.id)?))?.unwrap_or_else(|| row.clone());
            Ok(told_of(&noted, noted.last_detail.clone()))
        }
        Err(other) => Err(other),
    }
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

fn waits(row: &ActRow, wait: Wait) -> Sent {
    Sent { waits: Some(wait), ..told_of(row, wait.french()) }
}

fn told_of(row: &ActRow, detail: String) -> Sent {
    Sent {
        act: row.act.id,
        customer_step: row.act.subject.clone(),
        addressed_to: row.act.addressed_to.clone(),
        live: row.act.live,
        state: row.state,
        waits: None,
        detail,
    }
}
