//! Disputes, promises, pauses; skips, postponements, overrides, waivers; payments noted by hand.

use crate::args::{Confirm, DecideCommand, HoldArg, HoldCommand, Pay, Unpay};
use crate::commands::acts::say;
use crate::commands::disputes::needed;
use crate::commands::find;
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{json, line};
use app::disputes::{self, Contention};
use app::holds::{self, NewHold};
use base::fr;
use domain::facts::{DecisionKind, Guard, HoldKind};
use serde_json::json;

pub fn hold(rim: &Rim, what: &HoldCommand) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    match what {
        HoldCommand::Open { kind: HoldArg::Dispute, subject, since, until, amount, cause, why } => {
            if since.is_some() || until.is_some() {
                let why = "Un litige court du jour où il est dit jusqu’à son issue : ni --since, ni --until.";
                return Err(Fail::new(why));
            }
            let contested = Contention {
                cause: needed(*cause)?,
                amount: amount.as_deref().map(find::amount).transpose()?,
                why: why.clone(),
            };
            contest(rim, subject, &contested)
        }
        HoldCommand::Open { kind, subject, since, until, amount, cause, why } => {
            if cause.is_some() {
                return Err(Fail::new("--cause n’est que d’un litige."));
            }
            let (party, invoice) = find::subject(&world, &company, subject)?;
            let amount = amount.as_deref().map(find::amount).transpose()?;
            let new = NewHold {
                party,
                invoice,
                kind: kind_of(*kind),
                since: *since,
                until: *until,
                amount,
                why: why.clone(),
            };
            let id = holds::open(&world, &company, &new)?;
            say(rim, &format!("Ouvert : {} sur {subject} ({id}).", new.kind.french()), json!({ "hold": id }))
        }
        HoldCommand::Lift { hold, why } => {
            let id = find::hold(&world, &company, hold)?;
            holds::lift(&world, &company, id, why)?;
            say(rim, "Levé : les relances reprennent.", json!({ "hold": id, "lifted": true }))
        }
        HoldCommand::List { customer } => {
            let party = find::customer(&world, &company, customer)?;
            let open = world.read(|books| Ok(books.open_holds(party.id)?))?;
            if rim.common.json {
                let rows: Vec<_> = open
                    .iter()
                    .map(|h| json!({ "hold": h.id, "kind": h.kind, "opened_on": h.opened_on, "until": h.until, "amount_cents": h.amount, "why": h.why }))
                    .collect();
                json(&json!({ "holds": rows }))?;
                return Ok(0);
            }
            for h in &open {
                let until = h.until.map_or(String::new(), |u| format!(" jusqu’au {}", fr::date(u)));
                line(format!("{} depuis le {}{until} : {} ({})", h.kind.french(), fr::date(h.opened_on), h.why, h.id));
            }
            Ok(0)
        }
    }
}

/// Opens a dispute on an invoice, or on each that a customer owes.
fn contest(rim: &Rim, subject: &str, contested: &Contention) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let opened = disputes::open_all(&world, &company, find::subject(&world, &company, subject)?, contested)?;
    let mut told = Vec::new();
    for id in &opened {
        let number = disputes::folder(&world, &company, *id)?.invoice.number;
        told.push(format!("Ouvert : litige sur {number} ({id})."));
    }
    say(rim, &told.join("\n"), json!({ "disputes": opened }))
}

fn kind_of(arg: HoldArg) -> HoldKind {
    match arg {
        HoldArg::Dispute => HoldKind::Dispute,
        HoldArg::Promise => HoldKind::Promise,
        HoldArg::Plan => HoldKind::Plan,
        HoldArg::Insolvency => HoldKind::Insolvency,
        HoldArg::Factored => HoldKind::Factored,
        HoldArg::Pause => HoldKind::Pause,
        HoldArg::PaymentAnnounced => HoldKind::PaymentAnnounced,
        HoldArg::AwaitingValidation => HoldKind::AwaitingValidation,
    }
}

