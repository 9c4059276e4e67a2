//! Services that are not paid, for programs: what accepted terms provide for, those suspended, those that run again.

use super::gate::{Asked, act, ask};
use super::request::{Named, NotAnswered, NotDone, Once, Recorded, act_of, cut, day_if, party};
use super::shapes::Page;
use crate::route::Arrival;
use app::records::{ApiScope, SuspendedService};
use app::{services, worklist};
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use base::Date;
use base::id::{ActId, PartyId};
use domain::facts::ServiceTerms;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

fn eight() -> i64 {
    8
}

/// What the terms that a customer accepted say of a service that is not paid.
#[derive(Deserialize, ToSchema)]
pub struct Terms {
    /// As a letter names it; empty: nothing of the kind is agreed any more.
    clause: String,
    #[schema(value_type = Option<String>, format = Date)]
    accepted_on: Option<String>,
    /// Days that the formal notice leaves.
    #[serde(default = "eight")]
    #[schema(minimum = 1, maximum = 90)]
    notice_days: i64,
    #[schema(minimum = 1, maximum = 365)]
    suspend_after_days: Option<i64>,
    #[schema(minimum = 1, maximum = 365)]
    terminate_after_days: Option<i64>,
    why: String,
}

/// Says what the terms of a customer provide for. It needs the right to manage.
#[utoipa::path(post, path = "/customers/{id}/service-terms", tag = "Accords", request_body = Terms, params(Named, Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn terms(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, move |caller, given: Terms| {
        let party = party(caller, &id)?.id;
        let world = caller.world();
        let terms = if given.clause.trim().is_empty() {
            None
        } else {
            Some(ServiceTerms {
                clause: given.clause.trim().to_string(),
                accepted_on: day_if(given.accepted_on.as_deref())?.unwrap_or(world.today),
                notice_days: given.notice_days,
                suspend_after_days: given.suspend_after_days,
                terminate_after_days: given.terminate_after_days,
            })
        };
        services::state_terms(&world, &caller.company, party, terms, &given.why)?;
        worklist::refresh(&world, &caller.company, party)?;
        Ok(Recorded::DONE)
    })
    .await
}

/// A service that was suspended.
#[derive(Serialize, ToSchema)]
struct ServiceShape {
    /// The act that suspended it.
    #[schema(value_type = String, example = "act_0193…")]
    act: ActId,
    #[schema(value_type = String)]
    customer: PartyId,
    customer_name: String,
    /// `suspended`, `to_restore` (paid), `restored` or `terminated`.
    state: &'static str,
    #[schema(value_type = String, format = Date)]
    suspended_on: Date,
    #[schema(value_type = Option<String>, format = Date)]
    restored_on: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    ended_on: Option<Date>,
}

impl From<SuspendedService> for ServiceShape {
    fn from(row: SuspendedService) -> Self {
        ServiceShape {
            act: row.act,
            customer: row.party,
            state: row.state(),
            customer_name: row.customer,
            suspended_on: row.suspended_on,
            restored_on: row.restored_on,
            ended_on: row.ended_on,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// From 0.
    #[serde(default)]
    #[param(required = false)]
    page: u64,
}

/// Services that were suspended: those to restore first.
#[utoipa::path(get, path = "/services", tag = "Accords", params(Wanted),
    responses((status = 200, body = Page<ServiceShape>), NotAnswered))]
pub async fn list(arrival: Arrival, Asked(asked): Asked<Wanted>) -> Response {
    ask(arrival, move |caller| {
        let cut = cut(asked.page)?;
        let rows = caller.world().read(|books| Ok(books.suspended_services(caller.scope(), cut)?))?;
        Ok(Page::cut(rows.into_iter().map(ServiceShape::from).collect(), asked.page))
    })
    .await
}

/// Why a service runs again.
#[derive(Deserialize, ToSchema)]
pub struct Restoration {
    #[serde(default)]
    why: String,
}

/// Records that a suspended service runs again.
#[utoipa::path(post, path = "/services/{id}/restoration", tag = "Accords", request_body = Restoration, params(Named, Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn restore(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: Restoration| {
        let row = act_of(caller, &id)?;
        services::restore(&caller.world(), &caller.company, row.act.id, &given.why)?;
        Ok(Recorded::DONE)
    })
    .await
}
