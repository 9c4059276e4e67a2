//! Trial mode: files anyone can open, plainly labelled, never overwritten.

use crate::letter;
use crate::server::{Folder, envelope};
use app::ports::mail::{HandOver, MailCarrier, OutgoingMail};
use outreach::{OutboxCarrier, compose};
use std::fs;

fn trial() -> OutgoingMail {
    OutgoingMail { trial: true, ..letter() }
}

#[test]
fn the_file_holds_the_composed_bytes_and_says_it_is_a_trial() {
    let folder = Folder::new();
    let carrier = OutboxCarrier::new(folder.path().join("essai"));
    let message = compose(&trial()).unwrap();
    let outcome = carrier.hand_over(&envelope(&["good@client.fr"]), &message);
    let path = carrier.path_of("<act_0190.1@atelier-dupont.fr>").unwrap();
    assert_eq!(outcome, HandOver::Accepted { reply: format!("écrit dans {}", path.display()) });
    assert_eq!(path.file_name().unwrap(), "act_0190.1@atelier-dupont.fr.eml");
    assert!(fs::read(&path).unwrap() == message);
    assert!(String::from_utf8_lossy(&message).contains("\r\nX-Quitus-Mode: essai\r\n"));
    assert_eq!(fs::read_dir(folder.path().join("essai")).unwrap().count(), 1, "no temporary file is left");
}

#[test]
fn the_same_message_twice_is_one_file_and_another_under_its_name_is_refused() {
    let folder = Folder::new();
    let carrier = OutboxCarrier::new(folder.path());
    let message = compose(&trial()).unwrap();
    for _ in 0..2 {
        let outcome = carrier.hand_over(&envelope(&["good@client.fr"]), &message);
        assert!(matches!(outcome, HandOver::Accepted { .. }), "{outcome:?}");
    }
    let other = compose(&OutgoingMail { text: "Autre".into(), ..trial() }).unwrap();
    let outcome = carrier.hand_over(&envelope(&["good@client.fr"]), &other);
    assert!(matches!(outcome, HandOver::Refused { permanent: true, .. }), "{outcome:?}");
    let path = carrier.path_of("act_0190.1@atelier-dupont.fr").unwrap();
    assert!(fs::read(path).unwrap() == message, "the first message is untouched");
}

#[test]
fn many_writers_of_one_message_leave_one_complete_file() {
    let folder = Folder::new();
    let carrier = OutboxCarrier::new(folder.path());
    let message = compose(&trial()).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                let outcome = carrier.hand_over(&envelope(&["good@client.fr"]), &message);
                assert!(matches!(outcome, HandOver::Accepted { .. }), "{outcome:?}");
            });
        }
    });
    let files: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    assert!(fs::read(&files[0]).unwrap() == message);
}

#[test]
fn a_message_composed_for_real_is_not_taken_for_sent() {
    let folder = Folder::new();
    let carrier = OutboxCarrier::new(folder.path());
    let outcome = carrier.hand_over(&envelope(&["good@client.fr"]), &compose(&letter()).unwrap());
    assert!(matches!(outcome, HandOver::Unreachable { .. }), "{outcome:?}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_folder_that_cannot_be_written_says_so() {
    let folder = Folder::new();
    let file = folder.path().join("fichier");
    fs::write(&file, b"").unwrap();
    let carrier = OutboxCarrier::new(&file);
    let outcome = carrier.hand_over(&envelope(&["good@client.fr"]), &compose(&trial()).unwrap());
    assert!(matches!(outcome, HandOver::Unreachable { .. }), "{outcome:?}");
    assert!(carrier.check().unwrap_err().contains("n’est pas accessible en écriture"));
    assert!(OutboxCarrier::new(folder.path()).check().is_ok());
}

#[test]
fn an_identifier_cannot_name_a_file_elsewhere() {
    let folder = Folder::new();
    let carrier = OutboxCarrier::new(folder.path());
    let path = carrier.path_of("<../../etc/passwd@x>").unwrap_or_else(|| folder.path().join("refused"));
    assert_eq!(path.parent(), Some(folder.path()));
}
