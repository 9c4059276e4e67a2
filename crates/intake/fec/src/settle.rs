//! What is open: credits set against debits, first as the ledger itself says, then by reference, amount and age.
//! Every settlement takes the same amount from a debit and a credit of one customer, so that the sum of what is
//! open always equals the balance of the ledger, whatever is guessed.

use crate::keys::{Keys, credit_keys};
use crate::numbering::Numbering;
use base::Cents;
use draft::{Confidence, LedgerItem, LedgerItemKind, LedgerSettlement, Text};
use std::collections::{BTreeMap, HashMap, VecDeque};

/// Settles in steps over one list of items.
pub(crate) struct Settler<'i> {
    items: &'i mut [LedgerItem],
    settlements: Vec<LedgerSettlement>,
    /// Items before this index come from earlier years: claims that this year's payments may answer.
    inherited: usize,
}

/// Lettered items: one group per account, customer and letter code.
pub(crate) type Letters = BTreeMap<(Text, Text, Text), Vec<usize>>;

/// The groups of the items from `first` on.
pub(crate) fn letters(items: &[LedgerItem], first: usize) -> Letters {
    let mut groups = Letters::new();
    for (at, item) in items.iter().enumerate().skip(first).filter(|(_, i)| !i.letter.is_empty()) {
        groups.entry((item.account.clone(), item.party.clone(), item.letter.clone())).or_default().push(at);
    }
    groups
}

/// Runs every step; `inherited` items keep what earlier years settled.
pub(crate) fn settle(
    items: &mut [LedgerItem],
    inherited: usize,
    letters: &Letters,
    numbering: &Numbering,
) -> Vec<LedgerSettlement> {
    let mut settler = Settler { items, settlements: Vec::new(), inherited };
    for group in letters.values() {
        settler.group(group);
    }
    let keys = Keys::of(settler.items, numbering);
    let parties = settler.by_party();
    for party in &parties {
        settler.lettered_against_opening(party, &keys, numbering);
        settler.by_reference(party, &keys, numbering);
        settler.by_amount(party);
        settler.by_age(party);
    }
    let settlements = settler.settlements;
    continuations(items, &settlements, &keys, numbering);
    settlements
}

