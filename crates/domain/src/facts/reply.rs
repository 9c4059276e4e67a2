use base::id::ReplyId;
use base::{Date, Timestamp};
use serde::Serialize;

/// An answer of the customer that nobody has dealt with yet. One that was handled, or recorded by mistake, is not given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReplyFacts {
    pub id: ReplyId,
    /// The day the customer wrote.
    pub received_on: Date,
    /// The day it was recorded here: reminders wait from then on.
    pub noted_on: Date,
    /// Beside the day, to tell whether an act was prepared before it.
    #[serde(skip)]
    pub recorded_at: Timestamp,
}
