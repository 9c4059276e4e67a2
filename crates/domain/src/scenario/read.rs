//! TOML text to a checked `Scenario`, with errors that point at the line and say what to write instead.

use super::{
    AfterPayment, AppliesTo, ApprovalRule, BROKEN_WORDS_TO_FIRM, Conditions, Gate, Policy, REPLY_DAYS, Scenario,
    ScenarioRef, Step, Tone, When, wording,
};
use crate::facts::{Channel, ContactRole, PartyKind};
use base::Cents;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use toml::Spanned;

/// What is wrong in a scenario text, where, in French for the person who edits it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}, ligne {line} : {message}")]
pub struct ScenarioError {
    pub name: String,
    /// From 1.
    pub line: usize,
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    name: Spanned<String>,
    title: Spanned<String>,
    summary: String,
    applies_to: RawAppliesTo,
    policy: RawPolicy,
    step: Vec<Spanned<RawStep>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAppliesTo {
    debtor: PartyKind,
    priority: i64,
    #[serde(default)]
    key_account: bool,
    settled_late_min: Option<u32>,
    overdue_max: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPolicy {
    minimum_amount: Spanned<String>,
    days_between_contacts: Spanned<i64>,
    bank_data_max_age_days: Spanned<i64>,
    promise_grace_days: Spanned<i64>,
    #[serde(default = "broken_words_to_firm")]
    broken_words_to_firm: u32,
    working_days_only: bool,
    reply_days: Option<Spanned<i64>>,
    #[serde(default)]
    after_payment: AfterPayment,
}

fn broken_words_to_firm() -> u32 {
    BROKEN_WORDS_TO_FIRM
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStep {
    id: Spanned<String>,
    title: Spanned<String>,
    when: RawWhen,
    channels: Spanned<Vec<Channel>>,
    to: Spanned<Vec<ContactRole>>,
    tone: Tone,
    template: Spanned<String>,
    approval: Spanned<ApprovalRule>,
    #[serde(default)]
    only_if: RawConditions,
    #[serde(default)]
    gates: Vec<Gate>,
    include_from_days: Option<Spanned<i64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWhen {
    before_due_days: Option<Spanned<i64>>,
    after_due_days: Option<Spanned<i64>>,
    after_step: Option<Spanned<String>>,
    days: Option<Spanned<i64>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RawConditions {
    outstanding_min: Option<Spanned<String>>,
    has_role: Option<ContactRole>,
}

/// A scenario is a page or two; more is another file taken for one.
const LONGEST_TEXT: usize = 200_000;
const MOST_STEPS: usize = 40;
/// Longer, an answer that is left lying would stop everything without anybody seeing it.
const MOST_REPLY_DAYS: i64 = 10;

/// Where in the text, and under which name, errors are reported.
struct Reader<'t> {
    text: &'t str,
    name: String,
}

/// Reads and checks one scenario.
///
/// # Errors
/// The first thing wrong, with its line.
pub fn parse(file: &str, text: &str) -> Result<Scenario, ScenarioError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let reader = Reader { text, name: file.to_string() };
    if text.len() > LONGEST_TEXT {
        return Err(reader.error(0, "ce texte est trop long pour un scénario"));
    }
    let raw: Raw = toml::from_str(text).map_err(|e| {
        let at = e.span().map_or(0, |s| s.start);
        reader.error(at, wording::french(e.message()))
    })?;
    let steps = reader.steps(&raw.step)?;
    Ok(Scenario {
        reference: ScenarioRef { name: reader.identifier(&raw.name)?, version: version_of(text) },
        title: reader.title(&raw.title)?,
        summary: raw.summary,
        applies_to: reader.applies_to(&raw.applies_to)?,
        policy: reader.policy(&raw.policy)?,
        steps,
        source: text.to_string(),
    })
}

fn version_of(text: &str) -> String {
    let digest = Sha256::digest(text.replace("\r\n", "\n").as_bytes());
    digest.iter().take(8).map(|b| format!("{b:02x}")).collect()
}

impl Reader<'_> {
    fn error(&self, at: usize, message: impl Into<String>) -> ScenarioError {
        let before = self.text.get(..at).unwrap_or(self.text);
        ScenarioError { name: self.name.clone(), line: before.matches('\n').count() + 1, message: message.into() }
    }

    fn identifier(&self, name: &Spanned<String>) -> Result<String, ScenarioError> {
        let text = name.get_ref();
        let sound = !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if sound {
            Ok(text.clone())
        } else {
            Err(self.error(
                name.span().start,
                format!("« {text} » : un nom s’écrit en minuscules sans accent, avec chiffres et tirets"),
            ))
        }
    }

    fn amount(&self, amount: &Spanned<String>) -> Result<Cents, ScenarioError> {
        Cents::parse(amount.get_ref()).filter(|c| !c.is_negative()).ok_or_else(|| {
            self.error(
                amount.span().start,
                format!("« {} » n’est pas un montant ; écrire par exemple \"150,00\"", amount.get_ref()),
            )
        })
    }

    fn days(&self, days: &Spanned<i64>) -> Result<i64, ScenarioError> {
        let n = *days.get_ref();
        if (0..=3650).contains(&n) {
            Ok(n)
        } else {
            Err(self.error(days.span().start, format!("{n} : un nombre de jours va de 0 à 3650")))
        }
    }

    /// Short on purpose: an answer that is left lying must not stop everything for ever.
    fn reply_days(&self, days: &Spanned<i64>) -> Result<i64, ScenarioError> {
        match *days.get_ref() {
            n @ 0..=MOST_REPLY_DAYS => Ok(n),
            n => {
                let why =
                    format!("{n} : une réponse non lue retient les relances de 0 à {MOST_REPLY_DAYS} jours ouvrés");
                Err(self.error(days.span().start, why))
            }
        }
    }

    fn applies_to(&self, raw: &RawAppliesTo) -> Result<AppliesTo, ScenarioError> {
        Ok(AppliesTo {
            debtor: raw.debtor,
            priority: raw.priority,
            key_account: raw.key_account,
            settled_late_min: raw.settled_late_min,
            overdue_max: raw.overdue_max.as_ref().map(|a| self.amount(a)).transpose()?,
        })
    }

    fn policy(&self, raw: &RawPolicy) -> Result<Policy, ScenarioError> {
        Ok(Policy {
            minimum_amount: self.amount(&raw.minimum_amount)?,
            days_between_contacts: self.days(&raw.days_between_contacts)?,
            bank_data_max_age_days: self.days(&raw.bank_data_max_age_days)?,
            promise_grace_days: self.days(&raw.promise_grace_days)?,
            broken_words_to_firm: raw.broken_words_to_firm,
            working_days_only: raw.working_days_only,
            reply_days: raw.reply_days.as_ref().map_or(Ok(REPLY_DAYS), |days| self.reply_days(days))?,
            after_payment: raw.after_payment,
        })
    }

    fn steps(&self, raw: &[Spanned<RawStep>]) -> Result<Vec<Step>, ScenarioError> {
        let mut seen: HashSet<String> = HashSet::new();
        let mut steps = Vec::with_capacity(raw.len());
        for spanned in raw {
            let step = self.step(spanned.get_ref(), &steps, spanned.span().start)?;
            if !seen.insert(step.id.clone()) {
                return Err(self
                    .error(spanned.get_ref().id.span().start, format!("deux étapes portent le nom « {} »", step.id)));
            }
            self.check_place(spanned.get_ref(), &step, &steps)?;
            steps.push(step);
            if steps.len() > MOST_STEPS {
                return Err(self.error(spanned.span().start, format!("un scénario a au plus {MOST_STEPS} étapes")));
            }
        }
        if steps.iter().all(|s| matches!(s.when, When::BeforeDue { .. })) {
            return Err(self.error(0, "un scénario a au moins une étape après l’échéance"));
        }
        Ok(steps)
    }

    fn step(&self, raw: &RawStep, earlier: &[Step], at: usize) -> Result<Step, ScenarioError> {
        let when = self.when(&raw.when, earlier, at)?;
        self.check_channels(raw)?;
        Ok(Step {
            id: self.identifier(&raw.id)?,
            title: self.title(&raw.title)?,
            when,
            channels: raw.channels.get_ref().clone(),
            to: raw.to.get_ref().clone(),
            tone: raw.tone,
            template: self.identifier(&raw.template)?,
            approval: *raw.approval.get_ref(),
            only_if: Conditions {
                outstanding_min: raw.only_if.outstanding_min.as_ref().map(|a| self.amount(a)).transpose()?,
                has_role: raw.only_if.has_role,
            },
            gates: raw.gates.clone(),
            include_from_days: raw.include_from_days.as_ref().map_or(Ok(1), |d| self.days(d))?,
        })
    }

    /// Something leaves, somebody is addressed, and it is not our own salesperson who is reminded to pay.
    fn check_channels(&self, raw: &RawStep) -> Result<(), ScenarioError> {
        if raw.channels.get_ref().is_empty() {
            return Err(self.error(raw.channels.span().start, "une étape a au moins un canal"));
        }
        if raw.to.get_ref().is_empty() {
            return Err(self.error(raw.to.span().start, "une étape s’adresse à au moins un rôle"));
        }
        let reaches_debtor = raw.channels.get_ref().iter().any(|c| c.reaches_debtor());
        if reaches_debtor && raw.to.get_ref().contains(&ContactRole::Salesperson) {
            return Err(self.error(
                raw.to.span().start,
                "le commercial est de votre maison : on le prévient par channels = [\"internal\"], sans relancer personne",
            ));
        }
        Ok(())
    }

    /// From the formal notice on everything is approved piece by piece (`law/droit.md` §5.12), a formal step has the gate
    /// that makes it wait for disputes, and delays from the due date grow.
    fn check_place(&self, raw: &RawStep, step: &Step, earlier: &[Step]) -> Result<(), ScenarioError> {
        let after_notice = earlier.iter().any(Step::is_formal);
        if (step.is_formal() || after_notice) && step.approval == ApprovalRule::Standing {
            return Err(self.error(
                raw.approval.span().start,
                "à partir de la mise en demeure, chaque envoi est approuvé un par un : écrire \"each\" ou \"owner\"",
            ));
        }
        if step.is_formal() && !step.gates.contains(&Gate::NoOpenDispute) {
            return Err(self.error(
                raw.id.span().start,
                "une mise en demeure attend la fin des litiges : écrire gates = [\"no_open_dispute\"]",
            ));
        }
        let last = earlier.iter().filter_map(Step::days_after_due).max();
        match (&raw.when.after_due_days, last) {
            (Some(days), Some(last)) if *days.get_ref() < last => Err(self.error(
                days.span().start,
                format!("{} : cette étape viendrait avant une étape placée plus haut ({last} jours)", days.get_ref()),
            )),
            _ => Ok(()),
        }
    }

    fn title(&self, title: &Spanned<String>) -> Result<String, ScenarioError> {
        let text = title.get_ref().trim();
        if text.is_empty() {
            return Err(self.error(title.span().start, "un titre ne reste pas vide : il est montré dans l’agenda"));
        }
        Ok(text.to_string())
    }

    fn when(&self, raw: &RawWhen, earlier: &[Step], at: usize) -> Result<When, ScenarioError> {
        match (&raw.before_due_days, &raw.after_due_days, &raw.after_step, &raw.days) {
            (Some(days), None, None, None) if earlier.is_empty() => Ok(When::BeforeDue { days: self.days(days)? }),
            (Some(days), None, None, None) => {
                Err(self.error(days.span().start, "l’étape d’avant l’échéance vient en premier"))
            }
            (None, Some(days), None, None) => Ok(When::AfterDue { days: self.days(days)? }),
            (None, None, Some(step), Some(days)) => {
                if !earlier.iter().any(|s| s.id == *step.get_ref()) {
                    return Err(self.error(
                        step.span().start,
                        format!("« {} » n’est pas une étape placée plus haut", step.get_ref()),
                    ));
                }
                Ok(When::AfterStep { step: step.get_ref().clone(), days: self.days(days)? })
            }
            _ => Err(self.error(
                at,
                "« when » s’écrit { before_due_days = n }, { after_due_days = n } ou { after_step = \"…\", days = n }",
            )),
        }
    }
}
