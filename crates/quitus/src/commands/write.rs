//! A mail or letter that somebody decides on, in their own words or a template's: shown, then prepared when they say so.

use crate::args::{ByArg, ToneArg, Write};
use crate::commands::acts::shown;
use crate::commands::find;
use crate::fail::{Fail, Outcome};
use crate::outside::Composer;
use crate::rim::Rim;
use crate::show::{json, line};
use app::AppError;
use app::ports::screens::{Cut, InvoiceStatus};
use app::prepare::by_hand::{self, ByHand};
use app::prepare::own_words::OwnWords;
use app::prepare::{Desk, Prepared};
use app::records::Company;
use domain::facts::Channel;
use domain::scenario::Tone;
use serde_json::json;

/// More overdue invoices than one message should name.
const MOST: u64 = 100;

pub fn run(rim: &Rim, args: &Write) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let wanted = wanted(rim, &company, args)?;
    let templates = rim.templates(&company)?;
    let desk = Desk { templates: &templates, composer: &Composer };
    let seen = by_hand::preview(&world, &company, &desk, &wanted)?;
    if let Some(file) = &args.save {
        std::fs::write(file, &seen.content).map_err(|e| Fail::unwritten(file, &e))?;
    }
    let act = match args.approve {
        true => match by_hand::prepare(&world, &company, &desk, &wanted)? {
            Prepared::Act { id, .. } => Some(id),
            Prepared::Overtaken { why } => return Err(AppError::refused(why, "Relisez l’agenda.").into()),
        },
        false => None,
    };
    if act.is_some() {
        app::worklist::refresh(&world, &company, wanted.party)?;
    }
    if rim.common.json {
        json(&json!({
            "act": act, "subject": seen.subject, "addressed_to": seen.addressed_to, "text": seen.text,
            "content_type": seen.content_type, "bytes": seen.content.len(), "saved": args.save,
        }))?;
        return Ok(0);
    }
    shown(&seen, args.save.as_deref());
    line("");
    line(match act {
        Some(id) => format!("Préparé ({id}) : « quitus send » l’envoie, ou écrit le courrier à poster."),
        None => "Rien n’est préparé : ajoutez --approve quand c’est bien ce que vous voulez dire.".to_string(),
    });
    Ok(0)
}

fn wanted(rim: &Rim, company: &Company, args: &Write) -> Outcome<ByHand> {
    let world = rim.world();
    let (party, mut invoices) =
        find::of_one_customer(&world, company, &args.subjects, "Un message ne va qu’à un client.")?;
    if invoices.is_empty() {
        let cut = Cut { offset: 0, limit: MOST };
        let overdue = Some(InvoiceStatus::Overdue);
        let rows = world.read(|books| Ok(books.invoices_of_party(company.id, party, rim.today, overdue, cut)?))?;
        invoices = rows.iter().map(|row| row.invoice).collect();
    }
    let body = |file: &std::path::PathBuf| std::fs::read_to_string(file).map_err(|e| Fail::unread(file, &e));
    let body = args.text.as_ref().map(body).transpose()?;
    Ok(ByHand {
        party,
        channel: if args.by == ByArg::Letter { Channel::Letter } else { Channel::Email },
        tone: match args.tone {
            ToneArg::Courteous => Tone::Courteous,
            ToneArg::Neutral => Tone::Neutral,
            ToneArg::Firm => Tone::Firm,
        },
        contact: args.to.as_deref().map(|name| find::person(&world, party, name)).transpose()?,
        invoices,
        words: body.zip(args.title.clone()).map(|(body, subject)| OwnWords { subject, body }),
    })
}
