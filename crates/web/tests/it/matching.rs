//! Credits to sort in the browser and by program: what is proposed with its reasons, one word that accepts, splits, sets aside,
//! and the way back from each.

use crate::api::program;
use crate::browser::{Browser, Shown};
use crate::house::{Ground, work};
use crate::intake::drop_files;
use crate::office::{GARAGE, HOTEL};
use app::records::BankLineRecord;
use axum::http::StatusCode;
use base::{Cents, Date};
use serde_json::json;

const STATEMENT: &str = "Date;Date de valeur;Débit;Crédit;Libellé;Solde\n\
    17/11/2026;17/11/2026;;100,00;DGFIP REMBOURSEMENT TVA;1 100,00\n\
    18/11/2026;18/11/2026;;750,00;VIR GARAGE DU PORT;1 850,00\n\
    19/11/2026;19/11/2026;;5 000,00;VIR HOTEL DES QUAIS ACOMPTE;6 850,00\n";

fn import(browser: &mut Browser) {
    let seen = drop_files(browser, "/importer", &[("releve.csv", STATEMENT)]);
    let job = seen.at.split('?').next().unwrap().to_string();
    browser.post(&format!("{job}/confirmer"), &[]);
}

fn line(ground: &Ground, cents: i64) -> BankLineRecord {
    let lines = ground.read(|books| Ok(books.credits(ground.company().id, Date::constant(2026, 1, 1))?));
    lines.into_iter().find(|l| l.amount == Cents::new(cents)).unwrap()
}

/// What a hidden field of a page holds.
fn hidden(page: &Shown, name: &str) -> String {
    let rest = page.text.split(&format!("name=\"{name}\" value=\"")).nth(1);
    rest.and_then(|r| r.split('"').next()).unwrap_or_else(|| panic!("no field {name}: {}", page.words())).to_string()
}

fn left(ground: &Ground, number: &str) -> Cents {
    ground.read(|books| {
        let invoice = books.invoices_by_number(ground.company().id, number)?.remove(0);
        Ok(books.balance(invoice.id)?.unwrap().outstanding)
    })
}

#[test]
fn a_credit_is_accepted_with_what_it_pays_and_taken_back() {
    work(|mut browser, ground| {
        browser.get("/banque").says("Aucun relevé n’a été importé.");
        import(&mut browser);
        let page = browser.get("/banque");
        page.says("Paiements connus jusqu’au 19 novembre 2026.");
        page.says("certain");
        page.says("F-2026-21 300,00 €");
        page.says("C’est la somme de 2 factures");
        page.says("Aucun autre choix d’au plus trois de ses 2 factures ouvertes ne fait ce montant");
        page.says("Le nom est celui de ce client");
        let garage = line(&ground, 75_000);
        let shown = browser.get(&format!("/banque/{}", garage.id));
        shown.says("Ce qu’il peut payer");
        let seen = hidden(&shown, "vu");
        let done = browser.post(&format!("/banque/{}/accepter", garage.id), &[("rang", "0"), ("vu", &seen)]);
        done.says("750,00 € Garage du Port : imputé sur F-2026-21, F-2026-22.");
        assert_eq!([left(&ground, "F-2026-21"), left(&ground, "F-2026-22")], [Cents::ZERO; 2]);
        browser.get("/a-faire").says("Boulangerie Martin");
        assert!(!browser.get("/a-faire").words().contains(GARAGE), "who has paid is no longer chased");
        // What was accepted in another window is refused, and told.
        browser.post(&format!("/banque/{}/accepter", garage.id), &[("rang", "0"), ("vu", &seen)]).says("a changé");
        browser.get("/banque?onglet=rapproches").says("F-2026-22 450,00 €");
        let line_page = browser.get(&format!("/banque/{}", garage.id));
        line_page.says("Ce virement est trié");
        browser.post(&format!("/banque/{}/reprendre", garage.id), &[("motif", "")]).says("Une décision se justifie.");
        let back = browser.post(&format!("/banque/{}/reprendre", garage.id), &[("motif", "erreur de client")]);
        back.says("De nouveau à payer : F-2026-21, F-2026-22.");
        assert_eq!(left(&ground, "F-2026-22"), Cents::new(45_000));
        browser.get("/banque").says("Vous avez repris ce virement");
        browser.get("/journal").says("erreur de client");
    });
}

