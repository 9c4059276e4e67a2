//! Lines as files: the accounting export of French law (FEC, LPF A47 A-1, 18 columns, tabulations), and lists beside it. What
//! a program of the accountant reads is a [`super::Layout`].

use super::{Layout, Line};
use base::{Cents, Date};
use std::fmt::Write;

const FEC: &str = "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\t\
    PieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise\r\n";

/// Eighteen columns. Entries are proposed: `ValidDate` is the accountant's to write.
pub fn fec(lines: &[Line]) -> String {
    let mut out = FEC.to_string();
    for line in lines {
        let (code, name) = line.auxiliary.as_ref().map_or(("", ""), |a| (a.code.as_str(), a.name.as_str()));
        let on = compact(line.on);
        let lettered_on = if line.letter.is_empty() { "" } else { on.as_str() };
        let fields: [&str; 18] = [
            &line.journal,
            &line.journal_name,
            &line.entry.to_string(),
            &on,
            &line.account,
            &line.account_name,
            code,
            name,
            &line.piece,
            &on,
            &line.label,
            &comma(line.debit),
            &comma(line.credit),
            &line.letter,
            lettered_on,
            "",
            "",
            "",
        ];
        out.push_str(&fields.map(clean).join("\t"));
        out.push_str("\r\n");
    }
    out
}

/// The list of the usual layout, which spreadsheets in French read.
pub fn csv(lines: &[Line]) -> String {
    format!("\u{feff}{}", Layout::default().list(lines))
}

const LETTERS: &str = "Compte;Compte auxiliaire;Nom;Date;Pièce;Libellé;Débit;Crédit;Lettrage avant;Lettrage\r\n";

/// Lines handed over before, with the letters they had and have, as a list in CSV: to be lettered, never booked again.
pub fn letters<'l>(changes: impl Iterator<Item = (&'l Line, Option<&'l str>, Option<&'l str>)>) -> String {
    let mut out = format!("\u{feff}{LETTERS}");
    for (line, before, after) in changes {
        let (code, name) = line.auxiliary.as_ref().map_or(("", ""), |a| (a.code.as_str(), a.name.as_str()));
        let texts = [&line.account, code, name, &day(line.on), &line.piece, &line.label].map(quoted).join(";");
        let (debit, credit) = (comma(line.debit), comma(line.credit));
        let letters = [before.unwrap_or(""), after.unwrap_or("")].map(quoted).join(";");
        let _ = write!(out, "{texts};{debit};{credit};{letters}\r\n");
    }
    out
}

/// An invoice that stays unpaid and whose tax is taken back, for the summary that takes the place of copies of invoices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxLine {
    pub customer: String,
    pub number: String,
    pub label: String,
    pub issued_on: Date,
    pub net: Cents,
    pub vat: Cents,
    /// The words that the law wants beside it.
    pub mention: String,
}

const TAX: &str = "Client;Facture;Libellé;Date;Prix net impayé;TVA correspondante;Mention\r\n";

/// The summary in CSV: number, label, date, net, tax, mention (CGI 272-1).
pub fn tax_summary<'l>(lines: impl Iterator<Item = &'l TaxLine>) -> String {
    let mut out = format!("\u{feff}{TAX}");
    for line in lines {
        let texts = [&line.customer, &line.number, &line.label].map(|text| quoted(text)).join(";");
        let (on, net, vat) = (day(line.issued_on), comma(line.net), comma(line.vat));
        let _ = write!(out, "{texts};{on};{net};{vat};{}\r\n", quoted(&line.mention));
    }
    out
}

/// A text without what would cut a line or a field.
fn clean(text: &str) -> String {
    text.split(['\t', '\r', '\n']).collect::<Vec<_>>().join(" ")
}

fn quoted(text: &str) -> String {
    quoted_for(text, ';')
}

/// Quoted where needed, and never taken for a formula by a spreadsheet.
pub(super) fn quoted_for(text: &str, separator: char) -> String {
    let text = clean(text);
    let safe = if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text };
    if safe.contains([separator, '"']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

fn comma(amount: Cents) -> String {
    format!("{},{:02}", amount.get() / 100, amount.get() % 100)
}

fn day(on: Date) -> String {
    format!("{:02}/{:02}/{}", on.day(), on.month(), on.year())
}

fn compact(day: Date) -> String {
    format!("{}{:02}{:02}", day.year(), day.month(), day.day())
}
