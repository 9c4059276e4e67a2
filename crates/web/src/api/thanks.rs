//! Customers who paid all that was late, for programs: a word of thanks, once.

use super::agenda::customer;
use super::gate::{act, ask};
use super::request::{NotAnswered, NotDone, Once};
use crate::route::Arrival;
use app::AppError;
use app::ports::screens::Scope;
use app::prepare::{Desk, Prepared};
use app::records::ApiScope;
use app::thanks::{self, Thank};
use axum::body::Bytes;
use axum::response::Response;
use base::id::{ActId, InvoiceId, PartyId};
use base::{Cents, Currency, Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A customer who may be thanked.
#[derive(Serialize, ToSchema)]
struct ThankShape {
    #[schema(value_type = String, example = "pty_0193…")]
    customer: PartyId,
    name: String,
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    #[schema(value_type = Vec<String>)]
    invoices: Vec<InvoiceId>,
    /// The last day something was received, and how much on that day.
    #[schema(value_type = String, format = Date)]
    received_on: Date,
    #[schema(value_type = i64)]
    received_cents: Cents,
    /// The message recalls interest and compensation asked for before, as the scenario says.
    recalls: bool,
}

#[derive(Serialize, ToSchema)]
struct ThanksShape {
    items: Vec<ThankShape>,
}

fn shape(thank: Thank) -> ThankShape {
    ThankShape {
        customer: thank.party,
        name: thank.customer,
        currency: thank.currency,
        invoices: thank.invoices.iter().map(|i| i.invoice).collect(),
        received_on: thank.received_on,
        received_cents: thank.received,
        recalls: thank.recalls,
    }
}

/// Customers who paid all that was late, after a message or as promised, and were not thanked; leaving one out is a decision
/// to skip the step `thank-you`.
#[utoipa::path(get, path = "/thanks", tag = "Agenda", responses((status = 200, body = ThanksShape), NotAnswered))]
pub async fn list(arrival: Arrival) -> Response {
    ask(arrival, move |caller| {
        let everyone = Scope { company: caller.company.id, keeper: None };
        let found = thanks::proposed(&caller.world(), &caller.company, everyone)?;
        Ok(ThanksShape { items: found.into_iter().map(shape).collect() })
    })
    .await
}

/// Whom to thank.
#[derive(Deserialize, ToSchema)]
pub struct ThankWanted {
    /// `pty_…`
    customer: String,
}

#[derive(Serialize, ToSchema)]
struct ThankPrepared {
    #[schema(value_type = String, example = "act_0193…")]
    act: ActId,
    subject: String,
}

/// Prepares a word of thanks; it leaves with the next round unless it is cancelled before.
#[utoipa::path(post, path = "/thanks", tag = "Agenda", request_body = ThankWanted, params(Once),
    responses((status = 200, body = ThankPrepared), NotDone))]
pub async fn send(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: ThankWanted| {
        let (party, world) = (customer(caller, &given.customer)?, caller.world());
        let templates = app::texts::in_force(&world, &caller.company)?;
        let desk = Desk { templates: &templates, composer: caller.house.outside.composer() };
        let made = thanks::prepare(&world, &caller.company, &desk, party)?;
        app::worklist::refresh(&world, &caller.company, party)?;
        match made {
            Prepared::Act { id, subject, .. } => Ok(ThankPrepared { act: id, subject }),
            Prepared::Overtaken { why } => Err(AppError::refused(why, "Relisez l’agenda.").into()),
        }
    })
    .await
}
