//! What the journal says happened after a planning, as far as it can bear on one customer.

use crate::error::AppResult;
use crate::logbook::{Told, tell};
use crate::ports::books::Books;
use crate::records::AgendaRun;
use base::id::PartyId;
use domain::journal::{JournalEntry, JournalKind, KindTag};
use std::collections::HashSet;

/// Whether a planning reads as of now what such an entry changes; for the company as a whole, or for one customer.
enum Bears {
    OnAll,
    OnCustomer,
    /// It adds a fact, which a view of the past leaves out.
    AsFact,
}

fn bears(entry: &JournalEntry) -> Bears {
    // A kind this program cannot read is told where it is about the customer.
    match entry.read().as_ref().map(JournalKind::tag) {
        Ok(
            KindTag::SettingsChanged
            | KindTag::SendingSwitched
            | KindTag::StandingOrderSigned
            | KindTag::StandingOrderRevoked
            | KindTag::LawValueSet
            | KindTag::ScenarioAdopted
            | KindTag::ScenarioRetired
            | KindTag::Restored,
        ) => Bears::OnAll,
        // A file may complete the record of a customer it names.
        Ok(KindTag::ScenarioAssigned | KindTag::PartyChanged | KindTag::ContactChanged | KindTag::FileImported)
        | Err(_) => Bears::OnCustomer,
        Ok(_) => Bears::AsFact,
    }
}

/// Changes of records, then facts learnt, both in the order of the journal.
pub(super) fn entries(books: &mut dyn Books, run: &AgendaRun, party: PartyId) -> AppResult<(Vec<Told>, Vec<Told>)> {
    let about: HashSet<String> = books.subjects_of_party(run.company, party)?.into_iter().collect();
    let (mut records, mut facts) = (Vec::new(), Vec::new());
    books.journal_since(run.company, &run.id.to_string(), &mut |entry| {
        let concerns = about.contains(entry.subject.as_str());
        match bears(&entry) {
            Bears::OnAll => records.push(entry),
            Bears::OnCustomer if concerns => records.push(entry),
            Bears::AsFact if concerns => facts.push(entry),
            Bears::OnCustomer | Bears::AsFact => {}
        }
        Ok(())
    })?;
    Ok((tell(books, records)?, tell(books, facts)?))
}
