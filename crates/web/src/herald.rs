//! The server tells other programs what happened: on a thread of its own, so that a receiver that is slow or gone keeps neither a
//! page nor a reminder waiting.

use crate::house::House;
use crate::watch::log_failure;
use app::AppResult;
use app::records::Company;
use app::webhooks::{announce, deliver_due};
use domain::journal::Actor;

/// Messages for one company before the next one has its turn.
const IN_A_ROUND: u64 = 50;

/// Goes round all companies once: new entries of the journal become messages, and those that are due leave.
pub fn tell_events(house: &House) {
    let companies = house.world(Actor::Program, None).read(|books| Ok(books.companies()?));
    let told = companies.and_then(|all| all.iter().try_for_each(|company| tell(house, company)));
    if let Err(error) = told {
        log_failure(&error.to_string());
    }
}

fn tell(house: &House, company: &Company) -> AppResult<()> {
    let world = house.world(Actor::Program, Some(company));
    if world.read(|books| Ok(books.webhooks(company.id)?))?.is_empty() {
        return Ok(());
    }
    announce(&world, company)?;
    deliver_due(&world, company, house.vault.as_ref(), house.outside.courier(), IN_A_ROUND).map(drop)
}
