//! What a message asks the customer for, known before it is made: what is owed on its invoices, and the interest and fixed
//! compensation of the day where its text demands them. One answer for the list, the page of an action and the act.

use super::{about, mail, read};
use crate::error::{AppError, AppResult};
use crate::lawbook;
use crate::letters::Matter;
use crate::ports::books::Books;
use crate::records::{Company, StoredProposal};
use crate::world::World;
use base::id::InvoiceId;
use base::{Cents, Currency};
use documents::context::StatementOfSums;
use documents::{DocumentKind, Lang, TemplateSet};
use domain::agenda::Proposal;
use domain::facts::Channel;
use law::LawBook;

/// The sum that a message demands, in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demanded {
    pub currency: Currency,
    /// What is asked for on the invoices themselves.
    pub principal: Cents,
    /// Zero where the text does not demand it.
    pub interest: Cents,
    /// In euros, whatever the currency of the invoices (C. com. D441-5); zero where the text does not demand it.
    pub compensation: Cents,
}

impl Demanded {
    fn of(proposal: &Proposal, asked: Option<&StatementOfSums>) -> Demanded {
        Demanded {
            currency: proposal.currency,
            principal: asked.map_or(proposal.total_cents, |sums| sums.principal),
            interest: asked.map_or(Cents::ZERO, |sums| sums.interest),
            compensation: asked.map_or(Cents::ZERO, |sums| sums.fixed_compensation),
        }
    }

    /// Interest or compensation are demanded beside the invoices.
    pub fn claims(&self) -> bool {
        self.interest.is_positive() || self.compensation.is_positive()
    }

    /// What is added to the invoices in their currency, and the compensation that stays apart because it is in another.
    ///
    /// # Errors
    /// A sum that cannot be counted.
    pub fn added(&self) -> AppResult<(Cents, Cents)> {
        if self.currency == Currency::EUR {
            return Ok((self.interest.add(self.compensation)?, Cents::ZERO));
        }
        Ok((self.interest, self.compensation))
    }

    /// All that is demanded in the currency of the invoices; a compensation in another currency is not in it.
    ///
    /// # Errors
    /// A sum that cannot be counted.
    pub fn total(&self) -> AppResult<Cents> {
        Ok(self.principal.add(self.added()?.0)?)
    }
}

/// Whether the text of a proposal may demand interest and compensation, whoever the customer is. Reads no books.
pub fn may_claim(templates: &TemplateSet, proposal: &Proposal) -> bool {
    let in_lang =
        |lang| text_in(proposal, lang).is_some_and(|(name, lang)| templates.claims(name, lang).unwrap_or(false));
    Lang::ALL.into_iter().any(in_lang)
}

/// What each of these proposals demands today, in their order.
///
/// # Errors
/// A broken store, or sums that leave what can be counted.
pub fn demanded(
    world: &World<'_>,
    company: &Company,
    templates: &TemplateSet,
    proposals: &[Proposal],
) -> AppResult<Vec<Demanded>> {
    if !proposals.iter().any(|p| may_claim(templates, p)) {
        return Ok(proposals.iter().map(|p| Demanded::of(p, None)).collect());
    }
    let law = lawbook::load(world)?;
    world.read(|books| proposals.iter().map(|p| of_one(world, books, company, templates, &law, p)).collect())
}

/// What a proposal about these of its invoices demands.
///
/// # Errors
/// As [`demanded`]; `Refused` when nothing is kept.
pub fn demanded_about(
    world: &World<'_>,
    company: &Company,
    templates: &TemplateSet,
    stored: &StoredProposal,
    kept: &[InvoiceId],
) -> AppResult<Demanded> {
    let proposal = about(read(stored)?, Some(kept))?;
    let law = lawbook::load(world)?;
    world.read(|books| of_one(world, books, company, templates, &law, &proposal))
}

fn of_one(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    templates: &TemplateSet,
    law: &LawBook,
    proposal: &Proposal,
) -> AppResult<Demanded> {
    if !may_claim(templates, proposal) {
        return Ok(Demanded::of(proposal, None));
    }
    let matter = Matter::for_sums(books, company, proposal, world.today, String::new())?;
    if !claims(templates, &matter)? {
        return Ok(Demanded::of(proposal, None));
    }
    match matter.sums(books, law) {
        Ok(sums) => Ok(Demanded::of(proposal, sums.as_ref())),
        // A document that the law tables do not reach is not made: its page says so.
        Err(AppError::Law(_)) => Ok(Demanded::of(proposal, None)),
        Err(other) => Err(other),
    }
}

/// Whether the text in force demands interest and compensation of this customer.
fn claims(templates: &TemplateSet, matter: &Matter<'_>) -> AppResult<bool> {
    match text_in(matter.proposal, matter.lang()) {
        Some((name, lang)) => templates.claims(name, lang).map_err(AppError::unmade),
        None => Ok(false),
    }
}

/// The text that reaches the customer, and the language it is written in for a reader of that one; none for a call, a
/// visit or what stays in the house.
fn text_in(proposal: &Proposal, wanted: Lang) -> Option<(&str, Lang)> {
    let kind = match proposal.channel {
        Channel::Email => return Some((mail::mail_template(proposal), wanted)),
        Channel::Letter => DocumentKind::ReminderLetter,
        Channel::RegisteredLetter => registered(proposal),
        Channel::Call | Channel::Visit | Channel::Internal => return None,
    };
    Some((kind.name(), kind.lang_of(wanted).ok()?))
}

/// The document of a registered letter.
pub(super) fn registered(proposal: &Proposal) -> DocumentKind {
    DocumentKind::registered(&proposal.template).unwrap_or(DocumentKind::FormalNotice)
}
