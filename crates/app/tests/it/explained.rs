//! A past day planned again gives the same bytes, or what changed since is told.

use crate::ground::{Office, TODAY, day_after, id};
use app::World;
use app::companies;
use app::explain::{Changed, Explained, explain};
use app::holds;
use base::Timestamp;
use base::id::PartyId;
use domain::facts::{ContactRole, DecisionKind};
use domain::journal::kinds::{ContactChanged, JournalKind, PartyRef, SettingsChanged};
use domain::journal::{PersonalRef, Said};
use store::SqlStore;

fn at_office(body: impl Fn(&Office<'_>)) {
    testkit::both(|url| {
        let store = SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap();
        let office = Office::found(&store, false);
        let (run, proposals) = office.plan(TODAY);
        assert_eq!(proposals.len(), 2, "{run:?}");
        body(&office);
    });
}

fn explained(office: &Office<'_>, n: u64) -> Explained {
    explain(&office.on(day_after(3)), &office.company(), id(n), TODAY).unwrap()
}

fn changed(office: &Office<'_>, n: u64) -> Changed {
    explained(office, n).changed.unwrap()
}

fn agenda(changed: &Changed) -> Vec<String> {
    changed.agenda.iter().map(app::explain::AgendaChange::french).collect()
}

fn sentences(told: &[app::logbook::Told]) -> Vec<&str> {
    told.iter().map(|t| t.sentence.as_str()).collect()
}

#[test]
fn what_was_learnt_since_does_not_change_the_day() {
    at_office(|office| {
        office.pay(day_after(1), 1, 120_000, TODAY);
        let decision = DecisionKind::Postpone { until: day_after(9) };
        holds::decide(&office.on(day_after(1)), &office.company(), id(2), None, &decision, "congés").unwrap();
        assert_eq!(explained(office, 1).changed, None);
        assert_eq!(explained(office, 2).changed, None);
    });
}

#[test]
fn a_past_day_follows_the_scenario_of_then() {
    at_office(|office| {
        let shipped = domain::scenario::shipped().unwrap();
        let text = shipped.named("standard").unwrap().source.replace("Rappel courtois", "Petit mot");
        let scenario = domain::scenario::parse("standard", &text).unwrap();
        app::scenarios::adopt(&office.on(day_after(1)), &office.company(), &scenario).unwrap();
        assert_eq!(explained(office, 1).changed, None);
        let (_, proposals) = office.plan(day_after(2));
        assert!(proposals.iter().all(|p| p.json.contains("Petit mot")), "the new version is in force");
        assert_eq!(explained(office, 1).changed, None, "and stays unknown to the past");
    });
}

/// The only contact of the customer loses its address; one person's name goes to the side table of the journal.
fn lose_address(world: &World<'_>, party: PartyId) {
    world
        .write(|books| {
            let mut contact = books.contacts(party)?.remove(0);
            let company = contact.company;
            let before = PersonalRef::commit(&[1; 16], "compta1@client.example");
            books.insert_personal(company, before.as_str(), &[1; 16], "compta1@client.example")?;
            contact.email = None;
            books.update_contact(&contact)?;
            let kind = JournalKind::ContactChanged(ContactChanged {
                contact: contact.id,
                party: PartyRef { id: party, name: Said::plain("Boulangerie Martin") },
                field: ContactRole::AccountsPayable.french().to_string(),
                before: Some(before),
                after: None,
            });
            world.note(books, company, contact.id, kind)
        })
        .unwrap();
}

#[test]
fn a_record_changed_since_is_told_with_its_author() {
    at_office(|office| {
        let world = World { program: "test 2", ..office.on(day_after(1)) };
        lose_address(&world, id(1));
        office.pay(day_after(2), 1, 5_000, day_after(2));
        office.pay(day_after(2), 2, 5_000, day_after(2));
        let changed = explain(&world, &office.company(), id(1), TODAY).unwrap().changed.unwrap();
        assert_eq!(changed.program, Some(("test".to_string(), "test 2".to_string())));
        assert_eq!(changed.law, None);
        let [record] = changed.records.as_slice() else { panic!("{:?}", changed.records) };
        assert_eq!((record.actor.as_str(), record.entry.kind.as_str()), ("Camille", "contact_changed"));
        assert!(record.sentence.contains("compta1@client.example"), "{}", record.sentence);
        let learnt = sentences(&changed.learnt);
        assert!(learnt.len() == 2 && learnt.iter().all(|s| s.contains("50,00")), "only customer 1: {learnt:?}");
        let found = agenda(&changed);
        assert!(
            found.iter().any(|c| c == "proposition sur F-2026-001, moyen : alors e-mail\u{a0}; maintenant courrier"),
            "{found:?}"
        );
        assert!(
            found.iter().any(|c| c.contains("raison : rien alors\u{a0}; maintenant Prévu par e-mail")),
            "{found:?}"
        );
        assert_eq!(explained(office, 2).changed, None, "the other customer is as it was");
    });
}

#[test]
fn a_proposal_that_would_be_a_silence_now_is_told_both_ways() {
    at_office(|office| {
        let (world, mut company) = (office.on(day_after(1)), office.company());
        world
            .write(|books| {
                let mut party = books.party(id(1))?.unwrap();
                party.is_pseudo = true;
                Ok(books.update_party(&party)?)
            })
            .unwrap();
        company.settings.region = base::calendar::Region::AlsaceMoselle;
        companies::change(&world, &company, "jours fériés", None, Some("Alsace-Moselle".to_string())).unwrap();
        let changed = changed(office, 1);
        let found = agenda(&changed);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("proposition sur F-2026-001 : alors « Rappel courtois » par e-mail"), "{found:?}");
        assert!(found[1].starts_with("silence sur F-2026-001 : rien alors\u{a0}; maintenant Ce compte regroupe"));
        let setting = SettingsChanged {
            field: "jours fériés".to_string(),
            before: None,
            after: Some("Alsace-Moselle".to_string()),
        };
        let sentence = JournalKind::SettingsChanged(setting).sentence(&domain::journal::nothing_known);
        assert_eq!(sentences(&changed.records), [sentence.as_str()]);
        assert!(changed.learnt.is_empty());
    });
}
