use super::*;
use crate::facts::DueBasis;
use base::Currency;

fn receivable(number: &str, cents: i64) -> ReceivableFacts {
    let mut bytes = [0; 16];
    bytes[..number.len().min(16)].copy_from_slice(&number.as_bytes()[..number.len().min(16)]);
    ReceivableFacts {
        id: InvoiceId::from_bytes(bytes),
        number: number.into(),
        issued_on: Date::constant(2026, 1, 1),
        due_on: Date::constant(2026, 1, 31),
        due_basis: DueBasis::Stated,
        currency: Currency::EUR,
        principal: Cents::new(cents),
        outstanding: Cents::new(cents),
        known_on: Date::constant(2026, 1, 1),
        has_estimated_settlement: false,
    }
}

fn credit(text: &str, cents: i64) -> BankCredit {
    BankCredit {
        id: BankLineId::from_bytes([1; 16]),
        booked_on: Date::constant(2026, 2, 10),
        amount: Cents::new(cents),
        text: text.into(),
    }
}

const AS_OF: Date = Date::constant(2026, 2, 15);

#[test]
fn a_reference_is_found_whatever_its_spelling() {
    let open = [receivable("FA2026-0012", 100_00), receivable("FA2026-001", 50_00)];
    for label in ["VIR ACME FA 2026 0012", "virement fa2026-0012 merci", "REF:FA20260012"] {
        let index = CreditIndex::new([credit(label, 7)]);
        let found = index.possible_payments("Zzz", &open, AS_OF);
        assert_eq!(found.len(), 1, "{label}");
        assert_eq!((found[0].clue, found[0].invoice), (Clue::NamesInvoice, Some(open[0].id)), "{label}");
    }
}

#[test]
fn a_customer_is_found_by_name_and_an_unnamed_credit_by_its_amount() {
    let open = [receivable("FA2026-0012", 100_00)];
    let index = CreditIndex::new([credit("VIR SEPA RECU DE CLINIQUE DES QUAIS", 55)]);
    assert_eq!(index.possible_payments("Clinique des Quais", &open, AS_OF)[0].clue, Clue::NamesCustomer);
    assert!(index.possible_payments("Clinique du Parc", &open, AS_OF).is_empty());
    let index = CreditIndex::new([credit("VIREMENT", 100_00)]);
    assert_eq!(index.possible_payments("Clinique du Parc", &open, AS_OF)[0].clue, Clue::EqualAmount);
}

#[test]
fn only_a_named_invoice_of_just_that_amount_is_certain() {
    let open = [receivable("FA2026-0012", 100_00), receivable("FA2026-0013", 100_00)];
    let sure = |text: &str, cents| CreditIndex::certain(&credit(text, cents), &open).map(|r| r.number.as_str());
    assert_eq!(sure("VIR FA2026-0012", 100_00), Some("FA2026-0012"));
    assert_eq!(sure("VIR FA2026-0012", 99_99), None);
    assert_eq!(sure("VIR FA2026-0012 FA2026-0013", 100_00), None);
    assert_eq!(sure("VIR FA2026-00123", 100_00), None);
    assert_eq!(sure("VIREMENT", 100_00), None);
}

#[test]
fn an_old_line_no_longer_holds_anybody_back() {
    let index = CreditIndex::new([credit("VIR FA2026-0012", 100_00)]);
    let open = [receivable("FA2026-0012", 100_00)];
    assert!(index.possible_payments("x", &open, Date::constant(2026, 6, 1)).is_empty());
}
