//! What the pages of the money read: what was open on any day is what the facts say, sorted, cut and summed by the
//! database; kept figures no longer stand as soon as a fact bears their day.

use super::make::{allocation, company, day, due, hold, id, invoice, lift, party, payment};
use super::world::{DAYS, MINUTES, World};
use super::{both, empty, read, write};
use app::ports::books::Books;
use app::ports::screens::{AgedFilter, AgedInvoice, AgedOrder, Cut, Days, KeptFigures, OldSince, Scope};
use app::ports::terms::BooksResult;
use app::records::PartyRecord;
use base::id::{InvoiceId, PartyId};
use base::{Cents, Date};
use domain::facts::{DueBasis, KindBasis, PartyKind};
use domain::situation::{AgedBalance, BUCKETS};
use std::collections::BTreeMap;
use store::SqlStore;

const ALL: Cut = Cut { offset: 0, limit: 10_000 };

fn whole() -> Scope {
    Scope { company: company(1).id, keeper: None }
}

fn open(store: &SqlStore, as_of: Date, filter: &AgedFilter) -> Vec<AgedInvoice> {
    read(store, |books| books.aged_invoices(whole(), as_of, filter, ALL))
}

#[test]
fn what_was_open_on_any_day_is_what_the_facts_say() {
    empty(|store| {
        let facts = World::new(11);
        facts.write(store, 40);
        for n in [0, 45, 120, 250, 399, DAYS + 50] {
            let as_of = day(n);
            let found = open(store, as_of, &AgedFilter::default());
            let by_invoice: BTreeMap<InvoiceId, Cents> = found.iter().map(|i| (i.invoice, i.outstanding)).collect();
            assert_eq!(by_invoice, facts.open(as_of, MINUTES), "on day {n}");
            let mut amounts = BTreeMap::new();
            read(store, |books| {
                amounts.clear();
                books.open_amounts(whole(), as_of, &mut |o| {
                    amounts.insert(o.invoice, o.outstanding);
                    Ok(())
                })
            });
            assert_eq!(amounts, by_invoice);
            let sum = Cents::sum(by_invoice.into_values()).unwrap();
            assert_eq!(read(store, |books| books.owed_by_facts(whole(), as_of)), sum, "on day {n}");
        }
    });
}

#[test]
fn customers_are_aged_as_the_domain_ages_them() {
    empty(|store| {
        World::new(12).write(store, 40);
        let as_of = day(200);
        let rows = read(store, |books| books.aged_parties(whole(), as_of, "", AgedOrder::Total, ALL));
        assert!(rows.len() > 5 && rows.is_sorted_by(|a, b| a.total >= b.total));
        let mut items = open(store, as_of, &AgedFilter::default());
        items.sort_by_key(|i| i.party);
        let mut aged = AgedBalance::new(as_of);
        items.iter().for_each(|i| aged.add(i.party, i.due_on, i.outstanding).unwrap());
        let expected: BTreeMap<PartyId, _> =
            aged.rows.iter().map(|r| (r.party, (r.buckets, r.total, r.invoices))).collect();
        let found: BTreeMap<PartyId, _> = rows.iter().map(|r| (r.party, (r.buckets, r.total, r.invoices))).collect();
        assert_eq!(found, expected);
        for (at, bucket) in BUCKETS.iter().enumerate() {
            let filter = AgedFilter { buckets: vec![at], ..AgedFilter::default() };
            let sum = Cents::sum(open(store, as_of, &filter).iter().map(|i| i.outstanding)).unwrap();
            assert_eq!(sum, aged.buckets[at], "{}", bucket.code);
        }
        let second = Cut { offset: 1, limit: 1 };
        let sorted = read(store, |books| books.aged_parties(whole(), as_of, "", AgedOrder::Bucket(4), ALL));
        let cut = read(store, |books| books.aged_parties(whole(), as_of, "", AgedOrder::Bucket(4), second));
        assert_eq!(cut, sorted[1..2]);
        let one = AgedFilter { party: Some(rows[0].party), ..AgedFilter::default() };
        assert_eq!(open(store, as_of, &one).len() as u64, rows[0].invoices);
    });
}

#[test]
fn only_what_a_hold_in_force_bears_on_is_held() {
    both(|store| {
        write(store, |books| {
            books.insert_invoices(&[invoice(1, 1, 1_000, day(0)), invoice(2, 2, 1_000, day(0))])?;
            books.insert_hold(&hold(1, 1, day(10), 1))?;
            books.insert_lift(&lift(1, day(20), 2))
        })
        .unwrap();
        let held = AgedFilter { held: true, ..AgedFilter::default() };
        let numbers = |n: i64| open(store, day(n), &held).into_iter().map(|i| i.number).collect::<Vec<_>>();
        assert_eq!(numbers(9), Vec::<String>::new());
        assert_eq!(numbers(19), ["FA-0001"]);
        assert_eq!(numbers(20), Vec::<String>::new());
        let holds = |n: i64| read(store, |books| books.holds_open(whole(), day(n))).len();
        assert_eq!([holds(9), holds(10), holds(20)], [0, 1, 0]);
    });
}

