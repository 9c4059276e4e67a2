//! A scenario from a changed step to the agenda that follows it, and texts in the company's own words.

use crate::api::program;
use crate::browser::{Browser, OWN_PASSWORD, PASSWORD, Shown};
use crate::house::demo;
use crate::team::team;
use axum::http::StatusCode;
use serde_json::json;

fn come_in(owner: &mut Browser, role: &str) -> Browser {
    let email = format!("{role}@exemple.fr");
    let until = if role == "guest" { "2026-12-31" } else { "" };
    let fields = [("name", role), ("email", &email), ("password", PASSWORD), ("role", role), ("until", until)];
    owner.post("/reglages/utilisateurs", &fields).says("peut se connecter");
    let mut other = owner.another();
    other.log_in(&email, PASSWORD);
    other
}

/// The fields of the courteous reminder, as the shipped standard scenario has it, on another day.
fn courtesy(days: &str) -> Vec<(&'static str, String)> {
    let fields = [
        ("titre", "Rappel courtois"),
        ("quand", "apres"),
        ("canal1", "email"),
        ("canal2", "letter"),
        ("canal3", ""),
        ("role1", "accounts_payable"),
        ("role2", "buyer"),
        ("role3", "user"),
        ("ton", "courteous"),
        ("modele", "reminder-courtesy"),
        ("accord", "standing"),
        ("minimum", ""),
        ("connu", ""),
        ("age", "1"),
    ];
    let mut fields: Vec<(&str, String)> = fields.into_iter().map(|(k, v)| (k, v.to_string())).collect();
    fields.push(("jours", days.to_string()));
    fields
}

fn send(browser: &mut Browser, path: &str, fields: &[(&str, String)]) -> Shown {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    browser.post(path, &fields)
}

/// The replay's page, once it no longer runs.
fn replayed(browser: &mut Browser) -> Shown {
    for _ in 0..20_000 {
        let page = browser.get("/scenarios/standard/rejeu");
        if page.text.contains("Relances en tout") {
            return page;
        }
    }
    panic!("the replay does not end");
}

#[test]
fn a_step_is_changed_tried_replayed_and_adopted_and_the_agenda_follows() {
    demo(|mut owner| {
        owner.get("/scenarios").says("Entreprise, standard");
        let page = owner.get("/scenarios/standard");
        for words in ["J−7", "J+3", "Échéance", "mise en demeure", "attend qu’aucun litige", "manuel : vous seul"]
        {
            page.says(words);
        }
        owner.get("/scenarios/standard/rejeu").says("Il n’y a pas de brouillon");

        let saved = send(&mut owner, "/scenarios/standard/etapes/courtesy", &courtesy("25"));
        saved.says("Brouillon enregistré");
        saved.says("J+25");
        saved.says("modifiée");
        owner.get("/scenarios/standard/texte").says("after_due_days = 25");
        owner.get("/scenarios/standard/texte").says("− when = { after_due_days = 3 }");
        owner.get("/scenarios").says("brouillon en attente");

        let trial = owner.get("/scenarios/standard/essai");
        trial.says("si le brouillon était adopté");
        trial.says("Mise en demeure");
        let message = owner.get(&trial.link("/scenarios/standard/essai/"));
        message.says("si rien n’est payé d’ici là");
        message.says("Entreprise, standard");

        owner.post("/scenarios/standard/rejeu", &[]);
        let replay = replayed(&mut owner);
        replay.says("Relances en tout");
        replay.says("clients auraient vu une différence");
        replay.says("plus tard");

        let version = field(&replay, "version");
        owner.post("/scenarios/standard/adopter", &[("version", "0")]).says("Le brouillon a changé");
        owner.post("/scenarios/standard/adopter", &[("version", &version)]).says("est en vigueur");
        let page = owner.get("/scenarios/standard");
        page.says("J+25");
        assert!(!page.text.contains("Brouillon"), "the draft has served");
        owner.get("/journal?groupe=regles").says("La version 1 du scénario « Entreprise, standard » a été adoptée");
        let versions = owner.get("/scenarios/standard/versions");
        versions.says("Version 1 en vigueur");
        versions.says("Texte livré avec Quitus");

        let shipped = field(&versions, "version");
        owner.post("/scenarios/standard/versions", &[("version", &shipped)]).says("reprise en brouillon");
        owner.get("/scenarios/standard").says("J+3");
        owner.post("/scenarios/standard/abandonner", &[]).says("Brouillon abandonné.");
    });
}

