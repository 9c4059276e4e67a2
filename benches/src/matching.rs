//! Bank lines against open invoices: the engine, and beside it a naive fuzzy matcher on the same set, each with its score.
//!
//! The naive one takes, among the open invoices of just that amount, the one whose number and customer resemble the label
//! most: what a spreadsheet or a first version does. Reading the files is in neither measure.

use crate::Failure;
use crate::child::{self, Told};
use crate::jobs::{Done, Task, Watch};
use crate::options::Options;
use app::matching::labelled::{Files, run, set_of};
use domain::matching::engine::Engine;
use sim::labelled::{LabelledSet, Size, labelled_set};
use std::collections::{BTreeSet, HashMap};

/// An open invoice by its place, and the runs of three letters of its number and customer.
type Spelled = (usize, BTreeSet<[u8; 3]>);

fn set(task: &Task) -> LabelledSet {
    let invoices = usize::try_from(task.invoices).unwrap_or(usize::MAX);
    labelled_set(task.seed, Size { customers: (invoices / 12).max(10), invoices, lines: invoices })
}

fn files(set: &LabelledSet) -> Files<'_> {
    Files {
        invoices: set.invoices.as_bytes(),
        customers: set.customers.as_bytes(),
        history: Some(set.history.as_bytes()),
        lines: set.lines.as_bytes(),
        truth: Some(set.truth.as_bytes()),
    }
}

/// Indexing what is open and judging every line. The count is of lines; the total holds right and wrong ones.
pub fn engine(task: &Task) -> Result<Done, Failure> {
    let set = set(task);
    let (customers, receivables, credits) = set_of(files(&set))?;
    let watch = Watch::start();
    let verdicts = Engine::new(customers, receivables).settle(&credits);
    let took = watch.stop();
    let score = run(files(&set))?.1.unwrap_or_default();
    Ok(Done { took, count: verdicts.len() as u64, total_cents: packed(score.all.right, score.all.wrong) })
}

/// The most alike of the same amount, taken whatever it is.
pub fn naive(task: &Task) -> Result<Done, Failure> {
    let set = set(task);
    let (customers, receivables, credits) = set_of(files(&set))?;
    let watch = Watch::start();
    let mut by_amount: HashMap<i64, Vec<Spelled>> = HashMap::new();
    for (at, receivable) in receivables.iter().enumerate() {
        let name = customers.get(receivable.customer).and_then(|c| c.names.first()).map_or("", String::as_str);
        let grams = trigrams(&format!("{} {name}", receivable.number));
        by_amount.entry(receivable.outstanding.get()).or_default().push((at, grams));
    }
    let mut taken = BTreeSet::new();
    let mut found: Vec<Option<usize>> = Vec::with_capacity(credits.len());
    for credit in &credits {
        let label = trigrams(&credit.label);
        let equal = by_amount.get(&credit.amount.get()).into_iter().flatten().filter(|(at, _)| !taken.contains(at));
        let best = equal.map(|(at, grams)| (grams.intersection(&label).count(), std::cmp::Reverse(*at))).max();
        let best = best.map(|(_, at)| at.0);
        taken.extend(best);
        found.push(best);
    }
    let took = watch.stop();
    let score = scored(&set, &receivables, &found);
    Ok(Done { took, count: credits.len() as u64, total_cents: packed(score.0, score.1) })
}

fn trigrams(text: &str) -> BTreeSet<[u8; 3]> {
    let folded = base::fold::words(text);
    folded.as_bytes().windows(3).filter_map(|w| w.try_into().ok()).collect()
}

/// Right and wrong lines, by the answers: the naive one only ever names one invoice.
fn scored(
    set: &LabelledSet,
    receivables: &[domain::matching::engine::Receivable],
    found: &[Option<usize>],
) -> (u64, u64) {
    let (mut right, mut wrong) = (0, 0);
    for (line, found) in set.truth.lines().skip(1).zip(found) {
        let Some(receivable) = found.and_then(|at| receivables.get(at)) else { continue };
        let wanted = line.rsplit(',').next().unwrap_or("");
        let is_right =
            wanted.split_once('=').is_some_and(|(number, rest)| number == receivable.number && !rest.contains(';'));
        if is_right { right += 1 } else { wrong += 1 }
    }
    (right, wrong)
}

/// Two counts in the one figure a child tells.
fn packed(right: u64, wrong: u64) -> i64 {
    i64::try_from(right * 1_000_000 + wrong).unwrap_or(i64::MAX)
}

/// Measures both and tells them.
pub fn tell(options: &Options) -> Result<(), Failure> {
    let lines = options.import;
    println!();
    println!("Matching, as many bank lines as open invoices (median of {}):", options.repetitions);
    // The naive one compares each line with every invoice of its amount: at the full size it takes an hour.
    let few = lines / 10;
    let jobs = [
        ("the engine", "matching", lines),
        ("the engine", "matching", few),
        ("naive fuzzy matcher", "matching-naive", few),
    ];
    for (title, name, size) in jobs {
        let once = |n| child::run(name, "", size, options.seed, n);
        let mut runs: Vec<Told> = (0..options.repetitions).map(once).collect::<Result<_, _>>()?;
        runs.sort_by_key(|run| run.micros);
        let Some(told) = runs.get(runs.len() / 2) else { continue };
        let (right, wrong) = (told.total_cents / 1_000_000, told.total_cents % 1_000_000);
        println!(
            "  {title:<20} {size:>7} {:>6}.{:03} s, {:>6}.{:03} s of CPU, {:>5} MiB; {right} right, {wrong} wrong without a person",
            told.micros / 1_000_000,
            told.micros / 1_000 % 1_000,
            told.cpu_micros / 1_000_000,
            told.cpu_micros / 1_000 % 1_000,
            told.peak_kib / 1024
        );
    }
    Ok(())
}
