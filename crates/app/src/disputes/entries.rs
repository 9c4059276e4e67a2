//! What is said in a dispute after its opening: messages and files, who sees to it, until when, whose fault it is, and
//! whether the customer accepts the outcome.

use super::{invoice_ref, load, owner_of};
use crate::error::{AppError, AppResult};
use crate::outcomes::personal;
use crate::ports::books::Books;
use crate::records::{Company, DisputeEntry, DisputeOwner, DisputeRecord, DisputeWord};
use crate::world::World;
use base::id::{DisputeEntryId, DisputeId};
use base::{Date, fr};
use domain::facts::Fault;
use domain::journal::kinds::{DisputeAnswered, DisputeChanged, DisputeEntryAdded};
use domain::journal::{JournalKind, Said};
use sha2::{Digest, Sha256};

/// Larger files are refused.
const LARGEST: usize = 20 * 1024 * 1024;

/// A file as it came, with its name.
#[derive(Clone, Debug)]
pub struct NewFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl NewFile {
    /// The last part of its name, without what a path may hold.
    pub(crate) fn plain_name(&self) -> String {
        let name = self.name.rsplit(['/', '\\']).next().unwrap_or("").trim();
        let name: String = name.chars().filter(|c| !c.is_control()).take(150).collect();
        if name.is_empty() { "piece".to_string() } else { name }
    }

    pub(crate) fn sha256(&self) -> String {
        hexadecimal(&self.bytes)
    }

