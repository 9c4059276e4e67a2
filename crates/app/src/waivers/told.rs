//! What a waiver was weighed against, as French sentences for pages, programs and terminals alike: what is measured, what is
//! supposed, and the sums.

use super::Study;
use base::{Currency, fr};
use domain::waiver::Weighed;

/// The sums, with every number that entered them, and the result.
pub fn line_of_sums(weighed: &Weighed, currency: Currency) -> Vec<String> {
    let money = |amount| fr::money(amount, currency);
    let s = &weighed.supposed;
    let rate = fr::percent(s.rate);
    let rest = weighed.whole.sub(weighed.given_up).unwrap_or_default();
    let mut told = vec![
        format!(
            "Continuer : {} × {} × (1 − {rate} × {} ÷ 365) − {} = {}.",
            money(weighed.whole),
            fr::percent(s.chance),
            s.days,
            money(s.cost),
            money(weighed.going_on)
        ),
        format!(
            "Remettre : ({} − {}) × (1 − {rate} × {} ÷ 365) = {} × (1 − {rate} × {} ÷ 365) = {}.",
            money(weighed.whole),
            money(weighed.given_up),
            s.pay_days,
            money(rest),
            s.pay_days,
            money(weighed.settling)
        ),
    ];
    told.push(match weighed.break_even {
        Some(share) => format!(
            "La remise rapporte davantage tant que la chance d’obtenir le tout reste sous {} : ({} + {}) ÷ ({} × (1 − {rate} × {} ÷ 365)).",
            fr::percent(share),
            money(weighed.settling),
            money(s.cost),
            money(weighed.whole),
            s.days
        ),
        None => "Quelle que soit la chance d’obtenir le tout, continuer ne rapporterait pas davantage.".to_string(),
    });
    told
}

/// One line on what comes out.
pub fn result(weighed: &Weighed, currency: Currency) -> String {
    let (best, other) = if weighed.is_worth_it() {
        ("Avec ces hypothèses, la remise vaut mieux", (weighed.settling, weighed.going_on))
    } else {
        ("Avec ces hypothèses, mieux vaut continuer", (weighed.going_on, weighed.settling))
    };
    let (more, less) = (fr::money(other.0, currency), fr::money(other.1, currency));
    format!("{best} : {more} attendus, contre {less}. La remise suppose que le client paie alors tout le reste.")
}

/// What the books measure of the customer: it enters no sum, and helps to choose what to suppose.
pub fn reasons(study: &Study) -> Vec<String> {
    let mut told = Vec::new();
    if let Some(oldest) = study.owed.invoices.first() {
        let late = base::days_between(oldest.due_on, study.profile.as_of);
        told.push(format!(
            "Constaté : la plus ancienne facture, {}, est échue depuis {}.",
            oldest.number,
            fr::count(late.max(0).unsigned_abs(), "jour", "jours")
        ));
    }
    match study.profile.mean {
        Some(mean) => told.push(format!(
            "Constaté : ce client paie en moyenne {} après l’échéance ({}).",
            mean.french(),
            fr::count(study.profile.points.len() as u64, "facture", "factures")
        )),
        None => told.push("Constaté : aucune facture payée ne dit encore comment ce client paie.".to_string()),
    }
    let history = study.history;
    if history.of > 0 {
        let kept = if history.by_words {
            fr::count(history.kept, "parole tenue", "paroles tenues")
        } else {
            fr::count(history.kept, "facture payée à l’heure", "factures payées à l’heure")
        };
        told.push(format!("Constaté : {kept} sur {}.", history.of));
    }
    told
}
