//! What really happens outside: orders, invoices, and money that comes or does not.
//!
//! The market knows the truth about every debt and tells nobody; the program learns of it through files and phone calls,
//! and the auditor through what was put into those. Lives are drawn from independent streams.

use crate::behaviour;
use crate::chance::{later, stream};
use crate::customer::{Character, Customer, customers};
use crate::instalments::Agreed;
use base::{Date, calendar, days_between};
use std::collections::BTreeMap;

/// An invoice or credit note as our company issues it. Amounts in cents, positive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    pub number: String,
    pub customer: u32,
    pub issued_on: Date,
    /// What the customer was told; the document may not state it.
    pub due_on: Date,
    pub cents: i64,
    /// For a credit note, the invoice it reduces.
    pub against: Option<String>,
    /// Sold to a factor when issued.
    pub factored: bool,
}

/// How a payer words a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wording {
    /// Names the invoice.
    Exact,
    /// Only the payer's name.
    NoReference,
    /// The name cut by the bank, the invoice named.
    CutName,
    /// A number that is not the invoice's.
    WrongNumber,
    /// Several invoices in one transfer.
    Together,
    /// A public accountant's order.
    Mandate,
    /// Paid by the factor.
    Factor,
}

/// Money that a customer means to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    pub on: Date,
    pub cents: i64,
    pub wording: Wording,
}

/// Money on our account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    pub on: Date,
    pub customer: u32,
    pub cents: i64,
    pub wording: Wording,
    /// The invoices it really pays, with how much of each.
    pub pays: Vec<(String, i64)>,
}

/// A debt not yet wholly paid.
#[derive(Clone, Debug)]
pub struct Debt {
    pub number: String,
    pub customer: u32,
    pub due_on: Date,
    pub cents: i64,
    pub left: i64,
    pub planned: Vec<Planned>,
    /// Nothing comes until somebody insists.
    pub waits: bool,
    pub disputed: bool,
    /// Paid by its plan alone.
    pub in_plan: bool,
    pub promised: u32,
}

pub struct Market {
    pub seed: u64,
    pub start: Date,
    pub customers: Vec<Customer>,
    pub debts: BTreeMap<String, Debt>,
    /// Plans signed and not over, by customer.
    pub(crate) agreed: BTreeMap<u32, Agreed>,
    credit_notes: BTreeMap<Date, Vec<Issued>>,
    again: BTreeMap<Date, Vec<Transfer>>,
    next_order: Vec<(Date, u32)>,
    /// Thousandths: orders come that much slower or faster than the customers' own rhythm.
    pace: i64,
    year: i16,
    invoices: u32,
    credits: u32,
}

impl Market {
    /// A market that opens on `start`. With `invoices`, the rhythm is stretched so that about that many are issued in
    /// `days`.
    pub fn open(seed: u64, start: Date, size: u32, target: Option<(u64, i64)>) -> Market {
        let customers = customers(seed, size);
        let pace = target.map_or(1_000, |(invoices, days)| {
            let natural: i64 = customers.iter().map(|c| days / c.every_days.max(1)).sum();
            natural.saturating_mul(1_000) / i64::try_from(invoices).unwrap_or(i64::MAX).max(1)
        });
        let mut market = Market {
            seed,
            start,
            debts: BTreeMap::new(),
            agreed: BTreeMap::new(),
            credit_notes: BTreeMap::new(),
            again: BTreeMap::new(),
            next_order: Vec::new(),
            pace,
            year: start.year(),
            invoices: 0,
            credits: 0,
            customers,
        };
        market.next_order = market.customers.iter().map(|c| (market.order_after(c, start, 0), 0)).collect();
        market
    }

    pub fn customer(&self, number: u32) -> Option<&Customer> {
        self.customers.get(usize::try_from(number).ok()?)
    }

    fn order_after(&self, customer: &Customer, day: Date, orders: u32) -> Date {
        let mut stream = stream(self.seed, customer.number, &format!("order {orders}"));
        let low = if orders == 0 { 0 } else { customer.every_days / 2 };
        let days = stream.between(low, customer.every_days * 3 / 2) * self.pace / 1_000;
        calendar::next_working_day(later(day, days.max(i64::from(orders > 0))), Customer::REGION)
    }

    /// The documents of one day, in the order of their numbers.
    pub fn issue(&mut self, day: Date) -> Vec<Issued> {
        if day.year() != self.year {
            (self.year, self.invoices, self.credits) = (day.year(), 0, 0);
        }
        let mut issued = self.due_credit_notes(day);
        for at in 0..self.customers.len() {
            while let Some(&(on, orders)) = self.next_order.get(at)
                && on <= day
            {
                let Some(customer) = self.customers.get(at).cloned() else { break };
                let next = self.order_after(&customer, day, orders + 1);
                if let Some(slot) = self.next_order.get_mut(at) {
                    *slot = (next.max(later(day, 1)), orders + 1);
                }
                if !self.is_gone(&customer, day) {
                    issued.push(self.invoice(&customer, day));
                }
            }
        }
        issued
    }

