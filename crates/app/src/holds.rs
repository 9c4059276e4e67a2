//! Promises, pauses, insolvencies: opened and lifted by a person, with a sentence; and decisions beside the
//! scenario (skip, postpone, override).

use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::promises::{self, Source};
use crate::records::{BankLineRecord, Company, DecisionRecord, HoldRecord, LiftRecord};
use crate::world::World;
use crate::{disputes, payments, planning, plans};
use base::id::{BankLineId, HoldId, InvoiceId, PartyId};
use base::{Cents, Date};
use domain::facts::{DecisionKind, Guard, HoldKind};
use domain::journal::kinds::{
    CreditJudged, DecisionRecorded, DecisionTaken, HeldFor, HoldLifted, HoldOpened, Judgement,
};
use domain::journal::{JournalKind, Said};
use std::collections::BTreeSet;

/// A hold to open.
#[derive(Clone, Debug)]
pub struct NewHold {
    pub party: PartyId,
    pub invoice: Option<InvoiceId>,
    pub kind: HoldKind,
    /// The day it counts from when that is not today: a judgment is dated, not learnt.
    pub since: Option<Date>,
    pub until: Option<Date>,
    pub amount: Option<Cents>,
    pub why: String,
}

/// Opens a hold from today.
///
/// # Errors
/// `Refused` for a dispute, which is opened by [`disputes::open`], and when a promise has no date; a broken store.
pub fn open(world: &World<'_>, company: &Company, hold: &NewHold) -> AppResult<HoldId> {
    world.write(|books| open_in(world, books, company, hold))
}

pub(crate) fn open_in(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    hold: &NewHold,
) -> AppResult<HoldId> {
    open_from(world, books, company, hold, Source::default())
}

/// Opens a hold that is a word given, with how it reached us; of other holds the source says nothing.
pub(crate) fn open_from(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    hold: &NewHold,
    source: Source,
) -> AppResult<HoldId> {
    if !hold.kind.is_open_to_all() {
        return Err(AppError::refused(
            "Un passage en perte se propose, puis s’approuve.",
            "Faites-le dans Comptabilité › Pertes, ou avec « quitus loss ».",
        ));
    }
    if hold.kind == HoldKind::Dispute {
        return Err(AppError::refused(
            "Un litige s’ouvre facture par facture, avec son motif.",
            "Faites-le sur la page de la facture ou du client, ou avec « quitus dispute open ».",
        ));
    }
    if hold.kind.is_word_given() && hold.until.is_none() {
        return Err(AppError::refused("Une promesse a une date.", "Indiquez-la."));
    }
    if hold.kind == HoldKind::Promise
        && let Some(amount) = hold.amount
    {
        promises::at_most_owed(world, books, company, (hold.party, hold.invoice.as_slice()), amount)?;
    }
    if hold.since.is_some_and(|since| since > world.today) {
        return Err(AppError::refused("Une suspension ne commence pas dans le futur.", "Vérifiez la date."));
    }
    let record = HoldRecord {
        id: world.new_id(),
        company: company.id,
        party: hold.party,
        invoice: hold.invoice,
        kind: hold.kind,
        opened_on: hold.since.unwrap_or(world.today),
        until: hold.until,
        amount: hold.amount,
        author: world.author(),
        why: hold.why.clone(),
        recorded_at: world.clock.now(),
    };
    books.insert_hold(&record)?;
    promises::remember(books, company, &record, source)?;
    let kind = JournalKind::HoldOpened(HoldOpened {
        held_for: held_for(hold.kind),
        subject: Said::plain(subject(books, hold.party, hold.invoice)?),
        until: hold.until,
        why: Said::plain(hold.why.clone()),
    });
    world.note(books, company.id, record.id, kind)?;
    Ok(record.id)
}

/// Ends a hold today.
///
/// # Errors
/// `NotFound`; `Refused` when it has ended, and when it ends with what holds it (a dispute, a plan, a write-off); a broken store.
pub fn lift(world: &World<'_>, company: &Company, id: HoldId, why: &str) -> AppResult<()> {
    world.write(|books| {
        let missing = || AppError::NotFound(format!("Aucune suspension {id}."));
        let hold = books.hold(id)?.filter(|h| h.company == company.id).ok_or_else(missing)?;
        if !books.open_holds(hold.party)?.iter().any(|open| open.id == id) {
            return Err(AppError::refused("Cette suspension a déjà pris fin.", "Rien n’a changé."));
        }
        ends_by_itself(books, &hold)?;
        lift_in(world, books, company, &hold, why)
    })
}

/// A hold of a dispute, a plan or a write-off goes with it: lifted alone, its invoice would be asked for beside them.
fn ends_by_itself(books: &mut dyn Books, hold: &HoldRecord) -> AppResult<()> {
    if let Some(dispute) = disputes::of_hold(books, hold.id)? {
        return Err(AppError::refused(
            "Un litige ne se lève pas : il se tranche.",
            format!("Dites son issue sur sa page, ou : quitus dispute settle {dispute}."),
        ));
    }
    if !hold.kind.is_open_to_all() {
        return Err(AppError::refused(
            "Un passage en perte ne se lève pas : le propriétaire le reprend.",
            "Faites-le dans Comptabilité › Pertes, ou avec « quitus loss end ».",
        ));
    }
    if let Some(plan) = plans::of_hold(books, hold)? {
        return Err(AppError::refused(
            format!("Un échéancier ne se lève pas : il se retire, ou sa déchéance se constate ({plan})."),
            format!("Faites-le sur sa page, ou avec « quitus plan withdraw {plan} »."),
        ));
    }
    Ok(())
}

