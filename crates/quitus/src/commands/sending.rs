//! `quitus send`, `quitus tick`, `quitus sending`: what leaves, and whether it may.

use crate::args::{Send, Sending, SendingArg};
use crate::commands::acts::say;
use crate::fail::{Fail, NEEDS_ATTENTION, Outcome};
use crate::outside::Composer;
use crate::rim::{Rim, hour_in_paris};
use crate::show::{json, line};
use app::World;
use app::dispatch::{Moment, Round, Sent, Wait};
use app::planning::plan_day;
use app::ports::mail::MailCarrier;
use app::prepare::{Desk, Prepared, prepare};
use app::records::{AgendaRun, Company};
use base::fr;
use domain::facts::ActState;
use domain::journal::Actor;
use serde_json::{Value, json};
use web::Outside;

pub fn send(rim: &Rim, args: &Send) -> Outcome<u8> {
    let company = rim.company()?;
    let moment = if args.now { Moment::Asked } else { Moment::Hour(hour_in_paris()) };
    let round = round(rim, &company, moment)?;
    report(rim, &company, &round)
}

fn round(rim: &Rim, company: &Company, moment: Moment) -> Outcome<Round> {
    Ok(rim.outside.send(&rim.world(), company, moment)?)
}

fn report(rim: &Rim, company: &Company, round: &Round) -> Outcome<u8> {
    if rim.common.json {
        let rows: Vec<Value> = round.sent.iter().map(sent_json).collect();
        json(&json!({ "busy": round.busy, "sent": rows }))?;
    } else if round.busy {
        line("Un autre envoi est en cours : rien n’a été fait.");
    } else if round.sent.is_empty() {
        line("Aucun e-mail à envoyer.");
    } else {
        round.sent.iter().for_each(|s| {
            line(format!("{} → {} : {} ({})", s.customer_step, s.addressed_to, s.state.french(), s.detail))
        });
        if !company.settings.live {
            line(format!(
                "Mode essai : les messages sont dans {} et ne sont pas partis.",
                rim.outbox_folder().display()
            ));
        }
    }
    let troubled = round.busy || round.sent.iter().any(needs_attention);
    Ok(if troubled { NEEDS_ATTENTION } else { 0 })
}

/// What left, what waits for its hour and what was given up because it is paid asks nothing of anybody.
fn needs_attention(sent: &Sent) -> bool {
    let is_well = matches!(sent.state, ActState::HandedOver | ActState::Cancelled);
    !is_well && !matches!(sent.waits, Some(Wait::Hours { .. }))
}

fn sent_json(sent: &Sent) -> Value {
    json!({
        "act": sent.act, "subject": sent.customer_step, "addressed_to": sent.addressed_to, "live": sent.live,
        "state": sent.state.code(), "waits": sent.waits.map(Wait::french), "detail": sent.detail,
    })
}

/// Plans the day, prepares what a standing order covers, sends.
pub fn tick(rim: &Rim) -> Outcome<u8> {
    let company = rim.company()?;
    let run = plan_day(&rim.world(), &company, rim.today)?.run;
    let (prepared, troubles) = standing_orders(rim, &company, &run)?;
    if !rim.common.json {
        line(format!(
            "{} : {}, {}, {}.",
            fr::date(rim.today),
            fr::count(run.proposals, "proposition", "propositions"),
            fr::count(run.silences, "silence", "silences"),
            fr::count(prepared, "acte préparé par consigne", "actes préparés par consigne")
        ));
        troubles.iter().for_each(|t| line(format!("  {t}")));
    }
    let round = round(rim, &company, Moment::Hour(hour_in_paris()))?;
    let code = report(rim, &company, &round)?;
    Ok(if troubles.is_empty() { code } else { NEEDS_ATTENTION })
}

/// How many acts were prepared, and what stood in the way of others: one failure does not stop the rest.
fn standing_orders(rim: &Rim, company: &Company, run: &AgendaRun) -> Outcome<(u64, Vec<String>)> {
    let order = &company.settings.standing_order;
    let (true, Some(signed_on)) = (!order.steps.is_empty(), order.signed_on) else { return Ok((0, Vec::new())) };
    let base = rim.world();
    let reference = format!("du {} signée par {}", fr::date(signed_on), order.signed_by);
    let world = World { actor: Actor::StandingOrder { reference }, ..base };
    let templates = rim.templates(company)?;
    let desk = Desk { templates: &templates, composer: &Composer };
    let (mut after, mut done, mut troubles) = (0, 0, Vec::new());
    loop {
        let page = world.read(|books| Ok(books.proposals(run.id, after, 500)?))?;
        let Some(last) = page.last() else { return Ok((done, troubles)) };
        after = last.seq;
        for stored in page.iter().filter(|p| p.json.contains("\"approval\":\"standing_order\"")) {
            match prepare(&world, company, &desk, run.id, stored) {
                Ok(Prepared::Act { .. }) => done += 1,
                Ok(Prepared::Overtaken { .. }) => {}
                Err(error) => troubles.push(format!("proposition {} : {error}", stored.seq)),
            }
        }
    }
}

pub fn switch(rim: &Rim, args: &Sending) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    match args.what {
        SendingArg::On | SendingArg::Off => {
            let after = app::companies::switch_sending(&world, &company, args.what == SendingArg::On)?;
            say(rim, mode(after.settings.live), json!({ "live": after.settings.live }))
        }
        SendingArg::Status => say(rim, mode(company.settings.live), json!({ "live": company.settings.live })),
        SendingArg::Test => match rim.outside.smtp(&company)? {
            None => Err(Fail::new("Aucun serveur d’envoi n’est réglé : « quitus settings --smtp-host … ».")),
            Some(carrier) => match carrier.check() {
                Ok(answer) => say(rim, &answer, json!({ "ok": true, "answer": answer })),
                Err(why) => Err(Fail::new(why)),
            },
        },
    }
}

fn mode(live: bool) -> &'static str {
    if live {
        "Envoi réel : ce qui est approuvé part chez vos clients. Les messages écrits en essai ne comptent pas : ils seront proposés de nouveau."
    } else {
        "Mode essai : tout va dans un dossier local, rien ne part."
    }
}
