//! Samples of what came in.

use super::samples::{AMOUNT, DAY, EUR, hash, party};
use crate::journal::kinds::*;
use crate::journal::{JournalKind, KindTag};
use base::Date;

pub fn intake(tag: KindTag) -> JournalKind {
    let (currency, gross_cents) = (EUR, AMOUNT);
    match tag {
        KindTag::FileRefused => {
            FileRefused { name: "ventes.csv".into(), why: "deux colonnes de montants".into() }.into()
        }
        KindTag::ImportConflict => {
            ImportConflict { key: "facture F-2026-014".into(), what: "le montant est différent".into() }.into()
        }
        KindTag::InvoiceTyped => InvoiceTyped {
            number: "F-2026-014".into(),
            party: party(),
            issued_on: DAY,
            due_on: Date::constant(2026, 5, 1),
            gross_cents,
            currency,
            sha256: Some(hash().to_string()),
        }
        .into(),
        KindTag::InvoiceRecorded => InvoiceRecorded {
            count: 412,
            gross_cents,
            currency,
            first_number: "F-2026-001".into(),
            last_number: "F-2026-412".into(),
        }
        .into(),
        KindTag::CreditNoteRecorded => CreditNoteRecorded {
            count: 1,
            gross_cents,
            currency,
            first_number: "A-2026-003".into(),
            last_number: "A-2026-003".into(),
        }
        .into(),
        KindTag::PaymentRecorded => PaymentRecorded {
            reference: Some("VIR 8842".into()),
            amount_cents: AMOUNT,
            currency,
            received_on: DAY,
            source: "relevé CAMT.053".into(),
        }
        .into(),
        KindTag::BankLinesRecorded => {
            BankLinesRecorded { account: "Banque principale".into(), count: 57, until: DAY }.into()
        }
        _ => FileImported {
            name: "ventes-2025.csv".into(),
            format: "CSV".into(),
            sha256: hash().to_string(),
            created: 412,
            already_known: 0,
            problems: 1,
        }
        .into(),
    }
}
