//! One movement that two kinds of file tell on different days, or one as a sum and the other in parts: the money is there once,
//! in whatever order the files come; what nobody can tell without looking waits for a person.

use crate::bank_paper::{IBAN, Kind, Move, statement};
use crate::office::{Office, day};
use crate::paper::Paper;
use app::import::ReadFile;
use app::ports::terms::View;
use app::records::EchoVerdict;
use app::{bank_accounts, sorting};
use base::id::BankLineId;

const LABEL: &str = "VIR DUPONT MENUISERIE F-2026-0001";

fn of(day: u32, label: &str) -> Move {
    Move { day, cents: 100_000, label: label.into(), reference: String::new() }
}

fn file(kind: Kind, name: &str, moves: &[Move], days: (u32, u32)) -> ReadFile {
    statement(kind, name, moves, days, 500_000)
}

fn invoice() -> ReadFile {
    Paper { issued: "2026-04-01", due: Some("2026-05-01"), ..Paper::default() }.xml()
}

/// The credits that wait, those that wait for a person to say whether they are another one first.
fn waiting(office: &Office) -> Vec<(bool, BankLineId)> {
    let view = View { as_of: office.today, known_at: None };
    let credits =
        office.world().read(|books| Ok(books.unmatched_credits(office.company.id, day("2026-01-01"), view)?));
    let mut found: Vec<_> = credits.unwrap().iter().map(|c| (c.perhaps_told_on.is_none(), c.id)).collect();
    found.sort();
    found
}

/// Lines that count, credits that wait surely and perhaps, and what is left to pay.
fn state(office: &Office) -> (u64, usize, usize, i64) {
    let accounts = bank_accounts::overview(&office.world(), &office.company).unwrap();
    let waits = waiting(office);
    let perhaps = waits.iter().filter(|(sure, _)| !sure).count();
    (accounts.iter().map(|a| a.lines).sum(), waits.len() - perhaps, perhaps, office.total())
}

/// The state after the files in every order.
fn in_every_order(files: &[ReadFile], expected: (u64, usize, usize, i64)) {
    for (nth, order) in orders(files.len()).into_iter().enumerate() {
        let body = |url: &str| {
            let office = Office::open(url);
            for at in &order {
                office.take(&files[*at]);
            }
            let names: Vec<&str> = order.iter().map(|at| files[*at].name.as_str()).collect();
            assert_eq!(state(&office), expected, "{names:?}");
            office.is_sound();
        };
        if nth == 0 { testkit::both(body) } else { testkit::on_sqlite(body) }
    }
}

fn orders(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let with_last = |order: Vec<usize>| {
        (0..n).map(move |at| {
            let mut order = order.clone();
            order.insert(at, n - 1);
            order
        })
    };
    orders(n - 1).into_iter().flat_map(with_last).collect()
}

#[test]
fn a_movement_told_on_another_day_is_the_same_money() {
    let statement = file(Kind::Camt, "releve.xml", &[of(4, LABEL)], (1, 9));
    let export = file(Kind::Ofx, "site.ofx", &[of(5, LABEL)], (1, 9));
    let table = file(Kind::Csv, "site.csv", &[of(6, LABEL)], (1, 9));
    in_every_order(&[invoice(), statement, export, table], (1, 0, 0, 0));
}

#[test]
fn equal_transfers_on_near_days_stay_two() {
    let label = "VIR DUPONT MENUISERIE LOYER";
    let statement = file(Kind::Camt, "releve.xml", &[of(4, label), of(5, label)], (1, 9));
    in_every_order(std::slice::from_ref(&statement), (2, 2, 0, 0));
    // The export books each a day later: the fifth is in both, and the fourth is its sixth.
    let export = file(Kind::Ofx, "site.ofx", &[of(5, label), of(6, label)], (1, 9));
    in_every_order(&[statement.clone(), export], (2, 2, 0, 0));
    let both = file(Kind::Mt940, "releve.sta", &[of(4, label), of(5, label)], (1, 9));
    in_every_order(&[statement, both], (2, 2, 0, 0));
}