impl Settler<'_> {
    fn open(&self, at: usize) -> i64 {
        self.items.get(at).map_or(0, |i| i.open.get())
    }

    fn item(&self, at: usize) -> Option<&LedgerItem> {
        self.items.get(at)
    }

    /// Takes as much as both sides still have.
    fn pay(&mut self, debit: usize, credit: usize, confidence: Confidence) {
        let amount = self.open(debit).min(self.open(credit).saturating_neg());
        if amount <= 0 {
            return;
        }
        for (at, change) in [(debit, -amount), (credit, amount)] {
            if let Some(item) = self.items.get_mut(at) {
                item.open = Cents::new(item.open.get().saturating_add(change));
            }
        }
        self.settlements.push(LedgerSettlement { debit, credit, amount: Cents::new(amount), confidence });
    }

    fn sorted(&self, mut group: Vec<usize>) -> Vec<usize> {
        group.sort_by_key(|at| self.item(*at).map(|i| (i.booked_on, i.line)));
        group
    }

    /// Step 4: equal amounts first where the whole group closes, then oldest debit first.
    fn group(&mut self, group: &[usize]) {
        let (debits, credits): (Vec<usize>, Vec<usize>) =
            self.sorted(group.to_vec()).into_iter().filter(|at| self.open(*at) != 0).partition(|at| self.open(*at) > 0);
        let sum: i64 = group.iter().map(|at| self.open(*at)).fold(0, i64::saturating_add);
        if sum == 0 {
            let mut same: HashMap<i64, VecDeque<usize>> = HashMap::new();
            debits.iter().for_each(|at| same.entry(self.open(*at)).or_default().push_back(*at));
            for credit in &credits {
                if let Some(debit) = same.get_mut(&-self.open(*credit)).and_then(VecDeque::pop_front) {
                    self.pay(debit, *credit, Confidence::Ledger);
                }
            }
        }
        self.in_turn(&debits, &credits, Confidence::Ledger);
    }

    /// Oldest against oldest until one side is used up.
    fn in_turn(&mut self, debits: &[usize], credits: &[usize], confidence: Confidence) {
        let mut at = 0;
        for credit in credits {
            while let Some(debit) = debits.get(at).filter(|_| self.open(*credit) < 0) {
                self.pay(*debit, *credit, confidence);
                if self.open(*debit) <= 0 {
                    at += 1;
                }
            }
        }
    }

    /// Open items by customer, advances apart, each list by date.
    fn by_party(&self) -> Vec<Vec<usize>> {
        let mut parties: BTreeMap<(&str, bool), Vec<usize>> = BTreeMap::new();
        for (at, item) in self.items.iter().enumerate().filter(|(_, i)| !i.open.is_zero()) {
            parties.entry((&item.party, item.is_advance())).or_default().push(at);
        }
        let both =
            |list: &[usize]| list.iter().any(|at| self.open(*at) > 0) && list.iter().any(|at| self.open(*at) < 0);
        parties.into_values().filter(|list| both(list)).map(|list| self.sorted(list)).collect()
    }

    fn credits(&self, party: &[usize]) -> Vec<usize> {
        party.iter().copied().filter(|at| self.open(*at) < 0).collect()
    }

    fn debits(&self, party: &[usize]) -> Vec<usize> {
        party.iter().copied().filter(|at| self.open(*at) > 0).collect()
    }

    /// Step 5: a letter on one side only answers a claim of an earlier year.
    fn lettered_against_opening(&mut self, party: &[usize], keys: &Keys, numbering: &Numbering) {
        let lettered = |s: &Self, at: usize| at >= s.inherited && s.item(at).is_some_and(|i| !i.letter.is_empty());
        let credits: Vec<usize> = self.credits(party).into_iter().filter(|at| lettered(self, *at)).collect();
        for credit in credits {
            let old = |s: &Self, at: &usize| {
                *at < s.inherited || s.item(*at).is_some_and(|i| i.kind == LedgerItemKind::Opening)
            };
            let targets: Vec<usize> = self.debits(party).into_iter().filter(|at| old(self, at)).collect();
            let total: i64 = targets.iter().map(|at| self.open(*at)).fold(0, i64::saturating_add);
            if let [single] = targets.as_slice() {
                self.pay(*single, credit, Confidence::Ledger);
            } else if total == -self.open(credit) {
                self.in_turn(&targets, &[credit], Confidence::Ledger);
            } else {
                self.against_named(credit, keys, numbering, |_, at| targets.contains(&at));
                let left = self.open(credit);
                let mut equal = targets.iter().copied().filter(|at| self.open(*at) == -left);
                match (equal.next(), equal.next()) {
                    (Some(only), None) => self.pay(only, credit, Confidence::Amount),
                    _ => self.in_turn(&targets, &[credit], Confidence::Fifo),
                }
            }
        }
    }

    /// Step 6a: the same reference, or an invoice number found in the label.
    fn by_reference(&mut self, party: &[usize], keys: &Keys, numbering: &Numbering) {
        for credit in self.credits(party) {
            self.against_named(credit, keys, numbering, |_, _| true);
        }
    }

    /// The debits that a credit names: on its own account first, already booked first, oldest first.
    fn against_named(
        &mut self,
        credit: usize,
        keys: &Keys,
        numbering: &Numbering,
        allowed: impl Fn(&LedgerItem, usize) -> bool,
    ) {
        let Some(paying) = self.item(credit).cloned() else { return };
        for key in credit_keys(&paying, numbering) {
            let mut named: Vec<(bool, bool, usize)> = Vec::new();
            for at in keys.debits(self.items, &paying, &key, numbering) {
                let Some(debit) = self.item(at).filter(|d| d.is_advance() == paying.is_advance() && allowed(d, at))
                else {
                    continue;
                };
                if debit.open.get() <= 0
                    || debit.entry == paying.entry && (at >= self.inherited) == (credit >= self.inherited)
                {
                    continue;
                }
                if paying.kind == LedgerItemKind::Transfer && debit.account != paying.account {
                    continue;
                }
                if key.is_vague && debit.open.get() != -self.open(credit) {
                    continue;
                }
                named.push((debit.account != paying.account, debit.booked_on > paying.booked_on, at));
            }
            // The list is by date already; a stable sort keeps that.
            named.sort_by_key(|(account, later, _)| (*account, *later));
            for (_, _, debit) in named {
                self.pay(debit, credit, Confidence::Reference);
            }
        }
    }

    /// Step 6b: the only open debit of that amount booked before; for a refund, the only one booked after.
    fn by_amount(&mut self, party: &[usize]) {
        let mut same: HashMap<i64, VecDeque<usize>> = HashMap::new();
        self.debits(party).iter().for_each(|at| same.entry(self.open(*at)).or_default().push_back(*at));
        for credit in self.credits(party) {
            let Some(queue) = same.get_mut(&-self.open(credit)) else { continue };
            let booked = |at: usize| self.item(at).map(|i| i.booked_on);
            let before = |at: &usize| booked(*at) <= booked(credit);
            let only = match (queue.front().copied(), queue.get(1).copied()) {
                (Some(first), None) if before(&first) || self.is_refund(first) => Some(first),
                (Some(first), Some(second)) if before(&first) && !before(&second) => Some(first),
                _ => None,
            };
            let moved = only.is_some_and(|d| self.is_own_transfer(d, credit));
            if let Some(debit) = only.filter(|_| !moved) {
                queue.pop_front();
                self.pay(debit, credit, Confidence::Amount);
            }
        }
    }

    fn is_refund(&self, at: usize) -> bool {
        self.item(at).is_some_and(|i| i.kind == LedgerItemKind::UnpaidOrRefund)
    }

    /// Both halves of one transfer between accounts never settle each other.
    fn is_own_transfer(&self, debit: usize, credit: usize) -> bool {
        match (self.item(debit), self.item(credit)) {
            (Some(d), Some(c)) => c.kind == LedgerItemKind::Transfer && (d.entry == c.entry || d.account != c.account),
            _ => true,
        }
    }

    /// Step 6c: oldest first, opening lines before all, retention money last; each account by itself, then across.
    fn by_age(&mut self, party: &[usize]) {
        let age = |s: &Self, at: &usize| {
            s.item(*at)
                .map(|i| (i.kind == LedgerItemKind::Retention, i.kind != LedgerItemKind::Opening, i.booked_on, i.line))
        };
        let mut debits = self.debits(party);
        debits.sort_by_key(|at| age(self, at));
        let mut accounts: BTreeMap<Text, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for at in debits.iter().chain(&self.credits(party)) {
            let Some(item) = self.items.get(*at) else { continue };
            let (owed, paid) = accounts.entry(item.account.clone()).or_default();
            if item.open.is_positive() { owed.push(*at) } else { paid.push(*at) }
        }
        for (owed, paid) in accounts.values() {
            self.in_turn(owed, paid, Confidence::Fifo);
        }
        let across: Vec<usize> = self.credits(party);
        let across: Vec<usize> = across
            .into_iter()
            .filter(|at| self.item(*at).is_some_and(|i| i.kind != LedgerItemKind::Transfer))
            .collect();
        self.in_turn(&debits, &across, Confidence::Fifo);
    }
}

