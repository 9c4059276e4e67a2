//! From a letter to the exact bytes of a MIME message (RFC 5322, 2045–2047, 2231), the same bytes each time.
//!
//! Boundaries derive from the Message-ID and nothing reads a clock, so composing again gives what was stored as evidence.
//! The result is ASCII with CRLF line ends. Anything that could smuggle a header is refused, not cleaned.

use app::ports::mail::{Attachment, Mailbox, OutgoingMail};
use lettre::Address;
use lettre::message::header::{ContentDisposition, ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox as LettreMailbox, Message, MessageBuilder, MultiPart, SinglePart};
use sha2::{Digest, Sha256};
use std::time::SystemTime;

/// Header carried by every message composed while real sending is off; its value is `essai`.
pub const TRIAL_HEADER: &str = "X-Quitus-Mode";
/// Put before the subject of a trial message, so that no mail program can show it as a real one.
const TRIAL_PREFIX: &str = "[Essai] ";
const MAX_SUBJECT_CHARS: usize = 300;
const MAX_NAME_CHARS: usize = 200;
const MAX_ID_BYTES: usize = 200;
/// Seconds of 1 January 10000, the first instant an RFC 5322 date cannot write.
const YEAR_10000: i64 = 253_402_300_800;

/// Why a letter cannot become a message. Said in French to whoever must correct it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    #[error(
        "{field} contient un saut de ligne, un caractère de contrôle ou « =? » → réécrivez-le sur une seule ligne, sans ces signes"
    )]
    HeaderInjection { field: &'static str },
    #[error(
        "l’adresse « {address} » n’est pas une adresse électronique valable → corrigez-la dans la fiche du contact"
    )]
    InvalidAddress { address: String },
    #[error(
        "l’adresse « {address} » contient des lettres accentuées, que tous les serveurs n’acceptent pas → demandez une adresse sans accent (ou écrivez le domaine sous sa forme « xn-- »)"
    )]
    AccentedAddress { address: String },
    #[error("le message n’a aucun destinataire → choisissez un contact qui a une adresse électronique")]
    NoRecipient,
    #[error("{field} est trop long ({length} caractères, {limit} au plus) → raccourcissez-le")]
    TooLong { field: &'static str, length: usize, limit: usize },
    #[error("l’identifiant de message « {id} » n’a pas la forme « unique@domaine »")]
    InvalidMessageId { id: String },
    #[error("la date du message est hors de ce qu’un courriel peut écrire")]
    InvalidDate,
    #[error("le type « {mime} » de la pièce jointe « {filename} » n’est pas un type de fichier connu")]
    InvalidMime { filename: String, mime: String },
    #[error("le nom de pièce jointe « {filename} » n’est pas un nom de fichier → donnez un nom simple, sans dossier")]
    InvalidFilename { filename: String },
    #[error("le message n’a pas pu être composé : {0}")]
    Other(String),
}

/// Composes the message.
///
/// # Errors
/// A [`ComposeError`] naming the field to correct; nothing is repaired silently.
pub fn compose(mail: &OutgoingMail) -> Result<Vec<u8>, ComposeError> {
    let id = message_id(&mail.message_id)?;
    let builder = headers(mail, &id)?;
    let message = if mail.attachments.is_empty() {
        match &mail.html {
            None => builder.singlepart(text_part(&mail.text, ContentType::TEXT_PLAIN)?),
            Some(html) => builder.multipart(letter(mail, html, &id)?),
        }
    } else {
        builder.multipart(with_attachments(mail, &id)?)
    };
    Ok(message.map_err(|error| ComposeError::Other(error.to_string()))?.formatted())
}

fn headers(mail: &OutgoingMail, id: &str) -> Result<MessageBuilder, ComposeError> {
    let mut builder = Message::builder().from(mailbox(&mail.from, "le nom de l’expéditeur")?);
    if let Some(reply_to) = &mail.reply_to {
        builder = builder.reply_to(mailbox(reply_to, "le nom de l’adresse de réponse")?);
    }
    if mail.to.is_empty() {
        return Err(ComposeError::NoRecipient);
    }
    for to in &mail.to {
        builder = builder.to(mailbox(to, "le nom du destinataire")?);
    }
    for cc in &mail.cc {
        builder = builder.cc(mailbox(cc, "le nom du destinataire en copie")?);
    }
    single_line(&mail.subject, "l’objet", MAX_SUBJECT_CHARS)?;
    let prefix = if mail.trial { TRIAL_PREFIX } else { "" };
    builder = builder.subject(format!("{prefix}{}", mail.subject)).date(date(mail)?).message_id(Some(id.to_string()));
    if let Some(previous) = &mail.in_reply_to {
        let previous = message_id(previous)?;
        builder = builder.in_reply_to(previous.clone()).references(previous);
    }
    if mail.trial {
        let name = HeaderName::new_from_ascii_str(TRIAL_HEADER);
        builder = builder.raw_header(HeaderValue::new(name, "essai".to_string()));
    }
    Ok(builder)
}

/// Text alone, or text and HTML as alternatives.
fn letter(mail: &OutgoingMail, html: &str, id: &str) -> Result<MultiPart, ComposeError> {
    Ok(MultiPart::alternative()
        .boundary(boundary(id, "letter"))
        .singlepart(text_part(&mail.text, ContentType::TEXT_PLAIN)?)
        .singlepart(text_part(html, ContentType::TEXT_HTML)?))
}

