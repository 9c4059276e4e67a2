//! Credit notes, and the invoices that take the place of what they take away: made out here under the next number of our own
//! series, or recorded as they were made out in the user's invoicing program.
//!
//! An issued document never changes. Each one refers to the invoice it puts right, so that anybody can follow the chain.

mod making;
mod numbering;
mod paper;

pub use numbering::{CREDIT_NOTES, INVOICES};
pub use paper::missing;

use crate::disputes::{self, DisputeFolder, Held, NewFile, conclude, invoice_of, release, take_hold};
use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::records::{Company, CorrectionRecord, InvoiceRecord};
use crate::world::World;
use base::id::{DisputeId, InvoiceId};
use base::{Cents, Date, fr};
use domain::facts::Finding;
use domain::vat::Vat;
use making::{Desk, NewPaper};

/// Who makes a document out.
#[derive(Clone, Debug)]
pub enum MadeBy {
    /// The user's invoicing program did: its number, and its file to keep.
    Elsewhere { number: String, file: Option<NewFile> },
    /// Quitus does, under the next number of its series, today.
    Here { description: String, vat: Vat },
}

/// A credit note to set against an invoice.
#[derive(Clone, Debug)]
pub struct NewCredit {
    /// All taxes included, above zero.
    pub amount: Cents,
    pub issued_on: Date,
    pub by: MadeBy,
}

/// An invoice for what a credit note took away, or for a part of it.
#[derive(Clone, Debug)]
pub struct NewInvoice {
    /// All taxes included, above zero.
    pub amount: Cents,
    pub issued_on: Date,
    pub due_on: Date,
    /// The dispute goes on, about this one.
    pub is_contested: bool,
    pub by: MadeBy,
}

/// What puts an invoice right.
#[derive(Clone, Debug)]
pub struct Correction {
    pub invoice: InvoiceId,
    /// The dispute it answers, if any.
    pub dispute: Option<DisputeId>,
    pub credit: NewCredit,
    /// Empty for a credit note alone.
    pub invoices: Vec<NewInvoice>,
    /// It ends the dispute; `None` for what follows from the amounts.
    pub finding: Option<Finding>,
    /// The dispute goes on about what is left of it.
    pub goes_on: bool,
    pub why: String,
}

/// What was made.
#[derive(Clone, Debug)]
pub struct Corrected {
    pub credit: InvoiceRecord,
    pub invoices: Vec<InvoiceRecord>,
}

/// Makes or records the documents, sets the credit note against the invoice, and moves the dispute on.
///
/// # Errors
/// `Refused` when an amount, a day or the VAT does not fit, when something a document must say is missing, or when a number
/// is another document's; `NotFound`; a broken store.
pub fn correct(world: &World<'_>, company: &Company, correction: &Correction) -> AppResult<Corrected> {
    if correction.why.trim().is_empty() {
        return Err(AppError::refused("Un avoir se justifie.", "Dites en une phrase ce qu’il corrige."));
    }
    let law = crate::lawbook::load(world)?;
    world.write(|books| {
        let invoice = invoice_of(books, company, correction.invoice)?;
        let folder = correction.dispute.map(|id| disputes::load(books, company, id)).transpose()?;
        check(books, &invoice, folder.as_ref(), correction)?;
        let moved = folder.as_ref().map(|f| contested_in(books, f)).transpose()?;
        let desk = Desk { world, company, law: &law, invoice: &invoice, why: correction.why.trim() };
        let credit = desk.credit(books, &correction.credit, folder.as_ref())?;
        let mut invoices = Vec::with_capacity(correction.invoices.len());
        for new in &correction.invoices {
            let paper = NewPaper { refers_to: vec![invoice.clone(), credit.clone()], due_on: new.due_on };
            invoices.push(desk.invoice(books, new, &paper, folder.as_ref())?);
        }
        if let (Some(folder), Some(contested)) = (&folder, moved) {
            move_on(world, books, company, folder, (correction, contested), &invoices)?;
        }
        Ok(Corrected { credit, invoices })
    })
}

fn check(
    books: &mut dyn Books,
    invoice: &InvoiceRecord,
    folder: Option<&DisputeFolder>,
    correction: &Correction,
) -> AppResult<()> {
    let amount = correction.credit.amount;
    let told = |cents| fr::money(cents, invoice.currency);
    let credited = credited(books, invoice)?;
    let room = invoice.principal.sub(credited)?;
    if !amount.is_positive() || amount > room {
        return Err(AppError::refused(
            format!("Un avoir de {} ne va pas avec {} : au plus {}.", told(amount), invoice.number, told(room)),
            "Un avoir ne dépasse pas la facture, moins les avoirs déjà donnés.",
        ));
    }
    if correction.invoices.iter().any(|i| !i.amount.is_positive()) {
        return Err(AppError::refused("Une facture a un montant.", "Indiquez-le, toutes taxes comprises."));
    }
    let contested = correction.invoices.iter().filter(|i| i.is_contested).count();
    if contested > 1 || (contested == 1 && folder.is_none()) {
        return Err(AppError::refused(
            "La part contestée tient dans une seule facture nouvelle.",
            "Ouvrez d’abord le litige, et ne gardez qu’une facture contestée.",
        ));
    }
    if let Some(folder) = folder {
        let on_it = folder.standing.as_ref().and_then(|(hold, _)| hold.invoice);
        if on_it.is_some_and(|on| on != invoice.id) || (on_it.is_none() && folder.invoice.id != invoice.id) {
            return Err(AppError::refused(
                format!("Ce litige ne porte pas sur {}.", invoice.number),
                "Faites l’avoir sur la facture qui est contestée.",
            ));
        }
    }
    Ok(())
}

