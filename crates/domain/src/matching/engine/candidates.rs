//! What a person is shown when nothing is certain: the likely explanations, best first, each with what speaks for it.

use super::evidence::Evidence;
use super::judge::{discount, is_ruled_out};
use super::label::Said;
use super::numbers::Told;
use super::payers::Payer;
use super::{Candidate, Credit, Engine, Part, Receivable, sums};
use base::{Cents, days_between};

/// So many are shown.
const MOST: usize = 5;
const MOST_FEES: Cents = Cents::new(3_000);
/// A sum that a slip of the pen missed.
const A_FEW_CENTS: i64 = 100;

/// A credit as it was read.
pub(super) struct Case<'c> {
    pub credit: &'c Credit,
    pub told: Vec<Told>,
    pub unknown: Vec<String>,
    pub said: Said,
    pub payer: Payer,
}

impl Case<'_> {
    /// Of the receivables that bear a number, those it can mean: the payer's, open before paid.
    pub(super) fn meant(&self, engine: &Engine, told: &Told) -> Vec<usize> {
        let all = &told.receivables;
        let theirs = |at: &&usize| engine.receivable(**at).is_some_and(|r| self.payer.customers.contains(&r.customer));
        let mine: Vec<usize> = all.iter().filter(theirs).copied().collect();
        if mine.is_empty() { all.clone() } else { mine }
    }
}

impl Candidate {
    /// The money came before an invoice that it would pay, and the label does not name it.
    fn is_early(&self) -> bool {
        self.evidence.iter().any(|e| matches!(e, Evidence::IssuedAfter { .. }))
    }

    fn pays_as(&self, other: &Candidate) -> bool {
        self.parts == other.parts && self.accessories == other.accessories
    }
}

impl Engine {
    pub(super) fn candidates(&self, case: &Case<'_>) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = self.instalments(case);
        found.extend(self.named_candidate(case));
        let may_be = |customer: &&usize| !case.credit.ruled_out.contains(&(**customer, None));
        for customer in case.payer.customers.iter().filter(may_be).take(MOST) {
            self.of_customer(case, *customer, &mut found);
        }
        if found.is_empty() {
            self.by_amount_only(case, &mut found);
        }
        found.iter_mut().for_each(|candidate| self.say_issued_after(case, candidate));
        // What pays an invoice of a later day is believed last, whatever fits.
        found.sort_by_key(Candidate::is_early);
        let mut kept: Vec<Candidate> = Vec::new();
        for candidate in found {
            if kept.len() < MOST && kept.iter().all(|k| !k.pays_as(&candidate)) {
                kept.push(candidate);
            }
        }
        kept
    }

    /// What the label names, the oldest first, as far as the money goes; the rest stays on account.
    fn named_candidate(&self, case: &Case<'_>) -> Option<Candidate> {
        let mut named: Vec<(usize, bool)> =
            case.told.iter().flat_map(|t| case.meant(self, t).into_iter().map(|at| (at, t.is_exact))).collect();
        named.retain(|(at, _)| self.receivable(*at).is_some_and(|r| self.may_pay(case.credit, *at, r)));
        named.sort_by_key(|(at, _)| self.receivable(*at).map(|r| (r.outstanding.is_positive(), r.due_on, *at)));
        let owner = self.receivable(named.first()?.0)?.customer;
        let of_owner: Vec<usize> = named
            .iter()
            .map(|(at, _)| *at)
            .filter(|at| self.receivable(*at).is_some_and(|r| r.customer == owner))
            .collect();
        let (parts, rest) = self.spread(case.credit.amount, &of_owner);
        let mut evidence: Vec<Evidence> = Vec::new();
        for (at, is_exact) in &named {
            let number = self.number(*at);
            evidence.push(if *is_exact { Evidence::Number { number } } else { Evidence::NumberRespelled { number } });
        }
        self.say_gap(case, &parts, rest, &mut evidence);
        if case.payer.customers.contains(&owner) || case.payer.is_stranger {
            evidence.extend(case.payer_evidence());
        }
        Some(Candidate { customer: Some(owner), parts, rest, evidence, ..Candidate::default() })
    }

    fn may_pay(&self, credit: &Credit, at: usize, receivable: &Receivable) -> bool {
        !receivable.outstanding.is_zero()
            && receivable.currency == credit.currency
            && !is_ruled_out(credit, receivable.customer, at)
    }

