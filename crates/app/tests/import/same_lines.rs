//! One account told by several kinds of file, over any days and in any order: each line is there once.

use crate::bank_paper::{KINDS, Kind, Move, statement};
use crate::office::{Office, day};
use app::import::ReadFile;

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(n)).unwrap()
    }
}

const DAYS: u32 = 6;

/// Few days, amounts and labels, so that equal and nearly equal lines are frequent.
fn account(dice: &mut Dice) -> Vec<Move> {
    let mut moves: Vec<Move> = (0..4 + dice.below(14))
        .map(|_| Move {
            day: 1 + dice.below(DAYS),
            cents: [100_000, 100_000, 25_000, -4_000][dice.below(4) as usize],
            label: ["VIR DUPONT", "VIR MARTIN", "REGLEMENT"][dice.below(3) as usize].into(),
            reference: String::new(),
        })
        .collect();
    moves.sort();
    // A payer's reference that no other line has, on some.
    for (at, m) in moves.iter_mut().enumerate().filter(|(at, _)| at % 3 == 0) {
        m.reference = format!("FA{at:03}");
    }
    moves
}

/// The lines in the books: day and cents.
fn lines(files: &[ReadFile]) -> Vec<(u32, i64)> {
    let mut found = Vec::new();
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        for file in files {
            let report = office.import(std::slice::from_ref(file)).files.remove(0);
            assert_ne!(report.outcome, app::import::FileOutcome::Refused, "{report:?}");
        }
        let accounts = app::bank_accounts::overview(&office.world(), &office.company).unwrap();
        assert_eq!(accounts.len(), 1, "{accounts:?}");
        let days: Vec<_> = (1..=DAYS).map(|d| day(&format!("2026-05-{d:02}"))).collect();
        let seen =
            office.world().read(|books| Ok(books.lines_on(office.company.id, &accounts[0].account, &days)?)).unwrap();
        assert_eq!(seen.len() as u64, accounts[0].lines);
        found = seen.iter().map(|l| (l.booked_on.day() as u32, l.amount.get())).collect();
        office.is_sound();
    });
    found.sort_unstable();
    found
}

fn told(kind: Kind, moves: &[Move], (from, until): (u32, u32), n: usize) -> ReadFile {
    let before: i64 = moves.iter().filter(|m| m.day < from).map(|m| m.cents).sum();
    let inside: Vec<Move> = moves.iter().filter(|m| (from..=until).contains(&m.day)).cloned().collect();
    statement(kind, &format!("releve-{n}"), &inside, (from, until), 1_000_000 + before)
}

#[test]
fn any_kinds_of_file_in_any_order_give_each_line_once() {
    for seed in 0..40 {
        let mut dice = Dice(seed);
        let moves = account(&mut dice);
        let expected: Vec<(u32, i64)> = moves.iter().map(|m| (m.day, m.cents)).collect();
        let mut files = Vec::new();
        for kind in KINDS {
            // Each kind covers all days, in one file or in two that overlap, or a part of them only.
            let cut = 1 + dice.below(DAYS - 1);
            let n = files.len();
            match dice.below(3) {
                0 => files.push(told(kind, &moves, (1, DAYS), n)),
                1 => files.extend([told(kind, &moves, (1, cut + 1), n), told(kind, &moves, (cut, DAYS), n + 1)]),
                _ => files.push(told(kind, &moves, (cut, DAYS), n)),
            }
        }
        files.push(told(KINDS[dice.below(5) as usize], &moves, (1, DAYS), 99));
        for at in (1..files.len()).rev() {
            files.swap(at, dice.below(at as u32 + 1) as usize);
        }
        let mut expected = expected;
        expected.sort_unstable();
        let names: Vec<_> = files.iter().map(|f| f.reading.format).collect();
        assert_eq!(lines(&files), expected, "case {seed}: {names:?} {moves:#?}");
    }
}

/// Two payments of one amount on one day, of which the first file saw only one: the second file tells which is new.
#[test]
fn of_two_equal_amounts_the_one_not_seen_is_the_new_one() {
    let of = |label: &str| Move { day: 4, cents: 50_000, label: label.into(), reference: String::new() };
    let (dupont, martin) = (of("VIR SEPA DUPONT"), of("VIR SEPA MARTIN"));
    testkit::both(|url| {
        let office = Office::open(url);
        office.take(&statement(Kind::Csv, "midi.csv", std::slice::from_ref(&dupont), (4, 4), 0));
        let report = office.take(&statement(Kind::Camt, "soir.xml", &[martin.clone(), dupont.clone()], (4, 4), 0));
        assert_eq!((report.created, report.already_known), (1, 1), "{report:?}");
        let seen = |account: &str| {
            office.world().read(|books| Ok(books.lines_on(office.company.id, account, &[day("2026-05-04")])?)).unwrap()
        };
        let mut texts: Vec<String> = seen(crate::bank_paper::IBAN).into_iter().map(|l| l.text).collect();
        texts.sort();
        assert_eq!(texts, ["VIR SEPA DUPONT", "VIR SEPA MARTIN"]);
    });
}

/// The bank's site shows a batch of direct debits as one line, the statement its parts: the money is there once.
#[test]
fn a_batch_and_its_parts_are_the_same_money() {
    let batch = "<Document><BkToCstmrStmt><Stmt><Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id><Ccy>EUR</Ccy></Acct><Ntry>\
        <Amt Ccy=\"EUR\">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-05-04</Dt></BookgDt><NtryDtls>\
        <TxDtls><Refs><EndToEndId>A</EndToEndId></Refs><Amt Ccy=\"EUR\">10.00</Amt></TxDtls>\
        <TxDtls><Refs><EndToEndId>B</EndToEndId></Refs><Amt Ccy=\"EUR\">20.00</Amt></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>";
    let sum = Move { day: 4, cents: 3_000, label: "REMISE PRLV".into(), reference: String::new() };
    let parts = crate::office::one("releve.xml", batch.as_bytes());
    let whole = statement(Kind::Csv, "site.csv", &[sum], (4, 4), 0);
    let again = statement(
        Kind::Ofx,
        "site.ofx",
        &[Move { day: 4, cents: 3_000, label: "REMISE PRLV".into(), reference: String::new() }],
        (4, 4),
        0,
    );
    assert_eq!(lines(&[whole.clone(), parts.clone(), again.clone()]), [(4, 1_000), (4, 2_000)]);
    assert_eq!(lines(&[parts, whole, again]), [(4, 1_000), (4, 2_000)]);
}
