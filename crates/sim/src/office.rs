//! The company's office: the real use cases, run as their users would run them, on books that the caller opened.
//!
//! Only the ports are simulated: the clock, chance, and the mail carrier. What the office hands back is what a user sees,
//! in plain types, for the auditor to compare with its own notes.

use crate::clockwork::{Luck, Watch};
use crate::customer::{Customer, Role};
use crate::seen::{Aged, Seen};
use app::dispatch::{Carriers, Round, send};
use app::import::{ImportOptions, ImportReport, ReadFile, import};
use app::ports::books::Store;
use app::ports::mail::MailCarrier;
use app::prepare::{Desk, Prepared, prepare};
use app::records::{Company, ContactRecord, KeyKind, PartyKey, StoredProposal};
use app::{AppResult, World, aging, companies, payments, planning, verify};
use base::id::{AgendaId, InvoiceId, PartyId};
use base::{Cents, Date};
use domain::facts::{ContactRole, KindBasis, PartyKind};
use domain::journal::Actor;
use std::collections::BTreeMap;

/// Who approves, calls and decides.
pub const OWNER: &str = "Camille Lumière";

/// What the caller provides: the books, the documents' maker, and the program's version.
#[derive(Clone, Copy)]
pub struct Premises<'p> {
    pub store: &'p dyn Store,
    pub desk: &'p Desk<'p>,
    pub program: &'p str,
}

pub struct Office<'p> {
    premises: Premises<'p>,
    pub watch: Watch,
    luck: Luck,
    pub company: Company,
    parties: BTreeMap<u32, PartyId>,
    customers: BTreeMap<PartyId, u32>,
    invoices: BTreeMap<String, InvoiceId>,
}

impl<'p> Office<'p> {
    /// Creates the company and opens its office. The identifier of `company` is replaced by one of the simulation's.
    ///
    /// # Errors
    /// `Refused` when a company of that name or SIREN is kept already; a broken store.
    pub fn found(premises: Premises<'p>, seed: u64, day: Date, company: Company) -> AppResult<Office<'p>> {
        let office = Office {
            premises,
            watch: Watch::default(),
            luck: Luck::new(seed),
            company,
            parties: BTreeMap::new(),
            customers: BTreeMap::new(),
            invoices: BTreeMap::new(),
        };
        office.watch.wake(day);
        let world = office.world(day);
        let company =
            Company { id: world.new_id(), created_at: app::Clock::now(&office.watch), ..office.company.clone() };
        companies::create(&world, &company)?;
        Ok(Office { company, ..office })
    }

    /// The office of a company that is kept already, with its customers.
    ///
    /// # Errors
    /// A broken store.
    pub fn reopen(premises: Premises<'p>, seed: u64, day: Date, company: Company) -> AppResult<Office<'p>> {
        let mut office = Office {
            premises,
            watch: Watch::default(),
            luck: Luck::new(seed ^ u64::MAX),
            company,
            parties: BTreeMap::new(),
            customers: BTreeMap::new(),
            invoices: BTreeMap::new(),
        };
        // In the evening of the simulated day.
        office.watch.wake(crate::chance::later(day, 1));
        let customers = aging::customers(&office.world(day), &office.company, "")?;
        for (number, party) in (0..).zip(customers) {
            office.parties.insert(number, party.id);
            office.customers.insert(party.id, number);
        }
        Ok(office)
    }

    /// The same office, with its books put back from a copy.
    pub fn move_to(&mut self, store: &'p dyn Store) {
        self.premises.store = store;
        self.invoices.clear();
    }

    /// The customer's new address, as the owner found it.
    ///
    /// # Errors
    /// A broken store.
    pub fn moved(&self, day: Date, customer: u32) -> AppResult<()> {
        let Some(party) = self.party(customer) else { return Ok(()) };
        self.world(day).write(|books| {
            let Some(mut record) = books.party(party)? else { return Ok(()) };
            record.address.lines = vec![format!("{} rue Neuve", 1 + customer), format!("depuis le {day}")];
            Ok(books.update_party(&record)?)
        })
    }

    /// The texts that documents are made with.
    pub fn templates(&self) -> &documents::TemplateSet {
        self.premises.desk.templates
    }

    pub fn world(&self, today: Date) -> World<'_> {
        World {
            store: self.premises.store,
            clock: &self.watch,
            entropy: &self.luck,
            today,
            actor: Actor::Person { name: OWNER.to_string() },
            program: self.premises.program,
        }
    }

    /// # Errors
    /// A broken store.
    pub fn receive(&self, day: Date, files: &[ReadFile]) -> AppResult<ImportReport> {
        import(&self.world(day), &self.company, files, ImportOptions::default(), &mut |_| {})
    }

    /// Finds the new customers among these, and writes down whom to talk to there.
    ///
    /// # Errors
    /// A broken store.
    pub fn welcome<'c>(&mut self, day: Date, customers: impl Iterator<Item = &'c Customer>) -> AppResult<()> {
        for customer in customers {
            if self.parties.contains_key(&customer.number) {
                continue;
            }
            let key = PartyKey { kind: KeyKind::Code, value: format!("C{:04}", customer.number + 1) };
            let found = {
                let world = self.world(day);
                world.write(|books| {
                    let Some(mut party) = books.party_by_keys(self.company.id, std::slice::from_ref(&key))? else {
                        return Ok(None);
                    };
                    party.is_key_account |= customer.is_key_account();
                    // The files name no SIREN of a private individual: the owner knows whom they work for.
                    if customer.siren.is_none() {
                        (party.kind, party.kind_basis) = (PartyKind::Consumer, KindBasis::Stated);
                    }
                    books.update_party(&party)?;
                    for contact in self.contacts(&world, customer, party.id) {
                        books.insert_contact(&contact)?;
                    }
                    Ok(Some(party.id))
                })?
            };
            if let Some(party) = found {
                self.parties.insert(customer.number, party);
                self.customers.insert(party, customer.number);
            }
        }
        Ok(())
    }

