//! A real SMTP server on a free port of this machine, with one behaviour for each mode, and what it received.
//!
//! The server is aiosmtpd, driven by `smtp_server.py` beside this file, so that what we send is judged by somebody else's
//! reading of the standard. It is no mail server to imitate: it takes whatever its mode says and keeps the exact bytes.

use crate::Folder;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The running server; it stops with this value.
#[derive(Debug)]
pub struct Server {
    process: Child,
    pub port: u16,
    pub store: Folder,
    /// The self-signed certificate it presents, when its mode has one.
    pub certificate: Option<String>,
}

impl Server {
    /// # Panics
    /// When aiosmtpd is not installed or the server does not start.
    pub fn start(mode: &str) -> Self {
        require_aiosmtpd();
        let store = Folder::new();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/smtp_server.py");
        let mut command = Command::new(python());
        command.arg(script).arg(mode).arg(store.path());
        let certificate = ["auth", "starttls", "tls", "tls_auth"].contains(&mode).then(|| {
            let (cert, key) = self_signed(store.path());
            command.arg(&cert).arg(key);
            std::fs::read_to_string(cert).expect("just made")
        });
        let log = std::fs::File::create(store.path().join("stderr.txt")).expect("our own folder");
        let piped = command.stderr(log).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = piped.spawn().expect("python runs");
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("piped")).read_line(&mut line).expect("the server speaks");
        let Some(port) = line.trim().strip_prefix("PORT ").and_then(|p| p.parse().ok()) else {
            let log = std::fs::read_to_string(store.path().join("stderr.txt")).unwrap_or_default();
            panic!("the test server did not start: {log}");
        };
        Server { process, port, store, certificate }
    }

    /// The messages it took charge of: exact bytes, and what it read in them.
    ///
    /// # Panics
    /// When a record it wrote cannot be read.
    pub fn received(&self) -> Vec<(Vec<u8>, Value)> {
        let numbered = (1..).map(|n| self.store.path().join(format!("{n}.json"))).take_while(|p| p.exists());
        numbered
            .map(|path| {
                let record = std::fs::read_to_string(&path).expect("written by the server");
                let bytes = std::fs::read(path.with_extension("eml")).expect("written before its record");
                (bytes, serde_json::from_str(&record).expect("the server writes JSON"))
            })
            .collect()
    }

    /// Waits until a client is held in the middle, in a mode that holds.
    ///
    /// # Panics
    /// When nobody is, half a minute later.
    #[expect(clippy::disallowed_methods, reason = "a test waits for another process in real time")]
    pub fn wait_until_held(&self) {
        let (held, start) = (self.store.path().join("held"), Instant::now());
        while !held.exists() {
            assert!(start.elapsed() < Duration::from_secs(30), "no client came as far as this mode holds");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// A header as the receiving library read it.
pub fn header<'a>(record: &'a Value, name: &str) -> Option<&'a str> {
    let headers = record.get("headers")?.as_array()?;
    let pair = headers.iter().find(|pair| pair.get(0).and_then(Value::as_str) == Some(name))?;
    pair.get(1).and_then(Value::as_str)
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
