//! What really left, told by whoever received it, and the reckoning of our own acts against that.

use crate::ground::{CUSTOMERS, Office, address};
use app::ports::mail::MailCarrier;
use domain::facts::ActState;
use outreach::{OutboxCarrier, Security, SmtpCarrier, SmtpSettings};
use std::path::{Path, PathBuf};
use testkit::smtp::Server;

/// A message at its receiver's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub id: String,
    pub to: String,
    pub bytes: Vec<u8>,
}

/// Where messages go. Written as a word, it tells a child process the same place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    Outbox(PathBuf),
    Smtp(u16),
}

impl Way {
    pub fn word(&self) -> String {
        match self {
            Way::Outbox(folder) => format!("outbox:{}", folder.display()),
            Way::Smtp(port) => format!("smtp:{port}"),
        }
    }

    pub fn read(word: &str) -> Way {
        match word.split_once(':').unwrap() {
            ("outbox", folder) => Way::Outbox(PathBuf::from(folder)),
            ("smtp", port) => Way::Smtp(port.parse().unwrap()),
            other => panic!("{other:?}"),
        }
    }

    pub fn carrier(&self) -> Box<dyn MailCarrier> {
        match self {
            Way::Outbox(folder) => Box::new(OutboxCarrier::new(folder)),
            Way::Smtp(port) => {
                let settings = SmtpSettings::new("localhost", *port, Security::None);
                Box::new(
                    SmtpCarrier::new(SmtpSettings { timeout_s: 20, final_reply_timeout_s: 20, ..settings }).unwrap(),
                )
            }
        }
    }

    /// Real sending, as opposed to the trial outbox.
    pub fn is_live(&self) -> bool {
        matches!(self, Way::Smtp(_))
    }
}

/// All complete messages of a trial outbox, as any mail program would see them.
pub fn in_outbox(folder: &Path) -> Vec<Message> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let files = entries.map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "eml"));
    files.map(|path| message(std::fs::read(path).unwrap())).collect()
}

/// All messages a mail server took charge of.
pub fn at_server(server: &Server) -> Vec<Message> {
    server.received().into_iter().map(|(bytes, _)| message(bytes)).collect()
}

fn message(bytes: Vec<u8>) -> Message {
    let text = String::from_utf8_lossy(&bytes).replace("\r\n ", " ");
    let header = |name: &str| {
        let line = text.lines().find_map(|l| l.strip_prefix(name)).unwrap_or_else(|| panic!("{name} in {text}"));
        line.trim().to_string()
    };
    let to = header("To:");
    let to = to.rsplit('<').next().unwrap().trim_end_matches('>').to_string();
    Message { id: header("Message-ID:"), to, bytes }
}

/// Compares every act with what is at the receiver's. Nothing is under way any more.
pub fn reckon(office: &Office<'_>, received: &[Message], case: &str) {
    let acts = office.acts();
    for row in &acts {
        let id = row.act.message_id.as_ref().unwrap();
        let copies: Vec<&Message> = received.iter().filter(|m| m.id == *id).collect();
        let allowed = match row.state {
            ActState::HandedOver => 1..=1,
            ActState::Failed | ActState::Cancelled => 0..=0,
            ActState::Unknown => 0..=1,
            other => panic!("{case}: an act is left {other:?}"),
        };
        assert!(allowed.contains(&copies.len()), "{case}: {:?}, yet received {} times", row.state, copies.len());
        let content = office.on(crate::ground::TODAY).read(|books| Ok(books.act_content(row.act.id)?)).unwrap();
        assert!(copies.iter().all(|m| m.bytes == content), "{case}: other bytes were received than were kept");
    }
    for message in received {
        assert!(
            acts.iter().any(|a| a.act.message_id.as_ref() == Some(&message.id)),
            "{case}: no act knows {message:?}"
        );
    }
    for n in 1..=CUSTOMERS {
        let count = received.iter().filter(|m| m.to == address(n)).count();
        assert!(count <= 1, "{case}: {} received {count} messages", address(n));
    }
    office.verify();
}

/// Every customer has the message, once.
pub fn each_has_one(received: &[Message], case: &str) {
    let mut to: Vec<&str> = received.iter().map(|m| m.to.as_str()).collect();
    to.sort_unstable();
    let expected: Vec<String> = (1..=CUSTOMERS).map(address).collect();
    assert_eq!(to, expected, "{case}");
}
