//! Entries by which the bank takes money back or gives it back: rejected direct debits, returned transfers, unpaid cheques.
//!
//! CAMT says it in a field of its own; the other formats say it in codes, or only in the words of the bank's label. A payer
//! may write the same words: on a credit they count at the start of the label only, where the bank writes.

use base::{Cents, fold};

/// What banks call the operation.
const OPERATIONS: [&str; 17] = [
    "prlv",
    "prelevement",
    "prelevements",
    "prelev",
    "prel",
    "prlvt",
    "sdd",
    "vir",
    "virement",
    "virements",
    "virt",
    "sct",
    "cheque",
    "chq",
    "cheques",
    "lcr",
    "effet",
];
/// What they write before it.
const BEFORE: [&str; 12] = [
    "rejet",
    "rejets",
    "rej",
    "retour",
    "retours",
    "impaye",
    "impayes",
    "annulation",
    "annul",
    "restitution",
    "rappel",
    "extourne",
];
/// What they write after it.
const AFTER: [&str; 10] =
    ["rejete", "rejetee", "rejetes", "impaye", "impayee", "impayes", "retourne", "retournee", "annule", "rej"];
/// Words between the two that change nothing.
const BETWEEN: [&str; 8] = ["sepa", "de", "du", "sur", "europeen", "core", "b2b", "inst"];
/// Enough by themselves at the start of the label of a debit.
const ALONE: [&str; 9] = [
    "impaye",
    "impayes",
    "contrepassation",
    "extourne",
    "terugboeking",
    "storno",
    "rucklastschrift",
    "chargeback",
    "reversal",
];
/// A fee about a return is no return.
const FEES: [&str; 8] = ["frais", "com", "comm", "commission", "commissions", "cotisation", "interets", "fees"];

/// Transaction types of MT940 that are returns.
pub(crate) fn is_return_code(code: &str) -> bool {
    code.len() == 4 && code.ends_with("RTI")
}

/// True when the bank's label says that this entry takes back an earlier one.
pub(crate) fn says_so(label: &str, amount: Cents) -> bool {
    let folded = fold::words(label);
    let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
    let Some(first) = words.first() else { return false };
    if FEES.contains(first) {
        return false;
    }
    if is_phrase(&words) {
        return true;
    }
    // A debit is the bank's own writing all along: the words may follow a date, a number or a heading.
    let anywhere = || (1..words.len()).any(|at| words.get(at..).is_some_and(is_phrase));
    amount.is_negative() && (ALONE.contains(first) || anywhere())
}

/// « rejet de prélèvement », « prlv sepa impayé »: the two words with at most small words between them.
fn is_phrase(words: &[&str]) -> bool {
    let Some((first, rest)) = words.split_first() else { return false };
    let second = rest.iter().find(|w| !BETWEEN.contains(w));
    let second = second.copied().unwrap_or("");
    let sepa = rest.first().is_some_and(|w| *w == "sepa");
    (BEFORE.contains(first) && (OPERATIONS.contains(&second) || sepa))
        || (OPERATIONS.contains(first) && AFTER.contains(&second))
}

#[cfg(test)]
mod tests {
    use super::says_so;
    use base::Cents;

    #[test]
    fn the_wordings_of_french_banks() {
        for label in [
            "REJET PRLV TRAITEUR DES HALLES",
            "REJET PRELEVEMENT\nTRAITEUR DES HALLES",
            "REJET DE PRELEVEMENT SEPA",
            "REJET SEPA 1234",
            "PRLV SEPA IMPAYE DUPONT",
            "PRELEVEMENT EUROPEEN REJETE",
            "IMPAYE",
            "IMPAYE PRLV 0001",
            "RETOUR VIR SEPA DURAND",
            "VIREMENT SEPA RETOURNE",
            "CHQ IMPAYE 0012345",
            "ANNULATION VIREMENT",
            "06/11 REJET PRLV CLIENT",
            "Terugboeking",
        ] {
            assert!(says_so(label, Cents::new(-3_990)), "{label}");
        }
    }

    #[test]
    fn words_of_payers_and_fees_are_none() {
        for (label, cents) in [
            ("VIR SEPA RECU DUPONT REGLEMENT IMPAYE FACTURE 12", 12_000),
            ("VIR DUPONT RETOUR DE GARANTIE", 12_000),
            ("FRAIS REJET PRLV", -1_500),
            ("COMMISSION IMPAYE", -1_500),
            ("RETOUR MARCHANDISE FOURNISSEUR", 5_000),
            ("PRLV SEPA EDF", -5_000),
            ("", 1),
        ] {
            assert!(!says_so(label, Cents::new(cents)), "{label}");
        }
        assert!(says_so("REJET VIR EMIS FOURNISSEUR", Cents::new(12_000)), "our own transfer that comes back");
    }
}
