//! Bank credits against open receivables: which line certainly pays one, and which could be somebody's and holds back a
//! reminder. It proposes and explains; recording an allocation is the application's act.

pub mod engine;
mod instalments;
mod naming;
mod told;

use self::naming::names;
pub use self::told::Told;
use crate::facts::{DebtorFacts, PossiblePayment, ReceivableFacts};
use base::id::{BankLineId, InvoiceId, PartyId};
use base::{Cents, Currency, Date, days_between, fold};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// What makes a bank line look like somebody's payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clue {
    /// The label holds the invoice number.
    NamesInvoice,
    /// The label or the payer's name holds the customer's name.
    NamesCustomer,
    /// Just what is left of so many payments of a plan that follow each other, from somebody unnamed.
    EqualsInstalment {
        /// The rank of the first, from 1.
        rank: u64,
        count: u64,
    },
    /// Just the outstanding amount, from somebody unnamed.
    EqualAmount,
}

impl Clue {
    /// In French, without a full stop.
    pub fn french(self) -> String {
        match self {
            Clue::NamesInvoice => "le libellé cite la facture".to_string(),
            Clue::NamesCustomer => "le libellé cite le client".to_string(),
            Clue::EqualsInstalment { rank, count: 1 } => {
                format!("le montant est celui du versement no {rank} de l’échéancier")
            }
            Clue::EqualsInstalment { rank, count } => {
                let last = rank.saturating_add(count).saturating_sub(1);
                format!("le montant est celui des versements nos {rank} à {last} de l’échéancier")
            }
            Clue::EqualAmount => "le montant est exactement celui qui est dû".to_string(),
        }
    }
}

/// An unmatched credit line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankCredit {
    pub id: BankLineId,
    pub booked_on: Date,
    pub amount: Cents,
    pub currency: Currency,
    /// Label, payer and references, as one text.
    pub text: String,
    /// The payer's name and account, where the bank gives them apart.
    pub payer: Option<String>,
    pub iban: Option<String>,
    /// A person took back what had been made of it: only a person matches it again.
    pub is_reopened: bool,
    /// The day of a line that another kind of file told, and that this one perhaps tells again: only a person matches it.
    pub perhaps_told_on: Option<Date>,
    /// Whose it is not, as a person said: a customer, or one invoice of a customer.
    pub ruled_out: Vec<(PartyId, Option<InvoiceId>)>,
}

impl BankCredit {
    /// A person said that it does not pay this receivable.
    pub fn is_ruled_out(&self, party: PartyId, invoice: InvoiceId) -> bool {
        self.ruled_out.iter().any(|(whose, one)| *whose == party && one.is_none_or(|id| id == invoice))
    }

    /// Its label tells one of these numbers.
    pub fn names_one_of(&self, numbers: &[String]) -> bool {
        let compact = fold::reference(&self.text);
        numbers.iter().any(|number| names((&self.text, &compact), number))
    }

    /// Its label tells this invoice's number or this customer's name.
    pub fn is_signed(&self, number: &str, customer: &str) -> bool {
        let compact = fold::reference(&self.text);
        names((&self.text, &compact), number) || prefix_of(customer).is_some_and(|name| compact.contains(&name))
    }
}

/// After this many days an unmatched line no longer holds anybody back: it is for the user to sort.
pub const HOLDS_BACK_DAYS: i64 = 60;
/// Shorter words and numbers prove nothing.
const SHORTEST_WORD: usize = 4;
/// Bank labels cut names; this many letters still identify a customer.
const NAME_PREFIX: usize = 14;

/// Unmatched credits, indexed so that each debtor only looks at the few that could concern it.
#[derive(Debug, Default)]
pub struct CreditIndex {
    credits: Vec<(BankCredit, String)>,
    by_amount: HashMap<Cents, Vec<usize>>,
    by_word: HashMap<String, Vec<usize>>,
}

impl CreditIndex {
    pub fn new(credits: impl IntoIterator<Item = BankCredit>) -> Self {
        let mut index = CreditIndex::default();
        for credit in credits {
            index.add(credit);
        }
        index
    }

    pub fn is_empty(&self) -> bool {
        self.credits.is_empty()
    }

