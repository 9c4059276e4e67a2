//! Invoices lost for good, whose tax is taken back, for programs.

use super::gate::{Asked, ask};
use super::request::{NotAnswered, Paged, cut};
use super::shapes::Page;
use crate::route::Arrival;
use app::bad_debts::{TaxLoss, tax_losses};
use axum::response::Response;
use base::id::{BadDebtId, InvoiceId, PartyId};
use base::{Cents, Date};
use serde::Serialize;
use utoipa::ToSchema;

/// An invoice of the summary that goes to the customer (CGI 272-1).
#[derive(Serialize, ToSchema)]
struct TaxLossShape {
    #[schema(value_type = String)]
    bad_debt: BadDebtId,
    #[schema(value_type = String)]
    invoice: InvoiceId,
    number: String,
    #[schema(value_type = String)]
    customer: PartyId,
    customer_name: String,
    #[schema(value_type = String, format = Date)]
    issued_on: Date,
    #[schema(value_type = i64)]
    net_cents: Cents,
    #[schema(value_type = i64)]
    vat_cents: Cents,
    /// The last day to take it back.
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<Date>,
    mention: String,
    /// What came since it was written off.
    #[schema(value_type = Option<i64>)]
    came_cents: Option<Cents>,
}

impl From<TaxLoss> for TaxLossShape {
    fn from(loss: TaxLoss) -> Self {
        TaxLossShape {
            bad_debt: loss.debt,
            invoice: loss.invoice,
            number: loss.line.number,
            customer: loss.party,
            customer_name: loss.line.customer,
            issued_on: loss.line.issued_on,
            net_cents: loss.line.net,
            vat_cents: loss.line.vat,
            until: loss.until,
            mention: loss.line.mention,
            came_cents: loss.came,
        }
    }
}

/// Invoices written off whose tax is taken back, by customer and number.
#[utoipa::path(get, path = "/tax-losses", tag = "Comptabilité", params(Paged), responses(
    (status = 200, body = Page<TaxLossShape>), NotAnswered))]
pub async fn list(arrival: Arrival, Asked(asked): Asked<Paged>) -> Response {
    ask(arrival, move |caller| {
        let losses = tax_losses(&caller.world(), caller.scope(), cut(asked.page)?)?;
        Ok(Page::cut(losses.into_iter().map(TaxLossShape::from).collect(), asked.page))
    })
    .await
}
