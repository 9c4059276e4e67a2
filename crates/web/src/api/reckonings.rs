//! How an amount is arrived at, term by term, as « Pourquoi ? » tells it on pages.

use super::company::OnDay;
use super::gate::{Asked, Caller, ask};
use super::request::{NotAnswered, day_if};
use crate::answer::Oops;
use crate::route::Arrival;
use crate::spoken::on_page;
use app::money::{self, alerts};
use app::reckonings::{self, Look, Reckoning, Subject, Sum, Term};
use axum::extract::Path;
use axum::response::Response;
use base::id::PartyId;
use base::{Cents, Currency, Date};
use domain::facts::DisputeCause;
use serde::Serialize;
use utoipa::ToSchema;

/// Why an amount stands where it does.
#[derive(Serialize, ToSchema)]
struct ReckoningShape {
    title: String,
    #[schema(value_type = Option<String>)]
    customer: Option<PartyId>,
    sums: Vec<SumShape>,
    /// The law or the rule, and what else must be known, in sentences.
    rules: Vec<String>,
}

/// Terms and what they come to.
#[derive(Serialize, ToSchema)]
struct SumShape {
    /// The amount's own name.
    result: String,
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    terms: Vec<TermShape>,
    /// The sum of the terms, and of nothing else.
    #[schema(value_type = i64)]
    total_cents: Cents,
    /// The same amount as lists read it, where they read it otherwise than from facts.
    #[schema(value_type = Option<i64>)]
    shown_cents: Option<Cents>,
}

#[derive(Serialize, ToSchema)]
struct TermShape {
    what: String,
    #[schema(value_type = Option<String>, format = Date)]
    on: Option<Date>,
    /// Below zero for what is taken away.
    #[schema(value_type = i64)]
    amount_cents: Cents,
}

impl From<Reckoning> for ReckoningShape {
    fn from(reckoning: Reckoning) -> Self {
        ReckoningShape {
            title: reckoning.title,
            customer: reckoning.party,
            sums: reckoning.sums.into_iter().map(SumShape::from).collect(),
            rules: reckoning.rules.iter().map(|rule| on_page(rule)).collect(),
        }
    }
}

impl From<Sum> for SumShape {
    fn from(sum: Sum) -> Self {
        let term = |term: Term| TermShape { what: term.what, on: term.on, amount_cents: term.amount };
        SumShape {
            result: sum.result,
            currency: sum.currency,
            terms: sum.terms.into_iter().map(term).collect(),
            total_cents: sum.total,
            shown_cents: sum.shown,
        }
    }
}

/// What an amount is of, in the words of the interface.
fn subject(kind: &str, id: &str) -> Option<Subject> {
    let key = match kind {
        "invoice" => "facture",
        "customer" => "client",
        "promise" => "promesse",
        "plan" => "echeancier",
        "dispute" => "litige",
        "bad_debt" => "perte",
        "assigned_money" => "cession",
        "bank_line" => "virement",
        "dispute_cause" => return DisputeCause::parse(id).map(|cause| Subject::Cause(cause, None)),
        _ => return None,
    };
    Subject::parse(&format!("{key}:{id}"))
}

/// What an alert counts, as long as it says the same thing.
fn of_alert(caller: &Caller, key: &str) -> Result<Option<Reckoning>, Oops> {
    let world = caller.world();
    let look = money::Look::at_once(&world, caller.scope())?;
    let Some(alert) = alerts::named(&look, world.today, key)? else { return Ok(None) };
    Ok(reckonings::of_alert(&look, &caller.company, world.today, &alert)?)
}

/// The arithmetic of an amount: of an invoice, a customer, a promise, a plan, a dispute, a cause of disputes, a bad debt, money
/// received for an assigned invoice, a credit of the bank, or an alert.
#[utoipa::path(get, path = "/reckonings/{kind}/{id}", tag = "Société", params(
    ("kind" = String, Path, description = "`invoice`, `customer`, `promise`, `plan`, `dispute`, `dispute_cause`, `bad_debt`, `assigned_money`, `bank_line` or `alert`"),
    ("id" = String, Path, description = "Its identifier; the code of a cause; the name of an alert"), OnDay),
    responses((status = 200, body = ReckoningShape), NotAnswered))]
pub async fn one(arrival: Arrival, Path((kind, id)): Path<(String, String)>, Asked(asked): Asked<OnDay>) -> Response {
    ask(arrival, move |caller| {
        if kind == "alert" {
            return of_alert(caller, &id)?.map(ReckoningShape::from).ok_or(Oops::NotHere);
        }
        let subject = subject(&kind, &id).ok_or(Oops::NotHere)?;
        let world = caller.world();
        let on = day_if(asked.date.as_deref())?;
        let look = Look { scope: caller.scope(), on, today: world.today };
        let found = reckonings::of(&world, &caller.company, subject, &look)?;
        found.map(ReckoningShape::from).ok_or(Oops::NotHere)
    })
    .await
}