    /// In the order they were given.
    pub fn credits(&self) -> impl Iterator<Item = &BankCredit> {
        self.credits.iter().map(|(credit, _)| credit)
    }

    fn add(&mut self, credit: BankCredit) {
        let at = self.credits.len();
        let words = fold::words(&credit.text);
        let compact = fold::reference(&credit.text);
        self.by_amount.entry(credit.amount).or_default().push(at);
        for key in keys_of(&words) {
            let lines = self.by_word.entry(key).or_default();
            if lines.last() != Some(&at) {
                lines.push(at);
            }
        }
        self.credits.push((credit, compact));
    }

    /// Credits that could be this customer's, best clue first.
    ///
    /// A line that names several invoices is listed once for each. A line known only by its amount is listed for every
    /// receivable of just that amount: nobody can tell which one it pays, so it holds back each.
    pub fn possible_payments(&self, debtor: &DebtorFacts, as_of: Date) -> Vec<PossiblePayment> {
        let receivables = &debtor.receivables;
        let open: Vec<&ReceivableFacts> = receivables.iter().filter(|r| r.outstanding.is_positive()).collect();
        let Some(oldest) = receivables.iter().map(|r| r.issued_on).min() else { return Vec::new() };
        let is_recent = |c: &BankCredit| c.booked_on <= as_of && days_between(c.booked_on, as_of) <= HOLDS_BACK_DAYS;
        let mut explained: HashSet<usize> = HashSet::new();
        let mut payments = Vec::new();
        for receivable in &open {
            for at in self.naming(&receivable.number) {
                if !self.is_ruled_out(at, debtor.party.id, receivable.id) {
                    explained.insert(at);
                    payments.extend(self.payment(at, Clue::NamesInvoice, Some(receivable.id)));
                }
            }
        }
        for at in self.naming_customer(&debtor.party.name) {
            if explained.insert(at) {
                payments.extend(self.by_name(at, debtor.party.id, &open));
            }
        }
        payments.retain(|p| p.booked_on >= oldest);
        let looked_at = debtor.decisions.iter().flat_map(|d| d.lines.iter().copied()).collect();
        payments.extend(self.equal_amounts((debtor.party.id, &open), &explained, &looked_at, is_recent));
        payments.extend(self.instalments(debtor, &explained, &looked_at, as_of));
        payments.retain(|p| p.booked_on <= as_of && days_between(p.booked_on, as_of) <= HOLDS_BACK_DAYS);
        payments.sort_by_key(|p| (p.clue, p.booked_on, p.line, p.invoice));
        payments
    }

    /// For each receivable, the first unexplained credit of just its amount booked since it was issued. One that a person
    /// once looked at does not hide the next.
    fn equal_amounts(
        &self,
        (party, open): (PartyId, &[&ReceivableFacts]),
        explained: &HashSet<usize>,
        looked_at: &HashSet<BankLineId>,
        is_recent: impl Fn(&BankCredit) -> bool,
    ) -> Vec<PossiblePayment> {
        // Credits of one amount are sorted out once, however many receivables have it.
        let mut by_amount: HashMap<Cents, Vec<(Date, BankLineId, usize)>> = HashMap::new();
        let mut found = Vec::new();
        for receivable in open {
            let Some(lines) = self.by_amount.get(&receivable.outstanding) else { continue };
            let candidates = by_amount.entry(receivable.outstanding).or_insert_with(|| {
                let free = lines.iter().filter(|at| !explained.contains(at));
                let known = free.filter_map(|at| self.credits.get(*at).map(|(c, _)| (c, *at)));
                let mut dated: Vec<_> =
                    known.filter(|(c, _)| is_recent(c)).map(|(c, at)| (c.booked_on, c.id, at)).collect();
                dated.sort_unstable();
                dated
            });
            let first = candidates.partition_point(|(booked_on, _, _)| *booked_on < receivable.issued_on);
            let candidates = candidates.get(first..).unwrap_or_default();
            let may_pay = || candidates.iter().filter(|(_, _, at)| !self.is_ruled_out(*at, party, receivable.id));
            let seen = may_pay().take_while(|(_, line, _)| looked_at.contains(line)).count();
            let until_new = may_pay().take(seen.saturating_add(1));
            found.extend(until_new.filter_map(|(_, _, at)| self.payment(*at, Clue::EqualAmount, Some(receivable.id))));
        }
        found
    }

