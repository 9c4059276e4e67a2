//! « Comptabilité » in the browser and for programs: entries handed over, letters, accounts, the control, debts proposed by
//! the accountant and decided by the owner.

use crate::api::program;
use crate::browser::{Browser, Shown};
use crate::team::{Team, team};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use base::id::InvoiceId;
use serde_json::json;

const EDGE: &str = "bord";

pub fn propose(browser: &mut Browser, invoice: InvoiceId, fields: &[(&str, &str)], file: Option<&str>) -> Shown {
    let mut body = String::new();
    for (name, value) in fields {
        body += &format!("--{EDGE}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    if let Some(name) = file {
        body += &format!(
            "--{EDGE}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: application/pdf\r\n\r\n%PDF-1.4 jugement\r\n"
        );
    }
    body += &format!("--{EDGE}--\r\n");
    let kind = format!("multipart/form-data; boundary={EDGE}");
    let request = Request::post(format!("/factures/{invoice}/perte")).header(header::CONTENT_TYPE, kind);
    browser.ask(request, Body::from(body))
}

fn late(team: &Team) -> InvoiceId {
    team.late().1[0]
}

#[test]
fn a_loss_is_proposed_by_the_accountant_and_approved_by_the_owner() {
    team(|mut team| {
        let invoice = late(&team);
        let mut accountant = team.owner.colleague("accountant", "aline@exemple.fr");
        let fields = [("ground", "liquidation"), ("amount", "1,00"), ("why", "liquidation prononcée")];
        let without = propose(&mut accountant, invoice, &fields, None);
        without.says("Reprendre la TVA demande une preuve.");
        let shown = propose(&mut accountant, invoice, &fields, Some("jugement.pdf"));
        shown.says("Proposé : le propriétaire décide.");
        shown.says("à approuver");
        let again = team.owner.get(&format!("/factures/{invoice}"));
        assert!(!again.text.contains("id=\"perte\""), "it is not offered twice");
        let at = accountant.get("/comptabilite/pertes").link("/comptabilite/pertes/bad_");
        assert!(!accountant.get(&at).text.contains("Approuver"));
        let refused = accountant.post(&format!("{at}/reponse"), &[("answer", "approved")]);
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert_eq!(team.salesperson.get(&at).status, StatusCode::FORBIDDEN);
        let piece = team.owner.get(&at).link(&format!("{at}/pieces/src_"));
        assert_eq!(team.owner.get(&piece).text, "%PDF-1.4 jugement");
        team.owner.post(&format!("{at}/reponse"), &[("answer", "refused"), ("why", "")]).says("Il manque une raison.");
        let approved = team.owner.post(&format!("{at}/reponse"), &[("answer", "approved"), ("why", "vu")]);
        approved.says("Approuvé : l’écriture sera dans la prochaine transmission.");
        approved.says("qui ne peut faire l’objet d’une déduction (article 272 du CGI)");
        team.owner.get(&format!("/factures/{invoice}")).says("Passage en perte de");
        let quiet = team.owner.get("/silences");
        quiet.says("passées en perte");
        team.owner.get("/comptabilite").says("Créance irrécouvrable");
        let party = team.read(|b| b.invoice(invoice)).unwrap().party;
        let held = team.owner.get(&format!("/clients/{party}?onglet=actions"));
        held.says("Rétablir la créance");
        assert!(!held.text.contains(">Lever<"), "no button that refuses");
        assert_eq!(held.link("/comptabilite/pertes/"), at);
        team.owner.post(&format!("/clients/{party}/commercial"), &[("choice", &team.salesperson_id.to_string())]);
        let seen = team.salesperson.get(&format!("/clients/{party}?onglet=actions"));
        seen.says("Le propriétaire peut rétablir cette créance");
        assert!(!seen.text.contains("/comptabilite/pertes/"), "closed to a salesperson");
        let tax = team.owner.get("/comptabilite/pertes/tva");
        tax.says("(TVA correspondante) qui ne peut faire l’objet d’une déduction (article 272 du CGI)");
        assert!(tax.text.contains(&at), "each leads to its write-off");
        let csv = team.owner.get("/comptabilite/pertes/tva.csv").text;
        assert!(csv.starts_with("\u{feff}Client;Facture;Libellé;Date;Prix net impayé;TVA") && csv.lines().count() == 2);
        assert_eq!(team.guest.get("/comptabilite/pertes/tva").status, StatusCode::FORBIDDEN);
        let ended = team.owner.post(&format!("{at}/fin"), &[("why", "le client a rappelé")]);
        ended.says("Créance rétablie : la facture est suivie de nouveau.");
        team.owner.get("/comptabilite/pertes/tva").says("Aucune TVA à reprendre");
        assert_eq!(team.owner.get("/comptabilite/pertes/bad_inconnu").status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn from_the_customer_one_comes_to_the_form_of_a_loss() {
    team(|mut team| {
        let (party, invoices) = team.late();
        let tab = format!("/clients/{party}?onglet=actions");
        team.owner.get(&tab).says("Créance douteuse ou perdue");
        let at = format!("/clients/{party}/perte?invoice={}", invoices[0]);
        let form = team.owner.get(&at);
        assert!(form.at.starts_with(&format!("/factures/{}", invoices[0])), "{}", form.at);
        assert!(form.text.contains("id=\"perte\" open"), "the form is open");
        team.owner.get(&format!("/clients/{party}/perte?invoice=")).says("Quelle facture ?");
        assert_eq!(team.salesperson.get(&at).status, StatusCode::FORBIDDEN);
        assert!(!team.guest.get(&tab).text.contains("Créance douteuse ou perdue"));
    });
}

#[test]
fn entries_are_handed_over_once_and_their_file_again() {
    team(|mut team| {
        let invoice = late(&team);
        let fields = [("ground", "given_up"), ("amount", ""), ("why", "trop petit")];
        propose(&mut team.owner, invoice, &fields, None).says("Proposé");
        let at = team.owner.get("/comptabilite/pertes").link("/comptabilite/pertes/bad_");
        team.owner.post(&format!("{at}/reponse"), &[("answer", "approved")]).says("Approuvé");
        let page = team.owner.get("/comptabilite");
        page.says("Transmettre ces écritures");
        page.says("654000");
        let numbers = [("loss", "654100"), ("sales_journal", "VTE")];
        team.owner.post("/comptabilite/comptes", &numbers).says("Comptes enregistrés");
        team.owner.post("/comptabilite/comptes", &[("loss", "perte")]).says("n’est pas un numéro de compte");
        let made = team.owner.post("/comptabilite/remettre", &[("until", "")]);
        made.says("Transmission no 1 faite");
        made.says("Rien : tout ce qui est connu");
        team.owner.post("/comptabilite/remettre", &[("until", "")]).says("Aucun mouvement à transmettre");
        let file = team.owner.get("/comptabilite/remises/1/fec");
        assert!(file.text.contains("\t654100\t") && file.text.lines().all(|l| l.split('\t').count() == 18));
        assert_eq!(team.owner.get("/comptabilite/remises/1/fec").text, file.text);
        assert!(team.owner.get("/comptabilite/remises/1/csv").text.contains(";654100;"));
        assert_eq!(team.owner.get("/comptabilite/remises/9/fec").status, StatusCode::NOT_FOUND);
        assert_eq!(team.guest.get("/comptabilite").status, StatusCode::FORBIDDEN);
        team.owner.post("/comptabilite/lettrage", &[]).says("Aucun lettrage n’a changé");
    });
}

#[test]
fn what_is_given_up_by_agreement_is_an_entry_and_so_is_its_taking_back() {
    team(|mut team| {
        let (party, _) = team.late();
        let wish = [("principal", "12,00"), ("interets", "oui"), ("why", "geste commercial")];
        let waive = format!("/clients/{party}/remise");
        let answer = |team: &Team, what: &str| {
            let row = team.read(|b| b.waivers_of_party(party)).pop().unwrap();
            format!("/accords/remises/{}/{what}", row.waiver.id)
        };
        team.owner.post(&waive, &wish).says("Remise accordée");
        let ahead = team.owner.get("/comptabilite");
        ahead.says("Remise accordée ou reprise : 1");
        ahead.says("654000");
        let taken = answer(&team, "reprendre");
        team.owner.post(&taken, &[("why", "erreur de client")]).says("de nouveau dues");
        let never = team.owner.get("/comptabilite");
        assert!(!never.text.contains("Remise accordée"), "taken back before it was told: nothing to tell");
        team.owner.post(&waive, &wish).says("Remise accordée");
        let day = crate::house::TODAY;
        let hand_over = |team: &Team| {
            let accounts = app::entries::accounts(&team.world(), &team.company).unwrap();
            app::entries::export(&team.world(), &team.company, day, &accounts).unwrap().lines
        };
        let lines = hand_over(&team);
        let given: Vec<_> = lines.iter().filter(|l| l.label.starts_with("Remise accordée")).collect();
        let short = |l: &&domain::entries::Line| (l.account.clone(), l.debit.get(), l.credit.get());
        let told: Vec<_> = given.iter().map(short).collect();
        assert_eq!(told, [("654000".into(), 1_200, 0), ("411000".into(), 0, 1_200)]);
        let taken = answer(&team, "reprendre");
        team.owner.post(&taken, &[("why", "le client a payé")]).says("de nouveau dues");
        let back = hand_over(&team);
        let told: Vec<_> = back.iter().filter(|l| l.label.starts_with("Remise reprise")).map(|l| short(&l)).collect();
        assert_eq!(told, [("654000".into(), 0, 1_200), ("411000".into(), 1_200, 0)]);
        team.owner.get("/comptabilite/comptes").says("Remises accordées sur créances");
    });
}

#[test]
fn without_a_ledger_there_is_nothing_to_compare() {
    team(|mut team| {
        let page = team.owner.get("/comptabilite/controle");
        if page.text.contains("Aucune comptabilité à comparer") {
            team.owner.post("/comptabilite/controle", &[]).says("Aucune comptabilité n’a été importée.");
        } else {
            team.owner.post("/comptabilite/controle", &[]).says("Comparé");
            team.owner.get("/comptabilite/controle").says("Quitus, le même jour");
        }
        assert_eq!(team.owner.get("/comptabilite/controle/99999").status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_program_does_the_same() {
    team(|mut team| {
        let invoice = late(&team);
        let mut clerk = program(&mut team.owner, &["read", "act"]);
        let mut chief = program(&mut team.owner, &["read", "act", "manage"]);
        let given = json!({ "invoice": invoice, "ground": "fruitless", "amount_cents": 100, "why": "carence",
            "proofs": [{ "name": "pv.pdf", "base64": "JVBERi0xLjQ=" }] });
        let (status, made) = clerk.post("/api/v1/bad-debts", "d1", &given.to_string());
        assert_eq!(status, StatusCode::OK, "{made}");
        let at = format!("/api/v1/bad-debts/{}", made["id"].as_str().unwrap());
        let yes = json!({ "answer": "approved" }).to_string();
        assert_eq!(clerk.post(&format!("{at}/answer"), "d2", &yes).0, StatusCode::FORBIDDEN);
        assert_eq!(chief.post(&format!("{at}/answer"), "d3", &yes).0, StatusCode::OK);
        let (_, whole) = clerk.get(&at);
        assert_eq!((&whole["state"], &whole["tax_back"]["amount_cents"]), (&json!("in_force"), &json!(100)), "{whole}");
        let proof = whole["proofs"][0]["id"].as_str().unwrap();
        assert_eq!(clerk.get(&format!("{at}/proofs/{proof}")).1, json!(8));
        let (_, tax) = clerk.get("/api/v1/tax-losses");
        assert_eq!((&tax["items"][0]["vat_cents"], &tax["items"][0]["bad_debt"]), (&json!(100), &made["id"]), "{tax}");
        let (_, list) = clerk.get("/api/v1/bad-debts?state=in_force");
        assert_eq!(list["items"][0]["kind"], "write_off", "{list}");
        let (status, to_come) = clerk.get("/api/v1/entries");
        assert_eq!(status, StatusCode::OK, "{to_come}");
        let lost = to_come["lines"].as_array().unwrap().iter().any(|l| l["account"] == "654000");
        assert!(lost, "{to_come}");
        let (status, made) = clerk.post("/api/v1/entries/exports", "e1", "{}");
        assert_eq!((status, &made["number"]), (StatusCode::OK, &json!(1)), "{made}");
        assert_eq!(clerk.get("/api/v1/entries/exports").1[0]["number"], 1);
        assert_eq!(clerk.get("/api/v1/entries/exports/1/files/fec").0, StatusCode::OK);
        assert_eq!(clerk.get("/api/v1/entries/exports/1/files/doc").0, StatusCode::NOT_FOUND);
        let (status, _) = clerk.post("/api/v1/entries/accounts", "a1", r#"{"loss":"654200"}"#);
        assert_eq!(
            (status, clerk.get("/api/v1/entries/accounts").1["loss"].clone()),
            (StatusCode::OK, json!("654200"))
        );
        assert_eq!(clerk.post("/api/v1/entries/accounts", "a2", r#"{"lose":"1"}"#).0, StatusCode::BAD_REQUEST);
        assert_eq!(clerk.get("/api/v1/entries/letterings").0, StatusCode::OK);
        assert_eq!(clerk.post("/api/v1/entries/letterings", "l1", "{}").0, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(clerk.get("/api/v1/entries/control").0, StatusCode::OK);
        assert_eq!(clerk.get("/api/v1/entries/control/99999").0, StatusCode::NOT_FOUND);
        let why = json!({ "why": "il a payé" }).to_string();
        assert_eq!(chief.post(&format!("{at}/end"), "d4", &why).0, StatusCode::OK);
        assert_eq!(clerk.get(&at).1["state"], "ended");
    });
}

#[test]
fn the_list_is_written_as_the_accountants_program_reads_it() {
    team(|mut team| {
        let page = team.owner.get("/comptabilite/format");
        page.says("Ce que donne ce format");
        let mut fields =
            vec![("separateur", "tab"), ("decimale", "point"), ("date", "compact"), ("codage", "utf8"), ("fin", "lf")];
        fields.extend([
            ("titres", "oui"),
            ("colonne-1", "EcritureDate"),
            ("titre-1", "Jour"),
            ("colonne-2", "CompteNum"),
        ]);
        fields.extend([("titre-2", "Compte"), ("colonne-3", "Solde"), ("titre-3", "Montant"), ("rang-3", "1")]);
        team.owner.post("/comptabilite/format", &fields).says("Format enregistré");
        team.owner.get("/journal").says("format de la liste d’écritures");
        let made = team.owner.post("/comptabilite/remettre", &[("until", "")]);
        made.says("Transmission no 1 faite");
        let file = team.owner.get("/comptabilite/remises/1/layout");
        assert!(file.text.starts_with("Montant\tJour\tCompte\n"), "moved to the front: {}", &file.text[..80]);
        assert!(file.text.lines().skip(1).all(|l| l.split('\t').nth(1).unwrap().len() == 8));
        let csv = team.owner.get("/comptabilite/remises/1/csv");
        assert!(csv.text.starts_with("\u{feff}Journal;Date;Compte;"), "the usual list stays as it is");
        let without = [("separateur", "tab"), ("colonne-1", "EcritureDate"), ("colonne-2", "CompteNum")];
        team.owner.post("/comptabilite/format", &without).says("Les colonnes ne disent pas les montants");
        assert_eq!(team.salesperson.get("/comptabilite/format").status, StatusCode::FORBIDDEN);

        let mut clerk = program(&mut team.owner, &["read", "act"]);
        let (_, layout) = clerk.get("/api/v1/entries/layout");
        assert_eq!(
            (&layout["columns"][0]["column"], &layout["separator"]),
            (&json!("Solde"), &json!("tab")),
            "{layout}"
        );
        let (status, now) = clerk.post("/api/v1/entries/layout", "f1", r#"{"separator":"bar","headings":false}"#);
        assert_eq!((status, &now["columns"], &now["headings"]), (StatusCode::OK, &layout["columns"], &json!(false)));
        assert_eq!(clerk.get("/api/v1/entries/exports/1/files/layout").0, StatusCode::OK);
        assert!(team.owner.get("/comptabilite/remises/1/layout").text.contains('|'));
        let (status, _) = clerk.post("/api/v1/entries/layout", "f2", r#"{"separator":"espace"}"#);
        assert_eq!(status, StatusCode::BAD_REQUEST);
        let (status, problem) = clerk.post("/api/v1/entries/layout", "f3", r#"{"columns":[]}"#);
        assert_eq!(
            (status, &problem["title"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("Aucune colonne ne donne la date."))
        );
        team.owner.post("/comptabilite/format", &[("retour", "oui")]).says("Format enregistré");
        let usual = team.owner.get("/comptabilite/remises/1/layout").text;
        assert_eq!(usual, team.owner.get("/comptabilite/remises/1/csv").text);
    });
}
