//! The auditor's questions, asked at the right moments of a day.

use super::Story;
use crate::audit::{
    Reached, contact_rate, explain_reproduces, holds_respected, journal_chain, money, no_double_send, paid_not_chased,
    plans, put_back, silence_or_proposal, wrong_address,
};
use crate::chance::later;
use crate::seen::Seen;
use app::{AppResult, explain};

/// Verification reads everything: one day in so many.
const VERIFY_EVERY: i64 = 28;

impl Story<'_> {
    pub(super) fn check_agenda(&mut self, seen: &Seen) -> AppResult<()> {
        if self.plot.audited {
            let books = self.auditor.books();
            let found = silence_or_proposal::check(&books, seen, self.day);
            self.auditor.find(self.day, "silence_or_proposal", found);
            self.auditor.find(self.day, "plan_kept", plans::resumed(&books, seen));
        }
        Ok(())
    }

    /// Before the contact is noted.
    pub(super) fn check_contact(&mut self, reached: &Reached) {
        if !self.plot.audited {
            return;
        }
        let (day, books) = (self.day, self.auditor.books());
        let found = holds_respected::check(&books, day, reached);
        self.auditor.find(day, "holds_respected", found);
        let found = plans::check(&self.auditor, &books, day, reached);
        self.auditor.find(day, "plan_kept", found);
        let found = contact_rate::check(&self.auditor, day, reached);
        self.auditor.find(day, "contact_rate", found);
        let found = no_double_send::check(&self.auditor, day, reached);
        self.auditor.find(day, "no_double_send", found);
        let found = wrong_address::check(&self.auditor, reached);
        self.auditor.find(day, "wrong_address", found);
        let found = paid_not_chased::check(reached, |number| self.is_truly_paid(number));
        self.auditor.find(day, "paid_not_chased", found);
        let found = put_back::check(&self.auditor, reached);
        self.auditor.find(day, "put_back", found);
    }

    pub(super) fn check_books(&mut self) -> AppResult<()> {
        if !self.plot.audited {
            return Ok(());
        }
        let (day, books) = (self.day, self.auditor.books());
        let found = money::check(&books, &self.office.aged(day, day)?, day, day);
        self.auditor.find(day, "money", found);
        let mut s = self.draws("sample");
        if s.one_in(5) {
            let past = later(day, -s.between(1, 200)).max(self.plot.start);
            let found = money::check(&books, &self.office.aged(day, past)?, past, day);
            self.auditor.find(day, "money", found);
        }
        if s.one_in(4) {
            self.check_explain(s.between(0, 1_000))?;
        }
        if base::days_between(self.plot.start, day) % VERIFY_EVERY == VERIFY_EVERY - 1 {
            self.check_journal()?;
        }
        Ok(())
    }

    /// One customer on one planned day.
    fn check_explain(&mut self, draw: i64) -> AppResult<()> {
        let draw = usize::try_from(draw).unwrap_or(0);
        let days: Vec<_> = self.runs.keys().copied().collect();
        let parties: Vec<_> = self.office.known_customers().collect();
        if days.is_empty() || parties.is_empty() {
            return Ok(());
        }
        let day = days.get(draw * 7 % days.len()).copied().unwrap_or(self.day);
        for step in 0..3 {
            let Some((customer, party)) = parties.get((draw + step * 5) % parties.len()).copied() else { continue };
            let explained = explain::explain(&self.office.world(self.day), &self.office.company, party, day)?;
            let name = self.market.customer(customer).map_or("", |c| c.name.as_str()).to_string();
            let found = explain_reproduces::check(&explained, &name);
            self.auditor.find(self.day, "explain_reproduces", found);
        }
        Ok(())
    }

    /// # Errors
    /// A broken store.
    pub fn check_journal(&mut self) -> AppResult<()> {
        let verification = self.office.verify(self.day)?;
        let found = journal_chain::check(&verification, self.entries_verified);
        self.entries_verified = verification.entries;
        self.auditor.find(self.day, "journal_chain", found);
        Ok(())
    }
}
