//! What is to be handed to the accountant, handing it over, and the files made before.

use super::{Tab, tabs};
use crate::answer::{Answer, Oops, PageResult, done, html};
use crate::fields;
use crate::frame::Frame;
use crate::route::Nothing;
use crate::view;
use crate::visit::Visit;
use app::entries::{self, Entries};
use app::money::Look;
use app::ports::screens::Cut;
use app::records::{Company, ExportRecord};
use askama::Template;
use base::{Cents, fr};
use domain::entries::{Encoding, Line, text};
use serde::Deserialize;

/// Movements of a page.
const ROWS: u64 = 25;
/// Exports and lists of a page.
const EXPORTS: u64 = 12;
/// Letterings counted on the page; more are told as « at least ».
const COUNTED: u64 = 200;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    jusqu: String,
    #[serde(default)]
    page: u64,
}

/// A line of an entry.
struct Row {
    first: bool,
    day: String,
    account: String,
    account_name: String,
    customer: String,
    label: String,
    debit: String,
    credit: String,
    letter: String,
}

struct Made {
    number: i64,
    made: String,
    author: String,
    until: String,
    movements: String,
    total: String,
}

#[derive(Template)]
#[template(path = "books/entries.html")]
struct EntriesPage {
    frame: Frame,
    older: Option<String>,
    tabs: Vec<Tab>,
    until: String,
    until_iso: String,
    today: String,
    after: String,
    movements: u64,
    count: String,
    total: String,
    counted: Vec<String>,
    foreign: u64,
    rows: Vec<Row>,
    page: u64,
    has_more: bool,
    exports: Vec<Made>,
    letters: u64,
    letters_words: String,
    lists: Vec<(i64, String, String)>,
}

pub(super) fn show(visit: &Visit, _: Nothing, asked: Asked) -> PageResult {
    visit.must_open("/comptabilite")?;
    let (world, company) = (visit.world(), &visit.company);
    let until = fields::day(&asked.jusqu)?.unwrap_or(visit.today()).min(visit.today());
    let accounts = entries::accounts(&world, company)?;
    let cut = Cut { offset: asked.page.saturating_mul(ROWS), limit: ROWS + 1 };
    let look = visit.look(&world)?;
    let (found, counted) = entries::preview(&look, company, until, &accounts, cut)?;
    let (shown, has_more) = cut_movements(&found);
    let letters = entries::letters(&world, company, COUNTED)?.len() as u64;
    let lists = entries::told_letters(&world, company, EXPORTS)?;
    html(&EntriesPage {
        frame: visit.frame("Comptabilité"),
        older: visit.recount(&look),
        tabs: tabs("/comptabilite"),
        until: view::long_day(until),
        until_iso: until.to_string(),
        today: visit.today().to_string(),
        after: found.after.map(view::long_day).unwrap_or_default(),
        movements: found.movements,
        count: fr::count(found.movements, "écriture", "écritures"),
        total: fr::euros(found.total),
        counted: counted.iter().map(|(what, n)| format!("{what} : {n}")).collect(),
        foreign: found.foreign,
        rows: rows(shown),
        page: asked.page,
        has_more,
        exports: entries::made_so_far(&world, company, EXPORTS)?.iter().map(made).collect(),
        letters,
        letters_words: fr::count(letters, "écriture transmise", "écritures transmises"),
        lists: lists
            .iter()
            .map(|l| {
                let lines = fr::count(u64::try_from(l.lines).unwrap_or(0), "écriture", "écritures");
                (l.number, lines, l.author.clone())
            })
            .collect(),
    })
}

/// One entry more was read than is shown, to know whether there are others.
fn cut_movements(found: &Entries) -> (Vec<&Line>, bool) {
    let banks =
        found.told.iter().filter(|t| matches!(t, app::records::Told::Payment(_) | app::records::Told::Return(_)));
    let has_more = banks.count() as u64 > ROWS;
    let last = found.told.len() as u64;
    let shown = found.lines.iter().filter(|l| !has_more || l.entry < last).collect();
    (shown, has_more)
}

