//! A customer in short, beside an action: what is owed, what happened last, what is open, how late they usually pay.
//!
//! It reads facts and computes no more than sums; how they pay, and the whole story, is the customer's own page.

use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::ports::replies::ReplyList;
use crate::ports::screens::{Cut, Scope};
use crate::ports::terms::View;
use crate::records::{ActRow, Company, ContactRecord, HoldRecord, PartyRecord, PaymentRecord, ReplyRow};
use crate::world::World;
use base::id::PartyId;
use base::{Cents, Currency, Date};
use domain::payer::PayerProfile;

/// Events shown.
const EVENTS: usize = 5;

/// What is owed in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    pub currency: Currency,
    pub open: Cents,
    pub overdue: Cents,
    pub invoices: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    Act(Box<ActRow>),
    Payment(PaymentRecord),
    Hold(HoldRecord),
    /// What the customer answered, unless it was recorded by mistake.
    Reply(Box<ReplyRow>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    pub party: PartyRecord,
    pub contacts: Vec<ContactRecord>,
    pub owed: Vec<Owed>,
    pub holds: Vec<HoldRecord>,
    /// Latest first.
    pub events: Vec<(Date, Event)>,
    /// The same as on the customer's own page: one customer has one mean delay.
    pub payer: PayerProfile,
}

/// The customer in short on the day of the world.
///
/// # Errors
/// `NotFound`, or a broken store.
pub fn brief(world: &World<'_>, company: &Company, party: PartyId) -> AppResult<Brief> {
    let today = world.today;
    world.read(|books| {
        let record = books.party(party)?.ok_or_else(|| AppError::NotFound("Ce client n’existe pas.".to_string()))?;
        Ok(Brief {
            party: record,
            contacts: books.contacts(party)?,
            owed: owed(books, company, party, today)?,
            holds: books.open_holds(party)?,
            events: events(books, company, party)?,
            payer: crate::payers::profile(books, company, party, today)?,
        })
    })
}

fn owed(books: &mut dyn Books, company: &Company, party: PartyId, today: Date) -> AppResult<Vec<Owed>> {
    let debtor = books.debtor(company.id, party, View { as_of: today, known_at: None })?;
    let mut owed: Vec<Owed> = Vec::new();
    for receivable in debtor.iter().flat_map(|d| &d.receivables) {
        let at = owed.iter().position(|o| o.currency == receivable.currency).unwrap_or_else(|| {
            owed.push(Owed { currency: receivable.currency, open: Cents::ZERO, overdue: Cents::ZERO, invoices: 0 });
            owed.len() - 1
        });
        let Some(sum) = owed.get_mut(at) else { continue };
        sum.open = sum.open.add(receivable.outstanding)?;
        if receivable.outstanding.is_positive() {
            sum.invoices += 1;
            if receivable.due_on < today {
                sum.overdue = sum.overdue.add(receivable.outstanding)?;
            }
        }
    }
    Ok(owed)
}

fn events(books: &mut dyn Books, company: &Company, party: PartyId) -> AppResult<Vec<(Date, Event)>> {
    let mut events: Vec<(Date, Event)> = Vec::new();
    for act in books.acts_of_party(party)? {
        events.push((act.performed_on.unwrap_or(act.act.planned_on), Event::Act(Box::new(act))));
    }
    events.extend(books.payments_of_party(party)?.into_iter().map(|p| (p.received_on, Event::Payment(p))));
    events.extend(books.open_holds(party)?.into_iter().map(|h| (h.opened_on, Event::Hold(h))));
    let (scope, cut) = (Scope { company: company.id, keeper: None }, Cut { offset: 0, limit: EVENTS as u64 });
    for reply in books.reply_rows(scope, ReplyList::OfParty(party), cut)? {
        if reply.withdrawn.is_none() {
            events.push((reply.reply.received_on, Event::Reply(Box::new(reply))));
        }
    }
    events.sort_by_key(|(on, _)| std::cmp::Reverse(*on));
    events.truncate(EVENTS);
    Ok(events)
}
