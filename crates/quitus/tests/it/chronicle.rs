//! Plays every chronicle on SQLite and on PostgreSQL, and says where what came is not what was expected.
//!
//! `UPDATE=1` rewrites the expected lines of the blocks that hold no `…`; `ONLY=part-of-a-name` plays a few.

use crate::compare::{mismatch, readable};
use crate::json_path;
use crate::stage::{Stage, agenda_in_short, seen};
use crate::story::{Check, Step, Story, Verdict, What};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a step answered: the code, what a person sees, and standard output alone.
struct Answer {
    code: i32,
    seen: String,
    out: String,
}

/// New texts for lines of a story, by the line they replace; the first of a block takes it all.
type Rewriting = BTreeMap<usize, Vec<String>>;

#[test]
fn every_chronicle_ends_as_it_is_told() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../chronicles");
    let mut found = Vec::new();
    collect(&root, &mut found);
    let only = std::env::var_os("ONLY").unwrap_or_default().to_string_lossy().into_owned();
    found.retain(|p| p.to_string_lossy().contains(&only));
    found.sort();
    assert!(!found.is_empty(), "there are no chronicles under {}", root.display());
    let jobs: Vec<(PathBuf, bool)> = found.into_iter().flat_map(|p| [(p.clone(), false), (p, true)]).collect();
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some((path, on_postgres)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let told = play(path, *on_postgres);
                    if !told.is_empty() {
                        failures.lock().unwrap().insert((path.clone(), *on_postgres), told);
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    let told: Vec<String> = failures.values().flatten().cloned().collect();
    assert!(told.is_empty(), "\n{}\n", told.join("\n"));
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|e| e == "chronicle") {
            found.push(path);
        }
    }
}

/// Plays one story on one engine; returns what went wrong.
fn play(path: &Path, on_postgres: bool) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let story = match Story::parse(&text) {
        Ok(story) => story,
        Err(why) => return vec![format!("{name}:{why}")],
    };
    let url = on_postgres.then(testkit::postgres::fresh_url);
    let mut stage = Stage::new(url.clone());
    let (mut told, mut rewriting) = (Vec::new(), Rewriting::new());
    for step in &story.steps {
        let wrong = perform(&mut stage, &story, step, &mut rewriting);
        let engine = if on_postgres { "PostgreSQL" } else { "SQLite" };
        told.extend(
            wrong.into_iter().map(|(at, why)| format!("{name}:{} ({engine}) {}\n{why}", at + 1, story.lines[at])),
        );
    }
    if let Some(url) = url {
        testkit::postgres::drop_database(&url);
    }
    if std::env::var_os("UPDATE").is_some() && !on_postgres && !rewriting.is_empty() {
        std::fs::write(path, rewritten(&story, &rewriting)).unwrap();
    }
    told
}

/// Performs one step; returns the lines that were not as told, and why.
fn perform(stage: &mut Stage, story: &Story, step: &Step, rewriting: &mut Rewriting) -> Vec<(usize, String)> {
    let answer = match &step.what {
        What::File { name, content } => {
            stage.write(name, content);
            return Vec::new();
        }
        What::Run { date, args } => ask(stage, date.as_deref(), args),
        What::Agenda { date } => match short_agenda(stage, date) {
            Ok(answer) => answer,
            Err(why) => return vec![(step.at, why)],
        },
    };
    let mut wrong = Vec::new();
    if answer.code != step.exit {
        wrong.push((step.at, format!("    exit {}, expected {}\n{}", answer.code, step.exit, indented(&answer.seen))));
    }
    wrong.extend(compare(story, step, &answer, rewriting));
    for check in &step.checks {
        wrong.extend(verify(stage, check, &answer, rewriting).map(|why| (check.at, why)));
    }
    wrong
}

fn ask(stage: &Stage, date: Option<&str>, args: &[String]) -> Answer {
    let output = stage.run(date, args);
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    Answer { code: output.status.code().unwrap_or(-1), seen: seen(&output), out }
}

fn short_agenda(stage: &Stage, date: &str) -> Result<Answer, String> {
    let answer = ask(stage, Some(date), &["agenda".to_string(), "--json".to_string()]);
    if answer.code != 0 {
        return Err(indented(&answer.seen));
    }
    let short = agenda_in_short(&answer.out)?;
    Ok(Answer { seen: short, ..answer })
}

fn compare(story: &Story, step: &Step, answer: &Answer, rewriting: &mut Rewriting) -> Option<(usize, String)> {
    let expected: Vec<&str> = step.expected.iter().map(|at| story.lines[*at].as_str()).collect();
    if expected.is_empty() {
        return None;
    }
    let got = readable(&answer.seen);
    let at = mismatch(&expected, &got)?;
    // An ellipsis that the program itself wrote leaves nothing open.
    let is_open = |line: &&str| line.contains('…') && !readable(line).iter().all(|l| got.contains(l));
    if !expected.iter().any(is_open) {
        rewriting.insert(step.expected[0], got.clone());
        rewriting.extend(step.expected[1..].iter().map(|at| (*at, Vec::new())));
    }
    let line = step.expected.get(at).copied().unwrap_or(step.at);
    let wanted = expected.get(at).map_or("nothing more", |l| l.trim());
    Some((line, format!("    expected: {wanted}\n    got:\n{}", indented(&got.join("\n")))))
}

fn verify(stage: &mut Stage, check: &Check, answer: &Answer, rewriting: &mut Rewriting) -> Option<String> {
    match &check.what {
        Verdict::Keep(name) => {
            stage.kept.insert(name.clone(), readable(&answer.out).join("\n"));
            None
        }
        Verdict::Same(name) => {
            let now = readable(&answer.out).join("\n");
            match stage.kept.get(name) {
                Some(before) if *before == now => None,
                Some(before) => Some(format!("    then:\n{}\n    now:\n{}", indented(before), indented(&now))),
                None => Some(format!("    nothing was kept under « {name} »")),
            }
        }
        Verdict::Equals { path, value } => {
            let got = serde_json::from_str(&answer.out)
                .map_err(|e| format!("no JSON ({e}):\n{}", answer.seen))
                .and_then(|json| json_path::eval(&json, path));
            match got {
                Ok(got) if got == *value => None,
                Ok(got) => {
                    rewriting.insert(check.at, vec![format!("= {path} {got}")]);
                    Some(format!("    got {got}"))
                }
                Err(why) => Some(format!("    {why}")),
            }
        }
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|l| format!("      | {l}")).collect::<Vec<_>>().join("\n")
}

fn rewritten(story: &Story, rewriting: &Rewriting) -> String {
    let mut out = String::new();
    for (at, line) in story.lines.iter().enumerate() {
        match rewriting.get(&at) {
            Some(lines) => lines.iter().for_each(|l| out.push_str(&format!("{l}\n"))),
            None => out.push_str(&format!("{line}\n")),
        }
    }
    out
}
