//! The door: first run, coming in, going out. Everything else asks [`enter`] first.

mod provisional;

use crate::answer::{Answer, Flash, Oops, PageResult, html, percent};
use crate::frame;
use crate::pages::users::second_factor::{self, Came};
use crate::route::{App, Arrival, blocking};
use crate::spoken::on_page;
use crate::visit::{Visit, companies_of};
use app::accounts::{self, Attempt, NewUser};
use app::records::{SessionRecord, UserRecord};
use askama::Template;
use axum::Router;
use axum::extract::Form;
use axum::http::{StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use base::id::UserId;
use domain::journal::Actor;
use serde::Deserialize;
use std::sync::Arc;

/// Name of the cookie that holds a session's token.
const COOKIE: &str = "quitus_session";
const FOURTEEN_DAYS: u32 = 14 * 24 * 3600;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/connexion", get(|a: Arrival| blocking(move || shown(login_page(&a, String::new(), None)))))
        .route("/connexion", post(log_in))
        .route("/connexion/code", get(|a: Arrival| blocking(move || shown(code_page(&a, None)))))
        .route("/connexion/code", post(give_code))
        .route("/bienvenue", get(|a: Arrival| blocking(move || shown(welcome_page(&a, Owner::default(), None)))))
        .route("/bienvenue", post(create_owner))
        .route(provisional::PATH, get(|a: Arrival| blocking(move || shown(provisional::page(&a, None)))))
        .route(provisional::PATH, post(provisional::choose))
        .route("/sortir", post(|a: Arrival| blocking(move || shown(log_out(&a)))))
}

/// Where a request may go.
pub enum Entry {
    In(Box<Visit>),
    Elsewhere(String),
}

/// Who makes this request; the door or the first-run page when nobody does.
///
/// # Errors
/// A broken store.
pub fn enter(arrival: &Arrival) -> Result<Entry, Oops> {
    let world = arrival.house.world(Actor::Program, None);
    let (session, user) = match known(arrival)? {
        Ok(known) => known,
        Err(to) => return Ok(Entry::Elsewhere(to)),
    };
    let kept = companies_of(&world, &user)?;
    let chosen = kept.iter().find(|(c, _)| Some(c.id) == session.company).or_else(|| kept.first()).cloned();
    let Some((company, membership)) = chosen else { return Ok(Entry::Elsewhere("/premiers-pas".to_string())) };
    Ok(Entry::In(Box::new(Visit {
        house: Arc::clone(&arrival.house),
        user,
        session,
        company,
        role: membership.role,
        companies: kept.into_iter().map(|(c, _)| c).collect(),
        flash: arrival.flash(),
        here: arrival.here.clone(),
        came_from: arrival.came_from(),
        theme: arrival.theme(),
    })))
}

/// The session and its user; where to go instead, for nobody and for whoever has a password that somebody else chose.
///
/// # Errors
/// A broken store.
pub fn known(arrival: &Arrival) -> Result<Result<(SessionRecord, UserRecord), String>, Oops> {
    let own = |known: (SessionRecord, UserRecord)| {
        if known.1.is_provisional { Err(provisional::PATH.to_string()) } else { Ok(known) }
    };
    Ok(bearer(arrival)?.and_then(own))
}

/// The session and its user, whoever chose the password; for nobody, where to go instead.
fn bearer(arrival: &Arrival) -> Result<Result<(SessionRecord, UserRecord), String>, Oops> {
    let world = arrival.house.world(Actor::Program, None);
    let known = arrival.cookie(COOKIE).map(|token| accounts::session(&world, token)).transpose()?.flatten();
    if let Some(known) = known {
        return Ok(Ok(known));
    }
    let login = format!("/connexion?vers={}", percent(&arrival.here));
    Ok(Err(if accounts::is_first_run(&world)? { "/bienvenue".to_string() } else { login }))
}

#[derive(Template)]
#[template(path = "door/login.html")]
struct LoginPage {
    theme: &'static str,
    email: String,
    to: String,
    problem: Option<String>,
}

