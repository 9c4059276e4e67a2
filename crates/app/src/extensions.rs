//! Due dates put off by agreement: who asked, until when, and whether interest runs meanwhile.
//!
//! The new date is a statement of the due date that beats all others; the one before stays on record and is shown. A delay
//! granted to a late customer does not by itself stop interest, which runs from the date written on the invoice (C. com.
//! L441-10 II): it counts from there unless somebody who may give it up says otherwise.

use crate::confirm;
use crate::error::{AppError, AppResult};
use crate::outcomes::personal;
use crate::ports::books::Books;
use crate::records::{Company, DueStatement, ExtensionRecord, InvoiceRecord};
use crate::world::World;
use base::id::{ExtensionId, InvoiceId};
use base::{Date, fr};
use domain::facts::{DueBasis, Heard, HoldKind};
use domain::journal::kinds::{DueDateExtended, InvoiceRef};
use domain::journal::{JournalKind, Said};

/// A delay to grant.
#[derive(Clone, Debug)]
pub struct NewExtension {
    pub invoice: InvoiceId,
    pub until: Date,
    /// Interest goes on from the due date there was before.
    pub interest_runs: bool,
    pub asked_by: String,
    pub heard: Heard,
    pub why: String,
}

/// Puts a due date off.
///
/// # Errors
/// `Refused` for a day that is not later than the due date and today, on an invoice that is paid, without a sentence or
/// a name, under a plan or assigned; a broken store.
pub fn grant(world: &World<'_>, company: &Company, new: &NewExtension) -> AppResult<ExtensionId> {
    if new.why.trim().is_empty() || new.asked_by.trim().is_empty() {
        return Err(AppError::refused(
            "Dites qui l’a demandé, et pourquoi.",
            "Une phrase suffit ; le journal la garde.",
        ));
    }
    world.write(|books| {
        let invoice = confirm::found(books, new.invoice)?;
        let due_on = may_be_put_off(world, books, &invoice, new.until)?;
        let past = books.extensions_of_invoice(invoice.id)?;
        let counted_from = past.last().map_or(due_on, |e| e.interest_from);
        let asked_by = personal(world, books, company, new.asked_by.trim())?;
        let Some(Said::Personal(reference)) = &asked_by else {
            return Err(AppError::Broken("a name without its reference".to_string()));
        };
        let extension = ExtensionRecord {
            id: world.new_id(),
            company: company.id,
            party: invoice.party,
            invoice: invoice.id,
            agreed_on: world.today,
            before: due_on,
            until: new.until,
            interest_from: if new.interest_runs { counted_from } else { new.until },
            asked_by: reference.as_str().to_string(),
            heard: new.heard,
            author: world.author(),
            why: new.why.trim().to_string(),
            recorded_at: world.clock.now(),
        };
        books.insert_extension(&extension)?;
        books.insert_due_statement(&DueStatement {
            invoice: invoice.id,
            company: company.id,
            due_on: new.until,
            basis: DueBasis::Agreed,
            source: None,
            recorded_at: extension.recorded_at,
        })?;
        let kind = JournalKind::DueDateExtended(DueDateExtended {
            invoice: InvoiceRef { id: invoice.id, number: invoice.number.clone() },
            due_on: extension.before,
            until: extension.until,
            asked_by: Said::Personal(reference.clone()),
            interest_on: extension.interest_from,
            why: Said::plain(&extension.why),
        });
        world.note(books, company.id, invoice.id, kind)?;
        Ok(extension.id)
    })
}

/// Not ours to grant, forbidden, or agreed otherwise already.
fn leaves_nothing_to_put_off(kind: HoldKind) -> bool {
    matches!(kind, HoldKind::Factored | HoldKind::Insolvency | HoldKind::Plan)
}

/// When it is due now; refused where there is nothing to put off, or not to that day.
fn may_be_put_off(world: &World<'_>, books: &mut dyn Books, invoice: &InvoiceRecord, until: Date) -> AppResult<Date> {
    let balance = books.balance(invoice.id)?.filter(|b| b.outstanding.is_positive());
    let Some(balance) = balance else {
        return Err(AppError::refused(format!("{} est soldée.", invoice.number), "Il n’y a rien à reporter."));
    };
    if until <= balance.due_on || until <= world.today {
        return Err(AppError::refused(
            format!(
                "{} est due le {} : un report mène à un jour à venir, plus loin.",
                invoice.number,
                fr::date(balance.due_on)
            ),
            "Choisissez une date après aujourd’hui et après l’échéance.",
        ));
    }
    let held = books.open_holds(invoice.party)?;
    let is_about = |h: &&crate::records::HoldRecord| h.invoice.is_none_or(|id| id == invoice.id);
    if let Some(hold) = held.iter().filter(is_about).find(|h| leaves_nothing_to_put_off(h.kind)) {
        return Err(AppError::refused(
            format!("{} : {} depuis le {}.", invoice.number, hold.kind.french(), fr::date(hold.opened_on)),
            "L’échéance ne se reporte pas.",
        ));
    }
    Ok(balance.due_on)
}
