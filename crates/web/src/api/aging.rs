use super::company::{OnDay, day};
use super::finding::counted;
use super::gate::{Asked, Caller, ask, ask_file};
use super::request::{NotAnswered, coded, cut};
use super::shapes::Page;
use crate::answer::Oops;
use crate::pages::aging::export;
use crate::route::Arrival;
use app::money::{Look, figures};
use app::ports::screens::{AgedFilter, AgedOrder};
use axum::extract::Path;
use axum::response::Response;
use base::id::{InvoiceId, PartyId};
use base::{Cents, Currency, Date};
use domain::situation::BUCKETS;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What a customer owed by age, in one currency.
#[derive(Serialize, ToSchema)]
struct AgedCustomer {
    #[schema(value_type = String)]
    customer: PartyId,
    name: String,
    #[schema(value_type = String)]
    currency: Currency,
    invoices: u64,
    /// In the order of the buckets of `/aging`.
    #[schema(value_type = Vec<i64>)]
    buckets_cents: Vec<Cents>,
    #[schema(value_type = i64)]
    total_cents: Cents,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Any day, past included; today when absent.
    #[param(value_type = Option<String>, format = Date)]
    date: Option<String>,
    /// Part of a name.
    #[serde(default)]
    #[param(required = false)]
    search: String,
    /// From 0.
    #[serde(default)]
    #[param(required = false)]
    page: u64,
}

/// A past day is laid out before its lists are read; on large books that is done beside.
fn laid_out(caller: &Caller, on: Date) -> Result<(), Oops> {
    let world = caller.world();
    let look = Look::at_once(&world, caller.scope())?;
    counted(caller, figures::lay_out(&look, on).map_err(Oops::from))
}

/// The aged balance of any day by customer, the largest first.
#[utoipa::path(get, path = "/aging/customers", tag = "Société", params(Wanted),
    responses((status = 200, body = Page<AgedCustomer>), NotAnswered))]
pub async fn customers(arrival: Arrival, Asked(asked): Asked<Wanted>) -> Response {
    ask(arrival, move |caller| {
        let (world, cut) = (caller.world(), cut(asked.page)?);
        let on = day(asked.date.as_deref(), world.today)?;
        laid_out(caller, on)?;
        let scope = caller.scope();
        let rows = world.read(|books| Ok(books.aged_parties(scope, on, &asked.search, AgedOrder::Total, cut)?))?;
        let items = rows.into_iter().map(|r| AgedCustomer {
            customer: r.party,
            name: r.name,
            currency: r.currency,
            invoices: r.invoices,
            buckets_cents: r.buckets.to_vec(),
            total_cents: r.total,
        });
        Ok(Page::cut(items.collect(), asked.page))
    })
    .await
}

/// An invoice that was open on a day.
#[derive(Serialize, ToSchema)]
struct OpenShape {
    #[schema(value_type = String)]
    id: InvoiceId,
    #[schema(value_type = String)]
    customer: PartyId,
    customer_name: String,
    number: String,
    #[schema(value_type = String, format = Date)]
    due_on: Date,
    #[schema(value_type = String)]
    currency: Currency,
    #[schema(value_type = i64)]
    outstanding_cents: Cents,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OpenWanted {
    /// Any day, past included; today when absent.
    #[param(value_type = Option<String>, format = Date)]
    date: Option<String>,
    /// The code of a bucket of `/aging`; all when absent.
    bucket: Option<String>,
    /// `pty_…`; all when absent.
    customer: Option<String>,
    /// Only what a dispute, a promise or a plan holds.
    #[serde(default)]
    #[param(required = false)]
    held: bool,
    /// From 0.
    #[serde(default)]
    #[param(required = false)]
    page: u64,
}

/// The invoices open on any day, the oldest due date first.
#[utoipa::path(get, path = "/aging/invoices", tag = "Société", params(OpenWanted),
    responses((status = 200, body = Page<OpenShape>), NotAnswered))]
pub async fn invoices(arrival: Arrival, Asked(asked): Asked<OpenWanted>) -> Response {
    ask(arrival, move |caller| {
        let (world, cut) = (caller.world(), cut(asked.page)?);
        let on = day(asked.date.as_deref(), world.today)?;
        let at = |code: &str| BUCKETS.iter().position(|b| b.code == code);
        let bucket = asked.bucket.as_deref().map(|code| coded(code, at)).transpose()?;
        let party = asked.customer.as_deref().map(|c| super::agenda::customer(caller, c)).transpose()?;
        laid_out(caller, on)?;
        let filter = AgedFilter { party, buckets: bucket.into_iter().collect(), held: asked.held };
        let rows = world.read(|books| Ok(books.aged_invoices(caller.scope(), on, &filter, cut)?))?;
        let items = rows.into_iter().map(|r| OpenShape {
            id: r.invoice,
            customer: r.party,
            customer_name: r.name,
            number: r.number,
            due_on: r.due_on,
            currency: r.currency,
            outstanding_cents: r.outstanding,
        });
        Ok(Page::cut(items.collect(), asked.page))
    })
    .await
}

/// The aged balance of any day to take away: `balance.xlsx`, `balance.csv` or `balance.pdf`.
#[utoipa::path(get, path = "/aging/files/{file}", tag = "Société", params(("file" = String, Path), OnDay),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), NotAnswered))]
pub async fn file(arrival: Arrival, Path(file): Path<String>, Asked(asked): Asked<OnDay>) -> Response {
    ask_file(arrival, move |caller| {
        let world = caller.world();
        let on = day(asked.date.as_deref(), world.today)?.min(world.today);
        let (bytes, kind) = export::made(&Look::counting(&world, caller.scope()), &caller.company, &file, on)?;
        Ok((bytes, kind.to_string()))
    })
    .await
}
