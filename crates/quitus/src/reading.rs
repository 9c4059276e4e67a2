//! Reading files that are imported together, the same for the command line and the web.

use app::import::{PartOf, ReadFile};
use draft::Mapping;

/// Reads names and bytes; `mappings` says the columns that were confirmed for a header row, by its fingerprint.
pub fn together(
    contents: &[(String, Vec<u8>)],
    mappings: &dyn Fn(&str) -> Option<Mapping>,
    progress: &mut dyn FnMut(usize),
) -> Vec<ReadFile> {
    let inputs = contents.iter().map(|(name, bytes)| reader::Input { name, bytes });
    let options = reader::Options { validate: true, mappings };
    let found = reader::read_together(inputs, &options, progress);
    let part_of = |part: reader::Part| PartOf { whole: part.whole, until: part.until };
    let read = |(file, part): (reader::FileReading<'_>, Option<reader::Part>)| {
        let read = ReadFile::of(file.name, file.bytes.into_owned(), file.reading);
        ReadFile { part_of: part.map(part_of), ..read }
    };
    found.into_iter().map(read).collect()
}
