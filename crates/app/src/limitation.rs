//! Until when a receivable can still be brought before a court, from the facts that do or do not interrupt the period.
//!
//! Only what is recorded here counts: an acknowledgement or a court act kept elsewhere is not known, and the date shown is
//! then earlier than the true one, never later.

use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::records::{ActRow, AllocationRecord, InvoiceRecord};
use base::Date;
use domain::facts::{Channel, PartyKind};
use law::LawBook;
use law::limitation::{Limitation, LimitationAct, LimitationFacts, LimitationNote, ReceivableKind, limitation};

/// The limitation date of one invoice as it stands on a day.
///
/// # Errors
/// `Law` when a rule is missing on that day; a broken store.
pub fn of_invoice(books: &mut dyn Books, law: &LawBook, invoice: &InvoiceRecord, as_of: Date) -> AppResult<Limitation> {
    let party = books
        .party(invoice.party)?
        .ok_or_else(|| AppError::Broken(format!("le client de la facture {} a disparu", invoice.number)))?;
    // A delay granted may have moved the start of the period; nothing here rests on it.
    let due_on = match books.extensions_of_invoice(invoice.id)?.first() {
        Some(extension) => extension.before,
        None => books.balance(invoice.id)?.map_or(invoice.due_on, |b| b.due_on),
    };
    let mut acts: Vec<(Date, LimitationAct)> =
        books.allocations_of_invoice(invoice.id)?.iter().filter_map(paid_or_credited).collect();
    let sent = books.acts_of_party(invoice.party)?;
    acts.extend(sent.iter().filter(|a| a.act.lines.iter().any(|l| l.invoice == invoice.id)).filter_map(claimed));
    let facts = LimitationFacts {
        kind: match party.kind {
            // The shortest period, as long as nobody says what the customer is: a date never later than the true one.
            _ if !party.kind_basis.is_known() => ReceivableKind::Consumer,
            PartyKind::Business => ReceivableKind::Business,
            PartyKind::Consumer => ReceivableKind::Consumer,
            PartyKind::PublicBody => ReceivableKind::PublicBody,
        },
        due_on,
        performed_on: invoice.delivered_on,
        acts: &acts,
        as_of,
    };
    let mut found = limitation(&facts, law)?;
    if !party.kind_basis.is_known() {
        found.notes.insert(0, LimitationNote::KindUnknown);
    }
    Ok(found)
}

fn paid_or_credited(allocation: &AllocationRecord) -> Option<(Date, LimitationAct)> {
    if !allocation.amount.is_positive() {
        return None;
    }
    let act =
        if allocation.payment.is_some() { LimitationAct::PartialPayment } else { LimitationAct::PartialCreditNote };
    Some((allocation.effective_on, act))
}

fn claimed(row: &ActRow) -> Option<(Date, LimitationAct)> {
    let on = row.performed_on.filter(|_| row.state.counts_as_performed())?;
    let act = match row.act.channel {
        Channel::RegisteredLetter => LimitationAct::FormalNotice,
        Channel::Email | Channel::Letter => LimitationAct::Reminder,
        Channel::Call | Channel::Visit | Channel::Internal => return None,
    };
    Some((on, act))
}
