//! What a bank writes: numbers in every spelling, names cut, run together, without their legal form.

use super::{Kind, World, Written};
use crate::chance::Stream;

/// How invoices are numbered; it changes with the seed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    prefix: &'static str,
    join: &'static str,
    width: usize,
}

impl Style {
    pub fn of(seed: u64) -> Style {
        match seed % 3 {
            0 => Style { prefix: "F", join: "-", width: 5 },
            1 => Style { prefix: "FA-", join: "-", width: 6 },
            _ => Style { prefix: "FAC", join: "/", width: 5 },
        }
    }

    pub fn number(self, rank: usize) -> String {
        let Style { prefix, join, width } = self;
        format!("{prefix}2026{join}{rank:0width$}")
    }
}

/// One number as somebody might type it.
pub(super) fn spelled(number: &str, chance: &mut Stream) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let (year, rank) = digits.split_at(4.min(digits.len()));
    let prefix: String = number.chars().take_while(char::is_ascii_alphabetic).collect();
    match chance.between(0, 7) {
        0 => format!("FACTURE {year} {rank}"),
        1 => format!("fact.{}", number.to_lowercase()),
        2 => format!("FA{year}{}", rank.trim_start_matches('0')),
        3 => format!("{prefix}{digits}"),
        4 => format!("{prefix} {year}-{rank}"),
        5 => format!("N/REF {number} V/REF BC{}", chance.digits(4)),
        6 => format!("FACT {number}"),
        _ => number.to_string(),
    }
}

/// The number with one digit wrong; never the year's.
pub(super) fn mistyped(number: &str, chance: &mut Stream) -> String {
    let mut letters: Vec<char> = number.chars().collect();
    let from = letters.len().saturating_sub(5);
    let at = from + usize::try_from(chance.between(0, 4)).unwrap_or(0);
    if let Some(old) = letters.get(at).and_then(|c| c.to_digit(10)) {
        let new = (old + u32::try_from(chance.between(1, 9)).unwrap_or(1)) % 10;
        if let (Some(place), Some(digit)) = (letters.get_mut(at), char::from_digit(new, 10)) {
            *place = digit;
        }
    }
    letters.into_iter().collect()
}

const UNRELATED: [&str; 8] = [
    "REMBOURSEMENT TVA DGFIP",
    "VIR INTERNE COMPTE EPARGNE",
    "INTERETS CREDITEURS",
    "REMISE CB 4512 DU 12",
    "DEBLOCAGE PRET 00123",
    "URSSAF REMBOURSEMENT",
    "CPAM IJSS",
    "AVOIR FOURNISSEUR ORANGE",
];

/// The label, and the payer's name and account where the bank gives them.
pub(super) fn label(world: &mut World, line: &Written) -> (String, String, String) {
    let chance = &mut world.chance;
    if line.kind == Kind::Unrelated {
        return (chance.pick(&UNRELATED).to_string(), String::new(), String::new());
    }
    if let Some((name, iban)) = &line.other {
        return (format!("VIR {name} {}", line.motive), name.clone(), iban.clone());
    }
    let Some(client) = line.client.and_then(|c| world.clients.get(c)) else { return Default::default() };
    let name = shown_name(&client.name, chance);
    let iban = if client.is_known && !chance.one_in(3) { client.iban.clone() } else { String::new() };
    let motive = &line.motive;
    match chance.between(0, 4) {
        0 => (format!("VIR {name} {motive}"), name, iban),
        1 => (format!("VIR INST {name} {motive}"), name, iban),
        2 => (format!("VIREMENT DE {name} {motive}"), name, iban),
        3 => (format!("VIR SEPA RECU /DE {name} /MOTIF {motive} /REF NOTPROVIDED"), name, iban),
        _ => (format!("VIR RECU {} {name} {motive}", chance.between(1_000_000, 9_999_999)), String::new(), iban),
    }
}

fn shown_name(name: &str, chance: &mut Stream) -> String {
    let forms = ["SARL ", "SASU ", "SAS ", "SA ", "EURL ", "SCI "];
    let bare = forms.iter().find_map(|form| name.strip_prefix(form)).unwrap_or(name);
    match chance.between(0, 5) {
        0 | 1 => name.to_string(),
        2 => bare.to_string(),
        3 => bare.replace('&', "ET"),
        4 => bare.chars().take(18).collect(),
        _ => bare.chars().filter(|c| *c != ' ').take(20).collect(),
    }
}
