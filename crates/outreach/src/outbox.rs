//! The trial outbox: a folder of `.eml` files that any mail program opens, instead of real sending.
//!
//! Files hold the exact bytes that were composed, which already say that they are a trial (subject and header), so what is
//! kept as evidence and what is in the folder are the same. A message composed for real sending is refused here: taking it
//! would make a reminder look sent that never left.

use crate::compose::{header, is_trial};
use app::ports::mail::{Envelope, HandOver, MailCarrier};
use app::unread::system;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Longest file name made of a Message-ID, below what file systems allow.
const MAX_NAME: usize = 200;
/// Tells apart the temporary files of one process.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// Writes each message to `dir` as one file named after its Message-ID.
#[derive(Clone, Debug)]
pub struct OutboxCarrier {
    dir: PathBuf,
}

impl OutboxCarrier {
    /// The folder is created when first needed.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        OutboxCarrier { dir: dir.into() }
    }

    /// Where the message with this Message-ID is written.
    pub fn path_of(&self, message_id: &str) -> Option<PathBuf> {
        file_name(message_id).map(|name| self.dir.join(name))
    }

    fn write(&self, path: &Path, message: &[u8]) -> io::Result<HandOver> {
        fs::create_dir_all(&self.dir)?;
        let unique = NEXT.fetch_add(1, Ordering::Relaxed);
        let temporary = self.dir.join(format!(".{}-{unique}.tmp", std::process::id()));
        let written = write_new(&temporary, message).and_then(|()| publish(&temporary, path));
        // Already gone after a rename; left behind, it is only a hidden file.
        let _ = fs::remove_file(&temporary);
        let fresh = written?;
        if fresh {
            File::open(&self.dir)?.sync_all()?;
        } else if fs::read(path)? != message {
            let reply = format!("un autre message porte déjà le nom {}", path.display());
            return Ok(HandOver::Refused { permanent: true, reply });
        }
        Ok(HandOver::Accepted { reply: format!("écrit dans {}", path.display()) })
    }
}

impl MailCarrier for OutboxCarrier {
    fn hand_over(&self, envelope: &Envelope, message: &[u8]) -> HandOver {
        if !is_trial(message) {
            let why = "Ce message a été préparé pour un envoi réel, mais l’envoi est en mode essai : il n’a pas été écrit. Réactivez l’envoi ou préparez-le à nouveau.";
            return HandOver::Unreachable { why: why.to_string() };
        }
        if envelope.to.is_empty() {
            return HandOver::Refused { permanent: true, reply: "aucun destinataire".to_string() };
        }
        let Some(path) = header(message, "Message-ID").and_then(|id| self.path_of(&id)) else {
            return HandOver::Refused {
                permanent: true,
                reply: "le message n’a pas d’identifiant utilisable".to_string(),
            };
        };
        self.write(&path, message).unwrap_or_else(|error| HandOver::Unreachable {
            why: format!(
                "Le dossier d’essai {} n’a pas pu être écrit ({}). Vérifiez l’espace et les droits.",
                self.dir.display(),
                system(&error)
            ),
        })
    }

    fn label(&self) -> String {
        format!("mode essai (dossier {})", self.dir.display())
    }

    /// The file is the hand-over: it is there, or nothing left.
    fn was_handed_over(&self, message_id: &str) -> Option<bool> {
        self.path_of(message_id).map(|path| path.exists())
    }

    fn check(&self) -> Result<String, String> {
        let probe = self.dir.join(format!(".{}-essai.tmp", std::process::id()));
        fs::create_dir_all(&self.dir)
            .and_then(|()| fs::write(&probe, b""))
            .and_then(|()| fs::remove_file(&probe))
            .map(|()| format!("Mode essai : rien ne part, les messages sont écrits dans {}.", self.dir.display()))
            .map_err(|error| {
                format!(
                    "Le dossier d’essai {} n’est pas accessible en écriture ({}).",
                    self.dir.display(),
                    system(&error)
                )
            })
    }
}

/// The Message-ID without its brackets; anything that is not plain becomes `_`. Two ids that then meet are told apart by
/// their bytes, and the second is refused.
fn file_name(message_id: &str) -> Option<String> {
    let bare = message_id.trim().trim_start_matches('<').trim_end_matches('>');
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '@' | '.' | '-' | '_') { c } else { '_' };
    let name: String = bare.chars().map(plain).collect();
    let usable = !name.is_empty() && name.len() <= MAX_NAME && !name.starts_with('.');
    usable.then(|| format!("{name}.eml"))
}

fn write_new(path: &Path, message: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(message)?;
    file.sync_all()
}

/// Gives the complete file its name. False when the name is taken: a link, unlike a rename, never replaces a file.
fn publish(temporary: &Path, path: &Path) -> io::Result<bool> {
    match fs::hard_link(temporary, path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        // Some mounted folders know no links; there the name is looked up first.
        Err(_) if path.exists() => Ok(false),
        Err(_) => fs::rename(temporary, path).map(|()| true),
    }
}
