//! A PDF with an invoice inside: the right attachment is found, read as XML, and the container is judged.
//!
//! It does not read the printed page: a PDF without a machine-readable invoice is said to be one.

mod attachments;
mod container;

use crate::sniff::{self, Kind};
use crate::{MAX_PDF_BYTES, Options, guarded, xml};
use attachments::Attachment;
use draft::{Format, Problem, Reading};
use lopdf::{Document, LoadOptions};

/// Most bytes any stream of a PDF may unfold to.
const MAX_STREAM_BYTES: usize = 32 << 20;

/// Reads the invoice of a PDF.
pub(crate) fn read(bytes: &[u8], options: Options) -> Reading {
    match guarded(|| open(bytes).map(|document| (attachments::list(&document), container::Facts::of(&document)))) {
        Some(Ok((attached, facts))) => choose(&attached, &facts, is_cut(bytes), options),
        Some(Err(refusal)) => Reading::of(refusal.0).with_problem(refusal.1),
        None => Reading::of(Format::PlainPdf).with_problem(damaged("le lecteur PDF s’est arrêté")),
    }
}

/// The format to show, and why the file is not read.
struct Refusal(Format, Problem);

fn open(bytes: &[u8]) -> Result<Document, Refusal> {
    if bytes.len() > MAX_PDF_BYTES {
        return Err(Refusal(
            Format::PlainPdf,
            Problem::error(
                "file_too_big",
                format!("Le PDF fait {} Mo ; la limite est de {} Mo.", bytes.len() >> 20, MAX_PDF_BYTES >> 20),
                "Demandez une version plus légère de la facture.",
            ),
        ));
    }
    if bytes.trim_ascii().is_empty() {
        let again = "Téléchargez ou demandez à nouveau la facture.";
        return Err(Refusal(Format::Unknown, Problem::error("empty_file", "Le fichier est vide.", again)));
    }
    let head = bytes.get(..4096).unwrap_or(bytes);
    if !head.windows(5).any(|w| w == b"%PDF-") {
        return Err(Refusal(
            Format::Unknown,
            Problem::error(
                "not_a_pdf",
                "Ce fichier porte le nom d’un PDF mais n’en est pas un.",
                "Vérifiez que le bon fichier a été choisi, ou demandez-le à nouveau.",
            ),
        ));
    }
    let options = LoadOptions { max_decompressed_size: Some(MAX_STREAM_BYTES), ..LoadOptions::default() };
    let document =
        Document::load_mem_with_options(bytes, options).map_err(|e| Refusal(Format::PlainPdf, load_error(&e)))?;
    if document.is_encrypted() {
        return Err(Refusal(Format::PlainPdf, locked()));
    }
    Ok(document)
}

/// True when the end mark that closes every PDF is missing.
fn is_cut(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(4096)..).unwrap_or_default();
    !tail.windows(5).any(|w| w == b"%%EOF")
}

fn load_error(error: &lopdf::Error) -> Problem {
    match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) | lopdf::Error::UnsupportedSecurityHandler(_) => {
            locked()
        }
        lopdf::Error::Decompress(_) => unfolds_too_much(),
        other => damaged(&other.to_string()),
    }
}

fn locked() -> Problem {
    Problem::error(
        "pdf_encrypted",
        "Ce PDF est protégé par un mot de passe : la facture qu’il contient ne peut pas être lue.",
        "Ouvrez-le avec son mot de passe, enregistrez-en une copie sans protection et importez la copie.",
    )
}

fn damaged(detail: &str) -> Problem {
    Problem::error(
        "pdf_damaged",
        format!("Ce PDF est abîmé et ne peut pas être ouvert ({detail})."),
        "Téléchargez ou demandez à nouveau la facture.",
    )
}

fn unfolds_too_much() -> Problem {
    Problem::error(
        "attachment_too_big",
        format!(
            "Un contenu compressé de ce PDF dépasse {} Mo une fois ouvert : il n’est pas lu.",
            MAX_STREAM_BYTES >> 20
        ),
        "Une facture tient dans quelques kilo-octets : vérifiez d’où vient ce fichier.",
    )
}

/// Reads the first attachment that is an invoice; failing that, says what is there instead.
fn choose(attached: &[Attachment], facts: &container::Facts, is_cut: bool, options: Options) -> Reading {
    let kind = |attachment: &Attachment| attachment.content.as_deref().ok().and_then(sniff::head);
    let is_invoice = |a: &&Attachment| {
        matches!(kind(a), Some(Kind::Cii | Kind::Ferd | Kind::UblInvoice | Kind::UblCreditNote | Kind::Envelope))
    };
    let chosen = attached.iter().find(is_invoice);
    let other = || attached.iter().find(|a| kind(a).is_some() || a.is_known());
    match chosen.or_else(other) {
        Some(attachment) => read_attachment(attachment, facts, options),
        None if is_cut => Reading::of(Format::PlainPdf).with_problem(Problem::error(
            "pdf_truncated",
            "Ce PDF est coupé avant la fin : la facture qu’il contenait peut-être n’y est plus.",
            "Téléchargez ou demandez à nouveau la facture.",
        )),
        None => Reading::of(Format::PlainPdf).with_problem(Problem::warning(
            "pdf_without_invoice",
            "Ce PDF ne contient pas de facture lisible par machine : seule sa page imprimée dit ce qui est dû.",
            "Saisissez la facture à la main, avec ce PDF pour document, ou exportez-la de votre logiciel en Factur-X ou dans une liste.",
        )),
    }
}

fn read_attachment(attachment: &Attachment, facts: &container::Facts, options: Options) -> Reading {
    let content = match &attachment.content {
        Ok(content) => content,
        Err(attachments::Unreadable::TooBig) => return Reading::of(Format::FacturX).with_problem(unfolds_too_much()),
        Err(attachments::Unreadable::Damaged) => {
            let problem = damaged("pièce jointe illisible").at_element(attachment.name.clone());
            return Reading::of(Format::FacturX).with_problem(problem);
        }
    };
    let mut reading = xml::read(content, options);
    if matches!(reading.format, Some(Format::Cii | Format::Ubl)) {
        reading.format = Some(Format::FacturX);
    }
    for problem in &mut reading.problems {
        let inside = problem.place.element.take().map(|path| format!(" : {path}")).unwrap_or_default();
        problem.place.element = Some(format!("{}{inside}", attachment.name));
    }
    if options.validate {
        for invoice in &mut reading.invoices {
            invoice.validity.extend(container::findings(attachment, facts, invoice.profile.as_deref()));
        }
    }
    reading
}
