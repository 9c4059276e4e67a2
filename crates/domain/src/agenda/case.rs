//! One debtor's day under one scenario, and how a proposal or a silence is written down from it.

use super::reason::Reason;
use super::{ApprovalNeeded, Proposal, ProposalLine, Silence, Target};
use crate::facts::Channel;
use crate::scenario::{ApprovalRule, Choice, Scenario, Step};
use crate::situation::{Situation, Standing};
use base::{Cents, Currency, Date, MoneyError};

/// A reason to wait, and until when.
pub(super) type Stop = (Reason, Option<Date>);

/// What every decision of the day is taken from.
#[derive(Clone, Copy)]
pub(super) struct Case<'s, 'f> {
    pub(super) situation: &'s Situation<'f>,
    pub(super) scenario: &'s Scenario,
    pub(super) choice: &'s Choice,
}

/// What a message says, before its reasons.
pub(super) struct Message<'s, 'f> {
    pub(super) step: &'s Step,
    pub(super) currency: Currency,
    pub(super) named: Vec<&'s Standing<'f>>,
    pub(super) total: Cents,
}

impl<'s, 'f> Message<'s, 'f> {
    /// # Errors
    /// `MoneyError::Overflow` when the sum leaves what can be counted.
    pub(super) fn new(step: &'s Step, currency: Currency, named: Vec<&'s Standing<'f>>) -> Result<Self, MoneyError> {
        let total = undisputed_total(&named)?;
        Ok(Message { step, currency, named, total })
    }
}

/// What may be asked for of all of these together.
pub(super) fn undisputed_total(standings: &[&Standing<'_>]) -> Result<Cents, MoneyError> {
    Cents::sum(standings.iter().map(|s| s.undisputed()))
}

impl<'s, 'f> Case<'s, 'f> {
    pub(super) fn silence(&self, standing: &Standing<'_>, stop: &Stop) -> Silence {
        let undisputed = standing.undisputed();
        let of = if undisputed.is_positive() { undisputed } else { standing.receivable.outstanding };
        stopped(self.situation, (standing, of), stop)
    }

    pub(super) fn chosen(&self) -> Reason {
        Reason::ScenarioChosen { scenario: self.scenario.title.clone(), choice: self.choice.clone() }
    }

    pub(super) fn proposal(
        &self,
        message: &Message<'s, 'f>,
        (channel, target): (Channel, Target),
        reasons: Vec<Reason>,
    ) -> Proposal {
        let party = &self.situation.debtor.party;
        let step = message.step;
        Proposal {
            party: party.id,
            customer: party.name.clone(),
            scenario: self.scenario.reference.clone(),
            step: step.id.clone(),
            step_title: step.title.clone(),
            channel,
            template: step.template.clone(),
            tone: step.tone,
            target,
            approval: self.approval(step, &message.named),
            currency: message.currency,
            total_cents: message.total,
            lines: message.named.iter().map(|s| line(s)).collect(),
            reasons,
        }
    }

    /// A standing order only counts where bank data is known and nothing has just failed: otherwise a person looks first.
    fn approval(&self, step: &Step, named: &[&Standing<'_>]) -> ApprovalNeeded {
        let (company, as_of) = (self.situation.company, self.situation.as_of);
        let order = &company.standing_order;
        let covered = order.covers(&self.scenario.reference.name, &step.id)
            && order.signed_on.is_some_and(|signed| signed <= as_of)
            && company.bank_known_until.is_some()
            && named.iter().all(|s| s.failed_attempt_on.is_none());
        match step.approval {
            ApprovalRule::Owner => ApprovalNeeded::Owner,
            ApprovalRule::Standing if covered => ApprovalNeeded::StandingOrder,
            ApprovalRule::Standing | ApprovalRule::Each => ApprovalNeeded::Anybody,
        }
    }

    /// What whoever approves should look at before saying yes.
    ///
    /// # Errors
    /// `MoneyError::Overflow` when the credits leave what can be counted.
    pub(super) fn cautions(&self, message: &Message<'s, 'f>) -> Result<Vec<Reason>, MoneyError> {
        let mut reasons = Vec::new();
        if self.situation.company.bank_known_until.is_none() {
            reasons.push(Reason::NoBankData);
        }
        let credits_cents = self.situation.credits_in(message.currency)?;
        if credits_cents.is_positive() {
            reasons.push(Reason::CreditsOpen { credits_cents });
        }
        for standing in &message.named {
            let number = &standing.receivable.number;
            if standing.receivable.due_basis.is_estimated() {
                reasons.push(Reason::DueDateEstimated { number: number.clone() });
            }
            let contested_cents = standing.contested()?;
            if contested_cents.is_positive() {
                reasons.push(Reason::PartDisputed { number: number.clone(), contested_cents });
            }
        }
        Ok(reasons)
    }
}

/// Why nothing is done for so much of one receivable; also used where no scenario is known yet.
pub(super) fn stopped(situation: &Situation<'_>, (standing, of): (&Standing<'_>, Cents), stop: &Stop) -> Silence {
    let (party, receivable) = (&situation.debtor.party, standing.receivable);
    Silence {
        party: party.id,
        customer: party.name.clone(),
        invoice: receivable.id,
        number: receivable.number.clone(),
        due_on: receivable.due_on,
        days_late: standing.days_late(),
        currency: receivable.currency,
        outstanding_cents: of,
        reasons: vec![stop.0.clone()],
        next_on: stop.1,
    }
}

fn line(standing: &Standing<'_>) -> ProposalLine {
    ProposalLine {
        invoice: standing.receivable.id,
        number: standing.receivable.number.clone(),
        due_on: standing.receivable.due_on,
        days_late: standing.days_late(),
        amount_cents: standing.undisputed(),
    }
}
