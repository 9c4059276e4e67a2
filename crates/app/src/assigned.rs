//! Money that reached us for invoices that are assigned to somebody else: it is theirs, until it is handed over.
//!
//! What was received is told from the books; that it was handed over is recorded by a person, once.

use crate::error::{AppError, AppResult};
use crate::records::{AssignedMoney, Company, HandoverRecord};
use crate::world::World;
use base::id::AllocationId;
use base::{Date, fr};
use domain::journal::JournalKind;
use domain::journal::kinds::{InvoiceRef, MoneyHandedOver};

/// Records that the money of an allocation went to whom its invoice is assigned.
///
/// # Errors
/// `Refused` when that money is ours, was handed over before, on a day before it came or to come, or without a reference;
/// a broken store.
pub fn hand_over(
    world: &World<'_>,
    company: &Company,
    allocation: AllocationId,
    on: Date,
    reference: &str,
) -> AppResult<AssignedMoney> {
    if reference.trim().is_empty() {
        return Err(AppError::refused(
            "Quel virement ?",
            "Indiquez sa référence : elle prouve que l’argent est parti.",
        ));
    }
    world.write(|books| {
        let money = books.assigned_money_of(company.id, allocation)?.ok_or_else(|| {
            AppError::refused("Cet argent ne vient pas d’une créance cédée.", "Il n’y a rien à reverser.")
        })?;
        if let Some(before) = money.handed_on {
            return Err(AppError::refused(
                format!(
                    "{} sont déjà reversés depuis le {}.",
                    fr::money(money.amount, money.currency),
                    fr::date(before)
                ),
                "Rien n’a changé.",
            ));
        }
        if on < money.received_on || on > world.today {
            return Err(AppError::refused(
                format!(
                    "Reçu le {}, cet argent ne peut pas être parti le {}.",
                    fr::date(money.received_on),
                    fr::date(on)
                ),
                "Indiquez le jour du virement au cessionnaire.",
            ));
        }
        books.insert_handover(&HandoverRecord {
            allocation,
            company: company.id,
            party: money.party,
            invoice: money.invoice,
            on,
            amount: money.amount,
            reference: reference.trim().to_string(),
            author: world.author(),
            recorded_at: world.clock.now(),
        })?;
        let kind = JournalKind::MoneyHandedOver(MoneyHandedOver {
            invoice: InvoiceRef { id: money.invoice, number: money.number.clone() },
            amount_cents: money.amount,
            currency: money.currency,
            on,
            reference: reference.trim().to_string(),
        });
        world.note(books, company.id, money.invoice, kind)?;
        Ok(money)
    })
}
