//! Approving proposals, listing acts, reporting what came of a call, a letter or an unknown sending.

use crate::args::{Acts, Approve, Call, Cancel, Done, OutcomeArg, Preview, Resolve, Returned, Said};
use crate::commands::find;
use crate::fail::{Fail, NEEDS_ATTENTION, Outcome};
use crate::outside::Composer;
use crate::rim::Rim;
use crate::show::{cut, json, line, remark};
use app::AppError;
use app::outcomes::{self, Outcome as Heard};
use app::planning::plan_day;
use app::prepare::{Approvals, Desk, Prepared};
use app::records::{ActRow, AgendaRun, Company, StoredProposal};
use base::fr;
use base::id::ActId;
use domain::facts::ActState;
use domain::journal::kinds::ReturnCause;
use serde_json::{Value, json};
use std::path::Path;

pub fn approve(rim: &Rim, args: &Approve) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let run = shown_run(rim, &company)?;
    let chosen = chosen(rim, &company, args, run.id)?;
    if args.all && !rim.common.json {
        let left = run.proposals.saturating_sub(chosen.len() as u64);
        if left > 0 {
            line(format!(
                "{} à approuver une par une (mises en demeure, dirigeants).",
                fr::count(left, "proposition reste", "propositions restent")
            ));
        }
    }
    if chosen.is_empty() {
        return Err(Fail::new("Rien à approuver : donnez des numéros de l’agenda, --customer ou --all."));
    }
    let templates = rim.templates(&company)?;
    let desk = Desk { templates: &templates, composer: &Composer };
    let mut approvals = Approvals::new(&world, &company, &desk);
    let mut results = Vec::new();
    for stored in &chosen {
        match approvals.prepare(run.id, stored) {
            Ok(prepared) => results.push((stored.seq, Ok(prepared))),
            Err(error @ (AppError::Refused { .. } | AppError::Law(_))) => {
                results.push((stored.seq, Err(error.to_string())))
            }
            Err(other) => return Err(other.into()),
        }
    }
    report(rim, &results)
}

/// The agenda whose numbers the user saw: the last one of the day, never a newer one made behind their back.
fn shown_run(rim: &Rim, company: &Company) -> Outcome<AgendaRun> {
    let world = rim.world();
    match world.read(|books| Ok(books.last_run(company.id, Some(rim.today))?))? {
        Some(run) => Ok(run),
        None => Ok(plan_day(&world, company, rim.today)?.run),
    }
}

type Approved = (i64, Result<Prepared, String>);

fn report(rim: &Rim, results: &[Approved]) -> Outcome<u8> {
    if rim.common.json {
        let rows: Vec<Value> = results.iter().map(approved_json).collect();
        json(&json!({ "approved": rows }))?;
    } else {
        results.iter().for_each(|(number, result)| line(said(*number, result)));
        line("Les e-mails partent avec « quitus send » ; les tâches sont dans « quitus acts --todo ».");
    }
    let all_well = results.iter().all(|(_, r)| matches!(r, Ok(Prepared::Act { .. })));
    Ok(if all_well { 0 } else { NEEDS_ATTENTION })
}

fn said(number: i64, result: &Result<Prepared, String>) -> String {
    match result {
        Ok(Prepared::Act { channel, subject, .. }) => format!("{number}. prêt ({}) : {subject}", channel.french()),
        Ok(Prepared::Overtaken { why }) => format!("{number}. non préparé : {why}"),
        Err(why) => format!("{number}. non préparé : {why}"),
    }
}

fn approved_json((number, result): &Approved) -> Value {
    match result {
        Ok(Prepared::Act { id, channel, subject }) => {
            json!({ "number": number, "outcome": "prepared", "act": id, "channel": channel.code(), "subject": subject })
        }
        Ok(Prepared::Overtaken { why }) => json!({ "number": number, "outcome": "overtaken", "why": why }),
        Err(why) => json!({ "number": number, "outcome": "refused", "why": why }),
    }
}

