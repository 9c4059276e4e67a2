use super::batch::{Lot, lot};
use super::beside::{Step, address};
use super::nothing::{self, Nothing as Idle};
use super::{reply, sums};
use crate::answer::{PageResult, html};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::view::phase::Phase;
use crate::view::{self, Chip};
use crate::visit::Visit;
use app::ports::screens::{
    ActList, Cut, DisputeFilter, DisputeState, NamedAct, WorkFilter, WorkOrder, WorkRow, WorkSum,
};
use askama::Template;
use base::{Cents, Date, add_days, fr};
use domain::agenda::{ApprovalNeeded, Proposal, Worth};
use serde::Deserialize;

const ROWS: u64 = 50;
/// Answers on a page: each is read, and what hangs on it is reckoned from all its customer owes.
const ANSWERS: u64 = 20;
/// How far ahead « programmé » looks.
const SOON_DAYS: i64 = 14;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    onglet: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    tri: String,
    #[serde(default)]
    page: u64,
    #[serde(default)]
    lot: String,
    /// The action after the one that was just done, when one comes from there.
    #[serde(default)]
    suivante: String,
}

struct Tab {
    code: &'static str,
    label: &'static str,
    count: String,
    current: bool,
}

/// A proposal as a row.
struct Line {
    key: String,
    href: String,
    party_href: String,
    customer: String,
    who: String,
    /// What the message demands.
    amount: String,
    /// What of it is owed on invoices, and what is added; blank when nothing is.
    parts: String,
    invoices: String,
    step: String,
    icon: &'static str,
    /// How, and why not as the step's title says.
    way: String,
    is_instead: bool,
    phase: Option<Phase>,
    chips: Vec<Chip>,
    why: String,
    last: String,
    needs_owner: bool,
    is_task: bool,
}

/// An act as a row.
struct ActLine {
    href: String,
    customer: String,
    icon: &'static str,
    channel: &'static str,
    step: String,
    amount: String,
    chip: Chip,
    detail: String,
    when: String,
}

struct Soon {
    day: String,
    href: String,
    count: String,
}

#[derive(Template)]
#[template(path = "work/list.html")]
struct ListPage {
    frame: Frame,
    tab: &'static str,
    tabs: Vec<Tab>,
    q: String,
    order: &'static str,
    orders: [(&'static str, &'static str); 4],
    lines: Vec<Line>,
    acts: Vec<ActLine>,
    replies: Vec<reply::Line>,
    soon: Vec<Soon>,
    sum: String,
    count: u64,
    total: String,
    page: u64,
    has_more: bool,
    tomorrow: Date,
    lot: Option<Lot>,
    next: Option<Step>,
    /// How many disputes are to be settled; blank for none.
    disputes: String,
    nothing: Option<Idle>,
    /// Who may be thanked; blank for nobody.
    thanks: String,
}

const ORDERS: [(&str, &str); 4] =
    [("rendement", "Le plus utile d’abord"), ("montant", "Montant"), ("retard", "Retard"), ("client", "Client")];
pub const BY_ANYBODY: &[ApprovalNeeded] = &[ApprovalNeeded::Anybody];
pub const TO_CONFIRM: &[ApprovalNeeded] = &[ApprovalNeeded::Owner, ApprovalNeeded::StandingOrder];