/// The value of the first hidden field of that name.
fn field(page: &Shown, name: &str) -> String {
    let marked = format!("name=\"{name}\" value=\"");
    page.text.split(&marked).nth(1).unwrap().split('"').next().unwrap().to_string()
}

#[test]
fn the_agenda_of_the_day_follows_what_was_adopted() {
    demo(|mut owner| {
        let planned = |owner: &mut Browser| {
            let page = owner.get("/journal?groupe=controles");
            page.text.matches("action proposée").count() + page.text.matches("actions proposées").count()
        };
        let before = planned(&mut owner);
        send(&mut owner, "/scenarios/standard/etapes/courtesy", &courtesy("2"));
        let version = field(&owner.get("/scenarios/standard/rejeu"), "version");
        owner.post("/scenarios/standard/adopter", &[("version", &version)]).says("l’agenda du jour est refait");
        assert!(planned(&mut owner) > before, "the day was planned again, under other scenarios");
    });
}

#[test]
fn a_text_that_does_not_read_is_refused_at_its_line_and_nothing_changes() {
    demo(|mut owner| {
        let text = "name = \"standard\"\ntitle = \"x\"\nsummry = \"\"\n";
        let refused = owner.post("/scenarios/standard/texte", &[("text", text)]);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Ligne 3 :");
        refused.says("champ inconnu « summry »");
        assert!(refused.text.contains("summry = &#34;&#34;"), "what was typed is still there");
        assert!(!owner.get("/scenarios/standard").text.contains("Brouillon"));

        let shipped = domain::scenario::shipped_text("standard").unwrap();
        let unknown = shipped.replace("reminder-courtesy", "rappel-maison");
        owner.post("/scenarios/standard/texte", &[("text", &unknown)]).says("« rappel-maison » n’est pas un modèle");
        let renamed = shipped.replace("name = \"standard\"", "name = \"autre\"");
        owner.post("/scenarios/standard/texte", &[("text", &renamed)]).says("le nom d’un scénario ne change pas");
        let same = owner.post("/scenarios/standard/texte", &[("text", shipped)]);
        same.says("il n’y a plus de brouillon");
        let late = shipped.replace("title = \"Entreprise, standard\"", "title = \"Nos clients\"");
        owner.post("/scenarios/standard/texte", &[("text", &late)]).says("Nos clients");
        owner.get("/scenarios").says("Entreprise, standard");
    });
}

