//! Writing any list of invoices and reading it gives the same list.

use base::{Cents, Date, add_days};
use draft::{InvoiceDraft, InvoiceKind};
use proptest::prelude::*;
use table::read_csv;

#[derive(Clone, Debug)]
struct Row {
    number: String,
    customer: String,
    is_credit: bool,
    issued_on: Date,
    due_on: Option<Date>,
    gross: i64,
    paid: i64,
}

#[derive(Clone, Copy, Debug)]
struct Style {
    separator: char,
    decimal: char,
    grouped: bool,
    french_dates: bool,
    latin: bool,
    crlf: bool,
}

type Raw = (String, String, bool, i64, Option<i64>, i64, i64);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (
        "[A-Z]{1,3}-[0-9]{3,6}",
        "[A-Za-zéèç&' ;,\"]{0,20}",
        any::<bool>(),
        0_i64..4_000,
        proptest::option::of(0_i64..90),
        1_i64..900_000_000,
        0_i64..100,
    );
    proptest::collection::vec(row, 1..20).prop_map(|rows| {
        let start = Date::constant(2018, 1, 1);
        let row = |(i, raw): (usize, Raw)| {
            let (number, name, is_credit, at, terms, gross, percent) = raw;
            let issued_on = add_days(start, at).unwrap();
            Row {
                number: format!("{number}/{i}"),
                customer: format!("Client {}", name.split_whitespace().collect::<Vec<_>>().join(" "))
                    .trim()
                    .to_string(),
                is_credit,
                issued_on,
                due_on: terms.and_then(|days| add_days(issued_on, days)),
                gross,
                paid: gross * percent / 100,
            }
        };
        rows.into_iter().enumerate().map(row).collect()
    })
}

fn style() -> impl Strategy<Value = Style> {
    (prop_oneof![Just(';'), Just('\t'), Just(',')], prop_oneof![Just(','), Just('.')], any::<[bool; 4]>()).prop_map(
        |(separator, decimal, [grouped, french_dates, latin, crlf])| Style {
            separator,
            decimal,
            grouped,
            french_dates,
            latin,
            crlf,
        },
    )
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

fn amount(cents: i64, style: Style) -> String {
    let whole = (cents / 100).to_string();
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if style.grouped && i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    format!("{grouped}{}{:02}", style.decimal, cents % 100)
}

fn date(day: Option<Date>, style: Style) -> String {
    day.map_or(String::new(), |d| {
        if style.french_dates { format!("{:02}/{:02}/{}", d.day(), d.month(), d.year()) } else { d.to_string() }
    })
}

fn write(rows: &[Row], style: Style) -> Vec<u8> {
    let end = if style.crlf { "\r\n" } else { "\n" };
    let mut out =
        ["N° facture", "Type", "Client", "Date", "Échéance", "Montant TTC", "Payé"].join(&style.separator.to_string());
    for row in rows {
        let cells = [
            row.number.clone(),
            if row.is_credit { "Avoir" } else { "Facture" }.to_string(),
            quoted(&row.customer),
            date(Some(row.issued_on), style),
            date(row.due_on, style),
            quoted(&amount(row.gross, style)),
            quoted(&amount(row.paid, style)),
        ];
        out = out + end + &cells.join(&style.separator.to_string());
    }
    if style.latin { out.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect() } else { out.into_bytes() }
}

fn same(row: &Row, draft: &InvoiceDraft) -> bool {
    let kind = if row.is_credit { InvoiceKind::CreditNote } else { InvoiceKind::Invoice };
    draft.number == row.number
        && draft.kind == kind
        && draft.buyer.name.as_deref() == Some(row.customer.as_str())
        && (draft.issued_on, draft.due_on) == (row.issued_on, row.due_on)
        && draft.gross == Cents::new(row.gross)
        && draft.outstanding == Some(Cents::new(row.gross - row.paid))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read(rows in rows(), style in style()) {
        let reading = read_csv(&write(&rows, style), None);
        prop_assert!(!reading.is_refused(), "{:?}", reading.problems);
        prop_assert_eq!(reading.invoices.len(), rows.len());
        for (row, draft) in rows.iter().zip(&reading.invoices) {
            prop_assert!(same(row, draft), "{:?} was read as {:?}", row, draft);
        }
    }
}
