//! Gaps between the statements of an account: where the first that nothing explains stops what is known of it, and what
//! persons said of them.

use super::statement::statements_since;
use crate::engine::{Result, Tx};
use crate::params;
use app::bank_accounts::{breaks, since, stops_at};
use app::ports::statements::{GapWord, StatementRow};
use base::id::CompanyId;
use base::{Currency, Date, Timestamp};
use std::collections::BTreeMap;

/// The first and the last day of what is missing of an account.
pub(super) type Gap = (Date, Date);

/// The first gap of each account in that view; a ledger explains the days that it reaches.
pub(super) fn firsts(
    tx: &mut Tx,
    company: CompanyId,
    (as_of, at): (Date, Timestamp),
    ledger: Option<Date>,
) -> Result<BTreeMap<String, Gap>> {
    let from = since(as_of);
    let mut accounts: BTreeMap<(String, Currency), Vec<StatementRow>> = BTreeMap::new();
    for row in statements_since(tx, company, from, at)? {
        accounts.entry((row.account.clone(), row.currency)).or_default().push(row);
    }
    let words = words(tx, company, at)?;
    let mut firsts: BTreeMap<String, Gap> = BTreeMap::new();
    for ((account, _), rows) in accounts {
        let mut found = breaks(&rows);
        for gap in &mut found {
            let is_told = ledger.is_some_and(|day| day >= gap.until);
            gap.is_explained |= is_told || words.iter().any(|w| w.is_about(&account, gap));
        }
        let Some(first) = stops_at(&found, from) else { continue };
        let gap = (ledger.map_or(first.from, |day| day.max(first.from)), first.until);
        firsts.entry(account).and_modify(|g| *g = (*g).min(gap)).or_insert(gap);
    }
    Ok(firsts)
}

const WORD: &str = "INSERT INTO gap_word (company, account, from_on, until_on, seq, is_complete, said_on, author, why, \
    recorded_at) SELECT $1, $2, $3, $4, COUNT(*) + 1, $5, $6, $7, $8, $9 FROM gap_word \
    WHERE company = $1 AND account = $2 AND from_on = $3 AND until_on = $4";

pub(super) fn insert_word(tx: &mut Tx, word: &GapWord) -> Result<()> {
    let params = params![
        word.company,
        &word.account,
        word.from,
        word.until,
        word.is_complete,
        word.said_on,
        &word.author,
        &word.why,
        word.recorded_at
    ];
    tx.exec(WORD, params).map(drop)
}

const WORDS: &str = "SELECT account, from_on, until_on, is_complete, said_on, author, why, recorded_at FROM gap_word w \
    WHERE company = $1 AND recorded_at <= $2 AND NOT EXISTS (SELECT 1 FROM gap_word x WHERE x.company = w.company \
    AND x.account = w.account AND x.from_on = w.from_on AND x.until_on = w.until_on AND x.seq > w.seq \
    AND x.recorded_at <= $2) ORDER BY account, from_on, until_on";

/// The last word by then on each gap of which something was said.
pub(super) fn words(tx: &mut Tx, company: CompanyId, by: Timestamp) -> Result<Vec<GapWord>> {
    tx.all(WORDS, params![company, by], |row| {
        Ok(GapWord {
            company,
            account: row.get(0)?,
            from: row.get(1)?,
            until: row.get(2)?,
            is_complete: row.get(3)?,
            said_on: row.get(4)?,
            author: row.get(5)?,
            why: row.get(6)?,
            recorded_at: row.get(7)?,
        })
    })
}
