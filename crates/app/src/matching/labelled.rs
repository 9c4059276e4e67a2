//! The engine over a set of files with a known answer: no books are read or written. It answers for each line, and scores
//! itself where the answers are given.
//!
//! Lines are taken by day, in the order of the file. An ambiguous line allocates nothing: its invoices stay open for those after it.

use crate::error::{AppError, AppResult};
use base::{Cents, Currency, Date, parse_iso_date};
use csv::{Reader, StringRecord};
use domain::matching::engine::{Credit, Customer, Decision, Engine, Receivable, Verdict};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The files of a set, as bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Files<'f> {
    /// `number,customer,issued,due,gross_cents`
    pub invoices: &'f [u8],
    /// `id,name,…`
    pub customers: &'f [u8],
    /// `…,customer,name,iban,…`: spellings and accounts already seen.
    pub history: Option<&'f [u8]>,
    /// `line_id,date,amount_cents,label,counterparty_name,counterparty_iban,…`
    pub lines: &'f [u8],
    /// `line_id,kind,answerable,allocations`
    pub truth: Option<&'f [u8]>,
}

/// What the engine says of one line.
#[derive(Clone, Debug)]
pub struct Answer {
    pub line: String,
    pub verdict: Verdict,
    /// For each candidate what it would pay: numbers and cents.
    pub candidates: Vec<Vec<(String, Cents)>>,
}

impl Answer {
    /// What is paid without a person; nothing for a line that waits.
    pub fn allocations(&self) -> &[(String, Cents)] {
        match self.verdict.decision {
            Decision::Auto => self.candidates.first().map_or(&[], Vec::as_slice),
            Decision::Ask | Decision::None => &[],
        }
    }
}

/// How many lines of a kind had an answer, were matched rightly, wrongly, and were left to a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub lines: u64,
    pub answerable: u64,
    pub right: u64,
    pub wrong: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score {
    pub all: Tally,
    pub kinds: BTreeMap<String, Tally>,
    /// Lines matched wrongly, by name.
    pub wrong: Vec<String>,
}

/// Runs the engine over a set.
///
/// # Errors
/// `Refused` when a file lacks a column or holds a line that does not read; the message names both.
pub fn run(files: Files<'_>) -> AppResult<(Vec<Answer>, Option<Score>)> {
    let (customers, receivables) = known(files)?;
    let (names, credits): (Vec<String>, Vec<Credit>) = lines(files)?.into_iter().unzip();
    let numbers: Vec<String> = receivables.iter().map(|r| r.number.clone()).collect();
    let verdicts = Engine::new(customers, receivables).settle(&credits);
    let answers: Vec<Answer> =
        names.into_iter().zip(verdicts).map(|(line, verdict)| answer(line, verdict, &numbers)).collect();
    let score = files.truth.map(|truth| score(truth, &answers)).transpose()?;
    Ok((answers, score))
}

/// What the files of a set hold, as the engine takes it: customers, receivables, credits by day.
///
/// # Errors
/// As [`run`].
pub fn set_of(files: Files<'_>) -> AppResult<(Vec<Customer>, Vec<Receivable>, Vec<Credit>)> {
    let (customers, receivables) = known(files)?;
    Ok((customers, receivables, lines(files)?.into_iter().map(|(_, credit)| credit).collect()))
}

fn known(files: Files<'_>) -> AppResult<(Vec<Customer>, Vec<Receivable>)> {
    let (customers, places) = customers(files)?;
    let receivables = table("open_invoices.csv", files.invoices, |row| receivable(&row, &places))?;
    Ok((customers, receivables))
}

fn lines(files: Files<'_>) -> AppResult<Vec<(String, Credit)>> {
    let mut lines = table("bank_lines.csv", files.lines, |row| Ok((row.text("line_id")?, credit(&row)?)))?;
    lines.sort_by_key(|(_, credit)| credit.booked_on);
    Ok(lines)
}

fn answer(line: String, verdict: Verdict, numbers: &[String]) -> Answer {
    let number = |at: usize| numbers.get(at).cloned().unwrap_or_default();
    let paid =
        |c: &domain::matching::engine::Candidate| c.parts.iter().map(|p| (number(p.receivable), p.amount)).collect();
    let candidates = verdict.candidates.iter().map(paid).collect();
    Answer { line, verdict, candidates }
}

/// Customers with every spelling and account seen, and their places by identifier.
fn customers(files: Files<'_>) -> AppResult<(Vec<Customer>, HashMap<String, usize>)> {
    let rows = table("customers.csv", files.customers, |row| Ok((row.text("id")?, row.text("name")?)))?;
    let mut places = HashMap::new();
    let mut customers = Vec::new();
    for (id, name) in rows {
        places.insert(id, customers.len());
        customers.push(Customer { names: vec![name], ..Customer::default() });
    }
    let history = files.history.unwrap_or_default();
    let seen = |row: Row<'_>| Ok((row.text("customer")?, row.text("name")?, row.text("iban")?));
    for (id, name, iban) in if history.is_empty() { Vec::new() } else { table("payment_history.csv", history, seen)? } {
        let Some(customer) = places.get(&id).and_then(|at| customers.get_mut(*at)) else { continue };
        if !name.is_empty() && !customer.names.contains(&name) {
            customer.names.push(name);
        }
        if !iban.is_empty() && !customer.ibans.contains(&iban) {
            customer.ibans.push(iban);
        }
    }
    Ok((customers, places))
}

