//! Money recorded by hand, and taken back: both steps stay visible.

use crate::accessories;
use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::ports::terms::View;
use crate::records::{
    AllocationBasis, AllocationRecord, BankLineRecord, Company, Component, InvoiceRecord, PaymentOrigin, PaymentRecord,
};
use crate::world::World;
use base::id::{AllocationId, BankLineId, InvoiceId, PaymentId};
use base::{Cents, Currency, Date, add_days, fr};
use domain::journal::kinds::{
    AllocationRecorded, AllocationReversed, InvoiceRef, LineRef, LineUnmatched, PaymentRecorded,
};
use domain::journal::{JournalKind, Said};
use domain::matching::HOLDS_BACK_DAYS;
use std::collections::HashSet;

/// Where money received for an invoice went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paid {
    pub amount: Cents,
    pub currency: Currency,
    /// Of it, what paid interest that a document had asked for.
    pub to_interest: Cents,
    /// Principal still to pay.
    pub outstanding: Cents,
}

impl Paid {
    /// What went to interest, in French with a full stop; `None` when all went to the principal.
    pub fn french(&self) -> Option<String> {
        let money = fr::money(self.to_interest, self.currency);
        let told = format!("Dont {money} imputés sur les intérêts réclamés, qui se paient d’abord (C. civ. 1343-1).");
        self.to_interest.is_positive().then_some(told)
    }
}

/// Records money received for an invoice, at most what is outstanding. Said without a word, it pays the principal; a part
/// payment first pays the interest that a document had asked for (C. civ. 1343-1), unless the company takes the principal first.
///
/// # Errors
/// `Refused` when the amount is not positive or exceeds what is outstanding.
pub fn pay(
    world: &World<'_>,
    company: &Company,
    invoice: InvoiceId,
    amount: Cents,
    on: Date,
    reference: &str,
) -> AppResult<Paid> {
    world.write(|books| {
        let record =
            books.invoice(invoice)?.ok_or_else(|| AppError::NotFound("Cette facture n’existe pas.".to_string()))?;
        let left = books.balance(invoice)?.map_or(Cents::ZERO, |b| b.outstanding);
        if !amount.is_positive() || amount > left {
            return Err(AppError::refused(
                format!(
                    "{} ne peut pas être imputé : il reste {} sur {}.",
                    fr::money(amount, record.currency),
                    fr::money(left, record.currency),
                    record.number
                ),
                "Indiquez un montant entre un centime et ce reste.",
            ));
        }
        let said = Received { what: format!("hnd:{}", record.key), source: "saisie", amount, on, reference };
        let payment = received(world, books, company, &record, said)?;
        let to_interest = allocation_by_hand(world, books, company, &record, &payment, amount)?;
        let outstanding = books.balance(invoice)?.map_or(Cents::ZERO, |b| b.outstanding);
        Ok(Paid { amount, currency: record.currency, to_interest, outstanding })
    })
}

/// Money as a person says it came.
pub(crate) struct Received<'r> {
    /// What it was said about: how the key of the payment begins.
    pub what: String,
    /// As the journal says where it comes from.
    pub source: &'static str,
    pub amount: Cents,
    pub on: Date,
    pub reference: &'r str,
}

/// Keeps a payment said by a person, with the bank line that brought it when there is one. `invoice` is what it was first said
/// of: its customer and currency are those of the payment.
pub(crate) fn received(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    invoice: &InvoiceRecord,
    Received { what, source, amount, on, reference }: Received<'_>,
) -> AppResult<PaymentRecord> {
    let at = world.clock.now();
    let payment = PaymentRecord {
        id: world.new_id(),
        company: company.id,
        party: Some(invoice.party),
        source: None,
        key: format!("{what}:{on}:{}:{}", amount.get(), at.as_microsecond()),
        content_hash: format!("{}:{on}", amount.get()),
        received_on: on,
        amount,
        currency: invoice.currency,
        reference: reference.to_string(),
        origin: PaymentOrigin::ByHand,
        bank_line: line_of(books, company, invoice, amount, on)?,
        recorded_at: at,
    };
    books.insert_payments(std::slice::from_ref(&payment))?;
    if let Some(line) = payment.bank_line {
        books.match_line(line, payment.id, at)?;
    }
    note_payment(world, books, &payment, source)?;
    Ok(payment)
}

pub(crate) fn note_payment(
    world: &World<'_>,
    books: &mut dyn Books,
    payment: &PaymentRecord,
    source: &str,
) -> AppResult<()> {
    let recorded = PaymentRecorded {
        reference: Some(payment.reference.clone()).filter(|reference| !reference.is_empty()),
        amount_cents: payment.amount,
        currency: payment.currency,
        received_on: payment.received_on,
        source: source.to_string(),
    };
    world.note(books, payment.company, payment.id, JournalKind::PaymentRecorded(recorded))
}

