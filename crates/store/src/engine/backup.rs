//! A copy of a SQLite database that is whole although others write meanwhile, and the way back.
//!
//! PostgreSQL has its own tools, which know more (continuous archiving, roles): here it only says so.

use super::connection::Connection;
use super::database::Database;
use super::error::{Error, Result};
use super::sqlite::{create_private, fail};
use rusqlite::OpenFlags;
use rusqlite::backup::{Backup, StepResult};
use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

const ALL_PAGES: i32 = -1;
const TRIES: u32 = 100;

impl Database {
    /// Writes the whole database, as it is at one instant, to a new file that opens like any other.
    ///
    /// The copy is checked before it takes its name: a file at `to` is a sound backup.
    ///
    /// # Errors
    /// `Refused` on PostgreSQL, when `to` exists, or when the copy is not sound; `Unavailable` for the disk.
    pub fn backup(&self, to: &Path) -> Result<()> {
        let Some(file) = self.file() else {
            return Err(Error::Refused(
                "cette base est sur PostgreSQL : sauvegardez-la avec « pg_dump --format=custom --file=quitus.dump ADRESSE » \
                 et restaurez-la avec « pg_restore »"
                    .into(),
            ));
        };
        refuse_existing(to)?;
        let mut lease = self.reader()?;
        let Connection::Sqlite(source) = lease.connection()? else {
            return Err(Error::broken("backup", "not SQLite"));
        };
        let partial = beside(to, ".partial");
        let copied =
            copy_pages(&source.inner, &partial).and_then(|()| check(&partial)).and_then(|()| settle(&partial, to));
        if copied.is_err() {
            remove_with_side_files(&partial);
        }
        copied.map_err(|error| explain(error, file, to))
    }
}

/// What a restoration did.
#[derive(Debug, PartialEq, Eq)]
pub struct Restored {
    /// Where the database that stood there was put, if there was one.
    pub set_aside: Option<PathBuf>,
}

/// Puts the backup `from` in place as the SQLite file `to`, after checking it. What was there is set aside, never lost.
///
/// # Errors
/// `Refused` when the backup is unsound or is not one of Quitus, or when a program still has `to` open.
pub fn restore(from: &Path, to: &Path) -> Result<Restored> {
    check(from)?;
    let partial = beside(to, ".partial");
    remove_with_side_files(&partial);
    let placed = copy_file(from, &partial).and_then(|()| check(&partial)).and_then(|()| {
        let set_aside = set_aside(to)?;
        settle(&partial, to)?;
        Ok(Restored { set_aside })
    });
    if placed.is_err() {
        remove_with_side_files(&partial);
    }
    placed.map_err(|error| explain(error, from, to))
}

/// Copies in one step: in WAL mode writers go on meanwhile, whereas copying in slices starts over at each of their commits.
fn copy_pages(source: &rusqlite::Connection, partial: &Path) -> Result<()> {
    let failed = |error| fail("backup", error);
    remove_with_side_files(partial);
    create_private(partial).map_err(io_failed)?;
    let mut target = rusqlite::Connection::open(partial).map_err(failed)?;
    let backup = Backup::new(source, &mut target).map_err(failed)?;
    let mut tries = 0;
    while backup.step(ALL_PAGES).map_err(failed)? != StepResult::Done {
        tries += 1;
        if tries > TRIES {
            return Err(Error::Busy("the pages could not be read".into()));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    drop(backup);
    // One file without companions, readable from a read-only disk; opening it as a database turns the log on again.
    target.query_row("PRAGMA journal_mode=DELETE", [], |_| Ok(())).map_err(failed)
}

/// Sound, whole, and ours.
fn check(path: &Path) -> Result<()> {
    let refused = |what: &str| Err(Error::Refused(format!("{} {what}", path.display())));
    if !path.is_file() {
        return refused("n’existe pas ou n’est pas un fichier");
    }
    let said = rusqlite::Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).and_then(|connection| {
        let ours = connection.query_row(
            "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'migration'",
            [],
            |row| row.get::<_, i64>(0),
        )?;
        let sound: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        let orphans = connection.prepare("PRAGMA foreign_key_check")?.exists([])?;
        Ok((ours == 1, sound == "ok" && !orphans))
    });
    match said {
        Ok((true, true)) => Ok(()),
        Ok((false, _)) => refused("n’est pas une base de données de Quitus"),
        Ok((true, false)) => refused("est endommagé : utilisez une autre sauvegarde"),
        Err(error) => match fail("check", error) {
            Error::Unavailable { why, .. } => Err(Error::Refused(format!("{} : {why}", path.display()))),
            other => Err(other),
        },
    }
}

/// Copies a file that may still have a write-ahead log beside it.
fn copy_file(from: &Path, partial: &Path) -> Result<()> {
    let source = rusqlite::Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY);
    copy_pages(&source.map_err(|error| fail("open", error))?, partial)
}

/// Moves the present database out of the way, unless a program has it open.
fn set_aside(to: &Path) -> Result<Option<PathBuf>> {
    if !to.exists() {
        return Ok(None);
    }
    refuse_in_use(to)?;
    let name = (1..).map(|n| beside(to, &format!(".avant-restauration-{n}"))).find(|name| !name.exists());
    let name = name.ok_or_else(|| Error::broken("restore", "no free name"))?;
    for side in ["-wal", "-shm", ""] {
        match std::fs::rename(beside(to, side), beside(&name, side)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io_failed(error)),
            _ => {}
        }
    }
    Ok(Some(name))
}

/// An exclusive connection is refused while another one is open; a file too damaged to be opened is in nobody's use.
fn refuse_in_use(to: &Path) -> Result<()> {
    let taken = rusqlite::Connection::open_with_flags(to, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|connection| {
        connection.busy_timeout(Duration::from_secs(1))?;
        connection
            .execute_batch("PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE; SELECT COUNT(*) FROM sqlite_schema; COMMIT")
    });
    match taken.map_err(|error| fail("restore", error)) {
        Err(Error::Busy(_)) => Err(Error::Refused(format!(
            "la base de données {} est ouverte par un autre programme : arrêtez Quitus, puis recommencez",
            to.display()
        ))),
        _ => Ok(()),
    }
}

fn refuse_existing(to: &Path) -> Result<()> {
    if to.exists() {
        return Err(Error::Refused(format!("{} existe déjà : choisissez un autre nom de fichier", to.display())));
    }
    Ok(())
}

/// Makes the copy durable and gives it its name.
fn settle(partial: &Path, to: &Path) -> Result<()> {
    File::open(partial).and_then(|file| file.sync_all()).map_err(io_failed)?;
    refuse_existing(to)?;
    std::fs::rename(partial, to).map_err(io_failed)?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(io_failed)
}

fn remove_with_side_files(path: &Path) {
    for side in ["", "-wal", "-shm", "-journal"] {
        let _ = std::fs::remove_file(beside(path, side));
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

fn io_failed(error: io::Error) -> Error {
    Error::unavailable("le fichier n’a pas pu être écrit : vérifiez le dossier, ses droits et la place libre", error)
}

/// Names both files where the engine only said what went wrong.
fn explain(error: Error, from: &Path, to: &Path) -> Error {
    match error {
        Error::Unavailable { why, cause } => {
            Error::Unavailable { why: format!("copie de {} vers {} : {why}", from.display(), to.display()), cause }
        }
        other => other,
    }
}
