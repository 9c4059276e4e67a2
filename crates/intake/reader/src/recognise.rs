//! What a file is, from its first bytes, its first XML element or its header row. The name is never looked at.
//! It only tells readers apart: whether a file is good is for its reader to say.

use std::io::Cursor;

/// Enough to see a first element below comments, or a header row.
const HEAD: usize = 64 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    Empty,
    Pdf,
    Archive,
    Workbook,
    /// `.xls`, or a workbook behind a password.
    OldWorkbook,
    Camt,
    InvoiceXml,
    Fec,
    OtherXml,
    /// Anything else that may be text.
    Text,
    /// A known kind of file that holds nothing for us, by its French name.
    Foreign(&'static str),
}

pub(crate) fn content(bytes: &[u8]) -> Content {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Content::Empty;
    }
    // An archive first: one that only stores its files shows the mark of a PDF a few bytes further on.
    if is_zip(head) {
        return inside_zip(bytes);
    }
    if is_pdf(head) {
        return Content::Pdf;
    }
    if table::is_old_workbook(bytes) {
        return Content::OldWorkbook;
    }
    if let Some(kind) = foreign(head) {
        return Content::Foreign(kind);
    }
    if bank::is_camt(bytes) {
        return Content::Camt;
    }
    if einvoice::looks_like_invoice_xml(head) {
        return Content::InvoiceXml;
    }
    if fec::looks_like_fec(head) {
        return Content::Fec;
    }
    if looks_like_xml(head) { Content::OtherXml } else { Content::Text }
}

/// Some producers write a few bytes before the mark; readers accept it within the first kilobyte.
fn is_pdf(head: &[u8]) -> bool {
    let start = head.get(..1024).unwrap_or(head);
    start.windows(5).any(|window| window == b"%PDF-")
}

pub(crate) fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Office documents are archives too.
fn inside_zip(bytes: &[u8]) -> Content {
    let Ok(archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Content::Archive };
    let (mut workbook, mut text, mut open_document) = (false, false, false);
    for name in archive.file_names() {
        workbook |= name == "xl/workbook.xml" || name == "xl/workbook.bin";
        text |= name == "word/document.xml" || name == "ppt/presentation.xml";
        open_document |= name == "content.xml";
    }
    let open_document = open_document && archive.file_names().any(|name| name == "mimetype");
    match (workbook || open_document, text) {
        (true, _) => Content::Workbook,
        (false, true) => Content::Foreign("un document Word ou PowerPoint"),
        (false, false) => Content::Archive,
    }
}

fn foreign(head: &[u8]) -> Option<&'static str> {
    const MARKS: [(&[u8], &str); 10] = [
        (b"\x89PNG", "une image"),
        (b"\xff\xd8\xff", "une image"),
        (b"GIF8", "une image"),
        (b"II*\0", "une image"),
        (b"MM\0*", "une image"),
        (b"7z\xbc\xaf\x27\x1c", "une archive 7-Zip"),
        (b"Rar!\x1a\x07", "une archive RAR"),
        (b"\x1f\x8b", "une archive GZIP"),
        (b"{\\rtf", "un document texte (RTF)"),
        (b"SQLite format 3\0", "une base de données"),
    ];
    MARKS.iter().find(|(mark, _)| head.starts_with(mark)).map(|(_, kind)| *kind)
}

fn looks_like_xml(head: &[u8]) -> bool {
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    start.starts_with(b"<") || start.starts_with(b"\xff\xfe<\0") || start.starts_with(b"\xfe\xff\0<")
}
