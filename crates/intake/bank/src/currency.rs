//! Money is what ISO 4217 lists or once listed: a code taken for euros would pay invoices with something else.

use base::Currency;
use draft::{Problem, Reading, StatementDraft};
use std::collections::BTreeMap;

/// What a reader kept as it was written, said at its first line where it is no currency in use.
pub(crate) fn checked(mut reading: Reading) -> Reading {
    let mut unknown: BTreeMap<Currency, Option<u64>> = BTreeMap::new();
    for statement in &reading.statements {
        for (currency, line) in named(statement).filter(|(currency, _)| !is_money(*currency)) {
            let first = unknown.entry(currency).or_insert(line);
            *first = first.or(line);
        }
    }
    reading.problems.extend(unknown.into_iter().map(|(currency, line)| match line {
        Some(line) => not_a_currency(currency.code()).at_line(line),
        None => not_a_currency(currency.code()),
    }));
    reading
}

/// A statement tells the past: money that was withdrawn since is read, and pays nothing of today.
fn is_money(currency: Currency) -> bool {
    currency.is_in_use() || currency.is_withdrawn()
}

fn named(statement: &StatementDraft) -> impl Iterator<Item = (Currency, Option<u64>)> {
    let entries = statement.entries.iter().flat_map(|e| std::iter::once(e).chain(&e.details));
    std::iter::once((statement.currency, None)).chain(entries.map(|e| (e.currency, e.line)))
}

pub(crate) fn not_a_currency(text: &str) -> Problem {
    let shown: String = text.chars().take(40).collect();
    let what = format!("« {shown} » n’est pas le code d’une devise (norme ISO 4217 : EUR, USD, CHF…).");
    Problem::error("unknown_currency", what, "Corrigez le code de la devise, ou redemandez le relevé à la banque.")
}
