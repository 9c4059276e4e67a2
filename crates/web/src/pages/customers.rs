//! The list of customers: who owes, how much of it is late, and since when.

use crate::answer::{PageResult, html};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::view::{self, Chip};
use crate::visit::Visit;
use crate::why::WhyOf;
use app::ports::screens::{CustomerOrder, CustomerRow, Cut};
use app::reckonings::Subject;
use askama::Template;
use base::{Currency, days_between};
use domain::facts::KindBasis;
use serde::Deserialize;

const ROWS: u64 = 50;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    tri: String,
    #[serde(default)]
    page: u64,
}

struct Line {
    href: String,
    name: String,
    kind: &'static str,
    key_account: bool,
    invoices: u64,
    outstanding: String,
    overdue: String,
    is_late: bool,
    lateness: Option<Chip>,
    why: WhyOf,
}

#[derive(Template)]
#[template(path = "customers.html")]
struct CustomersPage {
    frame: Frame,
    q: String,
    order: &'static str,
    orders: [(&'static str, &'static str); 4],
    lines: Vec<Line>,
    /// Nobody was given to this salesperson.
    is_alone: bool,
    page: u64,
    has_more: bool,
}

const ORDERS: [(&str, &str); 4] =
    [("retard", "Plus gros retard"), ("encours", "Plus gros encours"), ("age", "Plus ancien"), ("nom", "Nom")];

pub fn show(visit: &Visit, _: Nothing, asked: Asked) -> PageResult {
    let (code, order) = match asked.tri.as_str() {
        "encours" => ("encours", CustomerOrder::MostOutstanding),
        "age" => ("age", CustomerOrder::OldestDue),
        "nom" => ("nom", CustomerOrder::Name),
        _ => ("retard", CustomerOrder::MostOverdue),
    };
    let cut = Cut { offset: asked.page.saturating_mul(ROWS), limit: ROWS + 1 };
    let today = visit.today();
    let mut rows =
        visit.world().read(|books| Ok(books.customer_rows(visit.scope(), today, &asked.q, order, cut)?))?;
    let has_more = rows.len() as u64 > ROWS;
    rows.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    html(&CustomersPage {
        frame: visit.frame("Clients"),
        q: asked.q,
        order: code,
        orders: ORDERS,
        lines: rows.iter().map(|r| line(r, today)).collect(),
        is_alone: visit.is_without_customers()?,
        page: asked.page,
        has_more,
    })
}

fn line(row: &CustomerRow, today: base::Date) -> Line {
    let currency = row.currency.unwrap_or(Currency::EUR);
    let oldest = row.oldest_due_on.map(|due| days_between(due, today));
    Line {
        href: format!("/clients/{}", row.party),
        name: row.name.clone(),
        kind: if row.kind_basis == KindBasis::Assumed { "à préciser" } else { row.kind.french() },
        key_account: row.is_key_account,
        invoices: row.invoices,
        outstanding: view::money(row.outstanding, currency),
        overdue: view::money(row.overdue, currency),
        is_late: row.overdue.is_positive(),
        lateness: oldest.map(view::lateness),
        why: WhyOf::new(
            Subject::Customer(row.party),
            format!("{} dus par {}", view::money(row.outstanding, currency), row.name),
        )
        .marked(currency.code()),
    }
}
