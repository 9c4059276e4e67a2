//! XML files of banks that are no statement: orders of transfers and of direct debits. Recognising them gives a message that
//! says what to ask for, instead of « format inconnu ».

use draft::{Format, Problem, Reading};

/// What the content looks like, with its usual name.
pub(crate) fn recognise_other(head: &str) -> Option<Reading> {
    if !head.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
        return None;
    }
    let order = ["pain.001", "pain.002", "pain.007", "pain.008"];
    let variant = order.into_iter().find(|name| head.contains(&format!("xsd:{name}")))?;
    let mut reading = Reading::of(Format::OtherBank);
    reading.variant = Some(variant.to_string());
    Some(reading.with_problem(order_no_statement(variant)))
}

fn order_no_statement(name: &str) -> Problem {
    let what = format!("Fichier {name} : c’est un ordre de virement ou de prélèvement, pas un relevé de compte.");
    let remedy = "Donnez le relevé de compte (CAMT.053, OFX ou CSV) où figurent les opérations exécutées.";
    Problem::error("payment_order", what, remedy)
}
