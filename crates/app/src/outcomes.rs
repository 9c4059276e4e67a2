//! What people report back: the outcome of a call or visit, a letter posted, an unknown sending looked into.
//!
//! Each outcome writes the facts that decide the next step; the planner itself knows nothing of calls.

mod holding;

pub(crate) use holding::Talk;

use crate::disputes::{self, Contention};
use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::records::{ActEventRecord, ActRow, AllocationRecord, Company, DecisionRecord};
use crate::world::World;
use base::id::ActId;
use base::{Cents, Date, add_days, fr};
use domain::act::ActEvent;
use domain::facts::{ActState, Channel, DecisionKind, DisputeCause, HoldKind, next_open_day};
use domain::journal::kinds::{ActCancelled, ActDelivered, ActResolvedByHand, CallOutcome, CallRecorded, PartyRef};
use domain::journal::{JournalKind, Said};

/// Days given to the customer to validate an invoice, when they name none.
const VALIDATION_DAYS: i64 = 7;
/// Days for a payment said to be under way to arrive.
const ARRIVAL_DAYS: i64 = 5;

/// What was heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    NoAnswer,
    InvoiceNotReceived,
    AwaitingValidation {
        until: Option<Date>,
    },
    /// A dispute is opened for each invoice that was talked about.
    Dispute {
        cause: DisputeCause,
        amount: Option<Cents>,
    },
    Promise {
        on: Date,
        amount: Option<Cents>,
    },
    PaymentSent {
        on: Option<Date>,
    },
    Other,
}

impl Outcome {
    /// The list printed on a call sheet, in the order it is asked.
    pub fn french_list() -> Vec<String> {
        [
            "pas de réponse",
            "facture non reçue",
            "en attente de validation",
            "litige",
            "promesse de règlement le …",
            "paiement envoyé le …",
            "autre",
        ]
        .map(str::to_string)
        .to_vec()
    }

    fn journalled(&self) -> CallOutcome {
        match self {
            Outcome::NoAnswer => CallOutcome::NoAnswer,
            Outcome::InvoiceNotReceived => CallOutcome::InvoiceNotReceived,
            Outcome::AwaitingValidation { .. } => CallOutcome::AwaitingValidation,
            Outcome::Dispute { .. } => CallOutcome::Dispute,
            Outcome::Promise { on, .. } => CallOutcome::Promise { on: *on },
            Outcome::PaymentSent { .. } => CallOutcome::PaymentSent,
            Outcome::Other => CallOutcome::Other,
        }
    }

    /// The hold it opens on the invoices that were talked about, if any.
    fn hold(&self, today: Date) -> Option<(HoldKind, Option<Date>, Option<Cents>)> {
        match self {
            Outcome::AwaitingValidation { until } => {
                Some((HoldKind::AwaitingValidation, until.or_else(|| add_days(today, VALIDATION_DAYS)), None))
            }
            Outcome::Promise { on, amount } => Some((HoldKind::Promise, Some(*on), *amount)),
            Outcome::PaymentSent { on } => {
                Some((HoldKind::PaymentAnnounced, add_days(on.unwrap_or(today), ARRIVAL_DAYS), None))
            }
            Outcome::Dispute { .. } | Outcome::NoAnswer | Outcome::InvoiceNotReceived | Outcome::Other => None,
        }
    }
}

/// Records what a call or visit gave. An unanswered call is tried again the next working day; everything else counts as
/// the step performed.
///
/// # Errors
/// `Refused` when the act is no call or visit waiting for an outcome, or more is contested than is left to contest.
pub fn record_call(world: &World<'_>, company: &Company, act: ActId, outcome: &Outcome, note: &str) -> AppResult<()> {
    world.write(|books| {
        let row = waiting_task(books, act, &[Channel::Call, Channel::Visit])?;
        let why = if note.is_empty() { "noté lors de l’appel" } else { note };
        follow(world, books, company, &Talk::of(&row), outcome, why)?;
        let event = if *outcome == Outcome::NoAnswer { ActEvent::Cancelled } else { ActEvent::Done };
        add_event(world, books, &row, event, note)?;
        if *outcome == Outcome::NoAnswer {
            try_again(world, books, company, &row)?;
        }
        let party = books.party(row.act.party)?.map_or_else(String::new, |p| p.name);
        let kind = JournalKind::CallRecorded(CallRecorded {
            act: Some(act),
            party: PartyRef { id: row.act.party, name: Said::plain(party) },
            outcome: outcome.journalled(),
            note: personal(world, books, company, note)?,
        });
        world.note(books, company.id, act, kind)
    })
}

