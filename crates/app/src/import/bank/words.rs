//! The words of a bank label that tell one line from another: not the banks' own.

use base::fold;
use std::collections::BTreeSet;

/// Shorter words prove nothing.
const SHORTEST: usize = 3;
/// Words of banks and of French, on any line.
const COMMON: [&str; 42] = [
    "annulation",
    "b2b",
    "carte",
    "chq",
    "cheque",
    "core",
    "credit",
    "date",
    "debit",
    "des",
    "emis",
    "eur",
    "euros",
    "europeen",
    "facture",
    "faveur",
    "impaye",
    "impayee",
    "impayes",
    "inst",
    "insuffisante",
    "les",
    "motif",
    "paiement",
    "prelevement",
    "prlv",
    "provision",
    "recu",
    "ref",
    "reference",
    "rejet",
    "rejete",
    "rejets",
    "retour",
    "retourne",
    "sarl",
    "sas",
    "sepa",
    "sur",
    "vir",
    "virement",
    "votre",
];

/// Those words, folded.
pub(in crate::import) fn telling(text: &str) -> BTreeSet<String> {
    let folded = fold::words(text);
    let kept = folded.split(' ').filter(|w| w.chars().count() >= SHORTEST && !COMMON.contains(w));
    kept.map(str::to_string).collect()
}

/// A number that is no year: a reference.
pub(in crate::import) fn is_reference(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let is_year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    digits >= 3 && word.len() >= 4 && !is_year
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn banks_words_tell_nothing() {
        let words: Vec<String> = telling("REJET PRLV TRAITEUR DES HALLES F-2026-0012 MOTIF").into_iter().collect();
        assert_eq!(words, ["0012", "2026", "halles", "traiteur"]);
        assert!(is_reference("0012") && is_reference("fa0012") && !is_reference("2026") && !is_reference("12a"));
    }
}
