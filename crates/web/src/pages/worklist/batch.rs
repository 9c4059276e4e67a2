use super::{Pairs, field, fields, id, list, refused};
use crate::answer::{Oops, PageResult, go, html};
use crate::frame::Frame;
use crate::house::House;
use crate::route::Nothing;
use crate::spoken::on_page;
use crate::view;
use crate::visit::Visit;
use app::dispatch::UNDO_SECONDS;
use app::ports::screens::{Cut, WorkFilter, WorkOrder, WorkRow, WorkSum};
use app::prepare::{Approvals, Desk, Prepared};
use app::records::{ActRow, Company, Role};
use app::worklist;
use askama::Template;
use base::id::PartyId;
use base::{Timestamp, fr};
use domain::agenda::ApprovalNeeded;
use domain::facts::ActState;
use domain::journal::Actor;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

/// More than this at once is asked for in several goes.
const MOST: u64 = 20_000;
/// Lots whose troubles can still be told.
const REMEMBERED: usize = 100;
/// Troubles told by name.
const TOLD: usize = 20;

/// A choice of the list: customer, step, currency.
type Choice = (PartyId, String, String);

#[derive(Template)]
#[template(path = "work/confirm.html")]
struct ConfirmPage {
    frame: Frame,
    scope: String,
    count: u64,
    /// What is asked for on invoices.
    total: String,
    /// What is demanded beside them; blank for nothing.
    beside: String,
    what: Vec<String>,
    left_out: String,
    chosen: Vec<String>,
    is_all: bool,
    tab: String,
    q: String,
    live: bool,
}

/// Approves what was ticked, or all that the filter shows: first says how many and how much, then does it.
pub fn approve(visit: &Visit, _: Nothing, form: Pairs) -> PageResult {
    visit.must_act()?;
    worklist::of_day(&visit.world(), &visit.company)?;
    let is_all = field(&form, "portee") == "tous";
    let filter = list::filter(visit, field(&form, "onglet"), field(&form, "q"));
    let rows = if is_all { of_filter(visit, &filter)? } else { of_choices(visit, &fields(&form, "choix"))? };
    let (rows, owners): (Vec<WorkRow>, Vec<WorkRow>) =
        rows.into_iter().partition(|r| r.item.approval != ApprovalNeeded::Owner);
    if rows.is_empty() {
        let remedy = if owners.is_empty() { "Cochez des actions de la liste." } else { "Ouvrez-les une par une." };
        return Err(refused("Il n’y a rien à approuver ensemble.", remedy));
    }
    let expected = field(&form, "compte").parse::<usize>().ok();
    if field(&form, "confirme") != "1" || expected != Some(rows.len()) {
        return confirm(visit, &form, &rows, owners.len() as u64, is_all);
    }
    let choices = rows.into_iter().map(|r| (r.item.party, r.item.step, r.item.currency.code().to_string()));
    go(format!("/a-faire?lot={}", start(visit, choices.collect())?))
}

fn of_filter(visit: &Visit, filter: &WorkFilter) -> Result<Vec<WorkRow>, Oops> {
    let cut = Cut { offset: 0, limit: MOST };
    Ok(visit.world().read(|books| Ok(books.work_rows(filter, WorkOrder::Worth, cut)?))?)
}

