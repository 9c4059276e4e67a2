//! The running balance column: it proves that no row is missing, and gives the opening and closing balances.
//! Exports run from old to new or from new to old; both are tried.

use base::Cents;
use draft::{EntryStatus, Problem, StatementDraft};

/// Sets opening and closing from the balance column, or says that it does not follow from the amounts.
pub(super) fn settle(draft: &mut StatementDraft, balances: &[Option<Cents>]) -> Option<Problem> {
    let booked = draft.entries.iter().zip(balances).filter(|(entry, _)| entry.status == EntryStatus::Booked);
    let steps: Vec<(Cents, Cents)> = booked.filter_map(|(entry, balance)| balance.map(|b| (entry.amount, b))).collect();
    if steps.is_empty() || steps.len() < draft.entries.iter().filter(|e| e.status == EntryStatus::Booked).count() {
        return None;
    }
    let newest_first: Vec<(Cents, Cents)> = steps.iter().rev().copied().collect();
    let order = [&steps, &newest_first].into_iter().find(|steps| first_gap(steps).is_none());
    let Some(order) = order else { return Some(gap(draft, first_gap(&steps).unwrap_or(0))) };
    if let (Some((amount, balance)), Some((_, last))) = (order.first(), order.last()) {
        draft.opening = balance.sub(*amount).ok();
        draft.closing = Some(*last);
    }
    None
}

/// Index of the first row whose balance is not the one before plus its amount.
fn first_gap(steps: &[(Cents, Cents)]) -> Option<usize> {
    let follows = |pair: &[(Cents, Cents)]| match pair {
        [(_, before), (amount, after)] => before.add(*amount) == Ok(*after),
        _ => true,
    };
    steps.windows(2).position(|pair| !follows(pair)).map(|index| index + 1)
}

fn gap(draft: &StatementDraft, index: usize) -> Problem {
    let what = "La colonne du solde ne suit pas les montants : des lignes manquent ou ont été modifiées.";
    let remedy = "Exportez de nouveau le relevé complet depuis le site de la banque.";
    let problem = Problem::warning("balance_gap", what, remedy);
    match draft.entries.get(index).and_then(|e| e.line) {
        Some(line) => problem.at_line(line),
        None => problem,
    }
}