#[test]
fn steps_are_added_moved_and_taken_away_in_the_draft() {
    demo(|mut owner| {
        let mut fields = courtesy("4");
        fields[0].1 = "Second rappel".to_string();
        fields[1].1 = "etape".to_string();
        fields.push(("depuis", "courtesy".to_string()));
        fields.push(("apres", "courtesy".to_string()));
        send(&mut owner, "/scenarios/standard/etapes", &fields).says("Second rappel");
        owner.get("/scenarios/standard/texte").says("id = \"second-rappel\"");
        owner.post("/scenarios/standard/etapes/second-rappel/reculer", &[]).says("Brouillon enregistré");
        let text = owner.get("/scenarios/standard/texte").text;
        assert!(text.find("call-contact&#34;\ntitle").unwrap() < text.find("second-rappel&#34;\ntitle").unwrap());
        owner.post("/scenarios/standard/etapes/second-rappel/retirer", &[]).says("Brouillon enregistré");
        owner.post("/scenarios/standard/etapes/pre-due/reculer", &[]).says("ne peut pas aller plus loin");
        let mut early = courtesy("0");
        early.push(("apres", "formal-notice".to_string()));
        let refused = send(&mut owner, "/scenarios/standard/etapes", &early);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("À partir de la mise en demeure, chaque envoi est approuvé un par un");
        let rules = [
            ("titre", "Entreprise, standard"),
            ("resume", "Plus doux."),
            ("nature", "business"),
            ("priorite", "0"),
            ("retards", ""),
            ("plafond", ""),
            ("minimum", "abc"),
            ("pause", "9"),
            ("banque", "10"),
            ("grace", "3"),
        ];
        owner.post("/scenarios/standard/reglages", &rules).says("« abc » n’est pas un montant");
        let rules = rules.map(|(k, v)| (k, if k == "minimum" { "20" } else { v }));
        owner.post("/scenarios/standard/reglages", &rules).says("Brouillon enregistré");
        owner.get("/scenarios/standard").says("Au moins 9 jours entre deux contacts.");
    });
}

