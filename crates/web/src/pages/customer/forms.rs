//! Forms of the folder: notes, holds and their end, decisions, payments by hand.

use super::contacts::{acting_on, replan};
use crate::answer::{Oops, PageResult, done, go};
use crate::fields;
use crate::pages::accords::{PromiseForm, give};
use crate::pages::disputes::cause;
use crate::visit::Visit;
use app::AppError;
use app::disputes::{self, Contention};
use app::holds::{self, NewHold};
use base::fr;
use base::id::{HoldId, InvoiceId, PartyId};
use domain::facts::{DecisionKind, Guard, HoldKind};
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct NoteForm {
    #[serde(default)]
    text: String,
}

pub(super) fn note(visit: &Visit, id: String, form: NoteForm) -> PageResult {
    let party = acting_on(visit, &id)?;
    app::folders::note(&visit.world(), &visit.company, party, None, &form.text)?;
    done(format!("/clients/{party}"), "Note enregistrée.")
}

#[derive(Deserialize)]
pub(in crate::pages) struct HoldForm {
    kind: String,
    /// Empty for all of the customer's.
    #[serde(default)]
    pub invoice: String,
    #[serde(default)]
    since: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    amount: String,
    /// Of a dispute.
    #[serde(default)]
    cause: String,
    #[serde(default)]
    why: String,
}

pub(super) fn hold(visit: &Visit, id: String, form: HoldForm) -> PageResult {
    let party = acting_on(visit, &id)?;
    let done_text = open_hold(visit, party, &form)?;
    done(format!("/clients/{party}"), done_text)
}

pub(super) fn promise(visit: &Visit, id: String, form: PromiseForm) -> PageResult {
    let party = acting_on(visit, &id)?;
    let told = give(visit, party, invoice_of(visit, party, &form.invoice)?, &form)?;
    done(format!("/clients/{party}"), told)
}

/// Opens what the form says; returns what was done.
pub(in crate::pages) fn open_hold(visit: &Visit, party: PartyId, form: &HoldForm) -> Result<String, Oops> {
    let kind = HoldKind::parse(&form.kind).ok_or(Oops::NotHere)?;
    if form.why.trim().is_empty() {
        return Err(refused("Dites pourquoi, en une phrase.", "Elle sera relue dans la chronologie."));
    }
    if kind == HoldKind::Dispute {
        return contest(visit, party, form);
    }
    let until = fields::day(&form.until)?;
    if until.is_some_and(|until| until < visit.today()) {
        return Err(refused("Cette date est passée.", "Indiquez un jour à venir, ou laissez vide."));
    }
    let hold = NewHold {
        party,
        invoice: invoice_of(visit, party, &form.invoice)?,
        kind,
        since: fields::day(&form.since)?,
        until,
        amount: fields::amount(&form.amount)?,
        why: form.why.trim().to_string(),
    };
    holds::open(&visit.world(), &visit.company, &hold)?;
    replan(visit)?;
    Ok(format!("Enregistré : {}. Les relances concernées s’arrêtent.", kind.french()))
}

/// A dispute on the invoice chosen, or on each that is open.
fn contest(visit: &Visit, party: PartyId, form: &HoldForm) -> Result<String, Oops> {
    let contested = Contention {
        cause: cause(&form.cause)?,
        amount: fields::amount(&form.amount)?,
        why: form.why.trim().to_string(),
    };
    let invoice = invoice_of(visit, party, &form.invoice)?;
    let opened = disputes::open_all(&visit.world(), &visit.company, (party, invoice), &contested)?;
    replan(visit)?;
    Ok(match opened.len() {
        1 => "Litige ouvert : la part contestée n’est plus réclamée.".to_string(),
        n => format!("{n} litiges ouverts, un par facture : la part contestée n’est plus réclamée."),
    })
}

/// An invoice of this customer, from the value of a form.
fn invoice_of(visit: &Visit, party: PartyId, text: &str) -> Result<Option<InvoiceId>, Oops> {
    if text.is_empty() {
        return Ok(None);
    }
    let id = InvoiceId::parse(text).ok_or(Oops::NotHere)?;
    let invoice = visit.world().read(|books| Ok(books.invoice(id)?))?.filter(|i| i.party == party);
    invoice.map(|i| Some(i.id)).ok_or(Oops::NotHere)
}

#[derive(Deserialize)]
pub(super) struct LossForm {
    #[serde(default)]
    invoice: String,
}

/// To where a doubtful or lost debt is proposed: the page of the invoice, its form open.
pub(super) fn loss(visit: &Visit, id: String, form: LossForm) -> PageResult {
    visit.must_keep_books()?;
    let party = acting_on(visit, &id)?;
    let invoice = invoice_of(visit, party, &form.invoice)?;
    let invoice = fields::needed(invoice, "Quelle facture ?", "Choisissez-la dans la liste.")?;
    go(format!("/factures/{invoice}?perte=oui#perte"))
}

#[derive(Deserialize)]
pub(super) struct LiftForm {
    hold: String,
    #[serde(default)]
    why: String,
}

