//! What the list of disputes and their figures show.

use super::{Cut, Scope};
use crate::ports::terms::BooksResult;
use base::id::{DisputeId, InvoiceId, PartyId, UserId};
use base::{Cents, Currency, Date};
use domain::facts::{DisputeCause, DisputeStage, Fault, Finding, dispute_stage};

/// Which disputes are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DisputeState {
    #[default]
    All,
    /// Nobody said yet what comes of it.
    Open,
    /// Open, and its target has come.
    Due,
    /// Found right, and no credit note made yet.
    AwaitsCredit,
    Settled,
}

impl DisputeState {
    pub const ALL: [DisputeState; 5] =
        [DisputeState::Open, DisputeState::Due, DisputeState::AwaitsCredit, DisputeState::Settled, DisputeState::All];

    pub fn code(self) -> &'static str {
        match self {
            DisputeState::All => "all",
            DisputeState::Open => "open",
            DisputeState::Due => "due",
            DisputeState::AwaitsCredit => "awaits_credit",
            DisputeState::Settled => "settled",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    pub fn french(self) -> &'static str {
        match self {
            DisputeState::All => "tous",
            DisputeState::Open => "ouverts",
            DisputeState::Due => "à trancher",
            DisputeState::AwaitsCredit => "avoir à établir",
            DisputeState::Settled => "tranchés",
        }
    }
}

#[derive(Clone, Debug)]
pub struct DisputeFilter {
    pub scope: Scope,
    pub party: Option<PartyId>,
    /// Only those a user sees to.
    pub owner: Option<UserId>,
    pub state: DisputeState,
    pub cause: Option<DisputeCause>,
    /// Part of a customer's name or of an invoice number.
    pub search: String,
    /// The day looked from.
    pub as_of: Date,
}

/// A dispute in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeRow {
    pub id: DisputeId,
    pub party: PartyId,
    pub customer: String,
    pub invoice: InvoiceId,
    pub number: String,
    pub cause: DisputeCause,
    pub opened_on: Date,
    /// At the opening.
    pub contested: Cents,
    pub currency: Currency,
    pub owner: Option<String>,
    pub target_on: Option<Date>,
    pub fault: Fault,
    /// What is held now, and whether it only waits for a credit note; `None` when nothing is held any more.
    pub held: Option<(Cents, bool)>,
    /// When and how it ended, and what was found right of it.
    pub outcome: Option<(Date, Finding, Cents)>,
}

impl DisputeRow {
    /// Where it stands on a day, and the next day on which that changes; `None` when nothing is held any more.
    pub fn stage(&self, as_of: Date) -> Option<(DisputeStage, Option<Date>)> {
        self.held.map(|(_, awaits_credit)| dispute_stage(self.target_on, awaits_credit, as_of))
    }
}

/// What disputes of one cause and currency came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeFigures {
    pub cause: DisputeCause,
    pub currency: Currency,
    pub opened: u64,
    /// Of them, those without an outcome.
    pub open: u64,
    pub contested: Cents,
    pub founded: u64,
    pub partly: u64,
    pub unfounded: u64,
    /// Contested in those that have an outcome, and found right of it.
    pub settled_contested: Cents,
    pub settled_founded: Cents,
    /// From opening to outcome, of all that have one.
    pub days: i64,
    /// Found to be our own fault.
    pub ours: u64,
}

impl DisputeFigures {
    pub fn settled(&self) -> u64 {
        self.founded + self.partly + self.unfounded
    }

    /// Mean days to an outcome, to the nearest day.
    pub fn mean_days(&self) -> Option<i64> {
        let settled = i64::try_from(self.settled()).ok().filter(|n| *n > 0)?;
        Some((self.days * 2 + settled) / (settled * 2))
    }

    /// Whole percents of what was contested and settled that were found right.
    pub fn founded_share(&self) -> Option<i64> {
        let whole = i128::from(self.settled_contested.get());
        let part = i128::from(self.settled_founded.get());
        if whole <= 0 { None } else { i64::try_from((part * 200 + whole) / (whole * 2)).ok() }
    }
}

pub trait DisputeScreens {
    /// Those to be settled first on top, then the newest.
    fn dispute_rows(&mut self, filter: &DisputeFilter, cut: Cut) -> BooksResult<Vec<DisputeRow>>;

    /// How many there are, and what is held of them by currency.
    fn dispute_sum(&mut self, filter: &DisputeFilter) -> BooksResult<(u64, Vec<(Currency, Cents)>)>;

    /// Of the disputes opened from one day to another, both included: of one customer, or of all.
    fn dispute_figures(
        &mut self,
        scope: Scope,
        party: Option<PartyId>,
        from: Date,
        until: Date,
    ) -> BooksResult<Vec<DisputeFigures>>;
}
