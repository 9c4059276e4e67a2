//! Several years of one company as one ledger: the detail of a year replaces the opening line that sums it up.
//! Where the two do not agree the opening line is believed, since it is what the company carried on with.

use crate::assemble;
use crate::numbering::{Numbering, without_name};
use crate::settle::{self, Letters};
use crate::trouble::Trouble;
use base::{Cents, Date, fr};
use draft::{LedgerDraft, LedgerItem, LedgerItemKind, LedgerSettlement, Problem, Text};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A customer's claims, or its advances.
type Account = (Text, bool);

/// Joins the ledgers of one company in the order of their years, whatever the order they come in.
///
/// Problems: years of another company (error, left out), the same or an overlapping period twice (the fuller export is
/// kept), opening balances that differ from the previous year's detail (the opening line is kept).
pub fn merge_years(ledgers: Vec<LedgerDraft>) -> (LedgerDraft, Vec<Problem>) {
    let mut trouble = Trouble::default();
    let years = in_order(ledgers, &mut trouble);
    let mut years = years.into_iter();
    let first = years.next().unwrap_or_default();
    let merged = years.fold(first, |earlier, next| join(earlier, next, &mut trouble));
    (merged, trouble.into_problems())
}

/// One company, by period, no period twice.
fn in_order(mut ledgers: Vec<LedgerDraft>, trouble: &mut Trouble) -> Vec<LedgerDraft> {
    ledgers.sort_by_cached_key(|l| (end(l), l.first_entry_on, l.entries, l.total_debit, l.items.len()));
    let siren = ledgers.iter().rev().find_map(|l| l.siren.clone());
    let mut kept: Vec<LedgerDraft> = Vec::new();
    for ledger in ledgers {
        if ledger.siren.is_some() && ledger.siren != siren {
            let whose = ledger.siren.as_deref().unwrap_or("");
            let what = format!("le FEC du SIREN {whose} est celui d’une autre société");
            trouble.add(Problem::error("another_company", what, "importez-le séparément, dans cette société"));
            continue;
        }
        while let Some(last) = kept.last().filter(|last| overlaps(last, &ledger)) {
            let what = format!("la période finissant le {} est dans un export plus complet", day(end(last)));
            trouble.add(Problem::warning(
                "same_period",
                what,
                "seul l’export le plus récent de cette période est gardé",
            ));
            kept.pop();
        }
        kept.push(ledger);
    }
    kept
}

fn end(ledger: &LedgerDraft) -> Option<Date> {
    ledger.last_entry_on.max(ledger.closing_on)
}

fn overlaps(earlier: &LedgerDraft, later: &LedgerDraft) -> bool {
    // An entry dated after the closing date does not make two years overlap.
    let last = earlier.last_entry_on.map(|last| earlier.closing_on.map_or(last, |closing| closing.min(last)));
    matches!((last, later.first_entry_on), (Some(last), Some(first)) if first <= last)
}

fn day(date: Option<Date>) -> String {
    date.map(fr::date_short).unwrap_or_default()
}

fn join(earlier: LedgerDraft, next: LedgerDraft, trouble: &mut Trouble) -> LedgerDraft {
    let detailed = detailed(&earlier, &next, trouble);
    let names = names(&earlier, &next);
    let pseudo: BTreeSet<String> =
        earlier.parties.iter().chain(&next.parties).filter(|p| p.is_pseudo).map(|p| p.code.clone()).collect();
    let (mut items, mut settlements) = kept(&earlier, &detailed);
    let inherited = items.len();
    let letters = append(&mut items, &next, &detailed);
    let label = |at: usize| {
        let item = items.get(at);
        item.map(|i| without_name(&i.label, names.get(i.party.as_str()).map_or("", String::as_str))).unwrap_or_default()
    };
    let numbering = Numbering::learn(&items, label);
    settlements.extend(settle::settle(&mut items, inherited, &letters, &numbering));
    let parties = assemble::balances(&items, &settlements, &names, |code| pseudo.contains(code));
    LedgerDraft {
        siren: next.siren.or(earlier.siren),
        closing_on: next.closing_on.max(earlier.closing_on),
        first_entry_on: earlier.first_entry_on.or(next.first_entry_on),
        last_entry_on: next.last_entry_on.max(earlier.last_entry_on),
        bank_known_until: next.bank_known_until.max(earlier.bank_known_until),
        parties,
        items,
        settlements,
        entries: earlier.entries.saturating_add(next.entries),
        total_debit: both(earlier.total_debit, next.total_debit),
        total_credit: both(earlier.total_credit, next.total_credit),
    }
}

fn both(a: Cents, b: Cents) -> Cents {
    Cents::new(a.get().saturating_add(b.get()))
}

/// Names of the latest year first.
fn names(earlier: &LedgerDraft, next: &LedgerDraft) -> BTreeMap<String, String> {
    earlier.parties.iter().chain(&next.parties).map(|p| (p.code.clone(), p.name.clone())).collect()
}

fn account(item: &LedgerItem) -> Account {
    (item.party.clone(), item.is_advance())
}

