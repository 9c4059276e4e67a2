//! Money that the bank takes back: the folder of the customer and the page of the invoice say so, with the bank's words.

use crate::api::program;
use crate::browser::Browser;
use crate::house::{Ground, work};
use crate::intake::drop_files;
use app::records::InvoiceRecord;

/// A statement of one direct debit of 300,00 €, collected or taken back.
fn statement(id: u8, day: &str, is_back: bool, label: &str) -> String {
    let (way, back) = if is_back { ("DBIT", "<RvslInd>true</RvslInd>") } else { ("CRDT", "") };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt>\
         <GrpHdr><MsgId>{id}</MsgId><CreDtTm>{day}T08:00:00</CreDtTm></GrpHdr>\
         <Stmt><Id>{id}</Id><CreDtTm>{day}T08:00:00</CreDtTm>\
         <Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id><Ccy>EUR</Ccy></Acct>\
         <Ntry><Amt Ccy=\"EUR\">300.00</Amt><CdtDbtInd>{way}</CdtDbtInd>{back}<Sts>BOOK</Sts>\
         <BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>BNK-{id}</AcctSvcrRef><NtryDtls><TxDtls>\
         <Refs><EndToEndId>PRLV-21</EndToEndId></Refs><RmtInf><Ustrd>{label}</Ustrd></RmtInf>\
         </TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>\n"
    )
}

fn take(browser: &mut Browser, name: &str, text: &str) {
    let seen = drop_files(browser, "/importer", &[(name, text)]);
    let job = seen.at.split('?').next().unwrap().to_string();
    browser.post(&format!("{job}/confirmer"), &[]);
}

fn invoice(ground: &Ground) -> InvoiceRecord {
    ground.read(|books| Ok(books.invoices_by_number(ground.company().id, "F-2026-21")?.remove(0)))
}

#[test]
fn a_direct_debit_taken_back_is_told_to_whoever_reads_the_customer_or_the_invoice() {
    work(|mut browser, ground| {
        take(&mut browser, "un.xml", &statement(1, "2026-11-12", false, "PRELEVEMENT F-2026-21"));
        let invoice = invoice(&ground);
        let (customer, paid) = (format!("/clients/{}", invoice.party), format!("/factures/{}", invoice.id));
        browser.get(&customer).says("F-2026-21 : 300,00 €");
        take(&mut browser, "deux.xml", &statement(2, "2026-11-18", true, "REJET PROVISION INSUFFISANTE"));
        let page = browser.get(&customer);
        page.says("Repris par la banque le 18 novembre 2026 : 300,00 €");
        page.says("Motif donné par la banque : REJET PROVISION INSUFFISANTE");
        page.says("F-2026-21 : 300,00 € de nouveau à payer");
        page.says("Paiement reçu repris par la banque le 18 novembre 2026");
        assert!(!page.words().contains("non affecté"), "that money has gone: {}", page.words());
        browser.get(&format!("{customer}?filtre=paiements")).says("Repris par la banque le 18 novembre 2026");
        let page = browser.get(&paid);
        page.says("Repris par la banque le 18 novembre 2026 : 300,00 €");
        page.says("Motif donné par la banque : REJET PROVISION INSUFFISANTE");
        assert!(!page.words().contains("imputation reprise"), "{}", page.words());
        let mut program = program(&mut browser, &["read"]);
        let (_, told) = program.get(&format!("/api/v1/customers/{}/timeline", invoice.party));
        let items = told["items"].as_array().unwrap();
        let back = items.iter().find(|i| i["told"] == "returned").unwrap_or_else(|| panic!("{told}"));
        assert_eq!((&back["amount_cents"], &back["on"]), (&30_000.into(), &"2026-11-18".into()));
    });
}

/// What a person took back is not said to be the bank's doing, and the money waits to be laid again.
#[test]
fn what_a_person_takes_back_is_still_money_to_lay() {
    work(|mut browser, ground| {
        take(&mut browser, "un.xml", &statement(1, "2026-11-12", false, "PRELEVEMENT F-2026-21"));
        let invoice = invoice(&ground);
        let at = format!("/factures/{}", invoice.id);
        browser.post(&format!("{at}/reprendre"), &[("why", "erreur")]);
        browser.get(&format!("/clients/{}", invoice.party)).says("non affecté");
        let page = browser.get(&at);
        page.says("imputation reprise");
        assert!(!page.words().contains("Repris par la banque"), "{}", page.words());
    });
}
