//! Reads payment terms as invoices, exports and spreadsheets write them, in French and in English.
//!
//! It never guesses: a text with two different numbers of days, or with none, gives nothing, and a text whose reading is not
//! said (« 45 jours fin de mois ») says that the reading was assumed.

use super::PaymentTerms;
use base::fold;

/// Longer terms are a typing mistake or another number.
const MAX_DAYS: u16 = 365;

/// Terms found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadTerms {
    pub terms: PaymentTerms,
    /// « N jours fin de mois » has two lawful readings; A was taken and the user should confirm.
    pub reading_assumed: bool,
}

impl PaymentTerms {
    /// The terms a text states, or `None` when it states none or several.
    pub fn parse(text: &str) -> Option<PaymentTerms> {
        PaymentTerms::read(text).map(|r| r.terms)
    }

    /// The same, with whether the reading had to be assumed.
    pub fn read(text: &str) -> Option<ReadTerms> {
        if text.len() > 2_000 {
            return None;
        }
        let folded = spaced(&fold::words(text));
        let words: Vec<&str> = folded.split_whitespace().collect();
        let sure = |terms| Some(ReadTerms { terms, reading_assumed: false });
        let counts = day_counts(&words);
        let (days, at) = match counts.as_slice() {
            [] => return without_days(&words).and_then(sure),
            [first, rest @ ..] if rest.iter().all(|c| c.0 == first.0) => *first,
            _ => return None,
        };
        if days > MAX_DAYS {
            return None;
        }
        let Some(end) = end_of_month(&words) else {
            let from_delivery = ["livraison", "execution", "delivery", "prestation"].iter().any(|w| words.contains(w));
            return sure(if from_delivery {
                PaymentTerms::DaysAfterDelivery { days }
            } else {
                PaymentTerms::NetDays { days }
            });
        };
        if let Some(day) = day_after(&words, end) {
            return sure(PaymentTerms::EndOfMonthThenDay { days, day });
        }
        match end < at || counts_from(&words, end) {
            _ if days == 0 => sure(PaymentTerms::EndOfMonthA { days }),
            true => sure(PaymentTerms::EndOfMonthB { days }),
            false => Some(ReadTerms {
                terms: PaymentTerms::EndOfMonthA { days },
                reading_assumed: !says_then(&words, at, end),
            }),
        }
    }
}

/// A space between digits and letters: `60j` becomes `60 j`.
fn spaced(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len() + 8);
    let mut previous = ' ';
    for c in folded.chars() {
        if (c.is_ascii_digit() && previous.is_alphabetic()) || (c.is_alphabetic() && previous.is_ascii_digit()) {
            out.push(' ');
        }
        out.push(c);
        previous = c;
    }
    out
}

/// Numbers of days with the place of the number: `30 jours`, `net 30`, or the only number of a text that is nothing else.
fn day_counts(words: &[&str]) -> Vec<(u16, usize)> {
    let unit = |w: Option<&&str>| matches!(w, Some(&("jours" | "jour" | "j" | "jrs" | "jr" | "days" | "day" | "d")));
    let number = |i: usize| words.get(i).and_then(|w| w.parse::<u16>().ok());
    let mut found = Vec::new();
    for i in 0..words.len() {
        let Some(n) = number(i) else { continue };
        let net_before = i > 0 && words.get(i - 1) == Some(&"net") && !unit(words.get(i + 1));
        let calendar = matches!(words.get(i + 1), Some(&("calendar" | "jour" | "jours"))) && unit(words.get(i + 2));
        if unit(words.get(i + 1)) || net_before || calendar {
            found.push((n, i));
        }
    }
    match (found.is_empty(), words) {
        (true, [only]) => only.parse().ok().map(|n| (n, 0)).into_iter().collect(),
        (true, [n, "fdm" | "eom"]) => n.parse().ok().map(|n| (n, 0)).into_iter().collect(),
        _ => found,
    }
}

fn without_days(words: &[&str]) -> Option<PaymentTerms> {
    let has = |sequence: &[&str]| words.windows(sequence.len()).any(|w| w == sequence);
    let at_once: [&[&str]; 9] = [
        &["a", "reception"],
        &["comptant"],
        &["reception", "de", "facture"],
        &["des", "reception"],
        &["on", "receipt"],
        &["upon", "receipt"],
        &["immediate"],
        &["immediat"],
        &["cash"],
    ];
    if at_once.iter().any(|s| has(s)) || words == ["reception"] {
        return Some(PaymentTerms::OnReceipt);
    }
    end_of_month(words).map(|_| PaymentTerms::EndOfMonthA { days: 0 })
}

