//! The templates embedded at build time from `data/templates`: texts, rules and samples of each document.
//!
//! Embedding means that the program works from any folder; nothing is read from disk at run time.

use super::{Context, Family, Part, Sample};
use crate::context::{AccountStatementContext, CallSheetContext, DunningContext, Lang};
use crate::error::DocumentError;
use crate::pdf::DocumentKind;

/// One template folder.
pub(super) struct Shipped {
    pub name: &'static str,
    pub family: Family,
    parts: &'static [(Lang, Part, &'static str)],
    pub mentions: &'static str,
    samples: &'static [(&'static str, &'static str)],
}

macro_rules! file {
    ($path:expr) => {
        include_str!(concat!("../../../../data/templates/", $path))
    };
}

macro_rules! template {
    ($name:literal, $family:expr, [$($lang:ident $code:literal),*], [$($sample:literal),*]) => {
        Shipped {
            name: $name,
            family: $family,
            parts: &[$(
                (Lang::$lang, Part::Subject, file!(concat!($name, "/subject.", $code, ".txt"))),
                (Lang::$lang, Part::Body, file!(concat!($name, "/body.", $code, ".txt"))),
            )*],
            mentions: file!(concat!($name, "/mentions.toml")),
            samples: &[$(($sample, file!(concat!($name, "/samples/", $sample, ".json")))),*],
        }
    };
}

/// Every shipped template, mails first.
pub(super) static SHIPPED: [Shipped; 20] = [
    template!("pre-due-service", Family::Mail, [Fr "fr", En "en"], ["one-invoice", "several-invoices", "consumer"]),
    template!("reminder-courtesy", Family::Mail, [Fr "fr", En "en"], ["one-invoice", "several-invoices", "consumer"]),
    template!("reminder-firm", Family::Mail, [Fr "fr", En "en"], ["one-invoice", "several-invoices", "consumer", "public", "unknown"]),
    template!("reminder-last", Family::Mail, [Fr "fr", En "en"], ["one-invoice", "several-invoices", "consumer", "public"]),
    template!("salesperson-heads-up", Family::Mail, [Fr "fr", En "en"], ["one-invoice", "several-invoices"]),
    template!("statement-mail", Family::Mail, [Fr "fr", En "en"], ["one-invoice", "several-invoices"]),
    template!("thank-you", Family::Mail, [Fr "fr", En "en"], ["one-invoice", "several-invoices", "part-payment"]),
    template!("promise-broken", Family::Mail, [Fr "fr", En "en"], ["one-invoice", "several-invoices"]),
    template!("plan-pre-due", Family::Mail, [Fr "fr", En "en"], ["one-invoice", "several-invoices"]),
    template!("plan-reminder", Family::Mail, [Fr "fr", En "en"], ["one-invoice", "several-invoices"]),
    template!("account-statement", Family::Pdf(DocumentKind::AccountStatement), [Fr "fr", En "en"], ["one-invoice", "several-lines"]),
    template!("reminder-letter", Family::Pdf(DocumentKind::ReminderLetter), [Fr "fr", En "en"], ["one-invoice", "several-invoices", "consumer", "public", "unknown"]),
    template!("formal-notice", Family::Pdf(DocumentKind::FormalNotice), [Fr "fr"], ["one-invoice", "several-invoices", "consumer", "public", "english-reader"]),
    template!("plan-agreement", Family::Pdf(DocumentKind::PlanAgreement), [Fr "fr"], ["one-invoice", "several-invoices"]),
    template!("plan-default-notice", Family::Pdf(DocumentKind::PlanDefaultNotice), [Fr "fr"], ["one-invoice", "several-invoices"]),
    template!("service-notice", Family::Pdf(DocumentKind::ServiceNotice), [Fr "fr"], ["one-invoice", "several-invoices"]),
    template!("service-suspension", Family::Pdf(DocumentKind::ServiceSuspension), [Fr "fr"], ["one-invoice", "several-invoices"]),
    template!("service-termination", Family::Pdf(DocumentKind::ServiceTermination), [Fr "fr"], ["one-invoice", "several-invoices"]),
    template!("call-sheet", Family::Pdf(DocumentKind::CallSheet), [Fr "fr"], ["one-invoice", "several-invoices"]),
    template!("visit-sheet", Family::Pdf(DocumentKind::VisitSheet), [Fr "fr"], ["one-invoice", "several-invoices"]),
];

/// Phrases no document may carry.
pub(super) const COMMON_MENTIONS: &str = file!("_layout/mentions.toml");
/// The invoice list of a plain-text mail.
pub(crate) const INVOICES_TEXT: &str = file!("_layout/invoices.txt");
/// The payment box of a plain-text mail.
pub(crate) const PAYMENT_TEXT: &str = file!("_layout/payment.txt");
/// The HTML frame of a mail.
pub(crate) const HTML_FRAME: &str = file!("_layout/mail.html");

/// Words of the shared blocks.
pub(super) fn labels_source(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => file!("_layout/labels.fr.toml"),
        Lang::En => file!("_layout/labels.en.toml"),
    }
}

impl Shipped {
    pub fn part(&self, lang: Lang, part: Part) -> Option<&'static str> {
        self.parts.iter().find(|(l, p, _)| (*l, *p) == (lang, part)).map(|(_, _, text)| *text)
    }

    /// False for sheets and for the mail to a colleague.
    pub fn goes_outside(&self) -> bool {
        !matches!(self.family, Family::Pdf(DocumentKind::CallSheet | DocumentKind::VisitSheet))
            && self.name != "salesperson-heads-up"
    }

    pub fn samples(&self) -> Result<Vec<Sample>, DocumentError> {
        let broken = |sample: &str, error: serde_json::Error| DocumentError::Incomplete {
            name: self.name.to_string(),
            missing: format!("un exemple lisible (« {sample} » : {error})"),
        };
        let read = |(name, text): &(&'static str, &'static str)| {
            let context = self.read(text).map_err(|error| broken(name, error))?;
            Ok(Sample { name, context })
        };
        self.samples.iter().map(read).collect()
    }

    fn read(&self, text: &str) -> Result<Context, serde_json::Error> {
        Ok(match self.family {
            Family::Pdf(DocumentKind::AccountStatement) => {
                serde_json::from_str::<AccountStatementContext>(text)?.into()
            }
            Family::Pdf(DocumentKind::CallSheet | DocumentKind::VisitSheet) => {
                serde_json::from_str::<CallSheetContext>(text)?.into()
            }
            _ => serde_json::from_str::<DunningContext>(text)?.into(),
        })
    }
}
