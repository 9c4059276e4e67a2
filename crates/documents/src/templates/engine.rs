//! The template language: MiniJinja, strict, bounded, with three words of our own.
//!
//! An unknown field is an error and so is an empty one: a customer never reads « None ». Fuel bounds every rendering,
//! and there is no way to read a file or another template from here.

use crate::blocks::{HEADING, HEADING_END, STRONG, STRONG_END};
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value};
use std::sync::OnceLock;

/// Steps a rendering may take: two orders of magnitude above what the longest shipped template needs.
const FUEL: u64 = 200_000;

fn environment() -> &'static Environment<'static> {
    static ENVIRONMENT: OnceLock<Environment<'static>> = OnceLock::new();
    ENVIRONMENT.get_or_init(|| {
        let mut env = Environment::new();
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        env.set_fuel(Some(FUEL));
        env.set_recursion_limit(32);
        env.set_auto_escape_callback(|name| if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None });
        env.set_formatter(print);
        env.add_filter("strong", |text: String| format!("{STRONG}{text}{STRONG_END}"));
        env.add_filter("heading", |text: String| format!("\n\n{HEADING}{text}{HEADING_END}\n\n"));
        env
    })
}

fn print(out: &mut Output, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if value.is_none() || value.is_undefined() {
        return Err(Error::from(ErrorKind::UndefinedError));
    }
    minijinja::escape_formatter(out, state, value)
}

/// Renders plain text. The error is the line (from 1) and what is wrong with it, in French.
pub(crate) fn render_text(source: &str, data: &serde_json::Value) -> Result<String, (usize, String)> {
    render("text.txt", source, data)
}

/// Renders HTML: every value is escaped.
pub(crate) fn render_html(source: &str, data: &serde_json::Value) -> Result<String, (usize, String)> {
    render("mail.html", source, data)
}

fn render(name: &str, source: &str, data: &serde_json::Value) -> Result<String, (usize, String)> {
    environment().render_named_str(name, source, Value::from(Serde(data))).map_err(|error| explain(&error, source))
}

fn explain(error: &Error, source: &str) -> (usize, String) {
    let line = error.line().unwrap_or(1).max(1);
    let excerpt = source.lines().nth(line - 1).unwrap_or_default().trim();
    let excerpt: String = excerpt.chars().take(120).collect();
    (line, format!("{} Ligne en cause : « {excerpt} ».", reason(error)))
}

fn reason(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::SyntaxError | ErrorKind::BadEscape => {
            "la syntaxe n’est pas comprise ; vérifiez que chaque {{ est fermé par }} et chaque {% if %} ou {% for %} par {% endif %} ou {% endfor %}."
        }
        ErrorKind::UndefinedError => {
            "un champ n’existe pas ou peut être vide ; vérifiez son nom, ou entourez-le de {% if champ %} … {% endif %}."
        }
        ErrorKind::UnknownFilter => "ce filtre (après la barre |) n’existe pas.",
        ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => "cette fonction n’existe pas.",
        ErrorKind::UnknownTest => "ce test (après « is ») n’existe pas.",
        ErrorKind::OutOfFuel => "le modèle fait trop de calculs ; retirez la boucle inutile.",
        ErrorKind::TemplateNotFound | ErrorKind::BadInclude => "un modèle ne peut pas en inclure un autre.",
        _ => "cette expression ne peut pas être calculée.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_unknown_or_empty_field_points_at_its_line() {
        let data = json!({"name": "A", "empty": null});
        assert_eq!(render_text("a\n{{ name }}", &data).unwrap(), "a\nA");
        let (line, message) = render_text("a\nb {{ nme }}", &data).unwrap_err();
        assert_eq!(line, 2);
        assert!(message.contains("{{ nme }}"), "{message}");
        assert_eq!(render_text("a\n\n{{ empty }}", &data).unwrap_err().0, 3);
        assert_eq!(render_text("{% if name %}\nx", &data).unwrap_err().0, 1);
    }

    #[test]
    fn an_endless_loop_runs_out_of_fuel() {
        let source = "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}";
        assert!(render_text(source, &json!({})).unwrap_err().1.contains("trop de calculs"));
    }

    #[test]
    fn html_is_escaped() {
        assert_eq!(render_html("{{ a }}", &json!({"a": "<b>&"})).unwrap(), "&lt;b&gt;&amp;");
    }
}
