//! What every command owes its users: help in French, tables in eighty columns, JSON that scripts can read, exit codes as
//! the README lists them.

use crate::stage::{Stage, seen};
use serde_json::Value;
use std::process::Output;

const DAY: &str = "2026-06-03";

/// Words of the library underneath that a French user should never meet.
const ENGLISH: [&str; 16] = [
    "Usage:",
    "Options:",
    "Arguments:",
    "Commands:",
    "Print ",
    "[default",
    "[env",
    "[possible",
    "possible values",
    "error:",
    "For more information",
    "[aliases",
    "invalid ",
    "is not in",
    "unexpected",
    "parse",
];

fn run(stage: &Stage, line: &str) -> Output {
    let args: Vec<String> = line.split(' ').map(|w| w.replace('_', " ")).collect();
    stage.run(Some(DAY), &args)
}

fn stage() -> Stage {
    let stage = Stage::new(None);
    stage.write(
        "f.csv",
        "Numéro;Date;Échéance;Client;SIREN;E-mail;Téléphone;Adresse;Code postal;Ville;Montant TTC\n\
         FACTURE-2026-000041;30/04/2026;31/05/2026;Société anonyme des grands travaux du Nord et de l’Est;552100554;\
         comptabilite.fournisseurs@grands-travaux.example;04 72 00 00 01;3 rue des Forges;69003;Lyon;1 234 567,89\n\
         F-2;01/01/2026;31/01/2026;Paul;;paul@paul.example;;;;;99,99\n",
    );
    for line in [
        "init --name Atelier_Lumière --siren 732829320 --email compta@atelier.example --address 1_rue_du_Port --postcode 69002 --city Lyon",
        "import f.csv --yes",
        "hold open pause F-2 --why congés",
        "approve --all",
        "send",
    ] {
        let output = run(&stage, line);
        assert!(output.status.success(), "{line}: {}", seen(&output));
    }
    stage
}

#[test]
fn every_command_explains_itself_in_french() {
    let stage = Stage::new(None);
    let mut waiting = vec![Vec::<String>::new()];
    let mut told = 0;
    while let Some(command) = waiting.pop() {
        let mut args = command.clone();
        args.push("--help".to_string());
        let output = stage.run(None, &args);
        let help = seen(&output);
        assert!(output.status.success(), "{command:?}: {help}");
        for word in ENGLISH {
            assert!(!help.contains(word), "{command:?} says « {word} »:\n{help}");
        }
        assert!(help.contains("Utilisation : quitus"), "{command:?}:\n{help}");
        assert!(help.lines().all(|l| l.chars().count() <= 100), "{command:?}:\n{help}");
        undescribed(&command, &help);
        waiting.extend(subcommands(&help).into_iter().map(|name| [command.clone(), vec![name]].concat()));
        told += 1;
    }
    assert!(told > 50, "only {told} commands were found");
}

/// Every value and option says what it is.
fn undescribed(command: &[String], help: &str) {
    let entries = help.lines().filter(|l| l.starts_with("  ") && l.trim_start().starts_with(['-', '<', '[']));
    let bare: Vec<&str> = entries.filter(|l| !l.trim().contains("  ") && !wrapped(help, l)).collect();
    assert!(bare.is_empty(), "{command:?} does not describe {bare:?}:\n{help}");
}

/// Whether the description stands on the next line.
fn wrapped(help: &str, line: &str) -> bool {
    let next = help.lines().skip_while(|l| l != &line).nth(1).unwrap_or("");
    next.starts_with("          ")
}

/// The names under « Commandes ».
fn subcommands(help: &str) -> Vec<String> {
    let list = help.lines().skip_while(|l| *l != "Commandes :").skip(1).take_while(|l| !l.is_empty());
    let entries = list.filter(|l| l.starts_with("  ") && !l.starts_with("   "));
    entries.filter_map(|l| l.split_whitespace().next().map(str::to_string)).collect()
}

