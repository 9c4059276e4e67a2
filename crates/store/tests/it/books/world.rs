//! A seeded set of facts of every kind, with dates and instants that cross each other, and a naive reading of it.

use super::make::*;
use super::write;
use app::ports::terms::BooksResult;
use app::records::*;
use base::{Cents, Date};
use domain::act::ActEvent;
use domain::facts::{DecisionKind, DueBasis, Guard, HoldKind};
use std::collections::BTreeMap;
use store::SqlStore;

/// Small, and the same everywhere.
pub struct Dice(u64);

impl Dice {
    pub fn below(&mut self, sides: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as i64
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as i64 + 1) as usize);
        }
    }
}

pub const PARTIES: u64 = 12;
/// Facts bear days before this one.
pub const DAYS: i64 = 400;
/// And are recorded before this minute.
pub const MINUTES: i64 = 1_000;

#[derive(Clone, Default)]
pub struct World {
    pub invoices: Vec<InvoiceRecord>,
    pub dues: Vec<DueStatement>,
    pub allocations: Vec<AllocationRecord>,
    pub holds: Vec<HoldRecord>,
    pub lifts: Vec<LiftRecord>,
    pub decisions: Vec<DecisionRecord>,
    pub contacts: Vec<ContactRecord>,
    pub acts: Vec<ActRecord>,
    pub events: Vec<ActEventRecord>,
}

impl World {
    pub fn new(seed: u64) -> World {
        let mut dice = Dice(seed | 1 << 40);
        let mut world = World::default();
        (1..=150).for_each(|n| world.add_invoice(n, &mut dice));
        (1..=220).for_each(|n| world.add_allocation(n, &mut dice));
        (1..=40).for_each(|n| world.add_due(n, &mut dice));
        (1..=20).for_each(|n| world.add_hold(n, &mut dice));
        (1..=20).for_each(|n| world.add_decision(n, &mut dice));
        (1..=30).for_each(|n| world.add_act(n, &mut dice));
        for n in 1..=15 {
            let mut contact = contact(n, 1 + dice.below(PARTIES as i64) as u64);
            contact.created_at = at(dice.below(MINUTES));
            world.contacts.push(contact);
        }
        world
    }

    fn add_invoice(&mut self, n: u64, dice: &mut Dice) {
        let cents = if n.is_multiple_of(15) { -dice.below(500) } else { dice.below(1_000) };
        let mut invoice = invoice(n, 1 + dice.below(PARTIES as i64) as u64, cents, day(dice.below(DAYS)));
        invoice.due_basis = [DueBasis::Stated, DueBasis::Terms, DueBasis::Default][dice.below(3) as usize];
        invoice.recorded_at = at(dice.below(MINUTES));
        self.invoices.push(invoice);
    }

    /// Often just what is left, so that many invoices are settled.
    fn add_allocation(&mut self, n: u64, dice: &mut Dice) {
        let invoice = &self.invoices[dice.below(self.invoices.len() as i64) as usize];
        let set: i64 = self.allocations.iter().filter(|a| a.invoice == invoice.id).map(|a| a.amount.get()).sum();
        let left = invoice.principal.get() - set;
        let mut new = allocation(n, 0, None, if dice.below(4) == 0 { left / 2 } else { left }, day(dice.below(DAYS)));
        new.invoice = invoice.id;
        new.basis = AllocationBasis::ALL[dice.below(9) as usize];
        new.component = if dice.below(10) == 0 { Component::Interest } else { Component::Principal };
        new.recorded_at = at(dice.below(MINUTES));
        self.allocations.push(new.clone());
        if dice.below(6) == 0 {
            let mut back = new.clone();
            (back.id, back.reverses, back.amount) = (id(1_000 + n), Some(new.id), new.amount.neg().unwrap());
            (back.basis, back.effective_on) = (AllocationBasis::Reversal, day(dice.below(DAYS)));
            back.recorded_at = at(dice.below(MINUTES));
            self.allocations.push(back);
        }
    }

    fn add_due(&mut self, _: u64, dice: &mut Dice) {
        let basis = [DueBasis::Stated, DueBasis::Terms, DueBasis::Default][dice.below(3) as usize];
        self.dues.push(due(1 + dice.below(150) as u64, day(dice.below(DAYS)), basis, dice.below(MINUTES)));
    }

