//! What the owner's standing order lets leave without a click, prepared after a planning.
//!
//! It prepares and sends nothing; each act is made as if approved, under the name of the order that was signed.

use crate::error::{AppError, AppResult};
use crate::prepare::{Approvals, Desk, Prepared};
use crate::records::Company;
use crate::world::World;
use base::fr;
use base::id::AgendaId;
use domain::journal::Actor;

/// How many proposals are read at once.
const PAGE: u64 = 500;

const RESTORED: &str =
    "les données ont été restaurées : la consigne permanente attend que vous disiez ce qui est parti depuis";

/// What a standing order gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CarriedOut {
    pub prepared: u64,
    /// What stood in the way of others, in French: one failure does not stop the rest.
    pub troubles: Vec<String>,
}

/// Prepares the proposals of a planning that the standing order covers.
///
/// # Errors
/// A broken store.
pub fn carry_out(world: &World<'_>, company: &Company, desk: &Desk<'_>, run: AgendaId) -> AppResult<CarriedOut> {
    let order = &company.settings.standing_order;
    let mut out = CarriedOut::default();
    if crate::restoration::open(world, company)?.is_some() {
        out.troubles.push(RESTORED.to_string());
        return Ok(out);
    }
    let (false, Some(signed_on)) = (order.steps.is_empty(), order.signed_on) else { return Ok(out) };
    let reference = format!("du {} signée par {}", fr::date(signed_on), order.signed_by);
    let world = World { actor: Actor::StandingOrder { reference }, ..*world };
    let mut approvals = Approvals::new(&world, company, desk);
    let mut after = 0;
    loop {
        let page = world.read(|books| Ok(books.proposals(run, after, PAGE)?))?;
        let Some(last) = page.last() else { return Ok(out) };
        after = last.seq;
        for stored in page.iter().filter(|p| p.json.contains("\"approval\":\"standing_order\"")) {
            match approvals.prepare(run, stored) {
                Ok(Prepared::Act { .. }) => {
                    out.prepared += 1;
                    crate::worklist::refresh(&world, company, stored.party)?;
                }
                Ok(Prepared::Overtaken { .. }) => {}
                Err(error @ (AppError::Refused { .. } | AppError::NotFound(_) | AppError::Law(_))) => {
                    out.troubles.push(format!("proposition {} : {error}", stored.seq));
                }
                Err(other) => return Err(other),
            }
        }
    }
}
