//! From bytes to text that an XML parser may be given: size, encoding and nesting are settled here.
//!
//! XML allows UTF-8 and UTF-16; real files also come in Windows-1252, with or without saying so. Nothing here
//! understands elements: the nesting is counted with a scan of the tags, before any recursive parser sees them.

use crate::MAX_XML_BYTES;
use draft::Problem;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// Deepest nesting accepted; real invoices stay under twenty.
const MAX_DEPTH: usize = 100;

/// The text of a document, and whether its encoding had to be guessed.
#[derive(Debug)]
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) warning: Option<Problem>,
}

/// Decodes a document, refusing what is empty, too big, or nested beyond reason.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Problem> {
    if bytes.len() > MAX_XML_BYTES {
        return Err(too_big(bytes.len()));
    }
    let mut decoded = to_text(bytes);
    decoded.text = trimmed(decoded.text);
    if decoded.text.is_empty() {
        return Err(Problem::error(
            "empty_file",
            "Le fichier est vide.",
            "Exportez à nouveau la facture depuis le logiciel qui l’a produite.",
        ));
    }
    if is_deeper_than(&decoded.text, MAX_DEPTH) {
        return Err(Problem::error(
            "xml_too_deep",
            format!("Le fichier emboîte plus de {MAX_DEPTH} niveaux d’éléments : ce n’est pas une facture."),
            "Vérifiez que le bon fichier a été choisi.",
        ));
    }
    Ok(decoded)
}

fn too_big(size: usize) -> Problem {
    Problem::error(
        "file_too_big",
        format!("Le fichier XML fait {} Mo ; la limite est de {} Mo.", size >> 20, MAX_XML_BYTES >> 20),
        "Une facture fait rarement plus de quelques centaines de kilo-octets : vérifiez que le bon fichier a été choisi.",
    )
}

/// Without the white space, zeros and end-of-file marks around the document, which a strict parser refuses.
fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    const fn is_padding(c: char) -> bool {
        c.is_ascii_whitespace() || matches!(c, '\0' | '\u{1a}' | '\u{feff}')
    }
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_matches(is_padding)),
        Cow::Owned(text) => Cow::Owned(text.trim_matches(is_padding).to_string()),
    }
}

fn to_text(bytes: &[u8]) -> Decoded<'_> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with_encoding(encoding, bytes.get(mark..).unwrap_or_default());
    }
    match (bytes.first(), bytes.get(1)) {
        (Some(b'<'), Some(0)) => with_encoding(UTF_16LE, bytes),
        (Some(0), Some(b'<')) => with_encoding(UTF_16BE, bytes),
        _ => with_encoding(declared(bytes).unwrap_or(UTF_8), bytes),
    }
}

/// The encoding the XML declaration names. A declared UTF-16 without its mark is not believed.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.trim_ascii_start().get(..200).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head);
    let declaration = head.strip_prefix("<?xml")?.split_once("?>")?.0;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value.get(1..)?.split_once(quote)?.0;
    Encoding::for_label(label.as_bytes()).filter(|e| *e != UTF_16LE && *e != UTF_16BE)
}

fn with_encoding<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
    if !has_errors {
        return Decoded { text, warning: None };
    }
    if encoding != UTF_8 {
        return Decoded { text, warning: Some(guessed(encoding.name())) };
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    Decoded { text, warning: Some(guessed("windows-1252")) }
}

fn guessed(encoding: &str) -> Problem {
    Problem::warning(
        "encoding_guessed",
        format!("Des caractères ne sont pas dans l’encodage annoncé ; le fichier a été lu comme {encoding}."),
        "Vérifiez les accents du nom et de l’adresse du client.",
    )
}

/// The document without its XML declaration, whose encoding no longer holds once the bytes are text.
pub(crate) fn without_declaration(text: &str) -> &str {
    let rest = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    rest.map_or(text, |(_, body)| body)
}

/// Counts open elements without building anything.
fn is_deeper_than(text: &str, limit: usize) -> bool {
    let mut depth = 0_usize;
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('<') {
        rest = if let Some(comment) = after.strip_prefix("!--") {
            past(comment, "-->")
        } else if let Some(data) = after.strip_prefix("![CDATA[") {
            past(data, "]]>")
        } else if let Some(instruction) = after.strip_prefix('?') {
            past(instruction, "?>")
        } else if after.starts_with('!') {
            past(after, ">")
        } else if after.starts_with('/') {
            depth = depth.saturating_sub(1);
            past(after, ">")
        } else {
            let (tail, is_closed) = past_tag(after);
            depth += usize::from(!is_closed);
            tail
        };
        if depth > limit {
            return true;
        }
    }
    false
}

fn past<'a>(text: &'a str, mark: &str) -> &'a str {
    text.split_once(mark).map_or("", |(_, rest)| rest)
}

/// What follows a start tag, and whether it closed itself; a `>` inside a quoted value does not end it.
fn past_tag(text: &str) -> (&str, bool) {
    let mut rest = text;
    while let Some(at) = rest.find(['>', '"', '\'']) {
        let (before, from) = rest.split_at(at);
        let mut chars = from.chars();
        let mark = chars.next();
        let after = chars.as_str();
        match mark {
            Some('>') => return (after, before.ends_with('/')),
            Some(quote) => rest = after.split_once(quote).map_or("", |(_, tail)| tail),
            None => break,
        }
    }
    ("", true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, bool) {
        let decoded = decode(bytes).unwrap();
        (decoded.text.into_owned(), decoded.warning.is_some())
    }

    #[test]
    fn every_encoding_of_real_files_is_text() {
        assert_eq!(decoded("\u{feff}<a>é</a>\r\n\0".as_bytes()), ("<a>é</a>".into(), false));
        let utf16: Vec<u8> = "\u{feff}<a>é</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&utf16), ("<a>é</a>".into(), false));
        let bare: Vec<u8> = "<a>é</a>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decoded(&bare), ("<a>é</a>".into(), false));
        let latin = b"<?xml version=\"1.0\" encoding='ISO-8859-1'?><a>\xe9</a>";
        assert_eq!(decoded(latin), ("<?xml version=\"1.0\" encoding='ISO-8859-1'?><a>é</a>".into(), false));
        assert_eq!(decoded(b"<a>\xe9</a>"), ("<a>é</a>".into(), true));
    }

    #[test]
    fn nesting_is_counted_before_any_parser_runs() {
        assert!(!is_deeper_than("<a><b x='>'/><!-- <c><d> --><![CDATA[<e><f>]]></a><g></g>", 1));
        assert!(is_deeper_than(&"<a>".repeat(100_000), MAX_DEPTH));
        assert!(!is_deeper_than(&"<a></a>".repeat(1_000), 1));
    }

    #[test]
    fn nothing_is_nothing() {
        assert_eq!(decode(b" \n\0 ").unwrap_err().code, "empty_file");
        assert_eq!(decode(&vec![b' '; MAX_XML_BYTES + 1]).unwrap_err().code, "file_too_big");
    }
}
