//! The summary of invoices lost for good, whose tax is taken back: read, printed, or taken away for the customer's copy.

use super::{Tab, tabs};
use crate::answer::{Answer, Oops, PageResult, html};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::view;
use crate::visit::Visit;
use crate::why::WhyOf;
use app::bad_debts::{TaxLoss, tax_losses};
use app::ports::screens::Cut;
use app::reckonings::Subject;
use askama::Template;
use base::{Cents, fr};
use domain::entries::text::tax_summary;
use serde::Deserialize;

const ROWS: u64 = 50;
/// More than a sheet holds is not written.
const MOST: u64 = 1_000_000;

#[derive(Deserialize)]
pub(super) struct PageOf {
    #[serde(default)]
    page: u64,
}

struct Line {
    number: String,
    href: String,
    customer: String,
    customer_href: String,
    issued: String,
    net: String,
    vat: String,
    until: String,
    is_late: bool,
    mention: String,
    came: String,
    why: WhyOf,
}

#[derive(Template)]
#[template(path = "books/tax.html")]
struct TaxPage {
    frame: Frame,
    tabs: Vec<Tab>,
    lines: Vec<Line>,
    net: String,
    vat: String,
    page: u64,
    has_more: bool,
}

pub(super) fn show(visit: &Visit, _: Nothing, asked: PageOf) -> PageResult {
    visit.must_keep_books()?;
    let cut = Cut { offset: asked.page.saturating_mul(ROWS), limit: ROWS + 1 };
    let mut losses = tax_losses(&visit.world(), visit.scope(), cut)?;
    let has_more = losses.len() as u64 > ROWS;
    losses.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    let sum = |of: fn(&TaxLoss) -> Cents| Cents::sum(losses.iter().map(of));
    html(&TaxPage {
        frame: visit.frame("Comptabilité : TVA à reprendre"),
        tabs: tabs("/comptabilite/pertes"),
        net: fr::euros(sum(|l| l.line.net)?),
        vat: fr::euros(sum(|l| l.line.vat)?),
        lines: losses.iter().map(|loss| line(loss, visit)).collect(),
        page: asked.page,
        has_more,
    })
}

fn line(loss: &TaxLoss, visit: &Visit) -> Line {
    Line {
        number: loss.line.number.clone(),
        href: format!("/comptabilite/pertes/{}", loss.debt),
        customer: loss.line.customer.clone(),
        customer_href: format!("/clients/{}", loss.party),
        issued: view::day(loss.line.issued_on),
        net: fr::euros(loss.line.net),
        vat: fr::euros(loss.line.vat),
        until: loss.until.map(view::day).unwrap_or_default(),
        is_late: loss.until.is_some_and(|until| until < visit.today()),
        mention: loss.line.mention.clone(),
        came: loss.came.map(fr::euros).unwrap_or_default(),
        why: WhyOf::new(
            Subject::BadDebt(loss.debt),
            format!("{} de TVA sur {}", fr::euros(loss.line.vat), loss.line.number),
        ),
    }
}

pub(super) fn file(visit: &Visit, _: Nothing, _: Nothing) -> Result<Answer, Oops> {
    visit.must_keep_books()?;
    let losses = tax_losses(&visit.world(), visit.scope(), Cut { offset: 0, limit: MOST })?;
    Ok(Answer::File {
        bytes: tax_summary(losses.iter().map(|loss| &loss.line)).into_bytes(),
        content_type: "text/csv; charset=utf-8".to_string(),
        name: Some(format!("tva-a-reprendre-{}.csv", visit.today())),
    })
}
