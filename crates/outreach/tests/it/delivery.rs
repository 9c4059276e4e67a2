//! How far a hand-over went, told apart exactly, whatever the server does.

use crate::letter;
use crate::server::{Server, envelope};
use app::ports::mail::{HandOver, MailCarrier};
use outreach::{Security, SmtpCarrier, SmtpSettings, compose};
use std::net::TcpListener;

const GOOD: &str = "good.helene@client.fr";
const OTHER: &str = "parti@client.fr";

fn bytes() -> Vec<u8> {
    compose(&letter()).unwrap()
}

fn unreachable(outcome: HandOver) -> String {
    match outcome {
        HandOver::Unreachable { why } => why,
        other => panic!("expected a message certainly not handed over, got {other:?}"),
    }
}

#[test]
fn an_accepted_message_arrives_byte_for_byte() {
    let server = Server::start("accept");
    let message = bytes();
    let outcome = server.hand_over(&[GOOD, OTHER], &message);
    assert_eq!(outcome, HandOver::Accepted { reply: "250 2.0.0 OK queued as test".into() });
    let received = server.received();
    assert_eq!(received.len(), 1);
    assert!(received[0].0 == message, "the server received other bytes than those composed");
    assert_eq!(received[0].1["mail_from"], "compta@atelier-dupont.fr");
    assert_eq!(received[0].1["rcpt_tos"], serde_json::json!([GOOD, OTHER]));
}

#[test]
fn a_refused_recipient_does_not_stop_the_others() {
    let server = Server::start("refuse_one");
    let refused = vec![(OTHER.to_string(), "550 5.1.1 No such user here".to_string())];
    let reply = "250 2.0.0 OK queued as test".to_string();
    assert_eq!(
        server.hand_over(&[OTHER, GOOD], &bytes()),
        HandOver::Partly { accepted: vec![GOOD.into()], refused, reply }
    );
    assert_eq!(server.received()[0].1["rcpt_tos"], serde_json::json!([GOOD]));
}

