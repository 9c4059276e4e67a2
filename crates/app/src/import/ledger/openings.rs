//! Opening lines that carry a whole balance forward, against the detail of the years before.
//!
//! Whether the detail comes first or later, or never, the opening lines count only for what the detail does not say: the
//! sum on the opening day is the ledger's. What was paid on an opening line moves to the detail it stood for.

use super::keys::opening_prefix;
use super::{CHUNK, Posting};
use crate::error::AppResult;
use crate::import::report::FileReport;
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::records::{AllocationBasis, AllocationRecord, KnownInvoice};
use base::id::{InvoiceId, PartyId};
use base::{Cents, Date, add_days, fr};
use domain::facts::ReceivableFacts;
use draft::{LedgerItemKind, Problem};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A customer's lines of one opening day, in order of rank.
struct Opening {
    party: PartyId,
    code: String,
    on: Date,
    lines: Vec<KnownInvoice>,
}

pub(super) fn reconcile(posting: &Posting<'_, '_>, books: &mut dyn Books, report: &mut FileReport) -> AppResult<()> {
    let mut carried: BTreeMap<Date, HashSet<InvoiceId>> = BTreeMap::new();
    for opening in openings(posting, books)? {
        let eve = add_days(opening.on, -1).unwrap_or(opening.on);
        let view = View { as_of: eve, known_at: None };
        let detail = books.debtor(posting.intake.company.id, opening.party, view)?;
        let mut detail = detail.map(|d| d.receivables).unwrap_or_default();
        let carried = carried.entry(opening.on).or_insert_with(|| carried_by_number(posting, opening.on));
        detail.retain(|r| !carried.contains(&r.id));
        cover(posting, books, &opening, &detail, report)?;
        hand_over(posting, books, &opening, &detail)?;
    }
    Ok(())
}

/// Claims that an opening line of that day names by number: they carry themselves.
fn carried_by_number(posting: &Posting<'_, '_>, on: Date) -> HashSet<InvoiceId> {
    let opening = posting.items(true).filter(|(_, i)| i.kind == LedgerItemKind::Opening && i.booked_on == on);
    let named = opening.filter(|(at, _)| posting.key(*at).is_some_and(|k| k.best != k.line));
    let mut ids: HashSet<InvoiceId> = named.filter_map(|(at, _)| posting.claim_of.get(&at).copied()).collect();
    let later = posting.known.values().filter(|k| k.kind == "opening" && k.issued_on >= on);
    ids.extend(later.map(|k| k.id));
    ids
}

/// The opening lines of this ledger, and those of later years that this ledger may detail.
fn openings(posting: &Posting<'_, '_>, books: &mut dyn Books) -> AppResult<Vec<Opening>> {
    let mut wanted: BTreeMap<String, (PartyId, String, Date)> = BTreeMap::new();
    let days = days(posting);
    for (code, customer) in posting.party_of.iter().filter(|(_, c)| c.is_old) {
        for on in &days {
            wanted.insert(opening_prefix(code, *on), (customer.id, (*code).to_string(), *on));
        }
    }
    let mut found: BTreeMap<String, Opening> = BTreeMap::new();
    let mut rank = 1;
    let mut prefixes: Vec<String> = wanted.keys().cloned().collect();
    while !prefixes.is_empty() {
        let mut next = Vec::new();
        for chunk in prefixes.chunks(CHUNK) {
            let keys: Vec<String> = chunk.iter().map(|p| format!("{p}#{rank}")).collect();
            for line in books.known_invoices(posting.intake.company.id, &keys)? {
                let Some((prefix, _)) = line.key.rsplit_once('#') else { continue };
                let Some((party, code, on)) = wanted.get(prefix).cloned() else { continue };
                next.push(prefix.to_string());
                let opening = Opening { party, code, on, lines: Vec::new() };
                found.entry(prefix.to_string()).or_insert(opening).lines.push(line);
            }
        }
        prefixes = next;
        rank += 1;
    }
    Ok(found.into_values().collect())
}

/// Days on which a year opens: those of this ledger's own lines, and those after the years it covers.
fn days(posting: &Posting<'_, '_>) -> BTreeSet<Date> {
    let ledger = posting.ledger;
    let opening = ledger.items.iter().filter(|i| i.kind == LedgerItemKind::Opening);
    let mut days: BTreeSet<Date> = opening.map(|i| i.booked_on).collect();
    let mut next = ledger.closing_on.or(ledger.last_entry_on).and_then(|last| add_days(last, 1));
    while let Some(on) = next.filter(|on| ledger.first_entry_on.is_some_and(|first| *on > first)) {
        days.insert(on);
        next = Date::new(on.year().saturating_sub(1), on.month(), on.day()).ok();
    }
    days
}

