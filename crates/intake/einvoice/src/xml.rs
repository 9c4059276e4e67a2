//! One XML document, from bytes to reading: decode, parse, recognise, locate, assemble, then run the official rules.

use crate::notes::Notes;
use crate::sniff::{self, Kind};
use crate::text::{self, Decoded};
use crate::tree::{self, Element};
use crate::{Options, assemble, cii, guarded, rules, status, ubl};
use draft::{Format, Problem, Reading};
use roxmltree::{Document, Error, ParsingOptions};

/// Most nodes kept in memory; the largest real invoices have some ten thousand.
const MAX_NODES: u32 = 1_000_000;

/// Reads a document of any kind this crate knows.
pub(crate) fn read(bytes: &[u8], options: Options) -> Reading {
    match text::decode(bytes) {
        Ok(decoded) => read_text(&decoded, options),
        Err(problem) => Reading::of(Format::Unknown).with_problem(problem),
    }
}

fn read_text(decoded: &Decoded<'_>, options: Options) -> Reading {
    match parse(&decoded.text) {
        Ok(document) => read_document(&document, decoded, options),
        Err(problem) => Reading::of(announced_format(&decoded.text)).with_problem(problem),
    }
}

/// Parses with limits; the text has already been measured for nesting.
pub(crate) fn parse(text: &str) -> Result<Document<'_>, Problem> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    match guarded(|| Document::parse_with_options(text, options)) {
        Some(Ok(document)) => Ok(document),
        Some(Err(error)) => Err(malformed(&error)),
        None => Err(Problem::error(
            "xml_unreadable",
            "Le lecteur XML s’est arrêté sur ce fichier.",
            "Exportez à nouveau la facture depuis le logiciel qui l’a produite.",
        )),
    }
}

fn malformed(error: &Error) -> Problem {
    let again = "Le fichier est abîmé ou incomplet : exportez-le ou téléchargez-le à nouveau.";
    match error {
        Error::DtdDetected | Error::EntityReferenceLoop(_) => Problem::error(
            "dtd_refused",
            "Le fichier contient une déclaration DOCTYPE, qu’une facture n’a pas et qui peut être dangereuse.",
            "N’ouvrez pas ce fichier s’il vient d’un inconnu ; demandez à l’émetteur une facture sans DOCTYPE.",
        ),
        Error::NodesLimitReached | Error::AttributesLimitReached | Error::NamespacesLimitReached => Problem::error(
            "xml_too_big",
            "Le fichier contient plus d’éléments qu’aucune facture.",
            "Vérifiez que le bon fichier a été choisi.",
        ),
        Error::UnclosedRootNode | Error::UnexpectedEndOfStream => {
            Problem::error("xml_truncated", "Le fichier XML est coupé avant la fin.", again)
        }
        Error::NoRootNode => Problem::error("not_xml", "Le fichier ne contient pas de XML.", again),
        _ => {
            let position = error.pos();
            let what = format!("Le XML est mal formé (colonne {}) : {error}.", position.col);
            Problem::error("xml_malformed", what, again).at_line(u64::from(position.row))
        }
    }
}

/// What a document that cannot be parsed meant to be.
fn announced_format(text: &str) -> Format {
    match sniff::head(text.as_bytes()) {
        Some(Kind::Cii | Kind::Ferd) => Format::Cii,
        Some(Kind::UblInvoice | Kind::UblCreditNote) => Format::Ubl,
        Some(Kind::Cdar) => Format::Cdar,
        _ => Format::Unknown,
    }
}

fn read_document(document: &Document<'_>, decoded: &Decoded<'_>, options: Options) -> Reading {
    let root = document.root_element();
    let mut reading = match sniff::root(root) {
        Some(Kind::Cdar) => status::read(root),
        Some(Kind::Order) => order(root),
        Some(Kind::Envelope) => envelope(root, &decoded.text, options),
        Some(kind) => invoice(root, kind, &decoded.text, options),
        None => unknown(root),
    };
    reading.problems.extend(decoded.warning.clone());
    reading
}

fn invoice(root: Element<'_>, kind: Kind, text: &str, options: Options) -> Reading {
    let (format, located) = match kind {
        Kind::UblInvoice => (Format::Ubl, ubl::locate(root, false)),
        Kind::UblCreditNote => (Format::Ubl, ubl::locate(root, true)),
        _ => (Format::Cii, cii::locate(root)),
    };
    let mut notes = Notes::default();
    let draft = assemble::assemble(&located, root, &mut notes);
    let mut reading = Reading::of(format);
    reading.variant = located.profile.and_then(tree::text).or_else(|| namespace(root));
    reading.problems = notes.problems;
    reading.invoices.extend(draft.map(|mut draft| {
        if options.validate {
            draft.validity = rules::findings(text, root);
        }
        draft
    }));
    reading
}

fn namespace(root: Element<'_>) -> Option<String> {
    root.tag_name().namespace().map(str::to_string)
}

/// A Standard Business Document: the invoice is one of its children.
fn envelope(root: Element<'_>, text: &str, options: Options) -> Reading {
    let inner = root.children().filter(|c| c.is_element()).find_map(|c| {
        let kind = sniff::root(c).filter(|kind| !matches!(kind, Kind::Envelope | Kind::Cdar | Kind::Order))?;
        Some((c, kind))
    });
    match inner {
        Some((child, kind)) => invoice(child, kind, text.get(child.range()).unwrap_or_default(), options),
        None => unknown(root),
    }
}

fn order(root: Element<'_>) -> Reading {
    let problem = Problem::error(
        "order_not_invoice",
        "Ce fichier est une commande (Order-X), pas une facture.",
        "Importez la facture qui s’y rapporte.",
    );
    let mut reading = Reading::of(Format::Unknown).with_problem(problem.at_element(tree::path(root)));
    reading.variant = namespace(root);
    reading
}

fn unknown(root: Element<'_>) -> Reading {
    let problem = Problem::error(
        "not_an_invoice",
        format!("Ce fichier XML n’est pas une facture : son premier élément est « {} ».", root.tag_name().name()),
        "Les factures XML lues sont Factur-X (CII), ZUGFeRD et UBL : vérifiez que le bon fichier a été choisi.",
    );
    Reading::of(Format::Unknown).with_problem(problem.at_line(tree::line(root)).at_element(tree::path(root)))
}

/// The rules alone, on any document.
pub(crate) fn check_rules(bytes: &[u8]) -> Vec<draft::Finding> {
    let unverifiable = |problem: Problem| vec![rules::unverifiable(&problem.what)];
    match text::decode(bytes) {
        Ok(decoded) => match parse(&decoded.text) {
            Ok(document) => rules::findings(&decoded.text, document.root_element()),
            Err(problem) => unverifiable(problem),
        },
        Err(problem) => unverifiable(problem),
    }
}
