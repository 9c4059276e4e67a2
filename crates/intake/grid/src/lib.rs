//! Delimited text as banks, accounting programs and spreadsheets export it: decoding, separators, header row, line numbers,
//! and the dates and amounts people write in cells.
//!
//! It knows nothing of what a column means: the bank and the invoice readers bring their own vocabulary.

pub mod amount;
pub mod currency;
pub mod date;
pub mod header;
mod rows;
mod text;

pub use rows::{FoundHeader, MAX_CELL_LINES, Row, Rows, find_header};
pub use text::decode;
