//! From the elements of a party to a [`PartyDraft`]: names, French numbers, address, contact.
//!
//! A SIREN is kept only when its check digit holds: it is the key under which customers are brought together.

use crate::identity::{has_digits, is_siret_key_right, is_vat_key_right, siren, siren_of_vat, siret};
use crate::locate::LocatedParty;
use crate::notes::Notes;
use crate::tree::{Element, scheme, text};
use crate::value;
use draft::{PartyDraft, Problem};

/// Schemes whose values are French company numbers: ISO 6523 codes, and names older files use.
const FRENCH_SCHEMES: [&str; 9] =
    ["0002", "0009", "0225", "SIREN", "SIRET", "FR:SIREN", "FR:SIRET", "FR-SIREN", "FR-SIRET"];

/// Reads a party; `whom` names it in problems (« vendeur », « client »).
pub(crate) fn read(located: &LocatedParty<'_>, whom: &str, notes: &mut Notes) -> PartyDraft {
    let value = |element: Option<Element<'_>>| element.and_then(text);
    let mut party = PartyDraft {
        name: value(located.name),
        vat_id: value(located.vat_id).map(|id| id.chars().filter(|c| !c.is_whitespace()).collect()),
        email: value(located.endpoint)
            .and_then(|t| value::email(&t))
            .or_else(|| value(located.contact_email).and_then(|t| value::email(&t))),
        phone: value(located.phone),
        contact_name: value(located.contact_name),
        address: address(located),
        postcode: value(located.postcode),
        city: value(located.city),
        country: value(located.country).and_then(country),
        ..PartyDraft::default()
    };
    number(located, &mut party, whom, notes);
    party.code = located.ids.iter().copied().find_map(own_code);
    if party.name.is_none() {
        notes.add(Problem::warning(
            "party_without_name",
            format!("Le nom du {whom} n’est pas indiqué."),
            format!("Complétez la fiche du {whom} après l’import."),
        ));
    }
    party
}

fn country(code: String) -> Option<String> {
    let is_code = code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic());
    is_code.then(|| code.to_ascii_uppercase())
}

fn address(located: &LocatedParty<'_>) -> Vec<String> {
    let mut lines: Vec<String> = located.street.iter().copied().filter_map(text).collect();
    if let (Some(first), Some(number)) = (lines.first_mut(), located.building.and_then(text)) {
        let is_french = located.country.and_then(text).is_some_and(|code| code.eq_ignore_ascii_case("FR"));
        *first = if is_french { format!("{number} {first}") } else { format!("{first} {number}") };
    }
    lines
}

/// The SIREN and SIRET from wherever the document states them, most official place first.
fn number(located: &LocatedParty<'_>, party: &mut PartyDraft, whom: &str, notes: &mut Notes) {
    let is_french =
        party.country.as_deref() == Some("FR") || party.vat_id.as_deref().is_some_and(|v| v.starts_with("FR"));
    let stated = located.legal_ids.iter().chain(&located.ids).chain(&located.endpoint).copied();
    for element in stated {
        let has_french_scheme = scheme(element).is_some_and(|s| FRENCH_SCHEMES.contains(&s.as_str()));
        let is_unmarked = scheme(element).is_none() && is_french;
        if let Some(found) = text(element).filter(|_| has_french_scheme || is_unmarked) {
            take_number(&found, element, has_french_scheme, party, whom, notes);
        }
    }
    if party.siren.is_none() {
        party.siren = party.vat_id.as_deref().and_then(siren_of_vat);
    }
    if let (Some(vat_id), Some(element)) = (party.vat_id.as_deref().filter(|id| !is_vat_key_right(id)), located.vat_id)
    {
        notes.add_at(wrong_key("vat_key", "de TVA", vat_id, whom), element);
    }
}

fn take_number(
    stated: &str,
    element: Element<'_>,
    must_hold: bool,
    party: &mut PartyDraft,
    whom: &str,
    notes: &mut Notes,
) {
    // A French electronic address may go on after the number: `552081317_FACTURES`.
    let stated = stated.split('_').next().unwrap_or(stated);
    if let Some((whole, head)) = siret(stated) {
        if !is_siret_key_right(&whole) {
            notes.add_at(wrong_key("siret_key", "SIRET", &whole, whom), element);
        }
        party.siren.get_or_insert(head);
        party.siret.get_or_insert(whole);
    } else if let Some(found) = siren(stated) {
        party.siren.get_or_insert(found);
    } else if must_hold && has_digits(stated, 9) {
        notes.add_at(wrong_key("siren_key", "SIREN", stated, whom), element);
    } else if must_hold && has_digits(stated, 14) {
        notes.add_at(wrong_key("siret_key", "SIRET", stated, whom), element);
    }
}

fn wrong_key(code: &'static str, name: &str, number: &str, whom: &str) -> Problem {
    Problem::warning(
        code,
        format!("Le numéro {name} {number} du {whom} est faux : sa clé de contrôle ne correspond pas."),
        "Vérifiez ce numéro sur l’annuaire des entreprises et corrigez la fiche.",
    )
}

/// The identifier one party gave the other: without scheme, and not a company number.
fn own_code(element: Element<'_>) -> Option<String> {
    let value = text(element)?;
    let is_company_number = siren(&value).is_some() || siret(&value).is_some();
    (scheme(element).is_none() && !is_company_number).then_some(value)
}
