//! Views: today's reads caches, any other reads facts, and for the same knowledge both say the same.

use super::make::{act, allocation, at, day, due, event, hold, id, invoice, lift};
use super::world::{DAYS, MINUTES, PARTIES, World};
use super::{both, empty, known, on, read, write};
use app::ports::terms::{OpenItem, View};
use base::{Date, Timestamp};
use domain::act::ActEvent;
use domain::facts::{ActState, DebtorFacts, DueBasis, PayerHistory};
use store::SqlStore;

fn debtors(store: &SqlStore, view: View, page: u64) -> Vec<DebtorFacts> {
    read(store, |books| {
        let mut all: Vec<DebtorFacts> = Vec::new();
        loop {
            let after = all.last().map(|debtor| debtor.party.id);
            let found = books.debtors(id(1), after, page, view)?;
            let is_last = (found.len() as u64) < page;
            all.extend(found);
            if is_last {
                return Ok(all);
            }
        }
    })
}

fn open_items(store: &SqlStore, view: View) -> Vec<OpenItem> {
    read(store, |books| {
        let mut items = Vec::new();
        books.open_items(id(1), view, &mut |item| {
            items.push(item);
            Ok(())
        })?;
        Ok(items)
    })
}

#[test]
fn cached_and_recomputed_views_are_the_same() {
    for seed in [3, 1_789] {
        empty(|store| {
            World::new(seed).write(store, 50);
            let as_of = day(DAYS);
            let recomputed = known(as_of, Timestamp::MAX);
            let cached = debtors(store, on(as_of), 1_000);
            assert!(cached.len() >= 10, "{}", cached.len());
            assert!(cached.iter().any(|d| d.history.settled > 0 && !d.acts.is_empty() && !d.holds.is_empty()));
            assert_eq!(cached, debtors(store, recomputed, 1_000), "seed {seed}");
            for page in [1, 5] {
                assert_eq!(cached, debtors(store, on(as_of), page));
                assert_eq!(cached, debtors(store, recomputed, page));
            }
            for n in 1..=PARTIES {
                let one = |view| read(store, |books| books.debtor(id(1), id(n), view));
                assert_eq!(one(on(as_of)).as_ref(), cached.iter().find(|debtor| debtor.party.id == id(n)));
                assert_eq!(one(on(as_of)), one(recomputed));
            }
            assert_eq!(open_items(store, on(as_of)), open_items(store, recomputed));
            assert!(read(store, |books| books.debtors(id(2), None, 10, on(as_of))).is_empty());
        });
    }
}

#[test]
fn any_view_of_the_past_is_what_the_facts_say() {
    empty(|store| {
        let world = World::new(42);
        world.write(store, 500);
        for (as_of, minutes) in
            [(DAYS, MINUTES), (DAYS / 2, MINUTES), (DAYS, MINUTES / 3), (DAYS / 3, MINUTES / 2), (-1, 0)]
        {
            let view = known(day(as_of), at(minutes));
            let items = open_items(store, view);
            let found: std::collections::BTreeMap<_, _> =
                items.iter().map(|item| (item.invoice, item.outstanding)).collect();
            assert_eq!(found, world.open(day(as_of), minutes), "{view:?}");
            assert!(items.is_sorted_by_key(|item| (item.party, item.invoice)));
            let facts = debtors(store, view, 7);
            let receivables: usize = facts.iter().map(|debtor| debtor.receivables.len()).sum();
            assert_eq!(receivables, items.len());
            if minutes == MINUTES {
                assert_eq!(items, open_items(store, on(day(as_of))));
                assert_eq!(facts, debtors(store, on(day(as_of)), 100));
            }
        }
    });
}

#[test]
fn the_order_in_which_facts_arrive_changes_nothing() {
    let read_all = |world: &World, batch| {
        let found = std::cell::RefCell::new(Vec::new());
        empty(|store| {
            world.write(store, batch);
            found.borrow_mut().push((debtors(store, on(day(DAYS)), 100), open_items(store, on(day(DAYS / 2)))));
        });
        let found = found.into_inner();
        assert_eq!(found[0], found[1], "both engines");
        found
    };
    let world = World::new(7);
    assert_eq!(read_all(&world, 1_000), read_all(&world.clone().shuffled(99), 7));
}

