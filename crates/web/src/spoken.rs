//! What use cases say, on a page. They serve the command line too and name its commands and options where a person may decide;
//! here there are pages for it, and a test reads every sentence of theirs and finds none left.

use domain::agenda::{self, Reason};
use domain::rehearsal::Forecast;

/// From these words to those, and what is said instead.
type Turn = (&'static str, &'static str, &'static str);

/// Remedies that concern a file before it is imported: the whole sentence gives way.
const WHOLE: [(&str, &str); 2] = [
    ("--map", "Corrigez le fichier, ou indiquez la bonne colonne dans « Colonnes » avant d’importer."),
    ("--account", "Dites de quel compte il s’agit, plus bas, avant d’importer."),
];

/// An end that is empty is the end of the first words.
const TURNS: [Turn; 22] = [
    (" (dossier ", ")", ""),
    ("écrit dans ", ".eml", "gardé dans le dossier d’essai"),
    (" (--any-seller pour la prendre quand même)", "", ""),
    (", ou avec « quitus ", " »", ""),
    (", ou changez de dossier avec --data", "", ""),
    (", ou avec quitus bank complete", "", ""),
    ("Reprenez le virement entier : quitus bank reopen", "\"…\"", "Reprenez le virement entier dans Banque"),
    ("commencez par « quitus init", " »", "commencez par la créer, sur la première page"),
    ("précisez laquelle avec --company", "", "choisissez laquelle en haut de la page"),
    (" : « quitus dispute credit »", "", ", sur la page du litige"),
    (" : quitus cancel", "\"…\"", " sur sa page"),
    (" : quitus acts --act", "--despite \"…\"", " sur sa page"),
    (" : quitus unpay FACTURE --why \"…\"", "", ", reprenez ce paiement sur la page de la facture"),
    (" Pour revoir un jour passé : « quitus explain --at … ».", "", ""),
    (", ou : quitus dispute settle", ".", "."),
    ("« quitus bank » montre", "", "la page Banque montre"),
    ("Dites-le avec quitus customer set", "organisme-public", "Dites-le sur sa fiche"),
    (", avec --on-account CLIENT", "", ""),
    (" avec --source \"…\"", "", ""),
    ("« quitus bank reopen » revient", "", "la page Banque permet de revenir"),
    (" La commande « quitus law » affiche les entrées connues.", "", " Réglages › Tables de droit les montre."),
    ("Ajoutez-le avec : quitus law set", "data/law)", "Le propriétaire l’ajoute dans Réglages › Tables de droit"),
];

/// The same, with what to do on a page in the place of commands and options.
pub fn on_page(text: &str) -> String {
    if let Some((_, instead)) = WHOLE.iter().find(|(option, _)| text.contains(option)) {
        return (*instead).to_string();
    }
    TURNS.iter().fold(text.to_string(), turned)
}

fn turned(text: String, (from, until, instead): &Turn) -> String {
    let found = text.split_once(from).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(until)?;
        Some(format!("{before}{instead}{after}"))
    });
    found.unwrap_or(text)
}

/// Why, as a page says it.
pub fn reason(reason: &Reason) -> String {
    on_page(&agenda::sentence(reason))
}

/// The same, with amounts in that currency.
pub fn reason_in(reason: &Reason, currency: base::Currency) -> String {
    on_page(&agenda::sentence_in(reason, currency))
}

