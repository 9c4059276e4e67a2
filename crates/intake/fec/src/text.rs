//! From bytes to lines of text: encodings, byte order marks and line ends that real exports have.
//! It knows nothing of columns; it only guarantees that what follows works on clean text with true line numbers.

use encoding_rs::{Encoding, ISO_8859_15, UTF_8, WINDOWS_1252};
use std::borrow::Cow;

/// The text of a file, without byte order mark, NUL and no-break spaces.
///
/// A byte order mark decides; else valid UTF-8; else Windows-1252 when bytes 0x80–0x9F appear, else ISO-8859-15
/// (LPF A47 A-1 allows ASCII and ISO 8859-15; UTF-8 is accepted in practice).
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, skip)) => encoding.decode_without_bom_handling(bytes.get(skip..).unwrap_or(bytes)).0,
        None => encoding_of(bytes).decode_without_bom_handling(bytes).0,
    };
    if text.contains(['\0', '\u{a0}', '\u{202f}', '\u{feff}']) { Cow::Owned(clean(&text)) } else { text }
}

fn encoding_of(bytes: &[u8]) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_ok() {
        UTF_8
    } else if bytes.iter().any(|b| (0x80..0xA0).contains(b)) {
        WINDOWS_1252
    } else {
        ISO_8859_15
    }
}

fn clean(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\0' | '\u{feff}' => None,
            '\u{a0}' | '\u{202f}' => Some(' '),
            other => Some(other),
        })
        .collect()
}

/// Non-blank lines with their number from 1. Ends are LF, CR LF, CR, or the CR CR LF that some programs write.
pub(crate) struct Lines<'a> {
    rest: &'a str,
    number: u64,
}

impl<'a> Lines<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        Lines { rest: text, number: 0 }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = (u64, &'a str);

    fn next(&mut self) -> Option<(u64, &'a str)> {
        while !self.rest.is_empty() {
            self.number += 1;
            let end = self.rest.find(['\n', '\r']).unwrap_or(self.rest.len());
            let (line, tail) = self.rest.split_at(end);
            self.rest = ["\r\r\n", "\r\n", "\n", "\r"].iter().find_map(|end| tail.strip_prefix(end)).unwrap_or("");
            if !line.trim().is_empty() {
                return Some((self.number, line));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_counts_once() {
        for end in ["\n", "\r\n", "\r", "\r\r\n"] {
            let text = ["a", "b", "", "c"].join(end);
            let lines: Vec<_> = Lines::of(&text).collect();
            assert_eq!(lines, [(1, "a"), (2, "b"), (4, "c")], "{end:?}");
        }
    }

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(decode("\u{feff}é\0x\u{a0}y".as_bytes()), "éx y");
        assert_eq!(decode(b"Prix \xa4 \xe9"), "Prix € é");
        assert_eq!(decode(b"l\x92\xe9t\xe9 \x80"), "l’été €");
        assert_eq!(decode(b"\xff\xfeA\0B\0"), "AB");
    }
}
