//! Files that belong to one import: read one after the other, and the years of one ledger joined.

use super::{FileReading, Input, Options, read};
use base::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A file whose ledger was joined with that of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Place of the file that carries the whole, among the files read together.
    pub whole: usize,
    /// Its last day.
    pub until: Date,
}

/// Reads files that are imported together, each with the file it is a part of.
///
/// `progress` is called after each input with how many are read.
pub fn read_together<'a>(
    inputs: impl Iterator<Item = Input<'a>>,
    options: &Options<'_>,
    progress: &mut dyn FnMut(usize),
) -> Vec<(FileReading<'a>, Option<Part>)> {
    let mut found = Vec::new();
    for (done, input) in (1..).zip(inputs) {
        read(input, options, &mut |file| found.push((file, None)));
        progress(done);
    }
    join_years(&mut found);
    found
}

type Found<'a> = (FileReading<'a>, Option<Part>);

/// Several years of one company's ledger are read as one: the last file carries the whole, the others are parts of it.
fn join_years(files: &mut [Found<'_>]) {
    let siren = |file: &Found<'_>| file.0.reading.ledger.as_ref().and_then(|l| l.siren.clone());
    let named: BTreeSet<String> = files.iter().filter_map(siren).collect();
    // A file whose name does not say whose it is goes with the only company there is.
    let only = named.first().filter(|_| named.len() == 1).cloned();
    let mut ledgers: BTreeMap<Option<String>, Vec<usize>> = BTreeMap::new();
    for (at, file) in files.iter().enumerate().filter(|(_, f)| f.0.reading.ledger.is_some()) {
        ledgers.entry(siren(file).or_else(|| only.clone())).or_default().push(at);
    }
    ledgers.into_values().for_each(|years| join(files, years));
}

fn join(files: &mut [Found<'_>], mut years: Vec<usize>) {
    let end = |file: &Found<'_>| file.0.reading.ledger.as_ref().and_then(|l| l.closing_on.or(l.last_entry_on));
    years.sort_by_key(|&at| end(&files[at]));
    let Some(&whole) = years.last().filter(|_| years.len() > 1) else { return };
    for &at in years.iter().filter(|at| **at != whole) {
        files[at].1 = end(&files[at]).map(|until| Part { whole, until });
    }
    let ledgers = years.iter().filter_map(|&at| files[at].0.reading.ledger.take()).collect();
    let (joined, problems) = fec::merge_years(ledgers);
    files[whole].0.reading.ledger = Some(joined);
    files[whole].0.reading.problems.extend(problems);
}
