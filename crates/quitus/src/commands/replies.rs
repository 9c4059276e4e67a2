//! What customers answer: recorded with the message itself, listed, handled by the outcomes that a call has.

use super::disputes::read_file;
use crate::args::{AddReply, HandleReply, MeaningArg, OutcomeArg, ReplyCommand};
use crate::commands::acts::{heard, say};
use crate::commands::find;
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{cut, json, line, remark};
use app::folders::NewContact;
use app::ports::replies::ReplyList;
use app::ports::screens::{Cut, Scope};
use app::records::{Company, ReplyEnded, ReplyRow};
use app::replies::{self, Handling, Meaning, NewReply, Recorded, first_words};
use app::worklist;
use base::fr;
use base::id::ReplyId;
use domain::facts::ContactRole;
use outreach::MimeReader;
use serde_json::{Value, json};
use std::path::Path;

/// As many answers of a customer are looked at to find the one that waits.
const LOOKED_AT: Cut = Cut { offset: 0, limit: 500 };

pub fn run(rim: &Rim, what: &ReplyCommand) -> Outcome<u8> {
    let company = rim.company()?;
    match what {
        ReplyCommand::Add(args) => add(rim, &company, args),
        ReplyCommand::List { all, customer, limit } => {
            let customer = customer.as_deref().map(|c| find::customer(&rim.world(), &company, c)).transpose()?;
            let list = match (customer, all) {
                (Some(party), _) => ReplyList::OfParty(party.id),
                (None, true) => ReplyList::All,
                (None, false) => ReplyList::Waiting,
            };
            show_all(rim, &company, list, *limit)
        }
        ReplyCommand::Show { reply, save } => show(rim, &company, reply, save.as_deref()),
        ReplyCommand::Handle(args) => handle(rim, &company, args),
        ReplyCommand::Withdraw { reply, why } => {
            let row = found(rim, &company, reply)?;
            replies::withdraw(&rim.world(), &company, row.reply.id, why)?;
            worklist::refresh(&rim.world(), &company, row.reply.party)?;
            let told = json!({ "reply": row.reply.id, "withdrawn": true });
            say(rim, "Réponse retirée : elle ne retient plus rien.", told)
        }
    }
}

/// A reply by its identifier, or the only one of that customer that waits.
fn found(rim: &Rim, company: &Company, text: &str) -> Outcome<ReplyRow> {
    let id = match ReplyId::parse(text) {
        Some(id) => id,
        None => waiting_of(rim, company, text)?,
    };
    Ok(replies::read(&rim.world(), company, id)?.0)
}

fn waiting_of(rim: &Rim, company: &Company, customer: &str) -> Outcome<ReplyId> {
    let party = find::customer(&rim.world(), company, customer)?;
    let scope = Scope { company: company.id, keeper: None };
    let rows = rim.world().read(|books| Ok(books.reply_rows(scope, ReplyList::OfParty(party.id), LOOKED_AT)?))?;
    let waiting: Vec<_> = rows.iter().filter(|row| row.waits()).map(|row| row.reply.id).collect();
    match *waiting.as_slice() {
        [only] => Ok(only),
        [] => Err(Fail::new(format!("Aucune réponse de {} n’attend ; voir « quitus reply list --all ».", party.name))),
        _ => Err(Fail::new(format!(
            "Plusieurs réponses de {} attendent : donnez l’identifiant que montre « quitus reply list ».",
            party.name
        ))),
    }
}

fn add(rim: &Rim, company: &Company, args: &AddReply) -> Outcome<u8> {
    let world = rim.world();
    let new = NewReply {
        party: args.customer.as_deref().map(|c| find::customer(&world, company, c)).transpose()?.map(|p| p.id),
        act: args.answered.as_deref().map(sent).transpose()?,
        from: args.from.clone(),
        subject: args.title.clone(),
        text: args.text.clone(),
        received_on: args.on,
        file: args.file.as_deref().map(read_file).transpose()?,
    };
    let scope = Scope { company: company.id, keeper: None };
    let made = replies::record(&world, company, scope, &MimeReader, &new)?;
    worklist::refresh(&world, company, made.party())?;
    let row = replies::read(&world, company, made.id())?.0;
    let answers = row.answers.as_ref().map(|(title, on)| format!(", à « {title} » du {}", fr::date(*on)));
    let text = match made {
        Recorded::New { id, .. } => format!(
            "Réponse de {} enregistrée{}. Dites ce qu’elle donne : quitus reply handle {id} --meaning …",
            row.customer,
            answers.unwrap_or_default()
        ),
        Recorded::Known { id, .. } => format!("Cette réponse est déjà enregistrée ({id}) : rien n’a été ajouté."),
    };
    let is_known = matches!(made, Recorded::Known { .. });
    say(
        rim,
        &text,
        json!({ "reply": made.id(), "customer": row.customer, "act": row.reply.act, "already_known": is_known }),
    )
}

