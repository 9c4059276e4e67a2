use crate::answer::{Oops, PageResult, done, html};
use crate::frame::Frame;
use crate::pages::settings::{Section, sections};
use crate::route::Nothing;
use crate::view::paris;
use crate::visit::Visit;
use app::records::{ApiScope, TokenRecord};
use app::tokens;
use askama::Template;
use base::id::TokenId;
use base::{fr, parse_iso_date};
use serde::Deserialize;

struct Line {
    id: String,
    name: String,
    scopes: String,
    made: String,
    until: String,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "settings/programs.html")]
struct ProgramsPage {
    frame: Frame,
    sections: Vec<Section>,
    lines: Vec<Line>,
    scopes: Vec<(&'static str, &'static str)>,
    /// The text of a token just made: shown once.
    made: Option<String>,
}

pub fn show(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    page(visit, None)
}

fn page(visit: &Visit, made: Option<String>) -> PageResult {
    visit.must_open("/reglages/api")?;
    let tokens = visit.world().read(|books| Ok(books.tokens(visit.company.id)?))?;
    html(&ProgramsPage {
        frame: visit.frame("API"),
        sections: sections(visit),
        lines: tokens.iter().map(|t| line(visit, t)).collect(),
        scopes: ApiScope::ALL.map(|s| (s.code(), s.french())).to_vec(),
        made,
    })
}

fn line(visit: &Visit, token: &TokenRecord) -> Line {
    let scopes: Vec<&str> = token.scopes.iter().map(|s| s.french()).collect();
    Line {
        id: token.id.to_string(),
        name: token.name.clone(),
        scopes: scopes.join(", "),
        made: format!("{} par {}", fr::date(paris(token.created_at).date()), token.created_by),
        until: token.expires_on.map_or_else(|| "sans fin".to_string(), fr::date),
        is_open: token.revoked_at.is_none() && token.expires_on.is_none_or(|d| d >= visit.today()),
    }
}

#[derive(Deserialize)]
pub struct New {
    name: String,
    #[serde(default)]
    read: Option<String>,
    #[serde(default)]
    import: Option<String>,
    #[serde(default)]
    act: Option<String>,
    #[serde(default)]
    manage: Option<String>,
    #[serde(default)]
    people: Option<String>,
    #[serde(default)]
    until: String,
}

pub fn create(visit: &Visit, _: Nothing, new: New) -> PageResult {
    visit.must_decide()?;
    let ticked = [
        (ApiScope::Read, new.read),
        (ApiScope::Import, new.import),
        (ApiScope::Act, new.act),
        (ApiScope::Manage, new.manage),
        (ApiScope::People, new.people),
    ];
    let scopes: Vec<ApiScope> = ticked.into_iter().filter_map(|(scope, tick)| tick.map(|_| scope)).collect();
    let made = tokens::create(&visit.world(), &visit.company, &new.name, &scopes, parse_iso_date(new.until.trim()))?;
    page(visit, Some(made.text))
}

pub fn revoke(visit: &Visit, token: String, _: Nothing) -> PageResult {
    visit.must_decide()?;
    tokens::revoke(&visit.world(), &visit.company, TokenId::parse(&token).ok_or(Oops::NotHere)?)?;
    done("/reglages/api", "Ce jeton n’ouvre plus rien.")
}
