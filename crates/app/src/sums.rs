//! The statement of sums of an invoice on a date: principal, interest by segment, fixed compensation, from the facts.

mod overdue;

pub(crate) use overdue::each_overdue;
pub use overdue::of_every_overdue;

use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::records::{
    ActRow, AllocationBasis, AllocationRecord, Company, Component, GivenUp, HoldRecord, InvoiceRecord, PartyRecord,
};
use base::id::{InvoiceId, PaymentId};
use base::{Cents, Date, RateBp};
use domain::facts::{ActState, HoldKind, PartyKind};
use law::LawBook;
use law::allocation::AllocationOrder;
use law::interest::{BalanceEvent, EventKind, FloorChoice, InterestClaim, Regime, StatementOfSums, Waiver, statement};
use std::collections::HashMap;

/// The law that governs a customer's delay, given what was agreed.
pub fn regime(company: &Company, party: &PartyRecord, formal_notice_on: Option<Date>) -> Regime {
    regime_for(company, party.kind, party.agreed_rate, formal_notice_on)
}

fn regime_for(
    company: &Company,
    kind: PartyKind,
    agreed_rate: Option<RateBp>,
    formal_notice_on: Option<Date>,
) -> Regime {
    match kind {
        PartyKind::Business => {
            Regime::Business { agreed: agreed_rate.or(company.settings.agreed_rate), floor: FloorChoice::Floor }
        }
        PartyKind::Consumer => Regime::Consumer { formal_notice_on },
        PartyKind::PublicBody => Regime::PublicBody,
    }
}

/// What pays interest or the compensation is recorded so when it is received (`payments`); nothing is read otherwise after.
pub(crate) const ORDER: AllocationOrder = AllocationOrder::PrincipalOnly;

/// What is due on one invoice on a date.
///
/// # Errors
/// `Law` when a day that bears interest is outside the tables; a broken store.
pub fn of_invoice(
    books: &mut dyn Books,
    law: &LawBook,
    company: &Company,
    invoice: &InvoiceRecord,
    as_of: Date,
) -> AppResult<StatementOfSums> {
    of_undisputed(books, law, company, invoice, Cents::ZERO, as_of)
}

/// Interest and fixed compensation to be asked for on some invoices together, today: none on what is contested, nor of a
/// customer of whom nothing tells what it is. `None` where the law tables do not reach.
///
/// # Errors
/// A broken store.
pub fn accessories(
    world: &crate::World<'_>,
    company: &Company,
    invoices: &[InvoiceId],
) -> AppResult<Option<(Cents, Cents)>> {
    let law = crate::lawbook::load(world)?;
    world.read(|books| {
        let (mut interest, mut compensation) = (Cents::ZERO, Cents::ZERO);
        for id in invoices {
            let Some(invoice) = books.invoice(*id)? else { continue };
            if !books.party(invoice.party)?.is_some_and(|party| party.kind_basis.is_known()) {
                continue;
            }
            let contested = crate::disputes::contested_now(books, &invoice)?;
            match of_undisputed(books, &law, company, &invoice, contested, world.today) {
                Ok(sums) => {
                    interest = interest.add(sums.interest_due)?;
                    compensation = compensation.add(sums.fixed_compensation_due)?;
                }
                Err(AppError::Law(_)) => return Ok(None),
                Err(other) => return Err(other),
            }
        }
        Ok(Some((interest, compensation)))
    })
}

/// What may be asked for on one invoice while a part of it is contested, beside that part; `None` when nothing is contested.
///
/// # Errors
/// As [`of_invoice`].
pub fn meanwhile(
    books: &mut dyn Books,
    law: &LawBook,
    company: &Company,
    invoice: &InvoiceRecord,
    as_of: Date,
) -> AppResult<Option<(Cents, StatementOfSums)>> {
    let outstanding = books.balance(invoice.id)?.map_or(Cents::ZERO, |b| b.outstanding.max(Cents::ZERO));
    let contested = crate::disputes::contested_now(books, invoice)?.min(outstanding);
    if !contested.is_positive() {
        return Ok(None);
    }
    Ok(Some((contested, of_undisputed(books, law, company, invoice, contested, as_of)?)))
}

/// What is due on the undisputed part of one invoice: the contested amount bears no interest here.
///
/// # Errors
/// As [`of_invoice`].
pub(crate) fn of_undisputed(
    books: &mut dyn Books,
    law: &LawBook,
    company: &Company,
    invoice: &InvoiceRecord,
    contested: Cents,
    as_of: Date,
) -> AppResult<StatementOfSums> {
    let debtor = Debtor::of(books, invoice, as_of)?;
    of_debtor(books, law, company, &debtor, invoice, contested)
}

