//! Offers, waivers and money of assigned invoices, for programs.

use crate::api::program;
use crate::house::demo;
use axum::http::StatusCode;
use serde_json::json;

#[test]
fn a_program_compares_offers_weighs_a_waiver_and_asks_above_its_limit() {
    demo(|mut owner| {
        let mut program = program(&mut owner, &["read", "act"]);
        let mut manager = crate::api::program(&mut owner, &["read", "act", "manage"]);
        let (_, customers) = program.get("/api/v1/customers");
        let ids: Vec<&str> = customers["items"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap()).collect();
        let (customer, offers) = ids
            .iter()
            .find_map(|id| {
                let (status, offers) =
                    program.get(&format!("/api/v1/customers/{id}/offers?instalments=4&discount_bp=500"));
                (status == StatusCode::OK).then_some((id.to_string(), offers))
            })
            .unwrap();
        assert_eq!(offers["offers"].as_array().unwrap().len(), 3);
        assert_eq!(offers["offers"][1]["parts"].as_array().unwrap().len(), 4);
        let rate = json!({ "present_value_rate_bp": 800, "accountant_limit_cents": 50 }).to_string();
        assert_eq!(program.post("/api/v1/settings/negotiation", "n1", &rate).0, StatusCode::FORBIDDEN);
        assert_eq!(manager.post("/api/v1/settings/negotiation", "n2", &rate).0, StatusCode::OK);
        assert_eq!(program.get(&format!("/api/v1/customers/{customer}/offers")).1["rate_bp"].as_i64(), Some(800));
        let wish = |cents: i64| {
            json!({ "customer": customer, "principal_cents": cents, "chance_bp": 5000, "why": "geste" }).to_string()
        };
        let (status, study) = program.post("/api/v1/waivers/study", "s1", &wish(100));
        assert_eq!((status, study["weighed"]["given_up_cents"].as_i64()), (StatusCode::OK, Some(100)), "{study}");
        assert_eq!(study["weighed"]["supposed_chance_bp"].as_i64(), Some(5000));
        let (_, small) = program.post("/api/v1/waivers", "w1", &wish(50));
        assert_eq!(small["state"].as_str(), Some("granted"), "{small}");
        let (_, large) = program.post("/api/v1/waivers", "w2", &wish(100));
        assert_eq!(large["state"].as_str(), Some("asked"), "{large}");
        let (_, study) = program.post("/api/v1/waivers/study", "s2", &wish(100));
        assert_eq!(study["waiting"], large["waiver"], "{study}");
        let (_, alerts) = program.get("/api/v1/alerts");
        let asked = alerts["shown"].as_array().unwrap().iter().find(|a| a["cause"] == "waiver_asked").unwrap();
        assert_eq!((&asked["customer"], &asked["amount_cents"]), (&json!(customer), &json!(100)), "{asked}");
        let events = format!("/api/v1/waivers/{}/events", large["waiver"].as_str().unwrap());
        let granted = r#"{"what":"granted","why":"d’accord"}"#;
        assert_eq!(program.post(&events, "g1", granted).0, StatusCode::FORBIDDEN);
        assert_eq!(manager.post(&events, "g2", granted).0, StatusCode::OK);
        assert_eq!(manager.post(&events, "g3", granted).0, StatusCode::UNPROCESSABLE_ENTITY, "decided already");
        let (_, list) = program.get("/api/v1/waivers?state=granted");
        assert_eq!(list["items"].as_array().unwrap().len(), 2);
        assert_eq!(program.get("/api/v1/waivers?state=rien").0, StatusCode::BAD_REQUEST);
        assert_eq!(program.get("/api/v1/assigned-money?kept=true").0, StatusCode::OK);
    });
}

#[test]
fn a_program_sets_an_alert_aside_copies_a_scenario_and_closes_the_company() {
    demo(|mut owner| {
        owner.get("/");
        let mut program = program(&mut owner, &["read", "act", "manage"]);
        let (_, alerts) = program.get("/api/v1/alerts");
        let alert = alerts["shown"][0]["alert"].as_str().unwrap().to_string();
        let body = json!({ "alert": alert, "until": "2026-11-27", "why": "vue avec le client" }).to_string();
        let (status, word) = program.post("/api/v1/alerts/set-aside", "a1", &body);
        assert_eq!(status, StatusCode::OK, "{word}");
        let (_, alerts) = program.get("/api/v1/alerts");
        assert_eq!(alerts["set_aside"][0]["id"], word["id"]);
        assert_eq!(alerts["set_aside"][0]["alert"], json!(alert));
        assert_eq!(program.post("/api/v1/alerts/set-aside", "a2", &body).0, StatusCode::NOT_FOUND);
        let back = format!("/api/v1/alerts/set-aside/{}/return", word["id"].as_str().unwrap());
        assert_eq!(program.post(&back, "a3", "{}").0, StatusCode::OK);
        assert_eq!(program.post(&back, "a4", "{}").0, StatusCode::NOT_FOUND);
        assert_eq!(program.get("/api/v1/alerts").1["set_aside"], json!([]));

        let body = json!({ "title": "Artisans du bâtiment" }).to_string();
        let (status, own) = program.post("/api/v1/scenarios/standard/copy", "c1", &body);
        assert_eq!((status, own["name"].as_str()), (StatusCode::OK, Some("artisans-du-batiment")), "{own}");
        assert_eq!(program.get("/api/v1/scenarios/artisans-du-batiment").0, StatusCode::OK);

        let gone = json!({ "why": "un essai" }).to_string();
        assert_eq!(program.post("/api/v1/scenarios/artisans-du-batiment/retirement", "r1", &gone).0, StatusCode::OK);
        assert_eq!(program.get("/api/v1/scenarios/artisans-du-batiment").0, StatusCode::NOT_FOUND);
        let supplied = program.post("/api/v1/scenarios/standard/retirement", "r2", &gone);
        assert_eq!(supplied.0, StatusCode::UNPROCESSABLE_ENTITY, "{}", supplied.1);

        let closing = json!({ "from": "2026-12-24", "until": "2027-01-03", "why": "Fêtes" });
        assert_eq!(program.post("/api/v1/settings/closings", "f1", &closing.to_string()).0, StatusCode::OK);
        assert_eq!(program.get("/api/v1/settings").1["closings"], json!([closing]));
        let gone = json!({ "from": "2026-12-24" }).to_string();
        assert_eq!(program.post("/api/v1/settings/closings/removal", "f2", &gone).0, StatusCode::OK);
        assert_eq!(program.post("/api/v1/settings/closings/removal", "f3", &gone).0, StatusCode::NOT_FOUND);
    });
}
