use app::ports::books::Store;
use app::ports::mail::{MailComposer, OutgoingMail};
use app::prepare::Desk;
use app::records::Company;
use app::{AppError, AppResult};
use base::{Date, Timestamp};
use documents::TemplateSet;
use sim::office::Premises;
use sim::story::{Plot, Safe, Story};
use std::cell::Cell;
use std::path::{Path, PathBuf};
use store::SqlStore;

pub struct Composer;

impl MailComposer for Composer {
    fn compose(&self, mail: &OutgoingMail) -> Result<Vec<u8>, String> {
        outreach::compose(mail).map_err(|e| e.to_string())
    }
}

/// Copies of the books beside them. Books that were put back stay open until the test ends.
pub struct Copies {
    folder: PathBuf,
    present: Cell<&'static SqlStore>,
    made: Cell<u32>,
}

impl Copies {
    fn copy(&self) -> PathBuf {
        self.folder.join(format!("copie-{}.db", self.made.get()))
    }
}

impl Safe for Copies {
    fn keep(&self) -> AppResult<()> {
        self.made.set(self.made.get() + 1);
        self.present.get().database().backup(&self.copy()).map_err(|e| AppError::Broken(e.to_string()))
    }

    fn put_back(&self) -> AppResult<&'static dyn Store> {
        let place = self.folder.join(format!("livres-{}.db", self.made.get()));
        store::engine::restore(&self.copy(), &place).map_err(|e| AppError::Broken(e.to_string()))?;
        self.present.set(opened(&format!("sqlite:{}", place.display())));
        Ok(self.present.get())
    }
}

fn opened(url: &str) -> &'static SqlStore {
    Box::leak(Box::new(SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap()))
}

/// Runs `body` with the premises of a fresh SQLite file, and a place for its copies.
pub fn on_fresh_books(body: impl FnOnce(Premises<'_>, &Copies)) {
    testkit::on_sqlite(|url| {
        let folder = Path::new(url.trim_start_matches("sqlite:")).parent().unwrap().to_path_buf();
        let copies = Copies { folder, present: Cell::new(opened(url)), made: Cell::new(0) };
        let templates = TemplateSet::shipped();
        let desk = Desk { templates: &templates, composer: &Composer };
        body(Premises { store: copies.present.get(), desk: &desk, program: "sim" }, &copies);
    });
}

/// What came of a life.
#[derive(Clone, Copy, Debug, Default)]
struct Lived {
    /// Plans kept, broken, still running; payments of theirs that were recognised.
    plans: [u32; 4],
    /// Credits matched by number and amount, and under the standing order.
    matches: (u32, u32),
}

fn lives(plot: Plot, company: Company, end: Date) -> Lived {
    let outcome = Cell::new(Lived::default());
    on_fresh_books(|premises, copies| {
        let mut story = Story::begin(premises, plot, company).unwrap();
        story.safe = Some(copies);
        let lived = story.live_until(end);
        let verified = story.check_journal();
        println!("seed {}: {}", plot.seed, story.figures.summary(&story.market, story.day));
        let (returned, copies) = (story.came_back_by_cause(), story.copies_put_back());
        let [kept, broken, running, recognised] = story.plans();
        println!("matched by number and amount, and under the order: {:?}", story.matches());
        println!("plans kept {kept}, broken {broken}, running {running}; payments recognised {recognised}");
        println!("letters unclaimed and to wrong addresses {returned:?}, books put back and acts in doubt {copies:?}");
        for line in story.log.iter().rev().take(if story.findings().is_empty() { 3 } else { 12 }).rev() {
            println!("{line}");
        }
        lived.and(verified).unwrap_or_else(|e| panic!("seed {}, {}: {e}", plot.seed, story.day));
        let compact = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        for finding in story.findings().iter().take(3) {
            let about = finding.what.split([' ', ':']).find(|w| w.starts_with("F20")).map(compact).unwrap_or_default();
            let told = story.auditor.notes.iter().map(|n| format!("{} {:?}", n.on, n.told));
            told.filter(|t| !about.is_empty() && compact(t).contains(&about)).for_each(|t| println!("  {t}"));
        }
        let findings: Vec<String> = story.findings().iter().take(25).map(ToString::to_string).collect();
        assert!(
            findings.is_empty(),
            "seed {}: {} findings\n{}",
            plot.seed,
            story.findings().len(),
            findings.join("\n")
        );
        outcome.set(Lived { plans: story.plans(), matches: story.matches() });
    });
    outcome.get()
}

/// Few invoices: laying out a document takes a quarter of a second without optimisation, and each reminder has one.
fn plot(seed: u64, start: Date, days: i64, invoices: u64) -> Plot {
    Plot {
        seed,
        start,
        customers: 30,
        invoices: Some((invoices, days)),
        accidents: true,
        audited: true,
        lazy_one_in: 9,
        paper_one_in: 8,
        plans_one_in: 2,
        trusts_matching: false,
    }
}

#[test]
fn a_year_with_accidents() {
    let lived = lives(plot(1, Date::constant(2024, 1, 1), 366, 70), sim::demo::company(), Date::constant(2025, 1, 1));
    let [kept, broken, _, recognised] = lived.plans;
    assert!(kept > 0 && broken > 0 && recognised > 0, "{lived:?}");
}

#[test]
fn eighteen_months_in_which_customers_fail() {
    let lived = lives(plot(2, Date::constant(2024, 4, 1), 548, 75), sim::demo::company(), Date::constant(2025, 10, 1));
    let [kept, broken, _, recognised] = lived.plans;
    assert!(kept > 0 && broken > 0 && recognised > 0, "{lived:?}");
}

#[test]
fn half_a_year_across_a_change_of_rates() {
    lives(plot(7, Date::constant(2025, 9, 1), 181, 45), sim::demo::company(), Date::constant(2026, 3, 1));
}

/// Customers at their own rhythm, nothing rationed, long enough for reminders, calls and disputes to follow each other.
#[test]
fn a_quarter_at_full_rhythm() {
    let plot = Plot { invoices: None, customers: 14, ..plot(11, Date::constant(2024, 6, 1), 0, 0) };
    lives(plot, sim::demo::company(), Date::constant(2024, 9, 1));
}

/// The owner lets certain credits be matched: none of them wrongly, and nobody who has paid is asked again.
#[test]
fn four_months_in_which_what_is_certain_is_matched_by_itself() {
    let days = plot(21, Date::constant(2025, 3, 1), 122, 90);
    let lived = lives(Plot { trusts_matching: true, ..days }, sim::demo::company(), Date::constant(2025, 7, 1));
    let (exact, ordered) = lived.matches;
    assert!(exact > 0 && ordered > 0, "{lived:?}");
}

/// The same with larger companies, over two years: minutes. Run with `cargo test -p sim -- --ignored`.
#[test]
#[ignore = "takes minutes without optimisation"]
fn two_years_at_full_rhythm() {
    for seed in 11..=13 {
        let plot = Plot { invoices: None, customers: 40, ..plot(seed, Date::constant(2024, 6, 1), 0, 0) };
        lives(plot, sim::demo::company(), Date::constant(2026, 6, 1));
    }
}
