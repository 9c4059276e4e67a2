//! What a character does with an invoice, with a reminder and on the phone. Policy of the simulated customers, not ours.

use crate::chance::{Stream, later, stream};
use crate::customer::{Character, Customer};
use crate::market::{Debt, Market, Planned, Wording};
use base::{Date, days_between};

/// What a customer means to do with a new invoice.
pub struct Intent {
    pub planned: Vec<Planned>,
    pub waits: bool,
    pub factored: bool,
}

/// What is said on the phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    NobodyAnswers,
    NeverReceived,
    BeingValidated,
    /// The contested part in cents, or the whole invoice.
    Contests {
        cents: Option<i64>,
    },
    Promises {
        on: Date,
    },
    AlreadySent,
    Evades,
}

/// When and how the money of a new invoice comes, if nobody does anything.
pub fn intent(seed: u64, start: Date, customer: &Customer, number: &str, due_on: Date, cents: i64) -> Intent {
    let mut s = stream(seed, customer.number, &format!("pays {number}"));
    let plain = |days: i64, wording| (vec![(days, cents, wording)], false);
    let (planned, waits) = match customer.character {
        Character::Punctual => plain(-s.between(0, 4), wording_of(&mut s)),
        Character::AlwaysLate { days } => {
            plain(days + s.between(-2, 2), if s.one_in(4) { Wording::Together } else { Wording::Exact })
        }
        Character::RoundPart => {
            let part = cents / 10_000 * 10_000;
            let rest = (95, cents - part, Wording::Exact);
            if part == 0 { plain(9, Wording::Exact) } else { (vec![(9, part, Wording::Exact), rest], part < cents) }
        }
        Character::DisputesFirst => {
            if s.one_in(3) {
                waits_until(120, cents)
            } else {
                plain(5, Wording::Exact)
            }
        }
        Character::AfterNotice => {
            if s.one_in(2) {
                waits_until(160, cents)
            } else {
                plain(12, Wording::Exact)
            }
        }
        Character::BreaksPromises => {
            if s.one_in(2) {
                waits_until(110, cents)
            } else {
                plain(10, Wording::Exact)
            }
        }
        Character::Insolvent { month } => {
            let closes_on = later(start, month * 30);
            if days_between(due_on, closes_on) > 25 { plain(15, Wording::Exact) } else { (Vec::new(), true) }
        }
        Character::DoublePays => plain(1, Wording::Exact),
        Character::WrongReference => {
            plain(3, s.pick(&[W(Wording::WrongNumber), W(Wording::NoReference), W(Wording::Exact)]).0)
        }
        Character::Factored => plain(s.between(3, 6), Wording::Exact),
        Character::Consumer => {
            if s.one_in(4) {
                waits_until(100, cents)
            } else {
                plain(s.between(2, 30), wording_of(&mut s))
            }
        }
        Character::PublicBody => plain(s.between(0, 25), Wording::Mandate),
        Character::SmallAmounts => {
            if s.one_in(6) {
                waits_until(230, cents)
            } else {
                plain(s.between(0, 50), wording_of(&mut s))
            }
        }
        Character::KeyAccount => plain(s.between(4, 45), Wording::Exact),
    };
    let factored = customer.character == Character::Factored && s.one_in(2);
    let planned = if factored { vec![(s.between(40, 60), cents, Wording::Factor)] } else { planned };
    let planned = planned.into_iter().map(|(days, cents, wording)| Planned { on: later(due_on, days), cents, wording });
    Intent { planned: planned.collect(), waits, factored }
}

fn waits_until(days: i64, cents: i64) -> (Vec<(i64, i64, Wording)>, bool) {
    (vec![(days, cents, Wording::Exact)], true)
}

/// A wording with a default, so that one can be picked.
#[derive(Clone, Copy)]
struct W(Wording);

impl Default for W {
    fn default() -> Self {
        W(Wording::Exact)
    }
}

fn wording_of(s: &mut Stream) -> Wording {
    match s.between(0, 19) {
        0 => Wording::NoReference,
        1 | 2 => Wording::CutName,
        _ => Wording::Exact,
    }
}

