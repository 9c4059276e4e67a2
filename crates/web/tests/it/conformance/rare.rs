//! What stands in no books until something particular happened: it is brought about, done once, and refused after that.

use super::Trial;
use crate::house::Ground;
use axum::http::StatusCode;
use base::id::ActId;
use domain::agenda::SERVICE_STEPS;
use domain::journal::Actor;
use serde_json::{Value, json};

/// Two statements of an account between which money is missing.
const BEFORE: &str = "Compte courant n° 12345678902;\n\nDate;Date de valeur;Débit;Crédit;Libellé;Solde\n\
    02/11/2026;02/11/2026;;10,00;VIR SANS CLIENT A;1 010,00\n";
const AFTER: &str = "Compte courant n° 12345678902;\n\nDate;Date de valeur;Débit;Crédit;Libellé;Solde\n\
    12/11/2026;12/11/2026;;20,00;VIR SANS CLIENT B;1 400,00\n";

/// One credit as two kinds of file tell it, on two days.
const EARLY: &str = "OFXHEADER:100\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>30006<BRANCHID>00001\
    <ACCTID>12345678903</BANKACCTFROM><BANKTRANLIST><DTSTART>20261110<DTEND>20261116<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261116\
    <TRNAMT>757.57<FITID>1<NAME>VIR DEUX FOIS</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n";
const LATE: &str = "Compte;30006 00001 12345678903 83\n\nDate;Date de valeur;Débit;Crédit;Libellé;Solde\n\
    18/11/2026;18/11/2026;;757,57;VIR DEUX FOIS;1 857,57\n";

impl Trial {
    pub fn rare(&mut self, ground: &Ground, late: &[(String, String)]) {
        self.gap();
        self.told_twice();
        self.rest_of_a_discount(late);
        let letter = self.thanks();
        self.lettering();
        self.service(ground, &letter);
        self.mail_server();
    }

    fn import(&mut self, name: &str, text: &str) {
        let address = format!("/api/v1/imports?name={name}");
        let key = format!("rare-{}", self.asked);
        let (_, taken) = self.ask(("post", "/api/v1/imports"), &address, &key, text);
        assert_eq!(taken["files"][0]["outcome"], "taken", "{taken}");
    }

    /// It is refused, and the sentence says why.
    fn refused(&mut self, path: &str, id: &str, body: &Value, why: &str) {
        assert_eq!(self.act(path, id, body), None, "{path} {id}");
        let (status, problem) = &self.last.1;
        let is_said = problem["title"].as_str().is_some_and(|title| title.contains(why));
        assert!(*status == StatusCode::UNPROCESSABLE_ENTITY && is_said, "{path} {id}: {status} {problem}");
    }

    fn gap(&mut self) {
        let address = "/api/v1/imports/preview?name=avant.csv";
        let (status, seen) = self.ask(("post", "/api/v1/imports/preview"), address, "rare-preview", BEFORE);
        assert_eq!((status, &seen["bank_lines"]), (StatusCode::OK, &json!(1)), "{seen}");
        self.import("avant.csv", BEFORE);
        self.import("apres.csv", AFTER);
        let gap = |trial: &mut Trial| {
            let seen = trial.read("/bank/accounts", "");
            let accounts = seen["accounts"].as_array().unwrap();
            let one = accounts.iter().find(|a| !a["breaks"].as_array().unwrap().is_empty()).cloned();
            one.unwrap_or_else(|| panic!("{seen}"))
        };
        let account = gap(self);
        assert_eq!(account["breaks"][0]["kind"], "gap", "{account}");
        let said = |complete: bool, why: &str| json!({ "account": account["account"], "from": account["breaks"][0]["from"], "complete": complete, "why": why });
        let path = "/bank/accounts/gaps";
        self.refused(path, "", &said(true, " "), "Une décision se justifie.");
        self.refused(path, "", &said(false, "rien"), "Personne n’a dit que rien n’y manque.");
        self.must(path, "", &said(true, "vu à la banque"));
        assert_eq!(gap(self)["breaks"][0]["explained"], json!(true));
        self.refused(path, "", &said(true, "vu"), "C’est déjà dit");
        self.must(path, "", &said(false, "un relevé manque"));
        assert_eq!(gap(self)["breaks"][0]["explained"], json!(false));
        let nowhere = json!({ "account": "inconnu", "from": "2026-11-02", "complete": true, "why": "vu" });
        assert_eq!(self.act(path, "", &nowhere), None);
        assert_eq!(self.last.1.0, StatusCode::NOT_FOUND);
    }