fn chosen(rim: &Rim, company: &Company, args: &Approve, run: base::id::AgendaId) -> Outcome<Vec<StoredProposal>> {
    let world = rim.world();
    if let Some(customer) = &args.customer {
        let party = find::customer(&world, company, customer)?;
        return Ok(world.read(|books| Ok(books.proposals_of_party(run, party.id)?))?);
    }
    let mut all = Vec::new();
    loop {
        let after = all.last().map_or(0, |p: &StoredProposal| p.seq);
        let page = world.read(|books| Ok(books.proposals(run, after, 1_000)?))?;
        if page.is_empty() {
            break;
        }
        all.extend(page);
    }
    if args.all {
        // What only the owner approves is approved one by one, never in bulk.
        all.retain(|p| !p.json.contains("\"approval\":\"owner\""));
        return Ok(all);
    }
    for number in &args.numbers {
        if !all.iter().any(|p| p.seq == *number) {
            return Err(Fail::new(format!("La proposition {number} n’est pas dans l’agenda du jour.")));
        }
    }
    all.retain(|p| args.numbers.contains(&p.seq));
    Ok(all)
}

/// Shows what a proposal would send, without preparing it.
pub fn preview(rim: &Rim, args: &Preview) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let run = shown_run(rim, &company)?;
    let found = world.read(|books| Ok(books.proposals(run.id, args.number - 1, 1)?))?;
    let stored = found
        .first()
        .filter(|p| p.seq == args.number)
        .ok_or_else(|| Fail::new(format!("La proposition {} n’est pas dans l’agenda du jour.", args.number)))?;
    let templates = rim.templates(&company)?;
    let made = app::prepare::preview(&world, &company, &Desk { templates: &templates, composer: &Composer }, stored)?;
    if let Some(file) = &args.save {
        std::fs::write(file, &made.content).map_err(|e| Fail::unwritten(file, &e))?;
    }
    if rim.common.json {
        json(&json!({
            "number": stored.seq, "subject": made.subject, "addressed_to": made.addressed_to, "text": made.text,
            "content_type": made.content_type, "bytes": made.content.len(), "saved": args.save, "proposal": made.proposal,
        }))?;
        return Ok(0);
    }
    shown(&made, args.save.as_deref());
    Ok(0)
}

/// What would leave, as whoever approves reads it.
pub fn shown(made: &app::prepare::Preview, saved: Option<&Path>) {
    line(format!("À      : {}", made.addressed_to.replace('\n', ", ")));
    line(format!("Objet  : {}", made.subject));
    line("");
    if made.text.is_empty() {
        line("C’est un document PDF : --save FICHIER.pdf pour l’ouvrir.");
    } else {
        line(&made.text);
    }
    if let Some(file) = saved {
        line(format!("écrit : {}", file.display()));
    }
}

pub fn call(rim: &Rim, args: &Call) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let act = find::act(&world, &company, &args.act)?;
    let heard = heard(args.outcome, &args.said)?;
    outcomes::record_call(&world, &company, act, &heard, &args.said.note)?;
    say(rim, &format!("Noté. {}", next(&heard)), json!({ "act": act, "recorded": true }))
}

/// What a call, a visit or an answer gave.
pub fn heard(what: OutcomeArg, said: &Said) -> Outcome<Heard> {
    let (on, amount) = (said.on, said.amount.as_deref().map(find::amount).transpose()?);
    Ok(match what {
        OutcomeArg::NoAnswer => Heard::NoAnswer,
        OutcomeArg::InvoiceNotReceived => Heard::InvoiceNotReceived,
        OutcomeArg::AwaitingValidation => Heard::AwaitingValidation { until: on },
        OutcomeArg::Dispute => Heard::Dispute { cause: super::disputes::needed(said.cause)?, amount },
        OutcomeArg::Promise => {
            let on = on.ok_or_else(|| Fail::new("Une promesse a une date : ajoutez --on AAAA-MM-JJ."))?;
            Heard::Promise { on, amount }
        }
        OutcomeArg::PaymentSent => Heard::PaymentSent { on },
        OutcomeArg::Other => Heard::Other,
    })
}

