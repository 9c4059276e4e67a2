//! A credit note or an invoice made out by Quitus: what such a document must say (C. com. L441-9, CGI ann. II 242 nonies A;
//! for a credit note, an unequivocal reference to the invoice, CGI 289 I-5), on paper.
//!
//! The texts are not templates: a company may not leave a mention out. Sentences of law are given by whoever knows the law.

use crate::context::{Addressee, Creditor, Lang};
use crate::error::DocumentError;
use crate::typeset::{self, Laid, Layout};
use crate::view::clean;
use crate::wording::{Wording, group};
use base::{Cents, Currency, Date, RateBp, fr};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A document that this one refers to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferredTo {
    pub is_credit_note: bool,
    pub number: String,
    pub issued_on: Date,
}

/// What one rate of VAT bears on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxLine {
    pub rate_bp: RateBp,
    pub net: Cents,
    pub vat: Cents,
}

/// Everything a credit note or a corrected invoice says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionPaper {
    pub is_credit_note: bool,
    pub number: String,
    pub issued_on: Date,
    /// Of an invoice.
    pub due_on: Option<Date>,
    /// When what it is about was delivered, if that is known.
    pub delivered_on: Option<Date>,
    pub creditor: Creditor,
    pub addressee: Addressee,
    /// The purchase order of the buyer, if they gave one.
    pub order_reference: Option<String>,
    pub refers_to: Vec<ReferredTo>,
    pub description: String,
    /// Why it was made out, in a sentence.
    pub why: String,
    /// Empty when exempt.
    pub taxes: Vec<TaxLine>,
    /// Why no VAT is charged.
    pub exemption: Option<String>,
    /// All taxes included.
    pub total: Cents,
    pub currency: Currency,
    /// Penalties, compensation, discount: one sentence each.
    pub terms: Vec<String>,
}

