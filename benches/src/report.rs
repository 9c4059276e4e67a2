//! The figures as lines of a table, told as soon as they are known. Times are medians, with the fastest and the slowest run.

use crate::child::Measure;
use crate::databases::Engine;

/// A job, measured.
pub struct Line {
    pub engine: Engine,
    pub title: &'static str,
    pub invoices: u64,
    pub measure: Measure,
    pub floor: Option<Measure>,
    /// What its count counts.
    pub counted: &'static str,
}

pub struct Report;

impl Report {
    /// Says which machine this is, then the head of the table.
    pub fn begin() -> Report {
        println!("{}\n", machine());
        println!(
            "| database | job | invoices | s (min–max) | s of CPU | peak memory | floor, s | times the floor | done |"
        );
        println!("|---|---|---:|---:|---:|---:|---:|---:|---|");
        Report
    }

    pub fn tell(&mut self, line: &Line) {
        let Some(median) = line.measure.median() else { return };
        let (fastest, slowest) = line.measure.micros();
        let floor = line.floor.as_ref().and_then(|floor| Some((floor.median()?.micros, floor.count())));
        let count = line.measure.count();
        let other_work =
            floor.filter(|(_, done)| *done != count).map(|(_, done)| format!(", the floor {}", grouped(done)));
        println!(
            "| {} | {} | {} | {} ({}–{}) | {} | {} | {} | {} | {} {}{} |",
            line.engine,
            line.title,
            grouped(line.invoices),
            seconds(median.micros),
            seconds(fastest),
            seconds(slowest),
            seconds(median.cpu_micros),
            mebibytes(line.measure.peak_kib()),
            floor.map_or_else(none, |(micros, _)| seconds(micros)),
            floor.map_or_else(none, |(micros, _)| tenths(median.micros * 10 / micros.max(1))),
            grouped(count),
            line.counted,
            other_work.unwrap_or_default()
        );
    }
}

fn none() -> String {
    "–".to_string()
}

/// Seconds with three significant places below ten.
pub fn seconds(micros: u64) -> String {
    let millis = (micros + 500) / 1_000;
    format!("{}.{:03}", millis / 1_000, millis % 1_000)
}

fn tenths(tenths: u64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn mebibytes(kib: u64) -> String {
    format!("{} MiB", (kib + 512) / 1_024)
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn machine() -> String {
    let cpus = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let read = |path| std::fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_string();
        line.split_once([':', '='])
            .map_or("unknown".to_string(), |(_, value)| value.trim().trim_matches('"').to_string())
    };
    let (cpu, system) = (field(&read("/proc/cpuinfo"), "model name"), field(&read("/etc/os-release"), "PRETTY_NAME"));
    format!("{cpus} cores ({cpu}), {} of memory, {system}", field(&read("/proc/meminfo"), "MemTotal"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_well() {
        assert_eq!((seconds(1_499), seconds(12_345_678)), ("0.001".into(), "12.346".into()));
        assert_eq!((grouped(999), grouped(1_000_000)), ("999".into(), "1,000,000".into()));
        assert_eq!(tenths(123), "12.3");
    }
}
