use crate::expected::{copied, corpora};
use bank::{read, read_csv};
use base::{Cents, Currency, Date};
use draft::{EntryStatus, Format, Reading, StatementDraft};

fn day(d: i8) -> Date {
    Date::constant(2026, 11, d)
}

/// The one statement of a sample, read from every corpus at hand.
fn statement(name: &str) -> StatementDraft {
    let mut found: Vec<StatementDraft> =
        corpora().iter().map(|root| alone(&std::fs::read(root.join("bank").join(name)).unwrap())).collect();
    found.dedup();
    assert_eq!(found.len(), 1);
    found.remove(0)
}

fn alone(bytes: &[u8]) -> StatementDraft {
    let reading = read(bytes).expect("a bank file");
    assert_eq!(reading.format, Some(Format::BankCsv));
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    assert_eq!(reading.statements.len(), 1);
    reading.statements[0].clone()
}

fn figures(statement: &StatementDraft) -> Vec<(Date, i64)> {
    statement.entries.iter().map(|e| (e.booked_on, e.amount.get())).collect()
}

#[test]
fn bnp_paribas() {
    let bank = statement("csv-fr/gen-bnp-paribas.csv");
    assert_eq!(figures(&bank), [(day(3), 36_060), (day(7), -1_250)]);
    assert_eq!((bank.account.as_deref(), bank.closing), (Some("****0001"), Some(Cents::new(404_800))));
    assert_eq!((bank.from, bank.until), (Some(day(3)), Some(day(9))));
    assert_eq!(bank.entries[0].remittance, "VIR SEPA RECU DE CLINIQUE DES QUAIS F-2026-0101");
    assert_eq!(bank.entries[0].line, Some(4));
}

#[test]
fn credit_agricole() {
    let bank = statement("csv-fr/gen-credit-agricole.csv");
    assert_eq!(figures(&bank), [(day(3), 36_060), (day(6), -3_990)]);
    assert_eq!((bank.account.as_deref(), bank.closing), (Some("00000000001"), Some(Cents::new(404_800))));
    assert_eq!((bank.from, bank.until), (Some(day(1)), Some(day(9))));
    assert_eq!(bank.entries[0].remittance, "VIREMENT EN VOTRE FAVEUR CLINIQUE DES QUAIS F-2026-0101");
    assert_eq!(bank.entries[1].line, Some(13));
}

#[test]
fn credit_mutuel() {
    let bank = statement("csv-fr/gen-credit-mutuel.csv");
    assert_eq!(figures(&bank), [(day(3), 36_060), (day(7), -1_250)]);
    assert_eq!((bank.opening, bank.closing), (Some(Cents::new(100_000)), Some(Cents::new(134_810))));
    assert_eq!(bank.entries[1].value_on, Some(day(7)));
}

#[test]
fn qonto() {
    let bank = statement("csv-fr/gen-qonto.csv");
    assert_eq!(figures(&bank), [(day(3), 36_060)]);
    let entry = &bank.entries[0];
    assert_eq!((entry.status, entry.currency), (EntryStatus::Booked, Currency::EUR));
    assert_eq!(entry.counterparty.as_deref(), Some("Clinique des Quais"));
    assert_eq!(entry.bank_reference.as_deref(), Some("demo-1-transaction-1"));
    assert_eq!(entry.remittance, "F-2026-0101");
    assert_eq!(bank.opening, Some(Cents::new(100_000)));
}

#[test]
fn societe_generale() {
    let bank = statement("csv-fr/gen-societe-generale.csv");
    assert_eq!(figures(&bank), [(day(3), 36_060), (day(5), -108_420)]);
    assert_eq!((bank.account.as_deref(), bank.closing), (Some("00000000001"), Some(Cents::new(404_800))));
    assert_eq!((bank.from, bank.until), (Some(day(1)), Some(day(9))));
}

#[test]
fn generic_headers_in_both_languages() {
    let french = statement("csv/sr-csv_french_headers.csv");
    let april = |d| Date::constant(2026, 4, d);
    assert_eq!(figures(&french), [(april(2), -123_456), (april(5), 350_000), (april(9), -450)]);
    assert_eq!(french.entries[2].remittance, "Café FR-003");
    let english = statement("csv/sr-sample_split_amounts.csv");
    let march = |d| Date::constant(2026, 3, d);
    assert_eq!(figures(&english), [(march(20), 125_050), (march(21), -20_025)]);
    assert_eq!((english.account.as_deref(), english.opening), (Some("DE4455667788"), Some(Cents::new(100_000))));
}

fn rows(text: &str) -> Reading {
    read_csv(text.as_bytes()).expect("a bank file")
}

fn codes(reading: &Reading) -> Vec<&'static str> {
    reading.problems.iter().map(|p| p.code).collect()
}

