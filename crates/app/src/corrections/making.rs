//! One document at a time: made out or recorded, with its receivable, its number, its bytes and its journal line.

use super::numbering::{self, CREDIT_NOTES, INVOICES, Place};
use super::{MadeBy, NewCredit, NewInvoice, correction_record, paper};
use crate::disputes::{DisputeFolder, NewFile, hexadecimal, invoice_ref};
use crate::error::{AppError, AppResult};
use crate::payments::{reverse, standing};
use crate::ports::books::Books;
use crate::records::{
    AllocationBasis, AllocationRecord, Company, Component, InvoiceRecord, IssuedRecord, KnownInvoice,
};
use crate::world::World;
use base::id::InvoiceId;
use base::{Cents, Date, fold, fr};
use domain::facts::DueBasis;
use domain::journal::JournalKind;
use domain::journal::kinds::{AllocationRecorded, CreditNoteRecorded, DocumentIssued, InvoiceRecorded};
use law::LawBook;

/// What every document of one correction is made with.
pub(super) struct Desk<'d, 'w> {
    pub world: &'d World<'w>,
    pub company: &'d Company,
    pub law: &'d LawBook,
    /// The invoice that is put right.
    pub invoice: &'d InvoiceRecord,
    pub why: &'d str,
}

/// What a new invoice says beside its amount.
pub(super) struct NewPaper {
    pub refers_to: Vec<InvoiceRecord>,
    pub due_on: Date,
}

/// A document before it has a number.
struct Draft<'p> {
    is_credit: bool,
    amount: Cents,
    issued_on: Date,
    due_on: Date,
    refers_to: Vec<InvoiceRecord>,
    by: &'p MadeBy,
}

/// A document that is in the books now.
pub(super) struct Made {
    record: InvoiceRecord,
    /// Of the exact bytes, when it was made out here.
    sha256: Option<String>,
    was_known: bool,
}

impl Desk<'_, '_> {
    /// The credit note, set against the invoice.
    pub fn credit(
        &self,
        books: &mut dyn Books,
        new: &NewCredit,
        dispute: Option<&DisputeFolder>,
    ) -> AppResult<InvoiceRecord> {
        let draft = Draft {
            is_credit: true,
            amount: new.amount,
            issued_on: new.issued_on,
            due_on: new.issued_on,
            refers_to: vec![self.invoice.clone()],
            by: &new.by,
        };
        let made = self.make(books, &draft, dispute)?;
        self.note(books, &draft, &made)?;
        if made.was_known && dispute.is_some() {
            self.take_off(books, &made.record)?;
        }
        self.set_against(books, &made.record, dispute.is_some())?;
        Ok(made.record)
    }

    /// An import had set it as any credit note: it is set anew, since what an answer takes away was never owed.
    fn take_off(&self, books: &mut dyn Books, credit: &InvoiceRecord) -> AppResult<()> {
        for (one, other) in [(self.invoice.id, credit.id), (credit.id, self.invoice.id)] {
            for set in standing(books.allocations_of_invoice(one)?) {
                if set.against == Some(other) && set.basis == AllocationBasis::CreditNote {
                    reverse(self.world, books, self.company, &set, set.effective_on, self.why)?;
                }
            }
        }
        Ok(())
    }

    pub fn invoice(
        &self,
        books: &mut dyn Books,
        new: &NewInvoice,
        paper: &NewPaper,
        dispute: Option<&DisputeFolder>,
    ) -> AppResult<InvoiceRecord> {
        let draft = Draft {
            is_credit: false,
            amount: new.amount,
            issued_on: new.issued_on,
            due_on: paper.due_on,
            refers_to: paper.refers_to.clone(),
            by: &new.by,
        };
        if new.due_on < new.issued_on {
            return Err(AppError::refused("L’échéance vient avant la facture.", "Corrigez l’une des deux dates."));
        }
        let made = self.make(books, &draft, dispute)?;
        self.note(books, &draft, &made)?;
        Ok(made.record)
    }

