//! Exports of one account that overlap, without an account number: each line of the account is there once, and lines that
//! are really equal stay as many as they are.

use crate::office::Office;
use crate::paper::csv;
use std::fmt::Write;

/// A line of the account: day of May, euros, label, payer.
type Line = (u32, u32, &'static str, &'static str);

/// A small generator, so that a failing case can be told by its number.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(n)).unwrap()
    }
}

const DAYS: u32 = 6;

/// Few days, amounts, labels and payers, so that equal lines and nearly equal ones are frequent.
fn account(dice: &mut Dice) -> Vec<Line> {
    let mut lines: Vec<Line> = (0..3 + dice.below(18))
        .map(|_| {
            let label = ["VIR", "VIR LOYER 1 23", "VIR LOYER 12 3"][dice.below(3) as usize];
            (1 + dice.below(DAYS), 10 + dice.below(2), label, ["DUPONT", "MARTIN", ""][dice.below(3) as usize])
        })
        .collect();
    lines.sort_by_key(|line| line.0);
    lines
}

/// What the bank's site gives: the days asked for, the last one perhaps not over yet; oldest or newest first.
fn export(lines: &[Line], (from, until): (u32, u32), is_morning: bool, dice: &mut Dice) -> String {
    let of_last_day = lines.iter().filter(|l| l.0 == until).count();
    let mut left = if is_morning { dice.below(of_last_day as u32 + 1) as usize } else { of_last_day };
    let mut given: Vec<&Line> = lines.iter().filter(|l| (from..=until).contains(&l.0)).collect();
    given.retain(|l| {
        let is_there = l.0 < until || left > 0;
        left -= usize::from(l.0 == until && left > 0);
        is_there
    });
    if dice.below(2) == 0 {
        given.reverse();
    }
    let mut text = String::from("Date;Libellé;Contrepartie;Montant;Devise\n");
    for (day, euros, label, payer) in given {
        writeln!(text, "{day:02}/05/2026;{label};{payer};{euros},00;EUR").unwrap();
    }
    text
}

fn facts(exports: &[String]) -> Vec<(String, i64, String)> {
    let mut found = Vec::new();
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        for (n, text) in exports.iter().enumerate() {
            office.import(&[csv(&format!("export-{n}.csv"), text)]);
        }
        let since = crate::office::day("2026-01-01");
        let lines = office.world().read(|books| Ok(books.credits(office.company.id, since)?)).unwrap();
        found = lines.into_iter().map(|l| (l.booked_on.to_string(), l.amount.get(), l.text)).collect();
    });
    found.sort();
    found
}

#[test]
fn any_overlapping_exports_in_any_order_give_the_same_lines() {
    for seed in 0..40 {
        let mut dice = Dice(seed);
        let lines = account(&mut dice);
        let whole = facts(&[export(&lines, (1, DAYS), false, &mut dice)]);
        assert_eq!(whole.len(), lines.len(), "case {seed}");
        let mut exports = Vec::new();
        let mut from = 1;
        while from <= DAYS {
            let until = from + dice.below(DAYS - from + 1);
            let overlap = from - dice.below(from);
            exports.push(export(&lines, (overlap, until), false, &mut dice));
            exports.push(export(&lines, (overlap, until), true, &mut dice));
            from = until + 1;
        }
        for at in (1..exports.len()).rev() {
            exports.swap(at, dice.below(at as u32 + 1) as usize);
        }
        assert_eq!(facts(&exports), whole, "case {seed}: {exports:#?}");
    }
}

#[test]
fn a_very_long_label_is_one_line_all_the_same() {
    let long =
        |end: &str| format!("Date;Libellé;Montant\n01/05/2026;{}{end};10,00\n", "VIREMENT DE LA CLINIQUE ".repeat(60));
    assert_eq!(facts(&[long("A"), long("A"), long("B")]).len(), 2);
}