fn with_attachments(mail: &OutgoingMail, id: &str) -> Result<MultiPart, ComposeError> {
    let mixed = MultiPart::mixed().boundary(boundary(id, "message"));
    let mut mixed = match &mail.html {
        None => mixed.singlepart(text_part(&mail.text, ContentType::TEXT_PLAIN)?),
        Some(html) => mixed.multipart(letter(mail, html, id)?),
    };
    for attachment in &mail.attachments {
        mixed = mixed.singlepart(attachment_part(attachment)?);
    }
    Ok(mixed)
}

/// Always quoted-printable: the stored message stays readable, and no line is ever too long for a mail server.
fn text_part(text: &str, content_type: ContentType) -> Result<SinglePart, ComposeError> {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let body = Body::new_with_encoding(lines, ContentTransferEncoding::QuotedPrintable)
        .map_err(|_| ComposeError::Other("le texte ne peut pas être encodé".to_string()))?;
    Ok(SinglePart::builder().header(content_type).body(body))
}

/// Always base64: an XML file sent as text would have its line ends changed, and with them its hash.
fn attachment_part(attachment: &Attachment) -> Result<SinglePart, ComposeError> {
    let filename = &attachment.filename;
    single_line(filename, "le nom de la pièce jointe", MAX_NAME_CHARS)?;
    if filename.trim().is_empty() || filename.contains(['/', '\\', '"']) {
        return Err(ComposeError::InvalidFilename { filename: filename.clone() });
    }
    let wrong_type = || ComposeError::InvalidMime { filename: filename.clone(), mime: attachment.mime.clone() };
    single_line(&attachment.mime, "le type de la pièce jointe", MAX_NAME_CHARS)?;
    // These two describe parts made of parts, which an attachment in base64 is not (RFC 2045 §6.4).
    let composite =
        ["multipart/", "message/"].iter().any(|kind| attachment.mime.to_ascii_lowercase().starts_with(kind));
    let content_type = ContentType::parse(&attachment.mime).ok().filter(|_| !composite).ok_or_else(wrong_type)?;
    let body = Body::new_with_encoding(attachment.bytes.clone(), ContentTransferEncoding::Base64)
        .map_err(|_| ComposeError::Other("la pièce jointe ne peut pas être encodée".to_string()))?;
    let part = SinglePart::builder().header(ContentDisposition::attachment(filename)).header(content_type);
    Ok(part.body(body))
}

fn mailbox(mailbox: &Mailbox, field: &'static str) -> Result<LettreMailbox, ComposeError> {
    if let Some(name) = &mailbox.name {
        single_line(name, field, MAX_NAME_CHARS)?;
    }
    let name = mailbox.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    Ok(LettreMailbox::new(name.map(str::to_string), address(&mailbox.address)?))
}

/// Checks an address of a message or of an envelope.
pub(crate) fn address(text: &str) -> Result<Address, ComposeError> {
    let shown = || text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).take(100).collect::<String>();
    if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(ComposeError::InvalidAddress { address: shown() });
    }
    if !text.is_ascii() {
        return Err(ComposeError::AccentedAddress { address: shown() });
    }
    text.parse().map_err(|_| ComposeError::InvalidAddress { address: shown() })
}

/// `=?` opens an encoded word (RFC 2047 §2): left in plain text, it would be read as something else than what was written.
fn single_line(text: &str, field: &'static str, limit: usize) -> Result<(), ComposeError> {
    if text.contains("=?") || text.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        return Err(ComposeError::HeaderInjection { field });
    }
    let length = text.chars().count();
    if length > limit { Err(ComposeError::TooLong { field, length, limit }) } else { Ok(()) }
}

/// `<left@right>` of printable ASCII (RFC 5322 §3.6.4), angle brackets added when missing.
fn message_id(id: &str) -> Result<String, ComposeError> {
    let bare = id.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(id);
    let printable = bare.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>'));
    let halves = bare.split_once('@').is_some_and(|(l, r)| !l.is_empty() && !r.is_empty() && !r.contains('@'));
    if printable && halves && bare.len() <= MAX_ID_BYTES {
        Ok(format!("<{bare}>"))
    } else {
        let shown = id.chars().filter(|c| !c.is_control()).take(100).collect();
        Err(ComposeError::InvalidMessageId { id: shown })
    }
}

fn date(mail: &OutgoingMail) -> Result<SystemTime, ComposeError> {
    let writable = (0..YEAR_10000).contains(&mail.date.as_second());
    if writable { Ok(SystemTime::from(mail.date)) } else { Err(ComposeError::InvalidDate) }
}

/// `=_` occurs neither in base64 nor in quoted-printable, so the boundary cannot appear inside a part (RFC 2045 §6.7).
fn boundary(id: &str, part: &str) -> String {
    let digest = Sha256::digest(format!("{part} {id}"));
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("=_{hex}")
}

/// Whether the header block of these bytes says the message was composed in trial mode.
pub(crate) fn is_trial(message: &[u8]) -> bool {
    header(message, TRIAL_HEADER).is_some()
}

/// The unfolded value of a header, read from the bytes themselves.
pub(crate) fn header(message: &[u8], name: &str) -> Option<String> {
    let end = message.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or(message.len());
    let block = String::from_utf8_lossy(message.get(..end)?);
    let mut value: Option<String> = None;
    for line in block.split("\r\n") {
        if line.starts_with([' ', '\t']) {
            if let Some(value) = &mut value {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if value.is_some() {
            break;
        } else if let Some((key, rest)) = line.split_once(':')
            && key.eq_ignore_ascii_case(name)
        {
            value = Some(rest.trim().to_string());
        }
    }
    value
}