#[test]
fn what_was_recorded_later_is_not_known() {
    both(|store| {
        let mut late = invoice(2, 1, 500, day(1));
        late.recorded_at = at(50);
        let mut paid = allocation(1, 1, None, 400, day(5));
        paid.recorded_at = at(60);
        write(store, |books| {
            books.insert_invoices(&[invoice(1, 1, 1_000, day(0)), late.clone()])?;
            books.insert_allocations(std::slice::from_ref(&paid))?;
            books.insert_due_statement(&due(1, day(10), DueBasis::Stated, 70))?;
            books.insert_hold(&hold(1, 1, day(2), 80))?;
            books.insert_lift(&lift(1, day(4), 90))?;
            books.insert_act(&act(1, 1, day(6), &[1]))?;
            books.insert_act_event(&event(1, 1, ActEvent::Done, day(7)))
        })
        .unwrap();
        let seen = |minutes| {
            let debtor = read(store, |books| books.debtor(id(1), id(1), known(day(9), at(minutes)))).unwrap();
            let open: Vec<(i64, Date)> = debtor.receivables.iter().map(|r| (r.outstanding.get(), r.due_on)).collect();
            let holds: Vec<Option<Date>> = debtor.holds.iter().map(|hold| hold.lifted_on).collect();
            let acts: Vec<ActState> = debtor.acts.iter().map(|act| act.state).collect();
            (open, holds, acts)
        };
        let (first, second) = ((1_000, day(30)), (500, day(31)));
        assert_eq!(seen(2), (vec![first], vec![], vec![]));
        assert_eq!(seen(3), (vec![first], vec![], vec![ActState::Prepared]));
        assert_eq!(seen(4), (vec![first], vec![], vec![ActState::Done]));
        assert_eq!(seen(50).0, [first, second]);
        assert_eq!(seen(60).0, [(600, day(30)), second]);
        assert_eq!((seen(70).0, seen(79).1), (vec![(600, day(10)), second], vec![]));
        assert_eq!((seen(80).1, seen(90).1), (vec![None], vec![Some(day(4))]));
        assert_eq!(read(store, |books| books.debtor(id(1), id(1), known(day(9), at(0)))), None);
    });
}

#[test]
fn nothing_dated_after_the_day_is_seen() {
    both(|store| {
        write(store, |books| {
            books.insert_invoices(&[invoice(1, 1, 1_000, day(0)), invoice(2, 1, 500, day(20))])?;
            books.insert_allocations(&[allocation(1, 1, None, 1_000, day(10))])?;
            books.insert_hold(&hold(1, 1, day(2), 1))?;
            books.insert_lift(&lift(1, day(15), 1))?;
            books.insert_act(&act(1, 1, day(6), &[1]))?;
            books.insert_act_event(&event(1, 1, ActEvent::Done, day(8)))
        })
        .unwrap();
        let debtor = |n| read(store, |books| books.debtor(id(1), id(1), on(day(n))));
        let early = debtor(7).unwrap();
        assert_eq!(early.receivables.iter().map(|r| r.id).collect::<Vec<_>>(), [id(1)]);
        assert_eq!((early.holds[0].lifted_on, early.acts[0].state), (None, ActState::Prepared));
        assert_eq!((early.acts[0].performed_on, early.history), (None, PayerHistory::default()));
        assert_eq!(debtor(12), None, "paid, and the next one not issued");
        let now = debtor(20).unwrap();
        assert_eq!(now.receivables.iter().map(|r| r.id).collect::<Vec<_>>(), [id(2)]);
        assert_eq!((now.holds[0].lifted_on, now.acts[0].performed_on), (Some(day(15)), Some(day(8))));
        assert_eq!(now.history, PayerHistory { settled: 1, settled_late: 0 });
    });
}

/// Each kind of fact that bears a day makes the days before it past, even when it is the only one.
#[test]
fn the_caches_do_not_answer_for_a_day_before_the_last_fact() {
    both(|store| {
        write(store, |books| {
            books.insert_invoices(&[invoice(1, 1, 1_000, day(0)), invoice(2, 2, 1_000, day(0))])?;
            books.insert_act(&act(1, 2, day(3), &[2]))?;
            books.insert_act_event(&event(1, 1, ActEvent::Done, day(10)))
        })
        .unwrap();
        let state = |n| read(store, |books| books.debtor(id(1), id(2), on(day(n)))).unwrap().acts[0].state;
        assert_eq!((state(9), state(10)), (ActState::Prepared, ActState::Done));
        write(store, |books| books.insert_allocations(&[allocation(1, 1, None, 1_000, day(20))])).unwrap();
        assert_eq!(open_items(store, on(day(19))).len(), 2);
        assert_eq!(open_items(store, on(day(20))).len(), 1);
        write(store, |books| books.insert_invoices(&[invoice(3, 3, 1_000, day(30))])).unwrap();
        assert_eq!(open_items(store, on(day(29))).len(), 1);
        assert_eq!(open_items(store, on(day(30))).len(), 2);
    });
}

#[test]
fn late_is_more_than_five_days_and_history_is_a_year() {
    both(|store| {
        write(store, |books| {
            let invoices: Vec<_> = (1..=5).map(|n| invoice(n, 1, if n == 5 { -9 } else { 100 }, day(0))).collect();
            books.insert_invoices(&invoices)?;
            books.insert_invoices(&[invoice(6, 1, 70, day(0)), invoice(7, 2, 70, day(0))])?;
            books.insert_allocations(&[
                allocation(1, 1, None, 100, day(30)),
                allocation(2, 2, None, 100, day(35)),
                allocation(3, 3, None, 100, day(36)),
                allocation(4, 4, None, 60, day(40)),
                allocation(5, 5, None, -9, day(40)),
            ])
        })
        .unwrap();
        let history = |view| {
            let found = read(store, |books| books.debtor(id(1), id(1), view)).unwrap().history;
            (found.settled, found.settled_late)
        };
        for (day_of_view, expected) in [(40, (3, 1)), (394, (3, 1)), (395, (2, 1)), (400, (1, 1)), (401, (0, 0))] {
            assert_eq!(history(on(day(day_of_view))), expected, "{day_of_view}");
            assert_eq!(history(known(day(day_of_view), Timestamp::MAX)), expected, "{day_of_view}");
        }
    });
}
