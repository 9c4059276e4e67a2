use super::gate::{Asked, Caller, act, ask};
use super::request::{NotAnswered, NotDone, Once, Recorded, party, sentence};
use crate::answer::Oops;
use crate::route::Arrival;
use app::records::{ApiScope, ReplayState};
use app::{rehearsals, scenarios};
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Currency, Date};
use domain::agenda::Proposal;
use domain::rehearsal::Forecast;
use domain::scenario::{Scenario, ScenarioBook};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

fn book(caller: &Caller) -> Result<ScenarioBook, Oops> {
    Ok(caller.world().read(|books| app::planning::scenarios(books, &caller.company, None))?)
}

fn named(caller: &Caller, name: &str) -> Result<Scenario, Oops> {
    book(caller)?.named(name).cloned().ok_or(Oops::NotHere)
}

/// A scenario in force.
#[derive(Serialize, ToSchema)]
struct ScenarioBrief {
    name: String,
    version: String,
    title: String,
    steps: usize,
}

#[derive(Serialize, ToSchema)]
struct ScenariosShape {
    items: Vec<ScenarioBrief>,
}

fn brief(scenario: &Scenario) -> ScenarioBrief {
    ScenarioBrief {
        name: scenario.reference.name.clone(),
        version: scenario.reference.version.clone(),
        title: scenario.title.clone(),
        steps: scenario.steps.len(),
    }
}

/// The scenarios in force.
#[utoipa::path(get, path = "/scenarios", tag = "Scénarios", responses((status = 200, body = ScenariosShape), NotAnswered))]
pub async fn list(arrival: Arrival) -> Response {
    ask(arrival, |caller| Ok(ScenariosShape { items: book(caller)?.current().iter().map(brief).collect() })).await
}

/// A scenario: the text in force, the draft beside it, and what was adopted before.
#[derive(Serialize, ToSchema)]
struct ScenarioShape {
    name: String,
    version: String,
    title: String,
    /// TOML.
    text: String,
    draft: Option<DraftShape>,
    /// Adopted versions, oldest first.
    versions: Vec<VersionShape>,
    replay: Option<ReplayShape>,
}

#[derive(Serialize, ToSchema)]
struct VersionShape {
    version: String,
    text: String,
}

#[derive(Serialize, ToSchema)]
struct DraftShape {
    version: String,
    text: String,
    author: String,
}

/// The last replay of a draft over twelve months.
#[derive(Serialize, ToSchema)]
struct ReplayShape {
    draft: String,
    /// `running`, `done` or `failed`.
    state: &'static str,
    days_done: u64,
    days: u64,
    /// What the draft would have changed, when it is done.
    #[schema(value_type = Option<Object>)]
    comparison: Option<serde_json::Value>,
}

/// One scenario.
#[utoipa::path(get, path = "/scenarios/{name}", tag = "Scénarios", params(("name" = String, Path)),
    responses((status = 200, body = ScenarioShape), NotAnswered))]
pub async fn one(arrival: Arrival, Path(name): Path<String>) -> Response {
    ask(arrival, move |caller| {
        let (scenario, world) = (named(caller, &name)?, caller.world());
        let draft = scenarios::draft(&world, &caller.company, &name)?;
        let (versions, replay) = world.read(|books| {
            let company = caller.company.id;
            Ok((books.scenario_versions(company, &name)?, books.replay(company, &name)?))
        })?;
        let replay = replay.map(|r| ReplayShape {
            draft: r.draft,
            state: r.state.code(),
            days_done: r.done,
            days: r.total,
            comparison: if r.state == ReplayState::Done { serde_json::from_str(&r.outcome).ok() } else { None },
        });
        Ok(ScenarioShape {
            name: scenario.reference.name,
            version: scenario.reference.version,
            title: scenario.title,
            text: scenario.source,
            draft: draft.map(|(kept, s)| DraftShape {
                version: s.reference.version,
                text: kept.source,
                author: kept.author,
            }),
            versions: versions.into_iter().map(|v| VersionShape { version: v.version, text: v.source }).collect(),
            replay,
        })
    })
    .await
}

/// A scenario's text, to be kept as a draft.
#[derive(Deserialize, ToSchema)]
pub struct Written {
    /// TOML.
    text: String,
}

#[derive(Serialize, ToSchema)]
struct KeptShape {
    /// The version of the draft; absent when the text is the one in force, and there is no draft then.
    draft: Option<String>,
}

/// Keeps a draft beside the version in force; it counts only once adopted.
#[utoipa::path(post, path = "/scenarios/{name}/draft", tag = "Scénarios", request_body = Written,
    params(("name" = String, Path), Once), responses((status = 200, body = KeptShape), NotDone))]
pub async fn draft(arrival: Arrival, Path(name): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, move |caller, given: Written| {
        named(caller, &name)?;
        let kept = scenarios::save_draft(&caller.world(), &caller.company, &name, &given.text)?;
        Ok(KeptShape { draft: kept.map(|s| s.reference.version) })
    })
    .await
}

/// A scenario of one's own.
#[derive(Deserialize, ToSchema)]
pub struct Copied {
    #[schema(example = "Artisans du bâtiment")]
    title: String,
}

/// A scenario under a name of its own, with the rules and steps of this one; it is looked at after all others.
#[utoipa::path(post, path = "/scenarios/{name}/copy", tag = "Scénarios", request_body = Copied,
    params(("name" = String, Path), Once), responses((status = 200, body = ScenarioBrief), NotDone))]
