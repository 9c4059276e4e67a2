//! The database of the product: one schema and one SQL text on embedded SQLite and on PostgreSQL.
//!
//! [`engine`] knows how to open, ask and migrate a database and nothing about invoices. [`books`] is what is stored, and
//! answers the application's port with it.

pub mod books;
pub mod engine;

pub use books::SqlStore;
