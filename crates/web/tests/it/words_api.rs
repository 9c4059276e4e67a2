//! Words of messages and letters, tried by programs before they are kept.

use crate::api::program;
use crate::house::demo;
use axum::http::StatusCode;
use serde_json::json;

#[test]
fn words_are_tried_on_real_data_and_a_slip_is_told_at_its_line() {
    demo(|mut owner| {
        let mut reader = program(&mut owner, &["read"]);
        let firm = "/api/v1/templates/reminder-firm/fr";
        let kept = reader.get(firm).1;
        let customer = reader.get("/api/v1/customers").1["items"][0].clone();
        let body = kept["body"].as_str().unwrap();
        let own = json!({ "subject": "Facture en retard", "body": format!("{body}\nBien à vous."), "customer": customer["id"] });
        let (status, seen) = reader.post(&format!("{firm}/preview"), "1", &own.to_string());
        assert_eq!(status, StatusCode::OK, "{seen}");
        assert_eq!(seen["subject"], "Facture en retard");
        assert!(seen["text"].as_str().unwrap().contains("Bien à vous."), "{seen}");
        assert_eq!(seen["pdf_base64"], json!(null));
        assert_eq!(reader.get(firm).1, kept, "nothing changed");

        let slip = json!({ "subject": "Facture", "body": "Bonjour,\n\n{% if true %}\nsuite" });
        let (status, told) = reader.post(&format!("{firm}/preview"), "2", &slip.to_string());
        assert_eq!(
            (status, &told["part"], &told["line"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("body"), &json!(3)),
            "{told}"
        );
        assert!(told["title"].as_str().unwrap().contains("ligne 3"), "{told}");
        let slip = json!({ "subject": "{{ inconnu }}", "body": body });
        let told = reader.post(&format!("{firm}/preview"), "3", &slip.to_string()).1;
        assert_eq!((&told["part"], &told["line"]), (&json!("subject"), &json!(1)), "{told}");

        // A letter comes with its paper when that is asked; what is refused for keeping has its place too.
        let letter = "/api/v1/templates/formal-notice/fr";
        let words = reader.get(letter).1;
        let asked = json!({ "subject": words["subject"], "body": words["body"], "pdf": true });
        let (status, seen) = reader.post(&format!("{letter}/preview"), "4", &asked.to_string());
        assert_eq!(status, StatusCode::OK, "{seen}");
        assert!(seen["pdf_base64"].as_str().unwrap().starts_with("JVBERi"), "a PDF");
        let mut decider = program(&mut owner, &["read", "manage"]);
        let (status, told) =
            decider.post(letter, "5", &json!({ "subject": "x", "body": "a\n{% if true %}" }).to_string());
        assert_eq!((status, &told["line"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(2)), "{told}");
        for nowhere in ["/api/v1/templates/inconnu/fr/preview", "/api/v1/templates/reminder-firm/de/preview"] {
            assert_eq!(reader.post(nowhere, nowhere, &asked.to_string()).0, StatusCode::NOT_FOUND);
        }
    });
}

#[test]
fn credits_are_studied_again_by_whoever_may_act() {
    demo(|mut owner| {
        let mut reader = program(&mut owner, &["read"]);
        assert_eq!(reader.post("/api/v1/bank/study", "1", "{}").0, StatusCode::FORBIDDEN);
        let mut clerk = program(&mut owner, &["read", "act"]);
        assert_eq!(clerk.post("/api/v1/bank/study", "2", "{}").0, StatusCode::OK);
        let waiting = clerk.get("/api/v1/bank/lines").1;
        let lines = waiting["items"].as_array().unwrap();
        assert!(!lines.is_empty() && lines.iter().all(|l| l["decision"].is_string()), "{waiting}");
    });
}
