//! Entries for the accountant: balanced to the cent whatever the movements, and files that say what the lines say.

use base::{Cents, Date};
use domain::entries::{Accounts, Auxiliary, Line, Movement, Share, lettering, lines, text};
use proptest::prelude::*;

const DAY: Date = Date::constant(2026, 3, 12);

fn morel() -> Option<Auxiliary> {
    Some(Auxiliary { code: "CMOREL".to_string(), name: "Garage Morel".to_string() })
}

fn share(number: &str, cents: i64, letter: Option<&str>) -> Share {
    Share { number: number.to_string(), amount: Cents::new(cents), letter: letter.map(str::to_string) }
}

fn movement(cents: i64, customer: Option<Auxiliary>, shares: Vec<Share>) -> Movement {
    Movement { on: DAY, amount: Cents::new(cents), customer, reference: "VIR MOREL".to_string(), shares }
}

/// Account, auxiliary, piece, debit, credit, letter.
fn short(line: &Line) -> (String, String, String, i64, i64, String) {
    let code = line.auxiliary.as_ref().map_or(String::new(), |a| a.code.clone());
    (line.account.clone(), code, line.piece.clone(), line.debit.get(), line.credit.get(), line.letter.clone())
}

fn of(
    account: &str,
    code: &str,
    piece: &str,
    debit: i64,
    credit: i64,
    letter: &str,
) -> (String, String, String, i64, i64, String) {
    (account.to_string(), code.to_string(), piece.to_string(), debit, credit, letter.to_string())
}

#[test]
fn a_transfer_for_two_invoices_and_something_over() {
    let paid = movement(150_000, morel(), vec![share("F-1", 120_000, Some("AAA")), share("F-2", 25_000, None)]);
    let made = lines(&[paid], &Accounts::default()).unwrap();
    let expected = [
        of("512000", "", "VIR MOREL", 150_000, 0, ""),
        of("411000", "CMOREL", "F-1", 0, 120_000, "AAA"),
        of("411000", "CMOREL", "F-2", 0, 25_000, ""),
        of("411000", "CMOREL", "VIR MOREL", 0, 5_000, ""),
    ];
    assert_eq!(made.iter().map(short).collect::<Vec<_>>(), expected);
}

#[test]
fn money_of_nobody_waits_and_money_taken_back_goes_the_other_way() {
    let nobody = movement(10_000, None, Vec::new());
    let back = movement(-120_000, morel(), vec![share("F-1", -120_000, None)]);
    let made = lines(&[nobody, back], &Accounts::default()).unwrap();
    let expected = [
        of("512000", "", "VIR MOREL", 10_000, 0, ""),
        of("471000", "", "VIR MOREL", 0, 10_000, ""),
        of("512000", "", "VIR MOREL", 0, 120_000, ""),
        of("411000", "CMOREL", "F-1", 120_000, 0, ""),
    ];
    assert_eq!(made.iter().map(short).collect::<Vec<_>>(), expected);
    assert_eq!(made.iter().map(|l| l.entry).collect::<Vec<_>>(), [1, 1, 2, 2]);
}

#[test]
fn the_files_read_back() {
    let paid = movement(120_000, morel(), vec![share("F-1", 120_000, Some("AAA"))]);
    let made = lines(&[paid], &Accounts::default()).unwrap();
    let fec = text::fec(&made);
    let rows: Vec<Vec<&str>> = fec.lines().map(|l| l.split('\t').collect()).collect();
    assert!(rows.iter().all(|r| r.len() == 18), "{fec}");
    assert_eq!(
        rows[2][..15].join("|"),
        "BQ|Banque|1|20260312|411000|Clients|CMOREL|Garage Morel|F-1|20260312|Règlement Garage Morel F-1|0,00|1200,00|AAA|20260312"
    );
    let csv = text::csv(&made);
    assert!(
        csv.contains("BQ;12/03/2026;411000;CMOREL;Garage Morel;F-1;Règlement Garage Morel F-1;0,00;1200,00;AAA\r\n"),
        "{csv}"
    );
}

#[test]
fn hostile_texts_stay_in_their_field() {
    let bad = Movement { reference: "=1+1\t;\"x\"\r\n".to_string(), ..movement(100, None, Vec::new()) };
    let made = lines(&[bad], &Accounts::default()).unwrap();
    assert!(text::fec(&made).lines().all(|l| l.split('\t').count() == 18));
    assert!(text::csv(&made).contains("\"'=1+1 ;\"\"x\"\"  \""), "{}", text::csv(&made));
}

#[test]
fn letterings_follow_one_another() {
    assert_eq!([0, 1, 25, 26, 17_575, 17_576].map(lettering), ["AAA", "AAB", "AAZ", "ABA", "ZZZ", "AAAA"]);
}

proptest! {
    #[test]
    fn every_entry_is_balanced(
        amounts in prop::collection::vec((1_i64..10_000_000, any::<bool>(), prop::collection::vec(1_u32..100, 0..4)), 1..20)
    ) {
        let movements: Vec<Movement> = amounts.iter().map(|(cents, is_back, parts)| {
            let sign = if *is_back { -1 } else { 1 };
            let all: i64 = 1 + parts.iter().map(|p| i64::from(*p)).sum::<i64>();
            let shares = parts.iter().map(|p| share("F", sign * (cents * i64::from(*p) / all), None));
            movement(sign * cents, morel(), shares.filter(|s| !s.amount.is_zero()).collect())
        }).collect();
        let made = lines(&movements, &Accounts::default()).unwrap();
        for entry in made.chunk_by(|a, b| a.entry == b.entry) {
            let (debit, credit): (i64, i64) = entry.iter().fold((0, 0), |(d, c), l| (d + l.debit.get(), c + l.credit.get()));
            prop_assert_eq!(debit, credit);
            prop_assert!(entry.iter().all(|l| l.debit.is_zero() != l.credit.is_zero()));
        }
    }
}
