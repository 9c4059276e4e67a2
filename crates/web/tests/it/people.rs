//! Users and tokens through the interface for programs: a right of its own, secrets told once, and no ladder.

use crate::api::{Program, program};
use crate::browser::OWN_PASSWORD;
use crate::house::demo;
use axum::http::StatusCode;
use serde_json::{Value, json};

const ALL_BUT_PEOPLE: [&str; 4] = ["read", "import", "act", "manage"];

/// It is refused by a rule, and the sentence says which.
fn refused(program: &mut Program, path: &str, key: &str, body: &Value, why: &str) {
    let (status, problem) = program.post(path, key, &body.to_string());
    let said = problem["title"].as_str().unwrap_or("");
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && said.contains(why), "{path}: {status} {problem}");
}

fn person(role: &str) -> Value {
    json!({ "name": "Paul Roux", "email": format!("{role}@exemple.fr"), "role": role })
}

#[test]
fn letting_people_in_is_a_right_of_its_own() {
    demo(|mut owner| {
        let mut other = program(&mut owner, &ALL_BUT_PEOPLE);
        for path in ["/api/v1/users", "/api/v1/tokens"] {
            let (status, problem) = other.get(path);
            assert_eq!((status, problem["status"].as_u64()), (StatusCode::FORBIDDEN, Some(403)), "{path}");
            assert!(problem["detail"].as_str().unwrap().contains("« personnes »"), "{problem}");
        }
        let body = person("guest").to_string();
        assert_eq!(other.post("/api/v1/users", "u1", &body).0, StatusCode::FORBIDDEN);
        let token = json!({ "name": "autre", "scopes": ["read"] }).to_string();
        assert_eq!(other.post("/api/v1/tokens", "t1", &token).0, StatusCode::FORBIDDEN);
        owner.get("/reglages/api").says("personnes (faire entrer et sortir des utilisateurs et des programmes)");
        let mut accountant = owner.colleague("accountant", "comptable@exemple.fr");
        let asked = [("name", "x"), ("people", "oui")];
        assert_eq!(accountant.post("/reglages/api", &asked).status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn a_program_lets_somebody_in_with_a_password_told_once() {
    demo(|mut owner| {
        let mut program = program(&mut owner, &["read", "people"]);
        let body = person("accountant").to_string();
        let (status, made) = program.post("/api/v1/users", "u1", &body);
        assert_eq!(status, StatusCode::OK, "{made}");
        let (_, again) = program.post("/api/v1/users", "u1", &body);
        assert_eq!((&again["id"], &again["password"]), (&made["id"], &Value::Null), "told once, and kept nowhere");
        refused(&mut program, "/api/v1/users", "u2", &person("accountant"), "déjà celle d’un utilisateur");

        let password = made["password"].as_str().unwrap();
        let mut paul = owner.another();
        let fields = [("email", "accountant@exemple.fr"), ("password", password)];
        paul.post("/connexion", &fields).says("Celui que vous avez reçu est provisoire");
        paul.post("/mot-de-passe", &[("current", password), ("new", OWN_PASSWORD)]).says("Où en est mon argent ?");

        let id = made["id"].as_str().unwrap();
        let seen = program.get("/api/v1/users").1;
        let found = seen["items"].as_array().unwrap().iter().find(|u| u["id"] == json!(id)).unwrap();
        assert_eq!((&found["role"], &found["provisional"]), (&json!("accountant"), &json!(false)));
        let (role, removal) = (format!("/api/v1/users/{id}/role"), format!("/api/v1/users/{id}/removal"));
        refused(&mut program, &role, "r1", &json!({ "role": "guest" }), "Un invité a une date de fin.");
        let guest = json!({ "role": "guest", "until": "2026-12-31" }).to_string();
        assert_eq!(program.post(&role, "r2", &guest).0, StatusCode::OK);
        owner.get("/reglages/utilisateurs").says("jusqu’au 31 décembre 2026");
        assert_eq!(paul.post("/reglages/envoi/essai", &[]).status, StatusCode::FORBIDDEN, "a guest from now on");
        assert_eq!(program.post(&removal, "d1", "{}").0, StatusCode::OK);
        assert_eq!(program.post(&removal, "d2", "{}").0, StatusCode::NOT_FOUND);
        assert!(!paul.get("/clients").at.starts_with("/clients"), "no longer of the company");
        owner.get("/journal?groupe=regles").says("logiciel de facturation (API)");
    });
}

#[test]
fn a_program_neither_makes_nor_touches_an_owner() {
    demo(|mut owner| {
        let mut program = program(&mut owner, &["read", "people"]);
        let why = "Un programme ne nomme pas de propriétaire";
        refused(&mut program, "/api/v1/users", "u1", &person("owner"), why);
        let seen = program.get("/api/v1/users").1;
        let claire = seen["items"][0]["id"].as_str().unwrap().to_string();
        let role = format!("/api/v1/users/{claire}/role");
        refused(&mut program, &role, "r1", &json!({ "role": "guest", "until": "2026-12-31" }), why);
        refused(&mut program, &format!("/api/v1/users/{claire}/removal"), "d1", &json!({}), why);
        let made = program.post("/api/v1/users", "u2", &person("accountant").to_string()).1;
        let role = format!("/api/v1/users/{}/role", made["id"].as_str().unwrap());
        refused(&mut program, &role, "r2", &json!({ "role": "owner" }), why);
        // Two owners: the program still leaves both alone.
        let id = made["id"].as_str().unwrap();
        owner.post(&format!("/reglages/utilisateurs/{id}/role"), &[("role", "owner")]).says("Rôle changé.");
        refused(&mut program, &format!("/api/v1/users/{id}/removal"), "d2", &json!({}), why);
    });
}

#[test]
fn a_token_gives_another_no_more_than_it_has() {
    demo(|mut owner| {
        let mut maker = program(&mut owner, &["read", "act", "people"]);
        let (path, asked) = ("/api/v1/tokens", |scopes: &[&str]| json!({ "name": "caisse", "scopes": scopes }));
        for (key, scopes) in [("t1", ["read", "people"]), ("t2", ["read", "manage"]), ("t3", ["import", "act"])] {
            refused(&mut maker, path, key, &asked(&scopes), "Un programme ne peut pas donner le droit");
        }
        refused(&mut maker, path, "t4", &asked(&[]), "Un jeton a un nom et au moins un droit.");
        let body = asked(&["read", "act"]).to_string();
        let (status, made) = maker.post(path, "t5", &body);
        assert_eq!(status, StatusCode::OK, "{made}");
        assert_eq!(maker.post(path, "t5", &body).1["token"], Value::Null, "told once");
        let mut other = maker.with(made["token"].as_str().unwrap());
        assert_eq!(other.get("/api/v1/company").0, StatusCode::OK);
        assert_eq!(other.get("/api/v1/users").0, StatusCode::FORBIDDEN);

        let seen = maker.get(path).1;
        let all = seen["items"].as_array().unwrap();
        let own = all.iter().find(|t| t["own"] == json!(true)).unwrap()["id"].as_str().unwrap().to_string();
        let revocation = |id: &str| format!("{path}/{id}/revocation");
        refused(&mut maker, &revocation(&own), "v1", &json!({}), "Un jeton ne se ferme pas lui-même.");
        assert_eq!(maker.post(&revocation(made["id"].as_str().unwrap()), "v2", "{}").0, StatusCode::OK);
        assert_eq!(other.get("/api/v1/company").0, StatusCode::UNAUTHORIZED);
        let made = maker.get(path).1["items"].as_array().unwrap().iter().filter(|t| t["open"] == json!(true)).count();
        assert_eq!(made, 1, "closed ones are told as such");
        owner.get("/journal?groupe=regles").says("jeton caisse");
    });
}

#[test]
fn a_token_does_not_outlive_the_one_that_made_it() {
    demo(|mut owner| {
        let fields = [("name", "stage"), ("read", "oui"), ("people", "oui"), ("until", "2026-12-31")];
        let page = owner.post("/reglages/api", &fields).text;
        let text = page.split("qts_").nth(1).unwrap().split('<').next().unwrap();
        let mut maker = program(&mut owner, &["read"]).with(&format!("qts_{text}"));
        let asked = |until: Value| json!({ "name": "caisse", "scopes": ["read"], "until": until });
        let why = "durerait plus longtemps";
        refused(&mut maker, "/api/v1/tokens", "t1", &asked(Value::Null), why);
        refused(&mut maker, "/api/v1/tokens", "t2", &asked(json!("2027-01-01")), why);
        let body = asked(json!("2026-12-31")).to_string();
        assert_eq!(maker.post("/api/v1/tokens", "t3", &body).0, StatusCode::OK);
    });
}