fn of_choices(visit: &Visit, choices: &[&str]) -> Result<Vec<WorkRow>, Oops> {
    let mut rows = Vec::with_capacity(choices.len());
    for choice in choices {
        let mut parts = choice.split('/');
        let (party, step, currency) =
            (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        let party: PartyId = id(party)?;
        visit.must_see(party)?;
        let found = visit.world().read(|books| Ok(books.work_of_party(party)?))?;
        rows.extend(found.into_iter().filter(|r| r.item.step == step && r.item.currency.code() == currency));
    }
    Ok(rows)
}

fn confirm(visit: &Visit, form: &Pairs, rows: &[WorkRow], owners: u64, is_all: bool) -> PageResult {
    let mut sum = WorkSum::default();
    let mut totals = BTreeMap::new();
    let mut channels: BTreeMap<_, u64> = BTreeMap::new();
    for row in rows {
        sum.count += 1;
        let total = totals.entry(row.item.currency).or_insert(base::Cents::ZERO);
        *total = total.add(row.item.total)?;
        *channels.entry(row.item.channel).or_default() += 1;
    }
    sum.totals = totals.into_iter().collect();
    let q = field(form, "q");
    let scope = match (is_all, q.is_empty()) {
        (false, _) => "les actions cochées".to_string(),
        (true, true) => "toutes les actions de cet onglet".to_string(),
        (true, false) => format!("toutes les actions dont le client contient « {q} »"),
    };
    let one_by_one = || {
        let left =
            fr::count(owners, "action à confirmer par le propriétaire", "actions à confirmer par le propriétaire");
        format!("{left} : elles s’approuvent une par une.")
    };
    html(&ConfirmPage {
        frame: visit.frame("Approuver plusieurs actions"),
        scope,
        count: sum.count,
        total: list::amounts(&sum),
        beside: super::sums::beside(visit, rows)?,
        what: channels.into_iter().map(|(channel, n)| will(channel, n)).collect(),
        left_out: if owners > 0 { one_by_one() } else { String::new() },
        chosen: if is_all { Vec::new() } else { fields(form, "choix").iter().map(ToString::to_string).collect() },
        is_all,
        tab: field(form, "onglet").to_string(),
        q: q.to_string(),
        live: visit.company.settings.live,
    })
}

fn will(channel: domain::facts::Channel, n: u64) -> String {
    use domain::facts::Channel as C;
    match channel {
        C::Email => format!("{} à envoyer", fr::count(n, "e-mail", "e-mails")),
        C::Call => format!("{} à passer", fr::count(n, "appel", "appels")),
        C::Letter => format!("{} à imprimer et à poster", fr::count(n, "courrier", "courriers")),
        C::RegisteredLetter => format!("{} à déposer", fr::count(n, "lettre recommandée", "lettres recommandées")),
        C::Visit => format!("{} à faire", fr::count(n, "visite", "visites")),
        C::Internal => format!("{} dans la société", fr::count(n, "message interne", "messages internes")),
    }
}

/// Approvals under way in this process. What matters is in the books; this only tells how far it is.
struct Progress {
    total: u64,
    done: u64,
    troubles: Vec<String>,
    stopped: bool,
    ended: Option<Timestamp>,
}

type Key = (base::id::CompanyId, i64);
static UNDER_WAY: LazyLock<Mutex<BTreeMap<Key, Progress>>> = LazyLock::new(Mutex::default);

fn under_way() -> MutexGuard<'static, BTreeMap<Key, Progress>> {
    UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts approving and waits a moment, so that a small lot is done when the next page comes.
fn start(visit: &Visit, choices: Vec<Choice>) -> Result<i64, Oops> {
    let from = visit.house.clock.now().as_microsecond();
    let key = (visit.company.id, from);
    let progress = Progress { total: choices.len() as u64, done: 0, troubles: Vec::new(), stopped: false, ended: None };
    let mut lots = under_way();
    lots.insert(key, progress);
    if lots.len() > REMEMBERED {
        lots.pop_first();
    }
    drop(lots);
    let (house, company, name) = (Arc::clone(&visit.house), visit.company.clone(), visit.user.name.clone());
    let (told, ended) = std::sync::mpsc::channel();
    let work = move || {
        let failure = work_through(&house, &company, &name, key, &choices).err();
        let now = house.clock.now();
        if let Some(progress) = under_way().get_mut(&key) {
            progress.troubles.extend(failure.map(|e| e.to_string()));
            progress.ended = Some(now);
        }
        // Nobody listens any more when the page came first.
        let _ = told.send(());
    };
    let spawned = std::thread::Builder::new().name("approvals".to_string()).spawn(work);
    spawned.map_err(|e| Oops::App(app::AppError::Broken(e.to_string())))?;
    let _ = ended.recv_timeout(std::time::Duration::from_secs(2));
    Ok(from)
}

fn work_through(house: &House, company: &Company, name: &str, key: Key, choices: &[Choice]) -> app::AppResult<()> {
    let world = house.world(Actor::Person { name: name.to_string() }, Some(company));
    let templates = app::texts::in_force(&world, company)?;
    let desk = Desk { templates: &templates, composer: house.outside.composer() };
    let mut approvals = Approvals::new(&world, company, &desk);
    for (party, step, currency) in choices {
        if under_way().get(&key).is_none_or(|p| p.stopped) {
            break;
        }
        let made = worklist::proposal(&world, company, *party, step, currency)
            .and_then(|(run, stored)| approvals.prepare(run, &stored));
        worklist::refresh(&world, company, *party)?;
        let trouble = match made {
            Ok(Prepared::Act { .. }) => None,
            Ok(Prepared::Overtaken { why }) => Some(why),
            Err(error @ (app::AppError::Books(_) | app::AppError::Broken(_))) => return Err(error),
            Err(refusal) => Some(refusal.to_string()),
        };
        let customer = trouble.is_some().then(|| world.read(|books| Ok(books.party(*party)?))).transpose()?.flatten();
        if let Some(progress) = under_way().get_mut(&key) {
            progress.done += 1;
            let named = trouble.map(|why| format!("{} : {why}", customer.map_or_else(String::new, |p| p.name)));
            progress.troubles.extend(named.filter(|_| progress.troubles.len() < TOLD));
        }
    }
    Ok(())
}

/// What became of approvals made a moment ago, on top of the list.
pub struct Lot {
    pub from: i64,
    pub until: i64,
    pub running: bool,
    pub done: u64,
    pub total: u64,
    pub troubles: Vec<String>,
    pub said: String,
    /// Seconds left to take it back before it leaves.
    pub seconds: i64,
    pub can_undo: bool,
}

/// `asked` is `FROM` for a lot of this page, `FROM-UNTIL` for a single approval.
pub fn lot(visit: &Visit, asked: &str) -> Result<Option<Lot>, Oops> {
    let (from, until) = asked.split_once('-').unwrap_or((asked, ""));
    let Ok(from) = from.parse::<i64>() else { return Ok(None) };
    let now = visit.house.clock.now();
    let known = under_way().get(&(visit.company.id, from)).map(|p| (p.total, p.done, p.troubles.clone(), p.ended));
    let (total, done, troubles, ended) = known.unwrap_or((0, 0, Vec::new(), Some(now)));
    let running = ended.is_none();
    let until = until.parse().unwrap_or_else(|_| ended.unwrap_or(now).as_microsecond());
    let acts = approved(visit, from, until)?;
    let prepared: Vec<_> = acts.iter().filter(|a| a.state == ActState::Prepared).collect();
    let last = acts.iter().map(|a| a.act.prepared_at).max();
    let seconds = last.map_or(0, |at| UNDO_SECONDS - (now.as_second() - at.as_second()));
    let mails = prepared.iter().filter(|a| a.act.message_id.is_some()).count() as u64;
    Ok(Some(Lot {
        from,
        until,
        running,
        done,
        total,
        troubles,
        said: told(acts.len() as u64, mails, prepared.len() as u64, later(visit, &prepared)),
        seconds: seconds.max(0),
        can_undo: !prepared.is_empty() && (running || seconds > 0),
    }))
}

/// When real messages leave, when that is not at once.
fn later(visit: &Visit, prepared: &[&app::records::ActRow]) -> Option<String> {
    prepared.iter().find_map(|act| when(visit, act))
}

/// When an act that is ready leaves, when that is not at once.
pub fn when(visit: &Visit, act: &ActRow) -> Option<String> {
    app::dispatch::departure(&visit.company, act, visit.today(), visit.house.outside.hour())
}

/// What is known of an act beside its state: when it leaves, or what came of it.
pub fn told_of(visit: &Visit, act: &ActRow) -> String {
    let detail = on_page(&act.last_detail);
    // What a mail server answers is a number and words of its own.
    let is_answer = act.state == ActState::HandedOver && detail.starts_with(|c: char| c.is_ascii_digit());
    let detail = if is_answer {
        format!("pris en charge par le serveur d’envoi, qui a répondu « {detail} »")
    } else {
        detail
    };
    when(visit, act).unwrap_or(detail)
}

fn told(acts: u64, mails: u64, prepared: u64, later: Option<String>) -> String {
    let approved = fr::count(acts, "action approuvée", "actions approuvées");
    let tasks = prepared.saturating_sub(mails);
    let mut said = vec![approved];
    if mails > 0 {
        let leave = fr::count(mails, "e-mail", "e-mails");
        said.push(match (later, mails) {
            (None, 1) => format!("{leave} part dans quelques secondes"),
            (None, _) => format!("{leave} partent dans quelques secondes"),
            (Some(at), 1) => format!("{leave} {at}"),
            (Some(at), _) => format!("{leave} : {at}"),
        });
    }
    if tasks > 0 {
        said.push(format!("{} votre résultat", fr::count(tasks, "tâche attend", "tâches attendent")));
    }
    format!("{}.", said.join(" ; "))
}

fn approved(visit: &Visit, from: i64, until: i64) -> Result<Vec<app::records::ActRow>, Oops> {
    let at = |micros| Timestamp::from_microsecond(micros).map_err(|_| Oops::NotHere);
    let (from, until) = (at(from)?, at(until)?);
    let author = visit.world().author();
    Ok(visit.world().read(|books| Ok(books.acts_approved(visit.scope(), &author, from, until)?))?)
}

/// Stops a lot that is under way and waits for the act it is at; when it ended. `None` when none is known.
fn stop(key: Key) -> Option<Timestamp> {
    loop {
        match under_way().get_mut(&key) {
            None => return None,
            Some(Progress { ended: Some(ended), .. }) => return Some(*ended),
            Some(progress) => progress.stopped = true,
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

/// Gives up what this user approved between two instants and has not left.
pub fn take_back(visit: &Visit, _: Nothing, form: Pairs) -> PageResult {
    visit.must_act()?;
    let from = field(&form, "depuis").parse().map_err(|_| Oops::NotHere)?;
    let mut until = field(&form, "jusque").parse().map_err(|_| Oops::NotHere)?;
    if let Some(ended) = stop((visit.company.id, from)) {
        until = ended.as_microsecond();
    }
    let acts = approved(visit, from, until)?;
    let ids: Vec<_> = acts.iter().map(|a| a.act.id).collect();
    let why = format!("annulé par {} aussitôt après l’approbation", visit.user.name);
    let undone = app::outcomes::take_back(&visit.world(), &visit.company, &ids, &why)?;
    let parties: BTreeSet<PartyId> = acts.iter().map(|a| a.act.party).collect();
    for party in parties {
        super::refresh(visit, party)?;
    }
    let mut said = format!("{} : rien n’est parti.", fr::count(undone.cancelled, "action annulée", "actions annulées"));
    if undone.too_late > 0 {
        let late = fr::count(undone.too_late, "était déjà partie", "étaient déjà parties");
        said = format!("{} ; {late}.", fr::count(undone.cancelled, "action annulée", "actions annulées"));
    }
    crate::answer::done("/a-faire", said)
}

/// The address of the list that offers to take back what was approved between two instants.
pub fn undoable(from: Timestamp, until: Timestamp) -> String {
    format!("/a-faire?lot={}-{}", from.as_microsecond(), until.as_microsecond())
}

/// Only the owner approves what the scenario reserves to the owner.
pub fn must_approve(visit: &Visit, approval: ApprovalNeeded) -> Result<(), Oops> {
    visit.must_act()?;
    match approval {
        ApprovalNeeded::Owner if visit.role != Role::Owner => visit.must_decide(),
        _ => Ok(()),
    }
}

/// A page's own name for a channel.
pub fn verb(channel: domain::facts::Channel) -> &'static str {
    use domain::facts::Channel as C;
    match channel {
        C::Email | C::Internal => "Approuver et envoyer",
        C::Letter => "Approuver, puis imprimer",
        C::RegisteredLetter => "Approuver la lettre recommandée",
        C::Call => "Garder l’appel pour plus tard",
        C::Visit => "Garder la visite pour plus tard",
    }
}

/// The words of a channel.
pub fn named(channel: domain::facts::Channel) -> (&'static str, &'static str) {
    view::channel(channel)
}
