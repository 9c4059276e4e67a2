//! The list that the accountant's program reads: which columns, in which order, how values are written.

use super::{Tab, tabs};
use crate::answer::{PageResult, done, html};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::visit::Visit;
use app::entries;
use app::ports::screens::Cut;
use askama::Template;
use base::Cents;
use domain::entries::{
    Account, Auxiliary, Column, DateForm, DecimalMark, Encoding, Headed, Journal, Layout, Line, LineEnd, Separator,
};
use std::collections::BTreeMap;

/// Rows left for more columns.
const FREE: usize = 4;
/// Lines of the example.
const SHOWN: usize = 4;

type Options = Vec<(&'static str, &'static str, bool)>;

struct Choice {
    name: &'static str,
    label: &'static str,
    options: Options,
}

struct Row {
    place: usize,
    heading: String,
    options: Options,
}

#[derive(Template)]
#[template(path = "books/layout.html")]
struct LayoutPage {
    frame: Frame,
    tabs: Vec<Tab>,
    choices: Vec<Choice>,
    is_headed: bool,
    rows: Vec<Row>,
    sample: String,
    /// Nothing is to be handed over: the example is made up.
    is_sample: bool,
}

pub(super) fn show(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    visit.must_keep_books()?;
    let layout = entries::layout(&visit.company);
    let lines = first_lines(visit)?;
    let is_sample = lines.is_empty();
    let example = sample(visit);
    html(&LayoutPage {
        frame: visit.frame("Comptabilité : format"),
        tabs: tabs("/comptabilite/format"),
        choices: choices(&layout),
        is_headed: layout.is_headed,
        rows: rows(&layout),
        sample: layout.list(if is_sample { &example } else { &lines }),
        is_sample,
    })
}

macro_rules! options {
    ($kind:ident, $chosen:expr) => {
        $kind::ALL.iter().map(|one| (one.code(), one.french(), Some(*one) == $chosen)).collect()
    };
}

fn choices(layout: &Layout) -> Vec<Choice> {
    vec![
        Choice {
            name: "separateur",
            label: "Entre les colonnes",
            options: options!(Separator, Some(layout.separator)),
        },
        Choice { name: "decimale", label: "Avant les centimes", options: options!(DecimalMark, Some(layout.decimal)) },
        Choice { name: "date", label: "Dates", options: options!(DateForm, Some(layout.date)) },
        Choice { name: "codage", label: "Codage des lettres", options: options!(Encoding, Some(layout.encoding)) },
        Choice { name: "fin", label: "Fin de ligne", options: options!(LineEnd, Some(layout.line_end)) },
    ]
}

fn rows(layout: &Layout) -> Vec<Row> {
    let kept = layout.columns.iter().map(|c| (Some(c.column), c.heading.clone()));
    let free = std::iter::repeat_n((None, String::new()), FREE);
    let row = |(place, (column, heading))| Row { place, heading, options: options!(Column, column) };
    (1..).zip(kept.chain(free)).map(row).collect()
}

/// The first lines that are to be handed over.
fn first_lines(visit: &Visit) -> Result<Vec<Line>, crate::answer::Oops> {
    let world = visit.world();
    let accounts = entries::accounts(&world, &visit.company)?;
    let cut = Cut { offset: 0, limit: 2 };
    let (found, _) = entries::preview(&visit.look(&world)?, &visit.company, visit.today(), &accounts, cut)?;
    Ok(found.lines.into_iter().take(SHOWN).collect())
}

/// Money received from a customer that does not exist.
fn sample(visit: &Visit) -> Vec<Line> {
    let line = |account: Account, debit: i64, credit: i64| Line {
        journal: Journal::Bank.usual().to_string(),
        journal_name: Journal::Bank.french().to_string(),
        entry: 1,
        on: visit.today(),
        account: account.usual().to_string(),
        account_name: account.french().to_string(),
        auxiliary: account
            .is_customers()
            .then(|| Auxiliary { code: "EXEMPLE".to_string(), name: "Client d’exemple".to_string() }),
        piece: "VIR 42".to_string(),
        label: "Règlement F-2026-001".to_string(),
        debit: Cents::new(debit),
        credit: Cents::new(credit),
        letter: if account.is_customers() { "AAA" } else { "" }.to_string(),
        invoice: None,
        party: None,
    };
    vec![line(Account::Bank, 123_456, 0), line(Account::Customers, 0, 123_456)]
}

pub(super) fn save(visit: &Visit, _: Nothing, given: BTreeMap<String, String>) -> PageResult {
    visit.must_keep_books()?;
    let layout = match given.contains_key("retour") {
        true => Layout::default(),
        false => chosen(&given, entries::layout(&visit.company)),
    };
    entries::keep_layout(&visit.world(), &visit.company, &layout)?;
    done("/comptabilite/format", "Format enregistré : il vaut pour les fichiers téléchargés désormais.")
}

/// What a form says; what it does not say stays.
fn chosen(given: &BTreeMap<String, String>, before: Layout) -> Layout {
    let said = |name: &str| given.get(name).map_or("", |text| text.as_str());
    Layout {
        columns: columns(given),
        is_headed: given.contains_key("titres"),
        separator: Separator::parse(said("separateur")).unwrap_or(before.separator),
        decimal: DecimalMark::parse(said("decimale")).unwrap_or(before.decimal),
        date: DateForm::parse(said("date")).unwrap_or(before.date),
        encoding: Encoding::parse(said("codage")).unwrap_or(before.encoding),
        line_end: LineEnd::parse(said("fin")).unwrap_or(before.line_end),
    }
}

/// By rank; a column that was moved to a rank goes before the one that has it, or after it when it comes from the left.
fn columns(given: &BTreeMap<String, String>) -> Vec<Headed> {
    let mut found: Vec<((usize, u8), Headed)> = Vec::new();
    for place in 1..=given.len() {
        let said = |name: &str| given.get(&format!("{name}-{place}")).map_or("", |text| text.trim());
        let Some(column) = Column::parse(said("colonne")) else { continue };
        let rank: usize = said("rang").parse().unwrap_or(place);
        let side = match rank.cmp(&place) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => 1,
            std::cmp::Ordering::Greater => 2,
        };
        found.push(((rank, side), Headed { column, heading: said("titre").to_string() }));
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, headed)| headed).collect()
}
