//! A look at the tags of a text that the engine refused, to say where its author should look: the engine tells the end of
//! the text for a tag that was left open, and a line for a field. Nothing is rendered from here.

/// A tag that nothing closes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Open<'a> {
    /// `if` or `for`.
    pub word: &'a str,
    /// From 1.
    pub line: usize,
}

/// What stands between signs: `{% … %}` or `{{ … }}`.
struct Tag<'a> {
    line: usize,
    is_block: bool,
    inside: &'a str,
}

/// The tag left open, when there is one; the inner one where two cross.
pub(super) fn left_open(source: &str) -> Option<Open<'_>> {
    let mut open: Vec<Open<'_>> = Vec::new();
    for tag in tags(source).into_iter().filter(|tag| tag.is_block) {
        let word = tag.inside.split_whitespace().next().unwrap_or_default();
        match word {
            "if" | "for" => open.push(Open { word, line: tag.line }),
            "endif" | "endfor" => {
                let last = open.pop()?;
                if word.strip_prefix("end") != Some(last.word) {
                    return Some(last);
                }
            }
            _ => {}
        }
    }
    open.pop()
}

/// The fields that a line names, each once, without filters and comparisons.
pub(super) fn fields(source: &str, line: usize) -> Vec<&str> {
    let mut found = Vec::new();
    for tag in tags(source).into_iter().filter(|tag| tag.line == line) {
        let said = if tag.is_block { asked(tag.inside) } else { Some(tag.inside) };
        let said = said.and_then(|said| said.split(['|', ' ', '(', '[', '~', '+']).find(|part| !part.is_empty()));
        let name = said.filter(|s| s.starts_with(|c: char| c.is_alphabetic() || c == '_'));
        found.extend(name.filter(|name| !found.contains(name)));
    }
    found
}

/// What a tag asks about.
fn asked(inside: &str) -> Option<&str> {
    let (word, rest) = inside.split_once(' ')?;
    let rest = rest.trim();
    match word {
        "if" | "elif" => Some(rest.strip_prefix("not ").unwrap_or(rest).trim()),
        "for" => rest.split_once(" in ").map(|(_, list)| list.trim()),
        _ => None,
    }
}

fn tags(source: &str) -> Vec<Tag<'_>> {
    let (mut found, mut rest, mut line) = (Vec::new(), source, 1);
    while let Some((before, tag)) = rest.find('{').and_then(|at| rest.split_at_checked(at)) {
        line += before.matches('\n').count();
        let end = match tag.as_bytes().get(1) {
            Some(b'%') => "%}",
            Some(b'{') => "}}",
            Some(b'#') => "#}",
            _ => "{",
        };
        let length = tag.find(end).map_or(1, |at| at + end.len()).max(1);
        let (whole, after) = tag.split_at_checked(length).unwrap_or((tag, ""));
        if end == "%}" || end == "}}" {
            let inside = whole.get(2..whole.len().saturating_sub(2)).unwrap_or_default();
            let inside = inside.trim_matches(['-', '+']).trim();
            found.push(Tag { line, is_block: end == "%}", inside });
        }
        line += whole.matches('\n').count();
        rest = after;
    }
    found
}
