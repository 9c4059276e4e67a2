//! The auditor's own books: who owes what, and what stands in the way, replayed note by note with plain maps.

use super::{Note, Told};
use base::{Date, days_between};
use std::collections::{BTreeMap, BTreeSet};

/// An unexplained credit that names an invoice holds back for so many days.
const UNEXPLAINED_FOR: i64 = 60;

/// Why somebody may not be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    Dispute,
    Promise,
    PaymentAnnounced,
    Validation,
    Insolvency,
    Factored,
    Pause,
    Postponed,
    /// An instalment plan that was accepted.
    Plan,
}

#[derive(Clone, Debug)]
pub struct Debt {
    pub customer: u32,
    pub issued_on: Date,
    pub due_on: Date,
    pub cents: i64,
    /// What reduced it: from which day, by how much.
    pub less: Vec<(Date, i64)>,
}

impl Debt {
    pub fn left(&self) -> i64 {
        self.cents - self.less.iter().map(|(_, c)| c).sum::<i64>()
    }

    pub fn left_on(&self, day: Date) -> i64 {
        self.cents - self.less.iter().filter(|(on, _)| *on <= day).map(|(_, c)| c).sum::<i64>()
    }
}

#[derive(Clone, Debug)]
pub struct Credit {
    pub booked_on: Date,
    pub cents: i64,
    /// Invoice numbers that stand in the label.
    pub names: BTreeSet<String>,
}

#[derive(Clone, Debug)]
struct ByHand {
    number: String,
    customer: u32,
    on: Date,
    cents: i64,
}

#[derive(Clone, Debug)]
pub struct Hold {
    pub what: Obstacle,
    pub customer: u32,
    pub number: Option<String>,
    pub since: Date,
    pub until: Option<Date>,
    pub cents: Option<i64>,
}

/// A plan that was signed.
#[derive(Clone, Debug)]
pub struct Agreed {
    pub customer: u32,
    pub since: Date,
    pub numbers: Vec<String>,
    pub payments: Vec<(Date, i64)>,
}

/// Days of tolerance that every plan here grants.
const GRACE_DAYS: i64 = 3;

#[derive(Clone, Debug, Default)]
pub struct Books {
    pub debts: BTreeMap<String, Debt>,
    /// Credit notes whose invoice is not known yet: number, invoice, customer, day, cents.
    pub waiting: Vec<(String, String, u32, Date, i64)>,
    pub unmatched: Vec<Credit>,
    pub holds: Vec<Hold>,
    /// Plans in force, and those that were broken.
    pub plans: Vec<Agreed>,
    pub lapsed: Vec<Agreed>,
    pub bank_known_until: Option<Date>,
    /// Days on which the owner cleared a customer of an unexplained credit.
    pub cleared: BTreeSet<(Date, u32)>,
    /// Payments recorded by hand that no credit was found for yet.
    by_hand: Vec<ByHand>,
}

impl Books {
    pub fn of(notes: &[Note]) -> Books {
        let mut books = Books::default();
        for note in notes {
            books.take(note);
        }
        books
    }

    fn take(&mut self, note: &Note) {
        match &note.told {
            Told::Invoice { number, customer, issued_on, due_on, cents } => {
                let debt = Debt {
                    customer: *customer,
                    issued_on: *issued_on,
                    due_on: *due_on,
                    cents: *cents,
                    less: Vec::new(),
                };
                self.debts.entry(number.clone()).or_insert(debt);
            }
            Told::CreditNote { number, customer, against, issued_on, cents } => {
                self.waiting.push((number.clone(), against.clone(), *customer, *issued_on, *cents));
            }
            Told::BankCredit { booked_on, cents, label } => {
                self.unmatched.push(Credit { booked_on: *booked_on, cents: *cents, names: numbers_in(label) });
                self.unmatched.sort_by_key(|c| c.booked_on);
            }
            Told::BankKnown { until } => self.bank_known_until = self.bank_known_until.max(Some(*until)),
            Told::Settled => self.settle(),
            Told::PaidByHand { number, cents, on } => self.pay_by_hand(number, *cents, *on),
            Told::Obstacle { what, customer, number, until, cents } => self.holds.push(Hold {
                what: *what,
                customer: *customer,
                number: number.clone(),
                since: note.on,
                until: *until,
                cents: *cents,
            }),
            Told::Lifted { what, customer, number } => {
                self.holds.retain(|h| !(h.what == *what && h.customer == *customer && h.number == *number));
            }
            Told::Agreed { customer, numbers, payments } => {
                let (numbers, payments) = (numbers.clone(), payments.clone());
                self.agree(Agreed { customer: *customer, since: note.on, numbers, payments });
            }
            Told::PlanEnded { customer, is_lapsed } => self.end_plan(*customer, *is_lapsed),
            Told::Instalment { booked_on, cents, pays } => {
                let same = |c: &Credit| c.booked_on == *booked_on && c.cents == *cents;
                if let Some(at) = self.unmatched.iter().position(same) {
                    self.unmatched.remove(at);
                }
                for (number, part) in pays {
                    self.debts.entry(number.clone()).and_modify(|d| d.less.push((*booked_on, *part)));
                }
            }
            Told::NotTheirMoney { customer } => {
                self.cleared.insert((note.on, *customer));
            }
            Told::Reached(_) | Told::CameBack(_) | Told::AddressFound { .. } | Told::BooksPutBack | Told::Reviewed => {}
        }
    }