/// So much of a payment goes to an invoice, as a person decided: to its principal, a part payment first to the interest that was
/// asked for. Returns what went to interest.
pub(crate) fn allocation_by_hand(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    invoice: &InvoiceRecord,
    payment: &PaymentRecord,
    amount: Cents,
) -> AppResult<Cents> {
    let to_interest = accessories::interest_before(books, company, invoice, (amount, payment.received_on))?;
    let principal = amount.sub(to_interest)?;
    let first = "intérêts réclamés, payés d’abord (C. civ. 1343-1)";
    for (component, amount, basis, why) in [
        (Component::Interest, to_interest, AllocationBasis::ClaimedInterest, first),
        (Component::Principal, principal, AllocationBasis::ByHand, "décidé par vous"),
    ] {
        if amount.is_positive() {
            let why = why.to_string();
            allocate(world, books, invoice, payment, NewAllocation { component, amount, basis, why })?;
        }
    }
    Ok(to_interest)
}

/// How much goes to what, and why, in French.
pub(crate) struct NewAllocation {
    pub component: Component,
    pub amount: Cents,
    pub basis: AllocationBasis,
    pub why: String,
}

/// So much of a payment goes to that component of an invoice.
pub(crate) fn allocate(
    world: &World<'_>,
    books: &mut dyn Books,
    invoice: &InvoiceRecord,
    payment: &PaymentRecord,
    NewAllocation { component, amount, basis, why }: NewAllocation,
) -> AppResult<()> {
    books.insert_allocations(&[AllocationRecord {
        id: world.new_id(),
        company: payment.company,
        invoice: invoice.id,
        payment: Some(payment.id),
        against: None,
        component,
        amount,
        effective_on: payment.received_on,
        basis,
        reverses: None,
        recorded_at: payment.recorded_at,
    }])?;
    let allocated = AllocationRecorded {
        invoice: InvoiceRef { id: invoice.id, number: invoice.number.clone() },
        amount_cents: amount,
        currency: payment.currency,
        basis: why,
    };
    world.note(books, payment.company, invoice.id, JournalKind::AllocationRecorded(allocated))
}

/// So much of a credit note reduces an invoice of the same customer, as a person decided. Returns both allocations.
pub(crate) fn allocate_credit_note(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    note: InvoiceId,
    invoice: InvoiceId,
    amount: Cents,
) -> AppResult<[AllocationId; 2]> {
    let missing = || AppError::NotFound("Cette facture n’existe pas.".to_string());
    let (note, invoice) = (books.invoice(note)?.ok_or_else(missing)?, books.invoice(invoice)?.ok_or_else(missing)?);
    let (on, at) = (note.issued_on.max(invoice.issued_on), world.clock.now());
    let row = |invoice: InvoiceId, against: InvoiceId, amount: Cents| AllocationRecord {
        id: world.new_id(),
        company: company.id,
        invoice,
        payment: None,
        against: Some(against),
        component: Component::Principal,
        amount,
        effective_on: on,
        basis: AllocationBasis::CreditNote,
        reverses: None,
        recorded_at: at,
    };
    let rows = [row(invoice.id, note.id, amount), row(note.id, invoice.id, amount.neg()?)];
    books.insert_allocations(&rows)?;
    let allocated = AllocationRecorded {
        invoice: InvoiceRef { id: invoice.id, number: invoice.number.clone() },
        amount_cents: amount,
        currency: invoice.currency,
        basis: format!("avoir {}", note.number),
    };
    world.note(books, company.id, invoice.id, JournalKind::AllocationRecorded(allocated))?;
    Ok(rows.map(|r| r.id))
}

/// The bank credit that this money is: of just that amount, booked by then, signed with the invoice or the customer, and
/// the only such one. Once linked, it no longer holds anybody's reminder back; hence never one that may be another's.
pub(crate) fn line_of(
    books: &mut dyn Books,
    company: &Company,
    invoice: &InvoiceRecord,
    amount: Cents,
    on: Date,
) -> AppResult<Option<BankLineId>> {
    let since = add_days(on, -HOLDS_BACK_DAYS).unwrap_or(on);
    let customer = books.party(invoice.party)?.map(|party| party.name).unwrap_or_default();
    let credits = books.unmatched_credits(company.id, since, View { as_of: on, known_at: None })?;
    let mut signed = credits.iter().filter(|c| c.amount == amount && c.is_signed(&invoice.number, &customer));
    let only = signed.next().filter(|_| signed.next().is_none());
    Ok(only.map(|credit| credit.id))
}

