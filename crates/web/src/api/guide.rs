//! The guided set-up for programs: its questions, what answers would give on real customers, and their adoption.

use super::gate::{Caller, act, ask};
use super::policy::{ForeseenDay, foreseen_days};
use super::request::{NotAnswered, NotDone, Once, coded};
use crate::answer::Oops;
use crate::pages::setup::guide::{Choice, days, firmness, sells_to, voices};
use crate::route::Arrival;
use crate::spoken;
use app::customers::of_unknown_kind;
use app::guide::{self, Answers, Example};
use app::records::ApiScope;
use axum::body::Bytes;
use axum::response::Response;
use base::id::PartyId;
use base::{Cents, Currency};
use domain::facts::PartyKind;
use domain::scenario::{Firmness, Shape, Voice};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is asked, with the answers that hold until others are given.
#[derive(Serialize, ToSchema)]
struct GuideShape {
    questions: Vec<QuestionShape>,
    answers: AnswersShape,
}

#[derive(Serialize, ToSchema)]
struct QuestionShape {
    /// Name of the field of the answers.
    field: &'static str,
    /// In French.
    question: &'static str,
    /// None where the answer is an hour.
    choices: Vec<ChoiceShape>,
}

#[derive(Serialize, ToSchema)]
struct ChoiceShape {
    /// What the answer says for it.
    word: &'static str,
    title: &'static str,
    /// What it does, in French.
    what: &'static str,
    chosen: bool,
}

/// Answers to the questions.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct AnswersShape {
    /// To whom the company sells: each of `business`, `consumer` or `public_body`.
    sells_to: Vec<String>,
    /// Who speaks with the customer: `calls`, `writes` or `known_person`.
    voice: String,
    /// `gentle`, `balanced` or `firm`.
    firmness: String,
    /// Neither weekends nor public holidays.
    working_days_only: bool,
    /// Real messages leave from this hour…
    #[schema(example = 8, minimum = 0, maximum = 23)]
    from_hour: u8,
    /// … and before this one.
    #[schema(example = 19, minimum = 1, maximum = 24)]
    until_hour: u8,
}

impl From<&Answers> for AnswersShape {
    fn from(answers: &Answers) -> Self {
        AnswersShape {
            sells_to: answers.sells_to.iter().map(|kind| kind.code().to_string()).collect(),
            voice: answers.shape.voice.code().to_string(),
            firmness: answers.shape.firmness.code().to_string(),
            working_days_only: answers.shape.working_days_only,
            from_hour: answers.from_hour,
            until_hour: answers.until_hour,
        }
    }
}

impl AnswersShape {
    fn read(&self) -> Result<Answers, Oops> {
        let mut sells_to =
            self.sells_to.iter().map(|kind| coded(kind, PartyKind::parse)).collect::<Result<Vec<_>, _>>()?;
        sells_to.sort_unstable();
        sells_to.dedup();
        Ok(Answers {
            sells_to,
            shape: Shape {
                firmness: coded(&self.firmness, Firmness::parse)?,
                voice: coded(&self.voice, Voice::parse)?,
                working_days_only: self.working_days_only,
            },
            from_hour: self.from_hour,
            until_hour: self.until_hour,
        })
    }
}

fn question(field: &'static str, question: &'static str, choices: &[Choice]) -> QuestionShape {
    let choice = |c: &Choice| ChoiceShape { word: c.word, title: c.title, what: c.what, chosen: c.chosen };
    QuestionShape { field, question, choices: choices.iter().map(choice).collect() }
}

/// The questions of the guided set-up, with their choices and the present answers. Needs the right to manage.
#[utoipa::path(get, path = "/guide", tag = "Scénarios", responses((status = 200, body = GuideShape), NotAnswered))]
pub async fn questions(arrival: Arrival) -> Response {
    ask(arrival, |caller| {
        caller.must_manage()?;
        let world = caller.world();
        let now = guide::present(&world, &caller.company, world.today)?;
        let questions = vec![
            question("sells_to", "À qui vendez-vous ?", &sells_to(&now)),
            question("voice", "Qui parle avec le client ?", &voices(&now)),
            question("firmness", "Avec quelle fermeté ?", &firmness(&now)),
            question("working_days_only", "Quels jours ?", &days(&now)),
            question("from_hour", "À partir de quelle heure ?", &[]),
            question("until_hour", "Avant quelle heure ?", &[]),
        ];
        Ok(GuideShape { questions, answers: AnswersShape::from(&now) })
    })
    .await
}

