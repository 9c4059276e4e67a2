//! The steps of a scenario as cards on a line.

use super::bench::Bench;
use crate::pages::templates::title_of;
use crate::view::{self, Chip};
use crate::visit::Visit;
use domain::facts::{Channel, StandingOrder};
use domain::scenario::{ApprovalRule, Scenario, Step};

pub struct Card {
    pub id: String,
    /// `J+10`: the earliest day it may come.
    pub day: String,
    pub when: String,
    pub title: String,
    pub icon: &'static str,
    pub channel: &'static str,
    /// The channels tried when the first reaches nobody.
    pub otherwise: Option<String>,
    pub role: String,
    pub tone: usize,
    pub tone_name: &'static str,
    pub template: String,
    pub template_title: &'static str,
    pub approval: Chip,
    pub conditions: Vec<String>,
    pub is_formal: bool,
    pub is_before_due: bool,
    /// The due date stands before this card.
    pub after_due_mark: bool,
    /// New, or otherwise than in the version in force.
    pub change: Option<&'static str>,
    pub may_move_earlier: bool,
    pub may_move_later: bool,
}

pub fn cards(visit: &Visit, bench: &Bench) -> Vec<Card> {
    let shown = bench.shown();
    let order = &visit.company.settings.standing_order;
    let first_after = shown.steps.iter().position(|s| !s.is_pre_due());
    let mut cards = Vec::with_capacity(shown.steps.len());
    for (at, step) in shown.steps.iter().enumerate() {
        let mut card = card(shown, at, step, order);
        card.after_due_mark = first_after == Some(at);
        card.change = bench.draft.as_ref().and_then(|_| change(&bench.current, step));
        card.may_move_earlier = shown.with_step_moved(&step.id, true).is_some();
        card.may_move_later = shown.with_step_moved(&step.id, false).is_some();
        cards.push(card);
    }
    cards
}

fn change(current: &Scenario, step: &Step) -> Option<&'static str> {
    match current.steps.iter().find(|s| s.id == step.id) {
        None => Some("nouvelle"),
        Some(known) if known != step => Some("modifiée"),
        Some(_) => None,
    }
}

pub fn day_of(scenario: &Scenario, at: usize) -> String {
    match scenario.earliest_day(at) {
        before if before < 0 => format!("J−{}", before.unsigned_abs()),
        after => format!("J+{after}"),
    }
}

fn card(scenario: &Scenario, at: usize, step: &Step, order: &StandingOrder) -> Card {
    let (icon, channel) = step.channels.first().map_or(("question", "?"), |c| view::channel(*c));
    let others: Vec<&str> = step.channels.iter().skip(1).map(|c| c.french()).collect();
    let role = step.to.first().map_or("", |r| r.french());
    Card {
        id: step.id.clone(),
        day: day_of(scenario, at),
        when: scenario.when_said(step),
        title: step.title.clone(),
        icon,
        channel,
        otherwise: (!others.is_empty()).then(|| format!("sinon {}", others.join(", "))),
        role: role.to_string(),
        tone: step.tone.level(),
        tone_name: step.tone.french(),
        template: step.template.clone(),
        template_title: title_of(&step.template),
        approval: approval(scenario, step, order),
        conditions: step.conditions(),
        is_formal: step.is_formal(),
        is_before_due: step.is_pre_due(),
        after_due_mark: false,
        change: None,
        may_move_earlier: false,
        may_move_later: false,
    }
}

fn approval(scenario: &Scenario, step: &Step, order: &StandingOrder) -> Chip {
    let covered = order.covers(&scenario.reference.name, &step.id);
    match step.approval {
        ApprovalRule::Standing if covered => Chip::new("automatique", "good"),
        ApprovalRule::Standing => Chip::new("à confirmer, automatisable", "plain"),
        ApprovalRule::Each => Chip::new("à confirmer", "info"),
        ApprovalRule::Owner => Chip::new("manuel : vous seul", "hold"),
    }
}

/// A scenario in one line of small signs, for the list.
pub struct Sign {
    pub icon: &'static str,
    pub said: String,
    pub is_formal: bool,
}

pub fn signs(scenario: &Scenario) -> Vec<Sign> {
    let said = |at: usize, step: &Step| format!("{} : {}", day_of(scenario, at), step.title);
    let icon = |step: &Step| step.channels.first().map_or("question", |c: &Channel| view::channel(*c).0);
    scenario
        .steps
        .iter()
        .enumerate()
        .map(|(at, s)| Sign { icon: icon(s), said: said(at, s), is_formal: s.is_formal() })
        .collect()
}
