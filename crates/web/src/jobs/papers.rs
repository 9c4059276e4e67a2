//! PDFs that wait while their invoice is typed: one that was just chosen, or one that an import could not read.
//!
//! They lie in the folder of a job, under its protection, and are forgotten with it.

use super::{DroppedFile, Job, Jobs, Kind, disk};
use crate::answer::Oops;
use crate::visit::Visit;
use app::import::{ReadFile, named};

/// Where a paper lies: its job, and its fingerprint there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub job: String,
    pub sha256: String,
}

/// Keeps a paper that was chosen, so that a refused form does not ask for it again.
///
/// # Errors
/// A disk that cannot be written.
pub fn hold(visit: &Visit, name: &str, bytes: &[u8]) -> Result<Place, Oops> {
    let jobs = Jobs::of(&visit.house);
    let mut job = Job::new(&visit.house, Kind::Paper, &visit.user, Some(visit.company.id));
    let name = &named(name);
    job.files = vec![DroppedFile { name: name.clone(), size: bytes.len() as u64 }];
    jobs.create(&job)?;
    std::fs::write(jobs.file(&job.id, 0), bytes).map_err(disk)?;
    let sha256 = read(visit, &[(name.clone(), bytes.to_vec())]).into_iter().next().map(|f| f.sha256);
    Ok(Place { job: job.id, sha256: sha256.unwrap_or_default() })
}

/// The paper, as it was read; `None` when it is no longer held, or was never this company's.
pub fn found(visit: &Visit, place: &Place) -> Option<ReadFile> {
    let jobs = Jobs::of(&visit.house);
    let job = jobs.get(&place.job)?;
    if job.company != Some(visit.company.id) || job.kind == Kind::Demo {
        return None;
    }
    read(visit, &jobs.contents(&job).ok()?).into_iter().find(|file| file.sha256 == place.sha256)
}

fn read(visit: &Visit, contents: &[(String, Vec<u8>)]) -> Vec<ReadFile> {
    visit.house.outside.read(contents, &|_| None, &mut |_| {})
}

/// Its invoice is in the books. Where it came with an import, the page of that import to go back to.
pub fn done(visit: &Visit, place: &Place) -> Option<String> {
    let jobs = Jobs::of(&visit.house);
    let job = jobs.get(&place.job).filter(|job| job.company == Some(visit.company.id))?;
    match job.kind {
        Kind::Paper => jobs.forget(&job.id),
        Kind::Import => return Some(format!("/importer/{}?voir=decote", job.id)),
        Kind::Demo => {}
    }
    None
}