/// The opening lines are covered by as much as the detail says was open on their eve.
fn cover(
    posting: &Posting<'_, '_>,
    books: &mut dyn Books,
    opening: &Opening,
    detail: &[ReceivableFacts],
    report: &mut FileReport,
) -> AppResult<()> {
    let known = Cents::sum(detail.iter().map(|r| r.outstanding))?;
    let carried = Cents::sum(opening.lines.iter().map(|l| l.principal))?;
    let mut left = known;
    let mut new = Vec::new();
    for (at, line) in opening.lines.iter().enumerate() {
        let is_last = at + 1 == opening.lines.len();
        let share = if is_last || known.is_zero() { left } else { line.principal };
        left = left.sub(share)?;
        let all = books.allocations_of_invoice(line.id)?;
        let covered = Cents::sum(all.iter().filter(|a| is_cover(a)).map(|a| a.amount))?;
        if share != covered {
            let more = share.sub(covered)?;
            new.push(posting.allocation(line.id, more, opening.on, AllocationBasis::Reversal, None));
        }
    }
    if !new.is_empty() && !known.is_zero() && known != carried {
        report.problems.push(differs(opening, known, carried));
    }
    Ok(books.insert_allocations(&new)?)
}

fn is_cover(allocation: &AllocationRecord) -> bool {
    allocation.basis == AllocationBasis::Reversal
        && allocation.payment.is_none()
        && allocation.against.is_none()
        && allocation.reverses.is_none()
}

/// What was set on an opening line goes to the detail: the item of just that amount, else the oldest first.
fn hand_over(
    posting: &Posting<'_, '_>,
    books: &mut dyn Books,
    opening: &Opening,
    detail: &[ReceivableFacts],
) -> AppResult<()> {
    let mut open: Vec<(Date, InvoiceId, Cents)> = Vec::new();
    for receivable in detail {
        let left = books.balance(receivable.id)?.map_or(Cents::ZERO, |b| b.outstanding);
        open.push((receivable.issued_on, receivable.id, left));
    }
    open.sort_by_key(|(on, id, _)| (*on, *id));
    let mut new = Vec::new();
    for line in &opening.lines {
        let all = books.allocations_of_invoice(line.id)?;
        let undone: HashSet<_> = all.iter().filter_map(|a| a.reverses).collect();
        for set in all.iter().filter(|a| !is_cover(a) && a.reverses.is_none() && !undone.contains(&a.id)) {
            move_one(posting, set, &mut open, &mut new)?;
        }
    }
    Ok(books.insert_allocations(&new)?)
}

fn move_one(
    posting: &Posting<'_, '_>,
    set: &AllocationRecord,
    open: &mut [(Date, InvoiceId, Cents)],
    new: &mut Vec<AllocationRecord>,
) -> AppResult<()> {
    let fits = |left: &Cents| left.is_positive() == set.amount.is_positive() && !left.is_zero();
    let room = Cents::sum(open.iter().map(|(_, _, left)| *left).filter(|left| fits(left)))?;
    if room.abs() < set.amount.abs() {
        return Ok(());
    }
    let at = posting.intake.world.clock.now();
    let copy = |invoice, amount| AllocationRecord {
        id: posting.intake.world.new_id(),
        invoice,
        amount,
        recorded_at: at,
        ..set.clone()
    };
    let back = AllocationRecord {
        basis: AllocationBasis::Reversal,
        reverses: Some(set.id),
        ..copy(set.invoice, set.amount.neg()?)
    };
    new.push(back);
    if let Some((_, id, left)) = open.iter_mut().find(|(_, _, left)| *left == set.amount) {
        new.push(copy(*id, set.amount));
        *left = Cents::ZERO;
        return Ok(());
    }
    let mut rest = set.amount;
    for (_, id, left) in open.iter_mut().filter(|(_, _, left)| fits(left)) {
        let part = if left.abs() < rest.abs() { *left } else { rest };
        if part.is_zero() {
            break;
        }
        new.push(copy(*id, part));
        *left = left.sub(part)?;
        rest = rest.sub(part)?;
    }
    Ok(())
}

fn differs(opening: &Opening, known: Cents, carried: Cents) -> Problem {
    let what = format!(
        "Client {} : l’à-nouveau au {} ({}) n’est pas ce qui restait ouvert la veille ({})",
        opening.code,
        fr::date_short(opening.on),
        fr::euros(carried),
        fr::euros(known)
    );
    let remedy = "la différence est gardée sur la ligne d’à-nouveau, pour que le solde reste celui de la comptabilité ; vérifiez ce client.";
    Problem::warning("opening_differs", what, remedy)
}
