//! What the owner decides of a proposal, and how a measure ends.

use super::{found, invoice_of, measure, noun, outstanding, party_ref, sentence};
use crate::error::{AppError, AppResult};
use crate::holds;
use crate::ports::books::Books;
use crate::records::{BadDebtRow, BadDebtWord, Company, HoldRecord};
use crate::world::World;
use base::id::BadDebtId;
use base::{Cents, Timestamp};
use domain::facts::{DebtKind, DebtState, DebtWord, HoldKind};
use domain::journal::kinds::{BadDebtDecided, BadDebtWordSaid, InvoiceRef};
use domain::journal::{JournalKind, Said};

/// What is said of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Approved,
    Refused,
    /// By whoever proposed it.
    Withdrawn,
}

/// Answers a proposal. A write-off that is approved ends the depreciation of the invoice, and its reminders.
///
/// # Errors
/// `Refused` when it does not wait, when less is owed since than what it bears on, or without a reason for a refusal.
pub fn answer(world: &World<'_>, company: &Company, id: BadDebtId, what: Answer, why: &str) -> AppResult<()> {
    let why = if what == Answer::Approved { why.trim() } else { sentence(why)? };
    world.write(|books| {
        let row = found(books, company, id)?;
        if row.state() != DebtState::Proposed {
            return Err(AppError::refused(
                format!("Cette {} n’attend plus de réponse : {}.", noun(row.debt.kind), row.state().french()),
                "Rien n’a changé.",
            ));
        }
        match what {
            Answer::Approved => approve(world, books, company, &row, why),
            Answer::Refused => say(world, books, company, &row, (DebtWord::Refused, why)),
            Answer::Withdrawn => say(world, books, company, &row, (DebtWord::Withdrawn, why)),
        }
    })
}

fn approve(world: &World<'_>, books: &mut dyn Books, company: &Company, row: &BadDebtRow, why: &str) -> AppResult<()> {
    let (debt, left) = (&row.debt, outstanding(books, row.debt.invoice)?);
    let asked = if debt.kind == DebtKind::Depreciation { debt.sums.net } else { debt.sums.vat };
    if !left.is_positive() || asked > left || (debt.kind == DebtKind::WriteOff && asked == left) {
        return Err(AppError::refused(
            format!("Il ne reste que {} à payer depuis cette proposition.", base::fr::euros(left)),
            "Refusez-la, et proposez-en une autre s’il le faut.",
        ));
    }
    let at = world.clock.now();
    if debt.kind == DebtKind::WriteOff {
        for other in books.bad_debts_of_invoice(debt.invoice)? {
            if other.debt.kind == DebtKind::Depreciation && other.state() == DebtState::InForce {
                say_at(world, books, company, &other, (DebtWord::Lost, why), at)?;
            }
        }
        books.insert_hold(&HoldRecord {
            id: world.new_id(),
            company: company.id,
            party: debt.party,
            invoice: Some(debt.invoice),
            kind: HoldKind::WrittenOff,
            opened_on: world.today,
            until: None,
            amount: None,
            author: world.author(),
            why: debt.why.clone(),
            recorded_at: at,
        })?;
    }
    say_at(world, books, company, row, (DebtWord::Approved, why), at)
}

/// Ends a depreciation that is no longer needed, or takes a write-off back: the invoice is followed again.
///
/// # Errors
/// `Refused` when it is not in force, or without a reason; a broken store.
pub fn end(world: &World<'_>, company: &Company, id: BadDebtId, why: &str) -> AppResult<()> {
    let why = sentence(why)?;
    world.write(|books| {
        let row = found(books, company, id)?;
        if row.state() != DebtState::InForce {
            return Err(AppError::refused(
                format!("Cette {} n’est pas en vigueur : {}.", noun(row.debt.kind), row.state().french()),
                "Rien n’a changé.",
            ));
        }
        let word = match row.debt.kind {
            DebtKind::Depreciation => DebtWord::Released,
            DebtKind::WriteOff => DebtWord::TakenBack,
        };
        if row.debt.kind == DebtKind::WriteOff {
            lift(world, books, company, &row, why)?;
        }
        say(world, books, company, &row, (word, why))
    })
}

fn lift(world: &World<'_>, books: &mut dyn Books, company: &Company, row: &BadDebtRow, why: &str) -> AppResult<()> {
    let ours = |h: &HoldRecord| h.kind == HoldKind::WrittenOff && h.invoice == Some(row.debt.invoice);
    for hold in books.open_holds(row.debt.party)?.into_iter().filter(ours) {
        holds::end_in(world, books, company, &hold, why)?;
    }
    Ok(())
}

fn say(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    row: &BadDebtRow,
    said: (DebtWord, &str),
) -> AppResult<()> {
    say_at(world, books, company, row, said, world.clock.now())
}

fn say_at(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    row: &BadDebtRow,
    (word, why): (DebtWord, &str),
    at: Timestamp,
) -> AppResult<()> {
    let invoice = invoice_of(books, company, row.debt.invoice)?;
    let outstanding = outstanding(books, invoice.id)?.max(Cents::ZERO);
    books.insert_bad_debt_word(&BadDebtWord {
        id: world.new_id(),
        debt: row.debt.id,
        company: company.id,
        word,
        on: world.today,
        outstanding,
        author: world.author(),
        why: why.to_string(),
        recorded_at: at,
    })?;
    let kind = JournalKind::BadDebtDecided(BadDebtDecided {
        party: party_ref(books, &row.debt)?,
        invoice: InvoiceRef { id: invoice.id, number: invoice.number },
        measure: measure(row.debt.kind),
        word: said_word(word),
        outstanding_cents: outstanding,
        why: Said::plain(why),
    });
    world.note(books, company.id, row.debt.invoice, kind)
}

fn said_word(word: DebtWord) -> BadDebtWordSaid {
    match word {
        DebtWord::Approved => BadDebtWordSaid::Approved,
        DebtWord::Refused => BadDebtWordSaid::Refused,
        DebtWord::Withdrawn => BadDebtWordSaid::Withdrawn,
        DebtWord::Released => BadDebtWordSaid::Released,
        DebtWord::Lost => BadDebtWordSaid::Lost,
        DebtWord::TakenBack => BadDebtWordSaid::TakenBack,
    }
}
