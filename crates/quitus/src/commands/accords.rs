//! What is agreed with customers: promises given, and what became of them.

use crate::args::{HeardArg, PromiseCommand, WordArg};
use crate::commands::acts::say;
use crate::commands::find;
use crate::fail::Outcome;
use crate::rim::Rim;
use crate::show::{json, line};
use app::ports::screens::{Cut, PromiseRow, Scope};
use app::promises::{self, NewPromise, Source};
use base::fr;
use domain::facts::{Heard, Word};
use serde_json::json;

const ROWS: u64 = 50;

pub fn promise(rim: &Rim, what: &PromiseCommand) -> Outcome<u8> {
    match what {
        PromiseCommand::Give { subject, on, amount, by, heard, why } => {
            let (world, company) = (rim.world(), rim.company()?);
            let (party, invoice) = find::subject(&world, &company, subject)?;
            let amount = amount.as_deref().map(find::amount).transpose()?;
            let made_by = by.as_deref().map(|name| find::person(&world, party, name)).transpose()?;
            let source = Source { made_by, heard: heard_of(*heard), act: None };
            let new = NewPromise { party, invoice, on: *on, amount, source, why: why.clone() };
            let id = promises::give(&world, &company, &new)?;
            let text = format!("Promesse notée pour le {} sur {subject} ({id}).", fr::date(*on));
            say(rim, &text, json!({ "hold": id, "on": on }))
        }
        PromiseCommand::List { state, page } => list(rim, state.map(word_of), *page),
    }
}

fn list(rim: &Rim, word: Option<Word>, page: u64) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let scope = Scope { company: company.id, keeper: None };
    let cut = Cut { offset: page.saturating_sub(1) * ROWS, limit: ROWS };
    let rows = world.read(|books| Ok(books.promise_rows(scope, word, rim.today, cut)?))?;
    if rim.common.json {
        let rows: Vec<_> = rows.iter().map(told).collect();
        json(&json!({ "promises": rows, "page": page }))?;
        return Ok(0);
    }
    if rows.is_empty() {
        line("Aucune promesse.");
    }
    for row in &rows {
        line(sentence(row));
    }
    Ok(0)
}

fn told(row: &PromiseRow) -> serde_json::Value {
    json!({
        "hold": row.hold, "customer": row.customer, "invoice": row.invoice.map(|_| &row.number),
        "given_on": row.given_on, "until": row.until, "last_day": row.last_day, "state": row.word.code(),
        "taken_back": row.is_lifted, "asked_cents": row.asked, "received_cents": row.received,
        "currency": row.currency, "made_by": row.made_by, "heard": row.heard.code(), "why": row.why,
    })
}

fn sentence(row: &PromiseRow) -> String {
    let about = if row.number.is_empty() { "tout le compte" } else { &row.number };
    let money = |amount| fr::money(amount, row.currency);
    let by = row.made_by.as_deref().map_or(String::new(), |name| format!(" par {name}"));
    let state = if row.is_lifted { "retirée" } else { row.word.french() };
    let came = match row.word {
        Word::PartlyKept => format!(", {} reçus", money(row.received)),
        _ => String::new(),
    };
    format!(
        "{} · {about} : {} promis{by} {} le {} pour le {} : {state}{came}.",
        row.customer,
        money(row.asked),
        row.heard.french(),
        fr::date(row.given_on),
        fr::date(row.until)
    )
}

pub(super) fn heard_of(arg: HeardArg) -> Heard {
    match arg {
        HeardArg::Call => Heard::Call,
        HeardArg::Mail => Heard::Mail,
        HeardArg::Letter => Heard::Letter,
        HeardArg::Visit => Heard::Visit,
        HeardArg::Other => Heard::Other,
    }
}

fn word_of(arg: WordArg) -> Word {
    match arg {
        WordArg::Pending => Word::Pending,
        WordArg::Kept => Word::Kept,
        WordArg::PartlyKept => Word::PartlyKept,
        WordArg::Broken => Word::Broken,
    }
}
