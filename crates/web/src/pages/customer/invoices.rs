//! The invoices of a customer, with where each stands.

use super::head::Head;
use crate::answer::{PageResult, html};
use crate::frame::Frame;
use crate::pages::claims::{self, OfCustomer};
use crate::view::{self, Chip};
use crate::visit::Visit;
use crate::why::WhyOf;
use app::ports::screens::{Cut, InvoiceRow, InvoiceStatus};
use app::reckonings::Subject;
use app::records::PartyRecord;
use askama::Template;
use base::{Date, days_between};

const ROWS: u64 = 50;

struct Filter {
    href: String,
    label: &'static str,
    count: u64,
    current: bool,
}

struct Line {
    href: String,
    number: String,
    issued: String,
    due: String,
    status: Chip,
    lateness: String,
    principal: String,
    outstanding: String,
    is_settled: bool,
    why: WhyOf,
}

#[derive(Template)]
#[template(path = "customer/invoices.html")]
struct InvoicesPage {
    frame: Frame,
    head: Head,
    filters: Vec<Filter>,
    filter: &'static str,
    claims: Option<OfCustomer>,
    lines: Vec<Line>,
    page: u64,
    has_more: bool,
}

/// Where an invoice stands, in one word and the colour of it.
pub(in crate::pages) fn status(status: InvoiceStatus) -> Chip {
    match status {
        InvoiceStatus::Settled => Chip::new("soldée", "good"),
        InvoiceStatus::Credit => Chip::new("avoir", "plain"),
        InvoiceStatus::Disputed => Chip::new("litige", "hold"),
        InvoiceStatus::Plan => Chip::new("échéancier", "hold"),
        InvoiceStatus::Promise => Chip::new("promesse", "hold"),
        InvoiceStatus::Suspended => Chip::new("suspendue", "hold"),
        InvoiceStatus::Overdue => Chip::new("échue", "late"),
        InvoiceStatus::Current => Chip::new("en cours", "plain"),
    }
}

fn plural(status: InvoiceStatus) -> &'static str {
    match status {
        InvoiceStatus::Settled => "Soldées",
        InvoiceStatus::Credit => "Avoirs",
        InvoiceStatus::Disputed => "En litige",
        InvoiceStatus::Plan => "Échéancier",
        InvoiceStatus::Promise => "Promises",
        InvoiceStatus::Suspended => "Suspendues",
        InvoiceStatus::Overdue => "Échues",
        InvoiceStatus::Current => "En cours",
    }
}

pub(super) fn show(visit: &Visit, party: &PartyRecord, filter: &str, page: u64) -> PageResult {
    let (today, company) = (visit.today(), visit.company.id);
    let wanted = InvoiceStatus::parse(filter);
    let cut = Cut { offset: page.saturating_mul(ROWS), limit: ROWS + 1 };
    let (counts, mut rows) = visit.world().read(|books| {
        let counts = books.invoice_statuses(company, party.id, today)?;
        Ok((counts, books.invoices_of_party(company, party.id, today, wanted, cut)?))
    })?;
    let has_more = rows.len() as u64 > ROWS;
    rows.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    html(&InvoicesPage {
        frame: visit.frame(&party.name),
        head: Head::of(visit, party, "factures")?,
        filters: filters(party, &counts, wanted),
        filter: wanted.map_or("", InvoiceStatus::code),
        claims: if page == 0 { claims::of_customer(visit, party.id)? } else { None },
        lines: rows.iter().map(|row| line(row, today)).collect(),
        page,
        has_more,
    })
}

fn filters(party: &PartyRecord, counts: &[(InvoiceStatus, u64)], wanted: Option<InvoiceStatus>) -> Vec<Filter> {
    let base = format!("/clients/{}?onglet=factures", party.id);
    let all = counts.iter().map(|(_, n)| n).sum();
    let mut filters = vec![Filter { href: base.clone(), label: "Toutes", count: all, current: wanted.is_none() }];
    for status in InvoiceStatus::ALL {
        if let Some((_, count)) = counts.iter().find(|(s, _)| *s == status) {
            let href = format!("{base}&filtre={}", status.code());
            filters.push(Filter { href, label: plural(status), count: *count, current: wanted == Some(status) });
        }
    }
    filters
}

fn line(row: &InvoiceRow, today: Date) -> Line {
    let late = days_between(row.due_on, row.settled_on.unwrap_or(today));
    let is_settled = row.status == InvoiceStatus::Settled;
    Line {
        href: format!("/factures/{}", row.invoice),
        number: row.number.clone(),
        issued: view::day(row.issued_on),
        due: view::day(row.due_on),
        status: status(row.status),
        lateness: if row.principal.is_negative() { String::new() } else { lateness(is_settled, late) },
        principal: view::money(row.principal, row.currency),
        outstanding: view::money(row.outstanding, row.currency),
        is_settled,
        why: WhyOf::new(
            Subject::Invoice(row.invoice),
            format!("il reste {} sur {}", view::money(row.outstanding, row.currency), row.number),
        ),
    }
}

/// How late it was settled, or is.
fn lateness(is_settled: bool, days: i64) -> String {
    let nbsp = base::fr::NBSP;
    match (is_settled, days) {
        (true, late) if late <= 0 => "à l’heure".to_string(),
        (true, late) => format!("payée {late}{nbsp}j après"),
        (false, late) if late <= 0 => String::new(),
        (false, late) => format!("{late}{nbsp}j"),
    }
}
