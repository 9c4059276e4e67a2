//! Other companies in the same habits: what is found open must be what the generator left open.

use crate::assert_invariants;
use crate::habit::{Dice, Habit};
use crate::open_items::{Open, open_of};
use crate::world::{World, build, year};
use draft::LedgerItemKind;

fn truth(world: &World) -> Open {
    let seen = |p: usize| world.bytes_mention(p);
    (0..64)
        .filter(|p| seen(*p))
        .map(|p| {
            let mut open = world.open.get(&p).cloned().unwrap_or_default();
            open.sort();
            (world.code(p), (world.name(p).to_string(), world.balance(p), open))
        })
        .collect()
}

#[test]
fn other_years_in_the_same_habits_are_exact() {
    for seed in 0..400 {
        let world = year(seed);
        let reading = fec::read("732829320FEC20251231.txt", &world.bytes());
        assert!(!reading.is_refused(), "{seed}: {:?}", reading.problems);
        let ledger = reading.ledger.unwrap();
        assert_invariants(&ledger);
        assert_eq!(open_of(&ledger), truth(&world), "seed {seed}, {:?}", world.habit);
        assert!(ledger.parties.iter().all(|p| !p.to_confirm), "seed {seed}");
        for (_, item) in ledger.open_items() {
            let origin = item.continues.and_then(|c| ledger.items.get(c)).map(|i| i.reference.as_str());
            let carried = matches!(item.kind, LedgerItemKind::UnpaidOrRefund | LedgerItemKind::Transfer);
            assert_eq!(origin, carried.then_some(item.reference.as_str()), "seed {seed}: {item:?}");
        }
    }
}

/// Without letters and without names on payments only balances can be exact; what is guessed must say so.
#[test]
fn what_only_amounts_can_tell_is_marked() {
    let (mut parties, mut right) = (0, 0);
    for seed in 0..100 {
        let mut dice = Dice(seed);
        let habit = Habit { lettered: false, named_payments: false, ..Habit::of(&mut dice, seed) };
        let world = build(&mut dice, habit);
        let ledger = fec::read("732829320FEC20251231.txt", &world.bytes()).ledger.unwrap();
        assert_invariants(&ledger);
        let (found, truth) = (open_of(&ledger), truth(&world));
        for (code, (_, balance, open)) in &truth {
            assert_eq!(found[code].1, *balance, "seed {seed}");
            let same = found[code].2 == *open;
            assert!(
                same || ledger.party(code).unwrap().to_confirm,
                "seed {seed} {code}: {:?} for {open:?}",
                found[code].2
            );
            if !world.ambiguous.iter().any(|p| world.code(*p) == *code) {
                parties += 1;
                right += usize::from(same);
            }
        }
    }
    assert!(parties > 300 && right * 100 >= parties * 99, "{right} of {parties}");
}

/// The same company a year later: the detail of the first year replaces its opening lines.
#[test]
fn two_years_keep_the_detail_and_the_balance() {
    for seed in 0..120 {
        let mut dice = Dice(seed);
        let habit = Habit::of(&mut dice, seed);
        let first = build(&mut dice, habit.clone());
        let mut second = World::following(&first);
        second.carry(&mut dice, &first);
        for party in 0..second.parties() {
            (0..dice.below(4)).for_each(|_| second.sale(&mut dice, party));
        }
        let read = |world: &World, name: &str| fec::read(name, &world.bytes()).ledger.unwrap();
        let (a, b) = (read(&first, "732829320FEC20251231.txt"), read(&second, "732829320FEC20261231.txt"));
        let balances: Vec<_> =
            b.parties.iter().filter(|p| !p.balance.is_zero()).map(|p| (p.code.clone(), p.balance)).collect();
        let (merged, problems) = fec::merge_years(vec![b.clone(), a.clone()]);
        assert!(problems.is_empty(), "seed {seed}: {problems:?}");
        assert_invariants(&merged);
        let found: Vec<_> =
            merged.parties.iter().filter(|p| !p.balance.is_zero()).map(|p| (p.code.clone(), p.balance)).collect();
        assert_eq!(found, balances, "seed {seed}");
        let known = open_of(&merged);
        for (code, (_, _, open)) in truth(&second) {
            assert_eq!(known[&code].2, open, "seed {seed} {code} {:?}", habit);
        }
        assert_eq!(merged.closing_on, base::parse_iso_date("2026-12-31"));
        let again = fec::merge_years(vec![a.clone(), b.clone(), b.clone()]);
        assert_eq!(again.0, merged, "order and repetition change nothing");
        assert_eq!(again.1[0].code, "same_period");
    }
}

#[test]
fn an_opening_that_differs_is_believed_and_said() {
    let world = year(7);
    let first = fec::read("732829320FEC20251231.txt", &world.bytes()).ledger.unwrap();
    let text = "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise\n\
        AN|A nouveaux|1|20260101|411000|Clients|CLI000|X|AN|20260101|A nouveau|1,00|0,00|||20260101||\n\
        AN|A nouveaux|1|20260101|890000|Bilan|||AN|20260101|A nouveau|0,00|1,00|||20260101||\n";
    let second = fec::read("732829320FEC20261231.txt", text.as_bytes()).ledger.unwrap();
    let (merged, problems) = fec::merge_years(vec![first, second.clone()]);
    assert_invariants(&merged);
    assert!(problems.iter().all(|p| p.code == "opening_differs") && !problems.is_empty());
    assert_eq!(merged.party("CLI000").unwrap().balance, second.party("CLI000").unwrap().balance);
    let stranger = draft::LedgerDraft { siren: Some("552081317".into()), ..second };
    let (_, problems) = fec::merge_years(vec![merged.clone(), stranger]);
    assert_eq!(problems[0].code, "another_company");
}
