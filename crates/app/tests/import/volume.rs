//! Big files: the time grows with the rows, not faster. The bounds are ten times what a slow machine needs in a build
//! without optimisation.

use crate::office::{Office, one};
use crate::paper::csv;
use std::fmt::Write;

fn list(rows: u32) -> String {
    let mut text = String::from("Numéro;Client;Code client;Date facture;Échéance;Montant TTC\n");
    for n in 0..rows {
        let customer = n % (rows / 10);
        writeln!(text, "FA-{n:07};Client {customer};C{customer:06};01/09/2026;01/10/2026;{},00", 100 + n % 900)
            .unwrap();
    }
    text
}

fn ledger(invoices: u32) -> String {
    let mut text = String::from(
        "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise\n",
    );
    for n in 0..invoices {
        let (customer, euros) = (n % (invoices / 10), 100 + n % 900);
        let who = format!("C{customer:06}|Client {customer}");
        let letter = if n % 5 == 0 { String::new() } else { format!("L{n:07}") };
        writeln!(text, "VE|Ventes|V{n}|20260901|411000|Clients|{who}|FA-{n:07}|20260901|FA-{n:07}|{euros},00|0,00|{letter}||20260901||").unwrap();
        writeln!(
            text,
            "VE|Ventes|V{n}|20260901|706000|Ventes|||FA-{n:07}|20260901|FA-{n:07}|0,00|{euros},00|||20260901||"
        )
        .unwrap();
        if !letter.is_empty() {
            writeln!(text, "BQ|Banque|B{n}|20261001|411000|Clients|{who}|VIR{n}|20261001|VIR FA-{n:07}|0,00|{euros},00|{letter}||20261001||").unwrap();
            writeln!(
                text,
                "BQ|Banque|B{n}|20261001|512000|Banque|||VIR{n}|20261001|VIR FA-{n:07}|{euros},00|0,00|||20261001||"
            )
            .unwrap();
        }
    }
    text
}

#[test]
fn a_list_then_a_ledger_of_many_rows() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        let rows = 20_000;
        let report = office.take(&csv("liste.csv", &list(rows)));
        assert_eq!((report.invoices, report.customers), (u64::from(rows), u64::from(rows / 10)));
        let report = office.take(&one("732829320FEC20261231.txt", ledger(rows).as_bytes()));
        assert_eq!((report.invoices, report.payments), (0, u64::from(rows / 5 * 4)));
        assert_eq!(office.open_items().len(), rows as usize / 5);
        office.is_sound();
    });
}

/// Twenty thousand credits that nobody sorted cost an import of one line, or of one invoice, next to nothing: it looks at
/// what it brings, not at the pile. The pile and the line that names an older invoice are all found.
#[test]
fn a_pile_of_unmatched_credits_does_not_slow_the_next_import() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        office.take(&csv("liste.csv", &list(2_000)));
        let mut pile = String::from("Date;Date de valeur;Débit;Crédit;Libellé;Solde\n");
        for n in 0..20_000 {
            writeln!(pile, "02/10/2026;02/10/2026;;{},07;VIR PAYEUR {n} REF {n} FB-{n:07};0,00", 1 + n % 5_000)
                .unwrap();
        }
        office.take(&csv("pile.csv", &pile));
        let line =
            "Date;Date de valeur;Débit;Crédit;Libellé;Solde\n05/10/2026;05/10/2026;;101,00;VIR FA-0000001;0,00\n";
        let settled = office.import(&[csv("ligne.csv", line)]).settled;
        assert_eq!((settled.certain_payments, settled.unmatched_credits), (1, 20_000));
        let invoice =
            "Numéro;Client;Date facture;Échéance;Montant TTC\nFB-0000007;Client 9;01/09/2026;01/10/2026;8,07\n";
        let settled = office.import(&[csv("facture.csv", invoice)]).settled;
        assert_eq!((settled.certain_payments, settled.unmatched_credits), (1, 19_999));
    });
}
