//! What a person can do for a customer today: write, call, note, hold, decide, record money.

use super::head::Head;
use crate::answer::{PageResult, html};
use crate::frame::Frame;
use crate::pages::hold_end::{self, HoldEnd};
use crate::view;
use crate::visit::Visit;
use app::ports::screens::{Cut, InvoiceStatus};
use app::records::PartyRecord;
use askama::Template;
use base::days_between;
use domain::facts::{ContactRole, DisputeCause, Guard};

/// An invoice to choose.
pub(super) struct Choice {
    pub id: String,
    pub number: String,
    pub outstanding: String,
    pub late: String,
    pub is_overdue: bool,
    /// Late, and in dispute, promised, under a plan or paused: one may talk about it, and not ask for it in writing.
    pub is_held: bool,
}

struct Person {
    id: String,
    label: String,
    email: String,
}

struct Held {
    id: String,
    what: String,
    is_past: bool,
    number: String,
    why: String,
    until: String,
    end: HoldEnd,
}

#[derive(Template)]
#[template(path = "customer/actions.html")]
struct ActionsPage {
    frame: Frame,
    head: Head,
    invoices: Vec<Choice>,
    people: Vec<Person>,
    held: Vec<Held>,
    steps: Vec<(String, String)>,
    guards: Vec<(&'static str, &'static str)>,
    causes: Vec<(&'static str, &'static str)>,
}

impl ActionsPage {
    /// Something may be asked for.
    fn asks(&self) -> bool {
        self.invoices.iter().any(|i| i.is_overdue)
    }

    /// Something may be talked about.
    fn talks(&self) -> bool {
        self.invoices.iter().any(|i| i.is_held)
    }
}

/// More open invoices than anybody would tick.
const SHOWN: u64 = 100;

pub(super) fn show(visit: &Visit, party: &PartyRecord) -> PageResult {
    use InvoiceStatus::{Current, Disputed, Overdue, Plan, Promise, Suspended};
    let (today, company) = (visit.today(), visit.company.id);
    let (rows, contacts, holds) = visit.world().read(|books| {
        let cut = Cut { offset: 0, limit: SHOWN };
        let mut rows = Vec::new();
        for status in [Overdue, Disputed, Promise, Plan, Suspended, Current] {
            rows.extend(books.invoices_of_party(company, party.id, today, Some(status), cut)?);
        }
        let mut holds = Vec::new();
        for hold in books.open_holds(party.id)? {
            let balance = hold.invoice.map(|id| books.balance(id)).transpose()?.flatten();
            // What holds a settled invoice holds nothing.
            if balance.as_ref().is_none_or(|b| !b.outstanding.is_zero()) {
                let end = hold_end::of(visit, books, &hold)?;
                holds.push((hold, balance.map(|b| b.number), end));
            }
        }
        Ok((rows, books.contacts(party.id)?, holds))
    })?;
    let case = app::cases::of(&visit.world(), &visit.company, party.id)?;
    html(&ActionsPage {
        frame: visit.frame(&party.name),
        head: Head::of(visit, party, "actions")?,
        invoices: rows
            .iter()
            .map(|r| Choice {
                id: r.invoice.to_string(),
                number: r.number.clone(),
                outstanding: view::money(r.outstanding, r.currency),
                late: view::lateness(days_between(r.due_on, today)).text,
                is_overdue: r.status == InvoiceStatus::Overdue,
                is_held: r.due_on < today && matches!(r.status, Disputed | Promise | Plan | Suspended),
            })
            .collect(),
        people: contacts
            .iter()
            .filter(|c| c.role != ContactRole::Salesperson)
            .map(|c| {
                let parts = [&c.name, &c.email, &c.phone].into_iter().flatten().cloned().collect::<Vec<_>>();
                Person {
                    id: c.id.to_string(),
                    label: format!("{} ({})", parts.join(", "), c.role.french()),
                    email: c.email.clone().unwrap_or_default(),
                }
            })
            .collect(),
        held: holds
            .into_iter()
            .map(|(h, number, end)| Held {
                end,
                id: h.id.to_string(),
                what: base::fr::capital(h.kind.french()),
                is_past: h.until.is_some_and(|until| until < today),
                number: number.unwrap_or_else(|| "tout le compte".to_string()),
                why: h.why,
                until: h.until.map(view::day).unwrap_or_default(),
            })
            .collect(),
        steps: case.map(|c| c.steps.into_iter().map(|s| (s.id, s.title)).collect()).unwrap_or_default(),
        causes: DisputeCause::ALL.map(|c| (c.code(), c.french())).to_vec(),
        guards: Guard::ALL.map(|g| (g.code(), g.french())).to_vec(),
    })
}
