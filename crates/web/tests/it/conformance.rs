//! The interface for programs against its own description: whatever is asked, sensible or absurd, is answered as described, and
//! each operation is seen to succeed.

mod judged;
mod made;
mod rare;
mod story;

use crate::api::{Program, program};
use crate::house::grounds;
use axum::http::StatusCode;
use judged::description;
pub use judged::{judge, operation_of};
use made::{Known, Made};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Absurd requests to each operation.
const ABSURD: usize = 40;
/// Sensible requests to each operation, at most: one is enough when it succeeds.
const SENSIBLE: usize = 24;

#[test]
fn whatever_is_asked_it_keeps_to_its_own_description() {
    let engines = std::cell::Cell::new(0);
    grounds(|ground, mut owner| {
        let program = program(&mut owner, &["read", "act", "import", "manage", "people"]);
        engines.set(engines.get() + 1);
        // The answers do not depend on the engine; what is odd reaches both.
        let absurd = if engines.get() == 1 { ABSURD } else { ABSURD / 5 };
        let nothing = (StatusCode::OK, Value::Null);
        let mut trial =
            Trial { program, faults: BTreeSet::new(), asked: 0, best: BTreeMap::new(), last: (String::new(), nothing) };
        trial.story(ground);
        for (method, absurd) in [("get", absurd), ("post", absurd), ("post", 0), ("get", 0)] {
            trial.run(method, absurd);
        }
        let said: Vec<&String> = trial.faults.iter().take(40).collect();
        assert!(said.is_empty(), "{said:#?}");
        trial.all_succeeded();
    });
}

#[test]
fn parameters_are_described_where_they_stand() {
    let mut wrong = Vec::new();
    for (path, method, operation) in operations(description()) {
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            let stands = path.contains(&format!("{{{name}}}"));
            if stands != (parameter["in"] == "path") {
                wrong.push(format!("{method} {path}: {name}"));
            }
        }
        let named = path.matches('{').count();
        let told = operation["parameters"].as_array().into_iter().flatten().filter(|p| p["in"] == "path").count();
        if named != told {
            wrong.push(format!("{method} {path}: {told} of {named} parameters of the address"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn operations(api: &Value) -> impl Iterator<Item = (&String, &String, &Value)> {
    let paths = api["paths"].as_object().unwrap().iter();
    paths.flat_map(|(path, all)| all.as_object().unwrap().iter().map(move |(method, one)| (path, method, one)))
}

struct Trial {
    program: Program,
    faults: BTreeSet<String>,
    asked: usize,
    /// What came last of a sensible request to each operation: its status, what was asked, what was answered.
    best: BTreeMap<String, (u16, String)>,
    /// What was asked last, and answered.
    last: (String, (StatusCode, Value)),
}

impl Trial {
    fn run(&mut self, method: &str, absurd: usize) {
        let api = description();
        let mut known = Known::of(&mut self.program);
        for (path, _, operation) in operations(api).filter(|(_, m, _)| *m == method) {
            for round in 0..absurd {
                let (address, body) = Made { api, known: &known, round }.absurd_request(path, operation);
                let key = format!("absurd-{path}-{round}");
                self.ask((method, path), &address, &key, &body);
            }
            let name = format!("{method} {path}");
            for round in 0..SENSIBLE {
                if self.best.get(&name).is_some_and(|(status, _)| *status < 300) {
                    break;
                }
                let (address, body) = Made { api, known: &known, round }.sensible_request(path, operation);
                let key = format!("{path}-{round}-{}", self.asked);
                self.ask((method, path), &address, &key, &body);
            }
            if method == "post" {
                // What was just made exists for what follows.
                known.look_again(&mut self.program, path);
            }
        }
    }

    fn ask(&mut self, operation: (&str, &str), address: &str, key: &str, body: &str) -> (StatusCode, Value) {
        self.asked += 1;
        let (status, answer) = match operation.0 {
            "get" => self.program.ask_whatever(address, None),
            _ => self.program.ask_whatever(address, Some((key, body))),
        };
        let asked = format!("{} {address} {body}", operation.0);
        self.faults.extend(judge(operation, status, &answer).map(|fault| format!("{asked}: {fault}")));
        let name = format!("{} {}", operation.0, operation.1);
        let is_better = self.best.get(&name).is_none_or(|(before, _)| *before >= 300);
        if is_better && !key.starts_with("absurd") {
            let told = format!("{asked} → {answer}").chars().take(500).collect();
            self.best.insert(name, (status.as_u16(), told));
        }
        self.last = (asked, (status, answer.clone()));
        (status, answer)
    }

    fn all_succeeded(&self) {
        let failed: Vec<_> = self.best.iter().filter(|(_, (status, _))| *status >= 300).collect();
        assert!(failed.is_empty(), "never seen to succeed: {failed:#?}");
    }
}
