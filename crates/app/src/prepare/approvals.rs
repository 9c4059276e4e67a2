//! Approving many proposals: what all customers share is read once for all of them.

use super::{Desk, Prepared, approve};
use crate::error::AppResult;
use crate::lawbook;
use crate::planning::Planner;
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::records::{Company, StoredProposal};
use crate::world::World;
use base::Date;
use base::id::{AgendaId, InvoiceId};
use domain::journal::Head;
use law::LawBook;

/// Approvals one after the other. What all customers share is read once, and again as soon as somebody else has written
/// something; each customer is planned again in the transaction of its act.
pub struct Approvals<'a, 'w> {
    world: &'a World<'w>,
    company: &'a Company,
    desk: &'a Desk<'a>,
    shared: Option<Shared>,
}

/// What a planning reads once for all customers, and the last entry of the journal when it was read. Whatever could stop
/// a message leaves an entry: bank lines, settings, scenarios, values of the law.
struct Shared {
    head: Option<Head>,
    law: LawBook,
    planner: Planner,
}

impl<'a, 'w> Approvals<'a, 'w> {
    pub fn new(world: &'a World<'w>, company: &'a Company, desk: &'a Desk<'a>) -> Self {
        Approvals { world, company, desk, shared: None }
    }

    /// Prepares one approved proposal of a run.
    ///
    /// # Errors
    /// As [`prepare`].
    pub fn prepare(&mut self, run: AgendaId, stored: &StoredProposal) -> AppResult<Prepared> {
        self.prepare_about(run, stored, None)
    }

    /// The same about these of its invoices only; about all of them when none are named.
    ///
    /// # Errors
    /// As [`super::prepare_about`].
    pub fn prepare_about(
        &mut self,
        run: AgendaId,
        stored: &StoredProposal,
        kept: Option<&[InvoiceId]>,
    ) -> AppResult<Prepared> {
        let (world, company, desk) = (self.world, self.company, self.desk);
        let shared = &mut self.shared;
        let (prepared, after) = world.write(|books| {
            let Shared { law, planner, .. } = Shared::current(shared, books, company, world.today)?;
            let prepared = approve(world, books, company, desk, (law, planner), (run, stored, kept))?;
            Ok((prepared, head(books, company)?))
        })?;
        // What this approval wrote changes nothing for the other customers.
        if let Some(shared) = &mut self.shared {
            shared.head = after;
        }
        Ok(prepared)
    }
}

impl Shared {
    /// What was read before, unless somebody else wrote since.
    fn current<'s>(
        known: &'s mut Option<Shared>,
        books: &mut dyn Books,
        company: &Company,
        today: Date,
    ) -> AppResult<&'s Shared> {
        let head = head(books, company)?;
        if known.as_ref().is_some_and(|shared| shared.head != head) {
            *known = None;
        }
        match known {
            Some(shared) => Ok(shared),
            None => Ok(known.insert(Shared::read(books, company, today, head)?)),
        }
    }

    fn read(books: &mut dyn Books, company: &Company, today: Date, head: Option<Head>) -> AppResult<Shared> {
        let law = lawbook::read(books)?;
        let view = View { as_of: today, known_at: None };
        let planner = Planner::load(books, company, law.edition(), view)?;
        Ok(Shared { head, law, planner })
    }
}

fn head(books: &mut dyn Books, company: &Company) -> AppResult<Option<Head>> {
    Ok(books.journal_head(company.id)?.map(|entry| entry.head()))
}
