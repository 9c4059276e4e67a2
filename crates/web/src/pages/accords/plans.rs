//! Instalment plans: the list, and one plan followed payment by payment, with what the customer and we do about it.

use crate::answer::{Answer, Oops, PageResult, done, html};
use crate::door::{self, Entry};
use crate::fields;
use crate::frame::{self, Frame};
use crate::pages::customer::replan;
use crate::route::{Arrival, Nothing};
use crate::unread;
use crate::view::{self, Chip};
use crate::visit::Visit;
use crate::why::WhyOf;
use app::AppError;
use app::plans::{self, told};
use app::ports::screens::Cut;
use app::reckonings::Subject;
use app::records::{PlanEventKind, PlanRow};
use askama::Template;
use axum::extract::{Multipart, Path};
use axum::response::Response;
use base::fr;
use base::id::PlanId;
use domain::payment_plan::{PlanStanding, PlanState};
use serde::Deserialize;

const ROWS: u64 = 50;

#[derive(Deserialize)]
pub struct PageOf {
    #[serde(default)]
    page: u64,
}

struct Line {
    href: String,
    customer_href: String,
    customer: String,
    total: String,
    shape: String,
    next: String,
    left: String,
    state: Chip,
    why: WhyOf,
}

#[derive(Template)]
#[template(path = "accords/plans.html")]
struct PlansPage {
    frame: Frame,
    lines: Vec<Line>,
    page: u64,
    has_more: bool,
}

pub fn list(visit: &Visit, _: Nothing, asked: PageOf) -> PageResult {
    let cut = Cut { offset: asked.page.saturating_mul(ROWS), limit: ROWS + 1 };
    let today = visit.today();
    let mut lines = visit.world().read(|books| {
        let mut lines = Vec::new();
        for listed in books.plan_rows(visit.scope(), cut)? {
            let standing = plans::standing(books, &listed.row, today)?;
            lines.push(line(&listed.row, listed.customer, standing.as_ref())?);
        }
        Ok(lines)
    })?;
    let has_more = lines.len() as u64 > ROWS;
    lines.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    html(&PlansPage { frame: visit.frame("Échéanciers"), lines, page: asked.page, has_more })
}

fn line(row: &PlanRow, customer: String, standing: Option<&PlanStanding>) -> Result<Line, AppError> {
    let money = |amount| view::money(amount, row.plan.currency);
    let name = format!("{} échelonnés pour {customer}", money(row.plan.total()?));
    let next = standing.filter(|s| s.is_in_force()).and_then(PlanStanding::next);
    Ok(Line {
        href: format!("/accords/echeanciers/{}", row.plan.id),
        customer_href: format!("/clients/{}", row.plan.party),
        customer,
        total: money(row.plan.total()?),
        shape: fr::count(row.plan.instalments.len() as u64, "versement", "versements"),
        next: next.map(|p| view::day(p.due_on)).unwrap_or_default(),
        left: standing.map(|s| money(s.left)).unwrap_or_default(),
        state: chip(row, standing),
        why: WhyOf::new(Subject::Plan(row.plan.id), name),
    })
}

fn chip(row: &PlanRow, standing: Option<&PlanStanding>) -> Chip {
    let (code, text) = told::state(row, standing);
    let tone = match code {
        "running" | "kept" => "good",
        "late" | "noticed" => "warn",
        "forfeitable" | "lapsed" => "late",
        "proposed" => "info",
        _ => "plain",
    };
    Chip::new(text, tone)
}

struct PartLine {
    rank: usize,
    due: String,
    amount: String,
    paid: String,
    state: Chip,
}

