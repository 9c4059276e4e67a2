//! Plans that customers ask for and the owner grants: money that comes under them is accepted as the program proposes it, and
//! a default that the agreement allows is recorded.

use super::Story;
use crate::audit::Told;
use crate::chance::stream;
use crate::customer::Character;
use app::matching::{self, Studied};
use app::plans::{self, NewPlan};
use app::{AppError, AppResult};
use base::id::PlanId;
use base::{Date, days_between};
use domain::facts::PlanTerms;
use domain::matching::BankCredit;
use domain::payment_plan::PlanState;
use std::collections::BTreeMap;

/// Days late from which a customer asks.
const ASKS_FROM_DAYS: i64 = 10;

/// Plans granted in this story.
#[derive(Debug, Default)]
pub(super) struct Plans {
    running: BTreeMap<u32, PlanId>,
    pub kept: u32,
    pub broken: u32,
    /// Payments that the program recognised.
    pub recognised: u32,
}

impl Story<'_> {
    /// Plans kept, broken and still running, and payments of theirs that the program recognised.
    pub fn plans(&self) -> [u32; 4] {
        let running = u32::try_from(self.plans.running.len()).unwrap_or(u32::MAX);
        [self.plans.kept, self.plans.broken, running, self.plans.recognised]
    }

    /// On Wednesdays some customers who owe for long ask for a plan.
    pub(super) fn grant_plans(&mut self) -> AppResult<()> {
        if self.plot.plans_one_in == 0 || self.day.weekday().to_monday_zero_offset() != 2 {
            return Ok(());
        }
        let asks = |c: Character| {
            matches!(c, Character::AfterNotice | Character::BreaksPromises | Character::AlwaysLate { .. })
        };
        let customers: Vec<u32> =
            self.market.customers.iter().filter(|c| asks(c.character)).map(|c| c.number).collect();
        for customer in customers {
            let numbers = self.long_owed(customer)?;
            let Some(first) = numbers.first() else { continue };
            let mut s = stream(self.plot.seed, customer, &format!("asks {first}"));
            if !self.plans.running.contains_key(&customer) && s.one_in(self.plot.plans_one_in) {
                let payments = u32::try_from(s.between(2, 4)).unwrap_or(2);
                self.grant(customer, numbers, (payments, s.day_after(self.day, 6, 14)))?;
            }
        }
        Ok(())
    }

    /// What a customer owes late, nothing of it contested, held, paid in part or perhaps paid, and nothing on its way.
    fn long_owed(&mut self, customer: u32) -> AppResult<Vec<String>> {
        let books = self.auditor.books();
        let mut late: Vec<(Date, String)> = Vec::new();
        for (number, debt) in books.overdue(self.day).filter(|(_, d)| d.customer == customer) {
            let is_free = books.obstacle(number, self.day).is_none() && !books.is_perhaps_paid(number, self.day);
            let truly_left = self.market.debts.get(number).filter(|d| !d.disputed).map_or(0, |d| d.left);
            let is_known = truly_left == debt.left() && self.office.left(self.day, number)? == truly_left;
            if is_free && is_known && days_between(debt.due_on, self.day) >= ASKS_FROM_DAYS {
                late.push((debt.due_on, number.clone()));
            }
        }
        late.sort();
        Ok(late.into_iter().map(|(_, number)| number).collect())
    }

    fn grant(&mut self, customer: u32, numbers: Vec<String>, (count, first_on): (u32, Date)) -> AppResult<()> {
        let Some(party) = self.office.party(customer) else { return Ok(()) };
        let mut invoices = Vec::new();
        for number in &numbers {
            invoices.push(self.office.invoice(self.day, number)?);
        }
        let world = self.office.world(self.day);
        let why = "trésorerie tendue, convenu au téléphone".to_string();
        let new = NewPlan { party, invoices, instalments: count, first_on, terms: PlanTerms::default(), why };
        let plan = match plans::propose(&world, &self.office.company, self.office.templates(), &new) {
            Ok(plan) => plan,
            Err(AppError::Refused { .. }) => return Ok(()),
            Err(other) => return Err(other),
        };
        plans::accept(&world, &self.office.company, plan, self.day, None, "signé en rendez-vous")?;
        let row = world.read(|books| Ok(books.plan(plan)?))?;
        let payments: Vec<(Date, i64)> = row
            .map(|row| row.plan.instalments.iter().map(|i| (i.due_on, i.amount.get())).collect())
            .unwrap_or_default();
        self.market.agree(customer, &numbers, payments.clone());
        self.auditor.tell(self.day, Told::Agreed { customer, numbers, payments });
        self.plans.running.insert(customer, plan);
        Ok(())
    }

    /// Ends what is kept, and records the default where the agreement allows it.
    pub(super) fn follow_plans(&mut self) -> AppResult<()> {
        for (customer, plan) in self.plans.running.clone() {
            let world = self.office.world(self.day);
            let standing = world.read(|books| {
                let row = books.plan(plan)?;
                row.map_or(Ok(None), |row| plans::standing(books, &row, self.day))
            })?;
            let is_lapsed = match standing.map(|s| s.state) {
                Some(PlanState::Kept) => false,
                Some(PlanState::Forfeitable { .. }) => {
                    plans::lapse(&world, &self.office.company, plan, "mise en demeure restée sans effet")?;
                    true
                }
                _ => continue,
            };
            self.plans.running.remove(&customer);
            *(if is_lapsed { &mut self.plans.broken } else { &mut self.plans.kept }) += 1;
            self.market.plan_ended(customer);
            self.auditor.tell(self.day, Told::PlanEnded { customer, is_lapsed });
        }
        Ok(())
    }

    /// Accepts a credit as payments of a plan, if the program proposes it and it is so; what it would pay must be what it was.
    pub(super) fn take_instalment(&mut self, credit: &BankCredit, pays: &[(String, i64)]) -> AppResult<bool> {
        let whose = pays.first().and_then(|(n, _)| self.auditor.books().debts.get(n).map(|d| d.customer));
        let Some(plan) = whose.and_then(|customer| self.plans.running.get(&customer).copied()) else {
            return Ok(false);
        };
        let world = self.office.world(self.day);
        let kept = world.read(|books| Ok(books.line_proposal(self.office.company.id, credit.id)?))?;
        let Some(studied) = kept.as_deref().and_then(Studied::read) else { return Ok(false) };
        let Some(rank) = studied.choices.iter().position(|c| c.plan == Some(plan)) else { return Ok(false) };
        let shown: Vec<(String, i64)> = studied
            .choices
            .get(rank)
            .map(|c| c.parts.iter().map(|p| (p.number.clone(), p.cents.get())).collect())
            .unwrap_or_default();
        match matching::accept(&world, &self.office.company, credit.id, rank, None) {
            Ok(_) => {}
            Err(AppError::Refused { .. }) => return Ok(false),
            Err(other) => return Err(other),
        }
        if shown != pays {
            let what = format!("{} would pay {shown:?} under a plan, and is {pays:?}", credit.amount);
            self.auditor.find(self.day, "plan_order", vec![what]);
        }
        self.plans.recognised += 1;
        let (booked_on, cents) = (credit.booked_on, credit.amount.get());
        self.auditor.tell(self.day, Told::Instalment { booked_on, cents, pays: pays.to_vec() });
        Ok(true)
    }

    /// What the agreement asks for is still late, as the notes go.
    pub(super) fn is_plan_late(&self, numbers: &[String]) -> bool {
        let books = self.auditor.books();
        let mut about = books.plans.iter().filter(|p| p.numbers.iter().any(|n| numbers.contains(n)));
        about.any(|plan| books.arrears(plan, self.day) > 0)
    }
}
