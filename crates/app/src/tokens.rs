//! Tokens of the API: made once and shown once, looked at with every request; requests that change something are done once.

use crate::accounts::{fingerprint, new_token};
use crate::error::{AppError, AppResult};
use crate::ports::terms::BooksError;
use crate::records::{ApiRequest, ApiScope, Company, TokenRecord};
use crate::world::World;
use base::Date;
use base::id::TokenId;
use domain::journal::JournalKind;
use domain::journal::kinds::SettingsChanged;

/// What every token starts with, so that one found in a file says what it is.
pub const PREFIX: &str = "qts_";

/// A token just made.
#[derive(Clone, Debug)]
pub struct Made {
    pub id: TokenId,
    /// Shown to the user now and never again.
    pub text: String,
}

/// Makes a token.
///
/// # Errors
/// `Refused` without a name or a scope; a broken store.
pub fn create(
    world: &World<'_>,
    company: &Company,
    name: &str,
    scopes: &[ApiScope],
    expires_on: Option<Date>,
) -> AppResult<Made> {
    if name.trim().is_empty() || scopes.is_empty() {
        return Err(AppError::refused("Un jeton a un nom et au moins un droit.", "Dites quel programme s’en servira."));
    }
    let text = format!("{PREFIX}{}", new_token(world));
    let token = TokenRecord {
        id: world.new_id(),
        company: company.id,
        token_hash: fingerprint(&text),
        name: name.trim().to_string(),
        scopes: scopes.to_vec(),
        created_by: world.author(),
        created_at: world.clock.now(),
        expires_on,
        revoked_at: None,
    };
    let rights: Vec<&str> = scopes.iter().map(|s| s.french()).collect();
    world.write(|books| {
        books.insert_token(&token)?;
        note(world, books, company, token.id, (&token.name, None, Some(rights.join(", "))))
    })?;
    Ok(Made { id: token.id, text })
}

/// Makes a token for another program on behalf of one: it gets no right that its maker has not, never the right to let others
/// in, and does not outlive its maker.
///
/// # Errors
/// `Refused`, with what is too much; see [`create`].
pub fn create_for(
    world: &World<'_>,
    company: &Company,
    maker: &TokenRecord,
    (name, scopes): (&str, &[ApiScope]),
    expires_on: Option<Date>,
) -> AppResult<Made> {
    let beyond = scopes.iter().find(|s| **s == ApiScope::People || !maker.scopes.contains(s));
    if let Some(beyond) = beyond {
        let what = format!("Un programme ne peut pas donner le droit « {} » à un autre.", beyond.french());
        let remedy =
            "Il ne donne que les droits qu’il a, sauf « personnes » ; un propriétaire le fait dans Réglages › API.";
        return Err(AppError::refused(what, remedy));
    }
    if let Some(last) = maker.expires_on.filter(|last| expires_on.is_none_or(|on| on > *last)) {
        let what = "Ce jeton durerait plus longtemps que celui qui le crée.";
        return Err(AppError::refused(what, format!("Donnez-lui une fin, le {} au plus tard.", base::fr::date(last))));
    }
    create(world, company, name, scopes, expires_on)
}

/// Ends a token at once.
///
/// # Errors
/// `NotFound`; a broken store.
pub fn revoke(world: &World<'_>, company: &Company, id: TokenId) -> AppResult<()> {
    world.write(|books| {
        let found = books.tokens(company.id)?.into_iter().find(|t| t.id == id);
        let token = found.ok_or_else(|| AppError::NotFound("Ce jeton n’existe pas.".to_string()))?;
        books.revoke_token(company.id, id, world.clock.now())?;
        note(world, books, company, id, (&token.name, Some("ouvert".to_string()), Some("révoqué".to_string())))
    })
}

fn note(
    world: &World<'_>,
    books: &mut dyn crate::ports::books::Books,
    company: &Company,
    id: TokenId,
    (name, before, after): (&str, Option<String>, Option<String>),
) -> AppResult<()> {
    let kind = SettingsChanged { field: format!("jeton {name}"), before, after };
    world.note(books, company.id, id, JournalKind::SettingsChanged(kind))
}

/// Who comes in with that text; `None` when it was never given, has expired or was revoked.
///
/// # Errors
/// A broken store.
pub fn bearer(world: &World<'_>, text: &str) -> AppResult<Option<(TokenRecord, Company)>> {
    world.read(|books| {
        let token = books.token_by_hash(&fingerprint(text))?;
        let Some(token) = token.filter(|t| t.revoked_at.is_none() && t.expires_on.is_none_or(|d| d >= world.today))
        else {
            return Ok(None);
        };
        let company = books.companies()?.into_iter().find(|c| c.id == token.company);
        Ok(company.map(|company| (token, company)))
    })
}

/// Where a request that must be done once stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is this caller's to do now.
    First,
    /// It was done: this is what was answered.
    Answered(u16, String),
    /// It was begun and never answered: its outcome is unknown, and it is not done again.
    Unknown,
    /// The key was used for another request.
    OtherRequest,
}

/// Takes the turn of a request before anything of it is done.
///
/// # Errors
/// A broken store.
pub fn take_turn(world: &World<'_>, token: TokenId, key: &str, request_hash: &str) -> AppResult<Turn> {
    let request = ApiRequest {
        token,
        key: key.to_string(),
        request_hash: request_hash.to_string(),
        answer: None,
        recorded_at: world.clock.now(),
    };
    match world.write(|books| Ok(books.insert_api_request(&request)?)) {
        Ok(()) => return Ok(Turn::First),
        Err(AppError::Books(BooksError::Taken(_))) => {}
        Err(other) => return Err(other),
    }
    let before = world.read(|books| Ok(books.api_request(token, key)?))?;
    Ok(match before {
        Some(before) if before.request_hash != request_hash => Turn::OtherRequest,
        Some(ApiRequest { answer: Some((status, text)), .. }) => Turn::Answered(status, text),
        _ => Turn::Unknown,
    })
}

/// Keeps what a request was answered.
///
/// # Errors
/// A broken store.
pub fn answered(world: &World<'_>, token: TokenId, key: &str, status: u16, text: &str) -> AppResult<()> {
    let request = ApiRequest {
        token,
        key: key.to_string(),
        request_hash: String::new(),
        answer: Some((status, text.to_string())),
        recorded_at: world.clock.now(),
    };
    world.write(|books| Ok(books.answer_api_request(&request)?))
}
