//! Instalment plans: three offers, the agreement to be signed, what came of it.

use crate::args::{PlanCommand, PlanShape};
use crate::commands::acts::say;
use crate::commands::find;
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{Align, grid, json, line, paragraph};
use app::plans::{self, Asked, NewPlan, UnderPlan, told};
use app::ports::screens::{Cut, Scope};
use app::records::{Company, PlanEventKind, PlanRow};
use base::id::PlanId;
use base::{RateBp, add_days, fr};
use domain::facts::{PlanInterest, PlanTerms};
use domain::payment_plan::PlanStanding;
use serde_json::{Value, json};

const ROWS: u64 = 50;
/// Days left to an immediate payment.
const AT_ONCE_DAYS: i64 = 8;
const SEVERAL: &str = "Un échéancier ne porte que sur un client.";

pub fn run(rim: &Rim, what: &PlanCommand) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    match what {
        PlanCommand::Offers { shape, by, discount } => {
            offers(rim, &company, shape, by.or_else(|| add_days(rim.today, AT_ONCE_DAYS)), discount)
        }
        PlanCommand::Propose { shape, interest_first, notice, grace, why } => {
            let terms = PlanTerms {
                interest: if shape.with_interest { PlanInterest::Included } else { PlanInterest::WaivedIfKept },
                interest_first: *interest_first,
                grace_days: *grace,
                notice_days: *notice,
            };
            propose(rim, &company, shape, terms, why)
        }
        PlanCommand::Save { plan, file, signed } => save(rim, &company, plan, file, *signed),
        PlanCommand::Accept { plan, on, signed, why } => {
            let id = one(rim, &company, plan)?;
            let read = |file: &std::path::PathBuf| std::fs::read(file).map_err(|e| Fail::unread(file, &e));
            let bytes = signed.as_ref().map(read).transpose()?;
            let name = signed.as_ref().and_then(|f| f.file_name()).map(|n| n.to_string_lossy().into_owned());
            let file = name.as_deref().zip(bytes.as_deref());
            plans::accept(&world, &company, id, on.unwrap_or(rim.today), file, why)?;
            let kept = if file.is_some() { " L’exemplaire signé est conservé tel quel." } else { "" };
            say(
                rim,
                &format!("Échéancier accepté : chaque versement est suivi.{kept}"),
                json!({ "plan": id, "accepted": true }),
            )
        }
        PlanCommand::Refuse { plan, why } => {
            let id = one(rim, &company, plan)?;
            plans::refuse(&world, &company, id, why)?;
            say(rim, "Refus noté : les relances suivent leur cours.", json!({ "plan": id, "refused": true }))
        }
        PlanCommand::Withdraw { plan, why } => {
            let id = one(rim, &company, plan)?;
            plans::withdraw(&world, &company, id, why)?;
            say(rim, "Échéancier retiré : les relances reprennent.", json!({ "plan": id, "withdrawn": true }))
        }
        PlanCommand::Lapse { plan, why } => {
            let id = one(rim, &company, plan)?;
            plans::lapse(&world, &company, id, why)?;
            say(
                rim,
                "Déchéance du terme constatée : tout est dû, les relances reprennent.",
                json!({ "plan": id, "lapsed": true }),
            )
        }
        PlanCommand::Receive { plan, amount, on, reference } => {
            let id = one(rim, &company, plan)?;
            let amount = find::amount(amount)?;
            plans::receive(&world, &company, id, amount, on.unwrap_or(rim.today), reference)?;
            say(rim, "Versement noté.", json!({ "plan": id, "amount_cents": amount }))
        }
        PlanCommand::Show { plan } => show(rim, &company, plan),
        PlanCommand::List { page } => list(rim, &company, *page),
    }
}

