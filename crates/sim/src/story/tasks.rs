//! Calls, letters and visits: done the same day or the next, by somebody who looks at the books first.

use super::Story;
use super::disputes::cause_of;
use crate::audit::{Obstacle, Told, plans};
use crate::behaviour::Answer;
use crate::chance::later;
use crate::seen::SeenProposal;
use app::AppResult;
use app::outcomes::{self, Outcome};
use base::id::ActId;
use base::{Cents, Date};

/// Days the program gives to a validation, and to a payment said to be under way, when nothing else is agreed.
const VALIDATION_DAYS: i64 = 7;
const ARRIVAL_DAYS: i64 = 5;

#[derive(Debug)]
struct Task {
    act: ActId,
    on: Date,
    proposal: SeenProposal,
}

#[derive(Debug, Default)]
pub(super) struct Tasks(Vec<Task>);

impl Tasks {
    pub(super) fn add(&mut self, act: ActId, on: Date, proposal: SeenProposal) {
        self.0.push(Task { act, on, proposal });
    }

    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    fn due(&mut self, day: Date) -> Vec<Task> {
        let (due, later_ones) = std::mem::take(&mut self.0).into_iter().partition(|t| t.on <= day);
        self.0 = later_ones;
        due
    }
}

impl Story<'_> {
    pub(super) fn do_tasks(&mut self) -> AppResult<()> {
        for task in self.tasks.due(self.day) {
            if self.is_overtaken(&task.proposal)? {
                let why = "la situation a changé entre-temps";
                outcomes::cancel(&self.office.world(self.day), &self.office.company, task.act, why)?;
            } else if matches!(task.proposal.channel.as_str(), "call" | "visit") {
                self.call(&task)?;
            } else {
                let world = self.office.world(self.day);
                outcomes::record_done(&world, &self.office.company, task.act, self.day, "preuve de dépôt 1A 000")?;
                self.reached(&task.proposal, None, Some(task.act));
            }
        }
        Ok(())
    }

    /// A careful person checks that the customer still owes all of it, and that nothing was agreed since.
    fn is_overtaken(&mut self, proposal: &SeenProposal) -> AppResult<bool> {
        for number in &proposal.all {
            if self.office.left(self.day, number)? <= 0 {
                return Ok(true);
            }
        }
        let books = self.auditor.books();
        let is_of_plan = proposal.step.starts_with(plans::STEPS);
        if is_of_plan && !self.is_plan_late(&proposal.all) {
            return Ok(true);
        }
        let stops = |o: Obstacle| !(is_of_plan && o == Obstacle::Plan);
        let is_stopped = |n: &String| books.obstacle(n, self.day).is_some_and(stops);
        Ok(proposal.all.iter().any(|n| is_stopped(n) || books.is_perhaps_paid(n, self.day)))
    }

    fn call(&mut self, task: &Task) -> AppResult<()> {
        let (day, customer) = (self.day, task.proposal.customer);
        let numbers = &task.proposal.all;
        let mut answer = self.market.answer(day, customer, numbers);
        let mut parts = Vec::new();
        if let Answer::Contests { cents } = &mut answer {
            for number in numbers {
                parts.push((number.clone(), self.office.undisputed(day, number)?));
            }
            *cents = cents.map(|c| c.min(parts.iter().map(|(_, room)| room).sum()));
            self.see_to(customer)?;
        }
        let outcome = heard(&answer, day, customer);
        let note = format!("appel du {}", base::fr::date_short(day));
        outcomes::record_call(&self.office.world(day), &self.office.company, task.act, &outcome, &note)?;
        if answer == Answer::NobodyAnswers {
            return Ok(());
        }
        self.reached(&task.proposal, None, None);
        if let Answer::Contests { cents } = answer {
            self.contested_by_call(customer, &parts, cents);
            return Ok(());
        }
        for number in numbers {
            let told = obstacle(&answer, day).map(|(what, until)| Told::Obstacle {
                what,
                customer,
                number: Some(number.clone()),
                until,
                cents: None,
            });
            told.into_iter().for_each(|t| self.auditor.tell(day, t));
        }
        Ok(())
    }
}

fn heard(answer: &Answer, day: Date, customer: u32) -> Outcome {
    match answer {
        Answer::NobodyAnswers => Outcome::NoAnswer,
        Answer::NeverReceived => Outcome::InvoiceNotReceived,
        Answer::BeingValidated => Outcome::AwaitingValidation { until: None },
        Answer::Contests { cents } => Outcome::Dispute { cause: cause_of(customer), amount: cents.map(Cents::new) },
        Answer::Promises { on } => Outcome::Promise { on: *on, amount: None },
        Answer::AlreadySent => Outcome::PaymentSent { on: Some(day) },
        Answer::Evades => Outcome::Other,
    }
}

fn obstacle(answer: &Answer, day: Date) -> Option<(Obstacle, Option<Date>)> {
    match answer {
        Answer::BeingValidated => Some((Obstacle::Validation, Some(later(day, VALIDATION_DAYS)))),
        Answer::Promises { on } => Some((Obstacle::Promise, Some(*on))),
        Answer::AlreadySent => Some((Obstacle::PaymentAnnounced, Some(later(day, ARRIVAL_DAYS)))),
        // What is contested is told part by part.
        Answer::Contests { .. } | Answer::NobodyAnswers | Answer::NeverReceived | Answer::Evades => None,
    }
}