pub fn show(visit: &Visit, _: Nothing, asked: Asked) -> PageResult {
    app::worklist::of_day(&visit.world(), &visit.company)?;
    let tab = tab_code(&asked.onglet);
    let (order_code, order) = match asked.tri.as_str() {
        "montant" => ("montant", WorkOrder::Amount),
        "retard" => ("retard", WorkOrder::Late),
        "client" => ("client", WorkOrder::Customer),
        _ => ("rendement", WorkOrder::Worth),
    };
    let shown = if tab == "reponses" { ANSWERS } else { ROWS };
    let cut = Cut { offset: asked.page.saturating_mul(shown), limit: shown + 1 };
    let today = visit.today();
    let (mut rows, mut acts, mut replies) = (Vec::new(), Vec::new(), Vec::new());
    match tab {
        "a-faire" | "a-confirmer" => {
            let filter = filter(visit, tab, &asked.q);
            rows = visit.world().read(|books| Ok(books.work_rows(&filter, order, cut)?))?;
        }
        _ => {
            let list = act_list(tab, today);
            acts = visit.world().read(|books| Ok(books.act_rows(visit.scope(), list, cut)?))?;
            // Both lists turn their pages together.
            replies = if tab == "reponses" { reply::waiting(visit, cut)? } else { Vec::new() };
        }
    }
    let has_more = rows.len().max(acts.len()).max(replies.len()) as u64 > shown;
    let shown = usize::try_from(shown).unwrap_or(usize::MAX);
    rows.truncate(shown);
    acts.truncate(shown);
    replies.truncate(shown);
    let is_idle = tab == "a-faire" && rows.is_empty() && asked.q.is_empty();
    let sum = if rows.is_empty() { WorkSum::default() } else { sum(visit, &filter(visit, tab, &asked.q))? };
    html(&ListPage {
        frame: visit.frame("À faire aujourd’hui"),
        tab,
        tabs: tabs(visit, tab)?,
        order: order_code,
        orders: ORDERS,
        lines: rows.iter().zip(sums::of_rows(visit, &rows)?).map(|(row, sum)| line(row, sum)).collect(),
        acts: acts.iter().map(|act| act_line(visit, act)).collect(),
        replies,
        soon: if tab == "programme" { soon(visit)? } else { Vec::new() },
        sum: said(&sum),
        count: sum.count,
        total: amounts(&sum),
        q: asked.q,
        page: asked.page,
        has_more,
        tomorrow: add_days(today, 1).unwrap_or(today),
        lot: lot(visit, &asked.lot)?,
        next: next(&rows, &asked.suivante),
        disputes: disputes(visit)?,
        nothing: if is_idle { Some(nothing::of(visit)?) } else { None },
        thanks: super::thanks::told(visit)?,
    })
}

/// The action that was next, or the first when that one is no longer to be done; nothing unless one was just done.
fn next(rows: &[WorkRow], asked: &str) -> Option<Step> {
    let wanted = rows.iter().find(|row| address(row) == asked);
    wanted.or_else(|| rows.first()).filter(|_| !asked.is_empty()).map(Step::of)
}

/// Disputes whose target has come are somebody's task, though nothing is sent.
fn disputes(visit: &Visit) -> Result<String, crate::answer::Oops> {
    let due = DisputeFilter {
        scope: visit.scope(),
        party: None,
        owner: None,
        state: DisputeState::Due,
        cause: None,
        search: String::new(),
        as_of: visit.today(),
    };
    let own = DisputeFilter { owner: Some(visit.user.id), ..due.clone() };
    let (all, own) = visit.world().read(|books| Ok((books.dispute_sum(&due)?.0, books.dispute_sum(&own)?.0)))?;
    let told = fr::count(all, "litige est à trancher", "litiges sont à trancher");
    Ok(match (all, own) {
        (0, _) => String::new(),
        (_, 0) => format!("{told}."),
        (_, own) => format!("{told}, dont {own} par vous."),
    })
}

fn tab_code(asked: &str) -> &'static str {
    ["a-confirmer", "reponses", "programme", "fait"].into_iter().find(|code| *code == asked).unwrap_or("a-faire")
}

fn act_list(tab: &str, today: Date) -> ActList {
    match tab {
        "reponses" => ActList::Answers,
        "programme" => ActList::Leaving,
        _ => ActList::Done(today),
    }
}

pub fn filter(visit: &Visit, tab: &str, search: &str) -> WorkFilter {
    let approvals = if tab == "a-confirmer" { TO_CONFIRM } else { BY_ANYBODY };
    WorkFilter { scope: visit.scope(), approvals, search: search.to_string() }
}

pub fn sum(visit: &Visit, filter: &WorkFilter) -> Result<WorkSum, crate::answer::Oops> {
    Ok(visit.world().read(|books| Ok(books.work_sum(filter)?))?)
}

/// `12 400,00 €` or, with several currencies, one after the other.
pub fn amounts(sum: &WorkSum) -> String {
    let each = sum.totals.iter().map(|(currency, cents)| view::money(*cents, *currency));
    each.collect::<Vec<_>>().join(" + ")
}

fn said(sum: &WorkSum) -> String {
    if sum.count == 0 {
        return String::new();
    }
    format!("{}, {} de factures en jeu", fr::count(sum.count, "action", "actions"), amounts(sum))
}

