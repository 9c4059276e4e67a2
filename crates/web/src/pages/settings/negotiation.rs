//! What negotiations go by: what a later euro is worth, who may give how much up, what is supposed of going on.

use super::{Section, sections};
use crate::answer::{Oops, PageResult, done, html};
use crate::fields;
use crate::frame::Frame;
use crate::route::Nothing;
use crate::visit::Visit;
use app::AppError;
use app::companies::{Negotiation, negotiate};
use app::records::{GoingOn, WaiverLimits};
use askama::Template;
use base::{Cents, RateBp, fr};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "settings/negotiation.html")]
struct NegotiationPage {
    frame: Frame,
    sections: Vec<Section>,
    rate: String,
    accountant: String,
    salesperson: String,
    chance: String,
    days: i64,
    cost: String,
}

pub fn show(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    let now = Negotiation::of(&visit.company);
    let bare = |text: String| text.replace([fr::NBSP, '%'], "");
    html(&NegotiationPage {
        frame: visit.frame("Négociation"),
        sections: sections(visit),
        rate: bare(fr::percent(now.rate)),
        accountant: fr::amount(now.limits.accountant),
        salesperson: fr::amount(now.limits.salesperson),
        chance: bare(fr::percent(now.going_on.chance)),
        days: now.going_on.days,
        cost: fr::amount(now.going_on.cost),
    })
}

#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    taux: String,
    #[serde(default)]
    comptable: String,
    #[serde(default)]
    commercial: String,
    #[serde(default)]
    chance: String,
    #[serde(default)]
    delai: i64,
    #[serde(default)]
    cout: String,
}

pub fn save(visit: &Visit, _: Nothing, given: Wanted) -> PageResult {
    visit.must_decide()?;
    let share = |text: &str| {
        let text = text.trim().trim_end_matches('%').trim();
        let refused = || AppError::refused(format!("« {text} » n’est pas un taux."), "Écrivez par exemple 5 ou 2,5.");
        RateBp::parse(text).ok_or_else(|| Oops::App(refused()))
    };
    let money = |text: &str| fields::amount(text).map(|amount| amount.unwrap_or(Cents::ZERO));
    let wanted = Negotiation {
        rate: share(&given.taux)?,
        limits: WaiverLimits { accountant: money(&given.comptable)?, salesperson: money(&given.commercial)? },
        going_on: GoingOn { chance: share(&given.chance)?, days: given.delai, cost: money(&given.cout)? },
    };
    negotiate(&visit.world(), &visit.company, &wanted)?;
    done("/reglages/negociation", "Réglages de négociation enregistrés.")
}
