//! How the server is doing: is it alive, how often was it asked and how long did it take. Nothing personal is kept: a page
//! is counted by its route (`/clients/{id}`), never by its address.

use crate::route::{App, Arrival};
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::net::IpAddr;

/// Seconds; a page is promised in a tenth of one.
const BUCKETS: [f64; 8] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Asked {
    method: String,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Route {
    route: String,
}

/// What was counted since the server started.
pub struct Watch {
    registry: Registry,
    requests: Family<Asked, Counter>,
    durations: Family<Route, Histogram>,
}

impl Default for Watch {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("quitus");
        let requests = Family::<Asked, Counter>::default();
        let durations = Family::<Route, Histogram>::new_with_constructor(|| Histogram::new(BUCKETS));
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_request_duration_seconds", "Time to answer", durations.clone());
        Watch { registry, requests, durations }
    }
}

pub fn routes() -> Router<App> {
    Router::new().route("/sante", get(health)).route("/metriques", get(metrics))
}

/// For a supervisor: the process answers and its database reads.
async fn health(State(house): State<App>) -> Response {
    let reads = tokio::task::spawn_blocking(move || house.store.read(&mut |books| books.companies().map(drop)).is_ok());
    match reads.await {
        Ok(true) => (StatusCode::OK, "bon\n").into_response(),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "base injoignable\n").into_response(),
    }
}

/// For Prometheus, in its text format: for whoever bears the token of `--metrics-token`, or without one for this machine alone.
async fn metrics(arrival: Arrival) -> Response {
    let house = &arrival.house;
    if let Some(status) = refusal(&arrival) {
        let said = "Les mesures sont réservées : depuis cette machine, ou avec le jeton de QUITUS_METRICS_TOKEN.\n";
        return (status, [(header::WWW_AUTHENTICATE, "Bearer")], said).into_response();
    }
    let mut text = String::new();
    match prometheus_client::encoding::text::encode(&mut text, &house.watch.registry) {
        Ok(()) => {
            let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            ([(header::CONTENT_TYPE, kind)], text).into_response()
        }
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

fn refusal(arrival: &Arrival) -> Option<StatusCode> {
    let Some(token) = arrival.house.metrics_token.as_deref() else {
        // What a proxy forwards comes from elsewhere, and says so.
        let is_here =
            arrival.place().parse().map_or(arrival.peer.is_none(), |at: IpAddr| at.to_canonical().is_loopback());
        return (!is_here).then_some(StatusCode::FORBIDDEN);
    };
    let given = arrival.header(header::AUTHORIZATION).strip_prefix("Bearer ").unwrap_or("").trim();
    // Digests are compared: how long that takes tells nothing of the token.
    (Sha256::digest(given) != Sha256::digest(token)).then_some(StatusCode::UNAUTHORIZED)
}

/// Counts a request and writes one line of JSON about it.
pub async fn watched(State(house): State<App>, request: Request, next: Next) -> Response {
    let method = request.method().to_string();
    let route = request.extensions().get::<MatchedPath>().map_or("autre", MatchedPath::as_str).to_string();
    let before = house.clock.now();
    let response = next.run(request).await;
    let took = house.clock.now().duration_since(before);
    let status = response.status().as_u16();
    house.watch.requests.get_or_create(&Asked { method: method.clone(), route: route.clone(), status }).inc();
    house.watch.durations.get_or_create(&Route { route: route.clone() }).observe(took.as_secs_f64());
    if house.logs_requests {
        let micros = u64::try_from(took.as_micros()).unwrap_or(0);
        write_line(&serde_json::json!({
            "level": "info", "at": before, "method": method, "route": route, "status": status, "micros": micros,
        }));
    }
    response
}

/// A failure of ours or of the machine, for whoever keeps the server.
pub fn log_failure(what: &str) {
    write_line(&serde_json::json!({ "level": "error", "what": what }));
}

fn write_line(line: &serde_json::Value) {
    // When even standard error is closed there is nobody left to tell.
    let _ = writeln!(std::io::stderr(), "{line}");
}
