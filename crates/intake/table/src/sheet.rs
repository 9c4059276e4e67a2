//! One sheet, whatever it comes from: columns are settled, its writing is surveyed, then each row is read and duplicates
//! are told from contradictions. A first error is enough to refuse the file; all of them are listed up to a limit.

use crate::columns::{self, Columns};
use crate::remark::{Remark, Remarks};
use crate::row::{RowReader, Writing};
use crate::source::{Cell, Rows};
use base::fold;
use draft::{Field, InvoiceDraft, Mapping, PartyDraft, Problem, Reading, TableDraft, WrongLine};
use grid::amount::Survey as Amounts;
use grid::date::Survey as Dates;
use grid::header::fingerprint;
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

const MAX_ROWS: u64 = 2_000_000;
const MAX_PROBLEMS: usize = 30;

/// Looks up the mapping that a person confirmed for a header row, by its fingerprint.
pub type Remembered<'m> = dyn Fn(&str) -> Option<Mapping> + 'm;

/// Reads the rows below a header into `reading`.
pub(crate) fn read(
    mut reading: Reading,
    headers: &[String],
    rows: &dyn Rows,
    is_1904: bool,
    remembered: &Remembered<'_>,
) -> Reading {
    let (columns, dates) = settle(headers, rows, remembered);
    let order = match dates.order() {
        Ok(order) => order,
        Err((day, month)) => {
            reading.table = Some(table(&columns, 0));
            return reading.with_problem(contradictory_dates(day, month));
        }
    };
    if let Some(problem) = columns.missing_problem() {
        reading.table = Some(table(&columns, 0));
        return reading.with_problem(problem);
    }
    reading.problems.extend(date_remarks(&dates, &columns));
    if columns.could_be_payments() && remembered(&fingerprint(headers)).is_none() {
        reading.problems.push(maybe_payments());
    }
    let writing = Writing { order, mark: amounts(&columns, rows).mark(), is_1904 };
    let mut collected = Collected::default();
    let reader = RowReader { columns: &columns, writing };
    rows.visit(&mut |row| {
        if let Some(stop) = collected.limit() {
            collected.problems.push(stop);
            return false;
        }
        match reader.read(row, &mut collected.remarks) {
            Ok(Some(invoice)) => collected.take(invoice),
            Ok(None) => {}
            Err(problem) => collected.problems.push(problem),
        }
        true
    });
    let wrong = wrong_lines(rows, &collected.wrong());
    reading.table = Some(TableDraft { wrong, ..table(&columns, collected.rows) });
    reading.problems.extend(collected.remarks.problems());
    if collected.rows == 0 && collected.problems.is_empty() {
        reading.problems.push(no_rows());
    }
    reading.problems.append(&mut collected.problems);
    reading.invoices = collected.invoices;
    reading
}

/// The columns and what their dates show, from the headers, the confirmed mapping, and the content where words fail.
pub(crate) fn settle(headers: &[String], rows: &dyn Rows, remembered: &Remembered<'_>) -> (Columns, Dates) {
    let mut columns = Columns::of(headers);
    let confirmed = remembered(&fingerprint(headers));
    if let Some(mapping) = &confirmed {
        columns.confirm(mapping);
    }
    let mut seen = dates(&columns, rows);
    if confirmed.is_none() || !columns.missing().is_empty() {
        let before = columns.mapping.clone();
        columns::complete(&mut columns, rows, seen.order().unwrap_or_default());
        if columns.mapping != before {
            seen = dates(&columns, rows);
        }
    }
    (columns, seen)
}

pub(crate) fn table(columns: &Columns, rows: u64) -> TableDraft {
    TableDraft {
        headers: columns.headers.clone(),
        fingerprint: fingerprint(&columns.headers),
        mapping: columns.mapping.clone(),
        ignored: columns.ignored(),
        rows,
        wrong: Vec::new(),
    }
}

/// These lines as they stand in the sheet.
fn wrong_lines(rows: &dyn Rows, lines: &BTreeSet<u64>) -> Vec<WrongLine> {
    let mut found = Vec::with_capacity(lines.len());
    if lines.is_empty() {
        return found;
    }
    rows.visit(&mut |row| {
        if lines.contains(&row.line()) {
            found.push(WrongLine { line: row.line(), cells: row.texts() });
        }
        found.len() < lines.len()
    });
    found
}

fn indices(columns: &Columns, fields: &[Field]) -> Vec<usize> {
    fields.iter().filter_map(|f| columns.index(*f)).collect()
}

fn dates(columns: &Columns, rows: &dyn Rows) -> Dates {
    let days = indices(columns, &[Field::IssuedOn, Field::DueOn, Field::DeliveredOn, Field::PaidOn]);
    let mut survey = Dates::default();
    rows.visit(&mut |row| {
        for index in &days {
            if let Cell::Text(text) = row.cell(*index) {
                survey.see(text, row.line());
            }
        }
        true
    });
    survey
}

