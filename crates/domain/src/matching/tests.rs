use super::*;
use crate::facts::{DebtorFacts, DueBasis, PartyFacts};
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
        currency: Currency::EUR,
        text: text.into(),
        payer: None,
        iban: None,
        is_reopened: false,
        perhaps_told_on: None,
        ruled_out: Vec::new(),
    }
}

fn debtor(name: &str, open: &[ReceivableFacts]) -> DebtorFacts {
    let party = PartyFacts { name: name.into(), ..PartyFacts::default() };
    DebtorFacts { party, receivables: open.to_vec(), ..DebtorFacts::default() }
}

const AS_OF: Date = Date::constant(2026, 2, 15);

#[test]
fn a_reference_is_found_whatever_its_spelling() {
    let open = [receivable("FA2026-0012", 10_000), receivable("FA2026-001", 5_000)];
    for label in ["VIR ACME FA 2026 0012", "virement fa2026-0012 merci", "REF:FA20260012"] {
        let index = CreditIndex::new([credit(label, 7)]);
        let found = index.possible_payments(&debtor("Zzz", &open), AS_OF);
        assert_eq!(found.len(), 1, "{label}");
        assert_eq!((found[0].clue, found[0].invoice), (Clue::NamesInvoice, Some(open[0].id)), "{label}");
    }
}

#[test]
fn a_customer_is_found_by_name_and_an_unnamed_credit_by_its_amount() {
    let open = [receivable("FA2026-0012", 10_000)];
    let index = CreditIndex::new([credit("VIR SEPA RECU DE CLINIQUE DES QUAIS", 55)]);
    assert_eq!(index.possible_payments(&debtor("Clinique des Quais", &open), AS_OF)[0].clue, Clue::NamesCustomer);
    assert!(index.possible_payments(&debtor("Clinique du Parc", &open), AS_OF).is_empty());
    let index = CreditIndex::new([credit("VIREMENT", 10_000)]);
    assert_eq!(index.possible_payments(&debtor("Clinique du Parc", &open), AS_OF)[0].clue, Clue::EqualAmount);
}

#[test]
fn only_a_named_invoice_of_just_that_amount_is_certain() {
    let open = [receivable("FA2026-0012", 10_000), receivable("FA2026-0013", 10_000)];
    let sure = |text: &str, cents| CreditIndex::certain(&credit(text, cents), &open).map(|r| r.number.as_str());
    assert_eq!(sure("VIR FA2026-0012", 10_000), Some("FA2026-0012"));
    assert_eq!(sure("VIR FA2026-0012", 9_999), None);
    assert_eq!(sure("VIR FA2026-0012 FA2026-0013", 10_000), None);
    assert_eq!(sure("VIR FA2026-00123", 10_000), None);
    assert_eq!(sure("VIREMENT", 10_000), None);
}

#[test]
fn an_old_line_no_longer_holds_anybody_back() {
    let index = CreditIndex::new([credit("VIR FA2026-0012", 10_000)]);
    let open = [receivable("FA2026-0012", 10_000)];
    assert!(index.possible_payments(&debtor("x", &open), Date::constant(2026, 6, 1)).is_empty());
}

/// Credits on one debtor: which clue holds which invoice back.
fn held(credits: Vec<BankCredit>, open: &[ReceivableFacts]) -> Vec<(Clue, String)> {
    let found = CreditIndex::new(credits).possible_payments(&debtor("Clinique des Quais", open), AS_OF);
    let number =
        |id: Option<InvoiceId>| open.iter().find(|r| Some(r.id) == id).map_or("*".to_string(), |r| r.number.clone());
    found.into_iter().map(|p| (p.clue, number(p.invoice))).collect()
}

