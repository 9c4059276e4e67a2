use super::gate::{Asked, Problem, ask};
use super::request::cut;
use super::shapes::Page;
use crate::answer::Oops;
use crate::route::Arrival;
use app::ports::screens::{CustomerOrder, CustomerRow};
use app::records::PartyRecord;
use axum::extract::Path;
use axum::response::Response;
use base::id::PartyId;
use base::{Cents, Currency, Date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What a customer owes in one currency.
#[derive(Serialize, ToSchema)]
struct CustomerShape {
    #[schema(value_type = String, example = "pty_0193…")]
    id: PartyId,
    name: String,
    /// `business`, `consumer` or `public_body`.
    kind: &'static str,
    /// What the kind rests on: `assumed`, `suggested`, `documented` or `stated`.
    kind_basis: &'static str,
    scenario: Option<String>,
    #[schema(value_type = Option<String>, example = "EUR")]
    currency: Option<Currency>,
    #[schema(value_type = i64)]
    outstanding_cents: Cents,
    #[schema(value_type = i64)]
    overdue_cents: Cents,
    open_invoices: u64,
    #[schema(value_type = Option<String>, format = Date)]
    oldest_due_on: Option<Date>,
}

impl From<CustomerRow> for CustomerShape {
    fn from(row: CustomerRow) -> Self {
        CustomerShape {
            id: row.party,
            name: row.name,
            kind: row.kind.code(),
            kind_basis: row.kind_basis.code(),
            scenario: row.scenario,
            currency: row.currency,
            outstanding_cents: row.outstanding,
            overdue_cents: row.overdue,
            open_invoices: row.invoices,
            oldest_due_on: row.oldest_due_on,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Part of a name; with it, customers who owe nothing are there too.
    #[serde(default)]
    #[param(required = false)]
    search: String,
    /// From 0.
    #[serde(default)]
    #[param(required = false)]
    page: u64,
}

/// Customers, those who are most overdue first.
#[utoipa::path(get, path = "/customers", tag = "Clients", params(Wanted), responses(
    (status = 200, body = Page<CustomerShape>), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn list(arrival: Arrival, Asked(asked): Asked<Wanted>) -> Response {
    ask(arrival, move |caller| {
        let world = caller.world();
        let cut = cut(asked.page)?;
        let order = CustomerOrder::MostOverdue;
        let rows =
            world.read(|books| Ok(books.customer_rows(caller.scope(), world.today, &asked.search, order, cut)?))?;
        Ok(Page::cut(rows.into_iter().map(CustomerShape::from).collect(), asked.page))
    })
    .await
}

/// Who a customer is.
#[derive(Serialize, ToSchema)]
struct PartyShape {
    #[schema(value_type = String)]
    id: PartyId,
    name: String,
    kind: &'static str,
    siren: Option<String>,
    vat_id: Option<String>,
    code: Option<String>,
    scenario: Option<String>,
    is_key_account: bool,
    contacts: Vec<ContactShape>,
}

#[derive(Serialize, ToSchema)]
struct ContactShape {
    /// `accounts_payable`, `buyer`, `user`, `decider` or `salesperson`.
    role: &'static str,
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
}

/// One customer, with the people at it.
#[utoipa::path(get, path = "/customers/{id}", tag = "Clients", params(("id" = String, Path, description = "pty_…")),
    responses((status = 200, body = PartyShape), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn one(arrival: Arrival, Path(id): Path<String>) -> Response {
    ask(arrival, move |caller| {
        let id = PartyId::parse(&id).ok_or(Oops::NotHere)?;
        let found = caller.world().read(|books| {
            let party: Option<PartyRecord> = books.party(id)?.filter(|p| p.company == caller.company.id);
            let contacts = if party.is_some() { books.contacts(id)? } else { Vec::new() };
            Ok(party.map(|party| (party, contacts)))
        })?;
        let (party, contacts) = found.ok_or(Oops::NotHere)?;
        Ok(PartyShape {
            id,
            kind: party.kind.code(),
            name: party.name,
            siren: party.siren,
            vat_id: party.vat_id,
            code: party.code,
            scenario: party.scenario,
            is_key_account: party.is_key_account,
            contacts: contacts
                .into_iter()
                .map(|c| ContactShape { role: c.role.code(), name: c.name, email: c.email, phone: c.phone })
                .collect(),
        })
    })
    .await
}
