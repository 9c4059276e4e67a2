//! The law against its test vectors, to the cent, and against the properties that any figure must keep.
//! One binary for speed; each module holds one subject.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "in a test a panic is the failure report")]

mod auditor;
mod book;
mod files;
mod interest;
mod limitation;
mod mentions;
mod properties;
mod terms;
mod volume;

use base::Date;
use law::LawBook;
use std::sync::LazyLock;

static SHIPPED: LazyLock<LawBook> = LazyLock::new(|| LawBook::shipped().expect("the shipped tables are sound"));

fn law() -> &'static LawBook {
    &SHIPPED
}

fn day(text: &str) -> Date {
    base::parse_iso_date(text).expect("a date")
}
