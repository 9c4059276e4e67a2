//! What a person can do on a page, whoever has the machine can do with a command, or a line here says why not.

use crate::stage::{Stage, seen};
use std::collections::BTreeSet;

#[path = "../../../web/tests/it/parity/table.rs"]
mod table;

/// A form without a command, and why. `DECISIONS.md` says it at more length.
const BROWSER_ONLY: &[(&str, &str)] = &[
    ("/reglages/compte/sessions", "sessions are of browsers; « user password » ends them all"),
    ("/societe", "what one browser looks at; « --company » names it"),
    ("/theme", "what one browser looks like"),
];

#[test]
fn every_form_has_a_command_or_a_reason() {
    let stage = Stage::new(None);
    let all = table::SAME.iter().chain(table::EXCEPTIONS);
    let reasons: BTreeSet<&str> = BROWSER_ONLY.iter().map(|(form, _)| *form).collect();
    let bare: Vec<&str> = all.clone().filter(|(.., c)| c.is_empty()).map(|(form, ..)| *form).collect();
    let lost: Vec<&&str> = bare.iter().filter(|form| !reasons.contains(*form)).collect();
    assert!(lost.is_empty(), "no command does what these forms do; add one, or a reason: {lost:?}");
    let gone: Vec<&&str> = reasons.iter().filter(|form| !bare.contains(form)).collect();
    assert!(gone.is_empty(), "these forms have a command, or are no longer there: {gone:?}");
    let commands: BTreeSet<&str> = all.map(|(.., command)| *command).filter(|c| !c.is_empty()).collect();
    assert!(commands.len() > 40, "{} commands only", commands.len());
    for command in commands {
        let words: Vec<String> = command.split(' ').chain(["--help"]).map(str::to_string).collect();
        let output = stage.run(None, &words);
        let help = seen(&output);
        let said = format!("Utilisation : quitus {command}");
        assert!(output.status.success() && help.contains(&said), "« quitus {command} »:\n{help}");
    }
}
