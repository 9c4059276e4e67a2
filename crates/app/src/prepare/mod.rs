//! From an approved proposal to an act: the documents are made, the exact bytes are kept, and only then may it leave.
//!
//! The customer is planned again inside the transaction: a proposal that no longer stands (a payment came in, a dispute
//! was opened, another process was faster) is not prepared, and the user is told.

mod approvals;
pub mod by_hand;
mod demanded;
mod keep;
mod mail;
pub mod own_words;

pub use approvals::Approvals;
pub use demanded::{Demanded, demanded, demanded_about, may_claim};

use crate::error::{AppError, AppResult};
use crate::lawbook;
use crate::letters::Matter;
use crate::planning::{Planner, canonical};
use crate::ports::books::Books;
use crate::ports::mail::MailComposer;
use crate::records::{Company, StoredProposal};
use crate::world::World;
use base::fr;
use base::id::{ActId, AgendaId, InvoiceId};
use documents::context::StatementOfSums;
use documents::{CallSheetContext, Context, DocumentKind, TemplateSet};
use domain::agenda::{ApprovalNeeded, Proposal, sentence};
use domain::facts::Channel;
use keep::{keep_act, reference_of};
use law::LawBook;

/// What makes documents.
pub struct Desk<'d> {
    pub templates: &'d TemplateSet,
    pub composer: &'d dyn MailComposer,
}

/// What became of one approval.
#[derive(Clone, Debug)]
pub enum Prepared {
    Act {
        id: ActId,
        channel: Channel,
        subject: String,
    },
    /// It no longer stands; why, in French.
    Overtaken {
        why: String,
    },
}

/// What leaves, as made.
struct Made {
    subject: String,
    addressed_to: String,
    text: String,
    content: Vec<u8>,
    content_type: &'static str,
    message_id: Option<String>,
    /// Interest and compensation, when the document asks for them.
    asked: Option<StatementOfSums>,
}

/// Prepares one approved proposal of a run.
///
/// # Errors
/// `Refused` when a document cannot be made, with what is missing; a broken store.
pub fn prepare(
    world: &World<'_>,
    company: &Company,
    desk: &Desk<'_>,
    run: AgendaId,
    stored: &StoredProposal,
) -> AppResult<Prepared> {
    prepare_about(world, company, desk, run, stored, None)
}

/// Prepares one approved proposal of a run, about these of its invoices only; about all of them when none are named. The
/// whole proposal must still stand.
///
/// # Errors
/// As [`prepare`]; `Refused` also when nothing is kept.
pub fn prepare_about(
    world: &World<'_>,
    company: &Company,
    desk: &Desk<'_>,
    run: AgendaId,
    stored: &StoredProposal,
    kept: Option<&[InvoiceId]>,
) -> AppResult<Prepared> {
    Approvals::new(world, company, desk).prepare_about(run, stored, kept)
}

/// An approved proposal, and the invoices of it that are kept.
type Approved<'p> = (AgendaId, &'p StoredProposal, Option<&'p [InvoiceId]>);

fn approve(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    desk: &Desk<'_>,
    (law, planner): (&LawBook, &Planner),
    (run, stored, kept): Approved<'_>,
) -> AppResult<Prepared> {
    let Some(proposal) = still_stands(books, company, planner, stored)? else {
        return Ok(Prepared::Overtaken {
            why: "un acte est déjà prêt pour ce client, ou sa situation a changé : refaites l’agenda".to_string(),
        });
    };
    if proposal.approval == ApprovalNeeded::Owner && !matches!(world.actor, domain::journal::Actor::Person { .. }) {
        return Err(AppError::refused("Cette étape est approuvée par une personne.", "Approuvez-la une par une."));
    }
    let proposal = about(proposal, kept)?;
    let act = keep_act(world, books, company, desk, law, Some(run), &proposal)?;
    Ok(Prepared::Act { id: act.id, channel: act.channel, subject: act.subject.clone() })
}

/// A proposal's message or document, made as it would be and kept nowhere.
#[derive(Clone, Debug)]
pub struct Preview {
    pub proposal: Proposal,
    pub subject: String,
    pub addressed_to: String,
    /// The text of a mail; empty for a document.
    pub text: String,
    /// The PDF, or the MIME message.
    pub content: Vec<u8>,
    pub content_type: String,
}

fn about(proposal: Proposal, kept: Option<&[InvoiceId]>) -> AppResult<Proposal> {
    let Some(kept) = kept else { return Ok(proposal) };
    proposal.about(kept)?.ok_or_else(|| {
        AppError::refused("Aucune facture de cette action n’est cochée.", "Cochez-en au moins une, ou passez l’action.")
    })
}

fn read(stored: &StoredProposal) -> AppResult<Proposal> {
    serde_json::from_str(&stored.json).map_err(|e| AppError::Broken(format!("proposition illisible : {e}")))
}

/// Makes what a proposal would send, without preparing anything.
///
/// # Errors
/// As [`prepare`].
pub fn preview(world: &World<'_>, company: &Company, desk: &Desk<'_>, stored: &StoredProposal) -> AppResult<Preview> {
    preview_about(world, company, desk, stored, None)
}

/// What a person needs to carry out a call or a visit about these invoices.
///
/// # Errors
/// As [`prepare_about`].
pub fn call_sheet(
    world: &World<'_>,
    company: &Company,
    stored: &StoredProposal,
    kept: Option<&[InvoiceId]>,
) -> AppResult<CallSheetContext> {
    let proposal = about(read(stored)?, kept)?;
    let purpose = proposal.reasons.first().map_or_else(|| proposal.step_title.clone(), sentence);
    world.read(|books| {
        let matter = Matter::load(books, company, &proposal, world.today, String::new())?;
        Ok(matter.call_sheet(purpose.clone()))
    })
}

