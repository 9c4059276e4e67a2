//! Where letters go: the address on the card of a customer, and what says that it lacks.

use crate::folder::at;
use crate::team::team;
use axum::http::StatusCode;

#[test]
fn where_letters_go_is_said_on_the_card() {
    team(|mut team| {
        let (party, _) = team.late();
        let address = at(party, "/adresse");
        let given =
            [("lines", "12 rue Neuve\r\nBâtiment B"), ("postcode", "44000"), ("city", " Nantes "), ("country", "")];
        assert_eq!(team.guest.post(&address, &given).status, StatusCode::FORBIDDEN);
        assert_eq!(team.salesperson.post(&address, &given).status, StatusCode::NOT_FOUND);
        team.owner.post(&address, &given).says("L’adresse postale est enregistrée");
        let kept = team.read(|b| b.party(party)).unwrap().address;
        assert_eq!(kept.lines, ["12 rue Neuve", "Bâtiment B"]);
        assert_eq!(
            (kept.postcode.as_deref(), kept.city.as_deref(), kept.country),
            (Some("44000"), Some("Nantes"), None)
        );
        team.owner.get(&at(party, "?onglet=contacts")).says("12 rue Neuve, Bâtiment B, 44000 Nantes");
        team.owner.post(&address, &[("lines", " "), ("city", "Nantes")]).says("a une rue ou une boîte, et une ville");
        let abroad = [("lines", "1 rue Haute"), ("city", "Mons"), ("country", "Belgique")];
        team.owner.post(&address, &abroad).says("deux lettres");
        assert_eq!(team.read(|b| b.party(party)).unwrap().address.lines.len(), 2, "nothing of it was kept");
        team.owner.get("/journal").says("adresse");
    });
}

#[test]
fn an_agreement_without_an_address_names_what_lacks_and_says_it_once() {
    team(|mut team| {
        let (party, _) = team.late();
        let bare = app::records::PostalAddress::default();
        let write = |b: &mut dyn app::ports::books::Books| {
            let record = b.party(party)?.unwrap();
            Ok(b.update_party(&app::records::PartyRecord { address: bare.clone(), ..record })?)
        };
        team.world().write(write).unwrap();
        let wanted = [("nombre", "4"), ("premier", "2026-12-15"), ("why", "trésorerie tendue")];
        let page = team.owner.post(&at(party, "/echeancier"), &wanted);
        page.says("Il manque l’adresse postale du client pour établir « Échéancier : accord à signer ».");
        assert!(!page.text.contains("plan-agreement"), "a name of ours");
        assert_eq!(page.text.to_lowercase().matches("complétez la fiche").count(), 1);
    });
}