/// Opens what was heard: a dispute for each invoice that was talked about, or what holds them back until a day.
///
/// # Errors
/// `Refused` when more is contested, or promised, than is left; a broken store.
pub(crate) fn follow(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    talk: &Talk,
    outcome: &Outcome,
    why: &str,
) -> AppResult<()> {
    if let Outcome::Dispute { cause, amount } = outcome {
        let invoices: Vec<_> = talk.lines.iter().map(|(invoice, _)| *invoice).collect();
        let contested = Contention { cause: *cause, amount: *amount, why: why.to_string() };
        disputes::open_each(world, books, company, &invoices, &contested)?;
    }
    match outcome.hold(world.today) {
        Some(hold) => holding::hold_back(world, books, company, talk, hold, why),
        None => Ok(()),
    }
}

fn try_again(world: &World<'_>, books: &mut dyn Books, company: &Company, row: &ActRow) -> AppResult<()> {
    let settings = &company.settings;
    let tomorrow = add_days(world.today, 1).unwrap_or(world.today);
    for line in &row.act.lines {
        books.insert_decision(&DecisionRecord {
            id: world.new_id(),
            company: company.id,
            party: row.act.party,
            invoice: Some(line.invoice),
            decided_on: world.today,
            kind: DecisionKind::Postpone { until: next_open_day(&settings.closings, settings.region, tomorrow) },
            lines: Vec::new(),
            author: world.author(),
            why: "personne n’a répondu, à rappeler".to_string(),
            recorded_at: world.clock.now(),
        })?;
    }
    Ok(())
}

/// Records that a letter was posted or presented, or a task done, on a day that is over or today. Returns what the user
/// should know: it happened, and stays recorded as it did.
///
/// # Errors
/// `Refused` when the act is not a task that waits, or could not be done on that day.
pub fn record_done(world: &World<'_>, company: &Company, act: ActId, on: Date, proof: &str) -> AppResult<Vec<String>> {
    world.write(|books| {
        let row = waiting_task(
            books,
            act,
            &[Channel::Letter, Channel::RegisteredLetter, Channel::Visit, Channel::Call, Channel::Internal],
        )?;
        possible_on(world, &row, on)?;
        let warnings = paid_before(books, &row, on)?;
        add_event_on(world, books, &row, ActEvent::Done, on, proof)?;
        let kind = JournalKind::ActDelivered(ActDelivered {
            act,
            step: row.act.step_title.clone(),
            delivered_on: on,
            proof: (!proof.is_empty()).then(|| proof.to_string()),
        });
        world.note(books, company.id, act, kind)?;
        Ok(warnings)
    })
}

fn possible_on(world: &World<'_>, row: &ActRow, on: Date) -> AppResult<()> {
    let (day, prepared_on) = (fr::date(on), row.act.planned_on);
    let why = match on {
        on if on > world.today => format!("Le {day} n’est pas encore venu : rien n’a pu être fait ce jour-là."),
        on if on < prepared_on => {
            format!("Le {day}, « {} » n’était préparé que le {}.", row.act.subject, fr::date(prepared_on))
        }
        _ => return Ok(()),
    };
    let remedy = format!("Indiquez un jour du {} au {}.", fr::date(prepared_on), fr::date(world.today));
    Err(AppError::refused(why, remedy))
}

/// Money that had come before a letter was posted and that the letter knows nothing of.
fn paid_before(books: &mut dyn Books, row: &ActRow, on: Date) -> AppResult<Vec<String>> {
    let mut warnings = Vec::new();
    if !matches!(row.act.channel, Channel::Letter | Channel::RegisteredLetter) {
        return Ok(warnings);
    }
    for line in &row.act.lines {
        let all = books.allocations_of_invoice(line.invoice)?;
        let unknown = |a: &&AllocationRecord| {
            let stands = a.reverses.is_none() && all.iter().all(|b| b.reverses != Some(a.id));
            stands && a.amount.is_positive() && a.effective_on < on && a.recorded_at > row.act.prepared_at
        };
        let came: Vec<&AllocationRecord> = all.iter().filter(unknown).collect();
        let Some(last) = came.iter().map(|a| a.effective_on).max() else { continue };
        warnings.push(format!(
            "{} ont été reçus le {} pour {}, avant l’envoi du {} : le courrier réclamait ce qui était déjà payé. C’est noté \
             tel que cela s’est passé ; dites-le au client.",
            fr::money(Cents::sum(came.iter().map(|a| a.amount))?, row.act.currency),
            fr::date(last),
            line.number,
            fr::date(on)
        ));
    }
    Ok(warnings)
}

