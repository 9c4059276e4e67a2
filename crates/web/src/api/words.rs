use super::gate::{act, ask};
use super::request::{NotAnswered, NotDone, Once, Recorded, coded};
use crate::answer::Oops;
use crate::route::Arrival;
use app::records::ApiScope;
use app::texts::{self, Kept, cleaned};
use app::{AppError, texts::lang};
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use documents::{Lang, Part, TemplateSet};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A letter or message that has a text.
#[derive(Serialize, ToSchema)]
struct TemplateBrief {
    name: &'static str,
    /// Languages in which the company wrote its own text.
    own: Vec<String>,
}

#[derive(Serialize, ToSchema)]
struct TemplatesShape {
    items: Vec<TemplateBrief>,
}

/// Letters and messages.
#[utoipa::path(get, path = "/templates", tag = "Modèles", responses((status = 200, body = TemplatesShape), NotAnswered))]
pub async fn list(arrival: Arrival) -> Response {
    ask(arrival, |caller| {
        let own = caller.world().read(|books| Ok(books.own_texts(caller.company.id)?))?;
        let brief = |name: &'static str| {
            let of = own.iter().filter(|o| o.template == name && o.texts.is_some());
            TemplateBrief { name, own: of.map(|o| o.lang.clone()).collect() }
        };
        Ok(TemplatesShape { items: TemplateSet::names().into_iter().map(brief).collect() })
    })
    .await
}

/// A text in force.
#[derive(Serialize, ToSchema)]
struct TextShape {
    subject: String,
    body: String,
    /// It is the company's own.
    is_own: bool,
}

fn language(code: &str) -> Result<Lang, Oops> {
    lang(code).ok_or(Oops::NotHere)
}

/// The subject and body in force, in a language (`fr`, `en`).
#[utoipa::path(get, path = "/templates/{name}/{lang}", tag = "Modèles", params(("name" = String, Path), ("lang" = String, Path)),
    responses((status = 200, body = TextShape), NotAnswered))]
pub async fn one(arrival: Arrival, Path((name, code)): Path<(String, String)>) -> Response {
    ask(arrival, move |caller| {
        let lang = language(&code)?;
        let shipped = texts::shipped(&name, lang)?;
        let set = texts::in_force(&caller.world(), &caller.company)?;
        let part = |part| set.source(&name, lang, part).map(cleaned).map_err(|_| Oops::NotHere);
        let (subject, body) = (part(Part::Subject)?, part(Part::Body)?);
        let is_own = shipped != (subject.clone(), body.clone());
        Ok(TextShape { subject, body, is_own })
    })
    .await
}

/// The company's own words.
#[derive(Deserialize, ToSchema)]
pub struct Words {
    subject: String,
    body: String,
}

#[derive(Serialize, ToSchema)]
struct TextKeptShape {
    /// `own`, `shipped` (it says what the shipped text says) or `same` (nothing changed).
    outcome: &'static str,
}

/// Puts the company's own words in force for the next messages; what would break a document is refused at its line.
#[utoipa::path(post, path = "/templates/{name}/{lang}", tag = "Modèles", request_body = Words,
    params(("name" = String, Path), ("lang" = String, Path), Once), responses((status = 200, body = TextKeptShape), NotDone))]
pub async fn keep(arrival: Arrival, Path((name, code)): Path<(String, String)>, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, move |caller, given: Words| {
        let lang = language(&code)?;
        let kept = texts::keep(&caller.world(), &caller.company, &name, lang, &given.subject, &given.body)?;
        let outcome = match kept {
            Kept::Own => "own",
            Kept::Shipped => "shipped",
            Kept::Same => "same",
            Kept::Refused(error) => {
                return Err(AppError::refused(format!("{error}."), "Rien n’a changé.").into());
            }
        };
        Ok(TextKeptShape { outcome })
    })
    .await
}

/// Which text comes back.
#[derive(Deserialize, ToSchema)]
pub struct Back {
    /// `fr` or `en`.
    lang: String,
}

/// Back to the shipped text.
#[utoipa::path(post, path = "/templates/{name}/restoration", tag = "Modèles", request_body = Back,
    params(("name" = String, Path), Once), responses((status = 200, body = Recorded), NotDone))]
pub async fn restore(arrival: Arrival, Path(name): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::Manage, body, move |caller, given: Back| {
        texts::restore(&caller.world(), &caller.company, &name, coded(&given.lang, lang)?)?;
        Ok(Recorded::DONE)
    })
    .await
}
