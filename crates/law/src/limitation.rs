//! The limitation period (prescription) of a receivable: the last day to act, and what each past act did to it.
//!
//! Prudence of a creditor: the earliest start, no postponement for weekends or holidays, nothing unsettled counted in our favour,
//! suspensions mentioned but not added. It shows a date and its reasons; it does not tell whether a claim is barred.

use crate::book::LawBook;
use crate::delay::Delay;
use crate::error::LawError;
use crate::typed::{DelayRule, LimitationEffect};
use crate::typography::typeset;
use crate::value::{LawValue, Status};
use base::{Date, fr};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What kind of claim it is, for the length of the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceivableKind {
    /// Between businesses, and common law: five years (C. com. L110-4 I; C. civ. 2224).
    Business,
    /// Against a consumer: two years (C. conso. L218-2).
    Consumer,
    /// Carriage of goods: one year (C. com. L133-6).
    Transport,
    /// Against a public body: four years from the next 1 January (loi 68-1250 art. 1).
    PublicBody,
    /// Under an enforceable title: ten years (CPCEx L111-4).
    EnforceableTitle,
}

/// What happened that may bear on the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitationAct {
    Acknowledgement,
    CourtClaim,
    Enforcement,
    OrderServed,
    ClaimLodged,
    PartialPayment,
    WrittenClaim,
    FormalNotice,
    Reminder,
    ApplicationFiled,
    PartialCreditNote,
    Mediation,
}

impl LimitationAct {
    pub const ALL: [LimitationAct; 12] = [
        LimitationAct::Acknowledgement,
        LimitationAct::CourtClaim,
        LimitationAct::Enforcement,
        LimitationAct::OrderServed,
        LimitationAct::ClaimLodged,
        LimitationAct::PartialPayment,
        LimitationAct::WrittenClaim,
        LimitationAct::FormalNotice,
        LimitationAct::Reminder,
        LimitationAct::ApplicationFiled,
        LimitationAct::PartialCreditNote,
        LimitationAct::Mediation,
    ];

    /// Key in `data/law/limitation.toml`.
    pub const fn key(self) -> &'static str {
        match self {
            LimitationAct::Acknowledgement => "acknowledgement",
            LimitationAct::CourtClaim => "court-claim",
            LimitationAct::Enforcement => "enforcement",
            LimitationAct::OrderServed => "order-served",
            LimitationAct::ClaimLodged => "claim-lodged",
            LimitationAct::PartialPayment => "partial-payment",
            LimitationAct::WrittenClaim => "written-claim",
            LimitationAct::FormalNotice => "formal-notice",
            LimitationAct::Reminder => "reminder",
            LimitationAct::ApplicationFiled => "application-filed",
            LimitationAct::PartialCreditNote => "partial-credit-note",
            LimitationAct::Mediation => "mediation",
        }
    }
}

/// The facts of one receivable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitationFacts<'a> {
    pub kind: ReceivableKind,
    /// Due date of the invoice; for an enforceable title, the day it became enforceable.
    pub due_on: Date,
    /// Day of delivery or performance, when known: a late invoice moves nothing.
    pub performed_on: Option<Date>,
    /// Acts and their dates, in any order; those after `as_of` are ignored.
    pub acts: &'a [(Date, LimitationAct)],
    pub as_of: Date,
}

/// What one act did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Considered {
    pub on: Date,
    pub act: LimitationAct,
    pub effect: LimitationEffect,
    /// The act came after the last day and could no longer interrupt.
    pub too_late: bool,
    pub record: Arc<LawValue>,
}

/// Remarks beside the date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LimitationNote {
    /// Nothing tells what the debtor is: the shortest period counts, that of consumers.
    KindUnknown,
    /// Counted from performance although the debt fell due later (C. civ. 2233 may give more time).
    StartedAtPerformance,
    /// No performance date known: counted from the due date; performance may be earlier.
    PerformanceUnknown,
    PartialPaymentUnsettled,
    SuspensionNotCounted,
    /// After an interruption the new period is counted from the act itself, the earliest reading.
    PublicRestart,
    /// Limited to twenty years from the start (C. civ. 2232).
    LongStop,
    /// The start of the ten years is unsettled for an order for payment.
    TitleStartUnsettled,
}

