//! An act that no scenario asked for: a person chooses whom, how and about which invoices, sees it, and approves it.
//!
//! It goes by the same way as the others: prepared, claimed, dispatched, with its exact bytes. What protects a customer
//! protects here too: nothing during collective proceedings, on what may have been paid, or beside an act that waits; nothing
//! in writing on what is held, though one may call or visit about a dispute, a promise, a plan or a pause. The scenario goes on from where it was; only its pause between contacts sees the act.

use super::own_words::{self, OwnWords};
use super::{Desk, Prepared, Preview, prepare_plain, seen};
use crate::error::{AppError, AppResult};
use crate::lawbook;
use crate::planning::{self, Planner};
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::records::{Company, ContactRecord};
use crate::world::World;
use base::id::{ContactId, InvoiceId, PartyId};
use base::{Cents, fr};
use documents::TemplateSet;
use domain::agenda::{ApprovalNeeded, Proposal, ProposalLine, Target, still_holds, unread_reply, unseen_payment};
use domain::facts::{Channel, ContactRole, HoldKind};
use domain::scenario::{Policy, Tone};
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
    /// In the place of the template's text, in a mail or letter.
    pub words: Option<OwnWords>,
}

impl ByHand {
    fn is_talk(&self) -> bool {
        matches!(self.channel, Channel::Call | Channel::Visit)
    }
}

/// Makes what would be sent, and keeps nothing.
///
/// # Errors
/// `Refused` naming what stands against it, or what is missing; a broken store.
pub fn preview(world: &World<'_>, company: &Company, desk: &Desk<'_>, wanted: &ByHand) -> AppResult<Preview> {
    let law = lawbook::load(world)?;
    let templates = texts(desk, wanted)?;
    let desk = Desk { templates: &templates, composer: desk.composer };
    world.read(|books| {
        let proposal = proposal(world, books, company, &law, wanted)?;
        let seen = seen(world, books, company, &desk, &law, &proposal)?;
        let typed = wanted.words.as_ref().filter(|_| seen.text.is_empty()).map(|w| w.body.trim().to_string());
        Ok(Preview { text: typed.unwrap_or_else(|| seen.text.clone()), ..seen })
    })
}

/// Prepares it; it leaves, or is carried out, as any other act.
///
/// # Errors
/// As [`preview`].
pub fn prepare(world: &World<'_>, company: &Company, desk: &Desk<'_>, wanted: &ByHand) -> AppResult<Prepared> {
    let law = lawbook::load(world)?;
    let templates = texts(desk, wanted)?;
    let desk = Desk { templates: &templates, composer: desk.composer };
    world.write(|books| {
        let proposal = proposal(world, books, company, &law, wanted)?;
        prepare_plain(world, books, company, &desk, &law, &proposal)
    })
}

/// The texts in force, or what was typed in the place of one.
fn texts(desk: &Desk<'_>, wanted: &ByHand) -> AppResult<TemplateSet> {
    match &wanted.words {
        Some(words) => own_words::put(desk.templates, wanted.channel, words),
        None => Ok(desk.templates.clone()),
    }
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
    answer_first(&situation, wanted, &scenario.policy)?;
    let named = named(&situation, wanted, &scenario.policy)?;
    speaks_truly(wanted, &named)?;
    let currency = named.first().map(|s| s.receivable.currency).unwrap_or_default();
    let contact = addressee(books.contacts(wanted.party)?, wanted);
    Ok(Proposal {
        party: wanted.party,
        customer: debtor.party.name.clone(),
        scenario: scenario.reference.clone(),
        step: STEP.to_string(),
        step_title: title(wanted.channel).to_string(),
        channel: wanted.channel,
        template: template(wanted).to_string(),
        tone: if wanted.words.is_some() { Tone::Courteous } else { wanted.tone },
        target: Target {
            role: contact.as_ref().map_or(ContactRole::AccountsPayable, |c| c.role),
            contact: contact.map(|c| c.id),
        },
        approval: ApprovalNeeded::Anybody,
        currency,
        total_cents: Cents::sum(named.iter().map(|s| spoken_of(wanted, s)))?,
        lines: named.iter().map(|s| line(wanted, s)).collect(),
        reasons: Vec::new(),
    })
}

