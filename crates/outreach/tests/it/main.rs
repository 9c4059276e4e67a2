//! Messages composed here, carried by a real SMTP server and read back by another e-mail library.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up must fail")]

mod delivery;
mod message;
mod outbox;
mod protection;
mod server;

use app::ports::mail::{Mailbox, OutgoingMail};

/// A reminder as the application would compose it for real sending.
pub fn letter() -> OutgoingMail {
    OutgoingMail {
        message_id: "<act_0190.1@atelier-dupont.fr>".into(),
        date: "2026-03-12T09:30:00Z".parse().unwrap(),
        from: Mailbox::named("Atelier Dupré & Fils", "compta@atelier-dupont.fr"),
        reply_to: Some(Mailbox::bare("relance+abc@atelier-dupont.fr")),
        to: vec![Mailbox::named("Hélène Cœur", "good.helene@client.fr")],
        cc: Vec::new(),
        subject: "Facture n° 2026-014 échue — 1\u{202f}234,56\u{a0}€".into(),
        text: "Bonjour,\n\nVotre facture est échue.\n".into(),
        html: Some("<p>Bonjour,</p><p>Votre facture est échue.</p>".into()),
        attachments: Vec::new(),
        in_reply_to: None,
        trial: false,
    }
}
