//! What a book of scenarios would do, or would have done: days planned one after the other, each proposal held to be
//! done on its day. It changes nothing and foresees no payment; what debtors did is what the given facts say.
//!
//! Two uses: a forecast from today if nobody pays, and a replay of past days from the facts of each.

mod compare;

pub use compare::{Change, Rehearsed, Shift, Tally, changes};

use crate::agenda::{Plan, Proposal, Reason, Silence, plan};
use crate::facts::{ActFacts, ActState, Channel, CompanyFacts, DebtorFacts};
use crate::scenario::ScenarioBook;
use crate::situation::Situation;
use base::id::{ActId, PartyId};
use base::{Currency, Date, MoneyError, add_days};
use std::cmp::Reverse;
use std::collections::HashMap;

/// Days planned one after the other under one book.
pub struct Rehearsal<'b> {
    book: &'b ScenarioBook,
    from: Date,
    done: HashMap<PartyId, Vec<ActFacts>>,
    serial: u64,
}

impl<'b> Rehearsal<'b> {
    /// From that day on, what was really done no longer counts, and what this book proposes does.
    pub fn new(book: &'b ScenarioBook, from: Date) -> Self {
        Rehearsal { book, from, done: HashMap::new(), serial: 0 }
    }

    /// Plans a debtor's day, and holds its proposals to be done. Days are given in their order.
    ///
    /// # Errors
    /// `MoneyError::Overflow` when the sums leave what can be counted.
    pub fn day(
        &mut self,
        debtor: &DebtorFacts,
        company: &CompanyFacts,
        as_of: Date,
    ) -> Result<Vec<Proposal>, MoneyError> {
        Ok(self.planned(debtor, company, as_of)?.proposals)
    }

    fn planned(&mut self, debtor: &DebtorFacts, company: &CompanyFacts, as_of: Date) -> Result<Plan, MoneyError> {
        let mut debtor = debtor.clone();
        debtor.acts.retain(|a| a.planned_on < self.from);
        debtor.acts.iter_mut().for_each(settle);
        debtor.acts.extend(self.done.get(&debtor.party.id).into_iter().flatten().cloned());
        let situation = Situation::of(&debtor, company, as_of)?;
        let plan = plan(&situation, self.book)?;
        for proposal in &plan.proposals {
            self.serial += 1;
            self.done.entry(debtor.party.id).or_default().push(act(proposal, as_of, self.serial));
        }
        Ok(plan)
    }
}

/// What was ready, or whose outcome is not known, is held to have left: otherwise it would stop all that follows.
fn settle(act: &mut ActFacts) {
    if act.state.is_pending() {
        act.state = ActState::Done;
    }
    if act.state.counts_as_performed() {
        act.performed_on = act.performed_on.map(|on| on.min(act.planned_on));
    }
}

fn act(proposal: &Proposal, on: Date, serial: u64) -> ActFacts {
    let mut id = [0xff; 16];
    for (to, from) in id.iter_mut().skip(8).zip(serial.to_be_bytes()) {
        *to = from;
    }
    ActFacts {
        id: ActId::from_bytes(id),
        scenario: proposal.scenario.name.clone(),
        scenario_version: proposal.scenario.version.clone(),
        step: proposal.step.clone(),
        channel: proposal.channel,
        planned_on: on,
        performed_on: Some(on),
        state: if proposal.channel == Channel::Email { ActState::HandedOver } else { ActState::Done },
        live: true,
        invoices: proposal.lines.iter().map(|l| l.invoice).collect(),
    }
}

/// The whole plan of one debtor from a day on, if nobody pays and bank data stays fresh.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forecast {
    pub days: Vec<(Date, Proposal)>,
    /// Where what is late stands on the last day, or on the last before it that was worked.
    pub end: Vec<Silence>,
}

impl Forecast {
    /// Why nothing more comes: each kind of reason once, that of most invoices first, with the currency of its amounts.
    pub fn endings(&self) -> Vec<(&Reason, Currency)> {
        let mut found: Vec<(&Reason, Currency, usize)> = Vec::new();
        for silence in &self.end {
            let Some(reason) = silence.reasons.first() else { continue };
            match found.iter_mut().find(|(known, ..)| known.code() == reason.code()) {
                Some((.., invoices)) => *invoices += 1,
                None => found.push((reason, silence.currency, 1)),
            }
        }
        found.sort_by_key(|(.., invoices)| Reverse(*invoices));
        found.into_iter().map(|(reason, currency, _)| (reason, currency)).collect()
    }
}

/// Says only of the day itself that nothing is done, and nothing of where the case stands.
fn is_of_the_day(silence: &Silence) -> bool {
    matches!(silence.reasons.first(), Some(Reason::NonWorkingDay { .. } | Reason::CompanyClosed { .. }))
}

/// Plans `days` days from `today` on.
///
/// # Errors
/// `MoneyError::Overflow` when the sums leave what can be counted.
pub fn forecast(
    debtor: &DebtorFacts,
    company: &CompanyFacts,
    book: &ScenarioBook,
    today: Date,
    days: i64,
) -> Result<Forecast, MoneyError> {
    let mut company = company.clone();
    let mut rehearsal = Rehearsal::new(book, add_days(today, 1).unwrap_or(today));
    let mut forecast = Forecast::default();
    for offset in 0..days {
        let Some(day) = add_days(today, offset) else { break };
        company.bank_known_until = company.bank_known_until.map(|_| day);
        let plan = rehearsal.planned(debtor, &company, day)?;
        forecast.days.extend(plan.proposals.into_iter().map(|p| (day, p)));
        if forecast.end.is_empty() || !plan.silences.iter().any(is_of_the_day) {
            forecast.end = plan.silences;
        }
    }
    Ok(forecast)
}
