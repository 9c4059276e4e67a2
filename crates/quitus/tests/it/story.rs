//! The text of a chronicle, cut into steps. The format is told in `chronicles/README.md`; nothing is run here.

use std::ops::Range;

/// One story: its lines as written, and what to do with them.
pub struct Story {
    pub lines: Vec<String>,
    pub steps: Vec<Step>,
}

pub struct Step {
    /// Index of the line that asks for it.
    pub at: usize,
    pub what: What,
    /// Lines that tell what the answer must be (indexes of `Story::lines`).
    pub expected: Vec<usize>,
    pub checks: Vec<Check>,
    pub exit: i32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Write a file beside the story.
    File { name: String, content: String },
    /// Run the program; the date becomes `--at`.
    Run { date: Option<String>, args: Vec<String> },
    /// The day's agenda in short, one line for each proposal and each silence.
    Agenda { date: String },
}

pub struct Check {
    pub at: usize,
    pub what: Verdict,
}

pub enum Verdict {
    /// `= .path value`
    Equals { path: String, value: String },
    /// Remember the answer under a name.
    Keep(String),
    /// The answer is the one remembered under that name.
    Same(String),
}

impl Story {
    /// # Errors
    /// The line and what is wrong with it.
    pub fn parse(text: &str) -> Result<Story, String> {
        let lines: Vec<String> = text.lines().map(str::to_string).collect();
        if !lines.iter().any(|l| l.starts_with("# Source:")) {
            return Err("1: a story names its source (# Source: …)".to_string());
        }
        let mut steps: Vec<Step> = Vec::new();
        let mut at = 0;
        while at < lines.len() {
            let line = &lines[at];
            if let Some(name) = line.strip_prefix("fichier ").and_then(|l| l.strip_suffix("<<")) {
                let body = body(&lines, at + 1).ok_or_else(|| format!("{}: no closing >>", at + 1))?;
                let content = lines[body.clone()].iter().map(|l| format!("{l}\n")).collect();
                steps.push(step(at, What::File { name: name.trim().to_string(), content }));
                at = body.end + 1;
                continue;
            }
            read_line(line, at, &mut steps).map_err(|why| format!("{}: {why}", at + 1))?;
            at += 1;
        }
        Ok(Story { lines, steps })
    }
}

/// The lines between `<<` and `>>`.
fn body(lines: &[String], from: usize) -> Option<Range<usize>> {
    let length = lines[from..].iter().position(|l| l.trim() == ">>")?;
    Some(from..from + length)
}

fn step(at: usize, what: What) -> Step {
    Step { at, what, expected: Vec::new(), checks: Vec::new(), exit: 0 }
}

fn read_line(line: &str, at: usize, steps: &mut Vec<Step>) -> Result<(), String> {
    if line.trim().is_empty() || line.starts_with('#') {
        return Ok(());
    }
    if let Some(what) = asked(line)? {
        steps.push(step(at, what));
        return Ok(());
    }
    let last = steps.last_mut().filter(|s| !matches!(s.what, What::File { .. }));
    let last = last.ok_or("an answer is expected, but nothing was asked")?;
    if let Some(code) = line.strip_prefix("→ exit ") {
        last.exit = code.trim().parse().map_err(|_| "an exit code is a number")?;
    } else if let Some(check) = verdict(line)? {
        last.checks.push(Check { at, what: check });
    } else {
        last.expected.push(at);
    }
    Ok(())
}

fn asked(line: &str) -> Result<Option<What>, String> {
    let (date, rest) = match line.split_once(' ') {
        Some((first, rest)) if is_date(first) => (Some(first.to_string()), rest),
        _ => (None, line),
    };
    if let Some(command) = rest.strip_prefix("$ quitus") {
        return Ok(Some(What::Run { date, args: words(command)? }));
    }
    match date {
        Some(date) if rest.trim() == "agenda" => Ok(Some(What::Agenda { date })),
        _ => Ok(None),
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.chars().enumerate().all(|(i, c)| if i == 4 || i == 7 { c == '-' } else { c.is_ascii_digit() })
}

fn verdict(line: &str) -> Result<Option<Verdict>, String> {
    if let Some(rest) = line.strip_prefix("= ") {
        let (path, value) = rest.trim().split_once(' ').unwrap_or((rest.trim(), ""));
        return Ok(Some(Verdict::Equals { path: path.to_string(), value: value.trim().to_string() }));
    }
    if let Some(name) = line.strip_prefix("garder ") {
        return Ok(Some(Verdict::Keep(name.trim().to_string())));
    }
    Ok(line.strip_prefix("idem ").map(|name| Verdict::Same(name.trim().to_string())))
}

/// Words of a command line, with "quotes" around those that hold spaces.
fn words(text: &str) -> Result<Vec<String>, String> {
    let (mut words, mut word, mut quoted, mut open) = (Vec::new(), String::new(), false, false);
    for c in text.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                open = true;
            }
            ' ' if !quoted => {
                if open {
                    words.push(std::mem::take(&mut word));
                }
                open = false;
            }
            c => {
                word.push(c);
                open = true;
            }
        }
    }
    if quoted {
        return Err("a quotation mark is not closed".to_string());
    }
    if open {
        words.push(word);
    }
    Ok(words)
}

#[test]
fn a_story_is_cut_into_steps() {
    let text = "# Source: x\nfichier a.csv <<\n$ quitus no\n>>\n2026-01-02 $ quitus pay F-1 \"1 200,00\"\nune ligne\n→ exit 3\n= .a 1\n2026-01-03 agenda\nrien";
    let story = Story::parse(text).unwrap();
    assert_eq!(story.steps.len(), 3);
    assert_eq!(story.steps[0].what, What::File { name: "a.csv".into(), content: "$ quitus no\n".into() });
    let args = vec!["pay".to_string(), "F-1".to_string(), "1 200,00".to_string()];
    assert_eq!(story.steps[1].what, What::Run { date: Some("2026-01-02".into()), args });
    assert_eq!((story.steps[1].exit, story.steps[1].expected.len(), story.steps[1].checks.len()), (3, 1, 1));
    assert_eq!(story.steps[2].what, What::Agenda { date: "2026-01-03".into() });
    assert!(Story::parse("rien").is_err());
}
