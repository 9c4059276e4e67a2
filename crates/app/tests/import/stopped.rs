//! An import stopped between taking a file and settling it: whatever comes next settles what was taken.

use crate::bank_paper::{Kind, Move, statement};
use crate::office::Office;
use crate::paper::Paper;
use app::import::{ImportOptions, ReadFile, import, settle_waiting};
use app::planning::plan_day;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Imports, and is killed once the files are taken.
fn stopped(office: &Office, files: &[ReadFile]) {
    let dies = |done: usize| assert!(done < files.len(), "the power fails");
    let run = AssertUnwindSafe(|| {
        let _ = import(&office.world(), &office.company, files, ImportOptions::default(), &mut { dies });
    });
    assert!(catch_unwind(run).is_err());
}

fn paid() -> ReadFile {
    let line = Move { day: 4, cents: 100_000, label: "VIR BATI OUEST F-2026-0001".into(), reference: String::new() };
    statement(Kind::Cfonb, "releve.txt", &[line], (1, 5), 0)
}

fn invoice() -> ReadFile {
    Paper { issued: "2026-04-15", due: Some("2026-05-15"), ..Paper::default() }.xml()
}

fn credit_note() -> ReadFile {
    Paper { number: "A-1", kind: "381", issued: "2026-04-20", precedents: &["F-2026-0001"], ..Paper::default() }.xml()
}

#[test]
fn the_next_import_settles_what_waits() {
    testkit::both(|url| {
        let office = Office::open(url);
        office.take(&invoice());
        stopped(&office, &[paid()]);
        assert_eq!(office.total(), 100_000, "taken, not settled");
        // The same file again: nothing new, and what waits is settled.
        let report = office.import(&[paid()]);
        assert_eq!((report.created(), report.settled.certain_payments, office.total()), (0, 1, 0));
        assert_eq!(settle_waiting(&office.world(), &office.company).unwrap(), None);
        office.is_sound();
    });
}

#[test]
fn so_does_the_planning_of_the_day() {
    testkit::both(|url| {
        let office = Office::open(url);
        office.take(&invoice());
        stopped(&office, &[paid()]);
        plan_day(&office.world(), &office.company, office.today).unwrap();
        assert_eq!(office.total(), 0);
        office.is_sound();
    });
}

#[test]
fn credit_notes_wait_too() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        office.take(&invoice());
        stopped(&office, &[credit_note()]);
        let settled = settle_waiting(&office.world(), &office.company).unwrap().unwrap();
        assert_eq!(settled.credit_notes, 1);
        assert!(office.open_items().is_empty(), "{:?}", office.open_items());
    });
}