/// Links a rejected payment or a transferred claim to the claim it carries on.
fn continuations(items: &mut [LedgerItem], settlements: &[LedgerSettlement], keys: &Keys, numbering: &Numbering) {
    let mut moved: HashMap<(u64, i64), usize> = HashMap::new();
    for s in settlements {
        if let Some(credit) = items.get(s.credit).filter(|c| c.kind == LedgerItemKind::Transfer) {
            moved.entry((credit.entry, credit.amount.get().saturating_neg())).or_insert(s.debit);
        }
    }
    let carries = [LedgerItemKind::UnpaidOrRefund, LedgerItemKind::Transfer, LedgerItemKind::Retention];
    for at in 0..items.len() {
        let Some(item) = items.get(at).filter(|i| carries.contains(&i.kind) && i.amount.is_positive()) else {
            continue;
        };
        let named = || {
            credit_keys(item, numbering).into_iter().filter(|k| !k.is_vague).find_map(|key| {
                keys.debits(items, item, &key, numbering).into_iter().find(|other| {
                    *other != at && items.get(*other).is_some_and(|o| is_claim(o) && o.booked_on <= item.booked_on)
                })
            })
        };
        let origin = moved.get(&(item.entry, item.amount.get())).copied().filter(|d| *d != at).or_else(named);
        if let Some(item) = items.get_mut(at).filter(|i| i.continues.is_none()) {
            item.continues = origin;
        }
    }
}

fn is_claim(item: &LedgerItem) -> bool {
    matches!(item.kind, LedgerItemKind::Invoice | LedgerItemKind::Opening)
}
