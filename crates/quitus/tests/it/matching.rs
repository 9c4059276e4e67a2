//! `quitus match --set`: the engine over files, without any books.

use crate::stage::{Stage, seen};
use serde_json::Value;

#[test]
fn a_set_is_matched_and_scored_without_any_books() {
    let stage = Stage::new(None);
    stage.write(
        "customers.csv",
        "id,name,siren\nC1,SARL ACME BATIMENT,732829320\nC2,SAS DUPONT ET FILS CONSEIL,552100554\n",
    );
    stage.write(
        "open_invoices.csv",
        "number,customer,issued,due,gross_cents\nF2026-00012,C1,2026-03-01,2026-03-31,120000\n\
         F2026-00013,C1,2026-03-01,2026-03-31,45000\nF2026-00020,C2,2026-03-02,2026-04-01,36000\n\
         F2026-00021,C2,2026-03-02,2026-04-01,36000\n",
    );
    stage.write(
        "bank_lines.csv",
        "line_id,date,amount_cents,label,counterparty_name,counterparty_iban,end_to_end_id\n\
         L1,2026-04-02,165000,VIR ACME BATIMENT FACTURE 2026 00012 ET 2026-13,,,\n\
         L2,2026-04-03,36000,VIR SAS DUPONT ET FILS CONSEIL REGLEMENT,,,\n\
         L3,2026-04-04,5000,INTERETS CREDITEURS,,,\n",
    );
    stage.write(
        "truth.csv",
        "line_id,kind,answerable,allocations\nL1,multi_ref,yes,F2026-00012=120000;F2026-00013=45000\n\
         L2,amount_name,no,\nL3,unrelated,no,\n",
    );
    let output = stage.run(None, &["match", "--set", ".", "--json"].map(str::to_string));
    assert!(output.status.success(), "{}", seen(&output));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let decisions: Vec<&str> =
        told["lines"].as_array().unwrap().iter().map(|l| l["decision"].as_str().unwrap()).collect();
    assert_eq!(decisions, ["auto", "ask", "none"]);
    assert_eq!(told["lines"][0]["allocations_text"], "F2026-00012=120000;F2026-00013=45000");
    assert_eq!(told["lines"][1]["reasons"][0]["code"], "same_amount");
    assert_eq!(told["lines"][1]["candidates"].as_array().unwrap().len(), 2);
    assert_eq!((&told["score"]["right"], &told["score"]["wrong"]), (&Value::from(1), &Value::from(0)));
}
