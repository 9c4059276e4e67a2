//! A process of its own that spends a morning at the office and dies where it is told to, without any farewell.

use crate::ground::{Office, TODAY};
use crate::receiver::Way;
use app::ports::books::{Books, Store};
use app::ports::mail::{Envelope, HandOver, MailCarrier};
use app::ports::terms::BooksResult;
use base::Timestamp;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use store::SqlStore;

/// Where the process dies. Counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Death {
    Never,
    /// The work of the n-th write transaction is done and not yet committed.
    BeforeCommit(usize),
    AfterCommit(usize),
    /// Before the n-th message is given to the carrier.
    BeforeHandOver(usize),
    /// While it is being written.
    InHandOver(usize),
    /// The carrier has it; nobody has noted it.
    AfterHandOver(usize),
}

impl Death {
    fn word(self) -> String {
        let (word, n) = match self {
            Death::Never => ("never", 0),
            Death::BeforeCommit(n) => ("before-commit", n),
            Death::AfterCommit(n) => ("after-commit", n),
            Death::BeforeHandOver(n) => ("before-hand-over", n),
            Death::InHandOver(n) => ("in-hand-over", n),
            Death::AfterHandOver(n) => ("after-hand-over", n),
        };
        format!("{word}:{n}")
    }

    fn read(word: &str) -> Death {
        let (word, n) = word.split_once(':').unwrap();
        let n = n.parse().unwrap();
        match word {
            "never" => Death::Never,
            "before-commit" => Death::BeforeCommit(n),
            "after-commit" => Death::AfterCommit(n),
            "before-hand-over" => Death::BeforeHandOver(n),
            "in-hand-over" => Death::InHandOver(n),
            "after-hand-over" => Death::AfterHandOver(n),
            other => panic!("{other}"),
        }
    }
}

/// Starts a morning in another process.
pub fn start(url: &str, way: &Way, death: Death, minute: i64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "worker::a_morning", "--nocapture", "--test-threads=1"])
        .env("QUITUS_TEST_URL", url)
        .env("QUITUS_TEST_WAY", way.word())
        .env("QUITUS_TEST_DEATH", death.word())
        .env("QUITUS_TEST_MINUTE", minute.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Runs a morning to its end, or to its death: true when it lived.
pub fn run(url: &str, way: &Way, death: Death) -> bool {
    let output = start(url, way, death, 1).wait_with_output().unwrap();
    let (status, said) = (output.status, String::from_utf8_lossy(&output.stderr).into_owned());
    // A test that fails exits with a code; only an aborted process has none.
    assert!(status.success() || status.code().is_none(), "the worker failed instead of dying: {said}");
    status.success()
}

fn told(name: &str) -> String {
    std::env::var_os(name).unwrap_or_else(|| panic!("{name} tells this process what to do")).into_string().unwrap()
}

/// Run by the tests in a process of its own.
#[test]
#[ignore = "started by the tests beside it, in a process of its own"]
fn a_morning() {
    let death = Death::read(&told("QUITUS_TEST_DEATH"));
    let store = SqlStore::open(&told("QUITUS_TEST_URL"), Timestamp::UNIX_EPOCH).unwrap();
    let mortal = MortalStore { store, death, commits: AtomicUsize::new(0) };
    let way = Way::read(&told("QUITUS_TEST_WAY"));
    let carrier = MortalCarrier { carrier: way.carrier(), way, death, messages: AtomicUsize::new(0) };
    let office = Office::open(&mortal, told("QUITUS_TEST_MINUTE").parse().unwrap());
    office.approve_all(TODAY);
    office.send_at(TODAY, &carrier, app::dispatch::Moment::Asked);
}

struct MortalStore {
    store: SqlStore,
    death: Death,
    commits: AtomicUsize,
}

impl Store for MortalStore {
    fn read(&self, work: &mut dyn FnMut(&mut dyn Books) -> BooksResult<()>) -> BooksResult<()> {
        self.store.read(work)
    }

    fn write(&self, work: &mut dyn FnMut(&mut dyn Books) -> BooksResult<()>) -> BooksResult<()> {
        let number = self.commits.load(Ordering::SeqCst) + 1;
        self.store.write(&mut |books| {
            work(books)?;
            if self.death == Death::BeforeCommit(number) {
                std::process::abort();
            }
            Ok(())
        })?;
        if self.death == Death::AfterCommit(number) {
            std::process::abort();
        }
        self.commits.store(number, Ordering::SeqCst);
        Ok(())
    }

    fn sending_lock(&self) -> BooksResult<Option<Box<dyn Send>>> {
        self.store.sending_lock()
    }
}

struct MortalCarrier {
    carrier: Box<dyn MailCarrier>,
    way: Way,
    death: Death,
    messages: AtomicUsize,
}

impl MailCarrier for MortalCarrier {
    fn hand_over(&self, envelope: &Envelope, message: &[u8]) -> HandOver {
        let number = self.messages.fetch_add(1, Ordering::SeqCst) + 1;
        if self.death == Death::BeforeHandOver(number) {
            std::process::abort();
        }
        if self.death == Death::InHandOver(number) {
            self.write_half(message);
            std::process::abort();
        }
        let outcome = self.carrier.hand_over(envelope, message);
        if self.death == Death::AfterHandOver(number) {
            std::process::abort();
        }
        outcome
    }

    fn label(&self) -> String {
        self.carrier.label()
    }

    fn check(&self) -> Result<String, String> {
        self.carrier.check()
    }

    fn was_handed_over(&self, message_id: &str) -> Option<bool> {
        self.carrier.was_handed_over(message_id)
    }
}

impl MortalCarrier {
    /// What a process leaves that dies while it writes: half a hidden file, or half a conversation.
    fn write_half(&self, message: &[u8]) {
        let half = &message[..message.len() / 2];
        match &self.way {
            Way::Outbox(folder) => {
                std::fs::create_dir_all(folder).unwrap();
                std::fs::write(folder.join(format!(".{}-0.tmp", std::process::id())), half).unwrap();
            }
            Way::Smtp(port) => half_a_conversation(*port, half),
        }
    }
}

/// Speaks to the server as far as the middle of the message.
fn half_a_conversation(port: u16, half: &[u8]) {
    use std::io::{BufRead, BufReader, Write};
    let stream = std::net::TcpStream::connect(("localhost", port)).unwrap();
    let (mut out, mut lines) = (stream.try_clone().unwrap(), BufReader::new(stream).lines());
    lines.next().unwrap().unwrap();
    for command in ["HELO x", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA"] {
        out.write_all(format!("{command}\r\n").as_bytes()).unwrap();
        lines.next().unwrap().unwrap();
    }
    out.write_all(half).unwrap();
    out.flush().unwrap();
}
