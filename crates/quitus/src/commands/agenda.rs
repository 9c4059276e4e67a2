//! `quitus agenda`: what to do, why, and why nothing for the rest.

use crate::args::{Agenda, SilenceOrderArg};
use crate::commands::find;
use crate::fail::Outcome;
use crate::rim::Rim;
use crate::show::{cut, json, line, point, remark};
use app::planning::{is_look_ahead, look_at, plan_day};
use app::ports::terms::View;
use app::records::{AgendaLine, AgendaRun, Company, StoredProposal};
use base::fr;
use domain::agenda::{Plan, Proposal, Silence, sentence, sentence_in};
use serde_json::{Value, json};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// How many proposals are read at once.
const PAGE: u64 = 1_000;
/// More proposals than this are shown in the order they were planned.
const MOST_SORTED: u64 = 5_000;
/// More silences are not shown one by one.
const MOST_SILENCES: usize = 500;

pub fn run(rim: &Rim, args: &Agenda) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let last = world.read(|books| Ok(books.last_run(company.id, None)?))?;
    // A past day is only looked at; planning it now would pretend to have known what came later.
    if last.as_ref().is_some_and(|run| run.as_of > rim.today && !is_look_ahead(run)) {
        return past(rim, &company, args);
    }
    let day = plan_day(&world, &company, rim.today)?;
    let party = args.customer.as_deref().map(|c| find::customer(&world, &company, c)).transpose()?;
    if rim.common.json {
        return whole_json(rim, &day.run);
    }
    header(rim, &company, &day.run);
    let mut proposals = world.read(|books| match &party {
        Some(p) => Ok(books.proposals_of_party(day.run.id, p.id)?),
        None => Ok(books.proposals(day.run.id, 0, MOST_SORTED)?),
    })?;
    let found = sorted(&mut proposals)?;
    for (number, proposal) in found.iter().take(args.limit) {
        show_proposal(*number, proposal);
    }
    let left = day.run.proposals.saturating_sub(args.limit as u64);
    if party.is_none() && left > 0 {
        line(format!("… et {} autres (--limit).", fr::thousands(left)));
    }
    silences(rim, &day.run, args, party.map(|p| p.id))?;
    closing(&day.run);
    Ok(0)
}

fn header(rim: &Rim, company: &Company, run: &AgendaRun) {
    let mode = if company.settings.live { "envoi réel" } else { "essai : rien ne part" };
    line(format!("{} — à faire le {} {} ({mode})", company.name, fr::weekday(rim.today), fr::date(rim.today)));
    line(format!(
        "{}, {}.",
        fr::count(run.proposals, "proposition", "propositions"),
        fr::count(run.silences, "facture en retard laissée tranquille", "factures en retard laissées tranquilles")
    ));
}

fn closing(run: &AgendaRun) {
    if run.proposals > 0 {
        line("");
        line("Approuver : quitus approve 1 2 …   ou   quitus approve --all   puis   quitus send");
    }
}

/// Late money first, the largest on top; service messages about invoices not yet due come last.
fn sorted(stored: &mut Vec<StoredProposal>) -> Outcome<Vec<(i64, Proposal)>> {
    let mut found = Vec::with_capacity(stored.len());
    for one in stored.drain(..) {
        found.push((one.seq, serde_json::from_str::<Proposal>(&one.json)?));
    }
    let is_early = |p: &Proposal| p.lines.iter().all(|l| l.days_late == 0);
    found.sort_by(|(n, a), (m, b)| (is_early(a), b.total_cents, n).cmp(&(is_early(b), a.total_cents, m)));
    Ok(found)
}

fn show_proposal(number: i64, proposal: &Proposal) {
    let channel = proposal.channel.french();
    line("");
    line(format!("{number:>3}. {} — {} ({channel})", cut(&proposal.customer, 40), proposal.step_title));
    line(format!(
        "     {} sur {}",
        fr::money(proposal.total_cents, proposal.currency),
        fr::count(proposal.lines.len() as u64, "facture", "factures")
    ));
    proposal.reasons.iter().for_each(|r| point(&sentence_in(r, proposal.currency)));
}

fn silences(rim: &Rim, run: &AgendaRun, args: &Agenda, party: Option<base::id::PartyId>) -> Outcome<()> {
    let mut by_reason: BTreeMap<String, (u64, BTreeSet<&str>)> = BTreeMap::new();
    let mut shown = Vec::new();
    each_silence(rim, run, party, &mut |silence: &AgendaLine| {
        let (count, remedies) = by_reason.entry(silence.reason.clone()).or_default();
        *count += 1;
        remedies.extend(remedy(&silence.reason, &silence.json));
        if args.silences {
            shown.push(silence.json.clone());
        }
    })?;
    if by_reason.is_empty() {
        return Ok(());
    }
    line("");
    line("Pourquoi rien pour les autres :");
    for (code, (count, remedies)) in &by_reason {
        line(format!("  {:>6}  {}", fr::thousands(*count), domain::agenda::label(code)));
        remedies.iter().for_each(|remedy| line(format!("          → {remedy}")));
    }
    let mut shown = shown.iter().map(|s| serde_json::from_str(s)).collect::<Result<Vec<Silence>, _>>()?;
    shown.sort_by(|a, b| in_order(args.sort, a, b));
    for silence in shown.iter().take(MOST_SILENCES) {
        let why = silence.reasons.first().map(sentence).unwrap_or_default();
        remark(&format!("{} {} : {why}", cut(&silence.customer, 30), silence.number));
    }
    let left = shown.len().saturating_sub(MOST_SILENCES);
    if left > 0 {
        line(format!("… et {} autres.", fr::thousands(left as u64)));
    }
    Ok(())
}