fn amounts(columns: &Columns, rows: &dyn Rows) -> Amounts {
    let fields = [Field::Net, Field::Vat, Field::Gross, Field::Paid, Field::Outstanding];
    let money: Vec<usize> = indices(columns, &fields).into_iter().filter(|i| !columns.is_cents(*i)).collect();
    let mut survey = Amounts::default();
    rows.visit(&mut |row| {
        for index in &money {
            if let Cell::Text(text) = row.cell(*index) {
                survey.see(text);
            }
        }
        true
    });
    survey
}

#[derive(Default)]
struct Collected {
    invoices: Vec<InvoiceDraft>,
    by_number: HashMap<String, usize>,
    /// Each party once, however many rows name it.
    parties: HashSet<Arc<PartyDraft>>,
    remarks: Remarks,
    problems: Vec<Problem>,
    rows: u64,
    /// Lines that a later one contradicts: which of both is right, only a person knows.
    contradicted: BTreeSet<u64>,
}

impl Collected {
    /// Lines that may be left out. A quotation mark that nobody closed may hide good lines: its row is none of them.
    fn wrong(&self) -> BTreeSet<u64> {
        let alone = self.problems.iter().filter(|p| p.code != "unclosed_quote");
        alone.filter_map(|p| p.place.line).chain(self.contradicted.iter().copied()).collect()
    }

    fn limit(&self) -> Option<Problem> {
        if self.problems.len() >= MAX_PROBLEMS {
            let what = "D’autres lignes ont des problèmes ; la lecture s’est arrêtée là.";
            return Some(Problem::error("more_problems", what, "Corrigez d’abord les lignes signalées."));
        }
        let what = "La liste dépasse deux millions de lignes.";
        (self.rows >= MAX_ROWS).then(|| Problem::error("too_many_rows", what, "Découpez-la par année."))
    }

    fn take(&mut self, mut invoice: InvoiceDraft) {
        self.rows += 1;
        self.share(&mut invoice.seller);
        self.share(&mut invoice.buyer);
        let seller = invoice.seller.siren.as_deref().or(invoice.seller.name.as_deref()).unwrap_or("");
        let key = format!("{seller}\u{1f}{}", invoice.number);
        match self.by_number.entry(key) {
            Entry::Vacant(slot) => {
                slot.insert(self.invoices.len());
                self.invoices.push(invoice);
            }
            Entry::Occupied(slot) => {
                let Some(first) = self.invoices.get(*slot.get()) else { return };
                let line = invoice.line.unwrap_or(0);
                if *first == (InvoiceDraft { line: first.line, ..invoice }) {
                    self.remarks.add(Remark::SameTwice, line);
                } else {
                    self.contradicted.extend(first.line);
                    self.problems.push(two_contents(&first.number, first.line.unwrap_or(0), line));
                }
            }
        }
    }

    fn share(&mut self, party: &mut Arc<PartyDraft>) {
        match self.parties.get(party) {
            Some(known) => party.clone_from(known),
            None => drop(self.parties.insert(Arc::clone(party))),
        }
    }
}

fn two_contents(number: &str, first: u64, second: u64) -> Problem {
    let number: String = number.chars().take(40).collect();
    let what = format!("La facture « {number} » figure aux lignes {first} et {second} avec un contenu différent.");
    Problem::error("same_number_twice", what, "Gardez une seule ligne par facture.").at_line(second)
}

fn contradictory_dates(day: u64, month: u64) -> Problem {
    let what =
        format!("Les dates se contredisent : la ligne {day} écrit le jour d’abord, la ligne {month} le mois d’abord.");
    let remedy = "Écrivez toutes les dates de la même façon, par exemple 2026-11-30.";
    Problem::error("contradictory_dates", what, remedy).at_line(day.max(month))
}

fn maybe_payments() -> Problem {
    let what = "Rien dans les colonnes ne dit si ce sont des factures ou des paiements reçus.";
    let remedy = "Vérifiez avant de valider ; une colonne « Date de facture », « Échéance » ou « Montant TTC » lèverait le doute.";
    Problem::warning("maybe_payments", what, remedy)
}

fn no_rows() -> Problem {
    let what = "La liste a un en-tête mais aucune facture.";
    Problem::warning("no_rows", what, "Vérifiez que l’export n’est pas filtré.")
}

/// Month-first dates are told; dates that could be either are told when the headers are English.
fn date_remarks(dates: &Dates, columns: &Columns) -> Option<Problem> {
    if let (Some(line), None) = (dates.month_first, dates.day_first) {
        let what = "Les dates de ce fichier écrivent le mois avant le jour : elles ont été lues ainsi.";
        return Some(
            Problem::warning("month_first_dates", what, "Vérifiez une date connue avant de valider.").at_line(line),
        );
    }
    let english = |field| {
        let folded = fold::words(columns.header(field));
        folded.split(' ').any(|w| matches!(w, "due" | "issue" | "issued" | "invoice" | "billing" | "on"))
    };
    if dates.is_undecided() && (english(Field::IssuedOn) || english(Field::DueOn)) {
        let what = "Toutes les dates peuvent se lire jour/mois ou mois/jour ; jour/mois a été retenu.";
        let problem = Problem::warning("ambiguous_dates", what, "Vérifiez une date connue, ou écrivez 2026-11-30.");
        return Some(dates.either.map_or(problem.clone(), |line| problem.at_line(line)));
    }
    None
}
