//! What every use case is given: the books, the clock, chance, the day, and who asks. Nothing else reaches the outside.

use crate::error::{AppError, AppResult, carried};
use crate::ports::books::{Books, Store};
use crate::ports::terms::BooksError;
use crate::records::Company;
use base::id::{CompanyId, Id, Kind};
use base::{Date, Timestamp};
use domain::journal::{Actor, EntryDraft, JournalKind, Subject, append};

/// The instant, read by the outer rim only.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

/// Random bytes for identifiers.
pub trait Entropy: Send + Sync {
    fn ten_bytes(&self) -> [u8; 10];
}

/// The surroundings of a use case.
pub struct World<'w> {
    pub store: &'w dyn Store,
    pub clock: &'w dyn Clock,
    pub entropy: &'w dyn Entropy,
    /// The civil day on which the user acts.
    pub today: Date,
    pub actor: Actor,
    /// Version of the program, kept with every agenda.
    pub program: &'w str,
}

impl World<'_> {
    pub fn new_id<K: Kind>(&self) -> Id<K> {
        let millis = u64::try_from(self.clock.now().as_millisecond()).unwrap_or(0);
        Id::new(millis, self.entropy.ten_bytes())
    }

    pub fn author(&self) -> String {
        self.actor.to_string()
    }

    /// Runs in one read transaction.
    ///
    /// # Errors
    /// What the work returns, or a broken store.
    pub fn read<T>(&self, mut work: impl FnMut(&mut dyn Books) -> AppResult<T>) -> AppResult<T> {
        let (mut out, mut failure) = (None, None);
        let result = self.store.read(&mut |books| {
            out = Some(carried(&mut failure, work(books))?);
            Ok(())
        });
        finish(out, failure, result)
    }

    /// Runs in one write transaction: all or nothing.
    ///
    /// # Errors
    /// What the work returns, or a broken store; nothing is kept then.
    pub fn write<T>(&self, mut work: impl FnMut(&mut dyn Books) -> AppResult<T>) -> AppResult<T> {
        let (mut out, mut failure) = (None, None);
        let result = self.store.write(&mut |books| {
            failure = None;
            out = Some(carried(&mut failure, work(books))?);
            Ok(())
        });
        finish(out, failure, result)
    }

    /// Runs as a write and takes everything back: what would happen, without it happening.
    ///
    /// # Errors
    /// What the work returns, or a broken store.
    pub fn rehearse<T>(&self, mut work: impl FnMut(&mut dyn Books) -> AppResult<T>) -> AppResult<T> {
        let (mut out, mut failure) = (None, None);
        let result = self.store.write(&mut |books| {
            failure = None;
            out = Some(carried(&mut failure, work(books))?);
            Err(BooksError::Taken(REHEARSAL.to_string()))
        });
        match result {
            Err(BooksError::Taken(what)) if what == REHEARSAL => finish(out, failure, Ok(())),
            other => finish(out, failure, other),
        }
    }

    /// Adds one entry to the company's journal, inside the transaction of what it tells.
    ///
    /// # Errors
    /// A broken store, or a payload the journal refuses.
    pub fn note<K: Kind>(
        &self,
        books: &mut dyn Books,
        company: CompanyId,
        about: Id<K>,
        kind: JournalKind,
    ) -> AppResult<()> {
        let head = books.journal_head(company)?.map(|entry| entry.head());
        let draft = EntryDraft {
            recorded_at: self.clock.now(),
            company,
            actor: self.actor.clone(),
            subject: Subject::of(about),
            kind,
        };
        let entry = append(head.as_ref(), draft).map_err(|e| AppError::Broken(e.to_string()))?;
        books.append_journal(&entry)?;
        Ok(())
    }

    /// The company with that name or SIREN, or the only one.
    ///
    /// # Errors
    /// `NotFound` when there is none, or several and none is named.
    pub fn company(&self, named: Option<&str>) -> AppResult<Company> {
        let companies = self.read(|books| Ok(books.companies()?))?;
        let wanted = named.map(|n| (base::fold::words(n), base::fold::digits(n)));
        let mut matching = companies.into_iter().filter(|c| match &wanted {
            None => true,
            Some((words, digits)) => {
                base::fold::words(&c.name) == *words || (digits.len() == 9 && c.siren.as_deref() == Some(digits))
            }
        });
        let first = matching.next();
        match (first, matching.next(), named) {
            (Some(company), None, _) => Ok(company),
            (None, _, None) => Err(AppError::NotFound(
                "Aucune société n’est encore créée : commencez par « quitus init --name … --siren … ».".to_string(),
            )),
            (None, _, Some(name)) => Err(AppError::NotFound(format!("Aucune société ne s’appelle « {name} »."))),
            (Some(_), Some(_), _) => Err(AppError::NotFound(
                "Plusieurs sociétés sont tenues ici : précisez laquelle avec --company.".to_string(),
            )),
        }
    }
}

const REHEARSAL: &str = "rehearsal";

fn finish<T>(out: Option<T>, failure: Option<AppError>, result: Result<(), BooksError>) -> AppResult<T> {
    match (result, failure, out) {
        (Ok(()), _, Some(value)) => Ok(value),
        (Ok(()), _, None) => Err(AppError::Broken("the transaction returned nothing".to_string())),
        (Err(_), Some(error), _) => Err(error),
        (Err(error), None, _) => Err(error.into()),
    }
}
