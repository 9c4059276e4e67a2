//! Disputes: opened, followed, settled; their figures. Credit notes are in the neighbour.

use super::corrections;
use crate::args::{AnswerArg, CauseArg, DisputeCommand, FaultArg, FindingArg, OpenDispute, StateArg};
use crate::commands::acts::say;
use crate::commands::find;
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{cut, json, line, remark};
use app::World;
use app::disputes::{self, DisputeFolder, NewDispute, NewFile, Settlement};
use app::ports::screens::{Cut, DisputeFigures, DisputeFilter, DisputeRow, DisputeState, Scope};
use app::records::{Company, DisputeOwner, DisputeWord};
use base::id::{DisputeId, PartyId};
use base::{add_days, fold, fr};
use domain::facts::{DisputeCause, Fault, Finding};
use serde_json::{Value, json};
use std::path::Path;

pub fn run(rim: &Rim, what: &DisputeCommand) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    match what {
        DisputeCommand::Open(args) => open(rim, args),
        DisputeCommand::List { state, cause, search, limit } => {
            let filter = DisputeFilter {
                scope: Scope { company: company.id, keeper: None },
                party: None,
                owner: None,
                state: state_of(*state),
                cause: cause.map(cause_of),
                search: search.clone(),
                as_of: rim.today,
            };
            list(rim, &filter, *limit)
        }
        DisputeCommand::Show { dispute } => show(rim, dispute),
        DisputeCommand::Tell { dispute, text, file } => {
            let id = find_dispute(&world, &company, dispute)?;
            let file = file.as_deref().map(read_file).transpose()?;
            let entry = disputes::tell(&world, &company, id, text, file.as_ref())?;
            say(rim, "Ajouté au dossier du litige.", json!({ "dispute": id, "entry": entry }))
        }
        DisputeCommand::Follow { dispute, owner, target, fault } => {
            let id = find_dispute(&world, &company, dispute)?;
            if let Some(owner) = owner {
                let party = disputes::folder(&world, &company, id)?.dispute.party;
                disputes::give_owner(&world, &company, id, owner_named(&world, &company, party, owner)?)?;
            }
            target.map_or(Ok(()), |on| disputes::set_target(&world, &company, id, on))?;
            fault.map_or(Ok(()), |fault| disputes::set_fault(&world, &company, id, fault_of(fault)))?;
            say(rim, "Suivi enregistré.", json!({ "dispute": id, "recorded": true }))
        }
        DisputeCommand::Settle { dispute, finding, founded, fault, why } => {
            let id = find_dispute(&world, &company, dispute)?;
            let settlement = Settlement {
                finding: finding_of(*finding),
                founded: founded.as_deref().map(find::amount).transpose()?,
                fault: fault.map(fault_of),
                why: why.clone(),
            };
            disputes::settle(&world, &company, id, &settlement)?;
            let text = match settlement.finding {
                Finding::Unfounded => "Tranché : non fondé. Tout est de nouveau réclamé, intérêts compris.",
                Finding::Founded => "Tranché : fondé. Rien n’est réclamé de cette part ; l’avoir est à établir.",
                Finding::Partly => "Tranché : fondé en partie. La part fondée attend son avoir, le reste est réclamé.",
            };
            say(rim, text, json!({ "dispute": id, "finding": settlement.finding }))
        }
        DisputeCommand::Answer { dispute, answer, by, on } => {
            let id = find_dispute(&world, &company, dispute)?;
            let accepted = *answer == AnswerArg::Accepted;
            disputes::answer(&world, &company, id, (accepted, by), on.unwrap_or(rim.today))?;
            say(rim, "Réponse du client enregistrée.", json!({ "dispute": id, "accepted": accepted }))
        }
        DisputeCommand::Credit(args) => corrections::credit(rim, args),
        DisputeCommand::Figures { customer, from } => figures(rim, customer.as_deref(), *from),
        DisputeCommand::Chain { invoice, save } => corrections::chain(rim, invoice, save.as_deref()),
    }
}