fn is_opening(item: &LedgerItem) -> bool {
    item.kind == LedgerItemKind::Opening
}

/// Customers whose opening lines say exactly what the earlier detail leaves open.
fn detailed(earlier: &LedgerDraft, next: &LedgerDraft, trouble: &mut Trouble) -> BTreeSet<Account> {
    let mut sums: BTreeMap<Account, (i64, i64)> = BTreeMap::new();
    for item in &earlier.items {
        let (open, _) = sums.entry(account(item)).or_default();
        *open = open.saturating_add(item.open.get());
    }
    for item in next.items.iter() {
        let (_, opening) = sums.entry(account(item)).or_default();
        if is_opening(item) {
            *opening = opening.saturating_add(item.amount.get());
        }
    }
    // An export without the opening journal simply goes on from the year before.
    let goes_on = !next.items.iter().any(is_opening);
    let mut detailed = BTreeSet::new();
    for (account, (open, opening)) in sums {
        if goes_on || open == opening {
            detailed.insert(account);
        } else {
            trouble.add(differs(&account.0, open, opening, next));
        }
    }
    detailed
}

fn differs(party: &str, open: i64, opening: i64, next: &LedgerDraft) -> Problem {
    let euros = |cents| fr::euros(Cents::new(cents));
    let name = next.party(party).map_or(party, |p| p.name.as_str());
    let what = format!(
        "{name} : l’à-nouveau au {} ({}) n’est pas le solde de l’exercice précédent ({})",
        day(next.first_entry_on),
        euros(opening),
        euros(open)
    );
    let remedy = "l’à-nouveau est gardé et le détail de l’exercice précédent écarté ; vérifiez ce client";
    Problem::warning("opening_differs", what, remedy)
}

/// The earlier items of detailed customers, with what settled them.
fn kept(earlier: &LedgerDraft, detailed: &BTreeSet<Account>) -> (Vec<LedgerItem>, Vec<LedgerSettlement>) {
    let mut moved: HashMap<usize, usize> = HashMap::new();
    let mut items: Vec<LedgerItem> = Vec::new();
    for (at, item) in earlier.items.iter().enumerate().filter(|(_, i)| detailed.contains(&account(i))) {
        moved.insert(at, items.len());
        items.push(item.clone());
    }
    for item in &mut items {
        item.continues = item.continues.and_then(|c| moved.get(&c)).copied();
    }
    let settlement = |s: &LedgerSettlement| {
        Some(LedgerSettlement { debit: *moved.get(&s.debit)?, credit: *moved.get(&s.credit)?, ..s.clone() })
    };
    let settlements = earlier.settlements.iter().filter_map(settlement).collect();
    (items, settlements)
}

/// Adds the next year's items as they were before settling, without the opening lines that the detail replaces.
/// Those lines' letters pass to the items they stood for.
fn append(items: &mut Vec<LedgerItem>, next: &LedgerDraft, detailed: &BTreeSet<Account>) -> Letters {
    let first_entry = items.iter().map(|i| i.entry).max().map_or(0, |e| e.saturating_add(1));
    let mut stands = Counterparts::of(items);
    let mut letters = Letters::new();
    for item in &next.items {
        let at = if is_opening(item) && detailed.contains(&account(item)) {
            stands.take(item)
        } else {
            items.push(LedgerItem {
                open: item.amount,
                continues: None,
                entry: item.entry.saturating_add(first_entry),
                ..item.clone()
            });
            Some(items.len() - 1)
        };
        if let Some(at) = at.filter(|_| !item.letter.is_empty()) {
            let key = (item.account.clone(), item.party.clone(), item.letter.clone());
            letters.entry(key).or_default().push(at);
        }
    }
    letters
}

/// Open items of the earlier year, to be found again under a detailed opening line.
struct Counterparts {
    by_reference: HashMap<(Text, String, i64), usize>,
    by_amount: HashMap<(Text, i64), Vec<usize>>,
    taken: BTreeSet<usize>,
}

impl Counterparts {
    fn of(items: &[LedgerItem]) -> Counterparts {
        let mut known =
            Counterparts { by_reference: HashMap::new(), by_amount: HashMap::new(), taken: BTreeSet::new() };
        for (at, item) in items.iter().enumerate().filter(|(_, i)| !i.open.is_zero()) {
            let open = item.open.get();
            known.by_reference.insert((item.party.clone(), base::fold::reference(&item.reference), open), at);
            known.by_amount.entry((item.party.clone(), open)).or_default().push(at);
        }
        known
    }

    /// Same number and amount, else the only one of that amount.
    fn take(&mut self, opening: &LedgerItem) -> Option<usize> {
        let amount = opening.amount.get();
        let named = (opening.party.clone(), base::fold::reference(&opening.reference), amount);
        let same = self.by_amount.get(&(opening.party.clone(), amount)).map_or(&[][..], Vec::as_slice);
        let only = if let [one] = same { Some(*one) } else { None };
        let found = self.by_reference.get(&named).copied().or(only)?;
        self.taken.insert(found).then_some(found)
    }
}
