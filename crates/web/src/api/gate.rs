//! The gate of the interface: who comes in with which token, what it may do, and that what changes something is done once.

use crate::answer::{Oops, PlaceInText};
use crate::house::House;
use crate::route::{App, Arrival};
use crate::spoken::on_page;
use crate::unread;
use crate::watch::log_failure;
use app::ports::screens::Scope;
use app::records::{ApiScope, Company, TokenRecord};
use app::tokens::{self, Turn};
use app::{AppError, World};
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::journal::Actor;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use utoipa::ToSchema;

/// A request of a program that came in with a token.
pub struct Caller {
    pub house: App,
    pub company: Company,
    pub token: TokenRecord,
}

impl Caller {
    pub fn world(&self) -> World<'_> {
        world(&self.house, &self.token, &self.company)
    }

    /// Asked before what only the owner decides.
    ///
    /// # Errors
    /// `NotAllowed` for a token without the right to manage.
    pub fn must_manage(&self) -> Result<(), Oops> {
        self.must_have(ApiScope::Manage, "les jetons qui ont le droit « régler »")
    }

    /// Asked before users and tokens are told.
    ///
    /// # Errors
    /// `NotAllowed` for a token without the right to let people in.
    pub fn must_know_people(&self) -> Result<(), Oops> {
        self.must_have(ApiScope::People, "les jetons qui ont le droit « personnes »")
    }

    fn must_have(&self, right: ApiScope, who_may: &'static str) -> Result<(), Oops> {
        if self.token.scopes.contains(&right) { Ok(()) } else { Err(Oops::NotAllowed { who_may }) }
    }

    pub fn scope(&self) -> Scope {
        Scope { company: self.company.id, keeper: None }
    }
}

fn world<'h>(house: &'h House, token: &TokenRecord, company: &Company) -> World<'h> {
    house.world(Actor::Person { name: format!("{} (API)", token.name) }, Some(company))
}

/// The query of a request; one that does not read is told as every other problem.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Asked<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, house: &App) -> Result<Self, Self::Rejection> {
        let unreadable = |e: QueryRejection| told(Oops::Unreadable(unread::fields(&e.body_text()))).respond();
        Query::from_request_parts(parts, house).await.map(|query: Query<T>| Asked(query.0)).map_err(unreadable)
    }
}

/// Why a request was not done (RFC 9457).
#[derive(Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says the kind.
    #[schema(example = "about:blank")]
    r#type: &'static str,
    /// What went wrong, in French.
    title: String,
    status: u16,
    /// What to do, in French.
    detail: String,
    /// Of a text that was sent: `subject` or `body`.
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'static str>,
    /// The line of that text where it goes wrong, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
}

/// A status and a body, before they become a response.
pub struct Said {
    status: StatusCode,
    text: String,
    /// What is kept for whoever asks again, when it is not the text itself: a secret is shown once.
    kept: Option<String>,
}

impl Said {
    fn problem(status: StatusCode, title: impl Into<String>, detail: impl Into<String>) -> Said {
        Said::problem_at(status, title, detail, None)
    }

    fn problem_at(
        status: StatusCode,
        title: impl Into<String>,
        detail: impl Into<String>,
        place: Option<PlaceInText>,
    ) -> Said {
        let problem = Problem {
            r#type: "about:blank",
            title: title.into(),
            status: status.as_u16(),
            detail: detail.into(),
            part: place.as_ref().map(|p| p.part),
            line: place.as_ref().map(|p| p.line),
        };
        Said { status, text: serde_json::to_string(&problem).unwrap_or_default(), kept: None }
    }

