use super::second_factor as second;
use crate::answer::{Answer, Oops, PageResult, done, html, percent};
use crate::frame::Frame;
use crate::pages::settings::{Section, sections};
use crate::route::Nothing;
use crate::view::paris;
use crate::visit::Visit;
use app::accounts::{self, change_password as change};
use app::records::UserRecord;
use app::{AppError, recovery};
use askama::Template;
use axum::http::StatusCode;
use base::fr;
use serde::Deserialize;

struct Browser {
    agent: String,
    seen: String,
    is_this: bool,
}

#[derive(Template)]
#[template(path = "settings/account.html")]
struct AccountPage {
    frame: Frame,
    sections: Vec<Section>,
    name: String,
    email: String,
    browsers: Vec<Browser>,
    has_second_factor: bool,
    /// The drawing, the key as text and the sealed key, of a second factor to be set up.
    proposed: Option<(String, String, String)>,
    /// The code just given did not fit the key that is proposed again.
    is_wrong: bool,
    /// Recovery codes that still open.
    left: u64,
    /// Recovery codes just made: shown once.
    codes: Vec<String>,
}

impl AccountPage {
    /// The codes just made as a file, in the address of a link: nothing of them is kept here.
    fn file(&self) -> String {
        let told = format!("Codes de secours de Quitus pour {}. Chacun ouvre une fois.\n\n", self.email);
        format!("data:text/plain;charset=utf-8,{}", percent(&format!("{told}{}\n", self.codes.join("\n"))))
    }

    fn remedy(&self) -> &'static str {
        second::WRONG_REMEDY
    }
}

pub fn show(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    let proposed = if visit.user.totp.is_none() { Some(second::propose(visit)?) } else { None };
    shown(visit, proposed, false, Vec::new())
}

fn shown(visit: &Visit, proposed: Option<(String, String, String)>, is_wrong: bool, codes: Vec<String>) -> PageResult {
    let has_second_factor = proposed.is_none();
    let sessions = visit.world().read(|books| Ok(books.sessions_of_user(visit.user.id)?))?;
    let browsers = sessions
        .iter()
        .map(|s| Browser {
            agent: said_agent(&s.agent).to_string(),
            seen: fr::date(paris(s.seen_at).date()),
            is_this: s.token_hash == visit.session.token_hash,
        })
        .collect();
    html(&AccountPage {
        frame: visit.frame("Mon compte"),
        sections: sections(visit),
        name: visit.user.name.clone(),
        email: visit.user.email.clone(),
        browsers,
        has_second_factor,
        proposed,
        is_wrong,
        left: if has_second_factor { recovery::left(&visit.world(), &visit.user)? } else { 0 },
        codes,
    })
}

/// What a browser calls itself, for people.
fn said_agent(agent: &str) -> &'static str {
    let names = [("Firefox", "Firefox"), ("Edg/", "Edge"), ("Chrome", "Chrome"), ("Safari", "Safari")];
    names.into_iter().find(|(mark, _)| agent.contains(mark)).map_or("un autre navigateur", |(_, name)| name)
}

#[derive(Deserialize)]
pub struct NewPassword {
    current: String,
    new: String,
}

pub fn change_password(visit: &Visit, _: Nothing, given: NewPassword) -> PageResult {
    let keep = &visit.session.token_hash;
    change(&visit.world(), &visit.user, (&given.current, &given.new), keep, visit.house.passwords.as_ref())?;
    done("/reglages/compte", "Mot de passe changé ; vos autres navigateurs devront se reconnecter.")
}

pub fn end_others(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    app::accounts::close_other_sessions(&visit.world(), visit.user.id, &visit.session.token_hash)?;
    done("/reglages/compte", "Vos autres navigateurs sont déconnectés.")
}

#[derive(Deserialize)]
pub struct Factor {
    /// The sealed key that was proposed; empty to give the second factor up.
    #[serde(default)]
    sealed: String,
    code: String,
}

fn wrong() -> AppError {
    AppError::refused("Ce code n’est pas le bon.", second::WRONG_REMEDY)
}

/// The same key again, which the phone already holds: a code mistyped does not send one back to the beginning.
fn once_more(visit: &Visit, sealed: &str) -> PageResult {
    let mut answer = shown(visit, Some(second::again(visit, sealed)?), true, Vec::new())?;
    if let Answer::Html { status, .. } = &mut answer {
        *status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(answer)
}

/// # Errors
/// `Refused` after too many wrong codes.
fn must_be_open(visit: &Visit) -> Result<(), Oops> {
    let Some(minutes) = accounts::code_closed(&visit.world(), visit.user.id)? else { return Ok(()) };
    let wait = fr::count(minutes.unsigned_abs(), "minute", "minutes");
    Err(AppError::refused("Trop de codes faux.", format!("Réessayez dans {wait}.")).into())
}

/// # Errors
/// `Refused` for a code that is wrong, or was used.
fn must_come_with(visit: &Visit, code: &str) -> Result<(), Oops> {
    must_be_open(visit)?;
    match second::come(&visit.house, &visit.world(), &visit.user, code)? {
        second::Came::Wrong => Err(wrong().into()),
        _ => Ok(()),
    }
}

pub fn set_second_factor(visit: &Visit, _: Nothing, given: Factor) -> PageResult {
    let world = visit.world();
    if given.sealed.is_empty() {
        must_come_with(visit, &given.code)?;
        world.write(|books| {
            let user = books.user(visit.user.id)?.ok_or(AppError::NotFound(String::new()))?;
            books.update_user(&UserRecord { totp: None, ..user })?;
            recovery::forget_in(&world, books, &visit.user)
        })?;
        return done("/reglages/compte", "La connexion ne demande plus de code.");
    }
    // A key proposed long ago does not take the place of the one that the telephone holds now.
    if visit.user.totp.is_some() {
        return Err(AppError::refused("Un code est déjà demandé à la connexion.", "Rouvrez « Mon compte ».").into());
    }
    must_be_open(visit)?;
    let Some(used) = second::confirm(visit, &given.sealed, &given.code)? else {
        accounts::code_given(&world, &visit.user, None)?;
        return once_more(visit, &given.sealed);
    };
    let after = UserRecord { totp: Some(used), ..visit.user.clone() };
    world.write(|books| Ok(books.update_user(&after)?))?;
    shown(visit, None, false, recovery::replace(&world, &visit.user)?)
}

#[derive(Deserialize)]
pub struct Confirmed {
    code: String,
}

/// Ten new recovery codes in the place of the former, for whoever has a code.
pub fn make_recovery_codes(visit: &Visit, _: Nothing, given: Confirmed) -> PageResult {
    if visit.user.totp.is_none() {
        return Err(AppError::refused("Aucun code n’est demandé à la connexion.", "Activez d’abord le code.").into());
    }
    must_come_with(visit, &given.code)?;
    shown(visit, None, false, recovery::replace(&visit.world(), &visit.user)?)
}
