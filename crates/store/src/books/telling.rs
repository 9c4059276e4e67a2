//! What several files tell of one credit: the kinds that told it after the first one, and the lines that tell it again.

use super::bank::{known_at, waits};
use super::echo::SAME_AT;
use crate::engine::{Result, Tx};
use crate::params;
use app::ports::terms::View;
use base::Date;
use base::id::{BankLineId, CompanyId};
use domain::matching::Told;
use std::collections::HashMap;

/// Of the credits that wait in that view, by what was known then.
pub(super) fn of_waiting(
    tx: &mut Tx,
    company: CompanyId,
    since: Date,
    view: View,
) -> Result<HashMap<BankLineId, Vec<Told>>> {
    let (from, condition) = waits(view);
    let sightings = format!(
        "SELECT l.id, s.label, s.counterparty, s.counterparty_iban FROM {from} JOIN line_sighting s ON s.line = l.id \
         WHERE {condition} AND s.label IS NOT NULL AND s.recorded_at <= $4"
    );
    let echoes = format!(
        "SELECT l.id, again.label, again.counterparty, again.counterparty_iban FROM {from} JOIN line_echo t ON t.original = l.id \
         JOIN bank_line again ON again.id = t.line WHERE {condition} AND again.amount = l.amount AND {SAME_AT}"
    );
    let mut told: HashMap<BankLineId, Vec<Told>> = HashMap::new();
    for sql in [sightings, echoes] {
        tx.each(&sql, params![company, since, view.as_of, known_at(view)], |row| {
            let more = Told { text: row.get(1)?, payer: row.get(2)?, iban: row.get(3)? };
            told.entry(row.get(0)?).or_default().push(more);
            Ok(())
        })?;
    }
    Ok(told)
}
