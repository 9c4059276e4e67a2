//! Until when money received is known: the account that matters and is known least far decides, as money may have come there.
//!
//! An account matters when customers paid there within some months and nobody said that it is not followed any more. A line
//! speaks for its own day, and one dated later for nothing; a statement or a ledger speaks for the days before its end, so
//! the view's own day is the most it can say. What statements leave out stops an account where it begins.

use super::bank::known_at;
use super::gap;
use crate::engine::{Result, Tx};
use crate::params;
use app::ports::statements::{AccountWord, BankKnown};
use app::ports::terms::View;
use base::id::CompanyId;
use base::{Date, Timestamp, add_days};

/// Customers who paid there longer ago pay elsewhere now.
const MATTERS_DAYS: i64 = 400;

const LEDGER: &str = "SELECT MAX(until_on) FROM ledger_horizon WHERE company = $1 AND recorded_at <= $2";
const ACCOUNTS: &str = "SELECT account, MAX(until_on) FROM statement WHERE company = $1 AND recorded_at <= $2 \
    GROUP BY account ORDER BY account";
const LINES: &str = "SELECT MAX(booked_on) FROM bank_line WHERE company = $1 AND account = $2 AND booked_on <= $3 \
    AND recorded_at <= $4";
/// Books from before statements were noted.
const ANY_LINE: &str =
    "SELECT MAX(booked_on) FROM bank_line WHERE company = $1 AND booked_on <= $2 AND recorded_at <= $3";
const FOLLOWED: &str = "SELECT is_followed FROM account_word WHERE company = $1 AND account = $2 AND recorded_at <= $3 \
    ORDER BY seq DESC LIMIT 1";
const PAID_THERE: &str = "SELECT 1 FROM bank_line l WHERE l.company = $1 AND l.account = $2 AND l.amount > 0 \
    AND l.booked_on BETWEEN $3 AND $4 AND l.recorded_at <= $5 AND EXISTS (SELECT 1 FROM line_matching m \
    WHERE m.line = l.id AND m.is_match = 1 AND m.recorded_at <= $5) LIMIT 1";

struct Account {
    name: String,
    until: Option<Date>,
    /// Where the gap that stops it ends.
    gap_until: Option<Date>,
}

pub(super) fn known(tx: &mut Tx, company: CompanyId, view: View) -> Result<Option<BankKnown>> {
    let at = known_at(view);
    let ledger = tx.one(LEDGER, params![company, at], |row| row.get::<Option<Date>>(0))?.flatten();
    let named: Vec<(String, Option<Date>)> =
        tx.all(ACCOUNTS, params![company, at], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let gaps = gap::firsts(tx, company, (view.as_of, at), ledger)?;
    let mut accounts = Vec::with_capacity(named.len());
    for (name, until) in named {
        if let Some((stops_on, gap_until)) = gaps.get(&name).filter(|(stops_on, _)| *stops_on <= view.as_of) {
            accounts.push(Account { until: Some(*stops_on), gap_until: Some(*gap_until), name });
            continue;
        }
        let line = tx.one(LINES, params![company, &name, view.as_of, at], |row| row.get::<Option<Date>>(0))?.flatten();
        accounts.push(Account { until: until.max(line).max(ledger), gap_until: None, name });
    }
    let newest = match accounts.iter().filter_map(|a| a.until).max() {
        Some(newest) => Some(newest),
        None => {
            let line = tx.one(ANY_LINE, params![company, view.as_of, at], |row| row.get::<Option<Date>>(0))?.flatten();
            line.max(ledger)
        }
    };
    let capped = |until: Date, account: Option<String>, gap_until| BankKnown {
        until: until.min(view.as_of),
        account,
        gap_until,
    };
    let Some(newest) = newest else { return Ok(None) };
    Ok(Some(match least_known(tx, company, view, accounts)? {
        Some(Account { name, until: Some(until), gap_until }) if until < newest || gap_until.is_some() => {
            capped(until, Some(name), gap_until)
        }
        Some(Account { until: Some(until), .. }) => capped(until, None, None),
        _ => capped(newest, None, None),
    }))
}

/// Of several accounts that matter, the one known least far; of one, that one.
fn least_known(tx: &mut Tx, company: CompanyId, view: View, accounts: Vec<Account>) -> Result<Option<Account>> {
    let at = known_at(view);
    let mut followed = Vec::new();
    for account in accounts {
        let word = tx.one(FOLLOWED, params![company, &account.name, at], |row| row.get::<bool>(0))?;
        followed.extend(word.unwrap_or(true).then_some(account));
    }
    if followed.len() < 2 {
        return Ok(followed.into_iter().next());
    }
    let since = add_days(view.as_of, -MATTERS_DAYS).unwrap_or(view.as_of);
    let mut matter = Vec::new();
    for account in followed {
        if tx.exists(PAID_THERE, params![company, &account.name, since, view.as_of, at])? {
            matter.push(account);
        }
    }
    Ok(matter.into_iter().min_by(|a, b| (a.until, &a.name).cmp(&(b.until, &b.name))))
}

const WORD: &str = "INSERT INTO account_word (company, account, seq, is_followed, said_on, author, why, recorded_at) \
    SELECT $1, $2, COUNT(*) + 1, $3, $4, $5, $6, $7 FROM account_word WHERE company = $1 AND account = $2";

pub(super) fn insert_word(tx: &mut Tx, word: &AccountWord) -> Result<()> {
    let params =
        params![word.company, &word.account, word.is_followed, word.said_on, &word.author, &word.why, word.recorded_at];
    tx.exec(WORD, params).map(drop)
}

const WORDS: &str = "SELECT account, is_followed, said_on, author, why, recorded_at FROM account_word w WHERE company = $1 \
    AND NOT EXISTS (SELECT 1 FROM account_word x WHERE x.company = w.company AND x.account = w.account AND x.seq > w.seq) \
    ORDER BY account";

/// The last word on each account of which something was said.
pub(super) fn words(tx: &mut Tx, company: CompanyId) -> Result<Vec<AccountWord>> {
    tx.all(WORDS, params![company], |row| {
        let recorded_at: Timestamp = row.get(5)?;
        Ok(AccountWord {
            company,
            account: row.get(0)?,
            is_followed: row.get(1)?,
            said_on: row.get(2)?,
            author: row.get(3)?,
            why: row.get(4)?,
            recorded_at,
        })
    })
}
