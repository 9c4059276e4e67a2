//! Customers who asked for a plan, and what each means to do with it: keep it, wait for a reminder once, or stop at some
//! payment.

use crate::chance::{later, stream};
use crate::market::{Market, Transfer, Wording};
use base::Date;
use std::collections::VecDeque;

/// What a customer means to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Faith {
    Keeps,
    /// The second payment comes only once it is asked for.
    WaitsForAReminder,
    /// After so many payments nothing comes any more.
    BreaksAfter(usize),
}

/// A plan as the customer sees it.
#[derive(Clone, Debug)]
pub struct Agreed {
    pub numbers: Vec<String>,
    pub faith: Faith,
    left: VecDeque<(Date, i64)>,
    made: usize,
    urged_on: Option<Date>,
}

impl Agreed {
    /// The next payment is made by that day.
    fn pays(&self, day: Date) -> bool {
        let Some((due_on, _)) = self.left.front() else { return false };
        match self.faith {
            Faith::Keeps => *due_on <= day,
            Faith::WaitsForAReminder if self.made == 1 => self.urged_on.is_some_and(|on| later(on, 2) <= day),
            Faith::WaitsForAReminder => *due_on <= day,
            Faith::BreaksAfter(payments) => self.made < payments && *due_on <= day,
        }
    }
}

impl Market {
    /// A plan was signed: until it ends these are paid by it alone.
    pub fn agree(&mut self, customer: u32, numbers: &[String], payments: impl IntoIterator<Item = (Date, i64)>) {
        let first = numbers.first().map_or("", String::as_str);
        let mut s = stream(self.seed, customer, &format!("faith {first}"));
        let left: VecDeque<(Date, i64)> = payments.into_iter().collect();
        let faith = match s.between(0, 2) {
            0 => Faith::Keeps,
            1 => Faith::WaitsForAReminder,
            _ => Faith::BreaksAfter(usize::try_from(s.between(0, 2)).unwrap_or(0)),
        };
        for number in numbers {
            let Some(debt) = self.debts.get_mut(number) else { continue };
            debt.planned.clear();
            (debt.waits, debt.in_plan) = (true, true);
        }
        let agreed = Agreed { numbers: numbers.to_vec(), faith, left, made: 0, urged_on: None };
        self.agreed.insert(customer, agreed);
    }

    /// The plan is over, kept or not: what is left is paid as ever, or when somebody insists.
    pub fn plan_ended(&mut self, customer: u32) {
        let Some(agreed) = self.agreed.remove(&customer) else { return };
        for number in agreed.numbers {
            if let Some(debt) = self.debts.get_mut(&number) {
                debt.in_plan = false;
            }
        }
    }

    /// The customer was asked for a payment that is late.
    pub(crate) fn urged(&mut self, day: Date, customer: u32) {
        if let Some(agreed) = self.agreed.get_mut(&customer) {
            agreed.urged_on = Some(day);
        }
    }

    /// Payments of plans that reach our account that day: the oldest invoice first.
    pub(crate) fn instalments(&mut self, day: Date) -> Vec<Transfer> {
        let due: Vec<u32> = self.agreed.iter().filter(|(_, agreed)| agreed.pays(day)).map(|(c, _)| *c).collect();
        due.into_iter().filter_map(|customer| self.instalment(day, customer)).collect()
    }

    fn instalment(&mut self, day: Date, customer: u32) -> Option<Transfer> {
        let agreed = self.agreed.get_mut(&customer)?;
        let (_, cents) = agreed.left.pop_front()?;
        agreed.made += 1;
        let mut numbers = agreed.numbers.clone();
        numbers.sort_by_key(|n| (self.debts.get(n).map(|d| d.due_on), n.clone()));
        let (mut left, mut pays) = (cents, Vec::new());
        for number in numbers {
            let Some(debt) = self.debts.get_mut(&number) else { continue };
            let part = debt.left.min(left);
            (debt.left, left) = (debt.left - part, left - part);
            pays.extend((part > 0).then_some((number, part)));
        }
        let names = stream(self.seed, customer, &format!("instalment {day}")).one_in(3);
        let wording = if names { Wording::Exact } else { Wording::NoReference };
        Some(Transfer { on: day, customer, cents: cents - left, wording, pays })
    }
}
