//! Two servers on the same books: both plan the day, prepare what the standing order covers and go round to send; one is
//! killed on the way and started again. Nobody gets two messages, and whoever gets none is told of.

use crate::stage::{Stage, seen};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

const CUSTOMERS: usize = 12;
const DAY: Option<&str> = Some("2026-05-12");

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_string).collect()
}

fn done(stage: &Stage, command: &str) -> String {
    let output = stage.run(DAY, &words(command));
    assert!(output.status.success(), "{command}: {}", seen(&output));
    seen(&output)
}

/// Late customers, and an order that lets their first reminder leave without a click.
fn opened(database: Option<String>) -> Stage {
    let stage = Stage::new(database);
    let rows: String = (1..=CUSTOMERS)
        .map(|n| {
            format!("F-{n:03};01/04/2026;30/04/2026;Client {n:02} SARL;compta{n:02}@client.example;{},00\n", 500 + n)
        })
        .collect();
    stage.write("factures.csv", &format!("Numéro;Date;Échéance;Client;E-mail;Montant TTC\n{rows}"));
    done(&stage, "init --name Atelier --siren 732829320 --email compta@atelier.example");
    // Nothing leaves without a click before the bank is known.
    stage.write(
        "releve.csv",
        "Date;Libellé;Montant;Solde\n11/05/2026;FRAIS;-12,50;100,00\n12/05/2026;CARTE;-20,00;80,00\n",
    );
    done(&stage, "import factures.csv releve.csv --yes");
    done(&stage, "scenario sign standard/courtesy");
    stage
}

/// To whom each message of the trial outbox goes, and under which identifier.
fn left(stage: &Stage) -> Vec<(String, String)> {
    let Ok(entries) = std::fs::read_dir(stage.path("donnees/envois-essai")) else { return Vec::new() };
    let files = entries.map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "eml"));
    let header = |text: &str, name: &str| {
        let line = text.lines().find(|l| l.starts_with(name)).unwrap_or_else(|| panic!("no {name} in {text}"));
        line.to_string()
    };
    files
        .map(|path| {
            let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).replace("\r\n ", " ");
            (header(&text, "To:"), header(&text, "Message-ID:"))
        })
        .collect()
}

/// Messages that a server was killed over before they left: told as failed, to be proposed again, and never sent unseen.
fn interrupted(stage: &Stage) -> usize {
    let acts: serde_json::Value = serde_json::from_str(&done(stage, "acts --json")).unwrap();
    acts["acts"].as_array().unwrap().iter().filter(|a| a["state"] == "failed").count()
}

/// Waits for other processes: a round leaves half a minute to undo, and comes every five seconds.
#[expect(clippy::disallowed_methods, reason = "a test waits for other processes in real time")]
fn wait_until(every: Duration, stage: &Stage, happened: impl Fn() -> bool) {
    let start = Instant::now();
    while !happened() {
        assert!(start.elapsed() < Duration::from_secs(180), "{} messages left", left(stage).len());
        std::thread::sleep(every);
    }
}

fn two_servers(database: Option<String>) {
    let stage = opened(database);
    let serve = || stage.start(DAY, &words("serve --listen 127.0.0.1:0"));
    let (first, _second) = (serve(), serve());
    wait_until(Duration::from_millis(2), &stage, || !left(&stage).is_empty());
    // Killed, without any farewell, while messages leave.
    drop(first);
    let _third = serve();
    wait_until(Duration::from_millis(500), &stage, || left(&stage).len() + interrupted(&stage) >= CUSTOMERS);
    // Whoever goes round once more finds nothing to send, and the books are as they were written.
    done(&stage, "tick");
    done(&stage, "send");
    done(&stage, "verify");
    let (left, interrupted) = (left(&stage), interrupted(&stage));
    let people: BTreeSet<&String> = left.iter().map(|(to, _)| to).collect();
    let messages: BTreeSet<&String> = left.iter().map(|(_, id)| id).collect();
    assert_eq!((people.len(), messages.len()), (left.len(), left.len()), "nobody twice: {left:#?}");
    assert!(interrupted <= 1 && left.len() + interrupted >= CUSTOMERS, "{interrupted} interrupted: {left:#?}");
}

#[test]
fn two_servers_never_send_twice_on_sqlite() {
    two_servers(None);
}

#[test]
fn two_servers_never_send_twice_on_postgres() {
    testkit::on_postgres(|url| two_servers(Some(url.to_string())));
}
