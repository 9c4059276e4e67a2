//! What customers answer, in the browser and for programs: recorded on what it answers, read before the calls, handled as a
//! call would be, and whom it is shown to.

use crate::api::program;
use crate::browser::{Browser, Shown};
use crate::disputes::send;
use crate::house::{TODAY, grounds};
use crate::team::{Team, team};
use app::ports::replies::ReplyList;
use app::ports::screens::{Cut, Scope};
use app::records::{ReplyMeant, ReplyRow};
use axum::http::StatusCode;
use base::add_days;
use base::id::PartyId;
use domain::facts::{ActState, HoldKind};
use serde_json::json;

const ALL: Cut = Cut { offset: 0, limit: 100 };

/// A message by which somebody answers what was sent under that identifier.
fn message(answers: &str, words: &str) -> Vec<u8> {
    let text = format!(
        "From: =?utf-8?q?L=C3=A9a?= <lea@client.example>\r\nDate: Mon, 16 Nov 2026 09:00:00 +0100\r\nSubject: Re: relance\r\n\
         In-Reply-To: <{answers}>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n"
    );
    text.into_bytes()
}

/// Those of the test: the company of demonstration has its own, of the day before.
fn replies(team: &Team) -> Vec<ReplyRow> {
    let scope = Scope { company: team.company.id, keeper: None };
    let mut all = team.read(|b| b.reply_rows(scope, ReplyList::All, ALL));
    all.retain(|row| row.reply.noted_on == TODAY);
    all
}

/// A salesperson's own customer, and another one.
fn two_customers(team: &mut Team) -> (PartyId, PartyId) {
    let (own, _) = team.late();
    let keeper = team.salesperson_id.to_string();
    team.owner.post(&format!("/clients/{own}/commercial"), &[("choice", &keeper)]).says("est enregistré");
    (own, team.customers().into_iter().find(|party| *party != own).unwrap())
}

fn pasted(browser: &mut Browser, party: PartyId, words: &str) -> Shown {
    let party = party.to_string();
    send(browser, "/reponses", &[("client", party.as_str()), ("texte", words)], None)
}

#[test]
fn a_pasted_answer_is_read_before_the_calls_and_becomes_a_promise() {
    team(|mut team| {
        let (party, invoices) = team.late();
        team.owner.get(&format!("/clients/{party}")).says("Le client a répondu ?");
        let page = pasted(
            &mut team.owner,
            party,
            "Bonjour,\nnous payons <b>vendredi</b>.\n\nLe 3 mars 2026, X a écrit :\n> F-1",
        );
        for words in [
            "Réponse enregistrée",
            "à lire",
            "Les relances attendent ; elles reprennent le",
            "Message cité",
            "Les factures dont il parle",
        ] {
            page.says(words);
        }
        assert!(!page.text.contains("<b>vendredi</b>"), "what a customer writes is text");
        let list = team.owner.get("/a-faire?onglet=reponses");
        list.says("Les clients ont répondu");
        let (row, calls) = (list.text.find("nous payons"), list.text.find("attendent leur résultat"));
        assert!(row.is_some() && calls.is_none_or(|calls| row < Some(calls)), "{}", list.words());
        team.owner.get("/silences?raison=reply_unread").says("réponse");
        team.owner.get(&format!("/clients/{party}?filtre=reponses")).says("nous payons");

        let at = list.link("/reponses/rpl_");
        team.owner.get(&format!("/a-faire/{party}")).says("Le client a répondu « nous payons");
        team.owner.post(&format!("{at}/traiter"), &[("note", "")]).says("Aucun résultat n’est coché");
        let day = add_days(TODAY, 5).unwrap().to_string();
        let invoice = invoices[0].to_string();
        let fields =
            [("resultat", "promesse"), ("le-promesse", day.as_str()), ("facture", invoice.as_str()), ("note", "")];
        team.owner.post(&format!("{at}/traiter"), &fields).says("promesse notée pour le");
        let held = team.read(|b| b.open_holds(party));
        assert!(held.iter().any(|h| h.kind == HoldKind::Promise && h.invoice == Some(invoices[0])));
        assert!(
            held.iter().all(|h| h.kind != HoldKind::Promise || h.invoice == Some(invoices[0])),
            "of what was ticked"
        );
        assert_eq!(replies(&team)[0].handled.as_ref().unwrap().meaning, Some(ReplyMeant::Promise));
        team.owner.get(&at).says("Traitée : promesse de paiement");
        team.owner.post(&format!("{at}/traiter"), &fields).says("a déjà été traitée");
        team.owner.get(&format!("/clients/{party}")).says("promesse de paiement, traitée le");
    });
}

