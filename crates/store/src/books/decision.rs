//! Skips, postponements, overrides and waivers: facts with an author and a sentence.
//!
//! Each kind of decision has columns of its own, so that the database can be read without this program.

use super::columns::{Columns, columns, unexpected};
use crate::engine::{Result, Tx, Value};
use crate::params;
use app::records::{DecisionRecord, GivenUp};
use base::Date;
use base::id::PartyId;
use domain::facts::{DecisionKind, Guard};

columns!(DECISION: id, company, party, invoice, decided_on, kind, step, until_on, guard, waives_interest,
    waives_compensation, author, why, recorded_at);

/// The columns that [`read_kind`] reads.
pub(super) const KIND_LIST: &str = "kind, step, until_on, guard, waives_interest, waives_compensation";

pub(super) fn insert(tx: &mut Tx, decision: &DecisionRecord) -> Result<()> {
    let [kind, step, until, guard, interest, compensation] = kind_values(&decision.kind);
    let row = [
        decision.id.into(),
        decision.company.into(),
        decision.party.into(),
        decision.invoice.into(),
        decision.decided_on.into(),
        kind,
        step,
        until,
        guard,
        interest,
        compensation,
        Value::from(&decision.author),
        Value::from(&decision.why),
        decision.recorded_at.into(),
    ];
    tx.insert_many("decision", DECISION, [row])?;
    let seen = decision
        .lines
        .iter()
        .map(|line| [decision.id.into(), (*line).into(), decision.company.into(), decision.party.into()]);
    tx.insert_many("decision_line", ["decision", "line", "company", "party"], seen).map(drop)
}

fn kind_values(kind: &DecisionKind) -> [Value; 6] {
    use Value::Null;
    match kind {
        DecisionKind::Skip { step } => ["skip".into(), step.into(), Null, Null, Null, Null],
        DecisionKind::Postpone { until } => ["postpone".into(), Null, (*until).into(), Null, Null, Null],
        DecisionKind::Override { guard } => ["override".into(), Null, Null, guard.code().into(), Null, Null],
        DecisionKind::Waive { interest, compensation } => {
            ["waive".into(), Null, Null, Null, (*interest).into(), (*compensation).into()]
        }
    }
}

pub(super) fn read_kind(c: &mut Columns) -> Result<DecisionKind> {
    let kind: String = c.next()?;
    let (step, until): (Option<String>, Option<Date>) = (c.next()?, c.next()?);
    let guard: Option<String> = c.next()?;
    let waived: (Option<bool>, Option<bool>) = (c.next()?, c.next()?);
    let read = match kind.as_str() {
        "skip" => step.map(|step| DecisionKind::Skip { step }),
        "postpone" => until.map(|until| DecisionKind::Postpone { until }),
        "override" => guard.as_deref().and_then(Guard::parse).map(|guard| DecisionKind::Override { guard }),
        "waive" => {
            waived.0.zip(waived.1).map(|(interest, compensation)| DecisionKind::Waive { interest, compensation })
        }
        _ => None,
    };
    read.ok_or_else(|| unexpected(format!("not a decision: {kind}")))
}

const GIVEN_UP: &str = "SELECT invoice, waives_interest, waives_compensation FROM decision \
    WHERE company = (SELECT company FROM party WHERE id = $1) AND party = $1 AND decided_on <= $2 \
    AND (waives_interest <> 0 OR waives_compensation <> 0) UNION ALL \
    SELECT n.invoice, CASE WHEN n.interest <> 0 THEN 1 ELSE 0 END, CASE WHEN n.compensation <> 0 THEN 1 ELSE 0 END \
    FROM waiver_line n JOIN waiver_event g ON g.waiver = n.waiver AND g.kind = 'granted' AND g.happened_on <= $2 \
    LEFT JOIN waiver_event t ON t.waiver = n.waiver AND t.kind = 'withdrawn' AND t.happened_on <= $2 \
    WHERE n.company = (SELECT company FROM party WHERE id = $1) AND n.party = $1 AND t.waiver IS NULL";

/// The claims given up by that day, by a decision or a waiver.
pub(super) fn given_up(tx: &mut Tx, party: PartyId, as_of: Date) -> Result<Vec<GivenUp>> {
    tx.all(GIVEN_UP, params![party, as_of], |row| {
        Ok(GivenUp { invoice: row.get(0)?, interest: row.get(1)?, compensation: row.get(2)? })
    })
}
