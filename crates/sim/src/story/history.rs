//! Years told quickly: files by the month, then weeks in which the owner works, then a last day worth looking at.
//!
//! This is how the demonstration company is filled. Everything goes through the same use cases as a day-by-day story;
//! only the owner's zeal is rationed, because each document takes time to lay out.

use super::Story;
use super::replies::Reminded;
use crate::audit::Obstacle;
use crate::chance::{later, stream};
use crate::seen::{Seen, SeenProposal};
use app::AppResult;
use base::{Date, days_between};
use domain::facts::{DisputeCause, HoldKind};
use std::collections::BTreeSet;

/// How the last weeks go.
#[derive(Clone, Copy, Debug)]
pub struct Ration {
    /// Documents laid out at most, in all.
    pub documents: u32,
    /// Weeks in which the owner works day by day.
    pub weeks: i64,
}

/// A formal notice is ripe this many days after the letter, in every shipped scenario that has one for businesses.
const RIPENS_DAYS: i64 = 16;

/// Tasks proposed so few days before the last one are left for it.
const KEPT_DAYS: i64 = 9;

impl Story<'_> {
    /// Lives until that day, not included, importing by the month.
    ///
    /// # Errors
    /// A broken store.
    pub fn hurry_until(&mut self, end: Date, progress: &mut dyn FnMut(u64)) -> AppResult<()> {
        self.hold_files(true);
        while self.day < end {
            self.outside();
            let next = later(self.day, 1);
            if next.month() != self.day.month() || next >= end {
                self.office.watch.wake(self.day);
                self.deliver_month();
                self.take_inbox(None)?;
                self.settle_owner_matters()?;
                self.log.push(format!("{} month ends, {} debts open", self.day, self.market.debts.len()));
                progress(self.figures.invoices);
            }
            self.day = next;
        }
        self.hold_files(false);
        Ok(())
    }

    /// Works day by day until that day, not included, with rationed documents, and prepares a telling agenda for it.
    ///
    /// # Errors
    /// A broken store.
    pub fn work_until(&mut self, end: Date, ration: Ration) -> AppResult<()> {
        let (mut left, days) = (ration.documents, days_between(self.day, end).max(1));
        let (mut told, mut reminded) = (BTreeSet::new(), Reminded::default());
        while self.day < end {
            self.office.watch.wake(self.day);
            self.outside();
            let remaining = days_between(self.day, end);
            let is_last = self.is_working_day() && self.next_working_day() >= end;
            self.tell_stories(remaining, is_last, &mut told)?;
            self.tell_agreements(remaining, is_last, &mut told)?;
            if is_last {
                self.deliver_statement(self.day);
            }
            let taken = self.take_inbox(None)?;
            if remaining > 6 {
                self.settle_owner_matters()?;
            }
            if self.is_working_day() {
                let mut seen = self.office.plan(self.day)?;
                if remaining <= KEPT_DAYS {
                    self.remind_one(&mut seen, &told, &mut reminded)?;
                }
                let share = i64::from(left) / remaining.max(1) + i64::from(remaining * 7 > days);
                let used = self.rationed_work(&seen, share.min(i64::from(left)), remaining, is_last)?;
                left = left.saturating_sub(used);
                if is_last {
                    self.tell_replies(std::mem::take(&mut reminded), &told)?;
                }
                self.log.push(format!(
                    "{} files {taken} proposals {} documents {used}",
                    self.day,
                    seen.proposals.len()
                ));
            }
            self.day = later(self.day, 1);
        }
        Ok(())
    }

    fn next_working_day(&self) -> Date {
        base::calendar::next_working_day(later(self.day, 1), crate::customer::Customer::REGION)
    }

    /// Approves what the day's share allows, and passes over some of the rest. Returns how many documents were made.
    fn rationed_work(&mut self, seen: &Seen, share: i64, remaining: i64, is_last: bool) -> AppResult<u32> {
        let mut used = 0_u32;
        for proposal in &seen.proposals {
            let mut s = stream(self.plot.seed, proposal.customer, &format!("ration {}", self.day));
            let is_notice = proposal.step == "formal-notice";
            let service = proposal.step == "pre-due";
            // Calls and letters of the last week are left for the day that is shown.
            let kept = is_notice && remaining < 25 || proposal.channel != "email" && remaining <= KEPT_DAYS;
            if is_last {
                // One call and one letter stay on the desk.
                if used < 2 && matches!(proposal.channel.as_str(), "call" | "letter") && s.one_in(2) {
                    used += u32::from(self.approve(seen, proposal)?);
                }
            } else if service && s.one_in(4) || !service && !kept && i64::from(used) < share {
                used += u32::from(self.approve(seen, proposal)? && !service);
            } else if !service && !is_notice && !kept && remaining > 3 && s.one_in(3) {
                self.skip(proposal)?;
            }
        }
        if is_last {
            return Ok(used);
        }
        self.send()?;
        self.do_tasks()?;
        Ok(used)
    }

    /// What a demonstration must show, told at the right distance from its last day: a letter that makes a formal notice
    /// ripe, a promise that will be broken, and on the eve a promise, a dispute and a credit nobody explains.
    fn tell_stories(&mut self, remaining: i64, is_last: bool, told: &mut BTreeSet<u32>) -> AppResult<()> {
        if remaining == RIPENS_DAYS {
            for (customer, numbers) in self.late(40, told).into_iter().take(2) {
                self.skip(&passed_over(self.office.party(customer), customer, "letter", numbers))?;
                told.insert(customer);
            }
        }
        if remaining == 12 {
            self.give_word(
                told,
                (Obstacle::Promise, HoldKind::Promise),
                Some(later(self.day, 6)),
                "promis au téléphone",
            )?;
        }
        if is_last {
            let until = later(self.day, 7);
            self.give_word(
                told,
                (Obstacle::Promise, HoldKind::Promise),
                Some(until),
                "virement promis par la comptabilité",
            )?;
            if let Some((customer, numbers)) = self.late(4, told).into_iter().next() {
                for number in &numbers {
                    let all = (DisputeCause::Quantity, None);
                    self.contest(customer, number, all, "conteste le nombre d’heures facturées")?;
                }
                told.insert(customer);
            }
            if let Some((customer, numbers)) = self.late(2, told).into_iter().next() {
                let left: i64 = numbers.iter().filter_map(|n| self.market.debts.get(n)).map(|d| d.left).sum();
                self.unexplained_credit(self.day, customer, (left / 3).max(100));
                told.insert(customer);
            }
        }
        Ok(())
    }

    fn give_word(
        &mut self,
        told: &mut BTreeSet<u32>,
        kind: (Obstacle, HoldKind),
        until: Option<Date>,
        why: &str,
    ) -> AppResult<()> {
        let Some((customer, numbers)) = self.late(4, told).into_iter().next() else { return Ok(()) };
        for number in &numbers {
            self.hold(customer, Some(number), kind, until, why)?;
        }
        told.insert(customer);
        Ok(())
    }

    /// Customers with known invoices at least that late and not told about yet, with their numbers; the oldest first.
    pub(super) fn late(&mut self, days: i64, told: &BTreeSet<u32>) -> Vec<(u32, Vec<String>)> {
        let mut found: Vec<(Date, u32)> = Vec::new();
        for debt in self.market.debts.values().filter(|d| days_between(d.due_on, self.day) >= days) {
            let Some(customer) = self.market.customer(debt.customer) else { continue };
            let ordinary = customer.states_due_date && !self.market.is_gone(customer, self.day);
            let sold = customer.character == crate::customer::Character::Factored;
            if ordinary && !sold && customer.address.is_some() && !told.contains(&debt.customer) {
                found.push((debt.due_on, debt.customer));
            }
        }
        found.sort();
        let mut customers: Vec<u32> = Vec::new();
        found.into_iter().for_each(|(_, c)| {
            if !customers.contains(&c) {
                customers.push(c)
            }
        });
        let day = self.day;
        let mut late = Vec::new();
        for customer in customers {
            let candidates: Vec<String> = self
                .market
                .debts
                .values()
                .filter(|d| d.customer == customer && d.due_on < day)
                .map(|d| d.number.clone())
                .collect();
            let known: Vec<String> =
                candidates.into_iter().filter(|n| self.office.left(day, n).is_ok_and(|cents| cents > 0)).collect();
            if !known.is_empty() {
                late.push((customer, known));
            }
        }
        late
    }
}

/// A step as the owner passes over it, without any proposal.
fn passed_over(party: Option<base::id::PartyId>, customer: u32, step: &str, all: Vec<String>) -> SeenProposal {
    let party = party.unwrap_or_else(|| base::id::PartyId::from_bytes([0; 16]));
    SeenProposal {
        stored: app::records::StoredProposal { seq: 0, party, json: String::new() },
        party,
        customer,
        scenario: String::new(),
        step: step.to_string(),
        channel: String::new(),
        approval: String::new(),
        overdue: all.clone(),
        all,
    }
}
