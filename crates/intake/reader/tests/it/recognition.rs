use super::{alone, codes, sample};
use draft::{Field, Format, Mapping};
use reader::{Input, Options, read};
use std::collections::BTreeMap;

#[test]
fn content_decides_and_never_the_name() {
    for (path, format) in [
        ("einvoice/tests/data/01-services-380-S1.pdf", Format::FacturX),
        ("einvoice/tests/data/pdf_plain.pdf", Format::PlainPdf),
        ("einvoice/tests/data/01-services-380-S1.cii.xml", Format::Cii),
        ("einvoice/tests/data/ubl-creditnote.xml", Format::Ubl),
        ("einvoice/tests/data/212-encaissee-PPF.cdar.xml", Format::Cdar),
        ("bank/tests/data/bank/camt052/genkgo-camt052.v8.xml", Format::Camt052),
        ("bank/tests/data/bank/camt053/genkgo-camt053.v3.xml", Format::Camt053),
        ("bank/tests/data/bank/camt054/genkgo-camt054.v4.xml", Format::Camt054),
        ("bank/tests/data/bank/csv-fr/gen-qonto.csv", Format::BankCsv),
        ("bank/tests/data/bank/csv-fr/gen-credit-agricole.csv", Format::BankCsv),
        ("bank/tests/data/bank/ofx/sr-sample.ofx", Format::Ofx),
        ("bank/tests/data/bank/ofx/ofxparse-suncorp.ofx", Format::Ofx),
        ("bank/tests/data/bank/qif/gen-bank.qif", Format::Qif),
        ("bank/tests/data/bank/mt940/jejik-abnamro.sta", Format::Mt940),
        ("bank/tests/data/bank/cfonb/gen-cfonb120.txt", Format::Cfonb),
        ("bank/tests/data/bank/pain008/pain008_001_02_OOFF_1tx.xml", Format::OtherBank),
    ] {
        assert_eq!(alone(&sample(path)).format, Some(format), "{path}");
    }
}

#[test]
fn lists_exports_and_statements_are_told_apart() {
    let fec = "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\
        \tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise\n\
        VT\tVentes\t1\t20260103\t411000\tClients\tC1\tDupont\tF1\t20260103\tFacture F1\t120,00\t0,00\t\t\t20260103\t\t\n\
        VT\tVentes\t1\t20260103\t706000\tPrestations\t\t\tF1\t20260103\tFacture F1\t0,00\t120,00\t\t\t20260103\t\t\n";
    for (text, format) in [
        (fec, Format::Fec),
        (&fec.replace('\t', "|"), Format::Fec),
        (
            "N° facture;Client;Date;Échéance;Montant TTC;Reste dû\nF1;A;01/02/2026;03/03/2026;10,00;10,00\n",
            Format::InvoiceCsv,
        ),
        ("Référence;Société;Date;Montant\nF1;A;01/02/2026;10,00\n", Format::InvoiceCsv),
        ("number,customer,issued,due,gross_cents\nF1,C1,2026-01-01,2026-02-01,100\n", Format::InvoiceCsv),
        ("Date;Libellé;Montant\n01/02/2026;VIR;10,00\n", Format::BankCsv),
        ("Date;Valeur;Libellé;Débit;Crédit;Solde\n01/02/2026;01/02/2026;VIR;;10,00;10,00\n", Format::BankCsv),
    ] {
        assert_eq!(alone(text.as_bytes()).format, Some(format), "{text}");
    }
}

#[test]
fn what_holds_nothing_for_us_says_so() {
    for (bytes, code) in [
        (b"".as_slice(), "empty_file"),
        (b" \r\n ", "empty_file"),
        (b"bonjour", "unknown_format"),
        (b"\0\x01\x02\x03", "unknown_format"),
        (b"<html><body/></html>", "unknown_xml"),
        (b"\x89PNG\r\n\x1a\n", "unsupported_file"),
        (b"\xff\xd8\xff\xe0", "unsupported_file"),
        (b"7z\xbc\xaf\x27\x1c", "unsupported_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unsupported_workbook"),
    ] {
        let reading = alone(bytes);
        assert_eq!(codes(&reading), [code], "{bytes:?}");
        assert!(reading.is_refused() && !reading.problems[0].remedy.is_empty());
    }
}

#[test]
fn a_workbook_is_no_archive() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows = [["Numéro", "Client", "Date", "TTC"], ["F1", "Dupont", "03/02/2026", "12,00"]];
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    let reading = alone(&book.save_to_buffer().unwrap());
    assert_eq!((reading.format, reading.invoices.len()), (Some(Format::InvoiceXlsx), 1));
}