    fn contacts(&self, world: &World<'_>, customer: &Customer, party: PartyId) -> Vec<ContactRecord> {
        let contact = |p: &crate::customer::Person| ContactRecord {
            id: world.new_id(),
            company: self.company.id,
            party,
            role: match p.role {
                Role::AccountsPayable => ContactRole::AccountsPayable,
                Role::Buyer => ContactRole::Buyer,
                Role::Decider => ContactRole::Decider,
                Role::Salesperson => ContactRole::Salesperson,
            },
            name: Some(p.name.clone()),
            email: p.email.clone(),
            phone: p.phone.clone(),
            created_at: world.clock.now(),
        };
        customer.people.iter().map(contact).collect()
    }

    pub fn party(&self, customer: u32) -> Option<PartyId> {
        self.parties.get(&customer).copied()
    }

    pub fn customer(&self, party: PartyId) -> Option<u32> {
        self.customers.get(&party).copied()
    }

    pub fn known_customers(&self) -> impl Iterator<Item = (u32, PartyId)> {
        self.parties.iter().map(|(number, party)| (*number, *party))
    }

    /// The invoice with that number, remembered.
    ///
    /// # Errors
    /// `NotFound`, or a broken store.
    pub fn invoice(&mut self, day: Date, number: &str) -> AppResult<InvoiceId> {
        if let Some(id) = self.invoices.get(number) {
            return Ok(*id);
        }
        let id = app::naming::invoice(&self.world(day), &self.company, number)?.id;
        self.invoices.insert(number.to_string(), id);
        Ok(id)
    }

    /// What the program says is left of an invoice, in cents.
    ///
    /// # Errors
    /// `NotFound`, or a broken store.
    pub fn left(&mut self, day: Date, number: &str) -> AppResult<i64> {
        let id = self.invoice(day, number)?;
        self.world(day).read(|books| Ok(books.balance(id)?.map_or(0, |b| b.outstanding.get())))
    }

    /// What is left of an invoice and not contested, in cents.
    ///
    /// # Errors
    /// `NotFound`, or a broken store.
    pub fn undisputed(&mut self, day: Date, number: &str) -> AppResult<i64> {
        let id = self.invoice(day, number)?;
        let world = self.world(day);
        Ok(app::disputes::left_to_contest(&world, &self.company, id)?.get())
    }

    /// # Errors
    /// What the use case refuses, or a broken store.
    pub fn pay_by_hand(&mut self, day: Date, number: &str, cents: i64, on: Date, label: &str) -> AppResult<()> {
        let id = self.invoice(day, number)?;
        payments::pay(&self.world(day), &self.company, id, Cents::new(cents), on, label).map(drop)
    }

    /// Plans the day and reads the agenda as a user does.
    ///
    /// # Errors
    /// `Refused` when a later day was planned; a broken store.
    pub fn plan(&self, day: Date) -> AppResult<Seen> {
        let world = self.world(day);
        let planned = planning::plan_day(&world, &self.company, day)?;
        Seen::read(&world, planned, self)
    }

    /// Approves one proposal of a run.
    ///
    /// # Errors
    /// `Refused` when a document cannot be made; a broken store.
    pub fn approve(&self, day: Date, run: AgendaId, stored: &StoredProposal) -> AppResult<Prepared> {
        prepare(&self.world(day), &self.company, self.premises.desk, run, stored)
    }

    /// Sends what is prepared.
    ///
    /// # Errors
    /// A broken store.
    pub fn send(&self, day: Date, carrier: &dyn MailCarrier) -> AppResult<Round> {
        let carriers = Carriers { trial: carrier, live: Some(carrier) };
        send(&self.world(day), &self.company, &carriers)
    }

    /// The aged balance of a day.
    ///
    /// # Errors
    /// A broken store.
    pub fn aged(&self, today: Date, day: Date) -> AppResult<Aged> {
        Ok(Aged::from(aging::aged_balance(&self.world(today), &self.company, day, true)?))
    }

    /// # Errors
    /// A broken store.
    pub fn verify(&self, day: Date) -> AppResult<verify::Verification> {
        verify::verify(&self.world(day), &self.company)
    }
}
