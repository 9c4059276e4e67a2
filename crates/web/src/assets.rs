//! Style, script and icons, embedded in the program and served under a name that changes with their content.

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

use crate::route::App;

const CSS: &str = concat!(
    include_str!("../assets/css/tokens.css"),
    include_str!("../assets/css/base.css"),
    include_str!("../assets/css/frame.css"),
    include_str!("../assets/css/parts.css"),
    include_str!("../assets/css/charts.css"),
    include_str!("../assets/css/page-money.css"),
    include_str!("../assets/css/page-work.css"),
    include_str!("../assets/css/page-folder.css"),
    include_str!("../assets/css/page-matching.css"),
    include_str!("../assets/css/page-intake.css"),
    include_str!("../assets/css/page-scenarios.css"),
    include_str!("../assets/css/page-settings.css"),
    include_str!("../assets/css/stacked.css"),
    include_str!("../assets/css/print.css"),
);
const JS: &str = concat!(
    include_str!("../assets/js/refused.js"),
    include_str!("../assets/js/swap.js"),
    include_str!("../assets/js/keys.js"),
    include_str!("../assets/js/drop.js"),
    include_str!("../assets/js/work.js")
);
const ICONS: &str = include_str!("../assets/icons.svg");

static CSS_PATH: LazyLock<String> = LazyLock::new(|| format!("/assets/quitus.{}.css", tag(CSS)));
static JS_PATH: LazyLock<String> = LazyLock::new(|| format!("/assets/quitus.{}.js", tag(JS)));

fn tag(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(6).map(|b| format!("{b:02x}")).collect()
}

pub fn css_path() -> &'static str {
    &CSS_PATH
}

pub fn js_path() -> &'static str {
    &JS_PATH
}

pub fn routes() -> Router<App> {
    Router::new()
        .route(&CSS_PATH, get(|| served("text/css; charset=utf-8", CSS)))
        .route(&JS_PATH, get(|| served("text/javascript; charset=utf-8", JS)))
        .route("/assets/icons.svg", get(|| served("image/svg+xml", ICONS)))
        .route("/favicon.svg", get(|| served("image/svg+xml", include_str!("../assets/favicon.svg"))))
}

async fn served(content_type: &'static str, text: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")], text)
}
