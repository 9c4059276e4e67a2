//! Which customer a file means: by SIREN, VAT number, our own code, or folded name, in that order.

use super::Intake;
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::records::{ContactRecord, KeyKind, PartyKey, PartyRecord, PostalAddress};
use base::fold;
use base::id::PartyId;
use domain::facts::{ContactRole, PartyKind};
use draft::PartyDraft;
use std::collections::{HashMap, HashSet};

/// Finds or creates the customers of one file, remembering those it met.
pub(super) struct PartyResolver<'i> {
    intake: &'i Intake<'i, 'i>,
    seen: HashMap<PartyKey, Met>,
    contacts: HashSet<(PartyId, String)>,
    pub created: u64,
}

#[derive(Clone)]
struct Met {
    id: PartyId,
    siren: Option<String>,
    payment_terms: Option<String>,
}

impl<'i> PartyResolver<'i> {
    pub fn new(intake: &'i Intake<'i, 'i>) -> Self {
        PartyResolver { intake, seen: HashMap::new(), contacts: HashSet::new(), created: 0 }
    }

    /// The customer, created when nobody fits. Returns its agreed payment terms too.
    pub fn resolve(
        &mut self,
        books: &mut dyn Books,
        draft: &PartyDraft,
        kind: Option<PartyKind>,
        is_pseudo: bool,
    ) -> AppResult<(PartyId, Option<String>)> {
        let keys = keys_of(draft);
        if let Some(met) = keys.iter().find_map(|k| self.seen.get(k)).filter(|m| compatible(m, draft)).cloned() {
            self.add_contact(books, met.id, draft)?;
            return Ok((met.id, met.payment_terms));
        }
        let found = books.party_by_keys(self.intake.company.id, &keys)?;
        let met = match found.filter(|p| p.siren.is_none() || draft.siren.is_none() || p.siren == draft.siren) {
            Some(party) => self.complete(books, party, draft)?,
            None => self.create(books, draft, kind, is_pseudo)?,
        };
        books.add_party_keys(self.intake.company.id, met.id, &keys)?;
        for key in keys {
            self.seen.entry(key).or_insert_with(|| met.clone());
        }
        self.add_contact(books, met.id, draft)?;
        Ok((met.id, met.payment_terms))
    }

    fn create(
        &mut self,
        books: &mut dyn Books,
        draft: &PartyDraft,
        kind: Option<PartyKind>,
        is_pseudo: bool,
    ) -> AppResult<Met> {
        let world = self.intake.world;
        let name = display_name(draft);
        let party = PartyRecord {
            id: world.new_id(),
            company: self.intake.company.id,
            search: fold::words(&name),
            name,
            kind: kind.unwrap_or_default(),
            siren: draft.siren.clone(),
            vat_id: draft.vat_id.clone(),
            code: draft.code.clone(),
            language: language_of(draft),
            address: address_of(draft),
            scenario: None,
            payment_terms: None,
            agreed_rate: None,
            is_key_account: false,
            is_pseudo,
            created_at: world.clock.now(),
        };
        books.insert_party(&party)?;
        self.created += 1;
        Ok(Met { id: party.id, siren: party.siren, payment_terms: None })
    }

    /// Fills what was unknown; what is known stays.
    fn complete(&mut self, books: &mut dyn Books, mut party: PartyRecord, draft: &PartyDraft) -> AppResult<Met> {
        let before = party.clone();
        party.siren = party.siren.or_else(|| draft.siren.clone());
        party.vat_id = party.vat_id.or_else(|| draft.vat_id.clone());
        party.code = party.code.or_else(|| draft.code.clone());
        if !party.address.is_usable() && address_of(draft).is_usable() {
            party.address = address_of(draft);
        }
        if party != before {
            books.update_party(&party)?;
        }
        Ok(Met { id: party.id, siren: party.siren, payment_terms: party.payment_terms })
    }

    fn add_contact(&mut self, books: &mut dyn Books, party: PartyId, draft: &PartyDraft) -> AppResult<()> {
        let Some(email) = draft.email.as_deref().map(str::trim).filter(|e| e.contains('@')) else { return Ok(()) };
        if !self.contacts.insert((party, email.to_lowercase())) {
            return Ok(());
        }
        let known = books.contacts(party)?;
        if known.iter().any(|c| c.email.as_deref().is_some_and(|e| e.eq_ignore_ascii_case(email))) {
            return Ok(());
        }
        let has_payer = known.iter().any(|c| c.role == ContactRole::AccountsPayable);
        books.insert_contact(&ContactRecord {
            id: self.intake.world.new_id(),
            company: self.intake.company.id,
            party,
            role: if has_payer { ContactRole::Buyer } else { ContactRole::AccountsPayable },
            name: draft.contact_name.clone(),
            email: Some(email.to_string()),
            phone: draft.phone.clone(),
            created_at: self.intake.world.clock.now(),
        })?;
        Ok(())
    }
}

fn compatible(met: &Met, draft: &PartyDraft) -> bool {
    met.siren.is_none() || draft.siren.is_none() || met.siren == draft.siren
}

fn keys_of(draft: &PartyDraft) -> Vec<PartyKey> {
    let mut keys = Vec::with_capacity(4);
    let mut push = |kind, value: String| {
        if !value.is_empty() {
            keys.push(PartyKey { kind, value });
        }
    };
    push(KeyKind::Siren, draft.siren.clone().unwrap_or_default());
    push(KeyKind::Vat, fold::reference(draft.vat_id.as_deref().unwrap_or("")));
    push(KeyKind::Code, draft.code.clone().unwrap_or_default().trim().to_string());
    push(KeyKind::Name, fold::words(draft.name.as_deref().unwrap_or("")));
    keys
}

fn display_name(draft: &PartyDraft) -> String {
    let named = draft.name.as_deref().map(str::trim).filter(|n| !n.is_empty());
    let coded = draft.code.as_deref().or(draft.siren.as_deref());
    named.or(coded).unwrap_or("Client sans nom").to_string()
}

fn address_of(draft: &PartyDraft) -> PostalAddress {
    PostalAddress {
        lines: draft.address.clone(),
        postcode: draft.postcode.clone(),
        city: draft.city.clone(),
        country: draft.country.clone(),
    }
}

/// French in French-speaking countries and where nothing is said; English elsewhere, until more languages are shipped.
fn language_of(draft: &PartyDraft) -> String {
    let french = draft.country.as_deref().is_none_or(|c| {
        ["FR", "BE", "CH", "LU", "MC", "GP", "MQ", "GF", "RE", "YT", "PF", "NC"].contains(&c.to_uppercase().as_str())
    });
    if french { "fr" } else { "en" }.to_string()
}
