//! Who we are, as our own files say it: the seller that most of the invoices share. It is a proposal for a person to
//! confirm, and writes nothing.

use super::ReadFile;
use super::ownership::siren_of;
use crate::records::PostalAddress;
use base::fold;
use draft::{InvoiceDraft, PartyDraft};
use std::collections::BTreeMap;

/// A company as its own files describe it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Seller {
    pub name: Option<String>,
    pub siren: Option<String>,
    pub vat_id: Option<String>,
    pub address: PostalAddress,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub iban: Option<String>,
    /// How many invoices say so; zero when only the name of a ledger does.
    pub invoices: u64,
}

/// The seller that most invoices share; without invoices that name one, the SIREN in the name of a ledger's file.
pub fn seller(files: &[ReadFile]) -> Option<Seller> {
    let mut sellers: BTreeMap<String, Vec<&InvoiceDraft>> = BTreeMap::new();
    for invoice in files.iter().flat_map(|f| &f.reading.invoices) {
        if let Some(key) = key(&invoice.seller) {
            sellers.entry(key).or_default().push(invoice);
        }
    }
    let most = sellers.into_values().max_by_key(Vec::len);
    let ledger = || files.iter().find_map(|f| f.reading.ledger.as_ref()?.siren.clone());
    most.map(|invoices| described(&invoices))
        .or_else(|| ledger().map(|siren| Seller { siren: Some(siren), ..Seller::default() }))
}

fn key(party: &PartyDraft) -> Option<String> {
    let siren = siren_of(party.siren.as_deref(), party.vat_id.as_deref());
    siren.or_else(|| party.name.as_deref().map(fold::words).filter(|n| !n.is_empty()))
}

fn described(invoices: &[&InvoiceDraft]) -> Seller {
    let said = |of: fn(&InvoiceDraft) -> Option<&String>| most_said(invoices.iter().filter_map(|i| of(i)));
    let addressed = invoices.iter().map(|i| &i.seller).find(|s| !s.address.is_empty() && s.city.is_some());
    let siren = invoices.iter().find_map(|i| siren_of(i.seller.siren.as_deref(), i.seller.vat_id.as_deref()));
    Seller {
        name: said(|i| i.seller.name.as_ref()),
        siren,
        vat_id: said(|i| i.seller.vat_id.as_ref()),
        address: addressed.map_or_else(PostalAddress::default, |s| PostalAddress {
            lines: s.address.clone(),
            postcode: s.postcode.clone(),
            city: s.city.clone(),
            country: s.country.clone(),
        }),
        email: said(|i| i.seller.email.as_ref()),
        phone: said(|i| i.seller.phone.as_ref()),
        iban: said(|i| i.iban.as_ref()),
        invoices: invoices.len() as u64,
    }
}

fn most_said<'a>(values: impl Iterator<Item = &'a String>) -> Option<String> {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for value in values.filter(|v| !v.trim().is_empty()) {
        *counts.entry(value).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(value, _)| value.trim().to_string())
}