/// A person looked: the message whose outcome was lost did leave, or did not.
///
/// # Errors
/// `Refused` unless the outcome is unknown.
pub fn resolve_unknown(world: &World<'_>, company: &Company, act: ActId, left: bool, why: &str) -> AppResult<()> {
    world.write(|books| {
        let row = found(books, act)?;
        if row.state != ActState::Unknown {
            return Err(AppError::refused(
                format!("Cet envoi est « {} » : son issue n’est pas inconnue.", row.state.french()),
                "Il n’y a rien à trancher.",
            ));
        }
        let event = if left { ActEvent::ConfirmedSent } else { ActEvent::ConfirmedNotSent };
        add_event(world, books, &row, event, why)?;
        let kind = JournalKind::ActResolvedByHand(ActResolvedByHand {
            act,
            step: row.act.step_title.clone(),
            left,
            why: Said::plain(why),
        });
        world.note(books, company.id, act, kind)
    })
}

/// Gives up an act that is prepared and has not left: the customer paid meanwhile, or the call is no longer wanted.
///
/// # Errors
/// `Refused` once it has been handed over, done or given up.
pub fn cancel(world: &World<'_>, company: &Company, act: ActId, why: &str) -> AppResult<()> {
    world.write(|books| {
        let row = found(books, act)?;
        add_event(world, books, &row, ActEvent::Cancelled, why)?;
        let kind =
            JournalKind::ActCancelled(ActCancelled { act, step: row.act.step_title.clone(), why: Said::plain(why) });
        world.note(books, company.id, act, kind)
    })
}

/// What became of approvals taken back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    pub cancelled: u64,
    /// They had left, or were being handed over.
    pub too_late: u64,
}

/// Takes back acts that were approved a moment ago: those that have not left are given up, all in one go.
///
/// # Errors
/// A broken store.
pub fn take_back(world: &World<'_>, company: &Company, acts: &[ActId], why: &str) -> AppResult<Undone> {
    world.write(|books| {
        let mut undone = Undone::default();
        for act in acts {
            let row = found(books, *act)?;
            if row.act.company != company.id || row.state != ActState::Prepared {
                undone.too_late += u64::from(row.state != ActState::Cancelled);
                continue;
            }
            add_event(world, books, &row, ActEvent::Cancelled, why)?;
            let step = row.act.step_title.clone();
            let kind = JournalKind::ActCancelled(ActCancelled { act: *act, step, why: Said::plain(why) });
            world.note(books, company.id, *act, kind)?;
            undone.cancelled += 1;
        }
        Ok(undone)
    })
}

fn waiting_task(books: &mut dyn Books, act: ActId, channels: &[Channel]) -> AppResult<ActRow> {
    let row = found(books, act)?;
    if row.state != ActState::Prepared || !channels.contains(&row.act.channel) {
        return Err(AppError::refused(
            format!("{} ({}) est « {} ».", row.act.step_title, row.act.channel.french(), row.state.french()),
            "Seule une tâche préparée et pas encore faite reçoit un résultat.",
        ));
    }
    Ok(row)
}

pub(crate) fn found(books: &mut dyn Books, act: ActId) -> AppResult<ActRow> {
    books.act(act)?.ok_or_else(|| AppError::NotFound(format!("Aucun acte ne porte l’identifiant {act}.")))
}

pub(crate) fn add_event(
    world: &World<'_>,
    books: &mut dyn Books,
    row: &ActRow,
    event: ActEvent,
    detail: &str,
) -> AppResult<()> {
    add_event_on(world, books, row, event, world.today, detail)
}

pub(crate) fn add_event_on(
    world: &World<'_>,
    books: &mut dyn Books,
    row: &ActRow,
    event: ActEvent,
    on: Date,
    detail: &str,
) -> AppResult<()> {
    domain::act::apply(row.state, event)
        .map_err(|e| AppError::refused(format!("Cet acte est « {} ».", e.state.french()), "Rien n’a été changé."))?;
    books.insert_act_event(&ActEventRecord {
        act: row.act.id,
        company: row.act.company,
        seq: row.last_seq + 1,
        event,
        on,
        author: world.author(),
        detail: detail.to_string(),
        recorded_at: world.clock.now(),
    })?;
    Ok(())
}

/// Keeps a text about a person beside the journal, which only holds its fingerprint.
pub(crate) fn personal(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    text: &str,
) -> AppResult<Option<Said>> {
    if text.is_empty() {
        return Ok(None);
    }
    let (a, b) = (world.entropy.ten_bytes(), world.entropy.ten_bytes());
    let mut salt = [0_u8; 16];
    salt.iter_mut().zip(a.iter().chain(&b)).for_each(|(to, from)| *to = *from);
    let reference = domain::journal::PersonalRef::commit(&salt, text);
    books.insert_personal(company.id, reference.as_str(), &salt, text)?;
    Ok(Some(Said::Personal(reference)))
}
