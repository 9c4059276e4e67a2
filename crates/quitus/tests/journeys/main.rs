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
    fn start(data: &Path, url: &str, day: &str) -> Server {
        let mut process = quitus(data, url)
            .args(["serve", "--listen", "127.0.0.1:0", "--at", day])
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

const TODAY: &str = "2026-11-20";

fn walk(group: &str, data: &Path, url: &str) {
    walk_on(TODAY, &[group], data, url);
}

/// The journeys of a group on a day: `which` is the group, and the day when each of its journeys has its own.
fn walk_on(day: &str, which: &[&str], data: &Path, url: &str) {
    let server = Server::start(data, url, day);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../journeys");
    let output = Command::new("node").args(["run.mjs", &server.address]).args(which).current_dir(folder).output();
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
        let filled = quitus(folder.path(), url).args(["demo", "--invoices", "900", "--at", TODAY]).output().unwrap();
        assert!(filled.status.success(), "{}", String::from_utf8_lossy(&filled.stderr));
        walk("demo", folder.path(), url);
    });
}

/// Each day has a server of its own; what was approved leaves in the evening.
fn over_days(group: &str, days: &[&str]) {
    testkit::both(|url| {
        let folder = testkit::Folder::new();
        for day in days {
            walk_on(day, &[group, day], folder.path(), url);
            let sent = quitus(folder.path(), url).args(["send", "--at", day]).output().unwrap();
            assert!(sent.status.success(), "{}", String::from_utf8_lossy(&sent.stderr));
        }
    });
}

#[test]
fn a_plan_that_is_not_kept_over_its_days() {
    let days = ["2026-01-05", "2026-03-20", "2026-04-20", "2026-04-29", "2026-05-14", "2026-05-15", "2026-05-18"];
    over_days("default", &days);
}

#[test]
fn a_service_that_is_not_paid_over_its_days() {
    over_days("service", &["2026-03-02", "2026-03-11", "2026-03-12", "2026-03-23", "2026-03-25", "2026-04-01"]);
}