fn open(rim: &Rim, args: &OpenDispute) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let invoice = find::invoice(&world, &company, &args.invoice)?;
    let owner = args.owner.as_deref().map(|o| owner_named(&world, &company, invoice.party, o)).transpose()?.flatten();
    let new = NewDispute {
        invoice: invoice.id,
        cause: cause_of(args.cause),
        contested: args.amount.as_deref().map(find::amount).transpose()?,
        lines: args.lines.clone(),
        owner,
        target_on: args.target,
        why: args.why.clone(),
    };
    let id = disputes::open(&world, &company, &new)?;
    let folder = disputes::folder(&world, &company, id)?;
    let contested = fr::money(folder.dispute.contested, folder.dispute.currency);
    let target = folder.target_on.map(|on| format!(", à trancher pour le {}", fr::date(on))).unwrap_or_default();
    let text = format!(
        "Litige ouvert sur {} : {contested} contestés ({}){target} ({id}).",
        invoice.number,
        new.cause.french()
    );
    say(
        rim,
        &text,
        json!({ "dispute": id, "contested_cents": folder.dispute.contested, "target_on": folder.target_on }),
    )
}

fn list(rim: &Rim, filter: &DisputeFilter, limit: u64) -> Outcome<u8> {
    let cut_at = Cut { offset: 0, limit };
    let rows = rim.world().read(|books| Ok(books.dispute_rows(filter, cut_at)?))?;
    if rim.common.json {
        let rows: Vec<Value> = rows.iter().map(|r| row_json(rim, r)).collect();
        json(&json!({ "disputes": rows }))?;
        return Ok(0);
    }
    if rows.is_empty() {
        line("Aucun litige.");
    }
    for r in &rows {
        let state = match (r.stage(rim.today), r.outcome) {
            (Some((stage, _)), None) => stage.french().to_string(),
            (Some((stage, _)), Some((_, finding, _))) => format!("{}, {}", finding.french(), stage.french()),
            (None, Some((on, finding, _))) => format!("{} le {}", finding.french(), fr::date_short(on)),
            (None, None) => "clos".to_string(),
        };
        line(format!("{} — {} ({}) : {state}", cut(&r.customer, 30), r.number, r.cause.french()));
        let held = r.held.map(|(held, _)| format!(", {} en suspens", fr::money(held, r.currency))).unwrap_or_default();
        let owner = r.owner.as_deref().map(|o| format!(", suivi par {o}")).unwrap_or_default();
        let target = r.target_on.filter(|_| r.outcome.is_none());
        let target = target.map(|on| format!(", pour le {}", fr::date_short(on))).unwrap_or_default();
        remark(&format!("   {} contestés{held}{owner}{target}", fr::money(r.contested, r.currency)));
        line(format!("     {}", r.id));
    }
    Ok(0)
}

fn row_json(rim: &Rim, r: &DisputeRow) -> Value {
    let outcome =
        r.outcome.map(|(on, finding, founded)| json!({ "ended_on": on, "finding": finding, "founded_cents": founded }));
    json!({
        "dispute": r.id, "customer": r.customer, "invoice": r.number, "cause": r.cause, "opened_on": r.opened_on,
        "contested_cents": r.contested, "currency": r.currency, "owner": r.owner, "target_on": r.target_on,
        "fault": r.fault, "held_cents": r.held.map(|(held, _)| held),
        "stage": r.stage(rim.today).map(|(stage, _)| stage), "outcome": outcome,
    })
}

