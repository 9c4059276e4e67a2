//! A customer in short, beside an action: what is owed, what happened last, what is open, how late they usually pay.
//!
//! It reads facts and computes no more than sums and one mean; the whole story is the customer's own page.

use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::records::{ActRow, Company, ContactRecord, HoldRecord, PartyRecord, PaymentRecord};
use crate::world::World;
use base::id::PartyId;
use base::{Cents, Currency, Date, add_days, days_between};

/// Events shown.
const EVENTS: usize = 5;
/// Invoices settled longer ago say little of how somebody pays now.
const LOOKS_BACK_DAYS: i64 = 365;

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
}

/// Days late on average, weighted by amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delay {
    pub days: i64,
    pub invoices: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    pub party: PartyRecord,
    pub contacts: Vec<ContactRecord>,
    pub owed: Vec<Owed>,
    pub holds: Vec<HoldRecord>,
    /// Latest first.
    pub events: Vec<(Date, Event)>,
    pub delay: Option<Delay>,
}

/// The customer in short on the day of the world.
///
/// # Errors
/// `NotFound`, or a broken store.
pub fn brief(world: &World<'_>, company: &Company, party: PartyId) -> AppResult<Brief> {
    let today = world.today;
    world.read(|books| {
        let record = books.party(party)?.ok_or_else(|| AppError::NotFound("Ce client n’existe pas.".to_string()))?;
        let since = add_days(today, -LOOKS_BACK_DAYS).unwrap_or(today);
        Ok(Brief {
            party: record,
            contacts: books.contacts(party)?,
            owed: owed(books, company, party, today)?,
            holds: books.open_holds(party)?,
            events: events(books, party)?,
            delay: delay(&books.paid_invoices(party, since)?),
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

fn events(books: &mut dyn Books, party: PartyId) -> AppResult<Vec<(Date, Event)>> {
    let mut events: Vec<(Date, Event)> = Vec::new();
    for act in books.acts_of_party(party)? {
        events.push((act.performed_on.unwrap_or(act.act.planned_on), Event::Act(Box::new(act))));
    }
    events.extend(books.payments_of_party(party)?.into_iter().map(|p| (p.received_on, Event::Payment(p))));
    events.extend(books.open_holds(party)?.into_iter().map(|h| (h.opened_on, Event::Hold(h))));
    events.sort_by_key(|(on, _)| std::cmp::Reverse(*on));
    events.truncate(EVENTS);
    Ok(events)
}

/// Paid early counts as early: the mean says what to expect.
fn delay(settled: &[(Date, Date, Cents)]) -> Option<Delay> {
    let weight: i128 = settled.iter().map(|(_, _, principal)| i128::from(principal.get())).sum();
    let late = |due: &Date, on: &Date| i128::from(days_between(*due, *on));
    let sum: i128 = settled.iter().map(|(due, on, principal)| late(due, on) * i128::from(principal.get())).sum();
    let days = i64::try_from(sum.checked_div(weight)?).ok()?;
    Some(Delay { days, invoices: settled.len() as u64 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_invoice_weighs_more_than_a_small_one() {
        let (due, day) = (Date::constant(2026, 3, 1), |d| Date::constant(2026, 3, d));
        let settled = [(due, day(31), Cents::new(90_000)), (due, day(1), Cents::new(10_000))];
        assert_eq!(delay(&settled), Some(Delay { days: 27, invoices: 2 }));
        assert_eq!(delay(&[]), None);
    }
}