    fn agree(&mut self, plan: Agreed) {
        self.lapsed.retain(|before| !before.numbers.iter().any(|n| plan.numbers.contains(n)));
        self.holds.extend(plan.numbers.iter().map(|number| Hold {
            what: Obstacle::Plan,
            customer: plan.customer,
            number: Some(number.clone()),
            since: plan.since,
            until: None,
            cents: None,
        }));
        self.plans.push(plan);
    }

    fn end_plan(&mut self, customer: u32, is_lapsed: bool) {
        self.holds.retain(|h| !(h.what == Obstacle::Plan && h.customer == customer));
        let (over, left) = std::mem::take(&mut self.plans).into_iter().partition(|p: &Agreed| p.customer == customer);
        self.plans = left;
        self.lapsed.retain(|p| p.customer != customer);
        if is_lapsed {
            self.lapsed.extend::<Vec<Agreed>>(over);
        }
    }

    /// What came on the invoices of a plan since it was signed.
    pub fn received(&self, plan: &Agreed) -> i64 {
        let debts = plan.numbers.iter().filter_map(|n| self.debts.get(n));
        debts.flat_map(|d| &d.less).filter(|(on, _)| *on >= plan.since).map(|(_, cents)| cents).sum()
    }

    /// What should have come by that day, tolerance included, and did not.
    pub fn arrears(&self, plan: &Agreed, day: Date) -> i64 {
        let is_late = |due: &Date| days_between(*due, day) > GRACE_DAYS;
        let due: i64 = plan.payments.iter().filter(|(on, _)| is_late(on)).map(|(_, cents)| cents).sum();
        (due - self.received(plan)).max(0)
    }

    /// The only unexplained credit of that amount, of the two months before, is this money.
    fn pay_by_hand(&mut self, number: &str, cents: i64, on: Date) {
        let Some(debt) = self.debts.get_mut(number) else { return };
        debt.less.push((on, cents));
        let customer = debt.customer;
        let same = |c: &Credit| c.cents == cents && (0..=UNEXPLAINED_FOR).contains(&days_between(c.booked_on, on));
        let is_only = self.unmatched.iter().filter(|c| same(c)).count() == 1;
        if is_only {
            self.unmatched.retain(|c| !same(c));
        } else {
            self.by_hand.push(ByHand { number: number.to_string(), customer, on, cents });
        }
    }

    /// Credit notes reduce their invoice; a credit that is money recorded by hand is that money; a credit that names one
    /// open invoice and is just what is left of it pays it.
    fn settle(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        for note in waiting {
            match self.debts.get_mut(&note.1).filter(|d| d.customer == note.2) {
                Some(debt) => debt.less.push((note.3, note.4)),
                None => self.waiting.push(note),
            }
        }
        let left: BTreeMap<String, i64> = self.debts.iter().map(|(n, d)| (n.clone(), d.left())).collect();
        let mut paid = BTreeSet::new();
        for credit in std::mem::take(&mut self.unmatched) {
            let pays = self.pays(&credit, &left).filter(|n| !paid.contains(n));
            let whose = pays.as_ref().and_then(|n| self.debts.get(n)).map(|d| d.customer);
            if self.is_money_by_hand(&credit, whose) {
                continue;
            }
            match pays {
                Some(number) => {
                    self.debts.entry(number.clone()).and_modify(|d| d.less.push((credit.booked_on, credit.cents)));
                    paid.insert(number);
                }
                None => self.unmatched.push(credit),
            }
        }
        for credit in std::mem::take(&mut self.unmatched) {
            if !self.was_told_by_hand(&credit) {
                self.unmatched.push(credit);
            }
        }
    }

