//! One account's movements written in each format of banks, with what each format says of them and no more.

use crate::office::one;
use app::import::ReadFile;
use std::fmt::Write;

pub const IBAN: &str = "FR7630006000011234567890189";

/// Day of May 2026, cents, label, payer's reference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Move {
    pub day: u32,
    pub cents: i64,
    pub label: String,
    pub reference: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Csv,
    Camt,
    Ofx,
    Mt940,
    Cfonb,
}

pub const KINDS: [Kind; 5] = [Kind::Csv, Kind::Camt, Kind::Ofx, Kind::Mt940, Kind::Cfonb];

/// A statement over some days, with balances where the format has them.
pub fn statement(kind: Kind, name: &str, moves: &[Move], (from, until): (u32, u32), opening: i64) -> ReadFile {
    let closing = opening + moves.iter().map(|m| m.cents).sum::<i64>();
    let text = match kind {
        Kind::Csv => csv(moves, opening),
        Kind::Camt => camt(moves, (from, until), opening, closing),
        Kind::Ofx => ofx(moves, (from, until), closing),
        Kind::Mt940 => mt940(moves, (from, until), opening, closing),
        Kind::Cfonb => cfonb(moves, (from, until), opening, closing),
    };
    one(name, text.as_bytes())
}

fn euros(cents: i64, mark: char) -> String {
    format!("{}{mark}{:02}", cents.abs() / 100, cents.abs() % 100)
}

fn sign(cents: i64) -> &'static str {
    if cents < 0 { "-" } else { "" }
}

fn csv(moves: &[Move], opening: i64) -> String {
    let mut text = "Compte;30006 00001 12345678901 89\n\nDate;Libellé;Montant;Solde\n".to_string();
    let mut balance = opening;
    for m in moves {
        balance += m.cents;
        let (s, b) = (sign(m.cents), sign(balance));
        writeln!(
            text,
            "{:02}/05/2026;{} {};{s}{};{b}{}",
            m.day,
            m.label,
            m.reference,
            euros(m.cents, ','),
            euros(balance, ',')
        )
        .unwrap();
    }
    text
}

fn camt(moves: &[Move], (from, until): (u32, u32), opening: i64, closing: i64) -> String {
    let balance = |code: &str, cents: i64, day: u32| {
        let side = if cents < 0 { "DBIT" } else { "CRDT" };
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>{side}</CdtDbtInd>\
             <Dt><Dt>2026-05-{day:02}</Dt></Dt></Bal>",
            euros(cents, '.')
        )
    };
    let mut body = balance("OPBD", opening, from) + &balance("CLBD", closing, until);
    for m in moves {
        let side = if m.cents < 0 { "DBIT" } else { "CRDT" };
        let reference = if m.reference.is_empty() { "NOTPROVIDED" } else { &m.reference };
        let back = m.label.starts_with("REJET");
        write!(
            body,
            "<Ntry><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>{side}</CdtDbtInd><RvslInd>{back}</RvslInd><Sts>BOOK</Sts>\
             <BookgDt><Dt>2026-05-{:02}</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs>\
             <RmtInf><Ustrd>{}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>",
            euros(m.cents, '.'),
            m.day,
            m.label
        )
        .unwrap();
    }
    format!(
        "<Document><BkToCstmrStmt><Stmt><FrToDt><FrDtTm>2026-05-{from:02}T00:00:00</FrDtTm><ToDtTm>2026-05-{until:02}T23:59:59\
         </ToDtTm></FrToDt><Acct><Id><IBAN>{IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>{body}</Stmt></BkToCstmrStmt></Document>"
    )
}

fn ofx(moves: &[Move], (from, until): (u32, u32), closing: i64) -> String {
    let mut body = String::new();
    for (at, m) in moves.iter().enumerate() {
        writeln!(
            body,
            "<STMTTRN><TRNTYPE>OTHER<DTPOSTED>202605{:02}<TRNAMT>{}{}<FITID>202605{:02}{at:04}<NAME>{}<MEMO>{}</STMTTRN>",
            m.day,
            sign(m.cents),
            euros(m.cents, '.'),
            m.day,
            m.label,
            m.reference
        )
        .unwrap();
    }
    format!(
        "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>30006\
         <BRANCHID>00001<ACCTID>12345678901<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>202605{from:02}<DTEND>202605{until:02}\n\
         {body}</BANKTRANLIST><LEDGERBAL><BALAMT>{}{}<DTASOF>202605{until:02}</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n",
        sign(closing),
        euros(closing, '.')
    )
}

fn mt940(moves: &[Move], (from, until): (u32, u32), opening: i64, closing: i64) -> String {
    let side = |cents: i64| if cents < 0 { 'D' } else { 'C' };
    let mut text =
        format!(":20:R\n:25:{IBAN}\n:28C:1/1\n:60F:{}2605{from:02}EUR{}\n", side(opening), euros(opening, ','));
    for m in moves {
        let day = m.day;
        let reference = if m.reference.is_empty() { "NONREF" } else { &m.reference };
        writeln!(
            text,
            ":61:2605{day:02}05{day:02}{}{}NTRF{reference}\n:86:{}",
            side(m.cents),
            euros(m.cents, ','),
            m.label
        )
        .unwrap();
    }
    text + &format!(":62F:{}2605{until:02}EUR{}\n-\n", side(closing), euros(closing, ','))
}

fn cfonb(moves: &[Move], (from, until): (u32, u32), opening: i64, closing: i64) -> String {
    let amount = |cents: i64| {
        let digits = format!("{:014}", cents.abs());
        let last = digits.as_bytes()[13] - b'0';
        let signed = match (cents < 0, last) {
            (false, 0) => '{',
            (true, 0) => '}',
            (false, n) => char::from(b'A' + n - 1),
            (true, n) => char::from(b'J' + n - 1),
        };
        format!("{}{signed}", &digits[..13])
    };
    let balance = |code: &str, day: u32, cents: i64| {
        format!("{code}30006    00001EUR2 12345678901  {day:02}0526{:50}{}{:16}\n", "", amount(cents), "")
    };
    let mut text = balance("01", from, opening);
    for m in moves {
        let day = m.day;
        writeln!(
            text,
            "0430006    00001EUR2 1234567890105{day:02}0526  {day:02}0526{:<31}  0000000  {}{:16}",
            m.label,
            amount(m.cents),
            ""
        )
        .unwrap();
        if !m.reference.is_empty() {
            writeln!(text, "0530006    00001EUR2 1234567890105{day:02}0526     RCN{:<70}  ", m.reference).unwrap();
        }
    }
    text + &balance("07", until, closing)
}
