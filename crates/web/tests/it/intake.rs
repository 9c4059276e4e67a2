//! Importing from the browser: seen before it is written, taken once, told afterwards, and only by those who may.

use crate::browser::{Browser, PASSWORD, Shown};
use crate::house::{demo, grounds};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

const LIST: &str = "Numéro;Date de facture;Échéance;Client;Montant TTC;Autre montant\n\
    W-1;05/01/2026;04/02/2026;Nouvelle Boulangerie;1234,56;10,00\n\
    W-2;12/02/2026;14/03/2026;Nouveau Garage;480,00;20,00\n";
const DAMAGED: &str = "Numéro;Date de facture;Échéance;Client;Montant TTC\n\
    X-1;05/01/2026;04/02/2026;Client Perdu;100,00\n\
    X-2;pas une date;04/02/2026;Client Perdu;200,00\n";

/// Files as a browser sends them.
pub fn drop_files(browser: &mut Browser, path: &str, files: &[(&str, &str)]) -> Shown {
    let mut body = String::new();
    for (name, text) in files {
        body.push_str(&format!(
            "--limite\r\ncontent-disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n{text}\r\n"
        ));
    }
    body.push_str("--limite--\r\n");
    let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=limite");
    browser.ask(request, Body::from(body))
}

fn job(shown: &Shown) -> String {
    shown.at.split('?').next().unwrap().to_string()
}

fn knows(browser: &mut Browser, customer: &str) -> bool {
    browser.get(&format!("/clients?q={}", web::answer::percent(customer))).words().contains(customer)
}

#[test]
fn what_is_dropped_is_shown_before_it_is_written_and_told_after() {
    demo(|mut browser| {
        let seen = drop_files(&mut browser, "/importer", &[("mes ventes.csv", LIST)]);
        seen.says("Sera importé : 2 factures, 2 clients nouveaux.");
        seen.says("Rien n’est encore écrit.");
        seen.says("W-1 du 5 janvier 2026, Nouvelle Boulangerie, 1 234,56 €");
        assert!(!knows(&mut browser, "Nouvelle Boulangerie"), "a preview writes nothing");
        let done = browser.post(&format!("{}/confirmer", job(&seen)), &[]);
        done.says("Importé : 2 factures, 2 clients nouveaux.");
        assert!(knows(&mut browser, "Nouvelle Boulangerie"));
        let original = done.link("/importer/original/");
        assert_eq!(browser.get(&original).text, LIST, "byte for byte");
        browser.get("/importer").says("mes ventes.csv");
        browser.get("/importer/fichiers").says("mes ventes.csv");
        assert_eq!(browser.get(&job(&seen)).status, StatusCode::OK, "the report is read again later");
    });
}