/// Neither file covers the other's day: there may have been two transfers.
#[test]
fn what_nobody_can_tell_waits_for_a_person() {
    let early = file(Kind::Camt, "releve.xml", &[of(4, LABEL)], (1, 4));
    let late = file(Kind::Ofx, "site.ofx", &[of(5, LABEL)], (5, 9));
    testkit::both(|url| {
        let office = Office::open(url);
        office.take(&invoice());
        office.take(&early);
        let report = office.take(&late);
        assert!(report.problems.iter().any(|p| p.code == "line_perhaps_told_again"), "{:?}", report.problems);
        // The first pays the invoice; the second is not taken for a second payment.
        assert_eq!(state(&office), (2, 0, 1, 0));
        assert_eq!(office.received(), [100_000]);
        let (_, line) = waiting(&office)[0];
        let world = office.world();
        assert!(sorting::told_again(&world, &office.company, line, true, " ").is_err(), "a decision has its reason");
        sorting::told_again(&world, &office.company, line, true, "vu à la banque").unwrap();
        assert_eq!(state(&office), (1, 0, 0, 0));
        assert!(sorting::told_again(&world, &office.company, line, true, "encore").is_err());
        // Said again by a later export, it stays what the person said.
        let again = file(Kind::Ofx, "encore.ofx", &[of(5, LABEL), of(8, "VIR MARTIN")], (5, 9));
        office.take(&again);
        assert_eq!(state(&office), (2, 1, 0, 0));
        sorting::reopen(&world, &office.company, line, "c’était un second virement").unwrap();
        assert_eq!(state(&office), (3, 2, 0, 0));
        office.take(&file(Kind::Camt, "suite.xml", &[of(8, "VIR MARTIN")], (5, 9)));
        assert_eq!(state(&office), (3, 2, 0, 0), "what a person said is not said otherwise");
        office.is_sound();
    });
}

#[test]
fn a_doubtful_line_is_not_matched_in_any_order() {
    let early = file(Kind::Camt, "releve.xml", &[of(4, LABEL)], (1, 4));
    let late = file(Kind::Ofx, "site.ofx", &[of(5, LABEL)], (5, 9));
    in_every_order(&[invoice(), early, late], (2, 0, 1, 0));
}

/// A file that covers the missing days settles it.
#[test]
fn a_doubt_ends_when_a_file_tells() {
    let early = file(Kind::Camt, "releve.xml", &[of(4, LABEL)], (1, 4));
    let late = file(Kind::Ofx, "site.ofx", &[of(5, LABEL)], (5, 9));
    let none = file(Kind::Camt, "suite.xml", &[of(8, "VIR MARTIN")], (5, 9));
    in_every_order(&[invoice(), early.clone(), late.clone(), none], (2, 1, 0, 0));
    let second = file(Kind::Camt, "suite.xml", &[of(5, LABEL)], (5, 9));
    in_every_order(&[invoice(), early, late, second], (2, 1, 0, 0));
}

#[test]
fn other_payers_and_distant_days_are_other_money() {
    let early = file(Kind::Camt, "releve.xml", &[of(1, LABEL)], (1, 9));
    let late = file(Kind::Ofx, "site.ofx", &[of(8, LABEL)], (1, 9));
    in_every_order(&[early, late], (2, 2, 0, 0));
    let dupont = Move { reference: "E-1".into(), ..of(4, "VIR DUPONT") };
    let martin = Move { reference: "E-2".into(), ..of(5, "VIR DUPONT") };
    let early = file(Kind::Camt, "releve.xml", &[dupont], (1, 9));
    let with = file(Kind::Cfonb, "releve.txt", &[martin], (1, 9));
    in_every_order(&[early, with], (2, 2, 0, 0));
}

#[test]
fn money_taken_back_is_told_twice_and_goes_once() {
    let credit = |day| of(day, "PRLV DUPONT F-2026-0001");
    let back = |day| Move { cents: -100_000, ..of(day, "REJET PRLV DUPONT F-2026-0001") };
    let other = of(3, "VIR DUPONT MENUISERIE");
    let statement = file(Kind::Camt, "releve.xml", &[other.clone(), credit(2), back(5)], (1, 9));
    let export = file(Kind::Ofx, "site.ofx", &[other, credit(2), back(6)], (1, 9));
    // One credit was taken back, once; the other still waits.
    in_every_order(&[invoice(), statement, export], (3, 1, 0, 100_000));
}

