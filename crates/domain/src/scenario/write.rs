//! A scenario back to the text it could have been read from: the same rules, in the house's order, without comments.

use super::{AfterPayment, BROKEN_WORDS_TO_FIRM, REPLY_DAYS, Scenario, Step, When};
use base::Cents;
use std::fmt::Write;

/// The text of a scenario. Reading it gives the same scenario, but for its version.
pub fn write(scenario: &Scenario) -> String {
    let mut out = String::new();
    head(&mut out, scenario);
    for step in &scenario.steps {
        out.push_str("\n[[step]]\n");
        self::step(&mut out, step);
    }
    out
}

fn head(out: &mut String, scenario: &Scenario) {
    line(out, "name", &quoted(&scenario.reference.name));
    line(out, "title", &quoted(&scenario.title));
    line(out, "summary", &quoted(&scenario.summary));
    out.push_str("\n[applies_to]\n");
    let rule = &scenario.applies_to;
    line(out, "debtor", &quoted(rule.debtor.code()));
    line(out, "priority", &rule.priority.to_string());
    if rule.key_account {
        line(out, "key_account", "true");
    }
    if let Some(minimum) = rule.settled_late_min {
        line(out, "settled_late_min", &minimum.to_string());
    }
    if let Some(maximum) = rule.overdue_max {
        line(out, "overdue_max", &amount(maximum));
    }
    out.push_str("\n[policy]\n");
    let policy = &scenario.policy;
    line(out, "minimum_amount", &amount(policy.minimum_amount));
    line(out, "days_between_contacts", &policy.days_between_contacts.to_string());
    line(out, "bank_data_max_age_days", &policy.bank_data_max_age_days.to_string());
    line(out, "promise_grace_days", &policy.promise_grace_days.to_string());
    if policy.broken_words_to_firm != BROKEN_WORDS_TO_FIRM {
        line(out, "broken_words_to_firm", &policy.broken_words_to_firm.to_string());
    }
    line(out, "working_days_only", &policy.working_days_only.to_string());
    if policy.reply_days != REPLY_DAYS {
        line(out, "reply_days", &policy.reply_days.to_string());
    }
    if policy.after_payment != AfterPayment::default() {
        line(out, "after_payment", &quoted(policy.after_payment.code()));
    }
}

fn step(out: &mut String, step: &Step) {
    line(out, "id", &quoted(&step.id));
    line(out, "title", &quoted(&step.title));
    line(out, "when", &when(&step.when));
    line(out, "channels", &list(step.channels.iter().map(|c| c.code())));
    line(out, "to", &list(step.to.iter().map(|r| r.code())));
    line(out, "tone", &quoted(step.tone.code()));
    line(out, "template", &quoted(&step.template));
    line(out, "approval", &quoted(step.approval.code()));
    let minimum = step.only_if.outstanding_min.map(|m| format!("outstanding_min = {}", amount(m)));
    let role = step.only_if.has_role.map(|r| format!("has_role = {}", quoted(r.code())));
    let conditions: Vec<String> = minimum.into_iter().chain(role).collect();
    if !conditions.is_empty() {
        line(out, "only_if", &format!("{{ {} }}", conditions.join(", ")));
    }
    if !step.gates.is_empty() {
        line(out, "gates", &list(step.gates.iter().map(|g| g.code())));
    }
    if step.include_from_days != 1 {
        line(out, "include_from_days", &step.include_from_days.to_string());
    }
}

fn when(when: &When) -> String {
    match when {
        When::BeforeDue { days } => format!("{{ before_due_days = {days} }}"),
        When::AfterDue { days } => format!("{{ after_due_days = {days} }}"),
        When::AfterStep { step, days } => format!("{{ after_step = {}, days = {days} }}", quoted(step)),
    }
}

fn line(out: &mut String, key: &str, value: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(out, "{key} = {value}");
}

fn list<'c>(codes: impl Iterator<Item = &'c str>) -> String {
    format!("[{}]", codes.map(quoted).collect::<Vec<_>>().join(", "))
}

fn amount(cents: Cents) -> String {
    format!("\"{},{:02}\"", cents.get() / 100, cents.get() % 100)
}

/// A basic TOML string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
