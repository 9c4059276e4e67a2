//! Real messages wait for a working day and its hours; trial messages do not; a person may ask not to wait.

use crate::ground::{CUSTOMERS, Office, TODAY, day_after};
use crate::receiver::{Way, at_server, each_has_one, in_outbox};
use app::dispatch::{Moment, Wait};
use base::Timestamp;
use domain::facts::ActState;
use store::SqlStore;
use testkit::Folder;
use testkit::smtp::Server;

fn at_office(url: &str, live: bool, body: impl FnOnce(&Office<'_>)) {
    let store = SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap();
    body(&Office::found(&store, live));
}

#[test]
fn real_messages_keep_to_the_hours_of_working_days() {
    testkit::both(|url| {
        at_office(url, true, |office| {
            let server = Server::start("accept");
            let carrier = Way::Smtp(server.port).carrier();
            office.approve_all(TODAY);
            let saturday = day_after(4);
            for (day, hour) in [(TODAY, 7), (TODAY, 19), (TODAY, 0), (saturday, 10)] {
                let round = office.send_at(day, &*carrier, Moment::Hour(hour));
                assert_eq!(round.sent.len(), CUSTOMERS as usize);
                for sent in &round.sent {
                    assert_eq!(
                        (sent.state, sent.waits),
                        (ActState::Prepared, Some(Wait::Hours { from: 8, until: 19 }))
                    );
                    assert_eq!(sent.detail, "part entre 8\u{a0}h et 19\u{a0}h, les jours ouvrés");
                }
            }
            assert!(server.received().is_empty());
            office.send_at(day_after(1), &*carrier, Moment::Hour(8));
            each_has_one(&at_server(&server), "on Wednesday at eight");
            office.verify();
        });
    });
}

#[test]
fn somebody_may_ask_not_to_wait() {
    testkit::both(|url| {
        at_office(url, true, |office| {
            let server = Server::start("accept");
            office.approve_all(TODAY);
            office.send_at(day_after(4), &*Way::Smtp(server.port).carrier(), Moment::Asked);
            each_has_one(&at_server(&server), "on a Saturday");
        });
    });
}

#[test]
fn the_owner_chooses_the_hours() {
    testkit::on_sqlite(|url| {
        at_office(url, true, |office| {
            let server = Server::start("accept");
            office.approve_all(TODAY);
            let mut company = office.company();
            (company.settings.sending_from_hour, company.settings.sending_until_hour) = (20, 22);
            app::companies::change(&office.on(TODAY), &company, "heures d’envoi", None, Some("20-22".to_string()))
                .unwrap();
            office.send_at(TODAY, &*Way::Smtp(server.port).carrier(), Moment::Hour(12));
            assert!(server.received().is_empty());
            office.send_at(TODAY, &*Way::Smtp(server.port).carrier(), Moment::Hour(20));
            each_has_one(&at_server(&server), "at eight in the evening");
        });
    });
}

#[test]
fn trial_messages_are_written_at_any_hour() {
    testkit::both(|url| {
        at_office(url, false, |office| {
            let folder = Folder::new();
            office.approve_all(TODAY);
            office.send_at(day_after(4), &*Way::Outbox(folder.path().into()).carrier(), Moment::Hour(3));
            each_has_one(&in_outbox(folder.path()), "at three on a Saturday");
        });
    });
}
