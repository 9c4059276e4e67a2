//! Sending through the company's own mail server, over a secure channel.
//!
//! Settings are checked when the carrier is made, the connection when it is used. One connection per message: a reminder
//! is a letter, not a mailing, and a fresh conversation leaves no doubt about what belongs to which message.

use crate::compose::is_trial;
use crate::session::{self, Session};
use app::ports::mail::{Envelope, HandOver, MailCarrier};
use lettre::transport::smtp::client::{Certificate, TlsParameters};
use std::fmt;
use std::net::IpAddr;

/// How the channel to the server is protected. There is no « if available »: what is asked is obtained or nothing is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Plain connection upgraded by the STARTTLS command (RFC 3207), usually port 587.
    StartTls,
    /// TLS from the first byte (RFC 8314), usually port 465.
    Tls,
    /// No protection; only for a server on this very machine.
    None,
}

/// Where and how to send. The password never appears in debug output.
#[derive(Clone)]
pub struct SmtpSettings {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// With `password`, for servers that authenticate their users.
    pub username: Option<String>,
    pub password: Option<String>,
    /// Longest wait, in seconds, for the connection and for each answer.
    pub timeout_s: u64,
    /// Longest wait, in seconds, for the answer to the whole message. RFC 5321 §4.5.3.2.6 asks for ten minutes, because
    /// giving up earlier is what makes a message leave twice.
    pub final_reply_timeout_s: u64,
    /// Certificates (PEM) trusted besides the public authorities, for a company's own server.
    pub extra_root_pem: Option<String>,
}

impl SmtpSettings {
    /// Settings without authentication, with the usual waits.
    pub fn new(host: impl Into<String>, port: u16, security: Security) -> Self {
        SmtpSettings {
            host: host.into(),
            port,
            security,
            username: None,
            password: None,
            timeout_s: 30,
            final_reply_timeout_s: 600,
            extra_root_pem: None,
        }
    }
}

impl fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpSettings")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .field("username", &self.username)
            .field("password", &self.password.as_ref().map(|_| "…"))
            .field("timeout_s", &self.timeout_s)
            .finish_non_exhaustive()
    }
}

/// Why these settings cannot be used, in French.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    #[error("le serveur d’envoi n’est pas indiqué → donnez son nom, par exemple « smtp.votre-fournisseur.fr »")]
    NoHost,
    #[error("« {0} » n’est pas un nom de serveur → donnez le nom seul, sans « smtp:// » ni espace")]
    InvalidHost(String),
    #[error(
        "un envoi sans chiffrement n’est permis que vers un serveur de cette machine, pas vers « {0} » → choisissez STARTTLS (port 587) ou TLS (port 465)"
    )]
    Unprotected(String),
    #[error("l’identifiant et le mot de passe vont ensemble → donnez les deux, ou aucun des deux")]
    HalfCredentials,
    #[error("le délai d’attente doit être d’au moins une seconde")]
    NoTimeout,
    #[error("le certificat supplémentaire n’est pas lisible ({0}) → donnez un fichier PEM (« BEGIN CERTIFICATE »)")]
    InvalidCertificate(String),
}

/// Hands messages over to one SMTP server.
pub struct SmtpCarrier {
    settings: SmtpSettings,
    tls: Option<TlsParameters>,
}

impl fmt::Debug for SmtpCarrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpCarrier").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl SmtpCarrier {
    /// Checks the settings without touching the network.
    ///
    /// # Errors
    /// A [`SettingsError`] saying what to correct.
    pub fn new(settings: SmtpSettings) -> Result<Self, SettingsError> {
        let host = settings.host.as_str();
        if host.is_empty() {
            return Err(SettingsError::NoHost);
        }
        if !host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'_')) {
            return Err(SettingsError::InvalidHost(host.to_string()));
        }
        if settings.security == Security::None && !is_loopback(host) {
            return Err(SettingsError::Unprotected(host.to_string()));
        }
        if settings.username.is_some() != settings.password.is_some() {
            return Err(SettingsError::HalfCredentials);
        }
        if settings.timeout_s == 0 || settings.final_reply_timeout_s == 0 {
            return Err(SettingsError::NoTimeout);
        }
        let tls = tls_parameters(&settings)?;
        Ok(SmtpCarrier { settings, tls })
    }
}

