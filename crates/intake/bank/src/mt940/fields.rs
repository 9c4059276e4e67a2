//! The fields of SWIFT messages: a tag between colons at the start of a line, and everything until the next one.
//! Only the tags of statements count, since a wrapped text may leave `:12:` at the start of a line.

/// One field. `tag` is `end` for the end of a message.
pub(super) struct Field<'t> {
    pub tag: &'t str,
    pub line: u64,
    pub lines: Vec<&'t str>,
}

impl<'t> Field<'t> {
    pub fn first(&self) -> &'t str {
        self.lines.first().copied().unwrap_or("").trim()
    }
}

const TAGS: [&str; 21] = [
    "20", "21", "25", "25P", "28", "28C", "60F", "60M", "61", "62F", "62M", "64", "65", "86", "13", "13D", "34F",
    "90C", "90D", "NS", "940",
];

pub(super) struct Fields<'t> {
    lines: std::iter::Peekable<std::iter::Enumerate<std::str::Lines<'t>>>,
    open: Option<Field<'t>>,
    ended: Option<Field<'t>>,
}

impl<'t> Fields<'t> {
    pub fn of(text: &'t str) -> Self {
        Fields { lines: text.trim_start_matches('\u{feff}').lines().enumerate().peekable(), open: None, ended: None }
    }

    /// A line of its own `:` before a tag without one: the two belong together.
    fn next_line(&mut self) -> Option<(u64, &'t str, bool)> {
        let (at, text) = self.lines.next()?;
        let line = at as u64 + 1;
        let text = text.strip_suffix('\r').unwrap_or(text);
        if text.trim() == ":"
            && let Some((_, next)) = self.lines.peek().copied()
            && tag_of(next).is_some()
        {
            self.lines.next();
            return Some((line, next, true));
        }
        Some((line, text, false))
    }

    fn continue_field(&mut self, text: &'t str) {
        if let Some(field) = self.open.as_mut().filter(|_| !text.trim().is_empty()) {
            field.lines.push(text);
        }
    }
}

impl<'t> Iterator for Fields<'t> {
    type Item = Field<'t>;

    fn next(&mut self) -> Option<Field<'t>> {
        if let Some(ended) = self.ended.take() {
            return Some(ended);
        }
        while let Some((line, text, bare)) = self.next_line() {
            // The header of a SWIFT envelope: the message starts after its fourth block.
            let text = text.strip_prefix('{').and_then(|t| t.split_once("4:")).map_or(text, |(_, rest)| rest);
            if is_end(text) {
                self.ended = Some(Field { tag: "end", line, lines: Vec::new() });
                return self.open.take().or_else(|| self.ended.take());
            }
            let tagged = if bare { tag_of(text) } else { text.strip_prefix(':').and_then(tag_of) };
            match tagged {
                Some((tag, value)) if !self.is_wrapped_time(value) => {
                    let field = Field { tag, line, lines: vec![value] };
                    if let Some(before) = self.open.replace(field) {
                        return Some(before);
                    }
                }
                _ => self.continue_field(text),
            }
        }
        self.open.take()
    }
}

impl Fields<'_> {
    /// `…T13` and then `:20:11`: a time of day that was cut, not a field.
    fn is_wrapped_time(&self, value: &str) -> bool {
        let last = self.open.as_ref().and_then(|f| f.lines.last()).copied().unwrap_or("");
        let digits = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
        let cut = last.rsplit_once('T').is_some_and(|(_, hour)| digits(hour));
        cut && value.get(..2).is_some_and(digits)
    }
}

/// The tag and what follows it, of a line without its first colon.
fn tag_of(text: &str) -> Option<(&str, &str)> {
    let (tag, value) = text.split_once(':')?;
    TAGS.contains(&tag).then_some((tag, value))
}

fn is_end(text: &str) -> bool {
    matches!(text.trim(), "-" | "-XXX") || text.starts_with("-}")
}

#[cfg(test)]
mod tests {
    use super::Fields;

    #[test]
    fn lines_wrapped_anywhere_are_put_together() {
        let text = "{1:F01X}{4:\n:20:A\n:61:18\n30,00\n:\n86:x\ny\n:86:T13\n:20:11\n-}\n:20:B";
        let found: Vec<String> = Fields::of(text).map(|f| format!("{}{}{:?}", f.line, f.tag, f.lines)).collect();
        assert_eq!(
            found,
            [
                "2:20".replace(':', "") + r#"["A"]"#,
                r#"361["18", "30,00"]"#.to_string(),
                r#"586["x", "y"]"#.to_string(),
                r#"886["T13", ":20:11"]"#.to_string(),
                "10end[]".to_string(),
                r#"1120["B"]"#.to_string(),
            ]
        );
    }
}