pub fn decide(rim: &Rim, what: &DecideCommand) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let (subject, decision, why) = match what {
        DecideCommand::Skip { subject, step, why } => (subject, DecisionKind::Skip { step: step.clone() }, why),
        DecideCommand::Postpone { subject, until, why } => (subject, DecisionKind::Postpone { until: *until }, why),
        DecideCommand::Override { subject, guard, why } => {
            let known = || Guard::ALL.map(Guard::code).join(", ");
            let guard = Guard::parse(guard).ok_or_else(|| {
                Fail::new(format!("Aucune règle à passer outre ne s’appelle « {guard} » : {}.", known()))
            })?;
            (subject, DecisionKind::Override { guard }, why)
        }
        DecideCommand::Waive { subject, interest, compensation, why } => {
            if !interest && !compensation {
                return Err(Fail::new("Dites à quoi vous renoncez : --interest, --compensation ou les deux."));
            }
            (subject, DecisionKind::Waive { interest: *interest, compensation: *compensation }, why)
        }
    };
    let (party, invoice) = find::subject(&world, &company, subject)?;
    holds::decide(&world, &company, party, invoice, &decision, why)?;
    say(rim, &format!("Décision notée pour {subject}."), json!({ "recorded": true, "decision": decision }))
}

pub fn pay(rim: &Rim, args: &Pay) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let invoice = find::invoice(&world, &company, &args.invoice)?;
    let amount = find::amount(&args.amount)?;
    let on = args.on.unwrap_or(rim.today);
    if on > rim.today {
        return Err(Fail::new(format!(
            "Le {} n’est pas encore venu : un paiement se note quand il est reçu.",
            fr::date(on)
        )));
    }
    if args.accessories {
        app::accessories::receive(&world, &company, invoice.id, (amount, on, &args.reference))?;
        let money = fr::money(amount, invoice.currency);
        let text = format!("{money} imputés sur les intérêts et l’indemnité de {}.", invoice.number);
        return say(rim, &text, json!({ "invoice": invoice.number, "accessories_cents": amount }));
    }
    let paid = app::payments::pay(&world, &company, invoice.id, amount, on, &args.reference)?;
    let mut text = format!(
        "{} imputés sur {} ; il reste {}.",
        fr::money(amount, invoice.currency),
        invoice.number,
        fr::money(paid.outstanding, invoice.currency)
    );
    if let Some(first) = paid.french() {
        text = format!("{text} {first}");
    }
    let mut told = json!({
        "invoice": invoice.number, "amount_cents": amount, "interest_cents": paid.to_interest,
        "outstanding_cents": paid.outstanding,
    });
    let Some(found) = app::bad_debts::recovered(&world, &company, invoice.id, amount)? else {
        return say(rim, &text, told);
    };
    told["recovered"] = json!({ "gain_cents": found.gain, "vat_cents": found.vat });
    say(rim, &format!("{text} {}", found.french()), told)
}

pub fn unpay(rim: &Rim, args: &Unpay) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let invoice = find::invoice(&world, &company, &args.invoice)?;
    let amount = app::payments::reverse_last(&world, &company, invoice.id, &args.why)?;
    let text = format!(
        "L’imputation de {} sur {} est reprise ; les deux écritures restent visibles.",
        fr::money(amount, invoice.currency),
        invoice.number
    );
    say(rim, &text, json!({ "invoice": invoice.number, "reversed_cents": amount }))
}

pub fn confirm(rim: &Rim, args: &Confirm) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    if let Some(due_on) = args.due {
        let invoice = find::invoice(&world, &company, &args.subject)?;
        app::confirm::due_date(&world, &company, invoice.id, due_on)?;
        let text = format!("{} : échéance au {}.", invoice.number, fr::date(due_on));
        return say(rim, &text, json!({ "invoice": invoice.number, "due_on": due_on }));
    }
    let (party, invoice) = find::subject(&world, &company, &args.subject)?;
    let invoices = match invoice {
        Some(only) => vec![only],
        None => world.read(|books| Ok(books.invoices_to_confirm(company.id, party)?))?,
    };
    let mut confirmed = 0;
    for invoice in invoices {
        confirmed += app::confirm::settlements(&world, &company, invoice)?;
    }
    let text = match confirmed {
        0 => format!("Rien n’était à confirmer pour {}.", args.subject),
        n => format!("{} pour {}.", fr::count(n, "rapprochement confirmé", "rapprochements confirmés"), args.subject),
    };
    say(rim, &text, json!({ "subject": args.subject, "confirmed": confirmed }))
}
