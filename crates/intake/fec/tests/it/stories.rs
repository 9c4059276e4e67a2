//! Small ledgers, one accounting situation each, with what must be found open.

use crate::assert_invariants;
use draft::{Confidence, LedgerDraft, LedgerItemKind as Kind, Reading};

/// One posting per line: `journal number MMDD account aux piece label amount letter`, fields separated by `/`.
fn reading(postings: &str) -> Reading {
    let header = "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise";
    let mut out = vec![header.to_string()];
    for posting in postings.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let f: Vec<&str> = posting.split('/').map(str::trim).collect();
        let date = format!("2025{}", f[2]);
        let (debit, credit) = match f[7].strip_prefix('-') {
            Some(credit) => ("0", credit),
            None => (f[7], "0"),
        };
        let line = [
            f[0], f[0], f[1], &date, f[3], f[3], f[4], f[4], f[5], &date, f[6], debit, credit, f[8], "", "20251231",
            "", "",
        ];
        out.push(line.join("|"));
    }
    fec::read("732829320FEC20251231.txt", out.join("\n").as_bytes())
}

fn ledger(postings: &str) -> LedgerDraft {
    let reading = reading(postings);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let ledger = reading.ledger.unwrap();
    assert_invariants(&ledger);
    ledger
}

fn open(ledger: &LedgerDraft) -> Vec<(Kind, &str, &str)> {
    ledger.open_items().map(|(_, i)| (i.kind, i.reference.as_str(), i.account.as_str())).collect()
}

const SALE: &str = "VE/1/0110/411000/C1/F2025-001/F2025-001 X/1200,00/
    VE/1/0110/706000//F2025-001/x/-1000,00/
    VE/1/0110/445710//F2025-001/x/-200,00/
    VE/2/0115/411000/C2/F2025-002/F2025-002 Y/600,00/
    VE/2/0115/706000//F2025-002/y/-600,00/\n";

#[test]
fn one_sided_letters_answer_the_net_opening_line() {
    let found = ledger(
        "AN/1/0101/411000/C1/AN/A nouveau/3000,00/
         AN/1/0101/890000//AN/A nouveau/-3000,00/
         BQ/1/0201/411000/C1/VIR1/VIR/-1000,00/AA
         BQ/1/0201/512000//VIR1/VIR/1000,00/
         BQ/2/0301/411000/C1/VIR2/VIR/-500,00/AB
         BQ/2/0301/512000//VIR2/VIR/500,00/",
    );
    assert_eq!(open(&found), [(Kind::Opening, "A nouveau", "411000")]);
    assert_eq!(found.items[0].open.get(), 150_000);
    assert!(found.settlements.iter().all(|s| s.confidence == Confidence::Ledger));
}

#[test]
fn retention_is_kept_apart_and_paid_last() {
    let moved = "OD/3/0111/411700/C1/F2025-001/Retenue F2025-001/60,00/
         OD/3/0111/411000/C1/F2025-001/Retenue F2025-001/-60,00/
         BQ/4/0301/411000/C1/V1/VIR X/-1140,00/
         BQ/4/0301/512000//V1/VIR X/1140,00/";
    let found = ledger(&[SALE, moved].concat());
    assert_eq!(open(&found), [(Kind::Invoice, "F2025-002", "411000"), (Kind::Retention, "F2025-001", "411700")]);
    assert_eq!(found.items[found.open_items().nth(1).unwrap().0].continues, Some(0));
}

#[test]
fn a_bill_of_exchange_carries_the_claim_until_the_bank_pays() {
    let bill = "OD/3/0120/413000/C1/LCR1/Effet F2025-001/1200,00/
         OD/3/0120/411000/C1/LCR1/Effet F2025-001/-1200,00/\n";
    let found = ledger(&[SALE, bill].concat());
    assert_eq!(open(&found)[1], (Kind::Transfer, "F2025-001", "413000"));
    let paid = "BQ/4/0301/413000/C1/V1/Encaissement effet F2025-001/-1200,00/
         BQ/4/0301/512000//V1/Encaissement effet F2025-001/1200,00/";
    let found = ledger(&[SALE, bill, paid].concat());
    assert_eq!(open(&found), [(Kind::Invoice, "F2025-002", "411000")]);
}

#[test]
fn a_credit_note_refunded_leaves_nothing() {
    let story = "BQ/3/0201/411000/C1/V1/VIR F2025-001/-1200,00/AA
         BQ/3/0201/512000//V1/VIR/1200,00/
         VE/4/0301/411000/C1/A2025-01/Avoir A2025-01/-300,00/
         VE/4/0301/706000//A2025-01/Avoir/300,00/
         BQ/5/0310/411000/C1/V2/Remboursement X/300,00/
         BQ/5/0310/512000//V2/Remboursement X/-300,00/";
    let found = ledger(&[SALE, story].concat());
    assert_eq!(open(&found), [(Kind::Invoice, "F2025-002", "411000")]);
    assert!(found.party("C1").unwrap().to_confirm && !found.party("C2").unwrap().to_confirm);
}

