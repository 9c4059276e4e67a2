//! One process sends at a time.

use super::make::at;
use app::ports::books::Store;
use store::SqlStore;

#[test]
fn the_sending_lock_is_held_by_one_and_given_back() {
    testkit::both(|url| {
        let [one, other] = [(); 2].map(|()| SqlStore::open(url, at(0)).unwrap());
        let held = one.sending_lock().unwrap();
        assert!(held.is_some());
        assert!(other.sending_lock().unwrap().is_none());
        assert!(one.sending_lock().unwrap().is_none(), "not even twice by the same process");
        drop(held);
        assert!(other.sending_lock().unwrap().is_some());
        assert!(one.sending_lock().unwrap().is_some(), "dropped at once");
    });
}

#[test]
fn two_databases_have_two_locks() {
    testkit::both(|first| {
        testkit::both(|second| {
            let _held = SqlStore::open(first, at(0)).unwrap().sending_lock().unwrap().unwrap();
            assert!(SqlStore::open(second, at(0)).unwrap().sending_lock().unwrap().is_some());
        });
    });
}
