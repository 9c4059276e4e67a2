//! What was heard on the telephone: what it silences, and what it opens.

use super::worklist::address;
use crate::house::{TODAY, work};
use crate::office::HOTEL;
use base::{add_days, fr};
use domain::facts::{Channel, HoldKind};

#[test]
fn a_promise_heard_on_the_telephone_silences_its_invoices() {
    work(|mut browser, ground| {
        browser.get("/a-faire");
        let row = ground.proposed(Channel::Call, 1);
        assert_eq!(row.customer, HOTEL);
        let sheet = browser.get(&address(&row));
        sheet.says("Questions à poser");
        let to = format!("{}/resultat", address(&row));
        browser.post(&to, &[("resultat", "promesse")]).says("La date promise manque.");
        let on = add_days(TODAY, 10).unwrap();
        let text = on.to_string();
        let page =
            browser.post(&to, &[("resultat", "promesse"), ("le-promesse", &text), ("note", "Mme Roy, virement")]);
        page.says(&format!("promesse notée pour le {}", fr::date(on)));
        let holds = ground.read(|books| Ok(books.open_holds(row.item.party)?));
        let promises = holds.iter().filter(|h| h.kind == HoldKind::Promise && h.until == Some(on)).count() as u64;
        assert_eq!(promises, row.item.invoices);
        let quiet = ground.read(|books| Ok(books.quiet_of_party(row.item.party)?));
        assert_eq!(quiet.iter().filter(|q| q.reason == "promise").count() as u64, row.item.invoices);
        let page = browser.get("/silences?raison=promise");
        page.says(&row.customer);
        page.says("Promesse de règlement pour le");
    });
}

/// Contested on the telephone: a dispute with its cause, an owner and a day, for the invoices that were talked about.
#[test]
fn a_dispute_heard_on_the_telephone_has_its_cause() {
    work(|mut browser, ground| {
        browser.get("/a-faire");
        let row = ground.proposed(Channel::Call, 1);
        browser.get(&address(&row)).says("bon de commande ou pièce manquante");
        let to = format!("{}/resultat", address(&row));
        browser.post(&to, &[("resultat", "litige")]).says("Quel est le motif du litige ?");
        let heard = [("resultat", "litige"), ("motif-litige", "delivery"), ("note", "rien n’est arrivé")];
        browser.post(&to, &heard).says("litige ouvert");
        let opened = ground.read(|books| Ok(books.open_holds(row.item.party)?));
        let disputes = opened.iter().filter(|h| h.kind == HoldKind::Dispute).count() as u64;
        assert_eq!(disputes, row.item.invoices);
        let page = browser.get("/litiges");
        page.says(&row.customer);
        page.says("livraison");
    });
}