    fn add_hold(&mut self, n: u64, dice: &mut Dice) {
        let mut hold = hold(n, 1 + dice.below(PARTIES as i64) as u64, day(dice.below(DAYS)), dice.below(MINUTES));
        hold.kind = HoldKind::ALL[dice.below(8) as usize];
        hold.until = n.is_multiple_of(2).then(|| day(dice.below(DAYS)));
        self.holds.push(hold);
        if dice.below(2) == 0 {
            self.lifts.push(lift(n, day(dice.below(DAYS)), dice.below(MINUTES)));
        }
    }

    fn add_decision(&mut self, n: u64, dice: &mut Dice) {
        let kind = match dice.below(4) {
            0 => DecisionKind::Skip { step: "call".into() },
            1 => DecisionKind::Postpone { until: day(dice.below(DAYS)) },
            2 => DecisionKind::Override { guard: Guard::ALL[dice.below(5) as usize] },
            _ => DecisionKind::Waive { interest: true, compensation: false },
        };
        self.decisions.push(DecisionRecord {
            id: id(n),
            company: id(1),
            party: id(1 + dice.below(PARTIES as i64) as u64),
            invoice: None,
            decided_on: day(dice.below(DAYS)),
            kind,
            lines: Vec::new(),
            author: "Anne".into(),
            why: "accord".into(),
            recorded_at: at(dice.below(MINUTES)),
        });
    }

    fn add_act(&mut self, n: u64, dice: &mut Dice) {
        let named = [1 + dice.below(150) as u64, 1 + dice.below(150) as u64];
        let mut act = act(n, 1 + dice.below(PARTIES as i64) as u64, day(dice.below(DAYS)), &named);
        act.prepared_at = at(dice.below(MINUTES));
        self.acts.push(act);
        for seq in 1..=dice.below(4) {
            let mut event = event(n, seq, ActEvent::ALL[dice.below(9) as usize], day(dice.below(DAYS)));
            event.recorded_at = at(dice.below(MINUTES));
            self.events.push(event);
        }
    }

    /// Every kind of fact in another order, as far as one may refer to another.
    pub fn shuffled(mut self, seed: u64) -> World {
        let mut dice = Dice(seed | 1 << 40);
        dice.shuffle(&mut self.invoices);
        dice.shuffle(&mut self.dues);
        dice.shuffle(&mut self.allocations);
        self.allocations.sort_by_key(|allocation| allocation.reverses.is_some());
        dice.shuffle(&mut self.holds);
        dice.shuffle(&mut self.lifts);
        dice.shuffle(&mut self.decisions);
        dice.shuffle(&mut self.acts);
        dice.shuffle(&mut self.contacts);
        self
    }

    /// Writes it all, in batches of that size.
    pub fn write(&self, store: &SqlStore, batch: usize) {
        write(store, |books| {
            books.insert_company(&company(1))?;
            (1..=PARTIES).try_for_each(|n| books.insert_party(&party(n)))?;
            self.contacts.iter().try_for_each(|contact| books.insert_contact(contact))?;
            self.invoices.chunks(batch).try_for_each(|chunk| books.insert_invoices(chunk))?;
            self.dues.iter().try_for_each(|due| books.insert_due_statement(due))?;
            self.allocations.chunks(batch).try_for_each(|chunk| books.insert_allocations(chunk))?;
            self.holds.iter().try_for_each(|hold| books.insert_hold(hold))?;
            self.lifts.iter().try_for_each(|lift| books.insert_lift(lift))?;
            self.decisions.iter().try_for_each(|decision| books.insert_decision(decision))?;
            self.acts.iter().try_for_each(|act| books.insert_act(act))?;
            self.events.iter().try_for_each(|event| books.insert_act_event(event)) as BooksResult<()>
        })
        .unwrap();
    }

    /// What is open on a day by what was known after so many minutes, the long way round.
    pub fn open(&self, as_of: Date, minutes: i64) -> BTreeMap<base::id::InvoiceId, Cents> {
        let known = at(minutes);
        let seen = self.invoices.iter().filter(|i| i.issued_on <= as_of && i.recorded_at <= known);
        let outstanding = seen.map(|invoice| {
            let set = self.allocations.iter().filter(|a| {
                a.invoice == invoice.id
                    && a.component == Component::Principal
                    && a.effective_on <= as_of
                    && a.recorded_at <= known
            });
            let set: i64 = set.map(|a| a.amount.get()).sum();
            (invoice.id, Cents::new(invoice.principal.get() - set))
        });
        outstanding.filter(|(_, outstanding)| !outstanding.is_zero()).collect()
    }
}
