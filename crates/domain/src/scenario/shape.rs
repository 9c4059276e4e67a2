//! A scenario bent to a few wishes: how firm, who speaks, on which days. The steps stay those of the text it comes from.

use super::{Scenario, ScenarioError, parse};
use toml::{Table, Value};

/// How much time is left between steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Firmness {
    /// Half as much again.
    Gentle,
    #[default]
    Balanced,
    /// A third less.
    Firm,
}

/// Who speaks with the customer, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Voice {
    /// We call as the scenario says.
    #[default]
    Calls,
    /// Written words first; a call where nothing else reaches.
    Writes,
    /// The usual correspondent (buyer, user) before the accounting department, until the tone is firm.
    KnownPerson,
}

impl Firmness {
    pub const ALL: [Firmness; 3] = [Firmness::Gentle, Firmness::Balanced, Firmness::Firm];

    pub fn code(self) -> &'static str {
        match self {
            Firmness::Gentle => "gentle",
            Firmness::Balanced => "balanced",
            Firmness::Firm => "firm",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.code() == code)
    }
}

impl Voice {
    pub const ALL: [Voice; 3] = [Voice::Calls, Voice::Writes, Voice::KnownPerson];

    pub fn code(self) -> &'static str {
        match self {
            Voice::Calls => "calls",
            Voice::Writes => "writes",
            Voice::KnownPerson => "known_person",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.code() == code)
    }
}

/// The wishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    pub firmness: Firmness,
    pub voice: Voice,
    pub working_days_only: bool,
}

/// The scenario with those wishes, as a text of its own; `remark` is its first line.
///
/// # Errors
/// A text that does not read, before or after.
pub fn shaped(scenario: &Scenario, shape: Shape, remark: &str) -> Result<Scenario, ScenarioError> {
    let name = &scenario.reference.name;
    let wrong = |message: String| ScenarioError { name: name.clone(), line: 1, message };
    let mut table: Table = scenario.source.parse().map_err(|e: toml::de::Error| wrong(e.message().to_string()))?;
    if let Some(Value::Table(policy)) = table.get_mut("policy") {
        policy.insert("working_days_only".to_string(), Value::Boolean(shape.working_days_only));
        stretch(policy, "days_between_contacts", shape.firmness);
    }
    if let Some(Value::Array(steps)) = table.get_mut("step") {
        steps.iter_mut().filter_map(Value::as_table_mut).for_each(|step| bend(step, shape));
    }
    let body = toml::to_string(&table).map_err(|e| wrong(e.to_string()))?;
    parse(name, &format!("# {remark}\n{body}"))
}

fn bend(step: &mut Table, shape: Shape) {
    if let Some(Value::Table(when)) = step.get_mut("when") {
        stretch(when, "after_due_days", shape.firmness);
        stretch(when, "days", shape.firmness);
    }
    match shape.voice {
        Voice::Calls => {}
        Voice::Writes => {
            may_be_written(step);
            move_to(step, "channels", &["call"], false);
            say_written(step);
        }
        Voice::KnownPerson => {
            let tone = step.get("tone").and_then(Value::as_str);
            if matches!(tone, Some("service" | "courteous" | "neutral")) {
                move_to(step, "to", &["buyer", "user"], true);
            }
        }
    }
}

/// What only a call did may be a message too, unless it is the last word, with whoever decides.
fn may_be_written(step: &mut Table) {
    let first = |step: &Table| step.get("to")?.as_array()?.first()?.as_str().map(str::to_string);
    let is_last_word = first(step).as_deref() == Some("decider");
    let Some(Value::Array(channels)) = step.get_mut("channels") else { return };
    if !is_last_word && matches!(channels.as_slice(), [only] if only.as_str() == Some("call")) {
        channels.push(Value::String("email".to_string()));
    }
}

/// A call that became a message is called one.
fn say_written(step: &mut Table) {
    let writes = |channels: &Vec<Value>| channels.first().is_some_and(|first| first.as_str() != Some("call"));
    let is_written = step.get("channels").and_then(Value::as_array).is_some_and(writes);
    let title = step.get("title").and_then(Value::as_str).and_then(|title| title.strip_prefix("Appel"));
    let is_whole_word = |rest: &&str| rest.is_empty() || rest.starts_with(' ');
    if let Some(title) = title.filter(is_whole_word).filter(|_| is_written).map(|rest| format!("Message{rest}")) {
        step.insert("title".to_string(), Value::String(title));
    }
}

