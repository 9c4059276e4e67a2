//! Instalment plans: what may be offered, the agreement to be signed, its acceptance, the money that comes, and its end.
//!
//! A plan replaces no debt: invoices, due dates and interest stay what they are (C. civ. 1330). Whether it is kept is derived
//! from the books each time; what people did (accepted, refused, withdrew, recorded the default) is recorded.

mod money;
mod offers;
mod speech;
pub mod told;
mod under;

pub use money::receive;
pub(crate) use money::{agreed_order, lay, parts};
pub(crate) use offers::owed;
pub use offers::{Asked, Offered, Owed, offered};
pub(crate) use speech::{lines_of, sample, spoken_of};
pub(crate) use under::must_be_free;
pub use under::{UnderPlan, of_hold, under_plans};

use crate::error::{AppError, AppResult};
use crate::holds::{self, NewHold};
use crate::ports::books::Books;
use crate::records::{Company, PlanEventKind, PlanEventRecord, PlanRecord, PlanRow, SourceRecord};
use crate::world::World;
use base::id::{InvoiceId, PartyId, PlanId, SourceId};
use base::{Date, fr};
use documents::{Context, DocumentKind, TemplateSet};
use domain::agenda::PLAN_STEPS;
use domain::facts::{HoldKind, PlanInterest, PlanTerms};
use domain::journal::kinds::{InvoiceRef, PartyRef, PlanAccepted, PlanEnd, PlanEnded, PlanProposed};
use domain::journal::{JournalKind, Said};
use domain::payment_plan::{PlanStanding, PlanState, equal};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// A plan to propose.
#[derive(Clone, Debug)]
pub struct NewPlan {
    pub party: PartyId,
    /// None for all that is overdue.
    pub invoices: Vec<InvoiceId>,
    pub instalments: u32,
    pub first_on: Date,
    pub terms: PlanTerms,
    pub why: String,
}

/// Proposes a plan: its agreement is made and kept as it is to be signed.
///
/// # Errors
/// `Refused` when nothing may be asked for, for a date that has passed, or when the agreement lacks something; a broken store.
pub fn propose(world: &World<'_>, company: &Company, templates: &TemplateSet, new: &NewPlan) -> AppResult<PlanId> {
    if new.first_on <= world.today {
        return Err(AppError::refused(
            "Le premier versement est pour un jour à venir.",
            "Choisissez une date après aujourd’hui.",
        ));
    }
    if !(1..=90).contains(&new.terms.notice_days) || !(0..=30).contains(&new.terms.grace_days) {
        return Err(AppError::refused(
            "La mise en demeure laisse de 1 à 90 jours, la tolérance de 0 à 30.",
            "Quinze jours et trois jours sont d’usage.",
        ));
    }
    let law = crate::lawbook::load(world)?;
    world.write(|books| {
        let owed = offers::owed(world, books, company, &law, new.party, &new.invoices)?;
        let with = new.terms.interest == PlanInterest::Included;
        let total = if with { owed.claim.total()? } else { owed.claim.principal };
        let instalments = equal(total, new.instalments, new.first_on)?.ok_or_else(|| {
            AppError::refused(
                format!("{} ne se coupe pas en {} versements.", fr::money(total, owed.currency), new.instalments),
                "Choisissez de 1 à 60 versements.",
            )
        })?;
        let id: PlanId = world.new_id();
        let mut plan = PlanRecord {
            id,
            company: company.id,
            party: new.party,
            proposed_on: world.today,
            currency: owed.currency,
            terms: new.terms,
            invoices: owed.invoices.iter().map(|line| line.plan).collect(),
            instalments,
            document: None,
            author: world.author(),
            why: new.why.trim().to_string(),
            recorded_at: world.clock.now(),
        };
        let context = speech::agreement(books, company, &plan, &owed, world.today)?;
        let bytes =
            templates.render_pdf(DocumentKind::PlanAgreement, &Context::from(context)).map_err(AppError::unmade)?;
        let name = format!("accord-{}-{}.pdf", owed.invoices.first().map_or("", |l| l.number.as_str()), world.today);
        plan.document = Some(keep(world, books, company, &name, bytes)?.0);
        books.insert_plan(&plan)?;
        note_proposed(world, books, &plan, &owed)?;
        Ok(id)
    })
}

/// Keeps bytes as they are; the same bytes are kept once. Returns their hash too.
fn keep(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    name: &str,
    bytes: Vec<u8>,
) -> AppResult<(SourceId, String)> {
    let sha256: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
    if let Some(known) = books.source_by_sha256(company.id, &sha256)? {
        return Ok((known.id, sha256));
    }
    let id: SourceId = world.new_id();
    books.insert_source(&SourceRecord {
        id,
        company: company.id,
        name: name.to_string(),
        format: "agreement".to_string(),
        sha256: sha256.clone(),
        bytes: Arc::new(bytes),
        recorded_at: world.clock.now(),
    })?;
    Ok((id, sha256))
}

