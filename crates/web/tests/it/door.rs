//! Coming in: the first owner, wrong passwords, going out, and nobody brought in by another site.

use crate::browser::PASSWORD;
use crate::house::{demo, empty};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

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
        let forged = Request::post("/sortir").header(header::ORIGIN, "https://exemple.org");
        assert_eq!(browser.ask(forged, Body::empty()).status, StatusCode::FORBIDDEN);
        browser.get("/clients").says("Atelier Lumière");
    });
}
