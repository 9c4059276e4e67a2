//! What went before and counts today: a step that was skipped, a word that was not kept, an answer that nobody read.

use super::days;
use base::{Date, fr};

pub(super) fn skipped(
    step: &str,
    (on, author, why): (Date, &str, &str),
    (counted_from, needed_days): (Date, i64),
) -> String {
    let from = if counted_from == on { String::new() } else { format!(" compté du {}", fr::date(counted_from)) };
    format!(
        "L’étape « {step} » n’a pas été faite : passée le {} par {author} ({}) ; le délai de {}{from} est écoulé.",
        fr::date(on),
        why.trim_end_matches('.'),
        days(needed_days)
    )
}

/// `came` is what was asked for and what arrived of it.
pub(super) fn word_broken((promised, until): (Date, Date), came: Option<(String, String)>, times: u32) -> String {
    let (on, day) = (fr::date(promised), fr::date(until));
    let told = match came {
        Some((asked, came)) => format!("Sur les {asked} promis le {on} pour le {day}, {came} sont arrivés."),
        None => format!("Le paiement annoncé le {on} pour le {day} n’est pas arrivé."),
    };
    let again = if times > 1 { format!(" C’est la {times}e parole non tenue en un an.") } else { String::new() };
    format!("{told}{again}")
}

pub(super) fn answered(received_on: Date, until: Date) -> String {
    format!(
        "Le client a répondu le {} : lisez sa réponse d’abord. Sans cela, les relances reprennent le {}.",
        fr::date(received_on),
        fr::date(until)
    )
}