#[test]
fn a_line_that_is_not_understood_is_answered_in_french_with_code_2() {
    let stage = Stage::new(None);
    for (line, wanted) in [
        ("agnda", "« agnda » n’est pas une commande"),
        ("agenda --limite 3", "« --limite » n’est pas attendu ici"),
        ("pay F-1", "Il manque : <MONTANT>."),
        ("hold open grève F-1 --why x", "« grève » ne convient pas"),
        (
            "agenda --limit beaucoup",
            "« beaucoup » ne convient pas pour « --limit <NOMBRE> » : un nombre entier est attendu",
        ),
        ("settings --smtp-port 70000", "un nombre entier est attendu, dans 0..=65535"),
        ("serve --listen ici", "une adresse IP est attendue"),
        ("interest --amount -5 --due 2026-01-31", "« -5 » commence par un signe moins"),
        ("pay F-1 -12,50", "« -12,50 » commence par un signe moins"),
        ("aging --at 2026-02-30", "n’est pas une date"),
    ] {
        let args: Vec<String> = line.split(' ').map(str::to_string).collect();
        let output = stage.run(None, &args);
        let text = seen(&output);
        assert_eq!(output.status.code(), Some(2), "{line}: {text}");
        assert!(text.contains(wanted), "{line}: {text}");
        assert!(ENGLISH.iter().all(|word| !text.contains(word)), "{line}: {text}");
    }
}

#[test]
fn the_help_names_values_for_what_they_are() {
    let stage = Stage::new(None);
    for (line, wanted) in [
        ("plan propose", ["--first <AAAA-MM-JJ>", "--notice <JOURS>", "--count <NOMBRE>"]),
        ("service terms", ["--notice <JOURS>", "--accepted <AAAA-MM-JJ>", "--suspend-after <JOURS>"]),
        ("interest", ["--notice <AAAA-MM-JJ>", "--amount <MONTANT>", "--regime <SORTE>"]),
        ("waiver ask", ["--limit <MONTANT>", "--chance <TAUX>", "--by <AAAA-MM-JJ>"]),
        ("dispute open", ["--cause <CHOIX>", "--target <AAAA-MM-JJ>", "--owner <NOM>"]),
    ] {
        let args: Vec<String> = line.split(' ').chain(["--help"]).map(str::to_string).collect();
        let help = seen(&stage.run(None, &args));
        assert!(wanted.iter().all(|w| help.contains(w)), "{line}: {wanted:?} in\n{help}");
    }
}

#[test]
fn an_import_of_which_nothing_can_be_taken_says_so_to_scripts() {
    let stage = stage();
    stage.write("faux.csv", "Numéro;Date;Client;Montant TTC\nF-9;32/05/2026;Paul;12,00\n");
    for line in ["import faux.csv", "import faux.csv --json", "import faux.csv --yes"] {
        let output = run(&stage, line);
        assert_eq!(output.status.code(), Some(3), "{line}: {}", seen(&output));
    }
    let text = seen(&run(&stage, "import faux.csv"));
    assert!(text.contains("rien à prendre") && !text.contains("--yes"), "{text}");
    assert!(run(&stage, "import f.csv").status.success(), "known already");
    stage.write("mi.csv", "Numéro;Date;Client;Montant TTC\nF-9;32/05/2026;Paul;12,00\nF-10;02/05/2026;Paul;13,00\n");
    assert!(seen(&run(&stage, "import mi.csv")).contains("--skip-wrong-lines"));
    let output = run(&stage, "import mi.csv --skip-wrong-lines --wrong-lines faux-a-corriger.csv --yes");
    assert_eq!(output.status.code(), Some(0), "{}", seen(&output));
    let mended = std::fs::read_to_string(stage.path("faux-a-corriger.csv")).unwrap().replace("32/05", "31/05");
    stage.write("corrige.csv", &mended);
    let text = seen(&run(&stage, "import corrige.csv --yes"));
    assert!(text.replace('\u{a0}', " ").contains("Importé : 1 facture,"), "{text}");
}

