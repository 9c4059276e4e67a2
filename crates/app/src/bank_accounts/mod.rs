//! Bank accounts: until when each is known, with what balance, and where statements leave a gap or overlap.
//!
//! A gap is days that no statement covers although the balances say that money moved, or statements whose balances do not
//! follow one another. An overlap is harmless: each line is kept once.

use crate::error::{AppError, AppResult};
use crate::import::Intake;
use crate::ports::books::Books;
use crate::ports::statements::{AccountWord, StatementRow};
use crate::records::Company;
use crate::world::World;
use base::id::SourceId;
use base::{Cents, Currency, Date, days_between, fr};
use domain::journal::kinds::AccountFollowed;
use domain::journal::{JournalKind, Said};
use draft::Problem;
use serde::Serialize;
use std::collections::BTreeMap;

/// Without balances, only a longer time without a statement is worth a word.
const LONG_DAYS: i64 = 35;

/// Where two statements of one account do not meet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Break {
    pub kind: BreakKind,
    /// Last day of the one, first day of the other; for an overlap, the days both cover.
    pub from: Date,
    pub until: Date,
    /// By how much the balances differ, where both are known.
    pub missing_cents: Option<Cents>,
    #[serde(skip)]
    sources: [SourceId; 2],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BreakKind {
    Gap,
    Overlap,
}

/// An account as the page and the command show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountView {
    pub account: String,
    /// What files call it beside that.
    pub names: Vec<String>,
    pub currency: Currency,
    pub lines: u64,
    pub statements: u64,
    pub first_on: Option<Date>,
    /// Until when its movements are known.
    pub known_until: Option<Date>,
    /// Days from then to the day it is looked at.
    pub days_old: Option<i64>,
    pub balance_cents: Option<Cents>,
    pub balance_on: Option<Date>,
    pub breaks: Vec<Break>,
    /// Its money counts: nobody said that the account is closed or no longer followed.
    pub is_followed: bool,
    /// Why it is not, by whom and since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
}

/// All accounts of a company, in order of name and currency.
///
/// # Errors
/// A broken store.
pub fn overview(world: &World<'_>, company: &Company) -> AppResult<Vec<AccountView>> {
    let (rows, statements, names, words) = world.read(|books| {
        Ok((
            books.bank_accounts(company.id)?,
            books.statements(company.id, None)?,
            books.account_names(company.id)?,
            books.account_words(company.id)?,
        ))
    })?;
    let mut views: BTreeMap<(String, Currency), AccountView> = BTreeMap::new();
    for row in rows {
        let view =
            views.entry((row.account.clone(), row.currency)).or_insert_with(|| empty(&row.account, row.currency));
        (view.lines, view.first_on, view.known_until) = (row.lines, row.first_on, row.last_on);
    }
    let mut received: BTreeMap<(String, Currency), Vec<StatementRow>> = BTreeMap::new();
    for statement in statements {
        received.entry((statement.account.clone(), statement.currency)).or_default().push(statement);
    }
    for ((account, currency), statements) in received {
        let view = views.entry((account.clone(), currency)).or_insert_with(|| empty(&account, currency));
        complete(view, &statements);
    }
    for view in views.values_mut() {
        let others = names.iter().filter(|(name, account)| *account == view.account && *name != view.account);
        view.names = others.map(|(name, _)| name.clone()).collect();
        let word = words.iter().find(|w| w.account == view.account && !w.is_followed);
        view.is_followed = word.is_none();
        view.word = word.map(|w| format!("{} ({}, le {})", w.why, w.author, fr::date(w.said_on)));
        view.days_old = view.known_until.map(|until| days_between(until, world.today));
    }
    Ok(views.into_values().collect())
}

