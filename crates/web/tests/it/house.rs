//! A house on throw-away books: the company of demonstration, or nothing at all.

use crate::browser::Browser;
use crate::office;
use app::dispatch::{Carriers, Moment, Round, send_at};
use app::import::{PartOf, ReadFile};
use app::ports::books::Books;
use app::ports::mail::{MailCarrier, MailComposer, MailReader, OutgoingMail};
use app::ports::terms::BooksResult;
use app::ports::vault::Vault;
use app::ports::webhooks::Courier;
use app::prepare::Desk;
use app::records::Company;
use app::{AppResult, Clock, Entropy, World};
use argon2::{Algorithm, Argon2, Params, Version};
use base::{Date, Timestamp};
use documents::TemplateSet;
use domain::journal::Actor;
use outreach::{MimeReader, OutboxCarrier};
use sim::demo::{Size, fill};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::SqlStore;
use web::{Argon, Columns, House, Outside};

/// A working day that the law tables cover.
pub const TODAY: Date = Date::constant(2026, 11, 20);

/// Seconds since 1970 at which the clock of a house starts, just after a half-minute began.
pub const TICKING_FROM: u64 = 1_795_172_400;

/// A clock that moves by a millisecond each time it is read, so that instants have an order; a test may move it further.
#[derive(Clone, Default)]
pub struct Ticking(Arc<AtomicU64>);

impl Ticking {
    pub fn later(&self, seconds: u64) {
        self.0.fetch_add(seconds * 1_000, Ordering::Relaxed);
    }
}

impl Clock for Ticking {
    fn now(&self) -> Timestamp {
        let noon = TICKING_FROM * 1_000 + self.0.fetch_add(1, Ordering::Relaxed);
        Timestamp::from_millisecond(i64::try_from(noon).unwrap()).unwrap()
    }
}

/// Bytes that never repeat within a test, and are the same in each run.
pub struct Counted(AtomicU64);

impl Entropy for Counted {
    fn ten_bytes(&self) -> [u8; 10] {
        let mut bytes = [7; 10];
        bytes[2..].copy_from_slice(&self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        bytes
    }
}

pub struct Composer;

impl MailComposer for Composer {
    fn compose(&self, mail: &OutgoingMail) -> Result<Vec<u8>, String> {
        outreach::compose(mail).map_err(|e| e.to_string())
    }
}

/// Seals by turning the text round: enough to see that nothing is kept as it was typed.
pub struct Mirror;

impl Vault for Mirror {
    fn seal(&self, text: &str) -> Result<String, String> {
        Ok(format!("miroir:{}", text.chars().rev().collect::<String>()))
    }

    fn open(&self, sealed: &str) -> Result<String, String> {
        let text = sealed.strip_prefix("miroir:").ok_or("never sealed")?;
        Ok(text.chars().rev().collect())
    }

    fn open_kept(&self, kept: &str) -> Result<String, String> {
        self.open(kept)
    }
}

/// A small demonstration.
const SMALL: Size = Size { customers: 20, invoices: 150, documents: 2 };

/// A file of the yard: while it is there, work in the background never comes to run.
const KILLED: &str = "arrêté";

pub struct Yard {
    pub outbox: PathBuf,
}

impl Outside for Yard {
    fn today(&self, _: Option<&Company>) -> Date {
        TODAY
    }

    fn hour(&self) -> u8 {
        10
    }

    fn jobs_folder(&self) -> PathBuf {
        self.outbox.join("travaux")
    }

    /// At once: what a page shows next is what came of it. Work that is lost is work whose process was killed.
    fn background(&self, work: Box<dyn FnOnce() + Send>) {
        if !self.outbox.join(KILLED).exists() {
            work();
        }
    }

    fn take_dropped(&self, _: &World<'_>, _: &Company) -> AppResult<app::dropped::Looked> {
        Ok(app::dropped::Looked::default())
    }

