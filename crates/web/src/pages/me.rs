//! What a user sets for the own browser: appearance, and the company looked at.

use crate::answer::{Answer, Oops, PageResult, go};
use crate::route::Nothing;
use crate::visit::Visit;
use app::records::SessionRecord;
use base::id::CompanyId;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Theme {
    theme: String,
}

pub fn theme(visit: &Visit, _: Nothing, chosen: Theme) -> PageResult {
    let theme = ["light", "dark"].into_iter().find(|t| *t == chosen.theme).unwrap_or("auto");
    let cookie = format!("quitus_theme={theme}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax");
    Ok(Answer::Go { to: visit.came_from.clone(), flash: None, cookie: Some(cookie) })
}

#[derive(Deserialize)]
pub struct Chosen {
    company: String,
}

pub fn company(visit: &Visit, _: Nothing, chosen: Chosen) -> PageResult {
    let id = CompanyId::parse(&chosen.company).ok_or(Oops::NotHere)?;
    if !visit.companies.iter().any(|c| c.id == id) {
        return Err(Oops::NotHere);
    }
    let session = SessionRecord { company: Some(id), ..visit.session.clone() };
    visit.world().write(|books| Ok(books.put_session(&session)?))?;
    go("/")
}
