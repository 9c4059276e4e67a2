//! Users, what they may do for which company, and the browsers they came in with.

use super::columns::{Columns, columns, key};
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::records::{LoginFailures, Membership, Role, SessionRecord, UserRecord};
use base::Timestamp;
use base::id::{CompanyId, PartyId, UserId};

columns!(USER, USER_LIST: id, email, folded_email, name, password, totp, created_at, disabled_at, is_provisional);
const SESSION_LIST: &str = "token_hash, member, company, agent, created_at, seen_at, expires_at";

const UPDATE_USER: &str = "UPDATE app_user SET email = $1, folded_email = $2, name = $3, password = $4, totp = $5, \
    disabled_at = $6, is_provisional = $7 WHERE id = $8";
const USE_CODE: &str = "UPDATE recovery_code SET used_at = $1 WHERE member = $2 AND code_hash = $3 AND used_at IS NULL";
const PUT_MEMBERSHIP: &str = "INSERT INTO membership (member, company, role, until_on) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (member, company) DO UPDATE SET role = excluded.role, until_on = excluded.until_on";
const PUT_SESSION: &str = "INSERT INTO session (token_hash, member, company, agent, created_at, seen_at, expires_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (token_hash) DO UPDATE SET company = excluded.company, \
    seen_at = excluded.seen_at, expires_at = excluded.expires_at";
const PUT_FAILURES: &str = "INSERT INTO login_failure (who, failures, last_at) VALUES ($1, $2, $3) \
    ON CONFLICT (who) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at";

/// Addresses are compared without regard to capitals.
fn folded(email: &str) -> String {
    email.trim().to_lowercase()
}

/// In order of creation.
pub(super) fn users(tx: &mut Tx) -> Result<Vec<UserRecord>> {
    tx.all(&format!("SELECT {USER_LIST} FROM app_user ORDER BY id"), params![], user)
}

pub(super) fn by_id(tx: &mut Tx, id: UserId) -> Result<Option<UserRecord>> {
    tx.one(&format!("SELECT {USER_LIST} FROM app_user WHERE id = $1"), params![id], user)
}

pub(super) fn by_email(tx: &mut Tx, email: &str) -> Result<Option<UserRecord>> {
    tx.one(&format!("SELECT {USER_LIST} FROM app_user WHERE folded_email = $1"), params![folded(email)], user)
}

pub(super) fn insert(tx: &mut Tx, user: &UserRecord) -> Result<()> {
    let row = [
        user.id.into(),
        Value::from(&user.email),
        key(&folded(&user.email))?,
        Value::from(&user.name),
        Value::from(&user.password),
        user.totp.as_ref().into(),
        user.created_at.into(),
        user.disabled_at.into(),
        user.is_provisional.into(),
    ];
    tx.insert_many("app_user", USER, [row]).map(drop)
}

/// The number of users changed: 0 when there is none of that identifier.
pub(super) fn update(tx: &mut Tx, user: &UserRecord) -> Result<u64> {
    let params = params![
        &user.email,
        folded(&user.email),
        &user.name,
        &user.password,
        user.totp.as_ref(),
        user.disabled_at,
        user.is_provisional,
        user.id
    ];
    tx.exec(UPDATE_USER, params)
}

pub(super) fn put_recovery_codes(tx: &mut Tx, user: UserId, hashes: &[String]) -> Result<()> {
    tx.exec("DELETE FROM recovery_code WHERE member = $1", params![user])?;
    let rows = hashes.iter().map(|hash| [user.into(), Value::from(hash)]);
    tx.insert_many("recovery_code", ["member", "code_hash"], rows).map(drop)
}

pub(super) fn use_recovery_code(tx: &mut Tx, user: UserId, hash: &str, at: Timestamp) -> Result<bool> {
    Ok(tx.exec(USE_CODE, params![at, user, hash])? == 1)
}

pub(super) fn recovery_codes_left(tx: &mut Tx, user: UserId) -> Result<u64> {
    let sql = "SELECT COUNT(*) FROM recovery_code WHERE member = $1 AND used_at IS NULL";
    Ok(tx.one(sql, params![user], |row| row.get::<u32>(0))?.map_or(0, u64::from))
}

pub(super) fn memberships_of_user(tx: &mut Tx, user: UserId) -> Result<Vec<Membership>> {
    let sql = "SELECT member, company, role, until_on FROM membership WHERE member = $1 ORDER BY company";
    tx.all(sql, params![user], membership)
}

pub(super) fn memberships_of_company(tx: &mut Tx, company: CompanyId) -> Result<Vec<Membership>> {
    let sql = "SELECT member, company, role, until_on FROM membership WHERE company = $1 ORDER BY member";
    tx.all(sql, params![company], membership)
}

