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

const COLUMNS: &str = "Numéro;Date;Client;Montant TTC\n";

#[test]
fn lines_to_mend_are_written_before_anything_is_taken() {
    let stage = stage();
    stage.write("a.csv", &format!("{COLUMNS}A-1;32/05/2026;Paul;12,00\nA-2;02/05/2026;Paul;13,00\n"));
    stage.write("b.csv", "Client;Numéro;Date;Montant TTC\nPaul;B-1;32/05/2026;12,00\nPaul;B-2;02/05/2026;14,00\n");
    let several = run(&stage, "import a.csv b.csv --skip-wrong-lines --wrong-lines faux.csv --yes");
    assert_eq!(several.status.code(), Some(1), "{}", seen(&several));
    assert!(seen(&several).contains("Plusieurs listes ont des lignes fausses"), "{}", seen(&several));
    let nowhere = run(&stage, "import a.csv --skip-wrong-lines --wrong-lines absent/faux.csv --yes");
    assert!(seen(&nowhere).contains("faux.csv ne s’écrit pas : rien n’existe"), "{}", seen(&nowhere));
    let verified = seen(&run(&stage, "verify")).replace('\u{a0}', " ");
    assert!(verified.contains("0 pièce :"), "nothing was taken: {verified}");
    let one = run(&stage, "import a.csv --skip-wrong-lines --wrong-lines faux.csv --yes");
    assert_eq!(one.status.code(), Some(0), "{}", seen(&one));
    let list = std::fs::read_to_string(stage.path("faux.csv")).unwrap();
    assert!(list.contains("A-1") && !list.contains("A-2"), "{list}");
    assert!(seen(&run(&stage, "verify")).replace('\u{a0}', " ").contains("1 pièce :"));
}
