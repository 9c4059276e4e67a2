//! By what a ledger line is recognised when it is met again, in another export or as a document of its own.
//!
//! An invoice whose number stands once is known by that number, as the document is; a credit note likewise. Any other
//! line is known by what it says and its rank among equal lines. It decides nothing about what is already in the books.

use crate::import::repeated::{hash, repeated};
use base::fold;
use draft::{LedgerItem, LedgerItemKind};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

/// Shorter numbers, or ones without a digit, are words like « RAN » that many lines share.
const SHORTEST_NUMBER: usize = 3;

/// How a line is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LineKey {
    /// The document's own key where the line has a number of its own, else the line's.
    pub best: String,
    /// What the line says and its rank among equal lines.
    pub line: String,
    /// Keys of documents with one of the line's numbers: the same when day and amount are too. A number that stood once
    /// in one year's export may stand twice in that of two years.
    pub alike: Vec<String>,
}

/// Which number of a line is its alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Own {
    None,
    /// A further instalment: known by its line alone.
    Part,
    Claim,
    /// A credit note's, by its place among [`own_numbers`].
    Credit(u8),
}

/// What it takes to make each line's key when it is asked for: kept as texts, the keys would need as much room as the
/// ledger itself.
pub(super) struct Keys {
    /// Whose ledger it is, where it is not the company's.
    owner: Option<String>,
    ranks: Vec<u32>,
    own: Vec<Own>,
}

impl Keys {
    /// `parts` are the further instalments of `items`.
    pub fn of(items: &[LedgerItem], parts: &HashMap<usize, usize>, owner: Option<String>) -> Keys {
        let claims = || items.iter().enumerate().filter(|(at, i)| is_numbered_claim(i) && !parts.contains_key(at));
        let credits = || items.iter().filter(|i| i.kind == LedgerItemKind::CreditNote);
        let mut taken = repeated(|| claims().map(|(_, i)| number(i)));
        let claimed_twice = taken.clone();
        let mut credit_numbers: HashSet<String> = credits().flat_map(own_numbers).collect();
        taken.extend(repeated(|| credits().flat_map(own_numbers)));
        credit_numbers.retain(|n| !taken.contains(n));
        taken.extend(claims().map(|(_, i)| number(i)).filter(|n| credit_numbers.contains(n)));
        let own = |(at, item): (usize, &LedgerItem)| match item.kind {
            _ if parts.contains_key(&at) => Own::Part,
            _ if is_numbered_claim(item) => {
                let number = number(item);
                if is_number(&number) && !claimed_twice.contains(&number) { Own::Claim } else { Own::None }
            }
            LedgerItemKind::CreditNote => {
                let free = own_numbers(item).iter().position(|n| is_number(n) && !taken.contains(n));
                free.and_then(|at| u8::try_from(at).ok()).map_or(Own::None, Own::Credit)
            }
            _ => Own::None,
        };
        Keys { owner, ranks: ranks(items), own: items.iter().enumerate().map(own).collect() }
    }

    /// The key of that line of the ledger the keys were made of.
    pub fn of_line(&self, at: usize, item: &LedgerItem) -> Option<LineKey> {
        let line = format!("{}#{}", line_prefix(item), self.ranks.get(at)?);
        let own = *self.own.get(at)?;
        let best = match own {
            Own::None | Own::Part => None,
            Own::Claim => Some(self.family("inv", &number(item))),
            Own::Credit(place) => own_numbers(item).get(usize::from(place)).map(|n| self.family("crn", n)),
        };
        let mut alike = if own == Own::Part { Vec::new() } else { self.alike(item) };
        alike.retain(|key| best.as_ref() != Some(key));
        Some(LineKey { best: best.unwrap_or_else(|| line.clone()), line, alike })
    }

    /// The key of the document of that kind and folded number.
    fn family(&self, family: &str, number: &str) -> String {
        match &self.owner {
            Some(siren) => format!("{family}:{siren}:{number}"),
            None => format!("{family}:{number}"),
        }
    }

