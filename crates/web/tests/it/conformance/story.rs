//! What depends on what was done before, and so is asked in an order: each request is judged like the others.

use super::Trial;
use crate::house::Ground;
use axum::http::StatusCode;
use domain::journal::Actor;
use serde_json::{Value, json};

impl Trial {
    pub fn story(&mut self, ground: &Ground) {
        let late = self.late();
        self.proposal();
        self.figures(&late);
        self.agreements(&late);
        self.scenario();
        self.by_hand(&late);
        self.replies(&late);
        self.accounting(&late);
        self.rules();
        self.guide();
        self.people();
        self.rare(ground, &late);
        self.after_a_restoration(ground, &late);
    }

    /// Customers who owe something, each with an open invoice, those who are most overdue first.
    fn late(&mut self) -> Vec<(String, String)> {
        let customers = self.read("/customers", "");
        let mut late = Vec::new();
        for customer in customers["items"].as_array().unwrap().iter().filter_map(|c| c["id"].as_str()) {
            let invoices = self.read("/customers/{id}/invoices", customer);
            let mut open = invoices["items"].as_array().unwrap().iter().rev();
            let open = open.find(|i| i["outstanding_cents"].as_i64().is_some_and(|cents| cents > 1_000));
            late.extend(open.and_then(|i| Some((customer.to_string(), i["id"].as_str()?.to_string()))));
        }
        late
    }

    pub fn read(&mut self, path: &str, id: &str) -> Value {
        let (operation, address) = (format!("/api/v1{path}"), format!("/api/v1{}", filled(path, id)));
        let (status, answer) = self.ask(("get", &operation), &address, "", "");
        assert!(status.is_success(), "{address}: {answer}");
        answer
    }

    pub fn act(&mut self, path: &str, id: &str, body: &Value) -> Option<Value> {
        let (operation, address) = (format!("/api/v1{path}"), format!("/api/v1{}", filled(path, id)));
        let key = format!("story-{}", self.asked);
        let (status, answer) = self.ask(("post", &operation), &address, &key, &body.to_string());
        status.is_success().then_some(answer)
    }

    pub fn must(&mut self, path: &str, id: &str, body: &Value) -> Value {
        self.act(path, id, body).unwrap_or_else(|| panic!("{path} {id} {body}: {:?}", self.last))
    }

    /// How customers pay, and what their amounts are made of, to the cent.
    fn figures(&mut self, late: &[(String, String)]) {
        for (customer, invoice) in late.iter().take(3) {
            let pays = self.read("/customers/{id}/behaviour", customer);
            let (points, on_time) = (pays["invoices"].as_array().unwrap(), pays["on_time"].as_u64().unwrap());
            assert_eq!(points.iter().filter(|p| p["days_late"] == 0).count() as u64, on_time, "{pays}");
            assert_eq!(pays["mean_tenths_of_day"].is_null(), points.is_empty(), "{pays}");
            for (kind, id) in [("customer", customer), ("invoice", invoice)] {
                let address = format!("/api/v1/reckonings/{kind}/{id}");
                let (status, found) = self.ask(("get", "/api/v1/reckonings/{kind}/{id}"), &address, "", "");
                assert_eq!(status, StatusCode::OK, "{found}");
                for sum in found["sums"].as_array().unwrap() {
                    let terms = sum["terms"].as_array().unwrap().iter();
                    let added: i64 = terms.map(|term| term["amount_cents"].as_i64().unwrap()).sum();
                    assert_eq!(sum["total_cents"], added, "{found}");
                    assert!(sum["shown_cents"].is_null() || sum["shown_cents"] == added, "{found}");
                }
                assert!(!found["sums"].as_array().unwrap().is_empty(), "{found}");
            }
        }
        let alerts = self.read("/alerts", "")["shown"].clone();
        for alert in alerts.as_array().unwrap().iter().filter(|a| !a["amount_cents"].is_null()) {
            let address = format!("/api/v1/reckonings/alert/{}", alert["alert"].as_str().unwrap());
            let (_, found) = self.ask(("get", "/api/v1/reckonings/{kind}/{id}"), &address, "", "");
            assert_eq!(found["sums"][0]["total_cents"], alert["amount_cents"], "{alert}: {found}");
        }
        let wrong = "/api/v1/reckonings/nothing/at-all";
        assert_eq!(self.ask(("get", "/api/v1/reckonings/{kind}/{id}"), wrong, "", "").0, StatusCode::NOT_FOUND);
    }