#[derive(Template)]
#[template(path = "accords/plan.html")]
struct PlanPage {
    frame: Frame,
    id: String,
    customer: String,
    customer_href: String,
    state: Chip,
    total: String,
    received: String,
    left: String,
    arrears: String,
    parts: Vec<PartLine>,
    reckoned: WhyOf,
    /// Number and address of each invoice.
    invoices: Vec<(String, String)>,
    terms: Vec<(&'static str, String)>,
    why: String,
    history: Vec<(String, String)>,
    has_signed: bool,
    is_waiting: bool,
    is_in_force: bool,
    is_forfeitable: bool,
    /// What follows a payment that is late.
    next: String,
    may_act: bool,
    may_decide: bool,
    today: String,
    proposed_on: String,
}

/// The plan of that address, when its customer may be seen.
fn seen(visit: &Visit, id: &str) -> Result<PlanRow, Oops> {
    let id = PlanId::parse(id).ok_or(Oops::NotHere)?;
    let row = visit.world().read(|books| plans::found(books, &visit.company, id))?;
    visit.must_see(row.plan.party)?;
    Ok(row)
}

pub fn show(visit: &Visit, id: String, _: Nothing) -> PageResult {
    let row = seen(visit, &id)?;
    let (standing, customer, invoices) = visit.world().read(|books| {
        let standing = plans::standing(books, &row, visit.today())?;
        let name = books.party(row.plan.party)?.map_or_else(String::new, |p| p.name);
        let mut invoices = Vec::new();
        for line in &row.plan.invoices {
            let number = books.invoice(line.invoice)?.map(|i| i.number).unwrap_or_default();
            invoices.push((number, format!("/factures/{}", line.invoice)));
        }
        Ok((standing, name, invoices))
    })?;
    let money = |amount| view::money(amount, row.plan.currency);
    let in_force = standing.as_ref().is_some_and(PlanStanding::is_in_force);
    html(&PlanPage {
        frame: visit.frame(format!("Échéancier, {customer}")),
        id: row.plan.id.to_string(),
        customer_href: format!("/clients/{}", row.plan.party),
        customer,
        state: chip(&row, standing.as_ref()),
        total: money(row.plan.total()?),
        received: standing.as_ref().map(|s| money(s.received)).unwrap_or_default(),
        left: standing.as_ref().map(|s| money(s.left)).unwrap_or_default(),
        arrears: standing.as_ref().filter(|s| s.arrears.is_positive()).map(|s| money(s.arrears)).unwrap_or_default(),
        parts: parts(&row, standing.as_ref()),
        reckoned: WhyOf::new(Subject::Plan(row.plan.id), format!("{} échelonnés", money(row.plan.total()?))),
        invoices,
        terms: terms(&row),
        why: row.plan.why.clone(),
        history: history(&row),
        has_signed: row.event(PlanEventKind::Accepted).is_some_and(|e| e.source.is_some()),
        is_waiting: row.events.is_empty(),
        is_in_force: in_force,
        next: standing.as_ref().and_then(|s| told::next_step(&s.state)).unwrap_or_default(),
        is_forfeitable: standing.is_some_and(|s| matches!(s.state, PlanState::Forfeitable { .. })),
        may_act: visit.role.may_act(),
        may_decide: visit.role.may_decide(),
        today: visit.today().to_string(),
        proposed_on: row.plan.proposed_on.to_string(),
    })
}

fn parts(row: &PlanRow, standing: Option<&PlanStanding>) -> Vec<PartLine> {
    let money = |amount| view::money(amount, row.plan.currency);
    let Some(standing) = standing else {
        let to_come = row.plan.instalments.iter().zip(1..).map(|(i, rank)| PartLine {
            rank,
            due: view::day(i.due_on),
            amount: money(i.amount),
            paid: String::new(),
            state: Chip::new("proposé", "plain"),
        });
        return to_come.collect();
    };
    let tone = |code| match code {
        "paid" => "good",
        "late" => "late",
        "awaited" => "warn",
        _ => "plain",
    };
    let told = standing.parts.iter().map(|p| {
        let (code, text) = told::part(p);
        PartLine {
            rank: p.rank,
            due: view::day(p.due_on),
            amount: money(p.amount),
            paid: money(p.paid),
            state: Chip::new(text, tone(code)),
        }
    });
    told.collect()
}

fn terms(row: &PlanRow) -> Vec<(&'static str, String)> {
    let days = |n: i64| fr::count(n.unsigned_abs(), "jour", "jours");
    let order = if row.plan.terms.interest_first { "intérêts, indemnité, principal" } else { "principal d’abord" };
    let mut terms = vec![
        ("Proposé le", fr::date(row.plan.proposed_on)),
        ("Intérêts et indemnité", row.plan.terms.interest.french().to_string()),
        ("Imputation", order.to_string()),
        ("Tolérance après chaque date", days(row.plan.terms.grace_days)),
        ("Délai de la mise en demeure", days(row.plan.terms.notice_days)),
    ];
    if row.given_up.is_positive() {
        let off = format!("{}, ôtés des derniers versements", view::money(row.given_up, row.plan.currency));
        terms.push(("Remis ou crédité depuis", off));
    }
    terms
}

fn history(row: &PlanRow) -> Vec<(String, String)> {
    let what = |kind| match kind {
        PlanEventKind::Accepted => "Accepté",
        PlanEventKind::Refused => "Refusé",
        PlanEventKind::Withdrawn => "Retiré",
        PlanEventKind::Lapsed => "Déchéance du terme constatée",
    };
    row.events
        .iter()
        .map(|e| (format!("{} le {}, {}", what(e.kind), fr::date(e.on), e.author), e.why.clone()))
        .collect()
}

/// The agreement to be signed, or the signed one, byte for byte.
pub fn document(visit: &Visit, (id, which): (String, String), _: Nothing) -> PageResult {
    let row = seen(visit, &id)?;
    let source = match which.as_str() {
        "accord" => row.plan.document,
        "signe" => row.event(PlanEventKind::Accepted).and_then(|e| e.source),
        _ => None,
    };
    let source = source.ok_or(Oops::NotHere)?;
    let (name, bytes) = visit.world().read(|books| Ok(books.source_bytes(source)?))?.ok_or(Oops::NotHere)?;
    let content_type = if bytes.starts_with(b"%PDF") { "application/pdf" } else { "application/octet-stream" };
    Ok(Answer::File { bytes, content_type: content_type.to_string(), name: Some(name) })
}

#[derive(Deserialize)]
pub struct Sentence {
    #[serde(default)]
    why: String,
}

pub fn refuse(visit: &Visit, id: String, form: Sentence) -> PageResult {
    visit.must_act()?;
    let row = seen(visit, &id)?;
    plans::refuse(&visit.world(), &visit.company, row.plan.id, &form.why)?;
    done(format!("/accords/echeanciers/{id}"), "Refus noté : les relances suivent leur cours.")
}

pub fn withdraw(visit: &Visit, id: String, form: Sentence) -> PageResult {
    visit.must_act()?;
    let row = seen(visit, &id)?;
    plans::withdraw(&visit.world(), &visit.company, row.plan.id, &form.why)?;
    replan(visit)?;
    done(format!("/accords/echeanciers/{id}"), "Échéancier retiré : les relances reprennent.")
}

/// What is declared does not come back: the owner's to decide.
pub fn lapse(visit: &Visit, id: String, form: Sentence) -> PageResult {
    visit.must_decide()?;
    let row = seen(visit, &id)?;
    plans::lapse(&visit.world(), &visit.company, row.plan.id, &form.why)?;
    replan(visit)?;
    done(format!("/accords/echeanciers/{id}"), "Déchéance du terme constatée : tout est dû, les relances reprennent.")
}

#[derive(Deserialize)]
pub struct Received {
    #[serde(default)]
    amount: String,
    #[serde(default)]
    on: String,
    #[serde(default)]
    reference: String,
}

pub fn receive(visit: &Visit, id: String, form: Received) -> PageResult {
    visit.must_act()?;
    let row = seen(visit, &id)?;
    let amount = fields::needed(fields::amount(&form.amount)?, "Combien a été reçu ?", "Indiquez le montant.")?;
    let on = fields::day(&form.on)?.unwrap_or(visit.today());
    plans::receive(&visit.world(), &visit.company, row.plan.id, amount, on, form.reference.trim())?;
    replan(visit)?;
    done(format!("/accords/echeanciers/{id}"), format!("{} notés.", view::money(amount, row.plan.currency)))
}

/// A form with the signed file: its fields, and the file when one was chosen.
#[derive(Default)]
struct Signed {
    on: String,
    why: String,
    file: Option<(String, Vec<u8>)>,
}

async fn read(mut form: Multipart) -> Result<Signed, Oops> {
    let mut signed = Signed::default();
    while let Some(field) = form.next_field().await.map_err(|e| Oops::Unreadable(unread::upload(&e)))? {
        let (name, file) = (field.name().unwrap_or("").to_string(), field.file_name().map(str::to_string));
        let bytes = field.bytes().await.map_err(|e| Oops::Unreadable(unread::upload(&e)))?;
        let text = || String::from_utf8_lossy(&bytes).into_owned();
        match (name.as_str(), file) {
            ("on", _) => signed.on = text(),
            ("why", _) => signed.why = text(),
            ("signed", Some(file)) if !file.trim().is_empty() => signed.file = Some((file, bytes.to_vec())),
            _ => {}
        }
    }
    Ok(signed)
}

/// The customer signed: the day, and the file as it came.
pub async fn accept(arrival: Arrival, Path(id): Path<String>, form: Multipart) -> Response {
    let signed = read(form).await;
    crate::route::blocking(move || match door::enter(&arrival) {
        Ok(Entry::In(visit)) => {
            let answer = signed.and_then(|signed| accepted(&visit, &id, &signed));
            answer.unwrap_or_else(|oops| frame::told(&visit, &oops))
        }
        Ok(Entry::Elsewhere(to)) => Answer::Go { to, flash: None, cookie: None },
        Err(oops) => frame::broken(&oops),
    })
    .await
}

fn accepted(visit: &Visit, id: &str, signed: &Signed) -> PageResult {
    visit.must_act()?;
    let row = seen(visit, id)?;
    let on = fields::day(&signed.on)?.unwrap_or(visit.today());
    let file = signed.file.as_ref().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    plans::accept(&visit.world(), &visit.company, row.plan.id, on, file, &signed.why)?;
    replan(visit)?;
    done(format!("/accords/echeanciers/{id}"), "Accord enregistré : chaque versement est suivi.")
}
