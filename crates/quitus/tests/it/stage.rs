//! Where a story is played: an own folder, an own database, and the program with nothing of this machine around it.

use crate::json_path;
use serde_json::Value;
use std::collections::HashMap;
use std::process::{Child, Command, Output, Stdio};

/// The folder of data, as stories see it.
pub const DATA: &str = "donnees";

pub struct Stage {
    folder: testkit::Folder,
    database: Option<String>,
    /// Answers remembered by name.
    pub kept: HashMap<String, String>,
}

impl Stage {
    pub fn new(database: Option<String>) -> Stage {
        Stage { folder: testkit::Folder::new(), database, kept: HashMap::new() }
    }

    pub fn write(&self, name: &str, content: &str) {
        std::fs::write(self.folder.path().join(name), content).expect("the story's folder is ours");
    }

    pub fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Runs `quitus` with the story's data and database.
    pub fn run(&self, date: Option<&str>, args: &[String]) -> Output {
        self.command(date, args).output().expect("the program was built")
    }

    /// Starts it and lets it run.
    pub fn start(&self, date: Option<&str>, args: &[String]) -> Running {
        let mut command = self.command(date, args);
        Running(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program was built"))
    }

    fn command(&self, date: Option<&str>, args: &[String]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quitus"));
        command.current_dir(self.folder.path()).env_clear();
        command.env("PATH", "/usr/local/bin:/usr/bin:/bin").env("HOME", self.folder.path());
        command.args(args).args(["--data", DATA]);
        if let Some(url) = &self.database {
            command.args(["--database-url", url]);
        }
        if let Some(date) = date {
            command.args(["--at", date]);
        }
        command
    }
}

/// A program that runs, stopped when the test ends, however it ends.
pub struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Everything a person sees: standard output, then standard error.
pub fn seen(output: &Output) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    format!("{out}{err}")
}

/// The agenda in short: `propose`, `silence`, or `rien`.
pub fn agenda_in_short(json: &str) -> Result<String, String> {
    let value: Value = serde_json::from_str(json).map_err(|e| format!("no JSON ({e}):\n{json}"))?;
    let list = |name: &str| value[name].as_array().cloned().ok_or_else(|| format!("no {name} in {json}"));
    let mut lines = Vec::new();
    for p in list("proposals")? {
        let get = |path: &str| json_path::eval(&p, path);
        let approval = get(".approval")?;
        let by = if approval == "anybody" { String::new() } else { format!(" [{approval}]") };
        lines.push(format!(
            "propose {} : {}/{}, {} à {}{by}",
            get(".lines[].number")?,
            get(".step")?,
            get(".channel")?,
            euros(&get(".total_cents")?),
            get(".customer")?,
        ));
    }
    // Which customer comes first depends on identifiers; a story does not.
    lines.sort();
    if lines.is_empty() {
        lines.push("rien".to_string());
    }
    let mut silences = Vec::new();
    for s in list("silences")? {
        let get = |path: &str| json_path::eval(&s, path);
        let until = get(".next_on")?;
        let until = if until == "null" { String::new() } else { format!(", à revoir le {until}") };
        silences.push(format!("silence {} : {}{until}", get(".number")?, get(".reasons[].code")?));
    }
    for s in list("contested")? {
        let get = |path: &str| json_path::eval(&s, path);
        let until = get(".next_on")?;
        let until = if until == "null" { String::new() } else { format!(", à revoir le {until}") };
        silences.push(format!("contesté {} : {}{until}", get(".number")?, euros(&get(".outstanding_cents")?)));
    }
    silences.sort();
    lines.extend(silences);
    Ok(lines.join("\n"))
}

/// `120000` as `1200,00 €`.
fn euros(cents: &str) -> String {
    let (euros, rest) = cents.split_at(cents.len().saturating_sub(2));
    format!("{},{rest:0>2} €", if euros.is_empty() { "0" } else { euros })
}
