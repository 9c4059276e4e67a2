//! The words of an answer: what its author wrote, apart from the message that it quotes.

/// How mail programs announce what they quote.
const QUOTING: [&str; 6] =
    ["-----message d’origine", "-----message d'origine", "-----original message", "________________", "de :", "from:"];

/// What was written, and what is quoted below it, which may be blank. Nothing is lost: one after the other, they are the text.
pub fn split_quoted(text: &str) -> (&str, &str) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if announces_quote(line) && !text[..at].trim().is_empty() {
            return (text[..at].trim_end(), text[at..].trim_end());
        }
        at += line.len();
    }
    (text.trim_end(), "")
}

fn announces_quote(line: &str) -> bool {
    let line = line.trim().replace('\u{a0}', " ").to_lowercase();
    line.starts_with('>')
        || QUOTING.iter().any(|start| line.starts_with(start))
        || (line.starts_with("le ") && line.ends_with("a écrit :"))
        || (line.starts_with("on ") && line.ends_with("wrote:"))
}

/// How most messages greet.
const GREETING: [&str; 7] = ["bonjour", "bonsoir", "madame", "monsieur", "cher", "chère", "hello"];
/// A longer first line says more than a greeting.
const GREETING_CHARS: usize = 40;

/// What comes after a line that only greets.
fn after_greeting(text: &str) -> &str {
    let text = text.trim_start();
    let Some((first, rest)) = text.split_once('\n') else { return text };
    let (said, line) = (rest.trim_start(), first.trim().to_lowercase());
    let greets = line.ends_with([',', '!', '.']) || GREETING.contains(&line.as_str());
    let is_greeting = greets && GREETING.iter().any(|word| line.starts_with(word));
    if is_greeting && line.chars().count() <= GREETING_CHARS && !said.is_empty() { said } else { text }
}

/// The beginning of what was written, without its greeting, on one line and cut at a word.
pub fn first_words(text: &str, most_chars: usize) -> String {
    let line = after_greeting(split_quoted(text).0).split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most_chars {
        return line;
    }
    let cut: String = line.chars().take(most_chars).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', ';', ':', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_told_apart() {
        let text = "Bonjour,\n\nJe paie vendredi.\n\nLe 3 mars 2026 à 10:02, Atelier a écrit :\n> Bonjour,\n> F-1";
        let (written, quoted) = split_quoted(text);
        assert_eq!(written, "Bonjour,\n\nJe paie vendredi.");
        assert!(quoted.starts_with("Le 3 mars"), "{quoted}");
        assert_eq!(split_quoted("> tout est cité\nréponse dessous").1, "", "what comes first is not hidden");
        assert_eq!(split_quoted("").0, "");
    }

    #[test]
    fn the_beginning_stops_at_a_word() {
        assert_eq!(first_words("Bonjour,\n je   paie.", 40), "je paie.", "a greeting says nothing");
        assert_eq!(first_words("Bonjour,", 40), "Bonjour,");
        assert_eq!(first_words("Bonjour Léa, je paie\nlundi", 40), "Bonjour Léa, je paie lundi");
        assert_eq!(first_words("Bonjour Madame, je vous réponds", 17), "Bonjour Madame…");
        assert_eq!(first_words("éééééééé", 3), "ééé…");
    }
}
