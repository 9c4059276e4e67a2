//! What a draft would have changed over twelve months, and making it count.

use super::bench::{Bench, Head, must_draft};
use crate::answer::{Oops, PageResult, done, go, html};
use crate::diff::{Row, rows};
use crate::frame::Frame;
use crate::house::House;
use crate::route::Nothing;
use crate::view::{self, Chip};
use crate::visit::Visit;
use app::records::{Company, ReplayRecord, ReplayState};
use app::rehearsals::{Comparison, CustomerChanges, Replay};
use app::{AppError, AppResult};
use askama::Template;
use base::fr;
use domain::journal::Actor;
use domain::rehearsal::{Change, Shift};
use domain::scenario::Scenario;
use serde::Deserialize;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

/// A replay that is done by then is shown at once; a longer one goes on by itself.
const WAITED: Duration = Duration::from_secs(2);
/// A replay that was not heard of for so long has died with its server.
const SILENT_SECONDS: i64 = 300;
/// Days between two notes of progress.
const STRIDE: u64 = 5;

/// One figure beside the other.
struct Figure {
    label: &'static str,
    before: u64,
    after: u64,
    difference: String,
    tone: &'static str,
}

struct CustomerLine {
    name: String,
    href: String,
    chips: Vec<Chip>,
    changes: Vec<(String, String, Chip)>,
}

struct Outcome {
    from: String,
    until: String,
    days: u64,
    sample: Option<(u64, u64)>,
    kept_since: Option<String>,
    figures: Vec<Figure>,
    differing: u64,
    customers: Vec<CustomerLine>,
    headline: String,
}

/// What the page shows of the replay.
enum Stage {
    None,
    Running { done: u64, total: u64 },
    Broken(String),
    Done(Box<Outcome>),
}

impl Stage {
    fn is_running(&self) -> bool {
        matches!(self, Stage::Running { .. })
    }

    fn is_done(&self) -> bool {
        matches!(self, Stage::Done(_))
    }
}

#[derive(Template)]
#[template(path = "scenarios/replay.html")]
struct ReplayPage {
    frame: Frame,
    head: Head,
    has_draft: bool,
    stage: Stage,
    /// The replay is of another text than the draft.
    is_stale: bool,
    differences: Vec<Row>,
    /// Steps of the draft that a signed standing order lets leave by themselves.
    automatic: Vec<String>,
}

pub fn show(visit: &Visit, name: String, _: Nothing) -> PageResult {
    must_draft(visit)?;
    let bench = Bench::of(visit, &name)?;
    let kept = visit.world().read(|books| Ok(books.replay(visit.company.id, &name)?))?;
    let is_of_draft =
        |r: &ReplayRecord| r.draft == bench.shown().reference.version && r.current == bench.current.reference.version;
    let is_stale = kept.as_ref().is_some_and(|r| !is_of_draft(r));
    let order = &visit.company.settings.standing_order;
    let automatic = bench.draft.iter().flat_map(|(_, d)| &d.steps).filter(|s| order.covers(&name, &s.id));
    html(&ReplayPage {
        frame: visit.frame("Rejeu et adoption"),
        head: bench.head(visit, "/rejeu"),
        has_draft: bench.draft.is_some(),
        stage: if bench.draft.is_some() { stage_of(visit, kept)? } else { Stage::None },
        is_stale,
        differences: rows(&bench.current.source, &bench.shown().source),
        automatic: automatic.map(|s| s.title.clone()).collect(),
    })
}

fn stage_of(visit: &Visit, kept: Option<ReplayRecord>) -> Result<Stage, Oops> {
    let Some(kept) = kept else { return Ok(Stage::None) };
    Ok(match kept.state {
        ReplayState::Running if is_silent(&visit.house, &kept) => {
            Stage::Broken("Le rejeu s’est interrompu : le serveur a été arrêté.".to_string())
        }
        ReplayState::Running => Stage::Running { done: kept.done, total: kept.total },
        ReplayState::Failed => Stage::Broken(kept.outcome),
        ReplayState::Done => {
            let read: Comparison = serde_json::from_str(&kept.outcome).map_err(|e| AppError::Broken(e.to_string()))?;
            Stage::Done(Box::new(outcome(&read)))
        }
    })
}

fn is_silent(house: &House, kept: &ReplayRecord) -> bool {
    house.clock.now().as_second() - kept.touched_at.as_second() > SILENT_SECONDS
}

