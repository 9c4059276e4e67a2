//! One invoice typed by hand, with its PDF beside it when there is one: nothing typed is lost when something is refused.
//!
//! [`form`] reads what was typed.

mod form;

use crate::answer::{Answer, Oops, PageResult, done, html};
use crate::frame::Frame;
use crate::jobs::papers::{self, Place};
use crate::pages::disputes::upload::{Sent, with_form};
use crate::pages::setup::refused;
use crate::route::{App, Arrival, Nothing, page};
use crate::spoken::on_page;
use crate::view;
use crate::visit::Visit;
use app::AppError;
use app::companies::FieldProblem;
use app::import::{Typed, add};
use askama::Template;
use axum::Router;
use axum::extract::Multipart;
use axum::response::Response;
use axum::routing::post;
use base::fr;
use base::id::{InvoiceId, PartyId};
use form::{Choice, Read};
use serde::Deserialize;

/// Customers that the field offers; others are found by their whole name.
const OFFERED: u64 = 300;
const HERE: &str = "/factures/nouvelle";

pub fn routes() -> Router<App> {
    Router::new()
        .route("/factures/nouvelle", page(show).merge(post(record)))
        .route("/factures/nouvelle/document", page(document))
}

#[derive(Deserialize)]
struct Asked {
    /// The customer that it is for.
    #[serde(default)]
    client: String,
    /// The import that holds its PDF, and which one.
    #[serde(default)]
    import: String,
    #[serde(default)]
    piece: String,
}

impl Asked {
    fn place(&self) -> Place {
        Place { job: self.import.clone(), sha256: self.piece.clone() }
    }
}

/// The PDF that is held for this invoice.
struct Paper {
    place: Place,
    name: String,
    href: String,
}

#[derive(Template)]
#[template(path = "intake/typed.html")]
struct TypedPage {
    frame: Frame,
    sent: Sent,
    problems: Vec<FieldProblem>,
    /// Why the books do not take it.
    refusal: String,
    offered: Vec<String>,
    choices: Vec<Choice>,
    /// Who it is must be said.
    is_new: bool,
    paper: Option<Paper>,
    today: String,
}

impl TypedPage {
    fn value(&self, name: &str) -> &str {
        self.sent.get(name)
    }

    fn problem(&self, field: &str) -> &str {
        self.problems.iter().find(|p| p.field == field).map_or("", |p| p.message.as_str())
    }
}

/// What is shown beside what was typed.
#[derive(Default)]
struct Told {
    problems: Vec<FieldProblem>,
    refusal: String,
    choices: Vec<Choice>,
}

fn show(visit: &Visit, _: Nothing, asked: Asked) -> PageResult {
    visit.must_keep_books()?;
    let mut sent = Sent::default();
    if let Some(party) = PartyId::parse(&asked.client) {
        visit.must_see(party)?;
        if let Some(known) = visit.world().read(|books| Ok(books.party(party)?))? {
            sent.put("client", &known.name);
            sent.put("fiche", &party.to_string());
        }
    }
    let place = asked.place();
    let paper = papers::found(visit, &place);
    let told = Told { problems: lost(&place, paper.is_none()), ..Told::default() };
    html(&shown(visit, sent, told, paper.map(|file| (place, file.name)))?)
}

/// A PDF that was held and no longer is.
fn lost(place: &Place, is_gone: bool) -> Vec<FieldProblem> {
    let message = "Ce PDF n’est plus gardé : choisissez-le de nouveau, ou laissez ce champ vide.".to_string();
    let is_lost = is_gone && !place.job.is_empty();
    is_lost.then_some(FieldProblem { field: "file", message }).into_iter().collect()
}

