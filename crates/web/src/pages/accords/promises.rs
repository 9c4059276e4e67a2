//! The list of promises: what was promised, by whom, for when, and what came. The books say whether a word was kept.

use crate::answer::{Oops, PageResult, html};
use crate::fields;
use crate::frame::Frame;
use crate::pages::customer::replan;
use crate::route::Nothing;
use crate::view::{self, Chip};
use crate::visit::Visit;
use crate::why::WhyOf;
use app::ports::screens::{Cut, PromiseRow};
use app::promises::{NewPromise, Source};
use app::reckonings::Subject;
use askama::Template;
use base::id::{ContactId, InvoiceId, PartyId};
use base::{days_between, fr};
use domain::facts::{Heard, Word};
use serde::Deserialize;

const ROWS: u64 = 50;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    etat: String,
    #[serde(default)]
    page: u64,
}

struct Line {
    href: String,
    customer: String,
    number: String,
    invoice_href: String,
    until: String,
    asked: String,
    received: String,
    state: Chip,
    told: String,
    why: String,
    calculation: WhyOf,
}

/// A state in the side list: code, label, count, whether it is the one shown.
type Side = (&'static str, &'static str, String, bool);

#[derive(Template)]
#[template(path = "accords/promises.html")]
struct PromisesPage {
    frame: Frame,
    states: Vec<Side>,
    state: &'static str,
    total: String,
    lines: Vec<Line>,
    page: u64,
    has_more: bool,
}

pub fn show(visit: &Visit, _: Nothing, asked: Asked) -> PageResult {
    let word = Word::parse(&asked.etat);
    let (scope, today) = (visit.scope(), visit.today());
    let cut = Cut { offset: asked.page.saturating_mul(ROWS), limit: ROWS + 1 };
    let (mut rows, counts) = visit
        .world()
        .read(|books| Ok((books.promise_rows(scope, word, today, cut)?, books.promise_counts(scope, today)?)))?;
    let has_more = rows.len() as u64 > ROWS;
    rows.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    let count = |word: Word| counts.iter().find(|(w, _)| *w == word).map_or(0, |(_, n)| *n);
    html(&PromisesPage {
        frame: visit.frame("Accords"),
        states: Word::ALL.map(|w| (w.code(), label(w), fr::thousands(count(w)), Some(w) == word)).to_vec(),
        state: word.map_or("", Word::code),
        total: fr::thousands(counts.iter().map(|(_, n)| n).sum()),
        lines: rows.iter().map(|r| line(visit, r)).collect(),
        page: asked.page,
        has_more,
    })
}

fn label(word: Word) -> &'static str {
    match word {
        Word::Pending => "En cours",
        Word::Kept => "Tenues",
        Word::PartlyKept => "Tenues en partie",
        Word::Broken => "Rompues",
    }
}

fn line(visit: &Visit, row: &PromiseRow) -> Line {
    let by = row.made_by.as_deref().map_or(String::new(), |name| format!("{name}, "));
    let heard = if row.heard == Heard::Other { "noté".to_string() } else { format!("{},", row.heard.french()) };
    Line {
        href: format!("/clients/{}", row.party),
        customer: row.customer.clone(),
        number: row.number.clone(),
        invoice_href: row.invoice.map(|id| format!("/factures/{id}")).unwrap_or_default(),
        until: view::day(row.until),
        asked: view::money(row.asked, row.currency),
        received: view::money(row.received, row.currency),
        state: state(visit, row),
        told: format!("{by}{heard} le {}", view::day(row.given_on)),
        why: row.why.clone(),
        calculation: WhyOf::new(
            Subject::Promise(row.hold),
            format!("{} promis par {}", view::money(row.asked, row.currency), row.customer),
        ),
    }
}

fn state(visit: &Visit, row: &PromiseRow) -> Chip {
    if row.is_lifted && row.word != Word::Kept {
        return Chip::new("retirée", "plain");
    }
    match row.word {
        Word::Kept => Chip::new("tenue", "good"),
        Word::PartlyKept => Chip::new("tenue en partie", "warn"),
        Word::Broken => Chip::new("rompue", "late"),
        Word::Pending => {
            let left = days_between(visit.today(), row.last_day);
            Chip::new(format!("jusqu’au {} ({left}{}j)", view::day(row.last_day), fr::NBSP), "info")
        }
    }
}

/// What a promise is noted with, on the page of a customer or of an invoice.
#[derive(Deserialize)]
pub(in crate::pages) struct PromiseForm {
    /// Empty for all of the customer's.
    #[serde(default)]
    pub invoice: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    amount: String,
    /// Who promised; empty when nobody of the list.
    #[serde(default)]
    contact: String,
    #[serde(default)]
    heard: String,
    #[serde(default)]
    why: String,
}

/// Notes a promise of that customer; returns what was done.
pub(in crate::pages) fn give(
    visit: &Visit,
    party: PartyId,
    invoice: Option<InvoiceId>,
    form: &PromiseForm,
) -> Result<String, Oops> {
    let on = fields::needed(fields::day(&form.until)?, "Promis pour quel jour ?", "Indiquez la date promise.")?;
    let source = Source {
        made_by: ContactId::parse(&form.contact),
        heard: Heard::parse(&form.heard).unwrap_or_default(),
        act: None,
    };
    let amount = fields::amount(&form.amount)?;
    let new = NewPromise { party, invoice, on, amount, source, why: form.why.clone() };
    app::promises::give(&visit.world(), &visit.company, &new)?;
    replan(visit)?;
    Ok(format!("Promesse notée pour le {}. Les relances concernées s’arrêtent.", fr::date(on)))
}
