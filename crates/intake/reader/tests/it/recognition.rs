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