/// Days stay whole, and never fewer than one.
fn stretch(table: &mut Table, key: &str, firmness: Firmness) {
    let Some(Value::Integer(days)) = table.get_mut(key) else { return };
    *days = match firmness {
        Firmness::Gentle => (*days * 3 + 1) / 2,
        Firmness::Balanced => *days,
        Firmness::Firm => (*days * 2 / 3).max(1),
    };
}

/// Moves what is named to the front or to the end of a list, in the order it is in.
fn move_to(step: &mut Table, key: &str, named: &[&str], front: bool) {
    let Some(Value::Array(list)) = step.get_mut(key) else { return };
    list.sort_by_key(|v| v.as_str().is_some_and(|v| named.contains(&v)) != front);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Channel, ContactRole};
    use crate::scenario::{When, shipped};

    fn bent(name: &str, firmness: Firmness, voice: Voice) -> Scenario {
        let book = shipped().unwrap();
        shaped(book.named(name).unwrap(), Shape { firmness, voice, working_days_only: true }, "essai").unwrap()
    }

    fn delays(scenario: &Scenario) -> Vec<i64> {
        let days = |when: &When| match when {
            When::BeforeDue { days } | When::AfterDue { days } | When::AfterStep { days, .. } => *days,
        };
        scenario.steps.iter().map(|s| days(&s.when)).collect()
    }

    #[test]
    fn firmness_changes_the_time_between_steps_and_nothing_else() {
        assert_eq!(delays(&bent("standard", Firmness::Balanced, Voice::Calls)), [7, 3, 7, 5, 5, 8, 8, 10, 10]);
        assert_eq!(delays(&bent("standard", Firmness::Gentle, Voice::Calls)), [7, 5, 11, 8, 8, 12, 12, 15, 15]);
        assert_eq!(delays(&bent("standard", Firmness::Firm, Voice::Calls)), [7, 2, 4, 3, 3, 5, 5, 6, 6]);
    }

    #[test]
    fn as_shipped_when_nothing_is_wished() {
        for scenario in shipped().unwrap().current() {
            let same = bent(&scenario.reference.name, Firmness::Balanced, Voice::Calls);
            assert_eq!((&same.steps, &same.policy), (&scenario.steps, &scenario.policy));
            assert_ne!(same.reference.version, scenario.reference.version, "it is a text of its own");
        }
    }

    #[test]
    fn who_writes_calls_last_and_who_knows_somebody_asks_them_first() {
        let writes = bent("standard", Firmness::Balanced, Voice::Writes);
        let call = writes.steps.iter().find(|s| s.id == "call-contact").unwrap();
        assert_eq!(call.channels, [Channel::Email, Channel::Call]);
        assert_eq!(call.title, "Message au contact", "what is written is not called a call");
        assert_eq!(writes.steps.last().unwrap().title, "Appel au dirigeant", "nothing else reaches them");
        let calls = |s: &&crate::scenario::Step| s.channels.first() == Some(&Channel::Call);
        for scenario in shipped().unwrap().current() {
            let writes = bent(&scenario.reference.name, Firmness::Balanced, Voice::Writes);
            let left: Vec<&str> = writes.steps.iter().filter(calls).map(|s| s.title.as_str()).collect();
            assert!(left.iter().all(|title| *title == "Appel au dirigeant"), "{}: {left:?}", scenario.reference.name);
        }
        let known = bent("standard", Firmness::Balanced, Voice::KnownPerson);
        let courtesy = known.steps.iter().find(|s| s.id == "courtesy").unwrap();
        assert_eq!(courtesy.to, [ContactRole::Buyer, ContactRole::User, ContactRole::AccountsPayable]);
        let firm = known.steps.iter().find(|s| s.id == "firm").unwrap();
        assert_eq!(firm.to[0], ContactRole::AccountsPayable, "a firm word goes where invoices are paid");
    }
}
