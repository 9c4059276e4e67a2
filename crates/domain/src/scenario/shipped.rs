//! The scenarios shipped with the program, as texts a user can copy and change.

use super::{ScenarioBook, ScenarioError, parse};

const TEXTS: [(&str, &str); 6] = [
    ("standard.toml", include_str!("../../../../data/scenarios/standard.toml")),
    ("key-account.toml", include_str!("../../../../data/scenarios/key-account.toml")),
    ("repeat-late.toml", include_str!("../../../../data/scenarios/repeat-late.toml")),
    ("small-amounts.toml", include_str!("../../../../data/scenarios/small-amounts.toml")),
    ("consumer.toml", include_str!("../../../../data/scenarios/consumer.toml")),
    ("public-body.toml", include_str!("../../../../data/scenarios/public-body.toml")),
];

/// The shipped scenarios.
///
/// # Errors
/// Only when a shipped text is wrong, which a test forbids.
pub fn shipped() -> Result<ScenarioBook, ScenarioError> {
    let scenarios = TEXTS.iter().map(|(file, text)| parse(file, text)).collect::<Result<Vec<_>, _>>()?;
    Ok(ScenarioBook::new(scenarios))
}

/// The shipped text of that name, comments included.
pub fn shipped_text(name: &str) -> Option<&'static str> {
    TEXTS.iter().find(|(file, _)| file.strip_suffix(".toml") == Some(name)).map(|(_, text)| *text)
}
