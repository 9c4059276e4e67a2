//! Search: customers, invoices, amounts and people; a single hit is gone to straight away.

use crate::answer::{PageResult, go, html};
use crate::frame::Frame;
use crate::route::{App, Nothing, page};
use crate::view;
use crate::visit::Visit;
use crate::why::WhyOf;
use app::ports::screens::{FoundCustomer, FoundInvoice};
use app::reckonings::Subject;
use askama::Template;
use axum::Router;
use base::{Cents, Currency, fr};
use serde::Deserialize;

/// Of each kind; whoever wants more types more.
const EACH: u64 = 12;

pub fn routes() -> Router<App> {
    Router::new().route("/recherche", page(show))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

struct Hit {
    href: String,
    title: String,
    detail: String,
    amount: String,
    why: Option<WhyOf>,
}

struct Group {
    title: &'static str,
    icon: &'static str,
    hits: Vec<Hit>,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    frame: Frame,
    q: String,
    groups: Vec<Group>,
}

fn show(visit: &Visit, _: Nothing, asked: Asked) -> PageResult {
    let q = asked.q.trim();
    let groups = if q.is_empty() { Vec::new() } else { groups(visit, q)? };
    let mut hits = groups.iter().flat_map(|g| &g.hits).map(|h| h.href.as_str());
    // The same customer found by name and by a person is one hit.
    if let Some(only) = hits.next().filter(|first| hits.all(|other| other == *first)) {
        return go(only);
    }
    html(&SearchPage { frame: visit.frame("Recherche"), q: q.to_string(), groups })
}

fn groups(visit: &Visit, q: &str) -> Result<Vec<Group>, crate::answer::Oops> {
    let scope = visit.scope();
    let amount = Cents::parse(q.trim_end_matches(['€', ' ', fr::NBSP])).filter(|a| a.is_positive());
    let groups = visit.world().read(|books| {
        let customers = books.find_customers(scope, q, EACH)?.into_iter().map(|c| Hit {
            href: format!("/clients/{}", c.party),
            why: owed_by(&c),
            title: c.name,
            detail: [c.city, c.siren.map(|s| format!("SIREN {s}"))]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · "),
            amount: view::money(c.outstanding, Currency::EUR),
        });
        let mut groups = vec![Group { title: "Clients", icon: "people", hits: customers.collect() }];
        // Cents after a comma are an amount, not a number.
        let invoices = if q.contains(',') { Vec::new() } else { books.find_invoices(scope, q, EACH)? };
        let invoices = invoices.into_iter().map(invoice);
        groups.push(Group { title: "Factures", icon: "file", hits: invoices.collect() });
        if let Some(amount) = amount {
            let invoices = books.find_amounts(scope, amount, EACH)?.into_iter().map(invoice);
            groups.push(Group { title: "Factures de ce montant", icon: "euro", hits: invoices.collect() });
            let payments = books.find_payments(scope, amount, EACH)?.into_iter().map(|p| Hit {
                href: format!("/clients/{}?filtre=paiements", p.party),
                title: format!("Reçu le {}", fr::date(p.received_on)),
                detail: format!("{} · {}", p.customer, p.reference),
                amount: view::money(p.amount, p.currency),
                why: None,
            });
            groups.push(Group { title: "Paiements de ce montant", icon: "euro", hits: payments.collect() });
        }
        let people = books.find_contacts(scope, q, EACH)?.into_iter().map(|c| Hit {
            href: format!("/clients/{}?onglet=contacts", c.party),
            title: c.name.clone().or_else(|| c.email.clone()).or_else(|| c.phone.clone()).unwrap_or_default(),
            detail: [Some(c.customer), c.name.and(c.email), c.phone]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · "),
            amount: String::new(),
            why: None,
        });
        groups.push(Group { title: "Personnes", icon: "phone", hits: people.collect() });
        Ok(groups)
    })?;
    Ok(groups.into_iter().filter(|g| !g.hits.is_empty()).collect())
}

/// Nothing owed needs no explanation.
fn owed_by(found: &FoundCustomer) -> Option<WhyOf> {
    let name = format!("{} dus par {}", view::money(found.outstanding, Currency::EUR), found.name);
    (!found.outstanding.is_zero()).then(|| WhyOf::new(Subject::Customer(found.party), name))
}

fn invoice(found: FoundInvoice) -> Hit {
    let amount = view::money(found.gross, found.currency);
    Hit {
        why: Some(WhyOf::new(Subject::Invoice(found.invoice), format!("{amount} de {}", found.number))),
        href: format!("/factures/{}", found.invoice),
        title: found.number,
        detail: format!("{} · {}", found.customer, view::day(found.issued_on)),
        amount,
    }
}
