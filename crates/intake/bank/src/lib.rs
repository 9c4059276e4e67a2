//! Bank files → statement drafts and problems: CAMT.052/053/054 and the CSV exports of French banks.
//!
//! OFX, MT940 and CFONB 120 are recognised and answered with a way out, not read. Nothing here decides what a payment settles.

mod camt;
mod totals;
mod xml;

pub use camt::is_split;
pub use camt::read_camt;
pub use totals::{Totals, totals};
