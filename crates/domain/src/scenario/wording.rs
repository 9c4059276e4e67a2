//! What the TOML reader says in its English, said in French to the person who edits a scenario.

/// The message, in French. What is not among the usual faults is told without the reader's own words, which help nobody.
pub(super) fn french(message: &str) -> String {
    let message = message.trim();
    let known = base::unread::value_or(message, &of_scenarios).or_else(|| writing(message).map(str::to_string));
    known.unwrap_or_else(|| "cette ligne n’a pas la forme attendue ; comparez-la avec un scénario livré".to_string())
}

/// The shapes that only scenarios have.
fn of_scenarios(wanted: &str) -> Option<&'static str> {
    match wanted {
        "string or table" => Some("il faut l’une des valeurs connues, entre guillemets"),
        "struct RawWhen" => {
            Some("« when » s’écrit { before_due_days = n }, { after_due_days = n } ou { after_step = \"…\", days = n }")
        }
        _ => None,
    }
}

fn writing(message: &str) -> Option<&'static str> {
    let first = message.split(',').next().unwrap_or(message);
    Some(match first {
        "duplicate key" => {
            "le même nom est écrit deux fois ; une étape de plus s’ouvre par [[step]], avec deux crochets"
        }
        "string values must be quoted" => "valeur illisible ; un texte s’écrit entre guillemets",
        "invalid basic string" | "invalid literal string" => "un texte n’est pas refermé par un guillemet",
        "unclosed table" | "unclosed array table" => "un titre de rubrique n’est pas refermé par un crochet",
        "key with no value" => "il manque le signe = et une valeur après le nom",
        "unclosed array" => "une liste n’est pas refermée par un crochet",
        "unclosed inline table" => "des champs entre accolades ne sont pas refermés",
        _ => return None,
    })
}
