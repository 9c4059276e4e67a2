//! Customers who paid all that was late: a word of thanks, seen before it is sent, or left.

use super::{Pairs, id, refresh};
use crate::answer::{Oops, PageResult, done, html};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::view;
use crate::visit::Visit;
use app::holds;
use app::prepare::Desk;
use app::thanks::{self, Thank};
use askama::Template;
use base::fr;
use base::id::PartyId;
use domain::facts::DecisionKind;

const LIST: &str = "/a-faire/remerciements";

struct Row {
    customer: String,
    customer_href: String,
    href: String,
    to: String,
    /// Number and address of each invoice.
    invoices: Vec<(String, String)>,
    received: String,
    day: String,
    recalls: bool,
    subject: String,
    text: String,
    trouble: String,
}

#[derive(Template)]
#[template(path = "work/thanks.html")]
struct ThanksPage {
    frame: Frame,
    rows: Vec<Row>,
    is_off: bool,
    live: bool,
}

pub fn show(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    let found = thanks::proposed(&visit.world(), &visit.company, visit.scope())?;
    let templates = visit.templates()?;
    let desk = Desk { templates: &templates, composer: visit.house.outside.composer() };
    html(&ThanksPage {
        frame: visit.frame("Remercier"),
        rows: found.iter().map(|thank| row(visit, &desk, thank)).collect(),
        is_off: !visit.company.settings.thanks,
        live: visit.company.settings.live,
    })
}

fn row(visit: &Visit, desk: &Desk<'_>, thank: &Thank) -> Row {
    let (subject, text, trouble) = match thanks::preview(&visit.world(), &visit.company, desk, thank.party) {
        Ok(seen) => (seen.subject, seen.text, String::new()),
        Err(error) => (String::new(), String::new(), error.to_string()),
    };
    Row {
        customer: thank.customer.clone(),
        customer_href: format!("/clients/{}", thank.party),
        href: format!("{LIST}/{}", thank.party),
        to: thank.contact.as_ref().and_then(|c| c.name.clone().or_else(|| c.email.clone())).unwrap_or_default(),
        invoices: thank.invoices.iter().map(|i| (i.number.clone(), format!("/factures/{}", i.invoice))).collect(),
        received: view::money(thank.received, thank.currency),
        day: fr::date(thank.received_on),
        recalls: thank.recalls,
        subject,
        text,
        trouble,
    }
}

pub fn send(visit: &Visit, party: String, _: Pairs) -> PageResult {
    let party = allowed(visit, &party)?;
    let templates = visit.templates()?;
    let desk = Desk { templates: &templates, composer: visit.house.outside.composer() };
    thanks::prepare(&visit.world(), &visit.company, &desk, party)?;
    refresh(visit, party)?;
    done(LIST, "Remerciement prêt : il part avec la prochaine tournée.")
}

pub fn leave(visit: &Visit, party: String, _: Pairs) -> PageResult {
    let party = allowed(visit, &party)?;
    let skip = DecisionKind::Skip { step: thanks::STEP.to_string() };
    holds::decide(&visit.world(), &visit.company, party, None, &skip, "Pas de remerciement cette fois.")?;
    refresh(visit, party)?;
    done(LIST, "Noté : rien ne sera envoyé à ce client pour ce paiement.")
}

fn allowed(visit: &Visit, party: &str) -> Result<PartyId, Oops> {
    visit.must_act()?;
    let party = id(party)?;
    visit.must_see(party)?;
    Ok(party)
}

/// What the list of the day says of it; blank for nobody.
pub fn told(visit: &Visit) -> Result<String, Oops> {
    let count = thanks::count(&visit.world(), &visit.company, visit.scope())?;
    Ok(match count {
        0 => String::new(),
        n => format!("{} payé tout ce qui était en retard.", fr::count(n, "client a", "clients ont")),
    })
}
