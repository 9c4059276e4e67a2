//! What is given up, put off, or another's: waivers, extensions, money of assigned invoices.

use crate::args::{AssignedCommand, Extend, WaiverCommand, WaiverShape, WaiverStateArg};
use crate::commands::accords::heard_of;
use crate::commands::acts::say;
use crate::commands::company::rate;
use crate::commands::find;
use crate::commands::plans::{tell_under_plan, under_plan};
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{json, line, paragraph};
use app::extensions::NewExtension;
use app::ports::screens::{Cut, Scope};
use app::records::{AssignedMoney, Company, WaiverRow, WaiverState};
use app::waivers::{self, Wish};
use app::{assigned, extensions};
use base::fr;
use base::id::{AllocationId, WaiverId};
use serde_json::{Value, json};

const ROWS: u64 = 50;

pub fn waiver(rim: &Rim, what: &WaiverCommand) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    match what {
        WaiverCommand::Study { shape } => study(rim, &company, shape),
        WaiverCommand::Ask { shape, limit, why } => {
            let limit = limit.as_deref().map(find::amount).transpose()?;
            let (id, state) = waivers::ask(&world, &company, &wish(rim, &company, shape)?, limit, why)?;
            let text = match state {
                WaiverState::Asked => {
                    format!("Remise demandée ({id}) : elle dépasse le plafond, le propriétaire décide.")
                }
                _ => format!("Remise accordée ({id}) : elle n’est plus demandée au client."),
            };
            say(rim, &text, json!({ "waiver": id, "state": state.code() }))
        }
        WaiverCommand::Grant { waiver, why } => {
            let id = one(rim, &company, waiver, WaiverState::Asked)?;
            waivers::grant(&world, &company, id, why)?;
            say(
                rim,
                "Remise accordée : elle n’est plus demandée au client.",
                json!({ "waiver": id, "state": "granted" }),
            )
        }
        WaiverCommand::Refuse { waiver, why } => {
            let id = one(rim, &company, waiver, WaiverState::Asked)?;
            waivers::refuse(&world, &company, id, why)?;
            say(rim, "Remise refusée : tout reste dû.", json!({ "waiver": id, "state": "refused" }))
        }
        WaiverCommand::Withdraw { waiver, why } => {
            let id = one(rim, &company, waiver, WaiverState::Granted)?;
            waivers::withdraw(&world, &company, id, why)?;
            say(rim, "Remise reprise : ces sommes sont de nouveau dues.", json!({ "waiver": id, "state": "withdrawn" }))
        }
        WaiverCommand::List { state, page } => list(rim, &company, state.map(state_of), *page),
    }
}

fn wish(rim: &Rim, company: &Company, shape: &WaiverShape) -> Outcome<Wish> {
    let world = rim.world();
    let found: Vec<_> =
        shape.subjects.iter().map(|text| find::subject(&world, company, text)).collect::<Outcome<_>>()?;
    let Some((party, _)) = found.first().copied() else { return Err(Fail::new("Dites quel client.")) };
    if found.iter().any(|(p, _)| *p != party) {
        return Err(Fail::new("Une remise ne porte que sur un client."));
    }
    Ok(Wish {
        party,
        invoices: found.into_iter().filter_map(|(_, invoice)| invoice).collect(),
        principal: find::amount(&shape.principal)?,
        interest: shape.interest,
        compensation: shape.compensation,
        chance: shape.chance.as_deref().map(rate).transpose()?,
        days: shape.days,
        cost: shape.cost.as_deref().map(find::amount).transpose()?,
        pay_by: shape.by,
    })
}

fn study(rim: &Rim, company: &Company, shape: &WaiverShape) -> Outcome<u8> {
    let study = waivers::study(&rim.world(), company, &wish(rim, company, shape)?)?;
    let currency = study.owed.currency;
    if rim.common.json {
        json(&json!({
            "owed_cents": study.owed.claim.total()?, "weighed": study.weighed, "worth_it": study.weighed.is_worth_it(),
            "under_plan": under_plan(&study.owed.under_plan), "waiting": study.waiting.as_ref().map(|row| row.waiver.id),
        }))?;
        return Ok(0);
    }
    line(waivers::result(&study.weighed, currency));
    for sum in waivers::line_of_sums(&study.weighed, currency) {
        paragraph(&sum);
    }
    for reason in waivers::reasons(&study) {
        paragraph(&reason);
    }
    tell_under_plan(&study.owed.under_plan);
    if let Some(row) = &study.waiting {
        let on = fr::date(row.waiver.asked_on);
        paragraph(&format!(
            "Une remise demandée le {on} sur ces factures attend déjà une réponse ({}).",
            row.waiver.id
        ));
    }
    line("La chance, le délai et le coût sont des hypothèses : --chance, --days, --cost.");
    Ok(0)
}

fn state_of(arg: WaiverStateArg) -> WaiverState {
    match arg {
        WaiverStateArg::Asked => WaiverState::Asked,
        WaiverStateArg::Granted => WaiverState::Granted,
        WaiverStateArg::Refused => WaiverState::Refused,
        WaiverStateArg::Withdrawn => WaiverState::Withdrawn,
    }
}