#[test]
fn a_credit_is_split_by_hand_set_aside_or_said_to_be_another_s() {
    work(|mut browser, ground| {
        import(&mut browser);
        let hotel = line(&ground, 500_000);
        let page = browser.get(&format!("/banque/{}", hotel.id));
        page.says("Un paiement partiel qui ne dit pas de quelle facture");
        page.says("Une partie de F-2026-31");
        let party = hidden(&page, "client");
        let at = format!("/banque/{}", hotel.id);
        let field = page.text.split("name=\"facture-").nth(1).unwrap().split('"').next().unwrap().to_string();
        let typed = |amount: &str| {
            vec![("client".to_string(), party.clone()), (format!("facture-{field}"), amount.to_string())]
        };
        let post = |browser: &mut Browser, fields: Vec<(String, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            browser.post(&format!("{at}/repartir"), &fields)
        };
        post(&mut browser, typed("beaucoup")).says("n’est pas un montant");
        post(&mut browser, typed("9 000,00")).says("ne peut pas être imputé");
        post(&mut browser, typed("4 900,00")).says("5 000,00 € répartis sur 1 facture ; 100,00 € gardés en avance.");
        assert_eq!(left(&ground, "F-2026-31"), Cents::new(310_000));
        let tax = line(&ground, 10_000);
        browser.get(&format!("/banque/{}?q=hotel", tax.id)).says(HOTEL);
        browser.post(&format!("/banque/{}/ecarter", tax.id), &[("motif", "TVA de mars")]).says("100,00 € écartés");
        browser.get("/banque?onglet=ecartes").says("TVA de mars");
        let garage = line(&ground, 75_000);
        let shown = browser.get(&format!("/banque/{}", garage.id));
        let fields = [("client", &*hidden(&shown, "client")), ("motif", "un autre garage")];
        let noted = browser.post(&format!("/banque/{}/pas-de-lui", garage.id), &fields);
        noted.says("Noté : ce virement n’est pas de ce client.");
        assert!(!noted.text.contains("/accepter"), "nothing else fits: {}", noted.words());
    });
}

