//! What a demonstration shows of agreements: contested invoices with their cause, plans proposed, running and late, a waiver
//! that waits for the owner, a due date put off. Everything goes through the use cases of the application.

use super::Story;
use crate::audit::{Obstacle, Told};
use crate::chance::later;
use app::extensions::NewExtension;
use app::plans::{self, NewPlan};
use app::ports::screens::{Cut, Scope};
use app::waivers::{self, Wish};
use app::{AppError, AppResult, assigned, extensions};
use base::Cents;
use domain::facts::{DisputeCause, Fault, Finding, Heard, PlanTerms};
use std::collections::BTreeSet;

/// A plan that is late on the last day was agreed so long before, and its first payment is that many days after.
const AGREED_DAYS: i64 = 40;
const FIRST_AFTER_DAYS: i64 = 12;
/// A smaller company has too few late customers for stories of their own.
const ENOUGH: u32 = 50;

impl Story<'_> {
    /// Told at the right distance from the last day, each about a customer of its own.
    pub(super) fn tell_agreements(&mut self, remaining: i64, is_last: bool, told: &mut BTreeSet<u32>) -> AppResult<()> {
        if self.plot.customers < ENOUGH {
            return Ok(());
        }
        match remaining {
            AGREED_DAYS => self.agree(told, FIRST_AFTER_DAYS, true)?,
            38 => self.contest_third(told, DisputeCause::Quantity, "deux lots comptés en trop", true)?,
            34 => self.contest_third(told, DisputeCause::Delivery, "dit n’avoir rien reçu", true)?,
            22 => self.judge(Finding::Founded, Fault::Ours, "deux lots figuraient deux fois sur la facture")?,
            19 => self.judge(Finding::Unfounded, Fault::NotOurs, "bon de livraison signé, retrouvé et envoyé")?,
            15 => {
                self.contest_third(told, DisputeCause::Quality, "la pose est à reprendre dans deux bureaux", false)?
            }
            6 => self.agree(told, FIRST_AFTER_DAYS, true)?,
            _ => {}
        }
        if is_last {
            self.agree(told, FIRST_AFTER_DAYS, false)?;
            self.contest_third(told, DisputeCause::Price, "le devis disait dix pour cent de moins", false)?;
            self.ask_waiver(told)?;
            self.put_off(told)?;
            self.hand_over()?;
        }
        Ok(())
    }

    /// A plan on what a customer owes late, accepted or only proposed; customers to whom none may be granted are passed over.
    fn agree(&mut self, told: &mut BTreeSet<u32>, first_after: i64, accepted: bool) -> AppResult<()> {
        for (customer, numbers) in self.late(15, told) {
            let Some(party) = self.office.party(customer) else { continue };
            let world = self.office.world(self.day);
            let new = NewPlan {
                party,
                invoices: Vec::new(),
                instalments: 4,
                first_on: later(self.day, first_after),
                terms: PlanTerms::default(),
                why: "trésorerie tendue, convenu au téléphone".to_string(),
            };
            let company = &self.office.company;
            let plan = match plans::propose(&world, company, self.office.templates(), &new) {
                Ok(plan) => plan,
                Err(AppError::Refused { .. }) => continue,
                Err(other) => return Err(other),
            };
            if accepted {
                plans::accept(&world, company, plan, self.day, None, "signé en rendez-vous")?;
                for number in numbers {
                    let number = Some(number);
                    let plan = Told::Obstacle { what: Obstacle::Plan, customer, number, until: None, cents: None };
                    self.auditor.tell(self.day, plan);
                }
            }
            told.insert(customer);
            return Ok(());
        }
        Ok(())
    }

    /// A third of an invoice is contested; the customer may wait for its outcome before paying.
    fn contest_third(
        &mut self,
        told: &mut BTreeSet<u32>,
        cause: DisputeCause,
        why: &str,
        waits: bool,
    ) -> AppResult<()> {
        let Some((customer, numbers)) = self.late(4, told).into_iter().next() else { return Ok(()) };
        let Some(number) = numbers.into_iter().next() else { return Ok(()) };
        told.insert(customer);
        if waits {
            return self.contest_and_wait((customer, number), cause, why);
        }
        let third = self.office.left(self.day, &number)? / 3;
        self.contest(customer, &number, (cause, (third > 0).then_some(third)), why).map(drop)
    }

    /// A tenth of what a customer owes late, asked of the owner by somebody who may give nothing up.
    fn ask_waiver(&mut self, told: &mut BTreeSet<u32>) -> AppResult<()> {
        for (customer, numbers) in self.late(30, told) {
            let Some(party) = self.office.party(customer) else { continue };
            let mut owed = 0;
            for number in &numbers {
                owed += self.office.left(self.day, number)?;
            }
            let wish = Wish {
                party,
                invoices: Vec::new(),
                principal: Cents::new((owed / 10).max(1)),
                interest: true,
                compensation: false,
                chance: None,
                days: None,
                cost: None,
                pay_by: Some(later(self.day, 8)),
            };
            let why = "client de longue date, paie le reste sous huit jours";
            let world = self.office.world(self.day);
            match waivers::ask(&world, &self.office.company, &wish, Some(Cents::ZERO), why) {
                Ok(_) => {
                    told.insert(customer);
                    return Ok(());
                }
                Err(AppError::Refused { .. }) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    /// Money of assigned invoices went to whom they are assigned, but for the two last sums.
    fn hand_over(&self) -> AppResult<()> {
        let world = self.office.world(self.day);
        let scope = Scope { company: self.office.company.id, keeper: None };
        let kept = world.read(|books| Ok(books.assigned_money(scope, true, Cut { offset: 0, limit: 100_000 })?))?;
        for money in kept.iter().skip(2) {
            let reference = format!("VIR {}", money.number);
            assigned::hand_over(&world, &self.office.company, money.allocation, money.received_on, &reference)?;
        }
        Ok(())
    }

    /// One invoice of a customer is due three weeks later.
    fn put_off(&mut self, told: &mut BTreeSet<u32>) -> AppResult<()> {
        let Some((customer, numbers)) = self.late(4, told).into_iter().next() else { return Ok(()) };
        let Some(number) = numbers.into_iter().next() else { return Ok(()) };
        let new = NewExtension {
            invoice: self.office.invoice(self.day, &number)?,
            until: later(self.day, 21),
            interest_runs: true,
            asked_by: "la comptabilité du client".to_string(),
            heard: Heard::Mail,
            why: "attend le règlement de son propre client".to_string(),
        };
        extensions::grant(&self.office.world(self.day), &self.office.company, &new)?;
        told.insert(customer);
        Ok(())
    }
}