#[test]
fn a_message_dropped_among_the_answers_finds_what_it_answers() {
    team(|mut team| {
        let states = [ActState::HandedOver, ActState::Delivered];
        let sent = team.read(|b| b.acts_in_state(team.company.id, &states, 500));
        let act = sent.into_iter().find(|r| r.act.message_id.is_some()).expect("a mail that left").act;
        let message_id = act.message_id.clone().unwrap();
        let bytes = message(message_id.trim_matches(['<', '>']), "C’est une erreur de destinataire.");
        let page = send(&mut team.owner, "/reponses", &[], Some(("re.eml", &bytes)));
        for words in ["Réponse enregistrée", "Léa", "lea@client.example", "erreur de destinataire", &act.step_title]
        {
            page.says(words);
        }
        let row = replies(&team).remove(0);
        assert_eq!((row.reply.act, row.reply.party), (Some(act.id), act.party));
        let at = format!("/reponses/{}", row.reply.id);
        assert_eq!(team.owner.get(&format!("{at}/fichier")).text.as_bytes(), bytes, "byte for byte");
        send(&mut team.owner, "/reponses", &[], Some(("copie.eml", &bytes))).says("déjà enregistré");
        assert_eq!(replies(&team).len(), 1);
        team.owner.get(&format!("/actes/{}", act.id)).says("erreur de destinataire");

        let fields =
            [("resultat", "interlocuteur"), ("personne-nom", "Zoé Bon"), ("personne-email", "zoe@client.example")];
        team.owner.post(&format!("{at}/traiter"), &fields).says("l’interlocuteur est à changer");
        let contacts = team.read(|b| b.contacts(act.party));
        assert!(contacts.iter().any(|c| c.email.as_deref() == Some("zoe@client.example")));
        team.owner.post(&format!("{at}/retirer"), &[("motif", "essai")]).says("réponse retirée");
        team.owner.get(&at).says("Retirée");
    });
}

#[test]
fn what_is_no_answer_is_refused_with_what_to_do() {
    team(|mut team| {
        let (party, _) = team.late();
        pasted(&mut team.owner, party, "  ").says("Il manque ce que le client a répondu.");
        send(&mut team.owner, "/reponses", &[], Some(("x.eml", b"\x00\x01"))).says("n’est pas un e-mail lisible");
        let stranger = message("inconnu@ailleurs.example", "Bonjour");
        send(&mut team.owner, "/reponses", &[], Some(("x.eml", &stranger))).says("n’est l’adresse d’aucun contact");
        assert!(replies(&team).is_empty(), "nothing landed");
    });
}

#[test]
fn a_guest_reads_and_a_salesperson_knows_own_customers_only() {
    team(|mut team| {
        let (party, _) = team.late();
        pasted(&mut team.owner, party, "Je paie demain.");
        let at = format!("/reponses/{}", replies(&team)[0].reply.id);
        team.guest.get(&at).says("Je paie demain.");
        assert!(!team.guest.get(&at).text.contains("/traiter"), "nothing to press");
        let done = [("resultat", "autre"), ("note", "lu")];
        assert_eq!(team.guest.post(&format!("{at}/traiter"), &done).status, StatusCode::FORBIDDEN);
        assert_eq!(pasted(&mut team.guest, party, "Non").status, StatusCode::FORBIDDEN);
        assert_eq!(team.salesperson.get(&at).status, StatusCode::NOT_FOUND);
        assert_eq!(team.salesperson.post(&format!("{at}/traiter"), &done).status, StatusCode::NOT_FOUND);
        assert_eq!(team.salesperson.post(&format!("{at}/retirer"), &[("motif", "x")]).status, StatusCode::NOT_FOUND);
        assert!(!team.salesperson.get("/a-faire?onglet=reponses").text.contains("Je paie demain"));
        assert!(!pasted(&mut team.salesperson, party, "Oui").text.contains("Réponse enregistrée"));
        assert_eq!(replies(&team).len(), 1);
    });
}

