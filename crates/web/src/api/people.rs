//! Users and tokens of the company, for a token that an owner gave the right « personnes ». No ladder: a program neither makes
//! nor touches owners, and gives another program no right that it has not itself.

use super::gate::{Caller, Secret, act, act_in_secret, ask};
use super::request::{Named, NotAnswered, NotDone, Nothing, Once, Recorded, coded, day_if};
use crate::answer::Oops;
use crate::route::Arrival;
use app::accounts::{NewUser, add_user, take_role};
use app::records::{ApiScope, Membership, Role, TokenRecord, UserRecord};
use app::{AppError, members, tokens};
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use base::Date;
use base::id::{TokenId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Somebody who may come in.
#[derive(Serialize, ToSchema)]
struct UserShape {
    #[schema(value_type = String, example = "usr_0193…")]
    id: UserId,
    name: String,
    email: String,
    /// `owner`, `accountant`, `salesperson` or `guest`.
    role: &'static str,
    /// Last day of a guest.
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<Date>,
    second_factor: bool,
    /// Has not replaced the password that somebody else chose.
    provisional: bool,
}

#[derive(Serialize, ToSchema)]
struct UsersShape {
    items: Vec<UserShape>,
}

/// Who may come in, with which role. Needs the right to let people in.
#[utoipa::path(get, path = "/users", tag = "Personnes", responses((status = 200, body = UsersShape), NotAnswered))]
pub async fn users(arrival: Arrival) -> Response {
    ask(arrival, |caller| {
        caller.must_know_people()?;
        let shape = |(m, u): (Membership, UserRecord)| UserShape {
            id: u.id,
            name: u.name,
            email: u.email,
            role: m.role.code(),
            until: m.until,
            second_factor: u.totp.is_some(),
            provisional: u.is_provisional,
        };
        let all = members::all(&caller.world(), &caller.company)?;
        Ok(UsersShape { items: all.into_iter().map(shape).collect() })
    })
    .await
}

/// Somebody to be let in.
#[derive(Deserialize, ToSchema)]
pub struct NewPerson {
    name: String,
    #[schema(example = "prenom@exemple.fr")]
    email: String,
    /// `accountant`, `salesperson` or `guest`: an owner is named by an owner.
    role: String,
    /// Last day of a guest, who has one.
    #[schema(format = Date)]
    until: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct AddedShape {
    #[schema(value_type = String, example = "usr_0193…")]
    id: UserId,
    /// Provisional, told this once: absent when the same request is repeated.
    password: Option<String>,
}

impl Secret for AddedShape {
    fn hidden(&self) -> Self {
        AddedShape { id: self.id, password: None }
    }
}

/// Lets somebody in, with a provisional password that opens one page: the one on which another is chosen.
#[utoipa::path(post, path = "/users", tag = "Personnes", request_body = NewPerson, params(Once),
    responses((status = 200, body = AddedShape), NotDone))]
pub async fn add(arrival: Arrival, body: Bytes) -> Response {
    act_in_secret(arrival, ApiScope::People, body, |caller, given: NewPerson| {
        let role = role(&given.role, given.until.as_deref())?;
        let world = caller.world();
        let password = members::made_password(&world);
        let new = NewUser { email: given.email, name: given.name, password: password.clone() };
        let id = add_user(&world, &caller.company, &new, role, caller.house.passwords.as_ref())?;
        Ok(AddedShape { id, password: Some(password) })
    })
    .await
}

/// What somebody may do from now on.
#[derive(Deserialize, ToSchema)]
pub struct NewRole {
    /// `accountant`, `salesperson` or `guest`: an owner is named by an owner.
    role: String,
    /// Last day of a guest, who has one.
    #[schema(format = Date)]
    until: Option<String>,
}

/// Gives a user another role, or a guest another last day; owners are an owner's to change.
#[utoipa::path(post, path = "/users/{id}/role", tag = "Personnes", request_body = NewRole, params(Named, Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn change_role(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::People, body, move |caller, given: NewRole| {
        let (user, role) = (no_owner(caller, &id)?, role(&given.role, given.until.as_deref())?);
        members::change_role(&caller.world(), &caller.company, user, role)?;
        Ok(Recorded::DONE)
    })
    .await
}

/// Takes a user's access to the company away; what they did stays in the journal.
#[utoipa::path(post, path = "/users/{id}/removal", tag = "Personnes", request_body = Nothing, params(Named, Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn remove(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::People, body, move |caller, _: Nothing| {
        take_role(&caller.world(), &caller.company, no_owner(caller, &id)?)?;
        Ok(Recorded::DONE)
    })
    .await
}

fn owners_only() -> Oops {
    let remedy = "Un propriétaire le fait dans Réglages › Utilisateurs.";
    AppError::refused("Un programme ne nomme pas de propriétaire et n’en change aucun.", remedy).into()
}

