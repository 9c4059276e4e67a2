//! A company with late customers, and a morning at its office: plan, approve everything, send.

use app::dispatch::{Carriers, Moment, Round, send_at};
use app::disputes::{Contention, open_all};
use app::planning::plan_day;
use app::ports::books::Store;
use app::ports::mail::{MailCarrier, MailComposer, OutgoingMail};
use app::prepare::{Desk, Prepared, prepare};
use app::records::{
    ActLine, ActRecord, ActRow, AgendaRun, Company, ContactRecord, InvoiceRecord, PartyRecord, PostalAddress, Settings,
    SmtpRecord, StoredProposal,
};
use app::{AppResult, Clock, Entropy, World, companies, verify};
use base::id::{CompanyId, Id, InvoiceId, Kind, PartyId};
use base::{Cents, Currency, Date, Timestamp, add_days};
use documents::TemplateSet;
use domain::facts::{ActState, Channel, ContactRole, DisputeCause, DueBasis, KindBasis, PartyKind};
use domain::journal::Actor;
use std::io::Read;
use std::sync::atomic::{AtomicI64, Ordering};

/// A Tuesday on which every invoice made here is two weeks late.
pub const TODAY: Date = Date::constant(2026, 3, 10);
/// How many customers are late.
pub const CUSTOMERS: u64 = 2;

/// Moves by a millisecond each time it is read. Each process starts in a minute of its own.
pub struct Ticks(AtomicI64);

impl Ticks {
    pub fn from_minute(minute: i64) -> Ticks {
        let morning: Timestamp = "2026-03-10T06:00:00Z".parse().unwrap();
        Ticks(AtomicI64::new(morning.as_millisecond() + minute * 60_000))
    }
}

impl Clock for Ticks {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.fetch_add(1, Ordering::SeqCst)).unwrap()
    }
}

/// The machine's own chance: two processes must not make the same identifiers.
pub struct Chance;

impl Entropy for Chance {
    fn ten_bytes(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        std::fs::File::open("/dev/urandom").unwrap().read_exact(&mut bytes).unwrap();
        bytes
    }
}

pub struct Composer;

impl MailComposer for Composer {
    fn compose(&self, mail: &OutgoingMail) -> Result<Vec<u8>, String> {
        outreach::compose(mail).map_err(|e| e.to_string())
    }
}

/// The n-th identifier of a kind.
pub fn id<K: Kind>(n: u64) -> Id<K> {
    let mut bytes = [0; 16];
    bytes[8..].copy_from_slice(&n.to_be_bytes());
    Id::from_bytes(bytes)
}

/// An office on some books. Several may be open on the same.
pub struct Office<'s> {
    pub store: &'s dyn Store,
    clock: Ticks,
    templates: TemplateSet,
}

