//! Files through the interface for programs: seen before they are written, as on the page, and read as the program says.

use crate::api::program;
use crate::house::demo;
use axum::http::StatusCode;
use serde_json::{Value, json};

const LIST: &str = "Numéro;Date de facture;Échéance;Client;Montant TTC;Autre montant\n\
    W-1;05/01/2026;04/02/2026;Nouvelle Boulangerie;1234,56;10,00\n\
    W-2;12/02/2026;14/03/2026;Nouveau Garage;480,00;20,00\n";
const PREVIEW: &str = "/api/v1/imports/preview?name=ventes.csv";
const TAKE: &str = "/api/v1/imports?name=ventes.csv";

#[test]
fn a_preview_says_what_would_come_and_writes_nothing() {
    demo(|mut owner| {
        let mut program = program(&mut owner, &["import", "read"]);
        let (status, seen) = program.post(PREVIEW, "p1", LIST);
        assert_eq!(status, StatusCode::OK, "{seen}");
        let counted = ["invoices", "customers", "credit_notes", "payments", "bank_lines", "already_known"];
        assert_eq!(counted.map(|name| seen[name].as_u64().unwrap()), [2, 2, 0, 0, 0, 0]);
        assert_eq!((&seen["files"][0]["outcome"], &seen["asks_account"]), (&json!("taken"), &json!(false)));
        let found = |program: &mut crate::api::Program| {
            program.get("/api/v1/customers?search=nouvelle%20boulangerie").1["items"].as_array().unwrap().len()
        };
        assert_eq!(found(&mut program), 0);
        let damaged = LIST.replace("12/02/2026", "pas une date");
        let (_, wrong) = program.post(PREVIEW, "p2", &damaged);
        assert_eq!((&wrong["files"][0]["outcome"], &wrong["invoices"]), (&json!("refused"), &json!(0)));
        assert!(wrong["files"][0]["problems"][0].as_str().unwrap().contains("ligne 3"), "{wrong}");
        let (_, without) = program.post(&format!("{PREVIEW}&skip_wrong_lines=true"), "p3", &damaged);
        assert_eq!((&without["invoices"], &without["files"][0]["to_mend"][0]["line"]), (&json!(1), &json!(3)));
        assert_eq!(program.post(TAKE, "t1", LIST).1["files"][0]["created"], json!(2));
        assert_eq!(found(&mut program), 1);
        assert_eq!(program.post(PREVIEW, "p4", LIST).1["files"][0]["outcome"], "already_imported");
        let mut reader = crate::api::program(&mut owner, &["read"]);
        assert_eq!(reader.post(PREVIEW, "p5", LIST).0, StatusCode::FORBIDDEN);
    });
}

/// The query with the columns of a list.
fn with_columns(path: &str, columns: &Value) -> String {
    format!("{path}&columns={}", web::answer::percent(&columns.to_string()))
}

#[test]
fn columns_said_by_a_program_are_read_so_and_remembered_once_taken() {
    demo(|mut owner| {
        let mut program = program(&mut owner, &["import", "read"]);
        let seen = program.post(PREVIEW, "p1", LIST).1;
        let list = &seen["lists"][0];
        assert!(list["example"].as_str().unwrap().contains("234,56"), "{list}");
        let gross = list["columns"].as_array().unwrap().iter().find(|c| c["field"] == "gross").unwrap();
        assert_eq!((&gross["column"], &gross["label"]), (&json!(4), &json!("Montant TTC")));
        let print = list["fingerprint"].as_str().unwrap();
        let mut said = json!({ "number": 0, "issued_on": 1, "due_on": 2, "customer_name": 3, "gross": 5 });
        let of = |said: &Value| json!({ print: said });
        let (status, again) = program.post(&with_columns(PREVIEW, &of(&said)), "p2", LIST);
        assert_eq!(status, StatusCode::OK, "{again}");
        assert!(again["lists"][0]["example"].as_str().unwrap().contains("Nouvelle Boulangerie, 10,00"), "{again}");
        let forgotten = program.post(PREVIEW, "p3", LIST).1;
        assert!(forgotten["lists"][0]["example"].as_str().unwrap().contains("234,56"), "nothing was taken");
        assert_eq!(program.post(&with_columns(TAKE, &of(&said)), "t1", LIST).1["files"][0]["created"], json!(2));
        let next = program.post(PREVIEW, "p4", &LIST.replace("W-", "Z-")).1;
        assert!(next["lists"][0]["example"].as_str().unwrap().contains("10,00"), "{next}");

        let mut refused = |key: &str, columns: &Value, why: &str| {
            let (status, problem) = program.post(&with_columns(PREVIEW, columns), key, LIST);
            assert!(status.is_client_error() && problem.to_string().contains(why), "{status} {problem}");
        };
        said["net"] = json!(5);
        refused("r1", &of(&said), "est choisie deux fois");
        refused("r2", &of(&json!({ "number": 9 })), "pas de colonne 9");
        refused("r3", &json!({ "inconnue": { "number": 0 } }), "n’a cette forme");
        refused("r4", &of(&json!({ "couleur": 0 })), "« couleur »");
        refused("r5", &json!([1]), "ne se lit pas");
    });
}

#[test]
fn the_account_and_other_sellers_are_answered_as_on_the_page() {
    let bare = "Date;Libellé;Montant\n19/11/2026;VIREMENT ETRANGE;4321,09\n";
    let foreign = "Numéro;Date de facture;Échéance;Client;Montant TTC;Vendeur\n\
        Y-1;05/01/2026;04/02/2026;Chose;10,00;Autre Maison\n";
    demo(|mut owner| {
        let mut program = program(&mut owner, &["import", "read"]);
        let asks = program.post(PREVIEW, "p1", bare).1;
        assert_eq!(asks["asks_account"], json!(true), "{asks}");
        let named = program.post(&format!("{PREVIEW}&account=Compte%20livret"), "p2", bare).1;
        assert_eq!((&named["asks_account"], &named["bank_lines"]), (&json!(false), &json!(1)), "{named}");
        let aside = program.post(PREVIEW, "p3", foreign).1;
        assert_eq!((&aside["files"][0]["outcome"], &aside["invoices"]), (&json!("set_aside"), &json!(0)), "{aside}");
        let any = format!("{TAKE}&any_seller=true");
        assert_eq!(program.post(&any, "t1", foreign).1["files"][0]["created"], json!(1));
    });
}
