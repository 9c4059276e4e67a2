//! What to measure, from the command line.

use crate::Failure;
use crate::databases::Engine;
use crate::jobs::Task;
use std::path::PathBuf;

pub const HELP: &str = "\
Measures planning, aged balance, interest and imports, each beside its floor.

  --sizes 10000,100000,1000000   invoices in the books
  --import 100000                invoices in the imported files
  --engines sqlite,postgres      databases; PostgreSQL starts a throw-away cluster of its own
  --only plan,interest           jobs: plan, aged-today, aged-past, interest, import-csv, import-fec,
                                 matching (bank lines as many as --import, without a database)
  --repeat 3                     repetitions, of which the median is told
  --seed 42                      of the invented market
  --python python3               a Python in which Tryton may be installed
  --tryton DIR                   the scripts that fill a Tryton database and run its dunning";

pub enum Command {
    Help,
    Job(String, Task),
    Measure(Options),
}

pub struct Options {
    pub sizes: Vec<u64>,
    pub import: u64,
    pub engines: Vec<Engine>,
    pub only: Vec<String>,
    pub repetitions: u32,
    pub seed: u64,
    pub python: String,
    pub tryton: Option<PathBuf>,
}

impl Options {
    pub fn wants(&self, job: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|name| name == job)
    }
}

/// # Errors
/// A word or a number that is not understood.
pub fn read(mut words: impl Iterator<Item = String>) -> Result<Command, Failure> {
    let mut options = Options {
        sizes: vec![10_000, 100_000, 1_000_000],
        import: 100_000,
        engines: Engine::ALL.to_vec(),
        only: Vec::new(),
        repetitions: 3,
        seed: 42,
        python: "python3".to_string(),
        tryton: None,
    };
    while let Some(word) = words.next() {
        if word == "job" {
            return job(words);
        }
        if word == "--help" || word == "-h" {
            return Ok(Command::Help);
        }
        let value = words.next().ok_or_else(|| format!("{word} wants a value; see --help"))?;
        match word.as_str() {
            "--sizes" => options.sizes = value.split(',').map(str::parse).collect::<Result<_, _>>()?,
            "--import" => options.import = value.parse()?,
            "--engines" => options.engines = value.split(',').map(engine).collect::<Result<_, _>>()?,
            "--only" => options.only = value.split(',').map(str::to_owned).collect(),
            "--repeat" => options.repetitions = value.parse::<u32>()?.max(1),
            "--seed" => options.seed = value.parse()?,
            "--python" => options.python = value,
            "--tryton" => options.tryton = Some(value.into()),
            _ => return Err(format!("{word} is unknown; see --help").into()),
        }
    }
    Ok(Command::Measure(options))
}

fn engine(name: &str) -> Result<Engine, Failure> {
    match name {
        "sqlite" => Ok(Engine::Sqlite),
        "postgres" => Ok(Engine::Postgres),
        other => Err(format!("{other} is not a database known here").into()),
    }
}

/// As the parent process writes it.
fn job(mut words: impl Iterator<Item = String>) -> Result<Command, Failure> {
    let mut next = || words.next().ok_or("job NAME URL INVOICES SEED REPETITION");
    let (name, url) = (next()?, next()?);
    let task = Task { url, invoices: next()?.parse()?, seed: next()?.parse()?, repetition: next()?.parse()? };
    Ok(Command::Job(name, task))
}
