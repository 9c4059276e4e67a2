//! What the pages read: rows made for a screen, sorted and cut by the database, never a whole company in memory.
//!
//! One trait for each screen. They only read; what a page changes goes through the use cases.

mod accords;
mod aging;
mod customers;
mod diagnosis;
mod disputes;
mod finding;
mod folder;
mod intake;
mod logbook;
mod money;
mod reckonings;
mod scenarios;
mod worklist;

pub use accords::{AccordScreens, PlanListed, PromiseRow};
pub use aging::{AgedFilter, AgedInvoice, AgedOrder, AgedParty, AgingScreens};
pub use customers::{CustomerOrder, CustomerRow, Customers};
pub use diagnosis::{Diagnoses, ForgottenRow, ForgottenSum, SettledRow, UnreachableRow};
pub use disputes::{DisputeFigures, DisputeFilter, DisputeRow, DisputeScreens, DisputeState};
pub use finding::{Finding, FoundContact, FoundCustomer, FoundInvoice, FoundPayment};
pub use folder::{
    ActRowBrief, Exposure, Folder, InvoiceRow, InvoiceStatus, PaidRow, ReturnRow, SourceRow, TimelineRow, Told,
};
pub use intake::{IntakeScreens, TakenFile};
pub use logbook::{JournalFilter, Logbook};
pub use money::{Days, KeptFigures, Money, OldDebt, OldSince, PartySum, Settled, TroubledAct};
pub use reckonings::{OpenOf, OpenSettled, OpenSum, Reckonings, SettledKind, WordMoney};
pub use scenarios::{FollowedCustomer, ScenarioScreens, ScenarioShare};
pub use worklist::{
    ActList, NamedAct, QuietFilter, QuietOrder, QuietRow, WorkCount, WorkFilter, WorkOrder, WorkRow, WorkSum, Worklist,
};

use base::id::{CompanyId, PartyId, UserId};

use crate::ports::terms::BooksResult;

/// Whose rows may be seen: all of a company's, or those of the customers one salesperson looks after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    pub company: CompanyId,
    pub keeper: Option<UserId>,
}

/// A part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    pub offset: u64,
    pub limit: u64,
}

/// All that pages read.
pub trait Screens:
    Customers
    + Diagnoses
    + DisputeScreens
    + Money
    + AgingScreens
    + Worklist
    + Folder
    + Finding
    + IntakeScreens
    + ScenarioScreens
    + Logbook
    + AccordScreens
    + Reckonings
{
    /// Whether this customer is of the company, and in the scope.
    fn may_see(&mut self, scope: Scope, party: PartyId) -> BooksResult<bool>;
}