    fn make(&self, books: &mut dyn Books, draft: &Draft<'_>, dispute: Option<&DisputeFolder>) -> AppResult<Made> {
        if draft.issued_on > self.world.today {
            return Err(AppError::refused("Ce document est daté d’un jour à venir.", "Vérifiez sa date."));
        }
        if draft.issued_on < self.invoice.issued_on {
            return Err(AppError::refused(
                format!("Ce document est daté d’avant {}.", self.invoice.number),
                "Vérifiez sa date.",
            ));
        }
        let made = match draft.by {
            MadeBy::Elsewhere { number, file } => self.recorded(books, draft, number, file.as_ref())?,
            MadeBy::Here { description, vat } => {
                if draft.issued_on != self.world.today {
                    return Err(AppError::refused(
                        "Un document établi ici porte la date du jour.",
                        "La suite des numéros doit rester chronologique.",
                    ));
                }
                vat.check(draft.amount).map_err(|fault| {
                    AppError::refused(
                        format!("La TVA ne va pas : {fault}."),
                        "Les factures importées n’en disent pas le détail ici : donnez le taux, ou le motif d’exonération.",
                    )
                })?;
                self.issued(books, draft, description, vat)?
            }
        };
        let correction = correction_record(self.world, &made.record, self.invoice.id, dispute);
        books.insert_correction(&correction)?;
        Ok(made)
    }

    /// Under the number that another program gave it. An import may have brought it already.
    fn recorded(
        &self,
        books: &mut dyn Books,
        draft: &Draft<'_>,
        number: &str,
        file: Option<&NewFile>,
    ) -> AppResult<Made> {
        let number = number.trim();
        if number.is_empty() {
            return Err(AppError::refused("Quel est le numéro de ce document ?", "Il est écrit en tête."));
        }
        file.map_or(Ok(()), NewFile::check)?;
        let record = self.record(draft, number.to_string());
        let known = books.known_invoices(self.company.id, std::slice::from_ref(&record.key))?.pop();
        let made = match known {
            Some(known) => {
                let found = self.same(books, &known, &record)?;
                Made { record: found, sha256: None, was_known: true }
            }
            None => {
                books.insert_invoices(std::slice::from_ref(&record))?;
                Made { record, sha256: None, was_known: false }
            }
        };
        if let Some(file) = file {
            books.insert_document_file(self.company.id, made.record.id, &file.plain_name(), &file.bytes)?;
        }
        Ok(made)
    }

    fn same(&self, books: &mut dyn Books, known: &KnownInvoice, wanted: &InvoiceRecord) -> AppResult<InvoiceRecord> {
        let is_same = known.party == wanted.party && known.principal == wanted.principal;
        let is_free = books.correction(known.id)?.is_none();
        let found = books.invoice(known.id)?.filter(|_| is_same && is_free);
        found.ok_or_else(|| {
            AppError::refused(
                format!("{} est déjà enregistré, pour un autre montant ou une autre facture.", wanted.number),
                "Vérifiez le numéro et le montant.",
            )
        })
    }

    fn issued(
        &self,
        books: &mut dyn Books,
        draft: &Draft<'_>,
        description: &str,
        vat: &domain::vat::Vat,
    ) -> AppResult<Made> {
        let prefix = if draft.is_credit { CREDIT_NOTES } else { INVOICES };
        let Place { series, position, number } = numbering::next(books, self.company.id, prefix, draft.issued_on)?;
        let record = self.record(draft, number);
        if !books.known_invoices(self.company.id, std::slice::from_ref(&record.key))?.is_empty() {
            return Err(AppError::Broken(format!("the number {} is another document's", record.number)));
        }
        let party = books
            .party(self.invoice.party)?
            .ok_or_else(|| AppError::Broken(format!("le client de {} a disparu", self.invoice.number)))?;
        let words = paper::Words { description, vat, why: self.why };
        let made = paper::make(self.company, &party, self.law, &record, &draft.refers_to, words)?;
        books.insert_invoices(std::slice::from_ref(&record))?;
        let sha256 = hexadecimal(&made.pdf);
        books.insert_issued(&IssuedRecord {
            company: self.company.id,
            series,
            position,
            document: record.id,
            sha256: sha256.clone(),
            context: made.context,
            recorded_at: self.world.clock.now(),
        })?;
        books.insert_document_file(self.company.id, record.id, &format!("{}.pdf", record.number), &made.pdf)?;
        Ok(Made { record, sha256: Some(sha256), was_known: false })
    }

