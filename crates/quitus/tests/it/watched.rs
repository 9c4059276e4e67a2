//! A watched folder: what is dropped there is taken in once, put away, and told about; whatever was interrupted before.

use crate::stage::{Stage, seen};
use serde_json::Value;

const RELEVE: &str =
    "Date;Libellé;Montant;Solde\n03/11/2026;VIR CLINIQUE;360,60;1360,60\n07/11/2026;FRAIS;-12,50;1348,10\n";

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_string).collect()
}

fn opened() -> Stage {
    let stage = Stage::new(None);
    let init = words("init --name Atelier --siren 732829320");
    assert!(stage.run(Some("2026-11-10"), &init).status.success());
    std::fs::create_dir(stage.path("depot")).unwrap();
    stage
}

fn watch(stage: &Stage) -> Value {
    let output = stage.run(Some("2026-11-10"), &words("import --watch depot --once --json"));
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", seen(&output)))
}

fn lines(stage: &Stage) -> u64 {
    let output = stage.run(Some("2026-11-10"), &words("bank accounts --json"));
    let value: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", seen(&output)));
    value["accounts"].as_array().unwrap().iter().filter_map(|a| a["lines"].as_u64()).sum()
}

#[test]
fn a_dropped_file_is_taken_once_and_put_away() {
    let stage = opened();
    stage.write("depot/releve.csv", RELEVE);
    stage.write("depot/lettre.txt", "Bonjour");
    stage.write("depot/encore.csv.part", RELEVE);
    let told = watch(&stage);
    assert_eq!(told["files"].as_array().unwrap().len(), 2, "{told}");
    assert_eq!(lines(&stage), 2);
    let read = |name: &str| std::fs::read_to_string(stage.path(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(read("depot/traités/releve.csv"), RELEVE);
    assert!(read("depot/traités/releve.csv.message.txt").contains("éléments nouveaux"));
    assert_eq!(read("depot/refusés/lettre.txt"), "Bonjour");
    assert!(read("depot/refusés/lettre.txt.message.txt").contains("refusé"));
    assert!(stage.path("depot/encore.csv.part").exists(), "still being written");
    // The same statement again: known, put away beside the first, nothing new.
    stage.write("depot/releve.csv", RELEVE);
    let told = watch(&stage);
    assert_eq!((told["files"][0]["created"].as_u64(), lines(&stage)), (Some(0), 2));
    assert!(read("depot/traités/releve (2).csv.message.txt").contains("déjà importé"));
    assert_eq!(watch(&stage)["files"].as_array().unwrap().len(), 0);
}

/// Killed after the books were written, or after the message: the file is still there, and is only put away.
#[test]
fn a_watch_that_was_killed_goes_on_where_it_was() {
    let stage = opened();
    stage.write("depot/releve.csv", RELEVE);
    assert!(stage.run(Some("2026-11-10"), &words("import depot/releve.csv --yes")).status.success());
    std::fs::create_dir(stage.path("depot/traités")).unwrap();
    stage.write("depot/traités/releve.csv.message.txt", "pris, 2 éléments nou");
    watch(&stage);
    assert_eq!(lines(&stage), 2);
    assert!(!stage.path("depot/releve.csv").exists() && stage.path("depot/traités/releve.csv").exists());
    let message = std::fs::read_to_string(stage.path("depot/traités/releve.csv.message.txt")).unwrap();
    assert!(message.contains("déjà importé"), "{message}");
}

#[test]
fn the_folder_of_the_server_is_a_setting() {
    let stage = opened();
    let set = stage.run(Some("2026-11-10"), &words("settings --watched-folder depot"));
    assert!(set.status.success(), "{}", seen(&set));
    let shown = stage.run(Some("2026-11-10"), &words("settings"));
    assert!(seen(&shown).contains("Dossier surveillé : /"), "{}", seen(&shown));
    let missing = stage.run(Some("2026-11-10"), &words("settings --watched-folder ailleurs"));
    assert!(!missing.status.success() && seen(&missing).contains("n’est pas un dossier"));
    assert!(stage.run(Some("2026-11-10"), &words("settings --watched-folder aucun")).status.success());
}

/// For real: the server runs, a file is dropped, its lines are in the books and it is put away.
#[test]
fn a_running_server_takes_in_what_is_dropped() {
    let stage = opened();
    assert!(stage.run(Some("2026-11-10"), &words("settings --watched-folder depot")).status.success());
    let _server = stage.start(Some("2026-11-10"), &words("serve --listen 127.0.0.1:0"));
    stage.write("depot/releve.csv", RELEVE);
    let away = stage.path("depot/traités/releve.csv.message.txt");
    for _ in 0..600 {
        if away.exists() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert!(away.exists(), "not taken in within a minute");
    assert_eq!(lines(&stage), 2);
    assert!(stage.path("depot/traités/releve.csv").exists() && !stage.path("depot/releve.csv").exists());
}

/// A bank whose headings nobody knows: said once, remembered for the next month.
#[test]
fn columns_said_on_the_command_line_are_remembered() {
    let stage = opened();
    stage.write("a.csv", "Quand;Motif;Combien\n03/11/2026;VIR CLINIQUE;360,60\n07/11/2026;FRAIS;-12,50\n");
    stage.write("b.csv", "Quand;Motif;Combien\n09/11/2026;VIR MAIRIE;99,00\n");
    let mut said = words("import a.csv --yes --map");
    for map in ["booked_on=Quand", "--map", "label=Motif", "--map", "amount=Combien"] {
        said.push(map.to_string());
    }
    let first = stage.run(Some("2026-11-10"), &said);
    assert!(first.status.success(), "{}", seen(&first));
    assert_eq!(lines(&stage), 2, "{}", seen(&first));
    let next = stage.run(Some("2026-11-10"), &words("import b.csv --yes"));
    assert!(next.status.success(), "{}", seen(&next));
    assert_eq!(lines(&stage), 3, "{}", seen(&next));
}
