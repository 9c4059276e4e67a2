//! Search: by name, number, amount and person; one hit is gone to; nobody finds what is not theirs to see.

use crate::team::team;

#[test]
fn a_number_in_any_spacing_goes_straight_to_its_invoice() {
    team(|mut team| {
        let (_, invoices) = team.late();
        let number = team.read(|b| b.invoice(invoices[0])).unwrap().number;
        let target = format!("/factures/{}", invoices[0]);
        let spaced: String = number.replace('-', " ").to_lowercase();
        for q in [number.clone(), spaced.replace(' ', "%20"), number.replace('-', "")] {
            assert_eq!(team.owner.get(&format!("/recherche?q={q}")).at, target, "{q}");
        }
        let found = team.salesperson.get(&format!("/recherche?q={number}"));
        found.says("Rien ne correspond");
    });
}

#[test]
fn names_amounts_and_people_are_found_by_kind() {
    team(|mut team| {
        let (party, invoices) = team.late();
        let name = team.read(|b| b.party(party)).unwrap().name;
        let word = web::answer::percent(&name);
        let page = team.owner.get(&format!("/recherche?q={word}"));
        assert!(page.at == format!("/clients/{party}") || page.words().contains(&name), "{}", page.at);
        let gross = team.read(|b| b.invoice(invoices[0])).unwrap().gross.get();
        let amount = format!("{},{:02}", gross / 100, gross % 100);
        let page = team.owner.get(&format!("/recherche?q={amount}"));
        let found = page.at == format!("/factures/{}", invoices[0]) || page.words().contains("Factures de ce montant");
        assert!(found, "{amount}: {}", page.words());
        let person = team.read(|b| b.contacts(party)).into_iter().find_map(|c| c.email).unwrap();
        let page = team.owner.get(&format!("/recherche?q={}", web::answer::percent(&person)));
        assert!(page.at.starts_with(&format!("/clients/{party}")), "{}: {}", page.at, page.words());
        team.owner.get("/recherche?q=").says("Que cherchez-vous ?");
        team.owner.get("/recherche?q=zzzzqqq").says("Rien ne correspond");
        team.owner.get("/recherche?q=%25_%27").says("Rien ne correspond");
    });
}
