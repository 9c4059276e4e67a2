//! The diagnosis: what the books say at first sight, in plain words, each figure with what it is made of, and what to do
//! first. It changes nothing.

use crate::answer::{Oops, PageResult, html};
use crate::frame::Frame;
use crate::route::{App, Nothing, page};
use crate::view;
use crate::visit::Visit;
use crate::why::WhyOf;
use app::diagnosis::{self, ClaimRow, Diagnosis, LatePayer, forgotten};
use app::ports::screens::{Cut, ForgottenRow, UnreachableRow};
use app::reckonings::Subject;
use app::records::{Company, Role};
use askama::Template;
use axum::Router;
use base::{Currency, Date, days_between, fr};
use serde::Deserialize;

const ROWS: u64 = 20;
/// Rows of a list that is not paged: the largest, which say enough.
const SHOWN: usize = 50;
/// Late payers seen at once.
const FIRST: usize = 8;
/// Bank data older than this holds reminders back in the shipped scenarios.
const BANK_DAYS: i64 = 10;

pub fn routes() -> Router<App> {
    Router::new().route("/diagnostic", page(show))
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    page: u64,
}

/// Cells of a row, with the customer's address.
struct Row {
    href: String,
    customer: String,
    cells: Vec<String>,
    why: Option<WhyOf>,
}

struct Payer {
    href: String,
    name: String,
    days: String,
    arithmetic: String,
    is_indicative: bool,
}

/// Something to do, the most useful first.
struct Todo {
    title: String,
    why: String,
    href: &'static str,
    act: &'static str,
}

#[derive(Template)]
#[template(path = "intake/diagnosis.html")]
struct DiagnosisPage {
    frame: Frame,
    older: Option<String>,
    is_empty: bool,
    forgotten: String,
    forgotten_amount: String,
    forgotten_rows: Vec<Row>,
    page: u64,
    has_more: bool,
    late: String,
    late_amount: String,
    payers: Vec<Payer>,
    more_payers: Vec<Payer>,
    claims: Claimed,
    unreachable: u64,
    unreachable_said: String,
    unreachable_rows: Vec<Row>,
    todos: Vec<Todo>,
}

/// What may be claimed, or why it cannot be told.
struct Claimed {
    amount: String,
    problem: Option<String>,
    interest: String,
    compensation: String,
    rows: Vec<Row>,
    more: usize,
    to_check: Vec<Row>,
    to_check_amount: String,
    consumers: u64,
}

fn show(visit: &Visit, _: Nothing, asked: Asked) -> PageResult {
    if visit.role == Role::Salesperson {
        return Err(Oops::NotAllowed { who_may: "le propriétaire, les comptables et les invités" });
    }
    let today = visit.today();
    let world = visit.world();
    let look = visit.look(&world)?;
    let found = diagnosis::look(&look, &visit.company, today)?;
    let cut = Cut { offset: asked.page.saturating_mul(ROWS), limit: ROWS + 1 };
    let mut rows = forgotten(&visit.world(), &visit.company, today, cut)?;
    let has_more = rows.len() as u64 > ROWS;
    rows.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    let late = &found.late_payers;
    let claims = claimed(&found)?;
    html(&DiagnosisPage {
        frame: visit.frame("Diagnostic"),
        older: visit.recount(&look),
        is_empty: found.forgotten.is_empty()
            && late.payers.is_empty()
            && claims.rows.is_empty()
            && found.unreachable.is_empty(),
        forgotten: counted_forgotten(&found),
        forgotten_amount: amounts(&found),
        forgotten_rows: rows.iter().map(|r| forgotten_row(r, today)).collect(),
        page: asked.page,
        has_more,
        late: fr::count(late.payers.count as u64, "client vous paie en retard", "clients vous paient en retard"),
        late_amount: fr::count(late.mean_days.unsigned_abs(), "jour", "jours"),
        payers: late.payers.first.iter().take(FIRST).map(payer).collect(),
        more_payers: late.payers.first.iter().skip(FIRST).take(SHOWN).map(payer).collect(),
        claims,
        unreachable: found.unreachable.count as u64,
        unreachable_said: fr::count(
            found.unreachable.count as u64,
            "client sans e-mail ni téléphone",
            "clients sans e-mail ni téléphone",
        ),
        unreachable_rows: found.unreachable.first.iter().take(SHOWN).map(unreachable_row).collect(),
        todos: todos(&found, &visit.company, today),
    })
}

fn counted_forgotten(found: &Diagnosis) -> String {
    let count: u64 = found.forgotten.iter().map(|s| s.invoices).sum();
    fr::count(count, "facture oubliée", "factures oubliées")
}

fn amounts(found: &Diagnosis) -> String {
    let each: Vec<String> = found.forgotten.iter().map(|s| view::money(s.outstanding, s.currency)).collect();
    if each.is_empty() { view::money(base::Cents::ZERO, Currency::EUR) } else { each.join(" et ") }
}

fn forgotten_row(row: &ForgottenRow, today: Date) -> Row {
    Row {
        href: format!("/clients/{}", row.party),
        customer: row.customer.clone(),
        cells: vec![
            row.number.clone(),
            view::day(row.due_on),
            format!("{} j", days_between(row.due_on, today)),
            view::money(row.outstanding, row.currency),
        ],
        why: Some(WhyOf::new(
            Subject::Invoice(row.invoice),
            format!("il reste {} sur {}", view::money(row.outstanding, row.currency), row.number),
        )),
    }
}

