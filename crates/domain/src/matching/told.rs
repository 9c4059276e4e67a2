//! One credit in the words of several files: each kind cuts labels elsewhere, and only one may give the invoice's number. What is
//! made of them does not depend on which file came first.

use super::BankCredit;
use base::fold;
use std::cmp::Reverse;

/// What another file tells of a credit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub text: String,
    pub payer: Option<String>,
    pub iban: Option<String>,
}

impl BankCredit {
    /// Takes in what other files tell of it.
    pub fn also_told(&mut self, others: Vec<Told>) {
        let (mut texts, mut payers, mut ibans) = (vec![std::mem::take(&mut self.text)], Vec::new(), Vec::new());
        payers.extend(self.payer.take());
        ibans.extend(self.iban.take());
        for told in others {
            texts.push(told.text);
            payers.extend(told.payer);
            ibans.extend(told.iban);
        }
        self.text = one_text(texts);
        self.payer = payers.into_iter().min_by_key(|name| (Reverse(name.chars().count()), name.clone()));
        self.iban = ibans.into_iter().min();
    }
}

/// The longest text, then the words that only others have; a label cut inside a word adds nothing.
fn one_text(mut texts: Vec<String>) -> String {
    texts.sort_by_cached_key(|text| (Reverse(fold::reference(text).len()), text.clone()));
    let mut texts = texts.into_iter();
    let mut whole = texts.next().unwrap_or_default();
    let mut known = fold::reference(&whole);
    let mut more: Vec<String> = Vec::new();
    for text in texts {
        for word in text.split_whitespace() {
            let folded = fold::reference(word);
            if !folded.is_empty() && !known.contains(&folded) {
                known.push(' ');
                known.push_str(&folded);
                more.push(word.to_string());
            }
        }
    }
    if !more.is_empty() {
        whole = format!("{whole} / {}", more.join(" "));
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::one_text;

    #[test]
    fn what_files_tell_is_one_text_in_any_order() {
        let texts =
            ["VIR SEPA DUPONT", "VIR DUPONT MENUISERIE SARL F-2026-0001", "DUPONT MENUIS E2E-12"].map(String::from);
        let whole = "VIR DUPONT MENUISERIE SARL F-2026-0001 / E2E-12 SEPA";
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [1, 2, 0]] {
            assert_eq!(one_text(order.map(|at: usize| texts[at].clone()).to_vec()), whole, "{order:?}");
        }
        assert_eq!(one_text(vec!["VIR".into(), "VIR".into()]), "VIR");
    }
}