    /// Pays receivables in order: credit notes first add to the money.
    fn spread(&self, amount: Cents, receivables: &[usize]) -> (Vec<Part>, Cents) {
        let (mut parts, mut left) = (Vec::new(), amount);
        for at in receivables {
            let Some(receivable) = self.receivable(*at) else { continue };
            let part = receivable.outstanding.min(left);
            if part.is_zero() || (left.is_zero() && part.is_positive()) {
                continue;
            }
            let Ok(rest) = left.sub(part) else { continue };
            parts.push(Part { receivable: *at, amount: part });
            left = rest;
        }
        (parts, left)
    }

    fn say_gap(&self, case: &Case<'_>, parts: &[Part], rest: Cents, evidence: &mut Vec<Evidence>) {
        let wanted = Cents::sum(parts.iter().filter_map(|p| self.receivable(p.receivable)).map(|r| r.outstanding));
        let Ok(wanted) = wanted else { return };
        let missing = wanted.sub(case.credit.amount).unwrap_or_default();
        for part in parts.iter().filter(|p| p.amount.is_negative()) {
            evidence.push(Evidence::CreditDeducted { number: self.number(part.receivable) });
        }
        match missing {
            _ if rest.is_positive() => evidence.push(Evidence::OnAccount { cents: rest }),
            m if m.is_zero() => evidence.push(Evidence::AmountEqual),
            m if m.get() <= A_FEW_CENTS && m.is_positive() => {
                evidence.push(Evidence::NearlySum { invoices: parts.len() as u64, cents: m });
            }
            m if m.is_positive() && m <= MOST_FEES => evidence.push(Evidence::LessFees { cents: m }),
            m => match discount(m, wanted) {
                Some(percent) => evidence.push(Evidence::LessDiscount { cents: m, percent }),
                None => evidence.extend(parts.last().map(|p| Evidence::PartOf { number: self.number(p.receivable) })),
            },
        }
    }

    /// What this customer may have paid without saying so.
    fn of_customer(&self, case: &Case<'_>, customer: usize, found: &mut Vec<Candidate>) {
        let open = self.open_of(customer, case.credit);
        let amount = case.credit.amount;
        let whole = |parts: Vec<Part>, evidence: Vec<Evidence>| {
            let evidence = evidence.into_iter().chain(case.payer_evidence()).collect();
            Candidate { customer: Some(customer), parts, evidence, ..Candidate::default() }
        };
        let mut equal: Vec<&(usize, &Receivable)> = open.iter().filter(|(_, r)| r.outstanding == amount).collect();
        equal.sort_by_key(|(at, r)| (self.days_off_habit(case.credit, customer, r), r.due_on, *at));
        for (at, receivable) in equal.into_iter().take(MOST) {
            let mut evidence = vec![Evidence::AmountEqual];
            if self.customers.get(customer).is_some_and(|c| c.usual_delay.is_some()) {
                evidence.push(Evidence::Habit { days: self.days_off_habit(case.credit, customer, receivable) });
            }
            found.push(whole(vec![Part { receivable: *at, amount }], evidence));
        }
        for set in self.sets_of(&open, amount, amount) {
            let evidence = self.set_evidence(&set, Cents::ZERO);
            found.push(whole(set, evidence));
        }
        let positive: Vec<Cents> = open.iter().map(|(_, r)| r.outstanding).collect();
        if open.len() > sums::MOST_IN_A_SET && Cents::sum(positive).ok() == Some(amount) {
            let parts = open.iter().map(|(at, r)| Part { receivable: *at, amount: r.outstanding }).collect();
            found.push(whole(parts, vec![Evidence::WholeBalance { invoices: open.len() as u64 }]));
        }
        self.nearly(case, &open, &whole, found);
        self.oldest_first(case, customer, &open, found);
    }

    /// Less fees, less a discount, or a few cents from a sum.
    fn nearly(
        &self,
        case: &Case<'_>,
        open: &[(usize, &Receivable)],
        whole: &dyn Fn(Vec<Part>, Vec<Evidence>) -> Candidate,
        found: &mut Vec<Candidate>,
    ) {
        let amount = case.credit.amount;
        for (at, receivable) in open {
            let missing = receivable.outstanding.sub(amount).unwrap_or_default();
            if !missing.is_positive() {
                continue;
            }
            let evidence = match discount(missing, receivable.outstanding) {
                Some(percent) => Evidence::LessDiscount { cents: missing, percent },
                None if missing <= MOST_FEES => Evidence::LessFees { cents: missing },
                None => continue,
            };
            found.push(whole(vec![Part { receivable: *at, amount }], vec![evidence]));
        }
        let (Ok(from), Ok(to)) = (amount.add(Cents::new(1)), amount.add(Cents::new(A_FEW_CENTS))) else { return };
        for mut set in self.sets_of(open, from, to).into_iter().take(1) {
            let wanted = Cents::sum(set.iter().map(|p| p.amount)).unwrap_or_default();
            let missing = wanted.sub(amount).unwrap_or_default();
            if let Some(last) = set.last_mut() {
                last.amount = last.amount.sub(missing).unwrap_or(last.amount);
            }
            let evidence = vec![Evidence::NearlySum { invoices: set.len() as u64, cents: missing }];
            found.push(whole(set, evidence));
        }
    }