    /// The receivable a document makes. Its key is the one an import of the same document would have.
    fn record(&self, draft: &Draft<'_>, number: String) -> InvoiceRecord {
        let folded = fold::reference(&number);
        let (family, kind) = if draft.is_credit { ("crn", "credit_note") } else { ("inv", "invoice") };
        let sign = if draft.is_credit { draft.amount.neg().unwrap_or(Cents::ZERO) } else { draft.amount };
        InvoiceRecord {
            id: self.world.new_id(),
            company: self.company.id,
            party: self.invoice.party,
            source: None,
            key: format!("{family}:{folded}"),
            content_hash: format!("tab:{}:{}:{}", draft.issued_on, draft.amount.get(), self.invoice.currency),
            number,
            kind: kind.to_string(),
            issued_on: draft.issued_on,
            delivered_on: self.invoice.delivered_on,
            currency: self.invoice.currency,
            gross: draft.amount,
            principal: sign,
            due_on: draft.due_on,
            due_basis: DueBasis::Stated,
            payment_terms: None,
            precedents: draft.refers_to.iter().map(|i| i.number.clone()).collect(),
            order_reference: self.invoice.order_reference.clone(),
            iban: None,
            validity: "[]".to_string(),
            known_on: self.world.today,
            recorded_at: self.world.clock.now(),
        }
    }

    fn note(&self, books: &mut dyn Books, draft: &Draft<'_>, made: &Made) -> AppResult<()> {
        let (record, currency) = (&made.record, made.record.currency);
        let (count, gross_cents) = (1, draft.amount);
        let (first_number, last_number) = (record.number.clone(), record.number.clone());
        let kind = match &made.sha256 {
            Some(sha256) => JournalKind::DocumentIssued(DocumentIssued {
                document: invoice_ref(record),
                is_credit_note: draft.is_credit,
                corrects: invoice_ref(self.invoice),
                amount_cents: draft.amount,
                currency,
                sha256: sha256.clone(),
            }),
            None if made.was_known => return Ok(()),
            None if draft.is_credit => JournalKind::CreditNoteRecorded(CreditNoteRecorded {
                count,
                gross_cents,
                currency,
                first_number,
                last_number,
            }),
            None => JournalKind::InvoiceRecorded(InvoiceRecorded {
                count,
                gross_cents,
                currency,
                first_number,
                last_number,
            }),
        };
        self.world.note(books, self.company.id, record.id, kind)
    }

    /// What is left of the credit note goes to what is left of the invoice; the rest is in the customer's favour.
    fn set_against(&self, books: &mut dyn Books, credit: &InvoiceRecord, in_dispute: bool) -> AppResult<()> {
        let left = |books: &mut dyn Books, id| -> AppResult<Cents> {
            Ok(books.balance(id)?.map_or(Cents::ZERO, |b| b.outstanding))
        };
        let unused = left(books, credit.id)?.neg()?.max(Cents::ZERO);
        let amount = unused.min(left(books, self.invoice.id)?.max(Cents::ZERO));
        if amount.is_zero() {
            return Ok(());
        }
        let basis = if in_dispute { AllocationBasis::DisputeCredit } else { AllocationBasis::CreditNote };
        let allocation = |invoice: InvoiceId, against: InvoiceId, amount: Cents| AllocationRecord {
            id: self.world.new_id(),
            company: self.company.id,
            invoice,
            payment: None,
            against: Some(against),
            component: Component::Principal,
            amount,
            effective_on: credit.issued_on,
            basis,
            reverses: None,
            recorded_at: self.world.clock.now(),
        };
        books.insert_allocations(&[
            allocation(self.invoice.id, credit.id, amount),
            allocation(credit.id, self.invoice.id, amount.neg()?),
        ])?;
        let allocated = AllocationRecorded {
            invoice: invoice_ref(self.invoice),
            amount_cents: amount,
            currency: self.invoice.currency,
            basis: format!("avoir {} du {}", credit.number, fr::date_short(credit.issued_on)),
        };
        self.world.note(books, self.company.id, self.invoice.id, JournalKind::AllocationRecorded(allocated))
    }
}
