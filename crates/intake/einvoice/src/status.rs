//! Lifecycle status messages (UN/CEFACT CDAR, XP Z12-012 flow 6): recognised and named, not read as invoices.

use crate::tree::{self, Element, at, text};
use draft::{Format, Problem, Reading};

/// Says which invoice the message is about and which status it sets.
pub(crate) fn read(root: Element<'_>) -> Reading {
    let value = |path: &'static str| at(root, path).and_then(text);
    let code = value("AcknowledgementDocument/ReferenceReferencedDocument/ProcessConditionCode");
    let label = value("AcknowledgementDocument/ReferenceReferencedDocument/ProcessCondition");
    let invoice = value("AcknowledgementDocument/ReferenceReferencedDocument/IssuerAssignedID");
    let status = match (&code, &label) {
        (Some(code), Some(label)) => format!(" « {label} » ({code})"),
        (Some(code), None) => format!(" {code}"),
        _ => String::new(),
    };
    let about = invoice.map(|number| format!(" de la facture {number}")).unwrap_or_default();
    let problem = Problem::info(
        "lifecycle_message",
        format!("Ce fichier est un message de cycle de vie : statut{status}{about}. Ce n’est pas une facture."),
        "Rien à faire ; importez la facture elle-même si elle manque.",
    );
    let mut reading = Reading::of(Format::Cdar).with_problem(problem.at_element(tree::path(root)));
    reading.variant = value("ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID")
        .or_else(|| root.tag_name().namespace().map(str::to_string));
    reading
}
