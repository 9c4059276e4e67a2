//! A Rust file as these rules read it: its code with comments, strings and tests blanked out, line for line.
//!
//! It is no parser of Rust. It knows what hides braces and words (comments, strings, characters), and how to find the
//! brace that closes another; formatted code needs no more.

/// One file.
pub struct Source {
    /// From the root of the repository.
    pub path: String,
    pub text: String,
    /// Without comments, strings and characters; the same number of lines.
    pub code: String,
}

/// A function and how long it is, its signature included.
pub struct Function {
    pub name: String,
    pub line: usize,
    pub lines: usize,
}

impl Source {
    pub fn new(text: String, path: String) -> Source {
        Source { code: blank(&text), text, path }
    }

    /// Whether it is only compiled for tests.
    pub fn is_test(&self) -> bool {
        self.path.contains("/tests/") || self.path.ends_with("/tests.rs")
    }

    /// The code that ships: without what `#[cfg(test)]` stands before.
    pub fn shipped(&self) -> String {
        let mut code = self.code.clone();
        while let Some(at) = code.find("#[cfg(test)]") {
            let end = end_of_item(&code, at);
            let blanked: String = code[at..end].chars().map(|c| if c == '\n' { c } else { ' ' }).collect();
            code.replace_range(at..end, &blanked);
        }
        code
    }

    /// Sentences of the module's own documentation.
    pub fn doc_sentences(&self) -> usize {
        let lines = self.text.lines().filter_map(|l| l.strip_prefix("//!"));
        let doc = lines.map(|l| format!("{} ", l.trim())).collect::<String>();
        let ends = |pair: &[char]| matches!(pair[0], '.' | '!' | '?') && (pair[1].is_whitespace() || pair[1] == ')');
        doc.chars().collect::<Vec<_>>().windows(2).filter(|pair| ends(pair)).count()
    }
}

/// The functions with a body in some code without comments and strings.
pub fn functions(code: &str) -> Vec<Function> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ").filter(|(at, _)| !code[..*at].ends_with(is_part)) {
        let name: String = code[at + 3..].chars().take_while(|c| is_part(*c)).collect();
        let end = end_of_item(code, at);
        if !name.is_empty() && code[..end].ends_with('}') {
            let line = 1 + code[..at].matches('\n').count();
            found.push(Function { name, line, lines: 1 + code[at..end].matches('\n').count() });
        }
    }
    found
}

/// Where the item that starts there ends: after its semicolon, or after the brace that closes its first one.
fn end_of_item(code: &str, start: usize) -> usize {
    let (mut braces, mut others) = (0_usize, 0_usize);
    for (at, c) in code[start..].char_indices() {
        match c {
            '(' | '[' => others += 1,
            ')' | ']' => others = others.saturating_sub(1),
            '{' => braces += 1,
            '}' if braces <= 1 => return start + at + 1,
            '}' => braces -= 1,
            ';' if braces == 0 && others == 0 => return start + at + 1,
            _ => {}
        }
    }
    code.len()
}

/// Replaces everything that is not code by spaces.
fn blank(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = hidden(&chars, at);
        if end == at {
            out.push(chars[at]);
            at += 1;
            continue;
        }
        out.extend(chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
        at = end;
    }
    out
}

/// The end of the comment, string or character that starts there; `at` itself when none does.
fn hidden(chars: &[char], at: usize) -> usize {
    let here = |n: usize| chars.get(at + n).copied().unwrap_or('\0');
    match (here(0), here(1)) {
        ('/', '/') => (at..chars.len()).find(|i| chars[*i] == '\n').unwrap_or(chars.len()),
        ('/', '*') => end_of_block(chars, at),
        ('"', _) => end_of_string(chars, at + 1),
        ('r', '"' | '#') if !follows_word(chars, at) => end_of_raw(chars, at + 1).unwrap_or(at),
        ('\'', '\\') => (at + 3..chars.len()).find(|i| chars[*i] == '\'').map_or(chars.len(), |i| i + 1),
        ('\'', _) if here(2) == '\'' => at + 3,
        _ => at,
    }
}

/// `r` at the end of a name starts nothing; after the `b` of a byte string it does.
fn follows_word(chars: &[char], at: usize) -> bool {
    let before = |n: usize| at.checked_sub(n).map(|i| chars[i]).filter(|c| c.is_alphanumeric() || *c == '_');
    before(1).is_some_and(|c| c != 'b' || before(2).is_some())
}

fn end_of_block(chars: &[char], start: usize) -> usize {
    let (mut depth, mut at) = (0, start);
    while at + 1 < chars.len() {
        match (chars[at], chars[at + 1]) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    chars.len()
}

fn end_of_string(chars: &[char], mut at: usize) -> usize {
    while at < chars.len() {
        match chars[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    chars.len()
}

/// `None` when these hashes open no string, as in `r#type`.
fn end_of_raw(chars: &[char], start: usize) -> Option<usize> {
    let hashes = chars[start..].iter().take_while(|c| **c == '#').count();
    (chars.get(start + hashes) == Some(&'"')).then_some(())?;
    let body = start + hashes + 1;
    let closes =
        |i: &usize| chars[*i] == '"' && chars[i + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes;
    Some((body..chars.len()).find(closes).map_or(chars.len(), |i| i + 1 + hashes))
}

#[test]
fn what_hides_code_is_blanked_and_what_does_not_stays() {
    let text = r####"fn a<'x>(s: &'x str) -> char { // { not a brace
    let t = "{ \" {"; let r = r#"{ " {"#; let b = br"{"; let for_r = s; /* { /* { */ { */
    if t == for_r { '{' } else { '\'' }
}
#[cfg(test)]
mod tests { fn b() { std::fs::read("x"); } }
fn c();
fn d() { let e = fn_of(1); }
"####;
    let source = Source::new(text.to_string(), "crates/x/src/a.rs".to_string());
    assert_eq!(source.code.lines().count(), text.lines().count());
    assert_eq!(source.code.matches('{').count(), source.code.matches('}').count());
    let functions: Vec<(String, usize, usize)> =
        functions(&source.code).into_iter().map(|f| (f.name, f.line, f.lines)).collect();
    assert_eq!(functions, [("a".to_string(), 1, 4), ("b".to_string(), 6, 1), ("d".to_string(), 8, 1)]);
    assert!(source.code.contains("std::fs") && !source.shipped().contains("std::fs"));
    assert!(source.shipped().contains("fn d"));
}
