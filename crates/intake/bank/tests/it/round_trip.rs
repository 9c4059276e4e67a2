//! Writing any statement the way a bank could and reading it gives the same statement.

use crate::mutations::Dice;
use bank::read;
use base::{Cents, Date, add_days};

struct Line {
    day: Date,
    cents: i64,
    label: String,
}

fn lines(dice: &mut Dice) -> Vec<Line> {
    const WORDS: [&str; 8] = ["VIR SEPA", "Café", "F-2026-0012", "a;b", "l'été", "REÇU \"X\"", "1,50", "d'Été & Fils"];
    let start = Date::constant(2024, 1, 1);
    let mut line = || Line {
        day: add_days(start, dice.roll(1_000) as i64).unwrap(),
        cents: dice.roll(50_000_000) as i64 - 25_000_000,
        label: format!("OP {} {}", WORDS[dice.roll(WORDS.len())], WORDS[dice.roll(WORDS.len())]),
    };
    (0..12).map(|_| line()).filter(|l| l.cents != 0).collect()
}

#[derive(Clone, Copy)]
struct Style {
    separator: char,
    decimal: char,
    two_columns: bool,
    negative_debits: bool,
    balance: bool,
    iso: bool,
    latin: bool,
    preamble: bool,
}

fn style(dice: &mut Dice) -> Style {
    let mut coin = || dice.roll(2) == 0;
    Style {
        separator: if coin() { ';' } else { '\t' },
        decimal: if coin() { ',' } else { '.' },
        two_columns: coin(),
        negative_debits: coin(),
        balance: coin(),
        iso: coin(),
        latin: coin(),
        preamble: coin(),
    }
}

impl Style {
    fn amount(self, cents: i64) -> String {
        let sign = if cents < 0 { "-" } else { "" };
        format!("{sign}{}{}{:02}", cents.abs() / 100, self.decimal, cents.abs() % 100)
    }

    fn write(self, lines: &[Line]) -> Vec<u8> {
        let mut header = vec!["Date", "Libellé"];
        header.extend(if self.two_columns { vec!["Débit", "Crédit"] } else { vec!["Montant"] });
        header.extend(self.balance.then_some("Solde"));
        let mut rows = vec![header.into_iter().map(str::to_string).collect::<Vec<_>>()];
        let mut balance = 100_000;
        for line in lines {
            balance += line.cents;
            let day = if self.iso { line.day.to_string() } else { line.day.strftime("%d/%m/%Y").to_string() };
            let mut row = vec![day, format!("\"{}\"", line.label.replace('"', "\"\""))];
            row.extend(match (self.two_columns, line.cents < 0) {
                (false, _) => vec![self.amount(line.cents)],
                (true, true) => {
                    vec![self.amount(if self.negative_debits { line.cents } else { -line.cents }), String::new()]
                }
                (true, false) => vec![String::new(), self.amount(line.cents)],
            });
            row.extend(self.balance.then(|| self.amount(balance)));
            rows.push(row);
        }
        let separator = self.separator.to_string();
        let body: Vec<String> = rows.iter().map(|row| row.join(&separator)).collect();
        let preamble = if self.preamble { "Compte courant n° 00012345678\r\n\r\n" } else { "" };
        let text = format!("{preamble}{}\r\n", body.join("\r\n"));
        if self.latin { text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect() } else { text.into_bytes() }
    }
}

#[test]
fn what_is_written_is_read() {
    let mut dice = Dice(2_026);
    for _ in 0..400 {
        let (lines, style) = (lines(&mut dice), style(&mut dice));
        let bytes = style.write(&lines);
        let reading = read(&bytes).unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&bytes)));
        assert!(reading.problems.is_empty(), "{}: {:?}", String::from_utf8_lossy(&bytes), reading.problems);
        let statement = &reading.statements[0];
        let read: Vec<_> =
            statement.entries.iter().map(|e| (e.booked_on, e.amount.get(), e.remittance.clone())).collect();
        let written: Vec<_> = lines.iter().map(|l| (l.day, l.cents, l.label.clone())).collect();
        assert_eq!(read, written, "{}", String::from_utf8_lossy(&bytes));
        if style.balance {
            let sum: i64 = lines.iter().map(|l| l.cents).sum();
            assert_eq!(
                (statement.opening, statement.closing),
                (Some(Cents::new(100_000)), Some(Cents::new(100_000 + sum)))
            );
        }
        assert_eq!(statement.account.as_deref(), style.preamble.then_some("00012345678"));
    }
}
