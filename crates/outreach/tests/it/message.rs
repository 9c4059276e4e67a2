//! What is composed is what another e-mail library reads, and nothing can be smuggled in.

use crate::letter;
use crate::server::{Server, header};
use app::ports::mail::{Attachment, HandOver, Mailbox, OutgoingMail};
use outreach::{ComposeError, compose};
use serde_json::Value;

fn carried(mail: &OutgoingMail) -> Value {
    let server = Server::start("accept");
    let message = compose(mail).unwrap();
    let outcome = server.hand_over(&["good@client.fr"], &message);
    assert!(matches!(outcome, HandOver::Accepted { .. }), "{outcome:?}");
    let (bytes, record) = server.received().remove(0);
    assert!(bytes == message);
    assert_eq!(record["defects"], serde_json::json!([]));
    record
}

#[test]
fn accents_long_lines_and_headers_read_back_as_written() {
    let long = format!("Bonjour Hélène,\n.un point en tête\n{}\nÀ bientôt — l’équipe\n", "é€ mot ".repeat(400));
    let mail = OutgoingMail {
        text: long.clone(),
        cc: vec![Mailbox::named("Bureau, « Nord » <3>", "nord@client.fr"), Mailbox::bare("sud@client.fr")],
        in_reply_to: Some("act_0189@atelier-dupont.fr".into()),
        ..letter()
    };
    let record = carried(&mail);
    assert_eq!(header(&record, "Subject"), Some(mail.subject.as_str()));
    assert_eq!(header(&record, "From"), Some("Atelier Dupré & Fils <compta@atelier-dupont.fr>"));
    assert_eq!(header(&record, "To"), Some("Hélène Cœur <good.helene@client.fr>"));
    assert_eq!(header(&record, "Cc"), Some("\"Bureau, « Nord » <3>\" <nord@client.fr>, sud@client.fr"));
    assert_eq!(header(&record, "Reply-To"), Some("relance+abc@atelier-dupont.fr"));
    assert_eq!(header(&record, "Message-ID"), Some("<act_0190.1@atelier-dupont.fr>"));
    assert_eq!(header(&record, "In-Reply-To"), Some("<act_0189@atelier-dupont.fr>"));
    assert_eq!(header(&record, "References"), Some("<act_0189@atelier-dupont.fr>"));
    assert_eq!(header(&record, "Date"), Some("Thu, 12 Mar 2026 09:30:00 +0000"));
    assert_eq!(header(&record, "X-Quitus-Mode"), None);
    let same_lines = |part: &str| record[part].as_str().unwrap().replace("\r\n", "\n").trim_end().to_string();
    assert_eq!(same_lines("text"), long.trim_end());
    assert_eq!(same_lines("html"), mail.html.unwrap());
}

