//! What an import found or did, as the pages tell it: kept beside the job, so that a report can be read again later.

use crate::spoken::on_page;
use app::import::{FileOutcome, FileReport, ImportReport, ReadFile};
use draft::{Field, Format, Mapping, Problem, Severity, ToMend};
use serde::{Deserialize, Serialize};

/// More problems of one file than anybody reads.
const MOST_PROBLEMS: usize = 50;

/// An import before (`written` false) or after.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Told {
    pub written: bool,
    pub files: Vec<ToldFile>,
    pub tables: Vec<ToldTable>,
    pub invoices: u64,
    pub credit_notes: u64,
    pub payments: u64,
    pub bank_lines: u64,
    pub customers: u64,
    pub known: u64,
    pub matched: u64,
    pub to_identify: u64,
    /// A statement does not say of which account it is.
    #[serde(default)]
    pub asks_account: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    Taken,
    SetAside,
    Refused,
    Known,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ToldFile {
    pub name: String,
    pub format: String,
    pub group: Group,
    pub created: u64,
    pub known: u64,
    /// Why it was set aside or holds nothing.
    pub why: Option<String>,
    pub problems: Vec<ToldProblem>,
    pub more_problems: usize,
    /// Under which its bytes are kept, once taken.
    pub sha256: String,
    /// Lines to mend: left out of a list that is taken, or that a refused one could be taken without.
    #[serde(default)]
    pub to_mend: Option<ToMend>,
    /// A PDF that says nothing to a program: its invoice may be typed.
    #[serde(default)]
    pub is_paper: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ToldProblem {
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// `ligne 12, colonne « TTC »`, or nothing.
    pub place: String,
    pub what: String,
    pub remedy: String,
}

/// A list whose columns may be chosen.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ToldTable {
    pub file: String,
    pub fingerprint: String,
    pub headers: Vec<String>,
    pub mapping: Mapping,
    pub ignored: Vec<String>,
    pub rows: u64,
    /// The first invoice as it was read.
    pub example: Option<String>,
}

impl Told {
    pub fn of(report: &ImportReport, files: &[ReadFile], written: bool) -> Told {
        let sum = |f: fn(&FileReport) -> u64| report.files.iter().map(f).sum::<u64>();
        let s = &report.settled;
        Told {
            written,
            files: report.files.iter().zip(files).map(|(r, f)| told_file(r, f)).collect(),
            tables: tables(files),
            invoices: sum(|f| f.invoices),
            credit_notes: sum(|f| f.credit_notes),
            payments: sum(|f| f.payments),
            bank_lines: sum(|f| f.bank_lines),
            customers: sum(|f| f.customers),
            known: report.already_known(),
            matched: s.certain_payments + s.known_payments + s.credit_notes,
            to_identify: s.unmatched_credits,
            asks_account: report.files.iter().flat_map(|f| &f.problems).any(asks_account),
        }
    }

    pub fn count(&self, group: Group) -> usize {
        self.files.iter().filter(|f| f.group == group).count()
    }

    /// PDFs whose invoices may be typed.
    pub fn papers(&self) -> u64 {
        self.files.iter().filter(|f| f.is_paper).count() as u64
    }

    /// Files set aside that may be another seller's: not those of which nothing can be read.
    pub fn of_other_sellers(&self) -> usize {
        self.files.iter().filter(|f| f.group == Group::SetAside && !f.is_paper).count()
    }

    pub fn created(&self) -> u64 {
        self.files.iter().map(|f| f.created).sum()
    }
}

fn asks_account(problem: &Problem) -> bool {
    matches!(problem.code, "account_unclear" | "account_assumed")
}

