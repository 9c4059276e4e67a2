//! Numbered schema changes, each applied once, in order, in a transaction of its own, and remembered with its checksum.
//!
//! A migration that has been released is never edited: a database that remembers another text refuses to start, since
//! nobody could say what it holds. There is no way down; the way back is a backup.

use super::database::{Database, Engine};
use super::error::{Error, Result};
use super::sqlite;
use super::tx::Tx;
use base::Timestamp;
use sha2::{Digest, Sha256};

/// One schema change, embedded in the program.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// From 1, without gaps.
    pub number: i64,
    /// The file name without its extension, e.g. `0001_companies`.
    pub name: &'static str,
    pub sql: &'static str,
}

pub(super) const CREATE_TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (number BIGINT NOT NULL PRIMARY KEY, \
    name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)";

struct Recorded {
    number: i64,
    name: String,
    checksum: String,
}

/// Brings the database to the last of `migrations` and returns the names of those applied now, at the instant `at`.
///
/// Several processes may start at once: each migration is applied by one of them. On PostgreSQL the word `BLOB` becomes
/// `BYTEA`, and `TEXT` becomes `TEXT COLLATE "C"`, so that text sorts by its bytes whatever the server's language.
///
/// # Errors
/// `Refused` when the database was made by a newer program, or by another text of the same migration; the engine's
/// errors otherwise, and then the failing migration has left no trace.
pub fn migrate(database: &Database, migrations: &[Migration], at: Timestamp) -> Result<Vec<&'static str>> {
    // Reading first lets the usual start, with nothing to do, proceed while another process writes.
    let recorded = database.read(recorded)?;
    check(&recorded, migrations)?;
    let mut applied = Vec::new();
    for migration in migrations.iter().skip(recorded.len()) {
        if database.write(|tx| apply(tx, migrations, migration, at))? {
            applied.push(migration.name);
        }
    }
    Ok(applied)
}

/// `false` when another process was faster.
fn apply(tx: &mut Tx, migrations: &[Migration], migration: &Migration, at: Timestamp) -> Result<bool> {
    let recorded = recorded(tx)?;
    check(&recorded, migrations)?;
    if recorded.iter().any(|known| known.number == migration.number) {
        return Ok(false);
    }
    match tx.engine() {
        Engine::Sqlite => tx.batch(migration.sql)?,
        Engine::Postgres => tx.batch(&for_postgres(migration.sql))?,
    }
    tx.exec(
        "INSERT INTO migration (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
        crate::params![migration.number, migration.name, checksum(migration.sql), at],
    )?;
    Ok(true)
}

fn recorded(tx: &mut Tx) -> Result<Vec<Recorded>> {
    tx.all("SELECT number, name, checksum FROM migration ORDER BY number", &[], |row| {
        Ok(Recorded { number: row.get(0)?, name: row.get(1)?, checksum: row.get(2)? })
    })
}

/// The recorded migrations must be the first ones of the program, text for text.
fn check(recorded: &[Recorded], migrations: &[Migration]) -> Result<()> {
    for (position, known) in recorded.iter().enumerate() {
        let Some(ours) = migrations.get(position) else {
            return Err(Error::Refused(format!(
                "la base de données a été créée par une version plus récente de Quitus (étape « {} ») : \
                 installez cette version, ou restaurez une sauvegarde antérieure",
                known.name
            )));
        };
        if (ours.number, checksum(ours.sql)) != (known.number, known.checksum.clone()) {
            return Err(Error::Refused(format!(
                "l’étape « {} » enregistrée dans la base de données n’est pas celle de ce programme (« {} ») : \
                 installez la version de Quitus qui a créé cette base, ou restaurez une sauvegarde",
                known.name, ours.name
            )));
        }
    }
    Ok(())
}

/// SHA-256 of the text, in hexadecimal; line endings do not count, since a checkout may change them.
fn checksum(sql: &str) -> String {
    Sha256::digest(sql.replace("\r\n", "\n")).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The same change in PostgreSQL's words. Whole words only; comments and texts are not spared, so avoid both words there.
pub(super) fn for_postgres(sql: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut out = String::with_capacity(sql.len() + sql.len() / 4);
    let mut rest = sql;
    while let Some(start) = rest.find(is_word) {
        let (before, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|c| !is_word(c)).unwrap_or(from.len()));
        out.push_str(before);
        out.push_str(match word {
            "BLOB" => "BYTEA",
            "TEXT" => "TEXT COLLATE \"C\"",
            other => other,
        });
        rest = after;
    }
    out + rest
}

/// The same first step as on PostgreSQL, where writers lock this table.
pub(super) fn create_table_on_sqlite(connection: &mut sqlite::Connection) -> Result<()> {
    const PRESENT: &str = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration'";
    let mut present = false;
    connection.walk(PRESENT, &[], &mut |_| {
        present = true;
        true
    })?;
    if present { Ok(()) } else { connection.batch(CREATE_TABLE) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_change_for_postgresql() {
        let sql = "CREATE TABLE a (id BLOB NOT NULL, BLOB_x BIGINT, é TEXT);";
        let expected = "CREATE TABLE a (id BYTEA NOT NULL, BLOB_x BIGINT, é TEXT COLLATE \"C\");";
        assert_eq!(for_postgres(sql), expected);
    }

    #[test]
    fn a_checkout_with_other_line_endings_is_the_same_migration() {
        assert_eq!(checksum("a\r\nb\r\n"), checksum("a\nb\n"));
        assert_ne!(checksum("a"), checksum("b"));
    }
}
