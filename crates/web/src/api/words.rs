use super::base64;
use super::gate::{act, ask};
use super::request::{NotAnswered, NotDone, Once, Recorded, coded, party};
use crate::answer::{Oops, PlaceInText};
use crate::route::Arrival;
use crate::spoken::on_page;
use app::records::ApiScope;
use app::texts::{self, Kept, cleaned, material_or_example, tried};
use app::{AppError, texts::lang};
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use documents::{DocumentError, Lang, Part, TemplateSet};
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
            Kept::Refused(error) => return Err(broken(&error, "Rien n’a changé.")),
        };
        Ok(TextKeptShape { outcome })
    })
    .await
}

/// Words to try.
#[derive(Deserialize, ToSchema)]
pub struct Tried {
    subject: String,
    body: String,
    /// `pty_…`: the customer that would read them; an example when absent, or when nothing is open with it.
    customer: Option<String>,
    /// With the paper itself, of a letter.
    #[serde(default)]
    pdf: bool,
}

/// What words give.
#[derive(Serialize, ToSchema)]
struct ProofShape {
    subject: String,
    /// Of a paper, without its tables.
    text: String,
    /// The paper, when it was asked for.
    pdf_base64: Option<String>,
    /// Why a document of these words would not leave, in French.
    faults: Vec<String>,
    /// What was made up, or why it is an example, in French.
    remark: Option<String>,
}

/// What a text breaks, with its line where there is one.
fn broken(error: &DocumentError, remedy: &str) -> Oops {
    let what = format!("{error}.");
    match error {
        DocumentError::Template(at) => {
            let part = if at.part.starts_with("subject") { "subject" } else { "body" };
            let place = PlaceInText { part, line: at.line as u64 };
            Oops::AtLine { what, remedy: remedy.to_string(), place }
        }
        _ => AppError::refused(what, remedy).into(),
    }
}

/// Shows what words would give on real data, before they are kept: nothing changes. What fails is refused at its line.
#[utoipa::path(post, path = "/templates/{name}/{lang}/preview", tag = "Modèles", request_body = Tried,
    params(("name" = String, Path), ("lang" = String, Path), Once), responses((status = 200, body = ProofShape), NotDone))]
pub async fn preview(arrival: Arrival, Path((name, code)): Path<(String, String)>, body: Bytes) -> Response {
    act(arrival, ApiScope::Read, body, move |caller, given: Tried| {
        let lang = language(&code)?;
        texts::shipped(&name, lang)?;
        let party = given.customer.as_deref().map(|text| party(caller, text)).transpose()?;
        let world = caller.world();
        let (material, remark) = material_or_example(&world, &caller.company, &name, party.map(|p| p.id))?;
        let proof = tried(&name, lang, (&given.subject, &given.body), &material);
        let proof = proof.map_err(|error| broken(&error, "Corrigez le texte à cet endroit."))?;
        Ok(ProofShape {
            subject: proof.subject,
            text: proof.text,
            pdf_base64: proof.pdf.filter(|_| given.pdf).map(|bytes| base64::written(&bytes)),
            faults: proof.faults.iter().map(ToString::to_string).collect(),
            remark: remark.map(|text| on_page(&text)),
        })
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
