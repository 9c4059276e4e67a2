//! The books on a database: what the application's port asks, in SQL that runs on both engines.
//!
//! One file for each noun, with its statements beside its functions; [`port`] only hands over to them. Facts are inserted
//! and never changed (the database itself refuses); balances and states of acts are caches, refreshed in the transaction
//! that adds the fact, and always what the facts say: `totals` compares, `rebuild_balances` repairs.

mod account;
mod account_port;
mod act;
mod act_state;
mod agenda;
mod agreement_port;
mod alert;
mod allocation;
mod api;
mod bad_debt;
mod balance;
mod bank;
mod claim;
mod columns;
mod company;
mod contact;
mod control;
mod current;
mod debtor;
mod debtor_acts;
mod debtor_record;
mod decision;
mod dispute;
mod dispute_port;
mod due;
mod echo;
mod entries;
mod extension;
mod figures;
mod freshness;
mod gap;
mod handover;
mod hold;
mod invoice;
mod journal;
mod line_word;
mod lock;
mod many;
mod matching;
mod mishap;
mod note;
mod party;
mod past;
mod payment;
mod payment_plan;
#[cfg(test)]
mod planner;
mod port;
mod promise;
mod proposal;
mod reach;
mod reply;
mod scenario;
mod schema;
mod screens;
mod source;
mod statement;
mod suspension;
mod telling;
mod thanks;
mod totals;
mod typed;
mod waiver;
mod webhook;
mod workshop;
mod workshop_port;

use crate::engine::{self, Database, Tx};
use app::ports::books::{Books, Store};
use app::ports::terms::{BooksError, BooksResult, Touched};
use base::Timestamp;

/// The books in a database.
pub struct SqlStore {
    database: Database,
    url: String,
}

impl SqlStore {
    /// Opens `sqlite:PATH` or `postgres://…` and brings its tables to this program's version, noting `at` as the instant.
    ///
    /// # Errors
    /// The engine's: an address that cannot be opened, or a database made by a newer program.
    pub fn open(url: &str, at: Timestamp) -> engine::Result<SqlStore> {
        let database = Database::open(url)?;
        engine::migrate(&database, schema::migrations(database.engine()), at)?;
        Ok(SqlStore { database, url: url.to_owned() })
    }

    /// The database under the books, for backups.
    pub fn database(&self) -> &Database {
        &self.database
    }
}

impl Store for SqlStore {
    fn read(&self, work: &mut dyn FnMut(&mut dyn Books) -> BooksResult<()>) -> BooksResult<()> {
        self.database.try_read(|tx| work(&mut SqlBooks::of(tx)))
    }

    fn write(&self, work: &mut dyn FnMut(&mut dyn Books) -> BooksResult<()>) -> BooksResult<()> {
        self.database.try_write(|tx| work(&mut SqlBooks::of(tx)))
    }

    fn sending_lock(&self) -> BooksResult<Option<Box<dyn Send>>> {
        match self.database.file() {
            Some(file) => lock::beside_file(file),
            None => lock::on_server(&self.url),
        }
    }
}

/// The books inside one transaction.
pub struct SqlBooks<'t, 'c> {
    tx: &'t mut Tx<'c>,
    /// What this transaction inserted since it was last asked.
    touched: Touched,
}

impl<'t, 'c> SqlBooks<'t, 'c> {
    fn of(tx: &'t mut Tx<'c>) -> Self {
        SqlBooks { tx, touched: Touched::default() }
    }
}

impl From<engine::Error> for BooksError {
    fn from(error: engine::Error) -> BooksError {
        match error {
            engine::Error::UniqueViolation { on } => BooksError::Taken(on),
            other => BooksError::Broken(with_causes(&other)),
        }
    }
}

/// What the user can do, then the engine's own words.
fn with_causes(error: &dyn std::error::Error) -> String {
    let words = std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string);
    words.collect::<Vec<_>>().join(" : ")
}
