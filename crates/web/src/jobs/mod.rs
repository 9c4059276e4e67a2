//! Work that outlives a request: files being read, an import, a demonstration being filled.
//!
//! A job is a private folder: `job.json` says what it is and where it stands, `told.json` what it found, `files/` holds what
//! was dropped, and `lock` is held for as long as somebody works on it. A lock ends with its process, so that a job that
//! was killed half-way is known at once, after a restart too, and may be run again: an import takes nothing twice.

pub mod dropped;
pub mod papers;
pub mod told;
pub mod work;

use crate::answer::Oops;
use crate::house::House;
use app::AppError;
use app::accounts::new_token;
use app::records::UserRecord;
use base::Timestamp;
use base::id::{CompanyId, UserId};
use domain::journal::Actor;
use draft::Mapping;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::PathBuf;

/// Files dropped and never confirmed are forgotten after so many days.
const KEPT_DAYS: i64 = 7;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Import,
    Demo,
    /// A PDF that waits while its invoice is typed.
    Paper,
}

impl Kind {
    /// Where work of this kind begins.
    fn first_step(self) -> Step {
        match self {
            Kind::Import => Step::Looking,
            Kind::Demo => Step::Taking,
            Kind::Paper => Step::Ready,
        }
    }
}

/// What is being done, or was done last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Reading the files and comparing them with the books; nothing is written.
    Looking,
    /// Waits for a person.
    Ready,
    /// Writing.
    Taking,
    Done,
    /// `Job::problem` says why.
    Failed,
}

/// A file as it was dropped; it is stored under its number.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DroppedFile {
    pub name: String,
    pub size: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Job {
    pub id: String,
    pub kind: Kind,
    /// `None` while the company does not exist yet.
    pub company: Option<CompanyId>,
    pub user: UserId,
    pub author: String,
    pub started_at: Timestamp,
    pub step: Step,
    pub files: Vec<DroppedFile>,
    /// The columns a person chose, by the fingerprint of the header row.
    pub columns: BTreeMap<String, Mapping>,
    /// Take invoices of any seller.
    pub any_seller: bool,
    /// Take lists without their wrong lines.
    #[serde(default)]
    pub skip_wrong_lines: bool,
    /// The account of the statements that name none.
    #[serde(default)]
    pub account: Option<String>,
    /// In French, when it failed.
    pub problem: Option<String>,
    /// Facts written, once done.
    pub created: u64,
    pub refused: u64,
}

impl Job {
    /// Work that this user begins now; it has no files yet.
    pub fn new(house: &House, kind: Kind, user: &UserRecord, company: Option<CompanyId>) -> Job {
        let world = house.world(Actor::Person { name: user.name.clone() }, None);
        Job {
            id: new_token(&world)[..24].to_string(),
            kind,
            company,
            user: user.id,
            author: user.name.clone(),
            started_at: world.clock.now(),
            step: kind.first_step(),
            files: Vec::new(),
            columns: BTreeMap::new(),
            any_seller: false,
            skip_wrong_lines: false,
            account: None,
            problem: None,
            created: 0,
            refused: 0,
        }
    }
}

/// Where a job stands for whoever looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Working {
        done: u64,
        total: u64,
    },
    /// Whoever worked on it is gone.
    Interrupted,
    Ready,
    Done,
    Failed,
}

impl Standing {
    /// How far, of a hundred: never quite there before it is.
    pub fn percent(self) -> u64 {
        match self {
            Standing::Working { done, total } if total > 0 => (done * 100 / total).min(99),
            Standing::Done | Standing::Ready => 100,
            _ => 0,
        }
    }
}

/// The folder of all jobs.
pub struct Jobs {
    root: PathBuf,
}

