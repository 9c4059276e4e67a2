//! Scenario texts: the shipped ones read, and each kind of mistake is told with its line, in French.

use domain::scenario::{Scenario, parse, shipped};

const SOUND: &str = r#"name = "mine"
title = "Le mien"
summary = "Deux étapes."

[applies_to]
debtor = "business"
priority = 5

[policy]
minimum_amount = "15,00"
days_between_contacts = 5
bank_data_max_age_days = 10
promise_grace_days = 3
working_days_only = true

[[step]]
id = "courtesy"
title = "Rappel"
when = { after_due_days = 3 }
channels = ["email"]
to = ["accounts_payable"]
tone = "courteous"
template = "reminder-courtesy"
approval = "standing"

[[step]]
id = "formal-notice"
title = "Mise en demeure"
when = { after_step = "courtesy", days = 10 }
channels = ["registered_letter"]
to = ["decider"]
tone = "formal"
template = "formal-notice"
approval = "owner"
gates = ["no_open_dispute"]
only_if = { outstanding_min = "100,00" }
"#;

fn read(text: &str) -> Result<Scenario, String> {
    parse("mine.toml", text).map_err(|e| e.to_string())
}

/// What is replaced in the sound text, by what, and what the user is told.
const MISTAKES: [(&str, &str, &str); 37] = [
    ("name = \"mine\"\n", "", "1 : il manque le champ « name »"),
    (
        "name = \"mine\"",
        "name = \"Été 1\"",
        "1 : « Été 1 » : un nom s’écrit en minuscules sans accent, avec chiffres et tirets",
    ),
    ("name = \"mine\"", "name = mine", "1 : valeur illisible ; un texte s’écrit entre guillemets"),
    ("name = \"mine\"", "name = \"mine", "1 : un texte n’est pas refermé par un guillemet"),
    ("name = \"mine\"", "name = 3", "1 : « 3 » ne convient pas : il faut un texte entre guillemets"),
    ("\"Le mien\"", "\"  \"", "2 : un titre ne reste pas vide : il est montré dans l’agenda"),
    (
        "title = \"Le mien\"",
        "title = \"A\"\ntitle = \"B\"",
        "3 : le même nom est écrit deux fois ; une étape de plus s’ouvre par [[step]], avec deux crochets",
    ),
    (
        "debtor = \"business\"",
        "debtor = \"client\"",
        "6 : valeur inconnue « client » ; valeurs possibles : business, consumer, public_body",
    ),
    ("priority = 5", "priority = \"5\"", "7 : « 5 » ne convient pas : il faut un nombre entier, sans guillemets"),
    ("priority = 5", "priority 5", "7 : il manque le signe = et une valeur après le nom"),
    (
        "priority = 5",
        "settled_late_min = -3\npriority = 5",
        "7 : « -3 » ne convient pas : il faut un nombre entier positif, sans guillemets",
    ),
    (
        "priority = 5",
        "overdue_max = \"peu\"\npriority = 5",
        "7 : « peu » n’est pas un montant ; écrire par exemple \"150,00\"",
    ),
    ("[policy]", "[policy", "9 : un titre de rubrique n’est pas refermé par un crochet"),
    (
        "[policy]",
        "[politique]",
        "9 : champ inconnu « politique » ; attendu : name, title, summary, applies_to, policy, step",
    ),
    ("\"15,00\"", "\"-15,00\"", "10 : « -15,00 » n’est pas un montant ; écrire par exemple \"150,00\""),
    ("days_between_contacts = 5", "days_between_contacts = -5", "11 : -5 : un nombre de jours va de 0 à 3650"),
    (
        "days_between_contacts = 5",
        "days_between_contacts = 5.5",
        "11 : « 5.5 » ne convient pas : il faut un nombre entier, sans guillemets",
    ),
    (
        "working_days_only = true",
        "working_days_only = \"oui\"",
        "14 : « oui » ne convient pas : il faut true (oui) ou false (non), sans guillemets",
    ),
    (
        "[[step]]",
        "[step]",
        "26 : le même nom est écrit deux fois ; une étape de plus s’ouvre par [[step]], avec deux crochets",
    ),
    (
        "id = \"courtesy\"",
        "id = \"Rappel courtois\"",
        "17 : « Rappel courtois » : un nom s’écrit en minuscules sans accent, avec chiffres et tirets",
    ),
    ("id = \"formal-notice\"", "id = \"courtesy\"", "27 : deux étapes portent le nom « courtesy »"),
    (
        "after_due_days = 3",
        "after_due_day = 3",
        "19 : champ inconnu « after_due_day » ; attendu : before_due_days, after_due_days, after_step, days",
    ),
    ("after_due_days = 3", "after_due_days = 9999", "19 : 9999 : un nombre de jours va de 0 à 3650"),
    (
        "{ after_due_days = 3 }",
        "3",
        "19 : « 3 » ne convient pas : « when » s’écrit { before_due_days = n }, { after_due_days = n } ou { after_step = \"…\", days = n }",
    ),
    (
        "after_due_days = 3",
        "days = 3",
        "16 : « when » s’écrit { before_due_days = n }, { after_due_days = n } ou { after_step = \"…\", days = n }",
    ),
    ("after_step = \"courtesy\"", "after_step = \"letter\"", "29 : « letter » n’est pas une étape placée plus haut"),
    (
        "{ after_step = \"courtesy\", days = 10 }",
        "{ before_due_days = 7 }",
        "29 : l’étape d’avant l’échéance vient en premier",
    ),
    (
        "{ after_step = \"courtesy\", days = 10 }",
        "{ after_due_days = 2 }",
        "29 : 2 : cette étape viendrait avant une étape placée plus haut (3 jours)",
    ),
    (
        "[\"email\"]",
        "[\"fax\"]",
        "20 : valeur inconnue « fax » ; valeurs possibles : email, call, letter, registered_letter, visit, internal",
    ),
    (
        "[\"email\"]",
        "\"email\"",
        "20 : « email » ne convient pas : il faut une liste entre crochets, par exemple [\"email\", \"letter\"]",
    ),
    ("[\"email\"]", "[]", "20 : une étape a au moins un canal"),
    ("[\"accounts_payable\"]", "[]", "21 : une étape s’adresse à au moins un rôle"),
    (
        "[\"accounts_payable\"]",
        "[\"salesperson\"]",
        "21 : le commercial est de votre maison : on le prévient par channels = [\"internal\"], sans relancer personne",
    ),
    ("tone = \"courteous\"\n", "", "16 : il manque le champ « tone »"),
    (
        "approval = \"owner\"",
        "approval = \"standing\"",
        "34 : à partir de la mise en demeure, chaque envoi est approuvé un par un : écrire \"each\" ou \"owner\"",
    ),
    (
        "gates = [\"no_open_dispute\"]",
        "gates = [\"due_date_confirmed\"]",
        "27 : une mise en demeure attend la fin des litiges : écrire gates = [\"no_open_dispute\"]",
    ),
    ("\"100,00\"", "\"beaucoup\"", "36 : « beaucoup » n’est pas un montant ; écrire par exemple \"150,00\""),
];

