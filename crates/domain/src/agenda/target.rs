//! Whom a step can reach, through which channel, given the contacts that are known.

use super::reason::Reason;
use crate::facts::{Channel, ContactRole, DebtorFacts};
use crate::scenario::Step;
use base::id::ContactId;
use serde::{Deserialize, Serialize};

/// The addressee of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub role: ContactRole,
    /// `None` for a letter to the company's own address, or a task nobody is named for.
    pub contact: Option<ContactId>,
}

/// The best channel and person for a step, with the reasons where it is not the first wish.
pub(super) fn choose(step: &Step, debtor: &DebtorFacts) -> Result<(Channel, Target, Vec<Reason>), Reason> {
    for &channel in &step.channels {
        for &role in &step.to {
            if let Some(contact) = reachable(channel, role, debtor) {
                return Ok((channel, Target { role, contact }, fallbacks(step, channel, role)));
            }
        }
    }
    // A known person whose role the step does not name still beats silence for a message; never for a salesperson.
    for &channel in &step.channels {
        let known = debtor.contacts.iter().filter(|c| c.role != ContactRole::Salesperson);
        let somebody = known.filter(|c| can_reach(channel, c.has_email, c.has_phone)).min_by_key(|c| c.id);
        if let (true, Some(contact)) = (channel.reaches_debtor(), somebody) {
            let target = Target { role: contact.role, contact: Some(contact.id) };
            return Ok((channel, target, fallbacks(step, channel, contact.role)));
        }
    }
    let by_letter = step.channels.iter().any(|c| matches!(c, Channel::Letter | Channel::RegisteredLetter));
    match debtor.party.address_returned_on.filter(|_| by_letter) {
        Some(on) => Err(Reason::AddressReturned { on }),
        None => Err(Reason::NoUsableContact { roles: step.to.clone(), channels: step.channels.clone() }),
    }
}

/// `Some(None)` when the channel needs no named person.
fn reachable(channel: Channel, role: ContactRole, debtor: &DebtorFacts) -> Option<Option<ContactId>> {
    // Of several people in a role, the one known longest.
    let in_role = || debtor.contacts.iter().filter(|c| c.role == role);
    let anybody = || in_role().map(|c| c.id).min();
    match channel {
        Channel::Letter | Channel::RegisteredLetter | Channel::Visit if has_good_address(debtor) => Some(anybody()),
        Channel::Internal => Some(anybody()),
        _ => in_role().filter(|c| can_reach(channel, c.has_email, c.has_phone)).map(|c| c.id).min().map(Some),
    }
}

/// An address from which nothing came back.
fn has_good_address(debtor: &DebtorFacts) -> bool {
    debtor.party.has_address && debtor.party.address_returned_on.is_none()
}

fn can_reach(channel: Channel, has_email: bool, has_phone: bool) -> bool {
    match channel {
        Channel::Email => has_email,
        Channel::Call => has_phone,
        Channel::Letter | Channel::RegisteredLetter | Channel::Visit | Channel::Internal => false,
    }
}

fn fallbacks(step: &Step, channel: Channel, role: ContactRole) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if let Some(&wanted) = step.channels.first().filter(|c| **c != channel) {
        reasons.push(Reason::ChannelFallback { wanted, chosen: channel });
    }
    if let Some(&wanted) = step.to.first().filter(|r| **r != role) {
        reasons.push(Reason::RoleFallback { wanted, chosen: role });
    }
    reasons
}
