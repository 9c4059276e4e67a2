//! What runs under each scenario, as of the last planned day.

use super::Scope;
use crate::ports::terms::BooksResult;
use base::id::{CompanyId, PartyId};
use base::{Cents, Currency, Date};

/// What runs under one version of a scenario, in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioShare {
    pub scenario: String,
    pub version: String,
    pub currency: Currency,
    pub customers: u64,
    pub outstanding: Cents,
    pub overdue: Cents,
}

/// A customer followed under a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowedCustomer {
    pub party: PartyId,
    pub name: String,
    pub version: String,
    pub overdue: Cents,
}

/// Counts and lists for the pages about scenarios.
pub trait ScenarioScreens {
    fn scenario_shares(&mut self, scope: Scope, as_of: Date) -> BooksResult<Vec<ScenarioShare>>;
    /// Those who owe the most overdue first.
    fn followed_customers(
        &mut self,
        scope: Scope,
        as_of: Date,
        scenario: &str,
        limit: u64,
    ) -> BooksResult<Vec<FollowedCustomer>>;
    /// Whether reminders of that customer were under way at the last planned day.
    fn is_followed(&mut self, party: PartyId) -> BooksResult<bool>;
    /// Customers who owed something on that day or later, in order of identifier.
    fn owing_since(&mut self, company: CompanyId, since: Date) -> BooksResult<Vec<PartyId>>;
}