    fn proposal(&mut self) {
        let first = self.read("/agenda/proposals", "")["items"][0].clone();
        let [customer, step, currency] = ["customer", "step", "currency"].map(|name| first[name].as_str().unwrap());
        let wanted = json!({ "customer": customer, "step": step, "currency": currency });
        let address = format!("/api/v1/agenda/preview?customer={customer}&step={step}&currency={currency}");
        let (status, _) = self.ask(("get", "/api/v1/agenda/preview"), &address, "", "");
        assert_eq!(status, StatusCode::OK, "{:?}", self.last);
        self.must("/agenda/approvals", "", &wanted);
    }

    fn agreements(&mut self, late: &[(String, String)]) {
        for (path, fields) in [
            ("/plans", json!({ "instalments": 3, "first_on": "2026-12-15", "why": "gêne" })),
            ("/waivers", json!({ "principal_cents": 100, "why": "geste" })),
            ("/holds", json!({ "kind": "pause", "why": "salon" })),
        ] {
            let asked = |customer: &str| {
                let mut body = fields.clone();
                body["customer"] = json!(customer);
                body
            };
            let made = late.iter().any(|(customer, _)| self.act(path, "", &asked(customer)).is_some());
            assert!(made, "nobody for {path}: {:?}", self.last);
        }
        let hook = json!({ "url": "https://compta.example/quitus", "secret": "s".repeat(40), "with_details": true });
        self.must("/webhooks", "", &hook);
    }

    fn scenario(&mut self) {
        let text = self.read("/scenarios/{name}", "standard")["text"].as_str().unwrap().to_string();
        for (draft, word) in [("essai", "draft/withdrawal"), ("essai deux", "adoption")] {
            self.must("/scenarios/{name}/draft", "standard", &json!({ "text": format!("{text}\n# {draft}\n") }));
            let version = self.read("/scenarios/{name}", "standard")["draft"]["version"].clone();
            self.must("/scenarios/{name}/replay", "standard", &json!({ "version": version }));
            self.must(&format!("/scenarios/{{name}}/{word}"), "standard", &json!({ "version": version }));
        }
    }

    /// A call, a visit, a letter; and a letter that leaves no more.
    fn by_hand(&mut self, late: &[(String, String)]) {
        let preview = "/customers/{id}/acts/preview";
        let shown = late.iter().any(|(customer, invoice)| {
            let address = format!("/api/v1/customers/{customer}/acts/preview?channel=letter&invoices={invoice}");
            self.ask(("get", &format!("/api/v1{preview}")), &address, "", "").0 == StatusCode::OK
        });
        assert!(shown, "{preview}: {:?}", self.last);
        for (channel, word, body) in [
            ("call", "outcome", json!({ "outcome": "no_answer", "note": "personne" })),
            ("letter", "done", json!({ "proof": "1A 000" })),
            ("letter", "cancellation", json!({ "why": "inutile" })),
        ] {
            let act = self.decided(late, channel);
            self.must(&format!("/acts/{{id}}/{word}"), &act, &body);
            if word == "done" {
                self.must("/acts/{id}/return", &act, &json!({ "cause": "unknown_address" }));
            }
        }
    }

