use super::gate::{act, ask_file};
use super::invoices::found;
use super::request::{Named, NotAnswered, NotDone, Nothing, Once, Recorded, day_if, follow, sentence};
use crate::answer::Oops;
use crate::route::Arrival;
use app::records::ApiScope;
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use base::Cents;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The file an invoice came from, byte for byte.
#[utoipa::path(get, path = "/invoices/{id}/document", tag = "Factures", params(Named),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), NotAnswered))]
pub async fn document(arrival: Arrival, Path(id): Path<String>) -> Response {
    ask_file(arrival, move |caller| {
        let invoice = found(caller, &id)?;
        let source = invoice.source.ok_or(Oops::NotHere)?;
        let (_, bytes) = caller.world().read(|books| Ok(books.source_bytes(source)?))?.ok_or(Oops::NotHere)?;
        let kind = if bytes.starts_with(b"%PDF") { "application/pdf" } else { "application/octet-stream" };
        Ok((bytes, kind.to_string()))
    })
    .await
}

/// The due date that is read on the invoice.
#[derive(Deserialize, ToSchema)]
pub struct DueDate {
    #[schema(format = Date)]
    due_on: String,
}

/// States a due date that was estimated, or corrects one.
#[utoipa::path(post, path = "/invoices/{id}/due-date", tag = "Factures", request_body = DueDate, params(Named, Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn due_date(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: DueDate| {
        let invoice = found(caller, &id)?;
        let none = || Oops::Unreadable("Champ « due_on » : une date AAAA-MM-JJ est attendue.".to_string());
        let due_on = day_if(Some(&given.due_on))?.ok_or_else(none)?;
        app::confirm::due_date(&caller.world(), &caller.company, invoice.id, due_on)?;
        follow(caller, invoice.party)
    })
    .await
}

/// Confirms a settlement that was estimated.
#[utoipa::path(post, path = "/invoices/{id}/confirmation", tag = "Factures", request_body = Nothing,
    params(Named, Once), responses((status = 200, body = Recorded), NotDone))]
pub async fn confirm(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, _: Nothing| {
        let invoice = found(caller, &id)?;
        app::confirm::settlements(&caller.world(), &caller.company, invoice.id)?;
        follow(caller, invoice.party)
    })
    .await
}

/// Why a payment is taken back.
#[derive(Deserialize, ToSchema)]
pub struct Reversal {
    why: String,
}

#[derive(Serialize, ToSchema)]
struct ReversedShape {
    #[schema(value_type = i64)]
    amount_cents: Cents,
}

/// Takes the last payment of an invoice back: it is due again.
#[utoipa::path(post, path = "/invoices/{id}/reversal", tag = "Factures", request_body = Reversal, params(Named, Once),
    responses((status = 200, body = ReversedShape), NotDone))]
pub async fn reverse(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Act, body, move |caller, given: Reversal| {
        let invoice = found(caller, &id)?;
        let why = sentence(&given.why)?;
        let amount_cents = app::payments::reverse_last(&caller.world(), &caller.company, invoice.id, why)?;
        follow(caller, invoice.party)?;
        Ok(ReversedShape { amount_cents })
    })
    .await
}
