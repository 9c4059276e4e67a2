//! A company with empty books on a given engine, the files it is handed, and what its books then say.

use app::import::{FileOutcome, FileReport, ImportOptions, ImportReport, ReadFile, import};
use app::records::{Company, PaymentRecord};
use app::{Clock, Entropy, World, aging, companies, verify};
use base::id::CompanyId;
use base::{Cents, Date, Timestamp};
use domain::facts::{KindBasis, PartyKind};
use domain::journal::Actor;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use store::SqlStore;

pub const SIREN: &str = "732829320";

/// One millisecond later each time it is asked.
struct Ticking(AtomicU64);

impl Clock for Ticking {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(1_790_000_000_000 + self.0.fetch_add(1, Ordering::Relaxed) as i64).unwrap()
    }
}

/// Never twice the same, whatever the number of offices on one database.
static NEXT: AtomicU64 = AtomicU64::new(1);

struct Counting;

impl Entropy for Counting {
    fn ten_bytes(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        bytes
    }
}

pub struct Office {
    store: SqlStore,
    clock: Ticking,
    entropy: Counting,
    pub company: Company,
    pub today: Date,
}

/// What the books say of one customer: name, sum of what is open, and the open items by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    pub name: String,
    pub balance: i64,
    pub open: Vec<(String, i64)>,
}

/// The facts that may not depend on the order of the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub accounts: BTreeMap<String, Account>,
    /// Due date of each open item.
    pub due: Vec<(String, Date)>,
    pub buckets: String,
    /// What each customer is, and on what that rests.
    pub kinds: BTreeMap<String, (PartyKind, KindBasis)>,
}

impl Office {
    pub fn open(url: &str) -> Office {
        Office::of(url, |_| {})
    }

    pub fn of(url: &str, change: impl FnOnce(&mut Company)) -> Office {
        let at = Timestamp::from_millisecond(1_790_000_000_000).unwrap();
        let mut company = Company {
            siren: Some(SIREN.into()),
            vat_id: Some(format!("FR44{SIREN}")),
            ..Company::named(CompanyId::new(1, [1; 10]), "Atelier Lumière", at)
        };
        change(&mut company);
        let office = Office {
            store: SqlStore::open(url, at).unwrap(),
            clock: Ticking(AtomicU64::new(0)),
            entropy: Counting,
            company,
            today: day("2026-12-31"),
        };
        companies::create(&office.world(), &office.company).unwrap();
        office
    }

    pub fn world(&self) -> World<'_> {
        World {
            store: &self.store,
            clock: &self.clock,
            entropy: &self.entropy,
            today: self.today,
            actor: Actor::Person { name: "Anne".into() },
            program: "test",
        }
    }

    pub fn import_with(&self, files: &[ReadFile], options: ImportOptions) -> ImportReport {
        import(&self.world(), &self.company, files, options, &mut |_| {}).unwrap()
    }

    pub fn import(&self, files: &[ReadFile]) -> ImportReport {
        self.import_with(files, ImportOptions::default())
    }

    /// Imports one file that must be taken.
    pub fn take(&self, file: &ReadFile) -> FileReport {
        let report = self.import(std::slice::from_ref(file)).files.remove(0);
        assert_eq!(report.outcome, FileOutcome::Taken, "{report:?}");
        report
    }

    /// Customers by our code for them, else by name.
    pub fn accounts(&self) -> BTreeMap<String, Account> {
        let world = self.world();
        let aging = aging::aged_balance(&world, &self.company, self.today, true).unwrap();
        let mut accounts = BTreeMap::new();
        for party in aging::customers(&world, &self.company, "").unwrap() {
            let mut account = Account { name: party.name.clone(), ..Account::default() };
            for item in aging.items.iter().filter(|i| i.party == party.id) {
                account.balance += item.outstanding.get();
                account.open.push((item.number.clone(), item.outstanding.get()));
            }
            account.open.sort();
            let code = party.code.clone().unwrap_or_else(|| base::fold::words(&party.name));
            assert!(accounts.insert(code.clone(), account).is_none(), "two customers are {code}");
        }
        accounts
    }

    pub fn picture(&self) -> Picture {
        let aging = aging::aged_balance(&self.world(), &self.company, self.today, true).unwrap();
        let mut due: Vec<_> = aging.items.iter().map(|i| (i.number.clone(), i.due_on)).collect();
        due.sort();
        let mut accounts = self.accounts();
        accounts.retain(|_, account| !account.open.is_empty());
        let accounts = accounts.into_values().map(|a| (base::fold::words(&a.name), a)).collect();
        let buckets = aging.by_currency.iter().map(|(c, b)| format!("{c:?} {:?} {:?}\n", b.total, b.buckets)).collect();
        let customers = aging::customers(&self.world(), &self.company, "").unwrap();
        let kinds = customers.into_iter().map(|c| (c.search, (c.kind, c.kind_basis))).collect();
        Picture { accounts, due, buckets, kinds }
    }

    pub fn total(&self) -> i64 {
        self.accounts().values().map(|a| a.balance).sum()
    }

    /// Number and what is left of it, of everything open.
    pub fn open_items(&self) -> Vec<(String, i64)> {
        let mut open: Vec<_> = self.accounts().into_values().flat_map(|a| a.open).collect();
        open.sort();
        open
    }

    pub fn payments(&self) -> Vec<PaymentRecord> {
        let world = self.world();
        let parties = aging::customers(&world, &self.company, "").unwrap();
        world
            .read(|books| {
                let mut all = Vec::new();
                for party in &parties {
                    all.extend(books.payments_of_party(party.id)?);
                }
                Ok(all)
            })
            .unwrap()
    }

    /// Amounts received, sorted.
    pub fn received(&self) -> Vec<i64> {
        let mut amounts: Vec<i64> = self.payments().iter().map(|p| p.amount.get()).collect();
        amounts.sort_unstable();
        amounts
    }

    pub fn is_sound(&self) {
        let found = verify::verify(&self.world(), &self.company).unwrap();
        assert_eq!(found.findings, Vec::<String>::new());
    }
}

pub fn day(text: &str) -> Date {
    base::parse_iso_date(text).unwrap()
}

pub fn cents(euros: &str) -> i64 {
    Cents::parse(euros).unwrap().get()
}

/// Reads as the command line does.
pub fn read(name: &str, bytes: &[u8]) -> Vec<ReadFile> {
    let mut found = Vec::new();
    let options = reader::Options { validate: false, ..reader::Options::default() };
    reader::read(reader::Input { name, bytes }, &options, &mut |file| {
        let sha256 = Sha256::digest(&file.bytes).iter().map(|b| format!("{b:02x}")).collect();
        found.push(ReadFile {
            name: file.name,
            sha256,
            bytes: file.bytes.into_owned().into(),
            reading: file.reading,
            part_of: None,
        });
    });
    found
}

pub fn one(name: &str, bytes: &[u8]) -> ReadFile {
    let mut files = read(name, bytes);
    assert_eq!(files.len(), 1, "{name}");
    files.remove(0)
}

pub fn data(file: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/data").join(file);
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}
