//! When things happen, in which transaction and for whom: the use cases, and the ports through which they reach the world.
//!
//! Nothing here knows a database, a mail server or a file format; adapters implement the traits of [`ports`].
//! In the order of the flow: [`import`], [`aging`] and [`sums`] (situation), [`planning`], [`worklist`] and [`explain`] (agenda),
//! [`prepare`], [`dispatch`], [`outcomes`] and [`replies`] (act), [`verify`] (evidence). What is contested, and what puts it right:
//! [`disputes`], [`corrections`]. Who may do it: [`accounts`]. What is changed before it counts: [`scenarios`],
//! [`rehearsals`] and [`texts`]. Who is told: [`webhooks`].

pub mod accessories;
pub mod accounts;
pub mod aging;
pub mod assigned;
pub mod bad_debts;
pub mod bank_accounts;
pub mod brief;
pub mod cases;
pub mod closings;
pub mod companies;
pub mod confirm;
pub mod control;
pub mod corrections;
pub mod customers;
pub mod diagnosis;
pub mod dispatch;
pub mod disputes;
pub mod dropped;
pub mod entries;
pub mod error;
pub mod explain;
pub mod extensions;
pub mod folders;
pub mod guide;
pub mod holds;
pub mod import;
pub mod lawbook;
mod letters;
pub mod limitation;
pub mod locked_out;
pub mod logbook;
pub mod matching;
pub mod members;
pub mod money;
pub mod naming;
pub mod outcomes;
pub mod payers;
pub mod payments;
pub mod planning;
pub mod plans;
pub mod ports;
pub mod prepare;
pub mod promises;
pub mod reckonings;
pub mod records;
pub mod recovery;
pub mod rehearsals;
pub mod remainders;
pub mod replies;
pub mod restoration;
pub mod scenarios;
pub mod services;
pub mod sorting;
pub mod standing;
pub mod statements;
pub mod sums;
pub mod texts;
pub mod thanks;
pub mod tokens;
pub mod undelivered;
pub mod verify;
pub mod waivers;
pub mod webhooks;
pub mod worklist;
pub mod world;

/// What a system refuses, in French: adapters say it too, and some know nothing but this crate.
pub use base::unread;
pub use error::{AppError, AppResult};
pub use world::{Clock, Entropy, World};