pub async fn copy(arrival: Arrival, Path(name): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, move |caller, given: Copied| {
        Ok(brief(&scenarios::copy(&caller.world(), &caller.company, &name, &given.title)?))
    })
    .await
}

/// Why a scenario goes.
#[derive(Deserialize, ToSchema)]
pub struct Retirement {
    why: String,
}

/// Deletes a scenario of one's own that nobody uses; what was planned and sent under it stays known.
#[utoipa::path(post, path = "/scenarios/{name}/retirement", tag = "Scénarios", request_body = Retirement,
    params(("name" = String, Path), Once), responses((status = 200, body = Recorded), NotDone))]
pub async fn retire(arrival: Arrival, Path(name): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, move |caller, given: Retirement| {
        named(caller, &name)?;
        scenarios::retire(&caller.world(), &caller.company, &name, sentence(&given.why)?)?;
        Ok(Recorded::DONE)
    })
    .await
}

/// What becomes of a draft.
#[derive(Deserialize, ToSchema)]
pub struct Looked {
    /// The version of the draft that was looked at.
    version: String,
}

/// Puts the draft in force; running cases finish on their version.
#[utoipa::path(post, path = "/scenarios/{name}/adoption", tag = "Scénarios", request_body = Looked,
    params(("name" = String, Path), Once), responses((status = 200, body = Recorded), NotDone))]
pub async fn adopt(arrival: Arrival, Path(name): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, move |caller, given: Looked| {
        named(caller, &name)?;
        let world = caller.world();
        scenarios::adopt_draft(&world, &caller.company, &name, &given.version)?;
        app::planning::plan_day(&world, &caller.company, world.today)?;
        Ok(Recorded::DONE)
    })
    .await
}

/// Gives the draft of that version up.
#[utoipa::path(post, path = "/scenarios/{name}/draft/withdrawal", tag = "Scénarios", request_body = Looked,
    params(("name" = String, Path), Once), responses((status = 200, body = Recorded), NotDone))]
pub async fn withdraw(arrival: Arrival, Path(name): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, move |caller, given: Looked| {
        let world = caller.world();
        let kept = scenarios::draft(&world, &caller.company, &name)?;
        kept.filter(|(_, s)| s.reference.version == given.version).ok_or(Oops::NotHere)?;
        scenarios::drop_draft(&world, &caller.company, &name)?;
        Ok(Recorded::DONE)
    })
    .await
}

/// Replays the draft over the last twelve months, beside the version in force. `GET /scenarios/{name}` tells how far it is.
#[utoipa::path(post, path = "/scenarios/{name}/replay", tag = "Scénarios", request_body = Looked,
    params(("name" = String, Path), Once), responses((status = 200, body = Recorded), NotDone))]
pub async fn replay(arrival: Arrival, Path(name): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, move |caller, given: Looked| {
        let current = named(caller, &name)?;
        let kept = scenarios::draft(&caller.world(), &caller.company, &name)?;
        let (_, draft) = kept.filter(|(_, s)| s.reference.version == given.version).ok_or(Oops::NotHere)?;
        crate::pages::scenarios::start_replay(&caller.house, &caller.company, &current, &draft)?;
        Ok(Recorded::DONE)
    })
    .await
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OnWhom {
    /// `pty_…`
    customer: String,
}

/// What a customer would receive from today on, if nobody pays, with the draft if there is one.
#[derive(Serialize, ToSchema)]
struct ForeseenShape {
    customer_name: String,
    /// Absent when no scenario applies.
    scenario: Option<String>,
    days: Vec<ForeseenDay>,
}

#[derive(Serialize, ToSchema)]
pub struct ForeseenDay {
    #[schema(value_type = String, format = Date)]
    on: Date,
    step: String,
    step_title: String,
    channel: &'static str,
    #[schema(value_type = String)]
    currency: Currency,
    #[schema(value_type = i64)]
    total_cents: Cents,
}

pub fn foreseen_days(forecast: &Forecast) -> Vec<ForeseenDay> {
    let day = |(on, p): &(Date, Proposal)| ForeseenDay {
        on: *on,
        step: p.step.clone(),
        step_title: p.step_title.clone(),
        channel: p.channel.code(),
        currency: p.currency,
        total_cents: p.total_cents,
    };
    forecast.days.iter().map(day).collect()
}

/// Tries a scenario on a customer.
#[utoipa::path(get, path = "/scenarios/{name}/trial", tag = "Scénarios", params(("name" = String, Path), OnWhom),
    responses((status = 200, body = ForeseenShape), NotAnswered))]
pub async fn trial(arrival: Arrival, Path(name): Path<String>, Asked(asked): Asked<OnWhom>) -> Response {
    ask(arrival, move |caller| {
        let party = party(caller, &asked.customer)?;
        named(caller, &name)?;
        let (book, world) = (book(caller)?, caller.world());
        let draft = scenarios::draft(&world, &caller.company, &name)?;
        let book = draft.map_or_else(|| book.clone(), |(_, draft)| book.adopting(&draft));
        let foreseen = rehearsals::foresee(&world, &caller.company, &book, party.id)?.ok_or(Oops::NotHere)?;
        Ok(ForeseenShape {
            customer_name: foreseen.customer.clone(),
            scenario: foreseen.scenario.as_ref().map(|s| s.name.clone()),
            days: foreseen_days(&foreseen.forecast),
        })
    })
    .await
}
