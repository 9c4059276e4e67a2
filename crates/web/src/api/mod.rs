//! The REST interface: what the pages do, for programs. Its description is made from the code and served beside it.

mod accords;
mod acts;
mod addresses;
mod agenda;
mod aging;
mod alerts;
mod assigned;
mod bad_debts;
mod bank;
mod bank_lines;
mod base64;
mod behaviour;
mod books;
mod by_hand;
mod claims;
mod closings;
mod company;
mod control;
mod corrections;
mod customers;
mod dispute_acts;
mod disputes;
mod dossier;
mod facts;
mod finding;
mod gate;
mod guide;
mod imports;
mod invoices;
mod journal;
mod layout;
mod offers;
mod people;
mod plans;
mod policy;
mod reading;
mod receivables;
mod reckonings;
mod reference;
mod replies;
mod request;
mod services;
mod settings;
mod shapes;
mod tax_losses;
mod thanks;
mod typed;
mod waivers;
mod webhooks;
mod words;

use crate::route::App;
use axum::Router;
use axum::middleware::from_fn;
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
    let v1 = figures().merge(folders()).merge(work()).merge(contested()).merge(accounting()).merge(rules());
    OpenApiRouter::with_openapi(Description::openapi()).nest("/api/v1", v1)
}

/// What is owed, and the account of what happened.
fn figures() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(company::company))
        .routes(routes!(company::aging))
        .routes(routes!(journal::entries))
        .routes(routes!(bank::accounts))
        .routes(routes!(bank::follow))
        .routes(routes!(bank::complete))
        .routes(routes!(aging::customers))
        .routes(routes!(aging::invoices))
        .routes(routes!(aging::file))
        .routes(routes!(finding::search))
        .routes(routes!(finding::money))
        .routes(routes!(alerts::list))
        .routes(routes!(reckonings::one))
        .routes(routes!(finding::diagnose))
        .routes(routes!(finding::forgotten))
}

/// Customers and their invoices.
fn folders() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(customers::list))
        .routes(routes!(customers::one, dossier::change))
        .routes(routes!(typed::record))
        .routes(routes!(invoices::one))
        .routes(routes!(invoices::interest))
        .routes(routes!(claims::of_invoice))
        .routes(routes!(claims::of_customer))
        .routes(routes!(receivables::document))
        .routes(routes!(receivables::due_date))
        .routes(routes!(receivables::confirm))
        .routes(routes!(receivables::reverse))
        .routes(routes!(dossier::timeline))
        .routes(routes!(dossier::invoices))
        .routes(routes!(behaviour::one))
        .routes(routes!(dossier::explanation))
        .routes(routes!(dossier::statement))
        .routes(routes!(dossier::note))
        .routes(routes!(dossier::decide))
        .routes(routes!(dossier::contact))
}

/// What is to be done, what is done, what is reported.
fn work() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(agenda::proposals))
        .routes(routes!(agenda::silences))
        .routes(routes!(agenda::approve))
        .routes(routes!(imports::look))
        .routes(routes!(imports::take))
        .routes(routes!(bank_lines::lines))
        .routes(routes!(bank_lines::study))
        .routes(routes!(bank_lines::match_line))
        .routes(routes!(bank_lines::unmatch))
        .routes(routes!(bank_lines::set_aside))
        .routes(routes!(bank_lines::not_theirs))
        .routes(routes!(bank_lines::told_again))
        .routes(routes!(bank_lines::remainders))
        .routes(routes!(bank_lines::settle_remainder))
        .routes(routes!(facts::payment))
        .routes(routes!(facts::hold))
        .routes(routes!(facts::lift))
        .routes(routes!(accords::promise))
        .routes(routes!(accords::list))
        .routes(routes!(plans::propose))
        .routes(routes!(plans::list))
        .routes(routes!(plans::record))
        .routes(routes!(offers::document))
        .routes(routes!(offers::offers))
        .routes(routes!(waivers::study))
        .routes(routes!(waivers::waive, waivers::list))
        .routes(routes!(waivers::decide))
        .routes(routes!(assigned::extend))
        .routes(routes!(services::terms))
        .routes(routes!(services::list))
        .routes(routes!(services::restore))
        .routes(routes!(assigned::list))
        .routes(routes!(assigned::hand_over))
        .routes(routes!(alerts::set_aside))
        .routes(routes!(alerts::bring_back))
        .routes(routes!(acts::list))
        .routes(routes!(acts::one))
        .routes(routes!(acts::content))
        .routes(routes!(acts::outcome))
        .routes(routes!(acts::done))
        .routes(routes!(acts::resolve))
        .routes(routes!(acts::cancel))
        .routes(routes!(facts::returned))
        .routes(routes!(by_hand::of_proposal))
        .routes(routes!(by_hand::sketched))
        .routes(routes!(by_hand::decided))
        .routes(routes!(thanks::list, thanks::send))
        .routes(routes!(replies::list, replies::record))
        .routes(routes!(replies::one))
        .routes(routes!(replies::file))
        .routes(routes!(replies::handle))
        .routes(routes!(replies::withdraw))
}

