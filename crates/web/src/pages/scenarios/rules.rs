//! For whom a scenario is taken and the rules that hold for all its steps, in a form.

use super::bench::{Bench, Head, must_draft};
use crate::answer::{PageResult, done, html};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::visit::Visit;
use app::AppError;
use askama::Template;
use base::Cents;
use domain::facts::PartyKind;
use domain::scenario::{AfterPayment, Scenario, write};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "scenarios/rules.html")]
struct RulesPage {
    frame: Frame,
    head: Head,
    kinds: [(&'static str, &'static str, bool); 3],
    afters: [(&'static str, &'static str, bool); 3],
    shown: Scenario,
    overdue_max: String,
    minimum_amount: String,
    late_min: String,
}

pub fn show(visit: &Visit, name: String, _: Nothing) -> PageResult {
    let bench = Bench::of(visit, &name)?;
    let shown = bench.shown().clone();
    let kinds = [PartyKind::Business, PartyKind::Consumer, PartyKind::PublicBody];
    html(&RulesPage {
        frame: visit.frame("Pour qui, quand"),
        head: bench.head(visit, "/reglages"),
        kinds: kinds.map(|k| (k.code(), k.french(), k == shown.applies_to.debtor)),
        afters: AfterPayment::ALL.map(|a| (a.code(), a.french(), a == shown.policy.after_payment)),
        overdue_max: shown.applies_to.overdue_max.map(base::fr::amount).unwrap_or_default(),
        minimum_amount: base::fr::amount(shown.policy.minimum_amount),
        late_min: shown.applies_to.settled_late_min.map(|n| n.to_string()).unwrap_or_default(),
        shown,
    })
}

#[derive(Deserialize)]
pub struct Rules {
    titre: String,
    resume: String,
    nature: String,
    priorite: i64,
    #[serde(default)]
    grand_compte: Option<String>,
    retards: String,
    plafond: String,
    minimum: String,
    pause: i64,
    banque: i64,
    grace: i64,
    #[serde(default)]
    paroles: Option<u32>,
    #[serde(default)]
    reponses: Option<i64>,
    #[serde(default)]
    ouvres: Option<String>,
    #[serde(default)]
    apres: String,
}

pub fn save(visit: &Visit, name: String, rules: Rules) -> PageResult {
    must_draft(visit)?;
    let bench = Bench::of(visit, &name)?;
    let mut changed = bench.shown().clone();
    changed.title = rules.titre.trim().to_string();
    changed.summary = rules.resume.trim().to_string();
    let rule = &mut changed.applies_to;
    rule.debtor = PartyKind::parse(&rules.nature).unwrap_or(rule.debtor);
    rule.priority = rules.priorite;
    rule.key_account = rules.grand_compte.is_some();
    rule.settled_late_min = number(&rules.retards)?;
    rule.overdue_max = amount(&rules.plafond)?;
    let policy = &mut changed.policy;
    policy.minimum_amount = amount(&rules.minimum)?.unwrap_or(Cents::ZERO);
    policy.days_between_contacts = rules.pause;
    policy.bank_data_max_age_days = rules.banque;
    policy.promise_grace_days = rules.grace;
    policy.broken_words_to_firm = rules.paroles.unwrap_or(policy.broken_words_to_firm);
    policy.reply_days = rules.reponses.unwrap_or(policy.reply_days);
    policy.working_days_only = rules.ouvres.is_some();
    policy.after_payment = AfterPayment::parse(&rules.apres).unwrap_or(policy.after_payment);
    keep(visit, &bench, &changed)?;
    done(format!("/scenarios/{name}"), "Brouillon enregistré : il ne change rien tant qu’il n’est pas adopté.")
}

/// Writes a changed scenario as the draft, if it differs from what is shown.
pub fn keep(visit: &Visit, bench: &Bench, changed: &Scenario) -> Result<(), AppError> {
    if write(changed) == write(bench.shown()) {
        return Ok(());
    }
    if write(changed) == write(&bench.current) {
        return app::scenarios::drop_draft(&visit.world(), &visit.company, &bench.name);
    }
    app::scenarios::save_draft(&visit.world(), &visit.company, &bench.name, &write(changed)).map(drop)
}

/// An amount as people type it; nothing typed is none.
pub fn amount(text: &str) -> Result<Option<Cents>, AppError> {
    let typed: String = text.chars().filter(|c| !c.is_whitespace() && *c != '€').collect();
    if typed.is_empty() {
        return Ok(None);
    }
    let read = Cents::parse(&typed).filter(|c| !c.is_negative());
    read.map(Some).ok_or_else(|| {
        AppError::refused(format!("« {text} » n’est pas un montant."), "Écrivez par exemple 150 ou 150,00.")
    })
}

fn number(text: &str) -> Result<Option<u32>, AppError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse()
        .map(Some)
        .map_err(|_| AppError::refused(format!("« {text} » n’est pas un nombre."), "Écrivez un nombre entier."))
}
