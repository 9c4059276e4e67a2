//! One step in a form: changed, added, moved, taken away. What the forms write is a draft.

use super::bench::{Bench, Head, must_draft};
use super::rules::{amount, keep};
use crate::answer::{Oops, PageResult, done, html};
use crate::frame::Frame;
use crate::pages::templates::title_of;
use crate::route::Nothing;
use crate::view;
use crate::visit::Visit;
use app::AppError;
use askama::Template;
use documents::TemplateSet;
use domain::facts::{Channel, ContactRole};
use domain::scenario::{ApprovalRule, Conditions, Gate, Scenario, Step, Tone, When};
use serde::Deserialize;

/// A choice of a list.
pub struct Choice {
    pub code: String,
    pub label: String,
    pub chosen: bool,
}

/// A list of choices in the form.
pub struct Pick {
    pub name: String,
    pub label: &'static str,
    pub choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "scenarios/step.html")]
struct StepPage {
    frame: Frame,
    head: Head,
    /// `None` for a new one.
    id: Option<String>,
    after: String,
    title: String,
    when: &'static str,
    days: i64,
    earlier: Vec<Choice>,
    may_be_first: bool,
    channels: Vec<Pick>,
    roles: Vec<Pick>,
    tone: Pick,
    template: Pick,
    approval: Pick,
    minimum: String,
    has_role: Pick,
    gates: Vec<Choice>,
    from_days: i64,
    has_comments: bool,
}

#[derive(Deserialize)]
pub struct Where {
    #[serde(default)]
    apres: String,
}

pub fn new(visit: &Visit, name: String, asked: Where) -> PageResult {
    must_draft(visit)?;
    let bench = Bench::of(visit, &name)?;
    let after = bench.shown().steps.iter().position(|s| s.id == asked.apres);
    let when = match bench.shown().steps.get(after.unwrap_or_default()) {
        Some(step) if !step.is_pre_due() => When::AfterStep { step: step.id.clone(), days: 7 },
        _ => When::AfterDue { days: 3 },
    };
    let step = Step {
        id: String::new(),
        title: String::new(),
        when,
        channels: vec![Channel::Email, Channel::Letter],
        to: vec![ContactRole::AccountsPayable, ContactRole::Buyer],
        tone: Tone::Neutral,
        template: "reminder-firm".to_string(),
        approval: ApprovalRule::Each,
        only_if: Conditions::default(),
        gates: Vec::new(),
        include_from_days: 1,
    };
    html(&page(visit, &bench, &step, after.map_or(0, |at| at + 1), None, asked.apres))
}

pub fn show(visit: &Visit, (name, id): (String, String), _: Nothing) -> PageResult {
    let bench = Bench::of(visit, &name)?;
    let at = bench.shown().position(&id).ok_or(Oops::NotHere)?;
    let step = bench.shown().steps.get(at).cloned().ok_or(Oops::NotHere)?;
    html(&page(visit, &bench, &step, at, Some(id), String::new()))
}