fn note_proposed(world: &World<'_>, books: &mut dyn Books, plan: &PlanRecord, owed: &Owed) -> AppResult<()> {
    let days = plan.instalments.first().zip(plan.instalments.last());
    let Some((first, last)) = days else { return Ok(()) };
    let kind = JournalKind::PlanProposed(PlanProposed {
        party: party_ref(books, plan.party)?,
        invoices: owed.invoices.iter().map(|l| InvoiceRef { id: l.plan.invoice, number: l.number.clone() }).collect(),
        instalments: plan.instalments.len() as u64,
        total_cents: plan.total()?,
        currency: plan.currency,
        first_on: first.due_on,
        last_on: last.due_on,
    });
    world.note(books, plan.company, plan.id, kind)
}

fn party_ref(books: &mut dyn Books, party: PartyId) -> AppResult<PartyRef> {
    let name = books.party(party)?.map_or_else(String::new, |p| p.name);
    Ok(PartyRef { id: party, name: Said::plain(name) })
}

/// The plan of this company with that identifier.
///
/// # Errors
/// `NotFound`; a broken store.
pub fn found(books: &mut dyn Books, company: &Company, id: PlanId) -> AppResult<PlanRow> {
    let row = books.plan(id)?.filter(|row| row.plan.company == company.id);
    row.ok_or_else(|| AppError::NotFound("Cet échéancier n’existe pas.".to_string()))
}

/// Where an accepted plan stands today; `None` before it is accepted, and when it was refused.
///
/// # Errors
/// Sums that leave what can be counted; a broken store.
pub fn standing(books: &mut dyn Books, row: &PlanRow, today: Date) -> AppResult<Option<PlanStanding>> {
    let Some(facts) = row.facts() else { return Ok(None) };
    let [_, _, notice] = PLAN_STEPS;
    let acts = books.acts_of_party(row.plan.party)?;
    let noticed = acts.iter().filter(|a| {
        a.act.step == notice
            && a.state.counts_as_performed()
            && a.act.lines.iter().any(|l| facts.invoices.contains(&l.invoice))
    });
    let noticed_on = noticed.filter_map(|a| a.performed_on).filter(|on| *on <= today).max();
    Ok(Some(PlanStanding::of(&facts, noticed_on, today)?))
}

/// Records that the customer accepted, with the signed file when there is one. Its invoices are no longer asked for as a
/// whole.
///
/// # Errors
/// `Refused` when the plan is over, accepted before, or dated in the future; a broken store.
pub fn accept(
    world: &World<'_>,
    company: &Company,
    id: PlanId,
    on: Date,
    signed: Option<(&str, &[u8])>,
    why: &str,
) -> AppResult<()> {
    world.write(|books| {
        let row = found(books, company, id)?;
        must_wait(&row)?;
        if on > world.today || on < row.plan.proposed_on {
            return Err(AppError::refused(
                format!(
                    "L’accord du {} ne peut pas avoir été signé le {}.",
                    fr::date(row.plan.proposed_on),
                    fr::date(on)
                ),
                "Indiquez le jour de la signature.",
            ));
        }
        let kept = match signed {
            Some((_, [])) => {
                return Err(AppError::refused("Le fichier signé est vide.", "Choisissez le fichier reçu du client."));
            }
            Some((name, bytes)) => Some(keep(world, books, company, name, bytes.to_vec())?),
            None => None,
        };
        let (source, sha256) = kept.map_or((None, None), |(id, hash)| (Some(id), Some(hash)));
        add_event(world, books, &row, PlanEventKind::Accepted, on, source, why)?;
        for line in &row.plan.invoices {
            let hold = NewHold {
                party: row.plan.party,
                invoice: Some(line.invoice),
                kind: HoldKind::Plan,
                since: Some(on),
                until: None,
                amount: None,
                why: format!("échéancier accepté le {}", fr::date(on)),
            };
            holds::open_in(world, books, company, &hold)?;
        }
        let kind = JournalKind::PlanAccepted(PlanAccepted {
            party: party_ref(books, row.plan.party)?,
            on,
            total_cents: row.plan.total()?,
            currency: row.plan.currency,
            sha256,
        });
        world.note(books, company.id, id, kind)
    })
}

fn must_wait(row: &PlanRow) -> AppResult<()> {
    match row.events.first() {
        None => Ok(()),
        Some(event) => {
            let what = match event.kind {
                PlanEventKind::Accepted => "déjà accepté",
                PlanEventKind::Refused => "refusé",
                PlanEventKind::Withdrawn => "retiré",
                PlanEventKind::Lapsed => "rompu",
            };
            Err(AppError::refused(
                format!("Cet échéancier est {what} depuis le {}.", fr::date(event.on)),
                "Proposez-en un autre si besoin.",
            ))
        }
    }
}

