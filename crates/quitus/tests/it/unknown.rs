//! The mail server dies after it was given the whole message: nobody can tell whether it left. What the user sees, and does.
//!
//! Really sent, so played on the real day: a message approved for a day that is no more is given up.

use crate::stage::{Stage, seen};
use base::{Date, add_days};
use serde_json::Value;
use std::process::Output;
use testkit::smtp::Server;

struct Office {
    stage: Stage,
}

impl Office {
    fn run(&self, args: &[&str]) -> Output {
        let args: Vec<String> = args.iter().map(|a| (*a).to_string()).collect();
        self.stage.run(None, &args)
    }

    fn well(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}: {}", seen(&output));
        seen(&output)
    }

    fn json(&self, args: &[&str]) -> Value {
        let output = self.run(&[args, &["--json"]].concat());
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{args:?}: {}", seen(&output)))
    }

    fn settings(&self, server: &Server) {
        let port = server.port.to_string();
        self.well(&["settings", "--smtp-host", "127.0.0.1", "--smtp-port", &port, "--smtp-security", "none"]);
    }

    fn states(&self) -> Vec<String> {
        let acts = self.json(&["acts"]);
        let acts = acts["acts"].as_array().unwrap();
        acts.iter().map(|a| a["state"].as_str().unwrap().to_string()).collect()
    }
}

#[expect(clippy::disallowed_methods, reason = "what really leaves, leaves today")]
fn today() -> Date {
    jiff::Timestamp::now().in_tz("Europe/Paris").unwrap().date()
}

/// One late invoice, its courtesy reminder approved, the server about to die.
fn approved(url: Option<String>, dying: &Server) -> Office {
    let office = Office { stage: Stage::new(url) };
    let (issued, due) = (add_days(today(), -50).unwrap(), add_days(today(), -20).unwrap());
    office.stage.write(
        "f.csv",
        &format!("Numéro;Date;Échéance;Client;E-mail;Montant TTC\nF-77;{issued};{due};Studio Neri;compta@neri.example;700,00\n"),
    );
    office.well(&["init", "--name", "Atelier", "--siren", "732829320", "--email", "compta@atelier.example"]);
    office.well(&["import", "f.csv", "--yes"]);
    office.settings(dying);
    office.well(&["sending", "reel"]);
    // The story may be played on a Sunday.
    office.well(&["decide", "override", "F-77", "non_working_day", "--why", "à jouer tous les jours"]);
    office.well(&["approve", "1"]);
    office
}

fn dies(office: &Office) {
    let sent = office.run(&["send", "--now"]);
    assert_eq!(sent.status.code(), Some(3), "it needs attention: {}", seen(&sent));
    assert_eq!(office.states(), ["unknown"]);
    // Never tried again by itself, and the customer is left alone until somebody has looked.
    assert!(office.well(&["send", "--now"]).contains("Aucun e-mail"));
    let agenda = office.json(&["agenda"]);
    assert_eq!(agenda["proposals"], Value::Array(Vec::new()));
    assert_eq!(agenda["silences"][0]["reasons"][0]["code"], "act_pending");
    let todo = office.well(&["acts", "--todo"]);
    assert!(todo.contains("issue inconnue") && todo.contains("quitus resolve"), "{todo}");
}

/// On SQLite, then on PostgreSQL.
fn on_both(story: impl Fn(Option<String>)) {
    story(None);
    story(Some(testkit::postgres::fresh_url()));
}

#[test]
fn it_had_left_the_user_says_so_and_nothing_leaves_again() {
    on_both(|url| {
        let (dying, healthy) = (Server::start("drop_after_data"), Server::start("accept"));
        let office = approved(url, &dying);
        dies(&office);
        assert_eq!(dying.received().len(), 1, "it did leave");
        office.settings(&healthy);
        office.well(&["resolve", "Studio Neri", "--sent", "--why", "le client l’a reçu"]);
        office.well(&["agenda"]);
        assert!(office.well(&["send", "--now"]).contains("Aucun e-mail"));
        assert_eq!((dying.received().len(), healthy.received().len()), (1, 0));
        assert_eq!(office.json(&["agenda"])["proposals"], Value::Array(Vec::new()));
        office.well(&["verify"]);
    });
}

#[test]
fn the_user_says_that_it_did_not_leave_and_it_is_proposed_anew() {
    on_both(|url| {
        let (dying, healthy) = (Server::start("drop_after_data"), Server::start("accept"));
        let office = approved(url, &dying);
        dies(&office);
        office.well(&["resolve", "Studio Neri", "--not-sent", "--why", "rien dans le journal du serveur"]);
        office.settings(&healthy);
        let agenda = office.json(&["agenda"]);
        assert_eq!(agenda["proposals"][0]["step"], "courtesy", "{agenda}");
        office.well(&["approve", "1"]);
        office.well(&["send", "--now"]);
        assert_eq!(healthy.received().len(), 1, "only once somebody answered for it");
        office.well(&["verify"]);
    });
}