fn unreachable_row(row: &UnreachableRow) -> Row {
    Row {
        href: format!("/clients/{}", row.party),
        customer: row.customer.clone(),
        cells: vec![view::money(row.outstanding, row.currency)],
        why: Some(
            WhyOf::new(
                Subject::Customer(row.party),
                format!("{} dus par {}", view::money(row.outstanding, row.currency), row.customer),
            )
            .marked(row.currency.code()),
        ),
    }
}

/// « (12 + 40 + 41) ÷ 3 = 31 jours »; of many, only the sum.
fn payer(payer: &LatePayer) -> Payer {
    let each: Vec<String> = payer.shown.iter().map(|r| days_between(r.due_on, r.settled_on).to_string()).collect();
    let sum = if payer.shown.len() == payer.invoices {
        each.join(" + ").replace("+ -", "− ")
    } else {
        payer.sum_days.to_string()
    };
    Payer {
        href: format!("/clients/{}", payer.party),
        name: payer.name.clone(),
        days: fr::count(payer.mean_days.unsigned_abs(), "jour", "jours"),
        arithmetic: format!(
            "({sum}) ÷ {} = {}",
            payer.invoices,
            fr::count(payer.mean_days.unsigned_abs(), "jour", "jours")
        ),
        is_indicative: payer.invoices <= 3,
    }
}

fn claimed(found: &Diagnosis) -> Result<Claimed, Oops> {
    let money = |cents| view::money(cents, Currency::EUR);
    Ok(match &found.claims {
        Ok(claims) => Claimed {
            amount: money(claims.total()?),
            problem: None,
            interest: money(claims.interest),
            compensation: money(claims.compensation),
            rows: claims.rows.first.iter().take(SHOWN).map(claim_row).collect(),
            more: claims.rows.count.saturating_sub(SHOWN),
            to_check: claims.to_check.first.iter().take(SHOWN).map(claim_row).collect(),
            to_check_amount: money(claims.total_to_check),
            consumers: claims.consumers,
        },
        Err(problem) => Claimed {
            amount: "à vérifier".to_string(),
            problem: Some(problem.clone()),
            interest: String::new(),
            compensation: String::new(),
            rows: Vec::new(),
            more: 0,
            to_check: Vec::new(),
            to_check_amount: String::new(),
            consumers: 0,
        },
    })
}

fn claim_row(row: &ClaimRow) -> Row {
    Row {
        href: format!("/factures/{}", row.invoice),
        customer: row.customer.clone(),
        cells: vec![
            row.number.clone(),
            format!("{} j", row.days_late),
            view::money(row.interest, Currency::EUR),
            view::money(row.compensation, Currency::EUR),
        ],
        why: None,
    }
}

/// In the order in which each unlocks the next: the bank first, since without it nobody is reminded.
fn todos(found: &Diagnosis, company: &Company, today: Date) -> Vec<Todo> {
    let mut todos = Vec::new();
    let mut add = |title: String, why: String, href, act| todos.push(Todo { title, why, href, act });
    match found.bank_known_until.map(|until| days_between(until, today)) {
        None => add(
            "Importez un relevé de banque".into(),
            "Sans lui, Quitus ne sait pas qui a payé : regardez votre compte avant d’approuver une relance.".into(),
            "/importer",
            "Importer",
        ),
        Some(age) if age > BANK_DAYS => add(
            "Mettez la banque à jour".into(),
            format!(
                "Le dernier mouvement connu a {} : une relance risquerait d’arriver après le paiement.",
                fr::count(age.unsigned_abs(), "jour", "jours")
            ),
            "/importer",
            "Importer",
        ),
        Some(_) => {}
    }
    if company.iban.is_none() || company.email.is_none() {
        add(
            "Complétez votre société".into(),
            "Vos clients ont besoin d’un IBAN pour payer et d’une adresse pour répondre.".into(),
            "/reglages/societe",
            "Compléter",
        );
    }
    if found.proposals > 0 {
        add(
            format!("Approuvez {}", fr::count(found.proposals, "relance prête", "relances prêtes")),
            "Chacune se relit avant de partir, et dit pourquoi elle est proposée.".into(),
            "/a-faire",
            "Voir",
        );
    }
    if !found.unreachable.is_empty() {
        add(
            "Retrouvez une adresse ou un téléphone".into(),
            match found.unreachable.count {
                1 => "Un client n’a ni e-mail ni téléphone connu.".to_string(),
                n => format!("{} n’ont ni e-mail ni téléphone connu.", fr::count(n as u64, "client", "clients")),
            },
            "#sans-contact",
            "Voir qui",
        );
    }
    if !found.late_payers.payers.is_empty() || !found.forgotten.is_empty() {
        add("Réglez vos relances en quatre questions".into(), "À qui vous vendez, qui parle au client, quelle fermeté, quels jours : vous voyez le calendrier avant de l’adopter.".into(), "/reglages/guide", "Commencer");
    }
    todos
}