    fn read(
        &self,
        files: &[(String, Vec<u8>)],
        columns: &Columns<'_>,
        progress: &mut dyn FnMut(usize),
    ) -> Vec<ReadFile> {
        let inputs = files.iter().map(|(name, bytes)| reader::Input { name, bytes });
        let options = reader::Options { validate: true, mappings: columns };
        let found = reader::read_together(inputs, &options, progress);
        let part_of = |part: reader::Part| PartOf { whole: part.whole, until: part.until };
        let read = |(file, part): (reader::FileReading<'_>, Option<reader::Part>)| {
            let read = ReadFile::of(file.name, file.bytes.into_owned(), file.reading);
            ReadFile { part_of: part.map(part_of), ..read }
        };
        found.into_iter().map(read).collect()
    }

    fn demonstrate(&self, world: &World<'_>, progress: &mut dyn FnMut(u64, u64)) -> AppResult<Company> {
        let desk = Desk { templates: &TemplateSet::shipped(), composer: &Composer };
        let premises = sim::office::Premises { store: world.store, desk: &desk, program: world.program };
        sim::demo::open(premises, TODAY, SMALL, &mut |n| progress(n, SMALL.invoices))
    }

    fn composer(&self) -> &dyn MailComposer {
        &Composer
    }

    /// A real conversation with the server that is set, which a test starts on this machine.
    fn check_mail(&self, company: &Company) -> Result<String, String> {
        let here = company.settings.smtp.as_ref().filter(|smtp| smtp.host == "127.0.0.1");
        let smtp = here.ok_or("Aucun serveur d’envoi n’est réglé.")?;
        let security = match smtp.security.as_str() {
            "tls" => outreach::Security::Tls,
            "none" => outreach::Security::None,
            _ => outreach::Security::StartTls,
        };
        let mut settings = outreach::SmtpSettings::new(smtp.host.clone(), smtp.port, security);
        settings.username.clone_from(&smtp.username);
        settings.password = smtp.password.as_deref().map(|kept| Mirror.open_kept(kept)).transpose()?;
        outreach::SmtpCarrier::new(settings).map_err(|e| e.to_string())?.check()
    }

    fn read_mail(&self, message: &[u8]) -> Option<web::house::MailShown> {
        let read = outreach::read(message)?;
        let (subject, from, to, text) = (read.subject, read.from, read.to, read.text);
        Some(web::house::MailShown { subject, from, to, text, html: read.html, files: read.files })
    }

    fn mail_reader(&self) -> &dyn MailReader {
        &MimeReader
    }

    fn courier(&self) -> &dyn Courier {
        &outreach::HttpCourier
    }

    fn send(&self, world: &World<'_>, company: &Company, moment: Moment) -> AppResult<Round> {
        let trial = OutboxCarrier::new(&self.outbox);
        send_at(world, company, &Carriers { trial: &trial, live: None }, moment)
    }
}

/// Hashes that cost nothing.
pub fn weak() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8, 1, 1, None).unwrap())
}

/// The house on the books at that address. The passwords are weak on purpose: their form is tested where it is made.
pub fn house(url: &str, outbox: &std::path::Path) -> House {
    house_at(url, outbox, Ticking::default(), 0)
}

/// Two houses on the same books count their chance from different numbers.
fn house_at(url: &str, outbox: &std::path::Path, clock: Ticking, chance: u64) -> House {
    House {
        store: Box::new(SqlStore::open(url, clock.now()).unwrap()),
        clock: Box::new(clock),
        entropy: Box::new(Counted(AtomicU64::new(chance))),
        passwords: Box::new(Argon::with(weak())),
        vault: Box::new(Mirror),
        outside: Box::new(Yard { outbox: outbox.to_path_buf() }),
        program: "quitus test",
        secure: false,
        logs_requests: false,
        watch: web::Watch::default(),
        counting: web::Counting::default(),
        proxies: Vec::new(),
        metrics_token: None,
    }
}

/// Runs a body on empty books of both engines.
pub fn empty(body: impl Fn(Browser)) {
    testkit::both(|url| {
        let folder = testkit::Folder::new();
        body(Browser::new(web::router(house(url, folder.path()))));
    });
}