/// The same, of one of several invoices of a customer, read once for all.
///
/// # Errors
/// As [`of_invoice`].
pub(crate) fn of_debtor(
    books: &mut dyn Books,
    law: &LawBook,
    company: &Company,
    debtor: &Debtor,
    invoice: &InvoiceRecord,
    contested: Cents,
) -> AppResult<StatementOfSums> {
    let what = Count { contested, as_of: debtor.as_of, waiver: about(&debtor.given_up, invoice.id) };
    Ok(count_of(books, law, company, debtor, invoice, what)?.sums)
}

/// Who owes, and what the sums of some of their invoices are counted from, on a day: read once, however many they are.
pub(crate) struct Debtor {
    party: PartyRecord,
    holds: Vec<HoldRecord>,
    as_of: Date,
    given_up: Vec<GivenUp>,
    /// The day each is due, as interest counts it.
    dues: HashMap<InvoiceId, Date>,
    allocations: HashMap<InvoiceId, Vec<AllocationRecord>>,
}

impl Debtor {
    pub fn read(books: &mut dyn Books, party: PartyRecord, invoices: &[InvoiceId], as_of: Date) -> AppResult<Debtor> {
        let mut dues: HashMap<_, _> = books.balances(invoices)?.into_iter().map(|b| (b.invoice, b.due_on)).collect();
        dues.extend(books.interest_dues(party.company, party.id, party.id)?);
        let mut allocations: HashMap<InvoiceId, Vec<AllocationRecord>> = HashMap::new();
        for allocation in books.allocations_of_invoices(invoices)? {
            allocations.entry(allocation.invoice).or_default().push(allocation);
        }
        let (holds, given_up) = (books.open_holds(party.id)?, books.given_up(party.id, as_of)?);
        Ok(Debtor { party, holds, as_of, given_up, dues, allocations })
    }

    fn of(books: &mut dyn Books, invoice: &InvoiceRecord, as_of: Date) -> AppResult<Debtor> {
        let party = books
            .party(invoice.party)?
            .ok_or_else(|| AppError::Broken(format!("le client de la facture {} a disparu", invoice.number)))?;
        Debtor::read(books, party, &[invoice.id], as_of)
    }
}

/// Until when to count an invoice, and what to leave out.
#[derive(Clone, Copy)]
pub(crate) struct Count {
    pub contested: Cents,
    pub as_of: Date,
    pub waiver: Waiver,
}

/// A statement, and the payment behind each of its allocations, with why it was put there.
pub(crate) struct Counted {
    pub sums: StatementOfSums,
    pub payments: Vec<(Option<PaymentId>, AllocationBasis)>,
}

/// Counts one invoice.
///
/// # Errors
/// As [`of_invoice`].
pub(crate) fn count(
    books: &mut dyn Books,
    law: &LawBook,
    company: &Company,
    invoice: &InvoiceRecord,
    what: Count,
) -> AppResult<Counted> {
    let debtor = Debtor::of(books, invoice, what.as_of)?;
    count_of(books, law, company, &debtor, invoice, what)
}

fn count_of(
    books: &mut dyn Books,
    law: &LawBook,
    company: &Company,
    Debtor { party, holds, dues, allocations, .. }: &Debtor,
    invoice: &InvoiceRecord,
    Count { contested, as_of, waiver }: Count,
) -> AppResult<Counted> {
    let due_on = dues.get(&invoice.id).copied().unwrap_or(invoice.due_on);
    let allocations = allocations.get(&invoice.id).map_or(&[][..], Vec::as_slice);
    let mut taken = taken(allocations, invoice.issued_on)?;
    if contested.is_positive() {
        let event = BalanceEvent { on: invoice.issued_on, amount: contested, kind: EventKind::CreditNote };
        taken.push(Taken { event, payment: None, basis: AllocationBasis::DisputeCredit });
    }
    // The order in which the statement takes them, so that its allocations are theirs.
    taken.sort_by_key(|t| (t.event.on, t.event.kind));
    taken.retain(|t| t.event.on <= as_of);
    let events: Vec<BalanceEvent> = taken.iter().map(|t| t.event).collect();
    // Only interest against a consumer runs from the formal notice, and the acts of a customer are long to read.
    let notice = match party.kind {
        PartyKind::Consumer => formal_notice(books, invoice)?,
        PartyKind::Business | PartyKind::PublicBody => None,
    };
    let insolvency = holds
        .iter()
        .filter(|h| h.kind == HoldKind::Insolvency && h.invoice.is_none_or(|i| i == invoice.id))
        .map(|h| h.opened_on)
        .min();
    let claim = InterestClaim {
        principal: principal(invoice, allocations, as_of)?,
        currency: invoice.currency,
        due_on,
        regime: regime(company, party, notice),
        events: &events,
        as_of,
        order: ORDER,
        stop_before: insolvency,
        settled_on: None,
        waiver,
    };
    Ok(Counted { sums: statement(&claim, law)?, payments: taken.into_iter().map(|t| (t.payment, t.basis)).collect() })
}

