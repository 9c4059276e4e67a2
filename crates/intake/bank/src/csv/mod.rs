//! CSV exports of French banks (and of others with French or English headers): the header row is found below any preamble,
//! then every row is an entry or a problem. Encoding, separator, decimal mark and date order come from the content.

mod balance;
mod columns;
mod convention;
mod entry;
mod foreign;
mod preamble;

use base::Currency;
use columns::Columns;
use convention::Convention;
use draft::{BankEntryDraft, Format, Mapping, Problem, Reading, StatementDraft, TableDraft};
use entry::{Outcome, RowReader};
use grid::{FoundHeader, Row, Rows, find_header};
use preamble::Preamble;

const MAX_ROWS: u64 = 2_000_000;
/// Problems after which the rest would only repeat them.
const MAX_PROBLEMS: usize = 30;

/// The columns that a person confirmed for a header row, by its fingerprint.
pub type Remembered<'r> = dyn Fn(&str) -> Option<Mapping> + 'r;

/// Reads a bank export, or `None` when no row looks like the header of one.
pub fn read_csv(bytes: &[u8]) -> Option<Reading> {
    read_csv_with(bytes, &|_| None)
}

/// [`read_csv`], with the columns that a person confirmed for this header row.
pub fn read_csv_with(bytes: &[u8], remembered: &Remembered<'_>) -> Option<Reading> {
    let text = grid::decode(bytes)?;
    let header = find_header(&text, |cells| columns_of(cells, remembered).score())?;
    let columns = columns_of(&header.cells, remembered);
    Some(Sheet { text: &text, columns, header }.read())
}

/// True when these cells look like the header row of a bank export.
pub fn is_header<S: AsRef<str>>(cells: &[S], remembered: &Remembered<'_>) -> bool {
    columns_of(cells, remembered).score() > 0
}

fn columns_of<S: AsRef<str>>(cells: &[S], remembered: &Remembered<'_>) -> Columns {
    let columns = Columns::of(cells);
    // Only a row of names can have been confirmed: rows of figures are not asked about.
    let is_name = |cell: &str| cell.chars().any(char::is_alphabetic) || cell.is_empty();
    let could_be = cells.len() >= 2 && cells.iter().all(|c| is_name(c.as_ref()));
    let found = if could_be { remembered(&grid::header::fingerprint(cells)) } else { None };
    match found.filter(Mapping::is_bank) {
        Some(mapping) => columns.confirmed(&mapping),
        None => columns,
    }
}

struct Sheet<'t> {
    text: &'t str,
    header: FoundHeader,
    columns: Columns,
}

/// One account and currency, with the balance each row states.
#[derive(Default)]
struct Account {
    draft: StatementDraft,
    balances: Vec<Option<base::Cents>>,
}

#[derive(Default)]
struct Collected {
    accounts: Vec<Account>,
    problems: Vec<Problem>,
    rows: u64,
    dropped: u64,
    notes: u64,
}

impl Sheet<'_> {
    fn read(&self) -> Reading {
        let mut reading = Reading::of(Format::BankCsv);
        let convention = match Convention::survey(self.text, &self.header, &self.columns) {
            Ok(convention) => convention,
            Err(problem) => return reading.with_problem(problem),
        };
        let preamble = Preamble::read(self.text, &self.header);
        let mut collected = self.collect(&convention, preamble.currency.unwrap_or_default());
        reading.problems.extend(convention.remarks());
        reading.problems.extend(remarks(&collected));
        reading.problems.append(&mut collected.problems);
        reading.table = Some(self.table(collected.rows));
        if collected.accounts.is_empty() {
            collected.accounts.push(Account::default());
        }
        let alone = collected.accounts.len() == 1;
        for mut account in collected.accounts {
            if alone {
                preamble.complete(&mut account.draft);
            }
            reading.problems.extend(balance::settle(&mut account.draft, &account.balances));
            crate::balance::cover(&mut account.draft);
            reading.statements.push(account.draft);
        }
        reading
    }

    fn collect(&self, convention: &Convention, currency: Currency) -> Collected {
        let mut out = Collected::default();
        let reader = RowReader { columns: &self.columns, convention, currency };
        let mut rows = rows_below(self.text, &self.header);
        while let Some(row) = rows.next() {
            if out.problems.len() >= MAX_PROBLEMS {
                out.problems.push(crate::more_problems());
                break;
            }
            if out.rows >= MAX_ROWS {
                out.problems.push(crate::xml::too_many(usize::try_from(MAX_ROWS).unwrap_or(usize::MAX)));
                break;
            }
            out.take(&reader, row);
        }
        out
    }

    fn table(&self, rows: u64) -> TableDraft {
        let unused =
            |(i, header): (usize, &String)| (self.columns.is_ignored(i) && !header.is_empty()).then(|| header.clone());
        TableDraft {
            headers: self.header.cells.clone(),
            fingerprint: grid::header::fingerprint(&self.header.cells),
            mapping: self.columns.mapping(),
            ignored: self.header.cells.iter().enumerate().filter_map(unused).collect(),
            rows,
            wrong: Vec::new(),
        }
    }
}

impl Collected {
    fn take(&mut self, reader: &RowReader<'_>, row: Row<'_>) {
        match reader.read(row) {
            Ok(Outcome::Entry { draft, balance, account }) => {
                self.rows += 1;
                self.add(*draft, balance, account);
            }
            Ok(Outcome::Empty) => {}
            Ok(Outcome::Note) => self.notes += 1,
            Ok(Outcome::NotExecuted) => self.dropped += 1,
            Err(problem) => self.problems.push(problem),
        }
    }

    fn add(&mut self, entry: BankEntryDraft, balance: Option<base::Cents>, account: Option<String>) {
        let same = |a: &Account| a.draft.account == account && a.draft.currency == entry.currency;
        let index = self.accounts.iter().position(same).unwrap_or_else(|| {
            let draft = StatementDraft { account, currency: entry.currency, ..StatementDraft::default() };
            self.accounts.push(Account { draft, balances: Vec::new() });
            self.accounts.len() - 1
        });
        if let Some(account) = self.accounts.get_mut(index) {
            account.draft.entries.push(entry);
            account.balances.push(balance);
        }
    }
}

/// Rows after the header row.
fn rows_below<'t>(text: &'t str, header: &FoundHeader) -> Rows<'t> {
    let mut rows = Rows::new(text, header.separator);
    while let Some(row) = rows.next() {
        if row.line >= header.line {
            break;
        }
    }
    rows
}

fn remarks(collected: &Collected) -> Vec<Problem> {
    let mut out = Vec::new();
    if collected.dropped > 0 {
        let operations = base::fr::count(collected.dropped, "opération", "opérations");
        let what = format!("Laissé de côté : {operations} au statut refusé ou annulé.");
        out.push(Problem::info("not_executed", what, "Rien à faire."));
    }
    if collected.notes > 0 {
        let lines = base::fr::count(collected.notes, "ligne", "lignes");
        let what = format!("Laissé de côté : {lines} sans date ni montant (titres, soldes).");
        out.push(Problem::info("skipped_lines", what, "Rien à faire."));
    }
    if collected.rows == 0 && collected.problems.is_empty() {
        let what = "Le relevé ne contient aucune opération.";
        out.push(Problem::info("empty_statement", what, "Rien à faire s’il n’y en a pas eu sur la période."));
    }
    out
}
