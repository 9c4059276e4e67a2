//! The second factor: six digits that change every thirty seconds (TOTP, RFC 6238), from a key that is sealed at rest.
//!
//! With the key is kept the last half-minute whose code was accepted: the same code never opens twice.

use crate::answer::Oops;
use crate::house::House;
use crate::visit::Visit;
use app::AppError;
use app::records::UserRecord;
use qrcode::QrCode;
use qrcode::render::svg;
use totp_rs::{Builder, Secret, Totp};

/// Bytes of a key: 160 bits, as RFC 4226 recommends.
const KEY: usize = 20;

/// A key to be set up: the drawing for a phone, the key as text, and the key sealed for the form to bring back.
///
/// # Errors
/// A vault that cannot seal.
pub fn propose(visit: &Visit) -> Result<(String, String, String), Oops> {
    let bytes = [visit.house.entropy.ten_bytes(), visit.house.entropy.ten_bytes()].concat();
    let totp = totp(&bytes, &visit.user)?;
    let text = Secret::from(bytes.clone()).to_base32();
    let drawing = QrCode::new(totp.to_url().map_err(broken)?).map_err(broken)?;
    let svg = drawing.render::<svg::Color>().min_dimensions(176, 176).build();
    let sealed = visit.house.vault.seal(&format!("{text}:0")).map_err(AppError::Broken)?;
    // An XML declaration has no place inside a page.
    let svg = svg.find("<svg").and_then(|at| svg.get(at..)).unwrap_or_default().to_string();
    Ok((svg, text, sealed))
}

/// Whether the code is right now; then the key as it is to be kept from now on.
///
/// # Errors
/// A key that does not open.
pub fn check(house: &House, user: &UserRecord, sealed: &str, code: &str) -> Result<Option<String>, Oops> {
    let open = house
        .vault
        .open(sealed)
        .map_err(|why| AppError::refused(why, "Demandez au propriétaire de vous rouvrir l’accès."))?;
    let (key, last) = open.split_once(':').unwrap_or((&open, "0"));
    let last: u64 = last.parse().unwrap_or(0);
    let secret = Secret::try_from_base32(key).map_err(broken)?;
    let bytes: &[u8] = secret.as_ref();
    let now = u64::try_from(house.clock.now().as_second()).unwrap_or(0);
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let accepted = totp(bytes, user)?.check(&digits, now).filter(|step| *step > last);
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
