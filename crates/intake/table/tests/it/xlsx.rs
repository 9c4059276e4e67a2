use super::{codes, error};
use base::{Cents, Date};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use std::io::{Cursor, Write};
use table::{read_csv, read_xlsx};

const HEAD: [&str; 6] = ["N° facture", "Client", "Date", "Échéance", "Montant TTC", "Reste dû"];

fn headers(sheet: &mut Worksheet, row: u32) {
    for (column, header) in (0_u16..).zip(HEAD) {
        sheet.write(row, column, header).unwrap();
    }
}

fn date(sheet: &mut Worksheet, row: u32, column: u16, (y, m, d): (u16, u8, u8)) {
    let format = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_with_format(row, column, ExcelDateTime::from_ymd(y, m, d).unwrap(), &format).unwrap();
}

/// A cover sheet, then invoices below a title, with dates, numbers, texts and formulas, and a total.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Lisez-moi").unwrap().write(0, 0, "Export du logiciel").unwrap();
    let sheet = book.add_worksheet().set_name("Factures").unwrap();
    sheet.write(0, 0, "Factures de l’année").unwrap();
    headers(sheet, 3);
    sheet.write(5, 0, 20_260_001.0).unwrap();
    sheet.write(5, 1, "Dupont SA").unwrap();
    date(sheet, 5, 2, (2026, 2, 3));
    date(sheet, 5, 3, (2026, 3, 5));
    sheet.write(5, 4, Formula::new("33.33*1.2").set_result("39.996")).unwrap();
    sheet.write(5, 5, 0.300_000_000_000_000_04).unwrap();
    sheet.write(6, 0, "F-2").unwrap();
    sheet.write(6, 1, "Martin").unwrap();
    sheet.write(6, 2, "04/02/2026").unwrap();
    sheet.write(6, 3, 46_086.0).unwrap();
    sheet.write(6, 4, "1 234,56 €").unwrap();
    sheet.write(6, 5, 1_234.56).unwrap();
    sheet.write(8, 1, "Total").unwrap();
    sheet.write(8, 4, Formula::new("SUM(E6:E7)").set_result("1274.556")).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_is_read_as_it_shows() {
    let reading = read_xlsx(&workbook(), None);
    assert!(!reading.is_refused(), "{:?}", reading.problems);
    assert_eq!(reading.variant.as_deref(), Some("Factures"));
    let [first, second] = reading.invoices.as_slice() else { panic!("{:?}", reading.invoices) };
    assert_eq!((first.number.as_str(), first.line), ("20260001", Some(6)));
    assert_eq!((first.issued_on, first.due_on), (Date::constant(2026, 2, 3), Some(Date::constant(2026, 3, 5))));
    assert_eq!((first.gross, first.outstanding), (Cents::new(4_000), Some(Cents::new(30))));
    assert_eq!((second.issued_on, second.due_on), (Date::constant(2026, 2, 4), Some(Date::constant(2026, 3, 5))));
    assert_eq!((second.gross, second.outstanding), (Cents::new(123_456), Some(Cents::new(123_456))));
    assert_eq!(codes(&reading), ["rounded_amounts", "total_rows"]);
}

#[test]
fn the_same_list_in_csv_gives_the_same_drafts() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    headers(sheet, 0);
    let mut csv = HEAD.join(";");
    for row in 1_u32..40 {
        let cells = [format!("F{row}"), format!("Client {row}")];
        sheet.write(row, 0, &cells[0]).unwrap();
        sheet.write(row, 1, &cells[1]).unwrap();
        let day = u8::try_from(row % 28 + 1).unwrap();
        date(sheet, row, 2, (2026, 1, day));
        date(sheet, row, 3, (2026, 2, day));
        sheet.write(row, 4, format!("{}.{:02}", row * 101 / 100, row * 101 % 100).parse::<f64>().unwrap()).unwrap();
        sheet.write(row, 5, f64::from(row)).unwrap();
        let cents = row * 101;
        let amount = format!("{},{:02}", cents / 100, cents % 100);
        csv += &format!("\n{};{};{day:02}/01/2026;{day:02}/02/2026;{amount};{row}", cells[0], cells[1]);
    }
    let (from_book, from_text) = (read_xlsx(&book.save_to_buffer().unwrap(), None), read_csv(csv.as_bytes(), None));
    assert_eq!(from_book.invoices.len(), 39);
    assert_eq!(from_book.invoices, from_text.invoices);
    assert_eq!(from_book.table, from_text.table);
}

#[test]
fn a_workbook_without_known_columns_is_asked_about() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in (0_u16..).zip(["Alpha", "Beta", "Gamma"]) {
        sheet.write(0, column, header).unwrap();
        sheet.write(1, column, 1).unwrap();
    }
    let reading = read_xlsx(&book.save_to_buffer().unwrap(), None);
    assert_eq!(error(&reading).code, "missing_columns");
    assert!(error(&reading).what.contains("« Beta »"));
    let mut book = Workbook::new();
    book.add_worksheet();
    assert_eq!(codes(&read_xlsx(&book.save_to_buffer().unwrap(), None)), ["no_header"]);
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn hostile_and_foreign_workbooks_end_in_a_message() {
    let bomb = zipped(&[("xl/workbook.xml", b"<a/>"), ("xl/worksheets/sheet1.xml", &vec![b' '; 64 << 20])]);
    assert!(bomb.len() < 200_000);
    for (bytes, code) in [
        (bomb, "oversized_workbook"),
        (
            zipped(&[("content.xml", b"<a/>"), ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")]),
            "unsupported_workbook",
        ),
        (zipped(&[("xl/workbook.bin", b"")]), "unsupported_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest".to_vec(), "unsupported_workbook"),
        (zipped(&[("autre.txt", b"")]), "damaged_workbook"),
        (zipped(&[("xl/workbook.xml", b"<workbook><sheets>")]), "damaged_workbook"),
        (b"PK\x03\x04".to_vec(), "damaged_workbook"),
        (Vec::new(), "damaged_workbook"),
    ] {
        let reading = read_xlsx(&bytes, None);
        assert_eq!(error(&reading).code, code);
        assert!(!error(&reading).remedy.is_empty());
    }
}

/// A single cell far away must not allocate the rectangle that reaches it.
#[test]
fn a_far_cell_costs_nothing() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    headers(sheet, 0);
    sheet.write(1_048_575, 16_383, "loin").unwrap();
    let reading = read_xlsx(&book.save_to_buffer().unwrap(), None);
    assert_eq!(codes(&reading), ["no_rows"]);
}
