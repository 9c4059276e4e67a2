//! What is left of the instalments of running plans, taken in turn by the invoices they pay.
//!
//! Money pays the oldest instalment first, whatever invoice it was set against (as `payment_plan::standing` counts it). An
//! invoice under a plan is expected on the days of the plan, not on its own.

use crate::facts::PlanFacts;
use crate::payment_plan::PlanStanding;
use base::id::InvoiceId;
use base::{Cents, Date, MoneyError};
use std::collections::{BTreeMap, VecDeque};

/// Of each running plan, what is left of its instalments, by date.
#[derive(Clone, Debug, Default)]
pub struct Instalments {
    left: Vec<VecDeque<(Date, Cents)>>,
    plan_of: BTreeMap<InvoiceId, usize>,
}

impl Instalments {
    /// Counts on a plan, unless it has ended by that day.
    ///
    /// # Errors
    /// `MoneyError::Overflow` when its sums leave what can be counted.
    pub fn add(&mut self, plan: &PlanFacts, as_of: Date) -> Result<(), MoneyError> {
        let standing = PlanStanding::of(plan, None, as_of)?;
        if plan.agreed_on > as_of || !standing.is_in_force() {
            return Ok(());
        }
        let mut left = VecDeque::new();
        for part in &standing.parts {
            let unpaid = part.amount.sub(part.paid)?;
            if unpaid.is_positive() {
                left.push_back((part.due_on, unpaid));
            }
        }
        self.plan_of.extend(plan.invoices.iter().map(|invoice| (*invoice, self.left.len())));
        self.left.push(left);
        Ok(())
    }

    /// The days on which that amount of an invoice comes, the earliest first; `None` for what no instalment is left for.
    pub(super) fn take(&mut self, invoice: InvoiceId, amount: Cents) -> Result<Vec<(Option<Date>, Cents)>, MoneyError> {
        let mut wanted = amount;
        let mut days = Vec::new();
        let plan = self.plan_of.get(&invoice).and_then(|at| self.left.get_mut(*at));
        if let Some(left) = plan {
            while wanted.is_positive()
                && let Some((on, there)) = left.pop_front()
            {
                let part = wanted.min(there);
                wanted = wanted.sub(part)?;
                days.push((Some(on), part));
                if part < there {
                    left.push_front((on, there.sub(part)?));
                }
            }
        }
        if wanted.is_positive() {
            days.push((None, wanted));
        }
        Ok(days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Instalment, PlanTerms};
    use base::Currency;
    use base::id::PlanId;

    fn day(month: i8) -> Date {
        Date::constant(2026, month, 1)
    }

    fn invoice(n: u8) -> InvoiceId {
        InvoiceId::from_bytes([n; 16])
    }

    fn plan() -> PlanFacts {
        PlanFacts {
            id: PlanId::from_bytes([1; 16]),
            agreed_on: day(1),
            currency: Currency::EUR,
            invoices: vec![invoice(1), invoice(2)],
            instalments: (2..=4).map(|m| Instalment { due_on: day(m), amount: Cents::new(300) }).collect(),
            terms: PlanTerms::default(),
            received: vec![(day(2), Cents::new(400))],
            lapsed_on: None,
            withdrawn_on: None,
        }
    }

    #[test]
    fn invoices_of_a_plan_come_on_its_days_and_each_instalment_once() {
        let mut instalments = Instalments::default();
        instalments.add(&plan(), day(2)).unwrap();
        let cents =
            |days: Vec<(Option<Date>, Cents)>| days.into_iter().map(|(on, c)| (on, c.get())).collect::<Vec<_>>();
        assert_eq!(
            cents(instalments.take(invoice(1), Cents::new(250)).unwrap()),
            [(Some(day(3)), 200), (Some(day(4)), 50)]
        );
        assert_eq!(cents(instalments.take(invoice(2), Cents::new(280)).unwrap()), [(Some(day(4)), 250), (None, 30)]);
        assert_eq!(cents(instalments.take(invoice(3), Cents::new(9)).unwrap()), [(None, 9)], "under no plan");
    }

    #[test]
    fn a_plan_that_ended_dates_nothing() {
        let mut instalments = Instalments::default();
        instalments.add(&PlanFacts { lapsed_on: Some(day(2)), ..plan() }, day(2)).unwrap();
        assert_eq!(instalments.take(invoice(1), Cents::new(5)).unwrap(), [(None, Cents::new(5))]);
    }
}
