//! Services suspended because they were not paid: those to run again first; and the terms that allow it, of one customer.

use crate::answer::{Oops, PageResult, done, html};
use crate::fields;
use crate::frame::Frame;
use crate::pages::customer::replan;
use crate::route::Nothing;
use crate::view::{self, Chip};
use crate::visit::Visit;
use app::AppError;
use app::ports::screens::Cut;
use app::records::SuspendedService;
use app::services;
use askama::Template;
use base::id::{ActId, PartyId};
use domain::facts::ServiceTerms;
use serde::Deserialize;

const ROWS: u64 = 50;

#[derive(Deserialize)]
pub struct PageOf {
    #[serde(default)]
    page: u64,
}

struct Line {
    act: String,
    customer: String,
    customer_href: String,
    since: String,
    state: Chip,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "accords/services.html")]
struct ServicesPage {
    frame: Frame,
    lines: Vec<Line>,
    page: u64,
    has_more: bool,
}

pub fn list(visit: &Visit, _: Nothing, asked: PageOf) -> PageResult {
    let cut = Cut { offset: asked.page.saturating_mul(ROWS), limit: ROWS + 1 };
    let rows = visit.world().read(|books| Ok(books.suspended_services(visit.scope(), cut)?))?;
    let has_more = rows.len() as u64 > ROWS;
    let shown = rows.iter().take(usize::try_from(ROWS).unwrap_or(usize::MAX));
    html(&ServicesPage {
        frame: visit.frame("Services suspendus"),
        lines: shown.map(line).collect(),
        page: asked.page,
        has_more,
    })
}

fn line(row: &SuspendedService) -> Line {
    let state = match row.state() {
        "restored" => Chip::new(format!("rétabli le {}", row.restored_on.map(view::day).unwrap_or_default()), "good"),
        "terminated" => {
            Chip::new(format!("contrat fini le {}", row.ended_on.map(view::day).unwrap_or_default()), "plain")
        }
        "to_restore" => Chip::new("payé : à rétablir", "warn"),
        _ => Chip::new("suspendu, impayé", "late"),
    };
    Line {
        act: row.act.to_string(),
        customer: row.customer.clone(),
        customer_href: format!("/clients/{}", row.party),
        since: view::day(row.suspended_on),
        state,
        is_open: row.restored_on.is_none() && row.ended_on.is_none(),
    }
}

#[derive(Deserialize)]
pub struct Sentence {
    #[serde(default)]
    why: String,
}

pub fn restore(visit: &Visit, id: String, form: Sentence) -> PageResult {
    visit.must_act()?;
    let act = ActId::parse(&id).ok_or(Oops::NotHere)?;
    let row = visit.world().read(|books| Ok(books.act(act)?))?.ok_or(Oops::NotHere)?;
    visit.must_see(row.act.party)?;
    services::restore(&visit.world(), &visit.company, act, &form.why)?;
    done("/accords/services", "Service noté comme rétabli.")
}

#[derive(Deserialize)]
pub struct TermsForm {
    /// Empty: nothing of the kind is agreed any more.
    #[serde(default)]
    clause: String,
    #[serde(default)]
    accepted_on: String,
    #[serde(default)]
    notice: Option<i64>,
    #[serde(default)]
    suspend: String,
    #[serde(default)]
    terminate: String,
    #[serde(default)]
    why: String,
}

/// What stops a service is the owner's to say.
pub fn state(visit: &Visit, id: String, form: TermsForm) -> PageResult {
    visit.must_decide()?;
    let party = PartyId::parse(&id).ok_or(Oops::NotHere)?;
    visit.must_see(party)?;
    let days = |text: &str| match text.trim() {
        "" => Ok(None),
        text => text.parse::<i64>().map(Some).map_err(|_| {
            Oops::App(AppError::refused(format!("« {text} » n’est pas un nombre de jours."), "Écrivez par exemple 10."))
        }),
    };
    let terms = match form.clause.trim() {
        "" => None,
        clause => Some(ServiceTerms {
            clause: clause.to_string(),
            accepted_on: fields::needed(fields::day(&form.accepted_on)?, "Acceptées quand ?", "Indiquez le jour.")?,
            notice_days: form.notice.unwrap_or(8),
            suspend_after_days: days(&form.suspend)?,
            terminate_after_days: days(&form.terminate)?,
        }),
    };
    services::state_terms(&visit.world(), &visit.company, party, terms, &form.why)?;
    replan(visit)?;
    done(format!("/clients/{party}?onglet=contacts"), "Conditions de service enregistrées.")
}
