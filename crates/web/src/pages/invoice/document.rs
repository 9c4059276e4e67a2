//! The document that was received: shown where a browser can, told in words otherwise, and always as its exact bytes.

use super::{Seen, found};
use crate::answer::{Answer, Oops, PageResult};
use crate::pages::customer::source_bytes;
use crate::route::Nothing;
use crate::visit::Visit;

/// Longer lines are cut on the screen; the file is whole.
const LONGEST: usize = 600;
/// Larger files are not looked through for their line.
const LARGEST: usize = 8 * 1024 * 1024;

/// What the page shows of the file.
#[derive(Default)]
pub(super) struct Shown {
    pub name: String,
    pub is_pdf: bool,
    /// The lines of a text file that name the invoice, with the line of titles.
    pub lines: Vec<String>,
    /// There is a file, but it holds what this user may not see.
    pub is_closed: bool,
}

pub(super) fn shown(visit: &Visit, seen: &Seen) -> Result<Shown, Oops> {
    let Some(source) = seen.invoice.source else { return Ok(Shown::default()) };
    let Some((name, bytes)) = source_bytes(visit, &seen.party, source)? else {
        return Ok(Shown { is_closed: true, ..Shown::default() });
    };
    let is_pdf = bytes.starts_with(b"%PDF");
    let lines = if is_pdf || bytes.len() > LARGEST { Vec::new() } else { naming(&bytes, &seen.invoice.number) };
    Ok(Shown { name: name.rsplit('/').next().unwrap_or(&name).to_string(), is_pdf, lines, is_closed: false })
}

/// The first line and those with the number, of a file that reads as text.
fn naming(bytes: &[u8], number: &str) -> Vec<String> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_string(),
        // What an office program of old writes: each byte is a letter.
        Err(_) if !bytes.contains(&0) => bytes.iter().map(|b| char::from(*b)).collect(),
        Err(_) => return Vec::new(),
    };
    let cut = |line: &str| line.chars().take(LONGEST).collect::<String>();
    let named: Vec<String> = text.lines().skip(1).filter(|line| line.contains(number)).take(4).map(cut).collect();
    if named.is_empty() {
        return Vec::new();
    }
    text.lines().take(1).map(cut).chain(named).collect()
}

pub(super) fn inline(visit: &Visit, id: String, _: Nothing) -> PageResult {
    let (_, bytes) = file(visit, &id)?;
    if !bytes.starts_with(b"%PDF") {
        return Err(Oops::NotHere);
    }
    Ok(Answer::File { bytes, content_type: "application/pdf".to_string(), name: None })
}

pub(super) fn download(visit: &Visit, id: String, _: Nothing) -> PageResult {
    let (name, bytes) = file(visit, &id)?;
    let name = name.rsplit('/').next().unwrap_or("facture").to_string();
    Ok(Answer::File { bytes, content_type: "application/octet-stream".to_string(), name: Some(name) })
}

fn file(visit: &Visit, id: &str) -> Result<(String, Vec<u8>), Oops> {
    let seen = found(visit, id)?;
    let source = seen.invoice.source.ok_or(Oops::NotHere)?;
    source_bytes(visit, &seen.party, source)?.ok_or(Oops::NotHere)
}

#[cfg(test)]
mod tests {
    use super::naming;

    #[test]
    fn the_line_of_an_invoice_is_shown_under_the_titles() {
        let file = "Numéro;Client;TTC\nF-1;Martin;10\nF-2;Dupré;20\n";
        assert_eq!(naming(file.as_bytes(), "F-2"), ["Numéro;Client;TTC", "F-2;Dupré;20"]);
        assert_eq!(naming(b"N\xe9;x\nF-2;\xe9t\xe9\n", "F-2"), ["Né;x", "F-2;été"]);
        assert!(naming(file.as_bytes(), "F-3").is_empty());
        assert!(naming(b"\xff\0F-2", "F-2").is_empty());
    }
}
