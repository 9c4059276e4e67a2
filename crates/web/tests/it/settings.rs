//! Settings: what is typed is kept, secrets are sealed, each change is in the journal, and nonsense is refused in French.

use crate::browser::{Browser, Shown};
use crate::house::{TODAY, demo, grounds, work};
use axum::http::StatusCode;
use domain::journal::Actor;

const SERVER: [(&str, &str); 8] = [
    ("email", "factures@exemple.fr"),
    ("host", "smtp.exemple.fr"),
    ("port", "587"),
    ("security", "starttls"),
    ("username", "factures"),
    ("password", "secret du serveur"),
    ("from_hour", "9"),
    ("until_hour", "18"),
];

#[test]
fn the_mail_server_is_kept_without_its_password_in_clear() {
    grounds(|house, mut owner| {
        owner.post("/reglages/envoi", &SERVER).says("Réglages d’envoi enregistrés.");
        let page = owner.get("/reglages/envoi");
        page.says("Enregistré et scellé");
        assert!(!page.text.contains("secret du serveur"));
        owner
            .get("/journal?groupe=regles")
            .says("« mot de passe du serveur d’envoi » a été modifié (valeur non journalisée)");
        let refused = owner.post("/reglages/envoi/bascule", &[("live", "true")]);
        refused.says("Cette société est une démonstration : ses clients n’existent pas");
        house.write(|books| {
            let mut real = books.companies()?.remove(0);
            real.settings.demo_day = None;
            books.update_company(&real)
        });
        // A server that does not answer: real sending stays off, and what is wrong is said.
        let unanswered = owner.post("/reglages/envoi/bascule", &[("live", "true")]);
        unanswered.says("Aucun serveur d’envoi n’est réglé.");
        unanswered.says("L’envoi réel n’est pas activé.");
        assert!(!owner.get("/clients").words().contains("Envoi réel"));
        let server = testkit::smtp::Server::start("accept");
        let port = server.port.to_string();
        let [email, _, _, _, _, _, from, until] = SERVER;
        let here = [("host", "127.0.0.1"), ("port", port.as_str()), ("security", "none"), ("username", "")];
        owner.post("/reglages/envoi", &[&[email][..], &here, &[("password", ""), from, until]].concat());
        owner.post("/reglages/envoi/bascule", &[("live", "true")]).says("L’envoi est réel");
        owner.get("/clients").says("Envoi réel");
    });
}

/// The test of the mail server is a real conversation: what the server says no to is on the page, and nothing was sent.
#[test]
fn the_test_of_the_mail_server_says_what_failed() {
    demo(|mut owner| {
        let server = testkit::smtp::Server::start("accept");
        let set = |owner: &mut Browser, port: u16, security: &str, username: &str| {
            let port = port.to_string();
            let fields = [
                ("email", "compta@atelier.example"),
                ("host", "127.0.0.1"),
                ("port", port.as_str()),
                ("security", security),
                ("username", username),
                ("password", if username.is_empty() { "" } else { "faux" }),
                ("from_hour", "8"),
                ("until_hour", "19"),
            ];
            let page = owner.post("/reglages/envoi", &fields);
            assert_eq!(page.status, StatusCode::OK, "{}", page.words());
            let page = owner.post("/reglages/envoi/essai", &[]);
            println!("{security} {username}: {}", page.words().chars().take(600).collect::<String>());
            page
        };
        set(&mut owner, server.port, "none", "").says("Le serveur d’envoi répond : 127.0.0.1");
        set(&mut owner, server.port, "starttls", "").says("STARTTLS");
        set(&mut owner, server.port, "none", "compta").says("identifi");
        let encrypted = testkit::smtp::Server::start("tls");
        set(&mut owner, encrypted.port, "tls", "").says("certificat");
        let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        set(&mut owner, nobody, "none", "").says("127.0.0.1");
        assert!(server.received().is_empty() && encrypted.received().is_empty());
    });
}

#[test]
fn rules_are_read_as_people_write_them() {
    demo(|mut owner| {
        let wrong = [("terms", "à la saint-glinglin"), ("rate", ""), ("region", "metropole")];
        owner.post("/reglages/regles", &wrong).says("n’est pas un délai connu");
        let rules = [("terms", "45 jours fin de mois"), ("rate", "12,15 %"), ("region", "alsace")];
        owner.post("/reglages/regles", &rules).says("Règles enregistrées.");
        assert!(!owner.get("/reglages/regles").words().contains("Règles enregistrées."), "told once");
        let page = owner.get("/reglages/regles").text;
        assert!(page.contains("45 jours fin de mois") && page.contains("12,15"), "{page}");
        owner.get("/journal?groupe=regles").says("« jours fériés » est passé de « métropole » à « Alsace-Moselle »");
    });
}

