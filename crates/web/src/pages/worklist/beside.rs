//! What stands before and after an action in the list of the day, so that one goes through it without coming back.

use super::list;
use crate::answer::Oops;
use crate::visit::Visit;
use app::ports::screens::{Cut, WorkOrder, WorkRow};
use domain::agenda::{ApprovalNeeded, Proposal};

/// How far from the top neighbours are looked for; farther down, the top of the list is next.
const NEAR: u64 = 200;

/// Another action of the list.
pub struct Step {
    pub href: String,
    /// The step and the customer.
    pub words: String,
}

impl Step {
    pub fn of(row: &WorkRow) -> Step {
        let proposal: Option<Proposal> = serde_json::from_str(&row.item.json).ok();
        let step = proposal.map_or_else(|| row.item.step.clone(), |p| p.step_title);
        Step { href: address(row), words: format!("{step}, {}", row.customer) }
    }
}

/// The actions before and after this one, in the order of the list it is in.
pub fn around(visit: &Visit, base: &str, approval: ApprovalNeeded) -> Result<(Option<Step>, Option<Step>), Oops> {
    let tab = if list::TO_CONFIRM.contains(&approval) { "a-confirmer" } else { "a-faire" };
    let cut = Cut { offset: 0, limit: NEAR };
    let filter = list::filter(visit, tab, "");
    let rows = visit.world().read(|books| Ok(books.work_rows(&filter, WorkOrder::Worth, cut)?))?;
    let Some(at) = rows.iter().position(|row| address(row) == base) else {
        return Ok((None, rows.first().map(Step::of)));
    };
    let before = at.checked_sub(1).and_then(|at| rows.get(at));
    Ok((before.map(Step::of), rows.get(at + 1).map(Step::of)))
}

/// The page of an action.
pub fn address(row: &WorkRow) -> String {
    format!("/a-faire/{}/{}/{}", row.item.party, row.item.step, row.item.currency.code())
}
