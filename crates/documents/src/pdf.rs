//! Documents on paper: which layout, which data, which checks for each kind.
//!
//! The text of a letter comes from its template, as for a mail; the layouts only place it.

use crate::checks;
use crate::context::{Lang, Letterhead};
use crate::epc::{self, Transfer};
use crate::error::DocumentError;
use crate::mail;
use crate::mentions::MentionFault;
use crate::templates::{Context, TemplateSet};
use crate::typeset::{self, Laid, Layout};
use crate::view;
use base::{Cents, Currency};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use crate::typeset::Laid as Typeset;

/// The documents that exist on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    AccountStatement,
    ReminderLetter,
    FormalNotice,
    CallSheet,
    VisitSheet,
    /// An instalment plan to be signed.
    PlanAgreement,
    /// The formal notice of default on one.
    PlanDefaultNotice,
    /// The formal notice before a service is suspended or its contract ended.
    ServiceNotice,
    ServiceSuspension,
    ServiceTermination,
}

impl DocumentKind {
    pub const ALL: [DocumentKind; 10] = [
        DocumentKind::AccountStatement,
        DocumentKind::ReminderLetter,
        DocumentKind::FormalNotice,
        DocumentKind::CallSheet,
        DocumentKind::VisitSheet,
        DocumentKind::PlanAgreement,
        DocumentKind::PlanDefaultNotice,
        DocumentKind::ServiceNotice,
        DocumentKind::ServiceSuspension,
        DocumentKind::ServiceTermination,
    ];

    /// The language it is written in for a reader of that one: French when it only exists in French.
    ///
    /// # Errors
    /// None for the shipped documents.
    pub fn lang_of(self, wanted: Lang) -> Result<Lang, DocumentError> {
        Ok(if TemplateSet::languages(self.name())?.contains(&wanted) { wanted } else { Lang::Fr })
    }

    /// The name of its template folder.
    pub fn name(self) -> &'static str {
        match self {
            DocumentKind::AccountStatement => "account-statement",
            DocumentKind::ReminderLetter => "reminder-letter",
            DocumentKind::FormalNotice => "formal-notice",
            DocumentKind::CallSheet => "call-sheet",
            DocumentKind::VisitSheet => "visit-sheet",
            DocumentKind::PlanAgreement => "plan-agreement",
            DocumentKind::PlanDefaultNotice => "plan-default-notice",
            DocumentKind::ServiceNotice => "service-notice",
            DocumentKind::ServiceSuspension => "service-suspension",
            DocumentKind::ServiceTermination => "service-termination",
        }
    }
}

impl DocumentKind {
    /// The letter of that name that leaves by registered post; nothing for another.
    pub fn registered(name: &str) -> Option<DocumentKind> {
        DocumentKind::ALL.into_iter().find(|kind| kind.is_registered() && kind.name() == name)
    }

    fn is_registered(self) -> bool {
        matches!(self, DocumentKind::FormalNotice | DocumentKind::PlanDefaultNotice) || self.is_about_service()
    }

    fn is_about_service(self) -> bool {
        matches!(self, DocumentKind::ServiceNotice | DocumentKind::ServiceSuspension | DocumentKind::ServiceTermination)
    }
}

impl TemplateSet {
    /// A PDF/A-3b in the addressee's language, or in French when the document only exists in French.
    ///
    /// The same context gives the same bytes. Takes milliseconds of pure computation (more in a debug build).
    ///
    /// # Errors
    /// A missing datum, a sum that does not add up, a template line that fails, or a mention rule not kept.
    pub fn render_pdf(&self, kind: DocumentKind, context: &Context) -> Result<Vec<u8>, DocumentError> {
        Ok(self.typeset(kind, kind.lang_of(context.language())?, context)?.pdf)
    }

    /// As `render_pdf`, with the text runs, their places and the layout's warnings.
    ///
    /// # Errors
    /// As `render_pdf`.
    pub fn typeset(&self, kind: DocumentKind, lang: Lang, context: &Context) -> Result<Laid, DocumentError> {
        let paper = self.paper(kind, lang, context)?;
        let (name, faults) = (kind.name().to_string(), paper.faults);
        if faults.is_empty() { Ok(paper.laid) } else { Err(DocumentError::Mentions { name, faults }) }
    }

