//! Interest and compensation as claims of their own in the browser and by program, from the formal notice to their payment; and
//! the word of thanks after it.

use crate::api::program;
use crate::house::work;
use crate::mishaps::notice;
use axum::http::StatusCode;
use serde_json::json;

#[test]
fn a_notice_claims_and_what_is_left_after_payment_is_paid_or_given_up() {
    work(|mut browser, ground| {
        let act = notice(&mut browser, &ground);
        let row = ground.read(|books| Ok(books.act(act)?)).unwrap();
        let (party, invoice) = (row.act.party, row.act.lines[0].invoice);
        let page = format!("/factures/{invoice}");
        assert!(!browser.get(&page).words().contains("où en est-on"), "ready is not claimed");
        browser.post(&format!("/actes/{act}/fait"), &[("preuve", "1A 234")]).says("c’est noté");
        // 100 days × 12.40 % of 2 500.00.
        let shown = browser.get(&page);
        shown.says("Intérêts et indemnité : où en est-on");
        shown.says("Intérêts de retard réclamé 84,93 € 84,93 € – – 84,93 €");
        shown.says("Indemnité forfaitaire réclamé 40,00 € 40,00 € – – 40,00 €");
        shown.says("Réclamé : Mise en demeure");
        let pay = format!("/clients/{party}/payer");
        let id = invoice.to_string();
        browser.post(&pay, &[("invoice", &id), ("amount", "2500"), ("reference", "VIR")]).says("enregistré");
        browser.get(&page).says("La facture est payée ; il reste 84,93 € d’intérêts et 40,00 € d’indemnité.");
        browser
            .get(&format!("/clients/{party}?onglet=factures"))
            .says("Intérêts et indemnités réclamés 124,93 € réclamés");
        thanks(&mut browser, &party.to_string());
        let too_much = [("invoice", id.as_str()), ("amount", "125"), ("pays", "accessories")];
        browser.post(&pay, &too_much).says("il reste 124,93 € d’intérêts et d’indemnité");
        let part = [("invoice", id.as_str()), ("amount", "90"), ("pays", "accessories"), ("reference", "chèque 12")];
        browser.post(&pay, &part).says("enregistré");
        let shown = browser.get(&page);
        shown.says("Intérêts de retard payé 84,93 € 84,93 € – 84,93 € –");
        shown.says("chèque 12 ; le client l’a dit, ou c’est convenu");
        by_program(&mut browser, &id, &party.to_string());
        let waive = [
            ("kind", "waive"),
            ("invoice", id.as_str()),
            ("compensation", "1"),
            ("why", "client fidèle depuis dix ans"),
        ];
        browser.post(&format!("/clients/{party}/decider"), &waive).says("Décision enregistrée");
        let shown = browser.get(&page);
        shown.says("Indemnité forfaitaire payé 40,00 € 40,00 € 34,93 € 5,07 € –");
        shown.says("client fidèle depuis dix ans");
    });
}

/// Proposed once, seen, sent; then nobody is left.
fn thanks(browser: &mut crate::browser::Browser, party: &str) {
    browser.get("/a-faire").says("1 client a payé tout ce qui était en retard.");
    let page = browser.get("/a-faire/remerciements");
    page.says("2 500,00 € reçus le 20 novembre 2026");
    page.says("est soldée, vous n’avez plus rien à faire");
    let mut program = program(browser, &["read", "act"]);
    let (_, list) = program.get("/api/v1/thanks");
    assert_eq!(list["items"][0]["received_cents"], json!(250_000), "{list}");
    assert_eq!(list["items"][0]["recalls"], json!(false));
    browser.post(&format!("/a-faire/remerciements/{party}/envoyer"), &[]).says("Remerciement prêt");
    browser.get("/a-faire/remerciements").says("Personne à remercier");
    let again = json!({ "customer": party }).to_string();
    let (status, problem) = program.post("/api/v1/thanks", "again", &again);
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
    browser.get("/reglages/regles").says("Proposer un mot de remerciement");
}

fn by_program(browser: &mut crate::browser::Browser, invoice: &str, party: &str) {
    let mut program = program(browser, &["read", "act"]);
    let (_, claims) = program.get(&format!("/api/v1/invoices/{invoice}/claims"));
    assert_eq!(claims["interest"]["state"], json!("paid"), "{claims}");
    assert_eq!(claims["compensation"]["due_cents"], json!(3_493));
    assert_eq!(claims["steps"][0]["kind"], json!("claimed"));
    let (_, all) = program.get(&format!("/api/v1/customers/{party}/claims"));
    assert_eq!(all["items"][0]["interest"]["paid_cents"], json!(8_493), "{all}");
    let paid = json!({ "invoice": invoice, "amount_cents": 4_000, "accessories": true });
    let (status, problem) = program.post("/api/v1/payments", "too-much", &paid.to_string());
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
}
