//! Forms of a dispute without a file: opened, followed, settled, answered.

use super::{found, owner};
use crate::answer::{Oops, PageResult, done};
use crate::fields;
use crate::pages::customer::replan;
use crate::visit::Visit;
use app::AppError;
use app::disputes::{self, NewDispute, Settlement};
use base::fr;
use base::id::{DisputeId, InvoiceId};
use domain::facts::{DisputeCause, Fault, Finding};
use serde::Deserialize;

#[derive(Default, Deserialize)]
pub(super) struct OpenForm {
    #[serde(default)]
    pub cause: String,
    #[serde(default)]
    pub amount: String,
    #[serde(default)]
    pub lines: String,
    #[serde(default)]
    pub owner: String,
    #[serde(default)]
    pub target: String,
    #[serde(default)]
    pub why: String,
}

pub(super) fn open(visit: &Visit, id: String, form: OpenForm) -> PageResult {
    visit.must_act()?;
    let invoice = InvoiceId::parse(&id).ok_or(Oops::NotHere)?;
    let dispute = opened(visit, invoice, &form)?;
    done(format!("/litiges/{dispute}"), "Litige ouvert : la part contestée n’est plus réclamée.")
}

/// The cause chosen in a form.
pub(in crate::pages) fn cause(code: &str) -> Result<DisputeCause, Oops> {
    fields::needed(DisputeCause::parse(code), "Quel est le motif du litige ?", "Choisissez-le dans la liste.")
}

/// Opens what the form says, on an invoice that this user sees.
fn opened(visit: &Visit, invoice: InvoiceId, form: &OpenForm) -> Result<DisputeId, Oops> {
    let record = visit.world().read(|books| Ok(books.invoice(invoice)?))?.ok_or(Oops::NotHere)?;
    visit.must_see(record.party)?;
    let new = NewDispute {
        invoice,
        cause: cause(&form.cause)?,
        contested: fields::amount(&form.amount)?,
        lines: form.lines.clone(),
        owner: owner(&form.owner)?,
        target_on: fields::day(&form.target)?,
        why: form.why.clone(),
    };
    let id = disputes::open(&visit.world(), &visit.company, &new)?;
    replan(visit)?;
    Ok(id)
}

#[derive(Deserialize)]
pub(super) struct FollowForm {
    #[serde(default)]
    owner: String,
    #[serde(default)]
    target: String,
    #[serde(default)]
    fault: String,
}

pub(super) fn follow(visit: &Visit, id: String, form: FollowForm) -> PageResult {
    visit.must_act()?;
    let folder = found(visit, &id)?;
    let (world, company, dispute) = (visit.world(), &visit.company, folder.dispute.id);
    let owner = owner(&form.owner)?;
    if owner != folder.owner {
        disputes::give_owner(&world, company, dispute, owner)?;
    }
    let target = fields::day(&form.target)?;
    if let Some(target) = target.filter(|on| Some(*on) != folder.target_on) {
        disputes::set_target(&world, company, dispute, target)?;
    }
    if let Some(fault) = Fault::parse(&form.fault) {
        disputes::set_fault(&world, company, dispute, fault)?;
    }
    replan(visit)?;
    done(format!("/litiges/{id}"), "Suivi enregistré.")
}

#[derive(Deserialize)]
pub(super) struct SettleForm {
    #[serde(default)]
    finding: String,
    #[serde(default)]
    founded: String,
    #[serde(default)]
    fault: String,
    #[serde(default)]
    why: String,
}

pub(super) fn settle(visit: &Visit, id: String, form: SettleForm) -> PageResult {
    visit.must_act()?;
    let folder = found(visit, &id)?;
    let finding = Finding::parse(&form.finding);
    let settlement = Settlement {
        finding: fields::needed(finding, "Le litige est-il fondé ?", "Choisissez une réponse.")?,
        founded: fields::amount(&form.founded)?.filter(|_| finding == Some(Finding::Partly)),
        fault: Fault::parse(&form.fault),
        why: form.why.clone(),
    };
    disputes::settle(&visit.world(), &visit.company, folder.dispute.id, &settlement)?;
    replan(visit)?;
    let told = match settlement.finding {
        Finding::Unfounded => "Litige non fondé : tout est de nouveau réclamé, intérêts compris.",
        Finding::Founded | Finding::Partly => "Litige tranché : établissez maintenant l’avoir.",
    };
    done(format!("/litiges/{id}"), told)
}

#[derive(Deserialize)]
pub(super) struct AnswerForm {
    #[serde(default)]
    answer: String,
    #[serde(default)]
    by: String,
    #[serde(default)]
    on: String,
}

pub(super) fn answer(visit: &Visit, id: String, form: AnswerForm) -> PageResult {
    visit.must_act()?;
    let folder = found(visit, &id)?;
    let accepted = match form.answer.as_str() {
        "accepted" => true,
        "rejected" => false,
        _ => return Err(Oops::App(AppError::refused("Acceptée ou refusée ?", "Choisissez une réponse."))),
    };
    let on = fields::day(&form.on)?.unwrap_or(visit.today());
    disputes::answer(&visit.world(), &visit.company, folder.dispute.id, (accepted, &form.by), on)?;
    done(format!("/litiges/{id}"), format!("Réponse du {} enregistrée.", fr::date(on)))
}
