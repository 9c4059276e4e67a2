//! Three offers to compare and the agreement to sign, for programs.

use super::gate::{Asked, ask, ask_file};
use super::plans::{PartShape, date};
use super::request::{Named, NotAnswered, party};
use crate::answer::Oops;
use crate::route::Arrival;
use app::plans::{self, UnderPlan, told};
use app::records::PlanEventKind;
use axum::extract::Path;
use axum::response::Response;
use base::id::PlanId;
use base::{Cents, Currency, RateBp, add_days, add_months};
use domain::facts::Instalment;
use domain::payment_plan::Offer;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// The signed one rather than the one that was made to be signed.
    #[serde(default)]
    #[param(required = false)]
    signed: bool,
}

/// The agreement to be signed, or the signed one, byte for byte.
#[utoipa::path(get, path = "/plans/{id}/agreement", tag = "Accords", params(Named, Which),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), NotAnswered))]
pub async fn document(arrival: Arrival, Path(id): Path<String>, Asked(which): Asked<Which>) -> Response {
    ask_file(arrival, move |caller| {
        let id = PlanId::parse(&id).ok_or(Oops::NotHere)?;
        let row = caller.world().read(|books| plans::found(books, &caller.company, id))?;
        let signed = row.event(PlanEventKind::Accepted).and_then(|e| e.source);
        let source = if which.signed { signed } else { row.plan.document }.ok_or(Oops::NotHere)?;
        let (_, bytes) = caller.world().read(|books| Ok(books.source_bytes(source)?))?.ok_or(Oops::NotHere)?;
        let kind = if bytes.starts_with(b"%PDF") { "application/pdf" } else { "application/octet-stream" };
        Ok((bytes, kind.to_string()))
    })
    .await
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OffersAsked {
    /// Instalments, one a month.
    #[serde(default = "three")]
    #[param(required = false, minimum = 1, maximum = 60)]
    instalments: u32,
    /// Of the first instalment; in a month when absent.
    #[param(value_type = Option<String>, format = Date)]
    first_on: Option<String>,
    /// Of an immediate payment; in eight days when absent.
    #[param(value_type = Option<String>, format = Date)]
    pay_by: Option<String>,
    /// Discount against immediate payment.
    #[serde(default = "three_percent")]
    #[param(required = false, minimum = 0, maximum = 10000)]
    discount_bp: i32,
    /// Interest and compensation among the instalments.
    #[serde(default)]
    #[param(required = false)]
    with_interest: bool,
}

fn three() -> u32 {
    3
}

fn three_percent() -> i32 {
    300
}

/// One of three ways to settle.
#[derive(Serialize, ToSchema)]
struct OfferShape {
    /// `all_now`, `instalments` or `discount`.
    kind: &'static str,
    #[schema(value_type = i64)]
    amount_cents: Cents,
    #[schema(value_type = i64)]
    given_up_cents: Cents,
    duration_days: i64,
    /// At the yearly rate of the settings.
    #[schema(value_type = i64)]
    present_value_cents: Cents,
    /// `low`, `medium`, `high` or `unknown`.
    risk: &'static str,
    risk_told: String,
    parts: Vec<PartShape>,
}

fn offer_shape(offer: &Offer) -> Result<OfferShape, Oops> {
    let given = offer.given_up;
    let part = |i: &Instalment| PartShape {
        due_on: i.due_on,
        amount_cents: i.amount,
        paid_cents: Cents::ZERO,
        state: "to_come",
    };
    Ok(OfferShape {
        kind: offer.kind.code(),
        amount_cents: offer.amount,
        given_up_cents: Cents::sum([given.principal, given.interest, given.compensation])?,
        duration_days: offer.duration_days,
        present_value_cents: offer.present_value,
        risk: offer.risk.level.code(),
        risk_told: told::risk(&offer.risk),
        parts: offer.payments.iter().map(part).collect(),
    })
}

/// A plan that is proposed or accepted and not over: no other agreement bears on its invoices.
#[derive(Serialize, ToSchema)]
pub(super) struct UnderPlanShape {
    #[schema(value_type = String)]
    plan: PlanId,
    accepted: bool,
    /// Their numbers.
    invoices: Vec<String>,
}

pub(super) fn under_plan(plans: &[UnderPlan]) -> Vec<UnderPlanShape> {
    let shape = |under: &UnderPlan| UnderPlanShape {
        plan: under.plan,
        accepted: under.agreed_on.is_some(),
        invoices: under.invoices.iter().map(|(_, number)| number.clone()).collect(),
    };
    plans.iter().map(shape).collect()
}

#[derive(Serialize, ToSchema)]
struct OffersShape {
    #[schema(value_type = String)]
    currency: Currency,
    #[schema(value_type = i64)]
    principal_cents: Cents,
    #[schema(value_type = i64)]
    interest_cents: Cents,
    #[schema(value_type = i64)]
    compensation_cents: Cents,
    #[schema(value_type = i32)]
    rate_bp: RateBp,
    offers: Vec<OfferShape>,
    /// What is overdue beside and left out.
    under_plan: Vec<UnderPlanShape>,
}

/// Three offers to compare on what a customer owes late; nothing is recorded.
#[utoipa::path(get, path = "/customers/{id}/offers", tag = "Accords", params(Named, OffersAsked),
    responses((status = 200, body = OffersShape), NotAnswered))]
pub async fn offers(arrival: Arrival, Path(id): Path<String>, Asked(asked): Asked<OffersAsked>) -> Response {
    ask(arrival, move |caller| {
        let (world, today) = (caller.world(), caller.world().today);
        let day = |text: &Option<String>| text.as_deref().map(date).transpose();
        let wished = plans::Asked {
            party: party(caller, &id)?.id,
            invoices: Vec::new(),
            instalments: asked.instalments,
            first_on: day(&asked.first_on)?.or_else(|| add_months(today, 1)).unwrap_or(today),
            pay_by: day(&asked.pay_by)?.or_else(|| add_days(today, 8)).unwrap_or(today),
            with_accessories: asked.with_interest,
            discount: RateBp::new(asked.discount_bp),
        };
        let made = plans::offered(&world, &caller.company, &wished)?;
        Ok(OffersShape {
            currency: made.owed.currency,
            principal_cents: made.owed.claim.principal,
            interest_cents: made.owed.claim.interest,
            compensation_cents: made.owed.claim.compensation,
            rate_bp: made.rate,
            offers: made.offers.iter().map(offer_shape).collect::<Result<_, _>>()?,
            under_plan: under_plan(&made.owed.under_plan),
        })
    })
    .await
}
