//! First steps: the two doors, a company known by its own invoices, the profile, the diagnosis, the guide.

use crate::browser::{Browser, Shown};
use crate::house::{TODAY, demo, empty, empty_grounds, grounds, work};
use crate::intake::drop_files;
use crate::office;
use app::records::{Company, Settings};
use axum::http::StatusCode;
use domain::journal::Actor;

const SOLD: &str = include_str!("../../../app/tests/import/data/invoices/01-services-380-S1.cii.xml");

fn company(browser: &mut Browser, fields: &[(&str, &str)]) -> Shown {
    browser.post("/premiers-pas/societe", fields)
}

#[test]
fn the_first_owner_finds_two_doors_and_nobody_else_does() {
    empty(|mut browser| {
        let doors = browser.first_owner();
        assert_eq!(doors.at, "/premiers-pas");
        doors.says("Importer mes fichiers");
        doors.says("Essayer avec une entreprise de démonstration");
        assert_eq!(browser.get("/clients").at, "/premiers-pas", "there is nothing to look at yet");
        let mut stranger = browser.another();
        stranger.get("/premiers-pas").says("Connectez-vous");
        stranger.post("/premiers-pas/demonstration", &[]).says("Connectez-vous");
    });
}

#[test]
fn the_demonstration_fills_itself_and_does_not_stop_the_day_of_a_real_company() {
    empty_grounds(|house, mut browser| {
        browser.first_owner();
        let ready = browser.post("/premiers-pas/demonstration", &[]);
        ready.says("La démonstration est prête");
        let again = browser.post("/premiers-pas/demonstration", &[]);
        assert_eq!(again.at, ready.at, "one demonstration is enough");
        browser.post(&format!("{}/ouvrir", ready.at), &[]);
        browser.get("/clients").says("Atelier Lumière");
        browser.get("/importer").says("Vous êtes dans la démonstration.");
        let live = browser.post("/reglages/envoi/bascule", &[("live", "true")]);
        live.says("Cette société est une démonstration");
        company(&mut browser, &[("name", "Menuiserie Réelle")]);
        let mut days: Vec<(String, bool)> = house.read(|books| {
            Ok(books.companies()?.into_iter().map(|c| (c.name, c.settings.demo_day.is_some())).collect())
        });
        days.sort();
        assert_eq!(days, [("Atelier Lumière SARL".to_string(), true), ("Menuiserie Réelle".to_string(), false)]);
    });
}

#[test]
fn a_demonstration_that_was_killed_is_said_to_be_so_and_starts_again() {
    empty_grounds(|house, mut browser| {
        browser.first_owner();
        house.kill();
        browser.post("/premiers-pas/demonstration", &[]).says("La démonstration s’est arrêtée en route");
        house.revive();
        browser.post("/premiers-pas/demonstration", &[]).says("La démonstration est prête");
    });
}

#[test]
fn a_demonstration_left_half_filled_is_put_aside_under_another_name() {
    empty_grounds(|house, mut browser| {
        browser.first_owner();
        let mut half = sim::demo::company();
        half.id = base::id::CompanyId::from_bytes([9; 16]);
        house.write(|books| books.insert_company(&half));
        browser.post("/premiers-pas/demonstration", &[]).says("La démonstration est prête");
        let mut names: Vec<String> = house.read(|books| Ok(books.companies()?.into_iter().map(|c| c.name).collect()));
        names.sort();
        assert_eq!(names, ["Atelier Lumière SARL", "Démonstration interrompue (1)"]);
        assert!(!browser.get("/clients").words().contains("interrompue"), "nobody is shown what was put aside");
    });
}

