//! Bank accounts and what tells of them: which lines are known under which keys, what each statement covers, what files
//! call an account, and which files still wait to be settled.

use super::terms::{BooksResult, Touched, View};
use crate::records::{EchoRecord, SightingRecord};
use base::id::{BankLineId, CompanyId, SourceId};
use base::{Cents, Currency, Date, Timestamp};
use std::collections::HashSet;

/// A stored line, with the kinds of file that told it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenLine {
    pub id: BankLineId,
    pub booked_on: Date,
    pub amount: Cents,
    pub currency: Currency,
    pub text: String,
    pub counterparty_iban: Option<String>,
    pub end_to_end: Option<String>,
    /// Format of the file that brought it.
    pub format: String,
    pub dialects: Vec<String>,
    /// The entry that it is a part of, and its amount.
    pub batch: Option<(String, Cents)>,
}

/// An account in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    pub account: String,
    pub currency: Currency,
    pub lines: u64,
    pub first_on: Option<Date>,
    pub last_on: Option<Date>,
}

/// A statement received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementRow {
    pub source: SourceId,
    pub file: String,
    pub format: String,
    pub account: String,
    pub currency: Currency,
    pub from: Option<Date>,
    pub until: Option<Date>,
    pub opening: Option<Cents>,
    pub closing: Option<Cents>,
    pub lines: u64,
    /// Its own balances say that lines are missing.
    pub is_broken: bool,
    pub recorded_at: Timestamp,
}

/// Until when money received is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankKnown {
    pub until: Date,
    /// The account that is behind, when another is known further or a gap stops it.
    pub account: Option<String>,
    /// Where the first gap that nobody explained ends, when that is what stops the account.
    pub gap_until: Option<Date>,
}

/// A person said that nothing is missing in a gap between statements, or that something may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GapWord {
    pub company: CompanyId,
    pub account: String,
    /// First and last day of the gap.
    pub from: Date,
    pub until: Date,
    pub is_complete: bool,
    pub said_on: Date,
    pub author: String,
    pub why: String,
    pub recorded_at: Timestamp,
}

/// A person said that an account is followed, or not any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountWord {
    pub company: CompanyId,
    pub account: String,
    pub is_followed: bool,
    pub said_on: Date,
    pub author: String,
    pub why: String,
    pub recorded_at: Timestamp,
}

pub trait Statements {
    /// Those of these keys under which a line is known.
    fn known_line_keys(&mut self, company: CompanyId, keys: &[String]) -> BooksResult<HashSet<String>>;
    /// The lines of an account on these days, in order of day, without those that only tell another one again.
    fn lines_on(&mut self, company: CompanyId, account: &str, days: &[Date]) -> BooksResult<Vec<SeenLine>>;
    fn insert_sightings(&mut self, sightings: &[SightingRecord]) -> BooksResult<()>;
    /// The credits and returns of an account between two days, those that tell another one again too; in order of day.
    fn money_between(
        &mut self,
        company: CompanyId,
        account: &str,
        from: Date,
        until: Date,
    ) -> BooksResult<Vec<SeenLine>>;
    fn insert_echo(&mut self, echo: &EchoRecord) -> BooksResult<()>;
    /// The last word on a line that may tell another one again.
    fn echo(&mut self, line: BankLineId) -> BooksResult<Option<EchoRecord>>;
    /// The same for the lines of an account between two days.
    fn echoes_between(
        &mut self,
        company: CompanyId,
        account: &str,
        from: Date,
        until: Date,
    ) -> BooksResult<Vec<EchoRecord>>;
    /// In order of account and currency.
    fn bank_accounts(&mut self, company: CompanyId) -> BooksResult<Vec<AccountRow>>;
    /// Of one account, or of all; in order of account, then as they came.
    fn statements(&mut self, company: CompanyId, account: Option<&str>) -> BooksResult<Vec<StatementRow>>;
    /// What files call the accounts: name, then account.
    fn account_names(&mut self, company: CompanyId) -> BooksResult<Vec<(String, String)>>;
    /// Nothing happens when the name is known.
    fn insert_account_name(&mut self, company: CompanyId, name: &str, account: &str, at: Timestamp) -> BooksResult<()>;

    /// Until when money received is known in that view, by the account that matters and is known least far.
    fn bank_known(&mut self, company: CompanyId, view: View) -> BooksResult<Option<BankKnown>>;
    /// The same day alone.
    fn bank_known_until(&mut self, company: CompanyId, view: View) -> BooksResult<Option<Date>> {
        Ok(self.bank_known(company, view)?.map(|known| known.until))
    }
    /// The last word on an account counts.
    fn insert_account_word(&mut self, word: &AccountWord) -> BooksResult<()>;
    /// The last word on each account of which something was said.
    fn account_words(&mut self, company: CompanyId) -> BooksResult<Vec<AccountWord>>;
    /// The last word on a gap counts.
    fn insert_gap_word(&mut self, word: &GapWord) -> BooksResult<()>;
    /// The last word, said by then, on each gap of which something was said.
    fn gap_words(&mut self, company: CompanyId, by: Timestamp) -> BooksResult<Vec<GapWord>>;

    /// The facts of this file wait to be settled.
    fn mark_unsettled(&mut self, company: CompanyId, source: SourceId) -> BooksResult<()>;
    /// What waiting files brought: lines, invoices, amounts of payments.
    fn unsettled(&mut self, company: CompanyId) -> BooksResult<(Vec<SourceId>, Touched)>;
    fn clear_unsettled(&mut self, company: CompanyId, sources: &[SourceId]) -> BooksResult<()>;
}
