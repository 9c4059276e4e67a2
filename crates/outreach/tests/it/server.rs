//! Starts and stops the test server, and reads what it received.

use app::ports::mail::{Envelope, HandOver, MailCarrier};
use outreach::{Security, SmtpCarrier, SmtpSettings};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::{env, fs};

/// A folder of its own for each test, removed at the end.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let name = format!("quitus-outreach-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The running server; it stops with this value.
pub struct Server {
    process: Child,
    pub port: u16,
    pub store: Folder,
    /// The self-signed certificate it presents, when its mode has one.
    pub certificate: Option<String>,
}

impl Server {
    pub fn start(mode: &str) -> Self {
        require_aiosmtpd();
        let store = Folder::new();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/smtp_server.py");
        let mut command = Command::new(python());
        command.arg(script).arg(mode).arg(store.path());
        let certificate = ["auth", "starttls", "tls", "tls_auth"].contains(&mode).then(|| {
            let (cert, key) = self_signed(store.path());
            command.arg(&cert).arg(key);
            fs::read_to_string(cert).unwrap()
        });
        let log = fs::File::create(store.path().join("stderr.txt")).unwrap();
        let mut process = command.stderr(log).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().strip_prefix("PORT ").and_then(|p| p.parse().ok());
        let Some(port) = port else {
            let log = fs::read_to_string(store.path().join("stderr.txt")).unwrap_or_default();
            panic!("the test server did not start: {log}");
        };
        Server { process, port, store, certificate }
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

    /// The messages it took charge of: exact bytes, and what it read in them.
    pub fn received(&self) -> Vec<(Vec<u8>, Value)> {
        let numbered = (1..).map(|n| self.store.path().join(format!("{n}.eml"))).take_while(|p| p.exists());
        numbered
            .map(|path| {
                let record = fs::read_to_string(path.with_extension("json")).unwrap();
                (fs::read(&path).unwrap(), serde_json::from_str(&record).unwrap())
            })
            .collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

pub fn envelope(to: &[&str]) -> Envelope {
    Envelope { from: "compta@atelier-dupont.fr".into(), to: to.iter().map(ToString::to_string).collect() }
}

/// A header as the receiving library read it.
pub fn header<'a>(record: &'a Value, name: &str) -> Option<&'a str> {
    let headers = record["headers"].as_array()?;
    headers.iter().find(|pair| pair[0].as_str() == Some(name)).and_then(|pair| pair[1].as_str())
}

/// Debian's own interpreter where it exists: that is the one its packages install into.
fn python() -> &'static str {
    if Path::new("/usr/bin/python3").exists() { "/usr/bin/python3" } else { "python3" }
}

fn require_aiosmtpd() {
    let found = Command::new(python()).args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
    assert!(
        found.is_ok_and(|status| status.success()),
        "these tests need a real SMTP server: install the Debian package python3-aiosmtpd"
    );
}

fn self_signed(folder: &Path) -> (PathBuf, PathBuf) {
    let (cert, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"])
        .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE", "-keyout"])
        .arg(&key)
        .arg("-out")
        .arg(&cert)
        .stderr(Stdio::null())
        .status();
    assert!(made.is_ok_and(|status| status.success()), "these tests need openssl: install the Debian package openssl");
    (cert, key)
}