impl LimitationNote {
    pub fn french(self) -> String {
        typeset(self.plain())
    }

    const fn plain(self) -> &'static str {
        match self {
            LimitationNote::KindUnknown => {
                "Nature du client à préciser : par prudence, le délai des consommateurs, le plus court (C. conso. L218-2)."
            }
            LimitationNote::StartedAtPerformance => {
                "Compté depuis l’exécution de la prestation, par prudence. Une créance à terme ne se prescrit pas avant l’échéance (C. civ. 2233)."
            }
            LimitationNote::PerformanceUnknown => {
                "Date d’exécution inconnue : compté depuis l’échéance. Si la prestation est plus ancienne, la date est plus proche."
            }
            LimitationNote::PartialPaymentUnsettled => {
                "Un paiement partiel vaut souvent reconnaissance de dette, mais rien ne le tranche : il n’est pas compté comme interruption."
            }
            LimitationNote::SuspensionNotCounted => {
                "Une médiation ou une conciliation suspend le délai (C. civ. 2238) : cette durée n’est pas ajoutée ici, par prudence."
            }
            LimitationNote::PublicRestart => {
                "Le nouveau délai est compté depuis l’acte lui-même, lecture la plus prudente."
            }
            LimitationNote::LongStop => "Limité à vingt ans depuis la naissance du droit (C. civ. 2232).",
            LimitationNote::TitleStartUnsettled => {
                "Le point de départ des dix ans n’est pas tranché pour une ordonnance d’injonction de payer : à vérifier."
            }
        }
    }
}

/// The last day to act and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limitation {
    /// Last day on which an interrupting act is in time.
    pub last_day: Date,
    /// Day the running period counts from.
    pub started_on: Date,
    pub period: Delay,
    /// The act that started the running period, when the first was interrupted.
    pub interrupted_by: Option<(Date, LimitationAct)>,
    pub article: String,
    /// The worst status of what was used.
    pub status: Status,
    pub considered: Vec<Considered>,
    pub notes: Vec<LimitationNote>,
}

impl Limitation {
    /// One sentence for the screen.
    pub fn french(&self) -> String {
        typeset(&format!(
            "Dernier jour pour agir : {} ({} depuis le {}, {}).",
            fr::date(self.last_day),
            self.period.french(),
            fr::date(self.started_on),
            self.article
        ))
    }
}

/// Computes the limitation date of a receivable.
///
/// # Errors
/// `NoEntry` when the tables lack the rule; `OutsideCalendar` beyond the year 9999.
pub fn limitation(facts: &LimitationFacts<'_>, law: &LawBook) -> Result<Limitation, LawError> {
    let born = facts.performed_on.map_or(facts.due_on, |day| day.min(facts.due_on));
    let rule = law.delay(rule_id(facts.kind), facts.as_of)?;
    let DelayRule::Duration(period) = rule.value else { return Err(crate::typed::bad(&rule.record)) };
    let started_on = match facts.kind {
        ReceivableKind::PublicBody => {
            Date::new(born.year().saturating_add(1), 1, 1).map_err(|_| LawError::OutsideCalendar)?
        }
        _ => born,
    };
    let mut result = Limitation {
        last_day: first_last_day(facts.kind, period, started_on)?,
        started_on,
        period,
        interrupted_by: None,
        article: rule.article().to_string(),
        status: rule.status(),
        considered: Vec::new(),
        notes: start_notes(facts),
    };
    let mut acts: Vec<(Date, LimitationAct)> =
        facts.acts.iter().copied().filter(|(on, _)| *on <= facts.as_of && *on >= born).collect();
    acts.sort();
    for (on, act) in acts {
        consider(&mut result, facts.kind, on, act, law)?;
    }
    cap(&mut result, born, law, facts)?;
    Ok(result)
}

