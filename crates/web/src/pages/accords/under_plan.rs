//! Invoices that no other agreement bears on, since a plan does: told beside what may be offered, or instead of it.

use crate::answer::{Oops, PageResult, html};
use crate::frame::Frame;
use crate::visit::Visit;
use app::AppError;
use app::plans::{UnderPlan, under_plans};
use askama::Template;
use base::id::PartyId;

/// One plan, as a sentence with its address.
pub(super) struct Taken {
    pub sentence: String,
    pub href: String,
}

pub(super) fn taken(plans: &[UnderPlan]) -> Vec<Taken> {
    let told =
        |plan: &UnderPlan| Taken { sentence: plan.sentence(), href: format!("/accords/echeanciers/{}", plan.plan) };
    plans.iter().map(told).collect()
}

#[derive(Template)]
#[template(path = "accords/under_plan.html")]
struct UnderPlanPage {
    frame: Frame,
    title: &'static str,
    party: String,
    customer: String,
    taken: Vec<Taken>,
}

/// In the place of a page on what is owed late, when all of it is under a plan; any other refusal stays what it is.
pub(super) fn instead(visit: &Visit, party: PartyId, title: &'static str, why: AppError) -> PageResult {
    let world = visit.world();
    let plans = match &why {
        AppError::Refused { .. } => under_plans(&world, &visit.company, party)?,
        _ => Vec::new(),
    };
    if !plans.iter().any(|plan| plan.refused(&why)) {
        return Err(Oops::App(why));
    }
    let customer = world.read(|books| Ok(books.party(party)?))?.map_or_else(String::new, |p| p.name);
    let frame = visit.frame(format!("{title}, {customer}"));
    html(&UnderPlanPage { frame, title, party: party.to_string(), customer, taken: taken(&plans) })
}