    fn sets_of(&self, open: &[(usize, &Receivable)], least: Cents, most: Cents) -> Vec<Vec<Part>> {
        let amounts: Vec<Cents> = open.iter().map(|(_, r)| r.outstanding).collect();
        let sets = sums::between(&amounts, least, most).found;
        let part = |i: usize| open.get(i).map(|(at, r)| Part { receivable: *at, amount: r.outstanding });
        sets.into_iter().map(|set| set.into_iter().filter_map(part).collect()).collect()
    }

    fn set_evidence(&self, set: &[Part], missing: Cents) -> Vec<Evidence> {
        let invoices = set.iter().filter(|p| p.amount.is_positive()).count() as u64;
        let mut evidence = Vec::new();
        evidence.extend(Some(Evidence::SumOf { invoices }).filter(|_| missing.is_zero() && invoices > 1));
        let notes = set.iter().filter(|p| p.amount.is_negative());
        evidence.extend(notes.map(|p| Evidence::CreditDeducted { number: self.number(p.receivable) }));
        evidence
    }

    /// A customer may pay before the invoice, but then the label says so.
    fn say_issued_after(&self, case: &Case<'_>, candidate: &mut Candidate) {
        let named: Vec<usize> = case.told.iter().flat_map(|told| case.meant(self, told)).collect();
        let unnamed = candidate.parts.iter().filter(|p| !named.contains(&p.receivable));
        let later =
            unnamed.filter_map(|p| self.receivable(p.receivable)).filter(|r| r.issued_on > case.credit.booked_on);
        let said: Vec<Evidence> =
            later.map(|r| Evidence::IssuedAfter { number: r.number.clone(), issued_on: r.issued_on }).collect();
        candidate.evidence.extend(said);
    }

    /// On account: what the law says where the debtor says nothing (C. civ. 1342-10), by age alone.
    fn oldest_first(
        &self,
        case: &Case<'_>,
        customer: usize,
        open: &[(usize, &Receivable)],
        found: &mut Vec<Candidate>,
    ) {
        let is_owed = |r: &Receivable| r.outstanding.is_positive() && r.issued_on <= case.credit.booked_on;
        let debts: Vec<usize> = open.iter().filter(|(_, r)| is_owed(r)).map(|(at, _)| *at).collect();
        let (parts, rest) = self.spread(case.credit.amount, &debts);
        let mut evidence = Vec::new();
        evidence.extend(Some(Evidence::OldestFirst).filter(|_| !parts.is_empty()));
        let last = parts.last().and_then(|p| self.receivable(p.receivable).filter(|r| r.outstanding > p.amount));
        evidence.extend(last.map(|r| Evidence::PartOf { number: r.number.clone() }));
        evidence.extend(Some(Evidence::OnAccount { cents: rest }).filter(|_| rest.is_positive()));
        evidence.extend(case.payer_evidence());
        found.push(Candidate { customer: Some(customer), parts, rest, evidence, ..Candidate::default() });
    }

    /// Nobody known and nothing named: receivables of just this amount that existed by then.
    fn by_amount_only(&self, case: &Case<'_>, found: &mut Vec<Candidate>) {
        if case.said.no_customer {
            return;
        }
        let equal = self.by_amount.get(&(case.credit.currency, case.credit.amount)).into_iter().flatten();
        let known = equal.filter_map(|at| self.receivable(*at).map(|r| (*at, r)));
        let could = |(at, r): &(usize, &Receivable)| {
            r.issued_on <= case.credit.booked_on && !is_ruled_out(case.credit, r.customer, *at)
        };
        for (at, receivable) in known.filter(could).take(MOST) {
            let part = Part { receivable: at, amount: case.credit.amount };
            let evidence = vec![Evidence::AmountEqual];
            let customer = Some(receivable.customer);
            found.push(Candidate { customer, parts: vec![part], evidence, ..Candidate::default() });
        }
        found.extend(self.expecting(case, None).into_iter().filter_map(|one| self.with_payer(case, one)));
    }

    /// How many days from the day this customer usually pays such an invoice.
    fn days_off_habit(&self, credit: &Credit, customer: usize, receivable: &Receivable) -> i64 {
        let usual = self.customers.get(customer).and_then(|c| c.usual_delay).unwrap_or(0);
        (days_between(receivable.due_on, credit.booked_on) - usual).abs()
    }
}