/// What the answers would give.
#[derive(Serialize, ToSchema)]
struct GivenShape {
    scenarios: Vec<GivenScenario>,
    /// Three customers who are late, if nobody paid nor answered in four months and the bank stayed up to date.
    customers: Vec<GivenCustomer>,
    /// What customers of whom nothing tells what they are would be noted as.
    suggested: Option<SuggestedShape>,
}

#[derive(Serialize, ToSchema)]
struct GivenScenario {
    name: String,
    title: String,
    /// As a file of TOML.
    text: String,
}

#[derive(Serialize, ToSchema)]
struct GivenCustomer {
    #[schema(value_type = String, example = "pty_0193…")]
    customer: PartyId,
    name: String,
    #[schema(value_type = i64)]
    overdue_cents: Cents,
    #[schema(value_type = String)]
    currency: Currency,
    /// Begun already: it keeps the steps with which it began.
    running: bool,
    days: Vec<ForeseenDay>,
    /// Why nothing more comes, or nothing at all, in French.
    end: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct SuggestedShape {
    /// `business`, `consumer` or `public_body`.
    kind: &'static str,
    customers: u64,
}

impl From<&Example> for GivenCustomer {
    fn from(example: &Example) -> Self {
        GivenCustomer {
            customer: example.party,
            name: example.name.clone(),
            overdue_cents: example.overdue,
            currency: example.currency,
            running: example.is_running,
            days: foreseen_days(&example.forecast),
            end: spoken::ending(&example.forecast),
        }
    }
}

fn given(caller: &Caller, answers: &Answers) -> Result<GivenShape, Oops> {
    let world = caller.world();
    let scenarios = guide::shape(answers, "aperçu")?.into_iter().map(|s| GivenScenario {
        name: s.reference.name,
        title: s.title,
        text: s.source,
    });
    let unclear = of_unknown_kind(&world, &caller.company)?.len() as u64;
    let suggested = guide::suggested(answers).filter(|_| unclear > 0);
    let examples = guide::examples(&world, &caller.company, answers, world.today)?;
    Ok(GivenShape {
        scenarios: scenarios.collect(),
        customers: examples.iter().map(GivenCustomer::from).collect(),
        suggested: suggested.map(|kind| SuggestedShape { kind: kind.code(), customers: unclear }),
    })
}

/// Shows the scenarios that answers would give, and what three real customers would receive. Nothing changes.
#[utoipa::path(post, path = "/guide/trial", tag = "Scénarios", request_body = AnswersShape, params(Once),
    responses((status = 200, body = GivenShape), NotDone))]
pub async fn trial(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, |caller, answers: AnswersShape| given(caller, &answers.read()?)).await
}

/// What adopting changed.
#[derive(Serialize, ToSchema)]
struct GuidedShape {
    /// Titles of the scenarios adopted; none when they said that already.
    scenarios: Vec<String>,
    suggested: Option<SuggestedShape>,
}

/// Adopts the scenarios that the answers give, and the sending hours. Cases that are running keep their steps.
#[utoipa::path(post, path = "/guide/adoption", tag = "Scénarios", request_body = AnswersShape, params(Once),
    responses((status = 200, body = GuidedShape), NotDone))]
pub async fn adopt(arrival: Arrival, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, |caller, answers: AnswersShape| {
        let world = caller.world();
        let adopted = guide::adopt(&world, &caller.company, &answers.read()?)?;
        app::planning::plan_day(&world, &caller.company, world.today)?;
        let suggested =
            |(kind, count): (PartyKind, usize)| SuggestedShape { kind: kind.code(), customers: count as u64 };
        Ok(GuidedShape { scenarios: adopted.titles, suggested: adopted.suggested.map(suggested) })
    })
    .await
}
