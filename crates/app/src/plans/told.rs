//! Where a plan stands and what an offer rests on, as codes and French sentences for pages, programs and terminals alike.

use crate::records::{PlanEventKind, PlanRow};
use base::{RateBp, days_between, fr};
use domain::payer::Confidence;
use domain::payment_plan::{Offer, OfferKind, Part, PartState, PlanStanding, PlanState, Risk};

/// A plan's state: its code, and in French.
pub fn state(row: &PlanRow, standing: Option<&PlanStanding>) -> (&'static str, String) {
    if let Some(event) = row.event(PlanEventKind::Refused) {
        return ("refused", format!("refusé le {}", fr::date(event.on)));
    }
    if let Some(event) = row.event(PlanEventKind::Withdrawn) {
        return ("withdrawn", format!("retiré le {}", fr::date(event.on)));
    }
    match standing.map(|s| s.state) {
        None => ("proposed", format!("proposé le {}, sans réponse", fr::date(row.plan.proposed_on))),
        Some(PlanState::Running) => ("running", "en cours".to_string()),
        Some(PlanState::Late { since }) => ("late", format!("en retard depuis le {}", fr::date(since))),
        Some(PlanState::Noticed { until, .. }) => {
            ("noticed", format!("mis en demeure, jusqu’au {} pour payer", fr::date(until)))
        }
        Some(PlanState::Forfeitable { since }) => {
            ("forfeitable", format!("mise en demeure sans effet : tout peut être exigé depuis le {}", fr::date(since)))
        }
        Some(PlanState::Lapsed { on }) => {
            ("lapsed", format!("rompu : déchéance du terme constatée le {}", fr::date(on)))
        }
        Some(PlanState::Withdrawn { on }) => ("withdrawn", format!("retiré le {}", fr::date(on))),
        Some(PlanState::Kept) => ("kept", "tenu : tout est payé".to_string()),
    }
}

/// One instalment's state: its code, and in French.
pub fn part(part: &Part) -> (&'static str, String) {
    match part.state {
        PartState::Paid if part.amount.is_zero() => ("not_owed", "plus dû".to_string()),
        PartState::Paid => ("paid", "payé".to_string()),
        PartState::ToCome => ("to_come", "à venir".to_string()),
        PartState::Awaited => ("awaited", "attendu".to_string()),
        PartState::Late { days } => ("late", format!("{} de retard", fr::count(days.unsigned_abs(), "jour", "jours"))),
    }
}

/// How likely an offer is to be kept, and how sure that is.
pub fn risk(risk: &Risk) -> String {
    let history = risk.history;
    let what = match (history.of, history.by_words) {
        (0, _) => return "Risque inconnu : rien ne dit encore comment ce client tient parole.".to_string(),
        (of, true) => {
            format!("{} sur {of}", fr::count(history.kept, "parole tenue", "paroles tenues"))
        }
        (of, false) => {
            format!("{} sur {of}", fr::count(history.kept, "facture payée à l’heure", "factures payées à l’heure"))
        }
    };
    let sure = match history.confidence {
        Confidence::Nothing => "sans recul",
        Confidence::Indicative => "indicatif seulement",
        Confidence::Fair => "assez sûr pour une tendance",
        Confidence::Good => "solide",
    };
    let long = if risk.is_long { " ; un cran de plus, car il dure plus de six mois" } else { "" };
    format!("Risque {} : {what} ({sure}){long}.", risk.level.french())
}

/// What an offer asks of the two sides, in one sentence.
pub fn terms(offer: &Offer, currency: base::Currency) -> String {
    let given = offer.given_up;
    let money = |amount| fr::money(amount, currency);
    let mut gives: Vec<String> = Vec::new();
    let mut give = |amount: base::Cents, what: &str| {
        if amount.is_positive() {
            gives.push(format!("{} {what}", money(amount)));
        }
    };
    give(given.principal, "de principal");
    give(given.interest, "d’intérêts");
    give(given.compensation, "d’indemnité");
    let given_up = if gives.is_empty() {
        "rien n’est abandonné".to_string()
    } else {
        format!("vous abandonnez {}", gives.join(", "))
    };
    match offer.kind {
        OfferKind::Instalments => {
            let last = offer.payments.last().map_or(String::new(), |p| format!(" jusqu’au {}", fr::date(p.due_on)));
            format!("{}{last} ; {given_up}.", fr::count(offer.payments.len() as u64, "versement", "versements"))
        }
        OfferKind::AllNow | OfferKind::Discount => {
            let by =
                offer.payments.first().map_or(String::new(), |p| format!(" le {} au plus tard", fr::date(p.due_on)));
            format!("Un seul paiement{by} ; {given_up}. Sans paiement à cette date, l’offre tombe et tout reste dû.")
        }
    }
}

/// How the present value was found, payment by payment.
pub fn arithmetic(offer: &Offer, rate: RateBp, today: base::Date, currency: base::Currency) -> Vec<String> {
    let rate = fr::percent(rate);
    let each = offer.payments.iter().map(|p| {
        let days = days_between(today, p.due_on).max(0);
        format!("{} × (1 − {rate} × {days} ÷ 365)", fr::money(p.amount, currency))
    });
    each.collect()
}

/// When an offer is worth more than going on for the whole; `None` when it asks for as much.
pub fn worth(offer: &Offer, whole: base::Cents) -> Option<String> {
    let share = offer.worth_below(whole)?;
    Some(format!(
        "À préférer si vous estimez à moins de {} vos chances d’obtenir le tout en continuant.",
        fr::percent(share)
    ))
}

/// What follows a payment that is late; `None` while none is.
pub fn next_step(state: &PlanState) -> Option<String> {
    match state {
        PlanState::Late { since } => Some(format!(
            "Le versement du {} manque. La liste du jour propose un rappel, puis la mise en demeure que l’accord veut avant \
             que tout soit exigible.",
            fr::date(*since)
        )),
        PlanState::Noticed { until, .. } => Some(format!(
            "La mise en demeure laisse au client jusqu’au {} pour payer. Passé ce jour, la totalité peut être exigée.",
            fr::date(*until)
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, PartState, part};
    use base::{Cents, Date};

    #[test]
    fn what_was_given_up_since_is_not_said_to_be_paid() {
        let of = |amount| Part {
            rank: 1,
            due_on: Date::constant(2026, 12, 1),
            amount: Cents::new(amount),
            paid: Cents::new(amount),
            state: PartState::Paid,
        };
        assert_eq!(part(&of(0)), ("not_owed", "plus dû".to_string()));
        assert_eq!(part(&of(100)), ("paid", "payé".to_string()));
    }
}