    /// The one open invoice that this credit names, when it is just what is left of it. Money for one that was assigned is
    /// a person's to sort.
    fn pays(&self, credit: &Credit, left: &BTreeMap<String, i64>) -> Option<String> {
        let mut open = credit.names.iter().filter(|n| left.get(*n).is_some_and(|cents| *cents > 0));
        let only = open.next().filter(|_| open.next().is_none())?;
        let debt = self.debts.get(only)?;
        let is_assigned = |h: &Hold| {
            let is_of_it = h.number.as_deref().is_none_or(|n| n == only.as_str());
            h.what == Obstacle::Factored && h.customer == debt.customer && is_of_it
        };
        if self.holds.iter().any(is_assigned) {
            return None;
        }
        (left.get(only) == Some(&credit.cents) && credit.booked_on >= debt.issued_on).then(|| only.clone())
    }

    /// The same amount within five days, from the customer whose invoice the credit names, or from anybody.
    fn is_money_by_hand(&mut self, credit: &Credit, whose: Option<u32>) -> bool {
        let same = |b: &ByHand| {
            b.cents == credit.cents
                && days_between(b.on, credit.booked_on).abs() <= 5
                && whose.is_none_or(|customer| customer == b.customer)
        };
        let found = self.by_hand.iter().position(same);
        found.map(|at| self.by_hand.remove(at)).is_some()
    }

    /// It names one invoice, for which that very amount was recorded by hand on another day.
    fn was_told_by_hand(&mut self, credit: &Credit) -> bool {
        let mut known = credit.names.iter().filter(|n| self.debts.contains_key(*n));
        let Some(only) = known.next().filter(|_| known.next().is_none()) else { return false };
        let found = self.by_hand.iter().position(|b| b.number == *only && b.cents == credit.cents);
        found.map(|at| self.by_hand.remove(at)).is_some()
    }

    pub fn overdue(&self, day: Date) -> impl Iterator<Item = (&String, &Debt)> {
        self.debts.iter().filter(move |(_, d)| d.left() > 0 && d.due_on < day)
    }

    /// An unexplained credit of the last weeks names this invoice.
    pub fn is_perhaps_paid(&self, number: &str, day: Date) -> bool {
        self.unmatched.iter().any(|c| days_between(c.booked_on, day) <= UNEXPLAINED_FOR && c.names.contains(number))
    }

    /// What of an invoice is contested on that day, when not all that is left of it.
    pub fn contested(&self, number: &str, day: Date) -> Option<i64> {
        let debt = self.debts.get(number)?;
        let stands = |h: &&Hold| {
            h.what == Obstacle::Dispute
                && h.customer == debt.customer
                && h.number.as_deref().is_none_or(|n| n == number)
                && h.until.is_none_or(|until| day <= until)
        };
        let parts = self.holds.iter().filter(stands).map(|h| h.cents.unwrap_or_else(|| debt.left()));
        Some(parts.sum()).filter(|cents| *cents > 0 && *cents < debt.left())
    }

    /// What forbids asking for this invoice on that day.
    pub fn obstacle(&self, number: &str, day: Date) -> Option<Obstacle> {
        let debt = self.debts.get(number)?;
        let stands = |h: &&Hold| {
            h.customer == debt.customer
                && h.number.as_deref().is_none_or(|n| n == number)
                && h.until.is_none_or(|until| day <= until)
                && !(h.what == Obstacle::Postponed && h.until == Some(day))
                && !(h.what == Obstacle::Dispute && h.cents.is_some_and(|part| part < debt.left()))
        };
        self.holds.iter().find(stands).map(|h| h.what)
    }
}

/// Numbers of our own form, `F2024-0012`, written with or without the dash, not followed by another digit.
pub fn numbers_in(label: &str) -> BTreeSet<String> {
    let plain: Vec<char> = label.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    let mut found = BTreeSet::new();
    for at in 0..plain.len() {
        if plain.get(at) != Some(&'F') {
            continue;
        }
        let digits: String = plain.iter().skip(at + 1).take_while(|c| c.is_ascii_digit()).collect();
        if digits.len() >= 8 && digits.starts_with("20") {
            let (year, rank) = digits.split_at(4);
            found.insert(format!("F{year}-{rank}"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_as_people_write_them() {
        let found = numbers_in("VIR INST DUPONT FACT F2024 0012 ET F2024-12345");
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["F2024-0012", "F2024-12345"]);
        assert!(numbers_in("VIR FABRE 2024 CDE 0012").is_empty());
    }
}
