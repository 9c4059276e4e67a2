//! Everything a customer reads: mails, statements, letters, and the sheets colleagues hold during a call.
//!
//! Pure: a context comes in, text or PDF bytes come out, the same bytes for the same context. Nothing here sends, stores,
//! reads a file or a clock, or decides that a document is due. The data of each document lives in `data/templates/<name>/`.
//!
//! Reading order: [`context`] (what goes in), `view` (fields of the templates), [`templates`] (texts, embedded or replaced),
//! `blocks` (one text for mail, HTML and paper), `mail`, `typeset` and `pdf` (what comes out), [`mentions`] (last check).

mod blocks;
mod checks;
pub mod context;
mod correction;
pub mod epc;
mod error;
mod mail;
pub mod mentions;
mod pdf;
mod proof;
mod report;
pub mod templates;
mod typeset;
mod view;
mod wording;

pub use context::{AccountStatementContext, CallSheetContext, DunningContext, Lang, Letterhead, Regime};
pub use correction::{CorrectionPaper, ReferredTo, TaxLine};
pub use error::{DocumentError, TemplateError};
pub use mail::Mail;
pub use mentions::MentionFault;
pub use pdf::{DocumentKind, Typeset};
pub use proof::Proof;
pub use report::{AgedReport, AgedReportRow};
pub use templates::{Context, Family, Part, Sample, TemplateSet, title_of};
