//! An act that no scenario asked for: a person chooses whom, how and about which invoices, sees it, and approves it.
//!
//! It goes by the same way as the others: prepared, claimed, dispatched, with its exact bytes. What protects a customer
//! protects here too: nothing during collective proceedings, on what is held, on what may have been paid, or beside an
//! act that waits. The scenario goes on from where it was; only its pause between contacts sees the act.

use super::{Desk, Prepared, Preview, make_act, note, seen};
use crate::error::{AppError, AppResult};
use crate::lawbook;
use crate::planning::{self, Planner};
use crate::ports::books::{Books, View};
use crate::records::Company;
use crate::world::World;
use base::id::{ContactId, InvoiceId, PartyId};
use base::{Cents, fr};
use domain::agenda::{ApprovalNeeded, Proposal, ProposalLine, Target, unseen_payment};
use domain::facts::{Channel, ContactRole};
use domain::scenario::Tone;
use domain::situation::{Situation, Standing};
use law::LawBook;

/// The step that such acts bear; no scenario has it.
pub const STEP: &str = "by-hand";

/// What a person wants to send or do.
#[derive(Clone, Debug)]
pub struct ByHand {
    pub party: PartyId,
    pub channel: Channel,
    pub tone: Tone,
    pub contact: Option<ContactId>,
    pub invoices: Vec<InvoiceId>,
}

/// Makes what would be sent, and keeps nothing.
///
/// # Errors
/// `Refused` naming what stands against it, or what is missing; a broken store.
pub fn preview(world: &World<'_>, company: &Company, desk: &Desk<'_>, wanted: &ByHand) -> AppResult<Preview> {
    let law = lawbook::load(world)?;
    world.read(|books| {
        let proposal = proposal(world, books, company, &law, wanted)?;
        seen(world, books, company, desk, &law, &proposal)
    })
}

/// Prepares it; it leaves, or is carried out, as any other act.
///
/// # Errors
/// As [`preview`].
pub fn prepare(world: &World<'_>, company: &Company, desk: &Desk<'_>, wanted: &ByHand) -> AppResult<Prepared> {
    let law = lawbook::load(world)?;
    world.write(|books| {
        let proposal = proposal(world, books, company, &law, wanted)?;
        let act = make_act(world, books, company, desk, &law, None, &proposal)?;
        books.insert_act(&act)?;
        note(world, books, company, &act, &proposal)?;
        Ok(Prepared::Act { id: act.id, channel: act.channel, subject: act.subject.clone() })
    })
}

fn proposal(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    law: &LawBook,
    wanted: &ByHand,
) -> AppResult<Proposal> {
    if matches!(wanted.channel, Channel::RegisteredLetter | Channel::Internal) {
        return Err(AppError::refused(
            "Une mise en demeure suit le scénario.",
            "Choisissez un e-mail, un courrier, un appel ou une visite.",
        ));
    }
    let view = View { as_of: world.today, known_at: None };
    let debtor = planning::debtor(books, company, wanted.party, view)?
        .ok_or_else(|| AppError::refused("Ce client ne doit rien.", "Il n’y a rien à lui demander."))?;
    let facts = planning::company_facts(books, company, view)?;
    let situation = Situation::of(&debtor, &facts, world.today)?;
    stands_against(&situation)?;
    let planner = Planner::load(books, company, law.edition(), view)?;
    let (scenario, _) = planner.scenarios.choose(&situation).ok_or_else(|| {
        AppError::refused("Aucun scénario ne convient à ce client.", "Choisissez-en un dans sa fiche.")
    })?;
    let named = named(&situation, &wanted.invoices)?;
    speaks_truly(wanted, &named)?;
    let currency = named.first().map(|s| s.receivable.currency).unwrap_or_default();
    let contact = books.contacts(wanted.party)?.into_iter().find(|c| Some(c.id) == wanted.contact);
    Ok(Proposal {
        party: wanted.party,
        customer: debtor.party.name.clone(),
        scenario: scenario.reference.clone(),
        step: STEP.to_string(),
        step_title: title(wanted.channel).to_string(),
        channel: wanted.channel,
        template: template(wanted).to_string(),
        tone: wanted.tone,
        target: Target {
            role: contact.as_ref().map_or(ContactRole::AccountsPayable, |c| c.role),
            contact: contact.map(|c| c.id),
        },
        approval: ApprovalNeeded::Anybody,
        currency,
        total_cents: Cents::sum(named.iter().map(|s| s.undisputed()))?,
        lines: named.iter().map(|s| line(s)).collect(),
        reasons: Vec::new(),
    })
}

