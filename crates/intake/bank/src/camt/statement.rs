//! Builds statements while a CAMT message is read: account, balances, period, and the check that balances and entries agree.
//! A gap between them is a warning, since extracts and filtered exports are common.

use super::detail::Detail;
use super::entry::Entry;
use super::names::Container;
use crate::balance;
use base::{Cents, Currency, Date};
use draft::{Format, Problem, Reading, StatementDraft};

#[derive(Default)]
struct Balance {
    code: String,
    amount: Option<Cents>,
    currency: Option<Currency>,
    is_debit: bool,
    on: Option<Date>,
}

#[derive(Default)]
struct Statement {
    line: u64,
    draft: StatementDraft,
    currency: Option<Currency>,
    created_on: Option<Date>,
    balances: Vec<Balance>,
    entries: Vec<Entry>,
}

/// Everything read so far.
#[derive(Default)]
pub(super) struct MessageBuilder {
    format: Option<Format>,
    variant: Option<String>,
    created_on: Option<Date>,
    statements: Vec<Statement>,
    count: usize,
}

/// A date as XML writes it, with or without time and zone: the day as the bank wrote it.
pub(super) fn day(text: &str) -> Option<Date> {
    let day = base::parse_iso_date(text.get(..10)?)?;
    let rest = text.get(10..)?;
    let plausible = (1970..=2100).contains(&day.year());
    (plausible && (rest.is_empty() || rest.starts_with(['T', '+', '-', 'Z']))).then_some(day)
}

impl MessageBuilder {
    pub fn see_namespace(&mut self, namespace: &str) {
        let name = namespace.rsplit(':').next().unwrap_or(namespace);
        if name.starts_with("camt.") && self.variant.is_none() {
            self.variant = Some(name.chars().take(40).collect());
        }
    }

    pub fn start_message(&mut self, name: &str) {
        let format = match name {
            "BkToCstmrAcctRpt" => Format::Camt052,
            "BkToCstmrDbtCdtNtfctn" => Format::Camt054,
            _ => Format::Camt053,
        };
        self.format.get_or_insert(format);
    }

    pub fn start_statement(&mut self, line: u64) {
        self.statements.push(Statement { line, ..Statement::default() });
    }

    pub fn start_balance(&mut self) {
        if let Some(statement) = self.statements.last_mut() {
            statement.balances.push(Balance::default());
        }
    }

    pub fn entries(&self) -> usize {
        self.count
    }

    pub fn start_entry(&mut self, line: u64) {
        self.count += 1;
        if let Some(statement) = self.statements.last_mut() {
            statement.entries.push(Entry::at(line));
        }
    }

    pub fn start_detail(&mut self, line: u64) {
        if let Some(entry) = self.statements.last_mut().and_then(|s| s.entries.last_mut()) {
            entry.details.push(Detail::at(line));
        }
    }

    pub fn end(&mut self, _container: Container) {}

    /// One element without children of interest, `path` below its container.
    pub fn leaf(&mut self, container: Container, path: &[&str], text: &str, currency: Option<&str>) {
        if text.is_empty() {
            return;
        }
        if container == Container::Message {
            if path == ["GrpHdr", "CreDtTm"] {
                self.created_on = day(text);
            }
            return;
        }
        let Some(statement) = self.statements.last_mut() else { return };
        match container {
            Container::Message => {}
            Container::Statement => statement.leaf(path, text),
            Container::Balance => statement.balance_leaf(path, text, currency),
            Container::Entry => statement.entries.last_mut().into_iter().for_each(|e| e.leaf(path, text, currency)),
            Container::Detail => {
                let detail = statement.entries.last_mut().and_then(|e| e.details.last_mut());
                detail.into_iter().for_each(|d| d.leaf(path, text, currency));
            }
        }
    }

    pub fn finish(self) -> Reading {
        let mut reading = Reading { format: self.format, variant: self.variant, ..Reading::default() };
        for statement in self.statements {
            let is_notification = reading.format == Some(Format::Camt054);
            let (draft, problems) = statement.finish(self.created_on, is_notification);
            reading.statements.push(draft);
            reading.problems.extend(problems);
        }
        reading
    }
}

impl Statement {
    fn leaf(&mut self, path: &[&str], text: &str) {
        match path {
            ["Acct", "Id", "IBAN"] | ["Acct", "Id", "Othr" | "Prtry", "Id"] => {
                self.draft.account.get_or_insert_with(|| text.to_string());
            }
            ["Acct", "Ccy"] => self.currency = Currency::kept(text),
            ["FrToDt", "FrDtTm" | "FrDt"] => self.draft.from = day(text),
            ["FrToDt", "ToDtTm" | "ToDt"] => self.draft.until = day(text),
            ["CreDtTm"] => self.created_on = day(text),
            _ => {}
        }
    }

    fn balance_leaf(&mut self, path: &[&str], text: &str, currency: Option<&str>) {
        let Some(balance) = self.balances.last_mut() else { return };
        match path {
            ["Tp", "CdOrPrtry", "Cd"] | ["Tp", "Cd"] => balance.code = text.to_string(),
            ["Amt"] => {
                balance.amount = super::entry::amount(text).ok();
                balance.currency = currency.and_then(Currency::kept);
            }
            ["CdtDbtInd"] => balance.is_debit = text == "DBIT",
            ["Dt"] | ["Dt", "Dt" | "DtTm"] => balance.on = day(text).or(balance.on),
            _ => {}
        }
    }

    fn finish(mut self, message_on: Option<Date>, is_notification: bool) -> (StatementDraft, Vec<Problem>) {
        self.draft.currency = self.account_currency();
        let opening = self.balance(&["OPBD", "PRCD"]);
        let closing = self.balance(&["CLBD"]);
        self.draft.opening = opening.map(|b| b.0);
        self.draft.closing = closing.map(|b| b.0);
        self.draft.from = self.draft.from.or(opening.and_then(|b| b.1));
        self.draft.until = self.draft.until.or(closing.and_then(|b| b.1));
        let fallback = closing.and_then(|b| b.1).or(self.draft.until).or(self.created_on).or(message_on);
        let mut problems = Vec::new();
        let mut undated = 0_u64;
        for mut entry in std::mem::take(&mut self.entries) {
            entry.settle_status(is_notification);
            let (draft, was_dated) = entry.finish(self.draft.currency, fallback, &mut problems);
            undated += u64::from(!was_dated);
            self.draft.entries.extend(draft);
        }
        if undated > 0 {
            problems.push(balance::undated_entries(undated).at_line(self.line));
        }
        problems.extend(balance::gap(&self.draft).map(|problem| problem.at_line(self.line)));
        balance::cover(&mut self.draft);
        (self.draft, problems)
    }

    fn account_currency(&self) -> Currency {
        let of_balance = |code: &str| self.balances.iter().find(|b| b.code == code).and_then(|b| b.currency);
        let of_entries = || self.entries.first().and_then(Entry::currency);
        self.currency
            .or_else(|| of_balance("CLBD"))
            .or_else(|| of_balance("OPBD"))
            .or_else(of_entries)
            .unwrap_or_default()
    }

    /// The first balance of the first of these kinds that is in the account's currency, with its day.
    fn balance(&self, codes: &[&str]) -> Option<(Cents, Option<Date>)> {
        let own = |b: &&Balance| b.currency.is_none_or(|c| c == self.draft.currency);
        codes.iter().find_map(|code| {
            let found = self.balances.iter().filter(own).find(|b| b.code == *code)?;
            let amount = found.amount?;
            Some((if found.is_debit { amount.neg().ok()? } else { amount }, found.on))
        })
    }
}
