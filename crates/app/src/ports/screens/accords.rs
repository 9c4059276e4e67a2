//! What the list of agreements shows: words given by customers, and what became of each.

use super::{Cut, Scope};
use crate::ports::terms::BooksResult;
use crate::records::PlanRow;
use base::id::{HoldId, InvoiceId, PartyId};
use base::{Cents, Currency, Date};
use domain::facts::{Heard, Word};

/// A promise, with what the books hold of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromiseRow {
    pub hold: HoldId,
    pub party: PartyId,
    pub customer: String,
    /// `None` when it bears on all that the customer owes.
    pub invoice: Option<InvoiceId>,
    pub number: String,
    pub currency: Currency,
    pub given_on: Date,
    pub until: Date,
    /// The last day on which money still keeps it.
    pub last_day: Date,
    pub asked: Cents,
    pub received: Cents,
    pub word: Word,
    /// Its author took it back, or somebody ended it, before its last day.
    pub is_lifted: bool,
    pub made_by: Option<String>,
    pub heard: Heard,
    pub why: String,
}

/// A plan in the list of agreements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanListed {
    pub row: PlanRow,
    pub customer: String,
}

pub trait AccordScreens {
    /// Those in force or waiting for an answer first, then the others, newest first.
    fn plan_rows(&mut self, scope: Scope, cut: Cut) -> BooksResult<Vec<PlanListed>>;

    /// Of one state or of all, those whose day comes or came last first.
    fn promise_rows(&mut self, scope: Scope, word: Option<Word>, today: Date, cut: Cut)
    -> BooksResult<Vec<PromiseRow>>;

    /// How many stand where; those taken back in time are left out.
    fn promise_counts(&mut self, scope: Scope, today: Date) -> BooksResult<Vec<(Word, u64)>>;
}
