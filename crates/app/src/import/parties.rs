//! Which customer a file means: by SIREN, VAT number, our own code, or folded name, in that order.
//!
//! Two SIRENs are two customers even under one name, and so are two of our codes: a wrong split is put right by hand,
//! a wrong merge asks somebody for another's debt.

use super::Intake;
use super::nature::Nature;
use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::records::{ContactRecord, KeyKind, KnownInvoice, PartyKey, PartyRecord, PostalAddress};
use base::fold;
use base::id::PartyId;
use domain::facts::ContactRole;
use draft::{PartyDraft, Problem};
use std::collections::{HashMap, HashSet};

/// One customer for all documents that name none.
const NAMELESS: &str = "Client sans nom";

/// Finds or creates the customers of one file, remembering those it met.
pub(super) struct PartyResolver<'i, 'w> {
    intake: &'i Intake<'i, 'w>,
    seen: HashMap<PartyKey, PartyId>,
    met: HashMap<PartyId, PartyRecord>,
    contacts: HashSet<(PartyId, String)>,
    told: HashSet<(PartyId, PartyId)>,
    pub created: u64,
}

/// The customer, and the payment terms agreed with it.
pub(super) struct Found {
    pub id: PartyId,
    pub payment_terms: Option<String>,
    pub is_new: bool,
}

impl<'i, 'w> PartyResolver<'i, 'w> {
    pub fn new(intake: &'i Intake<'i, 'w>) -> Self {
        PartyResolver {
            intake,
            seen: HashMap::new(),
            met: HashMap::new(),
            contacts: HashSet::new(),
            told: HashSet::new(),
            created: 0,
        }
    }

    /// The customer, created when nobody fits.
    pub fn resolve(&mut self, books: &mut dyn Books, draft: &PartyDraft, is_pseudo: bool) -> AppResult<Found> {
        if let Some(id) = self.intake.hand.and_then(|hand| hand.customer) {
            let payment_terms = self.learn(books, id, draft)?;
            return Ok(Found { id, payment_terms, is_new: false });
        }
        for key in keys_of(draft) {
            let Some(id) = self.owner(books, &key)? else { continue };
            if self.record(books, id)?.is_some_and(|party| compatible(party, draft, key.kind)) {
                let payment_terms = self.learn(books, id, draft)?;
                return Ok(Found { id, payment_terms, is_new: false });
            }
        }
        self.create(books, draft, is_pseudo)
    }

    /// The customer of that code, else the given one, unless another account of the file is it already.
    pub fn with_code(
        &mut self,
        books: &mut dyn Books,
        code: &str,
        owner: Option<PartyId>,
        taken: &HashSet<PartyId>,
    ) -> AppResult<Option<PartyId>> {
        let key = PartyKey { kind: KeyKind::Code, value: code.trim().to_string() };
        let coded = self.owner(books, &key)?;
        Ok(coded.or(owner).filter(|id| !taken.contains(id)))
    }

    /// The customer of that name, created when there is none or another account of the file is it already.
    pub fn named(
        &mut self,
        books: &mut dyn Books,
        draft: &PartyDraft,
        taken: &HashSet<PartyId>,
        is_pseudo: bool,
    ) -> AppResult<Found> {
        let key = PartyKey { kind: KeyKind::Name, value: fold::words(draft.name.as_deref().unwrap_or("")) };
        let owner = if key.value.is_empty() { None } else { self.owner(books, &key)? };
        if let Some(id) = owner.filter(|id| !taken.contains(id))
            && self.record(books, id)?.is_some_and(|party| compatible(party, draft, KeyKind::Name))
        {
            let payment_terms = self.learn(books, id, draft)?;
            return Ok(Found { id, payment_terms, is_new: false });
        }
        self.create(books, draft, is_pseudo)
    }

    /// Fills what was unknown of a customer; what is known stays. Returns its payment terms.
    pub fn learn(&mut self, books: &mut dyn Books, id: PartyId, draft: &PartyDraft) -> AppResult<Option<String>> {
        let Some(before) = self.record(books, id)?.cloned() else {
            return Err(AppError::Broken(format!("customer {id} of an invoice is missing")));
        };
        let party = completed(before.clone(), draft);
        if party != before {
            books.update_party(&party)?;
        }
        let terms = party.payment_terms.clone();
        if compatible(&before, draft, KeyKind::Siren) {
            self.add_keys(books, id, draft)?;
        }
        self.met.insert(id, party);
        self.add_contact(books, id, draft)?;
        Ok(terms)
    }

