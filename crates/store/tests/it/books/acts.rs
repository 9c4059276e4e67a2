//! Acts and what happens to them: of two who claim one, a single one wins.

use super::make::{act, at, company, day, event, id, invoice, party};
use super::{assert_not_found, assert_taken, both, read, write};
use app::ports::terms::BooksError;
use app::records::{ActRecord, ActRow};
use domain::act::ActEvent;
use domain::facts::{ActState, Channel};
use std::sync::Barrier;
use store::SqlStore;

fn prepare(store: &SqlStore, acts: &[ActRecord]) {
    write(store, |books| {
        books.insert_invoices(&[invoice(1, 1, 100, day(0)), invoice(2, 1, 100, day(0))])?;
        acts.iter().try_for_each(|act| books.insert_act(act))
    })
    .unwrap();
}

#[test]
fn an_act_comes_back_whole_its_bytes_apart() {
    both(|store| {
        let mut letter = act(1, 1, day(40), &[2, 1]);
        (letter.channel, letter.message_id, letter.live) = (Channel::RegisteredLetter, None, false);
        letter.agenda = Some(id(5));
        prepare(store, std::slice::from_ref(&letter));
        assert_eq!(read(store, |books| books.act_content(id(1))), [1, 2, 3]);
        let missing = super::write(store, |books| books.act_content(id(9)));
        assert!(matches!(missing, Err(BooksError::NotFound(_))));
        let expected = ActRow {
            act: ActRecord { content: vec![], ..letter.clone() },
            state: ActState::Prepared,
            performed_on: None,
            last_seq: 0,
            last_at: at(3),
            last_detail: String::new(),
        };
        assert_eq!(read(store, |books| books.act(id(1))), Some(expected.clone()));
        assert_eq!(read(store, |books| books.acts_of_party(id(1))), [expected]);
        assert_eq!(read(store, |books| books.act(id(9))), None);
    });
}

#[test]
fn events_move_the_state() {
    both(|store| {
        let mut early = act(3, 1, day(40), &[1]);
        early.prepared_at = at(1);
        prepare(store, &[act(1, 1, day(40), &[1]), act(2, 1, day(41), &[1, 2]), early]);
        write(store, |books| {
            books.insert_act_event(&event(1, 1, ActEvent::Claimed, day(40)))?;
            books.insert_act_event(&event(1, 2, ActEvent::HandedOver, day(41)))?;
            books.insert_act_event(&event(1, 3, ActEvent::Delivered, day(43)))
        })
        .unwrap();
        let row = read(store, |books| books.act(id(1))).unwrap();
        assert_eq!((row.state, row.performed_on), (ActState::Delivered, Some(day(41))));
        assert_eq!((row.last_seq, row.last_at, &*row.last_detail), (3, at(6), "étape 3"));
        let in_state = |states: &[ActState], limit| {
            let rows = read(store, |books| books.acts_in_state(id(1), states, limit));
            rows.into_iter().map(|row| (row.act.id, row.act.lines.len())).collect::<Vec<_>>()
        };
        assert_eq!(in_state(&[ActState::Prepared], 9), [(id(3), 1), (id(2), 2)]);
        assert_eq!(in_state(&[ActState::Prepared], 1), [(id(3), 1)]);
        assert_eq!(in_state(&[ActState::Delivered, ActState::Prepared], 9).len(), 3);
        assert!(in_state(&[], 9).is_empty());
        assert_not_found(write(store, |books| books.insert_act_event(&event(9, 1, ActEvent::Claimed, day(40)))));
    });
}

/// Each thread has a store of its own, as a process would.
#[test]
fn of_two_claims_at_once_exactly_one_wins() {
    testkit::both(|url| {
        let stores = [(); 2].map(|()| SqlStore::open(url, at(0)).unwrap());
        let [store, _] = &stores;
        write(store, |books| {
            books.insert_company(&company(1))?;
            books.insert_party(&party(1))
        })
        .unwrap();
        let acts: Vec<ActRecord> = (1..=20).map(|n| act(n, 1, day(40), &[1])).collect();
        prepare(store, &acts);
        for n in 1..=20 {
            let start = Barrier::new(2);
            let claim = |store| {
                start.wait();
                write(store, |books| books.insert_act_event(&event(n, 1, ActEvent::Claimed, day(40))))
            };
            let results = std::thread::scope(|scope| {
                stores.each_ref().map(|store| scope.spawn(|| claim(store))).map(|thread| thread.join().unwrap())
            });
            assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
            assert_taken(results.into_iter().find(Result::is_err).unwrap());
            assert_eq!(read(store, |books| books.act(id(n))).unwrap().state, ActState::Dispatching);
        }
    });
}