fn offers(rim: &Rim, company: &Company, shape: &PlanShape, by: Option<base::Date>, discount: &str) -> Outcome<u8> {
    let (party, invoices) = find::of_one_customer(&rim.world(), company, &shape.subjects, SEVERAL)?;
    let discount = RateBp::parse(discount)
        .ok_or_else(|| Fail::new(format!("« {discount} » n’est pas un taux : écrire 3 ou 2,5.")))?;
    let asked = Asked {
        party,
        invoices,
        instalments: shape.count,
        first_on: shape.first,
        pay_by: by.unwrap_or(rim.today),
        with_accessories: shape.with_interest,
        discount,
    };
    let made = plans::offered(&rim.world(), company, &asked)?;
    let currency = made.owed.currency;
    let money = |amount| fr::money(amount, currency);
    if rim.common.json {
        let offers: Vec<Value> = made
            .offers
            .iter()
            .map(|o| {
                json!({ "kind": o.kind.code(), "amount_cents": o.amount, "duration_days": o.duration_days,
                    "present_value_cents": o.present_value, "risk": o.risk.level.code(),
                    "payments": o.payments.iter().map(|p| json!({ "due_on": p.due_on, "amount_cents": p.amount })).collect::<Vec<_>>(),
                    "given_up_cents": { "principal": o.given_up.principal, "interest": o.given_up.interest,
                        "compensation": o.given_up.compensation } })
            })
            .collect();
        json(&json!({ "principal_cents": made.owed.claim.principal, "interest_cents": made.owed.claim.interest,
            "compensation_cents": made.owed.claim.compensation, "rate_bp": made.rate, "offers": offers,
            "under_plan": under_plan(&made.owed.under_plan) }))?;
        return Ok(0);
    }
    line(format!(
        "Dû : {} de principal, {} d’intérêts, {} d’indemnité.",
        money(made.owed.claim.principal),
        money(made.owed.claim.interest),
        money(made.owed.claim.compensation)
    ));
    tell_under_plan(&made.owed.under_plan);
    let total = made.owed.claim.total().unwrap_or_default();
    for offer in &made.offers {
        line(format!("\n{} : {}", offer.title(), money(offer.amount)));
        paragraph(&told::terms(offer, currency));
        paragraph(&told::risk(&offer.risk));
        let sum = told::arithmetic(offer, made.rate, rim.today, currency).join(" + ");
        paragraph(&format!("Valeur aujourd’hui : {} = {sum}.", money(offer.present_value)));
        if let Some(worth) = told::worth(offer, total) {
            paragraph(&worth);
        }
    }
    Ok(0)
}

pub(super) fn under_plan(plans: &[UnderPlan]) -> Value {
    let told = |under: &UnderPlan| {
        let invoices: Vec<&String> = under.invoices.iter().map(|(_, number)| number).collect();
        json!({ "plan": under.plan, "accepted": under.agreed_on.is_some(), "invoices": invoices })
    };
    plans.iter().map(told).collect()
}

/// What is overdue and left out, since a plan bears on it.
pub(super) fn tell_under_plan(plans: &[UnderPlan]) {
    for under in plans {
        paragraph(&format!("Laissé de côté : {} ({})", under.sentence(), under.plan));
    }
}

fn propose(rim: &Rim, company: &Company, shape: &PlanShape, terms: PlanTerms, why: &str) -> Outcome<u8> {
    let (party, invoices) = find::of_one_customer(&rim.world(), company, &shape.subjects, SEVERAL)?;
    let new = NewPlan { party, invoices, instalments: shape.count, first_on: shape.first, terms, why: why.to_string() };
    let id = plans::propose(&rim.world(), company, &rim.templates(company)?, &new)?;
    say(
        rim,
        &format!("Échéancier proposé ({id}). L’accord à signer : quitus plan save {id} accord.pdf"),
        json!({ "plan": id }),
    )
}

/// A plan by its identifier, or the last one that bears on an invoice, or of a customer.
fn one(rim: &Rim, company: &Company, text: &str) -> Outcome<PlanId> {
    if let Some(id) = PlanId::parse(text) {
        return Ok(id);
    }
    let world = rim.world();
    let (party, invoice) = find::subject(&world, company, text)?;
    let rows = world.read(|books| Ok(books.plans_of_party(party)?))?;
    let about = |row: &&PlanRow| invoice.is_none_or(|id| row.plan.invoices.iter().any(|i| i.invoice == id));
    let found = rows.iter().filter(about).max_by_key(|row| row.plan.id);
    found.map(|row| row.plan.id).ok_or_else(|| Fail::new(format!("Aucun échéancier ne porte sur « {text} ».")))
}

fn save(rim: &Rim, company: &Company, plan: &str, file: &std::path::Path, signed: bool) -> Outcome<u8> {
    let (world, id) = (rim.world(), one(rim, company, plan)?);
    let row = world.read(|books| plans::found(books, company, id))?;
    let source = if signed { row.event(PlanEventKind::Accepted).and_then(|e| e.source) } else { row.plan.document };
    let bytes = match source {
        Some(source) => world.read(|books| Ok(books.source_bytes(source)?))?,
        None => None,
    };
    let Some((_, bytes)) = bytes else { return Err(Fail::new("Aucun exemplaire signé n’a été conservé.")) };
    std::fs::write(file, &bytes).map_err(|e| Fail::unwritten(file, &e))?;
    say(rim, &format!("Enregistré dans {}.", file.display()), json!({ "plan": id, "bytes": bytes.len() }))
}

