//! Every sample file into one company: nothing panics, every file ends as something, the books stay sound, and the whole
//! folder again creates nothing. The copied part always, the whole corpus when `QUITUS_SAMPLES` names its folder.

use crate::office::{Office, read};
use app::import::{FileOutcome, ImportOptions, ReadFile};
use std::path::{Path, PathBuf};

fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut inside: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().flatten().map(|e| e.path()).collect();
    inside.sort();
    for path in inside {
        if path.is_dir() { walk(&path, out) } else { out.push(path) }
    }
}

#[expect(clippy::disallowed_methods, reason = "a test may be pointed at a larger corpus")]
fn corpora() -> Vec<PathBuf> {
    let copied = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/data");
    [Some(copied), std::env::var("QUITUS_SAMPLES").ok().map(PathBuf::from)].into_iter().flatten().collect()
}

fn files(root: &Path) -> Vec<ReadFile> {
    let mut paths = Vec::new();
    walk(root, &mut paths);
    let one = |path: &PathBuf| read(&path.display().to_string(), &std::fs::read(path).unwrap());
    paths.iter().flat_map(one).collect()
}

#[test]
fn the_whole_folder_twice() {
    for root in corpora() {
        let files = files(&root);
        testkit::on_sqlite(|url| {
            let office = Office::open(url);
            let options = ImportOptions { any_seller: true, ..ImportOptions::default() };
            for file in &files {
                let report = office.import_with(std::slice::from_ref(file), options).files.remove(0);
                match report.outcome {
                    FileOutcome::Taken => assert!(report.created + report.already_known > 0, "{report:?}"),
                    FileOutcome::SetAside => assert!(report.set_aside.is_some(), "{report:?}"),
                    FileOutcome::Refused | FileOutcome::NothingInside => {
                        assert!(report.problems.iter().all(|p| !p.remedy.is_empty()), "{report:?}");
                        assert!(!report.problems.is_empty(), "{report:?}");
                    }
                    FileOutcome::Joined => panic!("each was given alone: {report:?}"),
                    FileOutcome::AlreadyImported => {}
                }
            }
            office.is_sound();
            let before = (office.picture(), office.received());
            for file in &files {
                let again = office.import_with(std::slice::from_ref(file), options);
                assert_eq!(again.created(), 0, "{again:?}");
            }
            assert_eq!((office.picture(), office.received()), before);
            let all = office.import_with(&files, options);
            assert_eq!(all.created(), 0);
            office.is_sound();
        });
    }
}
