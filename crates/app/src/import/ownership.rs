//! Whose invoice it is. Seller = the company makes a receivable; anything else is set aside with its reason.

use super::ImportOptions;
use crate::records::Company;
use base::fold;
use draft::{PartyDraft, Reading};

/// Why this file is not the company's to chase, in French; `None` when it is.
pub(super) fn set_aside(company: &Company, reading: &Reading, name: &str, options: ImportOptions) -> Option<String> {
    if options.any_seller {
        return None;
    }
    if let Some(siren) = reading.ledger.as_ref().and_then(|l| l.siren.as_deref()) {
        let ours = company.siren.as_deref()?;
        return (siren != ours)
            .then(|| format!("Cette comptabilité est celle du SIREN {siren}, pas de {} ({ours}).", company.name));
    }
    let foreign = reading.invoices.iter().find(|i| !is_company(company, &i.seller))?;
    let seller = described(&foreign.seller);
    let number = &foreign.number;
    if is_named(&foreign.buyer) && is_company(company, &foreign.buyer) {
        return Some(format!("La facture {number} vous est adressée par {seller} : c’est un achat."));
    }
    Some(format!(
        "La facture {number} est émise par {seller}, pas par {} : c’est sans doute un achat ({name} ; --any-seller pour la prendre quand même).",
        company.name
    ))
}

/// True when the party is the company, or when the file names no seller at all (a list of our own invoices).
fn is_company(company: &Company, party: &PartyDraft) -> bool {
    if !is_named(party) {
        return true;
    }
    if let (Some(theirs), Some(ours)) = (&party.siren, &company.siren) {
        return theirs == ours;
    }
    if let (Some(theirs), Some(ours)) = (&party.vat_id, &company.vat_id) {
        return fold::reference(theirs) == fold::reference(ours);
    }
    party.name.as_deref().is_some_and(|name| fold::words(name) == fold::words(&company.name))
}

fn is_named(party: &PartyDraft) -> bool {
    party.siren.is_some() || party.vat_id.is_some() || party.name.as_deref().is_some_and(|n| !n.trim().is_empty())
}

fn described(party: &PartyDraft) -> String {
    match (&party.name, &party.siren) {
        (Some(name), Some(siren)) => format!("{name} (SIREN {siren})"),
        (Some(name), None) => name.clone(),
        (None, Some(siren)) => format!("le SIREN {siren}"),
        (None, None) => "un autre vendeur".to_string(),
    }
}