/// What stops every act to this customer.
fn stands_against(situation: &Situation<'_>) -> AppResult<()> {
    if situation.debtor.party.is_pseudo {
        return Err(AppError::refused("Ce n’est pas un client à relancer.", "C’est un compte de regroupement."));
    }
    if let Some(judgment) = situation.insolvency() {
        return Err(AppError::refused(
            format!("Ce client est en procédure collective depuis le {}.", fr::date(judgment.opened_on)),
            "Plus aucune relance n’est permise (C. com. L622-21) : déclarez la créance.",
        ));
    }
    if let Some(act) = situation.pending_act() {
        return Err(AppError::refused(
            format!(
                "Un acte attend déjà pour ce client ({}, préparé le {}).",
                act.channel.french(),
                fr::date(act.planned_on)
            ),
            "Terminez-le ou annulez-le d’abord.",
        ));
    }
    Ok(())
}

/// The firmer texts recall an earlier message, which must have left.
fn speaks_truly(wanted: &ByHand, named: &[&Standing<'_>]) -> AppResult<()> {
    let recalls = wanted.channel == Channel::Email && !matches!(wanted.tone, Tone::Service | Tone::Courteous);
    let was_told = |s: &&&Standing<'_>| s.performed.iter().any(|p| p.scenario.is_some() && p.on > s.receivable.due_on);
    match named.iter().find(|s| recalls && !was_told(s)) {
        Some(standing) => Err(AppError::refused(
            format!("{} n’a encore reçu aucune relance, et ce texte en rappelle une.", standing.receivable.number),
            "Choisissez le ton courtois.",
        )),
        None => Ok(()),
    }
}

/// The invoices asked for, each of which may be asked for today.
fn named<'s, 'f>(situation: &'s Situation<'f>, invoices: &[InvoiceId]) -> AppResult<Vec<&'s Standing<'f>>> {
    let named: Vec<&Standing<'f>> =
        situation.standings.iter().filter(|s| invoices.contains(&s.receivable.id)).collect();
    if named.is_empty() || named.len() < invoices.len() {
        return Err(AppError::refused("Choisissez au moins une facture échue.", "Cochez-la dans la liste."));
    }
    let currency = named.first().map(|s| s.receivable.currency);
    if named.iter().any(|s| Some(s.receivable.currency) != currency) {
        return Err(AppError::refused("Ces factures sont dans plusieurs monnaies.", "Faites un envoi par monnaie."));
    }
    named.iter().try_for_each(|standing| may_be_asked(situation, standing))?;
    Ok(named)
}

fn may_be_asked(situation: &Situation<'_>, standing: &Standing<'_>) -> AppResult<()> {
    let number = &standing.receivable.number;
    if !standing.is_overdue() {
        return Err(AppError::refused(format!("{number} n’est pas échue."), "Attendez son échéance."));
    }
    let stops = |kind| kind != domain::facts::HoldKind::Dispute || !standing.undisputed().is_positive();
    if let Some(hold) = standing.holds.iter().find(|h| stops(h.kind)) {
        return Err(AppError::refused(
            format!("{number} est suspendue : {}.", hold.kind.french()),
            "Levez d’abord cette suspension, avec un motif.",
        ));
    }
    if let Some((until, ..)) = standing.postponed {
        return Err(AppError::refused(
            format!("{number} est reportée au {}.", fr::date(until)),
            "Choisissez une autre facture.",
        ));
    }
    match unseen_payment(standing, situation) {
        Some(payment) => Err(AppError::refused(
            format!("{number} est peut-être réglée par un virement du {}.", fr::date(payment.booked_on)),
            "Rapprochez ce virement, ou décidez de passer outre pour aujourd’hui.",
        )),
        None => Ok(()),
    }
}

fn line(standing: &Standing<'_>) -> ProposalLine {
    ProposalLine {
        invoice: standing.receivable.id,
        number: standing.receivable.number.clone(),
        due_on: standing.receivable.due_on,
        days_late: standing.days_late(),
        amount_cents: standing.undisputed(),
    }
}

/// Later letters recall it to the customer by these words.
fn title(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "Relance",
        Channel::Call => "Appel",
        Channel::Visit => "Visite",
        Channel::Letter | Channel::RegisteredLetter => "Courrier de relance",
        Channel::Internal => "Tâche",
    }
}

fn template(wanted: &ByHand) -> &'static str {
    match (wanted.channel, wanted.tone) {
        (Channel::Call, _) => "call-sheet",
        (Channel::Visit, _) => "visit-sheet",
        (Channel::Letter, _) => "reminder-letter",
        (_, Tone::Service | Tone::Courteous) => "reminder-courtesy",
        (_, Tone::Neutral) => "reminder-firm",
        (_, Tone::Firm | Tone::Formal) => "reminder-last",
    }
}
