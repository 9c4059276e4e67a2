//! Who a customer line belongs to: the auxiliary account, else the 411 sub-account, with a name.
//! Collective accounts and pseudo-customers ("recettes CB") are nobody that could be reminded.

use crate::account::{Family, is_collective};
use crate::book::{Book, LineTexts};
use crate::entries::Nature;
use draft::Text;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Code and name of each customer line's party.
pub(crate) struct Parties {
    /// Parallel to the customer lines.
    pub codes: Vec<Text>,
    /// Code to name.
    pub names: BTreeMap<String, String>,
    /// Codes that stand for nobody.
    pub pseudo: BTreeSet<String>,
}

/// True when the line says whose it is.
pub(crate) fn names_customer(line: &LineTexts<'_>) -> bool {
    !line.auxiliary.is_empty() || !is_collective(line.account)
}

pub(crate) fn identify(book: &Book<'_>, natures: &[Nature]) -> Parties {
    let lines = || (0..book.customers.len()).filter_map(|at| Some((at, book.named(at)?)));
    let known: BTreeSet<&str> =
        lines().filter(|(_, l)| Family::of(l.account) == Family::Customer).map(|(_, l)| raw_code(&l)).collect();
    let mut shared: HashMap<&str, Text> = HashMap::new();
    let mut parties =
        Parties { codes: Vec::with_capacity(book.customers.len()), names: BTreeMap::new(), pseudo: BTreeSet::new() };
    for (at, line) in lines() {
        let answered = natures.get(at).and_then(|n| n.answers).and_then(|i| book.named(i));
        let whose = answered.unwrap_or(line);
        let code = shared.entry(raw_code(&whose)).or_insert_with(|| code_of(&whose, &known)).clone();
        let name = if answered.is_some() { "" } else { name_of(&line) };
        match parties.names.get_mut(code.as_str()) {
            Some(kept) if kept.is_empty() => kept.push_str(name),
            Some(_) => {}
            None => drop(parties.names.insert(code.to_string(), name.to_string())),
        }
        if answered.is_none() && !names_customer(&line) {
            parties.pseudo.insert(code.to_string());
        }
        parties.codes.push(code);
    }
    let named: Vec<_> =
        parties.names.iter().filter(|(code, name)| is_pseudo(code, name)).map(|(c, _)| c.clone()).collect();
    parties.pseudo.extend(named);
    parties
}

fn raw_code<'a>(line: &LineTexts<'a>) -> &'a str {
    if line.auxiliary.is_empty() { line.account } else { line.auxiliary }
}

/// `416DUPONT` or `413DUPONT` is `411DUPONT` when that one exists: the same customer, elsewhere in the chart.
fn code_of(line: &LineTexts<'_>, known: &BTreeSet<&str>) -> Text {
    let code = raw_code(line);
    for prefix in ["4191", "4117", "416", "413"] {
        if let Some(suffix) = code.strip_prefix(prefix).filter(|s| !s.is_empty()) {
            let twin = format!("411{suffix}");
            if known.contains(twin.as_str()) && !is_collective(code) {
                return twin.into();
            }
        }
    }
    code.into()
}

fn name_of<'a>(line: &LineTexts<'a>) -> &'a str {
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
