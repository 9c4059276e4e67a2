//! The acts of the day's tabs, and how a customer paid.

use super::keeper;
use super::worklist::kept;
use crate::books::act;
use crate::books::columns::{Columns, count};
use crate::engine::{Result, Tx, Value};
use crate::params;
use app::ports::screens::{ActList, Cut, NamedAct, Scope};
use app::records::ActRow;
use base::Timestamp;
use base::id::PartyId;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// A condition on `s` (state) and `act`, and the day it speaks of as `$3`.
fn which(scope: Scope, list: ActList) -> (String, Vec<Value>) {
    let mut params = params![scope.company, keeper(scope)].to_vec();
    let condition = match list {
        ActList::Answers => {
            "s.company = $1 AND (s.state = 'unknown' OR (s.state = 'prepared' AND act.message_id IS NULL))"
        }
        ActList::Leaving => "s.company = $1 AND s.state IN ('prepared', 'dispatching') AND act.message_id IS NOT NULL",
        ActList::Done(day) => {
            params.push(day.into());
            "act.company = $1 AND act.id IN (SELECT d.act FROM act_state d WHERE d.company = $1 AND d.performed_on = $3 \
             UNION SELECT n.id FROM act n JOIN act_state m ON m.act = n.id WHERE n.company = $1 AND n.planned_on = $3 \
             AND m.state IN ('failed', 'cancelled'))"
        }
    };
    (format!("{condition} AND {}", kept("act")), params)
}

const NAME: &str = "SELECT name FROM party WHERE id = $1";

pub(super) fn rows(tx: &mut Tx, scope: Scope, list: ActList, cut: Cut) -> Result<Vec<NamedAct>> {
    let (condition, mut params) = which(scope, list);
    let order = if matches!(list, ActList::Done(_)) { "s.last_at DESC, act.id" } else { "act.prepared_at, act.id" };
    let sql = format!("{condition} ORDER BY {order} LIMIT ${} OFFSET ${}", params.len() + 1, params.len() + 2);
    params.extend([count(cut.limit).into(), count(cut.offset).into()]);
    let rows = act::rows(tx, &sql, &params)?;
    let mut names: HashMap<PartyId, String> = HashMap::new();
    let mut named = Vec::with_capacity(rows.len());
    for row in rows {
        let customer = match names.entry(row.act.party) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(new) => {
                let name = tx.one(NAME, params![row.act.party], |r| r.get::<String>(0))?;
                new.insert(name.unwrap_or_default()).clone()
            }
        };
        named.push(NamedAct { row, customer });
    }
    Ok(named)
}

pub(super) fn how_many(tx: &mut Tx, scope: Scope, list: ActList) -> Result<u64> {
    let (condition, params) = which(scope, list);
    let sql = format!("SELECT COUNT(*) FROM act_state s JOIN act ON act.id = s.act WHERE {condition}");
    Ok(tx.one(&sql, &params, |row| Columns::of(row).count())?.unwrap_or(0))
}

pub(super) fn approved(
    tx: &mut Tx,
    scope: Scope,
    author: &str,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<ActRow>> {
    let sql = format!(
        "act.company = $1 AND {} AND act.approved_by = $3 AND act.prepared_at BETWEEN $4 AND $5 \
         ORDER BY act.prepared_at, act.id",
        kept("act")
    );
    act::rows(tx, &sql, params![scope.company, keeper(scope), author, from, until])
}
