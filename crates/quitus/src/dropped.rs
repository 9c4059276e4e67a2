//! A watched folder on disk: what has stopped changing between two looks is handed over, then moved to `traités` or
//! `refusés` with a message file beside it.
//!
//! The message is written first and the file renamed last, in one step of the file system.

use app::dropped::{DropFolder, Fate};
use base::unread::system;
use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// An empty file may be one that a program is about to fill: it waits for so many looks.
const LOOKS_AT_EMPTY: u32 = 12;
/// Endings of files that browsers and servers are still writing.
const UNFINISHED: [&str; 5] = [".part", ".crdownload", ".tmp", ".filepart", ".download"];
/// A file is not read beyond this size: no statement is that large.
const MOST_BYTES: u64 = 512 << 20;

/// A file as it was at the last look.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Seen {
    size: u64,
    changed: Option<SystemTime>,
}

/// One folder, with what is remembered between looks.
pub struct WatchedFolder {
    path: PathBuf,
    seen: HashMap<String, (Seen, u32)>,
    /// Files that could not be read or moved, as they were: left alone until they change.
    stuck: HashMap<String, Seen>,
}

impl WatchedFolder {
    pub fn new(path: &Path) -> WatchedFolder {
        WatchedFolder { path: path.to_path_buf(), seen: HashMap::new(), stuck: HashMap::new() }
    }

    fn look(&self, name: &str) -> Option<Seen> {
        let meta = fs::symlink_metadata(self.path.join(name)).ok().filter(fs::Metadata::is_file)?;
        Some(Seen { size: meta.len(), changed: meta.modified().ok() })
    }

    /// Leaves a file alone until it changes, and says why.
    fn leave(&mut self, name: &str, why: String) -> String {
        if let Some(seen) = self.look(name) {
            self.stuck.insert(name.to_string(), seen);
        }
        why
    }

    /// A name that nothing has there: the file's own, or with a number.
    fn free_name(folder: &Path, name: &str) -> String {
        let (stem, ending) = name.rsplit_once('.').map_or((name, String::new()), |(s, e)| (s, format!(".{e}")));
        let numbered = (2..).map(|n: u32| format!("{stem} ({n}){ending}"));
        let mut names = std::iter::once(name.to_string()).chain(numbered);
        names.find(|n| !folder.join(n).exists()).unwrap_or_else(|| name.to_string())
    }

    fn move_away(&self, name: &str, fate: Fate, message: &str) -> std::io::Result<()> {
        let folder = self.path.join(match fate {
            Fate::Taken => "traités",
            Fate::Refused => "refusés",
        });
        fs::create_dir_all(&folder)?;
        let to = WatchedFolder::free_name(&folder, name);
        fs::write(folder.join(format!("{to}.message.txt")), message)?;
        match fs::rename(self.path.join(name), folder.join(&to)) {
            // Another program that watches the folder was faster.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }
}

fn is_unfinished(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with('.') || name.starts_with("~$") || UNFINISHED.iter().any(|end| lower.ends_with(end))
}

impl DropFolder for WatchedFolder {
    fn settled(&mut self) -> Result<Vec<String>, String> {
        let shown = self.path.display();
        let entries = fs::read_dir(&self.path)
            .map_err(|e| format!("Le dossier surveillé {shown} ne se lit pas : {}.", system(&e)))?;
        let mut names: Vec<String> = entries
            .filter_map(Result::ok)
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| !is_unfinished(name))
            .collect();
        names.sort();
        let before = std::mem::take(&mut self.seen);
        let mut settled = Vec::new();
        for name in names {
            let Some(now) = self.look(&name) else { continue };
            if self.stuck.get(&name).is_some_and(|stuck| *stuck == now) {
                continue;
            }
            let looks = before.get(&name).filter(|(seen, _)| *seen == now).map_or(0, |(_, looks)| looks + 1);
            if looks >= if now.size == 0 { LOOKS_AT_EMPTY } else { 1 } {
                settled.push(name.clone());
            }
            self.seen.insert(name, (now, looks));
        }
        Ok(settled)
    }

    fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let Some(seen) = self.look(name) else { return Ok(None) };
        if seen.size > MOST_BYTES {
            return Err(self.leave(name, format!("{name} est trop grand pour être pris ({} octets).", seen.size)));
        }
        match fs::read(self.path.join(name)) {
            // It grew while it was read: the next look is for it.
            Ok(bytes) if bytes.len() as u64 != seen.size => Ok(None),
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.leave(name, format!("{name} ne se lit pas : {}.", system(&error)))),
        }
    }

    fn put_away(&mut self, name: &str, fate: Fate, message: &str) -> Result<(), String> {
        self.seen.remove(name);
        let moved = self.move_away(name, fate, message);
        let told = |e| format!("{name} est pris en compte, mais ne peut pas être déplacé : {}.", system(&e));
        moved.map_err(|e| self.leave(name, told(e)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stopped_changing_is_handed_over_and_all_is_kept() {
        let folder = testkit::Folder::new();
        let path = folder.path();
        let mut watched = WatchedFolder::new(path);
        fs::write(path.join("a.csv"), "1").unwrap();
        for name in [".cache", "b.csv.part", "~$c.xlsx"] {
            fs::write(path.join(name), "x").unwrap();
        }
        fs::create_dir(path.join("sous-dossier")).unwrap();
        assert!(watched.settled().unwrap().is_empty(), "seen for the first time");
        fs::write(path.join("a.csv"), "12").unwrap();
        assert!(watched.settled().unwrap().is_empty(), "it grew");
        assert_eq!(watched.settled().unwrap(), ["a.csv"]);
        assert_eq!(watched.read("a.csv").unwrap().as_deref(), Some(b"12".as_slice()));
        watched.put_away("a.csv", Fate::Taken, "pris").unwrap();
        fs::write(path.join("a.csv"), "autre").unwrap();
        watched.put_away("a.csv", Fate::Taken, "pris aussi").unwrap();
        fs::write(path.join("a.csv"), "x").unwrap();
        watched.put_away("a.csv", Fate::Refused, "refusé").unwrap();
        let read = |name: &str| fs::read_to_string(path.join(name)).unwrap();
        assert_eq!((read("traités/a.csv"), read("traités/a (2).csv")), ("12".to_string(), "autre".to_string()));
        assert_eq!((read("refusés/a.csv"), read("refusés/a.csv.message.txt")), ("x".to_string(), "refusé".to_string()));
        assert_eq!(read("traités/a (2).csv.message.txt"), "pris aussi");
        assert_eq!(watched.read("a.csv").unwrap(), None);
        watched.put_away("a.csv", Fate::Taken, "parti").unwrap();
    }

    #[test]
    fn what_cannot_be_moved_is_left_alone_until_it_changes() {
        let folder = testkit::Folder::new();
        let path = folder.path();
        fs::write(path.join("traités"), "un fichier à la place du dossier").unwrap();
        fs::write(path.join("a.csv"), "1").unwrap();
        let mut watched = WatchedFolder::new(path);
        watched.settled().unwrap();
        assert_eq!(watched.settled().unwrap(), ["a.csv", "traités"]);
        assert!(watched.put_away("a.csv", Fate::Taken, "pris").unwrap_err().contains("ne peut pas être déplacé"));
        assert!(!watched.settled().unwrap().contains(&"a.csv".to_string()));
        fs::write(path.join("a.csv"), "12").unwrap();
        watched.settled().unwrap();
        assert!(watched.settled().unwrap().contains(&"a.csv".to_string()));
    }
}
