//! Remarks that many rows may share, told once with their count and first lines instead of once a row.
//! None of them refuses the file.

use draft::{Problem, Severity};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Remark {
    DueBeforeIssue,
    OpenMismatch,
    TotalsDiffer,
    NegativeOutstanding,
    WrongSiren,
    WrongEmail,
    NoIssueDate,
    GrossFromOutstanding,
    Rounded,
    UnknownKind,
    NegativeInvoice,
    SetAside,
    TotalRow,
    SameTwice,
}

type Words = (&'static str, &'static str, &'static str);

/// Lines named in one remark.
const SHOWN: usize = 5;

#[derive(Debug, Default)]
pub(crate) struct Remarks(BTreeMap<Remark, (u64, Vec<u64>)>);

impl Remarks {
    pub fn add(&mut self, remark: Remark, line: u64) {
        let (count, lines) = self.0.entry(remark).or_default();
        *count += 1;
        if lines.len() < SHOWN {
            lines.push(line);
        }
    }

    pub fn problems(&self) -> impl Iterator<Item = Problem> + '_ {
        self.0.iter().map(|(remark, (count, lines))| remark.problem(*count, lines))
    }
}

impl Remark {
    fn problem(self, count: u64, lines: &[u64]) -> Problem {
        let (severity, code, what, remedy) = self.words();
        let mut shown: Vec<String> = lines.iter().map(u64::to_string).collect();
        if count > lines.len() as u64 {
            shown.push("…".to_string());
        }
        let what = format!("{what} ({} : {}).", base::fr::count(count, "ligne", "lignes"), shown.join(", "));
        let problem = match severity {
            Severity::Info => Problem::info(code, what, remedy),
            Severity::Warning => Problem::warning(code, what, remedy),
            Severity::Error => Problem::error(code, what, remedy),
        };
        lines.first().map_or(problem.clone(), |line| problem.at_line(*line))
    }

    fn words(self) -> (Severity, &'static str, &'static str, &'static str) {
        let (severity, (code, what, remedy)) =
            self.warning().map_or_else(|| (Severity::Info, self.information()), |words| (Severity::Warning, words));
        (severity, code, what, remedy)
    }

    /// Code, sentence and remedy of what is to be checked.
    fn warning(self) -> Option<Words> {
        Some(match self {
            Remark::DueBeforeIssue => (
                "due_before_issue",
                "Échéance antérieure à la date de facture",
                "Vérifiez ces dates avant de relancer.",
            ),
            Remark::OpenMismatch => (
                "open_mismatch",
                "Le reste dû ne correspond pas au montant moins le payé ou au statut",
                "Le reste dû a été retenu ; vérifiez ces factures.",
            ),
            Remark::TotalsDiffer => (
                "totals_differ",
                "Le montant TTC n’est pas la somme du HT et de la TVA",
                "Le TTC a été retenu ; vérifiez ces factures.",
            ),
            Remark::NegativeOutstanding => (
                "negative_outstanding",
                "Reste dû négatif",
                "Le client a sans doute trop payé : vérifiez avant de relancer.",
            ),
            Remark::WrongSiren => {
                ("wrong_siren", "Numéro SIREN ou SIRET faux, laissé de côté", "Corrigez-le dans la fiche du client.")
            }
            Remark::WrongEmail => {
                ("wrong_email", "Adresse e-mail illisible, laissée de côté", "Corrigez-la dans la fiche du client.")
            }
            _ => return None,
        })
    }

    /// Code, sentence and remedy of what is only told.
    fn information(self) -> Words {
        match self {
            Remark::NoIssueDate => (
                "no_issue_date",
                "Pas de date de facture : la date d’échéance en tient lieu",
                "Ajoutez une colonne « Date de facture » si vous l’avez.",
            ),
            Remark::GrossFromOutstanding => (
                "gross_from_outstanding",
                "Pas de montant TTC : le reste dû en tient lieu",
                "Ajoutez une colonne « Montant TTC » si vous l’avez.",
            ),
            Remark::Rounded => (
                "rounded_amounts",
                "Montants calculés avec plus de deux décimales, arrondis au centime",
                "Rien à faire.",
            ),
            Remark::UnknownKind => (
                "unknown_kind",
                "Type de document inconnu, lu comme une facture",
                "Écrivez « avoir » dans cette colonne pour un avoir.",
            ),
            Remark::NegativeInvoice => {
                ("negative_invoice", "Montant négatif, lu comme un avoir", "Rien à faire si ce sont des avoirs.")
            }
            Remark::SetAside => {
                ("set_aside", "Brouillons, devis ou factures annulées, laissés de côté", "Rien à faire.")
            }
            Remark::SameTwice => ("same_twice", "Lignes identiques, comptées une fois", "Rien à faire."),
            _ => ("total_rows", "Totaux et lignes sans facture, laissés de côté", "Rien à faire."),
        }
    }
}
