//! How many documents one file brought and for how much, for its lines in the journal. Currencies are never added.

use super::Intake;
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::records::InvoiceRecord;
use base::id::SourceId;
use base::{Cents, Currency};
use domain::journal::JournalKind;
use domain::journal::kinds::{CreditNoteRecorded, InvoiceRecorded};
use std::collections::BTreeMap;

#[derive(Default)]
pub(super) struct Tally {
    /// Currency, and whether these are in the debtor's favour.
    counted: BTreeMap<(Currency, bool), Counted>,
}

#[derive(Default)]
struct Counted {
    count: u64,
    gross: Cents,
    first: String,
    last: String,
}

impl Tally {
    pub fn count(&mut self, invoice: &InvoiceRecord) -> AppResult<()> {
        let counted = self.counted.entry((invoice.currency, invoice.principal.is_negative())).or_default();
        if counted.count == 0 {
            counted.first.clone_from(&invoice.number);
        }
        counted.last.clone_from(&invoice.number);
        counted.count += 1;
        counted.gross = counted.gross.add(invoice.gross.abs())?;
        Ok(())
    }

    /// Invoices, and documents in the debtor's favour.
    pub fn counts(&self) -> (u64, u64) {
        let sum = |credits| self.counted.iter().filter(|((_, c), _)| *c == credits).map(|(_, n)| n.count).sum();
        (sum(false), sum(true))
    }

    pub fn note(self, intake: &Intake<'_, '_>, books: &mut dyn Books, source: SourceId) -> AppResult<()> {
        if intake.hand.is_some() {
            return Ok(());
        }
        for ((currency, is_credit), Counted { count, gross, first, last }) in self.counted {
            let kind = if is_credit {
                JournalKind::CreditNoteRecorded(CreditNoteRecorded {
                    count,
                    gross_cents: gross,
                    currency,
                    first_number: first,
                    last_number: last,
                })
            } else {
                JournalKind::InvoiceRecorded(InvoiceRecorded {
                    count,
                    gross_cents: gross,
                    currency,
                    first_number: first,
                    last_number: last,
                })
            };
            intake.world.note(books, intake.company.id, source, kind)?;
        }
        Ok(())
    }
}
