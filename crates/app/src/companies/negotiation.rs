//! What the owner decides of negotiations: what a later euro is worth, who may give how much up, what is supposed of going on.

use super::change;
use crate::error::{AppError, AppResult};
use crate::records::{Company, GoingOn, WaiverLimits};
use crate::world::World;
use base::{RateBp, fr};

/// The settings of negotiations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Negotiation {
    /// Yearly rate of present values.
    pub rate: RateBp,
    pub limits: WaiverLimits,
    pub going_on: GoingOn,
}

impl Negotiation {
    pub fn of(company: &Company) -> Negotiation {
        let settings = &company.settings;
        Negotiation { rate: settings.present_value_rate, limits: settings.waiver_limits, going_on: settings.going_on }
    }

    /// Each setting by its name, as people write its value.
    fn said(&self) -> [(&'static str, String); 6] {
        [
            ("taux d’actualisation", fr::percent(self.rate)),
            ("remises d’un comptable", fr::euros(self.limits.accountant)),
            ("remises d’un commercial", fr::euros(self.limits.salesperson)),
            ("chance d’obtenir le tout", fr::percent(self.going_on.chance)),
            ("délai pour obtenir le tout", fr::count(self.going_on.days.unsigned_abs(), "jour", "jours")),
            ("coût pour obtenir le tout", fr::euros(self.going_on.cost)),
        ]
    }
}

/// Keeps what differs, with a line of the journal for each; returns how many settings changed.
///
/// # Errors
/// `Refused` for what cannot be; a broken store.
pub fn negotiate(world: &World<'_>, before: &Company, wanted: &Negotiation) -> AppResult<usize> {
    let going_on = wanted.going_on;
    if !(0..=10_000).contains(&wanted.rate.get()) || !(0..=10_000).contains(&going_on.chance.get()) {
        return Err(AppError::refused("Un taux et une chance vont de 0 à 100 %.", "Corrigez-les."));
    }
    if !(0..=3_650).contains(&going_on.days) {
        return Err(AppError::refused("Un délai va de 0 à 3 650 jours.", "Corrigez-le."));
    }
    if [wanted.limits.accountant, wanted.limits.salesperson, going_on.cost].iter().any(|a| a.is_negative()) {
        return Err(AppError::refused("Un plafond ou un coût n’est pas négatif.", "Écrivez 0 pour rien."));
    }
    let mut after = before.clone();
    after.settings.present_value_rate = wanted.rate;
    after.settings.waiver_limits = wanted.limits;
    after.settings.going_on = going_on;
    let mut changed = 0;
    for ((field, was), (_, is)) in Negotiation::of(before).said().into_iter().zip(wanted.said()) {
        if was != is {
            change(world, &after, field, Some(was), Some(is))?;
            changed += 1;
        }
    }
    Ok(changed)
}
