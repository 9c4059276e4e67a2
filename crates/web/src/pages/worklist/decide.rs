use super::{Pairs, day, field, id, refresh, refused, why};
use crate::answer::{Oops, PageResult, done};
use crate::view;
use crate::visit::Visit;
use app::holds::{self, NewHold};
use base::id::PartyId;
use domain::facts::{DecisionKind, HoldKind};

fn allowed(visit: &Visit, party: &str) -> Result<PartyId, Oops> {
    visit.must_act()?;
    let party = id(party)?;
    visit.must_see(party)?;
    Ok(party)
}

fn later(visit: &Visit, form: &Pairs) -> Result<base::Date, Oops> {
    let until = day(field(form, "jusqu"), "La date")?;
    if until <= visit.today() {
        return Err(refused("Cette date est déjà là.", "Choisissez un jour à venir."));
    }
    Ok(until)
}

/// Nothing to this customer before a day.
pub fn postpone(visit: &Visit, party: String, form: Pairs) -> PageResult {
    let party = allowed(visit, &party)?;
    let until = later(visit, &form)?;
    holds::decide(&visit.world(), &visit.company, party, None, &DecisionKind::Postpone { until }, why(&form)?)?;
    refresh(visit, party)?;
    done("/a-faire", format!("Reporté au {}.", view::long_day(until)))
}

/// The step is left out; the scenario goes on with the next one.
pub fn skip(visit: &Visit, (party, step, _): (String, String, String), form: Pairs) -> PageResult {
    let party = allowed(visit, &party)?;
    holds::decide(&visit.world(), &visit.company, party, None, &DecisionKind::Skip { step }, why(&form)?)?;
    refresh(visit, party)?;
    done("/a-faire", "Étape passée : le scénario continue avec la suivante.")
}

/// Nothing to this customer until somebody says so, or until a day.
pub fn pause(visit: &Visit, party: String, form: Pairs) -> PageResult {
    let party = allowed(visit, &party)?;
    let until = if field(&form, "jusqu").is_empty() { None } else { Some(later(visit, &form)?) };
    let hold = NewHold {
        party,
        invoice: None,
        kind: HoldKind::Pause,
        since: None,
        until,
        amount: None,
        why: why(&form)?.to_string(),
    };
    holds::open(&visit.world(), &visit.company, &hold)?;
    refresh(visit, party)?;
    done("/a-faire", "Relances de ce client suspendues.")
}