#[test]
fn tables_read_well_in_eighty_columns() {
    let stage = stage();
    for line in [
        "aging",
        "aging --items",
        "acts",
        "acts --todo",
        "customer list",
        "scenario list",
        "statement Société",
        "law show reference-rate",
        "interest FACTURE-2026-000041",
        "settings",
        "hold list Paul",
        "reply list --all",
        "agenda --silences",
        "verify",
    ] {
        let output = run(&stage, line);
        assert!(output.status.success(), "{line}: {}", seen(&output));
        let text = seen(&output);
        let wide: Vec<&str> = text.lines().filter(|l| l.chars().count() > 80).collect();
        assert!(wide.is_empty(), "{line}:\n{}", wide.join("\n"));
    }
}

#[test]
fn json_of_every_report_is_regular() {
    let stage = stage();
    for line in [
        "aging --items",
        "agenda",
        "explain Paul",
        "interest FACTURE-2026-000041",
        "statement Société",
        "acts",
        "hold list Paul",
        "customer list",
        "customer show Société",
        "settings",
        "sending",
        "entries layout",
        "scenario list",
        "scenario show standard",
        "law list",
        "law show legal-rate-professional",
        "journal --all",
        "verify",
        "import f.csv",
        "inspect f.csv",
        "send",
        "tick",
    ] {
        let output = run(&stage, &format!("{line} --json"));
        assert!(output.status.success(), "{line}: {}", seen(&output));
        let value: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{line}: {e}"));
        regular(line, "", &value);
    }
}

/// Field names in snake_case; money in whole cents, rates in basis points, days in ISO.
fn regular(line: &str, name: &str, value: &Value) {
    match value {
        // Names of fields, with the column each was found in.
        Value::Object(_) if name == "mapping" => {}
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            let snake = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            assert!(snake, "{line}: the field {name}");
            regular(line, name, value);
        }),
        Value::Array(items) => items.iter().for_each(|item| regular(line, name, item)),
        Value::Number(number) => {
            assert!(number.is_i64() || number.is_u64(), "{line}: {name} is {number}");
            let money = [
                "amount",
                "total",
                "principal",
                "outstanding",
                "gross",
                "interest",
                "net",
                "vat",
                "allocated",
                "balance",
            ];
            assert!(!money.contains(&name), "{line}: {name} should end in _cents");
        }
        Value::String(text) if name.ends_with("_on") || matches!(name, "from" | "to" | "as_of" | "until") => {
            assert!(is_day(text), "{line}: {name} is « {text} »");
        }
        Value::String(_) => assert!(!name.ends_with("_cents") && !name.ends_with("_bp"), "{line}: {name} is a text"),
        Value::Bool(_) | Value::Null => {}
    }
}

fn is_day(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() })
}

#[test]
fn a_failure_in_json_is_json_too() {
    let stage = stage();
    let output = run(&stage, "interest F-404 --json");
    assert_eq!(output.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(told["exit_code"], 1);
    assert!(told["error"].as_str().is_some_and(|e| e.contains("F-404")));
}

#[test]
fn a_backup_is_put_back_as_it_was() {
    let stage = stage();
    let before = seen(&run(&stage, "aging --items --json"));
    assert!(run(&stage, "backup sauvegarde.db").status.success());
    assert!(run(&stage, "pay F-2 99,99").status.success());
    assert_ne!(seen(&run(&stage, "aging --items --json")), before);
    assert_eq!(run(&stage, "restore sauvegarde.db").status.code(), Some(1), "nobody was there to agree");
    let restored = run(&stage, "restore sauvegarde.db --yes");
    assert!(restored.status.success(), "{}", seen(&restored));
    assert_eq!(seen(&run(&stage, "aging --items --json")), before);
    assert!(run(&stage, "verify").status.success());
}