#[test]
fn a_damaged_file_leaves_nothing_and_says_where_it_is_damaged() {
    demo(|mut browser| {
        let seen = drop_files(&mut browser, "/importer", &[("casse.csv", DAMAGED), ("bonne.csv", LIST)]);
        seen.says("casse.csv");
        seen.says("ligne 3");
        let done = browser.post(&format!("{}/confirmer", job(&seen)), &[]);
        done.says("Importé : 2 factures");
        assert!(!knows(&mut browser, "Client Perdu"), "not even its good lines");
        let only = drop_files(&mut browser, "/importer", &[("casse.csv", DAMAGED)]);
        only.says("Rien de nouveau à importer.");
        assert!(!only.text.contains("/confirmer"), "there is nothing to confirm");
        browser.post(&format!("{}/abandonner", job(&only)), &[]).says("les fichiers déposés sont oubliés");
        assert_eq!(browser.get(&job(&only)).status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn good_lines_are_taken_and_wrong_ones_wait_to_be_mended() {
    demo(|mut browser| {
        let seen = drop_files(&mut browser, "/importer", &[("casse.csv", DAMAGED)]);
        seen.says("1 ligne fausse : tout le fichier attend");
        let page = job(&seen);
        let looked = browser.post(&format!("{page}/lignes"), &[("sauter", "oui")]);
        looked.says("Sera importé : 1 facture");
        looked.says("elle sera laissée de côté");
        looked.says("ligne 3");
        assert!(!knows(&mut browser, "Client Perdu"), "nothing is written yet");
        browser.post(&format!("{page}/lignes"), &[]).says("tout le fichier attend");
        browser.post(&format!("{page}/lignes"), &[("sauter", "oui")]);
        let done = browser.post(&format!("{page}/confirmer"), &[]);
        done.says("Importé : 1 facture");
        assert!(knows(&mut browser, "Client Perdu"));
        let at = browser.get(&page).link(&format!("{page}/lignes/"));
        let lines = browser.get(&at).text;
        assert_eq!(lines.lines().last(), Some("X-2;pas une date;04/02/2026;Client Perdu;200,00"));
        assert_eq!(browser.get(&format!("{page}/lignes/inconnu")).status, StatusCode::NOT_FOUND);
        let mended = lines.replace("pas une date", "06/01/2026");
        let again = drop_files(&mut browser, "/importer", &[("corrige.csv", &mended)]);
        browser.post(&format!("{}/confirmer", job(&again)), &[]).says("Importé : 1 facture");
        let whole = DAMAGED.replace("pas une date", "06/01/2026");
        drop_files(&mut browser, "/importer", &[("tout.csv", &whole)]).says("Rien de nouveau à importer.");
        browser.get(&page).says("Fichier à corriger");
    });
}

#[test]
fn the_same_file_twice_is_taken_once_even_confirmed_in_two_windows() {
    demo(|mut browser| {
        let first = drop_files(&mut browser, "/importer", &[("ventes.csv", LIST)]);
        let second = drop_files(&mut browser, "/importer", &[("ventes.csv", LIST)]);
        browser.post(&format!("{}/confirmer", job(&first)), &[]).says("Importé : 2 factures");
        browser.post(&format!("{}/confirmer", job(&second)), &[]).says("Rien de nouveau dans ces fichiers.");
        browser.post(&format!("{}/confirmer", job(&first)), &[]).says("Importé : 2 factures");
        let third = drop_files(&mut browser, "/importer", &[("ventes.csv", LIST)]);
        third.says("Ce fichier a déjà été importé");
    });
}

#[test]
fn two_imports_at_once_take_each_invoice_once() {
    grounds(|house, mut browser| {
        let jobs: Vec<String> = (0..2)
            .map(|n| {
                let name = format!("{n}.csv");
                // Not the same bytes, but the same invoices.
                let list = format!("{LIST}{}", "\n".repeat(n));
                job(&drop_files(&mut browser, "/importer", &[(&name, &list)]))
            })
            .collect();
        std::thread::scope(|scope| {
            for path in &jobs {
                let mut other = browser.same();
                scope.spawn(move || other.post(&format!("{path}/confirmer"), &[]));
            }
        });
        for path in &jobs {
            browser.get(path).says("Import terminé");
        }
        let company = house.company().id;
        let numbers =
            house.read(|books| Ok(["W-1", "W-2"].map(|n| books.invoices_by_number(company, n).unwrap().len())));
        assert_eq!(numbers, [1, 1]);
    });
}

#[test]
fn a_column_changed_in_the_preview_is_read_so_and_remembered() {
    demo(|mut browser| {
        let seen = drop_files(&mut browser, "/importer", &[("ventes.csv", LIST)]);
        let print =
            seen.text.split("name=\"fingerprint\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_string();
        let columns = [("number", "0"), ("issued_on", "1"), ("due_on", "2"), ("customer_name", "3"), ("gross", "5")];
        let mut fields = vec![("fingerprint", print.as_str())];
        fields.extend(columns);
        let again = browser.post(&format!("{}/colonnes", job(&seen)), &fields);
        again.says("Nouvelle Boulangerie, 10,00 €");
        fields.push(("net", "5"));
        let twice = browser.post(&format!("{}/colonnes", job(&seen)), &fields);
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        twice.says("La colonne « Autre montant » est choisie deux fois : Montant TTC et Montant HT.");
        browser.post(&format!("{}/confirmer", job(&seen)), &[]).says("Importé : 2 factures");
        browser.get("/clients?q=boulangerie").says("10,00 €");
        let later = LIST.replace("W-", "Z-");
        let next = drop_files(&mut browser, "/importer", &[("mars.csv", &later)]);
        next.says("Z-1 du 5 janvier 2026, Nouvelle Boulangerie, 10,00 €");
    });
}

#[test]
fn a_job_that_was_killed_is_said_to_be_so_and_runs_again() {
    grounds(|house, mut browser| {
        let seen = drop_files(&mut browser, "/importer", &[("ventes.csv", LIST)]);
        house.kill();
        browser.post(&format!("{}/confirmer", job(&seen)), &[]).says("L’import a été interrompu");
        browser.get("/importer").says("interrompu");
        house.revive();
        assert!(!knows(&mut browser, "Nouvelle Boulangerie"));
        browser.post(&format!("{}/relancer", job(&seen)), &[]).says("Importé : 2 factures");
        assert!(knows(&mut browser, "Nouvelle Boulangerie"));
    });
}

#[test]
fn invoices_of_another_seller_are_set_aside_until_somebody_says_otherwise() {
    let foreign = "Numéro;Date de facture;Échéance;Client;Montant TTC;Vendeur\nY-1;05/01/2026;04/02/2026;Chose;10,00;Autre Maison\n";
    demo(|mut browser| {
        let seen = drop_files(&mut browser, "/importer", &[("autre.csv", foreign)]);
        let aside = browser.get(&format!("{}?voir=decote", job(&seen)));
        aside.says("émise par Autre Maison");
        assert!(!aside.words().contains("--any-seller"), "the screen speaks of its own buttons");
        browser.post(&format!("{}/vendeurs", job(&seen)), &[("tous", "oui")]).says("Sera importé : 1 facture");
    });
}

#[test]
fn neither_guest_nor_salesperson_imports_and_nobody_sees_the_imports_of_another_company() {
    demo(|mut browser| {
        let seen = drop_files(&mut browser, "/importer", &[("ventes.csv", LIST)]);
        for (role, email) in [("salesperson", "paul@exemple.fr"), ("guest", "lea@exemple.fr")] {
            let mut other = browser.colleague(role, email);
            assert_eq!(other.get("/importer").status, StatusCode::FORBIDDEN, "{role}");
            assert_eq!(drop_files(&mut other, "/importer", &[("v.csv", LIST)]).status, StatusCode::FORBIDDEN);
            assert_eq!(other.get(&job(&seen)).status, StatusCode::FORBIDDEN);
            assert_eq!(other.post(&format!("{}/confirmer", job(&seen)), &[]).status, StatusCode::FORBIDDEN);
            assert_eq!(other.get("/importer/fichiers").status, StatusCode::FORBIDDEN);
        }
        assert!(!knows(&mut browser, "Nouvelle Boulangerie"));
        let mut stranger = browser.another();
        stranger.log_in("claire@exemple.fr", PASSWORD);
        assert_eq!(stranger.get("/importer/../../etc").status, StatusCode::NOT_FOUND);
        assert_eq!(stranger.get("/importer/0000").status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn nothing_chosen_is_said() {
    demo(|mut browser| {
        let none = drop_files(&mut browser, "/importer", &[]);
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        none.says("aucun fichier n’a été choisi");
    });
}

/// An export that names no account: the person says which, and it joins no other.
#[test]
fn the_account_of_a_nameless_statement_is_asked_for() {
    let bare = "Date;Libellé;Montant\n19/11/2026;VIREMENT ETRANGE;4321,09\n";
    demo(|mut browser| {
        let seen = drop_files(&mut browser, "/importer", &[("releve.csv", bare)]);
        seen.says("De quel compte est ce relevé");
        assert!(!seen.words().contains("--account"), "the screen speaks of its own buttons");
        let named = browser.post(&format!("{}/compte", job(&seen)), &[("compte", " Compte livret ")]);
        named.says("Sera importé : 1 ligne bancaire");
        browser.post(&format!("{}/confirmer", job(&seen)), &[]).says("Importé");
        browser.get("/banque/comptes").says("Compte livret");
    });
}
