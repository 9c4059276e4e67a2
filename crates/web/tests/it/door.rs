//! Coming in: the first owner, wrong passwords, going out, and nobody brought in by another site.

use crate::browser::PASSWORD;
use crate::house::{demo, empty};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use std::net::SocketAddr;

#[test]
fn the_first_to_come_is_the_owner_and_there_is_only_one_first() {
    empty(|mut browser| {
        browser.get("/clients").says("Bienvenue");
        let refused =
            browser.post("/bienvenue", &[("name", "Claire"), ("email", "claire@exemple.fr"), ("password", "court")]);
        refused.says("Le mot de passe a moins de 12 caractères.");
        browser.first_owner();
        let mut second = browser.another();
        second.first_owner();
        second.get("/bienvenue").says("Connectez-vous");
        second.log_in("CLAIRE@exemple.fr ", PASSWORD);
        assert!(!second.get("/clients").text.contains("Connectez-vous"));
    });
}

#[test]
fn five_wrong_passwords_close_the_door_for_a_while() {
    demo(|browser| {
        let mut stranger = browser.another();
        for _ in 0..5 {
            stranger.log_in("claire@exemple.fr", "autre chose").says("n’est pas le bon");
        }
        stranger.log_in("claire@exemple.fr", PASSWORD).says("Trop d’essais : réessayez dans");
        stranger.get("/clients").says("Connectez-vous");
    });
}

#[test]
fn somebody_who_went_out_is_asked_again_and_comes_back_where_they_were_going() {
    demo(|mut browser| {
        browser.get("/clients").says("Atelier Lumière");
        browser.post("/sortir", &[]);
        browser.get("/clients?tri=nom").says("Connectez-vous");
        let fields = [("email", "claire@exemple.fr"), ("password", PASSWORD), ("to", "/clients?tri=nom")];
        assert_eq!(browser.post("/connexion", &fields).at, "/clients?tri=nom");
        let elsewhere = [("email", "claire@exemple.fr"), ("password", PASSWORD), ("to", "//exemple.org")];
        assert_eq!(browser.post("/connexion", &elsewhere).at, "/");
    });
}

#[test]
fn a_form_sent_from_another_site_does_nothing() {
    demo(|mut browser| {
        for path in ["/sortir", "/connexion", "/connexion/code", "/mot-de-passe", "/premiers-pas/societe", "/theme"] {
            let forged = Request::post(path).header(header::ORIGIN, "https://exemple.org");
            assert_eq!(browser.ask(forged, Body::empty()).status, StatusCode::FORBIDDEN, "{path}");
            let forged = Request::post(path).header("sec-fetch-site", "cross-site");
            assert_eq!(browser.ask(forged, Body::empty()).status, StatusCode::FORBIDDEN, "{path}");
        }
        browser.get("/clients").says("Atelier Lumière");
    });
}

/// A password that somebody else chose opens neither the first steps nor what their forms do.
#[test]
fn a_provisional_password_opens_no_first_steps() {
    demo(|mut owner| {
        let fields = [("name", "Paul"), ("email", "paul@exemple.fr"), ("password", PASSWORD), ("role", "owner")];
        owner.post("/reglages/utilisateurs", &fields).says("peut se connecter");
        let mut paul = owner.another();
        let asks = "Celui que vous avez reçu est provisoire";
        paul.post("/connexion", &[("email", "paul@exemple.fr"), ("password", PASSWORD)]).says(asks);
        for path in ["/premiers-pas", "/premiers-pas/societe", "/premiers-pas/demonstration", "/a-faire", "/importer"] {
            paul.get(path).says(asks);
        }
        for path in ["/premiers-pas/societe", "/premiers-pas/demonstration", "/reglages/societe"] {
            paul.post(path, &[("name", "Autre société")]).says(asks);
        }
        let companies = owner.get("/").text.matches("Autre société").count();
        assert_eq!(companies, 0);
    });
}

#[test]
fn only_a_proxy_of_ours_says_where_a_request_comes_from() {
    demo(|browser| {
        let tried = |from: [u8; 4], n: u8| {
            let mut stranger = browser.another();
            let peer = ConnectInfo(SocketAddr::from((from, 4000)));
            let request = Request::post("/connexion").extension(peer);
            let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            let request = request.header("x-forwarded-for", format!("203.0.113.{n}"));
            stranger.ask(request, Body::from(format!("email=a{n}%40exemple.fr&password=autre+chose"))).words()
        };
        let by_our_proxy = (0..35).map(|n| tried([127, 0, 0, 1], n)).any(|page| page.contains("Trop d’essais"));
        assert!(!by_our_proxy, "thirty-five places with one wrong password each");
        let by_a_stranger = (100..135).map(|n| tried([198, 51, 100, 7], n)).any(|page| page.contains("Trop d’essais"));
        assert!(by_a_stranger, "one place that writes whatever it likes");
    });
}
