//! A choice in words: whose, what it pays, what speaks for it.

use crate::view;
use app::matching::{Choice, Studied};
use base::{Currency, fr};
use domain::matching::engine::{Decision, Doubt};

/// One explanation of a credit, as a page shows it.
pub struct Explained {
    pub rank: usize,
    /// Given back when it is accepted.
    pub shown: String,
    pub customer: String,
    pub customer_href: String,
    /// Number, address, amount.
    pub parts: Vec<(String, String, String)>,
    pub rest: Option<String>,
    pub reasons: Vec<String>,
}

pub fn explained(rank: usize, choice: &Choice, currency: Currency) -> Explained {
    let part = |p: &app::matching::ChoicePart| {
        (p.number.clone(), format!("/factures/{}", p.invoice), view::money(p.cents, currency))
    };
    let accessory = |p: &app::matching::ChoicePart| {
        let label = format!("intérêts et indemnité de {}", p.number);
        (label, format!("/factures/{}#accessoires", p.invoice), view::money(p.cents, currency))
    };
    Explained {
        rank,
        shown: choice.fingerprint(),
        customer: choice.customer.clone(),
        customer_href: format!("/clients/{}", choice.party),
        parts: choice.parts.iter().map(part).chain(choice.accessories.iter().map(accessory)).collect(),
        rest: choice.rest_cents.is_positive().then(|| view::money(choice.rest_cents, currency)),
        reasons: choice.reasons().iter().map(|text| fr::capital(text)).collect(),
    }
}

/// What a person reads first of a credit: certain, to be looked at, or unknown.
pub fn chip(studied: Option<&Studied>) -> view::Chip {
    match studied.map(|s| s.decision) {
        Some(Decision::Auto) => view::Chip::new("certain", "good"),
        Some(Decision::Ask) => view::Chip::new("à regarder", "warn"),
        Some(Decision::None) => view::Chip::new("rien ne correspond", "plain"),
        None => view::Chip::new("pas encore étudié", "plain"),
    }
}

pub fn doubts(studied: &Studied) -> Vec<String> {
    // Beside explanations that a person may accept, the engine's word for « nothing proved » would contradict them.
    let told = |doubt: &Doubt| match doubt {
        Doubt::NothingFits if !studied.choices.is_empty() => "aucune explication n’est certaine".to_string(),
        other => other.french(),
    };
    studied.doubts.iter().map(|doubt| fr::capital(&told(doubt))).collect()
}

/// What was done, in one sentence.
pub fn done(accepted: &app::matching::accept::Accepted, currency: Currency) -> String {
    let paid = match accepted.numbers.as_slice() {
        [] => "gardé en avance".to_string(),
        [one] => format!("imputé sur {one}"),
        many => format!("imputé sur {}", many.join(", ")),
    };
    let rest = accepted.rest;
    let rest = if rest.is_positive() && !accepted.numbers.is_empty() {
        format!(" ; {} gardés en avance", fr::money(rest, currency))
    } else {
        String::new()
    };
    format!("{} : {paid}{rest}.", accepted.customer)
}
