//! Names of companies, no two of which begin with the same fourteen letters.

use crate::chance::Stream;
use std::collections::BTreeSet;

const FORMS: [&str; 7] = ["SARL ", "SAS ", "SASU ", "SA ", "EURL ", "SCI ", ""];
const FAMILIES: [&str; 40] = [
    "ARNAUD",
    "AUBERT",
    "BAILLY",
    "BARBIER",
    "BENOIT",
    "BERGER",
    "BOUCHER",
    "BOURGEOIS",
    "BRETON",
    "BRUN",
    "CARON",
    "CARPENTIER",
    "COLIN",
    "COLLET",
    "DACOSTA",
    "DUPUIS",
    "DUVAL",
    "FABRE",
    "FLEURY",
    "GAILLARD",
    "GERARD",
    "GILLET",
    "GUILLAUME",
    "HUBERT",
    "JOLY",
    "LACROIX",
    "LECLERC",
    "LEMAIRE",
    "LEMOINE",
    "MARCHAND",
    "MEUNIER",
    "MEYER",
    "NOEL",
    "OLIVIER",
    "PARIS",
    "PICARD",
    "RENARD",
    "RIVIERE",
    "ROCHE",
    "VIDAL",
];
const TIES: [&str; 4] = [" ET FILS ", " FRERES ", " & ASSOCIES ", " "];
const TRADES: [&str; 16] = [
    "MENUISERIE",
    "PLOMBERIE",
    "ELECTRICITE",
    "TRANSPORTS",
    "CONSEIL",
    "IMMOBILIER",
    "DISTRIBUTION",
    "RESTAURATION",
    "PAYSAGES",
    "INFORMATIQUE",
    "FORMATION",
    "LOGISTIQUE",
    "ARCHITECTES",
    "TRAITEUR",
    "PHARMACIE",
    "INGENIERIE",
];

pub(super) fn distinct(chance: &mut Stream, count: usize) -> Vec<String> {
    let (mut names, mut beginnings) = (Vec::new(), BTreeSet::new());
    let mut tries = 0;
    while names.len() < count {
        tries += 1;
        // Once all the usual names are taken, families are made up.
        let family =
            if tries > count * 4 || names.len() > 900 { made_up(chance) } else { chance.pick(&FAMILIES).to_string() };
        let bare = format!("{family}{}{}", chance.pick(&TIES), chance.pick(&TRADES));
        let beginning: String = bare.replace('&', "ET").chars().filter(char::is_ascii_alphanumeric).take(14).collect();
        if beginning.len() == 14 && beginnings.insert(beginning) {
            names.push(format!("{}{bare}", chance.pick(&FORMS)));
        }
    }
    names
}

fn made_up(chance: &mut Stream) -> String {
    let mut name = String::new();
    for _ in 0..4 {
        name.push_str(chance.pick(&["B", "D", "F", "G", "L", "M", "N", "P", "R", "S", "T", "V"]));
        name.push_str(chance.pick(&["A", "E", "I", "O", "U"]));
    }
    name
}