    /// # Errors
    /// `Refused` when it is empty or too large.
    pub(crate) fn check(&self) -> AppResult<()> {
        if self.bytes.is_empty() || self.bytes.len() > LARGEST {
            return Err(AppError::refused(
                format!("Le fichier « {} » est vide ou dépasse 20 Mo.", self.plain_name()),
                "Joignez un autre fichier.",
            ));
        }
        Ok(())
    }
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// Adds what was said or written, with or without a file whose exact bytes are kept.
///
/// # Errors
/// `Refused` when there is neither; `NotFound`; a broken store.
pub fn tell(
    world: &World<'_>,
    company: &Company,
    id: DisputeId,
    text: &str,
    file: Option<&NewFile>,
) -> AppResult<DisputeEntryId> {
    let text = text.trim();
    if text.is_empty() && file.is_none() {
        return Err(AppError::refused("Il n’y a rien à ajouter.", "Écrivez ce qui a été dit, ou joignez un fichier."));
    }
    file.map_or(Ok(()), NewFile::check)?;
    world.write(|books| {
        let folder = load(books, company, id)?;
        let said = personal(world, books, company, text)?;
        let reference = reference(said.as_ref());
        let word = match (file, reference) {
            (Some(file), text) => DisputeWord::File { name: file.plain_name(), sha256: file.sha256(), text },
            (None, Some(text)) => DisputeWord::Message { text },
            (None, None) => return Err(AppError::Broken("a message without a reference".to_string())),
        };
        let kind = DisputeEntryAdded {
            invoice: invoice_ref(&folder.invoice),
            text: said,
            file: file.map(NewFile::plain_name),
            sha256: file.map(NewFile::sha256),
        };
        let entry = add(world, books, &folder.dispute, word, file.map(|f| f.bytes.as_slice()))?;
        world.note(books, company.id, id, JournalKind::DisputeEntryAdded(kind))?;
        Ok(entry)
    })
}

pub(crate) fn reference(said: Option<&Said>) -> Option<String> {
    match said {
        Some(Said::Personal(reference)) => Some(reference.as_str().to_string()),
        _ => None,
    }
}

/// Adds a word to a dispute, in its turn.
pub(super) fn add(
    world: &World<'_>,
    books: &mut dyn Books,
    dispute: &DisputeRecord,
    word: DisputeWord,
    bytes: Option<&[u8]>,
) -> AppResult<DisputeEntryId> {
    let seq = books.dispute_entries(dispute.id)?.last().map_or(1, |e| e.seq + 1);
    let entry = DisputeEntry {
        id: world.new_id(),
        dispute: dispute.id,
        seq,
        company: dispute.company,
        party: dispute.party,
        on: world.today,
        word,
        author: world.author(),
        recorded_at: world.clock.now(),
    };
    books.insert_dispute_entry(&entry, bytes)?;
    Ok(entry.id)
}

/// Gives the dispute to somebody of ours, or to nobody.
///
/// # Errors
/// `Refused` when they may not see to it; `NotFound`; a broken store.
pub fn give_owner(world: &World<'_>, company: &Company, id: DisputeId, owner: Option<DisputeOwner>) -> AppResult<()> {
    world.write(|books| {
        let folder = load(books, company, id)?;
        let before = owner_of(world, books, company, &folder.invoice, folder.owner).unwrap_or_default();
        let after = owner_of(world, books, company, &folder.invoice, owner)?;
        add(world, books, &folder.dispute, DisputeWord::Owner(owner), None)?;
        let changed =
            DisputeChanged { invoice: invoice_ref(&folder.invoice), field: "suivi par".to_string(), before, after };
        world.note(books, company.id, id, JournalKind::DisputeChanged(changed))
    })
}

/// Says by when it is to be settled.
///
/// # Errors
/// `Refused` for a day that has passed; `NotFound`; a broken store.
pub fn set_target(world: &World<'_>, company: &Company, id: DisputeId, target_on: Date) -> AppResult<()> {
    if target_on < world.today {
        return Err(AppError::refused("Cette date est passée.", "Donnez un jour à venir pour trancher ce litige."));
    }
    world.write(|books| {
        let folder = load(books, company, id)?;
        add(world, books, &folder.dispute, DisputeWord::Target(Some(target_on)), None)?;
        let said = |on: Date| Said::plain(fr::date(on));
        let changed = DisputeChanged {
            invoice: invoice_ref(&folder.invoice),
            field: "à trancher pour le".to_string(),
            before: folder.target_on.map(said),
            after: Some(said(target_on)),
        };
        world.note(books, company.id, id, JournalKind::DisputeChanged(changed))
    })
}

/// Says whose fault it is, as far as we know.
///
/// # Errors
/// `NotFound`; a broken store.
pub fn set_fault(world: &World<'_>, company: &Company, id: DisputeId, fault: Fault) -> AppResult<()> {
    world.write(|books| fault_in(world, books, company, id, fault))
}

pub(super) fn fault_in(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    id: DisputeId,
    fault: Fault,
) -> AppResult<()> {
    let folder = load(books, company, id)?;
    if folder.fault == fault {
        return Ok(());
    }
    add(world, books, &folder.dispute, DisputeWord::Fault(fault), None)?;
    let changed = DisputeChanged {
        invoice: invoice_ref(&folder.invoice),
        field: "origine".to_string(),
        before: Some(Said::plain(folder.fault.french())),
        after: Some(Said::plain(fault.french())),
    };
    world.note(books, company.id, id, JournalKind::DisputeChanged(changed))
}

/// The customer accepts or rejects what was found, by the voice of somebody.
///
/// # Errors
/// `Refused` while the dispute has no outcome, for a day to come, or without a name; `NotFound`; a broken store.
pub fn answer(
    world: &World<'_>,
    company: &Company,
    id: DisputeId,
    (accepted, by): (bool, &str),
    on: Date,
) -> AppResult<()> {
    if by.trim().is_empty() {
        return Err(AppError::refused("Qui a répondu ?", "Donnez un nom ou une fonction, chez le client."));
    }
    if on > world.today {
        return Err(AppError::refused("Ce jour n’est pas encore venu.", "Une réponse se note quand elle est donnée."));
    }
    world.write(|books| {
        let folder = load(books, company, id)?;
        if folder.outcome.is_none() {
            return Err(AppError::refused(
                "Ce litige n’est pas encore tranché.",
                "Dites d’abord ce que vous avez établi ; le client accepte ou refuse ensuite.",
            ));
        }
        let Some(said) = personal(world, books, company, by.trim())? else {
            return Err(AppError::Broken("an answer without a reference".to_string()));
        };
        let word = DisputeWord::Answer { accepted, by: reference(Some(&said)).unwrap_or_default() };
        add(world, books, &folder.dispute, word, None)?;
        let answered = DisputeAnswered { invoice: invoice_ref(&folder.invoice), accepted, answered_on: on, by: said };
        world.note(books, company.id, id, JournalKind::DisputeAnswered(answered))
    })
}
