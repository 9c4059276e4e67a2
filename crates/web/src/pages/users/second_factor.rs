//! The second factor: six digits that change every thirty seconds (TOTP, RFC 6238), from a key that is sealed at rest.
//!
//! With the key is kept the last half-minute whose code was accepted: the same code never opens twice.

use crate::answer::Oops;
use crate::house::House;
use crate::visit::Visit;
use app::records::UserRecord;
use app::{AppError, World, accounts, recovery};
use qrcode::QrCode;
use qrcode::render::svg;
use totp_rs::{Builder, Secret, Totp};

/// Bytes of a key: 160 bits, as RFC 4226 recommends.
const KEY: usize = 20;

/// What to do after a code that does not fit.
pub const WRONG_REMEDY: &str = "Recopiez celui qui est affiché maintenant : il change toutes les trente secondes. Si \
    cela se répète, vérifiez que l’heure du téléphone est réglée automatiquement.";

/// A key to be set up: the drawing for a phone, the key as text, and the key sealed for the form to bring back.
///
/// # Errors
/// A vault that cannot seal.
pub fn propose(visit: &Visit) -> Result<(String, String, String), Oops> {
    let bytes = [visit.house.entropy.ten_bytes(), visit.house.entropy.ten_bytes()].concat();
    let text = Secret::from(bytes.clone()).to_base32();
    let sealed = visit.house.vault.seal(&format!("{}{text}", mark(&visit.user))).map_err(AppError::Broken)?;
    Ok((drawn(visit, &bytes)?, text, sealed))
}

/// A key that was proposed to this user and not confirmed yet, as it was proposed.
///
/// # Errors
/// Anything else that was sealed: nothing is opened here for whoever brings it.
pub fn again(visit: &Visit, sealed: &str) -> Result<(String, String, String), Oops> {
    let key = proposed(visit, sealed)?;
    let secret = Secret::try_from_base32(&key).map_err(broken)?;
    Ok((drawn(visit, secret.as_ref())?, key, sealed.to_string()))
}

fn proposed(visit: &Visit, sealed: &str) -> Result<String, Oops> {
    let open = opened(&visit.house, sealed)?;
    let key = open.strip_prefix(&mark(&visit.user)).map(str::to_string);
    let other =
        || AppError::refused("Cette clé n’est pas celle qui vous a été proposée.", "Rouvrez « Mon compte ».").into();
    key.ok_or_else(other)
}

/// Before a key that waits for its first code: to whom it was proposed, so that no other sealed text passes for one.
fn mark(user: &UserRecord) -> String {
    format!("proposed {} ", user.id)
}

fn opened(house: &House, sealed: &str) -> Result<String, Oops> {
    let why = |why| AppError::refused(why, "Demandez au propriétaire de vous rouvrir l’accès.");
    Ok(house.vault.open(sealed).map_err(why)?)
}

/// The square that a phone photographs.
fn drawn(visit: &Visit, key: &[u8]) -> Result<String, Oops> {
    let totp = totp(key, &visit.user)?;
    let drawing = QrCode::new(totp.to_url().map_err(broken)?).map_err(broken)?;
    let svg = drawing.render::<svg::Color>().min_dimensions(176, 176).build();
    // An XML declaration has no place inside a page.
    Ok(svg.find("<svg").and_then(|at| svg.get(at..)).unwrap_or_default().to_string())
}

/// Whether the code is right for a key that was proposed; then the key as it is to be kept.
///
/// # Errors
/// A key that was not proposed to this user.
pub fn confirm(visit: &Visit, sealed: &str, code: &str) -> Result<Option<String>, Oops> {
    accept(&visit.house, &visit.user, (&proposed(visit, sealed)?, 0), code)
}

/// What came of a code given by somebody who has a second factor.
pub enum Came {
    Wrong,
    /// The one that the telephone shows.
    Shown,
    /// One of those kept for the day when it is lost; so many are left.
    Kept(u64),
}

/// Looks at a code, of the telephone or kept for its loss, and uses it up. Whoever asks has looked at how many were wrong.
///
/// # Errors
/// A key that does not open; a broken store.
pub fn come(house: &House, world: &World<'_>, user: &UserRecord, code: &str) -> Result<Came, Oops> {
    if recovery::is_one(code) {
        return Ok(recovery::take(world, user, code)?.map_or(Came::Wrong, Came::Kept));
    }
    let kept = check(house, user, user.totp.as_deref().unwrap_or_default(), code)?;
    Ok(if accounts::code_given(world, user, kept.as_deref())? { Came::Shown } else { Came::Wrong })
}

fn check(house: &House, user: &UserRecord, sealed: &str, code: &str) -> Result<Option<String>, Oops> {
    let open = opened(house, sealed)?;
    let (key, last) = open.split_once(':').unwrap_or((&open, "0"));
    accept(house, user, (key, last.parse().unwrap_or(0)), code)
}

fn accept(house: &House, user: &UserRecord, (key, last): (&str, u64), code: &str) -> Result<Option<String>, Oops> {
    let secret = Secret::try_from_base32(key).map_err(broken)?;
    let now = u64::try_from(house.clock.now().as_second()).unwrap_or(0);
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let accepted = totp(secret.as_ref(), user)?.check(&digits, now).filter(|step| *step > last);
    let kept = accepted.map(|step| house.vault.seal(&format!("{key}:{step}")).map_err(AppError::Broken));
    Ok(kept.transpose()?)
}

fn totp(key: &[u8], user: &UserRecord) -> Result<Totp, Oops> {
    let secret = Secret::from(key.iter().copied().take(KEY).collect::<Vec<u8>>());
    // A colon would end the name for the phone's program.
    let account = user.email.replace(':', " ");
    Builder::new().with_secret(secret).with_account_name(account).with_issuer(Some("Quitus")).build().map_err(broken)
}

fn broken(error: impl std::fmt::Display) -> Oops {
    Oops::App(AppError::Broken(error.to_string()))
}
