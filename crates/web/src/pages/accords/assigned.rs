//! Money received for invoices that are assigned to somebody else: what is left to hand over, and what was.

use crate::answer::{Oops, PageResult, done, html};
use crate::fields;
use crate::frame::Frame;
use crate::route::Nothing;
use crate::view;
use crate::visit::Visit;
use crate::why::WhyOf;
use app::assigned;
use app::ports::screens::Cut;
use app::reckonings::Subject;
use app::records::AssignedMoney;
use askama::Template;
use base::fr;
use base::id::AllocationId;
use serde::Deserialize;

const ROWS: u64 = 50;

#[derive(Deserialize)]
pub struct PageOf {
    #[serde(default)]
    page: u64,
}

struct Line {
    id: String,
    customer: String,
    customer_href: String,
    number: String,
    invoice_href: String,
    assignment: String,
    received: String,
    received_on: String,
    amount: String,
    handed: String,
    why: WhyOf,
}

#[derive(Template)]
#[template(path = "accords/assigned.html")]
struct AssignedPage {
    frame: Frame,
    lines: Vec<Line>,
    page: u64,
    has_more: bool,
    may_act: bool,
    today: String,
}

pub fn list(visit: &Visit, _: Nothing, asked: PageOf) -> PageResult {
    let cut = Cut { offset: asked.page.saturating_mul(ROWS), limit: ROWS + 1 };
    let rows = visit.world().read(|books| Ok(books.assigned_money(visit.scope(), false, cut)?))?;
    let has_more = rows.len() as u64 > ROWS;
    let shown = rows.iter().take(usize::try_from(ROWS).unwrap_or(usize::MAX));
    html(&AssignedPage {
        frame: visit.frame("Créances cédées"),
        lines: shown.map(line).collect(),
        page: asked.page,
        has_more,
        may_act: visit.role.may_keep_books(),
        today: visit.today().to_string(),
    })
}

fn line(money: &AssignedMoney) -> Line {
    let reference = money.reference.as_deref().unwrap_or_default();
    let amount = view::money(money.amount, money.currency);
    Line {
        why: WhyOf::new(Subject::Assigned(money.allocation), format!("{amount} reçus pour {}", money.number)),
        id: money.allocation.to_string(),
        customer: money.customer.clone(),
        customer_href: format!("/clients/{}", money.party),
        number: money.number.clone(),
        invoice_href: format!("/factures/{}", money.invoice),
        assignment: format!("cédée le {} : {}", view::day(money.assigned_on), money.assignment),
        received: fr::date(money.received_on),
        received_on: money.received_on.to_string(),
        amount,
        handed: money.handed_on.map(|on| format!("reversé le {} ({reference})", view::day(on))).unwrap_or_default(),
    }
}

#[derive(Deserialize)]
pub struct Handed {
    #[serde(default)]
    on: String,
    #[serde(default)]
    reference: String,
}

pub fn hand_over(visit: &Visit, id: String, form: Handed) -> PageResult {
    visit.must_keep_books()?;
    let allocation = AllocationId::parse(&id).ok_or(Oops::NotHere)?;
    let on = fields::day(&form.on)?.unwrap_or(visit.today());
    let money = assigned::hand_over(&visit.world(), &visit.company, allocation, on, &form.reference)?;
    let amount = view::money(money.amount, money.currency);
    done("/accords/cessions", format!("{amount} notés comme reversés au cessionnaire."))
}
