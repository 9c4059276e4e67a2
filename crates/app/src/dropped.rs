//! A folder in which files are dropped: each is taken in once it has stopped growing, then put away with a word on what
//! became of it.
//!
//! The books are written before the file is moved, and know a file by its bytes: stopped at any point, nothing is lost and
//! nothing is taken twice. The folder itself is reached through a port; this only decides.

use crate::error::AppResult;
use crate::import::{FileOutcome, FileReport, ImportOptions, ImportReport, ReadFile, import, remembered_columns};
use crate::records::Company;
use crate::world::World;
use base::fr;
use draft::{Mapping, Severity};

/// What becomes of a dropped file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Goes to `traités`.
    Taken,
    /// Goes to `refusés`: something in it was not taken, and the message says why.
    Refused,
}

/// A folder as the outside knows it.
pub trait DropFolder {
    /// Names of the files that have stopped changing since the last look, in order.
    ///
    /// # Errors
    /// In French, when the folder cannot be looked at.
    fn settled(&mut self) -> Result<Vec<String>, String>;
    /// `None` when it is gone meanwhile.
    ///
    /// # Errors
    /// In French, when it is there and cannot be read.
    fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, String>;
    /// Moves the file away, the message beside it.
    ///
    /// # Errors
    /// In French; the file then stays where it is, and is not looked at again until it changes.
    fn put_away(&mut self, name: &str, fate: Fate, message: &str) -> Result<(), String>;
}

/// Reads files that are imported together, with the columns confirmed for a header row.
pub type Reader<'r> = dyn Fn(&[(String, Vec<u8>)], &dyn Fn(&str) -> Option<Mapping>) -> Vec<ReadFile> + 'r;

/// A file that was dealt with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    pub name: String,
    pub fate: Fate,
    pub message: String,
    /// Facts that are new.
    pub created: u64,
}

/// What a look at the folder came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    pub files: Vec<Dropped>,
    /// What could not be read or moved, in French.
    pub troubles: Vec<String>,
}

/// Takes in the files that have settled.
///
/// # Errors
/// A broken store: the files stay where they are, and the next look tries again.
pub fn take_dropped(
    world: &World<'_>,
    company: &Company,
    folder: &mut dyn DropFolder,
    read: &Reader<'_>,
) -> AppResult<Looked> {
    let mut looked = Looked::default();
    let names = match folder.settled() {
        Ok(names) => names,
        Err(trouble) => {
            looked.troubles.push(trouble);
            return Ok(looked);
        }
    };
    let mut contents = Vec::new();
    for name in names {
        match folder.read(&name) {
            Ok(Some(bytes)) => contents.push((name, bytes)),
            Ok(None) => {}
            Err(trouble) => looked.troubles.push(trouble),
        }
    }
    if contents.is_empty() {
        return Ok(looked);
    }
    let files = read(&contents, &|fingerprint| remembered_columns(world, company, fingerprint));
    let report = import(world, company, &files, ImportOptions::default(), &mut |_| {})?;
    for (name, _) in contents {
        let dropped = told(name, &report);
        match folder.put_away(&dropped.name, dropped.fate, &dropped.message) {
            Ok(()) => looked.files.push(dropped),
            Err(trouble) => looked.troubles.push(trouble),
        }
    }
    Ok(looked)
}

/// What the import says of one dropped file, which may be an archive of several.
fn told(name: String, report: &ImportReport) -> Dropped {
    let inside =
        |f: &&FileReport| f.name == name || f.name.strip_prefix(&name).is_some_and(|rest| rest.starts_with('/'));
    let files: Vec<&FileReport> = report.files.iter().filter(inside).collect();
    let refused = files.iter().any(|f| f.outcome == FileOutcome::Refused);
    let fate = if refused { Fate::Refused } else { Fate::Taken };
    let mut message = String::new();
    for file in &files {
        message.push_str(&format!("{} : {}\n", file.name, outcome(file)));
        for problem in file.problems.iter().filter(|p| p.severity != Severity::Info) {
            message.push_str(&format!("  - {problem}\n"));
        }
    }
    Dropped { fate, message, created: files.iter().map(|f| f.created).sum(), name }
}

fn outcome(file: &FileReport) -> String {
    match file.outcome {
        FileOutcome::Taken => format!(
            "pris, {}, {}.",
            fr::count(file.created, "élément nouveau", "éléments nouveaux"),
            fr::count(file.already_known, "déjà connu", "déjà connus")
        ),
        FileOutcome::Joined => "lu avec l’année suivante.".to_string(),
        FileOutcome::AlreadyImported => "déjà importé, à l’identique : rien à faire.".to_string(),
        FileOutcome::SetAside => format!("mis de côté. {}", file.set_aside.as_deref().unwrap_or("")),
        FileOutcome::Refused => "refusé : rien n’en a été pris.".to_string(),
        FileOutcome::NothingInside => "rien à prendre.".to_string(),
    }
}