/// As the page of silences: a day that is not known comes last, and the largest amount first among those of a day.
fn in_order(order: SilenceOrderArg, a: &Silence, b: &Silence) -> Ordering {
    let next = |s: &Silence| (s.next_on.is_none(), s.next_on);
    let amount = b.outstanding_cents.cmp(&a.outstanding_cents);
    let first = match order {
        SilenceOrderArg::Next => next(a).cmp(&next(b)).then(amount),
        SilenceOrderArg::Amount => amount,
        SilenceOrderArg::Customer => a.customer.cmp(&b.customer).then(next(a).cmp(&next(b))).then(amount),
    };
    first.then_with(|| (a.due_on, &a.number).cmp(&(b.due_on, &b.number)))
}

/// What the user can do about a silence, when something can be done; `json` is the silence whole.
fn remedy(code: &str, json: &str) -> Option<&'static str> {
    Some(match code {
        "address_returned" => "quitus customer set \"Client\" --address \"1 rue Neuve\" --postcode 75001 --city Paris",
        "no_usable_contact" => "quitus customer contact \"Client\" --role comptabilite --email adresse@client.fr",
        "reply_unread" => "quitus reply list, puis quitus reply handle",
        "bank_data_stale" => "quitus import un relevé de banque récent (CAMT.053, OFX ou CSV)",
        "possibly_paid" => "quitus bank, puis quitus bank allocate ou not-theirs",
        "gate_closed" if json.contains("\"no_open_dispute\"") => {
            "quitus dispute settle FACTURE, une fois le litige réglé"
        }
        "gate_closed" => "quitus customer set \"Client\" --terms \"30 jours\", ou quitus confirm FACTURE",
        "contested_part" => "quitus dispute list, puis quitus dispute settle",
        "act_pending" => "quitus acts --todo, puis send, call, done ou resolve",
        _ => return None,
    })
}

fn each_silence(
    rim: &Rim,
    run: &AgendaRun,
    party: Option<base::id::PartyId>,
    each: &mut dyn FnMut(&AgendaLine),
) -> Outcome<()> {
    let lines = rim.world().read(|books| match party {
        Some(party) => Ok(books.agenda_lines(run.id, party)?),
        None => {
            let mut all = Vec::new();
            books.silences(run.id, &mut |line| {
                all.push(line);
                Ok(())
            })?;
            Ok(all)
        }
    })?;
    lines.iter().filter(|l| l.proposal.is_none()).for_each(each);
    Ok(())
}

fn whole_json(rim: &Rim, run: &AgendaRun) -> Outcome<u8> {
    let mut proposals: Vec<Value> = Vec::new();
    loop {
        let after = proposals.len() as i64;
        let page = rim.world().read(|books| Ok(books.proposals(run.id, after, PAGE)?))?;
        if page.is_empty() {
            break;
        }
        for stored in page {
            let mut value: Value = serde_json::from_str(&stored.json)?;
            value["number"] = json!(stored.seq);
            proposals.push(value);
        }
    }
    let (mut silences, mut contested) = (Vec::new(), Vec::new());
    each_silence(rim, run, None, &mut |l| {
        if l.is_contested { &mut contested } else { &mut silences }.push(l.json.clone());
    })?;
    let read = |all: Vec<String>| all.iter().map(|s| serde_json::from_str(s)).collect::<Result<Vec<Value>, _>>();
    let (silences, contested) = (read(silences)?, read(contested)?);
    json(&json!({
        "as_of": run.as_of, "agenda": run.id, "inputs_hash": run.inputs_hash, "law_edition": run.law_edition,
        "proposals": proposals, "silences": silences, "contested": contested,
    }))?;
    Ok(0)
}

/// A day before the last one planned: shown from the facts, not kept.
fn past(rim: &Rim, company: &Company, args: &Agenda) -> Outcome<u8> {
    let (mut proposals, mut silences): (Vec<Proposal>, Vec<Silence>) = (Vec::new(), Vec::new());
    let mut contested: Vec<Silence> = Vec::new();
    let only = args.customer.as_deref().map(|c| find::customer(&rim.world(), company, c)).transpose()?.map(|p| p.id);
    look_at(&rim.world(), company, View { as_of: rim.today, known_at: None }, &mut |plan: Plan| {
        proposals.extend(plan.proposals.into_iter().filter(|p| only.is_none_or(|id| p.party == id)));
        silences.extend(plan.silences.into_iter().filter(|s| only.is_none_or(|id| s.party == id)));
        contested.extend(plan.contested.into_iter().filter(|s| only.is_none_or(|id| s.party == id)));
        if !rim.common.json {
            proposals.truncate(args.limit);
            silences.truncate(args.limit);
            contested.truncate(args.limit);
        }
    })?;
    if rim.common.json {
        json(
            &json!({ "as_of": rim.today, "kept": false, "proposals": proposals, "silences": silences, "contested": contested }),
        )?;
        return Ok(0);
    }
    line(format!("Ce que l’agenda du {} aurait dit, sachant ce qu’on sait (rien n’est gardé) :", fr::date(rim.today)));
    show_plan(&proposals, &silences, args.limit);
    show_plan(&[], &contested, args.limit);
    Ok(0)
}

pub(super) fn show_plan(proposals: &[Proposal], silences: &[Silence], limit: usize) {
    for p in proposals.iter().take(limit) {
        line("");
        line(format!(
            "{} — {} ({}) : {}",
            p.customer,
            p.step_title,
            p.channel.french(),
            fr::money(p.total_cents, p.currency)
        ));
        p.reasons.iter().for_each(|r| point(&sentence_in(r, p.currency)));
    }
    for s in silences.iter().take(limit) {
        let why = s.reasons.first().map(sentence).unwrap_or_default();
        remark(&format!("{} {} : {why}", cut(&s.customer, 30), s.number));
    }
}
