//! The least each job could take on the same database: the same rows read, the same number of rows written, through the
//! engine's own client, with nothing decided, explained, checked or hashed.
//!
//! It is no design: it keeps no reason, no evidence and no second currency.

mod client;

use crate::jobs::{Done, Task, Watch};
use crate::market::{AS_OF, PAST};
use crate::{Failure, files, surroundings};
use base::{Date, days_between, parse_iso_date};
pub use client::Client;
use client::Fact;
use std::collections::HashMap;

const OPEN: &str =
    "SELECT invoice, party, due_on, outstanding FROM balance WHERE outstanding <> 0 ORDER BY party, invoice";

const OPEN_IN_THE_PAST: &str = "SELECT i.id, i.party, i.due_on, \
    i.principal - COALESCE((SELECT CAST(SUM(a.amount) AS BIGINT) FROM allocation a WHERE a.invoice = i.id \
        AND a.effective_on <= '2026-06-30'), 0) FROM invoice i WHERE i.issued_on <= '2026-06-30'";

/// Half-years and the business rate of each, in hundredths of a percent.
const RATES: [(Date, i64); 6] = [
    (Date::constant(2024, 7, 1), 1_425),
    (Date::constant(2025, 1, 1), 1_315),
    (Date::constant(2025, 7, 1), 1_215),
    (Date::constant(2026, 1, 1), 1_215),
    (Date::constant(2026, 7, 1), 1_215),
    (Date::constant(2027, 1, 1), 1_215),
];

/// Runs the floor of that name.
///
/// # Errors
/// An unknown name, or whatever stopped the job.
pub fn run(name: &str, task: &Task) -> Result<Done, Failure> {
    match name {
        "plan-floor" => plan(task),
        "aged-today-floor" => aged(task, OPEN, AS_OF),
        "aged-past-floor" => aged(task, OPEN_IN_THE_PAST, PAST),
        "interest-floor" => interest(task),
        "import-csv-floor" => import(task, &files::csv(task.invoices, task.seed), csv_row),
        "import-fec-floor" => import(task, &files::fec(task.invoices, task.seed), fec_row),
        other => Err(format!("unknown job: {other}").into()),
    }
}

/// Reads what is open, and inserts one row for each overdue invoice with its level of reminder.
fn plan(task: &Task) -> Result<Done, Failure> {
    let mut client = Client::open(&task.url)?;
    client.make_table("floor_line")?;
    let today = surroundings::day(task.repetition);
    let watch = Watch::start();
    client.begin()?;
    let mut overdue = Vec::new();
    client.each(OPEN, &mut |fact| {
        let late = days_late(fact.day, today);
        if late > 0 {
            let level = if late >= 40 { 3 } else { 1 + i64::from(late >= 20) };
            overdue.push((fact.id.to_vec(), fact.party.to_vec(), String::from("overdue"), level));
        }
    })?;
    client.insert("floor_line", &overdue)?;
    client.commit()?;
    Ok(Done { took: watch.stop(), count: overdue.len() as u64, total_cents: 0 })
}

fn aged(task: &Task, sql: &str, as_of: Date) -> Result<Done, Failure> {
    let mut client = Client::open(&task.url)?;
    let mut by_party: HashMap<[u8; 16], [i64; 5]> = HashMap::new();
    let watch = Watch::start();
    client.each(sql, &mut |fact| {
        let column = match days_late(fact.day, as_of) {
            i64::MIN..=0 => 0,
            1..=30 => 1,
            31..=60 => 2,
            61..=90 => 3,
            _ => 4,
        };
        if let (true, Ok(party)) = (fact.amount != 0, fact.party.try_into()) {
            by_party.entry(party).or_default()[column] += fact.amount;
        }
    })?;
    let took = watch.stop();
    Ok(Done { took, count: by_party.len() as u64, total_cents: by_party.values().flatten().sum() })
}

/// On what is left today, as if nothing had been paid in part: one multiplication for each half-year.
fn interest(task: &Task) -> Result<Done, Failure> {
    let mut client = Client::open(&task.url)?;
    let (mut count, mut total) = (0, 0);
    let watch = Watch::start();
    client.each(OPEN, &mut |fact| {
        if days_late(fact.day, AS_OF) > 0 {
            count += 1;
            total += accrued(fact);
        }
    })?;
    Ok(Done { took: watch.stop(), count, total_cents: total })
}

fn accrued(fact: &Fact<'_>) -> i64 {
    let Some(due_on) = parse_iso_date(fact.day) else { return 0 };
    let mut numerator = 0;
    for pair in RATES.windows(2) {
        let [(from, rate), (until, _)] = pair else { continue };
        let first = (*from).max(due_on.tomorrow().unwrap_or(due_on));
        let days = days_between(first, (*until).min(AS_OF.tomorrow().unwrap_or(AS_OF)));
        numerator += fact.amount * rate * days.max(0);
    }
    (numerator + 1_825_000) / 3_650_000
}

type Row = (Vec<u8>, Vec<u8>, String, i64);

/// Cuts each line into its fields and inserts one row for each invoice, whose number is unique.
fn import(task: &Task, text: &str, row: fn(&str) -> Option<Row>) -> Result<Done, Failure> {
    let mut client = Client::open(&task.url)?;
    client.make_table("floor_invoice")?;
    let watch = Watch::start();
    let rows: Vec<Row> = text.lines().filter_map(row).collect();
    client.begin()?;
    client.insert("floor_invoice", &rows)?;
    client.commit()?;
    Ok(Done { took: watch.stop(), count: rows.len() as u64, total_cents: 0 })
}

fn csv_row(line: &str) -> Option<Row> {
    let fields: Vec<&str> = line.split(';').collect();
    let amount = fields.get(7)?.replace(',', "").parse().ok()?;
    Some((
        fields.first()?.as_bytes().to_vec(),
        fields.get(2)?.as_bytes().to_vec(),
        (*fields.get(3)?).to_string(),
        amount,
    ))
}

fn fec_row(line: &str) -> Option<Row> {
    let fields: Vec<&str> = line.split('\t').collect();
    let is_invoice = *fields.first()? == "VE" && fields.get(4)?.starts_with("411");
    let amount = fields.get(11)?.replace(',', "").parse().ok()?;
    let row =
        (fields.get(8)?.as_bytes().to_vec(), fields.get(6)?.as_bytes().to_vec(), (*fields.get(3)?).to_string(), amount);
    is_invoice.then_some(row)
}

fn days_late(due_on: &str, as_of: Date) -> i64 {
    parse_iso_date(due_on).map_or(0, |due_on| days_between(due_on, as_of))
}
