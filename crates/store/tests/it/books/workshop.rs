//! Drafts, replays, own texts and the scenario of each case: the last word counts, and nothing else is lost.

use super::{assert_taken, both, make, read, write};
use app::ports::screens::Scope;
use app::records::{CaseRecord, DraftRecord, OwnText, ReplayRecord, ReplayState};
use base::id::CompanyId;
use make::{at, id};

fn company() -> CompanyId {
    id(1)
}

fn draft(source: &str, saved: i64) -> DraftRecord {
    DraftRecord { name: "standard".into(), source: source.into(), author: "Claire".into(), saved_at: at(saved) }
}

#[test]
fn a_draft_takes_the_place_of_the_one_before() {
    both(|store| {
        for draft in [draft("a", 1), draft("b", 2)] {
            write(store, |books| books.put_draft(company(), &draft)).unwrap();
        }
        assert_eq!(read(store, |books| books.drafts(company())), [draft("b", 2)]);
        write(store, |books| books.drop_draft(company(), "standard")).unwrap();
        assert!(read(store, |books| books.drafts(company())).is_empty());
    });
}

#[test]
fn an_earlier_version_becomes_the_current_one_again() {
    both(|store| {
        write(store, |books| {
            books.insert_scenario(company(), "standard", "1", "a", at(1))?;
            books.insert_scenario(company(), "standard", "2", "b", at(2))
        })
        .unwrap();
        assert!(write(store, |books| books.reinstate_scenario(company(), "standard", "1")).unwrap());
        assert!(!write(store, |books| books.reinstate_scenario(company(), "standard", "3")).unwrap());
        let versions = read(store, |books| books.scenario_versions(company(), "standard"));
        let told: Vec<(&str, &str, bool)> =
            versions.iter().map(|v| (v.version.as_str(), v.source.as_str(), v.is_current)).collect();
        assert_eq!(told, [("1", "a", true), ("2", "b", false)]);
    });
}

#[test]
fn a_replay_that_was_overtaken_is_told_so() {
    both(|store| {
        let replay = |started: i64, done| ReplayRecord {
            name: "standard".into(),
            draft: "2".into(),
            current: "1".into(),
            state: ReplayState::Running,
            done,
            total: 250,
            outcome: String::new(),
            started_at: at(started),
            touched_at: at(started),
        };
        assert_eq!(read(store, |books| books.replay(company(), "standard")), None);
        write(store, |books| books.put_replay(company(), &replay(1, 0))).unwrap();
        assert!(write(store, |books| books.note_replay(company(), &replay(1, 5))).unwrap());
        assert_eq!(read(store, |books| books.replay(company(), "standard")), Some(replay(1, 5)));
        write(store, |books| books.put_replay(company(), &replay(2, 0))).unwrap();
        assert!(!write(store, |books| books.note_replay(company(), &replay(1, 10))).unwrap());
        assert_eq!(read(store, |books| books.replay(company(), "standard")), Some(replay(2, 0)));
    });
}

#[test]
fn of_own_texts_the_last_counts_and_all_are_kept() {
    both(|store| {
        let text = |lang: &str, seq, body: Option<&str>| OwnText {
            template: "reminder-firm".into(),
            lang: lang.into(),
            seq,
            texts: body.map(|body| ("Objet".into(), body.into())),
            author: "Claire".into(),
            recorded_at: at(seq),
        };
        let all = [text("fr", 1, Some("a")), text("fr", 2, None), text("fr", 3, Some("c")), text("en", 1, Some("x"))];
        for text in &all {
            write(store, |books| books.insert_own_text(company(), text)).unwrap();
        }
        assert_taken(write(store, |books| books.insert_own_text(company(), &all[2])));
        assert_eq!(read(store, |books| books.own_texts(company())), [all[3].clone(), all[2].clone()]);
        let versions = read(store, |books| books.own_text_versions(company(), "reminder-firm", "fr"));
        assert_eq!(versions, [all[2].clone(), all[1].clone(), all[0].clone()]);
        assert!(read(store, |books| books.own_texts(id(9))).is_empty());
    });
}

#[test]
fn the_scenario_of_each_case_counts_customers_and_what_they_owe() {
    both(|store| {
        let case =
            |n: u64, version: &str| CaseRecord { party: id(n), scenario: "standard".into(), version: version.into() };
        let invoices = [(1, 1, 1_000), (2, 2, 500), (3, 2, 200)];
        let invoices = invoices.map(|(n, party, cents)| make::invoice(n, party, cents, make::day(0)));
        write(store, |books| books.insert_invoices(&invoices)).unwrap();
        for cases in [vec![case(1, "1"), case(2, "1")], vec![case(2, "2")], vec![case(1, "1"), case(2, "2")]] {
            write(store, |books| {
                books.clear_cases(company())?;
                books.insert_cases(company(), &cases)
            })
            .unwrap();
        }
        let scope = Scope { company: company(), keeper: None };
        let shares = read(store, |books| books.scenario_shares(scope, make::day(300)));
        let told: Vec<(&str, u64, i64, i64)> =
            shares.iter().map(|s| (s.version.as_str(), s.customers, s.outstanding.get(), s.overdue.get())).collect();
        assert_eq!(told, [("1", 1, 1_000, 1_000), ("2", 1, 700, 700)]);
        let early = read(store, |books| books.scenario_shares(scope, make::day(0)));
        assert!(early.iter().all(|s| s.overdue.is_zero()), "nothing is late yet");
        let names = |limit| {
            let found = read(store, |books| books.followed_customers(scope, make::day(300), "standard", limit));
            found.into_iter().map(|f| f.name).collect::<Vec<_>>()
        };
        assert_eq!(names(10), ["Client 1", "Client 2"]);
        assert_eq!(names(1), ["Client 1"]);
        for (party, followed) in [(1, true), (2, true), (3, false)] {
            assert_eq!(read(store, |books| books.is_followed(id(party))), followed, "client {party}");
        }
        let kept = Scope { company: company(), keeper: Some(id(7)) };
        assert!(read(store, |books| books.scenario_shares(kept, make::day(300))).is_empty(), "not an own customer");
        assert_eq!(read(store, |books| books.owing_since(company(), make::day(1))), [id(1), id(2)]);
        assert_eq!(read(store, |books| books.kept_since(company())), Some(invoices[0].recorded_at));
    });
}