fn tabs(visit: &Visit, current: &str) -> Result<Vec<Tab>, crate::answer::Oops> {
    let today = visit.today();
    let scope = visit.scope();
    let until = add_days(today, SOON_DAYS).unwrap_or(today);
    let counts = visit.world().read(|books| {
        let soon: u64 =
            books.quiet_days(scope, add_days(today, 1).unwrap_or(today), until)?.iter().map(|(_, n)| n).sum();
        Ok([
            ("a-faire", "À faire", books.work_sum(&filter(visit, "a-faire", ""))?.count),
            ("a-confirmer", "À confirmer", books.work_sum(&filter(visit, "a-confirmer", ""))?.count),
            (
                "reponses",
                "Réponses à traiter",
                books.replies_waiting(scope)? + books.act_count(scope, ActList::Answers)?,
            ),
            ("programme", "Programmé", books.act_count(scope, ActList::Leaving)? + soon),
            ("fait", "Fait", books.act_count(scope, ActList::Done(today))?),
        ])
    })?;
    let tab = |(code, label, count)| Tab { code, label, count: fr::thousands(count), current: code == current };
    Ok(counts.into_iter().map(tab).collect())
}

fn line(row: &WorkRow, sum: sums::OfRow) -> Line {
    let item = &row.item;
    let (icon, _) = view::channel(item.channel);
    let worth: Option<Worth> = serde_json::from_str(&item.worth).ok();
    let proposal: Option<Proposal> = serde_json::from_str(&item.json).ok();
    let party_href = format!("/a-faire/{}", item.party);
    let instead_of = proposal.as_ref().and_then(Proposal::instead_of);
    let phase = proposal.as_ref().zip(worth.as_ref()).map(|(p, w)| Phase::of(p, w));
    Line {
        key: format!("{}/{}/{}", item.party, item.step, item.currency.code()),
        href: format!("{party_href}/{}/{}", item.step, item.currency.code()),
        party_href,
        customer: row.customer.clone(),
        who: who(row),
        amount: sum.amount,
        parts: sum.parts,
        invoices: fr::count(item.invoices, "facture", "factures"),
        step: proposal.as_ref().map_or_else(|| item.step.clone(), |p| p.step_title.clone()),
        icon,
        way: view::way(item.channel, instead_of),
        is_instead: instead_of.is_some(),
        chips: phase.zip(worth.as_ref()).map(|(p, w)| p.others(w)).unwrap_or_default(),
        phase,
        why: worth.map(|w| arithmetic(&w, item.total, item.currency)).unwrap_or_default(),
        last: last_contact(row),
        needs_owner: item.approval == ApprovalNeeded::Owner,
        is_task: item.channel.is_task(),
    }
}

fn who(row: &WorkRow) -> String {
    let role = super::customer::role(row.item.role);
    row.contact.as_ref().map_or_else(|| format!("à la société ({role})"), |name| format!("{name} ({role})"))
}

fn last_contact(row: &WorkRow) -> String {
    let channel = row.item.last_channel.map_or_else(String::new, |c| view::channel(c).1.to_lowercase());
    row.item.last_contact_on.map_or_else(|| "jamais".to_string(), |on| format!("{channel} le {}", view::day(on)))
}

/// The sum that puts the row where it is.
pub fn arithmetic(worth: &Worth, total: Cents, currency: base::Currency) -> String {
    format!(
        "{} × {}{}% de chances ÷ {} = {} par minute",
        view::money(total, currency),
        worth.chance_percent,
        fr::NBSP,
        fr::count(worth.minutes.unsigned_abs(), "minute", "minutes"),
        view::money(worth.per_minute_cents, currency)
    )
}

fn act_line(visit: &Visit, act: &NamedAct) -> ActLine {
    let row = &act.row;
    let (icon, channel) = view::channel(row.act.channel);
    let is_task = row.act.message_id.is_none();
    let chip = if is_task && row.state == domain::facts::ActState::Prepared {
        view::Chip::new("attend un résultat", "warn")
    } else {
        view::act_state(row.state)
    };
    ActLine {
        href: format!("/actes/{}", row.act.id),
        customer: act.customer.clone(),
        icon,
        channel,
        step: row.act.step_title.clone(),
        amount: view::money(row.act.total, row.act.currency),
        chip,
        detail: super::batch::told_of(visit, row),
        when: view::day(row.performed_on.unwrap_or(row.act.planned_on)),
    }
}

fn soon(visit: &Visit) -> Result<Vec<Soon>, crate::answer::Oops> {
    let today = visit.today();
    let (from, until) = (add_days(today, 1).unwrap_or(today), add_days(today, SOON_DAYS).unwrap_or(today));
    let days = visit.world().read(|books| Ok(books.quiet_days(visit.scope(), from, until)?))?;
    let soon = days.into_iter().map(|(on, count)| Soon {
        day: format!("{} {}", fr::weekday(on), view::long_day(on)),
        href: format!("/silences?jusqu={on}"),
        count: fr::count(count, "facture", "factures"),
    });
    Ok(soon.collect())
}