#[test]
fn an_advance_is_offered_and_its_use_is_a_payment() {
    let advance = "BQ/3/0105/419100/C1/V1/Acompte/-500,00/
         BQ/3/0105/512000//V1/Acompte/500,00/\n";
    let found = ledger(&[SALE, advance].concat());
    let party = found.party("C1").unwrap();
    assert_eq!((party.balance.get(), party.advances.get()), (120_000, -50_000));
    let used = "OD/4/0201/419100/C1/OD1/Imputation acompte F2025-001/500,00/
         OD/4/0201/411000/C1/OD1/Imputation acompte F2025-001/-500,00/";
    let found = ledger(&[SALE, advance, used].concat());
    assert_eq!(found.items[0].open.get(), 70_000);
    assert_eq!(found.party("C1").unwrap().advances.get(), 0);
    assert_eq!(found.items.last().unwrap().kind, Kind::Payment);
}

#[test]
fn a_nameless_doubtful_account_answers_the_customer_it_came_from() {
    let found = ledger(
        "VE/1/0110/411DUPONT//F2025-001/F2025-001/1200,00/
         VE/1/0110/706000//F2025-001/x/-1200,00/
         VE/2/0110/411DURAND//F2025-002/F2025-002/900,00/
         VE/2/0110/706000//F2025-002/x/-900,00/
         OD/3/0601/416000//OD/Douteux F2025-001/1200,00/
         OD/3/0601/411DUPONT//OD/Douteux F2025-001/-1200,00/
         OD/4/0602/416DURAND//OD/Douteux F2025-002/900,00/
         OD/4/0602/411DURAND//OD/Douteux F2025-002/-900,00/",
    );
    let codes: Vec<_> = found.parties.iter().map(|p| (p.code.as_str(), p.balance.get())).collect();
    assert_eq!(codes, [("411DUPONT", 120_000), ("411DURAND", 90_000)]);
    assert!(found.open_items().all(|(_, i)| i.kind == Kind::Transfer && i.continues.is_some()));
}

#[test]
fn losses_and_takings_are_not_chased() {
    let story = "OD/3/0601/411000/C1/OD/Perte F2025-001/-1200,00/
         OD/3/0601/654000//OD/Perte/1000,00/
         OD/3/0601/445710//OD/Perte/200,00/
         CA/4/0601/411000/CCB/Z1/Recettes/50,00/
         CA/4/0601/707000//Z1/Recettes/-50,00/";
    let found = ledger(&[SALE, story].concat());
    assert_eq!(found.items.iter().filter(|i| i.kind == Kind::WriteOff).count(), 1);
    assert!(found.party("CCB").unwrap().is_pseudo && !found.party("C1").unwrap().is_pseudo);
    assert_eq!(found.party("C1").unwrap().balance.get(), 0);
    let nameless = reading("VE/1/0110/411000//F1/F1/12,00/\nVE/1/0110/707000//F1/F1/-12,00/");
    assert_eq!(nameless.problems[0].code, "no_customer_code");
    assert!(nameless.ledger.unwrap().parties[0].is_pseudo);
}

#[test]
fn guesses_say_that_they_are_guesses() {
    let story = "BQ/3/0201/411000/C1/V1/VIR/-1200,00/
         BQ/3/0201/512000//V1/VIR/1200,00/
         BQ/4/0202/411000/C2/V2/VIR/-100,00/
         BQ/4/0202/512000//V2/VIR/100,00/";
    let found = ledger(&[SALE, story].concat());
    let how: Vec<_> = found.settlements.iter().map(|s| s.confidence).collect();
    assert_eq!(how, [Confidence::Amount, Confidence::Fifo]);
    assert!(found.parties.iter().all(|p| p.to_confirm));
    assert_eq!(found.bank_known_until, base::parse_iso_date("2025-02-02"));
}

#[test]
fn a_short_number_is_no_reference_by_itself() {
    let found = ledger(
        "VE/1/0110/411000/C1/12/Facture 12/1200,00/
         VE/1/0110/706000//12/x/-1200,00/
         VE/2/0111/411000/C1/13/Facture 13/700,00/
         VE/2/0111/706000//13/x/-700,00/
         BQ/12/0201/411000/C1/13/VIR 12/-700,00/
         BQ/12/0201/512000//13/VIR 12/700,00/",
    );
    assert_eq!(open(&found), [(Kind::Invoice, "12", "411000")]);
}

#[test]
fn a_table_saved_as_csv_is_read_and_said() {
    let text = "JournalCode;JournalLibelle;EcritureNum;EcritureDate;CompteNum;CompteLib;CompAuxNum;CompAuxLib;PieceRef;PieceDate;EcritureLib;Débit;Crédit;EcritureLettrage;DateLet;ValidDate;MontantDevise;Idevise;Analytique\r\n\
        VE;Ventes;1;15/01/2025;411000;Clients;C1;\"DUPONT; \"\"FILS\"\"\";F1;15/01/2025;Facture F1;1 200,00;;;;;;;x\r\n\
        VE;Ventes;1;15/01/2025;706000;Ventes;;;F1;15/01/2025;Facture F1;;1 200,00;;;;;;x\r\n";
    let reading = fec::read("export.csv", text.as_bytes());
    let codes: Vec<_> = reading.problems.iter().map(|p| p.code).collect();
    assert_eq!(codes, ["column_name", "column_name", "file_name", "separator", "provisional"]);
    let found = reading.ledger.unwrap();
    assert_eq!((found.parties[0].name.as_str(), found.parties[0].balance.get()), ("DUPONT; \"FILS\"", 120_000));
    assert_eq!((found.siren, found.items[0].booked_on.to_string()), (None, "2025-01-15".to_string()));
}
