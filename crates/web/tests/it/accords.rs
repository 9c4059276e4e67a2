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
        for words in [
            "Tout maintenant, sans intérêts ni indemnité",
            "En plusieurs fois",
            "Remise contre paiement immédiat",
            "÷ 365",
        ] {
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
        for (page, form) in [("offres", "echeancier"), ("remise?principal=1,00", "remise")] {
            let shown = team.owner.get(&format!("/clients/{party}/{page}"));
            shown.says("déjà sous échéancier");
            shown.says("dans l’échéancier proposé le 20 novembre 2026, qui attend la réponse du client");
            assert_eq!(shown.link("/accords/echeanciers/"), at(""));
            let posted = format!("method=\"post\" action=\"/clients/{party}/{form}\"");
            assert!(!shown.text.contains(&posted), "nothing is offered that is refused");
        }
        team.owner.post(&at("/refuser"), &[("why", "")]).says("Dites pourquoi, en une phrase.");
        team.owner.post(&at("/decheance"), &[("why", "trop tôt")]).says("Cet échéancier n’a pas été accepté.");
        team.owner.post(&at("/retirer"), &[("why", "autre accord")]).says("Échéancier retiré");
        team.owner.get(&format!("/clients/{party}/offres")).says("En plusieurs fois");
        team.owner.get("/accords/echeanciers").says("retiré le 20 novembre 2026");
    });
}

#[test]
fn a_waiver_above_the_limit_waits_for_the_owner() {
    team(|mut team| {
        let (party, _) = team.late();
        let keeper = team.salesperson_id.to_string();
        team.owner.post(&format!("/clients/{party}/commercial"), &[("choice", &keeper)]);
        let limits = [
            ("taux", "5"),
            ("comptable", "100"),
            ("commercial", "0,50"),
            ("chance", "60"),
            ("delai", "120"),
            ("cout", "100"),
        ];
        assert_eq!(team.salesperson.post("/reglages/negociation", &limits).status, StatusCode::FORBIDDEN);
        team.owner.post("/reglages/negociation", &limits).says("Réglages de négociation enregistrés.");
        let at = format!("/clients/{party}/remise");
        let weighed = team.salesperson.get(&format!("{at}?principal=1,00&interets=oui"));
        for words in ["Ce que disent vos livres", "Continuer :", "÷ 365", "Demander au propriétaire", "Jusqu’à 0,50 €"]
        {
            weighed.says(words);
        }
        let wish = [("principal", "1,00"), ("why", "dernier geste")];
        assert_eq!(team.guest.post(&at, &wish).status, StatusCode::FORBIDDEN);
        team.salesperson.post(&at, &wish).says("Remise demandée");
        let first = team.owner.get("/");
        first.says("Remise demandée sur 1 facture : elle attend la décision du propriétaire.");
        assert_eq!(first.link("/accords/remises"), "/accords/remises?etat=asked");
        let again = team.owner.get(&format!("{at}?principal=1,00"));
        again.says("attend déjà la réponse du propriétaire");
        assert!(!again.text.contains(&format!("method=\"post\" action=\"{at}\"")), "no button that refuses");
        let row = team.read(|b| b.waivers_of_party(party)).remove(0);
        let answer = |what: &str| format!("/accords/remises/{}/{what}", row.waiver.id);
        let because = [("why", "d’accord")];
        assert_eq!(team.salesperson.post(&answer("accorder"), &because).status, StatusCode::FORBIDDEN);
        team.owner.get("/accords/remises?etat=asked").says("dernier geste");
        let invoice = row.waiver.lines[0].invoice;
        let before = team.read(|b| b.balance(invoice)).unwrap().outstanding;
        team.owner.post(&answer("accorder"), &[("why", "")]).says("Dites pourquoi, en une phrase.");
        team.owner.post(&answer("accorder"), &because).says("Remise accordée");
        assert!(!team.owner.get("/").text.contains("Remise demandée"), "decided: no longer an alert");
        let after = team.read(|b| b.balance(invoice)).unwrap().outstanding;
        assert_eq!(before.sub(after).unwrap(), base::Cents::new(100));
        team.owner.post(&answer("refuser"), &because).says("Cette remise est déjà accordée.");
        team.owner.get(&format!("/factures/{invoice}")).says("remise accordée");
        team.owner.post(&answer("reprendre"), &[("why", "pas ce client")]).says("de nouveau dues");
        assert_eq!(team.read(|b| b.balance(invoice)).unwrap().outstanding, before);
        let small = [("principal", "0,50"), ("why", "arrondi")];
        team.salesperson.post(&at, &small).says("Remise accordée");
        team.owner.get("/accords/remises?etat=granted").says("arrondi");
        let too_much = [("principal", "99999999"), ("why", "tout")];
        team.owner.post(&at, &too_much).says("de principal sont dus");
    });
}

