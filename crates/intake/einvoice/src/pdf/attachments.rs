//! The files embedded in a PDF: listed by name, associated with the document, or merely lying in it.
//!
//! The name tree is walked with limits on depth and number, since a hostile one may loop.

use super::MAX_STREAM_BYTES;
use crate::sniff;
use lopdf::{Dictionary, Document, Object, decode_text_string};
use std::collections::BTreeSet;

/// Names the standards give the invoice, the most usual first; compared without case.
const KNOWN_NAMES: [&str; 5] = ["factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "cii.xml", "order-x.xml"];

const MAX_TREE_DEPTH: usize = 16;
const MAX_FILES: usize = 256;

/// Why an attachment has no content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    TooBig,
    Damaged,
}

/// One embedded file.
#[derive(Debug)]
pub(super) struct Attachment {
    pub(super) name: String,
    pub(super) content: Result<Vec<u8>, Unreadable>,
    /// Referenced by the catalog's `/AF` array.
    pub(super) is_associated: bool,
    /// `/AFRelationship` of its file specification.
    pub(super) relationship: Option<String>,
}

impl Attachment {
    /// True under one of the names the standards give.
    pub(super) fn is_known(&self) -> bool {
        rank(&self.name) < KNOWN_NAMES.len()
    }
}

fn rank(name: &str) -> usize {
    KNOWN_NAMES.iter().position(|known| name.eq_ignore_ascii_case(known)).unwrap_or(KNOWN_NAMES.len())
}

/// The attachments that may be an invoice, best candidates first.
pub(super) fn list(document: &Document) -> Vec<Attachment> {
    let associated = associated(document);
    let mut specifications = named(document);
    specifications.extend(associated.iter().copied());
    if specifications.is_empty() {
        specifications.extend(lying(document));
    }
    let mut seen = BTreeSet::new();
    let mut found: Vec<Attachment> = specifications
        .into_iter()
        .filter(|specification| seen.insert(std::ptr::from_ref(*specification) as usize))
        .take(MAX_FILES)
        .filter_map(|specification| {
            let is_associated = associated.iter().any(|a| std::ptr::eq(*a, specification));
            attachment(document, specification, is_associated)
        })
        .collect();
    found.sort_by_key(|a| rank(&a.name));
    found
}

fn attachment(document: &Document, specification: &Dictionary, is_associated: bool) -> Option<Attachment> {
    let embedded = dictionary(document, specification.get(b"EF").ok()?)?;
    let name = ["UF", "F", "Desc"]
        .into_iter()
        .filter_map(|key| specification.get(key.as_bytes()).ok())
        .filter_map(|value| document.dereference(value).ok())
        .find_map(|(_, value)| decode_text_string(value).ok())
        .unwrap_or_default();
    let stream = [&b"F"[..], b"UF"].into_iter().find_map(|key| {
        let (_, object) = document.dereference(embedded.get(key).ok()?).ok()?;
        object.as_stream().ok()
    })?;
    let may_be_xml = rank(&name) < KNOWN_NAMES.len()
        || name.to_ascii_lowercase().ends_with(".xml")
        || stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n.ends_with(b"xml"));
    let content = content(stream);
    let is_invoice = content.as_deref().is_ok_and(|bytes| sniff::head(bytes).is_some());
    let relationship = specification.get(b"AFRelationship").and_then(Object::as_name).ok();
    (may_be_xml || is_invoice).then(|| Attachment {
        name,
        content,
        is_associated,
        relationship: relationship.map(|name| String::from_utf8_lossy(name).into_owned()),
    })
}

fn content(stream: &lopdf::Stream) -> Result<Vec<u8>, Unreadable> {
    if stream.dict.get(b"Filter").is_err() {
        return Ok(stream.content.clone());
    }
    match stream.decompressed_content_with_limit(MAX_STREAM_BYTES) {
        Ok(content) => Ok(content),
        Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => Err(Unreadable::TooBig),
        Err(_) => Err(Unreadable::Damaged),
    }
}

fn dictionary<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Dictionary> {
    document.dereference(object).ok()?.1.as_dict().ok()
}

fn array<'a>(document: &'a Document, object: &'a Object) -> Option<&'a [Object]> {
    document.dereference(object).ok()?.1.as_array().ok().map(Vec::as_slice)
}

/// The file specifications of the catalog's `/AF`.
fn associated(document: &Document) -> Vec<&Dictionary> {
    let list = document.catalog().ok().and_then(|c| c.get(b"AF").ok()).and_then(|o| array(document, o));
    list.unwrap_or_default().iter().take(MAX_FILES).filter_map(|o| dictionary(document, o)).collect()
}

/// The file specifications of `/Names` `/EmbeddedFiles`, walked without recursion.
fn named(document: &Document) -> Vec<&Dictionary> {
    let names = document.catalog().ok().and_then(|c| c.get(b"Names").ok()).and_then(|o| dictionary(document, o));
    let root = names.and_then(|n| n.get(b"EmbeddedFiles").ok()).and_then(|o| dictionary(document, o));
    let mut waiting: Vec<(&Dictionary, usize)> = root.into_iter().map(|r| (r, 0)).collect();
    let mut found = Vec::new();
    let mut budget = MAX_FILES * 4;
    while let (Some((node, depth)), true) = (waiting.pop(), budget > 0 && found.len() < MAX_FILES) {
        budget -= 1;
        let pairs = node.get(b"Names").ok().and_then(|o| array(document, o)).unwrap_or_default();
        found.extend(pairs.chunks(2).take(MAX_FILES).filter_map(|pair| dictionary(document, pair.get(1)?)));
        if depth < MAX_TREE_DEPTH {
            let kids = node.get(b"Kids").ok().and_then(|o| array(document, o)).unwrap_or_default();
            waiting.extend(kids.iter().take(MAX_FILES).filter_map(|k| Some((dictionary(document, k)?, depth + 1))));
        }
    }
    found
}

/// File specifications nobody lists: a damaged catalog, or a file pinned to a page.
fn lying(document: &Document) -> impl Iterator<Item = &Dictionary> {
    // Objects come in the order of their numbers, so the result does not depend on chance.
    document.objects.values().filter_map(|o| o.as_dict().ok()).filter(|d| d.has(b"EF")).take(MAX_FILES)
}
