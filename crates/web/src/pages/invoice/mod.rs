//! The page of an invoice: the document, what happened to it, what it costs to be late, until when one may act.
//!
//! [`sums`] is the arithmetic, [`history`] what happened, [`document`] what was received, [`forms`] what changes.

mod document;
mod forms;
mod history;
mod sums;

use crate::answer::{Oops, PageResult, html};
use crate::fields;
use crate::frame::Frame;
use crate::pages::books::{Standing, standing as debts};
use crate::pages::claims;
use crate::pages::customer::{Event, status};
use crate::pages::disputes::{Owner, Paper, chain, owners};
use crate::route::{App, form, page};
use crate::view::{self, Chip};
use crate::visit::Visit;
use app::ports::screens::InvoiceRow;
use app::records::{Balance, InvoiceRecord, PartyRecord};
use askama::Template;
use axum::Router;
use base::id::InvoiceId;
use base::{Currency, Date, add_days, days_between, fr};
use domain::facts::{ContactRole, DebtKind, DisputeCause, DueBasis};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/factures/{id}", page(show))
        .route("/factures/{id}/document", page(document::inline))
        .route("/factures/{id}/original", page(document::download))
        .route("/factures/{id}/suspendre", form(forms::hold))
        .route("/factures/{id}/promettre", form(forms::promise))
        .route("/factures/{id}/echeance", form(forms::due))
        .route("/factures/{id}/reporter", form(forms::extend))
        .route("/factures/{id}/confirmer", form(forms::confirm))
        .route("/factures/{id}/reprendre", form(forms::reverse))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    date: String,
    /// Comes to propose a loss: its form is open.
    #[serde(default)]
    perte: String,
}

/// A label and its value.
type Facts = Vec<(&'static str, String)>;

#[derive(Template)]
#[template(path = "invoice/show.html")]
struct InvoicePage {
    frame: Frame,
    id: String,
    number: String,
    kind: &'static str,
    customer: String,
    customer_href: String,
    customer_id: String,
    status: Chip,
    lateness: Option<Chip>,
    principal: String,
    outstanding: String,
    due: String,
    facts: Facts,
    document: document::Shown,
    events: Vec<Event>,
    held: Vec<history::Held>,
    debts: Vec<Standing>,
    doubts: Vec<(&'static str, &'static str)>,
    losses: Vec<(&'static str, &'static str)>,
    /// Who may have promised: identifier and label.
    people: Vec<(String, String)>,
    chain: Vec<Paper>,
    causes: Vec<(&'static str, &'static str)>,
    owners: Vec<Owner>,
    target: String,
    sums: sums::Sums,
    claims: Option<claims::Claims>,
    /// Interest or compensation may still be given up.
    may_waive: bool,
    is_open: bool,
    due_is_estimated: bool,
    /// Nothing tells which law applies to this customer.
    kind_is_unknown: bool,
    is_estimated: bool,
    has_payments: bool,
    opens_loss: bool,
    may_act: bool,
    may_decide: bool,
    today: String,
}

/// An invoice with its customer and balance, seen by this user.
struct Seen {
    invoice: InvoiceRecord,
    party: PartyRecord,
    balance: Balance,
}

/// # Errors
/// `NotHere` for no invoice, or one of a customer that is not this user's to see.
fn found(visit: &Visit, id: &str) -> Result<Seen, Oops> {
    let id = InvoiceId::parse(id).ok_or(Oops::NotHere)?;
    let known = visit.world().read(|books| {
        let Some(invoice) = books.invoice(id)? else { return Ok(None) };
        Ok(books.party(invoice.party)?.zip(books.balance(id)?).map(|(party, balance)| (invoice, party, balance)))
    })?;
    let (invoice, party, balance) = known.ok_or(Oops::NotHere)?;
    visit.must_see(party.id)?;
    Ok(Seen { invoice, party, balance })
}

fn show(visit: &Visit, id: String, asked: Asked) -> PageResult {
    let seen = found(visit, &id)?;
    let (invoice, balance, today) = (&seen.invoice, &seen.balance, visit.today());
    let as_of = fields::day(&asked.date)?.unwrap_or(today);
    let row = standing(visit, &seen)?;
    let is_open = balance.outstanding.is_positive();
    let claims = claims::of_invoice(visit, invoice, balance.outstanding, as_of)?;
    let debts = debts(visit, invoice.id)?;
    html(&InvoicePage {
        frame: visit.frame(format!("{}, {}", invoice.number, seen.party.name)),
        id: invoice.id.to_string(),
        number: invoice.number.clone(),
        kind: kind(invoice),
        customer: seen.party.name.clone(),
        customer_href: format!("/clients/{}", seen.party.id),
        customer_id: seen.party.id.to_string(),
        status: row.map_or_else(|| Chip::new("enregistrée", "plain"), |row| status(row.status)),
        lateness: is_open.then(|| view::lateness(days_between(balance.due_on, today))),
        principal: view::money(invoice.principal, invoice.currency),
        outstanding: view::money(balance.outstanding, invoice.currency),
        due: fr::date(balance.due_on),
        facts: facts(visit, invoice, balance)?,
        document: document::shown(visit, &seen)?,
        events: history::events(visit, &seen)?,
        held: history::held(visit, &seen)?,
        doubts: grounds(DebtKind::Depreciation, invoice, &debts),
        losses: grounds(DebtKind::WriteOff, invoice, &debts),
        debts,
        people: people(visit, &seen)?,
        chain: chain(visit, invoice.id)?,
        causes: DisputeCause::ALL.map(|c| (c.code(), c.french())).to_vec(),
        owners: owners(visit, seen.party.id, None)?,
        target: add_days(today, app::disputes::DAYS_TO_SETTLE).map(|d| d.to_string()).unwrap_or_default(),
        sums: sums::of(visit, &seen, as_of)?,
        may_waive: visit.role.may_decide() && (is_open || claims.as_ref().is_some_and(|c| c.is_due)),
        claims,
        is_open,
        due_is_estimated: balance.due_basis.is_estimated(),
        kind_is_unknown: !seen.party.is_pseudo && !seen.party.kind_basis.is_known(),
        is_estimated: balance.has_estimated_settlement,
        has_payments: history::has_payments(visit, &seen)?,
        opens_loss: !asked.perte.is_empty(),
        may_act: visit.role.may_act(),
        may_decide: visit.role.may_decide(),
        today: today.to_string(),
    })
}

/// What may be proposed of its debt: one measure of a kind at a time, and none of what is lost or in another currency.
fn grounds(kind: DebtKind, invoice: &InvoiceRecord, debts: &[Standing]) -> Vec<(&'static str, &'static str)> {
    let is_taken = debts.iter().any(|d| d.kind == kind || d.kind == DebtKind::WriteOff);
    if is_taken || invoice.currency != Currency::EUR {
        return Vec::new();
    }
    kind.grounds().map(|g| (g.code(), g.french())).collect()
}

/// People of the customer, by name.
fn people(visit: &Visit, seen: &Seen) -> Result<Vec<(String, String)>, Oops> {
    let contacts = visit.world().read(|books| Ok(books.contacts(seen.party.id)?))?;
    let theirs = contacts.into_iter().filter(|c| c.role != ContactRole::Salesperson);
    Ok(theirs.filter_map(|c| c.name.map(|name| (c.id.to_string(), name))).collect())
}

/// Where the invoice stands, from the same rows as the customer's list.
fn standing(visit: &Visit, seen: &Seen) -> Result<Option<InvoiceRow>, Oops> {
    let found = visit.world().read(|books| {
        let status = books.invoice_standing(visit.company.id, seen.party.id, seen.invoice.id, visit.today())?;
        Ok(status)
    })?;
    Ok(found)
}

fn kind(invoice: &InvoiceRecord) -> &'static str {
    match invoice.kind.as_str() {
        "credit_note" => "Avoir",
        "down_payment" => "Facture d’acompte",
        "corrective" => "Facture rectificative",
        "on_account" => "Avance",
        _ if invoice.principal.is_negative() => "Avoir",
        _ => "Facture",
    }
}