    fn invoice(&mut self, customer: &Customer, day: Date) -> Issued {
        self.invoices += 1;
        let number = format!("F{}-{:04}", day.year(), self.invoices);
        let mut stream = stream(self.seed, customer.number, &format!("amount {number}"));
        let cents = stream.between(customer.amounts.0, customer.amounts.1) / 100 * 120;
        let terms = if customer.states_due_date { customer.terms_days } else { 30 };
        let due_on = later(day, terms);
        let intent = behaviour::intent(self.seed, self.start, customer, &number, due_on, cents);
        let debt = Debt {
            number: number.clone(),
            customer: customer.number,
            due_on,
            cents,
            left: cents,
            planned: intent.planned,
            waits: intent.waits,
            disputed: false,
            in_plan: false,
            promised: 0,
        };
        self.debts.insert(number.clone(), debt);
        if stream.one_in(45) && customer.character == Character::Punctual {
            self.plan_credit_note(&number, stream.day_after(day, 6, 14), cents / 1_000 * 100);
        }
        let factored = intent.factored;
        Issued { number, customer: customer.number, issued_on: day, due_on, cents, against: None, factored }
    }

    /// A credit note to come; what the customer still means to pay shrinks with it.
    pub fn plan_credit_note(&mut self, number: &str, on: Date, cents: i64) {
        let Some(debt) = self.debts.get_mut(number).filter(|d| cents > 0 && cents < d.left) else { return };
        let on = calendar::next_working_day(on, Customer::REGION);
        if debt.planned.iter().any(|p| p.on <= on) {
            return;
        }
        debt.left -= cents;
        debt.planned.retain(|_| false);
        debt.planned.push(Planned { on: later(on.max(debt.due_on), 6), cents: debt.left, wording: Wording::Exact });
        let against = Some(number.to_string());
        let credit = Issued {
            number: String::new(),
            customer: debt.customer,
            issued_on: on,
            due_on: on,
            cents,
            against,
            factored: false,
        };
        self.credit_notes.entry(on).or_default().push(credit);
    }

    fn due_credit_notes(&mut self, day: Date) -> Vec<Issued> {
        let later_ones = self.credit_notes.split_off(&later(day, 1));
        let due = std::mem::replace(&mut self.credit_notes, later_ones);
        let mut notes: Vec<Issued> = due.into_values().flatten().collect();
        for note in &mut notes {
            self.credits += 1;
            note.number = format!("A{}-{:03}", day.year(), self.credits);
            note.issued_on = day;
        }
        notes
    }

    /// Collective proceedings were opened by that day: nothing is ordered, nothing is paid.
    pub fn is_gone(&self, customer: &Customer, day: Date) -> bool {
        matches!(customer.character, Character::Insolvent { month } if days_between(self.start, day) >= month * 30)
    }

    /// Customers whose proceedings were opened exactly that day.
    pub fn proceedings(&self, day: Date) -> Vec<u32> {
        let opened = |c: &&Customer| matches!(c.character, Character::Insolvent { month } if days_between(self.start, day) == month * 30);
        self.customers.iter().filter(opened).map(|c| c.number).collect()
    }

    /// Money that reaches our account that day.
    pub fn transfers(&mut self, day: Date) -> Vec<Transfer> {
        let mut transfers = self.again.remove(&day).unwrap_or_default();
        let due: Vec<(String, Planned)> = self
            .debts
            .values()
            .flat_map(|d| d.planned.iter().filter(|p| p.on <= day).map(|p| (d.number.clone(), *p)))
            .collect();
        for (number, planned) in due {
            transfers.extend(self.pay(day, &number, planned));
        }
        transfers.extend(self.instalments(day));
        self.debts.retain(|_, d| d.left > 0);
        transfers
    }

    fn pay(&mut self, day: Date, number: &str, planned: Planned) -> Option<Transfer> {
        let debt = self.debts.get_mut(number).filter(|d| d.left > 0)?;
        debt.planned.retain(|p| *p != planned);
        let customer = debt.customer;
        if self.customer(customer).is_some_and(|c| self.is_gone(c, day)) {
            return None;
        }
        let pays = if planned.wording == Wording::Together {
            let late =
                |d: &&mut Debt| d.customer == customer && d.left > 0 && d.due_on <= day && !d.disputed && !d.in_plan;
            self.debts.values_mut().filter(late).take(3).map(settle).collect()
        } else {
            let debt = self.debts.get_mut(number)?;
            let cents = planned.cents.min(debt.left);
            debt.left -= cents;
            vec![(number.to_string(), cents)]
        };
        let cents = pays.iter().map(|(_, c)| *c).sum();
        let wording = if pays.len() > 1 { Wording::Together } else { exact_if_alone(planned.wording) };
        let transfer = Transfer { on: day, customer, cents, wording, pays };
        self.maybe_again(&transfer);
        Some(transfer)
    }

    /// A customer that pays twice does it again nine days later.
    fn maybe_again(&mut self, transfer: &Transfer) {
        let twice = self.customer(transfer.customer).is_some_and(|c| c.character == Character::DoublePays);
        let Some((number, _)) = transfer.pays.first().filter(|_| twice) else { return };
        if stream(self.seed, transfer.customer, &format!("again {number}")).one_in(4) {
            let on = later(transfer.on, 9);
            self.again.entry(on).or_default().push(Transfer { on, pays: Vec::new(), ..transfer.clone() });
        }
    }
}

fn settle(debt: &mut Debt) -> (String, i64) {
    let cents = std::mem::take(&mut debt.left);
    debt.planned.clear();
    (debt.number.clone(), cents)
}

fn exact_if_alone(wording: Wording) -> Wording {
    if wording == Wording::Together { Wording::Exact } else { wording }
}
