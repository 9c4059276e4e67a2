//! The acts of a page of debtors: with their cached state for today's view, or with the state that the events known in a
//! view of the past lead to. All acts of a debtor are given, also those on invoices settled since.

use super::act_state::Standing;
use super::bank::known_at;
use super::columns::Columns;
use super::debtor::Page;
use super::past::Range;
use crate::engine::{Result, Tx};
use app::ports::terms::View;
use base::id::{ActId, PartyId};
use domain::act::ActEvent;
use domain::facts::{ActFacts, ActState, Channel};
use std::collections::HashMap;

const WITH_STATE: &str = "SELECT a.party, a.id, a.scenario, a.scenario_version, a.step, a.channel, a.planned_on, a.live, s.state, \
    s.performed_on FROM act a JOIN act_state s ON s.act = a.id WHERE a.company = $1 AND a.party BETWEEN $2 AND $3 \
    AND a.planned_on <= $4 ORDER BY a.party, a.id";

/// Today's view.
pub(super) fn add_by_cache(tx: &mut Tx, page: &mut Page, range: Range, view: View) -> Result<()> {
    let [company, first, last] = range.values();
    tx.each(WITH_STATE, &[company, first, last, view.as_of.into()], |row| {
        let mut c = Columns::of(row);
        if let Some(debtor) = page.debtor(c.next()?) {
            let mut act = read_act(&mut c)?;
            (act.state, act.performed_on) = (c.coded(ActState::parse)?, c.next()?);
            debtor.acts.push(act);
        }
        Ok(())
    })?;
    add_lines(tx, page, range)
}

const KNOWN: &str = "SELECT party, id, scenario, scenario_version, step, channel, planned_on, live FROM act WHERE company = $1 \
    AND party BETWEEN $2 AND $3 AND planned_on <= $4 AND prepared_at <= $5 ORDER BY party, id";

/// Any view.
pub(super) fn add_by_events(tx: &mut Tx, page: &mut Page, range: Range, view: View) -> Result<()> {
    let standings = standings(tx, range, view)?;
    let [company, first, last] = range.values();
    tx.each(KNOWN, &[company, first, last, view.as_of.into(), known_at(view).into()], |row| {
        let mut c = Columns::of(row);
        if let Some(debtor) = page.debtor(c.next()?) {
            let mut act = read_act(&mut c)?;
            let standing = standings.get(&act.id).copied().unwrap_or(Standing::PREPARED);
            (act.state, act.performed_on) = (standing.state, standing.performed_on);
            debtor.acts.push(act);
        }
        Ok(())
    })?;
    add_lines(tx, page, range)
}

const EVENTS: &str = "SELECT act, event, happened_on FROM act_event WHERE company = $1 AND party BETWEEN $2 AND $3 \
    AND happened_on <= $4 AND recorded_at <= $5 ORDER BY party, act, seq";

fn standings(tx: &mut Tx, range: Range, view: View) -> Result<HashMap<ActId, Standing>> {
    let mut standings: HashMap<ActId, Standing> = HashMap::new();
    let [company, first, last] = range.values();
    tx.each(EVENTS, &[company, first, last, view.as_of.into(), known_at(view).into()], |row| {
        let mut c = Columns::of(row);
        let standing = standings.entry(c.next()?).or_insert(Standing::PREPARED);
        *standing = standing.after(c.coded(ActEvent::parse)?, c.next()?);
        Ok(())
    })?;
    Ok(standings)
}

const LINES: &str = "SELECT l.party, l.act, l.invoice FROM act_line l WHERE l.company = $1 AND l.party BETWEEN $2 AND $3 \
    ORDER BY l.party, l.act, l.position";

fn add_lines(tx: &mut Tx, page: &mut Page, range: Range) -> Result<()> {
    tx.each(LINES, &range.values(), |row| {
        let mut c = Columns::of(row);
        let (party, id): (PartyId, ActId) = (c.next()?, c.next()?);
        let acts = page.debtor(party).map(|debtor| &mut debtor.acts);
        let found =
            acts.and_then(|acts| acts.binary_search_by_key(&id, |act| act.id).ok().and_then(|at| acts.get_mut(at)));
        if let Some(act) = found {
            act.invoices.push(c.next()?);
        }
        Ok(())
    })
}

/// State and day are filled in afterwards.
fn read_act(c: &mut Columns) -> Result<ActFacts> {
    Ok(ActFacts {
        id: c.next()?,
        scenario: c.next()?,
        scenario_version: c.next()?,
        step: c.next()?,
        channel: c.coded(Channel::parse)?,
        planned_on: c.next()?,
        live: c.next()?,
        performed_on: None,
        state: ActState::Prepared,
        invoices: Vec::new(),
    })
}
