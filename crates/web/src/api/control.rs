//! Our balances beside those of the last imported accounting, for programs.

use super::books::{NothingGiven, rank};
use super::gate::{Asked, act, ask};
use super::request::{Named, NotAnswered, NotDone, Once, Paged, cut};
use super::shapes::Page;
use crate::pages::books::control as control_page;
use crate::route::Arrival;
use app::control as control_case;
use app::records::{ApiScope, ControlRecord, Culprit, Difference};
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use base::id::{InvoiceId, PartyId};
use base::{Cents, Date};
use serde::Serialize;
use utoipa::ToSchema;

/// Our balances beside those of a ledger.
#[derive(Serialize, ToSchema)]
struct BalanceControl {
    source: String,
    #[schema(value_type = String, format = Date)]
    as_of: Date,
    customers: i64,
    differing: i64,
    #[schema(value_type = i64)]
    ledger_cents: Cents,
    #[schema(value_type = i64)]
    ours_cents: Cents,
}

impl From<ControlRecord> for BalanceControl {
    fn from(found: ControlRecord) -> Self {
        BalanceControl {
            source: found.source_name,
            as_of: found.as_of,
            customers: found.customers,
            differing: found.differing,
            ledger_cents: found.ledger,
            ours_cents: found.ours,
        }
    }
}

/// A customer whose balances differ.
#[derive(Serialize, ToSchema)]
struct BalanceDifference {
    /// Where its culprits are: `/entries/control/{id}`.
    place: i64,
    #[schema(value_type = Option<String>)]
    customer: Option<PartyId>,
    code: String,
    name: String,
    #[schema(value_type = i64)]
    ledger_cents: Cents,
    #[schema(value_type = i64)]
    ours_cents: Cents,
    culprits: i64,
}

impl From<Difference> for BalanceDifference {
    fn from(row: Difference) -> Self {
        BalanceDifference {
            place: row.place,
            customer: row.party,
            code: row.code,
            name: row.name,
            ledger_cents: row.ledger,
            ours_cents: row.ours,
            culprits: row.culprits,
        }
    }
}

/// The last comparison; `control` is absent when there was none.
#[derive(Serialize, ToSchema)]
struct BalanceControlPage {
    control: Option<BalanceControl>,
    /// `newer_ledger` or `facts_since` when it is older than what it compares: compare again.
    stale: Option<&'static str>,
    differences: Page<BalanceDifference>,
}

/// The last comparison, the largest differences first.
#[utoipa::path(get, path = "/entries/control", tag = "Comptabilité", params(Paged), responses(
    (status = 200, body = BalanceControlPage), NotAnswered))]
pub async fn last(arrival: Arrival, Asked(asked): Asked<Paged>) -> Response {
    ask(arrival, move |caller| {
        let world = caller.world();
        let rows = control_case::differences(&world, &caller.company, cut(asked.page)?)?;
        let rows = rows.into_iter().map(BalanceDifference::from).collect();
        let last = control_case::last(&world, &caller.company)?;
        let stale = last.as_ref().map(|found| control_case::stale(&world, &caller.company, found)).transpose()?;
        Ok(BalanceControlPage {
            control: last.map(BalanceControl::from),
            stale: stale.flatten().map(|why| why.code()),
            differences: Page::cut(rows, asked.page),
        })
    })
    .await
}

/// Compares again with the imported ledger that reaches furthest.
#[utoipa::path(post, path = "/entries/control", tag = "Comptabilité", params(Once), request_body = NothingGiven,
    responses((status = 200, body = BalanceControl), NotDone))]
pub async fn compare(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, |caller, _: NothingGiven| {
        let found = control_page::compared(caller.house.outside.as_ref(), &caller.world(), &caller.company)?;
        Ok(BalanceControl::from(found))
    })
    .await
}

/// What makes a part of a difference.
#[derive(Serialize, ToSchema)]
struct DifferenceCulprit {
    /// `document`, `payment`, `opening`, `write_off`, `waiver` or `rest`.
    kind: &'static str,
    /// `ledger`, `ours`, or `both` with other amounts.
    side: &'static str,
    label: String,
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Date>,
    #[schema(value_type = Option<String>)]
    invoice: Option<InvoiceId>,
    #[schema(value_type = i64)]
    ledger_cents: Cents,
    #[schema(value_type = i64)]
    ours_cents: Cents,
}

impl From<&Culprit> for DifferenceCulprit {
    fn from(culprit: &Culprit) -> Self {
        DifferenceCulprit {
            kind: culprit.kind.code(),
            side: culprit.side(),
            label: culprit.label.clone(),
            on: culprit.on,
            invoice: culprit.invoice,
            ledger_cents: culprit.ledger,
            ours_cents: culprit.ours,
        }
    }
}

/// What makes the difference at that place; together they are the difference.
#[utoipa::path(get, path = "/entries/control/{id}", tag = "Comptabilité", params(Named, Paged), responses(
    (status = 200, body = Page<DifferenceCulprit>), NotAnswered))]
pub async fn difference(arrival: Arrival, Path(place): Path<String>, Asked(asked): Asked<Paged>) -> Response {
    ask(arrival, move |caller| {
        let rows = cut(asked.page)?;
        let (_, culprits) = control_case::difference(&caller.world(), &caller.company, rank(&place)?, rows)?;
        Ok(Page::cut(culprits.iter().map(DifferenceCulprit::from).collect(), asked.page))
    })
    .await
}
