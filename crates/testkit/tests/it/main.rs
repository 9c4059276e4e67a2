//! The throw-away cluster serves several databases at once and leaves nothing behind, even when its process is killed. The
//! rules of the house are in [`house`].

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up must fail")]

mod house;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

#[test]
fn databases_are_fresh_and_apart() {
    let urls: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(testkit::postgres::fresh_url)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for url in &urls {
        let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
        client.batch_execute("CREATE TABLE once (x BIGINT)").unwrap();
    }
}

#[test]
fn both_runs_the_body_on_each_engine() {
    let seen = std::cell::RefCell::new(Vec::new());
    testkit::both(|url| seen.borrow_mut().push(url.split(':').next().unwrap().to_string()));
    assert_eq!(*seen.borrow(), ["sqlite", "postgresql"]);
}

/// Run by `a_killed_process_leaves_nothing_behind` in a process of its own, which it kills.
#[test]
#[ignore = "waits to be killed"]
fn prints_its_url_and_waits() {
    println!("\nurl {}", testkit::postgres::fresh_url());
    std::thread::sleep(Duration::from_secs(600));
}

#[test]
fn a_killed_process_leaves_nothing_behind() {
    use std::io::BufRead;
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "prints_its_url_and_waits", "--nocapture"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = std::io::BufReader::new(child.stdout.take().unwrap()).lines();
    let url = lines.map_while(Result::ok).find(|line| line.starts_with("url ")).expect("the child starts a cluster");
    let folder = PathBuf::from(url.split("host=").nth(1).unwrap().split('&').next().unwrap());
    assert!(folder.join("data/postmaster.pid").exists());
    let server = std::fs::read_to_string(folder.join("data/postmaster.pid")).unwrap();
    let server = Path::new("/proc").join(server.lines().next().unwrap());
    child.kill().unwrap();
    child.wait().unwrap();
    for _ in 0..200 {
        if !folder.exists() && !server.exists() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("{} or {} is still there ten seconds after the kill", folder.display(), server.display());
}
