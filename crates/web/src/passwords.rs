//! Passwords kept as argon2id (RFC 9106), with the parameters OWASP recommends: 19 MiB, two passes.

use app::accounts::Passwords;
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};

/// The real thing; tests may weaken it to save time, never its form.
#[derive(Clone, Default)]
pub struct Argon(Argon2<'static>);

impl Argon {
    /// With parameters of the caller's: weaker ones, where no secret is kept.
    pub fn with(argon: Argon2<'static>) -> Argon {
        Argon(argon)
    }
}

impl Passwords for Argon {
    fn hash(&self, password: &str) -> Result<String, String> {
        self.0.hash_password(password.as_bytes()).map(|h| h.to_string()).map_err(|e| e.to_string())
    }

    fn is_right(&self, kept: &str, password: &str) -> bool {
        PasswordHash::new(kept).is_ok_and(|hash| self.0.verify_password(password.as_bytes(), &hash).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_recognised_and_never_kept() {
        let argon = Argon::default();
        let kept = argon.hash("quatre mots à retenir").unwrap();
        assert!(kept.starts_with("$argon2id$") && !kept.contains("quatre"));
        assert!(argon.is_right(&kept, "quatre mots à retenir"));
        assert!(!argon.is_right(&kept, "quatre mots à oublier"));
        assert!(!argon.is_right("not a hash", ""));
    }
}
