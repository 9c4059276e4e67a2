//! Nothing leaves twice, nothing is silently lost: the use cases on real books, with real carriers, and processes that die.
//!
//! What is checked is never our own word for it but what a receiver has: the files of the trial outbox, or the messages
//! that a real mail server took charge of.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up must fail")]

mod batches;
mod by_hand;
mod conserved;
mod explained;
mod ground;
mod hours;
mod interest_first;
mod killed;
mod lapsed;
mod letters;
mod money_kept;
mod receiver;
mod replies;
mod together;
mod waived_claims;
mod worker;
