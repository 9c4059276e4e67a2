//! Bank files → statement drafts and problems: CAMT.052/053/054 and the CSV exports of French banks.
//!
//! OFX, MT940 and CFONB 120 are recognised and answered with a way out, not read. Nothing here decides what a payment settles.

mod camt;
mod csv;
mod other;
mod totals;
mod xml;

pub use camt::{is_camt, is_split, read_camt};
pub use csv::read_csv;
pub use other::recognise_other;
pub use totals::{Totals, totals};

use draft::Reading;

/// Reads a bank file of any kind, recognised from its content; `None` when it is none.
pub fn read(bytes: &[u8]) -> Option<Reading> {
    if is_camt(bytes) {
        return Some(read_camt(bytes));
    }
    recognise_other(bytes).or_else(|| if looks_like_xml(bytes) { None } else { read_csv(bytes) })
}

fn looks_like_xml(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    start.trim_ascii_start().starts_with(b"<")
}
