//! Recovery codes: each opens once, whoever comes at once or after a restart, and guessing closes the door as it does for codes
//! of a telephone.

use crate::browser::{Browser, PASSWORD, Shown};
use crate::house::{TICKING_FROM, demo, grounds};
use axum::http::StatusCode;
use totp_rs::{Builder, Secret, Totp};

const EMAIL: &str = "claire@exemple.fr";

/// What the phone shows so many seconds after the clock of the house started.
fn shown_later(phone: &Totp, later: u64) -> String {
    phone.generate(TICKING_FROM + later).to_string()
}

fn codes_of(page: &Shown) -> Vec<String> {
    let list = page.text.split("<ul class=\"codes\">").nth(1).unwrap_or("").split("</ul>").next().unwrap();
    let codes = list.split("<code class=\"hash\">").skip(1).map(|rest| rest.split('<').next().unwrap().to_string());
    codes.collect()
}

/// Sets the second factor up: the phone, and the codes that the page shows.
fn set_up(owner: &mut Browser) -> (Totp, Vec<String>) {
    let page = owner.get("/reglages/compte").text;
    let after = |mark: &str, end: char| page.split(mark).nth(1).unwrap().split(end).next().unwrap().to_string();
    let (sealed, key) = (after("name=\"sealed\" value=\"", '"'), after("<code class=\"hash\">", '<'));
    let phone = Builder::new().with_secret(Secret::try_from_base32(&key).unwrap());
    let phone = phone.with_account_name(EMAIL).build().unwrap();
    let fields = [("sealed", sealed.as_str()), ("code", &shown_later(&phone, 0))];
    let page = owner.post("/reglages/compte/second-facteur", &fields);
    owner.post("/reglages/compte/second-facteur", &fields).says("Un code est déjà demandé");
    page.says("affichés cette seule fois");
    let codes = codes_of(&page);
    assert_eq!(codes.len(), 10);
    let file = page.text.split("href=\"data:text/plain;charset=utf-8,").nth(1).unwrap().split('"').next().unwrap();
    assert!(codes.iter().all(|code| web::answer::unpercent(file).contains(code)), "{file}");
    (phone, codes)
}

/// Somebody who gave the password, and is asked for a code.
fn asked(owner: &Browser) -> Browser {
    let mut browser = owner.another();
    browser.log_in(EMAIL, PASSWORD).says("Votre code");
    browser
}

fn is_in(browser: &mut Browser) -> bool {
    browser.get("/clients").at == "/clients"
}

#[test]
fn each_code_opens_once_and_the_journal_says_so() {
    demo(|mut owner| {
        let (_, codes) = set_up(&mut owner);
        owner.get("/reglages/compte").says("Il vous reste 10 codes de secours sur dix.");
        assert!(codes_of(&owner.get("/reglages/compte")).is_empty(), "shown once");
        let mut lost = asked(&owner);
        let page = lost.get("/connexion/code?secours");
        page.says("Chacun n’ouvre qu’une fois");
        // As somebody copies it from paper.
        let copied = codes[3].to_uppercase().replace('-', " ");
        lost.post("/connexion/code?secours", &[("code", &copied)]).says("Il vous reste 9 codes de secours.");
        assert!(is_in(&mut lost));
        let mut again = asked(&owner);
        again.post("/connexion/code?secours", &[("code", &codes[3])]).says("il a déjà servi");
        assert!(!is_in(&mut again));
        // The field of the telephone's codes takes them too.
        again.post("/connexion/code", &[("code", &codes[4])]).says("Il vous reste 8 codes de secours.");
        owner.get("/reglages/compte").says("Il vous reste 8 codes de secours sur dix.");
        let journal = owner.get("/journal?groupe=regles");
        journal.says("codes de secours de Claire Martin");
        journal.says("l’un vient de servir");
        assert!(codes.iter().all(|code| !journal.text.contains(code)));
    });
}

#[test]
fn a_new_set_replaces_the_former_and_goes_with_the_second_factor() {
    demo(|mut owner| {
        owner.post("/reglages/compte/codes-de-secours", &[("code", "123456")]).says("Activez d’abord le code");
        let (phone, old) = set_up(&mut owner);
        let path = "/reglages/compte/codes-de-secours";
        let wrong = owner.post(path, &[("code", "000000")]);
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = owner.post(path, &[("code", &shown_later(&phone, 30))]);
        let new = codes_of(&page);
        assert_eq!(new.len(), 10);
        assert!(new.iter().all(|code| !old.contains(code)));
        let mut lost = asked(&owner);
        lost.post("/connexion/code", &[("code", &old[0])]).says("n’est pas le bon");
        assert!(!is_in(&mut lost));
        lost.post("/connexion/code", &[("code", &new[0])]);
        assert!(is_in(&mut lost));
        // Whoever lost the telephone takes the second factor away with a code, and sets another up.
        lost.post("/reglages/compte/second-facteur", &[("sealed", ""), ("code", &new[1])])
            .says("ne demande plus de code");
        let page = lost.get("/reglages/compte");
        assert!(!page.words().contains("codes de secours sur dix") && page.text.contains("name=\"sealed\""));
        let (_, third) = set_up(&mut lost);
        let mut other = asked(&owner);
        other.post("/connexion/code", &[("code", &new[2])]).says("n’est pas le bon");
        other.post("/connexion/code", &[("code", &third[0])]);
        assert!(is_in(&mut other));
    });
}

#[test]
fn guessing_closes_the_door() {
    demo(|mut owner| {
        let (phone, codes) = set_up(&mut owner);
        let mut stranger = asked(&owner);
        for _ in 0..5 {
            stranger.post("/connexion/code?secours", &[("code", "aaaa-bbbb-cccc-dddd")]).says("n’est pas le bon");
        }
        stranger.post("/connexion/code?secours", &[("code", &codes[0])]).says("Trop d’essais");
        stranger.post("/connexion/code", &[("code", &shown_later(&phone, 30))]).says("Trop d’essais");
        assert!(!is_in(&mut stranger));
        owner.post("/reglages/compte/codes-de-secours", &[("code", &codes[0])]).says("Trop de codes faux");
        owner.get("/reglages/compte").says("Il vous reste 10 codes de secours");
    });
}

#[test]
fn a_code_opens_after_a_restart_and_for_one_of_two_who_come_at_once() {
    grounds(|ground, mut owner| {
        let (phone, codes) = set_up(&mut owner);
        for code in [codes[0].clone(), shown_later(&phone, 30)] {
            let both = [0, 1].map(|_| asked(&owner).at(web::router(ground.another())));
            let came = std::thread::scope(|scope| {
                let come = |mut browser: Browser| {
                    let code = code.clone();
                    scope.spawn(move || {
                        browser.post("/connexion/code", &[("code", &code)]);
                        is_in(&mut browser)
                    })
                };
                both.map(come).map(|thread| thread.join().unwrap())
            });
            assert_eq!(came.into_iter().filter(|came| *came).count(), 1, "{code}");
        }
        let mut after = asked(&owner).at(web::router(ground.another()));
        after.post("/connexion/code", &[("code", &codes[0])]).says("il a déjà servi");
        after.post("/connexion/code", &[("code", &codes[1])]);
        assert!(is_in(&mut after), "what was made before the restart still opens");
    });
}