impl<'s> Office<'s> {
    pub fn open(store: &'s dyn Store, minute: i64) -> Office<'s> {
        Office { store, clock: Ticks::from_minute(minute), templates: TemplateSet::shipped() }
    }

    /// Creates the company and its late customers, then opens the office.
    pub fn found(store: &'s dyn Store, live: bool) -> Office<'s> {
        let office = Office::open(store, 0);
        let world = office.on(TODAY);
        companies::create(&world, &company(live)).unwrap();
        world
            .write(|books| {
                for n in 1..=CUSTOMERS {
                    books.insert_party(&party(n))?;
                    books.insert_contact(&contact(n))?;
                }
                books.insert_invoices(&(1..=CUSTOMERS).map(invoice).collect::<Vec<_>>())?;
                Ok(())
            })
            .unwrap();
        office
    }

    pub fn on(&self, today: Date) -> World<'_> {
        World {
            store: self.store,
            clock: &self.clock,
            entropy: &Chance,
            today,
            actor: Actor::Person { name: "Camille".to_string() },
            program: "test",
        }
    }

    pub fn company(&self) -> Company {
        self.on(TODAY).company(None).unwrap()
    }

    pub fn plan(&self, today: Date) -> (AgendaRun, Vec<StoredProposal>) {
        let (world, company) = (self.on(today), self.company());
        let run = plan_day(&world, &company, today).unwrap().run;
        let proposals = world.read(|books| Ok(books.proposals(run.id, 0, 1_000)?)).unwrap();
        (run, proposals)
    }

    pub fn approve(&self, today: Date, run: &AgendaRun, stored: &StoredProposal) -> AppResult<Prepared> {
        let desk = Desk { templates: &self.templates, composer: &Composer };
        prepare(&self.on(today), &self.company(), &desk, run.id, stored)
    }

    /// Plans and approves all that is proposed; how many acts that made.
    pub fn approve_all(&self, today: Date) -> usize {
        let (run, proposals) = self.plan(today);
        let made = proposals.iter().map(|p| self.approve(today, &run, p).unwrap());
        made.filter(|p| matches!(p, Prepared::Act { .. })).count()
    }

    pub fn send_at(&self, today: Date, carrier: &dyn MailCarrier, moment: Moment) -> Round {
        let carriers = Carriers { trial: carrier, live: Some(carrier) };
        send_at(&self.on(today), &self.company(), &carriers, moment).unwrap()
    }

    /// Sends, waiting for a process that died to be noticed by the database.
    pub fn send(&self, today: Date, carrier: &dyn MailCarrier) -> Round {
        for _ in 0..200 {
            let round = self.send_at(today, carrier, Moment::Asked);
            if !round.busy {
                return round;
            }
            std::thread::sleep(std::time::Duration::from_millis(25));
        }
        panic!("the sending lock of a dead process is still held after five seconds");
    }

    /// A whole morning.
    pub fn morning(&self, today: Date, carrier: &dyn MailCarrier) -> Round {
        self.approve_all(today);
        self.send(today, carrier)
    }

    pub fn acts(&self) -> Vec<ActRow> {
        let company = self.company().id;
        self.on(TODAY).read(|books| Ok(books.acts_in_state(company, &ActState::ALL, 1_000)?)).unwrap()
    }

    pub fn states(&self) -> Vec<ActState> {
        self.acts().iter().map(|row| row.state).collect()
    }

    pub fn journal_kinds(&self) -> Vec<String> {
        let (world, company, mut kinds) = (self.on(TODAY), self.company().id, Vec::new());
        world
            .read(|books| {
                kinds.clear();
                books.journal(company, &mut |entry| {
                    kinds.push(entry.kind);
                    Ok(())
                })?;
                Ok(())
            })
            .unwrap();
        kinds
    }

    /// The journal's chain, the sums, the caches and the bytes that left are as they were recorded.
    pub fn verify(&self) {
        let found = verify::verify(&self.on(TODAY), &self.company()).unwrap();
        assert!(found.entries > 0);
        assert_eq!(found.findings, Vec::<String>::new());
    }

    /// A formal notice to the n-th customer, ready since that day.
    pub fn notice(&self, on: Date, n: u64) {
        let number = format!("F-2026-{n:03}");
        let notice = ActRecord {
            id: id(n),
            company: self.company().id,
            party: id(n),
            agenda: None,
            scenario: "consumer".to_string(),
            scenario_version: "1".to_string(),
            step: "formal-notice".to_string(),
            step_title: "Mise en demeure".to_string(),
            channel: Channel::RegisteredLetter,
            template: "formal-notice".to_string(),
            role: ContactRole::User,
            contact: None,
            addressed_to: "3 place du Marché".to_string(),
            subject: "Mise en demeure".to_string(),
            planned_on: on,
            total: Cents::new(DUE),
            currency: Currency::EUR,
            lines: vec![ActLine { invoice: id(n), number, amount: Cents::new(DUE) }],
            content: b"%PDF".to_vec(),
            content_type: "application/pdf".to_string(),
            content_sha256: "315d429b7714cedb6ad04ac31240145257692630457f3c88253c5beceac76027".to_string(),
            message_id: None,
            live: false,
            approved_by: "Camille".to_string(),
            prepared_at: self.clock.now(),
        };
        self.on(on).write(|books| Ok(books.insert_act(&notice)?)).unwrap();
    }

    /// The invoice of the n-th customer is paid, in part or whole.
    pub fn pay(&self, today: Date, n: u64, cents: i64, on: Date) {
        let invoice: InvoiceId = id(n);
        app::payments::pay(&self.on(today), &self.company(), invoice, Cents::new(cents), on, "VIR").unwrap();
    }

    /// The first customer contests today so much of what they owe, or all of it.
    pub fn contest(&self, amount: Option<Cents>) {
        let contested = Contention { cause: DisputeCause::Quality, amount, why: "au téléphone".to_string() };
        open_all(&self.on(TODAY), &self.company(), (id(1), Some(id(1))), &contested).unwrap();
    }
}

/// What each invoice asks for, in cents.
pub const DUE: i64 = 120_000;

pub fn day_after(n: i64) -> Date {
    add_days(TODAY, n).unwrap()
}

fn company(live: bool) -> Company {
    Company {
        siren: Some("732829320".to_string()),
        legal_form: Some("SARL".to_string()),
        address: PostalAddress {
            lines: vec!["1 rue de la Paix".to_string()],
            postcode: Some("75002".to_string()),
            city: Some("Paris".to_string()),
            country: None,
        },
        email: Some("compta@atelier-dupre.example".to_string()),
        settings: Settings { live, smtp: Some(SmtpRecord::default()), ..Settings::default() },
        ..Company::named(CompanyId::from_bytes([7; 16]), "Atelier Dupré", Timestamp::UNIX_EPOCH)
    }
}

fn party(n: u64) -> PartyRecord {
    let name = ["Boulangerie Martin", "Garage Lefort", "Menuiserie Roussel"][n as usize - 1].to_string();
    PartyRecord {
        id: id(n),
        company: CompanyId::from_bytes([7; 16]),
        search: base::fold::words(&name),
        name,
        kind: PartyKind::Business,
        kind_basis: KindBasis::Stated,
        siren: None,
        vat_id: None,
        code: Some(format!("C{n}")),
        language: "fr".to_string(),
        address: PostalAddress {
            lines: vec!["3 place du Marché".to_string()],
            city: Some("Lyon".to_string()),
            ..Default::default()
        },
        scenario: None,
        payment_terms: None,
        agreed_rate: None,
        is_key_account: false,
        is_pseudo: false,
        created_at: Timestamp::UNIX_EPOCH,
    }
}

/// The address at which the n-th customer gets mail.
pub fn address(n: u64) -> String {
    format!("compta{n}@client.example")
}

fn contact(n: u64) -> ContactRecord {
    let party: PartyId = id(n);
    ContactRecord {
        id: id(n),
        company: CompanyId::from_bytes([7; 16]),
        party,
        role: ContactRole::AccountsPayable,
        name: Some("Hélène Cœur".to_string()),
        email: Some(address(n)),
        phone: None,
        created_at: Timestamp::UNIX_EPOCH,
    }
}

pub fn invoice(n: u64) -> InvoiceRecord {
    let issued_on = Date::constant(2026, 1, 26);
    InvoiceRecord {
        id: id(n),
        company: CompanyId::from_bytes([7; 16]),
        party: id(n),
        source: None,
        key: format!("F-{n}"),
        content_hash: format!("hash-{n}"),
        number: format!("F-2026-{n:03}"),
        kind: "invoice".to_string(),
        issued_on,
        delivered_on: None,
        currency: Currency::EUR,
        gross: Cents::new(DUE),
        principal: Cents::new(DUE),
        due_on: add_days(issued_on, 30).unwrap(),
        due_basis: DueBasis::Stated,
        payment_terms: None,
        precedents: Vec::new(),
        order_reference: None,
        iban: None,
        validity: "[]".to_string(),
        known_on: issued_on,
        recorded_at: Timestamp::UNIX_EPOCH,
    }
}

/// A credit note of the first customer over so many cents.
pub fn credit_note(cents: i64) -> InvoiceRecord {
    let less = Cents::new(-cents);
    InvoiceRecord {
        id: id(50),
        key: "inv:av202601".to_string(),
        number: "AV-2026-01".to_string(),
        kind: "credit_note".to_string(),
        gross: less,
        principal: less,
        ..invoice(1)
    }
}
