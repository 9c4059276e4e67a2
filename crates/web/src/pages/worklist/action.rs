use super::beside::{Step, around};
use super::preview::{Opened, Seen, kept, open, seen};
use super::sums::{self, Sum};
use super::{Pairs, batch, customer, list, outcome, refresh};
use crate::answer::{Oops, PageResult, done, go, html, percent};
use crate::frame::Frame;
use crate::spoken;
use crate::view::phase::Phase;
use crate::view::{self, Chip};
use crate::visit::Visit;
use app::AppError;
use app::prepare::{Desk, Prepared, prepare_about};
use askama::Template;
use base::id::{ActId, InvoiceId, PartyId};
use base::{Date, add_days};
use domain::agenda::{ApprovalNeeded, Proposal, Worth, guard_name};
use domain::facts::{Channel, Guard};

struct Line {
    id: String,
    number: String,
    due: String,
    late: Chip,
    amount: String,
    kept: bool,
}

#[derive(Template)]
#[template(path = "work/action.html")]
struct ActionPage {
    frame: Frame,
    base: String,
    party: String,
    customer: String,
    step: String,
    icon: &'static str,
    /// How, and why not as the step's title says.
    way: String,
    is_instead: bool,
    phase: Option<Phase>,
    chips: Vec<Chip>,
    worth: String,
    reasons: Vec<String>,
    guards: Vec<(&'static str, String)>,
    lines: Vec<Line>,
    kept: Vec<String>,
    query: String,
    seen: Seen,
    sums: Vec<Sum>,
    /// Nothing tells which law applies to this customer.
    kind_is_unknown: bool,
    is_task: bool,
    verb: &'static str,
    who_may: Option<&'static str>,
    brief: customer::Short,
    tomorrow: Date,
    in_a_week: Date,
    today: Date,
    outcomes: Vec<outcome::Choice>,
    live: bool,
    before: Option<Step>,
    after: Option<Step>,
}

pub fn show(visit: &Visit, path: (String, String, String), asked: Pairs) -> PageResult {
    let opened = match open(visit, &path) {
        Err(Oops::App(AppError::NotFound(what))) => return customer::instead(visit, &path.0, what),
        other => other?,
    };
    let kept = kept(&opened, &asked)?;
    let seen = seen(visit, &opened, &kept)?;
    html(&page(visit, &opened, &kept, seen)?)
}

fn page(visit: &Visit, opened: &Opened, kept: &[InvoiceId], seen: Seen) -> Result<ActionPage, Oops> {
    let proposal = &opened.proposal;
    let (icon, _) = batch::named(proposal.channel);
    let currency = proposal.currency;
    let worth = worth(visit, opened)?;
    let phase = worth.as_ref().map(|w| Phase::of(proposal, w));
    let today = visit.today();
    let kept_ids: Vec<String> = kept.iter().map(ToString::to_string).collect();
    let query = kept_ids.iter().map(|id| format!("&facture={id}")).collect::<String>();
    let base = address(proposal);
    let (before, after) = around(visit, &base, proposal.approval)?;
    Ok(ActionPage {
        frame: visit.frame(format!("{} · {}", proposal.step_title, proposal.customer)),
        base,
        party: proposal.party.to_string(),
        customer: proposal.customer.clone(),
        step: proposal.step_title.clone(),
        icon,
        way: view::way(proposal.channel, proposal.instead_of()),
        is_instead: proposal.instead_of().is_some(),
        chips: phase.zip(worth.as_ref()).map(|(p, w)| p.others(w)).unwrap_or_default(),
        phase,
        worth: worth.map(|w| list::arithmetic(&w, proposal.total_cents, currency)).unwrap_or_default(),
        reasons: proposal.reasons.iter().map(|r| spoken::reason_in(r, currency)).collect(),
        guards: guards(opened),
        lines: proposal.lines.iter().map(|l| line(l, currency, kept, today)).collect(),
        kept: kept_ids,
        query: format!("choisi=1{query}"),
        sums: sums::figures(&seen, proposal, kept.len())?,
        kind_is_unknown: kind_is_unknown(visit, proposal.party)?,
        is_task: matches!(proposal.channel, Channel::Call | Channel::Visit),
        verb: batch::verb(proposal.channel),
        who_may: who_may(visit, proposal.approval),
        brief: customer::short(visit, proposal.party)?,
        tomorrow: add_days(today, 1).unwrap_or(today),
        in_a_week: add_days(today, 7).unwrap_or(today),
        today,
        outcomes: outcome::choices(),
        live: visit.company.settings.live,
        before,
        after,
        seen,
    })
}

fn address(proposal: &Proposal) -> String {
    format!("/a-faire/{}/{}/{}", proposal.party, proposal.step, proposal.currency.code())
}

/// What the list offers to open next, as its address says it; asked before this one leaves the list.
fn next(visit: &Visit, opened: &Opened) -> Result<String, Oops> {
    let (_, after) = around(visit, &address(&opened.proposal), opened.proposal.approval)?;
    Ok(format!("suivante={}", after.map_or_else(|| "premiere".to_string(), |step| percent(&step.href))))
}

fn kind_is_unknown(visit: &Visit, party: PartyId) -> Result<bool, Oops> {
    let record = visit.world().read(|books| Ok(books.party(party)?))?;
    Ok(record.is_some_and(|p| app::customers::is_unclear(&p)))
}

fn line(line: &domain::agenda::ProposalLine, currency: base::Currency, kept: &[InvoiceId], today: Date) -> Line {
    Line {
        id: line.invoice.to_string(),
        number: line.number.clone(),
        due: view::day(line.due_on),
        late: view::lateness(base::days_between(line.due_on, today)),
        amount: view::money(line.amount_cents, currency),
        kept: kept.contains(&line.invoice),
    }
}

/// Why somebody may not approve this one, or nothing.
fn who_may(visit: &Visit, approval: ApprovalNeeded) -> Option<&'static str> {
    match batch::must_approve(visit, approval) {
        Err(Oops::NotAllowed { who_may }) => Some(who_may),
        _ => None,
    }
}

