//! The guided set-up for programs: the questions of the page, and the same adoption.

use crate::api::program;
use crate::house::demo;
use axum::http::StatusCode;
use serde_json::json;

#[test]
fn a_program_asks_the_guide_tries_answers_and_adopts_them() {
    demo(|mut owner| {
        let mut reader = program(&mut owner, &["read", "act", "import"]);
        assert_eq!(reader.get("/api/v1/guide").0, StatusCode::FORBIDDEN);
        let mut program = program(&mut owner, &["read", "manage"]);
        let (status, guide) = program.get("/api/v1/guide");
        assert_eq!(status, StatusCode::OK, "{guide}");
        let voice = &guide["questions"][1];
        assert_eq!((&voice["field"], &voice["choices"][0]["word"]), (&json!("voice"), &json!("calls")));
        assert_eq!(guide["answers"]["sells_to"][0], json!("business"), "the customers there are");

        let mut answers = guide["answers"].clone();
        answers["sells_to"] = json!(["business"]);
        (answers["voice"], answers["firmness"]) = (json!("writes"), json!("gentle"));
        (answers["from_hour"], answers["until_hour"]) = (json!(9), json!(17));
        let (status, given) = program.post("/api/v1/guide/trial", "t1", &answers.to_string());
        assert_eq!(status, StatusCode::OK, "{given}");
        assert_eq!(given["customers"].as_array().unwrap().len(), 3);
        assert!(!given["customers"][0]["days"].as_array().unwrap().is_empty(), "{given}");
        let text = given["scenarios"][0]["text"].as_str().unwrap();
        assert!(text.contains("channels = [\"email\", \"call\"]"), "{text}");
        let page = owner.get("/reglages/guide?vu=1&pro=oui&voix=ecrit&fermete=doux&jours=ouvres&de=9&a=17");
        for customer in given["customers"].as_array().unwrap() {
            page.says(customer["name"].as_str().unwrap());
        }
        let before = program.get("/api/v1/scenarios").1;
        let (status, adopted) = program.post("/api/v1/guide/adoption", "a1", &answers.to_string());
        let business = json!(["Grand compte", "Retardataire habituel", "Petits montants", "Entreprise, standard"]);
        assert_eq!((status, &adopted["scenarios"]), (StatusCode::OK, &business), "all that apply to companies");
        assert_ne!(program.get("/api/v1/scenarios").1, before);
        assert_eq!(program.get("/api/v1/settings").1["sending_from_hour"], json!(9));
        let again = program.post("/api/v1/guide/adoption", "a2", &answers.to_string()).1;
        assert_eq!(again["scenarios"], json!([]), "they say that already");

        answers["until_hour"] = json!(5);
        let (status, crossed) = program.post("/api/v1/guide/adoption", "a3", &answers.to_string());
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{crossed}");
        answers["voice"] = json!("crier");
        assert_eq!(program.post("/api/v1/guide/trial", "t2", &answers.to_string()).0, StatusCode::BAD_REQUEST);
    });
}
