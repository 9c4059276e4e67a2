//! Changing the steps of a scenario: adding, replacing, removing and moving one, so that the calendar still holds.
//!
//! The result is not checked here: it is written and read again, and the reader says what is wrong.

use super::{Scenario, Step, When};

impl Scenario {
    /// A step put after that one, or before all others.
    pub fn with_step_after(&self, after: Option<&str>, step: Step) -> Scenario {
        let mut changed = self.clone();
        let at = after.and_then(|id| self.position(id)).map_or(0, |at| at + 1);
        changed.steps.insert(at, step);
        changed
    }

    /// The step of that name replaced. When it changes its name, what was counted from it still is.
    pub fn with_step(&self, id: &str, step: &Step) -> Scenario {
        let mut changed = self.clone();
        for other in &mut changed.steps {
            if other.id == id {
                *other = step.clone();
            } else if let When::AfterStep { step: from, .. } = &mut other.when
                && from == id
            {
                from.clone_from(&step.id);
            }
        }
        changed
    }

    /// Without that step. What was counted from it is counted from what came before, its delay included.
    pub fn without_step(&self, id: &str) -> Scenario {
        let mut changed = self.clone();
        let Some(at) = self.position(id) else { return changed };
        let gone = changed.steps.remove(at);
        for step in &mut changed.steps {
            let When::AfterStep { step: from, days } = &step.when else { continue };
            if *from != id {
                continue;
            }
            step.when = match &gone.when {
                When::BeforeDue { .. } => When::AfterDue { days: *days },
                When::AfterDue { days: before } => When::AfterDue { days: before.saturating_add(*days) },
                When::AfterStep { step, days: before } => {
                    When::AfterStep { step: step.clone(), days: before.saturating_add(*days) }
                }
            };
        }
        changed
    }

    /// Two neighbours exchanged: the days stay where they are, what is done on them changes. `None` when there is no
    /// neighbour on that side, or when one of the two comes before the due date.
    pub fn with_step_moved(&self, id: &str, earlier: bool) -> Option<Scenario> {
        let at = self.position(id)?;
        let other = if earlier { at.checked_sub(1)? } else { at + 1 };
        let (first, second) = (at.min(other), at.max(other));
        let mut changed = self.clone();
        let (a, b) = (self.steps.get(first)?, self.steps.get(second)?);
        if a.is_pre_due() || b.is_pre_due() {
            return None;
        }
        changed.steps.swap(first, second);
        changed.steps.get_mut(first)?.when = a.when.clone();
        changed.steps.get_mut(second)?.when = b.when.clone();
        for step in &mut changed.steps {
            if let When::AfterStep { step: from, .. } = &mut step.when {
                if *from == a.id {
                    from.clone_from(&b.id);
                } else if *from == b.id {
                    from.clone_from(&a.id);
                }
            }
        }
        Some(changed)
    }
}
