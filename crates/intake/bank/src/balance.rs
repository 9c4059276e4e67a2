//! What opening balance, entries and closing balance say about one another, whatever the format.
//! A gap between them is a warning: extracts and filtered exports are common.

use base::{Cents, Currency, Date};
use draft::{BankEntryDraft, EntryStatus, Problem, StatementDraft};

/// Warns when opening balance, booked entries and closing balance do not add up.
pub(crate) fn gap(draft: &StatementDraft) -> Option<Problem> {
    let (opening, closing) = (draft.opening?, draft.closing?);
    let missing = closing.sub(opening.add(moved(draft)?).ok()?).ok()?;
    if missing.is_zero() {
        return None;
    }
    let what = format!(
        "Le solde initial plus les écritures ne donne pas le solde final : il manque {}.",
        base::fr::money(missing, draft.currency)
    );
    let remedy = "Le relevé est peut-être filtré ou incomplet : demandez-le entier à la banque avant de vous y fier.";
    Some(Problem::warning("balance_gap", what, remedy))
}

/// The opening balance that the closing one and the entries imply, where the file states only the closing one.
pub(crate) fn imply_opening(draft: &mut StatementDraft) {
    if let (None, Some(closing), Some(moved)) = (draft.opening, draft.closing, moved(draft)) {
        draft.opening = closing.sub(moved).ok();
    }
}

/// A statement covers at least the days of its own entries.
pub(crate) fn cover(draft: &mut StatementDraft) {
    let days = || draft.entries.iter().map(|e| e.booked_on);
    let (first, last): (Option<Date>, Option<Date>) = (days().min(), days().max());
    draft.from = draft.from.or(first);
    draft.until = draft.until.or(last);
}

pub(crate) fn undated_entries(count: u64) -> Problem {
    let entries = base::fr::count(count, "écriture", "écritures");
    let what = format!("{entries} sans date de comptabilisation : la date du relevé a été retenue.");
    Problem::info("undated_entries", what, "Rien à faire si le relevé est quotidien.")
}

fn moved(draft: &StatementDraft) -> Option<Cents> {
    Cents::sum(draft.entries.iter().filter(|e| counts(draft.currency, e)).map(|e| e.amount)).ok()
}

fn counts(currency: Currency, entry: &BankEntryDraft) -> bool {
    entry.status == EntryStatus::Booked && entry.currency == currency
}
