//! Whether an approved act may still leave: looked at again at the last moment, in the transaction that claims it.
//!
//! This is not planning: no step is chosen here and nothing new is proposed. It only asks whether what the message says is
//! still owed and still asked for, from today's facts; when it is not, the act is given up and the next agenda decides.

use crate::AppResult;
use crate::planning;
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::records::{ActLine, ActRow, Company};
use crate::world::World;
use base::id::InvoiceId;
use base::{Cents, Currency, Date, days_between, fr};
use domain::agenda::{PLAN_STEPS, asked_under_plan, reply_lets_go};
use domain::facts::{HoldKind, PossiblePayment, ReplyFacts};
use domain::situation::{Situation, Standing};

/// An act prepared more days ago than this says things that nobody has looked at since.
const KEEPS_DAYS: i64 = 5;

/// Why an approved act may no longer leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lapsed {
    /// Prepared too long ago.
    Stale {
        planned_on: Date,
    },
    /// Nothing is left to pay.
    Paid {
        number: String,
    },
    /// What may be asked for is no longer what the message says.
    Changed {
        number: String,
        said: Cents,
        now: Cents,
        currency: Currency,
    },
    /// Somebody opened a hold since.
    Held {
        number: String,
        kind: HoldKind,
    },
    Postponed {
        number: String,
        until: Date,
    },
    /// A person passed over this step since.
    Skipped {
        number: String,
    },
    /// Money arrived that could be theirs.
    PossiblyPaid {
        number: String,
        booked_on: Date,
    },
    /// The customer answered since it was approved, and nobody has read it.
    Answered {
        received_on: Date,
    },
    /// Credits in the customer's favour cover everything.
    CreditsCover,
    /// The customer turned out to be an accounting bucket.
    Pseudo,
}

impl Lapsed {
    /// Whether a person may let it leave all the same: never against collective proceedings, nor to an accounting bucket.
    pub(super) fn may_be_upheld(&self) -> bool {
        !matches!(self, Lapsed::Held { kind: HoldKind::Insolvency, .. } | Lapsed::Pseudo)
    }

    pub(super) fn french(&self) -> String {
        match self {
            Lapsed::Stale { planned_on } => format!("préparé le {}, il n’est plus d’actualité", fr::date(*planned_on)),
            Lapsed::Paid { number } => format!("{number} est réglée depuis"),
            Lapsed::Changed { number, said, now, currency } => {
                let money = |cents| fr::money(cents, *currency);
                format!("{} étaient réclamés pour {number}, {} restent à demander", money(*said), money(*now))
            }
            Lapsed::Held { number, kind } => format!("{number} est suspendue depuis ({})", kind.french()),
            Lapsed::Postponed { number, until } => format!("{number} est reportée au {}", fr::date(*until)),
            Lapsed::Skipped { number } => format!("l’étape a été passée depuis pour {number}"),
            Lapsed::PossiblyPaid { number, booked_on } => {
                format!("{number} est peut-être réglée par un virement du {}", fr::date(*booked_on))
            }
            Lapsed::Answered { received_on } => {
                format!("le client a répondu le {} et sa réponse attend d’être lue", fr::date(*received_on))
            }
            Lapsed::CreditsCover => "les avoirs du client couvrent ce qu’il doit".to_string(),
            Lapsed::Pseudo => "ce n’est pas un client à relancer".to_string(),
        }
    }
}

/// The first reason why the act may no longer leave today, if there is one.
///
/// # Errors
/// A broken store, or sums that leave what can be counted.
pub(super) fn lapsed(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    row: &ActRow,
) -> AppResult<Option<Lapsed>> {
    if days_between(row.act.planned_on, world.today) > KEEPS_DAYS {
        return Ok(Some(Lapsed::Stale { planned_on: row.act.planned_on }));
    }
    if row.act.template == crate::thanks::STEP {
        return owed_again(books, row);
    }
    for line in &row.act.lines {
        // Whatever the day it counts from: money we know of is money received.
        if !books.balance(line.invoice)?.is_some_and(|b| b.outstanding.is_positive()) {
            return Ok(Some(Lapsed::Paid { number: line.number.clone() }));
        }
    }
    let view = View { as_of: world.today, known_at: None };
    let Some(debtor) = planning::debtor(books, company, row.act.party, view)? else {
        return Ok(row.act.lines.first().map(|line| Lapsed::Paid { number: line.number.clone() }));
    };
    let facts = planning::company_facts(books, company, view)?;
    let situation = Situation::of(&debtor, &facts, world.today)?;
    if let Some(lapsed) = in_situation(&situation, row)? {
        return Ok(Some(lapsed));
    }
    answered_since(books, company, &situation, row)
}