#[test]
fn nothing_is_proposed_on_the_days_the_company_is_closed() {
    demo(|mut owner| {
        owner.get("/reglages/regles").says("Aucune fermeture prévue");
        let close = |owner: &mut Browser, from: &str, until: &str| {
            owner.post("/reglages/fermetures", &[("du", from), ("au", until), ("why", "Fermeture d’automne")])
        };
        close(&mut owner, "2026-11-24", "2026-11-20").says("Ces dates ne se suivent pas.");
        close(&mut owner, "2026-10-01", "2026-10-02").says("Ces dates ne se suivent pas.");
        close(&mut owner, "", "2026-11-20").says("Il manque le premier jour.");
        let page = close(&mut owner, "2026-11-19", "2026-11-24");
        for said in ["Noté : rien ne part ces jours-là.", "Fermeture d’automne", "24 novembre 2026"] {
            page.says(said);
        }
        close(&mut owner, "2026-11-24", "2026-11-30").says("Ces jours touchent une fermeture déjà notée");
        owner.get("/a-faire").says("Rien à relancer pour l’instant");
        let page = owner.get("/silences");
        page.says("Fermeture d’automne jusqu’au 24 novembre 2026");
        page.says("25/11/2026");
        owner.post("/reglages/fermetures/fin", &[("du", "2026-11-19")]).says("Cette fermeture est retirée.");
        assert!(!owner.get("/silences").words().contains("Fermeture d’automne"));
        owner.post("/reglages/fermetures/fin", &[("du", "2026-11-19")]).says("Aucune fermeture ne commence le");
        owner.get("/journal?groupe=regles").says("« jours de fermeture »");
        let mut clerk = owner.colleague("accountant", "clerk@exemple.fr");
        assert_eq!(close(&mut clerk, "2026-12-24", "2026-12-31").status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn a_standing_order_is_signed_by_name_and_revoked() {
    demo(|mut owner| {
        owner.post("/reglages/consignes", &[]).says("Aucune étape n’est cochée.");
        owner.post("/reglages/consignes", &[("standard/inventee", "oui")]).says("n’est pas une étape");
        let page = owner.get("/reglages/consignes").text;
        let pair = page.split("type=\"checkbox\" name=\"").nth(1).unwrap().split('"').next().unwrap().to_string();
        owner
            .post("/reglages/consignes", &[(pair.as_str(), "oui")])
            .says("Signée par Claire Martin le 20 novembre 2026.");
        owner.post("/reglages/consignes/fin", &[]).says("Consigne révoquée");
    });
}

#[test]
fn the_law_is_shown_with_its_articles_and_completed_with_a_source() {
    demo(|mut owner| {
        let page = owner.get("/reglages/droit");
        page.says("Tables de droit");
        let table = page.link("/reglages/droit?table=");
        owner.get(&table).says("Article");
        let wrong = [("table", "ecb_rate"), ("key", ""), ("value", "?"), ("source", "")];
        assert!(owner.post("/reglages/droit", &wrong).status.is_client_error());
    });
}

#[test]
fn the_journal_reads_in_french_and_checks_itself() {
    demo(|mut owner| {
        let page = owner.get("/journal");
        page.says("novembre 2026");
        let older = owner.get(&page.link("/journal?avant="));
        assert!(!entries(&older).is_empty() && entries(&older).iter().all(|n| n < entries(&page).last().unwrap()));
        owner.post("/journal/verifier", &[]).says("Tout est en ordre");
    });
}

/// The numbers of the entries shown, in order.
fn entries(page: &Shown) -> Vec<u64> {
    let told = page.text.split("aria-label=\"Preuve de l’écriture ").skip(1);
    told.map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect()
}

#[test]
fn the_journal_is_looked_through_by_day_author_and_what_it_is_about() {
    demo(|mut owner| {
        owner.get("/a-faire");
        let by_day = owner.get("/journal?du=2026-11-20&au=2026-11-20");
        by_day.says("vendredi 20 novembre 2026");
        let days = |page: &Shown| page.text.matches("class=\"log-day\"").count();
        assert_eq!(days(&by_day), 1, "no other day");
        owner.get("/journal?du=2020-01-01&au=2020-12-31").says("Aucune écriture ne correspond");
        owner.get("/journal?du=hier").says("une date");

        let whole = owner.get("/journal?qui=Quitus");
        let authors = whole.text.split("class=\"log-actor\">").skip(1).map(|rest| rest.split('<').next().unwrap());
        assert!(authors.clone().count() > 0 && authors.clone().all(|name| name == "Quitus"), "{}", whole.words());
        owner.get("/journal?qui=Personne+du+tout").says("Aucune écriture ne correspond");

        let customer = owner.get("/clients").link("/clients/pty_");
        let name = owner.get(&customer).text.split("<h1>").nth(1).unwrap().split('<').next().unwrap().to_string();
        let word = name.split(' ').find(|word| word.len() > 5).unwrap();
        let about = owner.get(&format!("/journal?q={word}"));
        assert!(!entries(&about).is_empty(), "{word}: {}", about.words());
        owner.get("/journal?q=zzzzzz").says("Aucune écriture ne correspond");
    });
}

#[test]
fn a_day_planned_again_is_told_once_unless_each_is_asked_for() {
    work(|mut owner, ground| {
        let planned = |page: &Shown| page.text.matches("<span>L’agenda du ").count();
        owner.get("/a-faire");
        let customer = owner.get("/a-faire").link("/a-faire/pty_").split('/').nth(2).unwrap().to_string();
        owner.post(&format!("/a-faire/{customer}/suspendre"), &[("jusqu", ""), ("motif", "vu avec lui")]);
        let world = ground.house.world(Actor::Program, None);
        assert!(!app::planning::plan_day(&world, &ground.company(), TODAY).unwrap().was_known);
        let each = planned(&owner.get("/journal?plans=oui"));
        assert!(each > 1, "planned again after a fact: {each}");
        let folded = owner.get("/journal");
        assert_eq!(planned(&folded), 1);
        folded.says(if each == 2 { "Et 1 autre fois ce jour-là" } else { "autres fois ce jour-là" });
    });
}
