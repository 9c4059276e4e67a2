//! Who a customer line belongs to: the auxiliary account, else the 411 sub-account, with a name.
//! Collective accounts and pseudo-customers ("recettes CB") are nobody that could be reminded.

use crate::account::{Family, is_collective};
use crate::book::CustomerLine;
use crate::entries::Nature;
use std::collections::{BTreeMap, BTreeSet};

/// Code and name of each customer line's party.
pub(crate) struct Parties {
    /// Parallel to the customer lines.
    pub codes: Vec<String>,
    /// Code to name.
    pub names: BTreeMap<String, String>,
    /// Codes that stand for nobody.
    pub pseudo: BTreeSet<String>,
}

/// True when the line says whose it is.
pub(crate) fn names_customer(line: &CustomerLine<'_>) -> bool {
    !line.auxiliary.is_empty() || !is_collective(line.account)
}

pub(crate) fn identify(customers: &[CustomerLine<'_>], natures: &[Nature]) -> Parties {
    let known: BTreeSet<&str> =
        customers.iter().filter(|c| Family::of(c.account) == Family::Customer).map(raw_code).collect();
    let mut parties =
        Parties { codes: Vec::with_capacity(customers.len()), names: BTreeMap::new(), pseudo: BTreeSet::new() };
    for (at, line) in customers.iter().enumerate() {
        let answered = natures.get(at).and_then(|n| n.answers).and_then(|i| customers.get(i));
        let code = code_of(answered.unwrap_or(line), &known);
        let name = if answered.is_some() { "" } else { name_of(line) };
        let kept = parties.names.entry(code.clone()).or_default();
        if kept.is_empty() {
            kept.push_str(name);
        }
        if answered.is_none() && !names_customer(line) {
            parties.pseudo.insert(code.clone());
        }
        parties.codes.push(code);
    }
    let named: Vec<_> =
        parties.names.iter().filter(|(code, name)| is_pseudo(code, name)).map(|(c, _)| c.clone()).collect();
    parties.pseudo.extend(named);
    parties
}

fn raw_code<'a>(line: &CustomerLine<'a>) -> &'a str {
    if line.auxiliary.is_empty() { line.account } else { line.auxiliary }
}

/// `416DUPONT` or `413DUPONT` is `411DUPONT` when that one exists: the same customer, elsewhere in the chart.
fn code_of(line: &CustomerLine<'_>, known: &BTreeSet<&str>) -> String {
    let code = raw_code(line);
    for prefix in ["4191", "4117", "416", "413"] {
        if let Some(suffix) = code.strip_prefix(prefix).filter(|s| !s.is_empty()) {
            let twin = format!("411{suffix}");
            if known.contains(twin.as_str()) && !is_collective(code) {
                return twin;
            }
        }
    }
    code.to_string()
}

fn name_of<'a>(line: &CustomerLine<'a>) -> &'a str {
    if line.auxiliary_name.is_empty() && line.auxiliary.is_empty() { line.account_name } else { line.auxiliary_name }
}

/// Words that, alone together, name takings and not a customer.
const NOBODY: &[&str] = &[
    "anonyme",
    "anonymes",
    "au",
    "autres",
    "bancaire",
    "bancaires",
    "boutique",
    "caisse",
    "carte",
    "cartes",
    "cb",
    "cheque",
    "cheques",
    "client",
    "clients",
    "clientele",
    "comptant",
    "comptoir",
    "consommateurs",
    "de",
    "des",
    "detail",
    "divers",
    "diverse",
    "diverses",
    "du",
    "en",
    "encaissement",
    "encaissements",
    "esp",
    "especes",
    "et",
    "internet",
    "jour",
    "journalieres",
    "la",
    "le",
    "les",
    "ligne",
    "magasin",
    "occasionnel",
    "occasionnels",
    "particulier",
    "particuliers",
    "passage",
    "passagers",
    "public",
    "recette",
    "recettes",
    "site",
    "ticket",
    "tickets",
    "tpe",
    "vente",
    "ventes",
    "web",
    "z",
];

/// Auxiliary codes met for takings.
const NOBODY_CODES: &[&str] = &[
    "ccb",
    "cesp",
    "ccesp",
    "ccheq",
    "cchq",
    "cdiv",
    "cdivers",
    "divers",
    "comptoir",
    "9divers",
    "411divers",
    "411comptoir",
    "411cb",
    "411especes",
];

fn is_pseudo(code: &str, name: &str) -> bool {
    if NOBODY_CODES.contains(&base::fold::reference(code).to_lowercase().as_str()) {
        return true;
    }
    let words = base::fold::words(name);
    !words.is_empty() && words.split(' ').all(|w| NOBODY.contains(&w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takings_are_told_from_customers() {
        for (code, name) in [
            ("CCB", "recettes CB"),
            ("CESP", ""),
            ("X1", "Recettes espèces"),
            ("411DIVERS", "Clients divers"),
            ("C9", "CLIENT COMPTOIR"),
            ("C8", "Ventes au comptant"),
            ("C7", "Clients de passage"),
        ] {
            assert!(is_pseudo(code, name), "{code} {name}");
        }
        for (code, name) in [
            ("C1", "BOUTIQUE DU LAC"),
            ("C2", "DIVERS GENS SARL"),
            ("CCBTP", "CCBTP"),
            ("C3", ""),
            ("C4", "COMPTOIR DES MATÉRIAUX"),
        ] {
            assert!(!is_pseudo(code, name), "{code} {name}");
        }
    }
}
