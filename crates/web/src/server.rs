//! The server: routes, the headers that every answer bears, and listening.

use crate::answer::Oops;
use crate::herald::tell_events;
use crate::round::{Patrol, Rounds};
use crate::route::{App, Arrival, visited};
use crate::{api, assets, door, house::House, pages, refused, watch};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use std::net::SocketAddr;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;

/// Larger than a year of accounting entries; what is larger is refused before it is read.
const LARGEST_BODY: usize = 200 * 1024 * 1024;

/// Scripts and styles from here only, nothing inline; no page of ours inside another's.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; frame-src 'self'; object-src 'none'; form-action 'self'; frame-ancestors 'self'; base-uri 'none'";

const HEADERS: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
];

/// All pages of the house.
pub fn router(house: impl Into<App>) -> Router {
    let house: App = house.into();
    // An address that only takes a form, typed or reloaded: the page that says nothing is there.
    let pages = pages::routes().method_not_allowed_fallback(nothing_here);
    let again = pages.clone().with_state(Arc::clone(&house));
    Router::new()
        .merge(assets::routes())
        .merge(watch::routes())
        .merge(door::routes())
        .merge(pages.layer(from_fn_with_state(again, refused::on_its_page)))
        .merge(api::routes())
        .fallback(nothing_here)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(CsrfLayer::new())
        .layer(CatchPanicLayer::new())
        .layer(CompressionLayer::new())
        .layer(from_fn(headed))
        .layer(from_fn_with_state(Arc::clone(&house), watch::watched))
        .with_state(house)
}

async fn nothing_here(arrival: Arrival) -> Response {
    visited(arrival, |_| Err(Oops::NotHere)).await
}

async fn headed(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Listens until the process is told to stop; `ready` is told the address, whose port the system may have chosen.
///
/// # Errors
/// An address that cannot be listened on.
pub fn serve(house: House, address: SocketAddr, ready: impl FnOnce(SocketAddr)) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let house: App = Arc::new(house);
    let (rounds, herald, mut patrol) = (Arc::clone(&house), Arc::clone(&house), Patrol::default());
    let _rounds = Rounds::start("rounds", move || patrol.round(&rounds))?;
    let _herald = Rounds::start("herald", move || tell_events(&herald))?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address).await?;
        ready(listener.local_addr()?);
        let app = router(house).into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, app).with_graceful_shutdown(told_to_stop()).await
    })
}

async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
        }
        Err(_) => drop(interrupted.await),
    }
}