#[test]
fn the_server_does_not_plan_a_demonstration_whose_past_is_being_written() {
    empty_grounds(|house, _| {
        let mut demo = sim::demo::company();
        demo.id = base::id::CompanyId::from_bytes([9; 16]);
        demo.settings.is_filling = true;
        house.write(|books| books.insert_company(&demo));
        let planned = || {
            web::Patrol::default().round(&house.house);
            house.read(|books| Ok(books.last_run(demo.id, None)?.map(|run| run.as_of)))
        };
        assert_eq!(planned(), None);
        let filled = Company { settings: Settings { is_filling: false, ..demo.settings.clone() }, ..demo.clone() };
        house.write(|books| books.update_company(&filled));
        assert_eq!(planned(), Some(TODAY));
    });
}

#[test]
fn a_company_is_known_by_its_own_invoices_and_its_owner_confirms() {
    empty(|mut browser| {
        browser.first_owner();
        let form = drop_files(&mut browser, "/premiers-pas/fichiers", &[("facture.xml", SOLD)]);
        form.says("Ces valeurs viennent de 1 facture parmi vos fichiers ; vérifiez-les.");
        for value in ["Atelier Lumière SARL", "987654308", "FR63987654308", "FR7699999000010000000000115", "Lyon"] {
            assert!(form.text.contains(&format!("value=\"{value}\"")), "{value}");
        }
        let path = form.at.clone();
        let wrong = browser.post(&path, &[("name", "Atelier Lumière SARL"), ("siren", "987654309"), ("city", "Lyon")]);
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.says("Ce n’est pas un SIREN");
        assert!(wrong.text.contains("value=\"Lyon\""), "what was typed is kept");
        let seen = browser.post(&path, &[("name", "Atelier Lumière SARL"), ("siren", "987654308")]);
        seen.says("Sera importé : 1 facture, 1 client nouveau.");
        let done = browser.post(&format!("{}/confirmer", seen.at), &[]);
        done.says("Voir mon diagnostic");
        assert!(browser.get(&path).at.starts_with("/importer/"), "the company exists now");
    });
}

#[test]
fn a_ledger_says_its_siren_by_its_name() {
    let ledger = include_str!("../../../app/tests/import/data/fec-cases/123456789FEC20261231.txt");
    empty(|mut browser| {
        browser.first_owner();
        let form = drop_files(&mut browser, "/premiers-pas/fichiers", &[("123456789FEC20261231.txt", ledger)]);
        form.says("Le SIREN vient du nom du fichier comptable");
        assert!(form.text.contains("value=\"123456789\""));
    });
}

