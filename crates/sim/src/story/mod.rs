//! Days that follow each other: files arrive, the program plans, the owner approves, customers answer, things go wrong.
//!
//! The story drives the real use cases through the office and tells the auditor what went in and what came out. It is the
//! system test, and without the auditor's questions it also fills the demonstration company.

mod accident;
mod agreements;
mod checks;
mod copy;
mod disputes;
mod history;
mod inbox;
mod instalments;
mod matched;
mod owner;
mod post;
mod replies;
mod tasks;

pub use accident::Accident;
pub use copy::Safe;
pub use history::Ration;

use crate::audit::{Auditor, Finding};
use crate::carrier::SimCarrier;
use crate::chance::{Stream, later, stream};
use crate::customer::Customer;
use crate::figures::Figures;
use crate::market::Market;
use crate::office::{Office, Premises};
use crate::seen::Seen;
use app::AppResult;
use app::records::Company;
use base::{Date, calendar};
use inbox::Inbox;
use instalments::Plans;
use matched::Matched;
use owner::Desktop;
use post::Post;
use std::collections::BTreeMap;
use tasks::Tasks;

/// What a story is made of.
#[derive(Clone, Copy, Debug)]
pub struct Plot {
    pub seed: u64,
    pub start: Date,
    pub customers: u32,
    /// About so many invoices within so many days; `None` leaves customers their own rhythm.
    pub invoices: Option<(u64, i64)>,
    pub accidents: bool,
    /// Ask the auditor every day.
    pub audited: bool,
    /// The owner misses about one working day in so many; zero for never.
    pub lazy_one_in: u32,
    /// The owner makes one call, letter or visit in so many and passes over the others.
    pub paper_one_in: u32,
    /// A customer who owes for long asks for a plan one week in so many; zero for never.
    pub plans_one_in: u32,
    /// The owner signs that certain credits are matched without a click, and sorts the others on the bank page.
    pub trusts_matching: bool,
}

/// A company's days.
pub struct Story<'p> {
    pub plot: Plot,
    pub market: Market,
    pub office: Office<'p>,
    pub auditor: Auditor,
    pub carrier: SimCarrier,
    pub figures: Figures,
    /// One line for each day.
    pub log: Vec<String>,
    pub day: Date,
    inbox: Inbox,
    desktop: Desktop,
    tasks: Tasks,
    closed_until: Option<Date>,
    entries_verified: u64,
    runs: BTreeMap<Date, ()>,
    post: Post,
    plans: Plans,
    matched: Matched,
    /// Where copies are kept; without it, the books are never put back.
    pub safe: Option<&'p dyn Safe>,
    put_back: u64,
    in_doubt: u64,
    /// Disputes whose outcome is known beforehand, the oldest first.
    verdicts: Vec<disputes::Verdict>,
}

impl<'p> Story<'p> {
    /// Creates the company and opens its first day.
    ///
    /// # Errors
    /// `Refused` when that company is kept already; a broken store.
    pub fn begin(premises: Premises<'p>, plot: Plot, company: Company) -> AppResult<Story<'p>> {
        let office = Office::found(premises, plot.seed, plot.start, company)?;
        Ok(Story {
            market: Market::open(plot.seed, plot.start, plot.customers, plot.invoices),
            office,
            auditor: Auditor { is_away: !plot.audited, ..Auditor::default() },
            carrier: SimCarrier::new(plot.seed.is_multiple_of(2)),
            figures: Figures::default(),
            log: Vec::new(),
            day: plot.start,
            inbox: Inbox::new(plot.start),
            desktop: Desktop::default(),
            tasks: Tasks::default(),
            closed_until: None,
            entries_verified: 0,
            runs: BTreeMap::new(),
            post: Post::default(),
            plans: Plans::default(),
            matched: Matched::default(),
            safe: None,
            put_back: 0,
            in_doubt: 0,
            verdicts: Vec::new(),
            plot,
        })
    }

    fn draws(&self, purpose: &str) -> Stream {
        stream(self.plot.seed, u32::MAX - 1, &format!("{purpose} {}", self.day))
    }

    pub fn is_working_day(&self) -> bool {
        calendar::is_working_day(self.day, Customer::REGION)
    }

    /// Lives until that day, not included, one day after the other.
    ///
    /// # Errors
    /// A broken store, or something the program refused that it should not have.
    pub fn live_until(&mut self, end: Date) -> AppResult<()> {
        while self.day < end {
            self.live_a_day()?;
        }
        Ok(())
    }

    /// # Errors
    /// As `live_until`.
    pub fn live_a_day(&mut self) -> AppResult<()> {
        self.office.watch.wake(self.day);
        self.outside();
        let accident = self.plot.accidents.then(|| accident::accident(self.plot.seed, self.day)).flatten();
        if let Some(Accident::Outage { days }) = accident {
            self.closed_until = self.closed_until.max(Some(later(self.day, days)));
        }
        if self.closed_until.is_none_or(|until| self.day >= until) {
            self.work(accident)?;
        } else {
            self.log.push(format!("{} program not running", self.day));
        }
        self.day = later(self.day, 1);
        Ok(())
    }

    /// The program's day.
    fn work(&mut self, accident: Option<Accident>) -> AppResult<()> {
        if accident == Some(Accident::ClockBack) {
            self.clock_goes_back()?;
        }
        self.sign_for_matching()?;
        let taken = self.take_inbox(accident)?;
        self.look_at_matches()?;
        self.settle_owner_matters()?;
        let mut seen = self.office.plan(self.day)?;
        self.runs.insert(self.day, ());
        self.check_agenda(&seen)?;
        if accident == Some(Accident::TwiceADay) {
            seen = self.plan_again(&seen)?;
        }
        let approved = if self.owner_is_in() { self.owner_works(&mut seen, accident)? } else { 0 };
        self.check_books()?;
        self.write_log(&seen, taken, approved, accident);
        Ok(())
    }

    fn owner_is_in(&self) -> bool {
        let lazy = self.plot.lazy_one_in;
        self.is_working_day() && (lazy == 0 || !self.draws("lazy").one_in(lazy))
    }

    /// Planning the same day again, with nothing new, gives the run that is there.
    fn plan_again(&mut self, first: &Seen) -> AppResult<Seen> {
        let again = self.office.plan(self.day)?;
        if !again.was_known || again.run != first.run {
            self.auditor.find(self.day, "same_day_twice", vec!["planning again stored another run".to_string()]);
        }
        Ok(again)
    }

    /// A clock that shows yesterday is refused where yesterday would be rewritten.
    fn clock_goes_back(&mut self) -> AppResult<()> {
        let yesterday = later(self.day, -1);
        self.office.plan(self.day)?;
        self.runs.insert(self.day, ());
        match self.office.plan(yesterday) {
            Err(app::AppError::Refused { .. }) => {}
            Err(other) => return Err(other),
            Ok(_) => self.auditor.find(self.day, "clock_back", vec![format!("{yesterday} was planned again")]),
        }
        Ok(())
    }

    fn write_log(&mut self, seen: &Seen, taken: usize, approved: usize, accident: Option<Accident>) {
        let accident = accident.map_or_else(String::new, |a| format!(" [{a:?}]"));
        self.log.push(format!(
            "{} files {taken} proposals {} approved {approved} silences {} open {} tasks {}{accident}",
            self.day,
            seen.proposals.len(),
            seen.silences.len(),
            self.market.debts.len(),
            self.tasks.len(),
        ));
    }

    pub fn findings(&self) -> &[Finding] {
        &self.auditor.findings
    }
}
