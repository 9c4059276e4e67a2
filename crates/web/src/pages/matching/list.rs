//! The list of credits: to sort, matched, set aside. Paged by the database.

use super::may_read;
use super::words::{Explained, chip, doubts, explained};
use crate::answer::{PageResult, html};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::view::{self, Chip};
use crate::visit::Visit;
use crate::why::WhyOf;
use app::matching::{Studied, since};
use app::ports::books::Books;
use app::ports::screens::Cut;
use app::ports::terms::{BooksResult, View};
use app::reckonings::Subject;
use app::records::RemainderRow;
use app::records::{BankLineRecord, LineSetAside, MatchedLine, WaitingLine, WaiverRow, WaiverState};
use app::remainders::Fate;
use askama::Template;
use base::fr;
use serde::Deserialize;

const ROWS: u64 = 25;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    onglet: String,
    #[serde(default)]
    page: u64,
}

struct Tab {
    code: &'static str,
    label: &'static str,
    count: String,
    current: bool,
}

/// A credit that waits.
struct Waiting {
    href: String,
    day: String,
    amount: String,
    label: String,
    payer: Option<String>,
    chip: Chip,
    best: Option<Explained>,
    others: usize,
    doubts: Vec<String>,
    why: WhyOf,
}

/// A credit of which something was made or said.
struct Past {
    href: String,
    day: String,
    amount: String,
    label: String,
    what: String,
    customer: Option<(String, String)>,
    invoices: Vec<(String, String, String)>,
    why: WhyOf,
}

/// What a payment left open, until a person says what becomes of it.
struct Rest {
    action: String,
    invoice: (String, String),
    customer: (String, String),
    amount: String,
    guess: String,
    since: String,
    /// What it becomes, code and words, what is likely first.
    fates: Vec<(&'static str, &'static str)>,
    /// What was chosen and waits for the owner; empty while nothing was.
    asked: String,
    why: WhyOf,
}

#[derive(Template)]
#[template(path = "matching/list.html")]
struct ListPage {
    frame: Frame,
    known: String,
    tabs: Vec<Tab>,
    tab: &'static str,
    waiting: Vec<Waiting>,
    past: Vec<Past>,
    rests: Vec<Rest>,
    page: u64,
    has_more: bool,
    may_keep: bool,
    unstudied: bool,
}

pub fn show(visit: &Visit, _: Nothing, asked: Asked) -> PageResult {
    may_read(visit)?;
    let tab = match asked.onglet.as_str() {
        "rapproches" => "rapproches",
        "restes" => "restes",
        "ecartes" => "ecartes",
        _ => "a-trier",
    };
    let (world, company) = (visit.world(), visit.company.id);
    let view = View { as_of: visit.today(), known_at: None };
    let cut = Cut { offset: asked.page.saturating_mul(ROWS), limit: ROWS + 1 };
    let (until, count, rest_count) = world.read(|books| {
        let count = books.waiting_count(company, since(view.as_of), view)?;
        Ok((books.bank_known_until(company, view)?, count, books.remainder_count(company)?))
    })?;
    let (mut waiting, mut past, mut rests) = (Vec::new(), Vec::new(), Vec::new());
    world.read(|books| {
        match tab {
            "rapproches" => past = books.matched_lines(company, cut)?.iter().map(matched).collect(),
            "restes" => {
                for row in books.remainders(company, cut)? {
                    rests.push(rest(books, &row)?);
                }
            }
            "ecartes" => past = books.lines_set_aside(company, cut)?.iter().map(set_aside).collect(),
            _ => {
                let lines = books.waiting_lines(company, since(view.as_of), view, cut)?;
                waiting = lines.into_iter().map(|l| row(books, l)).collect::<app::AppResult<Vec<_>>>()?;
            }
        }
        Ok(())
    })?;
    let rows = usize::try_from(ROWS).unwrap_or(usize::MAX);
    let has_more = waiting.len() > rows || past.len() > rows || rests.len() > rows;
    waiting.truncate(rows);
    past.truncate(rows);
    rests.truncate(rows);
    html(&ListPage {
        frame: visit.frame("Banque"),
        known: until.map_or_else(
            || "Aucun relevé n’a été importé.".to_string(),
            |on| format!("Paiements connus jusqu’au {}.", fr::date(on)),
        ),
        tabs: tabs(tab, count, rest_count),
        tab,
        unstudied: waiting.iter().any(|w| w.chip.text == chip(None).text),
        waiting,
        past,
        rests,
        page: asked.page,
        has_more,
        may_keep: visit.role.may_keep_books(),
    })
}

