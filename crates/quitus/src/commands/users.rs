//! `quitus user`: who may come in, for whoever administers the server. No password is ever an argument: one is made and shown
//! once, or read from standard input.

use crate::args::{NewUserArgs, RoleArg, UserCommand};
use crate::commands::acts::say;
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{json, line};
use app::accounts::{self, NewUser};
use app::members;
use app::records::{Company, Role, UserRecord};
use base::id::UserId;
use base::{Date, fr};
use serde_json::json;
use std::io::BufRead;
use web::Argon;

pub fn run(rim: &Rim, what: &UserCommand) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    match what {
        UserCommand::List => list(rim, &company),
        UserCommand::Add(args) => add(rim, &company, args),
        UserCommand::Role { email, role, until } => {
            let user = member(rim, &company, email)?.0;
            let role = role_of(*role);
            members::change_role(&world, &company, user.id, (role, *until))?;
            let text = format!("{} est maintenant {}.", user.email, role.french());
            say(rim, &text, json!({ "user": user.id, "role": role.code() }))
        }
        UserCommand::Password { email, password_stdin, without_second_factor } => {
            let (user, _) = member(rim, &company, email)?;
            let (password, is_made) = password(rim, *password_stdin)?;
            let given = (password.as_str(), *without_second_factor);
            app::locked_out::reset_password(&world, &company, &user, given, &Argon::default())?;
            told(rim, "Nouveau mot de passe ; ses sessions sont fermées.", user.id, is_made.then_some(password))
        }
        UserCommand::Remove { email } => {
            let (user, _) = member(rim, &company, email)?;
            accounts::take_role(&world, &company, user.id)?;
            say(rim, &format!("{} n’a plus accès à {}.", user.email, company.name), json!({ "removed": user.id }))
        }
    }
}

fn role_of(arg: RoleArg) -> Role {
    match arg {
        RoleArg::Owner => Role::Owner,
        RoleArg::Accountant => Role::Accountant,
        RoleArg::Salesperson => Role::Salesperson,
        RoleArg::Guest => Role::Guest,
    }
}

type Member = (UserRecord, (Role, Option<Date>));

fn all(rim: &Rim, company: &Company) -> Outcome<Vec<Member>> {
    let found = members::all(&rim.world(), company)?;
    Ok(found.into_iter().map(|(m, user)| (user, (m.role, m.until))).collect())
}

/// A user of the company, by address.
pub(super) fn member(rim: &Rim, company: &Company, email: &str) -> Outcome<Member> {
    let wanted = email.trim().to_lowercase();
    let found = all(rim, company)?.into_iter().find(|(user, _)| user.email.to_lowercase() == wanted);
    found.ok_or_else(|| Fail::new(format!("« {email} » n’est pas un utilisateur de {}.", company.name)))
}

fn list(rim: &Rim, company: &Company) -> Outcome<u8> {
    let all = all(rim, company)?;
    if rim.common.json {
        let rows: Vec<_> = all
            .iter()
            .map(|(u, (role, until))| {
                json!({
                    "user": u.id, "email": u.email, "name": u.name, "role": role.code(), "until": until,
                    "second_factor": u.totp.is_some(),
                })
            })
            .collect();
        json(&json!({ "users": rows }))?;
        return Ok(0);
    }
    if all.is_empty() {
        line("Personne : la première personne qui ouvre l’application devient propriétaire.");
    }
    for (user, (role, until)) in &all {
        let until = until.map(|on| format!(", jusqu’au {}", fr::date(on))).unwrap_or_default();
        let factor = if user.totp.is_some() { ", second facteur" } else { "" };
        line(format!("{} <{}> : {}{until}{factor}", user.name, user.email, role.french()));
    }
    Ok(0)
}

fn add(rim: &Rim, company: &Company, args: &NewUserArgs) -> Outcome<u8> {
    let (password, is_made) = password(rim, args.password_stdin)?;
    let new = NewUser { email: args.email.clone(), name: args.name.clone(), password: password.clone() };
    let role = (role_of(args.role), args.until);
    let id = accounts::add_user(&rim.world(), company, &new, role, &Argon::default())?;
    told(rim, &format!("{} peut entrer : {}.", args.email, role.0.french()), id, is_made.then_some(password))
}

fn told(rim: &Rim, text: &str, user: UserId, made: Option<String>) -> Outcome<u8> {
    let shown = made
        .as_deref()
        .map(|p| format!("\nMot de passe, affiché cette seule fois, à changer dans Réglages › Mon compte :\n  {p}"));
    say(rim, &format!("{text}{}", shown.unwrap_or_default()), json!({ "user": user, "password": made }))
}

/// The password to give, and whether it was made here.
fn password(rim: &Rim, from_stdin: bool) -> Outcome<(String, bool)> {
    if !from_stdin {
        return Ok((members::made_password(&rim.world()), true));
    }
    let mut text = String::new();
    let read = std::io::stdin().lock().read_line(&mut text);
    read.map_err(|e| Fail::unheard(&e))?;
    Ok((text.trim_end_matches(['\r', '\n']).to_string(), false))
}
