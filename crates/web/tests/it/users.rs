//! Roles, passwords and the second factor: who may do what, and that a code opens once.

use crate::browser::{Browser, OWN_PASSWORD, PASSWORD, Shown};
use crate::house::{TICKING_FROM, demo, grounds};
use axum::http::StatusCode;
use totp_rs::{Builder, Secret};

fn add(browser: &mut Browser, email: &str, role: &str, until: &str) {
    let fields = [("name", role), ("email", email), ("password", PASSWORD), ("role", role), ("until", until)];
    browser.post("/reglages/utilisateurs", &fields).says("peut se connecter");
}

fn come_in(browser: &Browser, email: &str) -> Browser {
    let mut other = browser.another();
    other.log_in(email, PASSWORD);
    other
}

#[test]
fn each_role_does_what_it_may_and_no_more() {
    demo(|mut owner| {
        add(&mut owner, "comptable@exemple.fr", "accountant", "");
        add(&mut owner, "commercial@exemple.fr", "salesperson", "");
        add(&mut owner, "invite@exemple.fr", "guest", "2026-12-31");
        owner.get("/reglages/utilisateurs").says("jusqu’au 31 décembre 2026");
        owner.get("/journal?groupe=regles").says("Le réglage « rôle de accountant » a été fixé à « comptable ».");

        let mut accountant = come_in(&owner, "comptable@exemple.fr");
        let refused = accountant.post("/reglages/envoi/bascule", &[("live", "true")]);
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        refused.says("Peuvent le faire : le propriétaire.");

        let customer = owner.get("/clients").link("/clients/");
        let mut salesperson = come_in(&owner, "commercial@exemple.fr");
        assert!(!salesperson.get("/clients").text.contains(&customer), "not an own customer");
        assert_eq!(salesperson.get("/journal").status, StatusCode::FORBIDDEN);

        let mut guest = come_in(&owner, "invite@exemple.fr");
        guest.get("/journal").says("Journal");
        assert_eq!(guest.post("/reglages/envoi/essai", &[]).status, StatusCode::FORBIDDEN);
    });
}

/// The addresses of the links between two marks of a page.
fn links(page: &Shown, from: &str) -> Vec<String> {
    let part = page.text.split(from).nth(1).unwrap_or_default().split("</nav>").next().unwrap_or_default();
    part.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|l| !l.starts_with("/assets/"))
        .map(str::to_string)
        .collect()
}

/// What a page holds beside its surroundings.
fn main_part(page: &Shown) -> &str {
    page.text.split("<main").nth(1).unwrap_or_default()
}

#[test]
fn no_entry_is_shown_to_a_role_that_may_not_open_it() {
    demo(|mut owner| {
        let others =
            ["accountant", "salesperson", "guest"].map(|role| owner.colleague(role, &format!("{role}@exemple.fr")));
        let mut shown = Vec::new();
        for mut who in std::iter::once(owner.same()).chain(others) {
            let page = who.get("/reglages/compte");
            let (places, sections) = (links(&page, "<nav class=\"side\""), links(&page, "<nav class=\"settings-nav\""));
            for path in places.iter().chain(&sections) {
                assert_eq!(who.get(path).status, StatusCode::OK, "{path}");
            }
            assert!(places.contains(&"/clients".to_string()) && sections.contains(&"/reglages/compte".to_string()));
            let places = places.iter().filter(|p| *p != "/importer").count();
            shown.push((places, sections.len()));
        }
        assert_eq!(shown, [(12, 12), (12, 10), (9, 9), (11, 9)]);
    });
}

#[test]
fn a_salesperson_without_customers_is_told_who_gives_them() {
    demo(|mut owner| {
        let mut salesperson = owner.colleague("salesperson", "jean@exemple.fr");
        for path in ["/", "/clients"] {
            let page = salesperson.get(path);
            page.says("Aucun client ne vous est confié");
            page.says("le propriétaire vous en confie");
            assert!(!page.text.contains("Importe"), "{path} offers what is refused");
        }
        assert!(!owner.get("/").words().contains("Aucun client ne vous est confié"));
    });
}