/// An answer recorded since the act was approved, while it holds messages back. One that was there then was seen by whoever
/// lifted that guard.
fn answered_since(
    books: &mut dyn Books,
    company: &Company,
    situation: &Situation<'_>,
    row: &ActRow,
) -> AppResult<Option<Lapsed>> {
    let since = |r: &&ReplyFacts| r.recorded_at > row.act.prepared_at;
    if !row.act.channel.reaches_debtor() || !situation.debtor.replies.iter().any(|r| since(&r)) {
        return Ok(None);
    }
    let scenarios = planning::scenarios(books, company, None)?;
    let Some((scenario, _)) = scenarios.choose(situation) else { return Ok(None) };
    let held = situation.debtor.replies.iter().filter(since);
    let holds = held.filter(|r| reply_lets_go(r, situation.company, &scenario.policy) > situation.as_of);
    Ok(holds.max_by_key(|r| r.id).map(|r| Lapsed::Answered { received_on: r.received_on }))
}

/// Thanks do not leave to somebody whose payment went back, or who contests something since.
fn owed_again(books: &mut dyn Books, row: &ActRow) -> AppResult<Option<Lapsed>> {
    for line in &row.act.lines {
        let number = line.number.clone();
        let now = books.balance(line.invoice)?.map_or(Cents::ZERO, |b| b.outstanding);
        if !now.is_zero() {
            return Ok(Some(Lapsed::Changed { number, said: Cents::ZERO, now, currency: row.act.currency }));
        }
    }
    let stops = |kind| matches!(kind, HoldKind::Dispute | HoldKind::Insolvency | HoldKind::Factored);
    let held = books.open_holds(row.act.party)?.into_iter().find(|h| stops(h.kind));
    let number = row.act.lines.first().map(|l| l.number.clone()).unwrap_or_default();
    Ok(held.map(|hold| Lapsed::Held { number, kind: hold.kind }))
}

fn in_situation(situation: &Situation<'_>, row: &ActRow) -> AppResult<Option<Lapsed>> {
    if situation.debtor.party.is_pseudo {
        return Ok(Some(Lapsed::Pseudo));
    }
    let credits = situation.credits_in(row.act.currency)?;
    if credits.is_positive() && credits >= row.act.total {
        return Ok(Some(Lapsed::CreditsCover));
    }
    let invoices: Vec<_> = row.act.lines.iter().map(|l| l.invoice).collect();
    let under_plan = match PLAN_STEPS.contains(&row.act.step.as_str()) {
        true => Some(asked_under_plan(situation, &row.act.step, &invoices)?),
        false => None,
    };
    Ok(row.act.lines.iter().find_map(|line| {
        let standing = situation.standings.iter().find(|s| s.receivable.id == line.invoice);
        standing.map_or_else(
            || Some(Lapsed::Paid { number: line.number.clone() }),
            |standing| {
                let asked = |lines: &Vec<(InvoiceId, Cents)>| {
                    lines.iter().find(|(id, _)| *id == line.invoice).map_or(Cents::ZERO, |(_, amount)| *amount)
                };
                let now = under_plan.as_ref().map_or_else(|| standing.undisputed(), asked);
                of_line(situation, standing, line, row, now)
            },
        )
    }))
}

fn of_line(
    situation: &Situation<'_>,
    standing: &Standing<'_>,
    line: &ActLine,
    row: &ActRow,
    now: Cents,
) -> Option<Lapsed> {
    let (number, planned_on) = (line.number.clone(), row.act.planned_on);
    if let Some(kind) = held_since(situation, standing, planned_on) {
        return Some(Lapsed::Held { number, kind });
    }
    if now != line.amount {
        return Some(Lapsed::Changed { number, said: line.amount, now, currency: row.act.currency });
    }
    if let Some((until, ..)) = standing.postponed {
        return Some(Lapsed::Postponed { number, until });
    }
    if standing.performed.iter().any(|p| p.scenario.is_none() && p.step == row.act.step && p.on >= planned_on) {
        return Some(Lapsed::Skipped { number });
    }
    let payment = unseen_payment(situation, standing, planned_on)?;
    Some(Lapsed::PossiblyPaid { number, booked_on: payment.booked_on })
}

/// Collective proceedings at any time; any other hold opened since the approval, over or not. What a dispute leaves
/// uncontested is compared with what the message says.
fn held_since(situation: &Situation<'_>, standing: &Standing<'_>, planned_on: Date) -> Option<HoldKind> {
    if situation.insolvency().is_some() {
        return Some(HoldKind::Insolvency);
    }
    let since = |kind| kind != HoldKind::Dispute || !standing.undisputed().is_positive();
    standing.holds.iter().find(|h| h.opened_on >= planned_on && since(h.kind)).map(|h| h.kind)
}

/// A bank credit that may pay this receivable, and that nobody looked at on the day the act was prepared or later.
fn unseen_payment<'f>(
    situation: &Situation<'f>,
    standing: &Standing<'f>,
    planned_on: Date,
) -> Option<&'f PossiblePayment> {
    let since: Vec<_> = situation.debtor.decisions.iter().filter(|d| d.decided_on >= planned_on).collect();
    let is_seen = |p: &PossiblePayment| since.iter().any(|d| d.looked_at(p.line, standing.receivable.id));
    standing.possible_payments.iter().copied().find(|p| !is_seen(p))
}
