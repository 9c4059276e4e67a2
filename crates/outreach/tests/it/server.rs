//! The shared test server as these tests talk to it: with our carrier, over the channel its mode wants.

use app::ports::mail::{Envelope, HandOver, MailCarrier};
use outreach::{Security, SmtpCarrier, SmtpSettings};
use std::ops::Deref;

pub use testkit::Folder;
pub use testkit::smtp::header;

/// The running server; it stops with this value.
pub struct Server(testkit::smtp::Server);

impl Deref for Server {
    type Target = testkit::smtp::Server;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Server {
    pub fn start(mode: &str) -> Self {
        Server(testkit::smtp::Server::start(mode))
    }

    /// Settings that reach it, short waits included.
    pub fn settings(&self, security: Security) -> SmtpSettings {
        SmtpSettings {
            timeout_s: 5,
            final_reply_timeout_s: 10,
            extra_root_pem: self.certificate.clone(),
            ..SmtpSettings::new("localhost", self.port, security)
        }
    }

    pub fn hand_over(&self, to: &[&str], message: &[u8]) -> HandOver {
        let carrier = SmtpCarrier::new(self.settings(Security::None)).unwrap();
        carrier.hand_over(&envelope(to), message)
    }
}

pub fn envelope(to: &[&str]) -> Envelope {
    Envelope { from: "compta@atelier-dupont.fr".into(), to: to.iter().map(ToString::to_string).collect() }
}
