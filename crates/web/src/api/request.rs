//! What requests bring and how they may be refused: the key of an act, identifiers and words that are read, the problems each
//! operation describes.

use super::gate::Caller;
use crate::answer::Oops;
use app::ports::screens::Cut;
use app::records::{ActRow, PartyRecord};
use base::id::{ActId, InvoiceId, PartyId};
use base::{Cents, Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Required, Response, ResponseBuilder};
use utoipa::{IntoParams, IntoResponses, ToSchema};

/// The header that makes an act be done once.
pub enum Once {}

impl IntoParams for Once {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = ObjectBuilder::new().schema_type(Type::String).build();
        let key = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .required(Required::True)
            .description(Some("Different for each request, kept when it is repeated"))
            .schema(Some(text));
        vec![key.build()]
    }
}

/// The identifier in the address of an operation.
pub enum Named {}

impl IntoParams for Named {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = ObjectBuilder::new().schema_type(Type::String).build();
        let id = ParameterBuilder::new()
            .name("id")
            .parameter_in(ParameterIn::Path)
            .required(Required::True)
            .schema(Some(text));
        vec![id.build()]
    }
}

/// Why a question is not answered.
pub enum NotAnswered {}

impl IntoResponses for NotAnswered {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[400, 401, 403, 404, 422, 503])
    }
}

/// Why an act is not done.
pub enum NotDone {}

impl IntoResponses for NotDone {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[400, 401, 403, 404, 409, 422])
    }
}

fn problems(statuses: &[u16]) -> BTreeMap<String, RefOr<Response>> {
    let problem = |status: &u16| {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let response = ResponseBuilder::new().content("application/problem+json", content).description(said(*status));
        (status.to_string(), RefOr::T(response.build()))
    };
    statuses.iter().map(problem).collect()
}

fn said(status: u16) -> &'static str {
    match status {
        400 => "The request does not read",
        401 => "The token opens nothing",
        403 => "The token has not that right",
        404 => "There is no such thing in this company",
        409 => "Begun before, and its outcome is not known",
        503 => "These figures are being counted: ask again",
        _ => "A rule says no; the answer says which, and what to do",
    }
}

/// Which page of a list that takes no other word.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paged {
    /// From 0.
    #[serde(default)]
    #[param(required = false)]
    pub page: u64,
}

/// Which page of a list, of all or of one state; the operation says which states there are.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InState {
    /// All when absent.
    #[serde(default)]
    #[param(required = false)]
    pub state: String,
    /// From 0.
    #[serde(default)]
    #[param(required = false)]
    pub page: u64,
}

/// An act that needs nothing said.
#[derive(Deserialize, ToSchema)]
pub struct Nothing {}

/// What is answered where there is nothing to say.
#[derive(Serialize, ToSchema)]
pub struct Recorded {
    recorded: bool,
}

impl Recorded {
    pub const DONE: Recorded = Recorded { recorded: true };
}

/// The day's agenda follows what was just recorded of a customer.
pub fn follow(caller: &Caller, party: PartyId) -> Result<Recorded, Oops> {
    app::worklist::refresh(&caller.world(), &caller.company, party)?;
    Ok(Recorded::DONE)
}

/// A customer of the caller's company.
pub fn party(caller: &Caller, text: &str) -> Result<PartyRecord, Oops> {
    let id = PartyId::parse(text).ok_or(Oops::NotHere)?;
    let found = caller.world().read(|books| Ok(books.party(id)?))?;
    found.filter(|p| p.company == caller.company.id).ok_or(Oops::NotHere)
}

/// An invoice of that customer, when one is named.
pub fn invoice_of(caller: &Caller, of: PartyId, text: Option<&str>) -> Result<Option<InvoiceId>, Oops> {
    let Some(text) = text else { return Ok(None) };
    let invoice = super::invoices::found(caller, text)?;
    if invoice.party == of { Ok(Some(invoice.id)) } else { Err(Oops::NotHere) }
}

/// An act of the caller's company.
pub fn act_of(caller: &Caller, text: &str) -> Result<ActRow, Oops> {
    let id = ActId::parse(text).ok_or(Oops::NotHere)?;
    let row = caller.world().read(|books| Ok(books.act(id)?))?;
    row.filter(|r| r.act.company == caller.company.id).ok_or(Oops::NotHere)
}

/// A day that reads, or nothing.
pub fn day_if(text: Option<&str>) -> Result<Option<Date>, Oops> {
    text.map(|text| super::company::day(Some(text), Date::MIN)).transpose()
}

/// A positive amount, or nothing.
pub fn amount_if(cents: Option<i64>) -> Result<Option<Cents>, Oops> {
    match cents {
        Some(cents) if cents <= 0 => Err(Oops::Unreadable(format!("{cents} n’est pas un montant à noter."))),
        cents => Ok(cents.map(Cents::new)),
    }
}

/// A sentence that is not empty.
pub fn sentence(text: &str) -> Result<&str, Oops> {
    match text.trim() {
        "" => Err(app::AppError::refused("Il manque une raison.", "Une phrase suffit ; le journal la garde.").into()),
        text => Ok(text),
    }
}

/// A word of a fixed list.
pub fn coded<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, Oops> {
    parse(text).ok_or_else(|| Oops::Unreadable(format!("« {text} » n’est pas un mot connu ici.")))
}

/// Rows asked for, one more than shown.
pub fn cut(page: u64) -> Result<Cut, Oops> {
    use super::shapes::ROWS;
    let offset = page.checked_mul(ROWS).ok_or_else(|| Oops::Unreadable("page trop grande".to_string()))?;
    Ok(Cut { offset, limit: ROWS + 1 })
}
