use super::gate::{Asked, Problem, ask};
use super::shapes::AgedBucket;
use crate::answer::Oops;
use crate::route::Arrival;
use axum::response::Response;
use base::{Cents, Currency, Date};
use domain::situation::BUCKETS;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The creditor company that the token opens.
#[derive(Serialize, ToSchema)]
struct CompanyShape {
    #[schema(value_type = String, example = "cmp_0193…")]
    id: base::id::CompanyId,
    name: String,
    siren: Option<String>,
    /// False in trial mode: nothing leaves.
    live: bool,
    #[schema(value_type = String, format = Date)]
    today: Date,
}

/// The company, its mode, and the day it is.
#[utoipa::path(get, path = "/company", tag = "Société", responses(
    (status = 200, body = CompanyShape), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn company(arrival: Arrival) -> Response {
    ask(arrival, |caller| {
        let c = &caller.company;
        let today = caller.world().today;
        Ok(CompanyShape { id: c.id, name: c.name.clone(), siren: c.siren.clone(), live: c.settings.live, today })
    })
    .await
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OnDay {
    /// Any day, past included; today when absent.
    #[param(value_type = Option<String>, format = Date)]
    pub date: Option<String>,
}

/// Reads a day, or says that it does not read.
pub fn day(text: Option<&str>, today: Date) -> Result<Date, Oops> {
    let wrong = |text: &str| Oops::Unreadable(format!("« {text} » n’est pas une date AAAA-MM-JJ."));
    text.map_or(Ok(today), |text| base::parse_iso_date(text).ok_or_else(|| wrong(text)))
}

#[derive(Serialize, ToSchema)]
struct AgingShape {
    #[schema(value_type = String, format = Date)]
    as_of: Date,
    currencies: Vec<AgedCurrency>,
}

/// The aged balance in one currency.
#[derive(Serialize, ToSchema)]
struct AgedCurrency {
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    buckets: Vec<AgedBucket>,
    #[schema(value_type = i64)]
    total_outstanding_cents: Cents,
}

/// The aged balance on any day, one for each currency; its buckets sum to the total.
#[utoipa::path(get, path = "/aging", tag = "Société", params(OnDay), responses(
    (status = 200, body = AgingShape), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn aging(arrival: Arrival, Asked(asked): Asked<OnDay>) -> Response {
    ask(arrival, move |caller| {
        let world = caller.world();
        let as_of = day(asked.date.as_deref(), world.today)?;
        let aging = app::aging::aged_balance(&world, &caller.company, as_of, false)?;
        let currencies = aging.by_currency.into_iter().map(|(currency, balance)| AgedCurrency {
            currency,
            buckets: BUCKETS
                .iter()
                .zip(balance.buckets)
                .map(|(b, amount_cents)| AgedBucket { code: b.code, label: b.label, amount_cents })
                .collect(),
            total_outstanding_cents: balance.total,
        });
        Ok(AgingShape { as_of, currencies: currencies.collect() })
    })
    .await
}