/// What is contested, and what corrects an invoice.
fn contested() -> OpenApiRouter<App> {
    OpenApiRouter::new()
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
}

/// What goes to the accountant, what the accounting says, and debts that may not be paid.
fn accounting() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(books::to_come))
        .routes(routes!(books::exports, books::export))
        .routes(routes!(books::file))
        .routes(routes!(books::accounts, books::keep_accounts))
        .routes(routes!(layout::show, layout::keep))
        .routes(routes!(books::letterings, books::letter))
        .routes(routes!(books::lettering))
        .routes(routes!(control::last, control::compare))
        .routes(routes!(control::difference))
        .routes(routes!(bad_debts::list, bad_debts::propose))
        .routes(routes!(bad_debts::one))
        .routes(routes!(bad_debts::answer))
        .routes(routes!(bad_debts::end))
        .routes(routes!(bad_debts::proof))
        .routes(routes!(tax_losses::list))
}

/// What the owner decides, and who is told.
fn rules() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(policy::list))
        .routes(routes!(policy::one))
        .routes(routes!(policy::draft))
        .routes(routes!(policy::copy))
        .routes(routes!(policy::retire))
        .routes(routes!(policy::withdraw))
        .routes(routes!(policy::adopt))
        .routes(routes!(policy::replay))
        .routes(routes!(policy::trial))
        .routes(routes!(guide::questions))
        .routes(routes!(guide::trial))
        .routes(routes!(guide::adopt))
        .routes(routes!(words::list))
        .routes(routes!(words::one, words::keep))
        .routes(routes!(words::preview))
        .routes(routes!(words::restore))
        .routes(routes!(settings::show))
        .routes(routes!(settings::company))
        .routes(routes!(settings::sending))
        .routes(routes!(settings::test))
        .routes(routes!(settings::live))
        .routes(routes!(settings::reviewed))
        .routes(routes!(settings::rules))
        .routes(routes!(waivers::negotiation))
        .routes(routes!(closings::close))
        .routes(routes!(closings::reopen))
        .routes(routes!(settings::standing_order))
        .routes(routes!(settings::law_value))
        .routes(routes!(settings::verification))
        .routes(routes!(people::users, people::add))
        .routes(routes!(people::change_role))
        .routes(routes!(people::remove))
        .routes(routes!(people::tokens, people::give_token))
        .routes(routes!(people::revoke_token))
        .routes(routes!(webhooks::list, webhooks::subscribe))
        .routes(routes!(webhooks::switch))
        .routes(routes!(webhooks::deliveries))
        .routes(routes!(webhooks::again))
}

/// The description, as OpenAPI 3.1.
pub fn description() -> utoipa::openapi::OpenApi {
    let mut api = described().into_openapi();
    addresses::describe(&mut api);
    api
}

pub fn routes() -> Router<App> {
    let (router, _) = described().split_for_parts();
    router
        .route("/api/v1/openapi.json", get(reference::openapi))
        .route("/api", get(reference::page))
        .route("/api/v1/{*elsewhere}", axum::routing::any(gate::elsewhere))
        .layer(from_fn(gate::worded))
}