fn next(heard: &Heard) -> String {
    match heard {
        Heard::NoAnswer => "On rappellera le prochain jour ouvré.".to_string(),
        Heard::InvoiceNotReceived => "Renvoyez la facture ; l’étape suivante suit son délai.".to_string(),
        Heard::AwaitingValidation { .. } => "On laisse au client le temps de valider.".to_string(),
        Heard::Dispute { .. } => "La partie contestée n’est plus relancée.".to_string(),
        Heard::Promise { on, .. } => format!("Rien avant le {}, sauf à ne rien voir venir.", fr::date(*on)),
        Heard::PaymentSent { .. } => "On attend l’arrivée du virement.".to_string(),
        Heard::Other => "L’étape compte comme faite.".to_string(),
    }
}

pub fn done(rim: &Rim, args: &Done) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let act = find::act(&world, &company, &args.act)?;
    let on = args.on.unwrap_or(rim.today);
    let warnings = outcomes::record_done(&world, &company, act, on, &args.proof)?;
    let told = if on == rim.today {
        "Noté : c’est fait.".to_string()
    } else {
        format!("Noté : fait le {}.", fr::date(on))
    };
    let code = say(rim, &told, json!({ "act": act, "recorded": true, "done_on": on, "warnings": warnings }))?;
    if !rim.common.json {
        warnings.iter().for_each(|warning| remark(warning));
    }
    Ok(code)
}

pub fn returned(rim: &Rim, args: &Returned) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let act = find::letter(&world, &company, &args.act)?;
    let on = args.on.unwrap_or(rim.today);
    let cause = match args.unclaimed {
        Some(presented_on) => ReturnCause::Unclaimed { presented_on },
        None => ReturnCause::UnknownAddress,
    };
    let follows = app::undelivered::record(&world, &company, act, on, cause)?;
    let code = if args.unknown_address { "unknown_address" } else { "unclaimed" };
    say(rim, &format!("Noté. {follows}"), json!({ "act": act, "returned_on": on, "cause": code, "follows": follows }))
}

pub fn cancel(rim: &Rim, args: &Cancel) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let act = find::act(&world, &company, &args.act)?;
    outcomes::cancel(&world, &company, act, &args.why)?;
    say(rim, "Noté : on y renonce.", json!({ "act": act, "cancelled": true }))
}

pub fn resolve(rim: &Rim, args: &Resolve) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let act = find::act(&world, &company, &args.act)?;
    outcomes::resolve_unknown(&world, &company, act, args.sent, &args.why)?;
    let text = if args.sent {
        "Noté : il est bien parti."
    } else {
        "Noté : il n’est pas parti ; il sera proposé de nouveau."
    };
    say(rim, text, json!({ "act": act, "left": args.sent }))
}

pub fn say(rim: &Rim, text: &str, value: Value) -> Outcome<u8> {
    if rim.common.json {
        json(&value)?
    } else {
        line(text)
    }
    Ok(0)
}

pub fn list(rim: &Rim, args: &Acts) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let mut rows = match &args.customer {
        Some(name) => {
            let party = find::customer(&world, &company, name)?;
            world.read(|books| Ok(books.acts_of_party(party.id)?))?
        }
        None => world.read(|books| Ok(books.acts_in_state(company.id, &ActState::ALL, 1_000)?))?,
    };
    if args.todo {
        rows.retain(|r| matches!(r.state, ActState::Prepared | ActState::Unknown));
    }
    if let Some(act) = &args.act {
        let wanted = find::act(&world, &company, act)?;
        rows.retain(|r| r.act.id == wanted);
    }
    let (saved, kept_back) = save_all(rim, &company, args, &rows)?;
    let code = if kept_back.is_empty() { 0 } else { NEEDS_ATTENTION };
    if rim.common.json {
        let kept_back: Vec<Value> = kept_back.iter().map(|(act, why)| json!({ "act": act, "why": why })).collect();
        let rows: Vec<Value> = rows.iter().map(act_json).collect();
        json(&json!({ "acts": rows, "saved": saved, "not_saved": kept_back }))?;
        return Ok(code);
    }
    show(&rows);
    saved.iter().for_each(|s| line(format!("écrit : {s}")));
    kept_back.iter().for_each(|(_, why)| remark(&format!("non écrit : {why}")));
    Ok(code)
}

