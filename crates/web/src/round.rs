//! The server's own round: while it runs, each company's day is planned and what was approved leaves, without a click.
//!
//! It decides nothing: planning, standing orders and sending are the use cases that the command line runs too. What makes
//! two servers on the same books safe is theirs: a planning is one transaction, a sending holds the lock and claims once.

use crate::house::House;
use crate::watch::log_failure;
use app::dispatch::{Moment, Round, Sent, Wait};
use app::money::count;
use app::planning::plan_day;
use app::ports::screens::{ActList, Scope};
use app::prepare::Desk;
use app::records::{Company, Role};
use app::{AppResult, World, standing, worklist};
use base::Timestamp;
use base::id::{AgendaId, CompanyId, PartyId};
use domain::journal::Actor;
use std::collections::{BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// Between two looks.
const EVERY: Duration = Duration::from_secs(5);
/// What changed outside the pages (an import, the command line) is planned again after that long.
const PLAN_AGAIN_SECONDS: i64 = 300;
/// Messages that wait for their hour, or for a mail server, are not asked again sooner.
const WAITING_SECONDS: i64 = 60;

/// A thread that goes round; dropping it stops it, after the company it is at.
pub struct Rounds {
    stop: Option<Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Rounds {
    /// # Errors
    /// A system that gives no more threads.
    pub fn start(name: &str, mut round: impl FnMut() + Send + 'static) -> std::io::Result<Rounds> {
        let (stop, stopped) = channel();
        let thread = std::thread::Builder::new().name(name.to_string()).spawn(move || {
            while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(EVERY) {
                if catch_unwind(AssertUnwindSafe(&mut round)).is_err() {
                    log_failure("la tournée du serveur s’est interrompue ; elle reprend");
                }
            }
        })?;
        Ok(Rounds { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Rounds {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the thread was told when it happened.
            let _ = thread.join();
        }
    }
}

/// What one server remembers between rounds. Forgetting it costs a planning, never a second sending.
#[derive(Default)]
pub struct Patrol {
    companies: HashMap<CompanyId, Seen>,
}

#[derive(Default)]
struct Seen {
    /// The journal's length when the day was last planned, and when that was.
    planned: Option<(Option<u64>, Timestamp)>,
    /// The planning whose standing orders were carried out.
    carried_out: Option<AgendaId>,
    send_after: Option<Timestamp>,
    /// Told once, until it changes.
    failure: Option<String>,
}

impl Patrol {
    /// Goes round all companies once. A company that fails does not keep the others waiting.
    pub fn round(&mut self, house: &House) {
        let companies =
            house.world(Actor::Program, None).read(|books| Ok(books.companies()?)).unwrap_or_else(|error| {
                log_failure(&error.to_string());
                Vec::new()
            });
        for company in companies.into_iter().filter(|c| !c.settings.is_filling) {
            let world = house.world(Actor::Program, Some(&company));
            let seen = self.companies.entry(company.id).or_default();
            let failure = seen.company(house, &world, &company).err().map(|error| error.to_string());
            if let Some(what) = failure.as_ref().filter(|_| seen.failure != failure) {
                log_failure(what);
            }
            seen.failure = failure;
        }
    }
}

impl Seen {
    fn company(&mut self, house: &House, world: &World<'_>, company: &Company) -> AppResult<()> {
        let dropped = house.outside.take_dropped(world, company)?;
        dropped.troubles.iter().for_each(|trouble| log_failure(trouble));
        let planned = self.plan(house, world, company);
        let sent = self.send(house, world, company);
        planned.and(sent).and(count_ahead(world, company))
    }

    /// Plans when the day is new to us, or when the journal has grown since and some time has passed.
    fn plan(&mut self, house: &House, world: &World<'_>, company: &Company) -> AppResult<()> {
        let (head, stands) =
            world.read(|books| Ok((books.journal_head(company.id)?.map(|e| e.seq), books.current_run(company.id)?)))?;
        let now = world.clock.now();
        let is_today = stands.is_some_and(|(_, day)| day == world.today);
        let is_fresh = self
            .planned
            .is_some_and(|(known, at)| known == head || now.as_second() - at.as_second() < PLAN_AGAIN_SECONDS);
        if is_today && is_fresh {
            return Ok(());
        }
        let run = plan_day(world, company, world.today)?.run.id;
        if self.carried_out != Some(run) {
            let templates = app::texts::in_force(world, company)?;
            let desk = Desk { templates: &templates, composer: house.outside.composer() };
            let out = standing::carry_out(world, company, &desk, run)?;
            out.troubles.iter().for_each(|trouble| log_failure(trouble));
            self.carried_out = Some(run);
        }
        let head = world.read(|books| Ok(books.journal_head(company.id)?.map(|e| e.seq)))?;
        self.planned = Some((head, now));
        Ok(())
    }

    /// Hands over what was approved long enough ago, when there is something.
    fn send(&mut self, house: &House, world: &World<'_>, company: &Company) -> AppResult<()> {
        let now = world.clock.now();
        let scope = Scope { company: company.id, keeper: None };
        let waiting = world.read(|books| Ok(books.act_count(scope, ActList::Leaving)?))?;
        if waiting == 0 || self.send_after.is_some_and(|at| now < at) {
            return Ok(());
        }
        let round = house.outside.send(world, company, Moment::Round(house.outside.hour()))?;
        self.send_after =
            all_wait(&round).then(|| Timestamp::from_second(now.as_second() + WAITING_SECONDS).unwrap_or(now));
        follow(world, company, &round)
    }
}

/// The figures that the first visitor would otherwise wait for: of the company, and of each salesperson's customers.
fn count_ahead(world: &World<'_>, company: &Company) -> AppResult<()> {
    let of_company = Scope { company: company.id, keeper: None };
    if !world.read(|books| Ok(books.is_large(of_company)?))? {
        return Ok(());
    }
    count::ahead(world, company, of_company)?;
    let members = world.read(|books| Ok(books.memberships_of_company(company.id)?))?;
    let salespeople = members.into_iter().filter(|m| m.role == Role::Salesperson);
    salespeople
        .into_iter()
        .try_for_each(|m| count::ahead(world, company, Scope { company: company.id, keeper: Some(m.user) }))
}

/// Nothing will move soon: everything waits for an hour, a server or a switch.
fn all_wait(round: &Round) -> bool {
    let long = |sent: &Sent| sent.waits.is_some_and(|wait| wait != Wait::Undo);
    !round.sent.is_empty() && round.sent.iter().all(long)
}

/// The list of the day follows what left or was given up.
fn follow(world: &World<'_>, company: &Company, round: &Round) -> AppResult<()> {
    let moved = round.sent.iter().filter(|sent| sent.waits.is_none()).map(|sent| sent.act);
    let mut parties: BTreeSet<PartyId> = BTreeSet::new();
    for act in moved {
        parties.extend(world.read(|books| Ok(books.act(act)?))?.map(|row| row.act.party));
    }
    parties.into_iter().try_for_each(|party| worklist::refresh(world, company, party))
}
