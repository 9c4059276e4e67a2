//! Who writes and who is written to, as documents print them.

use crate::records::{Company, ContactRecord, PartyRecord, PostalAddress};
use base::Cents;
use documents::context::{Addressee, Creditor, Signatory};
use documents::{Lang, Regime};
use domain::facts::PartyKind;

pub(crate) fn creditor(company: &Company) -> Creditor {
    Creditor {
        name: company.name.clone(),
        legal_form: company.legal_form.clone(),
        capital: company.capital.as_deref().and_then(Cents::parse),
        siren: company.siren.clone(),
        rcs: company.rcs.clone(),
        vat_id: company.vat_id.clone(),
        address: address_lines(&company.address),
        email: company.email.clone(),
        phone: company.phone.clone(),
        website: None,
        iban: company.iban.clone(),
        bic: company.bic.clone(),
        signatory: Signatory {
            name: company.signatory.clone().unwrap_or_else(|| company.name.clone()),
            title: None,
            email: company.email.clone(),
            phone: company.phone.clone(),
        },
        consumer_mediator: None,
    }
}

pub(crate) fn addressee(party: &PartyRecord, contact: Option<&ContactRecord>) -> Addressee {
    Addressee {
        name: party.name.clone(),
        siren: party.siren.clone(),
        contact_name: contact.and_then(|c| c.name.clone()),
        salutation: contact.and_then(|c| c.name.clone()),
        address: address_lines(&party.address),
        email: contact.and_then(|c| c.email.clone()),
        language: if party.language == "en" { Lang::En } else { Lang::Fr },
    }
}

pub(crate) fn address_lines(address: &PostalAddress) -> Vec<String> {
    let mut lines = address.lines.clone();
    let town =
        [address.postcode.as_deref(), address.city.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    lines.extend((!town.is_empty()).then_some(town));
    lines.extend(address.country.clone().filter(|c| c != "FR"));
    lines
}

/// The law a document speaks of; none while nothing tells what the customer is.
pub(crate) fn documents_regime(party: &PartyRecord) -> Regime {
    match party.kind {
        _ if !party.kind_basis.is_known() => Regime::Unknown,
        PartyKind::Business => Regime::Business,
        PartyKind::Consumer => Regime::Consumer,
        PartyKind::PublicBody => Regime::Public,
    }
}

/// What the customer is asked to write in the transfer; at most 140 characters fit a payment code.
pub(crate) fn payment_reference(numbers: &[&str]) -> String {
    let mut reference = String::new();
    for (i, number) in numbers.iter().enumerate() {
        let more = if i == 0 { (*number).to_string() } else { format!(" {number}") };
        if reference.chars().count() + more.chars().count() > 130 {
            break;
        }
        reference.push_str(&more);
    }
    reference
}
