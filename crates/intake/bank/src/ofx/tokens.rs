//! The elements of an OFX text. In SGML a value ends where the next tag starts; in XML it has a closing tag, which is passed
//! over. Nothing is nested here: who reads the tokens keeps the path.

use std::borrow::Cow;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// An element without a value of its own.
    Open {
        name: Cow<'t, str>,
        line: u64,
    },
    Close {
        name: Cow<'t, str>,
    },
    Leaf {
        name: Cow<'t, str>,
        text: String,
        line: u64,
    },
}

pub(super) struct Tokens<'t> {
    rest: &'t str,
    line: u64,
}

impl<'t> Tokens<'t> {
    pub fn of(text: &'t str) -> Self {
        Tokens { rest: text, line: 1 }
    }

    /// Everything up to `mark`, and moves behind it.
    fn until(&mut self, mark: &str) -> Option<&'t str> {
        let (before, after) = self.rest.split_once(mark)?;
        self.line += lines_in(before) + lines_in(mark);
        self.rest = after;
        Some(before)
    }

    /// The value that follows a tag, references resolved; the reader stands before the next tag.
    fn value(&mut self) -> String {
        let mut out = String::new();
        loop {
            let end = self.rest.find('<').unwrap_or(self.rest.len());
            let (text, rest) = self.rest.split_at(end);
            self.line += lines_in(text);
            resolve(text, &mut out);
            self.rest = rest;
            let Some(inside) = rest.strip_prefix("<![CDATA[") else { break };
            self.rest = inside;
            match self.until("]]>") {
                Some(text) => out.push_str(text),
                None => self.rest = "",
            }
        }
        out.trim().to_string()
    }
}

fn lines_in(text: &str) -> u64 {
    text.bytes().filter(|b| *b == b'\n').count() as u64
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        loop {
            self.until("<")?;
            if let Some(comment) = self.rest.strip_prefix("!--") {
                self.rest = comment;
                self.until("-->")?;
                continue;
            }
            let line = self.line;
            let tag = self.until(">")?;
            if tag.starts_with(['?', '!']) {
                continue;
            }
            if let Some(name) = tag.strip_prefix('/') {
                return Some(Token::Close { name: upper(name.trim()) });
            }
            let is_empty = tag.ends_with('/');
            let name = upper(tag.trim_end_matches('/').split_whitespace().next().unwrap_or(""));
            let text = if is_empty { String::new() } else { self.value() };
            let closes = self.rest.strip_prefix("</").is_some_and(|rest| starts_with_tag(rest, &name));
            return Some(if text.is_empty() && !is_empty && !closes {
                Token::Open { name, line }
            } else {
                Token::Leaf { name, text, line }
            });
        }
    }
}

fn starts_with_tag(rest: &str, name: &str) -> bool {
    rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && rest.get(name.len()..).is_some_and(|end| end.trim_start().starts_with('>'))
}

fn upper(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|b| b.is_ascii_lowercase()) {
        Cow::Owned(name.to_ascii_uppercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// Character references of SGML and XML; what is none stays as it is.
fn resolve(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let found = after.split_once(';').filter(|(name, _)| name.len() <= 8);
        match found.and_then(|(name, behind)| Some((character(name)?, behind))) {
            Some((character, behind)) => {
                out.push(character);
                rest = behind;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
}

fn character(name: &str) -> Option<char> {
    let numbered = |digits: &str, base| char::from_u32(u32::from_str_radix(digits, base).ok()?);
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => match name.strip_prefix('#')?.strip_prefix(['x', 'X']) {
            Some(hex) => numbered(hex, 16),
            None => numbered(name.strip_prefix('#')?, 10),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{Token, Tokens};

    fn told(text: &str) -> Vec<String> {
        let tell = |token| match token {
            Token::Open { name, line } => format!("{line}<{name}"),
            Token::Close { name } => format!(">{name}"),
            Token::Leaf { name, text, line } => format!("{line}{name}={text}"),
        };
        Tokens::of(text).map(tell).collect()
    }

    #[test]
    fn sgml_and_xml_give_the_same_tokens() {
        assert_eq!(
            told("<OFX>\n<A><NAME>Caf&eacute; &amp; Co\n<MEMO>x\n</A>"),
            ["1<OFX", "2<A", "2NAME=Caf&eacute; & Co", "3MEMO=x", ">A"]
        );
        assert_eq!(
            told("<?xml ?><ofx><A><NAME>Caf&#233;</NAME><E></E><M><![CDATA[<a> & b ]]></M></A>"),
            ["1<OFX", "1<A", "1NAME=Café", ">NAME", "1E=", ">E", "1M=<a> & b", ">M", ">A"]
        );
        assert_eq!(told("<!-- <A>x --><A>"), ["1<A"]);
        assert_eq!(told("<A"), Vec::<String>::new());
        assert_eq!(told("<A><![CDATA[x"), ["1<A"]);
    }
}