    /// One handled, which a file came with; one withdrawn.
    fn replies(&mut self, late: &[(String, String)]) {
        let given = json!({ "customer": late[0].0, "text": "Voici notre courrier.",
            "file": { "name": "courrier.pdf", "base64": "JVBERg==" } });
        let made = self.must("/replies", "", &given)["id"].as_str().unwrap().to_string();
        self.read("/replies/{id}", &made);
        self.read("/replies/{id}/file", &made);
        self.must("/replies/{id}/handling", &made, &json!({ "meaning": "other", "note": "lu" }));
        self.must("/replies/{id}/withdrawal", &made, &json!({ "why": "autre client" }));
    }

    /// An act that no scenario asked for, prepared.
    pub fn decided(&mut self, late: &[(String, String)], channel: &str) -> String {
        let asked = |invoice: &str| json!({ "channel": channel, "invoices": [invoice] });
        let act = "/customers/{id}/acts";
        let made = late.iter().find_map(|(customer, invoice)| self.act(act, customer, &asked(invoice)));
        let made = made.unwrap_or_else(|| panic!("nobody for {channel}: {:?}", self.last));
        made["act"].as_str().or(made["id"].as_str()).unwrap().to_string()
    }

    fn accounting(&mut self, late: &[(String, String)]) {
        let invoice = &late.last().unwrap().1;
        let debt = json!({ "invoice": invoice, "ground": "doubtful", "amount_cents": 100, "why": "silence",
            "proofs": [{ "name": "lettre.pdf", "base64": "JVBERg==" }] });
        let proposed = self.must("/bad-debts", "", &debt);
        let id = proposed["id"].as_str().unwrap().to_string();
        let shown = self.read("/bad-debts/{id}", &id);
        let proof = shown["proofs"][0]["id"].as_str().unwrap().to_string();
        let operation = "/api/v1/bad-debts/{id}/proofs/{proof}";
        let address = format!("/api/v1/bad-debts/{id}/proofs/{proof}");
        assert_eq!(self.ask(("get", operation), &address, "", "").0, StatusCode::OK, "{:?}", self.last);
        self.must("/bad-debts/{id}/answer", &id, &json!({ "answer": "approved" }));
        self.must("/bad-debts/{id}/end", &id, &json!({ "why": "le client a payé" }));
        let made = self.must("/entries/exports", "", &json!({}));
        for file in ["fec", "csv"] {
            let operation = "/api/v1/entries/exports/{id}/files/{file}";
            let address = format!("/api/v1/entries/exports/{}/files/{file}", made["number"]);
            assert_eq!(self.ask(("get", operation), &address, "", "").0, StatusCode::OK);
        }
        self.must("/entries/accounts", "", &json!({ "loss": "654100" }));
        self.control();
        let credit = json!({ "credit": { "number": "AV-2026-1", "amount_cents": 100 }, "why": "geste" });
        let credited =
            late.iter().any(|(_, invoice)| self.act("/invoices/{id}/corrections", invoice, &credit).is_some());
        assert!(credited, "{:?}", self.last);
    }

    /// An imported ledger that knows of an invoice which we do not have.
    fn control(&mut self) {
        let siren = self.read("/company", "")["siren"].as_str().unwrap().to_string();
        let head = "JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef \
                    PieceDate EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise";
        let line = |account: &str, code: &str, debit: &str, credit: &str| {
            [
                "VT", "Ventes", "1", "20261005", account, "Compte", code, code, "X-77", "20261005", "X-77", debit,
                credit, "", "", "20261005", "", "",
            ]
            .join("\t")
        };
        let lines = [line("411000", "CINCONNU", "120,00", "0,00"), line("706000", "", "0,00", "120,00")];
        let fec = format!("{}\r\n{}\r\n", head.split(' ').collect::<Vec<_>>().join("\t"), lines.join("\r\n"));
        let address = format!("/api/v1/imports?name={siren}FEC20261031.txt");
        let (_, taken) = self.ask(("post", "/api/v1/imports"), &address, "story-fec", &fec);
        assert_eq!(taken["files"][0]["outcome"], "taken", "{taken}");
        self.must("/entries/control", "", &json!({}));
        let found = self.read("/entries/control", "");
        let place = found["differences"]["items"][0]["place"].to_string();
        let detail = format!("/api/v1/entries/control/{place}");
        assert_eq!(
            self.ask(("get", "/api/v1/entries/control/{id}"), &detail, "", "").0,
            StatusCode::OK,
            "{:?}",
            self.last
        );
    }