/// The right to work on a job, for as long as it lives.
pub struct Held(#[expect(dead_code, reason = "the lock lives as long as the file")] File);

impl Jobs {
    pub fn of(house: &House) -> Jobs {
        Jobs { root: house.outside.jobs_folder() }
    }

    fn folder(&self, id: &str) -> PathBuf {
        self.root.join(id)
    }

    /// Where the file of that number is.
    pub fn file(&self, id: &str, number: usize) -> PathBuf {
        self.folder(id).join("files").join(format!("{number:05}"))
    }

    /// Makes the folder of a new job, and forgets those that nobody confirmed for a week.
    ///
    /// # Errors
    /// A disk that cannot be written.
    pub fn create(&self, job: &Job) -> Result<(), Oops> {
        self.forget_old(job.started_at);
        private(&self.folder(&job.id).join("files"))?;
        self.save(job)
    }

    /// # Errors
    /// A disk that cannot be written.
    pub fn save(&self, job: &Job) -> Result<(), Oops> {
        self.write(&job.id, "job.json", job)
    }

    /// `None` when there is no such job.
    pub fn get(&self, id: &str) -> Option<Job> {
        let sound = !id.is_empty() && id.bytes().all(|b| b.is_ascii_hexdigit());
        if sound { self.read(id, "job.json") } else { None }
    }

    /// The jobs of a company, newest first; what is not yet of any company is its user's alone.
    pub fn of_company(&self, company: CompanyId) -> Vec<Job> {
        let mut jobs: Vec<Job> = self.ids().iter().filter_map(|id| self.get(id)).collect();
        jobs.retain(|j| j.company == Some(company) && j.kind == Kind::Import);
        jobs.sort_by(|a, b| (b.started_at, &b.id).cmp(&(a.started_at, &a.id)));
        jobs
    }

    /// Files that user dropped last, before there was a company for them.
    pub fn waiting_for(&self, user: UserId) -> Option<Job> {
        let jobs = self.ids().into_iter().filter_map(|id| self.get(&id));
        let waits = |j: &Job| j.user == user && j.kind == Kind::Import && j.company.is_none() && j.step != Step::Failed;
        jobs.filter(waits).max_by_key(|j| j.started_at)
    }

    /// The last demonstration that user asked for.
    pub fn demo_of(&self, user: UserId) -> Option<Job> {
        let jobs = self.ids().into_iter().filter_map(|id| self.get(&id));
        jobs.filter(|j| j.user == user && j.kind == Kind::Demo).max_by_key(|j| j.started_at)
    }

    fn ids(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(&self.root) else { return Vec::new() };
        entries.filter_map(Result::ok).filter_map(|e| e.file_name().into_string().ok()).collect()
    }

    fn forget_old(&self, now: Timestamp) {
        for job in self.ids().iter().filter_map(|id| self.get(id)) {
            let is_old = now.duration_since(job.started_at).as_hours() > KEPT_DAYS * 24;
            if !is_old || self.is_held(&job.id) {
                continue;
            }
            match job.step {
                Step::Done => self.forget_files(&job.id),
                _ => self.forget(&job.id),
            }
        }
    }

    pub fn forget(&self, id: &str) {
        // What cannot be removed now is tried again with the next job.
        let _ = fs::remove_dir_all(self.folder(id));
    }

    /// The files are no longer needed: what was taken is in the books, with its bytes, and what had to be typed was, or not.
    pub fn forget_files(&self, id: &str) {
        let _ = fs::remove_dir_all(self.folder(id).join("files"));
    }

    /// # Errors
    /// A disk that cannot be read.
    pub fn contents(&self, job: &Job) -> Result<Vec<(String, Vec<u8>)>, Oops> {
        let read =
            |(number, file): (usize, &DroppedFile)| Ok((file.name.clone(), fs::read(self.file(&job.id, number))?));
        job.files.iter().enumerate().map(read).collect::<std::io::Result<Vec<_>>>().map_err(disk)
    }

    pub fn standing(&self, job: &Job) -> Standing {
        match job.step {
            Step::Ready => Standing::Ready,
            Step::Done => Standing::Done,
            Step::Failed => Standing::Failed,
            Step::Looking | Step::Taking if !self.is_held(&job.id) => Standing::Interrupted,
            Step::Looking | Step::Taking => {
                let (done, total) = self.read(&job.id, "progress.json").unwrap_or_default();
                Standing::Working { done, total }
            }
        }
    }

    pub fn progress(&self, id: &str, done: u64, total: u64) {
        // Progress that is not shown stops no work.
        let _ = self.write(id, "progress.json", &(done, total));
    }

    fn is_held(&self, id: &str) -> bool {
        let file = File::open(self.folder(id).join("lock"));
        file.is_ok_and(|f| matches!(f.try_lock_shared(), Err(fs::TryLockError::WouldBlock)))
    }

    /// Takes the job in hand; `None` when somebody works on it.
    ///
    /// # Errors
    /// A disk that cannot be written.
    pub fn hold(&self, id: &str) -> Result<Option<Held>, Oops> {
        if self.is_held(id) {
            return Ok(None);
        }
        let file = File::create(self.folder(id).join("lock")).map_err(disk)?;
        file.lock().map_err(disk)?;
        Ok(Some(Held(file)))
    }

    /// Reads what was kept beside the job under that name.
    pub fn read<T: DeserializeOwned>(&self, id: &str, name: &str) -> Option<T> {
        serde_json::from_slice(&fs::read(self.folder(id).join(name)).ok()?).ok()
    }

    /// Keeps something beside the job: whoever reads meanwhile sees the old one whole.
    ///
    /// # Errors
    /// A disk that cannot be written.
    pub fn write<T: Serialize>(&self, id: &str, name: &str, value: &T) -> Result<(), Oops> {
        let text = serde_json::to_vec(value).map_err(|e| Oops::App(AppError::Broken(e.to_string())))?;
        let (new, kept) = (self.folder(id).join(format!("{name}.new")), self.folder(id).join(name));
        fs::write(&new, text).and_then(|()| fs::rename(&new, &kept)).map_err(disk)
    }
}

/// A folder that only the owner of the process may read.
fn private(folder: &std::path::Path) -> Result<(), Oops> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(disk)
}

fn disk(error: std::io::Error) -> Oops {
    Oops::App(AppError::Broken(format!("the folder of jobs: {error}")))
}