    /// The document laid out, and the mention rules it does not keep.
    pub(crate) fn paper(&self, kind: DocumentKind, lang: Lang, context: &Context) -> Result<Paper, DocumentError> {
        let name = kind.name();
        let Prepared { mut data, head, amount } = self.prepare(kind, lang, context)?;
        let (subject, blocks) = self.fill(name, lang, &data)?;
        let text = mail::plain_text(&blocks, &data)?;
        let qr = transfer_code(head, amount);
        if let Value::Object(fields) = &mut data {
            let own = json!({"subject": subject, "blocks": blocks, "registered": kind.is_registered(), "has_qr": qr.is_some()});
            view::merge(fields, own);
        }
        let layout = if matches!(kind, DocumentKind::CallSheet | DocumentKind::VisitSheet) {
            Layout::Sheet
        } else {
            Layout::Letter
        };
        let laid = typeset::typeset(layout, &data, qr)
            .map_err(|reason| DocumentError::Typesetting { name: name.to_string(), reason })?;
        let printed: String = laid.texts.iter().map(|t| t.text.as_str()).collect();
        let faults = TemplateSet::mentions(name)?.check(&printed, &data);
        Ok(Paper { subject, text, laid, faults })
    }

    fn prepare<'a>(&self, kind: DocumentKind, lang: Lang, context: &'a Context) -> Result<Prepared<'a>, DocumentError> {
        let (name, labels) = (kind.name(), self.labels(lang));
        match (kind, context) {
            (DocumentKind::AccountStatement, Context::Statement(c)) => {
                checks::statement(name, c)?;
                Ok(Prepared { data: view::statement(c, lang, labels), head: &c.letterhead, amount: c.to_pay() })
            }
            (DocumentKind::ReminderLetter, Context::Dunning(c)) => {
                checks::dunning(name, c)?;
                checks::letter(name, &c.letterhead)?;
                let data = view::dunning(c, lang, labels, usize::MAX);
                Ok(Prepared { data, head: &c.letterhead, amount: c.total_outstanding })
            }
            (DocumentKind::FormalNotice, Context::Dunning(c)) => {
                checks::formal_notice(name, c)?;
                let mut data = view::dunning(c, lang, labels, usize::MAX);
                // A formal notice asks for the whole sum, interest and compensation included.
                let full = data.get("full_payment_box").cloned().unwrap_or_default();
                if let Value::Object(fields) = &mut data {
                    fields.insert("payment_box".into(), full);
                }
                Ok(Prepared {
                    data,
                    head: &c.letterhead,
                    amount: c.sums.as_ref().map_or(c.total_outstanding, |s| s.total),
                })
            }
            (DocumentKind::PlanAgreement | DocumentKind::PlanDefaultNotice, Context::Dunning(c)) => {
                checks::plan(name, c)?;
                Ok(Prepared {
                    data: view::dunning(c, lang, labels, usize::MAX),
                    head: &c.letterhead,
                    amount: c.plan.as_ref().map_or(c.total_outstanding, |p| p.asked),
                })
            }
            (kind, Context::Dunning(c)) if kind.is_about_service() => {
                checks::service(name, c)?;
                let data = view::dunning(c, lang, labels, usize::MAX);
                Ok(Prepared { data, head: &c.letterhead, amount: c.total_outstanding })
            }
            (DocumentKind::CallSheet | DocumentKind::VisitSheet, Context::Sheet(c)) => {
                checks::sheet(name, c)?;
                Ok(Prepared { data: view::sheet(c, lang, labels), head: &c.letterhead, amount: Cents::ZERO })
            }
            (_, other) => Err(DocumentError::WrongContext { name: name.to_string(), given: other.describe() }),
        }
    }
}

/// A paper before its mentions are judged.
pub(crate) struct Paper {
    pub subject: String,
    pub text: String,
    pub laid: Laid,
    pub faults: Vec<MentionFault>,
}

struct Prepared<'a> {
    data: Value,
    head: &'a Letterhead,
    amount: Cents,
}

fn transfer_code(head: &Letterhead, amount: Cents) -> Option<String> {
    if head.currency != Currency::EUR {
        return None;
    }
    let transfer = Transfer {
        beneficiary: &head.creditor.name,
        iban: head.creditor.iban.as_deref()?,
        bic: head.creditor.bic.as_deref(),
        amount,
        reference: &head.payment_reference,
    };
    epc::svg(&epc::payload(&transfer)?)
}
