//! Files as they reach the program: lists of invoices and bank statements, read, with bytes that say the same.
//!
//! The readings are built here rather than parsed: what is under test is everything after the reading.

use crate::bank::{self, Line};
use crate::customer::Customer;
use crate::market::Issued;
use app::import::ReadFile;
use app::records::Company;
use base::{Cents, Currency, Date};
use draft::{Format, InvoiceDraft, InvoiceKind, PartyDraft, Precedent, Reading};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// A list of invoices and credit notes, as our own invoicing tool exports it.
pub fn invoices(company: &Company, name: &str, issued: &[(Issued, &Customer)]) -> ReadFile {
    let mut text = String::from("Numéro;Type;Date;Échéance;Client;SIREN;TTC;Facture d’origine\n");
    for (document, customer) in issued {
        text.push_str(&row(document, customer));
    }
    let reading = Reading {
        invoices: issued.iter().enumerate().map(|(at, (d, c))| invoice(company, at, d, c)).collect(),
        ..Reading::of(Format::InvoiceCsv)
    };
    read(name, text, reading)
}

/// A bank statement over a period.
pub fn statement(name: &str, lines: &[Line], from: Date, until: Date) -> ReadFile {
    let mut text = format!("Compte;{};du;{from};au;{until}\nDate;Libellé;Montant;Référence\n", bank::IBAN);
    for line in lines {
        let reference = line.reference.as_deref().unwrap_or("");
        text.push_str(&format!("{};{};{};{reference}\n", line.on, line.label, Cents::new(line.cents)));
    }
    let reading = Reading { statements: vec![bank::statement(lines, from, until)], ..Reading::of(Format::BankCsv) };
    read(name, text, reading)
}

fn read(name: &str, text: String, reading: Reading) -> ReadFile {
    let digest = Sha256::digest(name.as_bytes().iter().chain(text.as_bytes()).copied().collect::<Vec<u8>>());
    let sha256 = digest.iter().map(|b| format!("{b:02x}")).collect();
    ReadFile { name: name.to_string(), sha256, bytes: text.into_bytes().into(), reading, part_of: None }
}

fn row(document: &Issued, customer: &Customer) -> String {
    let (kind, sign) = if document.against.is_some() { ("avoir", "-") } else { ("facture", "") };
    let due = if customer.states_due_date { document.due_on.to_string() } else { String::new() };
    format!(
        "{};{kind};{};{due};{};{};{sign}{};{}\n",
        document.number,
        document.issued_on,
        customer.name,
        customer.siren.as_deref().unwrap_or(""),
        Cents::new(document.cents),
        document.against.as_deref().unwrap_or("")
    )
}

fn invoice(company: &Company, at: usize, document: &Issued, customer: &Customer) -> InvoiceDraft {
    let gross = Cents::new(document.cents);
    let credit = document.against.is_some();
    InvoiceDraft {
        line: u64::try_from(at + 2).ok(),
        number: document.number.clone(),
        kind: if credit { InvoiceKind::CreditNote } else { InvoiceKind::Invoice },
        type_code: Some(if credit { "381" } else { "380" }.to_string()),
        issued_on: document.issued_on,
        due_on: customer.states_due_date.then_some(document.due_on),
        delivered_on: None,
        payment_terms: None,
        currency: Currency::EUR,
        net: Some(Cents::new(document.cents / 120 * 100)),
        vat: Some(Cents::new(document.cents - document.cents / 120 * 100)),
        gross,
        prepaid: None,
        amount_due: gross,
        outstanding: None,
        paid_on: None,
        seller: Arc::new(PartyDraft {
            name: Some(company.name.clone()),
            siren: company.siren.clone(),
            ..PartyDraft::default()
        }),
        buyer: Arc::new(buyer(customer)),
        precedents: document.against.iter().map(|n| Precedent { number: n.clone(), issued_on: None }).collect(),
        order_reference: None,
        buyer_reference: None,
        iban: company.iban.clone(),
        profile: None,
        validity: Vec::new(),
    }
}

fn buyer(customer: &Customer) -> PartyDraft {
    let address = customer.address.clone();
    PartyDraft {
        name: Some(customer.name.clone()),
        siren: customer.siren.clone(),
        vat_id: customer.siren.as_deref().map(crate::people::vat_id),
        address: address.iter().map(|a| a.street.clone()).collect(),
        postcode: address.as_ref().map(|a| a.postcode.clone()),
        city: address.map(|a| a.town),
        country: Some("FR".to_string()),
        code: Some(format!("C{:04}", customer.number + 1)),
        kind: Some(customer.status.code()),
        ..PartyDraft::default()
    }
}
