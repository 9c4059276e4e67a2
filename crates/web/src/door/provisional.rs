//! A password that somebody else chose opens one page only: the one on which its user chooses another.

use super::{bearer, shown};
use crate::answer::{PageResult, go, html};
use crate::route::{Arrival, blocking};
use crate::spoken::on_page;
use app::accounts;
use askama::Template;
use axum::Form;
use axum::response::Response;
use domain::journal::Actor;
use serde::Deserialize;

pub(super) const PATH: &str = "/mot-de-passe";

#[derive(Template)]
#[template(path = "door/provisional.html")]
struct ProvisionalPage {
    theme: &'static str,
    problem: Option<String>,
}

pub(super) fn page(arrival: &Arrival, problem: Option<String>) -> PageResult {
    match bearer(arrival)? {
        Err(to) => go(to),
        Ok((_, user)) if !user.is_provisional => go("/"),
        Ok(_) => html(&ProvisionalPage { theme: arrival.theme(), problem }),
    }
}

#[derive(Deserialize)]
pub(super) struct Chosen {
    current: String,
    new: String,
}

pub(super) async fn choose(arrival: Arrival, Form(chosen): Form<Chosen>) -> Response {
    blocking(move || shown(change(&arrival, &chosen))).await
}

fn change(arrival: &Arrival, chosen: &Chosen) -> PageResult {
    let (session, user) = match bearer(arrival)? {
        Ok(known) => known,
        Err(to) => return go(to),
    };
    let house = &arrival.house;
    let world = house.world(Actor::Person { name: user.name.clone() }, None);
    let words = (chosen.current.as_str(), chosen.new.as_str());
    match accounts::change_password(&world, &user, words, &session.token_hash, house.passwords.as_ref()) {
        Ok(()) => go("/"),
        Err(app::AppError::Refused { what, remedy }) => page(arrival, Some(on_page(&format!("{what} {remedy}")))),
        Err(other) => Err(other.into()),
    }
}
