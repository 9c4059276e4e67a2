//! « Où en est mon argent ? »: what is owed, what to do today, what should come, what is amiss, and how far to trust it.

mod alerts;
mod cards;
mod forecast;

use crate::answer::{PageResult, html};
use crate::frame::Frame;
use crate::route::{App, Nothing, form, page};
use crate::spoken::on_page;
use crate::view;
use crate::view::charts::{Bars, ColumnsChart};
use crate::visit::Visit;
use alerts::{AlertLine, AsideLine};
use app::AppError;
use app::money::count::BEFORE_DAYS;
use app::money::{alerts as causes, figures, month, outlook, today};
use app::records::AgendaRun;
use askama::Template;
use axum::Router;
use axum::routing::get;
use base::{Date, add_days};
use cards::{Figure, MonthCard, TodayCard, Trust};
use forecast::Undated;

/// Alerts shown at once; the others are a click away.
const ALERTS: usize = 6;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/", page(show))
        .route("/alertes/cote", form(alerts::set_aside))
        .route("/alertes/cote/{word}/reprendre", form(alerts::bring_back))
        .route("/prevision/{column}", page(forecast::show))
        .route("/prevision", get(|| async { axum::response::Redirect::to("/") }))
}

#[derive(Template)]
#[template(path = "money/money.html")]
struct MoneyPage {
    frame: Frame,
    older: Option<String>,
    day: String,
    before: String,
    is_empty: bool,
    /// Nobody was given to this salesperson.
    is_alone: bool,
    figures: Vec<Figure>,
    others: Vec<String>,
    today: TodayCard,
    month: MonthCard,
    aged: Bars,
    forecast: ColumnsChart,
    undated: Vec<Undated>,
    alerts: Vec<AlertLine>,
    more_alerts: Vec<AlertLine>,
    aside: Vec<AsideLine>,
    /// Whether the arithmetic asked for is among the other alerts, or among those set aside.
    is_open: (bool, bool),
    trust: Trust,
}

pub fn show(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    let (world, day) = (visit.world(), visit.today());
    let (run, refusal) = planned_today(visit, day)?;
    let look = visit.look(&world)?;
    let now = figures::on(&look, day)?;
    let before = figures::on(&look, add_days(day, -BEFORE_DAYS).unwrap_or(day))?;
    let outlook = outlook::on(&look, day)?;
    let todo = world.read(|books| today::of(books, visit.scope(), day))?;
    let found = causes::on(&look, day, &outlook, run.as_ref())?;
    let mut alerts = alerts::lines(visit, &found.shown);
    let more_alerts = alerts.split_off(alerts.len().min(ALERTS));
    let aside = alerts::aside(&found.aside);
    let frame = visit.frame("Mon argent");
    let is_open = (
        more_alerts.iter().any(|a| frame.is_open_in(a.calculation.as_ref())),
        aside.iter().any(|a| frame.is_open_in(a.calculation.as_ref())),
    );
    html(&MoneyPage {
        frame,
        is_open,
        older: visit.recount(&look),
        day: base::fr::date(day),
        before: base::fr::date(before.as_of),
        is_empty: now.invoices == 0 && now.others.is_empty(),
        is_alone: visit.is_without_customers()?,
        figures: cards::figures(&now, &before)?,
        others: now.others.iter().map(|(currency, sum)| view::money(*sum, *currency)).collect(),
        today: cards::today(todo, refusal),
        month: cards::month(&month::of(&look, day)?),
        aged: crate::pages::aging::bars(&now, &format!("/balance/factures?date={day}")),
        forecast: forecast::chart(&outlook.forecast),
        undated: forecast::undated(&outlook.forecast),
        alerts,
        more_alerts,
        aside,
        trust: cards::trust(visit)?,
    })
}

/// The planning of today; the first who comes and may act has it made. With the refusal when it cannot be.
fn planned_today(visit: &Visit, day: Date) -> Result<(Option<AgendaRun>, Option<String>), crate::answer::Oops> {
    let world = visit.world();
    let known = world.read(|books| Ok(books.last_run(visit.company.id, Some(day))?))?;
    if known.is_some() || !visit.role.may_act() {
        return Ok((known, None));
    }
    // Nobody asked for it: it is the program's doing, not the visitor's.
    let program = visit.house.world(domain::journal::Actor::Program, Some(&visit.company));
    match app::planning::plan_day(&program, &visit.company, day) {
        Ok(planned) => Ok((Some(planned.run), None)),
        Err(AppError::Refused { what, remedy }) => Ok((None, Some(on_page(&format!("{what} {remedy}"))))),
        Err(other) => Err(other.into()),
    }
}
