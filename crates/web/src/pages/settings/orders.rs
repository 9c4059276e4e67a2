//! Standing orders: the steps that leave without a click, under the owner's signature, until revoked.

use super::{Section, sections};
use crate::answer::{PageResult, done, html};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::visit::Visit;
use app::companies::{Coverable, coverable_steps, revoke_standing_order, sign_standing_order};
use app::planning::plan_day;
use askama::Template;
use base::fr;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "settings/orders.html")]
struct OrdersPage {
    frame: Frame,
    sections: Vec<Section>,
    signed: Option<String>,
    scenarios: Vec<(String, Vec<Coverable>)>,
    bank_known: bool,
}

pub fn show(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    let order = &visit.company.settings.standing_order;
    let signed = order.signed_on.map(|on| format!("Signée par {} le {}.", order.signed_by, fr::date(on)));
    let mut scenarios: Vec<(String, Vec<Coverable>)> = Vec::new();
    for step in coverable_steps(&visit.world(), &visit.company)? {
        match scenarios.iter_mut().find(|(title, _)| *title == step.scenario_title) {
            Some((_, steps)) => steps.push(step),
            None => scenarios.push((step.scenario_title.clone(), vec![step])),
        }
    }
    let view = app::ports::terms::View { as_of: visit.today(), known_at: None };
    let bank_known = visit.world().read(|books| Ok(books.bank_known_until(visit.company.id, view)?))?.is_some();
    html(&OrdersPage {
        frame: visit.frame("Consignes permanentes"),
        sections: sections(visit),
        signed,
        scenarios,
        bank_known,
    })
}

/// The boxes ticked, named `scenario/step`; a box that is not ticked is not sent.
pub type Ticked = BTreeMap<String, String>;

pub fn sign(visit: &Visit, _: Nothing, ticked: Ticked) -> PageResult {
    visit.must_decide()?;
    let steps: Vec<String> = ticked.into_keys().collect();
    if steps.is_empty() {
        return Err(app::AppError::refused(
            "Aucune étape n’est cochée.",
            "Cochez celles qui partiront sans un clic, ou révoquez la consigne.",
        )
        .into());
    }
    let after = sign_standing_order(&visit.world(), &visit.company, &steps)?;
    plan_day(&visit.world(), &after, visit.today())?;
    done("/reglages/consignes", "Consigne signée : ces étapes partiront sans un clic, jusqu’à révocation.")
}

pub fn revoke(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    visit.must_decide()?;
    let mut after = visit.company.clone();
    after.settings.standing_order = domain::facts::StandingOrder::default();
    revoke_standing_order(&visit.world(), &after)?;
    plan_day(&visit.world(), &after, visit.today())?;
    done("/reglages/consignes", "Consigne révoquée : chaque étape attend de nouveau votre clic.")
}
