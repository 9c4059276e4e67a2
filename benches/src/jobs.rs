//! The work that is measured, as the use cases do it. Each job runs in a process of its own and times only itself: opening the
//! database and making the files come before.

use crate::market::{AS_OF, PAST};
use crate::surroundings::{self, Counter, company, world};
use crate::{Failure, files, load};
use app::import::{FileOutcome, ImportOptions, ReadFile};
use sha2::{Digest, Sha256};
use std::time::{Duration, Instant};
use store::SqlStore;

/// What a job is given.
pub struct Task {
    pub url: String,
    pub invoices: u64,
    pub seed: u64,
    /// Counted from 0.
    pub repetition: u32,
}

/// How long something took.
#[derive(Clone, Copy)]
pub struct Took {
    pub wall: Duration,
    /// Time this thread really ran: on a machine shared with others, the steadier of the two. Zero where the system does
    /// not say; a PostgreSQL server's own time is not in it.
    pub cpu: Duration,
}

/// What it did.
pub struct Done {
    pub took: Took,
    /// What was counted depends on the job.
    pub count: u64,
    /// Tells whether two programs saw the same books.
    pub total_cents: i64,
}

/// A stopwatch.
pub struct Watch {
    started: Instant,
    ran: Duration,
}

impl Watch {
    #[expect(clippy::disallowed_methods, reason = "a duration is measured")]
    pub fn start() -> Watch {
        Watch { ran: ran(), started: Instant::now() }
    }

    pub fn stop(&self) -> Took {
        Took { wall: self.started.elapsed(), cpu: ran().saturating_sub(self.ran) }
    }
}

/// What the scheduler gave this thread so far.
fn ran() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = told.split_whitespace().next().and_then(|nanos| nanos.parse().ok());
    Duration::from_nanos(nanos.unwrap_or(0))
}

/// Runs the job of that name.
///
/// # Errors
/// An unknown name, or whatever stopped the job.
pub fn run(name: &str, task: &Task) -> Result<Done, Failure> {
    match name {
        "load" => load(task),
        "plan" => plan(task),
        "aged-today" => aged(task, AS_OF),
        "aged-past" => aged(task, PAST),
        "interest" => interest(task),
        "import-csv" => import(task, "factures.csv", files::csv(task.invoices, task.seed)),
        "import-fec" => {
            import(task, &format!("{}FEC20261231.txt", surroundings::SIREN), files::fec(task.invoices, task.seed))
        }
        "matching" => crate::matching::engine(task),
        "matching-naive" => crate::matching::naive(task),
        other => crate::floor::run(other, task),
    }
}

fn load(task: &Task) -> Result<Done, Failure> {
    let store = surroundings::open(&task.url)?;
    let watch = Watch::start();
    let rows = load::load(&store, task.invoices, task.seed)?;
    Ok(Done { took: watch.stop(), count: rows, total_cents: 0 })
}

/// Overdue invoices, each in a proposal or a silence, in the agenda of a day not planned before.
fn plan(task: &Task) -> Result<Done, Failure> {
    let store = surroundings::open(&task.url)?;
    let entropy = Counter::of(task.repetition);
    let day = surroundings::day(task.repetition);
    let world = world(&store, &entropy, day);
    let watch = Watch::start();
    let planned = app::planning::plan_day(&world, &company(), day)?;
    let took = watch.stop();
    if planned.was_known {
        return Err("this day was planned before: nothing was measured".into());
    }
    Ok(Done { took, count: lines(&store, &planned.run)?, total_cents: 0 })
}

/// Lines of a run, counted outside the measure.
fn lines(store: &SqlStore, run: &app::records::AgendaRun) -> Result<u64, Failure> {
    let sql = "SELECT COUNT(*) FROM agenda_line WHERE run = $1";
    let count = store.database().read(|tx| tx.one(sql, store::params![run.id], |row| row.get::<i64>(0)))?;
    Ok(count.unwrap_or_default().unsigned_abs())
}

/// Customers with something open, on a day.
fn aged(task: &Task, on: base::Date) -> Result<Done, Failure> {
    let store = surroundings::open(&task.url)?;
    let entropy = Counter::of(task.repetition);
    let watch = Watch::start();
    let aging = app::aging::aged_balance(&world(&store, &entropy, AS_OF), &company(), on, false)?;
    let took = watch.stop();
    let rows = aging.by_currency.values().map(|balance| balance.rows.len() as u64).sum();
    Ok(Done { took, count: rows, total_cents: aging.by_currency.values().map(|balance| balance.total.get()).sum() })
}

/// Statements of sums of all overdue invoices.
fn interest(task: &Task) -> Result<Done, Failure> {
    let store = surroundings::open(&task.url)?;
    let entropy = Counter::of(task.repetition);
    let world = world(&store, &entropy, AS_OF);
    let watch = Watch::start();
    let (count, total_cents) =
        app::sums::of_every_overdue(&world, &company(), AS_OF, &mut |(count, total): &mut (u64, i64), _, _, sums| {
            *count += 1;
            *total += sums.interest_accrued.get();
            Ok(())
        })?;
    Ok(Done { took: watch.stop(), count, total_cents })
}

/// From bytes to committed facts: reading, recognising, matching and writing.
fn import(task: &Task, name: &str, text: String) -> Result<Done, Failure> {
    let store = surroundings::open(&task.url)?;
    let entropy = Counter::of(task.repetition);
    let world = world(&store, &entropy, AS_OF);
    app::companies::create(&world, &company())?;
    let bytes = text.into_bytes();
    let watch = Watch::start();
    let mut found = Vec::new();
    let options = reader::Options { validate: true, mappings: &|_| None };
    reader::read(reader::Input { name, bytes: &bytes }, &options, &mut |file| {
        let sha256 = Sha256::digest(&file.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        found.push(ReadFile {
            name: file.name,
            sha256,
            bytes: file.bytes.into_owned().into(),
            reading: file.reading,
            part_of: None,
        });
    });
    let report = app::import::import(&world, &company(), &found, ImportOptions::default(), &mut |_| {})?;
    let took = watch.stop();
    if let Some(file) = report.files.iter().find(|file| file.outcome != FileOutcome::Taken) {
        return Err(format!("{} was not taken: {:?} {:?}", file.name, file.outcome, file.problems.first()).into());
    }
    Ok(Done { took, count: report.files.iter().map(|file| file.invoices).sum(), total_cents: 0 })
}