/// Where the end of the month is said.
fn end_of_month(words: &[&str]) -> Option<usize> {
    let at = |sequence: &[&str]| words.windows(sequence.len()).position(|w| w == sequence);
    let ways: [&[&str]; 7] = [
        &["fin", "de", "mois"],
        &["fin", "du", "mois"],
        &["fin", "mois"],
        &["fdm"],
        &["eom"],
        &["end", "of", "month"],
        &["end", "of", "the", "month"],
    ];
    ways.iter().filter_map(|w| at(w)).min()
}

/// « fin de mois le 10 »: the day of the following month.
fn day_after(words: &[&str], end: usize) -> Option<u8> {
    let le = words.iter().skip(end).position(|w| matches!(*w, "le" | "the"))? + end;
    words.get(le + 1)?.parse().ok().filter(|day| (1..=31).contains(day))
}

/// « à compter de la fin du mois », « après la fin du mois »: the days follow the end of the month.
fn counts_from(words: &[&str], end: usize) -> bool {
    words.iter().take(end).rev().take(3).any(|w| matches!(*w, "compter" | "apres" | "suivant" | "from" | "after"))
}

/// « 45 jours puis fin de mois », « reporté à la fin du mois »: the reading is said.
fn says_then(words: &[&str], at: usize, end: usize) -> bool {
    words.iter().skip(at).take(end.saturating_sub(at)).any(|w| matches!(*w, "puis" | "reporte" | "reportee" | "then"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_read_as_people_write_them() {
        use PaymentTerms::{DaysAfterDelivery, EndOfMonthA, EndOfMonthB, EndOfMonthThenDay, NetDays, OnReceipt};
        for (text, terms) in [
            ("30 jours", NetDays { days: 30 }),
            ("30 jours net", NetDays { days: 30 }),
            ("60j", NetDays { days: 60 }),
            ("60 J NETS", NetDays { days: 60 }),
            ("30 days", NetDays { days: 30 }),
            ("Net 30", NetDays { days: 30 }),
            ("Net 30 days", NetDays { days: 30 }),
            ("Payment within 30 days", NetDays { days: 30 }),
            ("Paiement à 30 jours date de facture. Pénalités : 12,15 %, indemnité 40 €", NetDays { days: 30 }),
            ("0 jour", NetDays { days: 0 }),
            ("45", NetDays { days: 45 }),
            ("à réception", OnReceipt),
            ("À réception de facture", OnReceipt),
            ("Comptant", OnReceipt),
            ("due upon receipt", OnReceipt),
            ("45 jours fin de mois", EndOfMonthA { days: 45 }),
            ("45 FDM", EndOfMonthA { days: 45 }),
            ("45j fdm", EndOfMonthA { days: 45 }),
            ("30 days end of month", EndOfMonthA { days: 30 }),
            ("fin de mois", EndOfMonthA { days: 0 }),
            ("fin de mois + 45 jours", EndOfMonthB { days: 45 }),
            ("30 jours fin de mois le 10", EndOfMonthThenDay { days: 30, day: 10 }),
            ("30 jours à compter de la livraison", DaysAfterDelivery { days: 30 }),
        ] {
            assert_eq!(PaymentTerms::parse(text), Some(terms), "{text}");
        }
    }

    #[test]
    fn what_states_no_terms_or_several_is_refused() {
        for text in [
            "",
            "voir contrat",
            "8 jours ou 30 jours",
            "2/10 net 30 or 60 days",
            "400 jours",
            "99999999 jours",
            "virement",
            "FA-2026-30",
        ] {
            assert_eq!(PaymentTerms::parse(text), None, "{text}");
        }
    }

    #[test]
    fn an_assumed_reading_is_said() {
        let assumed = |text| PaymentTerms::read(text).map(|r| r.reading_assumed);
        assert_eq!(assumed("45 jours fin de mois"), Some(true));
        assert_eq!(assumed("45 jours puis fin de mois"), Some(false));
        assert_eq!(assumed("fin de mois 45 jours"), Some(false));
        assert_eq!(
            assumed(
                "Paiement à 45 jours à compter de la date d'émission de la facture, terme reporté à la fin du mois civil"
            ),
            Some(false)
        );
        let b = PaymentTerms::read("Paiement à 45 jours à compter de la fin du mois d'émission de la facture").unwrap();
        assert_eq!(b, ReadTerms { terms: PaymentTerms::EndOfMonthB { days: 45 }, reading_assumed: false });
    }
}
