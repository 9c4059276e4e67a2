//! Electronic invoices: bytes of a Factur-X or ZUGFeRD PDF, a CII or a UBL file, to a [`draft::Reading`].
//!
//! The fields are read here, tolerantly, because a real invoice must be taken even when today's rules call it
//! invalid; the findings of the official EN 16931 rules are attached beside as information. Nothing here decides
//! whose invoice it is, stores it, or opens a file: bytes come in, drafts and problems in French go out.

mod assemble;
mod cii;
mod identity;
mod locate;
mod notes;
mod party;
mod pdf;
mod rules;
mod sniff;
mod status;
mod text;
mod tree;
mod ubl;
mod value;
mod xml;

pub use en16931::ATTRIBUTION as RULES_NOTICE;

use draft::{Finding, Reading};

/// Largest XML document that is looked at, in bytes.
pub const MAX_XML_BYTES: usize = 64 << 20;
/// Largest PDF that is looked at, in bytes.
pub const MAX_PDF_BYTES: usize = 256 << 20;

/// How much of a file [`looks_like_invoice_xml`] wants to see: official samples begin with pages of licence.
pub const HEAD_BYTES: usize = 64 << 10;

/// How much work to do on a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Run the official rules and fill `validity`; costs about as much again as reading the fields.
    pub validate: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { validate: true }
    }
}

/// Reads an XML invoice (CII D16B/D22B, ZUGFeRD 1.0, UBL Invoice or CreditNote) with its validity.
///
/// A lifecycle message (CDAR) or an order (Order-X) is recognised and said so. Never fails: what is wrong is in
/// `problems`, and a document that cannot be an invoice has a problem of severity `Error`.
pub fn read_xml(bytes: &[u8]) -> Reading {
    read_xml_with(bytes, Options::default())
}

/// [`read_xml`], with the rules as an option.
pub fn read_xml_with(bytes: &[u8], options: Options) -> Reading {
    xml::read(bytes, options)
}

/// Reads the invoice embedded in a PDF (Factur-X, ZUGFeRD 1.0 to 2.x, XRechnung), whatever its attachment is called.
///
/// A PDF without one gives [`draft::Format::PlainPdf`] and a warning that says how to enter the invoice otherwise.
pub fn read_pdf(bytes: &[u8]) -> Reading {
    read_pdf_with(bytes, Options::default())
}

/// [`read_pdf`], with the rules as an option.
pub fn read_pdf_with(bytes: &[u8], options: Options) -> Reading {
    pdf::read(bytes, options)
}

/// True when the beginning of a file is that of an XML invoice, lifecycle message or order this crate knows.
///
/// Give it [`HEAD_BYTES`], or the whole of a shorter file; UTF-8, UTF-16, a byte-order mark and a long leading comment are all allowed.
pub fn looks_like_invoice_xml(head: &[u8]) -> bool {
    sniff::head(head).is_some()
}

/// The findings of the official EN 16931 rules (CEN 1.3.16) on an XML document, without reading the fields.
///
/// A document the rules cannot look at has one finding, `unverifiable`, with the reason.
pub fn check_rules(bytes: &[u8]) -> Vec<Finding> {
    xml::check_rules(bytes)
}

/// Runs code of others with a last defence: a panic inside becomes `None` instead of ending the program.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).ok()
}
