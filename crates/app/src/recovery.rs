//! Recovery codes: ten that each open once, for whoever has lost the telephone of the second factor.
//!
//! They are shown when they are made and never again; what is kept is a hash. A code holds 80 bits of chance, so that a plain
//! hash is as hard to turn back as that of a session's token. A wrong one counts as a wrong code of the telephone does.

use crate::accounts::{code_given, fingerprint, forget_wrong_codes_in};
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::records::UserRecord;
use crate::world::World;
use domain::journal::JournalKind;
use domain::journal::kinds::SettingsChanged;

/// Codes of a set.
pub const CODES: u64 = 10;
/// Characters of a code: five bits each.
const LENGTH: usize = 16;
/// Without letters that are taken for digits or for one another (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A new set in the place of the former; the texts are for the user's eyes, once.
///
/// # Errors
/// A broken store.
pub fn replace(world: &World<'_>, user: &UserRecord) -> AppResult<Vec<String>> {
    let codes: Vec<String> = (0..CODES).map(|_| made(world.entropy.ten_bytes())).collect();
    let hashes: Vec<String> = codes.iter().map(|code| hash(user, &plain(code))).collect();
    world.write(|books| {
        let before = books.recovery_codes_left(user.id)?;
        books.put_recovery_codes(user.id, &hashes)?;
        note(world, books, user, (before > 0).then(|| left_of(before)), Some(format!("{CODES} nouveaux")))
    })?;
    Ok(codes)
}

/// No code opens any more, inside the transaction that takes the second factor away.
///
/// # Errors
/// A broken store.
pub fn forget_in(world: &World<'_>, books: &mut dyn Books, user: &UserRecord) -> AppResult<()> {
    let before = books.recovery_codes_left(user.id)?;
    books.put_recovery_codes(user.id, &[])?;
    if before == 0 { Ok(()) } else { note(world, books, user, Some(left_of(before)), None) }
}

/// How many codes still open.
///
/// # Errors
/// A broken store.
pub fn left(world: &World<'_>, user: &UserRecord) -> AppResult<u64> {
    world.read(|books| Ok(books.recovery_codes_left(user.id)?))
}

/// Whether what was typed is a recovery code by its form, and not one of a telephone.
pub fn is_one(typed: &str) -> bool {
    plain(typed).len() == LENGTH
}

/// Uses a code up: how many are left, or nothing for one that is wrong or was used. Whoever asks has looked at how many were
/// wrong before ([`crate::accounts::code_closed`]).
///
/// # Errors
/// A broken store.
pub fn take(world: &World<'_>, user: &UserRecord, typed: &str) -> AppResult<Option<u64>> {
    let (hash, now) = (hash(user, &plain(typed)), world.clock.now());
    let left = world.write(|books| {
        if !books.use_recovery_code(user.id, &hash, now)? {
            return Ok(None);
        }
        let left = books.recovery_codes_left(user.id)?;
        forget_wrong_codes_in(books, user.id)?;
        let after = format!("{}, l’un vient de servir", left_of(left));
        note(world, books, user, Some(left_of(left + 1)), Some(after))?;
        Ok(Some(left))
    })?;
    if left.is_none() {
        code_given(world, user, None)?;
    }
    Ok(left)
}

fn left_of(count: u64) -> String {
    base::fr::count(count, "restant", "restants")
}

/// In the journal of each company that the user may see.
fn note(
    world: &World<'_>,
    books: &mut dyn Books,
    user: &UserRecord,
    before: Option<String>,
    after: Option<String>,
) -> AppResult<()> {
    for membership in books.memberships_of_user(user.id)? {
        let (before, after) = (before.clone(), after.clone());
        let kind = SettingsChanged { field: format!("codes de secours de {}", user.name), before, after };
        world.note(books, membership.company, user.id, JournalKind::SettingsChanged(kind))?;
    }
    Ok(())
}

/// Four groups of four.
fn made(chance: [u8; 10]) -> String {
    let bits = chance.iter().fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
    let letter = |at: usize| {
        let five = usize::try_from(bits >> (5 * (LENGTH - 1 - at)) & 31).unwrap_or(0);
        char::from(LETTERS.get(five).copied().unwrap_or(b'0'))
    };
    let letters: Vec<char> = (0..LENGTH).map(letter).collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-")
}

/// As it is compared: small letters, no separators, what is taken for another character as that one.
fn plain(typed: &str) -> String {
    let kept = typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase());
    kept.map(|c| match c {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    })
    .collect()
}

fn hash(user: &UserRecord, plain: &str) -> String {
    fingerprint(&format!("{} {plain}", user.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_copied() {
        let code = made([0xff, 0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88]);
        assert_eq!((code.len(), code.matches('-').count()), (19, 3));
        assert!(code.chars().all(|c| c == '-' || LETTERS.contains(&(c as u8))));
        let copied = code.to_uppercase().replace('-', " ").replace('0', "O").replace('1', "l");
        assert_eq!(plain(&copied), plain(&code));
        assert!(is_one(&copied) && !is_one("123 456"));
        assert_ne!(made([0; 10]), made([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]));
    }
}