#[test]
fn the_month_collects_payments_on_what_is_due_in_it() {
    both(|store| {
        write(store, |books| {
            // Due on days 30, 35 and 90.
            books.insert_invoices(&[
                invoice(1, 1, 1_000, day(0)),
                invoice(2, 1, 2_000, day(5)),
                invoice(3, 2, 4_000, day(60)),
            ])?;
            books.insert_payments(&[payment(1, 1, 10_000, day(32))])?;
            let credit = allocation(4, 2, None, 300, day(33));
            books.insert_allocations(&[
                allocation(1, 1, Some(1), 600, day(32)),
                allocation(2, 2, Some(1), 500, day(70)),
                allocation(3, 3, Some(1), 100, day(61)),
                credit,
            ])
        })
        .unwrap();
        let days = Days { from: day(31), until: day(62) };
        let collected = |due_by| read(store, |books| books.collected(whole(), days, due_by));
        assert_eq!(collected(day(62)), Cents::new(600), "a credit note is no payment, and the third is due later");
        assert_eq!(collected(day(90)), Cents::new(700));
        let mut settled = Vec::new();
        let year = Days { from: day(0), until: day(400) };
        read(store, |books| {
            books.settled(whole(), year, &mut |s| {
                settled.push(s);
                Ok(())
            })
        });
        assert_eq!(settled, [], "nothing is settled whole");
    });
}

type Insert = &'static dyn Fn(&mut dyn Books) -> BooksResult<()>;

#[test]
fn kept_figures_no_longer_stand_as_soon_as_a_fact_bears_their_day() {
    both(|store| {
        let facts: [(&str, Insert); 5] = [
            ("invoice", &|books| books.insert_invoices(&[invoice(1, 1, 1_000, day(10))])),
            ("allocation", &|books| books.insert_allocations(&[allocation(1, 1, None, 10, day(10))])),
            ("due date", &|books| books.insert_due_statement(&due(1, day(90), DueBasis::Stated, 5))),
            ("hold", &|books| books.insert_hold(&hold(1, 1, day(10), 3))),
            ("lift", &|books| books.insert_lift(&lift(1, day(10), 4))),
        ];
        let made_at = base::Timestamp::from_second(1_795_172_400).unwrap();
        let figures = KeptFigures { json: "{}".to_string(), basis: "run".to_string(), made_at, stands: true };
        let keep = |n: i64| write(store, |books| books.keep_figures(whole(), "aged", day(n), &figures)).unwrap();
        let kept = |n: i64| read(store, |books| books.kept_figures(whole(), "aged", day(n)));
        let stands = |n: i64| kept(n).unwrap().stands;
        for (what, insert) in facts {
            [9, 10, 40].into_iter().for_each(keep);
            assert_eq!(kept(40), Some(figures.clone()));
            let before = read(store, |books| books.figures_state(company(1).id));
            write(store, |books| insert(books)).unwrap();
            assert_eq!([stands(9), stands(10), stands(40)], [true, false, false], "{what}");
            assert!(read(store, |books| books.figures_state(company(1).id)) > before, "{what}");
        }
        write(store, |books| books.rebuild_balances(id(1))).unwrap();
        assert_eq!(kept(9), None, "after a rebuild nothing is trusted");
    });
}

#[test]
fn a_past_day_laid_out_reads_as_the_facts_until_one_of_them_changes_it() {
    empty(|store| {
        let facts = World::new(12);
        facts.write(store, 30);
        let as_of = day(250);
        let from_facts = open(store, as_of, &AgedFilter::default());
        let quick = || read(store, |books| books.is_laid_out(company(1).id, as_of));
        assert!(!quick());
        for n in [10, 20, 30, 40, 250] {
            write(store, |books| books.lay_out(company(1).id, day(n))).unwrap();
        }
        assert!(quick());
        assert_eq!(open(store, as_of, &AgedFilter::default()), from_facts, "the same rows in the same order");
        assert!(!read(store, |books| books.is_laid_out(company(1).id, day(10))), "the oldest made room");
        write(store, |books| books.insert_hold(&hold(999, 1, day(249), 3))).unwrap();
        assert!(!quick(), "a fact of the day before");
    });
}

#[test]
fn a_debt_is_old_sooner_when_the_customer_is_or_may_be_a_consumer() {
    both(|store| {
        write(store, |books| {
            // Due on days 40 and 80, for each of three kinds of customers.
            let kinds = [
                (1, PartyKind::Business, KindBasis::Documented),
                (2, PartyKind::Business, KindBasis::Assumed),
                (3, PartyKind::Consumer, KindBasis::Documented),
            ];
            for (n, kind, kind_basis) in kinds {
                books.update_party(&PartyRecord { kind, kind_basis, ..party(n) })?;
                let (old, recent) = (invoice(n, n, 100, day(10)), invoice(n + 10, n, 200, day(50)));
                books.insert_invoices(&[old, recent])?;
            }
            Ok(())
        })
        .unwrap();
        let since = OldSince { consumers: day(100), others: day(50) };
        let found = read(store, |books| books.old_debts(whole(), since, 10));
        let amounts: Vec<i64> = found.iter().map(|d| d.amount.get()).collect();
        assert_eq!(amounts, [200, 200, 100, 100, 100], "the largest first");
        assert!(found.iter().all(|d| d.invoice != id(11)), "a business still has time");
    });
}
