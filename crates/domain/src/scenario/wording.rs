//! What the TOML reader says in its English, said in French to the person who edits a scenario.

/// The message, in French. What is not among the usual faults is told without the reader's own words, which help nobody.
pub(super) fn french(message: &str) -> String {
    let message = message.trim();
    let known = fields(message).or_else(|| types(message)).or_else(|| writing(message).map(str::to_string));
    known.unwrap_or_else(|| "cette ligne n’a pas la forme attendue ; comparez-la avec un scénario livré".to_string())
}

fn fields(message: &str) -> Option<String> {
    if let Some(rest) = message.strip_prefix("unknown field ") {
        return Some(format!("champ inconnu {}", choices(rest, "attendu")));
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        return Some(format!("valeur inconnue {}", choices(rest, "valeurs possibles")));
    }
    message.strip_prefix("missing field ").map(|name| format!("il manque le champ {}", quoted(name)))
}

/// `` `a`, expected one of `b`, `c` `` as `« a » ; attendu : b, c`.
fn choices(rest: &str, intro: &str) -> String {
    let (name, others) = rest.split_once(", expected").unwrap_or((rest, ""));
    let others = others.trim_start_matches(" one of").replace('`', "");
    format!("{} ; {intro} : {}", quoted(name), others.trim().replace(" or ", ", "))
}

fn quoted(name: &str) -> String {
    format!("« {} »", name.trim_matches('`'))
}

fn types(message: &str) -> Option<String> {
    let rest = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "))?;
    let (found, wanted) = rest.split_once(", expected ")?;
    let found = match found.split(' ').next_back() {
        Some("map" | "sequence") | None => String::new(),
        Some(_) => {
            let value = found.split_once([' ', '`']).map_or(found, |(_, v)| v);
            let value = value.trim_start_matches("point ").trim_end_matches(" as i128").trim_matches(['`', '"']);
            format!("« {value} » ne convient pas : ")
        }
    };
    let wanted = match wanted {
        "i64" => "il faut un nombre entier, sans guillemets",
        "u32" => "il faut un nombre entier positif, sans guillemets",
        "a string" => "il faut un texte entre guillemets",
        "a boolean" => "il faut true (oui) ou false (non), sans guillemets",
        "a sequence" => "il faut une liste entre crochets, par exemple [\"email\", \"letter\"]",
        "string or table" => "il faut l’une des valeurs connues, entre guillemets",
        "struct RawWhen" => {
            "« when » s’écrit { before_due_days = n }, { after_due_days = n } ou { after_step = \"…\", days = n }"
        }
        _ => "il faut des champs entre accolades, ou une rubrique entre crochets",
    };
    Some(format!("{found}{wanted}"))
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
