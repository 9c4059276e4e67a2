//! What happened to an act, and the cached state that its events lead to.
//!
//! The pair of act and number is unique: of two workers that claim an act, one fails. Which events a state accepts is
//! said by [`domain::act`]; an event it refuses is kept and changes nothing.

use super::columns::Columns;
use super::reach;
use crate::engine::{Result, Tx};
use crate::params;
use app::records::{ActEventRecord, ActRecord};
use base::id::{ActId, CompanyId};
use base::{Date, Timestamp};
use domain::act::{ActEvent, apply};
use domain::facts::ActState;

/// Where an act stands, and the day it left or was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) state: ActState,
    pub(super) performed_on: Option<Date>,
}

impl Standing {
    pub(super) const PREPARED: Standing = Standing { state: ActState::Prepared, performed_on: None };

    /// After one more event. The day is that of the first event that made it count, for as long as it counts.
    pub(super) fn after(self, event: ActEvent, on: Date) -> Standing {
        let Ok(state) = apply(self.state, event) else { return self };
        let performed_on = state.counts_as_performed().then(|| self.performed_on.unwrap_or(on));
        Standing { state, performed_on }
    }
}

const INSERT: &str = "INSERT INTO act_state (act, company, state, last_seq, last_at, last_detail) \
    VALUES ($1, $2, $3, 0, $4, '')";

/// The state of an act just prepared.
pub(super) fn insert(tx: &mut Tx, act: &ActRecord) -> Result<()> {
    let state = Standing::PREPARED.state.code();
    tx.exec(INSERT, params![act.id, act.company, state, act.prepared_at]).map(drop)
}

const INSERT_EVENT: &str = "INSERT INTO act_event (act, seq, company, party, event, happened_on, author, detail, recorded_at) \
    SELECT id, $2, company, party, $3, $4, $5, $6, $7 FROM act WHERE id = $1";

/// Adds the event and moves the state; `false` when there is no such act.
///
/// # Errors
/// `UniqueViolation` when that number is taken.
pub(super) fn insert_event(tx: &mut Tx, event: &ActEventRecord) -> Result<bool> {
    let params =
        params![event.act, event.seq, event.event.code(), event.on, &event.author, &event.detail, event.recorded_at];
    if tx.exec(INSERT_EVENT, params)? == 0 {
        return Ok(false);
    }
    refresh(tx, event.act)?;
    reach::extend(tx, [(event.company, event.on)].into_iter())?;
    Ok(true)
}

const EVENTS: &str = "SELECT event, happened_on, seq, recorded_at, detail FROM act_event WHERE act = $1 ORDER BY seq";
const UPDATE: &str = "UPDATE act_state SET state = $2, performed_on = $3, last_seq = $4, last_at = $5, last_detail = $6 \
    WHERE act = $1";

/// Finds the state of an act again from all its events.
fn refresh(tx: &mut Tx, act: ActId) -> Result<()> {
    let mut standing = Standing::PREPARED;
    let mut last: Option<(i64, Timestamp, String)> = None;
    tx.each(EVENTS, params![act], |row| {
        let mut c = Columns::of(row);
        standing = standing.after(c.coded(ActEvent::parse)?, c.next()?);
        last = Some((c.next()?, c.next()?, c.next()?));
        Ok(())
    })?;
    let Some((seq, at, detail)) = last else { return Ok(()) };
    tx.exec(UPDATE, params![act, standing.state.code(), standing.performed_on, seq, at, detail]).map(drop)
}

const EMPTY: &str = "DELETE FROM act_state WHERE company = $1";
const AS_PREPARED: &str = "INSERT INTO act_state (act, company, state, last_seq, last_at, last_detail) \
    SELECT id, company, $2, 0, prepared_at, '' FROM act WHERE company = $1";
const WITH_EVENTS: &str = "SELECT DISTINCT act FROM act_event WHERE company = $1 ORDER BY act";

/// Finds the states of all acts of a company again.
pub(super) fn rebuild(tx: &mut Tx, company: CompanyId) -> Result<()> {
    tx.exec(EMPTY, params![company])?;
    tx.exec(AS_PREPARED, params![company, Standing::PREPARED.state.code()])?;
    for act in tx.all(WITH_EVENTS, params![company], |row| row.get::<ActId>(0))? {
        refresh(tx, act)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_that_of_the_first_event_that_counts() {
        let day = |d| Date::constant(2026, 3, d);
        let sent = Standing::PREPARED.after(ActEvent::Claimed, day(1)).after(ActEvent::HandedOver, day(2));
        assert_eq!(sent, Standing { state: ActState::HandedOver, performed_on: Some(day(2)) });
        assert_eq!(sent.after(ActEvent::Delivered, day(4)).performed_on, Some(day(2)));
        assert_eq!(sent.after(ActEvent::Failed, day(4)), Standing { state: ActState::Failed, performed_on: None });
        assert_eq!(sent.after(ActEvent::Claimed, day(9)), sent);
    }
}
