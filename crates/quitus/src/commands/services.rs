//! Services that are not paid: what accepted terms provide for, those suspended, those that run again.

use crate::args::ServiceCommand;
use crate::commands::acts::say;
use crate::commands::find;
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{json, line};
use app::ports::screens::{Cut, Scope};
use app::records::{Company, SuspendedService};
use app::services;
use base::fr;
use base::id::ActId;
use domain::facts::ServiceTerms;
use serde_json::{Value, json};

const ROWS: u64 = 50;

pub fn run(rim: &Rim, what: &ServiceCommand) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    match what {
        ServiceCommand::Terms { customer, clause, accepted, notice, suspend_after, terminate_after, why } => {
            let party = find::customer(&world, &company, customer)?;
            let terms = (!clause.trim().is_empty()).then(|| ServiceTerms {
                clause: clause.trim().to_string(),
                accepted_on: accepted.unwrap_or(rim.today),
                notice_days: *notice,
                suspend_after_days: *suspend_after,
                terminate_after_days: *terminate_after,
            });
            let told = terms.as_ref().map_or_else(|| "plus rien n’est prévu".to_string(), services::told);
            services::state_terms(&world, &company, party.id, terms.clone(), why)?;
            say(rim, &format!("{} : {told}.", party.name), json!({ "customer": party.name, "terms": terms }))
        }
        ServiceCommand::List { page } => list(rim, &company, *page),
        ServiceCommand::Restore { service, why } => {
            let act = match ActId::parse(service) {
                Some(act) => act,
                None => suspended(rim, &company, service)?,
            };
            services::restore(&world, &company, act, why)?;
            say(rim, "Service noté comme rétabli.", json!({ "act": act, "restored": true }))
        }
    }
}

fn rows(rim: &Rim, company: &Company, cut: Cut) -> Outcome<Vec<SuspendedService>> {
    let scope = Scope { company: company.id, keeper: None };
    Ok(rim.world().read(|books| Ok(books.suspended_services(scope, cut)?))?)
}

/// The service of a customer that is suspended.
fn suspended(rim: &Rim, company: &Company, name: &str) -> Outcome<ActId> {
    let party = find::customer(&rim.world(), company, name)?;
    let all = rows(rim, company, Cut { offset: 0, limit: 100_000 })?;
    let open = all.iter().find(|row| row.party == party.id && row.restored_on.is_none());
    open.map(|row| row.act).ok_or_else(|| Fail::new(format!("Aucun service de {} n’est suspendu.", party.name)))
}

fn list(rim: &Rim, company: &Company, page: u64) -> Outcome<u8> {
    let rows = rows(rim, company, Cut { offset: page.saturating_sub(1) * ROWS, limit: ROWS })?;
    if rim.common.json {
        let rows: Vec<Value> = rows.iter().map(told).collect();
        json(&json!({ "services": rows, "page": page }))?;
        return Ok(0);
    }
    if rows.is_empty() {
        line("Aucun service suspendu.");
    }
    for row in &rows {
        let state = match row.state() {
            "restored" => "rétabli",
            "terminated" => "contrat fini",
            "to_restore" => "payé : à rétablir",
            _ => "impayé",
        };
        line(format!("{} : suspendu le {}, {state} ({}).", row.customer, fr::date(row.suspended_on), row.act));
    }
    Ok(0)
}

fn told(row: &SuspendedService) -> Value {
    json!({
        "act": row.act, "customer": row.customer, "state": row.state(), "suspended_on": row.suspended_on,
        "restored_on": row.restored_on, "ended_on": row.ended_on,
    })
}
