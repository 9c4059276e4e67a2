//! Books put back from a copy: what left since the copy was made is not in them, and nobody but a person can tell.
//!
//! Acts that were on their way in the copy become of unknown outcome. Until somebody has said what left since, no message
//! leaves and no standing order is carried out. It does not know how the copy was put back.

use crate::error::{AppError, AppResult};
use crate::outcomes::add_event;
use crate::ports::books::Books;
use crate::records::{ActRow, Company, RestorationRecord, RestorationReview};
use crate::world::World;
use base::{Timestamp, fr};
use domain::act::ActEvent;
use domain::facts::ActState;
use domain::journal::kinds::{ActUnknown, RestorationReviewed, Restored};
use domain::journal::{EntryHash, JournalKind, Said};

/// How many acts are looked at in one go.
const PAGE: u64 = 500;

/// What a restoration left open in one company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    pub company: String,
    /// When the copy's journal ends.
    pub known_until: Timestamp,
    /// Acts that may have left since.
    pub acts: u64,
}

/// Marks the books as put back from that file: right after it was done, before anything else.
///
/// # Errors
/// A broken store.
pub fn mark(world: &World<'_>, file: &str, sha256: &str) -> AppResult<Vec<Marked>> {
    world.write(|books| {
        let mut marked = Vec::new();
        for company in books.companies()? {
            let known_until = note(world, books, &company, file, sha256)?;
            let acts = doubt(world, books, &company)?;
            marked.push(Marked { company: company.name, known_until, acts });
        }
        Ok(marked)
    })
}

/// The restoration as a fact. Returns when the copy's journal ends.
fn note(world: &World<'_>, books: &mut dyn Books, company: &Company, file: &str, sha256: &str) -> AppResult<Timestamp> {
    let head = books.journal_head(company.id)?;
    let known_until = head.as_ref().map_or(company.created_at, |entry| entry.recorded_at);
    books.insert_restoration(&RestorationRecord {
        id: world.new_id(),
        company: company.id,
        file: file.to_string(),
        known_until,
        restored_on: world.today,
        recorded_at: world.clock.now(),
    })?;
    let (head_seq, head_hash) = head.map_or((0, EntryHash::GENESIS), |entry| (entry.seq, entry.hash));
    let restored = Restored { file: file.to_string(), sha256: sha256.to_string(), head_seq, head_hash };
    world.note(books, company.id, company.id, JournalKind::Restored(restored))?;
    Ok(known_until)
}

/// Whatever was on its way when the copy was made may have left since.
fn doubt(world: &World<'_>, books: &mut dyn Books, company: &Company) -> AppResult<u64> {
    let mut acts = 0;
    loop {
        let waiting = books.acts_in_state(company.id, &[ActState::Prepared, ActState::Dispatching], PAGE)?;
        if waiting.is_empty() {
            return Ok(acts);
        }
        for row in &waiting {
            doubt_one(world, books, company, row)?;
            acts += 1;
        }
    }
}

fn doubt_one(world: &World<'_>, books: &mut dyn Books, company: &Company, row: &ActRow) -> AppResult<()> {
    let why = format!("les données ont été restaurées le {} : il a pu partir depuis la copie", fr::date(world.today));
    add_event(world, books, row, ActEvent::Restored, &why)?;
    let unknown = ActUnknown { act: row.act.id, step: row.act.step_title.clone(), why: Said::plain(why) };
    world.note(books, company.id, row.act.id, JournalKind::ActUnknown(unknown))
}

/// The restoration that nobody reviewed yet, if any.
///
/// # Errors
/// A broken store.
pub fn open(world: &World<'_>, company: &Company) -> AppResult<Option<RestorationRecord>> {
    world.read(|books| Ok(books.open_restoration(company.id)?))
}

/// A person says that what left since the copy was looked at: sending goes on. Acts of unknown outcome stay so until each
/// is resolved.
///
/// # Errors
/// `Refused` when there is nothing to review or nothing is said.
pub fn review(world: &World<'_>, company: &Company, why: &str) -> AppResult<()> {
    let why = why.trim();
    if why.is_empty() {
        let remedy = "Exemple : « messages envoyés relus, deux étapes passées à la main ».";
        return Err(AppError::refused("Il manque ce que vous avez vérifié.", remedy));
    }
    world.write(|books| {
        let Some(open) = books.open_restoration(company.id)? else {
            return Err(AppError::refused("Aucune restauration n’attend d’être revue.", "Il n’y a rien à faire."));
        };
        books.insert_restoration_review(&RestorationReview {
            restoration: open.id,
            company: company.id,
            author: world.author(),
            why: why.to_string(),
            recorded_at: world.clock.now(),
        })?;
        let reviewed = RestorationReviewed { restored_on: open.restored_on, why: why.to_string() };
        world.note(books, company.id, company.id, JournalKind::RestorationReviewed(reviewed))
    })
}
