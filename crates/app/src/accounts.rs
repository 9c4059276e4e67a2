//! Who comes in: the first owner, passwords, sessions, and the patience shown to wrong passwords.
//!
//! A password is never kept, only what [`Passwords`] makes of it; a session is kept as the hash of a token that only the
//! browser has. Five wrong passwords in a row close an address, or the place they come from, for a quarter of an hour.

use crate::error::{AppError, AppResult};
use crate::members;
use crate::ports::books::Books;
use crate::records::{Company, LoginFailures, Membership, Role, SessionRecord, UserRecord};
use crate::world::World;
use base::Timestamp;
use base::id::{CompanyId, UserId};
use domain::journal::JournalKind;
use domain::journal::kinds::SettingsChanged;
use jiff::SignedDuration;
use sha2::{Digest, Sha256};

const SHORTEST_PASSWORD: usize = 12;
/// Wrong passwords in a row that close the door.
const PATIENCE: u32 = 5;
const CLOSED_MINUTES: i64 = 15;
/// A place that many people share (a company's router) is given more patience than one address.
const PATIENCE_OF_A_PLACE: u32 = 30;
const SESSION_DAYS: i64 = 14;

/// Turns passwords into what may be kept, slowly enough to tire a thief.
pub trait Passwords: Send + Sync {
    /// # Errors
    /// When the machine gives no randomness.
    fn hash(&self, password: &str) -> Result<String, String>;
    fn is_right(&self, kept: &str, password: &str) -> bool;
}

/// Somebody to be let in.
#[derive(Clone, Debug)]
pub struct NewUser {
    pub email: String,
    pub name: String,
    pub password: String,
}

/// What came of an attempt to come in.
#[derive(Clone, Debug)]
pub enum Attempt {
    /// The password is right; the second factor, when there is one, is the caller's to ask.
    Right(Box<UserRecord>),
    Wrong,
    /// Too many wrong ones: not even looked at.
    Closed {
        minutes: i64,
    },
}

/// Whether anybody may come in yet: the first to come becomes owner.
///
/// # Errors
/// A broken store.
pub fn is_first_run(world: &World<'_>) -> AppResult<bool> {
    world.read(|books| Ok(books.users()?.is_empty()))
}

/// Creates the first owner, with a role in every company kept already.
///
/// # Errors
/// `Refused` when there is an owner already, or the fields will not do.
pub fn create_first_owner(world: &World<'_>, new: &NewUser, passwords: &dyn Passwords) -> AppResult<UserId> {
    let user = record(world, new, passwords)?;
    world.write(|books| {
        if !books.users()?.is_empty() {
            return Err(AppError::refused("Cette installation a déjà un propriétaire.", "Connectez-vous."));
        }
        books.insert_user(&user)?;
        for company in books.companies()? {
            give_role_in(world, books, &company, &user, Role::Owner, None)?;
        }
        Ok(user.id)
    })
}

/// Adds a user to a company; the password is provisional, as somebody else chose it.
///
/// # Errors
/// `Refused` when the address is taken or the fields will not do.
pub fn add_user(
    world: &World<'_>,
    company: &Company,
    new: &NewUser,
    (role, until): (Role, Option<base::Date>),
    passwords: &dyn Passwords,
) -> AppResult<UserId> {
    let user = UserRecord { is_provisional: true, ..record(world, new, passwords)? };
    world.write(|books| {
        if books.user_by_email(&user.email)?.is_some() {
            return Err(AppError::refused("Cette adresse est déjà celle d’un utilisateur.", "Donnez-lui un rôle."));
        }
        books.insert_user(&user)?;
        give_role_in(world, books, company, &user, role, until)?;
        Ok(user.id)
    })
}

/// Gives a user a role in a company, inside the transaction of what calls for it.
///
/// # Errors
/// `Refused` for a guest without a last day; a broken store.
pub fn give_role_in(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    user: &UserRecord,
    role: Role,
    until: Option<base::Date>,
) -> AppResult<()> {
    if role == Role::Guest && until.is_none() {
        return Err(AppError::refused("Un invité a une date de fin.", "Indiquez jusqu’à quel jour il peut consulter."));
    }
    let before = books.memberships_of_company(company.id)?.into_iter().find(|m| m.user == user.id).map(|m| m.role);
    books.put_membership(&Membership { user: user.id, company: company.id, role, until })?;
    note(world, books, company.id, user, before, Some(role))
}

/// Takes a user's role in a company away.
///
/// # Errors
/// `NotFound` for somebody who has no role there; `Refused` for the last owner; a broken store.
pub fn take_role(world: &World<'_>, company: &Company, user: UserId) -> AppResult<()> {
    world.write(|books| {
        let (before, record) = members::one_in(books, company.id, user)?;
        if before.role == Role::Owner {
            members::must_leave_an_owner(books, company.id, user)?;
        }
        books.remove_membership(user, company.id)?;
        note(world, books, company.id, &record, Some(before.role), None)
    })
}