    /// A credit of that amount, among those that wait.
    fn credit(&mut self, cents: i64, fits: impl Fn(&Value) -> bool) -> Value {
        for page in 0..20 {
            let address = format!("/api/v1/bank/lines?page={page}");
            let (_, seen) = self.ask(("get", "/api/v1/bank/lines"), &address, "", "");
            let found = seen["items"].as_array().unwrap().iter().find(|i| i["amount_cents"] == cents && fits(i));
            if let Some(found) = found {
                return found.clone();
            }
        }
        panic!("no credit of {cents}: {:?}", self.last)
    }

    fn told_twice(&mut self) {
        self.import("site.ofx", EARLY);
        self.import("releve.csv", LATE);
        let line = self.credit(75_757, |line| line["told_before"].is_string());
        let id = line["id"].as_str().unwrap();
        let path = "/bank/lines/{id}/told-again";
        let said = self.must(path, id, &json!({ "same": true, "why": "un seul virement" }));
        assert_eq!(said["original"], line["told_before"]);
        self.refused(path, id, &json!({ "same": true, "why": "un seul virement" }), "");
    }

    /// What is open and overdue of a customer: its identifier, number and amount.
    fn overdue(&mut self, customer: &str) -> Vec<(String, String, i64)> {
        let seen = self.read("/customers/{id}/invoices", customer);
        let text = |i: &Value, name: &str| i[name].as_str().unwrap().to_string();
        let is_late =
            |i: &&Value| i["due_on"].as_str() < Some("2026-11-20") && i["outstanding_cents"].as_i64() > Some(0);
        let late = seen["items"].as_array().unwrap().iter().filter(is_late);
        late.map(|i| (text(i, "id"), text(i, "number"), i["outstanding_cents"].as_i64().unwrap())).collect()
    }

    /// A credit says that it is less three per cent; what it leaves open is then asked for, once.
    fn rest_of_a_discount(&mut self, late: &[(String, String)]) {
        let path = "/bank/remainders/{id}";
        for (at, (customer, _)) in late.iter().enumerate() {
            let Some((_, number, cents)) = self.overdue(customer).pop().filter(|(.., cents)| *cents > 10_000) else {
                continue;
            };
            let paid = cents - cents * 3 / 100;
            let amount = base::fr::amount(base::Cents::new(paid));
            let name = self.read("/customers/{id}", customer)["name"].as_str().unwrap().to_string();
            let line = format!("Date;Libellé;Montant\n19/11/2026;VIR {name} {number} ESCOMPTE 3%;{amount}\n");
            self.import(&format!("escompte-{at}.csv"), &format!("Compte courant n° 12345678902;\n\n{line}"));
            let credit = self.credit(paid, |_| true);
            self.act("/bank/lines/{id}/match", credit["id"].as_str().unwrap(), &json!({ "choice": 0 }));
            let rests = self.read("/bank/remainders", "");
            let rests = rests["items"].as_array().unwrap();
            let Some(rest) = rests.iter().find(|r| r["number"] == json!(number)) else { continue };
            let id = rest["invoice"].as_str().unwrap();
            self.refused(path, id, &json!({ "fate": "due", "why": " " }), "Une décision se justifie.");
            assert_eq!(self.must(path, id, &json!({ "fate": "due", "why": "rien de convenu" }))["state"], "due");
            return self.refused(path, id, &json!({ "fate": "due", "why": "encore" }), "");
        }
        panic!("no rest of a discount: {:?}", self.last);
    }

