//! Law files with mistakes: each ends in a message with its file and line, never in a crash.

use crate::day;
use law::{LawBook, Table};

const HEAD: &str = "checked_on = \"2026-11-22\"\narticle = \"C. com.\"\nsource = \"relevé\"\n\n";

fn told(body: &str) -> String {
    match LawBook::parse_additions("mes_taux.toml", &format!("{HEAD}{body}")) {
        Ok(values) => format!("{} valeurs", values.len()),
        Err(problems) => problems.iter().map(|p| p.french()).collect::<Vec<_>>().join("\n"),
    }
}

#[test]
fn a_file_of_the_same_format_adds_values() {
    let body = "[[value]]\ntable = \"reference-rate\"\nkey = \"2027-S1\"\nvalue = \"2.65\"\nstatus = \"partial\"\n";
    let values = LawBook::parse_additions("mes_taux.toml", &format!("{HEAD}{body}")).unwrap();
    let value = values.first().unwrap();
    assert_eq!((value.table, value.valid_to), (Table::ReferenceRate, Some(day("2027-06-30"))));
    let book = LawBook::shipped().unwrap().with_overrides(&values).unwrap();
    assert!(book.reference_rate(day("2027-06-30")).is_ok());
}

#[test]
fn mistakes_are_told_with_their_line() {
    let value = |lines: &str| format!("[[value]]\ntable = \"reference-rate\"\nkey = \"2027-S1\"\n{lines}");
    for (body, expected) in [
        ("[[value]\n".to_string(), "mes_taux.toml, ligne 5\u{a0}: le texte n’est pas lisible"),
        ("x = 1\n".to_string(), "ligne 5\u{a0}: le texte n’est pas lisible comme TOML de ce format (champ inconnu"),
        (value("status = \"partial\"\n"), "mes_taux.toml, ligne 5\u{a0}: le champ «\u{a0}value\u{a0}» manque"),
        (value("value = \"2.65\"\nstatus = \"sûr\"\n"), "ligne 5\u{a0}: «\u{a0}sûr\u{a0}» n’est pas un statut"),
        (value("value = \"abc\"\nstatus = \"partial\"\n"), "«\u{a0}abc\u{a0}» n’est pas une valeur possible"),
        (value("value = \"2.65\"\nstatus = \"partial\"\nvalid_to = \"demain\"\n"), "«\u{a0}demain\u{a0}» n’est pas une date"),
        (value("value = \"2.65\"\nstatus = \"partial\"\nvalid_to = \"2027-12-31\"\n"), "la période donnée pour «\u{a0}2027-S1\u{a0}»"),
        ("[[value]]\ntable = \"rates\"\n".to_string(), "Il n’existe pas de table «\u{a0}rates\u{a0}»"),
        ("\n\n[[value]]\nkey = \"a\"\n".to_string(), "ligne 7\u{a0}: le champ «\u{a0}table\u{a0}» manque"),
        ("[[mention]]\nid = \"a\"\ndocuments = []\nlabel = \"a\"\nany_of = [\"a\"]\narticle = \"a\"\nstatus = \"verified\"\n".to_string(), "mention illisible"),
    ] {
        assert!(told(&body).contains(expected), "{body}\n→ {}", told(&body));
    }
}

#[test]
fn a_whole_book_must_be_whole_and_without_overlap() {
    let problems = LawBook::parse(&[]).unwrap_err();
    assert!(problems.first().unwrap().french().contains("aucun calcul n’est possible"));
    let twice = "[[value]]\ntable = \"reference-rate\"\nkey = \"2027-S1\"\nvalue = \"2.65\"\nstatus = \"partial\"\n\n"
        .repeat(2);
    let problems = LawBook::parse(&[("a.toml", &format!("{HEAD}{twice}"))]).unwrap_err();
    assert!(
        problems
            .first()
            .unwrap()
            .french()
            .starts_with("a.toml, ligne 11\u{a0}: la table «\u{a0}reference-rate\u{a0}» a deux valeurs")
    );
}

#[test]
fn damaged_bytes_never_panic() {
    let good = format!(
        "{HEAD}[[value]]\ntable = \"reference-rate\"\nkey = \"2027-S1\"\nvalue = \"2.65\"\nstatus = \"partial\"\n"
    );
    for cut in (0..good.len()).filter(|i| good.is_char_boundary(*i)) {
        let _ = LawBook::parse_additions("x", &good[..cut]);
        let _ = LawBook::parse_additions("x", &format!("{}é\u{0}{}", &good[..cut], &good[cut..]));
    }
    assert!(LawBook::parse_additions("x", &"[".repeat(500_000)).is_err());
    assert!(LawBook::parse_additions("x", &"#".repeat(2_000_000)).is_err());
    assert!(LawBook::parse_additions("x", &format!("a = {}", "[".repeat(100_000))).is_err());
}