/// Why a forecast stops where it does: at most two reasons, those of most invoices.
pub fn ending(forecast: &Forecast) -> Option<String> {
    let told: Vec<String> =
        forecast.endings().into_iter().take(2).map(|(r, currency)| reason_in(r, currency)).collect();
    (!told.is_empty()).then(|| told.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::{Path, PathBuf};

    /// Where what a page or the interface may say is written.
    const SPEAKERS: [&str; 9] = [
        "app",
        "domain",
        "law",
        "documents",
        "outreach",
        "intake",
        "store",
        "quitus/src/outside.rs",
        "quitus/src/dropped.rs",
    ];
    /// Said on the command line alone.
    const NEVER_ON_A_PAGE: [&str; 1] = ["pg_dump"];

    fn sources(at: &Path, found: &mut Vec<PathBuf>) {
        if at.is_file() {
            found.extend(at.extension().is_some_and(|e| e == "rs").then(|| at.to_path_buf()));
            return;
        }
        for entry in std::fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.file_name().is_some_and(|name| name != "tests" && name != "examples") {
                sources(&path, found);
            }
        }
    }

    /// The string literals of a source, as they read: escapes read, lines joined, a value for each place.
    fn literals(source: &str) -> Vec<String> {
        let code: String =
            source.lines().filter(|l| !l.trim_start().starts_with("//")).map(|l| format!("{l}\n")).collect();
        let (mut found, mut rest) = (Vec::new(), code.as_str());
        while let Some(start) = rest.find('"') {
            let (mut text, mut escaped, mut end) = (String::new(), false, rest.len());
            for (at, c) in rest[start + 1..].char_indices() {
                match c {
                    '"' if !escaped => {
                        end = start + 1 + at + 1;
                        break;
                    }
                    '\\' if !escaped => escaped = true,
                    c => {
                        text.push(if escaped && c == 'n' { ' ' } else { c });
                        escaped = false;
                    }
                }
            }
            found.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
            rest = &rest[end..];
        }
        found
    }

    fn names_a_command(text: &str) -> bool {
        let after = |mark: &str| text.match_indices(mark).map(|(at, _)| &text[at + mark.len()..]).collect::<Vec<_>>();
        let lower = |rest: &&str| rest.starts_with(|c: char| c.is_ascii_lowercase());
        let is_french = !text.is_ascii() || text.contains("avec ");
        is_french && (after("quitus ").iter().any(lower) || after("--").iter().any(lower))
    }

    #[test]
    fn no_sentence_sends_somebody_from_a_page_to_a_command() {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let mut files = Vec::new();
        SPEAKERS.iter().for_each(|name| sources(&crates.join(name), &mut files));
        assert!(files.len() > 300, "{} files", files.len());
        let (mut turned, mut left) = (0, Vec::new());
        for file in files {
            let source = std::fs::read_to_string(&file).unwrap();
            for said in literals(source.split("#[cfg(test)]").next().unwrap()) {
                if !names_a_command(&said) || NEVER_ON_A_PAGE.iter().any(|word| said.contains(word)) {
                    continue;
                }
                turned += 1;
                if names_a_command(&on_page(&said)) {
                    left.push(format!("{}: {}", file.display(), on_page(&said)));
                }
            }
        }
        assert!(left.is_empty(), "say what to do on a page, in TURNS: {left:#?}");
        assert!(turned >= 15, "{turned} sentences only: does the test still find them?");
    }

    #[test]
    fn our_own_words_name_no_command() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = Vec::new();
        sources(&here, &mut files);
        for file in files.iter().filter(|f| !f.ends_with("spoken.rs")) {
            let source = std::fs::read_to_string(file).unwrap();
            for said in literals(source.split("#[cfg(test)]").next().unwrap()) {
                assert!(!names_a_command(&said), "{}: {said}", file.display());
            }
            let code = source.replace("ReasonShape", "");
            assert!(!code.contains("agenda::sentence"), "{} says reasons as the command line does", file.display());
        }
    }

    #[test]
    fn a_message_of_the_trial_tells_no_path() {
        let reply = "L’étape « Rappel » a été confiée à « mode essai (dossier /srv/d/envois-essai) », qui a répondu « écrit dans /srv/d/envois-essai/act_1@atelier.example.eml ».";
        let said =
            "L’étape « Rappel » a été confiée à « mode essai », qui a répondu « gardé dans le dossier d’essai ».";
        assert_eq!(on_page(reply), said);
    }

    #[test]
    fn a_remedy_stays_a_sentence() {
        let said = on_page("Indiquez-la dans Réglages › Envoi des messages, ou avec « quitus settings --email … ».");
        assert_eq!(said, "Indiquez-la dans Réglages › Envoi des messages.");
        let said = on_page("Reprenez le virement entier : quitus bank reopen bnk_1 --why \"…\".");
        assert_eq!(said, "Reprenez le virement entier dans Banque.");
        assert_eq!(on_page("Un mot d’un client : --zz"), "Un mot d’un client : --zz");
    }
}