pub(super) fn put_membership(tx: &mut Tx, m: &Membership) -> Result<()> {
    tx.exec(PUT_MEMBERSHIP, params![m.user, m.company, m.role.code(), m.until]).map(drop)
}

pub(super) fn remove_membership(tx: &mut Tx, user: UserId, company: CompanyId) -> Result<()> {
    tx.exec("DELETE FROM membership WHERE member = $1 AND company = $2", params![user, company]).map(drop)
}

const PUT_KEEPER: &str = "INSERT INTO party_keeper (party, company, keeper) VALUES ($1, $2, $3) \
    ON CONFLICT (party) DO UPDATE SET keeper = excluded.keeper";

pub(super) fn keeper(tx: &mut Tx, party: PartyId) -> Result<Option<UserId>> {
    tx.one("SELECT keeper FROM party_keeper WHERE party = $1", params![party], |row| row.get(0))
}

pub(super) fn keeps_customers(tx: &mut Tx, company: CompanyId, user: UserId) -> Result<bool> {
    let sql = "SELECT 1 FROM party_keeper WHERE company = $1 AND keeper = $2 LIMIT 1";
    tx.exists(sql, params![company, user])
}

pub(super) fn put_keeper(tx: &mut Tx, company: CompanyId, party: PartyId, keeper: Option<UserId>) -> Result<()> {
    match keeper {
        Some(keeper) => tx.exec(PUT_KEEPER, params![party, company, keeper]),
        None => tx.exec("DELETE FROM party_keeper WHERE party = $1", params![party]),
    }
    .map(drop)
}

pub(super) fn session(tx: &mut Tx, token_hash: &str) -> Result<Option<SessionRecord>> {
    tx.one(&format!("SELECT {SESSION_LIST} FROM session WHERE token_hash = $1"), params![token_hash], read_session)
}

pub(super) fn sessions_of_user(tx: &mut Tx, user: UserId) -> Result<Vec<SessionRecord>> {
    let sql = format!("SELECT {SESSION_LIST} FROM session WHERE member = $1 ORDER BY created_at DESC, token_hash");
    tx.all(&sql, params![user], read_session)
}

pub(super) fn put_session(tx: &mut Tx, s: &SessionRecord) -> Result<()> {
    let params = params![&s.token_hash, s.user, s.company, &s.agent, s.created_at, s.seen_at, s.expires_at];
    tx.exec(PUT_SESSION, params).map(drop)
}

pub(super) fn end_session(tx: &mut Tx, token_hash: &str) -> Result<()> {
    tx.exec("DELETE FROM session WHERE token_hash = $1", params![token_hash]).map(drop)
}

pub(super) fn end_expired(tx: &mut Tx, at: Timestamp) -> Result<u64> {
    tx.exec("DELETE FROM session WHERE expires_at < $1", params![at])
}

pub(super) fn failures(tx: &mut Tx, who: &str) -> Result<Option<LoginFailures>> {
    tx.one("SELECT failures, last_at FROM login_failure WHERE who = $1", params![who], |row| {
        let mut c = Columns::of(row);
        Ok(LoginFailures { failures: c.next()?, last_at: c.next()? })
    })
}

pub(super) fn put_failures(tx: &mut Tx, who: &str, failures: Option<LoginFailures>) -> Result<()> {
    let who = key(who)?;
    match failures {
        Some(f) => tx.exec(PUT_FAILURES, &[who, f.failures.into(), f.last_at.into()]),
        None => tx.exec("DELETE FROM login_failure WHERE who = $1", &[who]),
    }
    .map(drop)
}

fn user(row: &Row) -> Result<UserRecord> {
    let mut c = Columns::of(row);
    let (id, email, _folded): (_, _, String) = (c.next()?, c.next()?, c.next()?);
    Ok(UserRecord {
        id,
        email,
        name: c.next()?,
        password: c.next()?,
        totp: c.next()?,
        created_at: c.next()?,
        disabled_at: c.next()?,
        is_provisional: c.next()?,
    })
}

fn membership(row: &Row) -> Result<Membership> {
    let mut c = Columns::of(row);
    Ok(Membership { user: c.next()?, company: c.next()?, role: c.coded(Role::parse)?, until: c.next()? })
}

fn read_session(row: &Row) -> Result<SessionRecord> {
    let mut c = Columns::of(row);
    Ok(SessionRecord {
        token_hash: c.next()?,
        user: c.next()?,
        company: c.next()?,
        agent: c.next()?,
        created_at: c.next()?,
        seen_at: c.next()?,
        expires_at: c.next()?,
    })
}
