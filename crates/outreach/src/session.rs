//! One SMTP conversation (RFC 5321), step by step, so that it is always known how far the message went.
//!
//! The line that matters is the end of the data: broken before it, the server must not deliver and the message was
//! certainly not handed over; broken after it and before the answer, nobody can tell. Each recipient has its own answer.

use crate::compose::address;
use crate::explain;
use crate::smtp::{Security, SmtpSettings};
use app::ports::mail::{Envelope, HandOver};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{Error, response::Response};
use std::error::Error as _;
use std::time::Duration;

/// Bytes written at a time; also what bounds memory beyond the message itself.
const CHUNK: usize = 16 * 1024;
/// Longest line without its CRLF (RFC 5321 §4.5.3.1.6).
const MAX_LINE: usize = 998;
/// Saying goodbye is a courtesy: a server that does not answer it is not waited for.
const GOODBYE: Duration = Duration::from_secs(2);

/// An open, protected and authenticated conversation.
pub(crate) struct Session {
    connection: SmtpConnection,
    final_reply: Duration,
}

/// What the server answered about one recipient or one command, when it refused.
struct Refusal {
    permanent: bool,
    reply: String,
}

/// Recipients sorted by the server's answer.
#[derive(Default)]
struct Recipients {
    accepted: Vec<String>,
    refused: Vec<(String, Refusal)>,
}

impl Session {
    /// Connects, protects the channel and authenticates, or says in French what failed.
    pub(crate) fn open(settings: &SmtpSettings, tls: Option<&TlsParameters>) -> Result<Session, String> {
        let server = (settings.host.as_str(), settings.port);
        let timeout = Some(Duration::from_secs(settings.timeout_s));
        let hello = ClientId::default();
        let from_first_byte = if settings.security == Security::Tls { tls } else { None };
        let mut connection = SmtpConnection::connect(server, timeout, &hello, from_first_byte, None)
            .map_err(|error| explain::connection(settings, &error))?;
        if settings.security == Security::StartTls {
            let tls = tls.ok_or("Le chiffrement n’est pas préparé.")?;
            connection.starttls(tls, &hello).map_err(|error| explain::starttls(settings, &error))?;
        }
        if let (Some(username), Some(password)) = (&settings.username, &settings.password) {
            let credentials = Credentials::new(username.clone(), password.clone());
            connection
                .auth(&[Mechanism::Plain, Mechanism::Login], &credentials)
                .map_err(|error| explain::authentication(settings, &error))?;
        }
        Ok(Session { connection, final_reply: Duration::from_secs(settings.final_reply_timeout_s) })
    }

    /// Hands one message over and closes the conversation.
    pub(crate) fn deliver(mut self, envelope: &Envelope, message: &[u8]) -> HandOver {
        let outcome = self.conversation(envelope, message).unwrap_or_else(|stopped| stopped);
        match outcome {
            HandOver::Unreachable { .. } | HandOver::Unknown { .. } => {}
            _ => self.close(),
        }
        outcome
    }

    /// Says goodbye without waiting long for the answer.
    pub(crate) fn close(mut self) {
        if self.connection.set_timeout(Some(GOODBYE)).is_ok() {
            let _ = self.connection.quit();
        }
    }

    fn conversation(&mut self, envelope: &Envelope, message: &[u8]) -> Result<HandOver, HandOver> {
        let from = address(&envelope.from).map_err(|error| HandOver::Unreachable { why: error.to_string() })?;
        self.connection.command(Mail::new(Some(from), Vec::new())).map_err(|error| stopped(&error))?;
        let recipients = self.recipients(&envelope.to)?;
        if recipients.accepted.is_empty() {
            return Err(recipients.all_refused());
        }
        let go_ahead = self.connection.command(Data).map_err(|error| stopped(&error))?;
        if !go_ahead.has_code(354) {
            let why = format!("Le serveur d’envoi n’a pas accepté de recevoir le message ({}).", reply(&go_ahead));
            return Err(HandOver::Unreachable { why });
        }
        let answer = self.transmit(message)?;
        Ok(recipients.taken_charge_of(reply(&answer)))
    }

    fn recipients(&mut self, to: &[String]) -> Result<Recipients, HandOver> {
        let mut sorted = Recipients::default();
        for recipient in to {
            let parsed = match address(recipient) {
                Ok(parsed) => parsed,
                Err(error) => {
                    let refusal = Refusal { permanent: true, reply: error.to_string() };
                    sorted.refused.push((recipient.clone(), refusal));
                    continue;
                }
            };
            match self.connection.command(Rcpt::new(parsed, Vec::new())) {
                Ok(_) => sorted.accepted.push(recipient.clone()),
                Err(error) => match refusal(&error) {
                    // 421: the server is closing the conversation, whatever the recipient.
                    Some(refusal) if !refusal.reply.starts_with("421") => {
                        sorted.refused.push((recipient.clone(), refusal));
                    }
                    _ => return Err(stopped(&error)),
                },
            }
        }
        Ok(sorted)
    }

