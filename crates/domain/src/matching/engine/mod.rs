//! Bank credits against open receivables: for each credit the payments it may be, best first, each with what speaks for it,
//! and whether it may be taken without a person.
//!
//! It reads no clock and no books, keeps nothing, and decides the same whatever the order in which invoices, customers and
//! credits became known. Automatic means: one explanation, proved to be the only one, from a payer or a number that
//! names it. Whether anything automatic is done is the application's choice and the owner's.

mod candidates;
mod evidence;
mod judge;
mod label;
mod numbers;
mod payers;
mod plans;
mod sums;

pub use evidence::{Doubt, Evidence};
pub use plans::{Plan, Share};
pub use sums::{MOST_AMONG, MOST_IN_A_SET};

use base::{Cents, Currency, Date};
use numbers::Numbers;
use payers::Payers;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

/// Somebody who may pay. Referred to by its place in the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Customer {
    /// The name, then the spellings that a person confirmed.
    pub names: Vec<String>,
    pub ibans: Vec<String>,
    /// Days after the due date this customer usually takes.
    pub usual_delay: Option<i64>,
}

/// What is owed, or was: a paid invoice is given with nothing outstanding, so that paying it twice is seen; a credit note
/// with a negative amount. Referred to by its place in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receivable {
    pub customer: usize,
    pub number: String,
    pub issued_on: Date,
    pub due_on: Date,
    pub currency: Currency,
    pub principal: Cents,
    pub outstanding: Cents,
    /// Sold to a factor: what is paid for it is the factor's.
    pub is_factored: bool,
}

/// Money received.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credit {
    pub booked_on: Date,
    pub amount: Cents,
    pub currency: Currency,
    pub label: String,
    /// The payer as the bank gives it apart from the label.
    pub payer: Option<String>,
    pub iban: Option<String>,
    /// A person took back what had been made of it.
    pub is_reopened: bool,
    /// Whose it is not, as a person said: a customer, or one receivable of a customer.
    pub ruled_out: Vec<(usize, Option<usize>)>,
}

impl Credit {
    /// By day, then by what it says: the same whatever file or order it came in.
    pub fn order(&self) -> impl Ord + '_ {
        (self.booked_on, self.amount, &self.label, &self.payer, &self.iban)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// The first candidate is the only explanation, with named evidence.
    Auto,
    /// A person decides; the first candidate is the best guess.
    Ask,
    /// Nothing fits.
    None,
}

/// So much of the credit for this receivable; negative for a credit note that is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub receivable: usize,
    pub amount: Cents,
}

/// What a credit may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    pub customer: Option<usize>,
    pub parts: Vec<Part>,
    /// What would stay on the customer's account.
    pub rest: Cents,
    pub evidence: Vec<Evidence>,
    /// The plan whose next payments it makes, by its place: its money goes as agreed.
    pub plan: Option<usize>,
    /// What goes to interest and compensation agreed under that plan.
    pub accessories: Vec<Part>,
}

/// What the engine makes of a credit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub decision: Decision,
    /// Best first.
    pub candidates: Vec<Candidate>,
    /// Why it is not automatic; none when it is.
    pub doubts: Vec<Doubt>,
}

/// A credit that waits and names a receivable.
#[derive(Clone, Debug)]
struct Waiting {
    booked_on: Date,
    amount: Cents,
    customers: Vec<usize>,
}

/// Everything that is known, indexed once.
#[derive(Clone, Debug, Default)]
pub struct Engine {
    customers: Vec<Customer>,
    receivables: Vec<Receivable>,
    numbers: Numbers,
    payers: Payers,
    /// What each customer has open, in order of due date and number.
    open: Vec<BTreeSet<(Date, usize)>>,
    by_amount: HashMap<(Currency, Cents), BTreeSet<usize>>,
    waiting: HashMap<usize, Vec<Waiting>>,
    agreed: plans::Agreed,
}

impl Engine {
    pub fn new(customers: Vec<Customer>, receivables: Vec<Receivable>) -> Self {
        let mut payers = Payers::default();
        for (at, customer) in customers.iter().enumerate() {
            payers.add(at, &customer.names, &customer.ibans);
        }
        let numbers = Numbers::new(receivables.iter().map(|r| r.number.as_str()));
        let open = vec![BTreeSet::new(); customers.len()];
        let mut engine = Engine { customers, numbers, payers, open, ..Engine::default() };
        for (at, receivable) in receivables.iter().enumerate() {
            engine.enter(at, receivable);
        }
        engine.receivables = receivables;
        engine
    }

    pub fn receivables(&self) -> &[Receivable] {
        &self.receivables
    }

    fn enter(&mut self, at: usize, receivable: &Receivable) {
        if receivable.outstanding.is_zero() {
            return;
        }
        if let Some(open) = self.open.get_mut(receivable.customer) {
            open.insert((receivable.due_on, at));
        }
        self.by_amount.entry((receivable.currency, receivable.outstanding)).or_default().insert(at);
    }

    fn leave(&mut self, at: usize, receivable: &Receivable) {
        if let Some(open) = self.open.get_mut(receivable.customer) {
            open.remove(&(receivable.due_on, at));
        }
        if let Some(equal) = self.by_amount.get_mut(&(receivable.currency, receivable.outstanding)) {
            equal.remove(&at);
        }
    }

    /// Judges credits one after the other, as given: what one certainly pays is no longer open for those after it, and what
    /// waits is remembered. [`Credit::order`] puts credits of any origin in one order.
    pub fn settle(&mut self, credits: &[Credit]) -> Vec<Verdict> {
        let one = |credit: &Credit| {
            let verdict = self.judge(credit);
            match verdict.candidates.first().filter(|_| verdict.decision == Decision::Auto) {
                Some(sure) => self.lay(&sure.clone()),
                None => self.remember(credit),
            }
            verdict
        };
        credits.iter().map(one).collect()
    }

    /// So much is no longer outstanding.
    pub fn take(&mut self, parts: &[Part]) {
        for part in parts {
            let Some(mut receivable) = self.receivables.get(part.receivable).cloned() else { continue };
            let Ok(left) = receivable.outstanding.sub(part.amount) else { continue };
            self.leave(part.receivable, &receivable);
            receivable.outstanding = left;
            self.enter(part.receivable, &receivable);
            if let Some(place) = self.receivables.get_mut(part.receivable) {
                *place = receivable;
            }
            self.agreed.paid(part.receivable, part.amount, true);
        }
    }

    fn lay(&mut self, sure: &Candidate) {
        self.take(&sure.parts);
        for part in &sure.accessories {
            self.agreed.paid(part.receivable, part.amount, false);
        }
    }

    /// A credit waits: what it names may be paid by it, so another that names the same is not certain.
    pub fn remember(&mut self, credit: &Credit) {
        let payer = self.payer_of(credit);
        for told in self.numbers.read(&credit.label).told {
            for receivable in told.receivables {
                let (booked_on, amount) = (credit.booked_on, credit.amount);
                let waiting = Waiting { booked_on, amount, customers: payer.customers.clone() };
                self.waiting.entry(receivable).or_default().push(waiting);
            }
        }
        self.agreed.remember(credit, &payer.customers);
    }

    /// Customers that the account or the name of a credit tells; several where nobody can tell which.
    pub fn payers(&self, credit: &Credit) -> Vec<usize> {
        self.payer_of(credit).customers
    }

    fn payer_of(&self, credit: &Credit) -> payers::Payer {
        self.payers.of(&credit.label, credit.payer.as_deref(), credit.iban.as_deref())
    }
}