fn receivable(row: &Row<'_>, places: &HashMap<String, usize>) -> AppResult<Receivable> {
    let customer = row.text("customer")?;
    let place = places
        .get(&customer)
        .ok_or_else(|| row.wrong(&format!("le client « {customer} » n’est pas dans customers.csv")))?;
    let gross = row.cents("gross_cents")?;
    Ok(Receivable {
        customer: *place,
        number: row.text("number")?,
        issued_on: row.day("issued")?,
        due_on: row.day("due")?,
        currency: Currency::EUR,
        principal: gross,
        outstanding: gross,
        is_factored: false,
    })
}

fn credit(row: &Row<'_>) -> AppResult<Credit> {
    let given = |name: &str| row.text(name).map(|text| Some(text).filter(|t| !t.trim().is_empty()));
    Ok(Credit {
        booked_on: row.day("date")?,
        amount: row.cents("amount_cents")?,
        label: row.text("label")?,
        payer: given("counterparty_name")?,
        iban: given("counterparty_iban")?,
        ..Credit::default()
    })
}

fn score(truth: &[u8], answers: &[Answer]) -> AppResult<Score> {
    let by_line: HashMap<&str, &Answer> = answers.iter().map(|a| (a.line.as_str(), a)).collect();
    let rows = table("truth.csv", truth, |row| {
        let answerable = row.text("answerable")? == "yes";
        Ok((row.text("line_id")?, row.text("kind")?, answerable, allocations(&row)?))
    })?;
    let mut score = Score::default();
    for (line, kind, answerable, wanted) in rows {
        let found: BTreeSet<(String, Cents)> =
            by_line.get(line.as_str()).map(|a| a.allocations().iter().cloned().collect()).unwrap_or_default();
        let one = Tally {
            lines: 1,
            answerable: u64::from(answerable),
            right: u64::from(answerable && found == wanted),
            wrong: u64::from(!found.is_empty() && (!answerable || found != wanted)),
        };
        score.all.add(one);
        score.kinds.entry(kind).or_default().add(one);
        score.wrong.extend(Some(line).filter(|_| one.wrong > 0));
    }
    Ok(score)
}

/// `number=cents`, several of them separated by semicolons.
fn allocations(row: &Row<'_>) -> AppResult<BTreeSet<(String, Cents)>> {
    let text = row.text("allocations")?;
    let parts = text.split(';').filter(|part| !part.is_empty());
    let one = |part: &str| {
        let (number, cents) = part.rsplit_once('=')?;
        Some((number.to_string(), Cents::new(cents.trim().parse().ok()?)))
    };
    parts.map(|part| one(part).ok_or_else(|| row.wrong("allocations s’écrit numéro=centimes"))).collect()
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.lines += other.lines;
        self.answerable += other.answerable;
        self.right += other.right;
        self.wrong += other.wrong;
    }

    /// Right matches among lines that have an answer, in hundredths of a percent.
    pub fn recall(&self) -> u64 {
        (self.right * 10_000).checked_div(self.answerable).unwrap_or(10_000)
    }
}

/// One line of a file, read by the names of its columns.
struct Row<'r> {
    file: &'static str,
    headers: &'r StringRecord,
    record: &'r StringRecord,
}

impl Row<'_> {
    fn text(&self, column: &str) -> AppResult<String> {
        let at = self.headers.iter().position(|name| name.trim() == column);
        let at = at.ok_or_else(|| refused(self.file, 1, &format!("il manque la colonne {column}")))?;
        Ok(self.record.get(at).unwrap_or("").to_string())
    }

    fn cents(&self, column: &str) -> AppResult<Cents> {
        let text = self.text(column)?;
        text.trim()
            .parse()
            .map(Cents::new)
            .map_err(|_| self.wrong(&format!("« {text} » n’est pas un nombre de centimes")))
    }

    fn day(&self, column: &str) -> AppResult<Date> {
        let text = self.text(column)?;
        parse_iso_date(text.trim()).ok_or_else(|| self.wrong(&format!("« {text} » n’est pas une date AAAA-MM-JJ")))
    }

    fn wrong(&self, what: &str) -> AppError {
        refused(self.file, self.record.position().map_or(0, csv::Position::line), what)
    }
}

fn refused(file: &str, line: u64, what: &str) -> AppError {
    AppError::refused(format!("{file}, ligne {line} : {what}."), "Corrigez ce fichier, puis recommencez.")
}

fn table<T>(file: &'static str, bytes: &[u8], each: impl Fn(Row<'_>) -> AppResult<T>) -> AppResult<Vec<T>> {
    let mut reader = Reader::from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let broken =
        |error: csv::Error| refused(file, error.position().map_or(0, csv::Position::line), "elle ne se lit pas");
    let headers = reader.headers().map_err(broken)?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(broken)?;
        rows.push(each(Row { file, headers: &headers, record: &record })?);
    }
    Ok(rows)
}
