//! What goes wrong outside: letters that come back, books that were put back from a copy.

use crate::house::{Ground, TODAY, work};
use crate::office::IMPRIMERIE;
use app::ports::screens::{Cut, Scope, WorkFilter, WorkOrder};
use base::id::ActId;
use domain::agenda::ApprovalNeeded;
use domain::facts::{ActState, Channel};
use domain::journal::Actor;

/// The formal notice that is proposed, approved.
pub fn notice(browser: &mut crate::browser::Browser, ground: &Ground) -> ActId {
    browser.get("/a-faire");
    let scope = Scope { company: ground.company().id, keeper: None };
    let filter = WorkFilter { scope, approvals: &[ApprovalNeeded::Owner], search: String::new() };
    let rows = ground.read(|books| Ok(books.work_rows(&filter, WorkOrder::Worth, Cut { offset: 0, limit: 100 })?));
    let row = rows.iter().find(|r| r.item.channel == Channel::RegisteredLetter).unwrap();
    assert_eq!(row.customer, IMPRIMERIE);
    let address = format!("/a-faire/{}/{}/{}", row.item.party, row.item.step, row.item.currency.code());
    browser.post(&format!("{address}/approuver"), &[]);
    let acts = ground.read(|books| Ok(books.acts_of_party(row.item.party)?));
    acts.iter().find(|a| a.state == ActState::Prepared).unwrap().act.id
}

#[test]
fn a_notice_nobody_fetched_counts_and_one_to_a_wrong_address_does_not() {
    work(|mut browser, ground| {
        let act = notice(&mut browser, &ground);
        let (page, today) = (format!("/actes/{act}"), TODAY.to_string());
        browser.get(&page).says("Le courrier est revenu ?");
        let unclaimed = [("cause", "non-reclame"), ("presente", today.as_str()), ("le", today.as_str())];
        browser.post(&format!("{page}/revenu"), &unclaimed).says("depuis sa présentation");
        assert_eq!(ground.read(|books| Ok(books.act(act)?)).unwrap().state, ActState::Done);
        // The envelope was read wrongly: it says that nobody of that name is there.
        browser.post(&format!("{page}/revenu"), &[("cause", "inconnu"), ("le", &today)]).says("n’a atteint personne");
        assert_eq!(ground.read(|books| Ok(books.act(act)?)).unwrap().state, ActState::Failed);
        browser.get("/silences").says("destinataire inconnu à cette adresse");
        browser.post(&format!("{page}/revenu"), &[("cause", "inconnu"), ("le", &today)]).says("Rien n’a été changé");
        browser.get("/journal").says("destinataire inconnu à l’adresse");
    });
}

#[test]
fn after_a_restoration_nothing_leaves_until_somebody_said_what_had_left() {
    work(|mut browser, ground| {
        let act = notice(&mut browser, &ground);
        let world = ground.house.world(Actor::Program, None);
        app::restoration::mark(&world, "copie-d-hier.db", "").unwrap();
        assert_eq!(ground.read(|books| Ok(books.act(act)?)).unwrap().state, ActState::Unknown);
        let home = browser.get("/");
        home.says("rien ne part tant que vous n’avez pas dit");
        let alert = home.text.split("Dire ce qu’il en est").next().unwrap().rsplit("<a ").next().unwrap();
        assert!(alert.contains(&format!("href=\"/actes/{act}\"")), "to the page that asks: {alert}");
        browser.get("/reglages/envoi").says("copie-d-hier.db");
        browser.post("/reglages/envoi/restauration", &[("why", " ")]).says("Il manque ce que vous avez vérifié");
        browser.post("/reglages/envoi/restauration", &[("why", "boîte d’envoi relue")]).says("les envois reprennent");
        assert!(!browser.get("/reglages/envoi").text.contains("copie-d-hier.db"));
        browser.get("/journal").says("boîte d’envoi relue");
    });
}

/// A page that asks for itself again, here or in another tab, shows a part only: it leaves the message to the next whole page.
#[test]
fn what_was_done_is_not_lost_to_a_page_that_asks_for_itself_again() {
    work(|mut browser, _| {
        browser.forge("quitus_fait", "done.Étape passée.");
        let part = axum::http::Request::get("/a-faire").header("x-part", "1");
        let part = browser.ask(part, axum::body::Body::empty());
        assert!(!part.words().contains("Étape passée"), "{}", part.words());
        browser.get("/clients").says("Étape passée");
        assert!(!browser.get("/clients").words().contains("Étape passée"), "it is told once");
    });
}