/// Four years from 1 January end on 31 December; other periods end on the day of the same date.
fn first_last_day(kind: ReceivableKind, period: Delay, started_on: Date) -> Result<Date, LawError> {
    let end = period.after(started_on).ok_or(LawError::OutsideCalendar)?;
    match kind {
        ReceivableKind::PublicBody => end.yesterday().map_err(|_| LawError::OutsideCalendar),
        _ => Ok(end),
    }
}

const fn rule_id(kind: ReceivableKind) -> &'static str {
    match kind {
        ReceivableKind::Business => "PRESC_B2B",
        ReceivableKind::Consumer => "PRESC_B2C",
        ReceivableKind::Transport => "PRESC_TRANSPORT",
        ReceivableKind::PublicBody => "PRESC_PUBLIC",
        ReceivableKind::EnforceableTitle => "PRESC_TITRE",
    }
}

fn start_notes(facts: &LimitationFacts<'_>) -> Vec<LimitationNote> {
    match (facts.kind, facts.performed_on) {
        (ReceivableKind::EnforceableTitle, _) => vec![LimitationNote::TitleStartUnsettled],
        (_, None) => vec![LimitationNote::PerformanceUnknown],
        (ReceivableKind::PublicBody, Some(day)) if day.year() == facts.due_on.year() => Vec::new(),
        (_, Some(day)) if day < facts.due_on => vec![LimitationNote::StartedAtPerformance],
        _ => Vec::new(),
    }
}

fn consider(
    result: &mut Limitation,
    kind: ReceivableKind,
    on: Date,
    act: LimitationAct,
    law: &LawBook,
) -> Result<(), LawError> {
    let public = format!("{}.public", act.key());
    let own = (kind == ReceivableKind::PublicBody).then(|| law.limitation_effect(&public, on).ok()).flatten();
    let effect = match own {
        Some(effect) => effect,
        None => law.limitation_effect(act.key(), on)?,
    };
    let too_late = on > result.last_day;
    let mut note = |n: LimitationNote| {
        if !result.notes.contains(&n) {
            result.notes.push(n);
        }
    };
    match effect.value {
        LimitationEffect::Interrupts if !too_late => {
            if kind == ReceivableKind::PublicBody {
                note(LimitationNote::PublicRestart);
            }
            result.last_day = result.period.after(on).ok_or(LawError::OutsideCalendar)?.max(result.last_day);
            result.started_on = on;
            result.interrupted_by = Some((on, act));
            result.status = result.status.max(effect.status());
        }
        LimitationEffect::Unsettled => note(LimitationNote::PartialPaymentUnsettled),
        LimitationEffect::Suspends => note(LimitationNote::SuspensionNotCounted),
        LimitationEffect::Interrupts | LimitationEffect::None => {}
    }
    result.considered.push(Considered { on, act, effect: effect.value, too_late, record: Arc::clone(&effect.record) });
    Ok(())
}

/// Interruptions do not carry the period beyond twenty years from the birth of the right (C. civ. 2232).
fn cap(result: &mut Limitation, born: Date, law: &LawBook, facts: &LimitationFacts<'_>) -> Result<(), LawError> {
    let rule = law.delay("PRESC_BUTOIR", facts.as_of)?;
    let DelayRule::Duration(longest) = rule.value else { return Err(crate::typed::bad(&rule.record)) };
    if let Some(stop) = longest.after(born).filter(|stop| *stop < result.last_day) {
        result.last_day = stop;
        result.notes.push(LimitationNote::LongStop);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_has_its_effect_in_the_tables() {
        let law = LawBook::shipped().unwrap();
        for act in LimitationAct::ALL {
            assert!(law.limitation_effect(act.key(), Date::constant(2026, 11, 22)).is_ok(), "{act:?}");
        }
    }
}
