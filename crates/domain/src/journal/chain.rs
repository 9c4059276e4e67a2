//! Checking a chain from its first entry, one at a time, in constant memory.
//!
//! It finds any changed byte, any entry removed from the middle, added or moved. A removed tail leaves a shorter whole
//! chain: it shows only against a head noted elsewhere, which is why backups and evidence carry one.

use super::entry::{Head, JournalEntry};
use super::hash::EntryHash;
use base::id::CompanyId;

/// Where the chain stops being whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("écriture {seq} du journal : {what}")]
pub struct ChainBreak {
    /// The number the entry bears, or should bear when it is missing.
    pub seq: u64,
    pub what: ChainFault,
}

/// What is wrong there, in French.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainFault {
    #[error("le numéro {expected} était attendu : une écriture a été retirée, ajoutée ou déplacée")]
    Order { expected: u64 },
    #[error("elle appartient à une autre société ({found}) que le journal ({expected})")]
    Company { expected: CompanyId, found: CompanyId },
    #[error("elle ne suit pas l’écriture précédente : celle-ci a été remplacée, retirée ou déplacée")]
    Link,
    #[error("son contenu ne correspond pas à son empreinte : il a été modifié après coup")]
    Content,
    #[error("le journal s’arrête avant l’écriture {expected}, notée comme la dernière : la fin a été retirée")]
    Shortened { expected: u64 },
    #[error("son empreinte n’est pas celle qui avait été notée : le journal a été réécrit")]
    Rewritten,
}

/// Follows a chain entry by entry.
#[derive(Clone, Debug, Default)]
pub struct Verifier {
    head: Option<Head>,
}

impl Verifier {
    /// Checks the next entry.
    ///
    /// # Errors
    /// The first fault found; the verifier then stays where it was.
    pub fn check(&mut self, entry: &JournalEntry) -> Result<(), ChainBreak> {
        self.fault(entry).map_or(Ok(()), |what| Err(ChainBreak { seq: entry.seq, what }))?;
        self.head = Some(entry.head());
        Ok(())
    }

    fn fault(&self, entry: &JournalEntry) -> Option<ChainFault> {
        let expected = self.head.as_ref().map_or(0, |head| head.seq).saturating_add(1);
        if entry.seq != expected {
            return Some(ChainFault::Order { expected });
        }
        if let Some(head) = self.head.as_ref().filter(|head| head.company != entry.company) {
            return Some(ChainFault::Company { expected: head.company, found: entry.company });
        }
        if entry.previous_hash != self.head.as_ref().map_or(EntryHash::GENESIS, |head| head.hash) {
            return Some(ChainFault::Link);
        }
        // Below the microsecond nothing is hashed, so nothing may be there.
        let exact = entry.recorded_at.subsec_nanosecond() % 1_000 == 0;
        let whole = exact && EntryHash::of(entry.canonical_text().as_bytes()) == entry.hash;
        (!whole).then_some(ChainFault::Content)
    }

    /// The last entry found whole; `None` before the first.
    pub fn head(&self) -> Option<&Head> {
        self.head.as_ref()
    }
}

/// Checks a whole chain, and that it still holds `noted` when a head was noted elsewhere.
///
/// Returns the head, `None` for an empty chain.
///
/// # Errors
/// The first fault, with the number of the entry.
pub fn verify(
    entries: impl IntoIterator<Item = JournalEntry>,
    noted: Option<&Head>,
) -> Result<Option<Head>, ChainBreak> {
    let mut verifier = Verifier::default();
    for entry in entries {
        verifier.check(&entry)?;
        if noted.is_some_and(|noted| noted.seq == entry.seq && noted.hash != entry.hash) {
            return Err(ChainBreak { seq: entry.seq, what: ChainFault::Rewritten });
        }
    }
    let reached = verifier.head.as_ref().map_or(0, |head| head.seq);
    match noted {
        Some(noted) if noted.seq > reached => {
            Err(ChainBreak { seq: reached.saturating_add(1), what: ChainFault::Shortened { expected: noted.seq } })
        }
        _ => Ok(verifier.head),
    }
}