fn sent(text: &str) -> Outcome<base::id::ActId> {
    base::id::ActId::parse(text)
        .ok_or_else(|| Fail::new(format!("« {text} » n’est pas un acte ; voir « quitus acts --all ».")))
}

fn show_all(rim: &Rim, company: &Company, list: ReplyList, limit: u64) -> Outcome<u8> {
    let scope = Scope { company: company.id, keeper: None };
    let rows = rim.world().read(|books| Ok(books.reply_rows(scope, list, Cut { offset: 0, limit })?))?;
    if rim.common.json {
        let rows: Vec<Value> = rows.iter().map(row_json).collect();
        json(&json!({ "replies": rows }))?;
        return Ok(0);
    }
    if rows.is_empty() {
        line(if list == ReplyList::Waiting { "Aucune réponse n’attend." } else { "Aucune réponse." });
    }
    for row in &rows {
        line(format!("{} — {} : {}", fr::date_short(row.reply.received_on), cut(&row.customer, 30), state(row)));
        remark(&format!("   {}", first_words(&row.text, 70)));
        line(format!("     {}", row.reply.id));
    }
    Ok(0)
}

fn state(row: &ReplyRow) -> String {
    match (&row.withdrawn, &row.handled) {
        (Some(ended), _) => format!("retirée le {}", fr::date_short(ended.on)),
        (None, Some(ended)) => {
            format!("{} ({})", ended.meaning.map_or("traitée", |m| m.french()), fr::date_short(ended.on))
        }
        (None, None) => "à lire".to_string(),
    }
}

fn row_json(row: &ReplyRow) -> Value {
    let ended = |ended: &ReplyEnded| json!({ "on": ended.on, "meaning": ended.meaning.map(|m| m.code()), "note": ended.note, "by": ended.author });
    json!({
        "reply": row.reply.id, "customer": row.customer, "act": row.reply.act, "received_on": row.reply.received_on,
        "from": row.sender, "subject": row.subject, "text": row.text,
        "file": row.reply.file.as_ref().map(|f| &f.name), "handled": row.handled.as_ref().map(ended),
        "withdrawn": row.withdrawn.as_ref().map(ended),
    })
}

fn show(rim: &Rim, company: &Company, text: &str, save: Option<&Path>) -> Outcome<u8> {
    let row = found(rim, company, text)?;
    if let Some(path) = save {
        let bytes = rim.world().read(|books| Ok(books.reply_file(row.reply.id)?))?;
        let bytes = bytes.ok_or_else(|| Fail::new("Aucun fichier n’accompagne cette réponse."))?;
        std::fs::write(path, bytes).map_err(|e| Fail::unwritten(path, &e))?;
    }
    if rim.common.json {
        json(&row_json(&row))?;
        return Ok(0);
    }
    line(format!("Réponse de {}, du {} : {}", row.customer, fr::date(row.reply.received_on), state(&row)));
    if let Some((title, on)) = &row.answers {
        remark(&format!("   À : {title}, {}", fr::date(*on)));
    }
    for (what, said) in [("De", &row.sender), ("Objet", &row.subject)] {
        if !said.is_empty() {
            remark(&format!("   {what} : {said}"));
        }
    }
    line("");
    line(&row.text);
    Ok(0)
}

fn handle(rim: &Rim, company: &Company, args: &HandleReply) -> Outcome<u8> {
    let world = rim.world();
    let row = found(rim, company, &args.reply)?;
    let outcome = match args.meaning {
        MeaningArg::WrongContact => None,
        MeaningArg::Promise => Some(OutcomeArg::Promise),
        MeaningArg::PaymentSent => Some(OutcomeArg::PaymentSent),
        MeaningArg::AwaitingValidation => Some(OutcomeArg::AwaitingValidation),
        MeaningArg::Dispute => Some(OutcomeArg::Dispute),
        MeaningArg::InvoiceNotReceived => Some(OutcomeArg::InvoiceNotReceived),
        MeaningArg::Other => Some(OutcomeArg::Other),
    };
    let meaning = match outcome {
        Some(outcome) => Meaning::Heard(heard(outcome, &args.said)?),
        None => Meaning::WrongContact(person(args)),
    };
    let invoices = args.invoices.iter().map(|number| Ok(find::invoice(&world, company, number)?.id));
    let handling = Handling { meaning, invoices: invoices.collect::<Outcome<Vec<_>>>()?, note: args.said.note.clone() };
    replies::handle(&world, company, row.reply.id, &handling)?;
    worklist::refresh(&world, company, row.reply.party)?;
    let after = replies::read(&world, company, row.reply.id)?.0;
    let text = format!("Réponse de {} traitée : {}.", row.customer, state(&after));
    say(rim, &text, json!({ "reply": row.reply.id, "handled": true }))
}

fn person(args: &HandleReply) -> Option<NewContact> {
    let (name, email, phone) = (args.name.clone(), args.email.clone(), args.phone.clone());
    let is_named = [&name, &email, &phone].into_iter().any(|text| !text.is_empty());
    is_named.then_some(NewContact { role: ContactRole::AccountsPayable, name, email, phone })
}
