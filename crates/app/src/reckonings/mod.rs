//! How an amount that a list shows is arrived at: term by term, from the facts, each term leading to what it comes from.
//!
//! A total here is the sum of its terms and nothing else; beside it stands what lists read of the same amount, from where
//! they read it, so that a difference between the two shows. Nothing is kept: only what is asked for is reckoned.

mod agreement;
mod alert;
mod contested;
mod credit;
mod customer;
mod invoice;

pub use alert::of_alert;

use crate::error::AppResult;
use crate::ports::books::Books;
use crate::ports::screens::Scope;
use crate::records::Company;
use crate::world::World;
use base::id::{AllocationId, BadDebtId, BankLineId, DisputeId, HoldId, InvoiceId, PartyId, PlanId};
use base::{Cents, Currency, Date, MoneyError};
use domain::facts::DisputeCause;

/// How many terms a sum names; what is left is one term more.
pub const NAMED: usize = 10;

/// What an amount is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Invoice(InvoiceId),
    Customer(PartyId),
    Promise(HoldId),
    Plan(PlanId),
    Dispute(DisputeId),
    /// The disputes of a cause opened in the last twelve months: of one customer, or of all.
    Cause(DisputeCause, Option<PartyId>),
    BadDebt(BadDebtId),
    /// Money received for an invoice that is somebody else's.
    Assigned(AllocationId),
    /// A credit on a bank account.
    Credit(BankLineId),
}

impl Subject {
    /// A short name for addresses, such as `facture:019…`.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Subject::Invoice(id) => format!("facture:{id}"),
            Subject::Customer(id) => format!("client:{id}"),
            Subject::Promise(id) => format!("promesse:{id}"),
            Subject::Plan(id) => format!("echeancier:{id}"),
            Subject::Dispute(id) => format!("litige:{id}"),
            Subject::Cause(cause, None) => format!("motif:{}", cause.code()),
            Subject::Cause(cause, Some(party)) => format!("motif:{}:{party}", cause.code()),
            Subject::BadDebt(id) => format!("perte:{id}"),
            Subject::Assigned(id) => format!("cession:{id}"),
            Subject::Credit(id) => format!("virement:{id}"),
        }
    }

    #[must_use]
    pub fn parse(key: &str) -> Option<Subject> {
        let (kind, id) = key.split_once(':')?;
        match kind {
            "facture" => InvoiceId::parse(id).map(Subject::Invoice),
            "client" => PartyId::parse(id).map(Subject::Customer),
            "promesse" => HoldId::parse(id).map(Subject::Promise),
            "echeancier" => PlanId::parse(id).map(Subject::Plan),
            "litige" => DisputeId::parse(id).map(Subject::Dispute),
            "motif" => match id.split_once(':') {
                None => DisputeCause::parse(id).map(|cause| Subject::Cause(cause, None)),
                Some((cause, party)) => {
                    let (cause, party) = (DisputeCause::parse(cause)?, PartyId::parse(party)?);
                    Some(Subject::Cause(cause, Some(party)))
                }
            },
            "perte" => BadDebtId::parse(id).map(Subject::BadDebt),
            "cession" => AllocationId::parse(id).map(Subject::Assigned),
            "virement" => BankLineId::parse(id).map(Subject::Credit),
            _ => None,
        }
    }
}

/// Where a term may be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Nowhere,
    Invoice(InvoiceId),
    Dispute(DisputeId),
    /// The open invoices of a customer on a day, of one column of the balance or of all.
    Open {
        party: PartyId,
        on: Date,
        bucket: Option<usize>,
    },
    Credit(BankLineId),
    Customer(PartyId),
}

/// Something added, or with a negative amount taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub what: String,
    pub on: Option<Date>,
    pub amount: Cents,
    pub place: Place,
}

impl Term {
    fn new(what: impl Into<String>, amount: Cents, place: Place) -> Term {
        Term { what: what.into(), on: None, amount, place }
    }

    fn on(self, day: Date) -> Term {
        Term { on: Some(day), ..self }
    }
}

/// Terms and what they come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The amount's own name, such as « Reste dû ».
    pub result: String,
    pub currency: Currency,
    pub terms: Vec<Term>,
    /// The sum of the terms.
    pub total: Cents,
    /// The same amount as lists read it, where they read it otherwise than from facts.
    pub shown: Option<Cents>,
}

impl Sum {
    fn of(result: impl Into<String>, currency: Currency, terms: Vec<Term>) -> Result<Sum, MoneyError> {
        let total = Cents::sum(terms.iter().map(|t| t.amount))?;
        Ok(Sum { result: result.into(), currency, terms, total, shown: None })
    }

    fn shown_as(self, shown: Cents) -> Sum {
        Sum { shown: Some(shown), ..self }
    }

    /// What lists show beyond what the facts come to; zero when all is well.
    ///
    /// # Errors
    /// `MoneyError::Overflow`.
    pub fn gap(&self) -> Result<Cents, MoneyError> {
        self.shown.map_or(Ok(Cents::ZERO), |shown| shown.sub(self.total))
    }
}

/// Why an amount stands where it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reckoning {
    /// Whose it is: asked for before anything is shown.
    pub party: Option<PartyId>,
    pub title: String,
    pub sums: Vec<Sum>,
    /// The law or the rule, and what else must be known, in sentences.
    pub rules: Vec<String>,
}

/// For whom, and as of when.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub scope: Scope,
    /// The day the list shows; `None` for one that shows what stands now.
    pub on: Option<Date>,
    pub today: Date,
}

impl Look {
    fn day(&self) -> Date {
        self.on.unwrap_or(self.today)
    }
}

/// Reckons one amount; `None` when there is no such thing, or it is not to be seen.
///
/// # Errors
/// Sums that leave what can be counted; a broken store.
pub fn of(world: &World<'_>, company: &Company, subject: Subject, look: &Look) -> AppResult<Option<Reckoning>> {
    world.read(|books| {
        let found = one(books, company, subject, look)?;
        match found.as_ref().and_then(|r| r.party) {
            Some(party) if !books.may_see(look.scope, party)? => Ok(None),
            _ => Ok(found),
        }
    })
}

fn one(books: &mut dyn Books, company: &Company, subject: Subject, look: &Look) -> AppResult<Option<Reckoning>> {
    match subject {
        Subject::Invoice(id) => invoice::reckoned(books, company, id, look),
        Subject::Customer(id) => customer::reckoned(books, company, id, look),
        Subject::Promise(id) => agreement::promise(books, company, id, look),
        Subject::Plan(id) => agreement::plan(books, company, id, look),
        Subject::Assigned(id) => agreement::assigned(books, company, id),
        Subject::Dispute(id) => contested::dispute(books, company, id),
        Subject::Cause(cause, party) => contested::cause(books, cause, party, look),
        Subject::BadDebt(id) => contested::bad_debt(books, company, id, look),
        Subject::Credit(id) => credit::reckoned(books, company, id),
    }
}

/// The largest terms, then all others as one, so that the sum stays whole.
fn largest(mut terms: Vec<Term>, others: (&str, &str), place: Place) -> Result<Vec<Term>, MoneyError> {
    if terms.len() <= NAMED {
        return Ok(terms);
    }
    terms.sort_by_key(|t| std::cmp::Reverse(t.amount.get().unsigned_abs()));
    let rest = terms.split_off(NAMED);
    let amount = Cents::sum(rest.iter().map(|t| t.amount))?;
    terms.sort_by_key(|t| t.on);
    let count = base::fr::count(rest.len() as u64, others.0, others.1);
    terms.push(Term::new(format!("et {count}"), amount, place));
    Ok(terms)
}