#[test]
fn an_address_that_is_none_is_refused_beside_a_good_one() {
    let server = Server::start("accept");
    match server.hand_over(&["pas une adresse", GOOD], &bytes()) {
        HandOver::Partly { accepted, refused, .. } => {
            assert_eq!(accepted, [GOOD]);
            assert!(refused[0].1.contains("n’est pas une adresse électronique valable"), "{refused:?}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn refusals_are_permanent_or_not_as_the_server_says() {
    let cases = [
        ("refuse_all", true, "good.helene@client.fr : 550 5.7.1 Relaying denied"),
        ("later_all", false, "good.helene@client.fr : 451 4.7.1 Greylisted, try again later"),
        ("closing", false, "421 4.3.2 Service shutting down"),
        ("refuse_data", true, "554 5.7.1 Message refused as spam"),
        ("later_data", false, "452 4.3.1 Insufficient system storage"),
    ];
    for (mode, permanent, reply) in cases {
        let server = Server::start(mode);
        assert_eq!(server.hand_over(&[GOOD], &bytes()), HandOver::Refused { permanent, reply: reply.into() }, "{mode}");
        assert!(server.received().is_empty(), "{mode}");
    }
}

#[test]
fn one_temporary_refusal_among_permanent_ones_is_worth_another_try() {
    let server = Server::start("mixed_refusals");
    match server.hand_over(&["later@client.fr", OTHER], &bytes()) {
        HandOver::Refused { permanent: false, reply } => {
            assert_eq!(
                reply,
                "later@client.fr : 450 4.2.2 Mailbox full ; parti@client.fr : 550 5.1.1 No such user here"
            );
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_connection_lost_before_the_end_of_the_message_is_certainly_not_handed_over() {
    for mode in ["drop_at_mail", "drop_at_data"] {
        let server = Server::start(mode);
        let why = unreachable(server.hand_over(&[GOOD], &bytes()));
        assert!(why.contains("avant la fin du message (connexion coupée par le serveur)"), "{mode}: {why}");
    }
    // Far more than the kernel's buffers hold, so that writing itself must fail.
    let server = Server::start("drop_mid_data");
    let enormous = [b"Subject: x\r\n\r\n".to_vec(), b"0123456789abcdef\r\n".repeat(2_000_000)].concat();
    let why = unreachable(server.hand_over(&[GOOD], &enormous));
    assert!(why.contains("avant la fin du message"), "{why}");
}

#[test]
fn a_connection_lost_after_the_whole_message_leaves_the_outcome_unknown() {
    let server = Server::start("drop_after_data");
    match server.hand_over(&[GOOD], &bytes()) {
        HandOver::Unknown { why } => assert!(why.contains("peut-être parti") && why.contains("Vérifiez"), "{why}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(server.received().len(), 1, "this server had in fact taken charge of it");
}

#[test]
fn an_answer_that_comes_too_late_leaves_the_outcome_unknown() {
    let server = Server::start("slow");
    let hasty = SmtpSettings { final_reply_timeout_s: 1, ..server.settings(Security::None) };
    let outcome = SmtpCarrier::new(hasty).unwrap().hand_over(&envelope(&[GOOD]), &bytes());
    match outcome {
        HandOver::Unknown { why } => assert!(why.contains("pas de réponse dans le délai"), "{why}"),
        other => panic!("{other:?}"),
    }
    let patient = SmtpSettings { timeout_s: 1, ..server.settings(Security::None) };
    let outcome = SmtpCarrier::new(patient).unwrap().hand_over(&envelope(&[GOOD]), &bytes());
    assert!(matches!(outcome, HandOver::Accepted { .. }), "the last answer has its own, longer wait: {outcome:?}");
}

#[test]
fn nobody_there_says_so() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let carrier = SmtpCarrier::new(SmtpSettings::new("127.0.0.1", closed, Security::None)).unwrap();
    let why = unreachable(carrier.hand_over(&envelope(&[GOOD]), &bytes()));
    assert!(why.contains("Impossible de joindre") && why.contains("connexion refusée"), "{why}");
    assert_eq!(carrier.check(), Err(why));

    let mute = Server::start("mute");
    let hasty = SmtpSettings { timeout_s: 1, ..mute.settings(Security::None) };
    let why = SmtpCarrier::new(hasty).unwrap().check().unwrap_err();
    assert!(why.contains("pas de réponse dans le délai"), "{why}");
}

#[test]
fn lines_that_start_with_a_dot_and_the_end_mark_itself_travel_intact() {
    let server = Server::start("accept");
    let message =
        b"Subject: points\r\nMessage-ID: <a@b.fr>\r\n\r\n.\r\n..\r\n.debut\r\n\r\n.\r\nQUIT\r\n.fin\r\n".to_vec();
    assert!(matches!(server.hand_over(&[GOOD], &message), HandOver::Accepted { .. }));
    assert_eq!(String::from_utf8_lossy(&server.received()[0].0), String::from_utf8_lossy(&message));
}

#[test]
fn bytes_that_smtp_would_change_are_not_sent() {
    let server = Server::start("accept");
    let long = [b"a".repeat(999), b"\r\n".to_vec()].concat();
    for message in [
        &b""[..],
        b"Subject: x\r\n\r\nsans fin",
        b"Subject: x\r\n\r\nune\nligne\r\n",
        b"a\r\n\r\nb\n.\r\nMAIL FROM:<x@y>\r\n",
        b"a\rb\r\n",
        "é\r\n".as_bytes(),
        &long,
    ] {
        let why = unreachable(server.hand_over(&[GOOD], message));
        assert!(why.contains("ne peut pas être transmis tel quel"), "{why}");
    }
    assert!(server.received().is_empty());
}

#[test]
fn a_trial_message_never_leaves() {
    let server = Server::start("accept");
    let trial = compose(&app::ports::mail::OutgoingMail { trial: true, ..letter() }).unwrap();
    assert!(unreachable(server.hand_over(&[GOOD], &trial)).contains("mode essai"));
    assert!(server.received().is_empty());
}