pub(super) fn lift(visit: &Visit, id: String, form: LiftForm) -> PageResult {
    let party = acting_on(visit, &id)?;
    let hold = HoldId::parse(&form.hold).ok_or(Oops::NotHere)?;
    let open = visit.world().read(|books| Ok(books.open_holds(party)?))?;
    if !open.iter().any(|h| h.id == hold) {
        return Err(refused("Cette suspension est déjà levée.", "Rien n’a changé."));
    }
    if form.why.trim().is_empty() {
        return Err(refused("Dites pourquoi elle est levée.", "Par exemple : avoir émis, client rappelé."));
    }
    holds::lift(&visit.world(), &visit.company, hold, form.why.trim())?;
    replan(visit)?;
    let back =
        if visit.came_from.starts_with("/factures/") { visit.came_from.clone() } else { format!("/clients/{party}") };
    done(back, "Suspension levée : les relances reprennent.")
}

#[derive(Deserialize)]
pub(super) struct DecisionForm {
    kind: String,
    #[serde(default)]
    invoice: String,
    #[serde(default)]
    step: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    guard: String,
    #[serde(default)]
    interest: String,
    #[serde(default)]
    compensation: String,
    #[serde(default)]
    why: String,
}

pub(super) fn decide(visit: &Visit, id: String, form: DecisionForm) -> PageResult {
    let party = acting_on(visit, &id)?;
    let invoice = invoice_of(visit, party, &form.invoice)?;
    let decision = decision(visit, &form)?;
    if form.why.trim().is_empty() {
        return Err(refused("Une décision se justifie.", "Dites pourquoi, en une phrase."));
    }
    holds::decide(&visit.world(), &visit.company, party, invoice, &decision, form.why.trim())?;
    replan(visit)?;
    let back =
        if visit.came_from.starts_with("/factures/") { visit.came_from.clone() } else { format!("/clients/{party}") };
    done(back, "Décision enregistrée.")
}

fn decision(visit: &Visit, form: &DecisionForm) -> Result<DecisionKind, Oops> {
    match form.kind.as_str() {
        "skip" => match form.step.as_str() {
            "" => Err(refused("Quelle étape passer ?", "Choisissez-la dans la liste.")),
            step => Ok(DecisionKind::Skip { step: step.to_string() }),
        },
        "postpone" => {
            let until =
                fields::needed(fields::day(&form.until)?, "Jusqu’à quand reporter ?", "Indiquez un jour à venir.")?;
            if until <= visit.today() {
                return Err(refused("Un report mène à un jour à venir.", "Choisissez une date après aujourd’hui."));
            }
            Ok(DecisionKind::Postpone { until })
        }
        "override" => Ok(DecisionKind::Override { guard: Guard::parse(&form.guard).ok_or(Oops::NotHere)? }),
        "waive" => {
            let (interest, compensation) = (!form.interest.is_empty(), !form.compensation.is_empty());
            if !interest && !compensation {
                return Err(refused("À quoi renoncer ?", "Cochez les intérêts, l’indemnité, ou les deux."));
            }
            // What is given up does not come back.
            visit.must_decide()?;
            Ok(DecisionKind::Waive { interest, compensation })
        }
        _ => Err(Oops::NotHere),
    }
}

#[derive(Deserialize)]
pub(super) struct PaymentForm {
    invoice: String,
    #[serde(default)]
    amount: String,
    #[serde(default)]
    on: String,
    #[serde(default)]
    reference: String,
    /// `accessories` for interest and compensation; else the invoice itself.
    #[serde(default)]
    pays: String,
}

pub(super) fn pay(visit: &Visit, id: String, form: PaymentForm) -> PageResult {
    let party = acting_on(visit, &id)?;
    let invoice = invoice_of(visit, party, &form.invoice)?;
    let invoice = fields::needed(invoice, "Sur quelle facture ?", "Choisissez-la dans la liste.")?;
    let amount = fields::needed(fields::amount(&form.amount)?, "Combien a été reçu ?", "Indiquez le montant.")?;
    let on = fields::day(&form.on)?.unwrap_or(visit.today());
    if on > visit.today() {
        return Err(refused("Ce jour n’est pas encore venu.", "Un paiement se note quand il est reçu."));
    }
    let (world, reference) = (visit.world(), form.reference.trim());
    let is_principal = form.pays != "accessories";
    let mut first = String::new();
    if is_principal {
        let paid = app::payments::pay(&world, &visit.company, invoice, amount, on, reference)?;
        first = paid.french().map(|told| format!(" {told}")).unwrap_or_default();
    } else {
        app::accessories::receive(&world, &visit.company, invoice, (amount, on, reference))?;
    }
    let recovered = app::bad_debts::recovered(&world, &visit.company, invoice, amount)?.filter(|_| is_principal);
    let recovered = recovered.map(|r| format!(" {}", r.french())).unwrap_or_default();
    replan(visit)?;
    let back =
        if visit.came_from.starts_with("/factures/") { visit.came_from.clone() } else { format!("/clients/{party}") };
    done(back, format!("Paiement de {} enregistré.{first}{recovered}", fr::euros(amount)))
}

fn refused(what: &str, remedy: &str) -> Oops {
    Oops::App(AppError::refused(what, remedy))
}
