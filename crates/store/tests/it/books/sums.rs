//! The sums of everything overdue are those of each invoice asked for alone, whatever was paid, taken back or given up.

use super::make::{at, company, day};
use super::world::World;
use super::{empty, read};
use app::{Clock, Entropy};
use base::{Cents, Timestamp};
use domain::journal::Actor;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

pub struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        at(2_000)
    }
}

#[derive(Default)]
pub struct Counter(AtomicU64);

impl Entropy for Counter {
    fn ten_bytes(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        bytes
    }
}

#[test]
fn all_at_once_or_one_by_one() {
    empty(|store| {
        let mut facts = World::new(7);
        // A lift of a later day is only told apart by the view of a day.
        facts.lifts.clear();
        facts.write(store, 50);
        let as_of = day(300);
        let (entropy, actor) = (Counter::default(), Actor::Program);
        let world = app::World { store, clock: &Still, entropy: &entropy, today: as_of, actor, program: "test" };
        let together: BTreeMap<String, (Cents, Cents)> =
            app::sums::of_every_overdue(&world, &company(1), as_of, &mut |all: &mut BTreeMap<_, _>, _, item, sums| {
                all.insert(item.number.clone(), (sums.interest_accrued, sums.total_due));
                Ok(())
            })
            .unwrap();
        assert!(together.len() > 20, "{}", together.len());
        let law = app::lawbook::load(&world).unwrap();
        for (number, sums) in &together {
            let invoice = read(store, |books| books.invoices_by_number(company(1).id, number)).remove(0);
            let alone = world.read(|books| app::sums::of_invoice(books, &law, &company(1), &invoice, as_of)).unwrap();
            assert_eq!((alone.interest_accrued, alone.total_due), *sums, "{number}");
        }
    });
}