#[test]
fn who_may_not_decide_is_given_no_button_and_does_not_read_who_has_no_second_factor() {
    demo(|mut owner| {
        let mut guest = owner.colleague("guest", "invite@exemple.fr");
        for path in ["/reglages/societe", "/reglages/envoi", "/reglages/regles", "/reglages/negociation"] {
            assert!(!main_part(&guest.get(path)).contains("<button"), "{path}");
            assert!(main_part(&owner.get(path)).contains("<button"), "{path}");
        }
        assert!(!guest.get("/reglages/utilisateurs").words().contains("mot de passe seul"));
        let mut accountant = owner.colleague("accountant", "paul@exemple.fr");
        assert!(!accountant.get("/reglages/utilisateurs").words().contains("mot de passe seul"));
        owner.get("/reglages/utilisateurs").says("mot de passe seul");
    });
}

#[test]
fn a_password_that_somebody_else_chose_opens_one_page_only() {
    demo(|mut owner| {
        add(&mut owner, "comptable@exemple.fr", "accountant", "");
        let mut accountant = owner.another();
        let first = accountant.post("/connexion", &[("email", "comptable@exemple.fr"), ("password", PASSWORD)]);
        first.says("Celui que vous avez reçu est provisoire");
        accountant.get("/clients").says("Celui que vous avez reçu est provisoire");
        let mut choose = |current, new| accountant.post("/mot-de-passe", &[("current", current), ("new", new)]);
        choose("un autre que celui-là", OWN_PASSWORD).says("Le mot de passe actuel n’est pas le bon.");
        choose(PASSWORD, PASSWORD).says("Choisissez-en un que vous seul connaissez.");
        choose(PASSWORD, "court").says("provisoire");
        choose(PASSWORD, OWN_PASSWORD).says("Où en est mon argent ?");
        let mut again = owner.another();
        again.log_in("comptable@exemple.fr", OWN_PASSWORD).says("Où en est mon argent ?");
        again.get("/mot-de-passe").says("Où en est mon argent ?");
    });
}

#[test]
fn a_wrong_code_leaves_the_key_that_the_phone_already_holds() {
    demo(|mut owner| {
        let fields = |page: &Shown| {
            let after =
                |mark: &str, end: char| page.text.split(mark).nth(1).unwrap().split(end).next().unwrap().to_string();
            (after("name=\"sealed\" value=\"", '"'), after("<code class=\"hash\">", '<'))
        };
        let (sealed, key) = fields(&owner.get("/reglages/compte"));
        let wrong = owner.post("/reglages/compte/second-facteur", &[("sealed", &sealed), ("code", "000000")]);
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.says("Ce code n’est pas le bon. Recopiez celui qui est affiché maintenant");
        wrong.says("Si cela se répète, vérifiez que l’heure du téléphone est réglée automatiquement");
        assert_eq!(fields(&wrong), (sealed.clone(), key.clone()));
        let phone = Builder::new().with_secret(Secret::try_from_base32(&key).unwrap());
        let code = phone.with_account_name("claire@exemple.fr").build().unwrap().generate(TICKING_FROM).to_string();
        owner
            .post("/reglages/compte/second-facteur", &[("sealed", &sealed), ("code", &code)])
            .says("La connexion demandera un code");
        let mut other = owner.colleague("guest", "invite@exemple.fr");
        let brought = other.post("/reglages/compte/second-facteur", &[("sealed", &sealed), ("code", "000000")]);
        brought.says("n’est pas celle qui vous a été proposée");
        assert!(!brought.text.contains(&key), "what was sealed for somebody else is not opened");
    });
}

#[test]
fn a_guest_has_a_last_day_and_a_company_keeps_an_owner() {
    demo(|mut owner| {
        let fields = [("name", "Invité"), ("email", "i@exemple.fr"), ("password", PASSWORD), ("role", "guest")];
        owner.post("/reglages/utilisateurs", &fields).says("Un invité a une date de fin.");
        let page = owner.get("/reglages/utilisateurs").text;
        let id = page.split("/reglages/utilisateurs/").nth(1).unwrap().split('/').next().unwrap().to_string();
        let path = format!("/reglages/utilisateurs/{id}");
        owner
            .post(&format!("{path}/role"), &[("role", "guest"), ("until", "2026-12-31")])
            .says("au moins un propriétaire");
        owner.post(&format!("{path}/retirer"), &[]).says("au moins un propriétaire");
    });
}

