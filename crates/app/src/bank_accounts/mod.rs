//! Bank accounts: until when each is known, with what balance, and where statements leave a gap or overlap.
//!
//! A gap is days that no statement covers although the balances say that money moved, or statements whose balances do not
//! follow one another. An overlap is harmless: each line is kept once.

mod breaks;
mod gaps;

pub(crate) use breaks::breaks_around;
pub use breaks::{Break, BreakKind, breaks};
pub use gaps::{say_complete, since, stops_at};

use crate::error::{AppError, AppResult};
use crate::ports::statements::{AccountWord, GapWord, StatementRow};
use crate::records::Company;
use crate::world::World;
use base::{Cents, Currency, Date, days_between, fr};
use domain::journal::kinds::AccountFollowed;
use domain::journal::{JournalKind, Said};
use serde::Serialize;
use std::collections::BTreeMap;

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
    /// The last day of which something is known.
    pub known_until: Option<Date>,
    /// Until when nothing is missing: the same day, or the first of a gap that nothing explains.
    pub complete_until: Option<Date>,
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
    let (rows, statements, names, words, said, ledger) = world.read(|books| {
        Ok((
            books.bank_accounts(company.id)?,
            books.statements(company.id, None)?,
            books.account_names(company.id)?,
            books.account_words(company.id)?,
            books.gap_words(company.id, world.clock.now())?,
            books.ledger_known_until(company.id)?,
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
        for gap in &mut view.breaks {
            gap.word = said.iter().find(|w| w.is_about(&account, gap)).map(GapWord::told);
            gap.is_explained =
                gap.word.is_some() || gap.kind == BreakKind::Overlap || ledger.is_some_and(|day| day >= gap.until);
        }
        let stop = stops_at(&view.breaks, since(world.today)).map(|gap| gap.from.max(ledger.unwrap_or(gap.from)));
        view.complete_until = stop;
    }
    for view in views.values_mut() {
        let others = names.iter().filter(|(name, account)| *account == view.account && *name != view.account);
        view.names = others.map(|(name, _)| name.clone()).collect();
        let word = words.iter().find(|w| w.account == view.account && !w.is_followed);
        view.is_followed = word.is_none();
        view.word = word.map(|w| format!("{} ({}, le {})", w.why, w.author, fr::date(w.said_on)));
        view.complete_until = view.complete_until.or(view.known_until);
        view.days_old = view.complete_until.map(|until| days_between(until, world.today));
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
        complete_until: None,
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