    fn alike(&self, item: &LedgerItem) -> Vec<String> {
        if is_numbered_claim(item) && item.kind != LedgerItemKind::Opening {
            Some(number(item)).filter(|n| is_number(n)).map(|n| self.family("inv", &n)).into_iter().collect()
        } else if item.kind == LedgerItemKind::CreditNote {
            own_numbers(item).iter().filter(|n| is_number(n)).map(|n| self.family("crn", n)).collect()
        } else {
            Vec::new()
        }
    }
}

/// Lines that are a further instalment of an invoice booked on several lines of one entry, each with the first line.
pub(super) fn instalments(items: &[LedgerItem]) -> HashMap<usize, usize> {
    let is_one = |item: &LedgerItem| {
        let is_invoice = item.kind == LedgerItemKind::Invoice && item.continues.is_none();
        is_invoice && item.amount.is_positive() && !item.is_advance()
    };
    let mut by_entry: Vec<(u64, usize)> =
        items.iter().enumerate().filter(|(_, i)| is_one(i)).map(|(at, i)| (i.entry, at)).collect();
    by_entry.sort_unstable();
    let mut parts = HashMap::new();
    for entry in by_entry.chunk_by(|a, b| a.0 == b.0).filter(|entry| entry.len() > 1) {
        let mut first: HashMap<(&str, String), usize> = HashMap::new();
        for (at, item) in entry.iter().filter_map(|(_, at)| Some((*at, items.get(*at)?))) {
            match first.entry((item.party.as_str(), number(item))) {
                Entry::Occupied(earlier) => drop(parts.insert(at, *earlier.get())),
                Entry::Vacant(free) if is_number(&free.key().1) => drop(free.insert(at)),
                Entry::Vacant(_) => {}
            }
        }
    }
    parts
}

/// The rank of each line among those that say the same, from 1.
fn ranks(items: &[LedgerItem]) -> Vec<u32> {
    let mut alike: Vec<(u64, usize)> = items.iter().map(line_prefix).map(|p| hash(&p)).zip(0..).collect();
    alike.sort_unstable();
    let mut ranks = vec![1; items.len()];
    for group in alike.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
        let mut seen: HashMap<String, u32> = HashMap::new();
        for (at, item) in group.iter().filter_map(|(_, at)| Some((*at, items.get(*at)?))) {
            let rank = seen.entry(line_prefix(item)).or_insert(0);
            *rank += 1;
            if let Some(slot) = ranks.get_mut(at) {
                *slot = *rank;
            }
        }
    }
    ranks
}

/// An opening line is known by its rank on its customer's account, since its number and amount may be anything.
fn line_prefix(item: &LedgerItem) -> String {
    if item.kind == LedgerItemKind::Opening && !item.is_advance() {
        opening_prefix(&item.party, item.booked_on)
    } else {
        // As written: the number that was understood from it may depend on the rest of the file.
        let piece = fold::reference(&item.piece);
        format!("led:{}:{piece}:{}:{}", item.party, item.booked_on, item.amount.get())
    }
}

/// The key of a customer's opening line is this and its rank.
pub(super) fn opening_prefix(party: &str, on: base::Date) -> String {
    format!("opn:{party}:{on}")
}

/// Where a payment leaves something unused.
pub(super) fn account_key(payment_key: &str) -> String {
    format!("acc:{payment_key}")
}

/// An invoice, or one carried forward by number. What only carries another claim on is not counted.
fn is_numbered_claim(item: &LedgerItem) -> bool {
    let kind = matches!(item.kind, LedgerItemKind::Invoice | LedgerItemKind::Opening | LedgerItemKind::Retention);
    kind && item.amount.is_positive() && item.continues.is_none() && !item.is_advance()
}

pub(super) fn is_number(folded: &str) -> bool {
    folded.len() >= SHORTEST_NUMBER && folded.bytes().any(|b| b.is_ascii_digit())
}

pub(super) fn number(item: &LedgerItem) -> String {
    fold::reference(&item.reference)
}

/// A credit note's reference may be the invoice it reduces; its piece is more often its own number.
fn own_numbers(item: &LedgerItem) -> Vec<String> {
    let mut numbers = vec![fold::reference(&item.piece), number(item)];
    numbers.dedup();
    numbers
}
