//! Large books: no page waits for a pass over all that is open; what it shows is exact, or says since when it is not.

use crate::browser::{Browser, Shown};
use crate::house::{Ground, work};
use crate::office;
use axum::http::StatusCode;
use domain::journal::Actor;

/// One more than the books from which on pages no longer count by themselves.
const MANY: u64 = 5_001;
const COUNTING: &str = "Quitus fait les comptes";

fn grown(ground: &Ground) {
    office::grow(&ground.house.world(Actor::Program, None), &ground.company(), MANY);
}

/// The page, after the one that stands in for it while its figures are counted.
fn soon(browser: &mut Browser, path: &str) -> Shown {
    let first = browser.get(path);
    assert_eq!(first.status, StatusCode::ACCEPTED, "{path}");
    first.says(COUNTING);
    let then = browser.get(path);
    assert_eq!(then.status, StatusCode::OK, "{path}");
    then
}

#[test]
fn figures_are_counted_beside_the_page_and_say_when_they_are_older() {
    work(|mut browser, ground| {
        grown(&ground);
        browser.get("/").says("ils se recomptent");
        // 50 010 € not due, 12 453 € overdue.
        browser.get("/").says("On vous doit 62 463 €");
        let invoice = browser.get("/balance/factures?tranche=echu").link("/factures/inv_");
        let fields = [("invoice", invoice.trim_start_matches("/factures/")), ("amount", "1,00"), ("reference", "")];
        let party = browser.get(&invoice).link("/clients/pty_");
        browser.post(&format!("{party}/payer"), &fields);
        let older = browser.get("/");
        assert_eq!(older.status, StatusCode::OK);
        older.says("ils se recomptent");
        older.says("On vous doit 62 463 €");
        let exact = browser.get("/");
        exact.says("On vous doit 62 462 €");
        assert!(!exact.words().contains("ils se recomptent"));
    });
}

#[test]
fn a_past_day_is_laid_out_once() {
    work(|mut browser, ground| {
        grown(&ground);
        let page = soon(&mut browser, "/balance?date=2026-11-05");
        page.says("Telle qu’elle était au 5 novembre 2026");
        // The boulangerie's invoice was due on 6 November: nothing of hers was late.
        page.says("Boulangerie Martin");
        let list = browser.get("/balance/factures?date=2026-11-05&tranche=days_1_30");
        assert_eq!(list.status, StatusCode::OK, "laid out already");
        soon(&mut browser, "/diagnostic").says("Par où commencer");
        soon(&mut browser, "/prevision/1");
    });
}

#[test]
fn the_server_counts_before_anybody_asks() {
    work(|mut browser, ground| {
        grown(&ground);
        web::Patrol::default().round(&ground.house);
        assert_eq!(browser.get("/").status, StatusCode::OK);
        assert_eq!(browser.get("/balance").status, StatusCode::OK);
    });
}
