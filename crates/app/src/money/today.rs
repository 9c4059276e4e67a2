//! What is to be done today: how many actions, for how much, in about how long.

use super::look::{Look, kept};
use crate::error::AppResult;
use crate::ports::terms::BooksError;
use crate::records::AgendaRun;
use base::{Cents, Currency};
use domain::facts::Channel;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The proposals of a planning, summed up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Today {
    pub actions: u64,
    /// In euros.
    pub at_stake: Cents,
    pub minutes: u64,
    pub by_channel: BTreeMap<Channel, u64>,
}

/// The part of a proposal that is summed.
#[derive(Deserialize)]
struct Brief {
    channel: Channel,
    currency: Currency,
    total_cents: Cents,
}

/// # Errors
/// A broken store, a proposal that does not read, sums that leave what can be counted, or `NotCounted`.
pub fn of(look: &Look<'_>, run: &AgendaRun) -> AppResult<Today> {
    let broken = |e: &dyn std::fmt::Display| BooksError::Broken(e.to_string());
    kept(look, "today", run.as_of, &run.id.to_string(), |books| {
        let mut today = Today::default();
        books.proposed(look.scope, run.id, &mut |json| {
            let brief: Brief = serde_json::from_str(json).map_err(|e| broken(&e))?;
            today.actions += 1;
            today.minutes += brief.channel.minutes().unsigned_abs();
            *today.by_channel.entry(brief.channel).or_default() += 1;
            if brief.currency == Currency::EUR {
                today.at_stake = today.at_stake.add(brief.total_cents).map_err(|e| broken(&e))?;
            }
            Ok(())
        })?;
        Ok(today)
    })
}
