//! E-mail as the application sees it: a letter to compose, exact bytes to hand over, what the carrier answered, and what
//! somebody received.
//!
//! A carrier never retries and never decides: it says exactly how far the hand-over went, so that the caller, who has
//! already committed the act as prepared with these very bytes, can tell a message certainly not sent from one that may
//! have left. Nothing here speaks SMTP or MIME; adapters do.

use base::{Date, Timestamp};

/// A person or service at an e-mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// The name shown beside the address, accents included.
    pub name: Option<String>,
    /// `local@domain`, ASCII.
    pub address: String,
}

impl Mailbox {
    /// An address without a name.
    pub fn bare(address: impl Into<String>) -> Self {
        Mailbox { name: None, address: address.into() }
    }

    /// An address with the name shown beside it.
    pub fn named(name: impl Into<String>, address: impl Into<String>) -> Self {
        Mailbox { name: Some(name.into()), address: address.into() }
    }
}

/// A file that goes with the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Name shown to the recipient, without any folder.
    pub filename: String,
    /// Media type, e.g. `application/pdf`.
    pub mime: String,
    pub bytes: Vec<u8>,
}

/// Everything that makes the bytes of a message; the same value always makes the same bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingMail {
    /// `<unique@domain>`; the angle brackets may be left out.
    pub message_id: String,
    /// Value of the `Date` header.
    pub date: Timestamp,
    pub from: Mailbox,
    pub reply_to: Option<Mailbox>,
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    pub subject: String,
    /// Plain text, lines ended by `\n` or `\r\n`.
    pub text: String,
    /// The same letter in HTML.
    pub html: Option<String>,
    pub attachments: Vec<Attachment>,
    /// Message-ID of the message this one answers or follows.
    pub in_reply_to: Option<String>,
    /// Composed while real sending is off. The bytes then say so, and a carrier that really sends refuses them.
    pub trial: bool,
}

impl OutgoingMail {
    /// From whom and to whom the message travels: every `to` and `cc` address once, in that order.
    pub fn envelope(&self) -> Envelope {
        let mut to: Vec<String> = Vec::new();
        for mailbox in self.to.iter().chain(&self.cc) {
            if !to.iter().any(|known| known.eq_ignore_ascii_case(&mailbox.address)) {
                to.push(mailbox.address.clone());
            }
        }
        Envelope { from: self.from.address.clone(), to }
    }
}

/// The addresses the carrier uses, which are not read from the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Where the carrier reports what it could not deliver.
    pub from: String,
    pub to: Vec<String>,
}

/// How far a hand-over went. Replies are the server's own words; reasons are French sentences for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HandOver {
    /// The carrier took charge of the message for every recipient.
    Accepted { reply: String },
    /// The carrier took charge of it for some recipients and refused the others (address, reply).
    Partly { accepted: Vec<String>, refused: Vec<(String, String)>, reply: String },
    /// The carrier refused the message itself. `permanent` is false when trying later may work (SMTP 4xx).
    Refused { permanent: bool, reply: String },
    /// Certainly not handed over: no connection, no secure channel, wrong password, broken before the end of the message.
    Unreachable { why: String },
    /// The whole message was transmitted and no answer came: it may or may not have left. Never sent again by itself.
    Unknown { why: String },
}

/// Something that takes charge of composed messages.
pub trait MailCarrier {
    /// Hands over these exact bytes to the envelope's recipients, once.
    fn hand_over(&self, envelope: &Envelope, message: &[u8]) -> HandOver;

    /// Short French name of the carrier, for the journal and the settings page.
    fn label(&self) -> String;

    /// Tries everything short of sending a message.
    ///
    /// # Errors
    /// A French sentence saying what failed and what to do.
    fn check(&self) -> Result<String, String>;

    /// Whether the message with this Message-ID was handed over, for a carrier that can tell afterwards.
    fn was_handed_over(&self, _message_id: &str) -> Option<bool> {
        None
    }
}

/// Makes the exact bytes of a message; the same value always gives the same bytes.
pub trait MailComposer: Send + Sync {
    /// # Errors
    /// What is wrong with an address, subject or attachment, in French.
    fn compose(&self, mail: &OutgoingMail) -> Result<Vec<u8>, String>;
}

/// A message somebody received, as far as it answers one of ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IncomingMail {
    /// Its own Message-ID, without brackets.
    pub message_id: Option<String>,
    pub from: Option<Mailbox>,
    /// The day its sender wrote in the `Date` header.
    pub sent_on: Option<Date>,
    pub subject: String,
    /// Its plain text, or what its HTML says.
    pub text: String,
    /// Message-IDs without brackets, the one it answers first, then its references from the latest to the oldest.
    pub answers: Vec<String>,
}

/// The day of a `Date` header, as its sender saw it; `None` for one that does not exist.
pub fn day_written(year: u16, month: u8, day: u8) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Reads messages that were saved as files.
pub trait MailReader: Send + Sync {
    /// `None` for bytes that are no message somebody sent.
    fn read(&self, bytes: &[u8]) -> Option<IncomingMail>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_written_twice_is_served_once() {
        let mail = OutgoingMail {
            message_id: "a@b.fr".into(),
            date: Timestamp::UNIX_EPOCH,
            from: Mailbox::bare("compta@atelier.fr"),
            reply_to: None,
            to: vec![Mailbox::named("Claire", "claire@client.fr"), Mailbox::bare("paul@client.fr")],
            cc: vec![Mailbox::bare("Claire@client.fr")],
            subject: "Facture".into(),
            text: "Bonjour".into(),
            html: None,
            attachments: Vec::new(),
            in_reply_to: None,
            trial: true,
        };
        assert_eq!(mail.envelope().to, ["claire@client.fr", "paul@client.fr"]);
        assert_eq!(mail.envelope().from, "compta@atelier.fr");
    }
}
