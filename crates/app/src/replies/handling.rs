//! An answer is read: what it means writes the next step, by the outcomes that a call has. One recorded by mistake is
//! withdrawn by a fact of its own.

use super::found;
use crate::disputes::reference;
use crate::error::{AppError, AppResult};
use crate::folders::{NewContact, put_contact_in};
use crate::outcomes::{Outcome, Talk, follow, personal};
use crate::planning;
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::promises::Source;
use crate::records::{Company, ReplyEnd, ReplyMeant, ReplyRow, ReplyWord};
use crate::world::World;
use base::id::{InvoiceId, ReplyId};
use base::{Cents, fr};
use domain::facts::{ContactRole, Heard};
use domain::journal::kinds::{PartyRef, ReplyHandled, ReplyMeaning, ReplyWithdrawn};
use domain::journal::{JournalKind, Said};
use domain::situation::Situation;

/// What an answer means.
#[derive(Clone, Debug)]
pub enum Meaning {
    /// As if it had been heard in a call; `Outcome::NoAnswer` is refused.
    Heard(Outcome),
    /// It is somebody else who deals with it: that person, when the answer names one.
    WrongContact(Option<NewContact>),
}

impl Meaning {
    fn meant(&self) -> AppResult<(ReplyMeant, ReplyMeaning)> {
        Ok(match self {
            Meaning::WrongContact(_) => (ReplyMeant::WrongContact, ReplyMeaning::WrongContact),
            Meaning::Heard(outcome) => match outcome {
                Outcome::Promise { on, .. } => (ReplyMeant::Promise, ReplyMeaning::Promise { on: *on }),
                Outcome::PaymentSent { .. } => (ReplyMeant::PaymentSent, ReplyMeaning::PaymentSent),
                Outcome::AwaitingValidation { .. } => {
                    (ReplyMeant::AwaitingValidation, ReplyMeaning::AwaitingValidation)
                }
                Outcome::Dispute { .. } => (ReplyMeant::Dispute, ReplyMeaning::Dispute),
                Outcome::InvoiceNotReceived => (ReplyMeant::InvoiceNotReceived, ReplyMeaning::InvoiceNotReceived),
                Outcome::Other => (ReplyMeant::Other, ReplyMeaning::Other),
                Outcome::NoAnswer => {
                    return Err(AppError::refused("Le client a répondu.", "Dites ce que sa réponse donne."));
                }
            },
        })
    }

    /// Whether it bears on invoices.
    fn is_about_invoices(&self) -> bool {
        matches!(
            self,
            Meaning::Heard(
                Outcome::Promise { .. }
                    | Outcome::PaymentSent { .. }
                    | Outcome::AwaitingValidation { .. }
                    | Outcome::Dispute { .. }
            )
        )
    }
}

/// What somebody says of an answer.
#[derive(Clone, Debug)]
pub struct Handling {
    pub meaning: Meaning,
    /// What it is about; empty for what the act asked for, or for all that is overdue.
    pub invoices: Vec<InvoiceId>,
    pub note: String,
}

/// Says what an answer means, and opens what follows from it.
///
/// # Errors
/// `Refused` when it was handled or withdrawn before, when nothing is owed that it could be about, or as the outcome it is;
/// `NotFound`; a broken store.
pub fn handle(world: &World<'_>, company: &Company, id: ReplyId, handling: &Handling) -> AppResult<()> {
    let note = handling.note.trim();
    let (meant, journalled) = handling.meaning.meant()?;
    if meant == ReplyMeant::Other && note.is_empty() {
        return Err(AppError::refused("Rien n’est noté.", "Écrivez en une phrase ce que la réponse donne."));
    }
    world.write(|books| {
        let row = found(books, company, id)?;
        still_waits(&row)?;
        carry_out(world, books, company, &row, handling)?;
        let said = personal(world, books, company, note)?;
        end(world, books, &row, (ReplyEnd::Handled, Some(meant)), said.as_ref())?;
        let kind = JournalKind::ReplyHandled(ReplyHandled {
            party: PartyRef { id: row.reply.party, name: Said::plain(row.customer.clone()) },
            received_on: row.reply.received_on,
            meaning: journalled,
            note: said,
        });
        world.note(books, company.id, id, kind)
    })
}

fn still_waits(row: &ReplyRow) -> AppResult<()> {
    let (what, ended) = match (&row.handled, &row.withdrawn) {
        (_, Some(ended)) => ("retirée", ended),
        (Some(ended), None) => ("traitée", ended),
        (None, None) => return Ok(()),
    };
    Err(AppError::refused(
        format!("Cette réponse a déjà été {what} le {} par {}.", fr::date(ended.on), ended.author),
        "Rien n’a été changé.",
    ))
}