static DEMO: testkit::Filled = testkit::Filled::by(|url| {
    let folder = testkit::Folder::new();
    let house = house(url, folder.path());
    let desk = Desk { templates: &TemplateSet::shipped(), composer: &Composer };
    let premises = sim::office::Premises { store: house.store.as_ref(), desk: &desk, program: "quitus test" };
    fill(premises, 7, TODAY, SMALL, &mut |_| {}).unwrap();
});

/// Runs a body on a small company of demonstration, on both engines, with its owner logged in.
pub fn demo(body: impl Fn(Browser)) {
    demo_at(|_, browser| body(browser));
}

/// The same, with the address of the books.
pub fn demo_at(body: impl Fn(&str, Browser)) {
    DEMO.both(|url| {
        let folder = testkit::Folder::new();
        let mut browser = Browser::new(web::router(house(url, folder.path())));
        browser.first_owner();
        body(url, browser);
    });
}

/// What stands behind the browser, for a test that looks at the books or lets time pass.
pub struct Ground {
    pub house: Arc<House>,
    clock: Ticking,
    url: String,
    folder: PathBuf,
}

impl Ground {
    pub fn read<T>(&self, work: impl FnMut(&mut dyn Books) -> AppResult<T>) -> T {
        self.house.world(Actor::Program, None).read(work).unwrap()
    }

    pub fn write(&self, mut work: impl FnMut(&mut dyn Books) -> BooksResult<()>) {
        self.house.world(Actor::Program, None).write(|books| Ok(work(books)?)).unwrap();
    }

    /// From now on, work in the background is lost.
    pub fn kill(&self) {
        std::fs::write(self.folder.join(KILLED), "").unwrap();
    }

    pub fn revive(&self) {
        std::fs::remove_file(self.folder.join(KILLED)).unwrap();
    }

    pub fn company(&self) -> Company {
        self.read(|books| Ok(books.companies()?.remove(0)))
    }

    pub fn later(&self, seconds: u64) {
        self.clock.later(seconds);
    }

    pub fn outbox(&self) -> &std::path::Path {
        &self.folder
    }

    /// A second server on the same books.
    pub fn another(&self) -> House {
        house_at(&self.url, &self.folder, self.clock.clone(), 1 << 40)
    }
}

/// Runs a body on a company with late customers, on both engines, with its owner logged in.
pub fn work(body: impl Fn(Browser, Ground)) {
    testkit::both(|url| {
        let folder = testkit::Folder::new();
        let clock = Ticking::default();
        let house = Arc::new(house_at(url, folder.path(), clock.clone(), 0));
        office::found(&house.world(Actor::Person { name: "Claire Martin".to_string() }, None));
        let mut browser = Browser::new(web::router(Arc::clone(&house)));
        browser.first_owner();
        body(browser, Ground { house, clock, url: url.to_string(), folder: folder.path().to_path_buf() });
    });
}

fn ground(url: &str, folder: &std::path::Path) -> (Ground, Browser) {
    let clock = Ticking::default();
    let house = Arc::new(house_at(url, folder, clock.clone(), 0));
    let browser = Browser::new(web::router(Arc::clone(&house)));
    (Ground { house, clock, url: url.to_string(), folder: folder.to_path_buf() }, browser)
}

/// As [`demo`], with what stands behind the browser.
pub fn grounds(body: impl Fn(&Ground, Browser)) {
    DEMO.both(|url| {
        let folder = testkit::Folder::new();
        let (ground, mut browser) = ground(url, folder.path());
        browser.first_owner();
        body(&ground, browser);
    });
}

/// As [`empty`], with what stands behind the browser.
pub fn empty_grounds(body: impl Fn(&Ground, Browser)) {
    testkit::both(|url| {
        let folder = testkit::Folder::new();
        let (ground, browser) = ground(url, folder.path());
        body(&ground, browser);
    });
}
