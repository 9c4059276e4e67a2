//! A message that a customer sent, read far enough to be recorded: who wrote, when, what, and which of ours it answers.
//!
//! Any bytes parse as some message; only those with a sender are one. The bytes themselves stay the evidence.

use app::ports::mail::{IncomingMail, MailReader, Mailbox, day_written};
use mail_parser::{HeaderValue, Message, MessageParser};

/// More references than any thread of reminders has.
const MOST_REFERENCES: usize = 200;

/// Reads messages saved as files (`.eml`).
pub struct MimeReader;

impl MailReader for MimeReader {
    fn read(&self, bytes: &[u8]) -> Option<IncomingMail> {
        let mail = MessageParser::default().parse(bytes)?;
        let from = sender(&mail)?;
        Some(IncomingMail {
            message_id: mail.message_id().map(|id| id.trim_matches(['<', '>', ' ']).to_string()),
            from: Some(from),
            sent_on: mail.date().and_then(|date| day_written(date.year, date.month, date.day)),
            subject: mail.subject().unwrap_or_default().to_string(),
            text: mail.body_text(0).unwrap_or_default().into_owned(),
            answers: answers(&mail),
        })
    }
}

fn sender(mail: &Message<'_>) -> Option<Mailbox> {
    let from = mail.from()?.iter().next()?;
    let address = from.address()?.trim().to_string();
    let name = from.name().map(str::trim).filter(|name| !name.is_empty()).map(str::to_string);
    address.contains('@').then_some(Mailbox { name, address })
}

/// What it answers first, then its references from the latest to the oldest.
fn answers(mail: &Message<'_>) -> Vec<String> {
    let mut ids: Vec<String> = listed(mail.in_reply_to());
    for id in listed(mail.references()).into_iter().rev() {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

fn listed(header: &HeaderValue<'_>) -> Vec<String> {
    let ids = header.as_text_list().unwrap_or_default();
    ids.iter().take(MOST_REFERENCES).map(|id| id.trim_matches(['<', '>', ' ']).to_string()).collect()
}