fn page(visit: &Visit, bench: &Bench, step: &Step, at: usize, id: Option<String>, after: String) -> StepPage {
    let shown = bench.shown();
    let from = match &step.when {
        When::AfterStep { step, .. } => step.as_str(),
        _ => "",
    };
    let (when, days) = match step.when {
        When::BeforeDue { days } => ("avant", days),
        When::AfterDue { days } => ("apres", days),
        When::AfterStep { days, .. } => ("etape", days),
    };
    let earlier = shown.steps.iter().take(at).filter(|s| !s.is_pre_due());
    StepPage {
        frame: visit.frame(if id.is_some() { "Étape" } else { "Nouvelle étape" }),
        head: bench.head(visit, ""),
        title: step.title.clone(),
        when,
        days,
        earlier: earlier.map(|s| Choice { code: s.id.clone(), label: s.title.clone(), chosen: s.id == from }).collect(),
        may_be_first: at == 0,
        channels: ranked("canal", ["Canal", "À défaut", "Sinon"], &channels(), step.channels.iter().map(|c| c.code())),
        roles: ranked("role", ["À qui", "À défaut", "Sinon"], &roles(), step.to.iter().map(|r| r.code())),
        tone: pick(
            "ton",
            "Ton",
            Tone::ALL.map(|t| (t.code(), format!("{} · {}", t.level(), t.french()))),
            step.tone.code(),
        ),
        template: pick(
            "modele",
            "Modèle",
            TemplateSet::names().into_iter().map(|n| (n, title_of(n).to_string())),
            &step.template,
        ),
        approval: pick(
            "accord",
            "Accord",
            ApprovalRule::ALL.map(|a| (a.code(), a.french().to_string())),
            step.approval.code(),
        ),
        minimum: step.only_if.outstanding_min.map(base::fr::amount).unwrap_or_default(),
        has_role: pick(
            "connu",
            "Seulement si l’on connaît",
            [("", "peu importe".to_string())].into_iter().chain(roles()),
            step.only_if.has_role.map_or("", |r| r.code()),
        ),
        gates: Gate::ALL
            .map(|g| Choice {
                code: g.code().to_string(),
                label: g.french().to_string(),
                chosen: step.gates.contains(&g),
            })
            .into(),
        from_days: step.include_from_days,
        has_comments: shown.source.lines().any(|l| l.trim_start().starts_with('#')),
        id,
        after,
    }
}

fn channels() -> Vec<(&'static str, String)> {
    Channel::ALL.iter().map(|c| (c.code(), view::channel(*c).1.to_string())).collect()
}

fn roles() -> Vec<(&'static str, String)> {
    ContactRole::ALL.iter().map(|r| (r.code(), r.french().to_string())).collect()
}

fn pick<'c>(
    name: &str,
    label: &'static str,
    choices: impl IntoIterator<Item = (&'c str, String)>,
    chosen: &str,
) -> Pick {
    let choices =
        choices.into_iter().map(|(code, label)| Choice { code: code.to_string(), label, chosen: code == chosen });
    Pick { name: name.to_string(), label, choices: choices.collect() }
}

