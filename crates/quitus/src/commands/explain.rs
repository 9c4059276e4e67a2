//! `quitus explain`: a past day of one customer planned again, and what changed since where it differs.

use super::agenda::show_plan;
use crate::args::Explain;
use crate::commands::find;
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{instant, json, line, point, remark};
use app::explain::{AgendaChange, Changed, Explained};
use app::logbook::Told;
use base::fr;
use base::id::InvoiceId;
use domain::agenda::{Proposal, Silence};
use serde_json::{Value, json};

pub fn run(rim: &Rim, args: &Explain) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let (party, invoice) = find::subject(&world, &company, &args.subject)?;
    let explained = app::explain::explain(&world, &company, party, rim.today)?;
    if rim.common.json {
        json(&as_json(&explained))?;
        return Ok(0);
    }
    line(format!("Le {}, pour {} :", fr::date(rim.today), args.subject));
    show_day(&explained, invoice);
    match &explained.changed {
        None => {
            line("Replanifié à l’identique à partir de ce qui était connu ce jour-là.");
            Ok(0)
        }
        Some(changed) => {
            show_changed(changed);
            Err(Fail::new("La planification gardée n’est plus reproduite à l’identique : voir ce qui a changé depuis."))
        }
    }
}

fn show_day(explained: &Explained, invoice: Option<InvoiceId>) {
    let concerns = |id: InvoiceId| invoice.is_none_or(|wanted| wanted == id);
    let is_named = |p: &&Proposal| p.lines.iter().any(|l| concerns(l.invoice));
    let proposals: Vec<Proposal> = explained.plan.proposals.iter().filter(is_named).cloned().collect();
    let silences: Vec<Silence> = explained.plan.silences.iter().filter(|s| concerns(s.invoice)).cloned().collect();
    if proposals.is_empty() && silences.is_empty() {
        line("  rien n’était en retard ce jour-là.");
    }
    show_plan(&proposals, &silences, 100);
}

fn show_changed(changed: &Changed) {
    line("");
    line("Ce jour-là, l’agenda gardé disait autre chose :");
    changed.agenda.iter().for_each(|c| point(&fr::capital(&c.french())));
    line("Ce qui a changé depuis :");
    if let Some((then, now)) = &changed.program {
        point(&format!("Le programme : version {then} alors, {now} aujourd’hui."));
    }
    if let Some((then, now)) = &changed.law {
        point(&format!("Les tables de droit : édition {then} alors, {now} aujourd’hui."));
    }
    changed.records.iter().for_each(show_told);
    if changed.program.is_none() && changed.law.is_none() && changed.records.is_empty() {
        remark("Rien dans le journal ne l’explique : lancez « quitus verify ».");
    }
    if !changed.learnt.is_empty() {
        line("Appris depuis sur ce client, et laissé de côté puisqu’on ne le savait pas :");
        changed.learnt.iter().for_each(show_told);
    }
}

fn show_told(told: &Told) {
    point(&format!("{}, {} : {}", instant(told.recorded_at), told.actor, told.sentence));
}

fn as_json(explained: &Explained) -> Value {
    let Explained { run, plan, changed } = explained;
    let mut value = json!({
        "as_of": run.as_of, "agenda": run.id, "planned_at": run.recorded_at.to_string(), "same": changed.is_none(),
        "proposals": plan.proposals, "silences": plan.silences,
    });
    if let Some(changed) = changed {
        value["changed"] = changed_json(changed);
    }
    value
}

fn changed_json(changed: &Changed) -> Value {
    let pair = |pair: &Option<(String, String)>| pair.as_ref().map(|(then, now)| json!({ "then": then, "now": now }));
    let told = |told: &Told| {
        json!({
            "seq": told.seq, "recorded_at": told.recorded_at.to_string(), "author": told.actor, "kind": told.entry.kind,
            "sentence": told.sentence,
        })
    };
    let change = |c: &AgendaChange| json!({ "about": c.about, "then": c.then, "now": c.now });
    json!({
        "program": pair(&changed.program),
        "law_edition": pair(&changed.law),
        "agenda": changed.agenda.iter().map(change).collect::<Vec<_>>(),
        "records": changed.records.iter().map(told).collect::<Vec<_>>(),
        "learnt": changed.learnt.iter().map(told).collect::<Vec<_>>(),
    })
}
