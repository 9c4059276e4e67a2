//! What would be proposed in the days to come, if nobody paid, answered or decided anything. It is a picture, not a plan:
//! the real planner is asked on each day, and is told that what it proposed was done.

use super::plan;
use crate::facts::{ActFacts, ActState, Channel, CompanyFacts, DebtorFacts};
use crate::scenario::{ScenarioBook, Tone};
use crate::situation::Situation;
use base::id::ActId;
use base::{Date, MoneyError, add_days};

/// One step to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreseen {
    pub on: Date,
    pub scenario: String,
    pub step_title: String,
    pub channel: Channel,
    /// What the step is made for, where nobody can be reached that way.
    pub instead_of: Option<Channel>,
    pub tone: Tone,
    pub invoices: usize,
}

/// The steps from that day on, for so many days, with bank data that is never old.
///
/// # Errors
/// `MoneyError::Overflow` when the sums leave what can be counted.
pub fn foresee(
    debtor: &DebtorFacts,
    company: &CompanyFacts,
    book: &ScenarioBook,
    from: Date,
    days: i64,
) -> Result<Vec<Foreseen>, MoneyError> {
    let mut debtor = debtor.clone();
    debtor.possible_payments.clear();
    let mut foreseen = Vec::new();
    for day in (0..days).filter_map(|n| add_days(from, n)) {
        let company = CompanyFacts { bank_known_until: Some(day), ..company.clone() };
        let situation = Situation::of(&debtor, &company, day)?;
        let mut done = Vec::new();
        for proposal in plan(&situation, book)?.proposals {
            let number = u8::try_from(foreseen.len()).unwrap_or(u8::MAX);
            done.push(ActFacts {
                id: ActId::from_bytes([number; 16]),
                scenario: proposal.scenario.name.clone(),
                scenario_version: proposal.scenario.version.clone(),
                step: proposal.step.clone(),
                channel: proposal.channel,
                planned_on: day,
                performed_on: Some(day),
                state: ActState::Done,
                live: true,
                invoices: proposal.lines.iter().map(|l| l.invoice).collect(),
            });
            foreseen.push(Foreseen {
                on: day,
                instead_of: proposal.instead_of(),
                scenario: proposal.scenario.name,
                step_title: proposal.step_title,
                channel: proposal.channel,
                tone: proposal.tone,
                invoices: proposal.lines.len(),
            });
        }
        debtor.acts.extend(done);
    }
    Ok(foreseen)
}
