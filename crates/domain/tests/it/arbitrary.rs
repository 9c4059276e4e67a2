//! Debtors as bad luck makes them: any facts, in any combination, around the spring of 2026.

use super::world::{Bank, World, d};
use base::id::{ActId, InvoiceId, PlanId, ReplyId};
use base::{Cents, Currency, Date, Timestamp, add_days};
use domain::facts::{
    ActFacts, ActState, Channel, ContactRole, DecisionKind, DueBasis, Guard, HoldKind, Instalment, PartyKind,
    PlanFacts, PlanTerms, ReplyFacts, StandingOrder,
};
use domain::matching::Clue;
use proptest::prelude::*;
use proptest::sample::select;

/// The day everything is dated around: a Monday.
pub const ORIGIN: &str = "2026-03-02";

pub fn day(offset: i64) -> Date {
    add_days(d(ORIGIN), offset).unwrap()
}

fn iso(offset: i64) -> String {
    day(offset).to_string()
}

#[derive(Clone, Debug)]
pub struct AnyInvoice {
    pub due: i64,
    pub cents: i64,
    pub known_after: i64,
    pub is_estimated: bool,
    pub is_inferred: bool,
    pub is_foreign: bool,
}

pub fn any_invoice() -> impl Strategy<Value = AnyInvoice> {
    let cents = select(vec![600, 1_499, 9_000, 14_000, 60_000, 600_000, 600_000, -20_000]);
    (-120_i64..30, cents, select(vec![0, 0, 0, 40, 200]), 0..8_u8, 0..8_u8).prop_map(
        |(due, cents, known_after, odd, foreign)| AnyInvoice {
            due,
            cents,
            known_after,
            is_estimated: odd == 0,
            is_inferred: odd == 1,
            is_foreign: foreign == 0,
        },
    )
}

fn number(at: usize) -> String {
    format!("F{at}")
}

/// The invoice that a fact is about: one of those there are, or all of them.
fn scope(at: usize) -> String {
    if at == 0 { String::new() } else { number(at) }
}

impl World {
    pub fn any(mut self, at: usize, invoice: &AnyInvoice) -> World {
        let currency = Currency::parse(if invoice.is_foreign { "USD" } else { "EUR" }).unwrap();
        self = self.invoice_in(&number(at), &iso(invoice.due), 1, currency);
        self.with(|r| {
            r.principal = Cents::new(invoice.cents);
            r.outstanding = Cents::new(invoice.cents);
            r.known_on = add_days(r.issued_on, invoice.known_after).unwrap();
            r.due_basis = if invoice.is_estimated { DueBasis::Default } else { DueBasis::Stated };
            r.has_estimated_settlement = invoice.is_inferred;
        })
    }

    pub fn any_act(mut self, (at, step, on, took, state): (usize, usize, i64, i64, ActState)) -> World {
        let scenario = self.book.named("standard").unwrap().clone();
        let step = scenario.steps.get(step % scenario.steps.len()).unwrap();
        let serial = u8::try_from(self.debtor.acts.len()).unwrap();
        let invoices: Vec<InvoiceId> = self.debtor.receivables.iter().map(|r| r.id).skip(at).take(3).collect();
        self.debtor.acts.push(ActFacts {
            live: true,
            id: ActId::from_bytes([serial; 16]),
            scenario: scenario.reference.name.clone(),
            scenario_version: scenario.reference.version.clone(),
            step: step.id.clone(),
            channel: step.channels.first().copied().unwrap_or(Channel::Email),
            planned_on: day(on),
            performed_on: state.counts_as_performed().then(|| day(on + took)),
            state,
            invoices,
        });
        self
    }
}

/// Who the debtor is, and how it can be reached.
fn any_party() -> impl Strategy<Value = World> {
    let kind = select(vec![
        PartyKind::Business,
        PartyKind::Business,
        PartyKind::Business,
        PartyKind::Consumer,
        PartyKind::PublicBody,
    ]);
    let contacts = prop::collection::vec((select(ContactRole::ALL.to_vec()), any::<bool>(), any::<bool>()), 0..5);
    let bank = select(vec![None, Some(3), Some(12)]);
    (kind, contacts, any::<bool>(), 0..6_u8, 0..5_u32, bank).prop_map(
        |(kind, contacts, address, odd, settled_late, bank)| {
            let mut world = World::nobody_known().kind(kind);
            world.debtor.party.has_address = address;
            world.debtor.party.is_key_account = odd == 0;
            world.debtor.party.scenario = (odd == 1).then(|| "standard".to_string());
            world.debtor.history.settled_late = settled_late;
            world.company.standing_order = StandingOrder {
                signed_by: "Claire".into(),
                signed_on: Some(day(i64::from(odd) * 10)),
                steps: vec!["standard/courtesy".into(), "small-amounts/courtesy".into()],
            };
            world.bank = bank.map_or(Bank::UpToDate, |age| Bank::Until(day(40 - age)));
            contacts.into_iter().fold(world, |w, (role, mail, phone)| w.contact(role, mail, phone))
        },
    )
}