/// Says that an account is closed or no longer followed, so that its age stops nobody's reminders; or that it is again.
///
/// # Errors
/// `NotFound` for an account no statement named; `Refused` without a sentence, or when nothing changes.
pub fn follow(world: &World<'_>, company: &Company, account: &str, is_followed: bool, why: &str) -> AppResult<()> {
    let view = overview(world, company)?.into_iter().find(|v| v.account == account);
    let view = view.ok_or_else(|| AppError::NotFound(format!("Aucun compte « {account} » n’est connu.")))?;
    if why.trim().is_empty() {
        return Err(AppError::refused("Une décision se justifie.", "Dites pourquoi, en une phrase."));
    }
    if view.is_followed == is_followed {
        let state = if is_followed { "est déjà suivi" } else { "n’est déjà plus suivi" };
        return Err(AppError::refused(format!("Le compte {account} {state}."), "Rien n’a changé."));
    }
    world.write(|books| {
        books.insert_account_word(&AccountWord {
            company: company.id,
            account: account.to_string(),
            is_followed,
            said_on: world.today,
            author: world.author(),
            why: why.trim().to_string(),
            recorded_at: world.clock.now(),
        })?;
        let kind = AccountFollowed { account: account.to_string(), is_followed, why: Said::plain(why.trim()) };
        world.note(books, company.id, company.id, JournalKind::AccountFollowed(kind))
    })
}

fn empty(account: &str, currency: Currency) -> AccountView {
    AccountView {
        account: account.to_string(),
        names: Vec::new(),
        currency,
        lines: 0,
        statements: 0,
        first_on: None,
        known_until: None,
        days_old: None,
        balance_cents: None,
        balance_on: None,
        breaks: Vec::new(),
        is_followed: true,
        word: None,
    }
}

fn complete(view: &mut AccountView, statements: &[StatementRow]) {
    view.statements = statements.len() as u64;
    view.known_until = view.known_until.max(statements.iter().filter_map(|s| s.until).max());
    let first = statements.iter().filter_map(|s| s.from).min();
    view.first_on = view.first_on.into_iter().chain(first).min();
    let last = statements.iter().filter(|s| s.closing.is_some()).max_by_key(|s| (s.until, s.recorded_at));
    (view.balance_cents, view.balance_on) = (last.and_then(|s| s.closing), last.and_then(|s| s.until));
    view.breaks = breaks(statements);
}

/// Where the statements of one account and currency do not meet, in order of day.
pub fn breaks(statements: &[StatementRow]) -> Vec<Break> {
    let mut dated: Vec<(Date, Date, &StatementRow)> =
        statements.iter().filter_map(|s| Some((s.from?, s.until?, s))).collect();
    dated.sort_by_key(|(from, until, row)| (*from, *until, row.recorded_at));
    let mut found = Vec::new();
    let mut dated = dated.into_iter();
    let Some((_, mut reached, mut before)) = dated.next() else { return found };
    for (from, until, row) in dated {
        found.extend(between(before, reached, row, from, until));
        if until >= reached {
            (reached, before) = (until, row);
        }
    }
    found
}

fn between(before: &StatementRow, reached: Date, row: &StatementRow, from: Date, until: Date) -> Option<Break> {
    let sources = [before.source, row.source];
    let missing = before.closing.zip(row.opening).and_then(|(closing, opening)| opening.sub(closing).ok());
    let is_again = from == reached && before.from == Some(from) && missing.is_some_and(|m| !m.is_zero());
    if from < reached || is_again {
        let until = until.min(reached);
        return Some(Break { kind: BreakKind::Overlap, from, until, missing_cents: None, sources });
    }
    let is_gap = match missing {
        Some(missing) => !missing.is_zero(),
        None => days_between(reached, from) > LONG_DAYS,
    };
    is_gap.then_some(Break { kind: BreakKind::Gap, from: reached, until: from, missing_cents: missing, sources })
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
            let own = breaks(&rows).into_iter().filter(|b| b.sources.contains(&source));
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
            let remedy = "Importez le relevé de ces jours : un paiement peut s’y trouver.";
            Problem::warning("statement_gap", what, remedy)
        }
    }
}
