//! Leaving the building: composing messages and handing them to a mail server or to the local trial outbox.
//!
//! Adapters of [`app::ports::mail`]. They never decide whether something is sent, never retry and keep no state of their
//! own: [`compose`] makes the bytes that the caller stores as evidence, a carrier hands over those very bytes and says
//! exactly how far it got.

mod compose;
mod courier;
mod explain;
mod outbox;
mod read;
mod receive;
mod session;
mod smtp;

pub use compose::{ComposeError, TRIAL_HEADER, compose};
pub use courier::HttpCourier;
pub use outbox::OutboxCarrier;
pub use read::{MailRead, read};
pub use receive::MimeReader;
pub use smtp::{Security, SettingsError, SmtpCarrier, SmtpSettings};
