//! What tests of several crates share: throw-away folders, a throw-away PostgreSQL cluster, a real SMTP server, and running
//! one body on both databases.
//!
//! Nothing here is part of the product, and nothing here is optional: where PostgreSQL is missing a test fails and
//! says what to install, because a test that silently skips proves nothing.
#![expect(clippy::expect_used, reason = "a test that cannot prepare its ground must stop")]

pub mod filled;
pub mod folder;
pub mod postgres;
pub mod smtp;

pub use filled::Filled;
pub use folder::Folder;

/// Runs `body` on a fresh SQLite file, then on a fresh PostgreSQL database; a failure names the engine it happened on.
///
/// # Panics
/// When `body` does, or when PostgreSQL cannot be started.
pub fn both(body: impl Fn(&str)) {
    on_sqlite(&body);
    on_postgres(&body);
}

/// Runs `body` on a fresh SQLite file, removed afterwards.
pub fn on_sqlite(body: impl FnOnce(&str)) {
    let folder = Folder::new();
    let _named = NamedOnFailure("SQLite");
    body(&format!("sqlite:{}", folder.path().join("quitus.db").display()));
}

/// Runs `body` on a fresh PostgreSQL database, dropped afterwards when the body succeeds.
pub fn on_postgres(body: impl FnOnce(&str)) {
    let url = postgres::fresh_url();
    {
        let _named = NamedOnFailure("PostgreSQL");
        body(&url);
    }
    postgres::drop_database(&url);
}

struct NamedOnFailure(&'static str);

impl Drop for NamedOnFailure {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the failure above happened on {}", self.0);
        }
    }
}
