//! What a user does in a real browser, on both databases: the server is the real binary, the browser a headless Chromium.
//!
//! The journeys themselves are in `journeys/`, told to a browser; here the ground is laid and their verdict read.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set itself up must stop")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The server, stopped when the test ends, however it ends.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(data: &Path, url: &str) -> Server {
        let mut process = quitus(data, url)
            .args(["serve", "--listen", "127.0.0.1:0", "--at", "2026-11-20"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split_whitespace().last().unwrap_or_default().trim_end_matches('/').to_string();
        assert!(address.starts_with("http://"), "the server said: {line}");
        Server { process, address }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have stopped by itself, and then the journeys have failed already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn quitus(data: &Path, url: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quitus"));
    command.args(["--data", data.to_str().unwrap(), "--database-url", url]);
    command
}

fn walk(group: &str, data: &Path, url: &str) {
    let server = Server::start(data, url);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../journeys");
    let output = Command::new("node").args(["run.mjs", &server.address, group]).current_dir(folder).output();
    let output = output.unwrap_or_else(|e| panic!("node: {e}; scripts/test installs it"));
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    assert!(told.contains(" passed, 0 failed"), "{told}");
}

#[test]
fn from_an_empty_instance() {
    testkit::both(|url| {
        let folder = testkit::Folder::new();
        walk("empty", folder.path(), url);
    });
}

#[test]
fn on_the_company_of_demonstration() {
    testkit::both(|url| {
        let folder = testkit::Folder::new();
        let filled = quitus(folder.path(), url).args(["demo", "--invoices", "900"]).output().unwrap();
        assert!(filled.status.success(), "{}", String::from_utf8_lossy(&filled.stderr));
        walk("demo", folder.path(), url);
    });
}
