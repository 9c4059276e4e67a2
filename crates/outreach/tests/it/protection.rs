//! Protected channels and identification, with a certificate made for the occasion.

use crate::letter;
use crate::server::{Server, envelope};
use app::ports::mail::{HandOver, MailCarrier};
use outreach::{Security, SmtpCarrier, SmtpSettings, compose};

fn with_user(settings: SmtpSettings, password: &str) -> SmtpCarrier {
    let settings = SmtpSettings { username: Some("compta".into()), password: Some(password.into()), ..settings };
    SmtpCarrier::new(settings).unwrap()
}

#[test]
fn sends_authenticated_over_starttls_and_over_tls() {
    for (mode, security, channel) in [("auth", Security::StartTls, "STARTTLS"), ("tls_auth", Security::Tls, "TLS")] {
        let server = Server::start(mode);
        let carrier = with_user(server.settings(security), "été-2026");
        let checked = carrier.check().unwrap();
        assert!(checked.contains(channel) && checked.contains("« compta »"), "{checked}");
        let outcome = carrier.hand_over(&envelope(&["good@client.fr"]), &compose(&letter()).unwrap());
        assert!(matches!(outcome, HandOver::Accepted { .. }), "{mode}: {outcome:?}");
        let record = &server.received()[0].1;
        assert_eq!((&record["encrypted"], &record["authenticated"]), (&true.into(), &true.into()), "{mode}");
    }
}

#[test]
fn a_wrong_password_is_certainly_not_handed_over() {
    let server = Server::start("auth");
    let carrier = with_user(server.settings(Security::StartTls), "hiver");
    let why = carrier.check().unwrap_err();
    assert!(why.contains("refuse l’identifiant ou le mot de passe"), "{why}");
    let outcome = carrier.hand_over(&envelope(&["good@client.fr"]), &compose(&letter()).unwrap());
    assert_eq!(outcome, HandOver::Unreachable { why });
}

#[test]
fn an_unknown_certificate_is_refused_and_the_remedy_named() {
    for (mode, security) in [("starttls", Security::StartTls), ("tls", Security::Tls)] {
        let server = Server::start(mode);
        let stranger = SmtpSettings { extra_root_pem: None, ..server.settings(security) };
        let why = SmtpCarrier::new(stranger).unwrap().check().unwrap_err();
        assert!(why.contains("certificat refusé") && why.contains("ajoutez son certificat"), "{mode}: {why}");
        assert!(SmtpCarrier::new(server.settings(security)).unwrap().check().is_ok(), "{mode}");
    }
}

#[test]
fn the_certificate_must_name_the_server() {
    let server = Server::start("starttls");
    let other_name = SmtpSettings { host: "127.0.0.2".into(), ..server.settings(Security::StartTls) };
    assert!(SmtpCarrier::new(other_name).unwrap().check().is_err());
    let by_address = SmtpSettings { host: "127.0.0.1".into(), ..server.settings(Security::StartTls) };
    assert!(SmtpCarrier::new(by_address).unwrap().check().is_ok());
}

#[test]
fn no_encryption_offered_means_nothing_sent() {
    let server = Server::start("accept");
    let carrier = SmtpCarrier::new(server.settings(Security::StartTls)).unwrap();
    let why = carrier.check().unwrap_err();
    assert!(why.contains("ne propose pas le chiffrement STARTTLS"), "{why}");
    let wrong_port = SmtpCarrier::new(server.settings(Security::Tls)).unwrap();
    let why = wrong_port.check().unwrap_err();
    assert!(why.contains("connexion chiffrée (TLS)"), "{why}");
}