/// First wish, then what is tried when it reaches nobody.
fn ranked<'c>(
    name: &str,
    labels: [&'static str; 3],
    choices: &[(&'static str, String)],
    mut chosen: impl Iterator<Item = &'c str>,
) -> Vec<Pick> {
    let mut picks = Vec::with_capacity(labels.len());
    for (at, label) in labels.into_iter().enumerate() {
        let none = (at > 0).then(|| ("", "rien".to_string()));
        let all = none.into_iter().chain(choices.iter().map(|(c, l)| (*c, l.clone())));
        picks.push(pick(&format!("{name}{}", at + 1), label, all, chosen.next().unwrap_or("")));
    }
    picks
}

#[derive(Deserialize)]
pub struct Given {
    titre: String,
    quand: String,
    jours: i64,
    #[serde(default)]
    depuis: String,
    canal1: String,
    canal2: String,
    canal3: String,
    role1: String,
    role2: String,
    role3: String,
    ton: String,
    modele: String,
    accord: String,
    minimum: String,
    connu: String,
    #[serde(default)]
    no_open_dispute: Option<String>,
    #[serde(default)]
    due_date_confirmed: Option<String>,
    #[serde(default)]
    settlements_confirmed: Option<String>,
    #[serde(default)]
    customer_kind_known: Option<String>,
    age: i64,
    #[serde(default)]
    apres: String,
}

impl Given {
    fn step(&self, id: String) -> Result<Step, AppError> {
        let when = match self.quand.as_str() {
            "avant" => When::BeforeDue { days: self.jours },
            "etape" if !self.depuis.is_empty() => When::AfterStep { step: self.depuis.clone(), days: self.jours },
            _ => When::AfterDue { days: self.jours },
        };
        let ticked =
            [&self.no_open_dispute, &self.due_date_confirmed, &self.settlements_confirmed, &self.customer_kind_known];
        let gates = Gate::ALL.into_iter().zip(ticked).filter(|(_, t)| t.is_some()).map(|(g, _)| g);
        Ok(Step {
            id,
            title: self.titre.trim().to_string(),
            when,
            channels: distinct([&self.canal1, &self.canal2, &self.canal3], Channel::parse),
            to: distinct([&self.role1, &self.role2, &self.role3], ContactRole::parse),
            tone: Tone::parse(&self.ton).unwrap_or(Tone::Neutral),
            template: self.modele.clone(),
            approval: ApprovalRule::parse(&self.accord).unwrap_or(ApprovalRule::Owner),
            only_if: Conditions { outstanding_min: amount(&self.minimum)?, has_role: ContactRole::parse(&self.connu) },
            gates: gates.collect(),
            include_from_days: self.age,
        })
    }
}

fn distinct<T: PartialEq>(codes: [&String; 3], parse: impl Fn(&str) -> Option<T>) -> Vec<T> {
    let mut found = Vec::new();
    for value in codes.into_iter().filter_map(|c| parse(c)) {
        if !found.contains(&value) {
            found.push(value);
        }
    }
    found
}

const SAVED: &str = "Brouillon enregistré : il ne change rien tant qu’il n’est pas adopté.";

pub fn save(visit: &Visit, (name, id): (String, String), given: Given) -> PageResult {
    must_draft(visit)?;
    let bench = Bench::of(visit, &name)?;
    bench.shown().position(&id).ok_or(Oops::NotHere)?;
    let step = given.step(id.clone())?;
    put(visit, &bench, &bench.shown().with_step(&id, &step))?;
    done(format!("/scenarios/{name}"), SAVED)
}

pub fn add(visit: &Visit, name: String, given: Given) -> PageResult {
    must_draft(visit)?;
    let bench = Bench::of(visit, &name)?;
    let step = given.step(named(bench.shown(), &given.titre))?;
    let after = bench.shown().position(&given.apres).map(|_| given.apres.as_str());
    put(visit, &bench, &bench.shown().with_step_after(after, step))?;
    done(format!("/scenarios/{name}"), SAVED)
}

/// A name of its own made from the title.
fn named(scenario: &Scenario, title: &str) -> String {
    let folded = base::fold::words(title);
    let kept: String =
        folded.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).take(40).collect();
    let base = Some(kept.trim_matches('-')).filter(|t| !t.is_empty()).unwrap_or("etape").to_string();
    let free = |id: &String| scenario.position(id).is_none();
    let numbered = (2..1_000).map(|n| format!("{base}-{n}"));
    std::iter::once(base.clone()).chain(numbered).find(free).unwrap_or(base)
}

pub fn arrange(visit: &Visit, (name, id, act): (String, String, String), _: Nothing) -> PageResult {
    must_draft(visit)?;
    let bench = Bench::of(visit, &name)?;
    bench.shown().position(&id).ok_or(Oops::NotHere)?;
    let stuck = || AppError::refused("Cette étape ne peut pas aller plus loin de ce côté.", "Rien n’a changé.");
    let changed = match act.as_str() {
        "retirer" => bench.shown().without_step(&id),
        "avancer" => bench.shown().with_step_moved(&id, true).ok_or_else(stuck)?,
        "reculer" => bench.shown().with_step_moved(&id, false).ok_or_else(stuck)?,
        _ => return Err(Oops::NotHere),
    };
    put(visit, &bench, &changed)?;
    done(format!("/scenarios/{name}"), SAVED)
}

/// The reader's sentence without its line: whoever fills a form sees no lines.
fn put(visit: &Visit, bench: &Bench, changed: &Scenario) -> Result<(), AppError> {
    let written = domain::scenario::write(changed);
    if let Err(error) = app::scenarios::read(&bench.name, &written) {
        let mut message: Vec<char> = error.message.chars().collect();
        if let Some(first) = message.first_mut() {
            *first = first.to_uppercase().next().unwrap_or(*first);
        }
        let what: String = message.into_iter().collect();
        return Err(AppError::refused(format!("{what}."), "Le brouillon n’a pas changé."));
    }
    keep(visit, bench, changed)
}
