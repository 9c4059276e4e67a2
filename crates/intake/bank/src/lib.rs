//! Bank files → statement drafts and problems: CAMT.052/053/054, OFX, MT940, CFONB 120, QIF, and the tables of banks.
//!
//! Readers never fail and never panic; what they do not understand they say. Nothing here decides what a payment settles.

mod account;
mod amount;
mod balance;
mod camt;
mod cfonb;
mod csv;
mod currency;
mod mt940;
mod ofx;
mod other;
mod qif;
mod returned;
mod totals;
mod xml;

pub use camt::{is_camt, is_split, read_camt};
pub use csv::{Remembered, is_header, read_csv, read_csv_with};
pub use totals::{Totals, totals};

use draft::{Format, Problem, Reading};

/// Enough to see what a file is.
const HEAD_BYTES: usize = 16 * 1024;

/// Reads a bank file of any kind, recognised from its content; `None` when it is none.
pub fn read(bytes: &[u8]) -> Option<Reading> {
    read_with(bytes, &|_| None)
}

/// [`read`], with the columns of tables that a person confirmed.
pub fn read_with(bytes: &[u8], remembered: &Remembered<'_>) -> Option<Reading> {
    if is_camt(bytes) {
        return Some(read_camt(bytes));
    }
    if let Some(format) = statement_format(bytes) {
        return Some(currency::checked(read_text(format, bytes)));
    }
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(HEAD_BYTES)).unwrap_or(bytes));
    other::recognise_other(&head)
        .or_else(|| if looks_like_xml(bytes) { None } else { read_csv_with(bytes, remembered) })
}

/// The format of a statement that is neither CAMT nor a table, from its first lines.
pub fn statement_format(bytes: &[u8]) -> Option<Format> {
    // An even number of bytes, so that a text in two-byte units is not cut within one.
    let head = grid::decode(bytes.get(..bytes.len().min(HEAD_BYTES) & !1).filter(|h| !h.is_empty())?)?;
    if ofx::is_ofx(&head) {
        Some(Format::Ofx)
    } else if head.trim_start().starts_with('<') {
        None
    } else if mt940::is_mt940(&head) {
        Some(Format::Mt940)
    } else if cfonb::is_cfonb(&head) {
        Some(Format::Cfonb)
    } else {
        qif::is_qif(&head).then_some(Format::Qif)
    }
}

fn read_text(format: Format, bytes: &[u8]) -> Reading {
    let Some(text) = grid::decode(bytes) else { return Reading::of(format).with_problem(not_text()) };
    match format {
        Format::Ofx => ofx::read(&text),
        Format::Mt940 => mt940::read(&text),
        Format::Cfonb => cfonb::read(&text),
        _ => qif::read(&text),
    }
}

fn looks_like_xml(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    start.trim_ascii_start().starts_with(b"<")
}

pub(crate) fn more_problems() -> Problem {
    let what = "D’autres lignes ont les mêmes problèmes ; la lecture s’est arrêtée là.";
    Problem::error("more_problems", what, "Corrigez d’abord les lignes signalées.")
}

fn not_text() -> Problem {
    let what = "Ce relevé contient des octets qui ne sont pas du texte : il est abîmé.";
    Problem::error("not_text", what, amount::ASK_AGAIN)
}
