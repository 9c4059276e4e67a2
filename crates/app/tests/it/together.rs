//! Two at once on the same books: processes that spend the same morning, people who approve the same proposal.

use crate::ground::{CUSTOMERS, Office, TODAY};
use crate::receiver::{Message, Way, at_server, each_has_one, in_outbox, reckon};
use crate::worker::{Death, start};
use app::prepare::Prepared;
use base::Timestamp;
use domain::facts::ActState;
use store::SqlStore;
use testkit::Folder;
use testkit::smtp::Server;

const ROUNDS: usize = 2;

/// Several processes at the same time, then one more morning for whatever found the lock taken.
fn mornings_together(url: &str, way: &Way, received: &dyn Fn() -> Vec<Message>) {
    let store = SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap();
    Office::found(&store, way.is_live());
    let children: Vec<_> = (1..=3).map(|minute| start(url, way, Death::Never, minute)).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let office = Office::open(&store, 5);
    office.morning(TODAY, &*way.carrier());
    reckon(&office, &received(), "together");
    each_has_one(&received(), "together");
    assert_eq!(office.states(), vec![ActState::HandedOver; CUSTOMERS as usize]);
}

#[test]
fn processes_that_send_at_once_in_trial_mode() {
    for _ in 0..ROUNDS {
        testkit::both(|url| {
            let folder = Folder::new();
            mornings_together(url, &Way::Outbox(folder.path().into()), &|| in_outbox(folder.path()));
        });
    }
}

#[test]
fn processes_that_send_at_once_through_a_server() {
    for _ in 0..ROUNDS {
        testkit::both(|url| {
            let server = Server::start("accept");
            mornings_together(url, &Way::Smtp(server.port), &|| at_server(&server));
        });
    }
}

#[test]
fn one_proposal_approved_by_several_people_at_once_is_one_act() {
    for _ in 0..ROUNDS {
        testkit::both(|url| {
            let store = SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap();
            let office = Office::found(&store, false);
            let (run, proposals) = office.plan(TODAY);
            let prepared: Vec<Prepared> = std::thread::scope(|scope| {
                let approve = |minute| {
                    let office = Office::open(&store, minute);
                    office.approve(TODAY, &run, &proposals[0]).unwrap()
                };
                let people: Vec<_> = (1..=4).map(|minute| scope.spawn(move || approve(minute))).collect();
                people.into_iter().map(|person| person.join().unwrap()).collect()
            });
            assert_eq!(prepared.iter().filter(|p| matches!(p, Prepared::Act { .. })).count(), 1, "{prepared:?}");
            assert_eq!(office.acts().len(), 1);
            office.verify();
        });
    }
}

/// Senders who all believe that they are alone: the claim is made once, and at worst an outcome is told unknown.
#[test]
fn without_the_lock_the_claim_still_holds() {
    for _ in 0..ROUNDS {
        testkit::both(|url| {
            let store = Unlocked(SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap());
            let office = Office::found(&store, true);
            office.approve_all(TODAY);
            let server = Server::start("accept");
            std::thread::scope(|scope| {
                for minute in 1..=4 {
                    let (store, port) = (&store, server.port);
                    scope.spawn(move || {
                        let carrier = Way::Smtp(port).carrier();
                        Office::open(store, minute).send_at(TODAY, &*carrier, app::dispatch::Moment::Asked);
                    });
                }
            });
            let received = at_server(&server);
            reckon(&office, &received, "without the lock");
            each_has_one(&received, "without the lock");
        });
    }
}

/// Books whose sending lock is never refused, as after a lost connection.
struct Unlocked(SqlStore);

impl app::ports::books::Store for Unlocked {
    fn read(
        &self,
        work: &mut dyn FnMut(&mut dyn app::ports::books::Books) -> app::ports::terms::BooksResult<()>,
    ) -> app::ports::terms::BooksResult<()> {
        self.0.read(work)
    }

    fn write(
        &self,
        work: &mut dyn FnMut(&mut dyn app::ports::books::Books) -> app::ports::terms::BooksResult<()>,
    ) -> app::ports::terms::BooksResult<()> {
        self.0.write(work)
    }

    fn sending_lock(&self) -> app::ports::terms::BooksResult<Option<Box<dyn Send>>> {
        Ok(Some(Box::new(())))
    }
}
