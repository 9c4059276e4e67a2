//! What a document says of a service that is not paid: what the accepted terms provide for, and how far it has come.

use super::Date;
use serde::{Deserialize, Serialize};

/// A service under general terms that the customer accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceSpoken {
    /// As it follows a verb: `l’article 8 de nos conditions générales`.
    pub clause: String,
    pub accepted_on: Date,
    /// Delay that the formal notice leaves.
    pub notice_days: i64,
    /// Days late from which the service may be suspended, and the contract ended, where the terms provide for it.
    pub suspend_after_days: Option<i64>,
    pub terminate_after_days: Option<i64>,
    /// The day the formal notice was presented.
    pub noticed_on: Option<Date>,
    pub suspended_on: Option<Date>,
}