fn facts(visit: &Visit, invoice: &InvoiceRecord, balance: &Balance) -> Result<Facts, Oops> {
    let basis = match balance.due_basis {
        DueBasis::Agreed => "reportée d’un commun accord",
        DueBasis::Stated => "lue sur la facture",
        DueBasis::Terms => "selon le délai convenu",
        DueBasis::Default => "estimée à trente jours, à défaut",
    };
    let mut facts: Facts = vec![
        ("Émise le", fr::date(invoice.issued_on)),
        ("Échéance", format!("{} ({basis})", fr::date(balance.due_on))),
        ("Montant TTC", view::money(invoice.gross, invoice.currency)),
    ];
    if invoice.principal != invoice.gross {
        facts.push(("À payer", view::money(invoice.principal, invoice.currency)));
    }
    let mut more = |label, value: Option<String>| facts.extend(value.map(|v| (label, v)));
    let extensions = visit.world().read(|books| Ok(books.extensions_of_invoice(invoice.id)?))?;
    let typed = visit.world().read(|books| Ok(books.typed_invoice(invoice.id)?))?;
    more("Dont TVA", typed.as_ref().and_then(|t| t.vat).map(|vat| view::money(vat, invoice.currency)));
    more("Objet", typed.as_ref().and_then(|t| t.subject.clone()));
    more("Saisie par", typed.map(|t| t.author));
    more("Échéance d’origine", extensions.first().map(|e| fr::date(e.before)));
    more("Livrée le", invoice.delivered_on.map(fr::date));
    more("Conditions", invoice.payment_terms.clone());
    more("Commande", invoice.order_reference.clone());
    more("Se rapporte à", Some(invoice.precedents.join(", ")).filter(|t| !t.is_empty()));
    more("IBAN demandé", invoice.iban.clone());
    more("Soldée le", balance.settled_on.map(fr::date));
    Ok(facts)
}

/// A day on which something happened, as the lists want it.
fn day_of(at: base::Timestamp) -> Date {
    at.to_zoned(jiff::tz::TimeZone::UTC).date()
}