    /// A known invoice says whose the file's customer is. When the books took that one for somebody else, it is told.
    pub fn recognise(
        &mut self,
        books: &mut dyn Books,
        invoice: &KnownInvoice,
        draft: &PartyDraft,
    ) -> AppResult<Option<Problem>> {
        let strong = keys_of(draft).into_iter().filter(|k| k.kind != KeyKind::Name);
        for key in strong {
            let Some(other) = self.owner(books, &key)?.filter(|id| *id != invoice.party) else { continue };
            if !self.told.insert((invoice.party, other)) {
                return Ok(None);
            }
            let ours = self.record(books, invoice.party)?.map(|p| p.name.clone()).unwrap_or_default();
            let theirs = self.record(books, other)?.map(|p| p.name.clone()).unwrap_or_default();
            return Ok(Some(same_customer(&invoice.number, &ours, &theirs)));
        }
        self.learn(books, invoice.party, draft)?;
        Ok(None)
    }

    fn owner(&mut self, books: &mut dyn Books, key: &PartyKey) -> AppResult<Option<PartyId>> {
        if let Some(id) = self.seen.get(key) {
            return Ok(Some(*id));
        }
        let Some(party) = books.party_by_keys(self.intake.company.id, std::slice::from_ref(key))? else {
            return Ok(None);
        };
        let id = party.id;
        self.seen.insert(key.clone(), id);
        self.met.entry(id).or_insert(party);
        Ok(Some(id))
    }

    fn record(&mut self, books: &mut dyn Books, id: PartyId) -> AppResult<Option<&PartyRecord>> {
        if !self.met.contains_key(&id)
            && let Some(party) = books.party(id)?
        {
            self.met.insert(id, party);
        }
        Ok(self.met.get(&id))
    }

    fn add_keys(&mut self, books: &mut dyn Books, id: PartyId, draft: &PartyDraft) -> AppResult<()> {
        let mut new = keys_of(draft);
        new.retain(|key| !self.seen.contains_key(key));
        if new.is_empty() {
            return Ok(());
        }
        books.add_party_keys(self.intake.company.id, id, &new)?;
        // A key may belong to somebody else: only the books know.
        for key in new {
            self.owner(books, &key)?;
        }
        Ok(())
    }

    fn create(&mut self, books: &mut dyn Books, draft: &PartyDraft, is_pseudo: bool) -> AppResult<Found> {
        let world = self.intake.world;
        let name = display_name(draft);
        let nature = Nature::of(draft);
        let party = PartyRecord {
            id: world.new_id(),
            company: self.intake.company.id,
            search: fold::words(&name),
            name,
            kind: nature.kind,
            kind_basis: nature.basis,
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
        let id = party.id;
        self.met.insert(id, party);
        self.add_keys(books, id, draft)?;
        self.add_contact(books, id, draft)?;
        Ok(Found { id, payment_terms: None, is_new: true })
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

fn same_customer(number: &str, ours: &str, theirs: &str) -> Problem {
    let what = format!("la facture {number} est au compte de « {ours} », et ce fichier l’adresse à « {theirs} »");
    let remedy =
        "si c’est le même client sous deux noms, ses factures sont réparties sur deux fiches : relancez-les ensemble.";
    Problem::warning("same_customer", what, remedy)
}

/// Whether a customer found by one key can be the one that the draft means.
fn compatible(party: &PartyRecord, draft: &PartyDraft, by: KeyKind) -> bool {
    let agree = |ours: &Option<String>, theirs: &Option<String>| ours.is_none() || theirs.is_none() || ours == theirs;
    let same_siren = agree(&party.siren, &draft.siren);
    match by {
        KeyKind::Name => same_siren && agree(&party.code, &draft.code),
        _ => same_siren,
    }
}

fn completed(mut party: PartyRecord, draft: &PartyDraft) -> PartyRecord {
    let nature = Nature { kind: party.kind, basis: party.kind_basis }.and(Nature::of(draft));
    (party.kind, party.kind_basis) = (nature.kind, nature.basis);
    party.siren = party.siren.or_else(|| draft.siren.clone());
    party.vat_id = party.vat_id.or_else(|| draft.vat_id.clone());
    party.code = party.code.or_else(|| draft.code.clone());
    if !party.address.is_usable() && address_of(draft).is_usable() {
        party.address = address_of(draft);
    }
    // Ledgers shout; a document writes the name as its owner does.
    let written = draft.name.as_deref().map(str::trim).filter(|n| !n.is_empty() && !is_shouted(n));
    if let Some(name) = written.filter(|_| is_shouted(&party.name)) {
        party.name = name.to_string();
        party.search = fold::words(name);
    }
    party
}

fn is_shouted(name: &str) -> bool {
    !name.chars().any(char::is_lowercase)
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
    if keys.is_empty() {
        keys.push(PartyKey { kind: KeyKind::Name, value: fold::words(NAMELESS) });
    }
    keys
}

fn display_name(draft: &PartyDraft) -> String {
    let named = draft.name.as_deref().map(str::trim).filter(|n| !n.is_empty());
    let coded = draft.code.as_deref().or(draft.siren.as_deref());
    named.or(coded).unwrap_or(NAMELESS).to_string()
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
