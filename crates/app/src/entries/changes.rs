//! What changed of payments since they were handed over: another invoice paid, or the whole taken back by a person. The entry
//! moves what was told to what is so; it never repeats what was told.

use super::movement::{Entry, movement};
use super::whole::Whose;
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::records::{Company, Told, ToldLine};
use base::id::{InvoiceId, PartyId, PaymentId};
use base::{Cents, Date};
use domain::entries::{self, Account, Journal, Leg};
use std::collections::BTreeMap;

/// What makes two legs the same one.
type Place = (Account, Option<PartyId>, Option<InvoiceId>);

/// What stands at a place: its amount, and how a leg there reads.
struct Sum {
    amount: Cents,
    leg: Leg,
}

/// The changes since the last export; those of payments whose lines were not kept are not known.
pub(super) fn changes(books: &mut dyn Books, company: &Company, until: Date) -> AppResult<Vec<Entry>> {
    let Some(last) = books.exports(company.id, 1)?.into_iter().next() else { return Ok(Vec::new()) };
    let mut whose = Whose::default();
    let mut found = Vec::new();
    for payment in books.payments_changed(company.id, last.recorded_at)? {
        let told = books.told_of(company.id, payment)?;
        if !told.is_empty() {
            found.extend(change(books, payment, &told, until, &mut whose)?);
        }
    }
    Ok(found)
}

fn change(
    books: &mut dyn Books,
    payment: PaymentId,
    told: &[ToldLine],
    until: Date,
    whose: &mut Whose,
) -> AppResult<Option<Entry>> {
    let mut places: BTreeMap<Place, Sum> = BTreeMap::new();
    for row in books.movements_of_payment(payment)? {
        let kind = if row.is_return { Told::Return(payment) } else { Told::Payment(payment) };
        if told.iter().any(|line| line.told == kind) {
            for leg in movement(books, &row, whose)?.entry()?.legs {
                let amount = leg.amount;
                add(&mut places, leg, amount)?;
            }
        }
    }
    for line in told {
        let Some(leg) = leg_of(line)? else { return Ok(None) };
        let amount = leg.amount.neg()?;
        add(&mut places, leg, amount)?;
    }
    let legs: Vec<Leg> = places
        .into_values()
        .filter(|sum| !sum.amount.is_zero())
        .map(|sum| Leg { amount: sum.amount, label: format!("Réimputation : {}", sum.leg.label), ..sum.leg })
        .collect();
    let journal = if legs.iter().any(|l| l.account == Account::Bank) { Journal::Bank } else { Journal::Adjustments };
    let entry = entries::Entry { journal, on: until, legs };
    Ok((!entry.legs.is_empty()).then_some(Entry { told: Told::Change(payment), entry }))
}

fn add(places: &mut BTreeMap<Place, Sum>, leg: Leg, amount: Cents) -> AppResult<()> {
    let place = (leg.account, leg.customer.as_ref().map(|(party, _)| *party), leg.invoice);
    let sum = places.entry(place).or_insert(Sum { amount: Cents::ZERO, leg });
    sum.amount = sum.amount.add(amount)?;
    Ok(())
}

/// A line that was told, as a leg; `None` on an account that is no longer known by that name.
fn leg_of(told: &ToldLine) -> AppResult<Option<Leg>> {
    let line = &told.line;
    let Some(account) = Account::ALL.into_iter().find(|a| a.french() == line.account_name) else { return Ok(None) };
    Ok(Some(Leg {
        account,
        amount: line.amount()?,
        piece: line.piece.clone(),
        label: line.label.trim_start_matches("Réimputation : ").to_string(),
        customer: line.party.zip(line.auxiliary.clone()),
        invoice: line.invoice,
        letter: None,
    }))
}