fn show(rim: &Rim, text: &str) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let id = find_dispute(&world, &company, text)?;
    let folder = disputes::folder(&world, &company, id)?;
    let amounts = disputes::contested_amounts(&world, &company, id)?;
    let stage = folder.stage(rim.today);
    let credits = disputes::may_answer(&world, &company, id)?;
    let money = |cents| fr::money(cents, folder.dispute.currency);
    if rim.common.json {
        let entries: Vec<Value> = folder
            .entries
            .iter()
            .map(|e| json!({ "entry": e.id, "on": e.on, "author": e.author, "what": word(&e.word) }))
            .collect();
        let outcome = folder.outcome.as_ref().map(|o| json!({ "ended_on": o.ended_on, "finding": o.finding, "founded_cents": o.founded, "days": o.days, "why": o.why }));
        json(&json!({
            "dispute": id, "invoice": folder.invoice.number, "on": amounts.number, "cause": folder.dispute.cause,
            "opened_on": folder.dispute.opened_on, "contested_cents": folder.dispute.contested, "held_cents": amounts.held,
            "undisputed_cents": amounts.undisputed, "owner": folder.owner_name, "target_on": folder.target_on,
            "fault": folder.fault, "stage": stage, "outcome": outcome, "entries": entries, "why": folder.why,
            "may_answer": credits.iter().map(|c| json!({ "number": c.number, "amount_cents": c.principal.abs() })).collect::<Vec<_>>(),
        }))?;
        return Ok(0);
    }
    line(format!(
        "Litige sur {} ({}), ouvert le {}",
        folder.invoice.number,
        folder.dispute.cause.french(),
        fr::date(folder.dispute.opened_on)
    ));
    remark(&format!("   {}", folder.why));
    remark(&format!(
        "   {} contestés à l’ouverture, {} en suspens sur {}, {} toujours réclamés",
        money(folder.dispute.contested),
        money(amounts.held),
        amounts.number,
        money(amounts.undisputed)
    ));
    told(&folder, stage.map_or("", |s| s.french()));
    for entry in &folder.entries {
        line(format!("     {}  {} ({})", fr::date_short(entry.on), word(&entry.word), entry.author));
    }
    for credit in &credits {
        let amount = credit.principal.abs();
        line(format!(
            "L’avoir {} de {} répond-il à ce litige ? Pour le clore : quitus dispute credit {} {} --number {} --why \"…\"",
            credit.number,
            money(amount),
            amounts.number,
            fr::amount(amount),
            credit.number
        ));
    }
    Ok(0)
}

fn told(folder: &DisputeFolder, stage: &str) {
    let owner = folder.owner_name.as_deref().unwrap_or("personne");
    let target = folder.target_on.map_or_else(|| "sans date".to_string(), fr::date);
    match &folder.outcome {
        Some(o) => line(format!("     Issue : {}, le {} : {}", o.finding.french(), fr::date(o.ended_on), o.why)),
        None => line(format!("     {stage}, suivi par {owner}, pour le {target} ; {}", folder.fault.french())),
    }
}

fn word(word: &DisputeWord) -> String {
    match word {
        DisputeWord::Message { .. } => "échange".to_string(),
        DisputeWord::File { name, .. } => format!("pièce « {name} »"),
        DisputeWord::Owner(None) => "suivi par personne".to_string(),
        DisputeWord::Owner(Some(_)) => "suivi confié".to_string(),
        DisputeWord::Target(on) => {
            format!("à trancher pour le {}", on.map_or_else(|| "jour à fixer".to_string(), fr::date))
        }
        DisputeWord::Fault(fault) => fault.french().to_string(),
        DisputeWord::Answer { accepted: true, .. } => "issue acceptée".to_string(),
        DisputeWord::Answer { accepted: false, .. } => "issue refusée".to_string(),
    }
}

fn figures(rim: &Rim, customer: Option<&str>, from: Option<base::Date>) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let party = customer.map(|c| find::customer(&world, &company, c)).transpose()?.map(|p| p.id);
    let from = from.or_else(|| add_days(rim.today, -365)).unwrap_or(rim.today);
    let scope = Scope { company: company.id, keeper: None };
    let found = world.read(|books| Ok(books.dispute_figures(scope, party, from, rim.today)?))?;
    if rim.common.json {
        let rows: Vec<Value> = found.iter().map(figures_json).collect();
        json(&json!({ "from": from, "until": rim.today, "causes": rows }))?;
        return Ok(0);
    }
    if found.is_empty() {
        line(format!("Aucun litige ouvert depuis le {}.", fr::date(from)));
    }
    for f in &found {
        let days =
            f.mean_days().map(|d| format!(", tranchés en {} en moyenne", fr::count(d.unsigned_abs(), "jour", "jours")));
        let share = f.founded_share().map(|p| format!(", {p} % fondés")).unwrap_or_default();
        line(format!(
            "{} : {}, {} en cours, {} contestés{}{share}",
            f.cause.french(),
            fr::count(f.opened, "litige", "litiges"),
            f.open,
            fr::money(f.contested, f.currency),
            days.unwrap_or_default()
        ));
    }
    Ok(0)
}

