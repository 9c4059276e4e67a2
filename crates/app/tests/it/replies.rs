//! What a customer answers: found again on its act, held in front of the next reminder, handled as a call would be.

use crate::ground::{Office, TODAY, address, day_after, id};
use crate::receiver::{Way, in_outbox};
use app::AppError;
use app::disputes::NewFile;
use app::outcomes::Outcome;
use app::ports::replies::ReplyList;
use app::ports::screens::{Cut, Scope};
use app::records::{ActRow, ReplyMeant, ReplyRow};
use app::replies::{Handling, Meaning, NewReply, Recorded, handle, record, waiting, withdraw};
use base::id::{PartyId, ReplyId, UserId};
use base::{Date, Timestamp};
use domain::facts::{ActState, DecisionKind, Guard};
use outreach::MimeReader;
use store::SqlStore;
use testkit::Folder;

fn at_office(body: impl Fn(&Office<'_>)) {
    testkit::both(|url| {
        let store = SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap();
        body(&Office::found(&store, false));
    });
}

fn scope(office: &Office<'_>) -> Scope {
    Scope { company: office.company().id, keeper: None }
}

/// The reminders of the morning have left: the act of each customer, in order.
fn sent(office: &Office<'_>) -> Vec<ActRow> {
    let folder = Folder::new();
    office.morning(TODAY, &*Way::Outbox(folder.path().into()).carrier());
    assert_eq!(in_outbox(folder.path()).len(), 2);
    let mut acts = office.acts();
    acts.sort_by_key(|row| row.act.party);
    acts
}

fn eml(from: &str, answers: &str, words: &str) -> NewFile {
    let text = format!(
        "From: {from}\r\nDate: Tue, 10 Mar 2026 11:02:00 +0100\r\nSubject: Re: votre relance\r\nIn-Reply-To: {answers}\r\n\r\n{words}\r\n"
    );
    NewFile { name: "C:\\Mes messages\\reponse.eml".to_string(), bytes: text.into_bytes() }
}

fn give(office: &Office<'_>, on: Date, new: &NewReply) -> Result<Recorded, AppError> {
    record(&office.on(on), &office.company(), scope(office), &MimeReader, new)
}

fn typed(party: u64, text: &str) -> NewReply {
    NewReply { party: Some(id(party)), text: text.to_string(), ..NewReply::default() }
}

fn refused<T: std::fmt::Debug>(result: Result<T, AppError>) -> String {
    match result {
        Err(AppError::Refused { what, .. }) => what,
        other => panic!("{other:?}"),
    }
}

fn row(office: &Office<'_>, id: ReplyId) -> ReplyRow {
    office.on(TODAY).read(|books| Ok(books.reply(id)?)).unwrap().unwrap()
}

fn handling(outcome: Outcome, note: &str) -> Handling {
    Handling { meaning: Meaning::Heard(outcome), invoices: Vec::new(), note: note.to_string() }
}

#[test]
fn a_message_finds_its_act_and_is_recorded_once_with_its_bytes() {
    at_office(|office| {
        let acts = sent(office);
        let message_id = acts[1].act.message_id.clone().unwrap();
        let file = eml("Léa <lea@ailleurs.example>", &message_id, "Je paie vendredi.");
        let new = NewReply { file: Some(file.clone()), ..NewReply::default() };
        let Recorded::New { id: reply, party } = give(office, TODAY, &new).unwrap() else { panic!("new") };
        assert_eq!(party, id::<base::id::PartyKind>(2), "found by what it answers, though nobody knows that address");
        let row = row(office, reply);
        assert_eq!(row.reply.act, Some(acts[1].act.id));
        assert_eq!((row.sender.as_str(), row.subject.as_str()), ("Léa <lea@ailleurs.example>", "Re: votre relance"));
        assert_eq!((row.text.as_str(), row.reply.received_on), ("Je paie vendredi.", TODAY));
        assert_eq!(row.reply.file.as_ref().unwrap().name, "reponse.eml");
        let bytes = office.on(TODAY).read(|books| Ok(books.reply_file(reply)?)).unwrap();
        assert_eq!(bytes, Some(file.bytes));

        let again = give(office, day_after(1), &new).unwrap();
        assert_eq!(again, Recorded::Known { id: reply, party: id(2) }, "told, not recorded twice");
        let journal = office.journal_kinds();
        assert_eq!(journal.iter().filter(|kind| *kind == "reply_recorded").count(), 1);
        // Withdrawn, the same message may be recorded again.
        withdraw(&office.on(TODAY), &office.company(), reply, "mauvais client").unwrap();
        assert!(matches!(give(office, TODAY, &new).unwrap(), Recorded::New { .. }));
        office.verify();
    });
}

#[test]
fn words_pasted_twice_are_recorded_once() {
    at_office(|office| {
        let acts = sent(office);
        let from = "Léa".to_string();
        let new = NewReply { act: Some(acts[0].act.id), from, ..typed(1, "Je paie vendredi.\r\nBien à vous") };
        let first = give(office, TODAY, &new).unwrap().id();
        let known = Recorded::Known { id: first, party: id(1) };
        assert_eq!(give(office, TODAY, &new).unwrap(), known, "a double click");
        let of_customer = NewReply { act: None, ..new.clone() };
        assert_eq!(give(office, TODAY, &of_customer).unwrap(), known, "on the page of the customer");
        let long = typed(2, &"Je paie. ".repeat(300));
        let kept = give(office, TODAY, &long).unwrap().id();
        assert_eq!(give(office, TODAY, &long).unwrap().id(), kept);
        let new_ones = [
            NewReply { received_on: Some(day_after(-1)), ..new.clone() },
            NewReply { from: "Paul".to_string(), ..new.clone() },
            NewReply { subject: "Facture F-2".to_string(), ..new.clone() },
            NewReply { text: "Je paie lundi.".to_string(), ..new.clone() },
            NewReply { party: Some(id(2)), act: Some(acts[1].act.id), ..new.clone() },
            typed(2, &format!("{}Ou non.", "Je paie. ".repeat(300))),
        ];
        for other in &new_ones {
            assert!(matches!(give(office, TODAY, other).unwrap(), Recorded::New { .. }), "{other:?}");
        }
        // Once read, the same words are said again; so are those of one withdrawn.
        handle(&office.on(TODAY), &office.company(), first, &handling(Outcome::Other, "lue")).unwrap();
        let second = give(office, TODAY, &new).unwrap().id();
        assert_ne!(second, first);
        withdraw(&office.on(TODAY), &office.company(), second, "double").unwrap();
        assert!(matches!(give(office, TODAY, &new).unwrap(), Recorded::New { .. }));
        office.verify();
    });
}

#[test]
fn without_a_reference_the_address_of_a_contact_says_whose_it_is() {
    at_office(|office| {
        let from = address(1).to_uppercase();
        let new = NewReply { file: Some(eml(&from, "<autre@client.fr>", "Bonjour")), ..NewReply::default() };
        let found = give(office, TODAY, &new).unwrap();
        assert_eq!(found.party(), id::<base::id::PartyKind>(1));
        assert_eq!(row(office, found.id()).reply.act, None);
        let stranger = NewReply { file: Some(eml("x@nulle-part.example", "", "Bonjour")), ..NewReply::default() };
        assert!(refused(give(office, TODAY, &stranger)).contains("n’est l’adresse d’aucun contact"));
        let keeper: UserId = id(99);
        let others = Scope { keeper: Some(keeper), ..scope(office) };
        let hidden = record(&office.on(TODAY), &office.company(), others, &MimeReader, &typed(1, "Bonjour"));
        assert!(matches!(hidden, Err(AppError::NotFound(_))), "a salesperson only knows own customers");
    });
}

#[test]
fn what_cannot_be_an_answer_is_refused_and_nothing_lands() {
    at_office(|office| {
        let acts = sent(office);
        let file = |name: &str, bytes: &[u8]| NewFile { name: name.to_string(), bytes: bytes.to_vec() };
        let with = |file: NewFile| NewReply { party: Some(id(1)), file: Some(file), ..NewReply::default() };
        let too_large = file("gros.eml", &vec![b'a'; 20 * 1024 * 1024 + 1]);
        for (new, why) in [
            (typed(1, " "), "Il manque ce que le client a répondu"),
            (with(file("a.eml", b"pas un message")), "n’est pas un e-mail lisible"),
            (with(file("a.pdf", b"%PDF-1.7")), "n’est pas un e-mail lisible"),
            (with(file("a.msg", &[0xD0, 0xCF, 0x11, 0xE0, 1])), "Outlook"),
            (with(too_large), "dépasse 20 Mo"),
            (with(file("vide.eml", b"")), "vide"),
            (NewReply { received_on: Some(day_after(1)), ..typed(1, "Bonjour") }, "n’est pas encore venu"),
            (with(eml("x@y.fr", acts[1].act.message_id.as_ref().unwrap(), "Oui")), "répond à un envoi fait à"),
            (NewReply { act: Some(acts[1].act.id), ..typed(1, "Oui") }, "d’un autre client"),
            (typed(1, &"a".repeat(50_001)), "trop long"),
        ] {
            let told = refused(give(office, TODAY, &new));
            assert!(told.contains(why), "{told}");
        }
        let ours = office.on(TODAY).read(|books| Ok(books.act_content(acts[0].act.id)?)).unwrap();
        assert!(refused(give(office, TODAY, &with(file("envoi.eml", &ours)))).contains("votre propre envoi"));
        let all = |books: &mut dyn app::ports::books::Books| {
            Ok(books.reply_rows(scope(office), ReplyList::All, Cut { offset: 0, limit: 10 })?)
        };
        assert_eq!(office.on(TODAY).read(all).unwrap(), []);
        // A scanned letter may come with what it says.
        let scanned = NewReply { file: Some(file("lettre.pdf", b"%PDF-1.7")), ..typed(1, "Nous contestons.") };
        give(office, TODAY, &scanned).unwrap();
    });
}

#[test]
fn an_answer_stops_what_was_approved_and_the_next_reminder_until_it_is_read() {
    at_office(|office| {
        office.approve_all(TODAY);
        let reply = give(office, TODAY, &typed(1, "La facture est fausse.")).unwrap();
        let folder = Folder::new();
        let round = office.send(TODAY, &*Way::Outbox(folder.path().into()).carrier());
        let left = round.sent.iter().filter(|s| s.state == ActState::HandedOver).count();
        assert_eq!(left, 1, "the other customer did not answer");
        let act = office.acts().into_iter().find(|row| row.act.party == id::<base::id::PartyKind>(1)).unwrap();
        assert_eq!(act.state, ActState::Cancelled);
        assert!(act.last_detail.contains("le client a répondu le 10 mars 2026"), "{}", act.last_detail);

        let proposed = |on| office.plan(on).1.iter().filter(|p| p.party == id::<base::id::PartyKind>(1)).count();
        assert_eq!(proposed(TODAY), 0, "Tuesday");
        let waits = waiting(&office.on(TODAY), &office.company(), scope(office), Cut { offset: 0, limit: 5 }).unwrap();
        assert_eq!(waits.iter().map(|w| w.goes_on).collect::<Vec<_>>(), [Some(day_after(3))], "Friday");
        assert_eq!(waits[0].overdue.0, 1);
        let lift = DecisionKind::Override { guard: Guard::ReplyUnread };
        let party: PartyId = id(1);
        app::holds::decide(&office.on(TODAY), &office.company(), party, None, &lift, "lue au téléphone").unwrap();
        assert_eq!(proposed(TODAY), 1, "a person went on");
        assert_eq!(proposed(day_after(2)), 0, "Thursday");
        assert_eq!(proposed(day_after(3)), 1, "the plan goes on by itself");
        let read = handling(Outcome::Other, "erreur de sa part");
        handle(&office.on(day_after(3)), &office.company(), reply.id(), &read).unwrap();
        assert_eq!(
            waiting(&office.on(TODAY), &office.company(), scope(office), Cut { offset: 0, limit: 5 }).unwrap(),
            []
        );
    });
}

#[test]
fn a_promise_read_in_an_answer_holds_its_invoices_and_is_said_once() {
    at_office(|office| {
        let acts = sent(office);
        let new = NewReply { act: Some(acts[0].act.id), text: "Je paie le 20.".to_string(), ..NewReply::default() };
        let reply = give(office, TODAY, &new).unwrap().id();
        let past = handling(Outcome::Promise { on: day_after(-1), amount: None }, "");
        assert!(refused(handle(&office.on(TODAY), &office.company(), reply, &past)).contains("est passé"));
        assert!(
            refused(handle(&office.on(TODAY), &office.company(), reply, &handling(Outcome::NoAnswer, "")))
                .contains("a répondu")
        );
        assert!(
            refused(handle(&office.on(TODAY), &office.company(), reply, &handling(Outcome::Other, " ")))
                .contains("Rien n’est noté")
        );
        let promise = handling(Outcome::Promise { on: day_after(10), amount: None }, "");
        handle(&office.on(TODAY), &office.company(), reply, &promise).unwrap();
        let holds = office.on(TODAY).read(|books| Ok(books.open_holds(id(1))?)).unwrap();
        let told: Vec<_> = holds.iter().map(|h| (h.kind.code(), h.until, h.invoice)).collect();
        assert_eq!(told, [("promise", Some(day_after(10)), Some(id(1)))]);
        let row = row(office, reply);
        assert_eq!(row.handled.as_ref().unwrap().meaning, Some(ReplyMeant::Promise));
        let twice = refused(handle(&office.on(TODAY), &office.company(), reply, &promise));
        assert!(twice.contains("déjà été traitée le 10 mars 2026 par Camille"), "{twice}");
        office.verify();
    });
}

#[test]
fn somebody_else_to_write_to_takes_the_place_of_who_was_written_to() {
    at_office(|office| {
        let acts = sent(office);
        let new =
            NewReply { act: Some(acts[0].act.id), text: "Voyez ma collègue.".to_string(), ..NewReply::default() };
        let reply = give(office, TODAY, &new).unwrap().id();
        let contact = app::folders::NewContact {
            role: acts[0].act.role,
            name: "Inès Roy".to_string(),
            email: "ines@client.example".to_string(),
            phone: String::new(),
        };
        let meaning = Meaning::WrongContact(Some(contact));
        let handled = Handling { meaning, invoices: Vec::new(), note: String::new() };
        handle(&office.on(TODAY), &office.company(), reply, &handled).unwrap();
        let contacts = office.on(TODAY).read(|books| Ok(books.contacts(id(1))?)).unwrap();
        assert_eq!(contacts.iter().map(|c| c.email.as_deref()).collect::<Vec<_>>(), [Some("ines@client.example")]);
        assert!(refused(withdraw(&office.on(TODAY), &office.company(), reply, "")).contains("pourquoi"));
    });
}
