//! Many at once: what is read once stays true to what others write meanwhile, and what did not change is not written.

use crate::ground::{CUSTOMERS, Composer, Office, TODAY, id};
use app::planning::{look_at, plan_day};
use app::ports::books::{Books, Store};
use app::ports::terms::{BooksError, BooksResult, View};
use app::prepare::{Approvals, Desk, Prepared};
use app::records::{BankLineRecord, SourceRecord};
use base::{Cents, Currency, Timestamp};
use documents::TemplateSet;
use domain::journal::JournalKind;
use domain::journal::kinds::BankLinesRecorded;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::SqlStore;

/// A credit on the bank account that could be the customer's, as an import records it.
fn credit(office: &Office<'_>, n: u64) {
    let (world, company) = (office.on(TODAY), office.company().id);
    let source = SourceRecord {
        id: id(1),
        company,
        name: "releve.csv".to_string(),
        format: "csv".to_string(),
        sha256: "1".repeat(64),
        bytes: Default::default(),
        recorded_at: Timestamp::UNIX_EPOCH,
    };
    let line = BankLineRecord {
        id: id(n),
        company,
        source: source.id,
        account: "FR76".to_string(),
        key: format!("line-{n}"),
        content_hash: "1".to_string(),
        booked_on: TODAY,
        amount: Cents::new(120_000),
        currency: Currency::EUR,
        counterparty: None,
        counterparty_iban: None,
        text: format!("VIR F-2026-{n:03}"),
        is_reversal: false,
        recorded_at: Timestamp::UNIX_EPOCH,
        payments: Vec::new(),
        end_to_end: None,
    };
    world
        .write(|books| {
            books.insert_source(&source)?;
            books.insert_bank_lines(std::slice::from_ref(&line))?;
            let kind = BankLinesRecorded { account: "FR76".to_string(), count: 1, until: TODAY };
            world.note(books, company, source.id, JournalKind::BankLinesRecorded(kind))
        })
        .unwrap();
}

#[test]
fn a_credit_that_arrives_between_two_approvals_stops_the_second() {
    testkit::both(|url| {
        let store = SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap();
        let office = Office::found(&store, false);
        let (run, proposals) = office.plan(TODAY);
        assert_eq!(proposals.len() as u64, CUSTOMERS);
        let (world, company, templates) = (office.on(TODAY), office.company(), TemplateSet::shipped());
        let desk = Desk { templates: &templates, composer: &Composer };
        let mut approvals = Approvals::new(&world, &company, &desk);
        assert!(matches!(approvals.prepare(run.id, &proposals[0]).unwrap(), Prepared::Act { .. }));
        let second = u64::from(proposals[1].party == id(2)) + 1;
        credit(&office, second);
        let prepared = approvals.prepare(run.id, &proposals[1]).unwrap();
        assert!(matches!(prepared, Prepared::Overtaken { .. }), "{prepared:?}");
        assert!(matches!(approvals.prepare(run.id, &proposals[0]).unwrap(), Prepared::Overtaken { .. }), "once");
        assert_eq!(office.acts().len(), 1);
        office.verify();
    });
}

/// Books that count the transactions, and run those that only read a second time, as after a broken connection.
struct Watched {
    store: SqlStore,
    writes: AtomicUsize,
    twice: bool,
}

impl Watched {
    fn open(url: &str, twice: bool) -> Watched {
        Watched { store: SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap(), writes: AtomicUsize::new(0), twice }
    }
}

impl Store for Watched {
    fn read(&self, work: &mut dyn FnMut(&mut dyn Books) -> BooksResult<()>) -> BooksResult<()> {
        if self.twice {
            self.store.read(work)?;
        }
        self.store.read(work)
    }

    fn write(&self, work: &mut dyn FnMut(&mut dyn Books) -> BooksResult<()>) -> BooksResult<()> {
        self.writes.fetch_add(1, Ordering::Relaxed);
        self.store.write(work)
    }

    fn sending_lock(&self) -> BooksResult<Option<Box<dyn Send>>> {
        Err(BooksError::Broken("nothing is sent here".to_string()))
    }
}

#[test]
fn a_day_planned_again_from_the_same_facts_writes_nothing() {
    testkit::both(|url| {
        let store = Watched::open(url, false);
        let office = Office::found(&store, false);
        let (first, _) = office.plan(TODAY);
        let before = store.writes.load(Ordering::Relaxed);
        let again = plan_day(&office.on(TODAY), &office.company(), TODAY).unwrap();
        assert!(again.was_known);
        assert_eq!((again.run, store.writes.load(Ordering::Relaxed)), (first.clone(), before));
        office.pay(TODAY, 1, 5_000, TODAY);
        let (changed, _) = office.plan(TODAY);
        assert_ne!(changed.inputs_hash, first.inputs_hash);
        let again = plan_day(&office.on(TODAY), &office.company(), TODAY).unwrap();
        assert_eq!((again.was_known, again.run), (true, changed));
    });
}

#[test]
fn a_day_looked_at_is_given_once_even_when_its_reading_is_done_again() {
    testkit::both(|url| {
        let store = Watched::open(url, true);
        let office = Office::found(&store, false);
        let mut given = Vec::new();
        let view = View { as_of: TODAY, known_at: None };
        look_at(&office.on(TODAY), &office.company(), view, &mut |plan| given.extend(plan.proposals)).unwrap();
        assert_eq!(given.len() as u64, CUSTOMERS);
    });
}