#[test]
fn attachments_arrive_byte_for_byte_under_their_names() {
    let pdf: Vec<u8> = (0..300_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let xml = "<a>\n  <b>é</b>\n</a>\n".as_bytes().to_vec();
    let file = |filename: &str, mime: &str, bytes: &[u8]| Attachment {
        filename: filename.into(),
        mime: mime.into(),
        bytes: bytes.to_vec(),
    };
    let long_name = format!("relevé de compte {} – échu.pdf", "très long ".repeat(10));
    let mail = OutgoingMail {
        attachments: vec![
            file("facture n° 2026-014 — échéance.pdf", "application/pdf", &pdf),
            file(&long_name, "application/pdf", b""),
            file("factur-x.xml", "text/xml", &xml),
        ],
        ..letter()
    };
    let record = carried(&mail);
    let attachments = record["attachments"].as_array().unwrap();
    assert_eq!(attachments.len(), 3);
    for (sent, received) in mail.attachments.iter().zip(attachments) {
        assert_eq!(received["filename"].as_str(), Some(sent.filename.as_str()));
        assert_eq!(received["mime"].as_str(), Some(sent.mime.as_str()));
        assert_eq!(received["sha256"].as_str(), Some(sha256(&sent.bytes).as_str()), "{}", sent.filename);
    }
    assert!(record["text"].as_str().unwrap().contains("Votre facture est échue."));
}

#[test]
fn text_alone_makes_a_single_part() {
    let record = carried(&OutgoingMail { html: None, ..letter() });
    assert_eq!(record["html"], Value::Null);
    assert!(header(&record, "Content-Type").unwrap().starts_with("text/plain"));
}

#[test]
fn the_same_letter_makes_the_same_bytes_and_another_id_other_boundaries() {
    let attachments =
        vec![Attachment { filename: "a.pdf".into(), mime: "application/pdf".into(), bytes: vec![1, 2, 3] }];
    let mail = OutgoingMail { attachments, ..letter() };
    let first = compose(&mail).unwrap();
    assert!(first == compose(&mail.clone()).unwrap());
    assert!(
        first == compose(&OutgoingMail { message_id: "act_0190.1@atelier-dupont.fr".into(), ..mail.clone() }).unwrap()
    );
    let text = String::from_utf8(first).unwrap();
    assert!(text.is_ascii() && text.ends_with("--\r\n"));
    let other = compose(&OutgoingMail { message_id: "<b@c>".into(), ..mail }).unwrap();
    let boundary = text.split("boundary=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(boundary.starts_with("=_") && !String::from_utf8(other).unwrap().contains(boundary));
}

#[test]
fn a_trial_message_says_so_in_its_subject_and_header() {
    let bytes = compose(&OutgoingMail { subject: "Facture".into(), trial: true, ..letter() }).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("Subject: [Essai] Facture\r\n") && text.contains("X-Quitus-Mode: essai\r\n"));
}

#[test]
fn line_breaks_cannot_add_headers() {
    let injected = |field| ComposeError::HeaderInjection { field };
    let with_subject = |subject: &str| compose(&OutgoingMail { subject: subject.into(), ..letter() });
    for subject in
        ["Facture\r\nBcc: x@y.fr", "Facture\nX: y", "a\rb", "a\0b", "a\u{85}b", "a\u{2028}b", "=?utf-8?q?x?="]
    {
        assert_eq!(with_subject(subject), Err(injected("l’objet")), "{subject:?}");
    }
    let named = Mailbox::named("Hélène\r\nBcc: x@y.fr", "h@client.fr");
    assert_eq!(compose(&OutgoingMail { to: vec![named], ..letter() }), Err(injected("le nom du destinataire")));
    let file = Attachment { filename: "a\r\nX: y.pdf".into(), mime: "application/pdf".into(), bytes: vec![] };
    let with_file = |file: Attachment| compose(&OutgoingMail { attachments: vec![file], ..letter() });
    assert_eq!(with_file(file.clone()), Err(injected("le nom de la pièce jointe")));
    let bad_mime = Attachment { filename: "a.pdf".into(), mime: "application/pdf\r\nX: y".into(), ..file.clone() };
    assert_eq!(with_file(bad_mime), Err(injected("le type de la pièce jointe")));
    for id in ["<a@b>\r\nBcc: x@y", "a b@c", "a@", "@b", "a@b@c", "é@b", ""] {
        let outcome = compose(&OutgoingMail { message_id: id.into(), ..letter() });
        assert!(matches!(outcome, Err(ComposeError::InvalidMessageId { .. })), "{id:?}");
        let outcome = compose(&OutgoingMail { in_reply_to: Some(id.into()), ..letter() });
        assert!(matches!(outcome, Err(ComposeError::InvalidMessageId { .. })), "{id:?}");
    }
}

#[test]
fn addresses_that_cannot_receive_are_named() {
    let to = |address: &str| compose(&OutgoingMail { to: vec![Mailbox::bare(address)], ..letter() });
    for address in
        ["", "client", "client@", "@client.fr", "a b@client.fr", "a@b.fr\r\nBcc: x@y", "a@b.fr,c@d.fr", "<a@b.fr>"]
    {
        assert!(matches!(to(address), Err(ComposeError::InvalidAddress { .. })), "{address:?}");
    }
    let error = to("hélène@client.fr").unwrap_err();
    assert!(error.to_string().contains("« hélène@client.fr » contient des lettres accentuées"), "{error}");
    assert_eq!(compose(&OutgoingMail { to: vec![], ..letter() }), Err(ComposeError::NoRecipient));
}

#[test]
fn what_no_mail_can_carry_is_refused() {
    let too_long = OutgoingMail { subject: "x".repeat(301), ..letter() };
    assert!(matches!(compose(&too_long), Err(ComposeError::TooLong { length: 301, limit: 300, .. })));
    let old = OutgoingMail { date: "1969-12-31T23:59:59Z".parse().unwrap(), ..letter() };
    assert_eq!(compose(&old), Err(ComposeError::InvalidDate));
    let file = |filename: &str, mime: &str| {
        let attachment = Attachment { filename: filename.into(), mime: mime.into(), bytes: vec![] };
        compose(&OutgoingMail { attachments: vec![attachment], ..letter() })
    };
    assert!(matches!(file("../a.pdf", "application/pdf"), Err(ComposeError::InvalidFilename { .. })));
    assert!(matches!(file(" ", "application/pdf"), Err(ComposeError::InvalidFilename { .. })));
    for mime in ["pdf", "multipart/mixed", "message/rfc822"] {
        assert!(matches!(file("a.pdf", mime), Err(ComposeError::InvalidMime { .. })), "{mime}");
    }
}

/// Texts made of what mail formats trip over, from a fixed seed.
fn awkward(seed: u64, longest: usize) -> String {
    const PIECES: [&str; 21] = [
        "a",
        "facture",
        " ",
        "é",
        "😀",
        "\"",
        "\\",
        "<",
        ">",
        ",",
        ";",
        ":",
        "@",
        "=",
        "?",
        "(",
        ")",
        "«\u{a0}x\u{a0}»",
        "_",
        "1\u{202f}234,56",
        "'",
    ];
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut text = String::from("x");
    while text.chars().count() < longest {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        text.push_str(PIECES[usize::try_from(state % 21).unwrap()]);
    }
    // Runs of spaces are not kept by header folding, and `=?` is refused.
    let single_spaced: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    single_spaced.join(" ").replace("=?", "= ?").chars().take(longest).collect::<String>().trim().to_string()
}

#[test]
fn awkward_texts_make_whole_messages_that_read_back() {
    let server = Server::start("accept");
    for seed in 1..=40_u64 {
        let longest = usize::try_from(seed).unwrap() * 4;
        let file = awkward(seed + 200, longest).replace(['/', '\\', '"'], "-");
        let attachments = vec![Attachment { filename: file, mime: "application/pdf".into(), bytes: vec![1] }];
        let name = awkward(seed + 100, longest);
        let mail = OutgoingMail {
            subject: awkward(seed, longest),
            to: vec![Mailbox::named(name.clone(), "good@client.fr")],
            attachments,
            ..letter()
        };
        let message = compose(&mail).unwrap();
        let outcome = server.hand_over(&["good@client.fr"], &message);
        assert!(matches!(outcome, HandOver::Accepted { .. }), "{seed}: {outcome:?}");
        let record = server.received().pop().unwrap().1;
        assert_eq!(header(&record, "Subject"), Some(mail.subject.as_str()), "seed {seed}");
        assert_eq!(record["to"], serde_json::json!([[name, "good@client.fr"]]), "seed {seed}");
        assert_eq!(
            record["attachments"][0]["filename"].as_str(),
            Some(mail.attachments[0].filename.as_str()),
            "seed {seed}"
        );
    }
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn what_was_composed_is_shown_as_it_was_written() {
    let mail = OutgoingMail {
        text: "Bonjour Hélène,\nÀ bientôt".into(),
        html: Some("<html><body><p>À bientôt</p></body></html>".into()),
        attachments: vec![Attachment {
            filename: "relevé.pdf".into(),
            mime: "application/pdf".into(),
            bytes: b"%PDF-1.7 exact".to_vec(),
        }],
        ..letter()
    };
    let read = outreach::read(&compose(&mail).unwrap()).unwrap();
    assert_eq!(read.subject, mail.subject);
    assert_eq!(read.to, "Hélène Cœur <good.helene@client.fr>");
    assert_eq!(read.text.replace("\r\n", "\n").trim_end(), mail.text);
    assert_eq!(read.html.unwrap().trim_end(), mail.html.unwrap());
    assert_eq!(read.files, [("relevé.pdf".to_string(), b"%PDF-1.7 exact".to_vec())]);
    assert_eq!(outreach::read(b""), None);
}

#[test]
fn an_answer_says_who_wrote_when_what_and_which_message_it_answers() {
    use app::ports::mail::MailReader;
    let read = |text: &str| outreach::MimeReader.read(text.replace('\n', "\r\n").as_bytes());
    let mail = read(
        "From: =?utf-8?q?H=C3=A9l=C3=A8ne_C=C5=93ur?= <helene@client.fr>\nTo: compta@atelier.fr\n\
         Date: Fri, 6 Mar 2026 23:40:00 +0100\nMessage-ID: <abc@client.fr>\nSubject: Re: Facture F-1\n\
         In-Reply-To: <act_2@atelier.fr>\nReferences: <act_1@atelier.fr>\n <act_2@atelier.fr>\n\
         Content-Type: text/html; charset=utf-8\n\n<p>Je paie <b>vendredi</b>.</p>\n",
    )
    .unwrap();
    let from = mail.from.unwrap();
    assert_eq!((from.name.as_deref(), from.address.as_str()), (Some("Hélène Cœur"), "helene@client.fr"));
    assert_eq!(mail.sent_on.map(|on| on.to_string()).as_deref(), Some("2026-03-06"), "the day its sender saw");
    assert_eq!((mail.subject.as_str(), mail.text.trim()), ("Re: Facture F-1", "Je paie vendredi."));
    assert_eq!(mail.answers, ["act_2@atelier.fr", "act_1@atelier.fr"]);
    assert_eq!(mail.message_id.as_deref(), Some("abc@client.fr"));
    for none in ["", "%PDF-1.7", "Bonjour,\nje paie vendredi.\n", "From: nobody\n\nBonjour"] {
        assert_eq!(read(none), None, "{none}");
    }
    assert_eq!(outreach::MimeReader.read(&[0xD0, 0xCF, 0x11, 0xE0, 0, 255]), None);
}