/// Takes back the last allocation on an invoice that still stands. When nothing of its payment is left, the bank line that
/// it was waits again for somebody to say whose it is.
///
/// # Errors
/// `Refused` when nothing is allocated, or when the payment is a bank credit shared between several invoices.
pub fn reverse_last(world: &World<'_>, company: &Company, invoice: InvoiceId, why: &str) -> AppResult<Cents> {
    world.write(|books| {
        let record =
            books.invoice(invoice)?.ok_or_else(|| AppError::NotFound("Cette facture n’existe pas.".to_string()))?;
        let all = standing(books.allocations_of_invoice(invoice)?);
        let paid = all.into_iter().filter(|a| a.payment.is_some() && a.amount.is_positive());
        let last = paid.max_by_key(|a| (a.effective_on, a.id)).ok_or_else(|| {
            AppError::refused(format!("Aucun paiement n’est imputé sur {}.", record.number), "Rien n’a changé.")
        })?;
        let Some(payment) = last.payment else { return Ok(last.amount) };
        let lines = books.lines_of_payment(payment)?;
        let parts = standing(books.allocations_of_payment(payment)?);
        let others = parts.iter().any(|a| a.invoice != invoice);
        if let Some(line) = lines.first().filter(|_| others) {
            return Err(AppError::refused(
                format!("Ce paiement de {} est un virement réparti sur plusieurs factures.", record.number),
                format!("Reprenez le virement entier : quitus bank reopen {line} --why \"…\"."),
            ));
        }
        let mut amount = Cents::ZERO;
        for part in parts.iter().filter(|a| a.invoice == invoice) {
            amount = amount.add(part.amount)?;
            reverse(world, books, company, part, world.today, why)?;
        }
        for line in lines {
            unmatch(world, books, company, line, payment, why)?;
        }
        Ok(amount)
    })
}

/// Takes back all that a payment pays. Returns the invoices that are open again; what another source reopened already is
/// not asked for twice.
pub(crate) fn take_back(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    payment: PaymentId,
    on: Date,
    why: &str,
) -> AppResult<Vec<InvoiceRef>> {
    let mut reopened = Vec::new();
    for allocation in standing(books.allocations_of_payment(payment)?) {
        let Some(balance) = books.balance(allocation.invoice)? else { continue };
        let is_principal = allocation.component == Component::Principal;
        if is_principal && balance.outstanding.add(allocation.amount)? > balance.principal {
            continue;
        }
        let invoice = reverse(world, books, company, &allocation, on, why)?;
        // An advance that goes back leaves nothing to pay.
        reopened.extend(Some(invoice).filter(|_| balance.principal.is_positive()));
    }
    // A credit note that this money deducted is free again with it.
    for id in books.deductions_of(payment)? {
        let Some(allocation) = books.allocation(id)? else { continue };
        let still = standing(books.allocations_of_invoice(allocation.invoice)?).iter().any(|a| a.id == id);
        if still {
            let invoice = reverse(world, books, company, &allocation, on, why)?;
            reopened.extend(Some(invoice).filter(|_| allocation.amount.is_positive()));
        }
    }
    reopened.sort_by(|a, b| a.number.cmp(&b.number));
    reopened.dedup_by(|a, b| a.id == b.id);
    Ok(reopened)
}

/// The bank line is no longer that payment.
pub(crate) fn unmatch(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    line: BankLineId,
    payment: PaymentId,
    why: &str,
) -> AppResult<()> {
    books.unmatch_line(line, payment, world.clock.now())?;
    let Some(line) = books.bank_line(line)? else { return Ok(()) };
    let kind = JournalKind::LineUnmatched(LineUnmatched { line: line_ref(&line), why: Said::plain(why) });
    world.note(books, company.id, line.id, kind)
}

/// Those that nothing reversed, and that reverse nothing.
pub(crate) fn standing(all: Vec<AllocationRecord>) -> Vec<AllocationRecord> {
    let reversed: HashSet<_> = all.iter().filter_map(|a| a.reverses).collect();
    all.into_iter().filter(|a| a.reverses.is_none() && !reversed.contains(&a.id)).collect()
}

pub(crate) fn reverse(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    allocation: &AllocationRecord,
    on: Date,
    why: &str,
) -> AppResult<InvoiceRef> {
    books.insert_allocations(&[AllocationRecord {
        id: world.new_id(),
        amount: allocation.amount.neg()?,
        effective_on: on,
        basis: AllocationBasis::Reversal,
        reverses: Some(allocation.id),
        recorded_at: world.clock.now(),
        ..allocation.clone()
    }])?;
    let record = books.invoice(allocation.invoice)?;
    let currency = record.as_ref().map_or(Currency::EUR, |r| r.currency);
    let invoice = InvoiceRef { id: allocation.invoice, number: record.map(|r| r.number).unwrap_or_default() };
    let kind = JournalKind::AllocationReversed(AllocationReversed {
        invoice: invoice.clone(),
        amount_cents: allocation.amount,
        currency,
        why: why.to_string(),
    });
    world.note(books, company.id, allocation.invoice, kind)?;
    crate::remainders::end(world, books, company, allocation.invoice)?;
    Ok(invoice)
}

/// How the journal tells a bank line.
pub(crate) fn line_ref(line: &BankLineRecord) -> LineRef {
    LineRef { id: line.id, booked_on: line.booked_on, amount_cents: line.amount, currency: line.currency }
}