impl CorrectionPaper {
    fn name(&self) -> &'static str {
        if self.is_credit_note { "credit-note" } else { "corrected-invoice" }
    }

    /// What the law wants on it and is not there, in French; empty when nothing is missing.
    pub fn missing(&self) -> Vec<&'static str> {
        let no = |text: &Option<String>| text.as_deref().is_none_or(|t| t.trim().is_empty());
        let mut missing = Vec::new();
        let mut want = |absent: bool, what| missing.extend(absent.then_some(what));
        want(self.creditor.name.trim().is_empty(), "le nom de votre société");
        want(self.creditor.address.is_empty(), "l’adresse de votre société");
        want(no(&self.creditor.siren), "votre SIREN");
        want(self.exemption.is_none() && no(&self.creditor.vat_id), "votre numéro de TVA");
        want(self.addressee.name.trim().is_empty(), "le nom du client");
        want(self.addressee.address.is_empty(), "l’adresse du client");
        want(self.refers_to.is_empty(), "la facture à laquelle il se réfère");
        want(self.description.trim().is_empty(), "ce qui est facturé ou corrigé");
        want(self.taxes.is_empty() && no(&self.exemption), "la TVA, ou le motif d’exonération");
        want(!self.is_credit_note && self.due_on.is_none(), "l’échéance");
        missing
    }

    fn adds_up(&self) -> bool {
        if self.taxes.is_empty() {
            return true;
        }
        let sums = self.taxes.iter().flat_map(|t| [t.net, t.vat]);
        Cents::sum(sums) == Ok(self.total)
    }

    /// The document as PDF/A-3b; the same content gives the same bytes.
    ///
    /// # Errors
    /// `Incomplete` when something it must say is missing, or the taxes do not add up to the total.
    pub fn pdf(&self) -> Result<Vec<u8>, DocumentError> {
        let name = self.name().to_string();
        let missing = self.missing();
        if !missing.is_empty() {
            return Err(DocumentError::Incomplete { name, missing: missing.join(", ") });
        }
        if !self.adds_up() {
            let missing = "une TVA dont la somme soit le total".to_string();
            return Err(DocumentError::Incomplete { name, missing });
        }
        Ok(self.laid().map_err(|reason| DocumentError::Typesetting { name, reason })?.pdf)
    }

    fn laid(&self) -> Result<Laid, String> {
        typeset::typeset(Layout::Correction, &clean(self.data()), None)
    }

    fn data(&self) -> Value {
        let wording = Wording { lang: Lang::Fr, currency: self.currency };
        let sign = |amount: Cents| {
            let told = wording.money(amount);
            if self.is_credit_note { format!("−{}{told}", fr::NBSP) } else { told }
        };
        let title = if self.is_credit_note { "Avoir" } else { "Facture" };
        let refers: Vec<String> = self.refers_to.iter().map(referred).collect();
        let rows: Vec<Value> = match self.taxes.as_slice() {
            [] => vec![json!({"rate": "", "net": sign(self.total), "description": self.description})],
            taxes => taxes
                .iter()
                .map(|t| json!({"rate": fr::percent(t.rate_bp), "net": sign(t.net), "description": self.description}))
                .collect(),
        };
        let net = Cents::sum(self.taxes.iter().map(|t| t.net)).unwrap_or(self.total);
        let taxes: Vec<Value> = self
            .taxes
            .iter()
            .map(|t| json!({"label": format!("TVA {}", fr::percent(t.rate_bp)), "amount": sign(t.vat)}))
            .collect();
        let contact: Vec<&String> = [&self.creditor.phone, &self.creditor.email].into_iter().flatten().collect();
        json!({
            "title": title,
            "number": self.number,
            "date": {"year": self.issued_on.year(), "month": self.issued_on.month(), "day": self.issued_on.day()},
            "issued": fr::date(self.issued_on),
            "facts": self.facts(),
            "reference": format!("En référence à {}", refers.join(" et à ")),
            "why": self.why,
            "creditor": {
                "name": self.creditor.name,
                "address": self.creditor.address,
                "contact": contact,
                "mentions": wording.social_mentions(&self.creditor),
            },
            "addressee": self.addressed_to(),
            "rows": rows,
            "net": sign(if self.taxes.is_empty() { self.total } else { net }),
            "taxes": taxes,
            "exemption": self.exemption,
            "total": sign(self.total),
            "total-label": if self.is_credit_note { "Total de l’avoir TTC" } else { "Total TTC" },
            "terms": self.terms,
        })
    }

    fn facts(&self) -> Vec<[String; 2]> {
        let mut facts = vec![["Date d’émission".to_string(), fr::date(self.issued_on)]];
        let mut add = |label: &str, value: Option<String>| facts.extend(value.map(|v| [label.to_string(), v]));
        add("Date d’échéance", self.due_on.map(fr::date));
        add("Date de la livraison ou prestation", self.delivered_on.map(fr::date));
        add("Bon de commande", self.order_reference.clone());
        facts
    }

    fn addressed_to(&self) -> Vec<String> {
        let siren = self.addressee.siren.as_deref().map(|s| format!("SIREN {}", group(s, 3, fr::NBSP)));
        let mut lines = vec![self.addressee.name.clone()];
        lines.extend(self.addressee.address.iter().cloned());
        lines.extend(siren);
        lines
    }
}