const BATCH: &str = "<Document><BkToCstmrStmt><Stmt><Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id><Ccy>EUR</Ccy></Acct>\
    <FrToDt><FrDtTm>2026-05-01T00:00:00</FrDtTm><ToDtTm>2026-05-09T00:00:00</ToDtTm></FrToDt><Ntry>\
    <Amt Ccy=\"EUR\">3000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-05-04</Dt></BookgDt><NtryDtls>\
    <TxDtls><Refs><EndToEndId>A</EndToEndId></Refs><Amt Ccy=\"EUR\">1000.00</Amt><RmtInf><Ustrd>F-2026-0001</Ustrd></RmtInf></TxDtls>\
    <TxDtls><Refs><EndToEndId>B</EndToEndId></Refs><Amt Ccy=\"EUR\">2000.00</Amt><RmtInf><Ustrd>MARTIN</Ustrd></RmtInf></TxDtls>\
    </NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>";

/// The parts count, whoever comes first; the invoice that one of them pays is paid.
#[test]
fn a_batch_told_as_a_sum_and_in_parts() {
    let sum = Move { cents: 300_000, ..of(4, "REMISE PRLV") };
    let parts = crate::office::one("releve.xml", BATCH.as_bytes());
    let whole = file(Kind::Csv, "site.csv", std::slice::from_ref(&sum), (4, 4));
    let again = file(Kind::Ofx, "site.ofx", &[sum], (4, 4));
    in_every_order(&[invoice(), parts, whole, again], (2, 1, 0, 0));
}

/// A sum that the program matched gives way to its parts; one that a person matched stays what the person said.
#[test]
fn a_sum_that_was_matched_gives_way_unless_a_person_spoke() {
    let sum = Move { cents: 300_000, ..of(4, "REMISE PRLV F-2026-0002") };
    let whole = file(Kind::Csv, "site.csv", &[sum], (4, 4));
    let parts = || crate::office::one("releve.xml", BATCH.as_bytes());
    let named =
        || Paper { number: "F-2026-0002", euros: "3000.00", issued: "2026-04-01", due: None, ..Paper::default() };
    testkit::both(|url| {
        let office = Office::open(url);
        office.take(&named().xml());
        office.take(&whole);
        assert_eq!(office.total(), 0);
        office.take(&parts());
        assert_eq!((office.total(), waiting(&office).len()), (300_000, 2));
        office.is_sound();
    });
    testkit::both(|url| {
        let office = Office::open(url);
        office.take(&whole);
        let (_, line) = waiting(&office)[0];
        sorting::set_aside(&office.world(), &office.company, line, "d’aucun client").unwrap();
        office.take(&parts());
        assert_eq!(waiting(&office), []);
    });
}

#[test]
fn what_was_said_of_a_line_is_kept_and_journalled() {
    let early = file(Kind::Camt, "releve.xml", &[of(4, LABEL)], (1, 9));
    let late = file(Kind::Ofx, "site.ofx", &[of(5, LABEL)], (1, 9));
    testkit::both(|url| {
        let office = Office::open(url);
        office.take(&late);
        let report = office.take(&early);
        assert_eq!((report.created, report.already_known), (0, 1), "{report:?}");
        let world = office.world();
        let (from, until) = (day("2026-05-01"), day("2026-05-31"));
        let said = world.read(|books| Ok(books.echoes_between(office.company.id, IBAN, from, until)?)).unwrap();
        assert_eq!(said.iter().map(|e| (e.verdict, e.is_persons)).collect::<Vec<_>>(), [(EchoVerdict::Same, false)]);
        let original = world.read(|books| Ok(books.bank_line(said[0].original)?)).unwrap().unwrap();
        assert_eq!(original.booked_on, day("2026-05-04"), "the statement of the bank counts, not the export");
        let mut sentences = Vec::new();
        world
            .read(|books| {
                Ok(books.journal(office.company.id, &mut |entry| {
                    sentences.push(entry.sentence(&|_| None));
                    Ok(())
                })?)
            })
            .unwrap();
        let told = sentences
            .iter()
            .any(|s| s.contains("dit une seconde fois une autre opération, celle du «\u{a0}4 mai 2026\u{a0}»"));
        assert!(told, "{sentences:#?}");
    });
}