#[test]
fn other_shapes_of_french_banks() {
    let bpce = "Date de comptabilisation;Libelle simplifie;Libelle operation;Reference;Informations complementaires;Type operation;\
        Categorie;Sous categorie;Debit;Credit;Date operation;Date de valeur;Pointage operation\n\
        03/11/2026;CLIENT;VIR CLIENT;R1;F-1;Virement;;;;+360,60;02/11/2026;03/11/2026;0\n\
        04/11/2026;FRAIS;FRAIS;;;Frais;;;-12,50;;04/11/2026;04/11/2026;0\n";
    assert_eq!(figures(&rows(bpce).statements[0]), [(day(3), 36_060), (day(4), -1_250)]);
    let boursobank = "\u{feff}dateOp;dateVal;label;category;categoryParent;amount;comment;accountNum;accountLabel;accountbalance\n\
        2026-11-03;2026-11-03;\"VIR CLIENT\";\"Virements\";;\"1 718,70\";;00040123;BoursoBank;1000.00\n";
    assert_eq!(figures(&rows(boursobank).statements[0]), [(day(3), 171_870)]);
    let postale = "Numéro Compte   :;0123456X020\nType         :;CCP\nDate         :;09/11/2026\nSolde (EUROS)   :;1000,00\n\
        Solde (FRANCS)  :;6559,57\n\nDate;Libellé;Montant(EUROS)\n09/11/2026;VIREMENT DE X;\"12,00\"\n";
    assert_eq!(figures(&rows(postale).statements[0]), [(day(9), 1_200)]);
    let revolut = "Date started (UTC),Date completed (UTC),ID,Type,State,Description,Reference,Payer,Amount,Total amount,Fee,Balance\n\
        2026-11-03,2026-11-03,a,TOPUP,COMPLETED,From X,F-1,X,100.00,99.50,0.50,99.50\n\
        2026-11-04,,b,TOPUP,REVERTED,From Y,,Y,10.00,10.00,0,99.50\n\
        2026-11-04,,c,TOPUP,PENDING,From Z,,Z,10.00,10.00,0,\n";
    let reading = rows(revolut);
    assert_eq!(figures(&reading.statements[0]), [(day(3), 9_950), (day(4), 1_000)]);
    assert_eq!(reading.statements[0].entries[1].status, EntryStatus::Pending);
    assert_eq!(codes(&reading), ["not_executed"]);
}

#[test]
fn several_accounts_become_several_statements() {
    let reading = rows(
        "Date;Libellé;Montant;Devise;Compte\n03/11/2026;a;1,00;EUR;A1\n03/11/2026;b;2,00;USD;A1\n03/11/2026;c;3,00;EUR;A2\n",
    );
    assert_eq!(reading.statements.len(), 3);
}

#[test]
fn cents_columns_and_debit_signs() {
    let reading = rows(
        "line_id,date,amount_cents,label,counterparty_name\nL1,2026-11-03,108228,AVOIR,X\nL2,2026-11-03,-5,FRAIS,\n",
    );
    assert_eq!(figures(&reading.statements[0]), [(day(3), 108_228), (day(3), -5)]);
    let both = rows("Date;Libellé;Débit;Crédit\n03/11/2026;a;5,00;\n03/11/2026;annulation;-5,00;\n");
    assert_eq!(figures(&both.statements[0]), [(day(3), -500), (day(3), 500)]);
    let sided = rows("Date;Libellé;Montant;Sens\n03/11/2026;a;5,00;D\n03/11/2026;b;5,00;C\n");
    assert_eq!(figures(&sided.statements[0]), [(day(3), -500), (day(3), 500)]);
}

#[test]
fn dates_are_never_guessed_one_by_one() {
    let american = rows("Transaction date,Description,Amount\n11/03/2026,a,1.00\n11/23/2026,b,1.00\n");
    assert_eq!(american.statements[0].entries[0].booked_on, day(3));
    assert_eq!(codes(&american), ["month_first_dates"]);
    let undecided = rows("Transaction date,Description,Amount\n11/03/2026,a,1.00\n");
    assert_eq!(codes(&undecided), ["ambiguous_dates"]);
    let contradictory = rows("Date,Libellé,Montant\n23/11/2026,a,1.00\n11/23/2026,b,1.00\n");
    assert_eq!(codes(&contradictory), ["contradictory_dates"]);
    assert!(contradictory.is_refused());
}

#[test]
fn rows_that_cannot_be_read_refuse_the_file_with_their_line() {
    for (row, code) in [
        ("32/11/2026;a;1,00", "unreadable_date"),
        ("03/11/2026;a;douze", "unreadable_amount"),
        ("03/11/2026;a;", "missing_amount"),
        ("03/11/2026;a;1,234", "unreadable_amount"),
        ("03/11/2026;a;999999999999,00", "absurd_amount"),
    ] {
        let reading = rows(&format!("Date;Libellé;Montant\n03/11/2026;ok;2,50\n{row}\n"));
        assert_eq!(codes(&reading), [code], "{row}");
        assert_eq!(reading.problems[0].place.line, Some(3));
        assert!(reading.is_refused());
    }
    let open = format!("Date;Libellé;Montant\n03/11/2026;\"ok;2,50\n{}", "03/11/2026;b;1,00\n".repeat(100));
    assert_eq!(codes(&rows(&open)), ["unclosed_quote"]);
    let many = format!("Date;Libellé;Montant\n{}", "x;a;1,00\n".repeat(1_000));
    assert_eq!(rows(&many).problems.len(), 31);
}

#[test]
fn a_missing_row_shows_in_the_balance() {
    let text = std::fs::read_to_string(copied().join("bank/csv-fr/gen-credit-mutuel.csv")).unwrap();
    let reading = rows(&text.replace("1 348,10", "1 300,00"));
    assert_eq!(codes(&reading), ["balance_gap"]);
    assert_eq!(reading.problems[0].place.line, Some(3));
}

#[test]
fn what_is_no_statement_is_left_to_others() {
    for text in [
        "number,customer,issued,due,gross_cents\nF1,C1,2026-01-01,2026-02-01,100\n",
        "N° facture;Client;Date;Montant TTC;Solde\n1;X;01/01/2026;1,00;1,00\n",
        "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|EcritureLib|Debit|Credit\n",
        "Journal;Date;Compte;Libellé;Débit;Crédit\n",
        "du texte\nsans colonnes\n",
        "",
    ] {
        assert!(read(text.as_bytes()).is_none(), "{text}");
    }
}
