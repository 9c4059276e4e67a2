use super::second_factor as second;
use crate::answer::{Answer, PageResult, done, html};
use crate::frame::Frame;
use crate::pages::settings::{Section, sections};
use crate::route::Nothing;
use crate::view::paris;
use crate::visit::Visit;
use app::AppError;
use app::accounts::{self, change_password as change};
use app::records::UserRecord;
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
}

impl AccountPage {
    fn remedy(&self) -> &'static str {
        second::WRONG_REMEDY
    }
}

pub fn show(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    let proposed = if visit.user.totp.is_none() { Some(second::propose(visit)?) } else { None };
    shown(visit, proposed, false)
}

fn shown(visit: &Visit, proposed: Option<(String, String, String)>, is_wrong: bool) -> PageResult {
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
        has_second_factor: visit.user.totp.is_some(),
        proposed,
        is_wrong,
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
    let mut answer = shown(visit, Some(second::again(visit, sealed)?), true)?;
    if let Answer::Html { status, .. } = &mut answer {
        *status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(answer)
}

pub fn set_second_factor(visit: &Visit, _: Nothing, given: Factor) -> PageResult {
    let giving_up = given.sealed.is_empty();
    let world = visit.world();
    if let Some(minutes) = accounts::code_closed(&world, visit.user.id)? {
        let wait = fr::count(minutes.unsigned_abs(), "minute", "minutes");
        return Err(AppError::refused("Trop de codes faux.", format!("Réessayez dans {wait}.")).into());
    }
    let used = if giving_up {
        let kept = visit.user.totp.as_deref().unwrap_or_default();
        second::check(&visit.house, &visit.user, kept, &given.code)?
    } else {
        second::confirm(visit, &given.sealed, &given.code)?
    };
    let Some(used) = used else {
        accounts::code_given(&world, &visit.user, None)?;
        return if giving_up { Err(wrong().into()) } else { once_more(visit, &given.sealed) };
    };
    let after = UserRecord { totp: (!giving_up).then_some(used), ..visit.user.clone() };
    world.write(|books| Ok(books.update_user(&after)?))?;
    let said = if giving_up {
        "La connexion ne demande plus de code."
    } else {
        "À la prochaine connexion, un code sera demandé."
    };
    done("/reglages/compte", said)
}
