//! How a customer pays, as its page draws it.

use super::company::{OnDay, day};
use super::gate::{Asked, ask};
use super::request::{Named, NotAnswered, party};
use crate::route::Arrival;
use axum::extract::Path;
use axum::response::Response;
use base::id::InvoiceId;
use base::{Cents, Date};
use domain::payer::{Confidence, Drift, Mean, PayerProfile, Point, WordsKept};
use serde::Serialize;
use utoipa::ToSchema;

/// How a customer pays, on a day.
#[derive(Serialize, ToSchema)]
struct BehaviourShape {
    #[schema(value_type = String, format = Date)]
    as_of: Date,
    /// How far it may be relied upon: `nothing`, `indicative` (fewer than five invoices), `fair` (fewer than twelve) or `good`.
    confidence: &'static str,
    /// Mean delay in tenths of a day, weighted by amount and recency.
    mean_tenths_of_day: Option<i64>,
    /// `unknown`, `steady`, `slower` or `faster` than before.
    drift: &'static str,
    before_tenths_of_day: Option<i64>,
    recent_tenths_of_day: Option<i64>,
    /// Invoices paid no later than their due date, of those in `invoices`.
    on_time: u64,
    /// Contested, hence not counted.
    left_out: u64,
    promises: PromisesShape,
    /// Every invoice that counts, in order of day.
    invoices: Vec<PaidShape>,
}

#[derive(Serialize, ToSchema)]
struct PromisesShape {
    kept: u64,
    partly_kept: u64,
    broken: u64,
    pending: u64,
}

#[derive(Serialize, ToSchema)]
struct PaidShape {
    #[schema(value_type = String, example = "inv_0193…")]
    invoice: InvoiceId,
    number: String,
    /// The day it was settled; that of the answer while it is overdue.
    #[schema(value_type = String, format = Date)]
    on: Date,
    days_late: i64,
    #[schema(value_type = i64)]
    amount_cents: Cents,
    is_open: bool,
    /// Median delay of the latest invoices up to this one.
    median_days_late: i64,
    /// Its share in the mean, in ten thousandths.
    weight: i64,
}

impl From<&Point> for PaidShape {
    fn from(point: &Point) -> Self {
        PaidShape {
            invoice: point.invoice,
            number: point.number.clone(),
            on: point.on,
            days_late: point.days_late,
            amount_cents: point.amount,
            is_open: point.is_open,
            median_days_late: point.median,
            weight: point.weight,
        }
    }
}

impl From<WordsKept> for PromisesShape {
    fn from(words: WordsKept) -> Self {
        PromisesShape {
            kept: words.kept as u64,
            partly_kept: words.partly as u64,
            broken: words.broken as u64,
            pending: words.pending as u64,
        }
    }
}

impl From<PayerProfile> for BehaviourShape {
    fn from(profile: PayerProfile) -> Self {
        let (drift, means) = drift(profile.drift);
        BehaviourShape {
            as_of: profile.as_of,
            confidence: confidence(profile.confidence()),
            mean_tenths_of_day: profile.mean.map(Mean::tenths),
            drift,
            before_tenths_of_day: means.map(|(before, _)| before.tenths()),
            recent_tenths_of_day: means.map(|(_, recent)| recent.tenths()),
            on_time: profile.on_time as u64,
            left_out: profile.left_out as u64,
            promises: profile.words.into(),
            invoices: profile.points.iter().map(PaidShape::from).collect(),
        }
    }
}

fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Nothing => "nothing",
        Confidence::Indicative => "indicative",
        Confidence::Fair => "fair",
        Confidence::Good => "good",
    }
}

fn drift(drift: Drift) -> (&'static str, Option<(Mean, Mean)>) {
    match drift {
        Drift::Unknown => ("unknown", None),
        Drift::Steady { before, recent } => ("steady", Some((before, recent))),
        Drift::Slower { before, recent } => ("slower", Some((before, recent))),
        Drift::Faster { before, recent } => ("faster", Some((before, recent))),
    }
}

/// Delays, their trend, promises kept, and every invoice they rest on.
#[utoipa::path(get, path = "/customers/{id}/behaviour", tag = "Clients", params(Named, OnDay),
    responses((status = 200, body = BehaviourShape), NotAnswered))]
pub async fn one(arrival: Arrival, Path(id): Path<String>, Asked(asked): Asked<OnDay>) -> Response {
    ask(arrival, move |caller| {
        let (party, world) = (party(caller, &id)?, caller.world());
        let on = day(asked.date.as_deref(), world.today)?;
        let company = &caller.company;
        Ok(BehaviourShape::from(world.read(|books| app::payers::profile(books, company, party.id, on))?))
    })
    .await
}
