use super::{Cut, Scope};
use crate::ports::terms::BooksResult;
use crate::records::{ActRow, QuietItem, WorkItem};
use base::id::PartyId;
use base::{Cents, Currency, Date, Timestamp};
use domain::agenda::ApprovalNeeded;
use domain::facts::Channel;

/// A proposal with the names that go with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkRow {
    pub item: WorkItem,
    pub customer: String,
    pub contact: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WorkOrder {
    /// What a minute is expected to bring.
    #[default]
    Worth,
    Amount,
    Late,
    Customer,
}

/// Which proposals of today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkFilter {
    pub scope: Scope,
    /// Waiting for the owner or a standing order, or for anybody.
    pub approvals: &'static [ApprovalNeeded],
    /// Matched anywhere in the customer's folded name.
    pub search: String,
}

/// How many, and how much in each currency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkSum {
    pub count: u64,
    pub totals: Vec<(Currency, Cents)>,
}

/// Proposals of one channel, one approval and one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkCount {
    pub channel: Channel,
    pub approval: ApprovalNeeded,
    pub currency: Currency,
    pub count: u64,
    pub total: Cents,
}

/// Which silences of today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuietFilter {
    pub scope: Scope,
    /// Matched anywhere in the customer's folded name or the folded number.
    pub search: String,
    /// Code of the first reason; empty for all.
    pub reason: String,
    /// Only those whose next day is that one or earlier.
    pub until: Option<Date>,
}

/// In which order silences are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum QuietOrder {
    /// Soonest looked at again first and without a day last; the largest amount first among those of a day.
    #[default]
    Next,
    /// The largest first.
    Amount,
    Customer,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuietRow {
    pub item: QuietItem,
    pub customer: String,
}

/// Acts of a tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActList {
    /// Tasks waiting for a result, and sendings whose outcome is unknown.
    Answers,
    /// Messages approved and not yet gone.
    Leaving,
    /// Done, gone, failed or given up on that day.
    Done(Date),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedAct {
    pub row: ActRow,
    pub customer: String,
}

pub trait Worklist {
    fn work_rows(&mut self, filter: &WorkFilter, order: WorkOrder, cut: Cut) -> BooksResult<Vec<WorkRow>>;
    fn work_sum(&mut self, filter: &WorkFilter) -> BooksResult<WorkSum>;
    /// All that is proposed now, counted.
    fn work_counts(&mut self, scope: Scope) -> BooksResult<Vec<WorkCount>>;
    /// In order of step.
    fn work_of_party(&mut self, party: PartyId) -> BooksResult<Vec<WorkRow>>;

    fn quiet_rows(&mut self, filter: &QuietFilter, order: QuietOrder, cut: Cut) -> BooksResult<Vec<QuietRow>>;
    /// By code of reason, the most frequent first; the filter's own reason does not count.
    fn quiet_counts(&mut self, filter: &QuietFilter) -> BooksResult<Vec<(String, u64)>>;
    /// How many are looked at again on each day of a period.
    fn quiet_days(&mut self, scope: Scope, from: Date, until: Date) -> BooksResult<Vec<(Date, u64)>>;
    fn quiet_of_party(&mut self, party: PartyId) -> BooksResult<Vec<QuietItem>>;

    fn act_rows(&mut self, scope: Scope, list: ActList, cut: Cut) -> BooksResult<Vec<NamedAct>>;
    fn act_count(&mut self, scope: Scope, list: ActList) -> BooksResult<u64>;
    /// What somebody approved between two instants, both included, in order.
    fn acts_approved(
        &mut self,
        scope: Scope,
        author: &str,
        from: Timestamp,
        until: Timestamp,
    ) -> BooksResult<Vec<ActRow>>;
}
