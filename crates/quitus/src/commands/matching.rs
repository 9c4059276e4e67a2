//! `quitus match`: the credits that wait with what they may pay; or, with `--set`, the engine over a labelled set of files and
//! its score, without any books.

use crate::args::{Common, Match};
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{Align, cut, grid, json, line, point, remark};
use app::matching::labelled::{self, Answer, Files, Score, Tally};
use app::matching::{Choice, ChoicePart, Studied, since};
use app::ports::screens::Cut;
use app::ports::terms::View;
use app::records::BankLineRecord;
use base::{Cents, RateBp, fr};
use domain::matching::engine::{Candidate, Decision, Doubt, Evidence};
use serde_json::{Value, json};
use std::path::Path;

/// Answers of a set shown on a terminal.
const SHOWN: usize = 20;
/// Credits that wait, shown at once.
const WAITING: u64 = 200;

pub fn labelled(common: &Common, args: &Match) -> Outcome<u8> {
    let folder = args.set.as_deref().unwrap_or(Path::new("."));
    let needed = |name: &str| read(folder, name);
    let optional = |name: &str| if folder.join(name).exists() { read(folder, name).map(Some) } else { Ok(None) };
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

/// Credits that wait, the latest first; studied again when that is asked.
pub fn list(rim: &Rim, args: &Match) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    if args.again {
        app::matching::refresh(&world, &company)?;
    }
    let view = View { as_of: rim.today, known_at: None };
    let page = Cut { offset: 0, limit: WAITING };
    let lines = world.read(|books| {
        let mut lines = Vec::new();
        for waiting in books.waiting_lines(company.id, since(rim.today), view, page)? {
            let studied = waiting.json.as_deref().and_then(Studied::read);
            lines.push((waiting.line, studied.map(|s| s.as_of_now(books)).transpose()?));
        }
        Ok(lines)
    })?;
    if rim.common.json {
        let rows: Vec<Value> = lines.iter().map(|(line, studied)| waiting(line, studied.as_ref())).collect();
        json(&json!({ "waiting": rows }))?;
        return Ok(0);
    }
    if lines.is_empty() {
        line("Aucun virement à trier.");
        return Ok(0);
    }
    for (credit, studied) in &lines {
        let amount = fr::money(credit.amount, credit.currency);
        line(format!("{amount} du {} — {}", fr::date_short(credit.booked_on), cut(&credit.text, 50)));
        match studied {
            None => remark("pas encore étudié : « quitus match --again », ou le prochain import"),
            Some(studied) => tell(studied),
        }
    }
    line("Pour accepter : quitus bank accept \"MOTS DU LIBELLÉ\" [--choice 2]");
    Ok(0)
}

fn tell(studied: &Studied) {
    for doubt in &studied.doubts {
        remark(&format!("à regarder : {}", doubt.french()));
    }
    for (at, choice) in studied.choices.iter().enumerate() {
        let mut paid: Vec<String> =
            choice.parts.iter().map(|p| format!("{} ({})", p.number, fr::euros(p.cents))).collect();
        paid.extend(
            choice
                .accessories
                .iter()
                .map(|p| format!("intérêts et indemnité de {} ({})", p.number, fr::euros(p.cents))),
        );
        if choice.rest_cents.is_positive() {
            paid.push(format!("{} en avance", fr::euros(choice.rest_cents)));
        }
        let why = choice.reasons().join(" ; ");
        point(&format!("{}. {} : {} — {why}", at + 1, choice.customer, paid.join(", ")));
    }
}

fn waiting(line: &BankLineRecord, studied: Option<&Studied>) -> Value {
    let part = |p: &ChoicePart| json!({ "invoice": p.invoice, "number": p.number, "cents": p.cents });
    let choice = |c: &Choice| {
        json!({
            "customer": c.customer, "party": c.party, "rest_cents": c.rest_cents,
            "parts": c.parts.iter().map(part).collect::<Vec<_>>(),
            "accessories": c.accessories.iter().map(part).collect::<Vec<_>>(), "reasons": laid(c).chain(said(&c.evidence)).collect::<Vec<_>>(),
            "plan": c.plan,
        })
    };
    json!({
        "line": line.id, "booked_on": line.booked_on, "amount_cents": line.amount, "currency": line.currency, "text": line.text,
        "decision": studied.map(|s| code(s.decision)),
        "doubts": studied.map(|s| s.doubts.iter().map(doubt).collect::<Vec<_>>()),
        "choices": studied.map(|s| s.choices.iter().map(choice).collect::<Vec<_>>()),
    })
}

fn read(folder: &Path, name: &str) -> Outcome<Vec<u8>> {
    let path = folder.join(name);
    std::fs::read(&path).map_err(|error| {
        Fail::new(format!("{} ne se lit pas ({error}). Voyez « quitus match --help ».", path.display()))
    })
}

fn code(decision: Decision) -> &'static str {
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

fn evidence(candidate: &Candidate) -> Vec<Value> {
    said(&candidate.evidence)
}

fn laid(choice: &Choice) -> impl Iterator<Item = Value> {
    choice.laid.iter().map(|l| json!({ "code": "as_law", "number": l.number, "rule": l.rule, "text": l.french() }))
}

fn said(evidence: &[Evidence]) -> Vec<Value> {
    evidence.iter().map(|e| with_text(json!(e), e.french())).collect()
}

fn doubt(doubt: &Doubt) -> Value {
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
