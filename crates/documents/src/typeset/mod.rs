//! Typst as a library: data and a shipped layout in, a laid-out document and PDF/A-3b bytes out.
//!
//! Layouts are ours and data reaches them as JSON, so a value is always text and never markup. The date comes from the
//! data, so the same input gives the same bytes. The incremental cache is emptied after each document: kept, it only grows.

mod text;
mod world;

pub use text::PlacedText;

use serde_json::Value;
use std::panic::{AssertUnwindSafe, catch_unwind};
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use world::Job;

pub(crate) use world::Layout;

/// A document after layout.
#[derive(Clone, Debug)]
pub struct Laid {
    pub pdf: Vec<u8>,
    pub pages: usize,
    /// Every run of text with its place on its page, in reading order of the layout.
    pub texts: Vec<PlacedText>,
    /// What Typst complained about; empty for a sound layout.
    pub warnings: Vec<String>,
}

/// Lays the data out and exports it. `qr` is the SVG of the transfer code.
///
/// # Errors
/// The first messages of Typst, in its own words: only a defect of a shipped layout leads here.
pub(crate) fn typeset(layout: Layout, data: &Value, qr: Option<String>) -> Result<Laid, String> {
    let laid = catch_unwind(AssertUnwindSafe(|| run(layout, data, qr)));
    typst::comemo::evict(0);
    laid.unwrap_or_else(|_| Err("la mise en page s’est interrompue".to_string()))
}

fn run(layout: Layout, data: &Value, qr: Option<String>) -> Result<Laid, String> {
    let printable = world::printable(data.clone());
    let job = Job::new(layout, Bytes::from_string(printable.to_string()), qr.map(Bytes::from_string));
    let compiled = typst::compile::<PagedDocument>(&job);
    let warnings = compiled.warnings.iter().map(|w| w.message.to_string()).collect();
    let document = compiled.output.map_err(|errors| messages(&errors))?;
    let standards = PdfStandards::new(&[PdfStandard::A_3b]).map_err(|e| e.message().to_string())?;
    // No creator: the document bears the name of its sender only.
    let options = PdfOptions { standards, creator: Smart::Custom(None), ..PdfOptions::default() };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| messages(&errors))?;
    Ok(Laid { pdf, pages: document.pages().len(), texts: text::of(&document), warnings })
}

fn messages(errors: &[SourceDiagnostic]) -> String {
    let texts: Vec<String> = errors.iter().take(3).map(|e| e.message.to_string()).collect();
    texts.join(" ; ")
}