fn told_file(report: &FileReport, file: &ReadFile) -> ToldFile {
    let (group, why) = match report.outcome {
        FileOutcome::Taken => (Group::Taken, None),
        FileOutcome::Joined => (Group::Taken, Some("Lu avec l’année suivante, dont il est le début.".to_string())),
        FileOutcome::AlreadyImported => {
            (Group::Known, Some("Ce fichier a déjà été importé, à l’identique.".to_string()))
        }
        FileOutcome::SetAside => (Group::SetAside, report.set_aside.as_deref().map(on_page)),
        FileOutcome::Refused => (Group::Refused, None),
        FileOutcome::NothingInside => (Group::SetAside, Some("Rien à prendre dans ce fichier.".to_string())),
    };
    let mut problems: Vec<&Problem> = report.problems.iter().collect();
    problems.sort_by_key(|p| std::cmp::Reverse(p.severity));
    ToldFile {
        name: report.name.clone(),
        format: file.reading.format.map_or("inconnu", french_format).to_string(),
        group,
        created: report.created,
        known: report.already_known,
        why,
        more_problems: problems.len().saturating_sub(MOST_PROBLEMS),
        problems: problems.into_iter().take(MOST_PROBLEMS).map(told_problem).collect(),
        sha256: file.sha256.clone(),
        to_mend: report.to_mend.clone(),
        is_paper: file.reading.format == Some(Format::PlainPdf) && report.outcome == FileOutcome::NothingInside,
    }
}

fn told_problem(problem: &Problem) -> ToldProblem {
    let severity = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    let line = problem.place.line.map(|n| format!("ligne {n}"));
    let place: Vec<String> = line.into_iter().chain(problem.place.element.clone()).collect();
    ToldProblem {
        severity: severity.to_string(),
        place: place.join(", "),
        what: on_page(&problem.what),
        remedy: on_page(&problem.remedy),
    }
}

/// The lists among the files, each form of header row once.
pub fn tables(files: &[ReadFile]) -> Vec<ToldTable> {
    let mut tables: Vec<ToldTable> = Vec::new();
    for file in files.iter().filter(|f| f.reading.statements.is_empty()) {
        let Some(table) = &file.reading.table else { continue };
        if tables.iter().any(|t| t.fingerprint == table.fingerprint) {
            continue;
        }
        tables.push(ToldTable {
            file: file.name.clone(),
            fingerprint: table.fingerprint.clone(),
            headers: table.headers.clone(),
            mapping: table.mapping.clone(),
            ignored: table.ignored.clone(),
            rows: table.rows,
            example: file.reading.invoices.first().map(example),
        });
    }
    tables
}

fn example(invoice: &draft::InvoiceDraft) -> String {
    let due = invoice
        .due_on
        .map_or_else(|| "sans échéance écrite".to_string(), |d| format!("à payer le {}", base::fr::date(d)));
    format!(
        "{} du {}, {}, {}, {due}",
        invoice.number,
        base::fr::date(invoice.issued_on),
        invoice.buyer.name.as_deref().unwrap_or("client non nommé"),
        base::fr::money(invoice.gross, invoice.currency)
    )
}

pub fn french_format(format: Format) -> &'static str {
    match format {
        Format::FacturX => "facture Factur-X",
        Format::Cii | Format::Ubl => "facture électronique",
        Format::Cdar => "statut de facture",
        Format::PlainPdf => "PDF sans données",
        Format::Typed => "facture saisie",
        Format::Fec => "écritures comptables (FEC)",
        Format::Camt052 | Format::Camt053 | Format::Camt054 => "relevé de banque",
        Format::Ofx | Format::Mt940 | Format::Cfonb | Format::Qif => "relevé de banque",
        Format::BankCsv | Format::BankXlsx => "relevé de banque",
        Format::OtherBank => "fichier de banque",
        Format::InvoiceCsv => "liste de factures (CSV)",
        Format::InvoiceXlsx => "liste de factures (Excel)",
        Format::Zip => "archive ZIP",
        Format::Unknown => "fichier inconnu",
    }
}

impl ToldFile {
    /// Lines that are left out, or that a refused list could be taken without.
    pub fn wrong_lines(&self) -> u64 {
        self.to_mend.as_ref().map_or(0, |to_mend| to_mend.lines.len() as u64)
    }
}

impl ToldTable {
    /// Each field with the column that was chosen for it.
    pub fn fields(&self) -> impl Iterator<Item = (Field, Option<usize>)> {
        Field::ALL.into_iter().map(|f| (f, self.mapping.0.get(&f).copied()))
    }
}