fn rows(lines: Vec<&Line>) -> Vec<Row> {
    let mut entry = 0;
    let amount = |cents: Cents| if cents.is_zero() { String::new() } else { fr::euros(cents) };
    lines
        .into_iter()
        .map(|l| {
            let first = l.entry != entry;
            entry = l.entry;
            Row {
                first,
                day: view::day(l.on),
                account: l.account.clone(),
                account_name: l.account_name.clone(),
                customer: l.auxiliary.as_ref().map(|a| a.code.clone()).unwrap_or_default(),
                label: l.label.clone(),
                debit: amount(l.debit),
                credit: amount(l.credit),
                letter: l.letter.clone(),
            }
        })
        .collect()
}

fn made(export: &ExportRecord) -> Made {
    Made {
        number: export.number,
        made: view::paris(export.recorded_at).strftime("%d/%m/%Y à %H:%M").to_string(),
        author: export.author.clone(),
        until: view::day(export.until_on),
        movements: export.movements.to_string(),
        total: fr::euros(export.total),
    }
}

#[derive(Deserialize)]
pub(super) struct ExportForm {
    until: String,
}

pub(super) fn export(visit: &Visit, _: Nothing, given: ExportForm) -> PageResult {
    visit.must_keep_books()?;
    let world = visit.world();
    let until = fields::day(&given.until)?.unwrap_or(visit.today());
    let accounts = entries::accounts(&world, &visit.company)?;
    let made = entries::export(&world, &visit.company, until, &accounts)?;
    // What is left is counted before it is shown: an older count would still hold what was just handed over.
    entries::to_hand_over(&Look::counting(&world, visit.scope()), &visit.company, visit.today())?;
    let number = made.number.unwrap_or(0);
    let count = fr::count(made.movements, "écriture", "écritures");
    done(
        "/comptabilite#remises",
        format!("Transmission no {number} faite : {count}. Téléchargez son fichier ci-dessous."),
    )
}

pub(super) fn file(visit: &Visit, (number, file): (String, String), _: Nothing) -> PageResult {
    visit.must_keep_books()?;
    let made = entries::again(&visit.world(), &visit.company, number.parse().map_err(|_| Oops::NotHere)?)?;
    let (bytes, content_type) = content(&visit.company, &made, &file)?;
    let ending = match file.as_str() {
        "csv" => "csv",
        "layout" => entries::layout(&visit.company).ending(),
        _ => "txt",
    };
    Ok(Answer::File { bytes, content_type, name: Some(format!("ecritures-{number}.{ending}")) })
}

/// A file of entries, with its type: `fec`, `csv`, or `layout` as the company's layout writes it.
///
/// # Errors
/// `NotHere` for another.
pub(crate) fn content(company: &Company, made: &Entries, file: &str) -> Result<(Vec<u8>, String), Oops> {
    let utf8 = |kind: &str| format!("text/{kind}; charset=utf-8");
    match file {
        "fec" => Ok((text::fec(&made.lines).into_bytes(), utf8("plain"))),
        "csv" => Ok((text::csv(&made.lines).into_bytes(), utf8("csv"))),
        "layout" => {
            let layout = entries::layout(company);
            let kind = if layout.encoding == Encoding::Windows1252 { "windows-1252" } else { "utf-8" };
            Ok((layout.file(&made.lines), format!("text/csv; charset={kind}")))
        }
        _ => Err(Oops::NotHere),
    }
}

pub(super) fn letter(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    visit.must_keep_books()?;
    let (number, changes) = entries::lettered(&visit.world(), &visit.company)?;
    let count = fr::count(changes.len() as u64, "écriture", "écritures");
    done("/comptabilite#lettrage", format!("Liste de lettrage no {number} faite : {count}."))
}

pub(super) fn letters(visit: &Visit, number: String, _: Nothing) -> PageResult {
    visit.must_keep_books()?;
    let changes = entries::letter_again(&visit.world(), &visit.company, number.parse().map_err(|_| Oops::NotHere)?)?;
    let rows = changes.iter().map(|c| (&c.line, c.before.as_deref(), c.after.as_deref()));
    let name = Some(format!("lettrage-{number}.csv"));
    Ok(Answer::File {
        bytes: text::letters(rows).into_bytes(),
        content_type: "text/csv; charset=utf-8".to_string(),
        name,
    })
}