#[test]
fn a_credit_that_names_two_invoices_holds_both_back() {
    let open = [receivable("FA2026-0012", 10_000), receivable("FA2026-0013", 5_000)];
    assert_eq!(
        held(vec![credit("VIR FA2026-0012 FA2026-0013", 15_000)], &open),
        [(Clue::NamesInvoice, "FA2026-0012".to_string()), (Clue::NamesInvoice, "FA2026-0013".to_string())]
    );
}

#[test]
fn an_unnamed_credit_holds_back_every_invoice_of_its_amount_and_no_other() {
    let open = [receivable("FA2026-0012", 10_000), receivable("FA2026-0013", 10_000), receivable("FA2026-0014", 9_900)];
    let both = ["FA2026-0012", "FA2026-0013"].map(|n| (Clue::EqualAmount, n.to_string()));
    assert_eq!(held(vec![credit("VIREMENT", 10_000)], &open), both);
    let mut reversed = open.to_vec();
    reversed.reverse();
    let mut again = held(vec![credit("VIREMENT", 10_000)], &reversed);
    again.sort();
    assert_eq!(again, both, "whatever the order");
    // A line that names one invoice says nothing of another of the same amount.
    let named = held(vec![credit("VIR FA2026-0012", 10_000)], &open);
    assert_eq!(named, [(Clue::NamesInvoice, "FA2026-0012".to_string())]);
}

#[test]
fn a_credit_booked_before_an_invoice_existed_is_not_its_payment() {
    let mut later = receivable("FA2026-0013", 10_000);
    later.issued_on = Date::constant(2026, 2, 11);
    let open = [receivable("FA2026-0012", 7_000), later];
    assert!(held(vec![credit("VIREMENT", 10_000)], &open).is_empty());
}

#[test]
fn thousands_of_equal_invoices_and_credits_are_sorted_out_at_once() {
    let open: Vec<ReceivableFacts> = (0..5_000).map(|n| receivable(&format!("FA-{n:05}"), 10_000)).collect();
    let credits = (0..5_000).map(|n| credit(&format!("VIREMENT {n}"), 10_000)).collect();
    assert_eq!(held_count(credits, &open), 5_000);
}

fn held_count(credits: Vec<BankCredit>, open: &[ReceivableFacts]) -> usize {
    CreditIndex::new(credits).possible_payments(&debtor("Clinique des Quais", open), AS_OF).len()
}

/// What follows or precedes a number after a space is not part of it, but where the bank may have cut the number there.
#[test]
fn a_number_beside_another_number_is_named_and_no_shorter_one_is() {
    let named = |text: &str, number: &str| credit(text, 1).names_one_of(&[number.to_string()]);
    for text in [
        "VIR F2024-0012 12/03",
        "F2024-0012 150,00 EUR",
        "12/03 F2024-0012",
        "VIR F2024-0012 F2024-0013",
        "F2024-0012 0013",
        "F2024-0012, 0014 SOLDE",
    ] {
        assert!(named(text, "F2024-0012"), "{text}");
        assert!(!named(text, "F2024-001"), "{text}");
        assert!(!named(text, "F2024-00121"), "{text}");
    }
    assert!(named("VIR 2024-0012 12/03", "2024-0012") && named("LE 12/03 2024-0012", "2024-0012"));
    // Cut by the bank at the end of a line: nobody can tell, so nothing is named.
    for text in [
        "VIR F2024-001 2",
        "F2024-001 2 SOLDE",
        "F2024-0012",
        "F2024-001.2",
        "F2024-001-2024",
        "F2024-001/0014",
        "F2024 0012",
        "F20240012",
    ] {
        assert!(!named(text, "F2024-001"), "{text}");
    }
    assert!(!named("1 2024-0012", "2024-0012"));
    // Only as the number is written: digits that happen to follow one another name nothing new.
    for text in ["F2024-0012 12/03", "REF 88 1203 7", "REF 8812 03"] {
        assert!(!named(text, "1203"), "{text}");
    }
    assert!(!named("F2024-0012 12/03", "0012-1203") && !named("F 20 24-001 99/12", "2024-001"));
}
