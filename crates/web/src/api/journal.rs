use super::gate::{Asked, Problem, ask};
use super::shapes::{Page, ROWS};
use crate::route::Arrival;
use app::logbook;
use axum::response::Response;
use base::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An entry of the journal.
#[derive(Serialize, ToSchema)]
struct EntryShape {
    seq: u64,
    recorded_at: String,
    actor: String,
    /// The identifier of what it is about.
    subject: String,
    /// Stable name of what happened.
    kind: String,
    /// One French sentence.
    sentence: String,
    hash: String,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Entries of a number below this one: `next_page` of the page before.
    before: Option<u64>,
    /// Only what is about this identifier.
    #[serde(default)]
    #[param(required = false)]
    subject: String,
    /// Stable names of kinds, separated by commas.
    #[serde(default)]
    #[param(required = false)]
    kind: String,
    /// The name of who wrote them, as `actor` has it.
    #[serde(default)]
    #[param(required = false)]
    person: String,
    /// First day, in Paris.
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    /// Last day, in Paris.
    #[param(value_type = Option<String>, format = Date)]
    until: Option<Date>,
    /// Part of a customer's name or of an invoice number: only what is about these.
    #[serde(default)]
    #[param(required = false)]
    search: String,
}

/// The journal, newest first. `next_page` is the `before` of the next page.
#[utoipa::path(get, path = "/journal", tag = "Journal", params(Wanted), responses(
    (status = 200, body = Page<EntryShape>), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn entries(arrival: Arrival, Asked(asked): Asked<Wanted>) -> Response {
    ask(arrival, move |caller| {
        let wanted = logbook::Wanted {
            kinds: asked.kind.split(',').map(str::to_string).collect(),
            person: asked.person,
            from: asked.from,
            until: asked.until,
            search: asked.search,
            subject: asked.subject,
            before: asked.before,
        };
        let filter = logbook::filter(&caller.world(), &caller.company, &wanted)?;
        let told = logbook::page(&caller.world(), &caller.company, &filter, ROWS)?;
        let next_page = told.last().filter(|t| told.len() as u64 == ROWS && t.seq > 1).map(|t| t.seq);
        let items = told.into_iter().map(|t| EntryShape {
            seq: t.seq,
            recorded_at: t.recorded_at.to_string(),
            actor: t.actor,
            subject: t.entry.subject.as_str().to_string(),
            kind: t.entry.kind.clone(),
            sentence: t.sentence,
            hash: t.entry.hash.to_string(),
        });
        Ok(Page { items: items.collect(), next_page })
    })
    .await
}