fn referred(to: &ReferredTo) -> String {
    let what = if to.is_credit_note { "l’avoir" } else { "la facture" };
    format!("{what} n°{}{} du {}", fr::NBSP, to.number, fr::date(to.issued_on))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper() -> CorrectionPaper {
        CorrectionPaper {
            is_credit_note: true,
            number: "QAV-2026-0001".into(),
            issued_on: Date::constant(2026, 5, 18),
            due_on: None,
            delivered_on: Some(Date::constant(2026, 3, 28)),
            creditor: Creditor {
                name: "Atelier Lumière".into(),
                legal_form: Some("SARL".into()),
                capital: Some(Cents::new(1_000_000)),
                siren: Some("732829320".into()),
                rcs: Some("Lyon".into()),
                vat_id: Some("FR44732829320".into()),
                address: vec!["3 rue des Arts".into(), "69002 Lyon".into()],
                ..Creditor::default()
            },
            addressee: Addressee {
                name: "Menuiserie Blanc".into(),
                siren: Some("552081317".into()),
                address: vec!["1 rue du Bois".into(), "69001 Lyon".into()],
                ..Addressee::default()
            },
            order_reference: Some("BC-77".into()),
            refers_to: vec![ReferredTo {
                is_credit_note: false,
                number: "F-7001".into(),
                issued_on: Date::constant(2026, 4, 1),
            }],
            description: "Porte coupe-feu, 2 unités".into(),
            why: "deux portes manquent".into(),
            taxes: vec![TaxLine { rate_bp: RateBp::new(2_000), net: Cents::new(250_000), vat: Cents::new(50_000) }],
            exemption: None,
            total: Cents::new(300_000),
            currency: Currency::EUR,
            terms: Vec::new(),
        }
    }

    fn read(paper: &CorrectionPaper) -> String {
        let laid = paper.laid().unwrap();
        assert!(laid.warnings.is_empty(), "{:?}", laid.warnings);
        let texts: Vec<&str> = laid.texts.iter().map(|t| t.text.as_str()).collect();
        texts.join(" ").replace(['\u{a0}', '\u{202f}'], " ")
    }

    #[test]
    fn a_credit_note_says_which_invoice_it_reduces_and_its_tax_to_the_cent() {
        let text = read(&paper());
        for words in [
            "Avoir QAV-2026-0001",
            "En référence à la facture n° F-7001 du 1er avril 2026",
            "18 mai 2026",
            "28 mars 2026",
            "BC-77",
            "Menuiserie Blanc",
            "SIREN 552 081 317",
            "− 2 500,00 €",
            "TVA 20,00 %",
            "− 500,00 €",
            "− 3 000,00 €",
            "deux portes manquent",
        ] {
            assert!(text.contains(words), "« {words} » is not in: {text}");
        }
        assert_eq!(paper().pdf().unwrap(), paper().pdf().unwrap(), "the same content, the same bytes");
    }

    #[test]
    fn an_invoice_says_its_due_date_its_terms_and_both_documents_before_it() {
        let mut invoice = paper();
        let credit =
            ReferredTo { is_credit_note: true, number: "QAV-2026-0001".into(), issued_on: Date::constant(2026, 5, 18) };
        invoice.refers_to.push(credit);
        invoice.is_credit_note = false;
        invoice.number = "QFA-2026-0001".into();
        assert_eq!(invoice.missing(), ["l’échéance"]);
        invoice.due_on = Some(Date::constant(2026, 6, 30));
        invoice.terms = vec!["Indemnité forfaitaire pour frais de recouvrement : 40,00 €.".into()];
        let text = read(&invoice);
        for words in
            ["Facture QFA-2026-0001", "30 juin 2026", "et à l’avoir n° QAV-2026-0001 du 18 mai 2026", "40,00 €"]
        {
            assert!(text.contains(words), "« {words} » is not in: {text}");
        }
    }

    #[test]
    fn what_the_law_wants_and_is_not_there_is_named() {
        let mut bare = paper();
        (bare.creditor.siren, bare.creditor.vat_id) = (None, None);
        bare.addressee.address.clear();
        bare.refers_to.clear();
        let missing =
            ["votre SIREN", "votre numéro de TVA", "l’adresse du client", "la facture à laquelle il se réfère"];
        assert_eq!(bare.missing(), missing);
        assert!(matches!(bare.pdf(), Err(DocumentError::Incomplete { .. })));
        let mut exempt = paper();
        (exempt.creditor.vat_id, exempt.taxes) = (None, Vec::new());
        exempt.exemption = Some("TVA non applicable, art. 293 B du CGI".into());
        assert!(read(&exempt).contains("art. 293 B"));
        assert!(exempt.missing().is_empty());
        let wrong = CorrectionPaper { total: Cents::new(300_001), ..paper() };
        assert!(matches!(wrong.pdf(), Err(DocumentError::Incomplete { .. })));
    }
}
