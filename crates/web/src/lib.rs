//! The web application: pages made on the server from what the use cases say, readable without JavaScript.
//!
//! A request becomes a [`visit::Visit`] (who, for which company, on which day), a page function turns it into an
//! [`answer::Answer`], and nothing else. Page functions are synchronous and run on blocking threads; they name no adapter:
//! the composition root hands over a [`house::House`].

mod access;
pub mod answer;
mod api;
mod assets;
mod counting;
mod diff;
mod door;
mod fields;
mod frame;
mod herald;
pub mod house;
mod jobs;
mod pages;
mod passwords;
mod refused;
mod round;
mod route;
mod server;
mod spoken;
mod unread;
mod view;
mod visit;
mod watch;
mod why;

pub use api::description;
pub use counting::Counting;
pub use herald::tell_events;
pub use house::{Columns, House, Outside};
pub use passwords::Argon;
pub use round::Patrol;
pub use server::{router, serve};
pub use watch::Watch;
