//! The vault: XChaCha20-Poly1305 under a key that lies beside the data, not in the database.
//!
//! The key is the file `cle-secrete` of the data folder, made at first need and readable by its owner only; several
//! servers on one PostgreSQL share one by giving its 64 digits in `QUITUS_SECRET_KEY`.

use app::ports::vault::Vault;
use base::unread::system;
use chacha20poly1305::aead::{Aead, Generate, KeyInit};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

/// What every sealed text starts with.
const MARK: &str = "scelle:1:";
const NONCE: usize = 24;

/// Where the key is.
#[derive(Clone)]
pub struct FileVault {
    pub file: PathBuf,
    /// Sixty-four hexadecimal digits, instead of the file.
    pub given: Option<String>,
}

impl FileVault {
    fn cipher(&self) -> Result<XChaCha20Poly1305, String> {
        let text = match &self.given {
            Some(given) => given.clone(),
            None => self.kept_or_made()?,
        };
        let bytes = unhex(text.trim()).and_then(|b| <[u8; 32]>::try_from(b).ok());
        let bytes = bytes.ok_or_else(|| "La clé secrète n’a pas ses 64 chiffres hexadécimaux.".to_string())?;
        Ok(XChaCha20Poly1305::new(&Key::from(bytes)))
    }

    fn kept_or_made(&self) -> Result<String, String> {
        let told =
            |e: std::io::Error| format!("La clé secrète {} ne se lit pas : {}.", self.file.display(), system(&e));
        if !self.file.exists() {
            let key = hex(&Key::generate());
            // Another process may have been faster: then its key is the one.
            let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&self.file);
            if let Ok(mut file) = made {
                file.write_all(key.as_bytes()).and_then(|()| file.sync_all()).map_err(told)?;
            }
        }
        std::fs::read_to_string(&self.file).map_err(told)
    }
}

impl Vault for FileVault {
    fn seal(&self, text: &str) -> Result<String, String> {
        let nonce = XNonce::generate();
        let sealed = self
            .cipher()?
            .encrypt(&nonce, text.as_bytes())
            .map_err(|_| "Ce secret n’a pas pu être scellé.".to_string())?;
        Ok(format!("{MARK}{}{}", hex(&nonce), hex(&sealed)))
    }

    fn open(&self, sealed: &str) -> Result<String, String> {
        let foreign = || "Ce secret a été scellé avec une autre clé : saisissez-le de nouveau.".to_string();
        let digits = sealed.strip_prefix(MARK).ok_or_else(foreign)?;
        let bytes = unhex(digits).filter(|b| b.len() > NONCE).ok_or_else(foreign)?;
        let (nonce, body) = bytes.split_at(NONCE);
        let nonce = XNonce::try_from(nonce).map_err(|_| foreign())?;
        let text = self.cipher()?.decrypt(&nonce, body).map_err(|_| foreign())?;
        String::from_utf8(text).map_err(|_| foreign())
    }

    fn open_kept(&self, kept: &str) -> Result<String, String> {
        if kept.starts_with(MARK) { self.open(kept) } else { Ok(kept.to_string()) }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    let pair = |p: &[u8]| u8::from_str_radix(std::str::from_utf8(p).ok()?, 16).ok();
    digits.len().is_multiple_of(2).then(|| digits.chunks(2).map(pair).collect()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault(folder: &testkit::Folder) -> FileVault {
        FileVault { file: folder.path().join("cle-secrete"), given: None }
    }

    #[test]
    fn what_is_sealed_opens_with_the_same_key_only() {
        let (here, there) = (testkit::Folder::new(), testkit::Folder::new());
        let sealed = vault(&here).seal("mot de passe SMTP").unwrap();
        assert!(!sealed.contains("SMTP"));
        assert_ne!(
            sealed,
            vault(&here).seal("mot de passe SMTP").unwrap(),
            "the same secret looks different each time"
        );
        assert_eq!(vault(&here).open(&sealed).unwrap(), "mot de passe SMTP");
        assert!(vault(&there).open(&sealed).unwrap_err().contains("autre clé"));
        let last = sealed.len() - 1;
        let changed = format!("{}{}", &sealed[..last], if sealed.ends_with('0') { '1' } else { '0' });
        assert!(vault(&here).open(&changed).is_err(), "a changed text does not open");
    }

    #[test]
    fn what_was_kept_before_there_was_a_vault_still_reads() {
        let here = testkit::Folder::new();
        assert_eq!(vault(&here).open_kept("ancien").unwrap(), "ancien");
        assert!(vault(&here).open("ancien").is_err(), "what a browser sends back must have been sealed");
    }

    #[test]
    fn the_key_is_its_owners_only() {
        use std::os::unix::fs::PermissionsExt;
        let here = testkit::Folder::new();
        vault(&here).seal("x").unwrap();
        let mode = std::fs::metadata(here.path().join("cle-secrete")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
