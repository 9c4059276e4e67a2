//! Pages asked for as a browser asks, on real books of both engines: what they say, whom they refuse, what they write.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up must fail")]

mod accords;
mod aging;
mod agreements_api;
mod api;
mod bank_accounts;
mod books;
mod browser;
mod claims;
mod conformance;
mod disputes;
mod door;
mod folder;
mod guide_api;
mod house;
mod imports_api;
mod intake;
mod invoice;
mod large;
mod letters;
mod matching;
mod mishaps;
mod money;
mod office;
mod parity;
mod people;
mod recovery;
mod reference;
mod replies;
mod returns;
mod scenarios;
mod search;
mod settings;
mod setup;
mod steps;
mod talks;
mod team;
mod typed;
mod users;
mod watch;
mod webhooks;
mod why;
mod words_api;
mod worklist;
mod worklist_words;
