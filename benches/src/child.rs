//! One job in one process: this program starts itself again, and the child says how long it took and what it needed.

use crate::Failure;
use crate::jobs::Done;
use serde::{Deserialize, Serialize};
use std::process::Command;
use std::time::Duration;

/// What a child says.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Told {
    pub micros: u64,
    /// Of which this process ran, a PostgreSQL server's own time left out.
    pub cpu_micros: u64,
    pub count: u64,
    pub total_cents: i64,
    /// Highest resident memory of the process (`VmHWM`); a PostgreSQL server's own is not in it.
    pub peak_kib: u64,
}

/// Repetitions of one job.
pub struct Measure {
    /// By time taken.
    runs: Vec<Told>,
    first: Option<Told>,
}

impl Measure {
    pub fn of(mut runs: Vec<Told>) -> Measure {
        let first = runs.first().copied();
        runs.sort_by_key(|run| run.micros);
        Measure { runs, first }
    }

    pub fn median(&self) -> Option<&Told> {
        self.runs.get(self.runs.len() / 2)
    }

    /// What the first repetition did: later ones of a planning are of later days.
    pub fn count(&self) -> u64 {
        self.first.map_or(0, |run| run.count)
    }

    /// The fastest and the slowest.
    pub fn micros(&self) -> (u64, u64) {
        let at = |run: Option<&Told>| run.map_or(0, |run| run.micros);
        (at(self.runs.first()), at(self.runs.last()))
    }

    pub fn peak_kib(&self) -> u64 {
        self.runs.iter().map(|run| run.peak_kib).max().unwrap_or(0)
    }
}

/// Runs a job in a process of its own.
pub fn run(job: &str, url: &str, invoices: u64, seed: u64, repetition: u32) -> Result<Told, Failure> {
    let numbers = [invoices.to_string(), seed.to_string(), repetition.to_string()];
    let out = Command::new(std::env::current_exe()?).args(["job", job, url]).args(numbers).output()?;
    if !out.status.success() {
        return Err(format!("{job}, {invoices} invoices: {}", String::from_utf8_lossy(&out.stderr)).into());
    }
    Ok(serde_json::from_slice(&out.stdout)?)
}

/// Says what was done, as [`run`] reads it.
pub fn tell(done: &Done) {
    let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    let told = Told {
        micros: micros(done.took.wall),
        cpu_micros: micros(done.took.cpu),
        count: done.count,
        total_cents: done.total_cents,
        peak_kib: peak_kib(),
    };
    println!("{}", serde_json::json!(told));
}

/// 0 where the system does not say.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.split_whitespace().next()).and_then(|kib| kib.parse().ok()).unwrap_or(0)
}
