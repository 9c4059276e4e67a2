//! The database of the product: one schema and one SQL text on embedded SQLite and on PostgreSQL.
//!
//! [`engine`] knows how to open, ask and migrate a database and nothing about invoices. What is stored, and the ports
//! of the application it answers, come above it.

pub mod engine;
