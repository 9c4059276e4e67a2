//! The account statement of a customer: everything open, by age, with how to pay.

use crate::error::{AppError, AppResult};
use crate::letters::{addressee, creditor, documents_regime, payment_reference};
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::records::Company;
use crate::world::World;
use base::id::{InvoiceId, PartyId};
use base::{Cents, Currency, Date, days_between, fr};
use documents::context::{AccountStatementContext, AgeingBucket, Letterhead, LineKind, StatementLine};
use documents::{Context, DocumentKind, TemplateSet};
use domain::facts::{CompanyFacts, DebtorFacts};
use domain::situation::{AgedBalance, BUCKETS, Situation};
use std::collections::HashMap;

/// The statements of one customer on a date, as data: one for each currency, the euro first, never none.
///
/// # Errors
/// `NotFound` for an unknown customer; a broken store.
pub fn accounts(
    world: &World<'_>,
    company: &Company,
    party: PartyId,
    as_of: Date,
) -> AppResult<Vec<AccountStatementContext>> {
    world.read(|books| {
        let debtor = books.debtor(company.id, party, View { as_of, known_at: None })?;
        let open = debtor.map(|d| d.receivables).unwrap_or_default();
        let mut currencies: Vec<Currency> = open.iter().map(|r| r.currency).collect();
        currencies.sort_by_key(|c| (*c != Currency::EUR, *c));
        currencies.dedup();
        if currencies.is_empty() {
            currencies.push(Currency::EUR);
        }
        currencies.into_iter().map(|currency| account_in(books, company, party, as_of, currency)).collect()
    })
}

/// The statement of what is open in one currency: amounts of two are never added.
pub(crate) fn account_in(
    books: &mut dyn Books,
    company: &Company,
    party: PartyId,
    as_of: Date,
    currency: Currency,
) -> AppResult<AccountStatementContext> {
    let record = books.party(party)?.ok_or_else(|| AppError::NotFound("Ce client n’existe pas.".to_string()))?;
    let debtor = books.debtor(company.id, party, View { as_of, known_at: None })?.unwrap_or_default();
    let contested = contested(&debtor, as_of)?;
    let open: Vec<_> = debtor.receivables.into_iter().filter(|r| r.currency == currency).collect();
    let mut aged = AgedBalance::new(as_of);
    let mut lines = Vec::with_capacity(open.len());
    for item in &open {
        aged.add(party, item.due_on, item.outstanding)?;
        let gross = books.invoice(item.id)?.map_or(item.principal, |i| i.gross);
        let of_it = contested.get(&item.id).copied().unwrap_or_default();
        lines.push(StatementLine { contested: of_it, ..line(item, gross, as_of) });
    }
    lines.sort_by(|a, b| (a.issued_on, &a.number).cmp(&(b.issued_on, &b.number)));
    let numbers: Vec<&str> = open.iter().filter(|r| r.outstanding.is_positive()).map(|r| r.number.as_str()).collect();
    let contact = books.contacts(party)?.into_iter().find(|c| c.email.is_some());
    Ok(AccountStatementContext {
        letterhead: Letterhead {
            reference: format!("RC-{as_of}"),
            dated_on: as_of,
            place: company.address.city.clone(),
            creditor: creditor(company),
            addressee: addressee(&record, contact.as_ref()),
            regime: documents_regime(&record),
            payment_reference: payment_reference(&numbers),
            currency,
        },
        as_of,
        total_overdue: Cents::sum(aged.buckets[1..5].iter().copied())?,
        total_outstanding: aged.total,
        ageing: BUCKETS
            .iter()
            .zip(aged.buckets)
            .filter(|(_, amount)| !amount.is_zero())
            .map(|(bucket, amount)| AgeingBucket { label: bucket.label.to_string(), amount })
            .collect(),
        lines,
    })
}

/// What is contested of each open invoice.
fn contested(debtor: &DebtorFacts, as_of: Date) -> AppResult<HashMap<InvoiceId, Cents>> {
    let company = CompanyFacts::default();
    let situation = Situation::of(debtor, &company, as_of)?;
    let owed = situation.standings.iter().filter(|s| s.receivable.outstanding.is_positive());
    owed.map(|s| Ok((s.receivable.id, s.contested()?))).collect()
}

fn line(item: &domain::facts::ReceivableFacts, gross: Cents, as_of: Date) -> StatementLine {
    let kind = if item.outstanding.is_positive() {
        LineKind::Invoice
    } else if item.principal.is_negative() {
        LineKind::CreditNote
    } else {
        LineKind::UnallocatedPayment
    };
    // Money that waits has no document behind it: its line tells what is left, and the day stands beside.
    let (number, gross) = match kind {
        LineKind::UnallocatedPayment if gross.is_zero() => (fr::date_short(item.issued_on), item.outstanding),
        _ => (item.number.clone(), gross),
    };
    StatementLine {
        kind,
        number,
        issued_on: item.issued_on,
        due_on: (kind == LineKind::Invoice).then_some(item.due_on),
        due_is_estimated: item.due_basis.is_estimated(),
        gross,
        outstanding: item.outstanding,
        contested: Cents::ZERO,
        days_late: days_between(item.due_on, as_of),
    }
}

/// The same as a PDF.
///
/// # Errors
/// `Refused` when something the document needs is missing.
pub fn pdf(templates: &TemplateSet, context: &AccountStatementContext) -> AppResult<Vec<u8>> {
    templates.render_pdf(DocumentKind::AccountStatement, &Context::from(context.clone())).map_err(AppError::unmade)
}
