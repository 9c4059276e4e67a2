//! The answer: segments, what each payment paid, and what is due on the date asked for.
//!
//! The run goes through the events in order of date. A credit note acts at the start of its day, a payment at the end of its
//! day, what is designated first. At each payment the interest accrued so far becomes payable in cents (rounded half up); the fraction is not lost, since
//! the next amounts are differences between rounded totals.

use super::accrual::{numerator, rate_on, round_half_up};
use super::claim::{BalanceEvent, EventKind, InterestClaim, Regime};
use super::note::Note;
use super::remark::remark_segment;
use crate::allocation::{AllocationOrder, Owed, Split, split};
use crate::book::{CompensationPayer, LawBook};
use crate::error::LawError;
use crate::value::LawValue;
use base::{Cents, Currency, Date, RateBp, days_between};
use std::sync::Arc;

/// Where the rate of a segment comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateBasis {
    /// ECB reference rate plus the points of the law.
    ReferencePlus { reference: RateBp, points: i32 },
    /// The rate agreed, at or above the floor.
    Agreed { floor: RateBp },
    /// The floor, the agreed rate being below it.
    FloorInsteadOfAgreed { agreed: RateBp, floor: RateBp },
    /// The rate of the law, the agreed rate being below the floor.
    SupplementaryInsteadOfAgreed { agreed: RateBp, floor: RateBp },
    /// The legal interest rate.
    Legal,
}

/// A run of days with one rate and one base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// First and last day, both counted.
    pub from: Date,
    pub to: Date,
    pub days: i64,
    pub rate: RateBp,
    /// Principal that bears interest.
    pub base: Cents,
    /// `base × rate × days`; the interest is this over [`StatementOfSums::denominator`].
    pub numerator: i128,
    /// Share of the rounded total shown on this line: the lines add up to `interest_accrued` exactly.
    pub amount: Cents,
    pub basis: RateBasis,
    /// The dated value behind the rate: articles, source, status.
    pub record: Arc<LawValue>,
    /// Of its articles, the one that this debtor's regime rests on.
    pub article: String,
}

/// A payment or credit note and what it was put on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventAllocation {
    pub on: Date,
    pub kind: EventKind,
    pub amount: Cents,
    pub split: Split,
}

/// The statement of sums (décompte) of one invoice on one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementOfSums {
    pub as_of: Date,
    /// Amount of the invoice.
    pub principal: Cents,
    pub currency: Currency,
    pub segments: Vec<Segment>,
    pub allocations: Vec<EventAllocation>,
    /// Year basis × 10 000.
    pub denominator: i128,
    /// All interest since the first day, rounded once; what of it was paid; what remains.
    pub interest_accrued: Cents,
    pub interest_paid: Cents,
    pub interest_due: Cents,
    pub principal_due: Cents,
    /// The flat compensation the delay gave rise to, what of it was paid, what remains.
    pub fixed_compensation: Cents,
    pub fixed_compensation_paid: Cents,
    pub fixed_compensation_due: Cents,
    /// Interest and principal still due, with the compensation when all are in euros: two currencies are never added.
    pub total_due: Cents,
    /// Paid or credited beyond what was owed.
    pub unallocated: Cents,
    pub notes: Vec<Note>,
}

impl StatementOfSums {
    /// The compensation that no total holds, the invoice not being in euros.
    pub fn compensation_apart(&self) -> Option<Cents> {
        let apart = self.currency != Currency::EUR && !self.fixed_compensation_due.is_zero();
        apart.then_some(self.fixed_compensation_due)
    }
}

/// Computes what is due on one invoice.
///
/// # Errors
/// `NotCovered` when a day that bears interest is outside the tables; `NegativeAmount` for a negative event; `Overflow`.
pub fn statement(claim: &InterestClaim<'_>, law: &LawBook) -> Result<StatementOfSums, LawError> {
    let mut events: Vec<BalanceEvent> = claim.events.iter().copied().filter(|e| e.on <= claim.as_of).collect();
    if let Some(bad) = events.iter().find(|e| e.amount.is_negative()) {
        return Err(LawError::NegativeAmount { on: bad.on });
    }
    events.sort_by_key(|e| (e.on, e.kind));
    let mut run = Run::new(claim, law)?;
    for event in events {
        run.take(event)?;
    }
    run.finish()
}

struct Run<'a> {
    claim: &'a InterestClaim<'a>,
    law: &'a LawBook,
    first: Option<Date>,
    /// Next day to count.
    next: Date,
    base: Cents,
    exact: i128,
    denominator: i128,
    interest_paid: Cents,
    compensation: Option<Cents>,
    compensation_paid: Cents,
    unallocated: Cents,
    segments: Vec<Segment>,
    allocations: Vec<EventAllocation>,
    notes: Vec<Note>,
    is_settled: bool,
    /// Interest that was paid before the rest of it was given up.
    kept: Cents,
}

