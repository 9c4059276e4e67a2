//! A guarded walk over an XML text: elements open and close, nothing else. Document types, unknown entities and depth beyond
//! 64 stop it, with a problem that says where. It does not validate and keeps nothing of the document.

use draft::Problem;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

const MAX_DEPTH: usize = 64;

/// One step of the walk.
pub(crate) enum Step<'s> {
    Open {
        name: &'s str,
        namespace: Option<&'s str>,
        line: u64,
    },
    /// The text directly inside the element that closes, and its `Ccy` attribute.
    Close {
        text: &'s str,
        currency: Option<&'s str>,
    },
}

type Visit<'v> = dyn FnMut(Step<'_>) -> Result<(), Problem> + 'v;

struct Open {
    text: String,
    currency: Option<String>,
}

struct Walk<'t> {
    text: &'t str,
    open: Vec<Open>,
    counted: usize,
    line: u64,
}

/// Walks the whole text.
///
/// # Errors
/// The first thing that is not well-formed or not allowed, or what `visit` refuses.
pub(crate) fn walk(text: &str, visit: &mut Visit<'_>) -> Result<(), Problem> {
    let mut reader = Reader::from_str(text);
    let mut walk = Walk { text, open: Vec::new(), counted: 0, line: 1 };
    let mut seen_root = false;
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(_) => return Err(malformed().at_line(walk.line_at(at))),
        };
        match event {
            Event::Start(tag) => {
                seen_root = true;
                walk.start(&tag, at, visit)?;
            }
            Event::Empty(tag) => {
                seen_root = true;
                walk.start(&tag, at, visit)?;
                walk.close(visit)?;
            }
            Event::End(_) => walk.close(visit)?,
            Event::Text(content) => walk.push_text(&content),
            Event::CData(content) => walk.push_text(&content),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().ok().flatten().or_else(|| predefined(&reference));
                let Some(character) = character else { return Err(entity(&reference).at_line(walk.line_at(at))) };
                walk.push_text(character.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => return Err(document_type().at_line(walk.line_at(at))),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    if seen_root && walk.open.is_empty() { Ok(()) } else { Err(truncated().at_line(walk.line_at(text.len()))) }
}

impl Walk<'_> {
    fn start(&mut self, tag: &BytesStart<'_>, at: usize, visit: &mut Visit<'_>) -> Result<(), Problem> {
        let line = self.line_at(at);
        if self.open.len() >= MAX_DEPTH {
            return Err(too_deep().at_line(line));
        }
        let attribute = |name: &str| {
            let found = tag.attributes().flatten().find(|a| a.key.as_ref() == name)?;
            Some(found.value.into_owned())
        };
        let local = tag.local_name();
        let namespace = own_namespace(tag);
        self.open.push(Open { text: String::new(), currency: attribute("Ccy") });
        visit(Step::Open { name: local.as_ref(), namespace: namespace.as_deref(), line })
    }

    fn close(&mut self, visit: &mut Visit<'_>) -> Result<(), Problem> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        visit(Step::Close { text: &open.text, currency: open.currency.as_deref() })
    }

    fn push_text(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut() {
            open.text.push_str(text);
        }
    }

    /// The line of a byte; bytes must be asked for in order.
    fn line_at(&mut self, byte: usize) -> u64 {
        let end = byte.min(self.text.len());
        let passed = self.text.as_bytes().get(self.counted..end).unwrap_or_default();
        self.line += passed.iter().filter(|b| **b == b'\n').count() as u64;
        self.counted = end.max(self.counted);
        self.line
    }
}

/// The namespace that this element declares for its own prefix.
fn own_namespace(tag: &BytesStart<'_>) -> Option<String> {
    if !tag.attributes_raw().contains("xmlns") {
        return None;
    }
    let name = tag.name();
    let wanted = match name.as_ref().split_once(':') {
        Some((prefix, _)) => format!("xmlns:{prefix}"),
        None => "xmlns".to_string(),
    };
    let found = tag.attributes().flatten().find(|a| a.key.as_ref() == wanted)?;
    Some(found.value.into_owned())
}

fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

const ASK_AGAIN: &str = "Téléchargez le relevé de nouveau depuis le site de la banque, sans l’ouvrir ni le modifier.";

pub(crate) fn not_text() -> Problem {
    Problem::error("not_a_statement", "Ce fichier n’est pas un relevé CAMT lisible.", ASK_AGAIN)
}

pub(crate) fn too_many(limit: usize) -> Problem {
    let what = format!("Le fichier contient plus de {limit} écritures.");
    Problem::error("too_many_entries", what, "Demandez à la banque un relevé sur une période plus courte.")
}

fn malformed() -> Problem {
    Problem::error("malformed_xml", "Le XML est abîmé à partir de cette ligne.", ASK_AGAIN)
}

fn truncated() -> Problem {
    Problem::error("truncated_xml", "Le fichier s’arrête avant la fin du document XML.", ASK_AGAIN)
}

fn too_deep() -> Problem {
    let what = format!("Les éléments XML sont imbriqués sur plus de {MAX_DEPTH} niveaux, ce qu’aucun relevé ne fait.");
    Problem::error("xml_too_deep", what, ASK_AGAIN)
}

fn document_type() -> Problem {
    let what = "Le fichier contient une déclaration de type (DOCTYPE), refusée par sécurité.";
    Problem::error("dtd_refused", what, ASK_AGAIN)
}

fn entity(name: &str) -> Problem {
    let what = format!("L’entité XML « &{name}; » est inconnue et n’est jamais suivie.");
    Problem::error("entity_refused", what, ASK_AGAIN)
}