fn show(rim: &Rim, company: &Company, plan: &str) -> Outcome<u8> {
    let (world, id) = (rim.world(), one(rim, company, plan)?);
    let (row, standing, name) = world.read(|books| {
        let row = plans::found(books, company, id)?;
        let standing = plans::standing(books, &row, rim.today)?;
        let name = books.party(row.plan.party)?.map_or_else(String::new, |p| p.name);
        Ok((row, standing, name))
    })?;
    if rim.common.json {
        json(&as_json(&row, standing.as_ref(), &name))?;
        return Ok(0);
    }
    let money = |amount| fr::money(amount, row.plan.currency);
    let (_, state) = told::state(&row, standing.as_ref());
    line(format!("{name} : {} en {} — {state}", money(row.plan.total()?), versements(&row)));
    let heads =
        [("Date", Align::Left), ("Montant", Align::Right), ("Reçu", Align::Right), ("Où il en est", Align::Left)];
    let rows = match &standing {
        Some(standing) => standing
            .parts
            .iter()
            .map(|p| vec![fr::date(p.due_on), money(p.amount), money(p.paid), told::part(p).1])
            .collect(),
        None => {
            let blank =
                |i: &domain::facts::Instalment| vec![fr::date(i.due_on), money(i.amount), String::new(), String::new()];
            row.plan.instalments.iter().map(blank).collect()
        }
    };
    line(grid(&heads, rows));
    if let Some(standing) = &standing {
        line(format!("Reste à verser : {}.", money(standing.left)));
    }
    line(format!("Intérêts et indemnité : {}.", row.plan.terms.interest.french()));
    Ok(0)
}

fn versements(row: &PlanRow) -> String {
    fr::count(row.plan.instalments.len() as u64, "versement", "versements")
}

fn as_json(row: &PlanRow, standing: Option<&PlanStanding>, customer: &str) -> Value {
    let parts: Vec<Value> = standing.map_or_else(Vec::new, |s| {
        let part = |p: &domain::payment_plan::Part| {
            json!({ "due_on": p.due_on, "amount_cents": p.amount, "paid_cents": p.paid, "state": told::part(p).0 })
        };
        s.parts.iter().map(part).collect()
    });
    json!({
        "plan": row.plan.id, "customer": customer, "state": told::state(row, standing).0,
        "proposed_on": row.plan.proposed_on, "total_cents": row.plan.total().unwrap_or_default(),
        "received_cents": standing.map(|s| s.received), "arrears_cents": standing.map(|s| s.arrears),
        "left_cents": standing.map(|s| s.left), "parts": parts,
        "instalments": row.plan.instalments.iter().map(|i| json!({ "due_on": i.due_on, "amount_cents": i.amount })).collect::<Vec<_>>(),
    })
}

fn list(rim: &Rim, company: &Company, page: u64) -> Outcome<u8> {
    let scope = Scope { company: company.id, keeper: None };
    let cut = Cut { offset: page.saturating_sub(1) * ROWS, limit: ROWS };
    let listed = rim.world().read(|books| {
        let rows = books.plan_rows(scope, cut)?;
        let told = rows.into_iter().map(|l| {
            let standing = plans::standing(books, &l.row, rim.today)?;
            Ok((l, standing))
        });
        told.collect::<Result<Vec<_>, app::AppError>>()
    })?;
    if rim.common.json {
        let rows: Vec<Value> = listed.iter().map(|(l, s)| as_json(&l.row, s.as_ref(), &l.customer)).collect();
        json(&json!({ "plans": rows, "page": page }))?;
        return Ok(0);
    }
    if listed.is_empty() {
        line("Aucun échéancier.");
    }
    for (listed, standing) in &listed {
        let (_, state) = told::state(&listed.row, standing.as_ref());
        let money = |amount| fr::money(amount, listed.row.plan.currency);
        let left = standing.as_ref().map_or(String::new(), |s| format!(", reste {}", money(s.left)));
        let total = money(listed.row.plan.total()?);
        line(format!("{} : {total} en {}, {state}{left}.", listed.customer, versements(&listed.row)));
    }
    Ok(0)
}
