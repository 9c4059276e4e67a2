//! « Où en est mon argent ? » and the forecast: figures that are those of the books, reasons, and who sees what.

use crate::browser::PASSWORD;
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
                .split("<tbody>")
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
        page.says("Personne ne vous doit rien");
        assert!(!page.text.contains("/clients/"), "not an own customer: {}", page.words());
        assert!(!page.words().contains("sans facture connue"), "the bank account is the owner's");
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
