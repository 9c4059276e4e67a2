//! The template language: MiniJinja, strict, bounded, with three words of our own.
//!
//! An unknown field is an error and so is an empty one: a customer never reads « None ». Fuel bounds every rendering,
//! and there is no way to read a file or another template from here.

use super::scan;
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
    let open = Some(source).filter(|_| misses_an_end(error)).and_then(scan::left_open);
    let (line, reason) = match (open, error.kind()) {
        (Some(open), _) => (open.line, left_open(open.word)),
        (None, ErrorKind::UndefinedError) => (line, undefined(&scan::fields(source, line))),
        (None, _) => (line, reason(error).to_string()),
    };
    let excerpt = source.lines().nth(line - 1).unwrap_or_default().trim();
    let excerpt: String = excerpt.chars().take(120).collect();
    (line, format!("{reason} Ligne en cause : « {excerpt} »."))
}

/// Whether the engine came to an end, the text's or another tag's, while it waited for one.
fn misses_an_end(error: &Error) -> bool {
    let detail = error.detail().unwrap_or_default();
    error.kind() == ErrorKind::SyntaxError
        && ["unexpected end of input", "unknown statement end"].iter().any(|start| detail.starts_with(start))
}

fn left_open(word: &str) -> String {
    format!("« {{% {word} … %}} » n’est jamais refermé ; ajoutez {{% end{word} %}} là où il finit.")
}

/// An empty or unknown field, named when the line leaves no doubt which ones it may be.
fn undefined(fields: &[&str]) -> String {
    let named: Vec<String> = fields.iter().map(|field| format!("« {field} »")).collect();
    let (which, around) = match fields {
        [] => ("un champ".to_string(), "champ"),
        [one] => (format!("le champ « {one} »"), *one),
        [first, ..] => (format!("l’un des champs {}", named.join(", ")), *first),
    };
    format!(
        "{which} n’existe pas ou peut être vide ; vérifiez son nom, ou entourez-le de {{% if {around} %}} … {{% endif %}}."
    )
}

fn reason(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::SyntaxError | ErrorKind::BadEscape => {
            "la syntaxe n’est pas comprise ; vérifiez que chaque {{ est fermé par }} et chaque {% if %} ou {% for %} par {% endif %} ou {% endfor %}."
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
    fn what_is_left_open_is_told_where_it_was_opened() {
        let data = json!({"a": true, "l": [1, 2]});
        let (line, message) =
            render_text("un\n{% if a %}\ndeux\n{% for x in l %}{{ x }}{% endfor %}\n\nfin", &data).unwrap_err();
        assert_eq!(line, 2, "{message}");
        assert!(
            message.contains("« {% if … %} » n’est jamais refermé") && message.contains("{% endif %}"),
            "{message}"
        );
        let (line, message) = render_text("a\n\n{%- for x in l -%}\n{{ x }}\n{# {% endfor %} #}\n", &data).unwrap_err();
        assert_eq!(line, 3, "{message}");
        assert!(message.contains("{% endfor %}"), "{message}");
        let crossed = "{% for x in l %}\n{% if a %}\n{{ x }}\n{% endfor %}";
        assert_eq!(render_text(crossed, &data).unwrap_err().0, 2);
        let (line, message) = render_text("{% if a %}b{% endif %}\n{{ a b }}", &data).unwrap_err();
        assert!(line == 2 && message.contains("syntaxe"), "{line} {message}");
    }

    #[test]
    fn an_unknown_field_is_named() {
        let data = json!({"name": "A", "l": [{"n": 1}]});
        let (_, message) = render_text("a\n{{ nme }}", &data).unwrap_err();
        assert!(message.contains("le champ « nme » n’existe pas") && message.contains("{% if nme %}"), "{message}");
        let (_, message) = render_text("{% for x in l %}{{ x.m|strong }}{% endfor %}", &data).unwrap_err();
        assert!(message.contains("« x.m »"), "{message}");
        let (_, message) = render_text("{{ name }} {{ nme }}", &data).unwrap_err();
        assert!(message.contains("« nme »"), "{message}");
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
