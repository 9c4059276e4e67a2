//! Money that the bank takes back after it had paid something: what it paid is open again, once, whoever tells it first.

use crate::office::Office;
use crate::paper::{Line, Paper, camt, fec};
use app::import::ReadFile;

const CREDIT: (&str, &str, &str, &str, bool) = ("2026-09-20", "1000.00", "PRLV F-2026-0001", "E1", false);
const BACK: (&str, &str, &str, &str, bool) = ("2026-09-28", "-1000.00", "REJET PRLV", "E1", true);

/// Returned money, told in these files in this order: the invoice is whole again, and the books sound.
fn reopens(files: &[ReadFile]) {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        for file in files {
            office.take(file);
        }
        assert_eq!(office.open_items(), [("F-2026-0001".to_string(), 100_000)]);
        office.is_sound();
    });
}

#[test]
fn a_direct_debit_that_comes_back_reopens_what_it_paid() {
    testkit::both(|url| {
        let office = Office::open(url);
        office.take(&Paper::default().xml());
        office.take(&camt("septembre", &[CREDIT]));
        assert_eq!(office.total(), 0);
        let report = office.take(&camt("octobre", &[BACK]));
        assert_eq!(office.total(), 100_000);
        assert_eq!(report.returned.len(), 1);
        assert_eq!(report.returned[0].reopened, ["F-2026-0001"]);
        // The customer pays at last: that is other money.
        let paid = ("2026-10-05", "1000.00", "VIR F-2026-0001", "E9", false);
        let settled = office.import(&[camt("novembre", &[paid])]).settled;
        assert_eq!((office.total(), settled.certain_payments, settled.unmatched_credits), (0, 1, 0));
        office.is_sound();
    });
}

#[test]
fn credit_and_return_come_in_any_order_and_overlap() {
    let invoice = || Paper::default().xml();
    reopens(&[invoice(), camt("octobre", &[BACK]), camt("septembre", &[CREDIT])]);
    reopens(&[camt("octobre", &[BACK]), invoice(), camt("septembre", &[CREDIT])]);
    // The second statement begins with the line that the first ended with: the stored credit is the one that came back.
    let whole = [CREDIT, ("2026-09-21", "5.00", "VIR", "E2", false), BACK];
    reopens(&[invoice(), camt("releve", &whole[..2]), camt("releve", &whole)]);
}

#[test]
fn a_return_that_nobody_can_place_is_listed_once() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        office.take(&Paper::default().xml());
        office.take(&camt("septembre", &[CREDIT]));
        let other = ("2026-09-28", "-1000.00", "REJET PRLV", "E7", true);
        let report = office.take(&camt("octobre", &[other]));
        assert_eq!((office.total(), report.returned.len()), (0, 0));
        let codes: Vec<_> = report.problems.iter().map(|p| p.code.to_string()).collect();
        assert_eq!(codes, ["return_unknown"]);
        let later = ("2026-10-02", "3.00", "VIR", "E8", false);
        assert!(office.take(&camt("novembre", &[later])).problems.is_empty());
    });
}

/// The ledger books the rejection too: one rejection, not two.
#[test]
fn a_return_told_by_the_ledger_and_by_the_bank_reopens_once() {
    let lines: [Line<'_>; 3] = [
        ("VE", "20260901", "411000", "C1 Menuiserie Roux", "F-2026-0001", "Facture F-2026-0001", "1000.00", "A"),
        ("BQ", "20260920", "411000", "C1 Menuiserie Roux", "R1", "PRLV F-2026-0001", "-1000.00", "A"),
        ("BQ", "20260929", "411000", "C1 Menuiserie Roux", "F-2026-0001", "REJET PRLV F-2026-0001", "1000.00", ""),
    ];
    let ledger = || fec("732829320FEC20261231.txt", &lines);
    let bank = || camt("releve", &[CREDIT, BACK]);
    let months = || [camt("septembre", &[CREDIT]), camt("octobre", &[BACK])];
    let owed = |files: &[ReadFile]| {
        let mut open = Vec::new();
        testkit::on_sqlite(|url| {
            let office = Office::open(url);
            for file in files {
                office.take(file);
            }
            office.is_sound();
            open = office.open_items();
        });
        open
    };
    let alone = owed(&[ledger()]);
    assert_eq!(alone.iter().map(|(_, cents)| cents).sum::<i64>(), 100_000, "{alone:?}");
    let [september, october] = months();
    for files in [vec![ledger(), bank()], vec![ledger(), september, october], vec![bank(), ledger()]] {
        assert_eq!(owed(&files), alone);
    }
}

/// A person says that it was not that: the credit waits again, the program does not guess twice, and a new payment may
/// take it.
#[test]
fn a_match_taken_back_by_hand_stays_so_until_a_person_matches_again() {
    testkit::both(|url| {
        let office = Office::open(url);
        office.take(&Paper::default().xml());
        office.take(&camt("septembre", &[CREDIT]));
        let world = office.world();
        let invoice = app::naming::invoice(&world, &office.company, "F-2026-0001").unwrap();
        app::payments::reverse_last(&world, &office.company, invoice.id, "c’était l’acompte").unwrap();
        let settled = office.import(&[camt("octobre", &[("2026-10-02", "3.00", "VIR", "E8", false)])]).settled;
        assert_eq!((office.total(), settled.certain_payments, settled.unmatched_credits), (100_000, 0, 2));
        let (amount, on) = (base::Cents::new(100_000), crate::office::day("2026-09-20"));
        app::payments::pay(&world, &office.company, invoice.id, amount, on, "finalement si").unwrap();
        let view = app::ports::terms::View { as_of: office.today, known_at: None };
        let left = world.read(|books| Ok(books.unmatched_credits(office.company.id, on, view)?)).unwrap();
        assert_eq!((office.total(), left.len()), (0, 1));
        office.is_sound();
    });
}

/// The same story in each format of banks, with the French words of a rejected direct debit.
#[test]
fn a_return_in_any_format_reopens_what_it_returns() {
    use crate::bank_paper::{KINDS, Move, statement};
    let of = |day, cents, label: &str| Move { day, cents, label: label.into(), reference: String::new() };
    for (n, kind) in KINDS.into_iter().enumerate() {
        let credit = of(4, 100_000, "PRLV F-2026-0001");
        let back = of(12, -100_000, "REJET PRLV F-2026-0001");
        testkit::on_sqlite(|url| {
            let office = Office::open(url);
            office.take(&Paper { issued: "2026-04-15", due: Some("2026-05-15"), ..Paper::default() }.xml());
            office.take(&statement(kind, "mai-1", std::slice::from_ref(&credit), (1, 8), 0));
            assert_eq!(office.total(), 0, "{kind:?}");
            // The return is told by another kind of file: it is of the same account.
            let other = KINDS[(n + 1) % KINDS.len()];
            let report = office.take(&statement(other, "mai-2", std::slice::from_ref(&back), (9, 15), 100_000));
            assert_eq!(office.total(), 100_000, "{kind:?} {:?}", report.problems);
            assert_eq!(report.returned[0].reopened, ["F-2026-0001"]);
            office.is_sound();
        });
    }
}