fn any_decision() -> impl Strategy<Value = DecisionKind> {
    prop_oneof![
        select(vec!["courtesy", "call-contact", "firm", "letter", "pre-due"])
            .prop_map(|s| DecisionKind::Skip { step: s.into() }),
        (-10..60_i64).prop_map(|until| DecisionKind::Postpone { until: day(until) }),
        select(Guard::ALL.to_vec()).prop_map(|guard| DecisionKind::Override { guard }),
    ]
}

/// A debtor with anything, and a day to plan.
pub fn any_world() -> impl Strategy<Value = (World, Date)> {
    let invoices = prop::collection::vec(any_invoice(), 0..7);
    let holds = prop::collection::vec(any_hold(), 0..3);
    let state = select(vec![
        ActState::HandedOver,
        ActState::HandedOver,
        ActState::Delivered,
        ActState::Done,
        ActState::Failed,
        ActState::Cancelled,
        ActState::Prepared,
        ActState::Unknown,
    ]);
    let acts = prop::collection::vec((0..6_usize, 0..10_usize, -90_i64..45, 0..3_i64, state), 0..5);
    let decisions = prop::collection::vec((0..7_usize, -20_i64..45, any_decision()), 0..4);
    let payments = prop::collection::vec(
        (0..7_usize, -10_i64..45, select(vec![Clue::NamesInvoice, Clue::NamesCustomer, Clue::EqualAmount])),
        0..2,
    );
    let replies = prop::collection::vec((-10_i64..45, 0..5_i64), 0..2);
    (any_party(), invoices, holds, acts, decisions, payments, replies, -5_i64..45).prop_map(
        |(mut world, invoices, holds, acts, decisions, payments, replies, as_of)| {
            for (at, invoice) in invoices.iter().enumerate() {
                world = world.any(at + 1, invoice);
            }
            for (at, kind, opened, until, lifted, amount) in holds {
                world = world
                    .hold(kind, &scope(at), &iso(opened), until.map(|n| iso(opened + n)).as_deref())
                    .with_hold(|h| {
                        h.lifted_on = lifted.map(|n| day(opened + n));
                        h.amount = amount.map(Cents::new);
                    });
            }
            world = acts.into_iter().fold(world, World::any_act);
            for (at, on, kind) in decisions {
                world = world.decide(&iso(on), &scope(at), kind);
            }
            for (at, on, clue) in payments {
                world = world.possibly_paid(&scope(at), &iso(on), clue);
            }
            world.debtor.replies = replies.into_iter().map(|(on, took)| any_reply(on, took)).collect();
            (world, day(as_of))
        },
    )
}

fn any_reply(on: i64, took: i64) -> ReplyFacts {
    let id = ReplyId::from_bytes([9; 16]);
    ReplyFacts { id, received_on: day(on), noted_on: day(on + took), recorded_at: Timestamp::UNIX_EPOCH }
}

/// A debtor with anything, under a plan for all or some of what is owed in euros.
pub fn any_world_with_plan() -> impl Strategy<Value = (World, Date)> {
    let received = prop::collection::vec((0..40_i64, select(vec![5_000, 30_000, 60_000])), 0..3);
    (any_world(), 1..7_usize, 1..5_i64, -60_i64..5, received, prop::option::weighted(0.1, -20_i64..40)).prop_map(
        |((mut world, as_of), until, count, first, received, lapsed)| {
            let in_euros = world.debtor.receivables.iter().filter(|r| r.currency == Currency::EUR);
            let owed: Vec<(InvoiceId, String, i64)> = in_euros
                .filter(|r| r.outstanding.is_positive())
                .take(until)
                .map(|r| (r.id, r.number.clone(), r.outstanding.get()))
                .collect();
            let total: i64 = owed.iter().map(|(_, _, cents)| cents).sum();
            let agreed_on = day(first - 10);
            for (_, number, _) in &owed {
                world = world.hold(HoldKind::Plan, number, &agreed_on.to_string(), None);
            }
            let each = |n: i64| total / count + if n == 0 { total % count } else { 0 };
            let instalment = |n| Instalment { due_on: day(first + n * 20), amount: Cents::new(each(n)) };
            world.debtor.plans.push(PlanFacts {
                id: PlanId::from_bytes([8; 16]),
                agreed_on,
                currency: Currency::EUR,
                invoices: owed.iter().map(|(id, ..)| *id).collect(),
                instalments: (0..count).map(instalment).collect(),
                terms: PlanTerms::default(),
                received: received.into_iter().map(|(n, cents)| (day(first + n), Cents::new(cents))).collect(),
                lapsed_on: lapsed.map(day),
                withdrawn_on: None,
            });
            (world, as_of)
        },
    )
}

type AnyHold = (usize, HoldKind, i64, Option<i64>, Option<i64>, Option<i64>);

fn any_hold() -> impl Strategy<Value = AnyHold> {
    (
        0..7_usize,
        select(HoldKind::ALL.to_vec()),
        -30_i64..45,
        prop::option::of(0..30_i64),
        prop::option::weighted(0.2, 0..40_i64),
        prop::option::of(select(vec![0, 1_000, 50_000])),
    )
}