    /// Writes the message and waits for the answer that transfers responsibility (RFC 5321 §6.1).
    fn transmit(&mut self, message: &[u8]) -> Result<Response, HandOver> {
        self.connection.set_timeout(Some(self.final_reply)).map_err(|error| HandOver::Unreachable {
            why: format!("La connexion au serveur d’envoi est rompue ({}).", app::unread::system(&error)),
        })?;
        // The connection itself writes the last CRLF together with the final dot.
        let body = message.strip_suffix(b"\r\n").unwrap_or(message);
        let mut all_written = false;
        let chunks = body.chunks(CHUNK).map(Some).chain([None]);
        let chunks = chunks.map_while(|chunk| {
            // Asked for once everything before has been written: only then can the final dot follow.
            all_written = chunk.is_none();
            chunk
        });
        let answer = self.connection.message_iter(chunks);
        match answer {
            Ok(answer) if u16::from(answer.code()) / 100 == 2 => Ok(answer),
            Ok(answer) => Err(unknown(&format!("réponse inattendue « {} »", reply(&answer)))),
            Err(error) => Err(match refusal(&error) {
                Some(refusal) => HandOver::Refused { permanent: refusal.permanent, reply: refusal.reply },
                None if all_written => unknown(&explain::cause(&error)),
                None => stopped(&error),
            }),
        }
    }
}

impl Recipients {
    /// Worth trying later as soon as one refusal is temporary.
    fn all_refused(self) -> HandOver {
        let permanent = self.refused.iter().all(|(_, refusal)| refusal.permanent);
        let replies: Vec<String> =
            self.refused.into_iter().map(|(address, refusal)| format!("{address} : {}", refusal.reply)).collect();
        let reply = if replies.is_empty() { "aucun destinataire".to_string() } else { replies.join(" ; ") };
        HandOver::Refused { permanent, reply }
    }

    fn taken_charge_of(self, reply: String) -> HandOver {
        if self.refused.is_empty() {
            return HandOver::Accepted { reply };
        }
        let refused = self.refused.into_iter().map(|(address, refusal)| (address, refusal.reply)).collect();
        HandOver::Partly { accepted: self.accepted, refused, reply }
    }
}

/// Why these bytes cannot be transmitted exactly as they are: SMTP carries ASCII lines ended by CRLF. A lone CR or LF is
/// also what lets one message pass for two with lenient servers.
pub(crate) fn untransmittable(message: &[u8]) -> Option<String> {
    let fault = if message.is_empty() {
        Some("est vide")
    } else {
        message.split_inclusive(|b| *b == b'\n').find_map(line_fault)
    };
    fault.map(|fault| format!("Le message {fault} : il ne peut pas être transmis tel quel. Préparez-le à nouveau."))
}

fn line_fault(line: &[u8]) -> Option<&'static str> {
    let Some(text) = line.strip_suffix(b"\r\n") else { return Some("a une ligne qui ne finit pas par CRLF") };
    if text.iter().any(|b| *b == b'\r' || *b == 0 || !b.is_ascii()) {
        return Some("contient un caractère que le courrier électronique ne transporte pas");
    }
    (text.len() > MAX_LINE).then_some("a une ligne trop longue")
}

fn stopped(error: &Error) -> HandOver {
    match refusal(error) {
        Some(refusal) => HandOver::Refused { permanent: refusal.permanent, reply: refusal.reply },
        None => HandOver::Unreachable {
            why: format!(
                "La connexion au serveur d’envoi s’est rompue avant la fin du message ({}).",
                explain::cause(error)
            ),
        },
    }
}

fn unknown(cause: &str) -> HandOver {
    HandOver::Unknown {
        why: format!(
            "Le message entier a été transmis, mais le serveur d’envoi n’a pas confirmé l’avoir pris en charge ({cause}) : il est peut-être parti. Vérifiez dans les messages envoyés ou auprès du destinataire avant de recommencer."
        ),
    }
}

fn refusal(error: &Error) -> Option<Refusal> {
    let code = u16::from(error.status()?);
    let text = error.source().map(ToString::to_string).unwrap_or_default();
    Some(Refusal { permanent: code >= 500, reply: format!("{code} {}", one_line(&text)).trim_end().to_string() })
}

fn reply(response: &Response) -> String {
    let text = response.message().collect::<Vec<_>>().join(" ");
    format!("{} {}", response.code(), one_line(&text)).trim_end().to_string()
}

fn one_line(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(500).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}