impl MailCarrier for SmtpCarrier {
    fn hand_over(&self, envelope: &Envelope, message: &[u8]) -> HandOver {
        if is_trial(message) {
            return HandOver::Unreachable {
                why: "Ce message a été préparé en mode essai : il ne part jamais pour de vrai. Préparez-le à nouveau."
                    .to_string(),
            };
        }
        if let Some(why) = session::untransmittable(message) {
            return HandOver::Unreachable { why };
        }
        match Session::open(&self.settings, self.tls.as_ref()) {
            Ok(session) => session.deliver(envelope, message),
            Err(why) => HandOver::Unreachable { why },
        }
    }

    fn label(&self) -> String {
        format!("serveur d’envoi {}", self.settings.host)
    }

    fn check(&self) -> Result<String, String> {
        let session = Session::open(&self.settings, self.tls.as_ref())?;
        session.close();
        let channel = match self.settings.security {
            Security::StartTls => "connexion chiffrée (STARTTLS)",
            Security::Tls => "connexion chiffrée (TLS)",
            Security::None => "connexion locale non chiffrée",
        };
        let user = match &self.settings.username {
            Some(name) => format!("identifié comme « {name} »"),
            None => "sans identification".to_string(),
        };
        Ok(format!("{}, port {} : {channel}, {user}.", self.settings.host, self.settings.port))
    }
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn tls_parameters(settings: &SmtpSettings) -> Result<Option<TlsParameters>, SettingsError> {
    if settings.security == Security::None {
        return Ok(None);
    }
    let invalid = |what: &str| SettingsError::InvalidCertificate(what.to_string());
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(pem) = &settings.extra_root_pem {
        if !pem.contains("-----BEGIN CERTIFICATE-----") {
            return Err(invalid("aucun certificat trouvé"));
        }
        builder =
            builder.add_root_certificate(Certificate::from_pem(pem.as_bytes()).map_err(|_| invalid("contenu abîmé"))?);
    }
    builder.build_rustls().map(Some).map_err(|_| invalid("contenu abîmé ou nom de serveur impossible"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(settings: SmtpSettings) -> SettingsError {
        SmtpCarrier::new(settings).expect_err("these settings must be refused")
    }

    #[test]
    fn an_unprotected_channel_never_leaves_the_machine() {
        let remote = SmtpSettings::new("smtp.exemple.fr", 25, Security::None);
        assert_eq!(refused(remote), SettingsError::Unprotected("smtp.exemple.fr".into()));
        for host in ["localhost", "127.0.0.1", "::1"] {
            assert!(SmtpCarrier::new(SmtpSettings::new(host, 25, Security::None)).is_ok(), "{host}");
        }
    }

    #[test]
    fn settings_that_cannot_work_say_what_to_correct() {
        let base = || SmtpSettings::new("smtp.exemple.fr", 587, Security::StartTls);
        assert_eq!(refused(SmtpSettings { host: String::new(), ..base() }), SettingsError::NoHost);
        assert!(matches!(
            refused(SmtpSettings { host: "smtp://x.fr/".into(), ..base() }),
            SettingsError::InvalidHost(_)
        ));
        let half = SmtpSettings { username: Some("compta".into()), ..base() };
        assert_eq!(refused(half), SettingsError::HalfCredentials);
        assert_eq!(refused(SmtpSettings { timeout_s: 0, ..base() }), SettingsError::NoTimeout);
        let garbage = SmtpSettings { extra_root_pem: Some("bonjour".into()), ..base() };
        assert!(refused(garbage).to_string().contains("PEM"));
    }

    #[test]
    fn the_password_stays_out_of_debug_output() {
        let settings = SmtpSettings {
            username: Some("compta".into()),
            password: Some("s3cret".into()),
            ..SmtpSettings::new("smtp.exemple.fr", 587, Security::StartTls)
        };
        assert!(!format!("{:?}", SmtpCarrier::new(settings).unwrap()).contains("s3cret"));
    }
}
