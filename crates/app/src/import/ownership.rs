//! Whose file it is, and whether it is one to take at all. Seller = the company makes a receivable; anything else is set
//! aside with its reason. Files that tell what another file tells better are set aside too.

use super::ImportOptions;
use crate::records::Company;
use base::fold;
use draft::{Format, PartyDraft, Problem, Reading, Severity};

/// Why this file is not the company's to take, in French; `None` when it is.
pub(super) fn set_aside(company: &Company, reading: &Reading, options: ImportOptions) -> Option<String> {
    if let Some(why) = only_notice(reading) {
        return Some(why);
    }
    if options.any_seller {
        return None;
    }
    if let Some(siren) = reading.ledger.as_ref().and_then(|l| l.siren.as_deref()) {
        let ours = siren_of(company.siren.as_deref(), company.vat_id.as_deref())?;
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
        "La facture {number} est émise par {seller}, pas par {} : c’est sans doute un achat (--any-seller pour la prendre quand même).",
        company.name
    ))
}

/// Movements that the day's statement will hold again: taking both would count the same money twice.
fn only_notice(reading: &Reading) -> Option<String> {
    let interim = "C’est une situation intra-journalière, pas un relevé";
    let (what, wanted) = match reading.format? {
        Format::Camt052 => (interim, "CAMT.053"),
        Format::Camt054 => ("C’est un avis d’opérations, pas un relevé", "CAMT.053"),
        Format::Mt940 if !reading.statements.is_empty() && reading.statements.iter().all(|s| s.is_interim) => {
            (interim, "MT940")
        }
        _ => return None,
    };
    Some(format!("{what} : importez le {wanted} du même compte, qui contient ces opérations."))
}

/// A list that could be of payments received is not taken as invoices until somebody says so.
pub(super) fn doubtful_list(reading: &Reading) -> Option<Problem> {
    let doubt = reading.problems.iter().find(|p| p.code == "maybe_payments")?;
    let remedy = "Si ce sont des factures, renommez une colonne « Date de facture », « Échéance » ou « Montant TTC », ou \
                  confirmez les colonnes avec --map ; si ce sont des paiements, importez le relevé de banque.";
    Some(Problem { severity: Severity::Error, remedy: remedy.to_string(), ..doubt.clone() })
}

/// The seller's identifier, when it is not the company.
pub(super) fn foreign_seller(company: &Company, seller: &PartyDraft) -> Option<String> {
    if is_company(company, seller) {
        return None;
    }
    let siren = siren_of(seller.siren.as_deref(), seller.vat_id.as_deref());
    let vat = seller.vat_id.as_deref().map(fold::reference);
    siren.or(vat).or_else(|| seller.name.as_deref().map(fold::words))
}

/// True when the party is the company, or when the file names no seller at all (a list of our own invoices).
fn is_company(company: &Company, party: &PartyDraft) -> bool {
    if !is_named(party) {
        return true;
    }
    let theirs = siren_of(party.siren.as_deref(), party.vat_id.as_deref());
    if let (Some(theirs), Some(ours)) = (theirs, siren_of(company.siren.as_deref(), company.vat_id.as_deref())) {
        return theirs == ours;
    }
    if let (Some(theirs), Some(ours)) = (&party.vat_id, &company.vat_id) {
        return fold::reference(theirs) == fold::reference(ours);
    }
    party.name.as_deref().is_some_and(|name| bare_name(name) == bare_name(&company.name))
}

/// Nine digits, said as such or inside a French VAT number (CGI ann. II art. 286 ter: FR, two characters, SIREN).
pub(super) fn siren_of(siren: Option<&str>, vat_id: Option<&str>) -> Option<String> {
    let said = siren.map(fold::digits).filter(|digits| digits.len() == 9);
    said.or_else(|| {
        let vat = fold::reference(vat_id?);
        let siren = vat.strip_prefix("FR")?.get(2..)?;
        (siren.len() == 9 && siren.bytes().all(|b| b.is_ascii_digit())).then(|| siren.to_string())
    })
}

/// The folded name without its legal form.
fn bare_name(name: &str) -> String {
    const FORMS: [&str; 12] =
        ["sarl", "sas", "sasu", "sa", "eurl", "ei", "eirl", "snc", "sci", "selarl", "scop", "societe"];
    let words = fold::words(name);
    let kept: Vec<&str> = words.split(' ').filter(|w| !FORMS.contains(w)).collect();
    if kept.is_empty() { words } else { kept.join(" ") }
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
