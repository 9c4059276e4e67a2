//! « Où en est mon argent ? » and the forecast: figures that are those of the books, reasons, and who sees what.

use crate::browser::{Browser, PASSWORD, Shown};
use crate::house::demo;
use axum::http::StatusCode;

#[test]
fn the_four_figures_lead_to_invoices_that_sum_to_them() {
    demo(|mut browser| {
        let page = browser.get("/");
        page.says("Où en est mon argent ?");
        page.says("en 30 jours");
        page.says("À faire aujourd’hui");
        page.says("Objectif du mois");
        page.says("Mode essai : rien ne part");
        page.says("Banque à jour");
        assert!(euros(&page.words(), "On vous doit ") > 0);
        for (label, list) in [("Échu ", "echu"), ("À risque (plus de 90 jours) ", "days_over_90")] {
            let invoices = browser.get(&format!("/balance/factures?tranche={list}"));
            let left = invoices
                .text
                .split("<tbody")
                .nth(1)
                .unwrap_or("")
                .split("<strong>")
                .skip(1)
                .map(|cell| cell.split('<').next().unwrap());
            let cents: i64 = left.map(|amount| digits(amount).parse::<i64>().unwrap()).sum();
            assert!(!invoices.text.contains("Suivantes"), "one page in this small company");
            assert_eq!(euros(&page.words(), label), (cents + 50) / 100, "{label}");
        }
    });
}

/// The whole euros that follow a label.
fn euros(words: &str, label: &str) -> i64 {
    let after = words.split(label).nth(1).unwrap();
    digits(after.split('€').next().unwrap()).parse().unwrap()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[test]
fn the_agenda_of_the_day_is_made_for_the_first_who_comes() {
    demo(|mut browser| {
        browser.get("/").says("Je relance");
        browser.get("/journal").says("L’agenda du vendredi 20 novembre 2026 a été établi");
    });
}

#[test]
fn each_week_of_the_forecast_opens_its_reasons() {
    demo(|mut browser| {
        let page = browser.get("/");
        page.says("Argent attendu sur treize semaines");
        let mut told = String::new();
        for column in 1..=13 {
            told.push_str(&browser.get(&format!("/prevision/{column}")).words());
        }
        assert!(told.contains("paie d’habitude") || told.contains("vos clients paient d’habitude"), "{told}");
        browser.get("/prevision/ensuite").says("Attendu plus tard que treize semaines");
        browser.get("/prevision/sans-date").says("sans date sur laquelle compter");
        for nowhere in ["/prevision/0", "/prevision/14", "/prevision/hier"] {
            assert_eq!(browser.get(nowhere).status, StatusCode::NOT_FOUND, "{nowhere}");
        }
    });
}

#[test]
fn a_salesperson_without_customers_sees_no_money_and_a_guest_may_look() {
    demo(|mut owner| {
        owner.get("/");
        for (role, until) in [("salesperson", ""), ("guest", "2026-12-31")] {
            let email = format!("{role}@exemple.fr");
            let fields = [("name", role), ("email", &email), ("password", PASSWORD), ("role", role), ("until", until)];
            owner.post("/reglages/utilisateurs", &fields).says("peut se connecter");
        }
        let mut salesperson = owner.another();
        salesperson.log_in("salesperson@exemple.fr", PASSWORD);
        let page = salesperson.get("/");
        page.says("Aucun client ne vous est confié");
        assert!(!page.text.contains("/clients/"), "not an own customer: {}", page.words());
        assert!(!page.words().contains("virements à trier"), "the bank account is the owner's");
        assert!(!salesperson.get("/balance").text.contains("/clients/pty"), "not an own customer");
        let other = owner.get("/clients").link("/clients/").replace("/clients/", "");
        let list = salesperson.get(&format!("/balance/factures?client={other}"));
        assert_eq!(list.status, StatusCode::NOT_FOUND);
        assert_eq!(salesperson.get("/balance/balance.csv").text.lines().count(), 1, "heads alone");

        let mut guest = owner.another();
        guest.log_in("guest@exemple.fr", PASSWORD);
        guest.get("/").says("On vous doit");
        assert!(!guest.get("/").text.contains("Importer un relevé"));
    });
}

/// The keys of the alerts shown, in order.
fn alerts(page: &Shown) -> Vec<String> {
    page.text
        .split("name=\"alerte\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_string())
        .collect()
}

#[test]
fn an_alert_waits_until_its_day_and_not_longer_than_it_says_the_same() {
    demo(|mut browser| {
        let page = browser.get("/");
        let shown = alerts(&page);
        let key = shown.first().unwrap_or_else(|| panic!("no alert: {}", page.words())).clone();
        let aside = |browser: &mut Browser, until: &str, why: &str| {
            browser.post("/alertes/cote", &[("alerte", &key), ("jusquau", until), ("why", why)])
        };
        aside(&mut browser, "2026-11-27", " ").says("Il manque pourquoi cette alerte peut attendre.");
        for day in ["2026-11-20", "2026-11-01", "2027-06-01"] {
            aside(&mut browser, day, "vue").says("Ce jour ne convient pas.");
        }
        aside(&mut browser, "", "vue").says("Il manque le jour");
        let page = aside(&mut browser, "2026-11-27", "je vois ce client jeudi");
        page.says("Mise de côté jusqu’au 27 novembre 2026");
        page.says("Mises de côté (1)");
        page.says("je vois ce client jeudi");
        assert!(!alerts(&page).contains(&key), "{:?}", alerts(&page));
        aside(&mut browser, "2026-11-27", "encore").says("Cette alerte n’est plus la même.");
        browser.get("/journal").says("a été mise de côté jusqu’au 27 novembre 2026 (motif");
        let back =
            format!("/alertes/cote/{}", page.text.split("/alertes/cote/").nth(1).unwrap().split('"').next().unwrap());
        let page = browser.post(&back, &[]);
        page.says("de nouveau parmi ce qui est à surveiller");
        assert_eq!(alerts(&page), shown);
        browser.get("/journal").says("a été remise parmi ce qui est à surveiller");
        aside(&mut browser, "2026-11-27", "encore une fois").says("Mise de côté");
        let mut guest = browser.colleague("guest", "invite@exemple.fr");
        assert!(alerts(&guest.get("/")).is_empty(), "a guest only looks");
        let told = guest.post("/alertes/cote", &[("alerte", &key), ("jusquau", "2026-11-27"), ("why", "x")]);
        assert_eq!(told.status, StatusCode::FORBIDDEN);
    });
}
