//! One invoice that a person types in, because no file says it: checked field by field, then taken by the way of files, in
//! one transaction with what follows from it.
//!
//! Typed twice it is known, and nothing is written; a number that the books have with another content is a contradiction.

mod checks;
mod sheet;

use super::invoices::{self, Found};
use super::{FileOutcome, Hand, ImportOptions, Intake, ReadFile, settle_with_waiting, waits};
use crate::companies::FieldProblem;
use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::records::{Company, InvoiceRecord, PartyRecord, TypedInvoiceRecord};
use crate::world::World;
use crate::{customers, lawbook, planning, worklist};
use base::id::{InvoiceId, PartyId};
use base::{Cents, Currency, Date, fr};
use domain::facts::PartyKind;
use domain::journal::kinds::{InvoiceTyped, PartyRef};
use domain::journal::{JournalKind, Said};
use draft::{Format, InvoiceDraft, InvoiceKind, PartyDraft, Reading, Severity};
use std::sync::Arc;

/// An invoice as a person types it.
#[derive(Clone, Debug)]
pub struct TypedInvoice {
    pub customer: TypedCustomer,
    pub number: String,
    pub issued_on: Date,
    pub due: TypedDue,
    /// With VAT.
    pub gross: Cents,
    pub vat: Option<Cents>,
    pub currency: Currency,
    /// What it is for.
    pub subject: String,
    pub order_reference: String,
    /// The document itself, a PDF that says nothing to a program.
    pub paper: Option<ReadFile>,
}

/// Who owes it.
#[derive(Clone, Debug)]
pub enum TypedCustomer {
    Known(PartyId),
    New(NewCustomer),
}

/// A customer that the books do not have yet.
#[derive(Clone, Debug, Default)]
pub struct NewCustomer {
    pub name: String,
    /// Nothing is asked that only a business owes while nobody said what it is.
    pub kind: Option<PartyKind>,
    pub siren: String,
    pub email: String,
    /// Street lines, one a line.
    pub address: String,
    pub postcode: String,
    pub city: String,
}

/// When it falls due.
#[derive(Clone, Debug)]
pub enum TypedDue {
    On(Date),
    /// As the invoice says it: « 30 jours fin de mois ».
    Terms(String),
    /// By the terms agreed with the customer, the company's own, or else the law.
    Usual,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    Recorded(InvoiceId),
    /// It was in the books already, the same; nothing was written.
    Known(InvoiceId),
}

impl TypedInvoice {
    /// Everything that is wrong in itself, by the name of its field; empty when it may be compared with the books.
    pub fn problems(&self, today: Date) -> Vec<FieldProblem> {
        checks::problems(self, today)
    }

    fn draft(&self, buyer: PartyDraft) -> InvoiceDraft {
        let (due_on, payment_terms) = match &self.due {
            TypedDue::On(day) => (Some(*day), None),
            TypedDue::Terms(text) => (None, Some(text.trim().to_string())),
            TypedDue::Usual => (None, None),
        };
        InvoiceDraft {
            line: None,
            number: self.number.trim().to_string(),
            kind: InvoiceKind::Invoice,
            type_code: None,
            issued_on: self.issued_on,
            due_on,
            delivered_on: None,
            payment_terms,
            currency: self.currency,
            net: None,
            vat: self.vat,
            gross: self.gross,
            prepaid: None,
            amount_due: self.gross,
            outstanding: None,
            paid_on: None,
            seller: Arc::default(),
            buyer: Arc::new(buyer),
            precedents: Vec::new(),
            order_reference: said(&self.order_reference),
            buyer_reference: None,
            iban: None,
            profile: None,
            validity: Vec::new(),
        }
    }
}

impl NewCustomer {
    fn draft(&self) -> PartyDraft {
        PartyDraft {
            name: said(&self.name),
            siren: Some(base::fold::digits(&self.siren)).filter(|s| !s.is_empty()),
            email: said(&self.email),
            address: self.address.lines().filter_map(said).collect(),
            postcode: said(&self.postcode),
            city: said(&self.city),
            kind: self.kind.map(PartyKind::code),
            ..PartyDraft::default()
        }
    }
}

fn said(text: &str) -> Option<String> {
    Some(text.trim().to_string()).filter(|t| !t.is_empty())
}

/// The name under which a document that is joined to an invoice is kept: its last part, without what a path may hold.
pub fn named(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or("").trim();
    let name: String = name.chars().filter(|c| !c.is_control()).take(150).collect();
    if name.is_empty() { "facture.pdf".to_string() } else { name }
}

/// Takes an invoice that a person typed, and plans its customer again.
///
/// # Errors
/// `Refused` for what is wrong in itself or contradicts the books; `NotFound` for a customer that is not there; `Law` for a due
/// date outside the tables; a broken store. Nothing is kept then.
pub fn add(world: &World<'_>, company: &Company, typed: &TypedInvoice) -> AppResult<Typed> {
    if let Some(problem) = typed.problems(world.today).into_iter().next() {
        return Err(AppError::refused(problem.message, "Rien n’a été enregistré."));
    }
    let law = lawbook::load(world)?;
    let options = ImportOptions::default();
    let chosen = match typed.customer {
        TypedCustomer::Known(id) => Some(id),
        TypedCustomer::New(_) => None,
    };
    let intake = Intake { world, company, law: &law, options, hand: Some(Hand { customer: chosen }) };
    let (typed, planned) = world.write(|books| {
        let (became, invoice) = take(&intake, books, typed)?;
        let is_planned = books.current_run(company.id)?.is_some_and(|(_, day)| day == world.today);
        Ok((became, invoice.map(|i| (i.party, is_planned))))
    })?;
    match planned {
        Some((party, true)) => worklist::refresh(world, company, party)?,
        Some((_, false)) => planning::plan_day(world, company, world.today).map(drop)?,
        None => {}
    }
    Ok(typed)
}