fn add_event(
    world: &World<'_>,
    books: &mut dyn Books,
    row: &PlanRow,
    kind: PlanEventKind,
    on: Date,
    source: Option<SourceId>,
    why: &str,
) -> AppResult<()> {
    Ok(books.insert_plan_event(&PlanEventRecord {
        plan: row.plan.id,
        company: row.plan.company,
        party: row.plan.party,
        kind,
        on,
        source,
        author: world.author(),
        why: why.trim().to_string(),
        recorded_at: world.clock.now(),
    })?)
}

/// Records that the customer refused the plan.
///
/// # Errors
/// `Refused` when it is accepted or over, or without a sentence; a broken store.
pub fn refuse(world: &World<'_>, company: &Company, id: PlanId, why: &str) -> AppResult<()> {
    said(why)?;
    world.write(|books| {
        let row = found(books, company, id)?;
        must_wait(&row)?;
        end(world, books, company, &row, PlanEventKind::Refused, PlanEnd::Refused, why)
    })
}

/// Takes a plan back, accepted or not: its invoices are asked for again as before.
///
/// # Errors
/// `Refused` when it is over, or without a sentence; a broken store.
pub fn withdraw(world: &World<'_>, company: &Company, id: PlanId, why: &str) -> AppResult<()> {
    said(why)?;
    world.write(|books| {
        let row = found(books, company, id)?;
        if row.is_over() {
            must_wait(&row)?;
        }
        end(world, books, company, &row, PlanEventKind::Withdrawn, PlanEnd::Withdrawn, why)
    })
}

/// Records that the whole is due: the formal notice of default has run out and something is still missing.
///
/// # Errors
/// `Refused` while the agreement does not allow it, saying what it still wants; a broken store.
pub fn lapse(world: &World<'_>, company: &Company, id: PlanId, why: &str) -> AppResult<()> {
    said(why)?;
    world.write(|books| {
        let row = found(books, company, id)?;
        let standing = standing(books, &row, world.today)?;
        match standing.map(|s| s.state) {
            Some(PlanState::Forfeitable { .. }) => {
                end(world, books, company, &row, PlanEventKind::Lapsed, PlanEnd::Lapsed, why)
            }
            other => {
                let (what, remedy) = not_yet(other);
                Err(AppError::refused(what, remedy))
            }
        }
    })
}

fn not_yet(state: Option<PlanState>) -> (String, &'static str) {
    match state {
        None => ("Cet échéancier n’a pas été accepté.".to_string(), "Il n’y a pas de terme à perdre."),
        Some(PlanState::Running | PlanState::Kept) => {
            ("Aucun versement n’est en retard.".to_string(), "L’échéancier se poursuit.")
        }
        Some(PlanState::Late { since }) => (
            format!("Le versement du {} manque, mais l’accord veut d’abord une mise en demeure.", fr::date(since)),
            "L’agenda la propose : approuvez-la, postez-la, puis attendez le délai qu’elle laisse.",
        ),
        Some(PlanState::Noticed { until, .. }) => (
            format!("La mise en demeure laisse au client jusqu’au {} pour payer.", fr::date(until)),
            "Attendez la fin de ce délai.",
        ),
        Some(PlanState::Forfeitable { .. }) => (String::new(), ""),
        Some(PlanState::Lapsed { on }) => {
            (format!("La déchéance du terme est déjà constatée depuis le {}.", fr::date(on)), "Rien n’a changé.")
        }
        Some(PlanState::Withdrawn { on }) => {
            (format!("Cet échéancier est retiré depuis le {}.", fr::date(on)), "Rien n’a changé.")
        }
    }
}

fn said(why: &str) -> AppResult<()> {
    if why.trim().is_empty() {
        return Err(AppError::refused("Dites pourquoi, en une phrase.", "Elle sera relue dans le journal."));
    }
    Ok(())
}

/// Ends a plan and lifts what it held.
fn end(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    row: &PlanRow,
    kind: PlanEventKind,
    how: PlanEnd,
    why: &str,
) -> AppResult<()> {
    add_event(world, books, row, kind, world.today, None, why)?;
    for hold in books.open_holds(row.plan.party)? {
        let ours = |invoice| row.plan.invoices.iter().any(|i| i.invoice == invoice);
        if hold.kind == HoldKind::Plan && hold.invoice.is_some_and(ours) {
            holds::lift_in(world, books, company, &hold, why)?;
        }
    }
    let ended =
        PlanEnded { party: party_ref(books, row.plan.party)?, how, on: world.today, why: Said::plain(why.trim()) };
    world.note(books, company.id, row.plan.id, JournalKind::PlanEnded(ended))
}