/// A user of the company who does not own it.
fn no_owner(caller: &Caller, id: &str) -> Result<UserId, Oops> {
    let id = UserId::parse(id).ok_or(Oops::NotHere)?;
    let found = caller.world().read(|books| members::one_in(books, caller.company.id, id))?;
    if found.0.role == Role::Owner { Err(owners_only()) } else { Ok(id) }
}

fn role(code: &str, until: Option<&str>) -> Result<(Role, Option<Date>), Oops> {
    let role = coded(code, Role::parse)?;
    if role == Role::Owner {
        return Err(owners_only());
    }
    Ok((role, day_if(until)?.filter(|_| role == Role::Guest)))
}

/// A program that may come in, without what it comes in with.
#[derive(Serialize, ToSchema)]
struct TokenShape {
    #[schema(value_type = String, example = "tok_0193…")]
    id: TokenId,
    name: String,
    /// `read`, `import`, `act`, `manage` or `people`.
    scopes: Vec<&'static str>,
    created_by: String,
    created_at: String,
    /// Last day; none when it has no end.
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<Date>,
    /// Still opens something.
    open: bool,
    /// The token that asks.
    own: bool,
}

#[derive(Serialize, ToSchema)]
struct TokensShape {
    items: Vec<TokenShape>,
}

/// Tokens, newest first, closed ones too. Needs the right to let people in.
#[utoipa::path(get, path = "/tokens", tag = "Personnes", responses((status = 200, body = TokensShape), NotAnswered))]
pub async fn tokens(arrival: Arrival) -> Response {
    ask(arrival, |caller| {
        caller.must_know_people()?;
        let world = caller.world();
        let shape = |t: TokenRecord| TokenShape {
            id: t.id,
            scopes: t.scopes.iter().map(|s| s.code()).collect(),
            created_by: t.created_by,
            created_at: t.created_at.to_string(),
            until: t.expires_on,
            open: t.revoked_at.is_none() && t.expires_on.is_none_or(|on| on >= world.today),
            own: t.id == caller.token.id,
            name: t.name,
        };
        let all = world.read(|books| Ok(books.tokens(caller.company.id)?))?;
        Ok(TokensShape { items: all.into_iter().map(shape).collect() })
    })
    .await
}

/// A token that is asked for.
#[derive(Deserialize, ToSchema)]
pub struct NewToken {
    /// The program that comes in with it.
    name: String,
    /// `read`, `import`, `act` or `manage`: of these, what the token that asks has itself.
    scopes: Vec<String>,
    /// Last day; not after that of the token that asks.
    #[schema(format = Date)]
    until: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct GivenTokenShape {
    #[schema(value_type = String, example = "tok_0193…")]
    id: TokenId,
    /// What the program comes in with, told this once: absent when the same request is repeated.
    token: Option<String>,
}

impl Secret for GivenTokenShape {
    fn hidden(&self) -> Self {
        GivenTokenShape { id: self.id, token: None }
    }
}

/// Makes a token for another program, with no right that the token that asks has not, and never that of letting people in.
#[utoipa::path(post, path = "/tokens", tag = "Personnes", request_body = NewToken, params(Once),
    responses((status = 200, body = GivenTokenShape), NotDone))]
pub async fn give_token(arrival: Arrival, body: Bytes) -> Response {
    act_in_secret(arrival, ApiScope::People, body, |caller, given: NewToken| {
        let scopes = given.scopes.iter().map(|s| coded(s, ApiScope::parse)).collect::<Result<Vec<_>, _>>()?;
        let (until, asked) = (day_if(given.until.as_deref())?, (given.name.as_str(), scopes.as_slice()));
        let made = tokens::create_for(&caller.world(), &caller.company, &caller.token, asked, until)?;
        Ok(GivenTokenShape { id: made.id, token: Some(made.text) })
    })
    .await
}

/// Ends a token at once; not the one that asks.
#[utoipa::path(post, path = "/tokens/{id}/revocation", tag = "Personnes", request_body = Nothing, params(Named, Once),
    responses((status = 200, body = Recorded), NotDone))]
pub async fn revoke_token(arrival: Arrival, Path(id): Path<String>, body: Bytes) -> Response {
    act(arrival, ApiScope::People, body, move |caller, _: Nothing| {
        let id = TokenId::parse(&id).ok_or(Oops::NotHere)?;
        if id == caller.token.id {
            let remedy = "Demandez-le avec un autre, ou révoquez-le dans Réglages › API.";
            return Err(AppError::refused("Un jeton ne se ferme pas lui-même.", remedy).into());
        }
        tokens::revoke(&caller.world(), &caller.company, id)?;
        Ok(Recorded::DONE)
    })
    .await
}
