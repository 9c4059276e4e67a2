//! Instalment plans for programs: offered, proposed, accepted with the signed file, paid, ended.

use super::agenda::customer;
use super::base64;
use super::gate::{Asked, Problem, act, ask};
use super::invoices::found;
use super::shapes::{Page, ROWS};
use crate::answer::Oops;
use crate::route::Arrival;
use app::plans::{self, NewPlan, told};
use app::ports::screens::Cut;
use app::records::{ApiScope, PlanRow};
use app::worklist;
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use base::id::{PartyId, PlanId};
use base::{Cents, Currency, Date, parse_iso_date};
use domain::facts::{PlanInterest, PlanTerms};
use domain::payment_plan::PlanStanding;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub(super) fn date(text: &str) -> Result<Date, Oops> {
    parse_iso_date(text).ok_or_else(|| Oops::Unreadable(format!("« {text} » n’est pas une date AAAA-MM-JJ.")))
}

fn usual_notice() -> i64 {
    PlanTerms::default().notice_days
}

fn usual_grace() -> i64 {
    PlanTerms::default().grace_days
}

/// A plan to propose, in equal monthly payments.
#[derive(Deserialize, ToSchema)]
pub struct Plan {
    /// `pty_…`
    customer: String,
    /// `inv_…`; all that is overdue when empty.
    #[serde(default)]
    invoices: Vec<String>,
    #[schema(minimum = 1, maximum = 60)]
    instalments: u32,
    #[schema(value_type = String, format = Date)]
    first_on: String,
    /// Interest and compensation among the payments; else given up if the plan is kept.
    #[serde(default)]
    with_interest: bool,
    /// Payments go to interest first; else to principal first.
    #[serde(default)]
    interest_first: bool,
    #[serde(default = "usual_notice")]
    #[schema(minimum = 1, maximum = 90)]
    notice_days: i64,
    #[serde(default = "usual_grace")]
    #[schema(minimum = 0, maximum = 30)]
    grace_days: i64,
    why: String,
}

#[derive(Serialize, ToSchema)]
struct PlanMade {
    #[schema(value_type = String, example = "pln_0193…")]
    plan: PlanId,
}

/// Proposes a plan; the agreement to be signed is made and kept.
#[utoipa::path(post, path = "/plans", tag = "Accords", request_body = Plan,
    params(("Idempotency-Key" = String, Header, description = "Different for each request, kept when it is repeated")),
    responses((status = 200, body = PlanMade), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem)))]
pub async fn propose(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, |caller, given: Plan| {
        let party = customer(caller, &given.customer)?;
        let mut invoices = Vec::with_capacity(given.invoices.len());
        for text in &given.invoices {
            invoices.push(found(caller, text)?.id);
        }
        let new = NewPlan {
            party,
            invoices,
            instalments: given.instalments,
            first_on: date(&given.first_on)?,
            terms: PlanTerms {
                interest: if given.with_interest { PlanInterest::Included } else { PlanInterest::WaivedIfKept },
                interest_first: given.interest_first,
                grace_days: given.grace_days,
                notice_days: given.notice_days,
            },
            why: given.why,
        };
        let world = caller.world();
        let templates = app::texts::in_force(&world, &caller.company)?;
        let plan = plans::propose(&world, &caller.company, &templates, &new)?;
        Ok(PlanMade { plan })
    })
    .await
}

/// One payment of a plan.
#[derive(Serialize, ToSchema)]
pub(super) struct PartShape {
    #[schema(value_type = String, format = Date)]
    pub due_on: Date,
    #[schema(value_type = i64)]
    pub amount_cents: Cents,
    #[schema(value_type = i64)]
    pub paid_cents: Cents,
    /// `paid`, `to_come`, `awaited`, `late`, or `not_owed` when it was remitted or credited since.
    pub state: &'static str,
}

/// A plan, and where it stands.
#[derive(Serialize, ToSchema)]
struct PlanShape {
    #[schema(value_type = String)]
    id: PlanId,
    #[schema(value_type = String)]
    customer: PartyId,
    /// `proposed`, `refused`, `withdrawn`, `running`, `late`, `noticed`, `forfeitable`, `lapsed` or `kept`.
    state: &'static str,
    #[schema(value_type = String, format = Date)]
    proposed_on: Date,
    #[schema(value_type = String)]
    currency: Currency,
    #[schema(value_type = i64)]
    total_cents: Cents,
    #[schema(value_type = i64)]
    received_cents: Cents,
    #[schema(value_type = i64)]
    arrears_cents: Cents,
    #[schema(value_type = i64)]
    left_cents: Cents,
    parts: Vec<PartShape>,
}