    fn is_ruled_out(&self, at: usize, party: PartyId, invoice: InvoiceId) -> bool {
        self.credits.get(at).is_some_and(|(credit, _)| credit.is_ruled_out(party, invoice))
    }

    /// A credit that names the customer may pay anything of theirs, but what a person ruled out.
    fn by_name(&self, at: usize, party: PartyId, open: &[&ReceivableFacts]) -> Vec<PossiblePayment> {
        let of = |invoice| self.payment(at, Clue::NamesCustomer, invoice);
        if open.iter().any(|r| self.is_ruled_out(at, party, r.id)) {
            let others = open.iter().filter(|r| !self.is_ruled_out(at, party, r.id));
            return others.filter_map(|r| of(Some(r.id))).collect();
        }
        of(None).into_iter().collect()
    }

    fn payment(&self, at: usize, clue: Clue, invoice: Option<InvoiceId>) -> Option<PossiblePayment> {
        let (credit, _) = self.credits.get(at)?;
        Some(PossiblePayment { line: credit.id, booked_on: credit.booked_on, amount: credit.amount, invoice, clue })
    }

    /// The one receivable that this line certainly pays: its number stands in the label and the amount is the
    /// outstanding one. `None` as soon as two receivables could claim it.
    pub fn certain<'r>(
        line: &BankCredit,
        receivables: impl IntoIterator<Item = &'r ReceivableFacts>,
    ) -> Option<&'r ReceivableFacts> {
        let compact = fold::reference(&line.text);
        let mut named = receivables.into_iter().filter(|r| names((&line.text, &compact), &r.number));
        let only = named.next().filter(|_| named.next().is_none())?;
        (only.outstanding == line.amount && line.booked_on >= only.issued_on).then_some(only)
    }

    /// Which credits tell this number.
    pub fn named_by(&self, number: &str) -> Vec<BankLineId> {
        self.naming(number).into_iter().filter_map(|at| self.credits.get(at).map(|(credit, _)| credit.id)).collect()
    }

    fn naming(&self, number: &str) -> Vec<usize> {
        let key = fold::reference(number);
        let words = fold::words(number);
        let first = words.split(' ').next().unwrap_or("");
        let candidates = [key.to_ascii_lowercase(), first.to_string()];
        let mut lines: Vec<usize> = candidates.iter().filter_map(|k| self.by_word.get(k)).flatten().copied().collect();
        lines.sort_unstable();
        lines.dedup();
        lines
            .retain(|at| self.credits.get(*at).is_some_and(|(credit, compact)| names((&credit.text, compact), number)));
        lines
    }

    fn naming_customer(&self, name: &str) -> Vec<usize> {
        let Some(compact_name) = prefix_of(name) else { return Vec::new() };
        let words = fold::words(name);
        let mut lines: Vec<usize> = words
            .split(' ')
            .filter(|w| w.chars().count() >= SHORTEST_WORD)
            .filter_map(|w| self.by_word.get(w))
            .flatten()
            .copied()
            .collect();
        lines.sort_unstable();
        lines.dedup();
        lines.retain(|at| self.credits.get(*at).is_some_and(|(_, compact)| compact.contains(&compact_name)));
        lines
    }
}

/// As much of a customer's name as a bank label keeps; `None` when that is too short to prove anything.
fn prefix_of(name: &str) -> Option<String> {
    let compact: String = fold::reference(name).chars().take(NAME_PREFIX).collect();
    (compact.chars().count() >= SHORTEST_WORD).then_some(compact)
}

/// Words of a label, and neighbours run together, so that `FA 2025-0012` is found under `fa20250012`.
fn keys_of(words: &str) -> Vec<String> {
    let list: Vec<&str> = words.split(' ').filter(|w| !w.is_empty()).collect();
    let mut keys: Vec<String> = list.iter().map(|w| (*w).to_string()).collect();
    for width in 2..=4 {
        keys.extend(list.windows(width).map(|w| w.concat()));
    }
    keys
}

#[cfg(test)]
mod tests;