/// What was not written, and why.
type KeptBack = Vec<(ActId, String)>;

/// Writes the documents asked for; a letter that no longer holds is kept back, with its reason and the ways out.
fn save_all(rim: &Rim, company: &Company, args: &Acts, rows: &[ActRow]) -> Outcome<(Vec<String>, KeptBack)> {
    let (mut saved, mut kept_back) = (Vec::new(), Vec::new());
    let Some(folder) = &args.save else { return Ok((saved, kept_back)) };
    for row in rows {
        match app::dispatch::document(&rim.world(), company, row, args.despite.as_deref()) {
            Ok(bytes) => saved.push(save(folder, row, &bytes)?),
            Err(error @ AppError::Refused { .. }) => kept_back.push((row.act.id, error.to_string())),
            Err(other) => return Err(other.into()),
        }
    }
    Ok((saved, kept_back))
}

/// Acts whose outcome nobody knows.
pub fn list_unknown(rim: &Rim, company: &Company) -> Outcome<Vec<ActRow>> {
    Ok(rim.world().read(|books| Ok(books.acts_in_state(company.id, &[ActState::Unknown], 1_000)?))?)
}

/// Two lines for each act, so that its identifier stays whole and can be copied.
pub fn show(rows: &[ActRow]) {
    for r in rows {
        let mode = if r.act.live || r.act.message_id.is_none() { "" } else { " (essai)" };
        let state = r.state.french();
        line(format!("{}  {} — {state}{mode}", fr::date_short(r.act.planned_on), r.act.channel.french()));
        line(format!("            {}", cut(&r.act.subject, 66)));
        line(format!("            {} → {}", r.act.id, cut(&r.act.addressed_to.replace('\n', ", "), 29)));
        if r.state == ActState::Unknown {
            line("            à vérifier, puis : quitus resolve … --sent, ou --not-sent");
        }
    }
    if rows.is_empty() {
        line("Rien.");
    }
}

fn act_json(row: &ActRow) -> Value {
    json!({
        "act": row.act.id, "customer": row.act.party, "step": row.act.step, "scenario": row.act.scenario,
        "channel": row.act.channel.code(), "subject": row.act.subject, "addressed_to": row.act.addressed_to,
        "planned_on": row.act.planned_on, "performed_on": row.performed_on, "state": row.state.code(), "live": row.act.live,
        "total_cents": row.act.total, "currency": row.act.currency, "content_type": row.act.content_type,
        "content_sha256": row.act.content_sha256, "message_id": row.act.message_id, "approved_by": row.act.approved_by,
        "detail": row.last_detail,
        "lines": row.act.lines.iter().map(|l| json!({ "number": l.number, "amount_cents": l.amount })).collect::<Vec<_>>(),
    })
}

/// The exact bytes of an act, as a file somebody can print or open.
fn save(folder: &Path, row: &ActRow, bytes: &[u8]) -> Outcome<String> {
    let ending = if row.act.content_type == "application/pdf" { "pdf" } else { "eml" };
    let name = format!(
        "{}-{}-{}.{ending}",
        row.act.planned_on,
        row.act.step,
        &row.act.content_sha256[..8.min(row.act.content_sha256.len())]
    );
    std::fs::create_dir_all(folder).map_err(|e| Fail::unwritten(folder, &e))?;
    let path = folder.join(name);
    std::fs::write(&path, bytes).map_err(|e| Fail::unwritten(&path, &e))?;
    Ok(path.display().to_string())
}