#[test]
fn a_due_date_is_put_off_and_the_one_before_stays_in_sight() {
    team(|mut team| {
        let (party, _) = team.late();
        let invoice = team.overdue(party);
        let at = format!("/factures/{invoice}");
        let before = team.read(|b| b.balance(invoice)).unwrap();
        let asked = [("until", "2027-01-15"), ("asked_by", "Mme Roux"), ("heard", "call"), ("why", "un mois de plus")];
        assert_eq!(team.guest.post(&format!("{at}/reporter"), &asked).status, StatusCode::FORBIDDEN);
        team.owner.post(&format!("{at}/reporter"), &asked).says("Échéance reportée au 15 janvier 2027");
        let page = team.owner.get(&at);
        page.says("reportée d’un commun accord");
        page.says("Échéance d’origine");
        page.says(&base::fr::date(before.due_on));
        page.says("Demandé par Mme Roux");
        let after = team.read(|b| b.balance(invoice)).unwrap();
        assert_eq!(after.due_on, base::Date::constant(2027, 1, 15));
        let extension = team.read(|b| b.extensions_of_invoice(invoice)).remove(0);
        assert_eq!((extension.before, extension.interest_from), (before.due_on, before.due_on));
        team.owner.post(&format!("{at}/reporter"), &asked).says("un report mène à un jour à venir");
    });
}

#[test]
fn money_of_an_assigned_invoice_is_listed_until_it_is_handed_over() {
    team(|mut team| {
        let (party, _) = team.late();
        let invoice = team.overdue(party);
        let left = team.read(|b| b.balance(invoice)).unwrap().outstanding;
        let assign = [("kind", "factored"), ("invoice", &invoice.to_string()), ("why", "Factor & Cie")];
        team.owner.post(&format!("/clients/{party}/suspendre"), &assign);
        let paid = base::fr::amount(left);
        let money = [("invoice", &*invoice.to_string()), ("amount", &paid)];
        team.owner.post(&format!("/clients/{party}/payer"), &money);
        team.owner.get("/accords/cessions").says("Factor &#38; Cie");
        let company = team.company.id;
        let scope = Scope { company, keeper: None };
        let of_it = |team: &crate::team::Team| {
            let mut kept = team.read(|b| b.assigned_money(scope, true, Cut { offset: 0, limit: 99 }));
            kept.retain(|money| money.invoice == invoice);
            kept
        };
        let kept = of_it(&team).remove(0);
        assert_eq!(kept.amount, left);
        let at = format!("/accords/cessions/{}/reverser", kept.allocation);
        assert_eq!(team.salesperson.post(&at, &[("reference", "V 1")]).status, StatusCode::FORBIDDEN);
        team.owner.post(&at, &[("reference", "")]).says("Quel virement ?");
        team.owner.post(&at, &[("reference", "V 1")]).says("reversés au cessionnaire");
        team.owner.post(&at, &[("reference", "V 1")]).says("sont déjà reversés");
        assert!(of_it(&team).is_empty());
    });
}
