//! « Balance âgée »: any day, sorted, searched, opened to its invoices, and taken away.

use crate::house::demo;
use axum::http::StatusCode;

#[test]
fn the_balance_of_a_past_day_is_that_day_s() {
    demo(|mut browser| {
        let now = browser.get("/balance");
        now.says("Aujourd’hui, 20 novembre 2026");
        now.says("Somme des tranches = encours");
        let then = browser.get("/balance?date=2026-09-30");
        then.says("Telle qu’elle était au 30 septembre 2026");
        assert_ne!(total(&now.text), total(&then.text));
        assert!(!then.words().contains("écart"), "{}", then.words());
        assert_eq!(
            total(&browser.get("/balance?date=2026-09-30").text),
            total(&then.text),
            "kept or computed, the same"
        );
        browser.get("/balance?date=2027-01-01").says("Ce jour n’est pas encore venu");
        browser.get("/balance?date=hier").says("Cette date ne se lit pas");
    });
}

/// What the last cell of the table's foot says.
fn total(page: &str) -> String {
    let foot = page.split("<tfoot").nth(1).unwrap().split("</tfoot>").next().unwrap();
    let last = foot.rsplit("<td class=\"num\"").next().unwrap();
    last.split('>').nth(1).unwrap().split('<').next().unwrap().to_string()
}

#[test]
fn the_table_sorts_searches_and_opens_to_invoices() {
    demo(|mut browser| {
        let by_name = browser.get("/balance?tri=nom");
        let first = by_name.text.split("<tbody").last().unwrap().split("</a>").next().unwrap();
        let name = first.rsplit('>').next().unwrap().to_string();
        let found = browser.get(&format!("/balance?q={}", web::answer::percent(&name)));
        found.says(&name);
        browser.get("/balance?q=zzzz").says("Aucun client ne s’appelle ainsi");
        let cell = found.link("/balance/factures?date=2026-11-20&client=");
        let invoices = browser.get(&cell);
        invoices.says(&name);
        invoices.says("Reste dû");
        browser.get("/balance?page=9999").says("Personne ne devait rien");
    });
}

#[test]
fn parts_of_a_hundred_are_the_same_months() {
    demo(|mut browser| {
        let relative = browser.get("/balance?vue=relatif");
        relative.says("100 %");
        let plain = browser.get("/balance");
        for month in ["2025-12-31", "2026-06-30", "2026-10-31"] {
            let bar = format!("/balance?date={month}");
            assert_eq!(plain.link(&bar), bar, "in euros a bar leads to the balance in euros");
            assert_eq!(relative.link(&bar), format!("{bar}&vue=relatif"), "in parts it stays in parts");
        }
    });
}

#[test]
fn the_balance_is_taken_away_as_workbook_text_and_document() {
    demo(|mut browser| {
        let csv = browser.get("/balance/balance.csv?date=2026-09-30");
        assert!(csv.text.starts_with("\u{feff}Client;Factures;Devise;non échu"), "{}", csv.text);
        let sum: i64 = csv.text.lines().skip(1).map(|l| cents(l.rsplit(';').next().unwrap())).sum();
        let shown = total(&browser.get("/balance?date=2026-09-30").text);
        assert_eq!(sum, cents(&shown.replace(['\u{202f}', '\u{a0}'], "")));
        assert!(browser.get("/balance/balance.xlsx").text.starts_with("PK"));
        assert!(browser.get("/balance/balance.pdf").text.starts_with("%PDF-1.7"));
        assert_eq!(browser.get("/balance/balance.doc").status, StatusCode::NOT_FOUND);
    });
}

fn cents(amount: &str) -> i64 {
    amount.replace(',', "").trim().parse().unwrap()
}