pub(crate) fn lift_in(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    hold: &HoldRecord,
    why: &str,
) -> AppResult<()> {
    end_in(world, books, company, hold, why)?;
    let kind = JournalKind::HoldLifted(HoldLifted {
        held_for: held_for(hold.kind),
        subject: Said::plain(subject(books, hold.party, hold.invoice)?),
        why: Said::plain(why),
    });
    world.note(books, company.id, hold.id, kind)
}

/// Ends a hold without a line of its own in the journal: what ends it has one.
pub(crate) fn end_in(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    hold: &HoldRecord,
    why: &str,
) -> AppResult<()> {
    Ok(books.insert_lift(&LiftRecord {
        hold: hold.id,
        company: company.id,
        lifted_on: world.today,
        author: world.author(),
        why: why.to_string(),
        recorded_at: world.clock.now(),
    })?)
}

/// Records a skip, postponement or override for a customer, or for one invoice.
///
/// # Errors
/// `Refused` without a sentence; a broken store.
pub fn decide(
    world: &World<'_>,
    company: &Company,
    party: PartyId,
    invoice: Option<InvoiceId>,
    decision: &DecisionKind,
    why: &str,
) -> AppResult<()> {
    if why.trim().is_empty() {
        return Err(AppError::refused("Une décision se justifie.", "Dites pourquoi, en une phrase."));
    }
    world.write(|books| {
        let lines = match decision {
            DecisionKind::Override { guard: Guard::PossiblyPaid } => look_at(world, books, company, (party, invoice))?,
            _ => Vec::new(),
        };
        let record = DecisionRecord {
            id: world.new_id(),
            company: company.id,
            party,
            invoice,
            decided_on: world.today,
            kind: decision.clone(),
            lines: lines.iter().map(|line| line.id).collect(),
            author: world.author(),
            why: why.to_string(),
            recorded_at: world.clock.now(),
        };
        books.insert_decision(&record)?;
        let (taken, step, until) = match decision {
            DecisionKind::Skip { step } => (DecisionTaken::Skip, Some(step.clone()), None),
            DecisionKind::Postpone { until } => (DecisionTaken::Postpone, None, Some(*until)),
            DecisionKind::Override { guard } => (DecisionTaken::Override, Some(guard.code().to_string()), None),
            DecisionKind::Waive { .. } => (DecisionTaken::Waiver, None, None),
        };
        let subject = Said::plain(subject(books, party, invoice)?);
        let why = Said::plain(why);
        for line in lines {
            let (judgement, subject) = (Judgement::LookedAt, Some(subject.clone()));
            let judged = CreditJudged { line: payments::line_ref(&line), judgement, subject, why: why.clone() };
            world.note(books, company.id, line.id, JournalKind::CreditJudged(judged))?;
        }
        let kind = JournalKind::DecisionRecorded(DecisionRecorded { decision: taken, subject, step, until, why });
        world.note(books, company.id, record.id, kind)
    })
}

/// The bank lines that hold back a customer, or one invoice, today: what whoever lifts the guard has seen. A line that
/// comes later was not seen, whatever its day.
fn look_at(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    (party, invoice): (PartyId, Option<InvoiceId>),
) -> AppResult<Vec<BankLineRecord>> {
    let view = View { as_of: world.today, known_at: None };
    let debtor = planning::debtor(books, company, party, view)?.unwrap_or_default();
    let concerns = |of: Option<InvoiceId>| invoice.is_none() || of.is_none() || of == invoice;
    let held = debtor.possible_payments.iter().filter(|p| concerns(p.invoice));
    let ids: BTreeSet<BankLineId> = held.map(|p| p.line).collect();
    if ids.is_empty() {
        return Err(AppError::refused(
            format!("Aucun virement ne retient la relance de {}.", subject(books, party, invoice)?),
            "Il n’y a rien à lever ; « quitus bank » montre les virements à identifier.",
        ));
    }
    let mut lines = Vec::new();
    for id in ids {
        lines.extend(books.bank_line(id)?);
    }
    Ok(lines)
}

pub(crate) fn subject(books: &mut dyn Books, party: PartyId, invoice: Option<InvoiceId>) -> AppResult<String> {
    if let Some(invoice) = invoice.map(|id| books.invoice(id)).transpose()?.flatten() {
        return Ok(invoice.number);
    }
    Ok(books.party(party)?.map_or_else(|| party.to_string(), |p| p.name))
}

fn held_for(kind: HoldKind) -> HeldFor {
    match kind {
        HoldKind::Dispute => HeldFor::Dispute,
        HoldKind::Promise => HeldFor::Promise,
        HoldKind::Plan => HeldFor::Plan,
        HoldKind::Insolvency => HeldFor::Insolvency,
        HoldKind::Factored => HeldFor::Factored,
        HoldKind::Pause => HeldFor::Pause,
        HoldKind::PaymentAnnounced => HeldFor::PaymentAnnounced,
        HoldKind::AwaitingValidation => HeldFor::AwaitingValidation,
        HoldKind::Remainder => HeldFor::Remainder,
        // Never opened here: what is said of a write-off has entries of its own.
        HoldKind::WrittenOff => HeldFor::Pause,
    }
}