    /// A customer who owes one invoice that is late, and can be written to.
    fn newcomer(&mut self) -> (String, String) {
        let list =
            "Numéro;Date;Échéance;Client;Montant TTC\nRARE-1;01/10/2026;31/10/2026;Menuiserie du Lac SARL;120,00\n";
        self.import("liste.csv", list);
        let address = "/api/v1/customers?search=menuiserie%20du%20lac";
        let (_, found) = self.ask(("get", "/api/v1/customers"), address, "", "");
        let customer = found["items"][0]["id"].as_str().unwrap().to_string();
        let contact = json!({ "role": "accounts_payable", "name": "Mme Roux", "email": "compta@lac.example" });
        self.must("/customers/{id}/contacts", &customer, &contact);
        let address = json!({ "lines": ["3 quai du Lac"], "postcode": "74000", "city": "Annecy" });
        self.must("/customers/{id}", &customer, &json!({ "address": address }));
        let [(invoice, ..)] = self.overdue(&customer).try_into().unwrap();
        (customer, invoice)
    }

    /// Who paid all that was late after a letter is thanked once; part of it was handed over before. The letter.
    fn thanks(&mut self) -> String {
        let (customer, invoice) = self.newcomer();
        let whom = json!({ "customer": customer });
        self.refused("/thanks", "", &whom, "Il n’y a plus lieu de remercier ce client.");
        let letter = json!({ "channel": "letter", "invoices": [invoice] });
        let made = self.must("/customers/{id}/acts", &customer, &letter);
        let act = made["act"].as_str().unwrap().to_string();
        self.must("/acts/{id}/done", &act, &json!({}));
        let paid = |cents: i64| json!({ "invoice": invoice, "amount_cents": cents, "reference": "VIR" });
        self.must("/payments", "", &paid(2_000));
        self.must("/entries/exports", "", &json!({}));
        self.must("/payments", "", &paid(10_000));
        let seen = self.read("/thanks", "");
        let waits = seen["items"].as_array().unwrap().iter().find(|t| t["customer"] == json!(customer));
        assert_eq!(waits.map(|t| &t["received_cents"]), Some(&json!(12_000)), "{seen}");
        self.must("/thanks", "", &whom);
        self.refused("/thanks", "", &whom, "Il n’y a plus lieu de remercier ce client.");
        act
    }

    fn lettering(&mut self) {
        let changed = self.read("/entries/letterings", "")["to_tell"].as_array().unwrap().len() as u64;
        assert!(changed > 0, "{:?}", self.last);
        let made = self.must("/entries/letterings", "", &json!({}));
        assert_eq!(made["lines"], json!(changed));
        let number = made["number"].to_string();
        assert!(self.read("/entries/letterings/{id}", &number).as_u64() > Some(0), "a file");
        self.refused("/entries/letterings", "", &json!({}), "Aucun lettrage n’a changé");
    }

    /// A suspended service runs again, once. No program approves a suspension, and it comes days after its notice: the letter
    /// of it is a copy of another.
    fn service(&mut self, ground: &Ground, letter: &str) {
        let path = "/services/{id}/restoration";
        self.refused(path, letter, &json!({}), "Cet acte n’a suspendu aucun service.");
        let mut act = ground.read(|books| Ok(books.act(ActId::parse(letter).unwrap())?)).unwrap().act;
        act.id = ground.house.world(Actor::Program, None).new_id();
        act.step = SERVICE_STEPS[1].to_string();
        ground.write(|books| books.insert_act(&act));
        let id = act.id.to_string();
        self.must("/acts/{id}/done", &id, &json!({}));
        let state = |trial: &mut Trial| trial.read("/services", "")["items"][0]["state"].clone();
        assert_eq!(state(self), "to_restore", "paid since");
        self.must(path, &id, &json!({ "why": "payé par carte" }));
        assert_eq!(state(self), "restored");
        self.refused(path, &id, &json!({}), "Ce service est déjà rétabli.");
    }

    fn mail_server(&mut self) {
        let server = testkit::smtp::Server::start("accept");
        let sending = json!({ "email": "compta@lumiere.example", "smtp_host": "127.0.0.1", "smtp_port": server.port,
            "smtp_security": "none", "sending_from_hour": 8, "sending_until_hour": 19 });
        self.must("/settings/sending", "", &sending);
        let told = self.must("/settings/sending/test", "", &json!({}));
        assert!(told["answer"].as_str().unwrap().contains("127.0.0.1"), "{told}");
        assert!(server.received().is_empty());
        let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut elsewhere = sending;
        elsewhere["smtp_port"] = json!(nobody);
        self.must("/settings/sending", "", &elsewhere);
        self.refused("/settings/sending/test", "", &json!({}), "127.0.0.1");
    }
}