/// Credit notes already given on an invoice.
fn credited(books: &mut dyn Books, invoice: &InvoiceRecord) -> AppResult<Cents> {
    let mut credited = Cents::ZERO;
    for correction in books.corrections_of(invoice.id)? {
        if let Some(document) = books.invoice(correction.document)?.filter(|d| d.principal.is_negative()) {
            credited = credited.sub(document.principal)?;
        }
    }
    Ok(credited)
}

/// What the dispute holds before anything is moved.
fn contested_in(books: &mut dyn Books, folder: &DisputeFolder) -> AppResult<Cents> {
    let Some((hold, _)) = &folder.standing else { return Ok(Cents::ZERO) };
    let outstanding = books.balance(hold.invoice.unwrap_or(folder.invoice.id))?.map_or(Cents::ZERO, |b| b.outstanding);
    Ok(hold.amount.map_or(outstanding, |amount| amount.min(outstanding)).max(Cents::ZERO))
}

/// What the dispute holds afterwards, and whether it has ended.
fn move_on(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    folder: &DisputeFolder,
    (correction, contested): (&Correction, Cents),
    invoices: &[InvoiceRecord],
) -> AppResult<()> {
    let why = correction.why.trim();
    let standing = release(world, books, folder.dispute.id, why)?;
    let awaits_credit = standing.as_ref().is_some_and(|(_, awaits)| *awaits);
    let left = contested.sub(correction.credit.amount.min(contested))?;
    let carried = correction.invoices.iter().zip(invoices).find(|(new, _)| new.is_contested).map(|(_, made)| made);
    if let Some(made) = carried.filter(|_| folder.is_open()) {
        let held = Held { invoice: made.id, amount: None, awaits_credit: false };
        take_hold(world, books, &folder.dispute, held, why)?;
        return Ok(());
    }
    let goes_on = awaits_credit || (correction.goes_on && folder.is_open());
    if goes_on && left.is_positive() && standing.is_some() {
        let held = Held::part(books, correction.invoice, left, awaits_credit)?;
        take_hold(world, books, &folder.dispute, held, why)?;
        return Ok(());
    }
    if folder.is_open() {
        let outcome = concluded(folder, correction, contested)?;
        conclude(world, books, company, folder, outcome, why)?;
    }
    Ok(())
}

/// The finding that the documents amount to, unless it was said: what was taken away and not invoiced again is what was
/// founded. A dispute about the form of an invoice was founded when it is made out again.
fn concluded(folder: &DisputeFolder, correction: &Correction, contested: Cents) -> AppResult<(Finding, Cents)> {
    let again = Cents::sum(correction.invoices.iter().map(|i| i.amount))?;
    let founded = correction.credit.amount.sub(again)?.max(Cents::ZERO).min(contested);
    let finding = match correction.finding {
        Some(said) => said,
        None if folder.dispute.cause.is_about_form() && !correction.invoices.is_empty() => Finding::Founded,
        None if founded.is_zero() => Finding::Unfounded,
        None if founded < contested => Finding::Partly,
        None => Finding::Founded,
    };
    Ok((finding, founded))
}

fn correction_record(
    world: &World<'_>,
    document: &InvoiceRecord,
    corrects: InvoiceId,
    dispute: Option<&DisputeFolder>,
) -> CorrectionRecord {
    CorrectionRecord {
        document: document.id,
        company: document.company,
        party: document.party,
        corrects,
        dispute: dispute.map(|f| f.dispute.id),
        recorded_at: world.clock.now(),
    }
}

/// One link of the chain: a document and what it puts right.
#[derive(Clone, Debug)]
pub struct Link {
    pub document: InvoiceRecord,
    pub corrects: InvoiceRecord,
    pub dispute: Option<DisputeId>,
    /// Made out here, or recorded.
    pub is_issued: bool,
    pub has_file: bool,
}

/// The whole chain that an invoice, credit note or new invoice is in, in order of making; empty when it stands alone.
///
/// # Errors
/// A broken store.
pub fn chain(world: &World<'_>, company: &Company, of: InvoiceId) -> AppResult<Vec<Link>> {
    world.read(|books| {
        let mut root = of;
        while let Some(correction) = books.correction(root)?.filter(|c| c.company == company.id) {
            root = correction.corrects;
        }
        let (mut links, mut waiting) = (Vec::new(), vec![root]);
        while let Some(invoice) = waiting.pop() {
            for correction in books.corrections_of(invoice)? {
                let (Some(document), Some(corrects)) =
                    (books.invoice(correction.document)?, books.invoice(correction.corrects)?)
                else {
                    continue;
                };
                waiting.push(document.id);
                links.push(Link {
                    is_issued: books.issued(document.id)?.is_some(),
                    has_file: books.document_file(document.id)?.is_some(),
                    document,
                    corrects,
                    dispute: correction.dispute,
                });
            }
        }
        links.sort_by_key(|l| (l.document.issued_on, l.document.recorded_at, l.document.principal, l.document.id));
        Ok(links)
    })
}
