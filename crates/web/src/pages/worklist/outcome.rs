use super::super::disputes;
use super::{Pairs, day, field, refused};
use crate::answer::Oops;
use crate::view;
use app::outcomes::Outcome;
use base::Cents;
use domain::facts::DisputeCause;

/// A result that can be ticked.
pub struct Choice {
    pub code: &'static str,
    pub label: &'static str,
    pub help: &'static str,
    /// The label of its date, when it has one.
    pub date: &'static str,
    pub amount: bool,
    /// To choose from, when it must be said why.
    pub causes: &'static [DisputeCause],
    /// Somebody may be named.
    pub person: bool,
}

/// The results of a call or visit, in the order they are asked.
pub fn choices() -> Vec<Choice> {
    let choice = |code, label, help, date, amount| {
        let causes: &[DisputeCause] = if code == "litige" { &DisputeCause::ALL } else { &[] };
        Choice { code, label, help, date, amount, causes, person: false }
    };
    vec![
        choice("pas-de-reponse", "Pas de réponse", "Sera proposé de nouveau le prochain jour ouvré.", "", false),
        choice("non-recue", "Facture non reçue", "Renvoyez-la ; l’étape compte comme faite.", "", false),
        choice("validation", "En attente de validation", "On n’insiste pas avant ce jour.", "Jusqu’au", false),
        choice(
            "litige",
            "Litige",
            "La part contestée n’est plus relancée ; le litige est suivi jusqu’à son issue.",
            "",
            true,
        ),
        choice("promesse", "Promesse de paiement", "Rien n’est relancé avant cette date.", "Promis pour le", true),
        choice("envoye", "Paiement envoyé", "On laisse quelques jours à l’argent pour arriver.", "Envoyé le", false),
        choice("autre", "Autre", "Notez ce qui a été dit.", "", false),
    ]
}

/// The results of what a customer wrote: those of a call, but for who did not answer, and who is the wrong person.
pub fn of_answers() -> Vec<Choice> {
    let mut all = choices();
    all.retain(|c| c.code != "pas-de-reponse");
    let wrong = Choice {
        code: "interlocuteur",
        label: "Mauvais interlocuteur",
        help: "La personne nommée prend la place de celle à qui vous aviez écrit.",
        date: "",
        amount: false,
        causes: &[],
        person: true,
    };
    all.insert(all.len().saturating_sub(1), wrong);
    all
}

/// What the form says was heard.
pub fn heard(form: &Pairs) -> Result<Outcome, Oops> {
    Ok(match field(form, "resultat") {
        "pas-de-reponse" => Outcome::NoAnswer,
        "non-recue" => Outcome::InvoiceNotReceived,
        "validation" => Outcome::AwaitingValidation { until: optional_day(form, "le-validation")? },
        "litige" => Outcome::Dispute {
            cause: disputes::cause(field(form, "motif-litige"))?,
            amount: amount(form, "montant-litige")?,
        },
        "promesse" => Outcome::Promise {
            on: day(field(form, "le-promesse"), "La date promise")?,
            amount: amount(form, "montant-promesse")?,
        },
        "envoye" => Outcome::PaymentSent { on: optional_day(form, "le-envoye")? },
        "autre" if note(form).is_empty() => {
            return Err(refused("Rien n’est noté.", "Écrivez ce qui a été dit."));
        }
        "autre" => Outcome::Other,
        _ => return Err(refused("Aucun résultat n’est coché.", "Dites ce que l’échange a donné.")),
    })
}

pub fn note(form: &Pairs) -> &str {
    field(form, "note")
}

fn optional_day(form: &Pairs, name: &str) -> Result<Option<base::Date>, Oops> {
    if field(form, name).is_empty() { Ok(None) } else { day(field(form, name), "La date").map(Some) }
}

fn amount(form: &Pairs, name: &str) -> Result<Option<Cents>, Oops> {
    match field(form, name) {
        "" => Ok(None),
        text => match Cents::parse(text).filter(|c| c.is_positive()) {
            Some(cents) => Ok(Some(cents)),
            None => Err(refused(format!("« {text} » n’est pas un montant."), "Écrivez par exemple 1 250,00.")),
        },
    }
}

/// What happens next, told after the form.
pub fn told(customer: &str, heard: &Outcome) -> String {
    let next = match heard {
        Outcome::NoAnswer => "à rappeler le prochain jour ouvré".to_string(),
        Outcome::InvoiceNotReceived => "facture à renvoyer".to_string(),
        Outcome::AwaitingValidation { .. } => "on attend la validation".to_string(),
        Outcome::Dispute { .. } => "litige ouvert".to_string(),
        Outcome::Promise { on, .. } => format!("promesse notée pour le {}", view::long_day(*on)),
        Outcome::PaymentSent { .. } => "on attend l’arrivée du paiement".to_string(),
        Outcome::Other => "résultat noté".to_string(),
    };
    format!("{customer} : {next}.")
}
