//! The contract of the books: what every test here states holds on SQLite and on PostgreSQL.

mod acts;
mod agendas;
mod agreements;
mod bank;
mod caches;
mod companies;
mod current;
mod disputes;
mod entries;
mod figures;
mod finality;
mod folder;
mod holds;
mod invoices;
mod journal;
mod lock;
mod make;
mod money;
mod plans;
mod replies;
mod scale;
mod statements;
mod sums;
mod views;
mod workshop;
mod world;

use app::ports::books::{Books, Store};
use app::ports::terms::{BooksError, BooksResult, View};
use base::{Date, Timestamp};
use store::SqlStore;

/// A store with one company and the customers 1 to 3.
fn both(body: impl Fn(&SqlStore)) {
    empty(|store| {
        write(store, |books| {
            books.insert_company(&make::company(1))?;
            (1..=3).try_for_each(|n| books.insert_party(&make::party(n)))
        })
        .unwrap();
        body(store);
    });
}

fn empty(body: impl Fn(&SqlStore)) {
    testkit::both(|url| body(&SqlStore::open(url, make::at(0)).unwrap()));
}

fn write<T>(store: &SqlStore, mut work: impl FnMut(&mut dyn Books) -> BooksResult<T>) -> BooksResult<T> {
    let mut result = None;
    store.write(&mut |books| {
        result = Some(work(books)?);
        Ok(())
    })?;
    Ok(result.unwrap())
}

fn read<T>(store: &SqlStore, mut work: impl FnMut(&mut dyn Books) -> BooksResult<T>) -> T {
    let mut result = None;
    store
        .read(&mut |books| {
            result = Some(work(books)?);
            Ok(())
        })
        .unwrap();
    result.unwrap()
}

/// Whether interest, and whether the compensation, of an invoice of the first customer were given up by a day.
fn given_up_of(books: &mut dyn Books, invoice: u64, on: i64) -> BooksResult<(bool, bool)> {
    let words = books.given_up(make::id(1), make::day(on))?;
    let about = words.iter().filter(|word| word.invoice.is_none_or(|named| named == make::id(invoice)));
    Ok(about.fold((false, false), |(i, c), word| (i || word.interest, c || word.compensation)))
}

fn assert_taken<T: std::fmt::Debug>(result: BooksResult<T>) {
    assert!(matches!(result, Err(BooksError::Taken(_))), "{result:?}");
}

fn assert_not_found<T: std::fmt::Debug>(result: BooksResult<T>) {
    assert!(matches!(result, Err(BooksError::NotFound(_))), "{result:?}");
}

/// As of that day, by everything known.
fn on(as_of: Date) -> View {
    View { as_of, known_at: None }
}

/// As of that day, by what was known at that instant.
fn known(as_of: Date, at: Timestamp) -> View {
    View { as_of, known_at: Some(at) }
}
