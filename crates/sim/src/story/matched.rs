//! Bank credits under the standing order that the owner signed: what the program matches by itself is looked at beside what
//! the money really was, and the rest is sorted on the bank page.

use super::Story;
use crate::audit::{Told, right_match};
use crate::chance::later;
use app::ports::books::Books;
use app::records::{AllocationBasis, BankLineRecord, Component};
use app::sorting::{self, Split};
use app::{AppError, AppResult, companies};
use base::Cents;
use base::id::BankLineId;
use domain::matching::BankCredit;
use std::collections::{BTreeMap, BTreeSet};

/// How far back matches are looked at.
const LOOK_BACK_DAYS: i64 = 60;

/// Matches that were looked at.
#[derive(Debug, Default)]
pub(super) struct Matched {
    seen: BTreeSet<BankLineId>,
    /// By the whole number and amount of one invoice, and by the standing order.
    exact: u32,
    ordered: u32,
}

impl Story<'_> {
    /// Credits that the program matched by the number and amount of an invoice, and under the standing order.
    pub fn matches(&self) -> (u32, u32) {
        (self.matched.exact, self.matched.ordered)
    }

    /// On the first day the owner signs that what is certain is matched without a click.
    pub(super) fn sign_for_matching(&mut self) -> AppResult<()> {
        if self.plot.trusts_matching && self.office.company.settings.standing_order.signed_on.is_none() {
            let steps = ["banque/rapprocher".to_string()];
            let signed = companies::sign_standing_order(&self.office.world(self.day), &self.office.company, &steps)?;
            self.office.company = signed;
        }
        Ok(())
    }

    /// Every match made since the last time is what that money really was.
    pub(super) fn look_at_matches(&mut self) -> AppResult<()> {
        if !self.plot.trusts_matching {
            return Ok(());
        }
        let (company, since) = (self.office.company.id, later(self.day, -LOOK_BACK_DAYS));
        let world = self.office.world(self.day);
        let made = world.read(|books| {
            let lines = books.credits(company, since)?.into_iter().filter(|l| !self.matched.seen.contains(&l.id));
            let mut made = Vec::new();
            for line in lines {
                made.extend(by_itself(books, &line)?.map(|(is_ordered, pays)| (line, is_ordered, pays)));
            }
            Ok(made)
        })?;
        for (line, is_ordered, pays) in made {
            self.matched.seen.insert(line.id);
            *(if is_ordered { &mut self.matched.ordered } else { &mut self.matched.exact }) += 1;
            let was = self.inbox.what_it_was(line.booked_on, line.amount.get(), &line.text);
            let found = right_match::check(&line.text, &pays, &was);
            self.auditor.find(self.day, "right_match", found);
            self.tell_matched((line.booked_on, line.amount.get()), was);
        }
        Ok(())
    }

    /// The auditor may have found it already: it knows what a label with the number and the amount pays.
    fn tell_matched(&mut self, (booked_on, cents): (base::Date, i64), pays: Vec<(String, i64)>) {
        let waits = |c: &crate::audit::books::Credit| c.booked_on == booked_on && c.cents == cents;
        if self.auditor.books().unmatched.iter().any(waits) {
            self.auditor.tell(self.day, Told::Instalment { booked_on, cents, pays });
        }
    }

    /// What waits is divided over what it really pays; what no customer sent is set aside. False while an invoice is not
    /// known yet.
    pub(super) fn sort_on_the_page(&mut self, credit: &BankCredit, pays: &[(String, i64)]) -> AppResult<bool> {
        let mut parts = Vec::new();
        for (number, cents) in pays {
            let invoice = match self.office.invoice(self.day, number) {
                Ok(invoice) => invoice,
                Err(AppError::NotFound(_)) => return Ok(false),
                Err(other) => return Err(other),
            };
            let cents = self.office.left(self.day, number)?.min(*cents);
            if cents > 0 {
                parts.push((number.clone(), invoice, cents));
            }
        }
        let world = self.office.world(self.day);
        if parts.is_empty() {
            sorting::set_aside(&world, &self.office.company, credit.id, "rien à payer")?;
            return Ok(true);
        }
        let told: Vec<(String, i64)> = parts.iter().map(|(number, _, cents)| (number.clone(), *cents)).collect();
        let whose =
            world.read(|books| Ok(parts.first().map(|(_, id, _)| books.invoice(*id)).transpose()?.flatten()))?;
        let split = Split {
            line: credit.id,
            parts: parts.into_iter().map(|(_, invoice, cents)| (invoice, Cents::new(cents))).collect(),
            accessories: Vec::new(),
            rest: whose.map(|invoice| invoice.party),
        };
        sorting::split(&world, &self.office.company, &split)?;
        self.matched.seen.insert(credit.id);
        self.tell_matched((credit.booked_on, credit.amount.get()), told);
        Ok(true)
    }

    /// All that is owed for an invoice has come, and stands on a statement that the program took.
    pub(super) fn is_truly_paid(&self, number: &str) -> bool {
        let is_settled = !self.market.debts.contains_key(number);
        is_settled && !self.inbox.awaits_money_for(number)
    }
}

/// What a line pays, and whether under the standing order, when no person said it.
fn by_itself(books: &mut dyn Books, line: &BankLineRecord) -> AppResult<Option<(bool, BTreeMap<String, i64>)>> {
    let (mut pays, mut is_ordered) = (BTreeMap::new(), false);
    let payments = books.bank_line(line.id)?.map(|l| l.payments).unwrap_or_default();
    for payment in &payments {
        for allocation in books.allocations_of_payment(*payment)? {
            let is_sure = allocation.basis == AllocationBasis::CertainMatch;
            if !is_sure || allocation.component != Component::Principal {
                continue;
            }
            let number = books.invoice(allocation.invoice)?.map(|i| i.number).unwrap_or_default();
            *pays.entry(number).or_default() += allocation.amount.get();
        }
        // What is exact is keyed by its line alone.
        is_ordered |= books.payment(*payment)?.is_some_and(|p| p.key != format!("bnk:{}", line.id));
    }
    Ok((!pays.is_empty()).then_some((is_ordered, pays)))
}
