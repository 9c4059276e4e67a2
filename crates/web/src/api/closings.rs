use super::gate::act;
use super::request::{NotDone, Once, Recorded};
use crate::route::Arrival;
use app::closings;
use app::records::ApiScope;
use axum::body::Bytes;
use axum::response::Response;
use base::Date;
use domain::facts::Closing;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Days on which nothing leaves, both included.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct ClosingShape {
    #[schema(value_type = String, format = Date)]
    from: Date,
    #[schema(value_type = String, format = Date)]
    until: Date,
    /// As people call it.
    #[serde(default)]
    #[schema(example = "Fermeture d’été")]
    why: String,
}

impl From<&Closing> for ClosingShape {
    fn from(closing: &Closing) -> Self {
        ClosingShape { from: closing.from, until: closing.until, why: closing.why.clone() }
    }
}

/// Closes the company on these days: nothing is proposed and nothing leaves.
#[utoipa::path(post, path = "/settings/closings", tag = "Réglages", request_body = ClosingShape, params(Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn close(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, |caller, given: ClosingShape| {
        closings::close(&caller.world(), &caller.company, given.from, given.until, &given.why)?;
        Ok(Recorded::DONE)
    })
    .await
}

/// The closing that is taken back.
#[derive(Deserialize, ToSchema)]
pub struct Reopened {
    /// Its first day.
    #[schema(value_type = String, format = Date)]
    from: Date,
}

/// Takes a closing back.
#[utoipa::path(post, path = "/settings/closings/removal", tag = "Réglages", request_body = Reopened, params(Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn reopen(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, |caller, given: Reopened| {
        closings::reopen(&caller.world(), &caller.company, given.from)?;
        Ok(Recorded::DONE)
    })
    .await
}
