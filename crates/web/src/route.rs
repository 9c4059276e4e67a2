//! From a request to a page function: `page(home::show)`, `form(worklist::approve)`.
//!
//! Page functions are plain functions of a [`Visit`], the path's values and the query's or the form's; they run on a
//! blocking thread, since the books are synchronous.

use crate::answer::{Answer, FLASH, Flash, Oops, PageResult, unpercent};
use crate::door;
use crate::frame;
use crate::house::House;
use crate::unread;
use crate::visit::Visit;
use app::AppError;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{ConnectInfo, Form, FromRequestParts, Path, Query};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

pub type App = Arc<House>;

/// Sent by the scripts that show only a part of the page they ask for.
pub const PART: &str = "x-part";

/// For pages whose address or query holds nothing.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// What a handler learns of a request before knowing who makes it.
pub struct Arrival {
    pub house: App,
    pub here: String,
    pub headers: HeaderMap,
    /// Who is at the other end of the connection; nobody in a test without one.
    pub peer: Option<IpAddr>,
}

impl FromRequestParts<App> for Arrival {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, house: &App) -> Result<Self, Self::Rejection> {
        let here = parts.uri.path_and_query().map_or_else(|| "/".to_string(), ToString::to_string);
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        Ok(Arrival { house: Arc::clone(house), here, headers: parts.headers.clone(), peer })
    }
}

impl Arrival {
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let all = self.headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
        all.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
    }

    pub fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("")
    }

    /// Where the network says it comes from: the word of a proxy of ours when there is one. Anybody may write that header, so
    /// nobody else is believed.
    pub fn place(&self) -> String {
        let peer = self.peer.map_or_else(|| "local".to_string(), |peer| peer.to_string());
        let is_ours =
            self.peer.is_none_or(|peer| peer.to_canonical().is_loopback() || self.house.proxies.contains(&peer));
        let forwarded = self.headers.get("x-forwarded-for").filter(|_| is_ours).and_then(|v| v.to_str().ok());
        let last = forwarded.and_then(|all| all.rsplit(',').next()).map(str::trim).filter(|last| !last.is_empty());
        last.map_or(peer, str::to_string)
    }

    /// What was done on the page before. A script that fetches part of a page does not take it: the next whole page tells it.
    pub fn flash(&self) -> Option<Flash> {
        if self.headers.contains_key(PART) {
            return None;
        }
        let (tone, text) = self.cookie(FLASH)?.split_once('.')?;
        let tone = if tone == "done" { "done" } else { "refused" };
        Some(Flash { tone, text: unpercent(text) })
    }

    /// Path and query of the page before, when it is ours.
    pub fn came_from(&self) -> String {
        came_from(&self.headers)
    }

    pub fn theme(&self) -> &'static str {
        match self.cookie("quitus_theme") {
            Some("dark") => "dark",
            Some("light") => "light",
            _ => "auto",
        }
    }
}

/// Path and query of the page before, when it is ours; else the first page.
pub fn came_from(headers: &HeaderMap) -> String {
    let of = |name| headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok()).unwrap_or("");
    let path = of(header::REFERER).split_once("://").and_then(|(_, rest)| rest.strip_prefix(of(header::HOST)));
    let path = path.unwrap_or("");
    if path.starts_with('/') && !path.starts_with("//") { path.to_string() } else { "/".to_string() }
}

/// A page, read with GET.
pub fn page<P, Q, F>(show: F) -> MethodRouter<App>
where
    P: DeserializeOwned + Send + 'static,
    Q: DeserializeOwned + Send + 'static,
    F: Fn(&Visit, P, Q) -> PageResult + Clone + Send + Sync + 'static,
{
    get(|arrival: Arrival, path: Path<P>, query: Result<Query<Q>, QueryRejection>| async move {
        visited(arrival, move |visit| match query {
            Ok(query) => show(visit, path.0, query.0),
            Err(error) => Err(Oops::Unreadable(unread::fields(&error.body_text()))),
        })
        .await
    })
}

/// A form, sent with POST.
pub fn form<P, B, F>(act: F) -> MethodRouter<App>
where
    P: DeserializeOwned + Send + 'static,
    B: DeserializeOwned + Send + 'static,
    F: Fn(&Visit, P, B) -> PageResult + Clone + Send + Sync + 'static,
{
    post(|arrival: Arrival, path: Path<P>, body: Result<Form<B>, FormRejection>| async move {
        visited(arrival, move |visit| match body {
            Ok(body) => act(visit, path.0, body.0),
            Err(error) => Err(Oops::Unreadable(unread::fields(&error.body_text()))),
        })
        .await
    })
}

/// Runs a page function for whoever logged in; others are shown the door.
pub async fn visited(arrival: Arrival, work: impl FnOnce(&Visit) -> PageResult + Send + 'static) -> Response {
    blocking(move || match door::enter(&arrival) {
        Ok(door::Entry::In(visit)) => {
            let answer = work(&visit);
            settle(&visit, answer)
        }
        Ok(door::Entry::Elsewhere(to)) => Answer::Go { to, flash: None, cookie: None },
        Err(oops) => frame::broken(&oops),
    })
    .await
}

/// Runs synchronous work without holding up the server.
pub async fn blocking(work: impl FnOnce() -> Answer + Send + 'static) -> Response {
    match tokio::task::spawn_blocking(work).await {
        Ok(answer) => answer.respond(),
        Err(error) => frame::broken(&Oops::App(app::AppError::Broken(error.to_string()))).respond(),
    }
}

/// A refusal is a page too; what came of the act before is told once.
fn settle(visit: &Visit, answer: PageResult) -> Answer {
    let mut answer = answer.unwrap_or_else(|oops| match oops {
        Oops::App(AppError::NotCounted(what)) => visit.counting(what),
        other => frame::told(visit, &other),
    });
    if let Answer::Html { told, .. } = &mut answer {
        *told = visit.flash.is_some();
    }
    answer
}
