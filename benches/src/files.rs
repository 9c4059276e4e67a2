//! The same market as the files a company would have: a list of invoices in CSV, and an accounting export (FEC).

use crate::market::{Market, Sale, customer_name};
use base::{Cents, Date};
use std::fmt::Write;

/// What French invoicing programs export: `;`, decimal comma, days first. A CSV knows no payments, only what is left.
pub fn csv(invoices: u64, seed: u64) -> String {
    let mut out = String::from("Numéro;Client;Code client;Date;Échéance;Total HT;TVA;Total TTC;Reste dû\r\n");
    for sale in Market::new(invoices, seed) {
        let left = Cents::new(sale.gross.get() - sale.paid());
        let _ = write!(
            out,
            "{};{};C{:06};{};{};{};{};{};{}\r\n",
            sale.number,
            customer_name(sale.customer),
            sale.customer,
            french(sale.issued_on),
            french(sale.due_on),
            comma(sale.net),
            comma(sale.vat),
            comma(sale.gross),
            comma(left)
        );
    }
    out
}

/// Three lines for an invoice, two for a payment; what is wholly paid is lettered.
pub fn fec(invoices: u64, seed: u64) -> String {
    let mut out = String::from(
        "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\t\
         PieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise\r\n",
    );
    let mut entry = 0;
    for (sale, n) in Market::new(invoices, seed).zip(1_u64..) {
        let is_paid = sale.paid() == sale.gross.get();
        let letter = if is_paid { format!("L{n}") } else { String::new() };
        let mut put = |journal: &str, on: Date, rows: &[(&str, Cents, Cents)]| {
            entry += 1;
            for row in rows {
                line(&mut out, &sale, (journal, entry, on), row, &letter);
            }
        };
        let none = Cents::ZERO;
        put(
            "VE\tVentes",
            sale.issued_on,
            &[
                ("411000\tClients", sale.gross, none),
                ("706000\tPrestations", none, sale.net),
                ("445710\tTVA collectée", none, sale.vat),
            ],
        );
        for (on, amount) in &sale.payments {
            put("BQ\tBanque", *on, &[("512000\tBanque", *amount, none), ("411000\tClients", none, *amount)]);
        }
    }
    out
}

fn line(
    out: &mut String,
    sale: &Sale,
    (journal, entry, on): (&str, u64, Date),
    (account, debit, credit): &(&str, Cents, Cents),
    letter: &str,
) {
    let is_customer = account.starts_with("411");
    let (code, name) = if is_customer {
        (format!("C{:06}", sale.customer), customer_name(sale.customer))
    } else {
        (String::new(), String::new())
    };
    let letter = if is_customer { letter } else { "" };
    let (day, lettered_on) = (compact(on), if letter.is_empty() { String::new() } else { compact(on) });
    let _ = write!(
        out,
        "{journal}\t{entry}\t{day}\t{account}\t{code}\t{name}\t{number}\t{day}\t{number}\t{}\t{}\t{letter}\t{lettered_on}\t{day}\t\t\r\n",
        comma(*debit),
        comma(*credit),
        number = sale.number,
    );
}

fn comma(amount: Cents) -> String {
    format!("{},{:02}", amount.get() / 100, amount.get() % 100)
}

fn french(day: Date) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}

fn compact(day: Date) -> String {
    format!("{}{:02}{:02}", day.year(), day.month(), day.day())
}
