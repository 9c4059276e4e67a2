//! The page of an invoice: its sums on any day, its limitation, its document, and what its forms write.

use crate::team::team;
use axum::http::StatusCode;
use base::id::InvoiceId;

fn at(invoice: InvoiceId, rest: &str) -> String {
    format!("/factures/{invoice}{rest}")
}

#[test]
fn it_says_what_is_due_on_any_day_with_its_articles() {
    team(|mut team| {
        let (party, invoices) = team.late();
        let invoice = invoices[0];
        let record = team.read(|b| b.invoice(invoice)).unwrap();
        let name = team.read(|b| b.party(party)).unwrap().name;
        let page = team.owner.get(&at(invoice, ""));
        for words in
            [record.number.as_str(), &name, "Décompte au 20 novembre 2026", "Total dû", "Dernier jour pour agir"]
        {
            page.says(words);
        }
        let due = team.read(|b| b.balance(invoice)).unwrap().due_on;
        let page = team.owner.get(&at(invoice, &format!("?date={due}")));
        page.says("Aucun intérêt ne court à cette date.");
        let far = team.owner.get(&at(invoice, "?date=2031-01-01"));
        assert_eq!(far.status, StatusCode::OK, "outside the tables the page says so, and still shows the rest");
        assert!(!far.words().contains("Total dû"), "{}", far.words());
        team.owner.get(&at(invoice, "?date=hier")).says("« hier » n’est pas une date.");
        team.owner.get("/factures/inv_00000000000000000000000000000000").says("n’existe pas");
    });
}

#[test]
fn its_file_comes_back_and_its_line_is_shown() {
    team(|mut team| {
        let (_, invoices) = team.late();
        let number = team.read(|b| b.invoice(invoices[0])).unwrap().number;
        let page = team.owner.get(&at(invoices[0], ""));
        page.says("Telle qu’elle se lit dans");
        let file = team.owner.get(&at(invoices[0], "/original"));
        assert!(file.text.contains(&number));
        assert_eq!(team.owner.get(&at(invoices[0], "/document")).status, StatusCode::NOT_FOUND, "no PDF to show");
    });
}

#[test]
fn forms_write_holds_due_dates_and_take_payments_back() {
    team(|mut team| {
        let (party, invoices) = team.late();
        let (invoice, id) = (invoices[0], invoices[0].to_string());
        let promise = [("kind", "promise"), ("until", "2026-11-30"), ("why", "par téléphone")];
        let page = team.owner.post(&at(invoice, "/suspendre"), &promise);
        page.says("promesse de règlement jusqu’au 30 novembre 2026");
        let hold = team.read(|b| b.open_holds(party)).into_iter().find(|h| h.invoice == Some(invoice)).unwrap();
        let lift = [("hold", hold.id.to_string()), ("why", "erreur".to_string())];
        let lift: Vec<(&str, &str)> = lift.iter().map(|(k, v)| (*k, v.as_str())).collect();
        team.owner.post(&format!("/clients/{party}/lever"), &lift).says("Suspension levée");
        team.owner.post(&at(invoice, "/echeance"), &[("due", "1999-01-01")]).says("elle ne peut pas être due avant");
        team.owner.post(&at(invoice, "/echeance"), &[("due", "")]).says("Quelle est l’échéance ?");
        let pay = [("invoice", id.as_str()), ("amount", "2,00"), ("reference", "chèque")];
        team.owner.post(&format!("/clients/{party}/payer"), &pay);
        team.owner.get(&at(invoice, "")).says("Paiement imputé");
        team.owner.post(&at(invoice, "/reprendre"), &[("why", "")]).says("Dites pourquoi ce paiement est repris.");
        team.owner.post(&at(invoice, "/reprendre"), &[("why", "rejeté")]).says("2,00 € repris");
        team.owner.get(&at(invoice, "")).says("Paiement repris");
        let late_enough = team.read(|b| b.balance(invoice)).unwrap().due_on;
        team.owner
            .post(&at(invoice, "/echeance"), &[("due", "2026-11-25")])
            .says("Échéance fixée au 25 novembre 2026.");
        assert_ne!(team.read(|b| b.balance(invoice)).unwrap().due_on, late_enough);
        team.owner.post(&at(invoice, "/confirmer"), &[]).says("Règlement confirmé.");
    });
}

#[test]
fn guests_and_other_salespersons_change_nothing() {
    team(|mut team| {
        let (_, invoices) = team.late();
        let invoice = invoices[0];
        assert_eq!(team.guest.get(&at(invoice, "")).status, StatusCode::OK);
        let fields = [("kind", "dispute"), ("why", "x"), ("due", "2026-12-01")];
        for form in ["/suspendre", "/echeance", "/confirmer", "/reprendre"] {
            assert_eq!(team.guest.post(&at(invoice, form), &fields).status, StatusCode::FORBIDDEN, "{form}");
            assert_eq!(team.salesperson.post(&at(invoice, form), &fields).status, StatusCode::NOT_FOUND, "{form}");
        }
        for page in ["", "/document", "/original"] {
            assert_eq!(team.salesperson.get(&at(invoice, page)).status, StatusCode::NOT_FOUND, "{page}");
        }
    });
}

#[test]
fn of_a_customer_of_unknown_kind_only_the_principal_is_the_total() {
    team(|mut team| {
        let (party, invoices) = team.late();
        let write = |b: &mut dyn app::ports::books::Books| {
            let record = b.party(party)?.unwrap();
            let kind_basis = domain::facts::KindBasis::Assumed;
            Ok(b.update_party(&app::records::PartyRecord { kind_basis, ..record })?)
        };
        team.world().write(write).unwrap();
        let page = team.owner.get(&at(invoices[0], ""));
        page.says("À demander d’ici là");
        page.says("si c’est un professionnel");
        for wrong in ["Total dû", "Total avec accessoires"] {
            assert!(!page.words().contains(wrong), "{wrong}: {}", page.words());
        }
    });
}