fn carry_out(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    row: &ReplyRow,
    handling: &Handling,
) -> AppResult<()> {
    let act = row.reply.act.map(|id| books.act(id)).transpose()?.flatten();
    let made_by = act.as_ref().and_then(|a| a.act.contact);
    match &handling.meaning {
        Meaning::WrongContact(None) => Ok(()),
        Meaning::WrongContact(Some(contact)) => {
            let role = act.as_ref().map_or(contact.role, |a| a.act.role);
            let role = if role == ContactRole::Salesperson { contact.role } else { role };
            let contact = NewContact { role, ..contact.clone() };
            put_contact_in(world, books, company, (row.reply.party, made_by), &contact).map(drop)
        }
        Meaning::Heard(Outcome::Promise { on, .. }) if *on < world.today => Err(AppError::refused(
            format!("Le {} est passé : une promesse est pour un jour à venir.", fr::date(*on)),
            "Indiquez le jour promis ; si l’argent n’est pas venu, dites « autre » et notez-le.",
        )),
        Meaning::Heard(outcome) => {
            let lines = match handling.meaning.is_about_invoices() {
                true => about(world, books, company, row, &handling.invoices)?,
                false => Vec::new(),
            };
            let source = Source { made_by, heard: Heard::Mail, act: row.reply.act };
            let talk = Talk { party: row.reply.party, source, lines };
            let note = handling.note.trim();
            let why = if note.is_empty() { "écrit par le client" } else { note };
            follow(world, books, company, &talk, outcome, why)
        }
    }
}

/// The invoices an answer is about with what is owed on each: those named, else those of the act, else all that is overdue.
fn about(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    row: &ReplyRow,
    named: &[InvoiceId],
) -> AppResult<Vec<(InvoiceId, Cents)>> {
    let owed = owed(world, books, company, row)?;
    let chosen: Vec<_> = match named {
        [] => owed.iter().filter(|o| o.is_meant).collect(),
        named => owed.iter().filter(|o| named.contains(&o.invoice)).collect(),
    };
    if !named.is_empty() && chosen.len() < named.len() {
        return Err(AppError::refused("Une de ces factures n’est plus due par ce client.", "Rechargez la page."));
    }
    if chosen.is_empty() {
        return Err(AppError::refused(
            "Ce client ne doit plus rien dont cette réponse puisse parler.",
            "Choisissez « Autre » et notez ce qu’elle dit.",
        ));
    }
    Ok(chosen.into_iter().map(|o| (o.invoice, o.left)).collect())
}

/// An invoice that an answer may be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    pub invoice: InvoiceId,
    pub number: String,
    pub currency: base::Currency,
    pub left: Cents,
    /// Meant when nobody says otherwise.
    pub is_meant: bool,
}

/// What the customer owes today, the oldest due first, with what the answer is taken to be about: what is left of the act,
/// else all that is overdue, else everything.
pub(crate) fn owed(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    row: &ReplyRow,
) -> AppResult<Vec<Owed>> {
    let view = View { as_of: world.today, known_at: None };
    let debtor = books.debtor(company.id, row.reply.party, view)?.unwrap_or_default();
    let facts = planning::company_facts(books, company, view)?;
    let situation = Situation::of(&debtor, &facts, world.today)?;
    let act = row.reply.act.map(|id| books.act(id)).transpose()?.flatten();
    let in_act = |id: InvoiceId| act.as_ref().is_some_and(|a| a.act.lines.iter().any(|l| l.invoice == id));
    let open: Vec<_> = situation.standings.iter().filter(|s| s.receivable.outstanding.is_positive()).collect();
    let (any_in_act, any_late) = (open.iter().any(|s| in_act(s.receivable.id)), open.iter().any(|s| s.is_overdue()));
    let owed = open.into_iter().map(|standing| {
        let receivable = standing.receivable;
        let is_meant = match (any_in_act, any_late) {
            (true, _) => in_act(receivable.id),
            (false, true) => standing.is_overdue(),
            (false, false) => true,
        };
        let (invoice, number) = (receivable.id, receivable.number.clone());
        Owed { invoice, number, currency: receivable.currency, left: receivable.outstanding, is_meant }
    });
    Ok(owed.collect())
}

/// Takes back an answer that was recorded by mistake: it holds nothing back any more, and stays visible.
///
/// # Errors
/// `Refused` without a reason, or when it was handled or withdrawn before; `NotFound`; a broken store.
pub fn withdraw(world: &World<'_>, company: &Company, id: ReplyId, why: &str) -> AppResult<()> {
    let why = why.trim();
    if why.is_empty() {
        return Err(AppError::refused("Il manque pourquoi cette réponse est retirée.", "Une phrase suffit."));
    }
    world.write(|books| {
        let row = found(books, company, id)?;
        if row.withdrawn.is_some() {
            still_waits(&row)?;
        }
        let said = personal(world, books, company, why)?;
        end(world, books, &row, (ReplyEnd::Withdrawn, None), said.as_ref())?;
        let kind = JournalKind::ReplyWithdrawn(ReplyWithdrawn {
            party: PartyRef { id: row.reply.party, name: Said::plain(row.customer.clone()) },
            received_on: row.reply.received_on,
            why: said.unwrap_or_else(|| Said::plain("")),
        });
        world.note(books, company.id, id, kind)
    })
}

fn end(
    world: &World<'_>,
    books: &mut dyn Books,
    row: &ReplyRow,
    (end, meaning): (ReplyEnd, Option<ReplyMeant>),
    said: Option<&Said>,
) -> AppResult<()> {
    Ok(books.insert_reply_word(&ReplyWord {
        reply: row.reply.id,
        company: row.reply.company,
        end,
        meaning,
        on: world.today,
        note: reference(said),
        author: world.author(),
        recorded_at: world.clock.now(),
    })?)
}