impl<'a> Run<'a> {
    fn new(claim: &'a InterestClaim<'a>, law: &'a LawBook) -> Result<Run<'a>, LawError> {
        let first = claim.first_day();
        Ok(Run {
            claim,
            law,
            first,
            next: first.unwrap_or(claim.due_on),
            base: claim.principal.max(Cents::ZERO),
            exact: 0,
            denominator: i128::from(law.year_basis().value) * 10_000,
            interest_paid: Cents::ZERO,
            compensation: None,
            compensation_paid: Cents::ZERO,
            unallocated: claim.principal.min(Cents::ZERO).neg()?,
            segments: Vec::new(),
            allocations: Vec::new(),
            notes: Vec::new(),
            is_settled: false,
            kept: Cents::ZERO,
        })
    }

    fn take(&mut self, event: BalanceEvent) -> Result<(), LawError> {
        self.settle(event.on)?;
        let split = match event.kind {
            EventKind::CreditNote => {
                if let Ok(eve) = event.on.yesterday() {
                    self.settle_compensation(eve)?;
                    self.accrue_to(eve)?;
                }
                let to_principal = self.base.min(event.amount);
                Split { to_principal, unallocated: event.amount.sub(to_principal)?, ..Split::default() }
            }
            EventKind::InterestPayment | EventKind::CompensationPayment | EventKind::Payment => {
                self.settle_compensation(event.on)?;
                self.accrue_to(event.on)?;
                self.keep_paid(event)?;
                let compensation = self.payable_compensation().sub(self.compensation_paid)?;
                let owed =
                    Owed { interest: self.accrued()?.sub(self.interest_paid)?, compensation, principal: self.base };
                paid(event, owed, self.claim.order)?
            }
        };
        self.base = self.base.sub(split.to_principal)?;
        self.interest_paid = self.interest_paid.add(split.to_interest)?;
        self.compensation_paid = self.compensation_paid.add(split.to_compensation)?;
        self.unallocated = self.unallocated.add(split.unallocated)?;
        self.allocations.push(EventAllocation { on: event.on, kind: event.kind, amount: event.amount, split });
        Ok(())
    }

    /// What is given up is what is left: what was paid of it, by its name, stays owed and paid.
    fn keep_paid(&mut self, event: BalanceEvent) -> Result<(), LawError> {
        match event.kind {
            EventKind::InterestPayment if self.claim.waiver.interest() => self.kept = self.kept.add(event.amount)?,
            EventKind::CompensationPayment
                if self.claim.waiver.fixed_compensation() && self.claim.currency == Currency::EUR =>
            {
                self.compensation = Some(self.compensation.unwrap_or_default().add(event.amount)?);
            }
            _ => {}
        }
        Ok(())
    }

    /// Once the invoice itself was paid, before that day: what was received without being designated paid its principal.
    fn settle(&mut self, before: Date) -> Result<(), LawError> {
        if self.is_settled || self.claim.settled_on.is_none_or(|on| on >= before) {
            return Ok(());
        }
        self.is_settled = true;
        for event in self.allocations.iter_mut().filter(|e| e.kind == EventKind::Payment) {
            let Split { to_interest, to_compensation, .. } = event.split;
            let moved = to_interest.add(to_compensation)?.min(self.base);
            let interest = to_interest.min(moved);
            let compensation = moved.sub(interest)?;
            event.split.to_principal = event.split.to_principal.add(moved)?;
            event.split.to_interest = to_interest.sub(interest)?;
            event.split.to_compensation = to_compensation.sub(compensation)?;
            self.base = self.base.sub(moved)?;
            self.interest_paid = self.interest_paid.sub(interest)?;
            self.compensation_paid = self.compensation_paid.sub(compensation)?;
        }
        Ok(())
    }

    /// What of the compensation a payment in the currency of the invoice can settle.
    fn payable_compensation(&self) -> Cents {
        let compensation = self.compensation.unwrap_or(Cents::ZERO);
        if self.claim.currency == Currency::EUR { compensation } else { Cents::ZERO }
    }

    fn accrued(&self) -> Result<Cents, LawError> {
        Ok(round_half_up(self.exact, self.denominator)?.add(self.kept)?)
    }

    /// Counts the days up to `through`, cutting where the rate changes.
    fn accrue_to(&mut self, through: Date) -> Result<(), LawError> {
        let (Some(started), Some(last)) = (self.first, self.claim.last_day()) else { return Ok(()) };
        let to = through.min(last);
        while self.base.is_positive() && self.next <= to {
            let day = rate_on(self.law, self.claim.regime, started, self.next, to)?;
            let days = days_between(self.next, day.until) + 1;
            let numerator = numerator(self.base, day.rate, days)?;
            let before = self.accrued()?;
            self.exact = self.exact.checked_add(numerator).ok_or(base::MoneyError::Overflow)?;
            self.segments.push(Segment {
                from: self.next,
                to: day.until,
                days,
                rate: day.rate,
                base: self.base,
                numerator,
                amount: self.accrued()?.sub(before)?,
                basis: day.basis,
                article: self.claim.regime.article(&day.record.article),
                record: day.record,
            });
            self.next = day.until.tomorrow().map_err(|_| LawError::OutsideCalendar)?;
        }
        if self.next <= to {
            self.next = to.tomorrow().map_err(|_| LawError::OutsideCalendar)?;
        }
        Ok(())
    }

    /// Decides once, on the first day late, whether the flat compensation is owed: something must still be due on that day.
    ///
    /// `reached` is the last day known to be complete, credit notes of that day included.
    fn settle_compensation(&mut self, reached: Date) -> Result<(), LawError> {
        if self.compensation.is_some() || reached <= self.claim.due_on {
            return Ok(());
        }
        let payer = match self.claim.regime {
            Regime::Business { .. } => CompensationPayer::Business,
            Regime::PublicBody => CompensationPayer::Public,
            Regime::Consumer { .. } => return Ok(()),
        };
        let late_on = self.claim.due_on.tomorrow().map_err(|_| LawError::OutsideCalendar)?;
        let excluded = self.claim.stop_before.filter(|judgment| self.claim.due_on >= *judgment);
        self.compensation = Some(if !self.base.is_positive() {
            Cents::ZERO
        } else if let Some(judgment_on) = excluded {
            self.notes.push(Note::CompensationExcluded { judgment_on });
            Cents::ZERO
        } else if self.claim.waiver.fixed_compensation() {
            self.notes.push(Note::CompensationWaived);
            Cents::ZERO
        } else {
            self.law.fixed_compensation(payer, late_on)?.value
        });
        Ok(())
    }

    fn finish(mut self) -> Result<StatementOfSums, LawError> {
        if let Some(on) = self.claim.settled_on.filter(|on| *on <= self.claim.as_of) {
            self.settle_compensation(on)?;
            self.accrue_to(on)?;
            self.settle(on.tomorrow().map_err(|_| LawError::OutsideCalendar)?)?;
        }
        self.settle_compensation(self.claim.as_of)?;
        self.accrue_to(self.claim.as_of)?;
        self.remark();
        let interest_accrued = self.accrued()?;
        let interest_due = interest_accrued.sub(self.interest_paid)?;
        let fixed_compensation = self.compensation.unwrap_or(Cents::ZERO);
        let fixed_compensation_due = fixed_compensation.sub(self.compensation_paid)?;
        let in_total = self.payable_compensation().sub(self.compensation_paid)?;
        if in_total != fixed_compensation_due {
            self.notes.push(Note::CompensationApart { currency: self.claim.currency });
        }
        Ok(StatementOfSums {
            as_of: self.claim.as_of,
            principal: self.claim.principal,
            currency: self.claim.currency,
            segments: self.segments,
            allocations: self.allocations,
            denominator: self.denominator,
            interest_accrued,
            interest_paid: self.interest_paid,
            interest_due,
            principal_due: self.base,
            fixed_compensation,
            fixed_compensation_paid: self.compensation_paid,
            fixed_compensation_due,
            total_due: Cents::sum([interest_due, self.base, in_total])?,
            unallocated: self.unallocated,
            notes: self.notes,
        })
    }

    fn remark(&mut self) {
        let late = self.claim.as_of > self.claim.due_on && self.claim.principal.is_positive();
        if self.claim.waiver.interest() {
            self.notes.push(Note::InterestWaived);
            if self.claim.regime == Regime::PublicBody {
                self.notes.push(Note::PublicWaiver);
            }
        }
        if late && matches!(self.claim.regime, Regime::Consumer { formal_notice_on: None }) {
            self.notes.push(Note::ConsumerWithoutFormalNotice);
        }
        if let Some(judgment_on) = self.claim.stop_before.filter(|j| *j <= self.claim.as_of && late) {
            self.notes.push(Note::StoppedByInsolvency { judgment_on });
        }
        if self.unallocated.is_positive() {
            self.notes.push(Note::Overpaid { amount: self.unallocated, currency: self.claim.currency });
        }
        let mut found = Vec::new();
        for segment in &self.segments {
            remark_segment(segment, self.law, &mut found);
        }
        self.notes.append(&mut found);
    }
}

/// What a payment pays: first what it is for, when that was said; then as the order says. Where only what was recorded for the
/// principal pays it, what was for interest and exceeds it is a credit.
fn paid(event: BalanceEvent, owed: Owed, order: AllocationOrder) -> Result<Split, base::MoneyError> {
    let (mut first, mut left) = (Split::default(), owed);
    let part = |want: Cents| event.amount.min(want.max(Cents::ZERO));
    match event.kind {
        EventKind::InterestPayment => {
            first.to_interest = part(owed.interest);
            left.interest = owed.interest.sub(first.to_interest)?;
        }
        EventKind::CompensationPayment => {
            first.to_compensation = part(owed.compensation);
            left.compensation = owed.compensation.sub(first.to_compensation)?;
        }
        EventKind::CreditNote | EventKind::Payment => {}
    }
    let over = event.amount.sub(first.allocated()?)?;
    if order == AllocationOrder::PrincipalOnly && event.kind != EventKind::Payment {
        return Ok(Split { unallocated: over, ..first });
    }
    let rest = split(over, left, order)?;
    Ok(Split {
        to_interest: first.to_interest.add(rest.to_interest)?,
        to_compensation: first.to_compensation.add(rest.to_compensation)?,
        ..rest
    })
}
