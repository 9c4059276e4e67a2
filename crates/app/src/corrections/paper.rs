//! What a document made out here says, from the books and the tables of law; and what is still missing to make it.

use crate::error::{AppError, AppResult};
use crate::letters::{addressee, creditor};
use crate::ports::books::Books;
use crate::records::{Company, InvoiceRecord, PartyRecord};
use base::{Date, fr};
use documents::{CorrectionPaper, ReferredTo, TaxLine};
use domain::facts::PartyKind;
use domain::vat::Vat;
use law::{CompensationPayer, LawBook};

/// What its author says of a document.
#[derive(Clone, Copy)]
pub(super) struct Words<'p> {
    pub description: &'p str,
    pub vat: &'p Vat,
    pub why: &'p str,
}

/// The bytes, and what they were made from.
pub(super) struct Bytes {
    pub pdf: Vec<u8>,
    /// JSON.
    pub context: String,
}

pub(super) fn make(
    company: &Company,
    party: &PartyRecord,
    law: &LawBook,
    record: &InvoiceRecord,
    refers_to: &[InvoiceRecord],
    words: Words<'_>,
) -> AppResult<Bytes> {
    let paper = paper(company, party, law, record, refers_to, words);
    let missing = paper.missing();
    if !missing.is_empty() {
        return Err(AppError::refused(
            format!("Il manque ce qu’un tel document doit porter : {}.", missing.join(", ")),
            "Complétez les réglages de la société et la fiche du client (C. com. L441-9, CGI ann. II 242 nonies A).",
        ));
    }
    let pdf = paper.pdf().map_err(AppError::unmade)?;
    let context = serde_json::to_string(&paper).map_err(|e| AppError::Broken(e.to_string()))?;
    Ok(Bytes { pdf, context })
}

fn paper(
    company: &Company,
    party: &PartyRecord,
    law: &LawBook,
    record: &InvoiceRecord,
    refers_to: &[InvoiceRecord],
    words: Words<'_>,
) -> CorrectionPaper {
    let is_credit_note = record.principal.is_negative();
    let (taxes, exemption) = match words.vat {
        Vat::Rates(shares) => {
            let lines = shares.iter().map(|s| TaxLine { rate_bp: s.rate_bp, net: s.net_cents, vat: s.vat_cents });
            (lines.collect(), None)
        }
        Vat::Exempt(reason) => (Vec::new(), Some(reason.trim().to_string())),
    };
    CorrectionPaper {
        is_credit_note,
        number: record.number.clone(),
        issued_on: record.issued_on,
        due_on: (!is_credit_note).then_some(record.due_on),
        delivered_on: record.delivered_on,
        creditor: creditor(company),
        addressee: addressee(party, None),
        order_reference: record.order_reference.clone(),
        refers_to: refers_to
            .iter()
            .map(|i| ReferredTo {
                is_credit_note: i.principal.is_negative(),
                number: i.number.clone(),
                issued_on: i.issued_on,
            })
            .collect(),
        description: words.description.trim().to_string(),
        why: words.why.to_string(),
        taxes,
        exemption,
        total: record.gross,
        currency: record.currency,
        terms: if is_credit_note { Vec::new() } else { terms(company, party, law, record.issued_on) },
    }
}

/// Penalties, compensation and discount (C. com. L441-9 I, L441-10 II, D441-5; CCP R2192-31). A consumer owes neither, and
/// of somebody we know nothing about, no law is spoken.
fn terms(company: &Company, party: &PartyRecord, law: &LawBook, on: Date) -> Vec<String> {
    let discount = "Escompte pour paiement anticipé : néant.".to_string();
    if !party.kind_basis.is_known() {
        return vec![discount];
    }
    let rate = match (party.kind, party.agreed_rate.or(company.settings.agreed_rate)) {
        (PartyKind::Consumer, _) => return vec![discount],
        (PartyKind::Business, Some(agreed)) => format!("au taux convenu de {} par an", fr::percent(agreed)),
        (PartyKind::Business, None) => {
            "au taux de refinancement de la BCE majoré de 10 points (art. L441-10 II du code de commerce)".to_string()
        }
        (PartyKind::PublicBody, _) => {
            "au taux de la BCE majoré de 8 points (art. R2192-31 du code de la commande publique)".to_string()
        }
    };
    let payer =
        if party.kind == PartyKind::PublicBody { CompensationPayer::Public } else { CompensationPayer::Business };
    let mut terms = vec![format!("En cas de retard de paiement, pénalités {rate}, exigibles sans rappel.")];
    if let Ok(each) = law.fixed_compensation(payer, on) {
        terms.push(format!("Indemnité forfaitaire pour frais de recouvrement : {}.", fr::euros(each.value)));
    }
    terms.push(discount);
    terms
}

/// What is missing in the company's settings and the customer's record before a document can be made out, in French.
///
/// # Errors
/// `NotFound`; a broken store.
pub fn missing(books: &mut dyn Books, company: &Company, invoice: &InvoiceRecord) -> AppResult<Vec<&'static str>> {
    let party = books.party(invoice.party)?.ok_or_else(|| AppError::NotFound("Ce client n’existe pas.".to_string()))?;
    let mut missing = Vec::new();
    let mut want = |absent: bool, what| missing.extend(absent.then_some(what));
    want(creditor(company).address.is_empty(), "l’adresse de votre société");
    want(company.siren.is_none(), "votre SIREN");
    want(company.vat_id.is_none(), "votre numéro de TVA (sauf exonération)");
    want(addressee(&party, None).address.is_empty(), "l’adresse du client");
    Ok(missing)
}