#[test]
fn what_somebody_dropped_before_the_company_is_theirs_alone() {
    demo(|mut browser| {
        let form = drop_files(&mut browser, "/premiers-pas/fichiers", &[("facture.xml", SOLD)]);
        let mut other = browser.colleague("accountant", "paul@exemple.fr");
        assert_eq!(other.get("/premiers-pas").status, StatusCode::OK);
        assert_eq!(other.get(&form.at).status, StatusCode::FORBIDDEN);
        assert_eq!(company(&mut other, &[("name", "À moi")]).status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn the_profile_keeps_what_was_typed_and_each_change_is_in_the_journal() {
    demo(|mut browser| {
        let page = browser.get("/reglages/societe");
        page.says("Ma société");
        let fields =
            [("name", "Atelier Lumière SARL"), ("iban", "FR7630006000011234567890188"), ("phone", "01 02 03 04 05")];
        let wrong = browser.post("/reglages/societe", &fields);
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.says("Cet IBAN n’est pas valide");
        assert!(wrong.text.contains("value=\"01 02 03 04 05\""));
        let fields = [("name", "Atelier Lumière SARL"), ("iban", "FR14 2004 1010 0505 0001 3M02 606")];
        browser.post("/reglages/societe", &fields).says("Le journal en garde la trace.");
        browser.get("/journal?groupe=regles").says("« IBAN »");
        browser.post("/reglages/societe", &fields).says("Rien n’a changé.");
        let mut other = browser.colleague("accountant", "paul@exemple.fr");
        assert_eq!(other.post("/reglages/societe", &fields).status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn the_diagnosis_says_what_was_forgotten_and_what_to_do_first() {
    let list = "Numéro;Date de facture;Échéance;Client;Montant TTC\n\
        W-1;05/01/2026;04/02/2026;Oubliée SARL;1000,00\nW-2;12/02/2026;14/03/2026;Oubliée SARL;500,50\n";
    empty(|mut browser| {
        browser.first_owner();
        company(&mut browser, &[("name", "Menuiserie Réelle")]);
        browser.get("/diagnostic").says("Rien à signaler");
        let seen = drop_files(&mut browser, "/importer", &[("ventes.csv", list)]);
        browser.post(&format!("{}/confirmer", seen.at), &[]);
        let found = browser.get("/diagnostic");
        found.says("2 factures oubliées 1 500,50 € échues, jamais relancées");
        found.says("1 client sans e-mail ni téléphone");
        found.says("Importez un relevé de banque");
        assert_eq!(found.link("/reglages/guide"), "/reglages/guide");
    });
    demo(|mut browser| {
        let found = browser.get("/diagnostic");
        found.says("Intérêts et indemnités à réclamer");
        found.says("÷");
        assert_eq!(
            browser.colleague("salesperson", "paul@exemple.fr").get("/diagnostic").status,
            StatusCode::FORBIDDEN
        );
        browser.colleague("guest", "lea@exemple.fr").get("/diagnostic").says("Par où commencer");
    });
}

#[test]
fn the_guide_shows_three_customers_before_it_adopts_and_writes_it_down() {
    grounds(|house, mut browser| {
        let company = house.company().id;
        let scenarios = |name: &str| {
            let texts = house.read(|books| Ok(books.scenario_texts(company, None)?));
            texts.into_iter().filter(|(n, ..)| n == name).collect::<Vec<_>>()
        };
        let page = browser.get("/reglages/guide");
        page.says("Ce que recevraient trois de vos clients");
        assert_eq!(page.text.matches("<ol class=\"timeline\">").count(), 3);
        assert!(scenarios("standard").is_empty(), "looking adopts nothing");
        let answers = [
            ("vu", "1"),
            ("pro", "oui"),
            ("voix", "ecrit"),
            ("fermete", "doux"),
            ("jours", "ouvres"),
            ("de", "9"),
            ("a", "17"),
        ];
        browser.post("/reglages/guide", &answers);
        let adopted = scenarios("standard");
        assert_eq!(adopted.len(), 1);
        assert!(adopted[0].2.contains("channels = [\"email\", \"call\"]") && adopted[0].3);
        assert!(scenarios("consumer").is_empty(), "nobody sells to consumers here");
        browser.get("/journal?groupe=regles").says("heures d’envoi");
        browser.post("/reglages/guide", &answers).says("Rien n’a changé");
        let crossed = browser.post("/reglages/guide", &[("vu", "1"), ("pro", "oui"), ("de", "18"), ("a", "9")]);
        assert_eq!(crossed.status, StatusCode::UNPROCESSABLE_ENTITY);
        browser.post("/reglages/guide", &[("vu", "1")]).says("Cochez au moins une sorte de clients.");
        let mut other = browser.colleague("accountant", "paul@exemple.fr");
        assert_eq!(other.post("/reglages/guide", &answers).status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn the_guide_says_why_nothing_or_nothing_more_is_foreseen() {
    work(|mut browser, ground| {
        office::owe_out_of_reach(&ground.house.world(Actor::Program, None), &ground.company());
        let page = browser.get("/reglages/guide?vu=1&particulier=oui&jours=ouvres&de=8&a=19");
        page.says("Rien n’est prévu : Personne à joindre : il manque des coordonnées");
        assert!(!page.words().contains("un litige, une promesse"), "no guess beside the reason");
        let page = browser.get("/reglages/guide?vu=1&pro=oui&jours=ouvres&de=8&a=19");
        assert_eq!(page.text.matches("<ol class=\"timeline\">").count(), 3);
        assert_eq!(page.words().matches("Ensuite : ").count(), 3, "each calendar says why it stops");
    });
}
