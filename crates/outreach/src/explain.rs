//! What went wrong between us and the mail server, said in French to the owner, with what to do.
//!
//! Only failures of the conversation itself are here; what a server answers about a message or a recipient is passed on
//! in its own words.

use crate::smtp::{Security, SmtpSettings};
use lettre::transport::smtp::Error;
use std::error::Error as _;
use std::io;

/// The connection, or the first exchange on it, failed.
pub(crate) fn connection(settings: &SmtpSettings, error: &Error) -> String {
    let place = place(settings);
    if let Some(code) = error.status() {
        return format!("Le serveur d’envoi {place} refuse la connexion (réponse {code}) : {}.", cause(error));
    }
    if settings.security == Security::Tls && !is_silent_network(error) {
        return secure_channel(settings, error, "TLS");
    }
    format!(
        "Impossible de joindre le serveur d’envoi {place} : {}. Vérifiez le nom du serveur, le port et la connexion à Internet.",
        cause(error)
    )
}

/// The server does not offer STARTTLS, or the channel could not be protected.
pub(crate) fn starttls(settings: &SmtpSettings, error: &Error) -> String {
    if error.is_client() {
        return format!(
            "Le serveur d’envoi {} ne propose pas le chiffrement STARTTLS : rien n’est envoyé en clair. Essayez TLS (port 465) ou un autre port.",
            place(settings)
        );
    }
    secure_channel(settings, error, "STARTTLS")
}

/// The user name and password were not accepted, or could not be given.
pub(crate) fn authentication(settings: &SmtpSettings, error: &Error) -> String {
    let place = place(settings);
    if error.is_permanent() {
        return format!(
            "Le serveur d’envoi {place} refuse l’identifiant ou le mot de passe : {}. Vérifiez-les ; certains fournisseurs demandent un « mot de passe d’application ».",
            cause(error)
        );
    }
    if error.is_client() {
        return format!(
            "Le serveur d’envoi {place} ne propose aucune identification connue (PLAIN ou LOGIN). Vérifiez le port et le chiffrement, ou retirez l’identifiant."
        );
    }
    format!(
        "L’identification auprès du serveur d’envoi {place} n’a pas abouti : {}. Réessayez plus tard.",
        cause(error)
    )
}

fn secure_channel(settings: &SmtpSettings, error: &Error, name: &str) -> String {
    let cause = cause(error);
    let remedy = if cause.contains("certificat") {
        "Si ce serveur est le vôtre, ajoutez son certificat (PEM) aux réglages d’envoi ; sinon n’envoyez rien par lui."
    } else {
        "Vérifiez le port et le type de chiffrement (STARTTLS : 587, TLS : 465)."
    };
    format!("La connexion chiffrée ({name}) avec {} a échoué : {cause}. {remedy}", place(settings))
}

fn place(settings: &SmtpSettings) -> String {
    format!("{} (port {})", settings.host, settings.port)
}

/// Nobody answered, as opposed to an answer that is not the expected protocol.
fn is_silent_network(error: &Error) -> bool {
    use io::ErrorKind::{ConnectionRefused, HostUnreachable, NetworkUnreachable};
    match io_kind(error) {
        Some(kind) => matches!(kind, ConnectionRefused | HostUnreachable | NetworkUnreachable) || is_timeout(kind),
        None => error.to_string().contains("could not resolve"),
    }
}

/// The innermost reason, in French where it is a usual one, else in the words of the library or server.
pub(crate) fn cause(error: &Error) -> String {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionRefused, ConnectionReset, UnexpectedEof};
    match io_kind(error) {
        Some(kind) if is_timeout(kind) => return "pas de réponse dans le délai".to_string(),
        Some(ConnectionRefused) => return "connexion refusée".to_string(),
        Some(ConnectionReset | ConnectionAborted | BrokenPipe | UnexpectedEof) => {
            return "connexion coupée par le serveur".to_string();
        }
        _ => {}
    }
    let text = innermost(error);
    if text.contains("certificate") {
        format!("certificat refusé{}", fault_of_certificate(&text))
    } else if text.contains("incomplete response") {
        "connexion coupée par le serveur".to_string()
    } else if text.contains("failed to lookup") || text.contains("could not resolve") {
        "nom de serveur introuvable".to_string()
    } else if let Some(io) = io_of(error).filter(|_| error.status().is_none()) {
        app::unread::system(io)
    } else {
        text
    }
}

fn fault_of_certificate(text: &str) -> &'static str {
    const FAULTS: [(&str, &str); 5] = [
        ("UnknownIssuer", " (l’autorité qui l’a signé n’est pas connue)"),
        ("NotValidForName", " (il n’est pas établi pour ce nom de serveur)"),
        ("not valid for name", " (il n’est pas établi pour ce nom de serveur)"),
        ("Expired", " (il est périmé)"),
        ("Revoked", " (il est révoqué)"),
    ];
    FAULTS.into_iter().find(|(word, _)| text.contains(word)).map_or("", |(_, french)| french)
}

fn is_timeout(kind: io::ErrorKind) -> bool {
    // A read that outlasts its limit is reported as `WouldBlock` on Unix and `TimedOut` elsewhere.
    matches!(kind, io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock)
}

fn io_kind(error: &Error) -> Option<io::ErrorKind> {
    io_of(error).map(io::Error::kind)
}

fn io_of(error: &Error) -> Option<&io::Error> {
    let mut source = error.source();
    while let Some(inner) = source {
        if let Some(io) = inner.downcast_ref::<io::Error>() {
            return Some(io);
        }
        source = inner.source();
    }
    None
}

fn innermost(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text = inner.to_string();
        source = inner.source();
    }
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect();
    clean.trim().trim_end_matches('.').to_string()
}
