//! The process is killed at every step of a morning, then everything is run again.

use crate::ground::{CUSTOMERS, Office, TODAY, day_after};
use crate::receiver::{Message, Way, at_server, each_has_one, in_outbox, reckon};
use crate::worker::{Death, run, start};
use app::outcomes::resolve_unknown;
use app::ports::mail::MailCarrier;
use base::Timestamp;
use domain::facts::ActState;
use store::SqlStore;
use testkit::Folder;
use testkit::smtp::Server;

/// Write transactions of an undisturbed morning: the plan, one preparation a customer, a claim and an outcome a message.
const COMMITS: usize = 1 + 3 * CUSTOMERS as usize;

fn every_death() -> Vec<Death> {
    let commits = (1..=COMMITS).flat_map(|n| [Death::BeforeCommit(n), Death::AfterCommit(n)]);
    let messages = (1..=CUSTOMERS as usize)
        .flat_map(|n| [Death::BeforeHandOver(n), Death::InHandOver(n), Death::AfterHandOver(n)]);
    commits.chain(messages).collect()
}

/// Books with late customers, made once for each case.
fn on_fresh_books(url: &str, live: bool, body: impl FnOnce(&Office<'_>)) {
    let store = SqlStore::open(url, Timestamp::UNIX_EPOCH).unwrap();
    Office::found(&store, live);
    body(&Office::open(&store, 2));
}

/// After the death: the same day again, then what is still unknown told as it is, then the next days.
fn recover(office: &Office<'_>, carrier: &dyn MailCarrier, received: &dyn Fn() -> Vec<Message>, case: &str) {
    office.morning(TODAY, carrier);
    reckon(office, &received(), case);
    let before = received().len();
    let unknown: Vec<_> = office.acts().into_iter().filter(|a| a.state == ActState::Unknown).collect();
    if !unknown.is_empty() {
        // Nobody has looked yet: those customers are left alone, on any day.
        office.send(TODAY, carrier);
        let undecided: Vec<String> = unknown.iter().map(|a| a.act.addressed_to.clone()).collect();
        office.morning(day_after(1), carrier);
        let fresh = received().into_iter().skip(before);
        assert!(fresh.into_iter().all(|m| !undecided.contains(&m.to)), "{case}: an unknown message was sent again");
    }
    for row in &unknown {
        let left = received().iter().any(|m| row.act.message_id.as_ref() == Some(&m.id));
        resolve_unknown(&office.on(day_after(1)), &office.company(), row.act.id, left, "vérifié").unwrap();
    }
    for days in 1..=2 {
        office.morning(day_after(days), carrier);
    }
    reckon(office, &received(), case);
    each_has_one(&received(), case);
}

fn die_in_trial(url: &str, death: Death) {
    let folder = Folder::new();
    let way = Way::Outbox(folder.path().to_path_buf());
    on_fresh_books(url, false, |office| {
        let case = format!("{death:?}");
        assert_eq!(run(url, &way, death), death == Death::Never, "{case}");
        recover(office, &*way.carrier(), &|| in_outbox(folder.path()), &case);
        assert!(!office.states().contains(&ActState::Unknown), "{case}: the outbox can tell");
    });
}

fn die_live(url: &str, server: &Server, death: Death) {
    let way = Way::Smtp(server.port);
    let earlier = server.received().len();
    on_fresh_books(url, true, |office| {
        let case = format!("{death:?}");
        assert_eq!(run(url, &way, death), death == Death::Never, "{case}");
        recover(office, &*way.carrier(), &|| at_server(server).split_off(earlier), &case);
    });
}

#[test]
fn a_morning_has_no_other_step_to_die_at() {
    testkit::on_sqlite(|url| die_in_trial(url, Death::Never));
    testkit::on_sqlite(|url| {
        let folder = Folder::new();
        on_fresh_books(url, false, |_| {
            let way = Way::Outbox(folder.path().to_path_buf());
            assert!(run(url, &way, Death::AfterCommit(COMMITS + 1)), "there are more transactions than are counted");
        });
    });
}

#[test]
fn in_trial_mode_on_sqlite() {
    every_death().into_iter().for_each(|death| testkit::on_sqlite(|url| die_in_trial(url, death)));
}

#[test]
fn in_trial_mode_on_postgres() {
    every_death().into_iter().for_each(|death| testkit::on_postgres(|url| die_in_trial(url, death)));
}

#[test]
fn with_a_mail_server_on_sqlite() {
    let server = Server::start("accept");
    every_death().into_iter().for_each(|death| testkit::on_sqlite(|url| die_live(url, &server, death)));
}

#[test]
fn with_a_mail_server_on_postgres() {
    let server = Server::start("accept");
    every_death().into_iter().for_each(|death| testkit::on_postgres(|url| die_live(url, &server, death)));
}

/// Killed from outside while the server keeps it waiting, before and after it took charge of the message.
#[test]
fn killed_in_the_middle_of_the_conversation() {
    for (mode, taken) in [("hold_at_data", 0), ("hold_before_taking", 0), ("hold_after_data", 1)] {
        testkit::both(|url| {
            on_fresh_books(url, true, |office| {
                let (holding, accepting) = (Server::start(mode), Server::start("accept"));
                let mut child = start(url, &Way::Smtp(holding.port), Death::Never, 1);
                holding.wait_until_held();
                child.kill().unwrap();
                child.wait().unwrap();
                assert_eq!(holding.received().len(), taken, "{mode}");
                let received = || [at_server(&holding), at_server(&accepting)].concat();
                recover(office, &*Way::Smtp(accepting.port).carrier(), &received, mode);
            });
        });
    }
}

/// The server takes the message and hangs up without an answer.
#[test]
fn an_answer_that_never_comes_is_reported_and_never_retried() {
    testkit::both(|url| {
        on_fresh_books(url, true, |office| {
            let (dropping, accepting) = (Server::start("drop_after_data"), Server::start("accept"));
            let round = office.morning(TODAY, &*Way::Smtp(dropping.port).carrier());
            assert_eq!(round.sent.len(), CUSTOMERS as usize);
            assert!(round.sent.iter().all(|s| s.state == ActState::Unknown && s.detail.contains("peut-être parti")));
            assert_eq!(office.journal_kinds().iter().filter(|k| *k == "act_unknown").count(), CUSTOMERS as usize);
            let carrier = Way::Smtp(accepting.port).carrier();
            for days in 0..4 {
                office.morning(day_after(days), &*carrier);
            }
            assert_eq!(accepting.received().len(), 0);
            reckon(office, &at_server(&dropping), "drop_after_data");
            each_has_one(&at_server(&dropping), "drop_after_data");
        });
    });
}
