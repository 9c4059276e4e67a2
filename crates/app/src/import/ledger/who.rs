//! Which customer of the books an account of the ledger is: by its code, by an invoice both know, then by its name.
//! Two accounts of one ledger are never one customer, even under the same name.

use super::{Customer, Posting};
use crate::error::AppResult;
use crate::import::parties::PartyResolver;
use crate::ports::books::Books;
use base::id::PartyId;
use draft::{LedgerItemKind, LedgerParty, PartyDraft};
use std::collections::{HashMap, HashSet};

impl<'p> Posting<'p, '_> {
    pub(super) fn parties(&mut self, books: &mut dyn Books, parties: &mut PartyResolver<'_, '_>) -> AppResult<()> {
        let owners = self.owners();
        let mut taken: HashSet<PartyId> = HashSet::new();
        let mut unknown: Vec<&'p LedgerParty> = Vec::new();
        let ledger = self.ledger;
        for party in &ledger.parties {
            match parties.with_code(books, &party.code, owners.get(party.code.as_str()).copied(), &taken)? {
                Some(id) => {
                    taken.insert(id);
                    let terms = parties.learn(books, id, &draft_of(party))?;
                    self.party_of.insert(&party.code, Customer { id, payment_terms: terms, is_old: true });
                }
                None => unknown.push(party),
            }
        }
        for party in unknown {
            let found = parties.named(books, &draft_of(party), &taken, party.is_pseudo)?;
            taken.insert(found.id);
            let customer = Customer { id: found.id, payment_terms: found.payment_terms, is_old: !found.is_new };
            self.party_of.insert(&party.code, customer);
        }
        Ok(())
    }

    /// Whose the invoices are that the books know under the same number and amount.
    fn owners(&self) -> HashMap<&'p str, PartyId> {
        let mut owners = HashMap::new();
        for (at, item) in self.items(true).filter(|(_, i)| i.kind == LedgerItemKind::Invoice) {
            let whole = self.whole(at, item);
            if let Some(known) = self.known_of(at, whole).filter(|k| k.gross.abs() == whole.amount) {
                owners.entry(item.party.as_str()).or_insert(known.party);
            }
        }
        owners
    }
}

fn draft_of(party: &LedgerParty) -> PartyDraft {
    PartyDraft { name: Some(party.name.clone()), code: Some(party.code.clone()), ..PartyDraft::default() }
}
