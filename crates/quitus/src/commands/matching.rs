//! `quitus match --set`: the matching engine over a labelled set of files, and its score. It opens no books.

use crate::args::{Common, Match};
use crate::fail::{Fail, Outcome};
use crate::show::{Align, grid, json, line};
use app::matching::labelled::{self, Answer, Files, Score, Tally};
use base::{Cents, RateBp, fr};
use domain::matching::engine::{Candidate, Decision, Doubt, Evidence};
use serde_json::{Value, json};
use std::path::Path;

/// Answers of a set shown on a terminal.
const SHOWN: usize = 20;

pub fn labelled(common: &Common, args: &Match) -> Outcome<u8> {
    let needed = |name: &str| read(&args.set, name);
    let optional = |name: &str| if args.set.join(name).exists() { read(&args.set, name).map(Some) } else { Ok(None) };
    let (invoices, customers, lines) =
        (needed("open_invoices.csv")?, needed("customers.csv")?, needed("bank_lines.csv")?);
    let (history, truth) = (optional("payment_history.csv")?, optional("truth.csv")?);
    let files = Files {
        invoices: &invoices,
        customers: &customers,
        lines: &lines,
        history: history.as_deref(),
        truth: truth.as_deref(),
    };
    let (answers, score) = labelled::run(files)?;
    if common.json {
        let lines: Vec<Value> = answers.iter().map(answer).collect();
        json(&json!({ "lines": lines, "score": score.as_ref().map(said_score) }))?;
    } else {
        show(&answers, score.as_ref());
    }
    Ok(0)
}

fn read(folder: &Path, name: &str) -> Outcome<Vec<u8>> {
    let path = folder.join(name);
    std::fs::read(&path).map_err(|error| {
        Fail::new(format!("{} ne se lit pas ({error}). Voyez « quitus match --help ».", path.display()))
    })
}

pub fn code(decision: Decision) -> &'static str {
    match decision {
        Decision::Auto => "auto",
        Decision::Ask => "ask",
        Decision::None => "none",
    }
}

fn answer(answer: &Answer) -> Value {
    let verdict = &answer.verdict;
    let reasons: Vec<Value> = match verdict.decision {
        Decision::Auto => verdict.candidates.first().map(evidence).unwrap_or_default(),
        Decision::Ask | Decision::None => verdict.doubts.iter().map(doubt).collect(),
    };
    let candidates: Vec<Value> = verdict
        .candidates
        .iter()
        .zip(&answer.candidates)
        .map(|(candidate, paid)| json!({ "allocations": parts(paid), "rest_cents": candidate.rest, "reasons": evidence(candidate) }))
        .collect();
    let written: Vec<String> = answer.allocations().iter().map(|(n, c)| format!("{n}={}", c.get())).collect();
    json!({
        "line_id": answer.line,
        "decision": code(verdict.decision),
        "allocations": parts(answer.allocations()),
        "allocations_text": written.join(";"),
        "reasons": reasons,
        "candidates": candidates,
    })
}

fn parts(paid: &[(String, Cents)]) -> Vec<Value> {
    paid.iter().map(|(number, cents)| json!({ "number": number, "cents": cents })).collect()
}

/// A reason with its sentence beside its code and figures.
fn with_text(mut data: Value, text: String) -> Value {
    if let Some(fields) = data.as_object_mut() {
        fields.insert("text".to_string(), json!(text));
    }
    data
}

pub fn evidence(candidate: &Candidate) -> Vec<Value> {
    candidate.evidence.iter().map(|e: &Evidence| with_text(json!(e), e.french())).collect()
}

pub fn doubt(doubt: &Doubt) -> Value {
    with_text(json!(doubt), doubt.french())
}

fn said_score(score: &Score) -> Value {
    let tally = |t: &Tally| {
        json!({
            "lines": t.lines, "answerable": t.answerable, "automatic": t.right + t.wrong, "right": t.right, "wrong": t.wrong,
            "recall_bp": t.recall(),
        })
    };
    let kinds: serde_json::Map<String, Value> = score.kinds.iter().map(|(kind, t)| (kind.clone(), tally(t))).collect();
    let mut all = tally(&score.all);
    if let Some(fields) = all.as_object_mut() {
        fields.insert("wrong_lines".to_string(), json!(score.wrong));
        fields.insert("kinds".to_string(), Value::Object(kinds));
    }
    all
}

fn show(answers: &[Answer], score: Option<&Score>) {
    let count = |decision| answers.iter().filter(|a| a.verdict.decision == decision).count() as u64;
    line(format!(
        "{} : {} sans personne, {} à trier, {} où rien ne correspond.",
        fr::count(answers.len() as u64, "ligne", "lignes"),
        fr::thousands(count(Decision::Auto)),
        fr::thousands(count(Decision::Ask)),
        fr::thousands(count(Decision::None)),
    ));
    let Some(score) = score else {
        for answer in answers.iter().take(SHOWN) {
            let doubts: Vec<String> = answer.verdict.doubts.iter().map(Doubt::french).collect();
            let paid: Vec<&str> = answer.allocations().iter().map(|(number, _)| number.as_str()).collect();
            line(format!(
                "{} {} {}{}",
                answer.line,
                code(answer.verdict.decision),
                paid.join(", "),
                doubts.join(" ; ")
            ));
        }
        return;
    };
    let row = |name: &str, t: &Tally| {
        let recall = RateBp::new(i32::try_from(t.recall()).unwrap_or(i32::MAX));
        let recall = if t.answerable == 0 { "–".to_string() } else { fr::percent(recall) };
        let [lines, answerable, right, wrong] = [t.lines, t.answerable, t.right, t.wrong].map(fr::thousands);
        vec![name.to_string(), lines, answerable, right, wrong, recall]
    };
    let mut rows: Vec<Vec<String>> = score.kinds.iter().map(|(kind, tally)| row(kind, tally)).collect();
    rows.push(row("ensemble", &score.all));
    let (left, right) = (Align::Left, Align::Right);
    let heads = [
        ("Genre", left),
        ("Lignes", right),
        ("À trouver", right),
        ("Justes", right),
        ("Fausses", right),
        ("Trouvées", right),
    ];
    line(grid(&heads, rows));
}
