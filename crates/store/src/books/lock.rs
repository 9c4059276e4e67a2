//! The lock that one process holds while it sends, so that two never send the same message.
//!
//! It is a second fence: the claim of each act, unique in the database, is the first. On SQLite it is a lock on a file
//! beside the database, on PostgreSQL an advisory lock of a connection of its own; a process that dies loses both.

use crate::engine::Server;
use app::ports::terms::{BooksError, BooksResult};
use postgres::Client;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// Any number, the same in every version of the program.
const TAKE: &str = "SELECT pg_try_advisory_lock(8170146204427317364)";
const GIVE_BACK: &str = "SELECT pg_advisory_unlock(8170146204427317364)";

type Guard = Option<Box<dyn Send>>;

/// The lock beside a SQLite file.
pub(super) fn beside_file(database: &Path) -> BooksResult<Guard> {
    let mut name = database.as_os_str().to_owned();
    name.push(".sending");
    let broken = |error: std::io::Error| {
        BooksError::Broken(format!(
            "le verrou d’envoi {} n’a pas pu être pris : vérifiez le dossier et ses droits : {error}",
            Path::new(&name).display()
        ))
    };
    let file = open(Path::new(&name)).map_err(broken)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Box::new(file))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(broken(error)),
    }
}

fn open(name: &Path) -> std::io::Result<File> {
    OpenOptions::new().create(true).truncate(false).write(true).open(name)
}

/// The lock of a PostgreSQL database.
pub(super) fn on_server(url: &str) -> BooksResult<Guard> {
    let said =
        |error: &dyn std::fmt::Display| BooksError::Broken(format!("le verrou d’envoi n’a pas pu être pris : {error}"));
    let client = Server::parse(url).and_then(|server| server.connect()).map_err(|error| said(&error))?;
    let mut held = Held(Some(client));
    let Some(client) = held.0.as_mut() else { return Ok(None) };
    let taken: bool = client.query_one(TAKE, &[]).and_then(|row| row.try_get(0)).map_err(|error| said(&error))?;
    Ok(taken.then(|| Box::new(held) as Box<dyn Send>))
}

/// A connection whose end releases the lock; saying so first releases it at once, before the server notices the end. The
/// client panics when used inside an asynchronous task, so it goes away on a thread of its own.
struct Held(Option<Client>);

impl Drop for Held {
    fn drop(&mut self) {
        let Some(mut client) = self.0.take() else { return };
        let release = move || drop(client.batch_execute(GIVE_BACK));
        if let Ok(thread) = std::thread::Builder::new().spawn(release) {
            let _ = thread.join();
        }
    }
}