fn outcome(read: &Comparison) -> Outcome {
    let (before, after) = (&read.before, &read.after);
    let figures = [
        ("Relances en tout", before.reminders(), after.reminders()),
        ("E-mails", before.emails, after.emails),
        ("Appels et visites", before.calls, after.calls),
        ("Courriers", before.letters, after.letters),
        ("Mises en demeure", before.formal_notices, after.formal_notices),
        ("Tâches internes", before.internal, after.internal),
    ];
    Outcome {
        from: fr::date(read.from),
        until: fr::date(read.until),
        days: read.days,
        sample: (read.customers < read.all_customers).then_some((read.customers, read.all_customers)),
        kept_since: read.kept_since.map(fr::date),
        figures: figures.into_iter().map(|(label, b, a)| figure(label, b, a)).collect(),
        differing: read.differing,
        customers: read.changes.iter().map(customer).collect(),
        headline: headline(read),
    }
}

fn headline(read: &Comparison) -> String {
    if read.differing == 0 {
        return "Rien n’aurait changé : mêmes relances, aux mêmes dates.".to_string();
    }
    let more = |before: u64, after: u64, one: &str, many: &str| match after.cmp(&before) {
        std::cmp::Ordering::Greater => format!("{} de plus", fr::count(after - before, one, many)),
        std::cmp::Ordering::Less => format!("{} de moins", fr::count(before - after, one, many)),
        std::cmp::Ordering::Equal => format!("autant de {many}"),
    };
    let (before, after) = (&read.before, &read.after);
    let reminders = more(before.reminders(), after.reminders(), "relance", "relances");
    let formal = more(before.formal_notices, after.formal_notices, "mise en demeure", "mises en demeure");
    let customers = fr::count(read.differing, "client aurait vu", "clients auraient vu");
    format!("{reminders}, {formal} ; {customers} une différence.")
}

fn figure(label: &'static str, before: u64, after: u64) -> Figure {
    let (difference, tone) = match after.cmp(&before) {
        std::cmp::Ordering::Equal => ("=".to_string(), "plain"),
        std::cmp::Ordering::Greater => (format!("+{}", after - before), "warn"),
        std::cmp::Ordering::Less => (format!("−{}", before - after), "info"),
    };
    Figure { label, before, after, difference, tone }
}

fn customer(told: &CustomerChanges) -> CustomerLine {
    let count = |wanted: fn(&Shift) -> bool| told.changes.iter().filter(|c| wanted(&c.shift)).count();
    let counts = [
        (count(|s| matches!(s, Shift::Added)), "en plus", "warn"),
        (count(|s| matches!(s, Shift::Dropped)), "en moins", "info"),
        (count(|s| matches!(s, Shift::Earlier { .. })), "plus tôt", "warn"),
        (count(|s| matches!(s, Shift::Later { .. })), "plus tard", "info"),
    ];
    let chips =
        counts.into_iter().filter(|(n, ..)| *n > 0).map(|(n, what, tone)| Chip::new(format!("{n} {what}"), tone));
    CustomerLine {
        name: told.name.clone(),
        href: format!("/clients/{}", told.party),
        chips: chips.collect(),
        changes: told.changes.iter().map(change).collect(),
    }
}

fn change(change: &Change) -> (String, String, Chip) {
    let days = |n: i64| fr::count(n.unsigned_abs(), "jour", "jours");
    let chip = match change.shift {
        Shift::Added => Chip::new("en plus", "warn"),
        Shift::Dropped => Chip::new("n’aurait pas eu lieu", "info"),
        Shift::Earlier { days: n } => Chip::new(format!("{} plus tôt", days(n)), "warn"),
        Shift::Later { days: n } => Chip::new(format!("{} plus tard", days(n)), "info"),
    };
    let done = &change.done;
    let what = format!("{} · {}", done.title, view::money(done.total_cents, done.currency));
    (view::day(done.on), what, chip)
}

/// Starts a replay of the draft, unless one is under way.
pub fn replay(visit: &Visit, name: String, _: Nothing) -> PageResult {
    must_draft(visit)?;
    let bench = Bench::of(visit, &name)?;
    let to = format!("/scenarios/{name}/rejeu");
    let Some((_, draft)) = bench.draft else {
        return Err(AppError::refused("Il n’y a pas de brouillon à rejouer.", "Changez d’abord une étape.").into());
    };
    start_replay(&visit.house, &visit.company, &bench.current, &draft)?;
    go(to)
}

