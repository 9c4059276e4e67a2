//! The company's bank: what a transfer looks like on a statement, with everything that has nothing to do with customers.
//!
//! It only writes what a bank would write. Which invoice a line pays stays with the market.

use crate::chance::{Stream, stream};
use crate::market::{Transfer, Wording};
use base::{Cents, Currency, Date};
use draft::{BankEntryDraft, StatementDraft};

/// The company's account: the usual French example number, with a valid key.
pub const IBAN: &str = "FR7630006000011234567890189";

/// One line as the bank writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub on: Date,
    /// Credits positive.
    pub cents: i64,
    pub label: String,
    pub payer: Option<String>,
    /// The bank's own reference, which not all exports give.
    pub reference: Option<String>,
    /// What really happened; `None` for what no customer paid.
    pub transfer: Option<Transfer>,
}

/// A transfer as a line of the statement; `index` numbers the lines of the account.
pub fn line(seed: u64, payer: &str, transfer: &Transfer, index: u64) -> Line {
    let mut s = stream(seed, transfer.customer, &format!("line {index}"));
    let capitals = base::fold::words(payer).to_uppercase();
    let cut: String = capitals.chars().take(18).collect();
    let numbers: Vec<&str> = transfer.pays.iter().map(|(n, _)| n.as_str()).collect();
    let first = numbers.first().copied().unwrap_or("");
    let label = match transfer.wording {
        Wording::Exact => match s.between(0, 2) {
            0 => format!("VIR SEPA RECU /DE {capitals} /MOTIF {first} /REF NOTPROVIDED"),
            1 => format!("VIREMENT {capitals} {first}"),
            _ => format!("VIR INST {cut} FACT {}", first.replace('-', " ")),
        },
        Wording::NoReference => format!("VIR SEPA RECU /DE {cut}"),
        Wording::CutName => format!("VIR {} {first}", cut.chars().take(10).collect::<String>()),
        Wording::WrongNumber => format!("VIR SEPA RECU /DE {capitals} /MOTIF {}", wrong(first, &mut s)),
        Wording::Together => format!("VIR SEPA RECU /DE {capitals} /MOTIF {}", numbers.join(" ET ")),
        Wording::Mandate => format!("DRFIP MANDAT {} OBJET {first} /DE {cut}", s.digits(4)),
        Wording::Factor => format!("VIR AFFACTURAGE DE L OUEST /CESSION {first}"),
    };
    let label = if transfer.pays.is_empty() { format!("VIR SEPA RECU /DE {capitals} /MOTIF REGLEMENT") } else { label };
    let payer = matches!(transfer.wording, Wording::Exact | Wording::Together).then(|| payer.to_string());
    let reference = (!s.one_in(3)).then(|| format!("{}/{index}", transfer.on));
    Line { on: transfer.on, cents: transfer.cents, label, payer, reference, transfer: Some(transfer.clone()) }
}

/// A number that was mistyped, taken from an older invoice, or is the customer's own.
fn wrong(number: &str, s: &mut Stream) -> String {
    let (head, tail) = number.split_at(number.len().saturating_sub(4));
    match s.between(0, 2) {
        0 => format!("CDE {}", s.digits(7)),
        1 => format!("{head}{}", tail.chars().rev().collect::<String>()),
        _ => format!("FACTURE {}", tail.trim_start_matches('0')),
    }
}

/// What else happens on an account that day: rent, salaries, a tax refund, an interest credit.
pub fn other_lines(seed: u64, day: Date) -> Vec<Line> {
    let mut s = stream(seed, u32::MAX, &format!("account {day}"));
    let mut lines = Vec::new();
    let mut push = |cents: i64, label: &str| {
        let label = label.to_string();
        lines.push(Line { on: day, cents, label, payer: None, reference: None, transfer: None });
    };
    match day.day() {
        5 => push(-182_000, "PRLV LOYER SCI DU QUAI"),
        28 => push(-1_240_000, "VIR SALAIRES"),
        19 if day.month() % 3 == 1 => push(s.between(40_000, 260_000), "VIR DGFIP REMBOURSEMENT TVA"),
        _ if s.one_in(6) => push(-s.between(1_500, 60_000), "CB FOURNITURES"),
        _ => {}
    }
    lines
}

/// The statement of an account over a period.
pub fn statement(lines: &[Line], from: Date, until: Date) -> StatementDraft {
    StatementDraft {
        account: Some(IBAN.to_string()),
        currency: Currency::EUR,
        opening: None,
        closing: None,
        from: Some(from),
        until: Some(until),
        entries: lines.iter().enumerate().map(|(at, line)| entry(at, line)).collect(),
        ..StatementDraft::default()
    }
}

fn entry(at: usize, line: &Line) -> BankEntryDraft {
    BankEntryDraft {
        line: u64::try_from(at + 2).ok(),
        booked_on: line.on,
        value_on: Some(line.on),
        amount: Cents::new(line.cents),
        currency: Currency::EUR,
        bank_reference: line.reference.clone(),
        counterparty: line.payer.clone(),
        remittance: line.label.clone(),
        ..BankEntryDraft::default()
    }
}