fn take(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    typed: &TypedInvoice,
) -> AppResult<(Typed, Option<InvoiceRecord>)> {
    let (world, company) = (intake.world, intake.company);
    let buyer = match &typed.customer {
        TypedCustomer::Known(id) => draft_of(&known_customer(books, company, *id)?),
        TypedCustomer::New(customer) => customer.draft(),
    };
    let draft = typed.draft(buyer);
    match invoices::compared(intake, books, &draft)? {
        Found::Nothing => {}
        Found::Same(before) => return Ok((Typed::Known(before), None)),
        Found::Other(problem) => return Err(AppError::refused(sentence(&problem.what), sentence(&problem.remedy))),
    }
    let was_stopped = waits(books, company)?;
    let file = file_of(intake, books, typed, draft)?;
    let report = intake.take(books, &file, &[], &mut [])?;
    if report.outcome != FileOutcome::Taken {
        let problem = report.problems.iter().find(|p| p.severity == Severity::Error);
        let what = problem.map_or_else(|| "Cette facture n’a pas pu être prise.".to_string(), |p| sentence(&p.what));
        return Err(AppError::refused(what, problem.map_or_else(String::new, |p| sentence(&p.remedy))));
    }
    let invoice = written(books, company, &file, typed)?;
    if let (TypedCustomer::New(new), 1..) = (&typed.customer, report.customers)
        && let (Some(kind), Some(party)) = (new.kind, books.party(invoice.party)?)
    {
        customers::state_kind_in(world, books, company, &[party], kind)?;
    }
    note(intake, books, typed, &invoice)?;
    let touched = books.take_touched();
    settle_with_waiting(intake, books, std::slice::from_ref(&file), touched, was_stopped)?;
    Ok((Typed::Recorded(invoice.id), Some(invoice)))
}

fn known_customer(books: &mut dyn Books, company: &Company, id: PartyId) -> AppResult<PartyRecord> {
    let found = books.party(id)?.filter(|p| p.company == company.id && !p.is_pseudo);
    found.ok_or_else(|| AppError::NotFound("Ce client n’existe pas.".to_string()))
}

/// A customer of the books, as a document would name it.
fn draft_of(party: &PartyRecord) -> PartyDraft {
    PartyDraft {
        name: Some(party.name.clone()),
        siren: party.siren.clone(),
        vat_id: party.vat_id.clone(),
        code: party.code.clone(),
        ..PartyDraft::default()
    }
}

/// The document, or else the line that was typed.
fn file_of(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    typed: &TypedInvoice,
    draft: InvoiceDraft,
) -> AppResult<ReadFile> {
    let Some(paper) = &typed.paper else {
        let name = format!("Saisie de la facture {}.csv", draft.number);
        let bytes = sheet::written(intake.world, typed, &draft);
        let reading = Reading { format: Some(Format::Typed), invoices: vec![draft], ..Reading::default() };
        return Ok(ReadFile::of(name, bytes, reading));
    };
    if let Some(before) = books.source_by_sha256(intake.company.id, &paper.sha256)? {
        return Err(AppError::refused(
            format!("Ce document est déjà dans vos comptes, sous le nom « {} ».", before.name),
            "Chaque facture a le sien : choisissez le bon, ou n’en joignez pas.",
        ));
    }
    let reading = Reading { format: Some(Format::PlainPdf), invoices: vec![draft], ..Reading::default() };
    Ok(ReadFile { reading, part_of: None, ..paper.clone() })
}

/// The invoice that the file has just made.
fn written(
    books: &mut dyn Books,
    company: &Company,
    file: &ReadFile,
    typed: &TypedInvoice,
) -> AppResult<InvoiceRecord> {
    let source = books.source_by_sha256(company.id, &file.sha256)?.map(|s| s.id);
    let all = books.invoices_by_number(company.id, typed.number.trim())?;
    let made = all.into_iter().find(|i| source.is_some() && i.source == source);
    made.ok_or_else(|| AppError::Broken("the invoice that was typed is missing".to_string()))
}

/// Who typed it, and what the invoice itself does not keep.
fn note(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    typed: &TypedInvoice,
    invoice: &InvoiceRecord,
) -> AppResult<()> {
    let (world, company) = (intake.world, intake.company);
    books.insert_typed_invoice(&TypedInvoiceRecord {
        invoice: invoice.id,
        company: company.id,
        vat: typed.vat,
        subject: said(&typed.subject),
        author: world.author(),
        recorded_at: world.clock.now(),
    })?;
    let name = books.party(invoice.party)?.map(|p| p.name).unwrap_or_default();
    let kind = JournalKind::InvoiceTyped(InvoiceTyped {
        number: invoice.number.clone(),
        party: PartyRef { id: invoice.party, name: Said::plain(name) },
        issued_on: invoice.issued_on,
        due_on: invoice.due_on,
        gross_cents: invoice.gross,
        currency: invoice.currency,
        sha256: typed.paper.as_ref().map(|p| p.sha256.clone()),
    });
    world.note(books, company.id, invoice.id, kind)
}

/// With a capital and a full stop.
fn sentence(text: &str) -> String {
    let text = fr::capital(text.trim());
    if text.is_empty() || text.ends_with('.') { text } else { format!("{text}.") }
}
