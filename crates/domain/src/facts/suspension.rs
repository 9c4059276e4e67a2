use base::Date;
use serde::{Deserialize, Serialize};

/// What the general terms that a customer accepted say of a service that is not paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceTerms {
    /// Where it is written, as a letter names it: "article 8 de nos conditions générales".
    pub clause: String,
    pub accepted_on: Date,
    /// Days that the formal notice leaves before anything is stopped.
    pub notice_days: i64,
    /// Days late from which the service may be suspended.
    pub suspend_after_days: Option<i64>,
    /// Days late from which the contract may be ended.
    pub terminate_after_days: Option<i64>,
}

impl ServiceTerms {
    /// Days late from which the formal notice that comes before either is proposed.
    pub fn first_day(&self) -> Option<i64> {
        self.suspend_after_days.or(self.terminate_after_days)
    }
}
