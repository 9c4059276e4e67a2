//! Entries for the accountant: balanced to the cent whatever the movements, and files that say what the lines say.

use base::id::{InvoiceId, PartyId};
use base::{Cents, Date};
use domain::entries::{
    Accounts, Auxiliary, Column, DateForm, Debt, DecimalMark, Document, Encoding, Headed, Layout, LayoutFault, Line,
    LineEnd, Movement, Separator, Share, WrittenOff, lettering, lines, recovered_vat, text,
};
use proptest::prelude::*;

const DAY: Date = Date::constant(2026, 3, 12);

fn morel() -> Option<(PartyId, Auxiliary)> {
    Some((PartyId::from_bytes([1; 16]), Auxiliary { code: "CMOREL".to_string(), name: "Garage Morel".to_string() }))
}

fn share(number: &str, cents: i64, letter: Option<&str>) -> Share {
    Share {
        number: number.to_string(),
        amount: Cents::new(cents),
        invoice: None,
        letter: letter.map(str::to_string),
        is_doubtful: false,
        written_off: None,
    }
}

fn movement(cents: i64, customer: Option<(PartyId, Auxiliary)>, shares: Vec<Share>) -> Movement {
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
fn a_list_is_written_as_the_program_that_reads_it_wants() {
    let paid = movement(120_056, morel(), vec![share("F-1", 120_056, Some("AAA"))]);
    let made = lines(&[paid], &Accounts::default()).unwrap();
    let headed = |(column, heading): (Column, &str)| Headed { column, heading: heading.to_string() };
    let layout = Layout {
        columns: [
            (Column::On, "Jour"),
            (Column::Account, "Compte, général"),
            (Column::Blank, ""),
            (Column::Label, "Libellé"),
            (Column::Amount, "Montant"),
            (Column::Side, "Sens"),
            (Column::Signed, "Solde"),
        ]
        .map(headed)
        .to_vec(),
        separator: Separator::Comma,
        decimal: DecimalMark::Point,
        date: DateForm::CompactShort,
        encoding: Encoding::Windows1252,
        line_end: LineEnd::Lf,
        is_headed: true,
    };
    assert_eq!(layout.check(), Ok(()));
    let list = layout.list(&made);
    let rows: Vec<&str> = list.split('\n').collect();
    assert_eq!(rows[0], "Jour,\"Compte, général\",,Libellé,Montant,Sens,Solde");
    assert_eq!(rows[2], "120326,411000,,Règlement Garage Morel F-1,1200.56,C,-1200.56");
    let bytes = layout.file(&made);
    assert!(bytes.contains(&0xe9) && std::str::from_utf8(&bytes).is_err(), "é is one byte");
    let bare = Layout { is_headed: false, encoding: Encoding::Utf8, ..layout.clone() };
    assert_eq!(bare.file(&made), rows[1..].join("\n").into_bytes());
    assert_eq!(Layout::default().file(&made), text::csv(&made).into_bytes(), "the usual list");
    let kept = serde_json::to_string(&layout).unwrap();
    assert_eq!(serde_json::from_str::<Layout>(&kept).unwrap(), layout);
}

#[test]
fn a_list_that_could_not_be_booked_is_refused() {
    let usual = Layout::default;
    let without = |gone: Column| {
        let mut layout = usual();
        layout.columns.retain(|c| c.column != gone);
        layout.check()
    };
    assert_eq!(without(Column::On), Err(LayoutFault::NoDate));
    assert_eq!(without(Column::Account), Err(LayoutFault::NoAccount));
    assert_eq!(without(Column::Credit), Err(LayoutFault::NoAmount));
    assert_eq!(Layout { separator: Separator::Comma, ..usual() }.check(), Err(LayoutFault::SameSign));
    let mut long = usual();
    long.columns[2].heading = "x".repeat(61);
    assert_eq!(long.check(), Err(LayoutFault::Heading(3)));
    long.columns = vec![usual().columns[0].clone(); 41];
    assert_eq!(long.check(), Err(LayoutFault::TooManyColumns));
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

fn invoice() -> InvoiceId {
    InvoiceId::from_bytes([7; 16])
}

fn debt(gross: i64, net: i64, vat: i64) -> Debt {
    Debt {
        invoice: invoice(),
        number: "F-1".to_string(),
        on: DAY,
        customer: morel().unwrap(),
        gross: Cents::new(gross),
        net: Cents::new(net),
        vat: Cents::new(vat),
        letter: None,
    }
}

/// Account, then debit less credit.
fn told(entry: &domain::entries::Entry) -> Vec<(String, i64)> {
    let lines = entry.lines(1, &Accounts::default()).unwrap();
    lines.iter().map(|l| (l.account.clone(), l.amount().unwrap().get())).collect()
}

fn on(legs: &[(&str, i64)]) -> Vec<(String, i64)> {
    legs.iter().map(|(account, cents)| ((*account).to_string(), *cents)).collect()
}

#[test]
fn a_credit_note_made_out_here_takes_the_sale_and_its_tax_back() {
    let paper = |is_credit_note| Document {
        invoice: invoice(),
        number: "QAV-2026-0001".to_string(),
        on: DAY,
        is_credit_note,
        customer: morel().unwrap(),
        total: Cents::new(12_000),
        vat: Cents::new(2_000),
        letter: Some("AAA".to_string()),
    };
    let credit = paper(true).entry().unwrap();
    assert_eq!(told(&credit), on(&[("411000", -12_000), ("706000", 10_000), ("445710", 2_000)]));
    let lines = credit.lines(1, &Accounts::default()).unwrap();
    assert_eq!((lines[0].letter.as_str(), lines[1].letter.as_str(), lines[0].journal.as_str()), ("AAA", "", "VT"));
    let bill = paper(false).entry().unwrap();
    assert_eq!(told(&bill), on(&[("411000", 12_000), ("706000", -10_000), ("445710", -2_000)]));
    let exempt = Document { vat: Cents::ZERO, ..paper(false) }.entry().unwrap();
    assert_eq!(told(&exempt), on(&[("411000", 12_000), ("706000", -12_000)]));
}

#[test]
fn a_debt_is_depreciated_lost_and_found_again() {
    let fear = debt(120_000, 50_000, 0);
    let moved = [("416000", 120_000), ("411000", -120_000), ("681740", 50_000), ("491000", -50_000)];
    assert_eq!(told(&fear.depreciated().unwrap()), on(&moved));
    let back = [("491000", 50_000), ("781740", -50_000), ("411000", 120_000), ("416000", -120_000)];
    assert_eq!(told(&fear.released().unwrap()), on(&back));
    // Lost: the loss takes it off the doubtful customers, nothing goes back.
    let ended = Debt { gross: Cents::ZERO, ..fear };
    assert_eq!(told(&ended.released().unwrap()), on(&[("491000", 50_000), ("781740", -50_000)]));
    let lost = debt(120_000, 100_000, 20_000);
    let off = |account| on(&[("654000", 100_000), ("445710", 20_000), (account, -120_000)]);
    assert_eq!(told(&lost.written_off(true).unwrap()), off("416000"));
    assert_eq!(told(&lost.written_off(false).unwrap()), off("411000"));
    let again = [("411000", 120_000), ("654000", -100_000), ("445710", -20_000)];
    assert_eq!(told(&lost.restored().unwrap()), on(&again));
}

#[test]
fn money_for_a_debt_that_was_lost_is_a_gain_and_its_tax_is_owed_again() {
    let lost = WrittenOff { gross: Cents::new(120_000), vat: Cents::new(20_000), came_before: Cents::ZERO };
    let share = Share { invoice: Some(invoice()), written_off: Some(lost), ..share("F-1", 60_000, Some("AAA")) };
    let paid = movement(60_000, morel(), vec![share]).entry().unwrap();
    let expected =
        [("512000", 60_000), ("411000", -60_000), ("411000", 60_000), ("771400", -50_000), ("445710", -10_000)];
    assert_eq!(told(&paid), on(&expected));
}

proptest! {
    #[test]
    fn the_tax_of_a_lost_debt_comes_back_whole(
        gross in 2_i64..100_000_000, vat_share in 0_i64..1_000, parts in prop::collection::vec(1_i64..1_000, 1..8)
    ) {
        let (vat, all): (i64, i64) = ((gross - 1) * vat_share / 1_000, parts.iter().sum());
        let mut lost = WrittenOff { gross: Cents::new(gross), vat: Cents::new(vat), came_before: Cents::ZERO };
        let (mut given, mut sum) = (0, 0);
        for (at, part) in parts.iter().enumerate() {
            let amount = if at + 1 == parts.len() { gross - sum } else { gross * part / all };
            given += recovered_vat(&lost, Cents::new(amount)).unwrap().get();
            sum += amount;
            lost.came_before = Cents::new(sum);
        }
        prop_assert_eq!(given, vat);
        // And goes as it came.
        prop_assert_eq!(recovered_vat(&lost, Cents::new(-gross)).unwrap().get(), -vat);
    }

    #[test]
    fn debts_and_documents_are_balanced(gross in 1_i64..100_000_000, part in 0_i64..=1_000, doubtful in any::<bool>()) {
        let (net, vat) = (gross * part / 1_000, gross * (1_000 - part) / 6_000);
        let lost = debt(gross, gross - vat, vat);
        let doubt = debt(gross, net, 0);
        for entry in [lost.written_off(doubtful), lost.restored(), doubt.depreciated(), doubt.released()] {
            prop_assert!(entry.unwrap().balance().unwrap().is_zero());
        }
    }

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
