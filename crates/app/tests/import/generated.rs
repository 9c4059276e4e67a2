//! Generated companies: after the import each customer's sum is the ledger's, and what is open is what the generator left.

use crate::habit::{Dice, Habit};
use crate::office::{Account, Office, one};
use crate::world::{World, build, year};
use app::import::ReadFile;
use std::collections::BTreeMap;

const FIRST: &str = "732829320FEC20251231.txt";
const SECOND: &str = "732829320FEC20261231.txt";

fn truth(world: &World) -> BTreeMap<String, Account> {
    let parties = (0..world.parties()).filter(|p| world.bytes_mention(*p));
    parties
        .map(|p| {
            let mut open = world.open.get(&p).cloned().unwrap_or_default();
            open.sort();
            (world.code(p), Account { name: world.name(p).to_string(), balance: world.balance(p), open })
        })
        .collect()
}

fn take_again(office: &Office, file: &ReadFile, case: &str) {
    let mut again = file.clone();
    again.sha256 = format!("{}0", &file.sha256[1..]);
    let report = office.import(&[again]);
    assert_eq!(report.created(), 0, "{case}: {report:?}, {:?}", office.accounts());
}

#[test]
fn a_generated_year_is_exact() {
    for seed in 0..60 {
        let world = year(seed);
        let file = one(FIRST, &world.bytes());
        let body = |url: &str| {
            let office = Office::open(url);
            office.take(&file);
            assert_eq!(office.accounts(), truth(&world), "seed {seed}");
            take_again(&office, &file, &format!("seed {seed}"));
            assert_eq!(office.accounts(), truth(&world), "seed {seed}, again");
            office.is_sound();
        };
        if seed < 6 { testkit::both(body) } else { testkit::on_sqlite(body) }
    }
}

/// Without letters and names only balances can be exact; they are.
#[test]
fn where_only_amounts_can_tell_the_balance_is_the_ledger_s() {
    for seed in 0..40 {
        let mut dice = Dice(seed);
        let habit = Habit { lettered: false, named_payments: false, ..Habit::of(&mut dice, seed) };
        let world = build(&mut dice, habit);
        let file = one(FIRST, &world.bytes());
        testkit::on_sqlite(|url| {
            let office = Office::open(url);
            office.take(&file);
            let sums = |accounts: &BTreeMap<String, Account>| -> BTreeMap<String, i64> {
                accounts.iter().map(|(code, a)| (code.clone(), a.balance)).collect()
            };
            assert_eq!(sums(&office.accounts()), sums(&truth(&world)), "seed {seed}");
            take_again(&office, &file, &format!("seed {seed}"));
            office.is_sound();
        });
    }
}

#[test]
fn two_generated_years_in_every_way() {
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let habit = Habit::of(&mut dice, seed);
        let first = build(&mut dice, habit);
        let mut second = World::following(&first);
        second.carry(&mut dice, &first);
        for party in 0..second.parties() {
            (0..dice.below(4)).for_each(|_| second.sale(&mut dice, party));
        }
        let files = [one(FIRST, &first.bytes()), one(SECOND, &second.bytes())];
        let (joined, _) = fec::merge_years(files.iter().filter_map(|f| f.reading.ledger.clone()).collect());
        let mut merged = files[1].clone();
        merged.reading.ledger = Some(joined);
        let ways: [&[&ReadFile]; 4] =
            [&[&files[0], &files[1]], &[&files[1], &files[0]], &[&merged], &[&files[1], &merged]];
        let expected = truth(&second);
        for (way, files) in ways.into_iter().enumerate() {
            testkit::on_sqlite(|url| {
                let office = Office::open(url);
                files.iter().for_each(|f| drop(office.import(&[(*f).clone()])));
                let accounts = office.accounts();
                for (code, account) in &expected {
                    assert_eq!(&accounts[code], account, "seed {seed} way {way} {:?}", second.habit);
                }
                files.iter().for_each(|f| take_again(&office, f, &format!("seed {seed} way {way} {:?}", second.habit)));
                assert_eq!(office.accounts(), accounts, "seed {seed} way {way}");
                office.is_sound();
            });
        }
    }
}
