//! `quitus send`, `quitus tick`, `quitus sending`: what leaves, and whether it may.

use crate::args::{Send, Sending, SendingArg};
use crate::commands::acts::say;
use crate::fail::{Fail, NEEDS_ATTENTION, Outcome};
use crate::outside::Composer;
use crate::rim::{Rim, hour_in_paris};
use crate::show::{json, line};
use app::dispatch::{Moment, Round, Sent, Wait};
use app::planning::plan_day;
use app::ports::mail::MailCarrier;
use app::ports::screens::Scope;
use app::prepare::Desk;
use app::records::Company;
use app::standing::{CarriedOut, carry_out};
use base::fr;
use domain::facts::ActState;
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
    !is_well && !matches!(sent.waits, Some(Wait::Hours { .. } | Wait::Closed { .. }))
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
    let templates = rim.templates(&company)?;
    let desk = Desk { templates: &templates, composer: &Composer };
    let whole = Scope { company: company.id, keeper: None };
    app::money::count::ahead(&rim.world(), &company, whole)?;
    let CarriedOut { prepared, troubles } = carry_out(&rim.world(), &company, &desk, run.id)?;
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

pub fn switch(rim: &Rim, args: &Sending) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    match args.what {
        SendingArg::On | SendingArg::Off => {
            let check = |company: &Company| web::house::Outside::check_mail(&rim.outside, company);
            let after = app::companies::switch_sending(&world, &company, args.what == SendingArg::On, check)?;
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
