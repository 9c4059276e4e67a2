//! The interface for programs: who comes in, what is done once, and whether it keeps to its own description.

use crate::browser::Browser;
use crate::conformance::{judge, operation_of};
use crate::house::{demo, grounds};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::facts::HoldKind;
use serde_json::{Value, json};

/// A token with these rights, made as the owner makes one.
fn token(owner: &mut Browser, rights: &[&str]) -> String {
    let mut fields = vec![("name", "logiciel de facturation")];
    fields.extend(rights.iter().map(|right| (*right, "oui")));
    let page = owner.post("/reglages/api", &fields).text;
    let text = page.split("qts_").nth(1).unwrap().split('<').next().unwrap();
    format!("qts_{text}")
}

/// A program, with its token.
pub struct Program {
    browser: Browser,
    token: String,
}

impl Program {
    /// The same server, asked with another token.
    pub fn with(&self, token: &str) -> Program {
        Program { browser: self.browser.another(), token: token.to_string() }
    }

    pub fn get(&mut self, path: &str) -> (StatusCode, Value) {
        let answered = self.ask_whatever(path, None);
        as_described("get", path, answered)
    }

    pub fn post(&mut self, path: &str, key: &str, body: &str) -> (StatusCode, Value) {
        let answered = self.ask_whatever(path, Some((key, body)));
        as_described("post", path, answered)
    }

    /// Asks without judging the answer: a GET, or a POST with its key and body. A file is answered by its length.
    pub fn ask_whatever(&mut self, path: &str, post: Option<(&str, &str)>) -> (StatusCode, Value) {
        let bearer = format!("Bearer {}", self.token);
        let shown = match post {
            None => self.browser.ask_whatever(Request::get(path).header(header::AUTHORIZATION, bearer), Body::empty()),
            Some((key, body)) => {
                let request = Request::post(path).header(header::AUTHORIZATION, bearer).header("idempotency-key", key);
                let request = request.header(header::CONTENT_TYPE, "application/json");
                self.browser.ask_whatever(request, Body::from(body.to_string()))
            }
        };
        let value = serde_json::from_str(&shown.text);
        let is_a_file = shown.status.is_success() && value.is_err();
        let value = value.or_else(|e| if is_a_file { Ok(json!(shown.text.len())) } else { Err(e) });
        (shown.status, value.unwrap_or_else(|e| panic!("{}: {e}: {}", shown.at, shown.text)))
    }
}

/// What any program is answered keeps to the description.
fn as_described(method: &str, path: &str, (status, answer): (StatusCode, Value)) -> (StatusCode, Value) {
    if let Some(operation) = operation_of(method, path) {
        let fault = judge((method, &operation), status, &answer);
        assert_eq!(fault, None, "{method} {path}");
    }
    (status, answer)
}

pub fn program(owner: &mut Browser, rights: &[&str]) -> Program {
    let token = token(owner, rights);
    Program { browser: owner.another(), token }
}

