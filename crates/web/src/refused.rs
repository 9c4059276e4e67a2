//! A form that was refused comes back on the page it stands on, with why and with all that was typed.
//!
//! The page is asked for again as its visitor would ask for it, then the form that was sent is found in it and filled in
//! ([`sheet`]). Nothing of this needs a script. Passwords and files are not given back.

mod sheet;
mod typed;

use crate::route::{PART, came_from};
use axum::Router;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sheet::Sent;
use std::net::SocketAddr;
use tower::ServiceExt;

/// A larger form, a file most often, is not kept in memory to be filled in again.
const LARGEST: usize = 24 * 1024 * 1024;
/// Larger than any page of ours.
const LARGEST_PAGE: usize = 8 * 1024 * 1024;

/// Why a form was refused; goes with the answer that says so.
#[derive(Clone, Debug)]
pub struct Refusal {
    pub what: String,
    pub remedy: String,
}

/// Passes a request on; an answer that bears a [`Refusal`] is told on the page that the form stands on, when there is one.
pub async fn on_its_page(State(pages): State<Router>, request: Request, next: Next) -> Response {
    if !may_come_back(&request) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST).await else { return StatusCode::BAD_REQUEST.into_response() };
    let sent = typed::read(&parts, bytes.clone()).await;
    let page = sent.iter().find(|(name, _)| name == sheet::PAGE).map(|(_, page)| page.clone()).filter(|p| is_ours(p));
    if let Some(page) = &page {
        // Sent from a page that was itself shown for a refused form: what it came from is the page it showed.
        refer_to(&mut parts, page);
    }
    let origin = page.unwrap_or_else(|| came_from(&parts.headers));
    let answer = next.run(Request::from_parts(parts.clone(), Body::from(bytes))).await;
    let Some(refusal) = answer.extensions().get::<Refusal>().cloned() else { return answer };
    // Where it came from is not known, or is no page.
    if origin == "/" || origin.split('?').next() == Some(parts.uri.path()) {
        return answer;
    }
    let sent = Sent { path: parts.uri.path().to_string(), page: origin, typed: sent, refusal };
    shown_again(pages, &parts, &sent).await.unwrap_or(answer)
}

fn may_come_back(request: &Request) -> bool {
    let length = request.body().size_hint().exact();
    request.method() == Method::POST
        && !request.headers().contains_key(PART)
        && length.is_some_and(|length| length <= LARGEST as u64)
}

/// A path of ours, not an address of somebody else's.
fn is_ours(page: &str) -> bool {
    page.starts_with('/') && !page.starts_with("//") && !page.contains('\\')
}

fn refer_to(parts: &mut Parts, page: &str) {
    let host = parts.headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or("");
    if let Ok(referer) = HeaderValue::from_str(&format!("http://{host}{page}")) {
        parts.headers.insert(header::REFERER, referer);
    }
}

/// The page, asked for as its visitor would, with the form filled in; nothing when it does not open or has no such form.
async fn shown_again(pages: Router, parts: &Parts, sent: &Sent) -> Option<Response> {
    let mut asked = Request::builder().uri(&sent.page);
    for name in [header::COOKIE, header::HOST] {
        for value in parts.headers.get_all(&name) {
            asked = asked.header(&name, value);
        }
    }
    let mut asked = asked.body(Body::empty()).ok()?;
    if let Some(peer) = parts.extensions.get::<ConnectInfo<SocketAddr>>() {
        asked.extensions_mut().insert(*peer);
    }
    let shown = pages.oneshot(asked).await.ok()?;
    let is_page =
        shown.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if shown.status() != StatusCode::OK || !is_page {
        return None;
    }
    let (mut head, body) = shown.into_parts();
    let bytes: Bytes = to_bytes(body, LARGEST_PAGE).await.ok()?;
    let filled = sheet::filled(std::str::from_utf8(&bytes).ok()?, sent)?;
    head.status = StatusCode::UNPROCESSABLE_ENTITY;
    head.headers.remove(header::CONTENT_LENGTH);
    Some(Response::from_parts(head, Body::from(filled)))
}
