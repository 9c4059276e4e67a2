//! `cargo run --release -p quitus-bench`: how long the main job takes and how much memory it needs, beside the least the same
//! machine could do it in, and beside Tryton where it is installed.
//!
//! It measures and reports; it asserts nothing about time. Every job runs in a process of its own, so that its peak of
//! memory is its own. `docs/benchmarks.md` says how the figures are meant.

mod child;
mod databases;
mod files;
mod floor;
mod jobs;
mod load;
mod market;
mod matching;
mod options;
mod peers;
mod report;
mod surroundings;

use child::Measure;
use databases::{Databases, Engine};
use options::{Command, Options};
use report::{Line, Report};
use std::process::ExitCode;

type Failure = Box<dyn std::error::Error>;

/// A measured job, its floor, and what its count counts.
struct Job {
    title: &'static str,
    name: &'static str,
    floor: &'static str,
    counted: &'static str,
}

/// On loaded books, at every size.
const ON_BOOKS: [Job; 4] = [
    Job { title: "plan and keep the agenda", name: "plan", floor: "plan-floor", counted: "overdue invoices" },
    Job { title: "aged balance, today", name: "aged-today", floor: "aged-today-floor", counted: "customers" },
    Job { title: "aged balance, 30 June", name: "aged-past", floor: "aged-past-floor", counted: "customers" },
    Job { title: "interest of all overdue", name: "interest", floor: "interest-floor", counted: "overdue invoices" },
];

/// Into empty books, at one size.
const IMPORTS: [Job; 2] = [
    Job { title: "import a CSV list", name: "import-csv", floor: "import-csv-floor", counted: "invoices" },
    Job { title: "import a FEC", name: "import-fec", floor: "import-fec-floor", counted: "invoices" },
];

fn main() -> ExitCode {
    let done = match options::read(std::env::args().skip(1)) {
        Ok(Command::Help) => {
            println!("{}", options::HELP);
            Ok(())
        }
        Ok(Command::Job(name, task)) => jobs::run(&name, &task).map(|done| child::tell(&done)),
        Ok(Command::Measure(options)) => measure(&options),
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(options: &Options) -> Result<(), Failure> {
    let mut report = Report::begin();
    for engine in Engine::ALL.into_iter().filter(|engine| options.engines.contains(engine)) {
        let databases = Databases::of(engine);
        for &invoices in &options.sizes {
            on_books(options, &databases, invoices, &mut report)?;
        }
        for job in IMPORTS.iter().filter(|job| options.wants(job.name)) {
            let fresh = |_: u32| databases.fresh();
            both(options, &databases, job, options.import, &fresh, &mut report)?;
        }
    }
    if options.wants("matching") {
        matching::tell(options)?;
    }
    peers::tell(options);
    Ok(())
}

fn on_books(options: &Options, databases: &Databases, invoices: u64, report: &mut Report) -> Result<(), Failure> {
    let url = databases.fresh()?;
    let loaded = child::run("load", &url, invoices, options.seed, 0)?;
    let counted = "rows";
    let measure = Measure::of(vec![loaded]);
    report.tell(&Line {
        engine: databases.engine(),
        title: "load through the books",
        invoices,
        measure,
        floor: None,
        counted,
    });
    databases.settle(&url)?;
    for job in ON_BOOKS.iter().filter(|job| options.wants(job.name)) {
        let same = |_: u32| Ok(url.clone());
        both(options, databases, job, invoices, &same, report)?;
    }
    databases.remove(&url)
}

/// A job and its floor, as often as asked for.
fn both(
    options: &Options,
    databases: &Databases,
    job: &Job,
    invoices: u64,
    url: &dyn Fn(u32) -> Result<String, Failure>,
    report: &mut Report,
) -> Result<(), Failure> {
    let repeat = |name: &str| -> Result<Measure, Failure> {
        let once = |n| child::run(name, &url(n)?, invoices, options.seed, n);
        Ok(Measure::of((0..options.repetitions).map(once).collect::<Result<_, _>>()?))
    };
    let measure = repeat(job.name)?;
    let floor = Some(repeat(job.floor)?);
    report.tell(&Line { engine: databases.engine(), title: job.title, invoices, measure, floor, counted: job.counted });
    Ok(())
}
