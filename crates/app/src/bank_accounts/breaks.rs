//! Where the statements of an account leave days out, or cover them twice.

use crate::error::AppResult;
use crate::import::Intake;
use crate::ports::books::Books;
use crate::ports::statements::StatementRow;
use base::id::SourceId;
use base::{Cents, Currency, Date, days_between, fr};
use draft::Problem;
use serde::Serialize;
use std::collections::BTreeMap;

/// Without balances, only a longer time without a statement is worth a word.
const LONG_DAYS: i64 = 35;

/// Where two statements of one account do not meet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Break {
    pub kind: BreakKind,
    /// Last day of the one, first day of the other; for an overlap, the days both cover; for one statement whose own balances
    /// do not follow from its lines, its days.
    pub from: Date,
    pub until: Date,
    /// By how much the balances differ, where both are known.
    pub missing_cents: Option<Cents>,
    /// Whether it is known that no payment hides there: a ledger tells of those days, or a person said so.
    pub is_explained: bool,
    /// What the person said, and who.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
    #[serde(skip)]
    pub(super) sources: [SourceId; 2],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BreakKind {
    Gap,
    Overlap,
}

/// Where the statements of one account and currency do not meet, in order of day.
pub fn breaks(statements: &[StatementRow]) -> Vec<Break> {
    let mut dated: Vec<(Date, Date, &StatementRow)> =
        statements.iter().filter_map(|s| Some((s.from?, s.until?, s))).collect();
    dated.sort_by_key(|(from, until, row)| (*from, *until, row.recorded_at));
    let mut found: Vec<Break> = broken(&dated).collect();
    let mut dated = dated.into_iter();
    let Some((_, mut reached, mut before)) = dated.next() else { return found };
    for (from, until, row) in dated {
        found.extend(between(before, reached, row, from, until));
        if until >= reached {
            (reached, before) = (until, row);
        }
    }
    found.sort_by_key(|b| (b.from, b.until));
    found
}

fn between(before: &StatementRow, reached: Date, row: &StatementRow, from: Date, until: Date) -> Option<Break> {
    let sources = [before.source, row.source];
    let missing = before.closing.zip(row.opening).and_then(|(closing, opening)| opening.sub(closing).ok());
    let is_again = from == reached && before.from == Some(from) && missing.is_some_and(|m| !m.is_zero());
    if from < reached || is_again {
        let until = until.min(reached);
        return Some(Break { missing_cents: None, ..gap(sources, from, until) }.overlap());
    }
    let is_gap = match missing {
        Some(missing) => !missing.is_zero(),
        None => days_between(reached, from) > LONG_DAYS,
    };
    is_gap.then_some(Break { missing_cents: missing, ..gap(sources, reached, from) })
}

fn gap(sources: [SourceId; 2], from: Date, until: Date) -> Break {
    Break { kind: BreakKind::Gap, from, until, missing_cents: None, is_explained: false, word: None, sources }
}

impl Break {
    /// One statement whose own balances do not follow from its lines, not two that do not meet.
    pub fn is_within_one(&self) -> bool {
        let [before, after] = self.sources;
        before == after
    }

    fn overlap(self) -> Break {
        Break { kind: BreakKind::Overlap, is_explained: true, ..self }
    }
}

/// Statements whose own balances say that lines are missing, unless a sound one covers the same days.
fn broken<'s>(dated: &'s [(Date, Date, &'s StatementRow)]) -> impl Iterator<Item = Break> + 's {
    let is_sound = |from: Date, until: Date| {
        dated.iter().any(|(first, last, row)| !row.is_broken && *first <= from && *last >= until)
    };
    let broken = dated.iter().filter(move |(from, until, row)| row.is_broken && !is_sound(*from, *until));
    broken.map(|(from, until, row)| gap([row.source; 2], *from, *until))
}

/// What an import has to say of the statements it brought beside those that were there.
pub(crate) fn breaks_around(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    accounts: &[String],
    source: SourceId,
) -> AppResult<Vec<Problem>> {
    let mut problems = Vec::new();
    let accounts: std::collections::BTreeSet<&String> = accounts.iter().collect();
    for account in accounts {
        let mut by_currency: BTreeMap<Currency, Vec<StatementRow>> = BTreeMap::new();
        for row in books.statements(intake.company.id, Some(account))? {
            by_currency.entry(row.currency).or_default().push(row);
        }
        for (currency, rows) in by_currency {
            // What a statement says of itself was told when it was read.
            let own = breaks(&rows).into_iter().filter(|b| b.sources.contains(&source) && !b.is_within_one());
            problems.extend(own.map(|b| told(&b, account, currency)));
        }
    }
    Ok(problems)
}

fn told(found: &Break, account: &str, currency: Currency) -> Problem {
    let (from, until) = (fr::date(found.from), fr::date(found.until));
    match found.kind {
        BreakKind::Overlap => {
            let what = format!("Le compte {account} est couvert deux fois du {from} au {until}.");
            Problem::info("statement_overlap", what, "Rien à faire : chaque opération n’est comptée qu’une fois.")
        }
        BreakKind::Gap => {
            let missing = found
                .missing_cents
                .map_or_else(String::new, |m| format!(" : les soldes diffèrent de {}", fr::money(m, currency)));
            let what = format!("Il manque un relevé du compte {account} entre le {from} et le {until}{missing}.");
            let remedy = "Importez le relevé de ces jours : un paiement peut s’y trouver, et personne n’est relancé en attendant. Si rien ne manque, dites-le dans Banque › Comptes, ou avec quitus bank complete.";
            Problem::warning("statement_gap", what, remedy)
        }
    }
}
