//! What becomes of letters: most arrive, some registered ones are not fetched, some addresses are wrong. The owner notes
//! what comes back and, later, finds where the customer went.

use super::Story;
use crate::audit::{Reached, Told};
use crate::chance::stream;
use crate::seen::SeenProposal;
use app::{AppResult, undelivered};
use base::Date;
use base::id::ActId;
use domain::journal::kinds::ReturnCause;

/// A letter that is on its way back.
#[derive(Debug)]
struct Return {
    act: ActId,
    on: Date,
    cause: ReturnCause,
    reached: Reached,
}

/// The post, and what the owner is looking for.
#[derive(Debug, Default)]
pub(super) struct Post {
    returns: Vec<Return>,
    /// Customers whose address is wrong, and the day the owner finds the right one.
    searched: Vec<(u32, Date)>,
    /// Of letters that came back, one count for each cause.
    pub(super) unclaimed: u64,
    pub(super) unknown: u64,
}

impl Story<'_> {
    /// A letter was posted today. Whether the customer read it.
    pub(super) fn posted(&mut self, act: ActId, proposal: &SeenProposal, reached: &Reached) -> bool {
        if !reached.is_letter() || !self.plot.accidents {
            return true;
        }
        let mut s = stream(self.plot.seed, proposal.customer, &format!("post {}", self.day));
        let on = s.day_after(self.day, 4, 18);
        let cause = match s.between(0, 5) {
            0 => ReturnCause::UnknownAddress,
            1 | 2 if reached.channel == "registered_letter" => ReturnCause::Unclaimed { presented_on: self.day },
            _ => return true,
        };
        self.post.returns.push(Return { act, on, cause, reached: reached.clone() });
        false
    }

    /// What comes back today, and addresses found since.
    pub(super) fn open_the_post(&mut self) -> AppResult<()> {
        let (back, rest) = std::mem::take(&mut self.post.returns).into_iter().partition(|r: &Return| r.on <= self.day);
        self.post.returns = rest;
        for letter in back {
            self.came_back(letter)?;
        }
        let (found, rest) = std::mem::take(&mut self.post.searched).into_iter().partition(|(_, on)| *on <= self.day);
        self.post.searched = rest;
        let found: Vec<(u32, Date)> = found;
        for (customer, _) in found {
            self.office.moved(self.day, customer)?;
            self.auditor.tell(self.day, Told::AddressFound { customer });
        }
        Ok(())
    }

    fn came_back(&mut self, letter: Return) -> AppResult<()> {
        undelivered::record(&self.office.world(self.day), &self.office.company, letter.act, self.day, letter.cause)?;
        if letter.cause != ReturnCause::UnknownAddress {
            self.post.unclaimed += 1;
            return Ok(());
        }
        self.post.unknown += 1;
        let customer = letter.reached.customer;
        self.auditor.tell(self.day, Told::CameBack(letter.reached));
        if !self.post.searched.iter().any(|(c, _)| *c == customer) {
            let found = stream(self.plot.seed, customer, &format!("moved {}", self.day)).day_after(self.day, 5, 15);
            self.post.searched.push((customer, found));
        }
        Ok(())
    }

    /// Letters that come back, by cause: not fetched, and to a wrong address.
    pub fn came_back_by_cause(&self) -> (u64, u64) {
        (self.post.unclaimed, self.post.unknown)
    }
}
