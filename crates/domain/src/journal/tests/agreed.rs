//! Samples of what is agreed with customers: plans, waivers, due dates put off, money handed over.

use super::samples::{AMOUNT, DAY, EUR, hash, invoice, party, said};
use crate::journal::kinds::*;
use crate::journal::{JournalKind, KindTag, Said};
use base::{Cents, Date};

pub fn agreement(tag: KindTag) -> JournalKind {
    let (invoices, [principal, interest, compensation]) =
        (vec![invoice("F-2026-014")], [60_000, 1_234, 4_000].map(Cents::new));
    match tag {
        KindTag::PlanProposed => PlanProposed {
            party: party(),
            invoices: vec![invoice("F-2026-014")],
            instalments: 6,
            total_cents: AMOUNT,
            currency: EUR,
            first_on: DAY,
            last_on: Date::constant(2026, 9, 1),
        }
        .into(),
        KindTag::PlanAccepted => PlanAccepted {
            party: party(),
            on: DAY,
            total_cents: AMOUNT,
            currency: EUR,
            sha256: Some(hash().to_string()),
        }
        .into(),
        KindTag::PlanEnded => {
            PlanEnded { party: party(), how: PlanEnd::Lapsed, on: DAY, why: Said::plain("quatrième versement") }.into()
        }
        KindTag::WaiverAsked => WaiverAsked {
            party: party(),
            invoices,
            principal_cents: principal,
            interest_cents: interest,
            compensation_cents: Cents::ZERO,
            currency: EUR,
            why: Said::plain("client fidèle, trésorerie tendue"),
        }
        .into(),
        KindTag::WaiverDecided => WaiverDecided {
            party: party(),
            decision: WaiverDecision::Granted,
            invoices,
            principal_cents: principal,
            interest_cents: interest,
            compensation_cents: compensation,
            currency: EUR,
            why: Said::plain("il paie le reste ce jour"),
        }
        .into(),
        KindTag::DueDateExtended => DueDateExtended {
            invoice: invoice("F-2026-014"),
            due_on: DAY,
            until: Date::constant(2026, 5, 15),
            asked_by: said(2),
            interest_on: DAY,
            why: said(1),
        }
        .into(),
        _ => MoneyHandedOver {
            invoice: invoice("F-2026-014"),
            amount_cents: AMOUNT,
            currency: EUR,
            on: DAY,
            reference: "VIR 8842".into(),
        }
        .into(),
    }
}
