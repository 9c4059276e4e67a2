//! Files that cannot be read or written: the system's words are French, and nothing is half done.

use crate::stage::{Stage, seen};
use std::process::Output;

fn run(stage: &Stage, line: &str) -> Output {
    let args: Vec<String> = line.split(' ').map(|w| w.replace('_', " ")).collect();
    stage.run(Some("2026-06-03"), &args)
}

fn stage() -> Stage {
    let stage = Stage::new(None);
    assert!(run(&stage, "init --name Atelier --siren 732829320").status.success());
    stage
}

#[test]
fn what_the_system_refuses_is_told_in_french_with_what_to_do() {
    let stage = stage();
    std::fs::write(stage.path("latin.toml"), b"title = \"\xe9t\xe9\"\n").unwrap();
    std::fs::create_dir(stage.path("dossier")).unwrap();
    for (line, wanted) in [
        ("law import absent.toml", "absent.toml ne se lit pas : rien n’existe à cet endroit, vérifiez le chemin."),
        ("law import dossier", "dossier ne se lit pas : c’est un dossier, indiquez un fichier."),
        ("law import latin.toml", "latin.toml ne se lit pas : ce n’est pas un texte en UTF-8"),
        ("entries export --save absent/e.csv", "e.csv ne s’écrit pas : rien n’existe à cet endroit"),
    ] {
        let output = run(&stage, line);
        let text = seen(&output);
        assert_eq!(output.status.code(), Some(1), "{line}: {text}");
        assert!(text.contains(wanted) && !text.contains("os error"), "{line}: {text}");
    }
}