#[test]
fn a_changed_password_sends_other_browsers_away() {
    demo(|mut owner| {
        let mut other = come_in(&owner, "claire@exemple.fr");
        other.get("/clients").says("Atelier Lumière");
        let wrong = [("current", "autre chose"), ("new", "cinq mots pour demain matin")];
        owner.post("/reglages/compte/mot-de-passe", &wrong).says("n’est pas le bon");
        let right = [("current", PASSWORD), ("new", "cinq mots pour demain matin")];
        owner.post("/reglages/compte/mot-de-passe", &right).says("Mot de passe changé");
        other.get("/clients").says("Connectez-vous");
        owner.get("/clients").says("Atelier Lumière");
    });
}

#[test]
fn a_second_factor_is_asked_and_its_code_opens_once() {
    demo(|mut owner| {
        let page = owner.get("/reglages/compte").text;
        let sealed = page.split("name=\"sealed\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_string();
        let key = page.split("<code class=\"hash\">").nth(1).unwrap().split('<').next().unwrap();
        let phone = Builder::new().with_secret(Secret::try_from_base32(key).unwrap());
        let phone = phone.with_account_name("claire@exemple.fr").build().unwrap();
        // The clock of the house moves a second each time it is read: far less than half a minute in this story.
        let code = |later: u64| phone.generate(TICKING_FROM + later).to_string();

        let set = [("sealed", sealed.as_str()), ("code", "000000")];
        owner.post("/reglages/compte/second-facteur", &set).says("Ce code n’est pas le bon.");
        let first = code(0);
        let set = [("sealed", sealed.as_str()), ("code", first.as_str())];
        owner.post("/reglages/compte/second-facteur", &set).says("La connexion demandera un code");

        let page = owner.get("/reglages/utilisateurs").text;
        let id = page.split("/reglages/utilisateurs/").nth(1).unwrap().split('/').next().unwrap();
        let mut stranger = owner.another();
        stranger.forge("quitus_code", &format!("9999999999 {id} /"));
        stranger.get("/connexion/code").says("Connectez-vous");

        let mut browser = come_in(&owner, "claire@exemple.fr");
        browser.get("/clients").says("Connectez-vous");
        browser.log_in("claire@exemple.fr", PASSWORD).says("Votre code");
        browser.post("/connexion/code", &[("code", &first)]).says("il a déjà servi");
        browser.post("/connexion/code", &[("code", &code(30))]);
        browser.get("/clients").says("Atelier Lumière");

        // Guessing on the account page is counted as at the door.
        let off = [("sealed", ""), ("code", "000000")];
        for _ in 0..5 {
            owner.post("/reglages/compte/second-facteur", &off).says("Ce code n’est pas le bon.");
        }
        let right = code(60);
        owner.post("/reglages/compte/second-facteur", &[("sealed", ""), ("code", &right)]).says("Trop de codes faux");
    });
}

/// The server stops and another starts on the same data: who was in is still in, who left is still out, and forms still work.
#[test]
fn sessions_survive_a_restart() {
    grounds(|ground, owner| {
        let mut gone = owner.same();
        let mut other = owner.another();
        other.log_in("claire@exemple.fr", PASSWORD);
        let mut left = other.same();
        other.post("/sortir", &[]);
        let restarted = || web::router(ground.another());
        let mut after = owner.at(restarted());
        let page = after.get("/clients");
        assert_eq!((page.status, page.at.as_str()), (StatusCode::OK, "/clients"));
        let rules = [("terms", "45 jours"), ("rate", "12,15 %"), ("region", "metropole")];
        after.post("/reglages/regles", &rules).says("Règles enregistrées.");
        assert!(left.at(restarted()).get("/clients").at.starts_with("/connexion"), "logged out stays logged out");
        after.post("/sortir", &[]);
        assert!(gone.at(restarted()).get("/clients").at.starts_with("/connexion"));
        assert!(gone.get("/clients").at.starts_with("/connexion"), "on the server that went on too");
        assert!(left.get("/clients").at.starts_with("/connexion"));
    });
}
