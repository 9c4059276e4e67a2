//! Walking a ZIP archive: each file is unpacked alone, read, handed over and dropped. Sizes written in the archive are not
//! believed: what counts is what comes out. Names are cleaned, and what systems leave behind is passed over in silence.

use crate::recognise::{self, Content};
use crate::{FileReading, Input, Options, read_one, refuse};
use draft::{Format, Problem, Reading};
use std::borrow::Cow;
use std::io::{Cursor, Read};

const MAX_FILES: usize = 20_000;
const MAX_TOTAL: u64 = 1 << 30;
const MAX_FILE: u64 = 256 << 20;
/// More than this, on more than [`SMALL`] bytes, is a bomb and not a document.
const MAX_RATIO: u64 = 500;
const SMALL: u64 = 32 << 20;
const MAX_NAME: usize = 200;

type Take<'t, 'a> = dyn FnMut(FileReading<'a>) + 't;

/// What is left of the limits, shared with archives inside.
struct Budget {
    bytes: u64,
    files: usize,
}

pub(crate) fn walk<'a>(input: Input<'a>, options: &Options<'_>, take: &mut Take<'_, 'a>) {
    let mut budget = Budget { bytes: MAX_TOTAL, files: MAX_FILES };
    if let Err(problem) = files(input.name, input.bytes, &mut budget, 0, options, take) {
        let reading = Reading::of(Format::Zip).with_problem(problem);
        take(FileReading { name: input.name.to_string(), bytes: Cow::Borrowed(input.bytes), reading });
    }
}

/// Hands over every file of one archive.
///
/// # Errors
/// What stops the walk of this archive: damage, or a limit.
fn files<'a>(
    archive_name: &str,
    bytes: &[u8],
    budget: &mut Budget,
    depth: u8,
    options: &Options<'_>,
    take: &mut Take<'_, 'a>,
) -> Result<(), Problem> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| refuse::damaged_archive())?;
    if archive.len() > budget.files {
        return Err(refuse::too_many_files(MAX_FILES));
    }
    let mut found = false;
    for index in 0..archive.len() {
        let listed = archive.name_for_index(index).unwrap_or("").to_string();
        let Some(inner) = clean(&listed) else { continue };
        found = true;
        budget.files = budget.files.saturating_sub(1);
        let name = format!("{archive_name}/{inner}");
        let unpacked = match archive.by_index(index) {
            Ok(mut file) => {
                let packed = file.compressed_size();
                unpack(&mut file, packed, budget)
            }
            Err(_) => Err(Stop::File(refuse::unreadable_file())),
        };
        match unpacked {
            Ok(content) => one(name, content, budget, depth, options, take)?,
            Err(Stop::File(problem)) => refuse_file(name, problem, take),
            Err(Stop::Archive(problem)) => return Err(problem),
        }
    }
    if found { Ok(()) } else { Err(refuse::nothing_inside()) }
}

fn one<'a>(
    name: String,
    content: Vec<u8>,
    budget: &mut Budget,
    depth: u8,
    options: &Options<'_>,
    take: &mut Take<'_, 'a>,
) -> Result<(), Problem> {
    if depth == 0 && recognise::content(&content) == Content::Archive {
        return match files(&name, &content, budget, depth + 1, options, take) {
            Err(problem) if problem.code == "oversized_archive" => Err(problem),
            Err(problem) => {
                let reading = Reading::of(Format::Zip).with_problem(problem);
                take(FileReading { name, bytes: Cow::Owned(content), reading });
                Ok(())
            }
            Ok(()) => Ok(()),
        };
    }
    let reading = read_one(Input { name: &name, bytes: &content }, options);
    take(FileReading { name, bytes: Cow::Owned(content), reading });
    Ok(())
}

fn refuse_file<'a>(name: String, problem: Problem, take: &mut Take<'_, 'a>) {
    let reading = Reading::of(Format::Unknown).with_problem(problem);
    take(FileReading { name, bytes: Cow::Owned(Vec::new()), reading });
}

enum Stop {
    /// This file only.
    File(Problem),
    /// The whole archive.
    Archive(Problem),
}

fn unpack(file: &mut impl Read, packed: u64, budget: &mut Budget) -> Result<Vec<u8>, Stop> {
    let mut out = Vec::new();
    let mut buffer = vec![0_u8; 64 * 1024];
    loop {
        let read = file.read(&mut buffer).map_err(|_| Stop::File(refuse::unreadable_file()))?;
        if read == 0 {
            return Ok(out);
        }
        budget.bytes =
            budget.bytes.checked_sub(read as u64).ok_or_else(|| Stop::Archive(refuse::too_large_archive()))?;
        out.extend_from_slice(buffer.get(..read).unwrap_or_default());
        let size = out.len() as u64;
        if size > MAX_FILE || (size > SMALL && size / packed.max(1) > MAX_RATIO) {
            return Err(Stop::File(refuse::too_large_file()));
        }
    }
}

/// A relative name without climbing parts or control characters; `None` for folders and what systems leave behind.
fn clean(listed: &str) -> Option<String> {
    if listed.ends_with(['/', '\\']) {
        return None;
    }
    let parts: Vec<String> = listed
        .split(['/', '\\'])
        .filter(|part| !matches!(*part, "" | "." | "..") && !part.ends_with(':'))
        .map(|part| part.chars().map(|c| if c.is_control() { '_' } else { c }).take(MAX_NAME).collect())
        .collect();
    let last = parts.last()?;
    let left_behind =
        matches!(last.to_ascii_lowercase().as_str(), "thumbs.db" | "desktop.ini") || last.starts_with("~$");
    let hidden = parts.iter().any(|part| part.starts_with('.') || part == "__MACOSX");
    (!left_behind && !hidden).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn zipped(files: &[(String, Vec<u8>)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn limits_are_shared_with_archives_inside() {
        let inner: Vec<(String, Vec<u8>)> = (0..40).map(|i| (format!("{i}.txt"), vec![b'x'; 1_000])).collect();
        let archive = zipped(&[("dedans.zip".to_string(), zipped(&inner))]);
        let walked = |bytes: u64, files_left: usize| {
            let mut budget = Budget { bytes, files: files_left };
            let mut found = Vec::new();
            let end =
                files("a.zip", &archive, &mut budget, 0, &Options::default(), &mut |file| found.push(file.reading));
            (end.err().map(|p| p.code), found)
        };
        let (end, found) = walked(100_000, 100);
        assert_eq!((end, found.len()), (None, 40));
        let (end, found) = walked(20_000, 100);
        assert_eq!(end, Some("oversized_archive"));
        assert!(found.len() < 20);
        let (end, found) = walked(100_000, 20);
        assert_eq!((end, found.len(), found[0].problems[0].code), (None, 1, "too_many_files"));
    }

    #[test]
    fn names_stay_inside() {
        for (listed, expected) in [
            ("a/b.pdf", Some("a/b.pdf")),
            ("../../etc/passwd", Some("etc/passwd")),
            ("/abs/x.csv", Some("abs/x.csv")),
            ("C:\\Users\\x.csv", Some("Users/x.csv")),
            ("a\u{1b}[2J.csv", Some("a_[2J.csv")),
            ("dossier/", None),
            ("__MACOSX/._a.pdf", None),
            (".git/config", None),
            ("x/Thumbs.db", None),
            ("~$factures.xlsx", None),
            ("..", None),
        ] {
            assert_eq!(clean(listed).as_deref(), expected, "{listed}");
        }
    }
}