#[test]
fn the_text_that_is_spoilt_below_is_sound() {
    let scenario = read(SOUND).unwrap();
    assert_eq!((scenario.reference.name.as_str(), scenario.steps.len()), ("mine", 2));
    assert_eq!(scenario.steps[0].include_from_days, 1);
}

#[test]
fn each_mistake_is_told_with_its_line_and_what_to_write() {
    for (from, to, told) in MISTAKES {
        let spoilt = SOUND.replacen(from, to, 1);
        assert_ne!(spoilt, SOUND, "{from} is not in the text");
        assert_eq!(read(&spoilt), Err(format!("mine.toml, ligne {told}")), "{to}");
        let windows = spoilt.replace('\n', "\r\n");
        assert_eq!(read(&windows), Err(format!("mine.toml, ligne {told}")), "{to} under Windows");
    }
}

#[test]
fn nothing_said_to_the_user_is_in_the_english_of_the_parser() {
    for junk in [
        "",
        "=",
        "[[[",
        "\"\"\"",
        "a = [1, ",
        "a = { b = ",
        "\u{0}",
        "name = 2026-13-45",
        "a.b.c = 1\na.b = 2",
        "%PDF-1.7",
    ] {
        let told = read(junk).unwrap_err();
        assert!(
            !told.contains("expected") && !told.contains("invalid") && told.contains(", ligne "),
            "{junk:?}: {told}"
        );
    }
}

