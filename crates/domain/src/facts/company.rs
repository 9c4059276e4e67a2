use base::Date;
use base::calendar::{Region, is_working_day};
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

/// Days on which the company is closed, both included: nothing leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    pub from: Date,
    pub until: Date,
    /// As people call it, e.g. « Fermeture d’été ».
    pub why: String,
}

impl Closing {
    pub fn covers(&self, day: Date) -> bool {
        (self.from..=self.until).contains(&day)
    }
}

/// The closing that covers a day.
pub fn closed_on(closings: &[Closing], day: Date) -> Option<&Closing> {
    closings.iter().find(|c| c.covers(day))
}

/// That day if the company works on it, else the first one after it on which it does.
pub fn next_open_day(closings: &[Closing], region: Region, mut day: Date) -> Date {
    while !is_working_day(day, region) || closed_on(closings, day).is_some() {
        match day.tomorrow() {
            Ok(next) => day = next,
            Err(_) => break,
        }
    }
    day
}

/// What a planning must know of the creditor itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CompanyFacts {
    /// Until when money received is known (statements or ledger); `None` when no bank data was ever given.
    pub bank_known_until: Option<Date>,
    /// The account that is behind, when another is known further or a gap between its statements stops it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_account: Option<String>,
    /// Where the gap between statements that stops it ends, when one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_gap_until: Option<Date>,
    pub region: Region,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub closings: Vec<Closing>,
    pub standing_order: StandingOrder,
}