    fn rules(&mut self) {
        let closing = json!({ "from": "2026-12-24", "until": "2026-12-31", "why": "fêtes" });
        self.must("/settings/closings", "", &closing);
        self.must("/settings/closings/removal", "", &json!({ "from": "2026-12-24" }));
        let sending = json!({ "email": "compta@lumiere.example", "smtp_host": "smtp.example", "smtp_port": 587,
            "smtp_security": "starttls", "sending_from_hour": 8, "sending_until_hour": 19 });
        self.must("/settings/sending", "", &sending);
        self.must("/settings/standing-order", "", &json!({ "steps": [] }));
        let rate = json!({ "table": "reference-rate", "key": "2027-S1", "value": "2,15", "source": "essai" });
        self.must("/law/values", "", &rate);
        let operation = "/templates/{name}/{lang}";
        let (at, of) = (format!("/api/v1{operation}"), "/api/v1/templates/reminder-last/fr");
        let (_, words) = self.ask(("get", &at), of, "", "");
        let kept = json!({ "subject": words["subject"], "body": words["body"] }).to_string();
        assert_eq!(self.ask(("post", &at), of, "story-words", &kept).0, StatusCode::OK, "{:?}", self.last);
        let (tried, of) = (format!("{at}/preview"), format!("{of}/preview"));
        assert_eq!(self.ask(("post", &tried), &of, "story-tried", &kept).0, StatusCode::OK, "{:?}", self.last);
        self.must("/bank/study", "", &json!({}));
    }

    /// The guide is asked, tried and adopted with the answers that it gives.
    fn guide(&mut self) {
        let answers = self.read("/guide", "")["answers"].clone();
        self.must("/guide/trial", "", &answers);
        self.must("/guide/adoption", "", &answers);
    }

    /// Somebody comes, becomes a guest and goes; a program too.
    fn people(&mut self) {
        let new = json!({ "name": "Paul Roux", "email": "paul@exemple.fr", "role": "salesperson" });
        let made = self.must("/users", "", &new);
        let id = made["id"].as_str().unwrap();
        self.must("/users/{id}/role", id, &json!({ "role": "guest", "until": "2026-12-31" }));
        self.must("/users/{id}/removal", id, &json!({}));
        let token = self.must("/tokens", "", &json!({ "name": "caisse", "scopes": ["read"] }));
        self.must("/tokens/{id}/revocation", token["id"].as_str().unwrap(), &json!({}));
    }

    /// What was on its way in a copy that was put back is of unknown outcome until somebody looks.
    fn after_a_restoration(&mut self, ground: &Ground, late: &[(String, String)]) {
        let act = self.decided(late, "letter");
        let world = ground.house.world(Actor::Program, None);
        app::webhooks::announce(&world, &ground.company()).unwrap();
        let hook = self.read("/webhooks", "")["items"][0]["id"].as_str().unwrap().to_string();
        let message = self.read("/webhooks/{id}/deliveries", &hook)["items"][0]["id"].as_str().unwrap().to_string();
        self.must("/deliveries/{id}/redelivery", &message, &json!({}));
        app::restoration::mark(&world, "copie-d-hier.db", "").unwrap();
        self.must("/acts/{id}/resolution", &act, &json!({ "left": true, "why": "vu dans la boîte d’envoi" }));
        self.must("/settings/restoration-review", "", &json!({ "why": "tout est relu" }));
    }
}

fn filled(path: &str, id: &str) -> String {
    path.replace("{id}", id).replace("{name}", id)
}
