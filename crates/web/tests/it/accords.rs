//! What is agreed with customers: promises noted where one acts, listed with what the books made of them.

use crate::team::team;
use app::ports::screens::{Cut, Scope};
use axum::http::StatusCode;
use domain::facts::Word;

#[test]
fn a_promise_is_noted_on_an_invoice_and_found_in_the_list() {
    team(|mut team| {
        let (party, invoices) = team.late();
        let at = format!("/factures/{}/promettre", invoices[0]);
        let said = [("until", "2026-11-30"), ("amount", "2,00"), ("heard", "call"), ("why", "deux euros lundi 30")];
        team.owner.post(&at, &said).says("Promesse notée pour le 30 novembre 2026.");
        let list = team.owner.get("/accords?etat=pending");
        list.says("deux euros lundi 30");
        list.says("au téléphone, le 20/11/2026");
        team.owner.get(&format!("/a-faire/{party}")).says("Promesse de règlement de 2,00 €");
        let past = [("until", "2026-11-01"), ("why", "hier")];
        team.owner.post(&at, &past).says("une promesse est pour un jour à venir");
        let nothing = [("until", "2026-11-30"), ("amount", "0"), ("why", "rien")];
        team.owner.post(&at, &nothing).says("Une promesse porte sur un montant positif.");
        let all = format!("/clients/{party}/promettre");
        team.owner.post(&all, &[("until", "2026-12-04"), ("why", "le tout")]).says("Promesse notée");
        team.owner.get("/accords").says("tout le compte");
        assert_eq!(team.guest.post(&all, &said).status, StatusCode::FORBIDDEN);
        assert_eq!(team.salesperson.post(&all, &said).status, StatusCode::NOT_FOUND);
        assert!(!team.salesperson.get("/accords").text.contains("deux euros lundi 30"), "another's customer");
    });
}

#[test]
fn the_list_and_the_domain_say_the_same_of_every_word() {
    team(|mut team| {
        let today = crate::house::TODAY;
        let company = team.read(|b| b.companies()).remove(0).id;
        let scope = Scope { company, keeper: None };
        let rows = team.read(|b| b.promise_rows(scope, None, today, Cut { offset: 0, limit: 500 }));
        assert!(!rows.is_empty(), "the demonstration has some");
        let mut counted = 0;
        for row in rows.iter().filter(|r| !r.is_lifted) {
            let words = team.read(|b| b.words_of_party(company, row.party, today, 100));
            if let Some(word) = words.iter().find(|w| w.hold == row.hold) {
                assert_eq!((row.word, row.asked, row.received), (word.word(today), word.asked, word.received));
                counted += 1;
            }
        }
        assert!(counted > 0);
        let counts = team.read(|b| b.promise_counts(scope, today));
        let of = |word: Word| rows.iter().filter(|r| r.word == word && !r.is_lifted).count() as u64;
        assert_eq!(counts.iter().map(|(w, n)| (*w, *n)).collect::<Vec<_>>(), {
            let mut told: Vec<_> = Word::ALL.iter().map(|w| (*w, of(*w))).filter(|(_, n)| *n > 0).collect();
            told.sort_by_key(|(w, _)| w.code());
            told
        });
        for word in Word::ALL {
            assert_eq!(team.owner.get(&format!("/accords?etat={}", word.code())).status, StatusCode::OK);
        }
    });
}

#[test]
fn three_offers_are_compared_and_the_one_proposed_is_signed_paid_and_taken_back() {
    team(|mut team| {
        let (party, _) = team.late();
        let offers = team.owner.get(&format!("/clients/{party}/offres?nombre=4&premier=2026-12-15"));
        for words in
            ["Tout maintenant, sans les intérêts", "En plusieurs fois", "Remise contre paiement immédiat", "÷ 365"]
        {
            offers.says(words);
        }
        let wanted = [("nombre", "4"), ("premier", "2026-12-15"), ("why", "trésorerie tendue")];
        let propose = format!("/clients/{party}/echeancier");
        assert_eq!(team.guest.post(&propose, &wanted).status, StatusCode::FORBIDDEN);
        assert_eq!(team.salesperson.post(&propose, &wanted).status, StatusCode::NOT_FOUND);
        team.owner.post(&propose, &wanted).says("Échéancier proposé");
        let row = team.read(|b| b.plans_of_party(party)).remove(0);
        let at = |rest: &str| format!("/accords/echeanciers/{}{rest}", row.plan.id);
        assert_eq!(team.salesperson.get(&at("")).status, StatusCode::NOT_FOUND);
        let sum = base::Cents::sum(row.plan.instalments.iter().map(|i| i.amount)).unwrap();
        assert_eq!(sum, base::Cents::sum(row.plan.invoices.iter().map(|i| i.principal)).unwrap());
        assert!(team.owner.get(&at("/accord")).text.starts_with("%PDF"), "the agreement as it is to be signed");
        team.owner.post(&propose, &wanted).says("porte déjà sur ces factures");
        team.owner.post(&at("/refuser"), &[("why", "")]).says("Dites pourquoi, en une phrase.");
        team.owner.post(&at("/decheance"), &[("why", "trop tôt")]).says("Cet échéancier n’a pas été accepté.");
        team.owner.post(&at("/retirer"), &[("why", "autre accord")]).says("Échéancier retiré");
        team.owner.get("/accords/echeanciers").says("retiré le 20 novembre 2026");
    });
}
