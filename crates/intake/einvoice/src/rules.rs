//! The official EN 16931 rules, run by the `en16931` crates: information beside an invoice, never a gate.
//!
//! The core rules are run whatever national profile a document claims; the totals-only profiles (MINIMUM, BASIC WL)
//! run their own subset. Rule texts stay in the words of the authority (© CEN, see [`crate::RULES_NOTICE`]).

mod artefact;
mod presence;

use crate::tree::Element;
use crate::{guarded, text};
use draft::Finding;
use en16931::{Check, Profile, Severity, profiles};
use en16931_formats::report::{Entry, Kind};
use en16931_formats::{Error, Read};

/// Every finding on a document, in the order of the engine. `root` is the invoice inside `document`.
pub(crate) fn findings(document: &str, root: Element<'_>) -> Vec<Finding> {
    let bytes = text::without_declaration(document).trim_start().as_bytes();
    match guarded(|| en16931_formats::read(bytes).map(|read| evaluate(&read, root))) {
        Some(Ok(found)) => found,
        Some(Err(error)) => vec![unverifiable(&reason(&error))],
        None => vec![unverifiable("le vérificateur s’est arrêté sur ce document.")],
    }
}

/// The one finding of a document that the rules cannot look at.
pub(crate) fn unverifiable(reason: &str) -> Finding {
    Finding { rule: "unverifiable".to_string(), severity: "fatal", message: format!("Non vérifiable : {reason}") }
}

fn reason(error: &Error) -> String {
    match error {
        Error::NotAnInvoice { .. } => {
            "cette syntaxe est antérieure ou étrangère à la norme EN 16931, dont les règles ne s’y appliquent pas."
                .to_string()
        }
        Error::TooDeep { limit, .. } => format!("plus de {limit} niveaux d’éléments."),
        other => other.to_string(),
    }
}

fn evaluate(read: &Read, root: Element<'_>) -> Vec<Finding> {
    let specification = read.invoice.specification_id.as_deref();
    let profile = profile(specification);
    let report = Check::new(profile).run(&read.invoice);
    let rules = report.findings().iter().map(|found| Finding {
        rule: found.rule.clone(),
        severity: severity(found.severity),
        message: format!("{} : {}", found.path, found.message),
    });
    let mut found: Vec<Finding> = rules.chain(read.entries.iter().filter_map(syntax)).collect();
    if profile.is_en16931_invoice() {
        presence::complete(&mut found, root);
    }
    artefact::align(&mut found, root, specification.unwrap_or_default());
    found
}

/// What the syntax itself has wrong: values that do not fit their type, elements given twice.
fn syntax(entry: &Entry) -> Option<Finding> {
    let rule = match entry.kind {
        Kind::Malformed => "syntax:malformed",
        Kind::Duplicate => "syntax:duplicate",
        Kind::Repeated => "syntax:repeated",
        Kind::Schema => "syntax:schema",
        _ => return None,
    };
    Some(Finding {
        rule: entry.rule.clone().unwrap_or_else(|| rule.to_string()),
        severity: severity(entry.kind.level()),
        message: format!("{} : {}", entry.path, entry.message),
    })
}

fn profile(specification: Option<&str>) -> &'static Profile {
    let declared = profiles::classify(specification).profile();
    declared.filter(|p| !p.is_en16931_invoice()).unwrap_or(&profiles::EN16931)
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Fatal => "fatal",
        Severity::Warning => "warning",
        Severity::Info => "information",
    }
}