fn figures_json(f: &DisputeFigures) -> Value {
    json!({
        "cause": f.cause, "currency": f.currency, "opened": f.opened, "open": f.open, "contested_cents": f.contested,
        "founded": f.founded, "partly": f.partly, "unfounded": f.unfounded, "mean_days": f.mean_days(),
        "founded_share_percent": f.founded_share(), "ours": f.ours,
    })
}

/// A dispute by its identifier, or the only one on an invoice: the open one when there are several.
pub(super) fn find_dispute(world: &World<'_>, company: &Company, text: &str) -> Outcome<DisputeId> {
    if let Some(id) = DisputeId::parse(text) {
        return Ok(id);
    }
    let invoice = find::invoice(world, company, text)?;
    let all = disputes::folders_on(world, company, invoice.id)?;
    let open: Vec<&DisputeFolder> = all.iter().filter(|f| f.standing.is_some()).collect();
    match (open.as_slice(), all.as_slice()) {
        ([only], _) => Ok(only.dispute.id),
        ([], [.., last]) => Ok(last.dispute.id),
        ([], []) => Err(Fail::new(format!("Aucun litige n’a été ouvert sur « {text} »."))),
        _ => Err(Fail::new(format!(
            "Plusieurs litiges courent sur « {text} » : donnez l’identifiant (quitus dispute list)."
        ))),
    }
}

/// A user by address or name, or a person known at the customer's; « personne » for nobody.
fn owner_named(world: &World<'_>, company: &Company, party: PartyId, text: &str) -> Outcome<Option<DisputeOwner>> {
    let wanted = fold::words(text);
    if wanted == "personne" {
        return Ok(None);
    }
    let found = world.read(|books| {
        for membership in books.memberships_of_company(company.id)? {
            if let Some(user) = books.user(membership.user)?
                && (fold::words(&user.name) == wanted || user.email.eq_ignore_ascii_case(text))
            {
                return Ok(Some(DisputeOwner::User(user.id)));
            }
        }
        let named = |c: &app::records::ContactRecord| c.name.as_deref().is_some_and(|n| fold::words(n) == wanted);
        Ok(books.contacts(party)?.iter().find(|c| named(c)).map(|c| DisputeOwner::Contact(c.id)))
    })?;
    found.map(Some).ok_or_else(|| {
        Fail::new(format!("Personne ne s’appelle « {text} » : ni utilisateur, ni contact de ce client."))
    })
}

pub(super) fn read_file(path: &Path) -> Outcome<NewFile> {
    let bytes = std::fs::read(path).map_err(|e| Fail::unread(path, &e))?;
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    Ok(NewFile { name, bytes })
}

/// The cause of a dispute, which it always has.
pub(super) fn needed(arg: Option<CauseArg>) -> Outcome<DisputeCause> {
    let missing = || Fail::new("Quel est le motif du litige ? Ajoutez --cause : prix, quantite, qualite, livraison…");
    arg.map(cause_of).ok_or_else(missing)
}

pub(super) fn cause_of(arg: CauseArg) -> DisputeCause {
    match arg {
        CauseArg::Price => DisputeCause::Price,
        CauseArg::Quantity => DisputeCause::Quantity,
        CauseArg::Quality => DisputeCause::Quality,
        CauseArg::Delivery => DisputeCause::Delivery,
        CauseArg::MissingDocument => DisputeCause::MissingDocument,
        CauseArg::NotReceived => DisputeCause::NotReceived,
        CauseArg::WrongRecipient => DisputeCause::WrongRecipient,
        CauseArg::Legal => DisputeCause::Legal,
    }
}

fn fault_of(arg: FaultArg) -> Fault {
    match arg {
        FaultArg::Unknown => Fault::Unknown,
        FaultArg::Ours => Fault::Ours,
        FaultArg::NotOurs => Fault::NotOurs,
    }
}

fn finding_of(arg: FindingArg) -> Finding {
    match arg {
        FindingArg::Founded => Finding::Founded,
        FindingArg::Partly => Finding::Partly,
        FindingArg::Unfounded => Finding::Unfounded,
    }
}

fn state_of(arg: StateArg) -> DisputeState {
    match arg {
        StateArg::Open => DisputeState::Open,
        StateArg::Due => DisputeState::Due,
        StateArg::AwaitsCredit => DisputeState::AwaitsCredit,
        StateArg::Settled => DisputeState::Settled,
        StateArg::All => DisputeState::All,
    }
}
