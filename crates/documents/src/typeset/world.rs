//! The world a layout sees: files in memory, three fonts, no clock, no network, no disk.
//!
//! Fonts and layouts are loaded once per process. File names are fixed, because Typst keeps every name it meets for ever.

use serde_json::Value;
use std::sync::OnceLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

static FONTS: [&[u8]; 3] = [
    include_bytes!("../../assets/fonts/Inter-Regular.otf"),
    include_bytes!("../../assets/fonts/Inter-SemiBold.otf"),
    include_bytes!("../../assets/fonts/Inter-Italic.otf"),
];

/// The layouts; all share `frame.typ`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// For a windowed envelope.
    Letter,
    /// For the desk.
    Sheet,
    /// A report on lying pages.
    Aged,
    /// A credit note, or the invoice that takes the place of another.
    Correction,
}

struct Engine {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    letter: Option<Source>,
    sheet: Option<Source>,
    aged: Option<Source>,
    correction: Option<Source>,
    shared: Option<Source>,
    data: Option<FileId>,
    qr: Option<FileId>,
}

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let fonts: Vec<Font> = FONTS.iter().flat_map(|bytes| Font::iter(Bytes::new(*bytes))).collect();
        let source = |name: &str, text: &str| Some(Source::new(file_id(name)?, text.into()));
        Engine {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            letter: source("letter.typ", include_str!("../../../../data/templates/_layout/letter.typ")),
            sheet: source("sheet.typ", include_str!("../../../../data/templates/_layout/sheet.typ")),
            aged: source("aged.typ", include_str!("../../../../data/templates/_layout/aged.typ")),
            correction: source("correction.typ", include_str!("../../../../data/templates/_layout/correction.typ")),
            shared: source("frame.typ", include_str!("../../../../data/templates/_layout/frame.typ")),
            data: file_id("data.json"),
            qr: file_id("qr.svg"),
        }
    })
}

fn file_id(name: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern())
}

/// One document to lay out.
pub(super) struct Job {
    engine: &'static Engine,
    layout: Layout,
    data: Bytes,
    qr: Option<Bytes>,
}

impl Job {
    pub fn new(layout: Layout, data: Bytes, qr: Option<Bytes>) -> Job {
        Job { engine: engine(), layout, data, qr }
    }

    fn main_source(&self) -> Option<&Source> {
        match self.layout {
            Layout::Letter => self.engine.letter.as_ref(),
            Layout::Sheet => self.engine.sheet.as_ref(),
            Layout::Aged => self.engine.aged.as_ref(),
            Layout::Correction => self.engine.correction.as_ref(),
        }
    }
}

impl World for Job {
    fn library(&self) -> &LazyHash<Library> {
        &self.engine.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.engine.book
    }

    fn main(&self) -> FileId {
        // The names are constants of this file, so the source is there; a detached id would only make Typst report it.
        self.main_source().map_or_else(|| Source::detached("").id(), Source::id)
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let known = [self.main_source(), self.engine.shared.as_ref()];
        let found = known.into_iter().flatten().find(|s| s.id() == id);
        found.cloned().ok_or(FileError::NotFound("source".into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = if Some(id) == self.engine.data {
            Some(&self.data)
        } else {
            self.qr.as_ref().filter(|_| Some(id) == self.engine.qr)
        };
        found.cloned().ok_or(FileError::NotFound("file".into()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.engine.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Replaces characters our fonts cannot draw by `□`: PDF/A refuses a missing glyph, and a visible box beats no letter.
pub(super) fn printable(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.chars().map(|c| if covered(c) { c } else { '□' }).collect()),
        Value::Array(items) => Value::Array(items.into_iter().map(printable).collect()),
        Value::Object(fields) => Value::Object(fields.into_iter().map(|(key, v)| (key, printable(v))).collect()),
        other => other,
    }
}

fn covered(c: char) -> bool {
    c.is_ascii()
        || matches!(c, '\u{a0}' | '\u{202f}' | '\u{200b}')
        || engine().fonts.iter().all(|font| font.info().coverage.contains(u32::from(c)))
}
