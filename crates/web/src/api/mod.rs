//! The REST interface: what the pages do, for programs. Its description is made from the code and served beside it.

mod accords;
mod agenda;
mod company;
mod corrections;
mod customers;
mod dispute_acts;
mod disputes;
mod facts;
mod gate;
mod imports;
mod invoices;
mod journal;
mod reference;
mod shapes;

use crate::route::App;
use axum::Router;
use axum::routing::get;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Quitus",
        version = "1",
        description = "Amounts are integers in cents (`_cents`), dates are ISO 8601 days, rates are basis points (`_bp`). \
            Errors are `application/problem+json` (RFC 9457), in French. A POST carries an `Idempotency-Key`: the same key \
            and the same request are done once and answered the same."
    ),
    modifiers(&Bearer),
    security(("bearer" = []))
)]
struct Description;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let scheme =
            HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("A token made in Réglages › API."));
        let components = api.components.get_or_insert_with(Default::default);
        components.add_security_scheme("bearer", SecurityScheme::Http(scheme.build()));
    }
}

fn described() -> OpenApiRouter<App> {
    let v1 = OpenApiRouter::new()
        .routes(routes!(company::company))
        .routes(routes!(company::aging))
        .routes(routes!(customers::list))
        .routes(routes!(customers::one))
        .routes(routes!(invoices::one))
        .routes(routes!(invoices::interest))
        .routes(routes!(agenda::proposals))
        .routes(routes!(agenda::silences))
        .routes(routes!(agenda::approve))
        .routes(routes!(imports::take))
        .routes(routes!(facts::payment))
        .routes(routes!(facts::hold))
        .routes(routes!(facts::lift))
        .routes(routes!(accords::promise))
        .routes(routes!(accords::list))
        .routes(routes!(disputes::list))
        .routes(routes!(disputes::figures))
        .routes(routes!(dispute_acts::open))
        .routes(routes!(dispute_acts::tell))
        .routes(routes!(dispute_acts::attach))
        .routes(routes!(dispute_acts::follow))
        .routes(routes!(dispute_acts::settle))
        .routes(routes!(dispute_acts::answer))
        .routes(routes!(corrections::correct))
        .routes(routes!(corrections::chain))
        .routes(routes!(journal::entries));
    OpenApiRouter::with_openapi(Description::openapi()).nest("/api/v1", v1)
}

/// The description, as OpenAPI 3.1.
pub fn description() -> utoipa::openapi::OpenApi {
    described().into_openapi()
}

pub fn routes() -> Router<App> {
    let (router, _) = described().split_for_parts();
    router
        .route("/api/v1/openapi.json", get(reference::openapi))
        .route("/api", get(reference::page))
        .route("/api/v1/{*elsewhere}", axum::routing::any(gate::elsewhere))
}