#[test]
fn a_confirmed_mapping_is_found_by_its_fingerprint() {
    let text =
        "Pièce;Client;Quand;Valeur 1;Valeur 2\nF1;Dupont;01/02/2026;120,00;20,00\nF2;Martin;15/02/2026;60,00;10,00\n";
    let first = alone(text.as_bytes());
    assert_eq!(codes(&first), ["missing_columns"]);
    let key = first.table.unwrap().fingerprint;
    let mapping = Mapping(BTreeMap::from([(Field::Gross, 3)]));
    let options = Options { validate: false, mappings: &|asked| (asked == key).then(|| mapping.clone()) };
    let mut invoices = Vec::new();
    read(Input { name: "liste", bytes: text.as_bytes() }, &options, &mut |file| invoices = file.reading.invoices);
    assert_eq!(invoices.len(), 2);
}

/// Headers that look like a bank's, which a person has said to be a list of invoices.
#[test]
fn a_confirmed_mapping_outweighs_the_look_of_a_statement() {
    let text = "Date;Référence;Description;Montant\n01/02/2026;F1;Dupont;10,00\n";
    let first = alone(text.as_bytes());
    assert_eq!(first.format, Some(Format::BankCsv));
    let key = first.table.unwrap().fingerprint;
    let fields = [(Field::IssuedOn, 0), (Field::Number, 1), (Field::CustomerName, 2), (Field::Gross, 3)];
    let mapping = Mapping(fields.into_iter().collect());
    let options = Options { validate: false, mappings: &|asked| (asked == key).then(|| mapping.clone()) };
    let mut numbers = Vec::new();
    read(Input { name: "liste", bytes: text.as_bytes() }, &options, &mut |file| {
        numbers.extend(file.reading.invoices.into_iter().map(|i| i.number));
    });
    assert_eq!(numbers, ["F1"]);
}

/// A bank's export as a workbook: dates and amounts are cells of their kinds, below a title.
#[test]
fn a_workbook_of_a_bank_is_a_statement() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "Compte courant n° 00000000001").unwrap();
    for (column, name) in (0_u16..).zip(["Date", "Libellé", "Montant", "Solde"]) {
        sheet.write(3, column, name).unwrap();
    }
    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 11, 3).unwrap();
    let format = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_with_format(4, 0, &day, &format).unwrap();
    sheet.write(4, 1, "VIR CLINIQUE; \"F-1\"").unwrap();
    sheet.write(4, 2, 360.6).unwrap();
    sheet.write(4, 3, 1360.6).unwrap();
    sheet.write(5, 0, "04/11/2026").unwrap();
    sheet.write(5, 1, "FRAIS").unwrap();
    sheet.write(5, 2, -12.5).unwrap();
    sheet.write(5, 3, 1348.1).unwrap();
    let reading = alone(&book.save_to_buffer().unwrap());
    assert_eq!(reading.format, Some(Format::BankXlsx));
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let statement = &reading.statements[0];
    assert_eq!(statement.account.as_deref(), Some("00000000001"));
    let told: Vec<_> = statement.entries.iter().map(|e| (e.line, e.amount.get(), e.remittance.as_str())).collect();
    assert_eq!(told, [(Some(5), 36_060, "VIR CLINIQUE; \"F-1\""), (Some(6), -1_250, "FRAIS")]);
    assert_eq!(statement.closing.map(base::Cents::get), Some(134_810));
}

/// Headers nobody knows, of which a person said that they are a bank's.
#[test]
fn columns_of_a_bank_are_remembered() {
    let text = "Quand;Quoi;Combien\n03/11/2026;VIR CLINIQUE;360,60\n04/11/2026;FRAIS;-12,50\n";
    let first = alone(text.as_bytes());
    assert_ne!(first.format, Some(Format::BankCsv));
    let key = first.table.unwrap().fingerprint;
    let fields = [(Field::BookedOn, 0), (Field::Label, 1), (Field::Amount, 2)];
    let mapping = Mapping(fields.into_iter().collect());
    let options = Options { validate: false, mappings: &|asked| (asked == key).then(|| mapping.clone()) };
    let mut found = Vec::new();
    read(Input { name: "releve", bytes: text.as_bytes() }, &options, &mut |file| found.push(file.reading));
    assert_eq!(found[0].format, Some(Format::BankCsv));
    let amounts: Vec<i64> = found[0].statements[0].entries.iter().map(|e| e.amount.get()).collect();
    assert_eq!(amounts, [36_060, -1_250]);
    assert_eq!(found[0].table.as_ref().unwrap().mapping, mapping);
}