fn note(
    world: &World<'_>,
    books: &mut dyn Books,
    company: CompanyId,
    user: &UserRecord,
    before: Option<Role>,
    after: Option<Role>,
) -> AppResult<()> {
    let said = |role: Role| role.french().to_string();
    let kind =
        SettingsChanged { field: format!("rôle de {}", user.name), before: before.map(said), after: after.map(said) };
    world.note(books, company, user.id, JournalKind::SettingsChanged(kind))
}

fn record(world: &World<'_>, new: &NewUser, passwords: &dyn Passwords) -> AppResult<UserRecord> {
    let (email, name) = (new.email.trim(), new.name.trim());
    let well_formed = email.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.contains('.'));
    if !well_formed || email.chars().any(char::is_whitespace) {
        return Err(AppError::refused("Cette adresse e-mail n’est pas complète.", "Exemple : prenom@exemple.fr."));
    }
    if name.is_empty() {
        return Err(AppError::refused("Il manque votre nom.", "Il signe vos décisions dans le journal."));
    }
    must_be_long(&new.password)?;
    Ok(UserRecord {
        id: world.new_id(),
        email: email.to_string(),
        name: name.to_string(),
        password: passwords.hash(&new.password).map_err(AppError::Broken)?,
        totp: None,
        created_at: world.clock.now(),
        disabled_at: None,
        is_provisional: false,
    })
}

/// Looks at an address and a password. `place` is where it comes from (the network address).
///
/// # Errors
/// A broken store.
pub fn attempt(
    world: &World<'_>,
    email: &str,
    password: &str,
    place: &str,
    passwords: &dyn Passwords,
) -> AppResult<Attempt> {
    let keys = [
        (format!("adresse {}", email.trim().to_lowercase()), PATIENCE),
        (format!("lieu {place}"), PATIENCE_OF_A_PLACE),
    ];
    let keys = keys.map(|(who, patience)| (short(&who), patience));
    let now = world.clock.now();
    let (user, waits) = world.read(|books| {
        let mut waits = 0;
        for (who, patience) in &keys {
            waits = waits.max(closed_for(books.login_failures(who)?, *patience, now));
        }
        Ok((books.user_by_email(email)?.filter(|u| u.disabled_at.is_none()), waits))
    })?;
    if waits > 0 {
        return Ok(Attempt::Closed { minutes: waits });
    }
    // An unknown address takes as long as a wrong password, so that nobody learns who has an account.
    let kept = user.as_ref().map_or(NOBODY, |u| u.password.as_str());
    let right = passwords.is_right(kept, password);
    world.write(|books| {
        for (who, _) in &keys {
            let failures = one_more(books.login_failures(who)?, now);
            books.put_login_failures(who, (!right).then_some(failures))?;
        }
        Ok(())
    })?;
    Ok(user.filter(|_| right).map_or(Attempt::Wrong, |u| Attempt::Right(Box::new(u))))
}

/// A hash that no password has.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlz$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Keys are indexed: what a stranger types is cut.
fn short(who: &str) -> String {
    who.chars().take(100).collect()
}

fn minutes_since(then: Timestamp, now: Timestamp) -> i64 {
    now.duration_since(then).as_mins()
}

fn closed_for(failures: Option<LoginFailures>, patience: u32, now: Timestamp) -> i64 {
    let Some(f) = failures.filter(|f| f.failures >= patience) else { return 0 };
    (CLOSED_MINUTES - minutes_since(f.last_at, now)).max(0)
}

/// How many minutes the second factor of a user stays closed after too many wrong codes.
///
/// # Errors
/// A broken store.
pub fn code_closed(world: &World<'_>, user: UserId) -> AppResult<Option<i64>> {
    let failures = world.read(|books| Ok(books.login_failures(&code_key(user))?))?;
    Ok(Some(closed_for(failures, PATIENCE, world.clock.now())).filter(|minutes| *minutes > 0))
}

/// Notes a code: `kept` is the key as it is kept from now on when the code was right, nothing when it was wrong. False when it
/// does not open: it was wrong, or somebody came in with it since it was looked at.
///
/// # Errors
/// A broken store.
pub fn code_given(world: &World<'_>, user: &UserRecord, kept: Option<&str>) -> AppResult<bool> {
    let (key, now) = (code_key(user.id), world.clock.now());
    world.write(|books| {
        let current = books.user(user.id)?.filter(|u| u.totp == user.totp);
        if let Some((kept, current)) = kept.zip(current) {
            books.update_user(&UserRecord { totp: Some(kept.to_string()), ..current })?;
            forget_wrong_codes_in(books, user.id)?;
            return Ok(true);
        }
        let failures = one_more(books.login_failures(&key)?, now);
        books.put_login_failures(&key, Some(failures))?;
        Ok(false)
    })
}

