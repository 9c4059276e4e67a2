//! The agenda as it stands now, and what the day's pages read of it.

use super::make::{act, contact, day, event, id, invoice};
use super::{both, read, write};
use app::ports::screens::{ActList, Cut, QuietFilter, QuietOrder, Scope, WorkFilter, WorkOrder};
use app::records::{QuietItem, WorkItem};
use base::{Cents, Currency, Timestamp};
use domain::act::ActEvent;
use domain::agenda::ApprovalNeeded;
use domain::facts::{ActState, Channel, ContactRole};

fn work(party: u64, total: i64, per_minute: i64, late: i64) -> WorkItem {
    WorkItem {
        company: id(1),
        party: id(party),
        step: "courtesy".into(),
        currency: Currency::EUR,
        approval: ApprovalNeeded::Anybody,
        channel: Channel::Email,
        role: ContactRole::AccountsPayable,
        contact: (party == 1).then(|| id(1)),
        total: Cents::new(total),
        invoices: 2,
        days_late: late,
        per_minute: Cents::new(per_minute),
        last_contact_on: (party == 1).then(|| day(3)),
        last_channel: (party == 1).then_some(Channel::Call),
        worth: "{}".into(),
        json: format!("{{\"party\":{party}}}"),
    }
}

fn quiet(n: u64, party: u64, reason: &str, next: Option<i64>) -> QuietItem {
    QuietItem {
        is_contested: false,
        company: id(1),
        party: id(party),
        invoice: id(n),
        number: format!("FA-{n:03}"),
        due_on: day(1),
        currency: Currency::EUR,
        outstanding: Cents::new(100),
        reason: reason.into(),
        next_on: next.map(day),
        json: "{}".into(),
    }
}

const ALL: Cut = Cut { offset: 0, limit: 100 };

fn scope(keeper: Option<u64>) -> Scope {
    Scope { company: id(1), keeper: keeper.map(id) }
}

fn filter(search: &str) -> WorkFilter {
    WorkFilter { scope: scope(None), approvals: &[ApprovalNeeded::Anybody], search: search.into() }
}

#[test]
fn proposals_are_sorted_summed_and_cut_by_the_database() {
    both(|store| {
        let items = [work(1, 300, 10, 5), work(2, 100, 90, 50), work(3, 200, 50, -2)];
        write(store, |books| {
            books.insert_contact(&contact(1, 1))?;
            books.insert_current(&items, &[])?;
            let owner = WorkItem { step: "notice".into(), approval: ApprovalNeeded::Owner, ..work(1, 900, 1, 90) };
            books.insert_current(&[owner], &[])
        })
        .unwrap();
        let parties = |order, cut| {
            let rows = read(store, |books| books.work_rows(&filter(""), order, cut));
            rows.into_iter().map(|r| r.customer).collect::<Vec<_>>()
        };
        assert_eq!(parties(WorkOrder::Worth, ALL), ["Client 2", "Client 3", "Client 1"]);
        assert_eq!(parties(WorkOrder::Amount, ALL), ["Client 1", "Client 3", "Client 2"]);
        assert_eq!(parties(WorkOrder::Late, ALL), ["Client 2", "Client 1", "Client 3"]);
        assert_eq!(parties(WorkOrder::Customer, Cut { offset: 1, limit: 1 }), ["Client 2"]);
        let sum = read(store, |books| books.work_sum(&filter("")));
        assert_eq!((sum.count, sum.totals), (3, vec![(Currency::EUR, Cents::new(600))]));
        assert_eq!(read(store, |books| books.work_sum(&filter("CLIENT 2"))).count, 1);
        let own = WorkFilter { scope: scope(Some(9)), ..filter("") };
        assert_eq!(read(store, |books| books.work_sum(&own)).count, 0, "nobody's keeper sees nobody");
        let of_one = read(store, |books| books.work_of_party(id(1)));
        assert_eq!(of_one.iter().map(|r| r.item.step.as_str()).collect::<Vec<_>>(), ["courtesy", "notice"]);
        assert_eq!((of_one[0].item.clone(), of_one[0].contact.as_deref()), (items[0].clone(), Some("Mme Durand")));
    });
}