    fn respond(self) -> Response {
        let kind = if self.status.is_success() { "application/json" } else { "application/problem+json" };
        let mut response = (self.status, [(header::CONTENT_TYPE, kind)], self.text).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// Answers a question.
pub async fn ask<T: Serialize>(
    arrival: Arrival,
    work: impl FnOnce(&Caller) -> Result<T, Oops> + Send + 'static,
) -> Response {
    off_the_server(move || {
        let caller = match caller(&arrival, ApiScope::Read) {
            Ok(caller) => caller,
            Err(said) => return said,
        };
        said(work(&caller))
    })
    .await
}

/// Answers a question with a file: bytes and what they are.
pub async fn ask_file(
    arrival: Arrival,
    work: impl FnOnce(&Caller) -> Result<(Vec<u8>, String), Oops> + Send + 'static,
) -> Response {
    let answered = move || {
        let caller = caller(&arrival, ApiScope::Read)?;
        work(&caller).map_err(told)
    };
    match tokio::task::spawn_blocking(answered).await.unwrap_or_else(|e| Err(broken(&e.to_string()))) {
        Ok((bytes, kind)) => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
        Err(said) => said.respond(),
    }
}

/// Does something once with a body that is JSON; one that does not read takes no turn, so that its key is still good.
pub async fn act<B: DeserializeOwned, T: Serialize>(
    arrival: Arrival,
    scope: ApiScope,
    body: axum::body::Bytes,
    work: impl FnOnce(&Caller, B) -> Result<T, Oops> + Send + 'static,
) -> Response {
    act_on(arrival, scope, body, |body: &[u8]| unread::json(body), work).await
}

/// Does something once with a body that `read` makes sense of: the turn is taken first, and the answer kept for whoever
/// asks again.
pub async fn act_on<B, T: Serialize>(
    arrival: Arrival,
    scope: ApiScope,
    body: axum::body::Bytes,
    read: impl FnOnce(&[u8]) -> Result<B, Oops> + Send + 'static,
    work: impl FnOnce(&Caller, B) -> Result<T, Oops> + Send + 'static,
) -> Response {
    turn(arrival, scope, body, read, |caller, given| said(work(caller, given))).await
}

/// What an answer holds that is shown once, and is not kept for whoever asks again.
pub trait Secret: Serialize {
    fn hidden(&self) -> Self;
}

/// Does something once whose answer holds a secret.
pub async fn act_in_secret<B: DeserializeOwned, T: Secret>(
    arrival: Arrival,
    scope: ApiScope,
    body: axum::body::Bytes,
    work: impl FnOnce(&Caller, B) -> Result<T, Oops> + Send + 'static,
) -> Response {
    let work = |caller: &Caller, given: B| match work(caller, given) {
        Ok(answer) => Said { kept: Some(said(Ok(answer.hidden())).text), ..said(Ok(answer)) },
        Err(oops) => told(oops),
    };
    turn(arrival, scope, body, |body: &[u8]| unread::json(body), work).await
}

async fn turn<B>(
    arrival: Arrival,
    scope: ApiScope,
    body: axum::body::Bytes,
    read: impl FnOnce(&[u8]) -> Result<B, Oops> + Send + 'static,
    work: impl FnOnce(&Caller, B) -> Said + Send + 'static,
) -> Response {
    off_the_server(move || {
        let caller = match caller(&arrival, scope) {
            Ok(caller) => caller,
            Err(said) => return said,
        };
        match read(&body) {
            Ok(given) => once(&arrival, &caller, &body, || work(&caller, given)),
            Err(oops) => told(oops),
        }
    })
    .await
}

fn once(arrival: &Arrival, caller: &Caller, body: &[u8], work: impl FnOnce() -> Said) -> Said {
    let key = arrival.headers.get("idempotency-key").and_then(|k| k.to_str().ok()).unwrap_or("").trim();
    if key.is_empty() || key.len() > 200 {
        let detail = "Ajoutez l’en-tête Idempotency-Key, différent pour chaque demande et gardé quand vous la répétez.";
        return Said::problem(StatusCode::BAD_REQUEST, "Il manque la clé qui empêche de faire deux fois.", detail);
    }
    let digest = Sha256::new().chain_update(&arrival.here).chain_update([0]).chain_update(body).finalize();
    let hash: String = digest.iter().map(|b| format!("{b:02x}")).collect();
    match tokens::take_turn(&caller.world(), caller.token.id, key, &hash) {
        Ok(Turn::First) => {
            let said = work();
            let kept = said.kept.as_ref().unwrap_or(&said.text);
            match tokens::answered(&caller.world(), caller.token.id, key, said.status.as_u16(), kept) {
                Ok(()) => said,
                Err(error) => told(error.into()),
            }
        }
        Ok(Turn::Answered(status, text)) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            Said { status, text, kept: None }
        }
        Ok(Turn::Unknown) => Said::problem(
            StatusCode::CONFLICT,
            "Cette demande a été commencée et n’a pas de réponse connue.",
            "Elle n’est pas refaite : regardez ce qui a été enregistré, puis utilisez une autre clé si besoin.",
        ),
        Ok(Turn::OtherRequest) => Said::problem(
            StatusCode::UNPROCESSABLE_ENTITY,
            "Cette clé a déjà servi pour une autre demande.",
            "Une clé nouvelle par demande.",
        ),
        Err(error) => told(error.into()),
    }
}

fn caller(arrival: &Arrival, needed: ApiScope) -> Result<Caller, Said> {
    let house = Arc::clone(&arrival.house);
    let text = arrival.header(header::AUTHORIZATION).strip_prefix("Bearer ").unwrap_or("").trim();
    let found = tokens::bearer(&house.world(Actor::Program, None), text).map_err(|e| told(e.into()))?;
    let Some((token, company)) = found else {
        let detail = "Ajoutez l’en-tête « Authorization: Bearer qts_… » ; un jeton se crée dans Réglages › API.";
        return Err(Said::problem(StatusCode::UNAUTHORIZED, "Ce jeton n’ouvre rien.", detail));
    };
    if !token.scopes.contains(&needed) {
        let detail = format!("Il faut le droit « {} » ({}).", needed.code(), needed.french());
        return Err(Said::problem(StatusCode::FORBIDDEN, "Ce jeton n’a pas ce droit.", detail));
    }
    Ok(Caller { house, company, token })
}

fn said<T: Serialize>(result: Result<T, Oops>) -> Said {
    let json =
        result.and_then(|value| serde_json::to_string(&value).map_err(|e| Oops::App(AppError::Broken(e.to_string()))));
    json.map_or_else(told, |text| Said { status: StatusCode::OK, text, kept: None })
}

fn told(oops: Oops) -> Said {
    match oops {
        Oops::App(AppError::Refused { what, remedy }) => {
            Said::problem(StatusCode::UNPROCESSABLE_ENTITY, on_page(&what), on_page(&remedy))
        }
        Oops::AtLine { what, remedy, place } => {
            Said::problem_at(StatusCode::UNPROCESSABLE_ENTITY, on_page(&what), on_page(&remedy), Some(place))
        }
        Oops::App(AppError::Law(error)) => {
            Said::problem(StatusCode::UNPROCESSABLE_ENTITY, on_page(&error.french()), "")
        }
        Oops::App(AppError::NotFound(what)) => Said::problem(StatusCode::NOT_FOUND, on_page(&what), ""),
        Oops::NotHere => Said::problem(StatusCode::NOT_FOUND, "Il n’y a rien à cette adresse.", ""),
        Oops::Unreadable(what) => Said::problem(StatusCode::BAD_REQUEST, "La demande ne se lit pas.", what),
        Oops::NotAllowed { who_may } => {
            Said::problem(StatusCode::FORBIDDEN, "Ce n’est pas permis.", format!("Peuvent le faire : {who_may}."))
        }
        Oops::App(error @ AppError::NotCounted(_)) => {
            Said::problem(StatusCode::SERVICE_UNAVAILABLE, error.to_string(), "Redemandez dans un instant.")
        }
        Oops::App(error) => broken(&error.to_string()),
        Oops::Template(error) => broken(&error.to_string()),
    }
}

fn broken(what: &str) -> Said {
    log_failure(what);
    Said::problem(StatusCode::INTERNAL_SERVER_ERROR, "Quitus n’a pas pu répondre.", "Le suivi du serveur dit pourquoi.")
}

async fn off_the_server(work: impl FnOnce() -> Said + Send + 'static) -> Response {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| broken(&error.to_string())).respond()
}

/// Says in our words what the server refuses by itself, before any operation: a method that is not foreseen here, a body
/// beyond the limit.
pub async fn worded(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let response = next.run(request).await;
    let (title, detail) = match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => (
            "Cette adresse ne se demande pas ainsi.",
            format!(
                "{method} n’est pas prévu ici ; l’en-tête Allow de cette réponse dit ce qui l’est, et /api le montre."
            ),
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            "Ce qui est envoyé est trop grand.",
            "Une demande porte au plus 200 Mo : envoyez-la en plusieurs fois.".to_string(),
        ),
        _ => return response,
    };
    let mut worded = Said::problem(response.status(), title, detail).respond();
    if let Some(allowed) = response.headers().get(header::ALLOW) {
        worded.headers_mut().insert(header::ALLOW, allowed.clone());
    }
    worded
}

/// An address of the interface that leads nowhere.
pub async fn elsewhere() -> Response {
    told(Oops::NotHere).respond()
}