fn shown(visit: &Visit, sent: Sent, told: Told, paper: Option<(Place, String)>) -> Result<TypedPage, Oops> {
    let known = visit.world().read(|books| Ok(books.parties(visit.company.id, "", 0, OFFERED)?))?;
    let offered: Vec<String> = known.into_iter().filter(|p| !p.is_pseudo).map(|p| p.name).collect();
    let said = ["nature", "siren", "email", "adresse", "code_postal", "ville"];
    let is_wrong = |field: &str| told.problems.iter().any(|p| p.field == field);
    let is_new = offered.is_empty()
        || said.into_iter().any(|name| !sent.get(name).is_empty())
        || ["customer", "siren", "email", "address"].into_iter().any(is_wrong);
    let paper = paper.map(|(place, name)| Paper {
        href: format!("{HERE}/document?import={}&piece={}", place.job, place.sha256),
        name: name.rsplit('/').next().unwrap_or(&name).to_string(),
        place,
    });
    Ok(TypedPage {
        frame: visit.frame("Saisir une facture"),
        sent,
        problems: told.problems,
        refusal: told.refusal,
        offered,
        choices: told.choices,
        is_new,
        paper,
        today: visit.today().to_string(),
    })
}

/// The PDF that is held, beside the form.
fn document(visit: &Visit, _: Nothing, asked: Asked) -> PageResult {
    visit.must_keep_books()?;
    let file = papers::found(visit, &asked.place()).filter(|f| f.bytes.starts_with(b"%PDF")).ok_or(Oops::NotHere)?;
    let bytes = file.bytes.as_ref().clone();
    Ok(Answer::File { bytes, content_type: "application/pdf".to_string(), name: None })
}

async fn record(arrival: Arrival, form: Multipart) -> Response {
    with_form(arrival, form, recorded).await
}

fn recorded(visit: &Visit, sent: Sent) -> PageResult {
    visit.must_keep_books()?;
    let place = match &sent.file {
        Some(file) => papers::hold(visit, &file.name, &file.bytes)?,
        None if sent.get("sans") == "oui" => Place::default(),
        None => Place { job: sent.get("import").to_string(), sha256: sent.get("piece").to_string() },
    };
    let paper = papers::found(visit, &place);
    let again = |sent: Sent, told: Told| {
        let paper = paper.as_ref().filter(|_| told.problems.iter().all(|p| p.field != "file"));
        refused(&shown(visit, sent, told, paper.map(|file| (place.clone(), file.name.clone())))?)
    };
    let gone = lost(&place, paper.is_none());
    let typed = match form::read(visit, &sent, paper.clone())? {
        Read::Typed(_) if !gone.is_empty() => return again(sent, Told { problems: gone, ..Told::default() }),
        Read::Typed(typed) => *typed,
        Read::Wrong { problems, choices } => {
            return again(sent, Told { problems, choices, ..Told::default() });
        }
    };
    let (invoice, is_new) = match add(&visit.world(), &visit.company, &typed) {
        Ok(Typed::Recorded(invoice)) => (invoice, true),
        Ok(Typed::Known(invoice)) => (invoice, false),
        Err(AppError::Refused { what, remedy }) => {
            return again(sent, Told { refusal: on_page(&format!("{what} {remedy}")), ..Told::default() });
        }
        Err(AppError::Law(error)) => {
            return again(sent, Told { refusal: on_page(&error.french()), ..Told::default() });
        }
        Err(other) => return Err(other.into()),
    };
    let to = papers::done(visit, &place).filter(|_| is_new);
    let mut said = told(visit, invoice, is_new)?;
    if !is_new && paper.is_some() {
        said.push_str(" Le PDF n’a pas été gardé.");
    }
    done(to.unwrap_or_else(|| format!("/factures/{invoice}")), said)
}

fn told(visit: &Visit, invoice: InvoiceId, is_new: bool) -> Result<String, Oops> {
    let found = visit.world().read(|books| Ok(books.invoice(invoice)?.zip(books.balance(invoice)?)))?;
    let (invoice, balance) = found.ok_or(Oops::NotHere)?;
    let amount = view::money(invoice.gross, invoice.currency);
    if !is_new {
        return Ok(format!(
            "{} ({amount}) était déjà dans vos comptes : rien n’a été enregistré deux fois.",
            invoice.number
        ));
    }
    let estimated = if balance.due_basis.is_estimated() { ", échéance estimée" } else { "" };
    let due = fr::date(balance.due_on);
    Ok(format!("Facture {} enregistrée : {amount}, à payer le {due}{estimated}.", invoice.number))
}