impl Market {
    /// The customer read a message or got a letter about these invoices: some pay sooner.
    pub fn reached(&mut self, day: Date, customer: u32, numbers: &[String], step: &str) {
        let Some(character) = self.customer(customer).map(|c| c.character) else { return };
        if step.starts_with("plan-") {
            if step != "plan-pre-due" {
                self.urged(day, customer);
            }
            return;
        }
        let seed = self.seed;
        for number in numbers {
            let mut s = stream(seed, customer, &format!("reached {number} {step}"));
            let Some(debt) = self.debts.get_mut(number).filter(|d| !d.disputed) else { continue };
            let insists = matches!(step, "firm" | "letter" | "last" | "formal-notice" | "visit");
            let gives_in = match character {
                Character::Insolvent { .. } | Character::Factored => false,
                Character::AfterNotice => step == "formal-notice" || !debt.waits && s.one_in(3),
                Character::RoundPart | Character::Consumer => insists,
                Character::BreaksPromises => debt.promised >= 2 && insists || step == "formal-notice",
                Character::DisputesFirst => !debt.waits && s.one_in(3),
                Character::SmallAmounts => step == "last" || s.one_in(2),
                _ => insists || s.one_in(3),
            };
            if gives_in {
                pay_by(debt, later(day, s.between(3, 6)));
            }
        }
    }

    /// What somebody says when called about these invoices.
    pub fn answer(&mut self, day: Date, customer: u32, numbers: &[String]) -> Answer {
        let Some(character) = self.customer(customer).map(|c| c.character) else { return Answer::NobodyAnswers };
        let first = numbers.first().map_or("", String::as_str);
        let mut s = stream(self.seed, customer, &format!("call {first} {day}"));
        if s.one_in(4) {
            return Answer::NobodyAnswers;
        }
        match character {
            Character::DisputesFirst => self.contest(day, numbers, &mut s),
            Character::BreaksPromises => {
                self.each(numbers, |d| d.promised += 1);
                Answer::Promises { on: s.day_after(day, 6, 10) }
            }
            Character::AfterNotice | Character::Insolvent { .. } => Answer::Evades,
            Character::KeyAccount if s.one_in(3) => Answer::BeingValidated,
            Character::PublicBody if s.one_in(2) => Answer::BeingValidated,
            Character::AlwaysLate { .. } | Character::WrongReference if s.one_in(2) => {
                let on = s.day_after(day, 1, 3);
                self.each(numbers, |d| pay_by(d, on));
                Answer::AlreadySent
            }
            Character::Consumer if s.one_in(4) => Answer::NeverReceived,
            _ => {
                let on = s.day_after(day, 4, 9);
                self.each(numbers, |d| pay_by(d, on));
                Answer::Promises { on }
            }
        }
    }

    /// The first waiting invoice is contested; a credit note for a part of it follows, and then the money.
    fn contest(&mut self, day: Date, numbers: &[String], s: &mut Stream) -> Answer {
        let waiting = numbers.iter().find(|n| self.debts.get(*n).is_some_and(|d| d.waits && !d.disputed)).cloned();
        let Some(number) = waiting else { return Answer::Promises { on: s.day_after(day, 4, 8) } };
        let ends_on = s.day_after(day, 22, 40);
        let Some(debt) = self.debts.get_mut(&number) else { return Answer::Evades };
        debt.disputed = true;
        debt.planned.clear();
        let contested = debt.cents / 1_000 * 150;
        self.plan_credit_note(&number, ends_on, contested);
        Answer::Contests { cents: s.one_in(2).then_some(contested.max(100)) }
    }

    fn each(&mut self, numbers: &[String], act: impl Fn(&mut Debt)) {
        for number in numbers {
            if let Some(debt) = self.debts.get_mut(number) {
                act(debt);
            }
        }
    }
}

/// Everything left comes on that day at the latest.
fn pay_by(debt: &mut Debt, on: Date) {
    if debt.disputed || debt.in_plan || debt.planned.iter().any(|p| p.on <= on && p.cents >= debt.left) {
        return;
    }
    debt.planned = vec![Planned { on, cents: debt.left, wording: Wording::Exact }];
    debt.waits = false;
}