#[test]
fn a_salesperson_reads_and_handles_the_answer_of_an_own_customer() {
    team(|mut team| {
        let (own, other) = two_customers(&mut team);
        pasted(&mut team.salesperson, own, "Je paie demain.").says("Réponse enregistrée");
        pasted(&mut team.owner, other, "Je ne paie pas.").says("Réponse enregistrée");
        let of = |party| replies(&team).into_iter().find(|r| r.reply.party == party).unwrap().reply.id;
        let (own_at, other_at) = (format!("/reponses/{}", of(own)), format!("/reponses/{}", of(other)));
        team.salesperson.get(&own_at).says("Je paie demain.");
        let list = team.salesperson.get("/a-faire?onglet=reponses");
        list.says("Je paie demain.");
        assert!(!list.text.contains("Je ne paie pas"));
        for at in ["", "/fichier"] {
            assert_eq!(team.salesperson.get(&format!("{other_at}{at}")).status, StatusCode::NOT_FOUND);
        }
        let done = [("resultat", "autre"), ("note", "lu au téléphone")];
        assert_eq!(team.salesperson.post(&format!("{other_at}/traiter"), &done).status, StatusCode::NOT_FOUND);
        team.salesperson.post(&format!("{own_at}/traiter"), &done);
        team.owner.get(&own_at).says("Traitée : lue, sans autre suite");
        team.owner.get(&other_at).says("à lire");
    });
}

#[test]
fn words_pasted_twice_lead_to_the_one_that_was_kept() {
    team(|mut team| {
        let (party, _) = team.late();
        pasted(&mut team.owner, party, "Je paie demain.").says("Réponse enregistrée");
        pasted(&mut team.owner, party, "Je paie demain.").says("déjà enregistré");
        assert_eq!(replies(&team).len(), 1);
    });
}

#[test]
fn a_program_records_lists_and_handles() {
    grounds(|_, mut owner| {
        let mut program = program(&mut owner, &["read", "act"]);
        let customers = program.get("/api/v1/customers").1;
        let customer = customers["items"][0]["id"].as_str().unwrap().to_string();
        let given = json!({ "customer": customer, "text": "Nous avons payé hier.", "from": "Léa" });
        let (status, made) = program.post("/api/v1/replies", "rep-1", &given.to_string());
        assert_eq!((status, &made["already_known"]), (StatusCode::OK, &json!(false)), "{made}");
        assert_eq!(program.post("/api/v1/replies", "rep-1", &given.to_string()).1, made, "once");
        let list = program.get("/api/v1/replies").1;
        assert_eq!(list["items"].as_array().unwrap().len(), 1);
        assert_eq!((&list["items"][0]["state"], &list["items"][0]["from"]), (&json!("waiting"), &json!("Léa")));
        let at = format!("/api/v1/replies/{}", made["id"].as_str().unwrap());
        let no_note = program.post(&format!("{at}/handling"), "rep-2", r#"{ "meaning": "other" }"#);
        assert_eq!(no_note.0, StatusCode::UNPROCESSABLE_ENTITY);
        let done = program.post(&format!("{at}/handling"), "rep-3", r#"{ "meaning": "other", "note": "vérifié" }"#);
        assert_eq!(done.0, StatusCode::OK, "{}", done.1);
        let one = program.get(&at).1;
        assert_eq!((&one["state"], &one["handled"]["note"]), (&json!("handled"), &json!("vérifié")));
        assert_eq!(program.get("/api/v1/replies").1["items"], json!([]));
    });
}