fn tabs(current: &str, waiting: u64, rests: u64) -> Vec<Tab> {
    let all = [
        ("a-trier", "À trier", fr::thousands(waiting)),
        ("restes", "Restes", fr::thousands(rests)),
        ("rapproches", "Rapprochés", String::new()),
        ("ecartes", "Écartés", String::new()),
    ];
    all.into_iter().map(|(code, label, count)| Tab { code, label, count, current: code == current }).collect()
}

fn href(line: &BankLineRecord) -> String {
    format!("/banque/{}", line.id)
}

fn why_of(line: &BankLineRecord) -> WhyOf {
    let name = format!("{} du {}", view::money(line.amount, line.currency), view::day(line.booked_on));
    WhyOf::new(Subject::Credit(line.id), name)
}

fn row(books: &mut dyn Books, waiting: WaitingLine) -> app::AppResult<Waiting> {
    let line = &waiting.line;
    let studied = waiting.json.as_deref().and_then(Studied::read).map(|s| s.as_of_now(books)).transpose()?;
    let choices = studied.as_ref().map(|s| s.choices.as_slice()).unwrap_or_default();
    Ok(Waiting {
        href: href(line),
        day: view::day(line.booked_on),
        amount: view::money(line.amount, line.currency),
        label: line.text.clone(),
        payer: line.counterparty.clone(),
        chip: chip(studied.as_ref()),
        best: choices.first().map(|c| explained(0, c, line.currency)),
        others: choices.len().saturating_sub(1),
        doubts: studied.as_ref().map(doubts).unwrap_or_default(),
        why: why_of(line),
    })
}

fn matched(found: &MatchedLine) -> Past {
    let line = &found.line;
    let invoice = |(id, number, cents): &(base::id::InvoiceId, String, base::Cents)| {
        (number.clone(), format!("/factures/{id}"), view::money(*cents, line.currency))
    };
    Past {
        href: href(line),
        day: view::day(line.booked_on),
        amount: view::money(line.amount, line.currency),
        label: line.text.clone(),
        what: format!("rapproché le {}", view::paris(found.matched_at).strftime("%d/%m/%Y")),
        customer: found.party.map(|id| (format!("/clients/{id}"), found.customer.clone().unwrap_or_default())),
        invoices: found.paid.iter().map(invoice).collect(),
        why: why_of(line),
    }
}

fn rest(books: &mut dyn Books, row: &RemainderRow) -> BooksResult<Rest> {
    let bears = |w: &WaiverRow| w.waiver.lines.iter().any(|l| l.invoice == row.invoice);
    let waivers = books.waivers_of_party(row.party)?;
    let asked = waivers.into_iter().find(|w| w.state() == WaiverState::Asked && bears(w));
    let mut fates = Fate::ALL;
    // What explains it is offered first; the two others follow.
    fates.sort_by_key(|fate| (*fate == Fate::Due, (*fate == Fate::Discount) != (row.guess == "escompte")));
    Ok(Rest {
        action: format!("/banque/restes/{}", row.invoice),
        invoice: (format!("/factures/{}", row.invoice), row.number.clone()),
        customer: (format!("/clients/{}", row.party), row.customer.clone()),
        amount: view::money(row.left, row.currency),
        guess: row.guess.clone(),
        since: view::day(row.since),
        fates: fates.iter().map(|fate| (fate.code(), fate.french())).collect(),
        asked: asked.map(|w| w.waiver.why).unwrap_or_default(),
        why: WhyOf::new(
            Subject::Invoice(row.invoice),
            format!("il reste {} sur {}", view::money(row.left, row.currency), row.number),
        ),
    })
}

fn set_aside(found: &LineSetAside) -> Past {
    let line = &found.line;
    let (on, author, why) = (view::day(found.said_on), &found.author, &found.why);
    Past {
        href: href(line),
        day: view::day(line.booked_on),
        amount: view::money(line.amount, line.currency),
        label: line.text.clone(),
        what: match found.told_on {
            Some(told) => {
                format!("la même opération que celle du {}, dit le {on} par {author} : {why}", view::day(told))
            }
            None => format!("écarté le {on} par {author} : {why}"),
        },
        customer: None,
        invoices: Vec::new(),
        why: why_of(line),
    }
}
