//! A composed message read back, to be shown as its reader sees it. The bytes stay the evidence; this is only their face.

use mail_parser::{Address, MessageParser, MimeHeaders};

/// What a reader sees of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailRead {
    pub subject: String,
    pub from: String,
    pub to: String,
    pub text: String,
    pub html: Option<String>,
    /// Name and bytes of what is attached.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Reads a message; `None` for bytes that are none.
pub fn read(message: &[u8]) -> Option<MailRead> {
    let mail = MessageParser::default().parse(message)?;
    let files = mail
        .attachments()
        .map(|part| (part.attachment_name().unwrap_or("piece-jointe").to_string(), part.contents().to_vec()));
    Some(MailRead {
        subject: mail.subject().unwrap_or_default().to_string(),
        from: mail.from().map(addresses).unwrap_or_default(),
        to: mail.to().map(addresses).unwrap_or_default(),
        text: mail.body_text(0).unwrap_or_default().into_owned(),
        html: mail.body_html(0).map(std::borrow::Cow::into_owned),
        files: files.collect(),
    })
}

fn addresses(found: &Address<'_>) -> String {
    let each = found.iter().map(|a| match (a.name(), a.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (None, Some(address)) => address.to_string(),
        (name, None) => name.unwrap_or_default().to_string(),
    });
    each.collect::<Vec<_>>().join(", ")
}
