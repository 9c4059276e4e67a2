use app::ports::mail::{MailComposer, OutgoingMail};
use app::prepare::Desk;
use app::records::Company;
use base::{Date, Timestamp};
use documents::TemplateSet;
use sim::office::Premises;
use sim::story::{Plot, Story};
use store::SqlStore;

pub struct Composer;

impl MailComposer for Composer {
    fn compose(&self, mail: &OutgoingMail) -> Result<Vec<u8>, String> {
        outreach::compose(mail).map_err(|e| e.to_string())
    }
}

/// Runs `body` with the premises of a fresh SQLite file.
pub fn on_fresh_books(body: impl FnOnce(Premises<'_>)) {
    testkit::on_sqlite(|url| {
        let store = SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap();
        let templates = TemplateSet::shipped();
        let desk = Desk { templates: &templates, composer: &Composer };
        body(Premises { store: &store, desk: &desk, program: "sim" });
    });
}

fn lives(plot: Plot, company: Company, end: Date) {
    on_fresh_books(|premises| {
        let mut story = Story::begin(premises, plot, company).unwrap();
        let lived = story.live_until(end);
        let verified = story.check_journal();
        println!("seed {}: {}", plot.seed, story.figures.summary(&story.market, story.day));
        for line in story.log.iter().rev().take(if story.findings().is_empty() { 3 } else { 12 }).rev() {
            println!("{line}");
        }
        lived.and(verified).unwrap_or_else(|e| panic!("seed {}, {}: {e}", plot.seed, story.day));
        let findings: Vec<String> = story.findings().iter().take(25).map(ToString::to_string).collect();
        assert!(findings.is_empty(), "seed {}: {} findings\n{}", plot.seed, story.findings().len(), findings.join("\n"));
    });
}

fn plot(seed: u64) -> Plot {
    Plot {
        seed,
        start: Date::constant(2024, 1, 1),
        customers: 30,
        invoices: None,
        accidents: true,
        audited: true,
        lazy_one_in: 9,
        paper_one_in: 6,
    }
}

#[test]
fn a_year_with_accidents() {
    lives(plot(1), sim::demo::company(), Date::constant(2025, 1, 1));
}

#[test]
fn a_second_year_in_which_one_customer_fails() {
    let plot = Plot { start: Date::constant(2024, 4, 1), customers: 31, ..plot(2) };
    lives(plot, sim::demo::company(), Date::constant(2025, 7, 1));
}

#[test]
fn another_half_year_across_a_change_of_rates() {
    let plot = Plot { start: Date::constant(2025, 9, 1), customers: 45, ..plot(7) };
    lives(plot, sim::demo::company(), Date::constant(2026, 3, 1));
}