#[test]
fn only_who_keeps_the_books_sorts_the_account() {
    work(|mut browser, ground| {
        import(&mut browser);
        let garage = line(&ground, 75_000);
        let mut seller = browser.colleague("salesperson", "paul@exemple.fr");
        assert_eq!(seller.get("/banque").status, StatusCode::FORBIDDEN);
        let mut guest = browser.colleague("guest", "zoe@exemple.fr");
        let page = guest.get("/banque");
        assert!(page.status == StatusCode::OK && !page.text.contains("/accepter"), "{}", page.words());
        let refused = guest.post(&format!("/banque/{}/accepter", garage.id), &[("rang", "0")]);
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert_eq!(browser.get("/banque/bnk_inconnu").status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_program_reads_the_credits_and_says_what_they_pay() {
    work(|mut browser, ground| {
        import(&mut browser);
        let mut program = program(&mut browser, &["read", "act"]);
        let (status, page) = program.get("/api/v1/bank/lines");
        assert_eq!(status, StatusCode::OK, "{page}");
        let items = page["items"].as_array().unwrap();
        let garage = items.iter().find(|i| i["amount_cents"] == 75_000).unwrap();
        assert_eq!((&garage["decision"], &garage["choices"][0]["customer"]), (&json!("auto"), &json!(GARAGE)));
        let at = format!("/api/v1/bank/lines/{}", garage["id"].as_str().unwrap());
        let (status, done) = program.post(&format!("{at}/match"), "k1", r#"{"choice":0}"#);
        assert_eq!((status, &done["on_account_cents"]), (StatusCode::OK, &json!(0)), "{done}");
        let (_, page) = program.get("/api/v1/bank/lines?state=matched");
        assert_eq!(
            page["items"][0]["paid"][1],
            json!({ "invoice": page["items"][0]["paid"][1]["invoice"], "number": "F-2026-22", "cents": 45_000 })
        );
        let (status, _) = program.post(&format!("{at}/unmatch"), "k2", r#"{"why":"essai"}"#);
        assert_eq!((status, left(&ground, "F-2026-21")), (StatusCode::OK, Cents::new(30_000)));
        let invoice = garage["choices"][0]["parts"][0]["invoice"].as_str().unwrap();
        let body = json!({ "parts": [{ "invoice": invoice, "cents": 100 }] }).to_string();
        let (status, done) = program.post(&format!("{at}/match"), "k3", &body);
        assert_eq!((status, &done["on_account_cents"]), (StatusCode::OK, &json!(74_900)), "{done}");
        let tax = items.iter().find(|i| i["amount_cents"] == 10_000).unwrap()["id"].as_str().unwrap();
        let (status, _) = program.post(&format!("/api/v1/bank/lines/{tax}/set-aside"), "k4", r#"{"why":"TVA"}"#);
        assert_eq!(status, StatusCode::OK);
        let (status, _) = program.post("/api/v1/bank/lines/bnk_x/set-aside", "k5", r#"{"why":"TVA"}"#);
        assert_eq!(status, StatusCode::NOT_FOUND);
    });
}

const EARLY: &str = "OFXHEADER:100\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>30006<BRANCHID>00001\
    <ACCTID>12345678901</BANKACCTFROM><BANKTRANLIST><DTSTART>20261110<DTEND>20261116<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261116\
    <TRNAMT>750.00<FITID>1<NAME>VIR GARAGE DU PORT</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n";
const LATE: &str = "Compte;30006 00001 12345678901 89\n\nDate;Date de valeur;Débit;Crédit;Libellé;Solde\n\
    18/11/2026;18/11/2026;;750,00;VIR GARAGE DU PORT;1 850,00\n";

/// Two files of two kinds that do not cover one another's days: a person says whether the customer paid once or twice.
fn told_twice(browser: &mut Browser, ground: &Ground) -> BankLineRecord {
    for (name, text) in [("site.ofx", EARLY), ("releve.csv", LATE)] {
        let seen = drop_files(browser, "/importer", &[(name, text)]);
        let job = seen.at.split('?').next().unwrap().to_string();
        browser.post(&format!("{job}/confirmer"), &[]);
    }
    let lines = ground.read(|books| Ok(books.credits(ground.company().id, Date::constant(2026, 1, 1))?));
    assert_eq!(lines.len(), 2, "{lines:#?}");
    let asked = |l: &&BankLineRecord| ground.read(|books| Ok(books.echo(l.id)?)).is_some();
    lines.iter().find(asked).cloned().unwrap()
}

#[test]
fn a_person_says_whether_a_line_is_told_twice() {
    work(|mut browser, ground| {
        let line = told_twice(&mut browser, &ground);
        let list = browser.get("/banque");
        list.says("C’est peut-être l’opération du 16 novembre 2026, dite une seconde fois par un autre relevé");
        let at = format!("/banque/{}", line.id);
        let page = browser.get(&at);
        page.says("Est-ce la même opération ?");
        page.says("FR7630006000011234567890189");
        assert_eq!(browser.post(&format!("{at}/meme"), &[("meme", "oui,non")]).status, StatusCode::NOT_FOUND);
        let done = browser.post(&format!("{at}/meme"), &[("meme", "oui"), ("motif", "un seul virement à la banque")]);
        done.says("750,00 € : la même opération que celle du");
        browser.get("/banque?onglet=ecartes").says("un seul virement à la banque");
        browser.get(&at).says("La même opération, dite par un autre relevé");
        browser.get("/journal").says("dit une seconde fois une autre opération");
        browser.post(&format!("{at}/reprendre"), &[("motif", "deux virements")]).says("Ce virement attend de nouveau.");
        let page = browser.get("/banque");
        assert!(!page.words().contains("peut-être l’opération"), "{}", page.words());
    });
}

#[test]
fn a_program_says_whether_a_line_is_told_twice() {
    work(|mut browser, ground| {
        let line = told_twice(&mut browser, &ground);
        let mut program = program(&mut browser, &["read", "act"]);
        let (_, page) = program.get("/api/v1/bank/lines");
        let item = page["items"].as_array().unwrap().iter().find(|i| i["id"] == line.id.to_string()).unwrap();
        assert_eq!((&item["decision"], item["told_before"].is_string()), (&json!("ask"), true), "{item}");
        let at = format!("/api/v1/bank/lines/{}/told-again", line.id);
        let (status, said) = program.post(&at, "t1", r#"{"same":false,"why":"deux virements"}"#);
        assert_eq!((status, &said["original"]), (StatusCode::OK, &item["told_before"]), "{said}");
        let (status, _) = program.post(&at, "t2", r#"{"same":false,"why":"deux virements"}"#);
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

const DISCOUNTED: &str = "Date;Date de valeur;Débit;Crédit;Libellé;Solde\n\
    18/11/2026;18/11/2026;;291,00;VIR GARAGE DU PORT F-2026-21 ESCOMPTE 3%;1 291,00\n";

/// A rest is silent, in its list, until a person says what becomes of it; a program may say it too.
#[test]
fn what_a_discount_leaves_open_waits_for_a_person() {
    work(|mut browser, ground| {
        browser.get("/banque?onglet=restes").says("Aucun reste à trancher");
        let seen = drop_files(&mut browser, "/importer", &[("releve.csv", DISCOUNTED)]);
        let job = seen.at.split('?').next().unwrap().to_string();
        browser.post(&format!("{job}/confirmer"), &[]);
        let credit = line(&ground, 29_100);
        browser.post(&format!("/banque/{}/accepter", credit.id), &[("rang", "0")]).says("F-2026-21");
        let page = browser.get("/banque?onglet=restes");
        for words in ["F-2026-21", GARAGE, "9,00 €", "escompte accordé", "frais à notre charge", "reste dû"] {
            page.says(words);
        }
        let invoice = ground.read(|b| Ok(b.invoices_by_number(ground.company().id, "F-2026-21")?.remove(0)));
        browser.get(&format!("/factures/{}", invoice.id)).says("reste à trancher (9,00 €)");
        let mut program = program(&mut browser, &["read", "act", "manage"]);
        let (_, rests) = program.get("/api/v1/bank/remainders");
        assert_eq!((&rests["items"][0]["left_cents"], &rests["items"][0]["guess"]), (&json!(900), &json!("escompte")));
        let at = format!("/banque/restes/{}", invoice.id);
        browser.post(&at, &[("sort", "discount"), ("motif", "")]).says("Une décision se justifie.");
        let mut guest = browser.colleague("guest", "zoe@exemple.fr");
        assert_eq!(guest.post(&at, &[("sort", "due"), ("motif", "x")]).status, StatusCode::FORBIDDEN);
        // Above the limit of whoever decides: what was chosen is shown, and not asked for again.
        let mut accountant = browser.colleague("accountant", "aline@exemple.fr");
        accountant.post(&at, &[("sort", "fees"), ("motif", "la banque les a pris")]);
        let waits = accountant.get("/banque?onglet=restes");
        waits.says("frais à notre charge : la banque les a pris");
        waits.says("Attend la réponse du propriétaire");
        assert!(!waits.text.contains(&format!("action=\"{at}\"")), "nothing is offered that is refused");
        let asked = ground.read(|b| Ok(b.waivers_of_party(invoice.party)?.remove(0).waiver.id));
        browser.post(&format!("/accords/remises/{asked}/refuser"), &[("why", "c’est un escompte")]);
        let done = browser.post(&at, &[("sort", "discount"), ("motif", "convenu au devis")]);
        done.says("Reste de F-2026-21 : il n’est plus demandé.");
        assert_eq!(left(&ground, "F-2026-21"), Cents::ZERO);
        let api = format!("/api/v1/bank/remainders/{}", invoice.id);
        let (status, _) = program.post(&api, "k1", r#"{"fate":"due","why":"trop tard"}"#);
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        // Taken back, the whole invoice is owed but what was given up, and nothing of it waits as a rest.
        browser.post(&format!("/banque/{}/reprendre", credit.id), &[("motif", "erreur")]);
        assert_eq!(left(&ground, "F-2026-21"), Cents::new(29_100));
        browser.get("/banque?onglet=restes").says("Aucun reste à trancher");
    });
}
