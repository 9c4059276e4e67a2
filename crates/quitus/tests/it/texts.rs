//! Texts of one's own from the command line: copied, changed, tried, adopted, and taken back.

use crate::stage::{Stage, seen};
use std::process::Output;

fn run(stage: &Stage, line: &str) -> Output {
    let args: Vec<String> = line.split(' ').map(|w| w.replace('_', " ")).collect();
    stage.run(Some("2026-06-03"), &args)
}

fn says(stage: &Stage, line: &str, words: &str) {
    let output = run(stage, line);
    assert!(seen(&output).contains(words), "{line}: {}", seen(&output));
}

#[test]
fn a_changed_file_counts_once_adopted_and_a_broken_one_never() {
    let stage = Stage::new(None);
    says(&stage, "init --name Atelier_Lumière --siren 732829320", "Atelier Lumière");
    says(&stage, "template adopt", "Aucun texte à adopter");
    says(&stage, "template copy thank-you", "quitus template adopt");
    let json: serde_json::Value =
        serde_json::from_slice(&run(&stage, "template copy thank-you --json").stdout).unwrap_or_default();
    assert_eq!(json["written"], serde_json::json!([]), "a second copy leaves the first alone");
    says(&stage, "template adopt", "déjà en vigueur");

    let own = "{{ hello }}\n\nVotre règlement de {{ payment.amount }} pour {{ numbers }} est arrivé : bravo.\n\n{{ signature }}\n";
    stage.write("donnees/modeles/thank-you/body.fr.txt", "{{ hello }}\n\n{{ totl }}\n");
    says(&stage, "template check", "ligne 3");
    says(&stage, "template adopt", "ligne 3");
    says(&stage, "template list", "livré");
    assert!(!seen(&run(&stage, "template list")).contains("le vôtre"), "nothing changed");

    stage.write("donnees/modeles/thank-you/body.fr.txt", own);
    says(&stage, "template check", "corrects");
    assert!(!seen(&run(&stage, "template list")).contains("le vôtre"), "not in force before it is adopted");
    says(&stage, "template adopt", "thank-you (fr)");
    says(&stage, "template list", "le vôtre");
    says(&stage, "template restore thank-you", "de nouveau le texte livré");
    assert!(!seen(&run(&stage, "template list")).contains("le vôtre"));
    says(&stage, "journal", "est redevenu celui qui est livré");
}