#[test]
fn silences_are_counted_by_reason_and_found_by_number_customer_and_day() {
    both(|store| {
        let mut items = [
            quiet(1, 1, "promise", Some(60)),
            quiet(2, 1, "dispute", None),
            quiet(3, 2, "promise", Some(55)),
            quiet(14, 3, "too_fresh", Some(55)),
        ];
        for (item, cents) in items.iter_mut().zip([100, 300, 50, 200]) {
            item.outstanding = Cents::new(cents);
        }
        write(store, |books| books.insert_current(&[], &items)).unwrap();
        let asked = |reason: &str, search: &str, until: Option<i64>| QuietFilter {
            scope: scope(None),
            search: search.into(),
            reason: reason.into(),
            until: until.map(day),
        };
        let numbers = |filter: QuietFilter| {
            let rows = read(store, |books| books.quiet_rows(&filter, QuietOrder::Next, ALL));
            rows.into_iter().map(|r| r.item.number).collect::<Vec<_>>()
        };
        assert_eq!(numbers(asked("", "", None)), ["FA-014", "FA-003", "FA-001", "FA-002"]);
        assert_eq!(numbers(asked("promise", "", None)), ["FA-003", "FA-001"]);
        assert_eq!(numbers(asked("", "client 1", None)), ["FA-001", "FA-002"]);
        assert_eq!(numbers(asked("", "fa-014", None)), ["FA-014"]);
        assert_eq!(numbers(asked("", "", Some(55))), ["FA-014", "FA-003"]);
        let ordered = |order| {
            let rows = read(store, |books| books.quiet_rows(&asked("", "", None), order, ALL));
            rows.into_iter().map(|r| r.item.number).collect::<Vec<_>>()
        };
        assert_eq!(ordered(QuietOrder::Next), ["FA-014", "FA-003", "FA-001", "FA-002"], "a day's largest first");
        assert_eq!(ordered(QuietOrder::Amount), ["FA-002", "FA-014", "FA-001", "FA-003"]);
        assert_eq!(ordered(QuietOrder::Customer), ["FA-001", "FA-002", "FA-003", "FA-014"]);
        let counts = read(store, |books| books.quiet_counts(&asked("dispute", "", None)));
        assert_eq!(counts, [("promise".into(), 2), ("dispute".into(), 1), ("too_fresh".into(), 1)]);
        let days = read(store, |books| books.quiet_days(scope(None), day(50), day(59)));
        assert_eq!(days, [(day(55), 2)]);
        assert_eq!(read(store, |books| books.quiet_of_party(id(1))), items[..2]);
    });
}

#[test]
fn one_customer_is_replaced_and_the_others_stay() {
    both(|store| {
        write(store, |books| {
            books.insert_current(&[work(1, 1, 1, 1), work(2, 1, 1, 1)], &[quiet(1, 1, "plan", None)])?;
            books.clear_current(id(1), Some(id(1)))
        })
        .unwrap();
        let left = |party| {
            read(store, |books| Ok(books.work_of_party(id(party))?.len() + books.quiet_of_party(id(party))?.len()))
        };
        assert_eq!((left(1), left(2)), (0, 1));
        assert_eq!(read(store, |books| books.current_run(id(1))), None);
        write(store, |books| {
            books.clear_current(id(1), None)?;
            books.set_current_run(id(1), id(5), day(1))?;
            books.set_current_run(id(1), id(6), day(2))
        })
        .unwrap();
        assert_eq!((left(2), read(store, |books| books.current_run(id(1)))), (0, Some((id(6), day(2)))));
    });
}

#[test]
fn acts_stand_in_the_tab_of_what_they_wait_for() {
    both(|store| {
        let task =
            |n: u64| app::records::ActRecord { message_id: None, channel: Channel::Letter, ..act(n, 1, day(40), &[1]) };
        let mail =
            |n: u64| app::records::ActRecord { message_id: Some(format!("<{n}@a>")), ..act(n, 1, day(40), &[1]) };
        write(store, |books| {
            books.insert_invoices(&[invoice(1, 1, 100, day(0))])?;
            for act in [task(1), mail(2), task(3), mail(4), mail(5)] {
                books.insert_act(&act)?;
            }
            books.insert_act_event(&event(3, 1, ActEvent::Done, day(41)))?;
            books.insert_act_event(&event(4, 1, ActEvent::Claimed, day(40)))?;
            books.insert_act_event(&event(4, 2, ActEvent::OutcomeLost, day(40)))?;
            books.insert_act_event(&event(5, 1, ActEvent::Cancelled, day(40)))
        })
        .unwrap();
        let states = |list| {
            let rows = read(store, |books| books.act_rows(scope(None), list, ALL));
            assert_eq!(read(store, |books| books.act_count(scope(None), list)), rows.len() as u64);
            rows.into_iter().map(|named| (named.customer, named.row.state)).collect::<Vec<_>>()
        };
        let one = |state| ("Client 1".to_string(), state);
        assert_eq!(states(ActList::Answers), [one(ActState::Prepared), one(ActState::Unknown)]);
        assert_eq!(states(ActList::Leaving), [one(ActState::Prepared)]);
        assert_eq!(states(ActList::Done(day(41))), [one(ActState::Done)]);
        assert_eq!(states(ActList::Done(day(40))), [one(ActState::Cancelled)]);
        assert_eq!(read(store, |books| books.act_count(scope(Some(9)), ActList::Answers)), 0);
        let author = act(1, 1, day(40), &[1]).approved_by;
        let approved = |who: &str, until| {
            read(store, |books| books.acts_approved(scope(None), who, Timestamp::UNIX_EPOCH, until)).len()
        };
        assert_eq!((approved(&author, Timestamp::MAX), approved("autre", Timestamp::MAX)), (5, 0));
        assert_eq!(approved(&author, Timestamp::UNIX_EPOCH), 0);
    });
}
