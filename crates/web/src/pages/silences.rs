//! « Pourquoi rien ? »: each overdue invoice that nothing is done about today, with the reason and the next date.

use crate::answer::{PageResult, html};
use crate::frame::Frame;
use crate::route::{App, Nothing, page};
use crate::spoken;
use crate::view::{self, Chip};
use crate::visit::Visit;
use crate::why::WhyOf;
use app::ports::screens::{Cut, QuietFilter, QuietOrder, QuietRow};
use app::reckonings::Subject;
use askama::Template;
use axum::Router;
use base::{Date, days_between, fr, parse_iso_date};
use domain::agenda::{Silence, label, remedy};
use serde::Deserialize;

const ROWS: u64 = 50;

pub fn routes() -> Router<App> {
    Router::new().route("/silences", page(show))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    raison: String,
    #[serde(default)]
    jusqu: String,
    #[serde(default)]
    tri: String,
    #[serde(default)]
    page: u64,
}

struct Line {
    href: String,
    customer: String,
    invoice_href: String,
    number: String,
    late: Chip,
    amount: String,
    why: String,
    remedy: Option<&'static str>,
    next: String,
    calculation: WhyOf,
}

#[derive(Template)]
#[template(path = "work/silences.html")]
struct SilencesPage {
    frame: Frame,
    q: String,
    reason: String,
    until: String,
    order: &'static str,
    orders: &'static [(&'static str, &'static str)],
    reasons: Vec<(String, String, String, bool)>,
    total: String,
    lines: Vec<Line>,
    page: u64,
    has_more: bool,
}

const ORDERS: [(&str, &str); 3] = [("date", "Prochaine date"), ("montant", "Montant"), ("client", "Client")];

fn order(code: &str) -> (&'static str, QuietOrder) {
    match code {
        "montant" => ("montant", QuietOrder::Amount),
        "client" => ("client", QuietOrder::Customer),
        _ => ("date", QuietOrder::Next),
    }
}

fn show(visit: &Visit, _: Nothing, asked: Asked) -> PageResult {
    app::worklist::of_day(&visit.world(), &visit.company)?;
    let until = parse_iso_date(&asked.jusqu);
    let filter = QuietFilter { scope: visit.scope(), search: asked.q.clone(), reason: asked.raison.clone(), until };
    let (order_code, order) = order(&asked.tri);
    let cut = Cut { offset: asked.page.saturating_mul(ROWS), limit: ROWS + 1 };
    let (mut rows, counts) =
        visit.world().read(|books| Ok((books.quiet_rows(&filter, order, cut)?, books.quiet_counts(&filter)?)))?;
    let has_more = rows.len() as u64 > ROWS;
    rows.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    let today = visit.today();
    html(&SilencesPage {
        frame: visit.frame("Pourquoi rien ?"),
        total: fr::thousands(whole(&counts)),
        reasons: counts
            .into_iter()
            .map(|(code, n)| (code.clone(), label(&code).to_string(), fr::thousands(n), code == asked.raison))
            .collect(),
        lines: rows.iter().map(|r| line(r, today)).collect(),
        q: asked.q,
        reason: asked.raison,
        order: order_code,
        orders: &ORDERS,
        until: until.map(|d| d.to_string()).unwrap_or_default(),
        page: asked.page,
        has_more,
    })
}

/// Invoices, each once: the contested part of one is listed beside the rest of it.
fn whole(counts: &[(String, u64)]) -> u64 {
    counts.iter().filter(|(code, _)| code != "contested_part").map(|(_, n)| n).sum()
}

fn line(row: &QuietRow, today: Date) -> Line {
    let item = &row.item;
    let amount = view::money(item.outstanding, item.currency);
    let why = WhyOf::new(Subject::Invoice(item.invoice), format!("{amount} sur {}", item.number));
    let silence: Option<Silence> = serde_json::from_str(&item.json).ok();
    let first = silence.as_ref().and_then(|s| s.reasons.first());
    Line {
        href: format!("/a-faire/{}", item.party),
        customer: row.customer.clone(),
        invoice_href: format!("/factures/{}", item.invoice),
        number: item.number.clone(),
        late: view::lateness(days_between(item.due_on, today)),
        amount,
        why: first.map_or_else(|| label(&item.reason).to_string(), |r| spoken::reason_in(r, item.currency)),
        remedy: first.and_then(remedy),
        next: item.next_on.map(view::day).unwrap_or_default(),
        calculation: if item.is_contested { why.marked("part") } else { why },
    }
}
