//! One invoice typed at the command line, from empty books to a proposal; and words tried before they are kept.

use crate::stage::{Stage, seen};
use serde_json::Value;

const DAY: &str = "2026-11-10";

/// Spaces inside a word are written `_`.
fn run(stage: &Stage, line: &str) -> (bool, String) {
    let words: Vec<String> = line.split(' ').map(|w| w.replace('_', " ")).collect();
    let output = stage.run(Some(DAY), &words);
    (output.status.success(), seen(&output).replace(['\u{a0}', '\u{202f}'], " "))
}

fn ran(stage: &Stage, line: &str) -> String {
    let (went_well, text) = run(stage, line);
    assert!(went_well, "{line}: {text}");
    text
}

fn refused(stage: &Stage, line: &str) -> String {
    let (went_well, text) = run(stage, line);
    assert!(!went_well, "{line}: {text}");
    text
}

fn opened() -> Stage {
    let stage = Stage::new(None);
    ran(&stage, "init --name Atelier_Lumière --siren 732829320 --email compta@atelier.example");
    stage
}

const FIRST: &str = "invoice add H-7 Studio_Pélican --new --kind business --email compta@pelican.example \
    --issued 2026-09-01 --total 1234,56 --vat 205,76 --terms 30_jours --subject Refonte_du_site";

#[test]
fn an_invoice_is_typed_once_and_chased_when_it_is_late() {
    let stage = opened();
    let first = FIRST.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(ran(&stage, &first).contains("Facture H-7 enregistrée : 1 234,56 €, à payer le 1er octobre 2026."));
    assert!(ran(&stage, &first).contains("était déjà dans vos comptes : rien n’a été enregistré deux fois."));
    let dearer = refused(&stage, &first.replace("1234,56", "1300"));
    assert!(dearer.contains("déjà dans vos comptes avec un autre contenu"), "{dearer}");
    let agenda = ran(&stage, "agenda");
    assert!(agenda.contains("Studio Pélican"), "{agenda}");
    // Known from now on by its name alone; the due date as it is written.
    let second = "invoice add H-8 pelican --issued 2026-10-05 --total 80 --due 2026-10-20 --json";
    let told: Value = serde_json::from_str(&ran(&stage, second)).unwrap();
    assert_eq!((&told["outcome"], &told["due_on"]), (&"recorded".into(), &"2026-10-20".into()), "{told}");
    assert!(ran(&stage, "journal").contains("La facture « H-8 » du 5 octobre 2026"));
    ran(&stage, "verify");
}

#[test]
fn what_is_wrong_is_told_and_nothing_is_kept() {
    let stage = opened();
    let add = |rest: &str| format!("invoice add H-9 Pélican --issued 2026-09-01 --total 10 {rest}").trim().to_string();
    assert!(refused(&stage, &add("")).contains("Aucun client ne s’appelle"));
    let new = |rest: &str| add(&format!("--new {rest}"));
    stage.write("note.txt", "bonjour");
    for (line, words) in [
        (new("").replace("2026-09-01", "2031-09-01"), "est à venir"),
        (new("").replace("--total 10", "--total 0"), "au-dessus de zéro"),
        (new("--vat 10"), "La TVA est une part du montant"),
        (new("--due 2026-08-01"), "est avant la date de la facture"),
        (new("--terms bientôt"), "n’est pas un délai qui se calcule"),
        (new("--siren 123456789"), "Ce n’est pas un SIREN"),
        (new("--file note.txt"), "n’est pas un PDF"),
        (new("--currency ABC"), "n’est pas une devise"),
    ] {
        let told = refused(&stage, &line);
        assert!(told.contains(words), "{line}: {told}");
    }
    assert!(!ran(&stage, "customer list").contains("Pélican"));
}

#[test]
fn words_are_tried_before_they_are_kept_and_credits_studied_again() {
    let stage = opened();
    ran(&stage, &FIRST.split_whitespace().collect::<Vec<_>>().join(" "));
    let seen = ran(&stage, "template preview reminder-firm --customer pelican");
    assert!(seen.contains("H-7") && seen.starts_with("Objet  :"), "{seen}");
    assert!(refused(&stage, "template preview reminder-firm --save firm.pdf").contains("sans papier"));
    ran(&stage, "template preview formal-notice --save lettre.pdf");
    assert!(std::fs::read(stage.path("lettre.pdf")).unwrap().starts_with(b"%PDF"));
    ran(&stage, "template copy reminder-firm");
    stage.write("donnees/modeles/reminder-firm/body.fr.txt", "Bonjour,\n\n{% if true %}\nsuite\n");
    let told = refused(&stage, "template preview reminder-firm");
    assert!(told.contains("ligne 3"), "{told}");
    assert!(ran(&stage, "match --again").contains("Aucun virement à trier."));
}