fn login_page(arrival: &Arrival, email: String, problem: Option<String>) -> PageResult {
    if accounts::is_first_run(&arrival.house.world(Actor::Program, None))? {
        return crate::answer::go("/bienvenue");
    }
    let to = arrival.here.split_once("vers=").map_or(String::new(), |(_, to)| crate::answer::unpercent(to));
    let page = LoginPage { theme: arrival.theme(), email, to: ours(&to), problem };
    html(&page)
}

/// Only a path of this site: a link must not send people elsewhere after they logged in.
fn ours(to: &str) -> String {
    let inside = to.starts_with('/') && !to.starts_with("//") && !to.contains('\\');
    if inside { to.to_string() } else { "/".to_string() }
}

#[derive(Deserialize)]
struct Login {
    email: String,
    password: String,
    #[serde(default)]
    to: String,
}

async fn log_in(arrival: Arrival, Form(login): Form<Login>) -> Response {
    blocking(move || shown(let_in(&arrival, login))).await
}

fn let_in(arrival: &Arrival, login: Login) -> PageResult {
    let house = &arrival.house;
    let world = house.world(Actor::Program, None);
    let attempt = accounts::attempt(&world, &login.email, &login.password, &arrival.place(), house.passwords.as_ref())?;
    let problem = match attempt {
        Attempt::Right(user) if user.totp.is_some() => return ask_code(arrival, &user, &ours(&login.to)),
        Attempt::Right(user) => return start(arrival, &user, ours(&login.to)),
        Attempt::Wrong => "L’adresse ou le mot de passe n’est pas le bon.".to_string(),
        Attempt::Closed { minutes } => {
            format!("Trop d’essais : réessayez dans {}.", base::fr::count(minutes.unsigned_abs(), "minute", "minutes"))
        }
    };
    let mut answer = login_page(arrival, login.email, Some(problem))?;
    if let Answer::Html { status, .. } = &mut answer {
        *status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(answer)
}

/// Between the password and the code the browser holds, sealed, who gave the right password, where to, and until when.
const WAITING: &str = "quitus_code";
const CODE_MINUTES: i64 = 5;

fn ask_code(arrival: &Arrival, user: &UserRecord, to: &str) -> PageResult {
    let until = arrival.house.clock.now().as_second() + CODE_MINUTES * 60;
    let sealed = arrival.house.vault.seal(&format!("{until} {} {to}", user.id)).map_err(app::AppError::Broken)?;
    let secure = if arrival.house.secure { "; Secure" } else { "" };
    let cookie =
        format!("{WAITING}={}; Path=/connexion; Max-Age=300; HttpOnly; SameSite=Lax{secure}", percent(&sealed));
    Ok(Answer::Go { to: "/connexion/code".to_string(), flash: None, cookie: Some(cookie) })
}

/// The query of the page that asks for a recovery code.
const LOST: &str = "?secours";

#[derive(Template)]
#[template(path = "door/code.html")]
struct CodePage {
    theme: &'static str,
    problem: Option<String>,
    /// The telephone is lost: a code kept for that day is asked.
    is_lost: bool,
}

fn code_page(arrival: &Arrival, problem: Option<String>) -> PageResult {
    if who_waits(arrival)?.is_none() {
        return crate::answer::go("/connexion");
    }
    let is_lost = arrival.here.ends_with(LOST);
    html(&CodePage { theme: arrival.theme(), problem, is_lost })
}

/// Who gave the right password a moment ago, and where they were going.
fn who_waits(arrival: &Arrival) -> Result<Option<(UserRecord, String)>, Oops> {
    let sealed = arrival.cookie(WAITING).map(crate::answer::unpercent);
    let Some(open) = sealed.and_then(|s| arrival.house.vault.open(&s).ok()) else { return Ok(None) };
    let mut parts = open.splitn(3, ' ');
    let until = parts.next().and_then(|s| s.parse::<i64>().ok()).unwrap_or(0);
    let user = parts.next().and_then(UserId::parse);
    let to = ours(parts.next().unwrap_or("/"));
    let Some(user) = user.filter(|_| until > arrival.house.clock.now().as_second()) else { return Ok(None) };
    let world = arrival.house.world(Actor::Program, None);
    let user = world.read(|books| Ok(books.user(user)?))?.filter(|u| u.disabled_at.is_none() && u.totp.is_some());
    Ok(user.map(|user| (user, to)))
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

async fn give_code(arrival: Arrival, Form(given): Form<Code>) -> Response {
    blocking(move || shown(with_code(&arrival, &given.code))).await
}

fn with_code(arrival: &Arrival, code: &str) -> PageResult {
    let Some((user, to)) = who_waits(arrival)? else { return crate::answer::go("/connexion") };
    let (house, actor) = (&arrival.house, Actor::Person { name: user.name.clone() });
    let world = house.world(actor, None);
    if let Some(minutes) = accounts::code_closed(&world, user.id)? {
        let wait = base::fr::count(minutes.unsigned_abs(), "minute", "minutes");
        return code_page(arrival, Some(format!("Trop d’essais : réessayez dans {wait}.")));
    }
    let left = match second_factor::come(house, &world, &user, code)? {
        Came::Wrong => return code_page(arrival, Some("Ce code n’est pas le bon, ou il a déjà servi.".to_string())),
        Came::Shown => return start(arrival, &user, to),
        Came::Kept(left) => base::fr::count(left, "code de secours", "codes de secours"),
    };
    let mut answer = start(arrival, &user, to)?;
    if let Answer::Go { flash, .. } = &mut answer {
        let text = format!("Il vous reste {left}. Pour en avoir d’autres : Réglages › Mon compte.");
        *flash = Some(Flash { tone: "done", text });
    }
    Ok(answer)
}

fn start(arrival: &Arrival, user: &UserRecord, to: String) -> PageResult {
    let world = arrival.house.world(Actor::Program, None);
    let token = accounts::open_session(&world, user, arrival.header(header::USER_AGENT))?;
    Ok(Answer::Go { to, flash: None, cookie: Some(cookie(arrival, &token, FOURTEEN_DAYS)) })
}

fn cookie(arrival: &Arrival, token: &str, seconds: u32) -> String {
    let secure = if arrival.house.secure { "; Secure" } else { "" };
    format!("{COOKIE}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

fn log_out(arrival: &Arrival) -> PageResult {
    if let Some(token) = arrival.cookie(COOKIE) {
        accounts::close_session(&arrival.house.world(Actor::Program, None), token)?;
    }
    Ok(Answer::Go { to: "/connexion".to_string(), flash: None, cookie: Some(cookie(arrival, "", 0)) })
}

#[derive(Default, Deserialize)]
struct Owner {
    name: String,
    email: String,
    password: String,
}

#[derive(Template)]
#[template(path = "door/welcome.html")]
struct WelcomePage {
    theme: &'static str,
    owner: Owner,
    problem: Option<String>,
}

fn welcome_page(arrival: &Arrival, owner: Owner, problem: Option<String>) -> PageResult {
    if !accounts::is_first_run(&arrival.house.world(Actor::Program, None))? {
        return crate::answer::go("/connexion");
    }
    html(&WelcomePage { theme: arrival.theme(), owner, problem })
}

async fn create_owner(arrival: Arrival, Form(owner): Form<Owner>) -> Response {
    blocking(move || shown(first_owner(&arrival, owner))).await
}

fn first_owner(arrival: &Arrival, owner: Owner) -> PageResult {
    let house = &arrival.house;
    let world = house.world(Actor::Person { name: owner.name.trim().to_string() }, None);
    let new = NewUser { email: owner.email.clone(), name: owner.name.clone(), password: owner.password.clone() };
    let id = match accounts::create_first_owner(&world, &new, house.passwords.as_ref()) {
        Ok(id) => id,
        Err(app::AppError::Refused { what, remedy }) => {
            return welcome_page(arrival, owner, Some(on_page(&format!("{what} {remedy}"))));
        }
        Err(other) => return Err(other.into()),
    };
    let user = world.read(|books| Ok(books.user(id)?))?.ok_or(Oops::NotHere)?;
    let to = if companies_of(&world, &user)?.is_empty() { "/premiers-pas" } else { "/" };
    start(arrival, &user, to.to_string())
}

fn shown(answer: PageResult) -> Answer {
    answer.unwrap_or_else(|oops| frame::broken(&oops))
}