/// Makes what a proposal about these of its invoices would send, without preparing anything.
///
/// # Errors
/// As [`prepare_about`].
pub fn preview_about(
    world: &World<'_>,
    company: &Company,
    desk: &Desk<'_>,
    stored: &StoredProposal,
    kept: Option<&[InvoiceId]>,
) -> AppResult<Preview> {
    let law = lawbook::load(world)?;
    let proposal = about(read(stored)?, kept)?;
    world.read(|books| seen(world, books, company, desk, &law, &proposal))
}

/// Prepares a proposal of no run; who makes it says whether it may be.
///
/// # Errors
/// As [`prepare`].
pub(crate) fn prepare_plain(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    desk: &Desk<'_>,
    law: &LawBook,
    proposal: &Proposal,
) -> AppResult<Prepared> {
    let act = keep_act(world, books, company, desk, law, None, proposal)?;
    Ok(Prepared::Act { id: act.id, channel: act.channel, subject: act.subject.clone() })
}

/// What a proposal, of a run or of none, would send: made and kept nowhere. Who asks says whether it may be.
///
/// # Errors
/// As [`prepare`].
pub(crate) fn seen(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    desk: &Desk<'_>,
    law: &LawBook,
    proposal: &Proposal,
) -> AppResult<Preview> {
    let id: ActId = world.new_id();
    let matter = Matter::load(books, company, proposal, world.today, reference_of(id))?;
    let made = make(world, books, desk, law, &matter, id)?;
    Ok(Preview {
        proposal: proposal.clone(),
        subject: made.subject,
        addressed_to: made.addressed_to,
        text: made.text,
        content: made.content,
        content_type: made.content_type.to_string(),
    })
}

/// The proposal as it is now, when it is the one that was approved.
fn still_stands(
    books: &mut dyn Books,
    company: &Company,
    planner: &Planner,
    stored: &StoredProposal,
) -> AppResult<Option<Proposal>> {
    let Some(mut debtor) = books.debtor(company.id, stored.party, planner.view())? else { return Ok(None) };
    for proposal in planner.plan(&mut debtor)?.proposals {
        if canonical(&proposal)? == stored.json {
            return Ok(Some(proposal));
        }
    }
    Ok(None)
}

fn make(
    world: &World<'_>,
    books: &mut dyn Books,
    desk: &Desk<'_>,
    law: &LawBook,
    matter: &Matter<'_>,
    id: ActId,
) -> AppResult<Made> {
    match matter.proposal.channel {
        Channel::Email => {
            mail::make(world, books, desk, law, matter, id, matter.contact.as_ref().and_then(|c| c.email.clone()))
        }
        Channel::Internal => {
            let to = matter.contact.as_ref().and_then(|c| c.email.clone()).or_else(|| matter.company.email.clone());
            match to {
                Some(_) => mail::make(world, books, desk, law, matter, id, to),
                None => sheet(desk, matter, DocumentKind::CallSheet),
            }
        }
        Channel::Letter => letter(books, desk, law, matter, DocumentKind::ReminderLetter),
        Channel::RegisteredLetter => letter(books, desk, law, matter, demanded::registered(matter.proposal)),
        Channel::Call => sheet(desk, matter, DocumentKind::CallSheet),
        Channel::Visit => sheet(desk, matter, DocumentKind::VisitSheet),
    }
}

fn letter(
    books: &mut dyn Books,
    desk: &Desk<'_>,
    law: &LawBook,
    matter: &Matter<'_>,
    kind: DocumentKind,
) -> AppResult<Made> {
    let context = matter.dunning(books, law, Vec::new())?;
    let addressee = &context.letterhead.addressee;
    let mut lines = vec![addressee.name.clone()];
    lines.extend(addressee.contact_name.clone());
    lines.extend(addressee.address.clone());
    let addressed_to = lines.join("\n");
    let asked = context.sums.clone();
    let context = Context::from(context);
    let content = desk.templates.render_pdf(kind, &context).map_err(AppError::unmade)?;
    let lang = kind.lang_of(context.language()).map_err(AppError::unmade)?;
    let claims = desk.templates.claims(kind.name(), lang).map_err(AppError::unmade)?;
    let asked = asked.filter(|_| claims);
    Ok(Made {
        subject: subject_of(matter, asked.as_ref().map_or(matter.proposal.total_cents, |sums| sums.total)),
        addressed_to,
        text: String::new(),
        content,
        content_type: "application/pdf",
        message_id: None,
        asked,
    })
}

fn sheet(desk: &Desk<'_>, matter: &Matter<'_>, kind: DocumentKind) -> AppResult<Made> {
    let purpose = matter.proposal.reasons.first().map_or_else(|| matter.proposal.step_title.clone(), sentence);
    let context = matter.call_sheet(purpose);
    let addressed_to =
        context.phone.clone().or_else(|| context.ask_for.clone()).unwrap_or_else(|| matter.party.name.clone());
    let content = desk.templates.render_pdf(kind, &Context::from(context)).map_err(AppError::unmade)?;
    Ok(Made {
        subject: subject_of(matter, matter.proposal.total_cents),
        addressed_to,
        text: String::new(),
        content,
        content_type: "application/pdf",
        message_id: None,
        asked: None,
    })
}

/// What it is about, whose, and the sum that it demands.
fn subject_of(matter: &Matter<'_>, total: base::Cents) -> String {
    let total = fr::money(total, matter.proposal.currency);
    format!("{} : {}, {total}", matter.proposal.step_title, matter.party.name)
}
