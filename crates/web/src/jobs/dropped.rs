//! Files as browsers send them, written to the job's folder as they come: never a whole upload in memory.

use super::{DroppedFile, Jobs, disk};
use crate::answer::Oops;
use crate::unread;
use axum::extract::Multipart;
use axum::extract::multipart::Field;
use std::fs::File;
use std::io::Write;

/// More files than this are a mistake: a whole disk, not a year of invoices.
const MOST_FILES: usize = 5_000;
const LONGEST_NAME: usize = 200;

/// Receives the files of a form into the folder of a job. Their names are only ever shown, never used as paths.
///
/// # Errors
/// `Unreadable` for too much or a broken upload, or for none at all; a disk that cannot be written.
pub async fn receive(jobs: &Jobs, id: &str, form: &mut Multipart) -> Result<Vec<DroppedFile>, Oops> {
    let mut files = Vec::new();
    while let Some(mut field) = form.next_field().await.map_err(|e| Oops::Unreadable(unread::upload(&e)))? {
        let name = shown_name(field.file_name().unwrap_or(""));
        if name.is_empty() {
            continue;
        }
        if files.len() == MOST_FILES {
            return Err(Oops::Unreadable(format!(
                "plus de {MOST_FILES} fichiers d’un coup ; importez-les en plusieurs fois, ou dans une archive ZIP"
            )));
        }
        let size = store(jobs, id, files.len(), &mut field).await?;
        // An empty field of a form is a file without a name; an empty file is told as such when it is read.
        files.push(DroppedFile { name, size });
    }
    if files.is_empty() {
        return Err(Oops::Unreadable("aucun fichier n’a été choisi".to_string()));
    }
    Ok(files)
}

async fn store(jobs: &Jobs, id: &str, number: usize, field: &mut Field<'_>) -> Result<u64, Oops> {
    let mut file = File::create(jobs.file(id, number)).map_err(disk)?;
    let mut size = 0;
    while let Some(chunk) = field.chunk().await.map_err(|e| Oops::Unreadable(unread::upload(&e)))? {
        // A chunk is some kilobytes that the system takes into its cache at once.
        file.write_all(&chunk).map_err(disk)?;
        size += chunk.len() as u64;
    }
    Ok(size)
}

fn shown_name(given: &str) -> String {
    let clean: String = given.chars().filter(|c| !c.is_control()).collect();
    let clean = clean.trim();
    let skipped = clean.chars().count().saturating_sub(LONGEST_NAME);
    clean.chars().skip(skipped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_end_and_holds_nothing_strange() {
        assert_eq!(shown_name(" ventes/2026\u{0}.csv\n"), "ventes/2026.csv");
        assert!(shown_name(&format!("{}.csv", "a".repeat(500))).ends_with(".csv"));
        assert_eq!(shown_name(&"é".repeat(500)).chars().count(), LONGEST_NAME);
    }
}