fn shape(row: &PlanRow, standing: Option<&PlanStanding>) -> Result<PlanShape, Oops> {
    let total = row.plan.total()?;
    let blank = || {
        let to_come = row.plan.instalments.iter();
        to_come.map(|i| PartShape {
            due_on: i.due_on,
            amount_cents: i.amount,
            paid_cents: Cents::ZERO,
            state: "to_come",
        })
    };
    let parts = match standing {
        Some(standing) => standing
            .parts
            .iter()
            .map(|p| PartShape { due_on: p.due_on, amount_cents: p.amount, paid_cents: p.paid, state: told::part(p).0 })
            .collect(),
        None => blank().collect(),
    };
    Ok(PlanShape {
        id: row.plan.id,
        customer: row.plan.party,
        state: told::state(row, standing).0,
        proposed_on: row.plan.proposed_on,
        currency: row.plan.currency,
        total_cents: total,
        received_cents: standing.map_or(Cents::ZERO, |s| s.received),
        arrears_cents: standing.map_or(Cents::ZERO, |s| s.arrears),
        left_cents: standing.map_or(total, |s| s.left),
        parts,
    })
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// From 0.
    #[serde(default)]
    #[param(required = false)]
    page: u64,
}

/// Plans: those in force or waiting for an answer first.
#[utoipa::path(get, path = "/plans", tag = "Accords", params(Wanted), responses(
    (status = 200, body = Page<PlanShape>), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn list(arrival: Arrival, Asked(asked): Asked<Wanted>) -> Response {
    ask(arrival, move |caller| {
        let cut = Cut { offset: asked.page.saturating_mul(ROWS), limit: ROWS + 1 };
        let world = caller.world();
        let rows = world.read(|books| {
            let mut rows = Vec::new();
            for listed in books.plan_rows(caller.scope(), cut)? {
                let standing = plans::standing(books, &listed.row, world.today)?;
                rows.push((listed.row, standing));
            }
            Ok(rows)
        })?;
        let shapes = rows.iter().map(|(row, standing)| shape(row, standing.as_ref())).collect::<Result<_, _>>()?;
        Ok(Page::cut(shapes, asked.page))
    })
    .await
}

/// What the customer or we did about a plan.
#[derive(Deserialize, ToSchema)]
pub struct PlanWord {
    /// `accepted`, `refused`, `withdrawn`, `lapsed` or `received`.
    what: String,
    /// The day it was signed, or the money received; today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<String>,
    /// Of money received.
    amount_cents: Option<i64>,
    #[serde(default)]
    reference: String,
    /// Of a signed file.
    #[serde(default)]
    file_name: String,
    /// The signed file, in base64: kept byte for byte.
    #[serde(default)]
    file_base64: String,
    #[serde(default)]
    why: String,
}

/// Records an acceptance, a refusal, a withdrawal, a payment, or that the whole is due, which needs the right to manage.
#[utoipa::path(post, path = "/plans/{id}/events", tag = "Accords", request_body = PlanWord,
    params(("id" = String, Path, description = "pln_…"),
    ("Idempotency-Key" = String, Header, description = "Different for each request, kept when it is repeated")),
    responses((status = 200, body = PlanShape), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem)))]
pub async fn record(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: PlanWord| {
        let id = PlanId::parse(&id).ok_or(Oops::NotHere)?;
        let (world, company) = (caller.world(), &caller.company);
        let row = world.read(|books| plans::found(books, company, id))?;
        let on = given.on.as_deref().map(date).transpose()?.unwrap_or(world.today);
        match given.what.as_str() {
            "accepted" => {
                let bytes = base64::read(&given.file_base64)?;
                let file = (!bytes.is_empty()).then_some((given.file_name.as_str(), bytes.as_slice()));
                plans::accept(&world, company, id, on, file, &given.why)?;
            }
            "refused" => plans::refuse(&world, company, id, &given.why)?,
            "withdrawn" => plans::withdraw(&world, company, id, &given.why)?,
            "lapsed" => {
                caller.must_manage()?;
                plans::lapse(&world, company, id, &given.why)?;
            }
            "received" => {
                let amount = Cents::new(given.amount_cents.unwrap_or(0));
                plans::receive(&world, company, id, amount, on, &given.reference)?;
            }
            other => return Err(Oops::Unreadable(format!("« {other} » n’est pas un événement d’échéancier."))),
        }
        worklist::refresh(&world, company, row.plan.party)?;
        let (row, standing) = world.read(|books| {
            let row = plans::found(books, company, id)?;
            let standing = plans::standing(books, &row, world.today)?;
            Ok((row, standing))
        })?;
        shape(&row, standing.as_ref())
    })
    .await
}