/// A waiver by its identifier, or the only one of a customer in that state.
fn one(rim: &Rim, company: &Company, text: &str, state: WaiverState) -> Outcome<WaiverId> {
    if let Some(id) = WaiverId::parse(text) {
        return Ok(id);
    }
    let world = rim.world();
    let (party, _) = find::subject(&world, company, text)?;
    let mut rows = world.read(|books| Ok(books.waivers_of_party(party)?))?;
    rows.retain(|row| row.state() == state);
    match rows.as_slice() {
        [only] => Ok(only.waiver.id),
        [] => Err(Fail::new(format!("Aucune remise {} ne concerne « {text} ».", state.french()))),
        _ => Err(Fail::new(format!(
            "Plusieurs remises concernent « {text} » : donnez l’identifiant (quitus waiver list)."
        ))),
    }
}

fn list(rim: &Rim, company: &Company, state: Option<WaiverState>, page: u64) -> Outcome<u8> {
    let scope = Scope { company: company.id, keeper: None };
    let cut = Cut { offset: page.saturating_sub(1) * ROWS, limit: ROWS };
    let rows = rim.world().read(|books| Ok(books.waiver_rows(scope, state, cut)?))?;
    if rim.common.json {
        let rows = rows.iter().map(|(row, customer)| told(row, customer)).collect::<Outcome<Vec<_>>>()?;
        json(&json!({ "waivers": rows, "page": page }))?;
        return Ok(0);
    }
    if rows.is_empty() {
        line("Aucune remise.");
    }
    for (row, customer) in &rows {
        let total = fr::money(row.waiver.total()?, row.waiver.currency);
        line(format!("{customer} : {total}, {} ({}) : {}", row.state().french(), row.waiver.id, row.waiver.why));
    }
    Ok(0)
}

fn told(row: &WaiverRow, customer: &str) -> Outcome<Value> {
    let [principal, interest, compensation] = row.waiver.parts()?;
    Ok(json!({
        "waiver": row.waiver.id, "customer": customer, "state": row.state().code(), "asked_on": row.waiver.asked_on,
        "principal_cents": principal, "interest_cents": interest, "compensation_cents": compensation,
        "currency": row.waiver.currency, "weighed": row.waiver.weighed, "by": row.waiver.author, "why": row.waiver.why,
    }))
}

pub fn extend(rim: &Rim, args: &Extend) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let invoice = find::invoice(&world, &company, &args.invoice)?;
    let new = NewExtension {
        invoice: invoice.id,
        until: args.until,
        interest_runs: !args.without_interest,
        asked_by: args.by.clone(),
        heard: heard_of(args.heard),
        why: args.why.clone(),
    };
    let id = extensions::grant(&world, &company, &new)?;
    let text =
        format!("Échéance de {} reportée au {} : rien n’est demandé d’ici là.", invoice.number, fr::date(args.until));
    say(rim, &text, json!({ "extension": id, "invoice": invoice.number, "until": args.until }))
}

pub fn assigned(rim: &Rim, what: &AssignedCommand) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let scope = Scope { company: company.id, keeper: None };
    match what {
        AssignedCommand::List { kept, page } => {
            let cut = Cut { offset: page.saturating_sub(1) * ROWS, limit: ROWS };
            let rows = world.read(|books| Ok(books.assigned_money(scope, *kept, cut)?))?;
            if rim.common.json {
                let rows: Vec<Value> = rows.iter().map(money).collect();
                json(&json!({ "assigned": rows, "page": page }))?;
                return Ok(0);
            }
            if rows.is_empty() {
                line("Rien à reverser.");
            }
            rows.iter().for_each(|row| line(sentence(row)));
            Ok(0)
        }
        AssignedCommand::HandOver { money, on, reference } => {
            let id = match AllocationId::parse(money) {
                Some(id) => id,
                None => only_kept(rim, &company, money)?,
            };
            let handed = assigned::hand_over(&world, &company, id, on.unwrap_or(rim.today), reference)?;
            let amount = fr::money(handed.amount, handed.currency);
            let text = format!("{amount} de {} notés comme reversés au cessionnaire.", handed.number);
            say(rim, &text, json!({ "allocation": id, "amount_cents": handed.amount, "handed_over": true }))
        }
    }
}

/// The only money of an invoice that is still to be handed over.
fn only_kept(rim: &Rim, company: &Company, number: &str) -> Outcome<AllocationId> {
    let world = rim.world();
    let invoice = find::invoice(&world, company, number)?;
    let mut kept = Vec::new();
    for allocation in world.read(|books| Ok(books.allocations_of_invoice(invoice.id)?))? {
        kept.extend(world.read(|books| Ok(books.assigned_money_of(company.id, allocation.id)?))?);
    }
    kept.retain(|money| money.handed_on.is_none());
    match kept.as_slice() {
        [only] => Ok(only.allocation),
        [] => Err(Fail::new(format!("Rien de {number} n’est à reverser."))),
        _ => Err(Fail::new(format!(
            "Plusieurs sommes de {number} sont à reverser : donnez l’identifiant (quitus assigned list)."
        ))),
    }
}

fn money(row: &AssignedMoney) -> Value {
    json!({
        "id": row.allocation, "customer": row.customer, "invoice": row.number, "amount_cents": row.amount,
        "currency": row.currency, "received_on": row.received_on, "assigned_on": row.assigned_on,
        "assignment": row.assignment, "handed_on": row.handed_on, "reference": row.reference,
    })
}

fn sentence(row: &AssignedMoney) -> String {
    let amount = fr::money(row.amount, row.currency);
    let state = match row.handed_on {
        Some(on) => format!("reversés le {}", fr::date(on)),
        None => "à reverser".to_string(),
    };
    format!(
        "{} · {} : {amount} reçus le {}, {state} ({} ; {}).",
        row.customer,
        row.number,
        fr::date(row.received_on),
        row.assignment,
        row.allocation
    )
}
