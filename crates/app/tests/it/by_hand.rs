//! An act decided by a person: it leaves by the same way as the others, and what protects a customer protects here too.

use crate::ground::{CUSTOMERS, Composer, Office, TODAY, address, day_after, id};
use crate::receiver::{Way, in_outbox};
use app::AppError;
use app::holds::{self, NewHold};
use app::prepare::by_hand::{self, ByHand};
use app::prepare::own_words::OwnWords;
use app::prepare::{Desk, Prepared};
use base::Timestamp;
use base::id::InvoiceId;
use documents::TemplateSet;
use domain::facts::{ActState, Channel, HoldKind};
use domain::scenario::Tone;
use store::SqlStore;
use testkit::Folder;

fn at_office(body: impl Fn(&Office<'_>)) {
    testkit::both(|url| {
        let store = SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap();
        body(&Office::found(&store, false));
    });
}

fn mail(office: &Office<'_>, invoices: &[InvoiceId]) -> ByHand {
    let contact = office.on(TODAY).read(|books| Ok(books.contacts(id(1))?)).unwrap()[0].id;
    ByHand {
        party: id(1),
        channel: Channel::Email,
        tone: Tone::Courteous,
        contact: Some(contact),
        invoices: invoices.to_vec(),
        words: None,
    }
}

fn prepared(office: &Office<'_>, wanted: &ByHand) -> Result<Prepared, AppError> {
    let desk = Desk { templates: &TemplateSet::shipped(), composer: &Composer };
    by_hand::prepare(&office.on(TODAY), &office.company(), &desk, wanted)
}

fn refused(office: &Office<'_>, wanted: &ByHand) -> String {
    match prepared(office, wanted) {
        Err(AppError::Refused { what, .. }) => what,
        other => panic!("{other:?}"),
    }
}

#[test]
fn it_leaves_once_and_the_scenario_goes_on_from_where_it_was() {
    at_office(|office| {
        let (_, before) = office.plan(TODAY);
        assert_eq!(before.len(), CUSTOMERS as usize);
        prepared(office, &mail(office, &[id(1)])).unwrap();
        assert!(refused(office, &mail(office, &[id(1)])).contains("Un acte attend déjà"));
        let folder = Folder::new();
        let round = office.send(TODAY, &*Way::Outbox(folder.path().into()).carrier());
        assert_eq!(
            round.sent.iter().map(|s| (s.addressed_to.as_str(), s.state)).collect::<Vec<_>>(),
            [(address(1).as_str(), ActState::HandedOver)]
        );
        assert_eq!(in_outbox(folder.path()).len(), 1);
        // Written to today: the other customer only, for now; then the same step as before comes again.
        assert_eq!(office.plan(TODAY).1.len(), CUSTOMERS as usize - 1);
        let (_, later) = office.plan(day_after(14));
        let step = |json: &str| serde_json::from_str::<domain::agenda::Proposal>(json).unwrap().step;
        let own = later.iter().find(|p| p.party == id(1)).unwrap();
        let first = before.iter().find(|p| p.party == id(1)).unwrap();
        assert_eq!(step(&own.json), step(&first.json));
        office.verify();
    });
}

#[test]
fn words_of_ones_own_are_sent_as_they_were_typed_with_what_any_message_carries() {
    at_office(|office| {
        let words = |subject: &str, body: &str| Some(OwnWords { subject: subject.to_string(), body: body.to_string() });
        let typed = "Bonjour Léa,\n\nComme convenu {{ total }} au téléphone : voici le point.\n- un\n- deux";
        let own =
            ByHand { words: words("Notre échange de ce matin", typed), tone: Tone::Firm, ..mail(office, &[id(1)]) };
        let desk = Desk { templates: &TemplateSet::shipped(), composer: &Composer };
        let (world, company) = (office.on(TODAY), office.company());
        let seen = by_hand::preview(&world, &company, &desk, &own).unwrap();
        assert_eq!(seen.subject, "Notre échange de ce matin");
        for said in ["Bonjour Léa,", "Comme convenu {{ total }} au téléphone", "- deux"] {
            assert!(seen.text.contains(said), "{said}: {}", seen.text);
        }
        let number = office.on(TODAY).read(|books| Ok(books.invoice(id(1))?)).unwrap().unwrap().number;
        assert!(seen.text.contains(&number), "{}", seen.text);
        for (subject, body, why) in [(" ", "texte", "Il manque l’objet."), ("objet", "", "Il manque le texte.")] {
            assert_eq!(refused(office, &ByHand { words: words(subject, body), ..own.clone() }), why);
        }
        let endless = "x".repeat(4_001);
        assert!(refused(office, &ByHand { words: words("objet", &endless), ..own.clone() }).contains("trop long"));
        let call = ByHand { channel: Channel::Call, ..own.clone() };
        assert_eq!(refused(office, &call), "Un appel ou une visite n’a pas de texte.");
        prepared(office, &own).unwrap();
        let act = office.acts().remove(0);
        assert_eq!((act.act.subject.as_str(), act.act.template.as_str()), ("Notre échange de ce matin", "own-words"));
        office.verify();
    });
}

#[test]
fn one_may_call_or_visit_about_what_is_contested_or_promised_and_not_write() {
    at_office(|office| {
        let (world, company) = (office.on(TODAY), office.company());
        let hold = |kind| NewHold {
            party: id(1),
            invoice: Some(id(1)),
            kind,
            since: None,
            until: Some(day_after(20)),
            amount: None,
            why: "au téléphone".to_string(),
        };
        let by = |channel| ByHand { channel, ..mail(office, &[id(1)]) };
        let promise = holds::open(&world, &company, &hold(HoldKind::Promise)).unwrap();
        for channel in [Channel::Email, Channel::Letter] {
            assert!(refused(office, &by(channel)).contains("est suspendue : promesse"));
        }
        let desk = Desk { templates: &TemplateSet::shipped(), composer: &Composer };
        let seen = by_hand::preview(&world, &company, &desk, &by(Channel::Visit)).unwrap();
        assert_eq!(seen.proposal.lines.len(), 1);
        holds::lift(&world, &company, promise, "reprise").unwrap();
        let contested = app::disputes::Contention {
            cause: domain::facts::DisputeCause::Quantity,
            amount: None,
            why: "il manque une porte".to_string(),
        };
        app::disputes::open_all(&world, &company, (id(1), Some(id(1))), &contested).unwrap();
        let Prepared::Act { id: act, channel, .. } = prepared(office, &by(Channel::Call)).unwrap() else {
            panic!("an act")
        };
        assert_eq!(channel, Channel::Call);
        app::outcomes::record_call(&world, &company, act, &app::outcomes::Outcome::Other, "le devis manque").unwrap();
        office.verify();
        holds::open(&world, &company, &hold(HoldKind::Insolvency)).unwrap();
        assert!(refused(office, &by(Channel::Call)).contains("procédure collective"), "the law stops every act");
    });
}

#[test]
fn it_is_refused_on_what_is_held_not_theirs_or_not_due() {
    at_office(|office| {
        assert_eq!(refused(office, &mail(office, &[])), "Choisissez au moins une facture échue.");
        assert_eq!(refused(office, &mail(office, &[id(2)])), "Choisissez au moins une facture échue.");
        let firm = ByHand { tone: Tone::Firm, ..mail(office, &[id(1)]) };
        assert!(refused(office, &firm).contains("n’a encore reçu aucune relance"));
        let registered = ByHand { channel: Channel::RegisteredLetter, ..mail(office, &[id(1)]) };
        assert_eq!(refused(office, &registered), "Une mise en demeure suit le scénario.");
        let hold = |kind| NewHold {
            party: id(1),
            invoice: None,
            kind,
            since: None,
            until: Some(day_after(20)),
            amount: None,
            why: "au téléphone".to_string(),
        };
        let (world, company) = (office.on(TODAY), office.company());
        let pause = holds::open(&world, &company, &hold(HoldKind::Pause)).unwrap();
        assert!(refused(office, &mail(office, &[id(1)])).contains("est suspendue : suspension"));
        holds::lift(&world, &company, pause, "reprise").unwrap();
        holds::open(&world, &company, &hold(HoldKind::Insolvency)).unwrap();
        assert!(refused(office, &mail(office, &[id(1)])).contains("procédure collective"));
        assert!(office.acts().is_empty());
        office.pay(TODAY, 1, crate::ground::DUE, TODAY);
        assert_eq!(refused(office, &mail(office, &[id(1)])), "Ce client ne doit rien.");
    });
}
