//! Money for the interest and the compensation of an invoice, as the customer said or as a person decides: first the interest,
//! then the compensation, never more than is left of them.

use super::of_invoice;
use crate::error::{AppError, AppResult};
use crate::payments::{NewAllocation, Received, allocate, received};
use crate::ports::books::Books;
use crate::records::{AllocationBasis, Company, Component, InvoiceRecord, PaymentRecord};
use crate::world::World;
use base::id::InvoiceId;
use base::{Cents, Currency, Date, fr};
use law::LawBook;

/// Records money received for the interest and the compensation of an invoice.
///
/// # Errors
/// `Refused` for an amount that is not positive or exceeds what is left of them on that day, or a day to come; `Law`
/// outside the tables; a broken store.
pub fn receive(
    world: &World<'_>,
    company: &Company,
    invoice: InvoiceId,
    (amount, on, reference): (Cents, Date, &str),
) -> AppResult<()> {
    if on > world.today {
        return Err(AppError::refused("Ce jour n’est pas encore venu.", "Un paiement se note quand il est reçu."));
    }
    let law = crate::lawbook::load(world)?;
    world.write(|books| {
        let record =
            books.invoice(invoice)?.ok_or_else(|| AppError::NotFound("Cette facture n’existe pas.".to_string()))?;
        let parts = parts(books, &law, company, &record, (amount, on))?;
        let said = Received { what: format!("acs:{}", record.key), source: "saisie", amount, on, reference };
        let payment = received(world, books, company, &record, said)?;
        set(world, books, &record, &payment, parts)
    })
}

/// Sets so much of a payment against the claims of an invoice.
///
/// # Errors
/// As [`receive`].
pub(crate) fn lay(
    world: &World<'_>,
    books: &mut dyn Books,
    (law, company): (&LawBook, &Company),
    invoice: &InvoiceRecord,
    payment: &PaymentRecord,
    amount: Cents,
) -> AppResult<()> {
    let parts = parts(books, law, company, invoice, (amount, payment.received_on))?;
    set(world, books, invoice, payment, parts)
}

fn set(
    world: &World<'_>,
    books: &mut dyn Books,
    invoice: &InvoiceRecord,
    payment: &PaymentRecord,
    parts: [(Component, Cents, &str); 2],
) -> AppResult<()> {
    for (component, amount, why) in parts {
        if amount.is_positive() {
            let why = why.to_string();
            let decided = NewAllocation { component, amount, basis: AllocationBasis::ByHand, why };
            allocate(world, books, invoice, payment, decided)?;
        }
    }
    Ok(())
}

fn parts(
    books: &mut dyn Books,
    law: &LawBook,
    company: &Company,
    invoice: &InvoiceRecord,
    (amount, on): (Cents, Date),
) -> AppResult<[(Component, Cents, &'static str); 2]> {
    let claims = of_invoice(books, law, company, invoice, on)?.claims;
    // The compensation is in euros (C. com. D441-5): money in another currency settles none of it.
    let compensation = if invoice.currency == Currency::EUR { claims.compensation.due } else { Cents::ZERO };
    let left = claims.interest.due.add(compensation)?;
    if !amount.is_positive() || amount > left {
        let money = |cents| fr::money(cents, invoice.currency);
        return Err(AppError::refused(
            format!(
                "{} ne peut pas être imputé : il reste {} d’intérêts et d’indemnité sur {} au {}.",
                money(amount),
                money(left),
                invoice.number,
                fr::date(on)
            ),
            "Indiquez un montant entre un centime et ce reste ; ce qui paie la facture se note à part.",
        ));
    }
    let interest = amount.min(claims.interest.due);
    Ok([
        (Component::Interest, interest, "intérêts de retard, comme dit"),
        (Component::FixedCompensation, amount.sub(interest)?, "indemnité forfaitaire, comme dit"),
    ])
}
