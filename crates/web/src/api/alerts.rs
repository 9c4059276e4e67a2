use super::finding::counted;
use super::gate::{Caller, act, ask};
use super::request::{Named, NotAnswered, NotDone, Nothing, Once, Recorded};
use crate::answer::Oops;
use crate::route::Arrival;
use app::AppError;
use app::money::Look;
use app::money::alerts::{self, Alert, Alerts, Aside};
use app::records::ApiScope;
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use base::id::{AlertWordId, PartyId};
use base::{Cents, Currency, Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something amiss.
#[derive(Serialize, ToSchema)]
struct AlertShape {
    /// The same as long as it says the same thing: another amount or another day is another alert.
    alert: String,
    #[schema(example = "word_broken")]
    cause: &'static str,
    sentence: String,
    /// Absent when it concerns many.
    #[schema(value_type = Option<String>)]
    customer: Option<PartyId>,
    customer_name: Option<String>,
    /// Absent when no amount is at stake; `GET /reckonings/alert/{alert}` tells what it is made of.
    #[schema(value_type = Option<i64>)]
    amount_cents: Option<Cents>,
    /// Euros, but for a sending in another currency.
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    /// False for what is to be settled.
    may_be_set_aside: bool,
}

impl From<&Alert> for AlertShape {
    fn from(alert: &Alert) -> Self {
        let (customer, customer_name) = alert.party.clone().unzip();
        AlertShape {
            alert: alert.key(),
            cause: alert.cause.code(),
            sentence: alert.sentence(),
            customer,
            customer_name,
            amount_cents: alert.is_about_money().then_some(alert.amount),
            currency: alert.currency(),
            may_be_set_aside: alert.may_wait(),
        }
    }
}

/// An alert out of sight.
#[derive(Serialize, ToSchema)]
struct AsideShape {
    #[schema(value_type = String, example = "alw_0193…")]
    id: AlertWordId,
    #[serde(flatten)]
    alert: AlertShape,
    #[schema(value_type = String, format = Date)]
    until: Date,
    why: String,
    author: String,
}

impl From<&Aside> for AsideShape {
    fn from(aside: &Aside) -> Self {
        let word = &aside.word;
        AsideShape {
            id: word.id,
            alert: AlertShape::from(&aside.alert),
            until: word.until,
            why: word.why.clone(),
            author: word.author.clone(),
        }
    }
}

/// What is amiss, the gravest first.
#[derive(Serialize, ToSchema)]
struct AlertsShape {
    shown: Vec<AlertShape>,
    set_aside: Vec<AsideShape>,
}

fn current(caller: &Caller) -> Result<Alerts, Oops> {
    let world = caller.world();
    Ok(alerts::of_day(&Look::at_once(&world, caller.scope())?, world.today)?)
}

/// What is amiss, and what somebody set aside. Invoices left alone are told once the day is planned.
#[utoipa::path(get, path = "/alerts", tag = "Société", responses((status = 200, body = AlertsShape), NotAnswered))]
pub async fn list(arrival: Arrival) -> Response {
    ask(arrival, |caller| {
        let found = counted(caller, current(caller))?;
        Ok(AlertsShape {
            shown: found.shown.iter().map(AlertShape::from).collect(),
            set_aside: found.aside.iter().map(AsideShape::from).collect(),
        })
    })
    .await
}

/// An alert that may wait.
#[derive(Deserialize, ToSchema)]
pub struct SetAside {
    /// As the list names it.
    alert: String,
    /// The day it is shown again, after today and within a quarter; it is shown before if what it says changes.
    #[schema(value_type = String, format = Date)]
    until: Date,
    why: String,
}

#[derive(Serialize, ToSchema)]
struct SetAsideShape {
    #[schema(value_type = String, example = "alw_0193…")]
    id: AlertWordId,
}

/// Sets an alert aside until a day.
#[utoipa::path(post, path = "/alerts/set-aside", tag = "Société", request_body = SetAside, params(Once),
    responses((status = 200, body = SetAsideShape), NotDone))]
pub async fn set_aside(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, |caller, given: SetAside| {
        let found = current(caller)?.shown.into_iter().find(|a| a.key() == given.alert);
        let found = found.ok_or_else(|| AppError::NotFound("Aucune alerte ne dit cela maintenant.".to_string()))?;
        let id = alerts::set_aside(&caller.world(), &caller.company, &found, given.until, &given.why)?;
        Ok(SetAsideShape { id })
    })
    .await
}

/// Shows an alert again before its day.
#[utoipa::path(post, path = "/alerts/set-aside/{id}/return", tag = "Société", request_body = Nothing,
    params(Named, Once), responses((status = 200, body = Recorded), NotDone))]
pub async fn bring_back(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, _: Nothing| {
        let id = AlertWordId::parse(&id).ok_or(Oops::NotHere)?;
        let found = current(caller)?.aside.into_iter().find(|a| a.word.id == id).ok_or(Oops::NotHere)?;
        alerts::bring_back(&caller.world(), &found)?;
        Ok(Recorded::DONE)
    })
    .await
}
