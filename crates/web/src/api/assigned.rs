//! Due dates put off and money of assigned invoices, for programs.

use super::gate::{Asked, act, ask};
use super::invoices::found;
use super::request::{Named, NotAnswered, NotDone, Once, Recorded, coded, cut, day_if};
use super::shapes::Page;
use crate::answer::Oops;
use crate::route::Arrival;
use app::extensions::NewExtension;
use app::records::{ApiScope, AssignedMoney};
use app::{assigned, worklist};
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use base::id::{AllocationId, InvoiceId, PartyId};
use base::{Cents, Currency, Date};
use domain::facts::Heard;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A due date put off by agreement.
#[derive(Deserialize, ToSchema)]
pub struct Extension {
    #[schema(value_type = String, format = Date)]
    until: String,
    /// Who asked for it.
    asked_by: String,
    /// `call`, `mail`, `letter`, `visit` or `other`.
    #[serde(default)]
    heard: String,
    /// No interest until then: it needs the right to manage. Else interest counts from the due date there was before.
    #[serde(default)]
    without_interest: bool,
    why: String,
}

/// Puts the due date of an invoice off; the one before stays on record.
#[utoipa::path(post, path = "/invoices/{id}/extension", tag = "Factures", request_body = Extension, params(Named, Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn extend(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: Extension| {
        let invoice = found(caller, &id)?;
        if given.without_interest {
            caller.must_manage()?;
        }
        let none = || Oops::Unreadable("Champ « until » : une date AAAA-MM-JJ est attendue.".to_string());
        let until = day_if(Some(&given.until))?.ok_or_else(none)?;
        let heard = if given.heard.is_empty() { Heard::default() } else { coded(&given.heard, Heard::parse)? };
        let new = NewExtension {
            invoice: invoice.id,
            until,
            interest_runs: !given.without_interest,
            asked_by: given.asked_by,
            heard,
            why: given.why,
        };
        app::extensions::grant(&caller.world(), &caller.company, &new)?;
        worklist::refresh(&caller.world(), &caller.company, invoice.party)?;
        Ok(Recorded::DONE)
    })
    .await
}

/// Money received for an assigned invoice.
#[derive(Serialize, ToSchema)]
struct AssignedShape {
    #[schema(value_type = String, example = "alc_0193…")]
    id: AllocationId,
    #[schema(value_type = String)]
    customer: PartyId,
    customer_name: String,
    #[schema(value_type = String)]
    invoice: InvoiceId,
    number: String,
    #[schema(value_type = String)]
    currency: Currency,
    #[schema(value_type = i64)]
    amount_cents: Cents,
    #[schema(value_type = String, format = Date)]
    received_on: Date,
    #[schema(value_type = String, format = Date)]
    assigned_on: Date,
    /// What was said when it was assigned: to whom, above all.
    assignment: String,
    #[schema(value_type = Option<String>, format = Date)]
    handed_on: Option<Date>,
    reference: Option<String>,
}

impl From<AssignedMoney> for AssignedShape {
    fn from(money: AssignedMoney) -> Self {
        AssignedShape {
            id: money.allocation,
            customer: money.party,
            customer_name: money.customer,
            invoice: money.invoice,
            number: money.number,
            currency: money.currency,
            amount_cents: money.amount,
            received_on: money.received_on,
            assigned_on: money.assigned_on,
            assignment: money.assignment,
            handed_on: money.handed_on,
            reference: money.reference,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AssignedWanted {
    /// Only what is still to be handed over.
    #[serde(default)]
    #[param(required = false)]
    kept: bool,
    /// From 0.
    #[serde(default)]
    #[param(required = false)]
    page: u64,
}

/// Money received for invoices while they were assigned: what is to be handed over first.
#[utoipa::path(get, path = "/assigned-money", tag = "Accords", params(AssignedWanted),
    responses((status = 200, body = Page<AssignedShape>), NotAnswered))]
pub async fn list(arrival: Arrival, Asked(asked): Asked<AssignedWanted>) -> Response {
    ask(arrival, move |caller| {
        let cut = cut(asked.page)?;
        let rows = caller.world().read(|books| Ok(books.assigned_money(caller.scope(), asked.kept, cut)?))?;
        Ok(Page::cut(rows.into_iter().map(AssignedShape::from).collect(), asked.page))
    })
    .await
}

/// A transfer to whom the invoice is assigned.
#[derive(Deserialize, ToSchema)]
pub struct Handover {
    /// Today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<String>,
    reference: String,
}

/// Records that the money went to whom the invoice is assigned.
#[utoipa::path(post, path = "/assigned-money/{id}/handover", tag = "Accords", request_body = Handover, params(Named, Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn hand_over(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: Handover| {
        let id = AllocationId::parse(&id).ok_or(Oops::NotHere)?;
        let world = caller.world();
        let on = day_if(given.on.as_deref())?.unwrap_or(world.today);
        assigned::hand_over(&world, &caller.company, id, on, &given.reference)?;
        Ok(Recorded::DONE)
    })
    .await
}