/// A right code came, inside the transaction of what it opened.
pub(crate) fn forget_wrong_codes_in(books: &mut dyn Books, user: UserId) -> AppResult<()> {
    Ok(books.put_login_failures(&code_key(user), None)?)
}

fn code_key(user: UserId) -> String {
    format!("code {user}")
}

/// One more wrong answer in a row; those of long ago are forgotten.
fn one_more(before: Option<LoginFailures>, now: Timestamp) -> LoginFailures {
    let recent = before.filter(|f| minutes_since(f.last_at, now) < CLOSED_MINUTES);
    LoginFailures { failures: recent.map_or(0, |f| f.failures) + 1, last_at: now }
}

/// Starts a session and returns the token for the browser.
///
/// # Errors
/// A broken store.
pub fn open_session(world: &World<'_>, user: &UserRecord, agent: &str) -> AppResult<String> {
    let token = new_token(world);
    let now = world.clock.now();
    let expires_at = after(now, SESSION_DAYS);
    world.write(|books| {
        books.end_expired_sessions(now)?;
        let company = books.memberships_of_user(user.id)?.first().map(|m| m.company);
        Ok(books.put_session(&SessionRecord {
            token_hash: fingerprint(&token),
            user: user.id,
            company,
            agent: agent.chars().take(200).collect(),
            created_at: now,
            seen_at: now,
            expires_at,
        })?)
    })?;
    Ok(token)
}

/// Who a token belongs to; `None` when it ended.
///
/// # Errors
/// A broken store.
pub fn session(world: &World<'_>, token: &str) -> AppResult<Option<(SessionRecord, UserRecord)>> {
    let now = world.clock.now();
    let found = world.read(|books| {
        let Some(session) = books.session(&fingerprint(token))?.filter(|s| s.expires_at > now) else { return Ok(None) };
        let user = books.user(session.user)?.filter(|u| u.disabled_at.is_none());
        Ok(user.map(|user| (session, user)))
    })?;
    // Written once an hour, not at every page.
    if let Some((session, _)) = found.as_ref().filter(|(s, _)| minutes_since(s.seen_at, now) >= 60) {
        let seen = SessionRecord { seen_at: now, expires_at: after(now, SESSION_DAYS), ..session.clone() };
        world.write(|books| Ok(books.put_session(&seen)?))?;
    }
    Ok(found)
}

/// Ends the session of a token.
///
/// # Errors
/// A broken store.
pub fn close_session(world: &World<'_>, token: &str) -> AppResult<()> {
    world.write(|books| Ok(books.end_session(&fingerprint(token))?))
}

/// 256 bits that nobody can guess, as hexadecimal.
pub fn new_token(world: &World<'_>) -> String {
    let mut digest = Sha256::new();
    // Forty bytes of the system's chance hold more than the 256 bits that come out.
    for _ in 0..4 {
        digest.update(world.entropy.ten_bytes());
    }
    hex(&digest.finalize())
}

/// What is kept of a token: lower-case hexadecimal SHA-256.
pub(crate) fn fingerprint(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn after(now: Timestamp, days: i64) -> Timestamp {
    now.checked_add(SignedDuration::from_hours(days * 24)).unwrap_or(now)
}

/// Changes a user's own password; other browsers have to log in again.
///
/// # Errors
/// `Refused` when the current one is wrong, or the new one too short.
pub fn change_password(
    world: &World<'_>,
    user: &UserRecord,
    (current, new): (&str, &str),
    keep: &str,
    passwords: &dyn Passwords,
) -> AppResult<()> {
    if !passwords.is_right(&user.password, current) {
        return Err(AppError::refused("Le mot de passe actuel n’est pas le bon.", "Rien n’a été changé."));
    }
    must_be_long(new)?;
    if user.is_provisional && current == new {
        return Err(AppError::refused(
            "C’est le mot de passe provisoire.",
            "Choisissez-en un que vous seul connaissez.",
        ));
    }
    let password = passwords.hash(new).map_err(AppError::Broken)?;
    let after = UserRecord { password, is_provisional: false, ..user.clone() };
    world.write(|books| Ok(books.update_user(&after)?))?;
    close_other_sessions(world, user.id, keep)
}

/// Ends all sessions of a user but one.
///
/// # Errors
/// A broken store.
pub fn close_other_sessions(world: &World<'_>, user: UserId, keep: &str) -> AppResult<()> {
    world.write(|books| {
        for session in books.sessions_of_user(user)?.iter().filter(|s| s.token_hash != keep) {
            books.end_session(&session.token_hash)?;
        }
        Ok(())
    })
}

pub(crate) fn must_be_long(password: &str) -> AppResult<()> {
    if password.chars().count() < SHORTEST_PASSWORD {
        return Err(AppError::refused(
            format!("Le mot de passe a moins de {SHORTEST_PASSWORD} caractères."),
            "Une phrase de quatre mots se retient mieux qu’un code.",
        ));
    }
    Ok(())
}