fn worth(visit: &Visit, opened: &Opened) -> Result<Option<Worth>, Oops> {
    let rows = visit.world().read(|books| Ok(books.work_of_party(opened.proposal.party)?))?;
    let row = rows.into_iter().find(|r| r.item.json == opened.stored.json);
    Ok(row.and_then(|r| serde_json::from_str(&r.item.worth).ok()))
}

/// Every guard with what it said today: passed, or lifted by whom.
fn guards(opened: &Opened) -> Vec<(&'static str, String)> {
    let lifted = |guard: Guard| {
        opened.proposal.reasons.iter().find_map(|r| match r {
            domain::agenda::Reason::Overridden { guard: g, author, .. } if *g == guard => {
                Some(format!("levée aujourd’hui par {author}"))
            }
            _ => None,
        })
    };
    let told = |guard| (guard_name(guard), lifted(guard).unwrap_or_else(|| "vérifiée".to_string()));
    Guard::ALL.into_iter().map(told).collect()
}

/// Approves exactly what is shown: these invoices and no others.
pub fn approve(visit: &Visit, path: (String, String, String), form: Pairs) -> PageResult {
    visit.must_act()?;
    let from = visit.house.clock.now();
    let opened = open(visit, &path)?;
    let next = next(visit, &opened)?;
    prepared(visit, &opened, &kept(&opened, &form)?)?;
    go(format!("{}&{next}", batch::undoable(from, visit.house.clock.now())))
}

fn prepared(visit: &Visit, opened: &Opened, kept: &[InvoiceId]) -> Result<ActId, Oops> {
    batch::must_approve(visit, opened.proposal.approval)?;
    let templates = visit.templates()?;
    let desk = Desk { templates: &templates, composer: visit.house.outside.composer() };
    let world = visit.world();
    let made = prepare_about(&world, &visit.company, &desk, opened.run, &opened.stored, Some(kept))?;
    refresh(visit, opened.proposal.party)?;
    match made {
        Prepared::Act { id, .. } => Ok(id),
        Prepared::Overtaken { .. } => Err(super::refused(
            "La situation de ce client a changé depuis : rien n’a été préparé.",
            "Rouvrez la liste du jour, elle vient d’être refaite.",
        )),
    }
}

/// A call made straight from its sheet: approved and its result noted in one go.
pub fn report(visit: &Visit, path: (String, String, String), form: Pairs) -> PageResult {
    visit.must_act()?;
    let opened = open(visit, &path)?;
    let heard = outcome::heard(&form)?;
    let next = next(visit, &opened)?;
    let act = prepared(visit, &opened, &kept(&opened, &form)?)?;
    app::outcomes::record_call(&visit.world(), &visit.company, act, &heard, outcome::note(&form))?;
    refresh(visit, opened.proposal.party)?;
    done(format!("/a-faire?{next}"), outcome::told(&opened.proposal.customer, &heard))
}