#[test]
fn a_token_opens_what_it_was_given_for_until_it_is_revoked() {
    demo(|mut owner| {
        let mut reader = program(&mut owner, &["read"]);
        let (status, company) = reader.get("/api/v1/company");
        assert_eq!((status, company["name"].as_str()), (StatusCode::OK, Some("Atelier Lumière SARL")));
        let (status, problem) = reader.post("/api/v1/holds", "k1", r#"{"customer":"x","kind":"pause","why":"x"}"#);
        assert_eq!(status, StatusCode::FORBIDDEN, "{problem}");
        let (status, _) = Program { browser: owner.another(), token: "qts_inconnu".to_string() }.get("/api/v1/company");
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        let page = owner.get("/reglages/api").text;
        assert!(!page.contains(&reader.token), "a token is shown once");
        let id = page.split("action=\"/reglages/api/").nth(1).unwrap().split('/').next().unwrap().to_string();
        owner.post(&format!("/reglages/api/{id}/revoquer"), &[]).says("Ce jeton n’ouvre plus rien.");
        assert_eq!(reader.get("/api/v1/company").0, StatusCode::UNAUTHORIZED);
    });
}

#[test]
fn the_same_request_is_done_once() {
    demo(|mut owner| {
        let mut program = program(&mut owner, &["read", "act"]);
        let (_, customers) = program.get("/api/v1/customers");
        let customer = customers["items"][0]["id"].as_str().unwrap().to_string();
        let hold = json!({ "customer": customer, "kind": "pause", "why": "vu avec le gérant" }).to_string();
        assert_eq!(program.post("/api/v1/holds", "demande-1", "{").0, StatusCode::BAD_REQUEST, "the key is still good");
        let (status, first) = program.post("/api/v1/holds", "demande-1", &hold);
        assert_eq!(status, StatusCode::OK, "{first}");
        let (_, again) = program.post("/api/v1/holds", "demande-1", &hold);
        assert_eq!(first, again, "answered the same, not done again");
        let other = hold.replace("gérant", "comptable");
        assert_eq!(program.post("/api/v1/holds", "demande-1", &other).0, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(program.post("/api/v1/holds", "", &hold).0, StatusCode::BAD_REQUEST, "a key is asked for");
        let opened = owner.get("/journal?groupe=decisions").text.matches("vu avec le gérant").count();
        assert_eq!(opened, 1, "one line in the journal");
        owner.get("/journal?groupe=decisions").says("logiciel de facturation (API)");
        let lift = format!("/api/v1/holds/{}/lift", first["id"].as_str().unwrap());
        assert_eq!(program.post(&lift, "demande-2", r#"{"why":"fini"}"#).0, StatusCode::OK);
        let (status, problem) = program.post(&lift, "demande-3", r#"{"why":"fini"}"#);
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(problem["title"], "Cette suspension a déjà pris fin.");
    });
}

#[test]
fn silences_are_sorted_and_chosen_as_on_their_page() {
    demo(|mut owner| {
        let mut program = program(&mut owner, &["read"]);
        let mut of = |asked: &str| {
            let (status, list) = program.get(&format!("/api/v1/agenda/silences{asked}"));
            assert_eq!(status, StatusCode::OK, "{list}");
            list["items"].as_array().unwrap().clone()
        };
        let sum = |s: &serde_json::Value| s["outstanding_cents"].as_i64().unwrap();
        let day = |s: &serde_json::Value| s["next_on"].as_str().unwrap_or("9999").to_string();
        let soonest = of("");
        assert!(soonest.len() > 1 && soonest.is_sorted_by_key(|s| (day(s), -sum(s))), "{soonest:?}");
        assert!(of("?sort=amount").is_sorted_by_key(|s| -sum(s)));
        assert!(of("?sort=customer").is_sorted_by_key(|s| s["customer_name"].as_str().unwrap().to_lowercase()));
        let until = day(&soonest[0]);
        assert!(of(&format!("?until={until}")).iter().all(|s| day(s) == until));
        assert!(of("?reason=promise").iter().all(|s| s["reasons"][0]["code"] == "promise"));
        let largest = of("?sort=amount")[0]["number"].as_str().unwrap().to_string();
        assert_eq!(program.get("/api/v1/agenda/silences?sort=x").0, StatusCode::BAD_REQUEST);
        let page = owner.get("/silences?tri=montant").text;
        let first = page.find("href=\"/factures/").unwrap();
        assert!(page[first..].find(&largest).is_some_and(|at| at < 200), "{largest}");
    });
}

#[test]
fn a_program_records_a_payment_and_the_amount_follows() {
    demo(|mut owner| {
        let mut program = program(&mut owner, &["read", "act"]);
        let (_, silences) = program.get("/api/v1/agenda/silences");
        let (_, proposals) = program.get("/api/v1/agenda/proposals");
        let invoice = proposals["items"][0]["invoices"][0].as_str().or(silences["items"][0]["invoice"].as_str());
        let path = format!("/api/v1/invoices/{}", invoice.unwrap());
        let before = program.get(&path).1["outstanding_cents"].as_i64().unwrap();
        let body = json!({ "invoice": invoice, "amount_cents": 100, "reference": "VIR 12" }).to_string();
        assert_eq!(program.post("/api/v1/payments", "p1", &body).0, StatusCode::OK);
        assert_eq!(program.get(&path).1["outstanding_cents"].as_i64().unwrap(), before - 100);
        let too_much = json!({ "invoice": invoice, "amount_cents": before }).to_string();
        let (status, problem) = program.post("/api/v1/payments", "p2", &too_much);
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(problem["title"].as_str().unwrap().contains("ne peut pas être imputé"), "{problem}");
    });
}

#[test]
fn a_program_brings_a_file_in_once_and_hears_what_is_wrong_with_it() {
    demo(|mut owner| {
        let mut program = program(&mut owner, &["import", "read"]);
        let list = "Numéro;Date;Échéance;Client;Montant TTC\nF-1;01/10/2026;31/10/2026;Garage du Port SARL;120,00\n";
        let (status, report) = program.post("/api/v1/imports?name=liste.csv", "i1", list);
        assert_eq!((status, report["files"][0]["created"].as_u64()), (StatusCode::OK, Some(1)), "{report}");
        let (_, again) = program.post("/api/v1/imports?name=liste.csv", "i2", list);
        assert_eq!(again["files"][0]["outcome"], "already_imported", "{again}");
        let (_, refused) = program.post("/api/v1/imports?name=liste.csv", "i3", &list.replace("120,00", "cent vingt"));
        assert_eq!(refused["files"][0]["outcome"], "refused", "{refused}");
        assert!(!refused["files"][0]["problems"].as_array().unwrap().is_empty());
        let half = "Numéro;Date;Échéance;Client;Montant TTC\nF-2;01/10/2026;31/10/2026;Garage du Port SARL;cent\n\
                    F-3;01/10/2026;31/10/2026;Garage du Port SARL;30,00\n";
        let (_, taken) = program.post("/api/v1/imports?name=liste.csv&skip_wrong_lines=true", "i4", half);
        assert_eq!(
            (&taken["files"][0]["outcome"], &taken["files"][0]["created"]),
            (&json!("taken"), &json!(1)),
            "{taken}"
        );
        let wrong = &taken["files"][0]["to_mend"][0];
        assert_eq!((&wrong["line"], &wrong["cells"][4]["text"]), (&json!(2), &json!("cent")), "{wrong}");
        assert_eq!(program.get("/api/v1/customers?search=garage%20du%20port").1["items"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn a_program_notes_a_promise_and_reads_what_became_of_it() {
    demo(|mut owner| {
        let mut program = program(&mut owner, &["read", "act"]);
        let (_, customers) = program.get("/api/v1/customers");
        let customer = customers["items"][0]["id"].as_str().unwrap().to_string();
        let promise = |on: &str| {
            json!({ "customer": customer, "on": on, "heard": "mail", "amount_cents": 100, "why": "un euro le 30" })
                .to_string()
        };
        let (status, given) = program.post("/api/v1/promises", "w1", &promise("2026-11-30"));
        assert_eq!(status, StatusCode::OK, "{given}");
        assert_eq!(program.post("/api/v1/promises", "w2", &promise("2026-11-01")).0, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(program.post("/api/v1/promises", "w3", &promise("demain")).0, StatusCode::BAD_REQUEST);
        let (_, list) = program.get("/api/v1/promises?state=pending");
        let found = list["items"].as_array().unwrap().iter().find(|p| p["hold"] == given["hold"]).unwrap();
        assert_eq!((found["asked_cents"].as_i64(), found["received_cents"].as_i64()), (Some(100), Some(0)));
        assert_eq!(program.get("/api/v1/promises?state=peut-etre").0, StatusCode::BAD_REQUEST);
    });
}

#[test]
fn a_dispute_goes_from_its_opening_to_its_credit_note() {
    demo(|mut owner| {
        let mut program = program(&mut owner, &["read", "act"]);
        let (_, silences) = program.get("/api/v1/agenda/proposals");
        let line = silences["items"].as_array().unwrap().iter().find(|p| p["invoices"].as_array().unwrap().len() == 1);
        let invoice = line.unwrap()["invoices"][0].as_str().unwrap().to_string();
        let (_, before) = program.get(&format!("/api/v1/invoices/{invoice}"));
        let outstanding = before["outstanding_cents"].as_i64().unwrap();
        let third = outstanding / 3;
        let open = json!({ "invoice": invoice, "cause": "price", "amount_cents": third, "why": "prix du devis" });
        let (status, opened) = program.post("/api/v1/disputes", "d1", &open.to_string());
        assert_eq!(status, StatusCode::OK, "{opened}");
        let at = format!("/api/v1/disputes/{}", opened["dispute"].as_str().unwrap());
        let (_, again) = program.post("/api/v1/disputes", "d1", &open.to_string());
        assert_eq!(again, opened, "done once");
        let (_, listed) = program.get("/api/v1/disputes?state=open&cause=price");
        assert_eq!(
            (listed["items"][0]["held_cents"].as_i64(), listed["items"][0]["stage"].as_str()),
            (Some(third), Some("under_review"))
        );
        assert_eq!(program.get("/api/v1/disputes?state=rien").0, StatusCode::BAD_REQUEST);
        assert_eq!(program.post(&format!("{at}/messages"), "d2", r#"{"text":"vu avec le client"}"#).0, StatusCode::OK);
        assert_eq!(program.post(&format!("{at}/files?name=devis.pdf"), "d3", "%PDF").0, StatusCode::OK);
        assert_eq!(
            program.post(&format!("{at}/follow"), "d4", r#"{"fault":"ours","target_on":"2026-12-01"}"#).0,
            StatusCode::OK
        );
        let too_soon = r#"{"accepted":true,"by":"M. Durand"}"#;
        assert_eq!(program.post(&format!("{at}/answer"), "d5", too_soon).0, StatusCode::UNPROCESSABLE_ENTITY);
        let outcome = json!({ "finding": "founded", "why": "le devis disait moins" });
        assert_eq!(program.post(&format!("{at}/outcome"), "d6", &outcome.to_string()).0, StatusCode::OK);
        let (_, waiting) = program.get("/api/v1/disputes?state=awaits_credit");
        assert_eq!(waiting["items"][0]["held_cents"].as_i64(), Some(third));
        let credit = json!({ "credit": { "amount_cents": third, "number": "AV-1" }, "why": "le devis disait moins" });
        let (status, made) =
            program.post(&format!("/api/v1/invoices/{invoice}/corrections"), "d7", &credit.to_string());
        assert_eq!((status, made["credit_note"].as_str()), (StatusCode::OK, Some("AV-1")), "{made}");
        let (_, after) = program.get(&format!("/api/v1/invoices/{invoice}"));
        assert_eq!(after["outstanding_cents"].as_i64(), Some(outstanding - third));
        let (_, chain) = program.get(&format!("/api/v1/invoices/{invoice}/corrections"));
        assert_eq!((chain[0]["number"].as_str(), chain[0]["amount_cents"].as_i64()), (Some("AV-1"), Some(-third)));
        assert_eq!(program.post(&format!("{at}/answer"), "d8", too_soon).0, StatusCode::OK);
        let (_, figures) = program.get("/api/v1/disputes/figures");
        assert_eq!(
            (figures[0]["founded"].as_u64(), figures[0]["founded_share_percent"].as_i64()),
            (Some(1), Some(100))
        );
        let (_, gone) = program.get("/api/v1/disputes?state=awaits_credit");
        assert_eq!(gone["items"].as_array().unwrap().len(), 0);
    });
}

#[test]
fn what_a_program_contests_has_a_cause_and_a_dispute() {
    demo(|mut owner| {
        let mut program = program(&mut owner, &["read", "act"]);
        let (_, proposals) = program.get("/api/v1/agenda/proposals");
        let customer = proposals["items"][0]["customer"].as_str().unwrap();
        let hold = json!({ "customer": customer, "kind": "dispute", "why": "rien ne va" });
        let (status, problem) = program.post("/api/v1/holds", "c1", &hold.to_string());
        assert_eq!(
            (status, problem["title"].as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, Some("Un litige a un motif."))
        );
        let hold = json!({ "customer": customer, "kind": "dispute", "cause": "price", "why": "rien ne va" });
        let (status, opened) = program.post("/api/v1/holds", "c2", &hold.to_string());
        assert_eq!(status, StatusCode::OK, "{opened}");
        let disputes = opened["disputes"].as_array().unwrap();
        assert!(!disputes.is_empty());
        let lift = format!("/api/v1/holds/{}/lift", opened["id"].as_str().unwrap());
        assert_eq!(program.post(&lift, "c3", r#"{"why":"fini"}"#).0, StatusCode::UNPROCESSABLE_ENTITY);
        let (_, listed) = program.get("/api/v1/disputes?state=open&cause=price");
        let listed: Vec<&Value> = listed["items"].as_array().unwrap().iter().map(|d| &d["id"]).collect();
        assert_eq!(listed.len(), disputes.len());
        assert!(disputes.iter().all(|dispute| listed.contains(&dispute)), "{opened}");
    });
}

#[test]
fn a_program_proposes_a_plan_keeps_the_signed_file_and_follows_the_money() {
    grounds(|ground, mut owner| {
        let mut program = program(&mut owner, &["read", "act"]);
        let (_, customers) = program.get("/api/v1/customers");
        // Some are disputed or in collective proceedings: the first that may be granted time.
        let made = customers["items"].as_array().unwrap().iter().enumerate().find_map(|(n, customer)| {
            let id = customer["id"].as_str().unwrap();
            let plan =
                json!({ "customer": id, "instalments": 3, "first_on": "2026-12-15", "why": "convenu" }).to_string();
            let (status, made) = program.post("/api/v1/plans", &format!("plan-{n}"), &plan);
            (status == StatusCode::OK).then(|| (base::id::PartyId::parse(id).unwrap(), made))
        });
        let (party, made) = made.unwrap();
        let events = format!("/api/v1/plans/{}/events", made["plan"].as_str().unwrap());
        let signed = json!({ "what": "accepted", "file_name": "signe.pdf", "file_base64": "JVBERi0xLjQ=" }).to_string();
        let (status, accepted) = program.post(&events, "e2", &signed);
        assert_eq!((status, accepted["state"].as_str()), (StatusCode::OK, Some("running")), "{accepted}");
        let held = ground.read(|books| Ok(books.open_holds(party)?)).into_iter().find(|h| h.kind == HoldKind::Plan);
        let lift = format!("/api/v1/holds/{}/lift", held.unwrap().id);
        let (status, problem) = program.post(&lift, "e2b", r#"{"why":"par erreur"}"#);
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
        assert!(problem["title"].as_str().unwrap().contains(made["plan"].as_str().unwrap()), "{problem}");
        let first = accepted["parts"][0]["amount_cents"].as_i64().unwrap();
        let paid = json!({ "what": "received", "amount_cents": first, "reference": "VIR 1" }).to_string();
        let (_, followed) = program.post(&events, "e3", &paid);
        assert_eq!(followed["parts"][0]["state"].as_str(), Some("paid"), "{followed}");
        assert_eq!(
            followed["left_cents"].as_i64().unwrap() + followed["received_cents"].as_i64().unwrap(),
            followed["total_cents"].as_i64().unwrap()
        );
        let lapse = json!({ "what": "lapsed", "why": "trop tôt" }).to_string();
        assert_eq!(program.post(&events, "e4", &lapse).0, StatusCode::FORBIDDEN, "the owner's to decide");
        let mut manager = self::program(&mut owner, &["read", "act", "manage"]);
        assert_eq!(manager.post(&events, "e5", &lapse).0, StatusCode::UNPROCESSABLE_ENTITY);
        let agreement = format!("/api/v1/plans/{}/agreement", made["plan"].as_str().unwrap());
        assert_eq!(program.get(&agreement).0, StatusCode::OK, "as it was to be signed");
        let signed = program.get(&format!("{agreement}?signed=true"));
        assert_eq!((signed.0, signed.1.as_u64()), (StatusCode::OK, Some(8)), "the bytes that came");
        assert_eq!(program.get("/api/v1/plans").1["items"][0]["state"].as_str(), Some("running"));
    });
}

/// What a program sends and cannot be read is told in French: the field, the place, what is expected.
#[test]
fn what_does_not_read_is_told_in_french() {
    demo(|mut owner| {
        let mut program = program(&mut owner, &["read", "act"]);
        let mut said = |path: &str, body: &str| {
            let (status, problem) = program.post(path, "illisible", body);
            assert_eq!(status, StatusCode::BAD_REQUEST, "{problem}");
            problem["detail"].as_str().unwrap().to_string()
        };
        assert_eq!(said("/api/v1/holds", r#"{"customer":"x"}"#), "Il manque le champ « kind » (ligne 1, colonne 16).");
        assert_eq!(
            said("/api/v1/payments", r#"{"invoice":"x","amount_cents":"dix"}"#),
            "Champ « amount_cents » : « dix » ne convient pas : il faut un nombre entier, sans guillemets (ligne 1, colonne 35)."
        );
        let parts = r#"{"parts":[{"invoice":"x","cents":true}]}"#;
        assert!(said("/api/v1/bank/lines/bnk_x/match", parts).starts_with("Champ « parts[0].cents » : "));
        let gap = r#"{"account":"x","from":"demain","complete":true,"why":"x"}"#;
        let told = said("/api/v1/bank/accounts/gaps", gap);
        assert!(told.starts_with("Champ « from » : une date AAAA-MM-JJ est attendue"), "{told}");
        assert!(said("/api/v1/holds", "{").starts_with("Le JSON s’arrête avant la fin"));
        assert!(said("/api/v1/holds", "bonjour").starts_with("Ce n’est pas du JSON (ligne 1"));
        assert!(said("/api/v1/holds", "{} {}").contains("Il manque le champ « customer »"));
        assert!(said("/api/v1/holds", "").starts_with("Le corps de la demande est vide"));
        let (status, problem) = program.get("/api/v1/customers?page=deux");
        let detail = "Champ « page » : il faut un nombre entier.";
        assert_eq!((status, problem["detail"].as_str()), (StatusCode::BAD_REQUEST, Some(detail)), "{problem}");
        let page = owner.get("/clients?page=deux");
        page.says("il faut un nombre entier");
        assert!(!page.text.contains("deserialize"), "{}", page.words());
    });
}
