//! Forms on an invoice: a hold, its due date corrected or put off, its settlement confirmed or taken back.

use super::found;
use crate::answer::{Oops, PageResult, done};
use crate::fields;
use crate::pages::accords::{PromiseForm, give};
use crate::pages::customer::{HoldForm, open_hold, replan};
use crate::visit::Visit;
use app::AppError;
use app::extensions::NewExtension;
use base::fr;
use domain::facts::Heard;
use serde::Deserialize;

pub(super) fn hold(visit: &Visit, id: String, mut form: HoldForm) -> PageResult {
    visit.must_act()?;
    let seen = found(visit, &id)?;
    form.invoice = seen.invoice.id.to_string();
    let told = open_hold(visit, seen.party.id, &form)?;
    done(format!("/factures/{id}"), told)
}

pub(super) fn promise(visit: &Visit, id: String, form: PromiseForm) -> PageResult {
    visit.must_act()?;
    let seen = found(visit, &id)?;
    let told = give(visit, seen.party.id, Some(seen.invoice.id), &form)?;
    done(format!("/factures/{id}"), told)
}

#[derive(Deserialize)]
pub(super) struct DueForm {
    #[serde(default)]
    due: String,
}

pub(super) fn due(visit: &Visit, id: String, form: DueForm) -> PageResult {
    visit.must_act()?;
    let seen = found(visit, &id)?;
    let due =
        fields::needed(fields::day(&form.due)?, "Quelle est l’échéance ?", "Indiquez la date lue sur la facture.")?;
    app::confirm::due_date(&visit.world(), &visit.company, seen.invoice.id, due)?;
    replan(visit)?;
    done(format!("/factures/{id}"), format!("Échéance fixée au {}.", fr::date(due)))
}

#[derive(Deserialize)]
pub(super) struct ExtensionForm {
    #[serde(default)]
    until: String,
    #[serde(default)]
    asked_by: String,
    #[serde(default)]
    heard: String,
    /// Interest goes on meanwhile unless it is given up, which is the owner's to do.
    #[serde(default)]
    sans_interets: String,
    #[serde(default)]
    why: String,
}

pub(super) fn extend(visit: &Visit, id: String, form: ExtensionForm) -> PageResult {
    visit.must_act()?;
    let seen = found(visit, &id)?;
    let until = fields::needed(fields::day(&form.until)?, "Reporter à quand ?", "Indiquez la nouvelle échéance.")?;
    let interest_runs = form.sans_interets.is_empty();
    if !interest_runs {
        visit.must_decide()?;
    }
    let new = NewExtension {
        invoice: seen.invoice.id,
        until,
        interest_runs,
        asked_by: form.asked_by,
        heard: Heard::parse(&form.heard).unwrap_or_default(),
        why: form.why,
    };
    app::extensions::grant(&visit.world(), &visit.company, &new)?;
    replan(visit)?;
    done(format!("/factures/{id}"), format!("Échéance reportée au {} : rien n’est demandé d’ici là.", fr::date(until)))
}

#[derive(Deserialize)]
pub(super) struct Confirmation {
    #[serde(default)]
    why: String,
}

pub(super) fn confirm(visit: &Visit, id: String, _: Confirmation) -> PageResult {
    visit.must_act()?;
    let seen = found(visit, &id)?;
    app::confirm::settlements(&visit.world(), &visit.company, seen.invoice.id)?;
    replan(visit)?;
    done(format!("/factures/{id}"), "Règlement confirmé.")
}

pub(super) fn reverse(visit: &Visit, id: String, form: Confirmation) -> PageResult {
    visit.must_act()?;
    let seen = found(visit, &id)?;
    let why = form.why.trim();
    if why.is_empty() {
        let refused =
            AppError::refused("Dites pourquoi ce paiement est repris.", "Par exemple : rejeté par la banque.");
        return Err(Oops::App(refused));
    }
    let amount = app::payments::reverse_last(&visit.world(), &visit.company, seen.invoice.id, why)?;
    replan(visit)?;
    done(format!("/factures/{id}"), format!("{} repris : la facture est de nouveau due d’autant.", fr::euros(amount)))
}
