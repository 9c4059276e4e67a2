//! A credit note or an invoice made out by Quitus: what such a document must say (C. com. L441-9, CGI ann. II 242 nonies A;
//! for a credit note, an unequivocal reference to the invoice, CGI 289 I-5), on paper.
//!
//! The texts are not templates: a company may not leave a mention out. Sentences of law are given by whoever knows the law.

use crate::context::{Addressee, Creditor, Lang};
use crate::error::DocumentError;
use crate::typeset::{self, Layout};
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
        let laid = typeset::typeset(Layout::Correction, &clean(self.data()), None)
            .map_err(|reason| DocumentError::Typesetting { name, reason })?;
        Ok(laid.pdf)
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
