use crate::answer::{Oops, PageResult, done, html};
use crate::frame::Frame;
use crate::pages::settings::{Section, sections};
use crate::route::Nothing;
use crate::visit::Visit;
use app::accounts::{NewUser, add_user, take_role};
use app::members;
use app::records::{Membership, Role, UserRecord};
use askama::Template;
use base::id::UserId;
use base::{Date, fr, parse_iso_date};
use serde::Deserialize;

struct Line {
    id: String,
    name: String,
    email: String,
    role: &'static str,
    code: &'static str,
    until: Option<String>,
    has_second_factor: bool,
    is_self: bool,
}

#[derive(Template)]
#[template(path = "settings/users.html")]
struct UsersPage {
    frame: Frame,
    sections: Vec<Section>,
    lines: Vec<Line>,
    roles: Vec<(&'static str, &'static str)>,
}

pub fn show(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    let known = members::all(&visit.world(), &visit.company)?;
    html(&UsersPage {
        frame: visit.frame("Utilisateurs"),
        sections: sections(visit),
        lines: known.iter().map(|(m, u)| line(visit, m, u)).collect(),
        roles: Role::ALL.map(|r| (r.code(), r.french())).to_vec(),
    })
}

fn line(visit: &Visit, membership: &Membership, user: &UserRecord) -> Line {
    Line {
        id: user.id.to_string(),
        name: user.name.clone(),
        email: user.email.clone(),
        role: membership.role.french(),
        code: membership.role.code(),
        until: membership.until.map(fr::date),
        has_second_factor: user.totp.is_some(),
        is_self: user.id == visit.user.id,
    }
}

#[derive(Deserialize)]
pub struct New {
    name: String,
    email: String,
    password: String,
    role: String,
    #[serde(default)]
    until: String,
}

/// The role and, of a guest, the last day.
fn role(code: &str, until: &str) -> Result<(Role, Option<Date>), Oops> {
    let role = Role::parse(code).ok_or(Oops::NotHere)?;
    Ok((role, parse_iso_date(until.trim()).filter(|_| role == Role::Guest)))
}

pub fn add(visit: &Visit, _: Nothing, new: New) -> PageResult {
    visit.must_decide()?;
    let given = role(&new.role, &new.until)?;
    let user = NewUser { email: new.email, name: new.name, password: new.password };
    add_user(&visit.world(), &visit.company, &user, given, visit.house.passwords.as_ref())?;
    done("/reglages/utilisateurs", format!("{} peut se connecter, comme {}.", user.name.trim(), given.0.french()))
}

#[derive(Deserialize)]
pub struct NewRole {
    role: String,
    #[serde(default)]
    until: String,
}

pub fn change_role(visit: &Visit, user: String, given: NewRole) -> PageResult {
    visit.must_decide()?;
    let (role, until) = role(&given.role, &given.until)?;
    let id = UserId::parse(&user).ok_or(Oops::NotHere)?;
    members::change_role(&visit.world(), &visit.company, id, (role, until))?;
    done("/reglages/utilisateurs", "Rôle changé.")
}

pub fn remove(visit: &Visit, user: String, _: Nothing) -> PageResult {
    visit.must_decide()?;
    take_role(&visit.world(), &visit.company, UserId::parse(&user).ok_or(Oops::NotHere)?)?;
    done("/reglages/utilisateurs", "Cet utilisateur n’a plus accès à la société. Ce qu’il a fait reste au journal.")
}
