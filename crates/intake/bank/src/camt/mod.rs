//! CAMT.052, 053 and 054 (ISO 20022 account report, statement, notification), every version, read as a stream.
//!
//! Elements are known by local name, so a missing or unknown namespace does not matter; files that break the schema are
//! read all the same. Document types and entities are refused, depth is limited: a hostile file costs its own length.

mod detail;
mod entry;
mod names;
mod statement;

use crate::xml::{self, Step};
use draft::{Format, Problem, Reading};
pub use entry::is_split;
use names::Container;
use statement::MessageBuilder;

/// Entries in one file beyond which it is no bank statement.
const MAX_ENTRIES: usize = 2_000_000;
/// The message element comes right after the document element and an optional envelope.
const HEAD_BYTES: usize = 16 * 1024;

/// True when one of the first elements is that of a CAMT.052, 053 or 054 message, whatever the namespace.
pub fn is_camt(bytes: &[u8]) -> bool {
    const NAMES: [&[u8]; 3] = [b"BkToCstmrStmt", b"BkToCstmrAcctRpt", b"BkToCstmrDbtCdtNtfctn"];
    let Some(text) = grid::decode(bytes.get(..bytes.len().min(HEAD_BYTES) & !1).unwrap_or(bytes)) else { return false };
    let starts_an_element = |at: usize| matches!(text.as_bytes().get(at.wrapping_sub(1)), Some(b'<' | b':'));
    let is_xml = text.trim_start_matches('\u{feff}').trim_start().starts_with('<');
    is_xml
        && NAMES.iter().any(|name| {
            let found = text.as_bytes().windows(name.len()).position(|window| window == *name);
            found.is_some_and(starts_an_element)
        })
}

/// Reads a CAMT file. The result has the format that the message element names, and an error problem for each entry
/// whose amount, direction or date cannot be established.
pub fn read_camt(bytes: &[u8]) -> Reading {
    let Some(text) = grid::decode(bytes) else {
        return Reading::of(Format::Camt053).with_problem(xml::not_text());
    };
    let mut parser = Parser::default();
    let outcome = xml::walk(&text, &mut |step| parser.take(step));
    let mut reading = parser.message.finish();
    if let Err(problem) = outcome {
        reading.problems.push(problem);
    }
    if reading.format.is_none() {
        reading.format = Some(Format::Camt053);
        if !reading.is_refused() {
            reading.problems.push(xml::not_text());
        }
    }
    crate::currency::checked(reading)
}

/// The container that each open element starts, and the path below the innermost one.
#[derive(Default)]
struct Parser {
    message: MessageBuilder,
    path: Vec<&'static str>,
    /// Open containers with the depth at which they start.
    open: Vec<(Container, usize)>,
}

impl Parser {
    fn take(&mut self, step: Step<'_>) -> Result<(), Problem> {
        match step {
            Step::Open { name, namespace, line } => self.open_element(name, namespace, line),
            Step::Close { text, currency } => {
                self.close_element(text, currency);
                Ok(())
            }
        }
    }

    fn open_element(&mut self, name: &str, namespace: Option<&str>, line: u64) -> Result<(), Problem> {
        self.path.push(names::known(name));
        if let Some(namespace) = namespace {
            self.message.see_namespace(namespace);
        }
        let inside = self.open.last().map(|(container, _)| *container);
        let Some(container) = names::container(name, inside) else { return Ok(()) };
        self.open.push((container, self.path.len()));
        match container {
            Container::Message => self.message.start_message(name),
            Container::Statement => self.message.start_statement(line),
            Container::Balance => self.message.start_balance(),
            Container::Entry if self.message.entries() >= MAX_ENTRIES => return Err(xml::too_many(MAX_ENTRIES)),
            Container::Entry => self.message.start_entry(line),
            Container::Detail => self.message.start_detail(line),
        }
        Ok(())
    }

    fn close_element(&mut self, text: &str, currency: Option<&str>) {
        let closing = self.open.last().is_some_and(|(_, depth)| *depth == self.path.len());
        if let Some((container, depth)) = self.open.last().copied() {
            if closing {
                self.open.pop();
                self.message.end(container);
            } else {
                let below = self.path.get(depth..).unwrap_or_default();
                self.message.leaf(container, below, text.trim(), currency);
            }
        }
        self.path.pop();
    }
}