#[test]
fn who_may_not_write_the_policy_is_refused() {
    demo(|mut owner| {
        send(&mut owner, "/scenarios/standard/etapes/courtesy", &courtesy("25")).says("Brouillon");
        let version = field(&owner.get("/scenarios/standard/rejeu"), "version");
        for role in ["accountant", "salesperson", "guest"] {
            let mut other = come_in(&mut owner, role);
            let adopt = other.post("/scenarios/standard/adopter", &[("version", &version)]);
            assert_eq!(adopt.status, StatusCode::FORBIDDEN, "{role}");
            let text = [("langue", "fr"), ("objet", "x"), ("texte", "y")];
            assert_eq!(other.post("/modeles/reminder-firm", &text).status, StatusCode::FORBIDDEN, "{role}");
            assert_eq!(other.post("/modeles/reminder-firm/livre", &text).status, StatusCode::FORBIDDEN, "{role}");
            let may_draft = role == "accountant";
            let save = send(&mut other, "/scenarios/standard/etapes/courtesy", &courtesy("20"));
            assert_eq!(save.status == StatusCode::FORBIDDEN, !may_draft, "{role}");
            assert_eq!(other.get("/scenarios/standard/rejeu").status == StatusCode::FORBIDDEN, !may_draft, "{role}");
            assert_eq!(other.get("/scenarios/standard").status, StatusCode::OK, "{role}");
        }
        let seen = owner.get("/scenarios/standard/essai").link("/scenarios/standard/essai/");
        let mut salesperson = owner.another();
        salesperson.log_in("salesperson@exemple.fr", OWN_PASSWORD);
        assert_eq!(salesperson.get(&seen).status, StatusCode::NOT_FOUND, "another's customer");
        assert!(!salesperson.get("/scenarios/standard/essai").text.contains("/clients/pty_"));
        assert_eq!(owner.get("/scenarios/inconnu").status, StatusCode::NOT_FOUND);
        assert_eq!(owner.get("/modeles/inconnu").status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_text_of_ones_own_is_tried_kept_used_and_taken_back() {
    demo(|mut owner| {
        owner.get("/modeles").says("Relance ferme");
        let page = owner.get("/modeles/reminder-firm");
        page.says("Le texte livré est en vigueur.");
        page.says("mentions présentes");

        let typo = [("langue", "fr"), ("objet", "Relance"), ("texte", "{{ hello }}\n\nIl reste {{ totl }}.\n")];
        owner.post("/modeles/reminder-firm/apercu", &typo).says("Texte, ligne 3 :");
        let refused = owner.post("/modeles/reminder-firm", &typo);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Texte, ligne 3 :");
        owner.get("/modeles/reminder-firm").says("Le texte livré est en vigueur.");

        let bare =
            [("langue", "fr"), ("objet", "Relance"), ("texte", "{{ hello }}\n\nMerci de payer.\n\n{{ signature }}\n")];
        let proof = owner.post("/modeles/reminder-firm/apercu", &bare);
        proof.says("mentions manquantes");
        proof.says("Merci de payer.");
        assert_eq!(owner.post("/modeles/reminder-firm", &bare).status, StatusCode::UNPROCESSABLE_ENTITY);

        let shipped = documents::TemplateSet::shipped();
        let text = |part| shipped.source("reminder-firm", documents::Lang::Fr, part).unwrap().to_string();
        let (subject, body) = (text(documents::Part::Subject), text(documents::Part::Body));
        let own = body.replace("Cordialement,", "À très vite,");
        let kept = owner.post("/modeles/reminder-firm", &[("langue", "fr"), ("objet", &subject), ("texte", &own)]);
        kept.says("Votre texte est en vigueur");
        kept.says("− Cordialement,");
        kept.says("+ À très vite,");
        owner.get("/modeles").says("français : le vôtre");
        owner.get("/journal?groupe=regles").says("Le texte français du modèle « Relance ferme » a été remplacé");
        let same = owner.post("/modeles/reminder-firm", &[("langue", "fr"), ("objet", &subject), ("texte", &own)]);
        same.says("Rien n’a changé");

        let trial = owner.get("/scenarios/standard/essai");
        let links = trial.text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let firm = links.filter(|l| l.ends_with("/firm")).map(str::to_string).next().unwrap();
        owner.get(&firm).says("À très vite,");

        owner.post("/modeles/reminder-firm/livre", &[("langue", "fr")]).says("C’est de nouveau le texte livré.");
        let versions = owner.get("/modeles/reminder-firm");
        let taken_up = versions.link("/modeles/reminder-firm?langue=fr&reprise=1");
        owner.get(&taken_up).says("À très vite,");
    });
}

#[test]
fn every_text_shows_on_a_real_customer_in_each_language() {
    demo(|mut owner| {
        for name in documents::TemplateSet::names() {
            for lang in documents::TemplateSet::languages(name).unwrap() {
                let page = owner.get(&format!("/modeles/{name}?langue={}", lang.code()));
                page.says("mentions présentes");
            }
        }
        let fields = [("langue", "fr"), ("objet", "MISE EN DEMEURE"), ("texte", "Bonjour.")];
        let pdf = owner.post("/modeles/formal-notice/apercu.pdf", &fields);
        assert!(pdf.text.starts_with("%PDF"), "{}", pdf.words());
    });
}

#[test]
fn a_scenario_of_ones_own_stands_beside_the_supplied_ones_and_takes_nobody_from_them() {
    demo(|mut owner| {
        let before = owner.get("/a-faire").words();
        let copy = |owner: &mut Browser, title: &str| owner.post("/scenarios", &[("de", "standard"), ("titre", title)]);
        copy(&mut owner, " — ").says("Un titre a des lettres");
        copy(&mut owner, "Entreprise, Standard").says("Un scénario s’appelle déjà");
        let page = copy(&mut owner, "Artisans du bâtiment");
        page.says("« Artisans du bâtiment » est à vous.");
        assert_eq!(page.at, "/scenarios/artisans-du-batiment");
        page.says("Rappel courtois");
        copy(&mut owner, "Artisans du Bâtiment").says("Un scénario s’appelle déjà");
        assert_eq!(owner.get("/a-faire").words(), before);
        let list = owner.get("/scenarios").words();
        assert!(list.contains("Artisans du bâtiment") && list.contains("Entreprise, standard"), "{list}");
        owner.get("/scenarios/artisans-du-batiment/texte").says("name = \"artisans-du-batiment\"");
        let customer = owner.get("/clients").link("/clients/pty");
        let chosen = [("choice", "artisans-du-batiment")];
        owner.post(&format!("{customer}/scenario"), &chosen).says("est enregistré");
        owner.get(&customer).says("Artisans du bâtiment");
        owner.get("/journal?groupe=regles").says("Artisans du bâtiment");
        assert_eq!(owner.post("/scenarios", &[("de", "inconnu"), ("titre", "Autre")]).status, StatusCode::NOT_FOUND);
        let mut clerk = owner.colleague("accountant", "clerk@exemple.fr");
        assert_eq!(copy(&mut clerk, "Les miens").status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn a_scenario_of_ones_own_is_deleted_once_nobody_follows_it() {
    demo(|mut owner| {
        owner.post("/scenarios", &[("de", "standard"), ("titre", "Artisans du bâtiment")]).says("est à vous");
        let (at, delete) = ("/scenarios/artisans-du-batiment", "/scenarios/artisans-du-batiment/supprimer");
        let customer = owner.get("/clients").link("/clients/pty");
        let name =
            owner.get(&customer).text.split("<h1>").nth(1).unwrap().split('<').next().unwrap().trim().to_string();
        owner.post(&format!("{customer}/scenario"), &[("choice", "artisans-du-batiment")]).says("est enregistré");
        let because = [("why", "plus d’artisans")];
        let page = owner.get(at);
        page.says("Il ne peut pas être supprimé tant qu’il sert");
        assert!(page.text.contains(&name) && !page.text.contains(delete), "who follows it, and no button that refuses");
        owner.post(delete, &because).says("Des clients le suivent");
        owner.post(&format!("{customer}/scenario"), &[("choice", "")]).says("est enregistré");
        let signed = [("artisans-du-batiment/courtesy", "1")];
        owner.post("/reglages/consignes", &signed).says("Consigne");
        owner.post(delete, &because).says("La consigne permanente laisse partir ses étapes");
        owner.post("/reglages/consignes/fin", &[]);
        owner.get(at).says("Personne ne le suit");
        let mut clerk = owner.colleague("accountant", "clerk@exemple.fr");
        assert_eq!(clerk.post(delete, &because).status, StatusCode::FORBIDDEN);
        owner.post(delete, &[("why", " ")]).says("Dites pourquoi, en une phrase.");
        let list = owner.post(delete, &because);
        list.says("est supprimé");
        assert!(!list.text.contains(&format!("href=\"{at}\"")), "no longer listed");
        assert_eq!(owner.get(at).status, StatusCode::NOT_FOUND);
        owner.get("/journal?groupe=regles").says("Le scénario « artisans-du-batiment » a été supprimé");
        let again = owner.post("/scenarios", &[("de", "standard"), ("titre", "Artisans du bâtiment")]);
        again.says("a été supprimé le 20 novembre 2026");
        owner.post("/scenarios/standard/supprimer", &because).says("Un scénario livré ne se supprime pas.");
        assert!(!owner.get("/scenarios/standard").text.contains("/supprimer"), "supplied ones stay");
        owner.get("/a-faire").says("À faire");
    });
}

#[test]
fn a_text_is_tried_on_a_customer_that_is_late_as_customers_are() {
    team(|mut team| {
        let chosen = |team: &mut crate::team::Team| {
            let page = team.owner.get("/modeles/reminder-firm").text;
            let option =
                page.split("<option value=\"").skip(1).find(|o| o.split('>').next().unwrap().contains("selected"));
            base::id::PartyId::parse(option.unwrap().split('"').next().unwrap()).unwrap()
        };
        let mut program = program(&mut team.owner, &["read", "act"]);
        for party in team.customers().into_iter().take(3) {
            let hold = json!({ "customer": party.to_string(), "kind": "insolvency", "why": "jugement du 2 novembre" });
            program.post("/api/v1/holds", &party.to_string(), &hold.to_string());
        }
        let party = chosen(&mut team);
        assert!(team.customers().iter().take(3).all(|insolvent| *insolvent != party));
        assert!(team.read(|b| b.contacts(party)).iter().any(|c| c.email.is_some()));
        assert!(team.read(|b| b.open_holds(party)).iter().all(|h| h.kind != domain::facts::HoldKind::Insolvency));
    });
}