/// Starts a replay of the draft and waits a moment for it; nothing happens while one is under way.
///
/// # Errors
/// A broken store.
pub fn start_replay(house: &Arc<House>, company: &Company, current: &Scenario, draft: &Scenario) -> AppResult<()> {
    let (world, name) = (house.world(Actor::Program, Some(company)), draft.reference.name.clone());
    let kept = world.read(|books| Ok(books.replay(company.id, &name)?))?;
    let same = |r: &ReplayRecord| r.draft == draft.reference.version && !is_silent(house, r);
    if kept.as_ref().is_some_and(|r| r.state == ReplayState::Running && same(r)) {
        return Ok(());
    }
    let replay = Replay::of(&world, company, draft)?;
    let now = world.clock.now();
    let record = ReplayRecord {
        name,
        draft: draft.reference.version.clone(),
        current: current.reference.version.clone(),
        state: ReplayState::Running,
        done: 0,
        total: replay.days(),
        outcome: String::new(),
        started_at: now,
        touched_at: now,
    };
    world.write(|books| Ok(books.put_replay(company.id, &record)?))?;
    let (ended, end) = channel();
    let run = Run { house: Arc::clone(house), company: company.clone(), record, replay };
    std::thread::spawn(move || run.finish(&ended));
    // Whether it ended or goes on, the page tells.
    let _ = end.recv_timeout(WAITED);
    Ok(())
}

/// A replay on a thread of its own.
struct Run {
    house: Arc<House>,
    company: Company,
    record: ReplayRecord,
    replay: Replay,
}

impl Run {
    fn finish(self, ended: &Sender<()>) {
        let mut record = self.record.clone();
        match self.run(&mut record) {
            Ok(None) => return,
            Ok(Some(comparison)) => match serde_json::to_string(&comparison) {
                Ok(json) => (record.state, record.outcome, record.done) = (ReplayState::Done, json, record.total),
                Err(error) => (record.state, record.outcome) = (ReplayState::Failed, error.to_string()),
            },
            Err(error) => {
                crate::watch::log_failure(&error.to_string());
                record.state = ReplayState::Failed;
                record.outcome = "Le rejeu n’a pas pu aller à son terme ; relancez-le.".to_string();
            }
        }
        if let Err(error) = self.note(&mut record) {
            crate::watch::log_failure(&error.to_string());
        }
        // Nobody may be waiting any more.
        let _ = ended.send(());
    }

    fn run(&self, record: &mut ReplayRecord) -> AppResult<Option<Comparison>> {
        let world = self.house.world(Actor::Program, Some(&self.company));
        self.replay.run(&world, &self.company, &mut |done| {
            record.done = done;
            if done % STRIDE == 0 { self.note(record) } else { Ok(true) }
        })
    }

    /// `false` when another replay has taken the place of this one.
    fn note(&self, record: &mut ReplayRecord) -> AppResult<bool> {
        record.touched_at = self.house.clock.now();
        let world = self.house.world(Actor::Program, Some(&self.company));
        world.write(|books| Ok(books.note_replay(self.company.id, record)?))
    }
}

#[derive(Deserialize)]
pub struct Looked {
    version: String,
}

pub fn adopt(visit: &Visit, name: String, looked: Looked) -> PageResult {
    visit.must_decide()?;
    Bench::of(visit, &name)?;
    let scenario = app::scenarios::adopt_draft(&visit.world(), &visit.company, &name, &looked.version)?;
    app::planning::plan_day(&visit.world(), &visit.company, visit.today())?;
    done(
        format!("/scenarios/{name}"),
        format!(
            "« {} » est en vigueur. Les dossiers en cours finissent sur leur version ; l’agenda du jour est refait.",
            scenario.title
        ),
    )
}

pub fn give_up(visit: &Visit, name: String, _: Nothing) -> PageResult {
    must_draft(visit)?;
    Bench::of(visit, &name)?;
    app::scenarios::drop_draft(&visit.world(), &visit.company, &name)?;
    done(format!("/scenarios/{name}"), "Brouillon abandonné.")
}

/// Takes an earlier version up again, as a draft.
pub fn take_up(visit: &Visit, name: String, looked: Looked) -> PageResult {
    must_draft(visit)?;
    let bench = Bench::of(visit, &name)?;
    let kept = visit.world().read(|books| Ok(books.scenario_versions(visit.company.id, &name)?))?;
    let shipped = domain::scenario::shipped_text(&name).map(str::to_string);
    let is_it = |text: &String| read_version(&name, text).is_some_and(|s| s.reference.version == looked.version);
    let source = kept.into_iter().map(|v| v.source).chain(shipped).find(is_it).ok_or(Oops::NotHere)?;
    app::scenarios::save_draft(&visit.world(), &visit.company, &bench.name, &source)?;
    done(
        format!("/scenarios/{name}"),
        "Cette version est reprise en brouillon : elle ne change rien tant qu’elle n’est pas adoptée.",
    )
}

fn read_version(name: &str, text: &str) -> Option<Scenario> {
    domain::scenario::parse(name, text).ok()
}
