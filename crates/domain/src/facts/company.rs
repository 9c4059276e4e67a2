use base::Date;
use base::calendar::Region;
use serde::{Deserialize, Serialize};

/// Steps the owner allowed to leave without a click, under their signature.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingOrder {
    pub signed_by: String,
    pub signed_on: Option<Date>,
    /// `scenario/step` pairs.
    pub steps: Vec<String>,
}

impl StandingOrder {
    pub fn covers(&self, scenario: &str, step: &str) -> bool {
        self.signed_on.is_some() && self.steps.iter().any(|s| s.split_once('/') == Some((scenario, step)))
    }
}

/// What a planning must know of the creditor itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CompanyFacts {
    /// Until when money received is known (statements or ledger); `None` when no bank data was ever given.
    pub bank_known_until: Option<Date>,
    pub region: Region,
    pub standing_order: StandingOrder,
}