/// Of an invoice, its amount; of a credit note, what nothing has used yet, below zero.
fn principal(invoice: &InvoiceRecord, allocations: &[AllocationRecord], as_of: Date) -> AppResult<Cents> {
    if !invoice.principal.is_negative() {
        return Ok(invoice.principal);
    }
    let used = allocations.iter().filter(|a| a.effective_on <= as_of).map(|a| a.amount);
    Ok(invoice.principal.sub(Cents::sum(used)?)?.min(Cents::ZERO))
}

fn is_designated(kind: EventKind) -> bool {
    matches!(kind, EventKind::InterestPayment | EventKind::CompensationPayment)
}

/// An allocation as the law counts it.
#[derive(Clone, Copy)]
pub(crate) struct Taken {
    pub event: BalanceEvent,
    pub payment: Option<PaymentId>,
    pub basis: AllocationBasis,
}

/// Interest and compensation that somebody gave up, as recorded decisions.
pub(crate) fn waiver(books: &mut dyn Books, invoice: &InvoiceRecord, as_of: Date) -> AppResult<Waiver> {
    Ok(about(&books.given_up(invoice.party, as_of)?, invoice.id))
}

/// What was given up of that invoice.
fn about(words: &[GivenUp], invoice: InvoiceId) -> Waiver {
    let words = words.iter().filter(|word| word.invoice.is_none_or(|named| named == invoice));
    given_up(words.fold((false, false), |(i, c), word| (i || word.interest, c || word.compensation)))
}

fn given_up(what: (bool, bool)) -> Waiver {
    match what {
        (false, false) => Waiver::Nothing,
        (true, false) => Waiver::Interest,
        (false, true) => Waiver::FixedCompensation,
        (true, true) => Waiver::InterestAndCompensation,
    }
}

/// The day a formal notice naming the invoice left; interest against a consumer runs from it (C. civ. 1344-1).
fn formal_notice(books: &mut dyn Books, invoice: &InvoiceRecord) -> AppResult<Option<Date>> {
    Ok(notice_naming(&books.acts_of_party(invoice.party)?, invoice.id))
}

fn notice_naming(acts: &[ActRow], invoice: InvoiceId) -> Option<Date> {
    acts.iter()
        .filter(|a| a.act.template == "formal-notice" && a.act.lines.iter().any(|l| l.invoice == invoice))
        .filter(|a| matches!(a.state, ActState::HandedOver | ActState::Delivered | ActState::Done))
        .filter_map(|a| a.performed_on)
        .min()
}

/// Allocations as what the law counts: payments, and credits that correct the principal. What was taken back never
/// counted: it leaves with the allocation it reverses, or, from a ledger that names none, with the last of its amount.
/// What a credit note given in a dispute takes away was never owed: it counts from the invoice's own day.
fn taken(allocations: &[AllocationRecord], issued_on: Date) -> AppResult<Vec<Taken>> {
    let reversed: Vec<_> = allocations.iter().filter_map(|a| a.reverses).collect();
    let mut taken: Vec<Taken> = Vec::new();
    let mut sorted: Vec<&AllocationRecord> =
        allocations.iter().filter(|a| a.reverses.is_none() && !reversed.contains(&a.id)).collect();
    sorted.sort_by_key(|a| (a.effective_on, a.amount.is_negative(), a.id));
    for allocation in sorted {
        if allocation.amount.is_positive() {
            let is_money = allocation.against.is_none() && allocation.basis != AllocationBasis::Waiver;
            let kind = match allocation.component {
                Component::Interest => EventKind::InterestPayment,
                Component::FixedCompensation => EventKind::CompensationPayment,
                Component::Principal if is_money => EventKind::Payment,
                Component::Principal => EventKind::CreditNote,
            };
            let was_never_owed = allocation.basis == AllocationBasis::DisputeCredit;
            let on = if was_never_owed { issued_on } else { allocation.effective_on };
            let event = BalanceEvent { on, amount: allocation.amount, kind };
            taken.push(Taken { event, payment: allocation.payment, basis: allocation.basis });
        } else {
            take_back(&mut taken, allocation.amount.neg()?)?;
        }
    }
    Ok(taken)
}

/// Only a ledger takes back without saying what, and a ledger knows of no interest.
fn take_back(taken: &mut Vec<Taken>, mut amount: Cents) -> AppResult<()> {
    let may = |t: &Taken| !is_designated(t.event.kind);
    if let Some(at) = taken.iter().rposition(|t| may(t) && t.event.amount == amount) {
        taken.remove(at);
        return Ok(());
    }
    while amount.is_positive() {
        let Some(at) = taken.iter().rposition(may) else { return Ok(()) };
        let Some(last) = taken.get_mut(at) else { return Ok(()) };
        let part = amount.min(last.event.amount);
        last.event.amount = last.event.amount.sub(part)?;
        amount = amount.sub(part)?;
        if last.event.amount.is_zero() {
            taken.remove(at);
        }
    }
    Ok(())
}