/// A text of ours does not answer what the customer wrote: words of one's own, a call or a visit do.
fn answer_first(situation: &Situation<'_>, wanted: &ByHand, policy: &Policy) -> AppResult<()> {
    match unread_reply(situation, policy) {
        Some((reply, _)) if !wanted.is_talk() && wanted.words.is_none() => Err(AppError::refused(
            format!("Le client a répondu le {} et sa réponse attend d’être lue.", fr::date(reply.received_on)),
            "Lisez-la dans À faire › Réponses à traiter, ou écrivez-lui avec vos propres mots.",
        )),
        _ => Ok(()),
    }
}

/// Whom was chosen; for a mail to nobody in particular, who pays, else anybody of theirs with an address.
fn addressee(contacts: Vec<ContactRecord>, wanted: &ByHand) -> Option<ContactRecord> {
    let is_it = |c: &ContactRecord| match wanted.contact {
        Some(id) => c.id == id,
        None => wanted.channel == Channel::Email && c.email.is_some() && c.role != ContactRole::Salesperson,
    };
    contacts.into_iter().filter(is_it).min_by_key(|c| (c.role != ContactRole::AccountsPayable, c.id))
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
    let recalls = wanted.words.is_none()
        && wanted.channel == Channel::Email
        && !matches!(wanted.tone, Tone::Service | Tone::Courteous);
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
fn named<'s, 'f>(situation: &'s Situation<'f>, wanted: &ByHand, policy: &Policy) -> AppResult<Vec<&'s Standing<'f>>> {
    let named: Vec<&Standing<'f>> =
        situation.standings.iter().filter(|s| wanted.invoices.contains(&s.receivable.id)).collect();
    if named.is_empty() || named.len() < wanted.invoices.len() {
        return Err(AppError::refused("Choisissez au moins une facture échue.", "Cochez-la dans la liste."));
    }
    let currency = named.first().map(|s| s.receivable.currency);
    if named.iter().any(|s| Some(s.receivable.currency) != currency) {
        return Err(AppError::refused("Ces factures sont dans plusieurs monnaies.", "Faites un envoi par monnaie."));
    }
    named.iter().try_for_each(|standing| may_be_asked(situation, standing, policy, wanted.is_talk()))?;
    Ok(named)
}

fn may_be_asked(situation: &Situation<'_>, standing: &Standing<'_>, policy: &Policy, is_talk: bool) -> AppResult<()> {
    let number = &standing.receivable.number;
    if !standing.is_overdue() {
        return Err(AppError::refused(format!("{number} n’est pas échue."), "Attendez son échéance."));
    }
    let mut in_the_way = standing.holds.iter().filter(|h| !(is_talk && may_be_talked_of(h.kind)));
    if let Some(hold) = in_the_way.find(|h| still_holds(h, standing, situation, policy)) {
        return Err(AppError::refused(
            format!("{number} est suspendue : {}.", hold.kind.french()),
            if may_be_talked_of(hold.kind) {
                "Appelez, passez ou notez ce qui s’est dit ; pour la réclamer par écrit, levez d’abord cette suspension."
            } else {
                "Levez d’abord cette suspension, avec un motif."
            },
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

/// A word that waits may be spoken of: a call or a visit asks what became of it.
fn may_be_talked_of(kind: HoldKind) -> bool {
    !matches!(kind, HoldKind::Insolvency | HoldKind::Factored | HoldKind::WrittenOff)
}

/// What is asked for; all that is owed where a talk is about what is wholly contested.
fn spoken_of(wanted: &ByHand, standing: &Standing<'_>) -> Cents {
    let undisputed = standing.undisputed();
    if wanted.is_talk() && undisputed.is_zero() { standing.receivable.outstanding } else { undisputed }
}

fn line(wanted: &ByHand, standing: &Standing<'_>) -> ProposalLine {
    ProposalLine {
        invoice: standing.receivable.id,
        number: standing.receivable.number.clone(),
        due_on: standing.receivable.due_on,
        days_late: standing.days_late(),
        amount_cents: spoken_of(wanted, standing),
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
    if wanted.words.is_some() {
        return own_words::TEMPLATE;
    }
    match (wanted.channel, wanted.tone) {
        (Channel::Call, _) => "call-sheet",
        (Channel::Visit, _) => "visit-sheet",
        (Channel::Letter, _) => "reminder-letter",
        (_, Tone::Service | Tone::Courteous) => "reminder-courtesy",
        (_, Tone::Neutral) => "reminder-firm",
        (_, Tone::Firm | Tone::Formal) => "reminder-last",
    }
}
