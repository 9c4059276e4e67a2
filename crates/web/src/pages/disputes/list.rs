//! « Litiges »: which invoices are contested, by whom they are seen to, and what disputes came to over twelve months.

use crate::answer::{PageResult, html};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::view::{self, Chip};
use crate::visit::Visit;
use crate::why::WhyOf;
use app::ports::screens::{Cut, DisputeFigures, DisputeFilter, DisputeRow, DisputeState};
use app::reckonings::Subject;
use askama::Template;
use base::id::PartyId;
use base::{Date, add_days, fr};
use domain::facts::{DisputeCause, DisputeStage, Fault, Finding};
use serde::Deserialize;

const ROWS: u64 = 50;
/// Figures look back over so many days.
const YEAR: i64 = 365;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    etat: String,
    #[serde(default)]
    motif: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: u64,
}

/// A dispute in a list.
pub(in crate::pages) struct Line {
    pub href: String,
    pub customer: String,
    pub customer_href: String,
    pub number: String,
    pub cause: &'static str,
    pub opened: String,
    pub contested: String,
    pub held: String,
    pub owner: String,
    pub target: String,
    pub state: Chip,
    pub fault: &'static str,
    pub why: WhyOf,
}

/// What disputes of one cause came to.
pub(in crate::pages) struct Figure {
    pub cause: &'static str,
    pub opened: u64,
    pub open: u64,
    pub contested: String,
    pub days: String,
    pub founded: String,
    pub ours: u64,
    pub why: WhyOf,
}

#[derive(Template)]
#[template(path = "disputes/list.html")]
struct ListPage {
    frame: Frame,
    total: String,
    held: String,
    states: Vec<(&'static str, String, bool)>,
    causes: Vec<(&'static str, &'static str, bool)>,
    lines: Vec<Line>,
    figures: Vec<Figure>,
    since: String,
    state: String,
    cause: String,
    q: String,
    page: u64,
    has_more: bool,
}

pub(super) fn show(visit: &Visit, _: Nothing, asked: Asked) -> PageResult {
    let today = visit.today();
    let state = DisputeState::parse(&asked.etat).unwrap_or(DisputeState::Open);
    let cause = DisputeCause::parse(&asked.motif);
    let filter = DisputeFilter {
        scope: visit.scope(),
        party: None,
        owner: None,
        state,
        cause,
        search: asked.q.clone(),
        as_of: today,
    };
    let cut = Cut { offset: asked.page.saturating_mul(ROWS), limit: ROWS + 1 };
    let (mut rows, sums) = visit.world().read(|books| {
        let mut sums = Vec::new();
        for state in DisputeState::ALL {
            sums.push((state, books.dispute_sum(&DisputeFilter { state, ..filter.clone() })?));
        }
        Ok((books.dispute_rows(&filter, cut)?, sums))
    })?;
    let has_more = rows.len() as u64 > ROWS;
    rows.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    let (count, held) = sums.iter().find(|(s, _)| *s == state).map(|(_, sum)| sum.clone()).unwrap_or_default();
    let held: Vec<String> = held.iter().filter(|(_, c)| c.is_positive()).map(|(u, c)| view::money(*c, *u)).collect();
    html(&ListPage {
        frame: visit.frame("Litiges"),
        total: fr::count(count, "litige", "litiges"),
        held: held.join(", "),
        states: sums
            .iter()
            .map(|(s, (n, _))| (s.code(), format!("{} ({})", s.french(), fr::thousands(*n)), *s == state))
            .collect(),
        causes: DisputeCause::ALL.map(|c| (c.code(), c.french(), Some(c) == cause)).to_vec(),
        lines: lines(&rows, today),
        figures: figures(visit, None)?,
        since: add_days(today, -YEAR).map(fr::date).unwrap_or_default(),
        state: state.code().to_string(),
        cause: cause.map(DisputeCause::code).unwrap_or_default().to_string(),
        q: asked.q,
        page: asked.page,
        has_more,
    })
}

/// What the disputes of the last twelve months came to: of one customer, or of all.
pub(in crate::pages) fn figures(visit: &Visit, party: Option<PartyId>) -> Result<Vec<Figure>, crate::answer::Oops> {
    let today = visit.today();
    let from = add_days(today, -YEAR).unwrap_or(today);
    let found = visit.world().read(|books| Ok(books.dispute_figures(visit.scope(), party, from, today)?))?;
    Ok(found.iter().map(|f| figure(f, party)).collect())
}

fn figure(f: &DisputeFigures, party: Option<PartyId>) -> Figure {
    let contested = view::money(f.contested, f.currency);
    let name = format!("{contested} contestés, {}", f.cause.french());
    Figure {
        cause: f.cause.french(),
        opened: f.opened,
        open: f.open,
        contested,
        why: WhyOf::new(Subject::Cause(f.cause, party), name).marked(f.currency.code()),
        days: f.mean_days().map(|d| fr::count(d.unsigned_abs(), "jour", "jours")).unwrap_or_default(),
        founded: f.founded_share().map(|p| format!("{p}{}%", fr::NBSP)).unwrap_or_default(),
        ours: f.ours,
    }
}

pub(in crate::pages) fn lines(rows: &[DisputeRow], today: Date) -> Vec<Line> {
    rows.iter().map(|row| line(row, today)).collect()
}

fn line(row: &DisputeRow, today: Date) -> Line {
    Line {
        href: format!("/litiges/{}", row.id),
        customer: row.customer.clone(),
        customer_href: format!("/clients/{}", row.party),
        number: row.number.clone(),
        cause: row.cause.french(),
        opened: view::day(row.opened_on),
        contested: view::money(row.contested, row.currency),
        why: WhyOf::new(
            Subject::Dispute(row.id),
            format!("{} contestés sur {}", view::money(row.contested, row.currency), row.number),
        ),
        held: row.held.map(|(held, _)| view::money(held, row.currency)).unwrap_or_default(),
        owner: row.owner.clone().unwrap_or_default(),
        target: row.target_on.filter(|_| row.outcome.is_none()).map(view::day).unwrap_or_default(),
        state: state(row.stage(today).map(|(stage, _)| stage), row.outcome.map(|(_, finding, _)| finding)),
        fault: match row.fault {
            Fault::Unknown => "",
            known => known.french(),
        },
    }
}

/// Where a dispute stands, in a chip: what is still to do, or what came of it.
pub(super) fn state(stage: Option<DisputeStage>, finding: Option<Finding>) -> Chip {
    match (stage, finding) {
        (Some(DisputeStage::AwaitsCredit), _) => Chip::new(DisputeStage::AwaitsCredit.french(), "warn"),
        (_, Some(finding)) => Chip::new(
            finding.french(),
            match finding {
                Finding::Unfounded => "good",
                Finding::Founded | Finding::Partly => "plain",
            },
        ),
        (Some(DisputeStage::UnderReview), None) => Chip::new(DisputeStage::UnderReview.french(), "hold"),
        (Some(stage), None) => Chip::new(stage.french(), "late"),
        (None, None) => Chip::new("clos", "plain"),
    }
}
