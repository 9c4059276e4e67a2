//! Tryton beside us: run on this machine where it is installed, else the figures published for it, plainly as such.

use crate::options::Options;
use std::process::Command;

/// Tryton 8.2 `account_dunning` on the same distribution, 2 cores, Debian 12: create and process the dunnings of a day.
const PUBLISHED: &str = "  SQLite      10,000 invoices:  2.13 s (make 1.33, process 0.80); aged balance 0.62 s
  SQLite     100,000 invoices: 49.5 s (make 31.2, process 18.3); aged balance 9.84 s
  PostgreSQL 100,000 invoices: 63.9 s (make 38.6, process 25.3)";

/// Sizes that end in minutes.
const SIZES: [u64; 2] = [10_000, 100_000];

pub fn tell(options: &Options) {
    println!();
    let version = Command::new(&options.python).args(["-c", "import trytond; print(trytond.__version__)"]).output();
    let version =
        version.ok().filter(|out| out.status.success()).map(|out| String::from_utf8_lossy(&out.stdout).into_owned());
    match (version, &options.tryton) {
        (Some(version), Some(folder)) => {
            println!("Tryton {}, dunning run and aged balance (its script's own lines):", version.trim());
            for invoices in SIZES.into_iter().filter(|size| options.sizes.contains(size)) {
                run(options, folder, invoices);
            }
        }
        (Some(_), None) => {
            println!("Tryton is installed, but --tryton does not say where its scripts are.\n{}", published())
        }
        (None, _) => println!("Tryton is not installed here.\n{}", published()),
    }
}

fn published() -> String {
    format!("Published for another machine of 2 cores, hence not to be divided by the figures above:\n{PUBLISHED}")
}

/// `tryton_setup.py` fills a database once; `tryton_bench.py` prints one JSON line for each measure.
fn run(options: &Options, folder: &std::path::Path, invoices: u64) {
    let words = |last: &[&str]| {
        let mut words = vec!["sqlite".to_string(), "base".to_string(), invoices.to_string()];
        words.extend(last.iter().map(ToString::to_string));
        words
    };
    let python = |script: &str, words: Vec<String>| {
        Command::new(&options.python).arg(folder.join(script)).args(words).env("NOSAVE", "1").output()
    };
    let filled = python("tryton_setup.py", words(&[]));
    let told = filled.and_then(|_| python("tryton_bench.py", words(&["--what", "process,aged"])));
    match told {
        Ok(out) if out.status.success() => print!("{}", String::from_utf8_lossy(&out.stdout)),
        Ok(out) => println!("  {invoices} invoices: {}", String::from_utf8_lossy(&out.stderr).trim()),
        Err(error) => println!("  {invoices} invoices: {error}"),
    }
}