#[test]
fn a_scenario_needs_a_step_after_the_due_date() {
    let only_before =
        SOUND.split("[[step]]\nid = \"formal-notice\"").next().unwrap().replace("after_due_days", "before_due_days");
    assert_eq!(
        read(&only_before).unwrap_err(),
        "mine.toml, ligne 1 : un scénario a au moins une étape après l’échéance"
    );
}

#[test]
fn a_text_out_of_all_proportion_is_refused_before_it_costs_anything() {
    let long = format!("{SOUND}\n# {}", "x".repeat(300_000));
    assert_eq!(read(&long).unwrap_err(), "mine.toml, ligne 1 : ce texte est trop long pour un scénario");
    let step = SOUND.split("[[step]]").nth(1).unwrap();
    let many: String =
        (0..60).map(|n| format!("[[step]]{}", step.replace("courtesy\"\ntitle", &format!("s{n}\"\ntitle")))).collect();
    let head = SOUND.split("[[step]]").next().unwrap();
    assert!(read(&format!("{head}{many}")).unwrap_err().ends_with("un scénario a au plus 40 étapes"));
    let deep = format!("a = {}", "[".repeat(50_000));
    assert!(read(&deep).is_err());
}

#[test]
fn shipped_scenarios_read_and_end_in_a_decision_of_a_person() {
    let book = shipped().unwrap();
    let names: Vec<&str> = book.current().iter().map(|s| s.reference.name.as_str()).collect();
    assert_eq!(names, ["key-account", "repeat-late", "small-amounts", "consumer", "public-body", "standard"]);
    for scenario in book.current() {
        let last = scenario.steps.last().unwrap();
        assert_ne!(last.approval, domain::scenario::ApprovalRule::Standing, "{}", scenario.title);
        assert!(!scenario.summary.is_empty());
    }
}

#[test]
fn a_version_is_the_hash_of_the_text_and_survives_a_copy() {
    for scenario in shipped().unwrap().current() {
        let again = parse("copy.toml", &scenario.source).unwrap();
        assert_eq!(again, *scenario, "the file name is not part of it");
        let windows = scenario.source.replace('\n', "\r\n");
        assert_eq!(parse("copy.toml", &windows).unwrap().reference, scenario.reference);
        let marked = format!("\u{feff}{}", scenario.source);
        assert_eq!(parse("copy.toml", &marked).unwrap().reference, scenario.reference, "with a byte order mark");
        let changed = scenario.source.replacen("days = ", "days = 1", 1);
        assert_ne!(parse("copy.toml", &changed).unwrap().reference.version, scenario.reference.version);
    }
}

#[test]
fn the_version_of_a_text_is_known_by_heart() {
    // Running cases are pinned to these sixteen digits: a change of how they are made would lose every case.
    assert_eq!(read(SOUND).unwrap().reference.version, "299cd3feac8ae01b");
}

#[test]
fn the_annotated_example_of_the_specification_is_sound() {
    let specification = include_str!("../../../../docs/spec/agenda.md");
    let example = specification.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let scenario = parse("example.toml", example).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(scenario.steps.len(), 3);
}
