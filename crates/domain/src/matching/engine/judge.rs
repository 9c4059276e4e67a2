//! What may be taken without a person: one explanation, with named evidence, and nothing against it.

use super::candidates::Case;
use super::evidence::{Doubt, Evidence};
use super::label::{pieces, said};
use super::numbers::is_a_slip;
use super::payers::NameFit;
use super::{Candidate, Credit, Decision, Engine, Part, Receivable, Verdict, sums};
use base::{Cents, days_between};

/// Beyond this a gap is no bank's fee.
const MOST_FEES: Cents = Cents::new(3_000);
/// Cash discounts run from one to three percent.
const DISCOUNTS: [u32; 6] = [100, 150, 200, 250, 300, 50];

/// Certain, or why not.
pub(super) type Ruling = Result<Candidate, Vec<Doubt>>;

impl Engine {
    /// What this credit may be, among what is open now.
    pub fn judge(&self, credit: &Credit) -> Verdict {
        let case = self.case(credit);
        if !credit.amount.is_positive() {
            return Verdict { decision: Decision::None, candidates: Vec::new(), doubts: vec![Doubt::NothingFits] };
        }
        let ruling = if case.told.is_empty() { self.without_number(&case) } else { self.by_number(&case) };
        let ruling = ruling.and_then(|candidate| self.nothing_against(&case, candidate));
        match ruling {
            Ok(candidate) => Verdict { decision: Decision::Auto, candidates: vec![candidate], doubts: Vec::new() },
            Err(doubts) => {
                let candidates = self.candidates(&case);
                let decision = if candidates.is_empty() { Decision::None } else { Decision::Ask };
                Verdict { decision, candidates, doubts }
            }
        }
    }

    fn case<'c>(&'c self, credit: &'c Credit) -> Case<'c> {
        let reading = self.numbers.read(&credit.label);
        let payer = self.payer_of(credit);
        Case { credit, told: reading.told, unknown: reading.unknown, said: said(&pieces(&credit.label)), payer }
    }

    pub(super) fn receivable(&self, at: usize) -> Option<&Receivable> {
        self.receivables.get(at)
    }

    pub(super) fn number(&self, at: usize) -> String {
        self.receivable(at).map_or_else(String::new, |r| r.number.clone())
    }

    /// What a customer owes in the credit's currency, oldest due first; what a person ruled out is left out.
    pub(super) fn open_of(&self, customer: usize, credit: &Credit) -> Vec<(usize, &Receivable)> {
        let open = self.open.get(customer).into_iter().flatten();
        let receivables = open.filter_map(|(_, at)| self.receivable(*at).map(|r| (*at, r)));
        receivables.filter(|(at, r)| r.currency == credit.currency && !is_ruled_out(credit, customer, *at)).collect()
    }

    /// The label tells numbers: they are paid in full, or by a part it explains.
    fn by_number(&self, case: &Case<'_>) -> Ruling {
        if let Some(told) = case.unknown.first() {
            return Err(vec![Doubt::UnknownNumber { told: told.clone() }]);
        }
        let mut named = Vec::new();
        for told in &case.told {
            match case.meant(self, told).as_slice() {
                [one] => named.push((*one, told.is_exact)),
                _ => return Err(vec![Doubt::AmbiguousNumber]),
            }
        }
        let owner = self.owner(case, &named)?;
        let outstanding = named.iter().filter_map(|(at, _)| self.receivable(*at)).map(|r| r.outstanding);
        let Ok(sum) = Cents::sum(outstanding) else { return Err(vec![Doubt::NothingFits]) };
        let mut evidence = self.told_evidence(&named);
        if case.credit.amount == sum {
            evidence.push(Evidence::AmountEqual);
            evidence.extend(Some(Evidence::SumOf { invoices: named.len() as u64 }).filter(|_| named.len() > 1));
            let parts = named
                .iter()
                .filter_map(|(at, _)| Some(Part { receivable: *at, amount: self.receivable(*at)?.outstanding }));
            let candidate =
                Candidate { customer: Some(owner), parts: parts.collect(), evidence, ..Candidate::default() };
            return self.near_number(case, &named).map_or(Ok(candidate), |doubt| Err(vec![doubt]));
        }
        let expecting = self.expecting(case, Some(owner));
        if !expecting.is_empty() && case.payer.only() == Some(owner) {
            let mut sure = self.by_instalment(case, &expecting)?;
            sure.evidence.extend(evidence);
            return Ok(sure);
        }
        let [(only, _)] = named.as_slice() else { return Err(vec![gap(case.credit.amount, sum)]) };
        if case.credit.amount > sum || case.payer.only() != Some(owner) {
            return Err(vec![gap(case.credit.amount, sum)]);
        }
        evidence.extend(self.explained_gap(case, *only, sum)?);
        let part = Part { receivable: *only, amount: case.credit.amount };
        Ok(Candidate { customer: Some(owner), parts: vec![part], evidence, ..Candidate::default() })
    }

    /// The one customer whose invoices are named, if nothing is paid already and the payer is nobody else of ours.
    fn owner(&self, case: &Case<'_>, named: &[(usize, bool)]) -> Result<usize, Vec<Doubt>> {
        let mut owner = None;
        for (at, _) in named {
            let Some(receivable) = self.receivable(*at) else { return Err(vec![Doubt::NothingFits]) };
            let number = receivable.number.clone();
            if receivable.currency != case.credit.currency {
                return Err(vec![Doubt::OtherCurrency]);
            }
            if receivable.outstanding.is_zero() {
                return Err(vec![Doubt::AlreadyPaid { number }]);
            }
            if case.payer.is_contradictory {
                return Err(vec![Doubt::PayerContradictory]);
            }
            if !case.payer.customers.is_empty() && !case.payer.customers.contains(&receivable.customer) {
                return Err(vec![Doubt::OtherCustomers { number }]);
            }
            if *owner.get_or_insert(receivable.customer) != receivable.customer {
                return Err(vec![Doubt::SeveralCustomers]);
            }
        }
        owner.ok_or_else(|| vec![Doubt::NothingFits])
    }

    fn told_evidence(&self, named: &[(usize, bool)]) -> Vec<Evidence> {
        let one = |(at, is_exact): &(usize, bool)| {
            let number = self.number(*at);
            if *is_exact { Evidence::Number { number } } else { Evidence::NumberRespelled { number } }
        };
        named.iter().map(one).collect()
    }

    /// Why less than the invoice came: said by the label, or what a bank or a discount takes.
    fn explained_gap(&self, case: &Case<'_>, at: usize, sum: Cents) -> Result<Vec<Evidence>, Vec<Doubt>> {
        let Ok(missing) = sum.sub(case.credit.amount) else { return Err(vec![Doubt::NothingFits]) };
        let number = self.number(at);
        if case.said.part {
            return Ok(vec![Evidence::PartOf { number }, Evidence::PartSaid]);
        }
        let principal = self.receivable(at).map_or(sum, |r| r.principal);
        if case.said.discount
            && let Some(percent) = discount(missing, sum).or_else(|| discount(missing, principal))
        {
            return Ok(vec![Evidence::LessDiscount { cents: missing, percent }]);
        }
        let owner = self.receivable(at).map_or(usize::MAX, |r| r.customer);
        let mut others = self.open_of(owner, case.credit).into_iter().filter(|(other, _)| *other != at);
        if let Some((_, other)) = others.find(|(_, r)| r.outstanding == case.credit.amount) {
            return Err(vec![Doubt::AmountOfAnother { number: other.number.clone() }]);
        }
        if missing <= MOST_FEES && missing.get().saturating_mul(5) <= sum.get() {
            return Ok(vec![Evidence::LessFees { cents: missing }]);
        }
        Err(vec![Doubt::TooLittle { cents: missing }])
    }

    /// A wrong digit within the number would name another invoice of the same customer and amount, and one whose due date
    /// fits the day better. The last digit is left alone: invoices of one amount often follow each other.
    fn near_number(&self, case: &Case<'_>, named: &[(usize, bool)]) -> Option<Doubt> {
        let [(only, _)] = named else { return None };
        let told = self.receivable(*only)?;
        let digits = self.numbers.digits_of(*only);
        let distance = |r: &Receivable| days_between(r.due_on, case.credit.booked_on).abs();
        let is_near = |at: usize, r: &Receivable| {
            let other = self.numbers.digits_of(at);
            let same_end = digits.bytes().last() == other.bytes().last();
            same_end && is_a_slip(digits, other) && distance(r) < distance(told)
        };
        let others = self.open_of(told.customer, case.credit);
        let near =
            others.into_iter().find(|(at, r)| *at != *only && r.outstanding == told.outstanding && is_near(*at, r));
        near.map(|(_, r)| Doubt::NearNumber { number: r.number.clone() })
    }

    /// No number: the customer is known, and only one invoice or one set makes the amount.
    fn without_number(&self, case: &Case<'_>) -> Ruling {
        let customer = case.known_payer()?;
        let expecting = self.expecting(case, Some(customer));
        if !expecting.is_empty() && !case.said.no_customer {
            return self.by_instalment(case, &expecting);
        }
        if case.said.part {
            return Err(vec![Doubt::PartWithoutNumber]);
        }
        if case.said.no_customer {
            return Err(vec![Doubt::NoCustomersWords]);
        }
        let open = self.open_of(customer, case.credit);
        let equal: Vec<usize> =
            open.iter().filter(|(_, r)| r.outstanding == case.credit.amount).map(|(at, _)| *at).collect();
        let candidate = match (equal.as_slice(), case.unknown.as_slice()) {
            ([], []) => self.only_set(case, customer, &open)?,
            ([], [told, ..]) => return Err(vec![Doubt::UnknownNumber { told: told.clone() }]),
            ([_], []) if case.said.several => return Err(vec![Doubt::SeveralSaid]),
            ([one], []) => self.only_amount(customer, *one, open.len())?,
            ([one], [told]) if is_a_slip(told, self.numbers.digits_of(*one)) => {
                let mut sure = self.only_amount(customer, *one, open.len())?;
                let number = self.number(*one);
                sure.evidence.insert(0, Evidence::NumberSlip { told: told.clone(), number });
                sure
            }
            ([_], [told, ..]) => return Err(vec![Doubt::UnknownNumber { told: told.clone() }]),
            (several, _) => return Err(vec![Doubt::SameAmount { invoices: several.len() as u64 }]),
        };
        self.nothing_waits(case, &candidate, &open)?;
        self.issued_by_then(case, &candidate)?;
        Ok(candidate)
    }

    fn only_amount(&self, customer: usize, one: usize, among: usize) -> Ruling {
        let amount = self.receivable(one).map_or(Cents::ZERO, |r| r.outstanding);
        Ok(Candidate {
            customer: Some(customer),
            parts: vec![Part { receivable: one, amount }],
            evidence: vec![Evidence::AmountEqual, Evidence::OnlyAmount { among: among as u64 }],
            ..Candidate::default()
        })
    }

    fn only_set(&self, case: &Case<'_>, customer: usize, open: &[(usize, &Receivable)]) -> Ruling {
        let amounts: Vec<Cents> = open.iter().map(|(_, r)| r.outstanding).collect();
        let sets = sums::between(&amounts, case.credit.amount, case.credit.amount);
        let Some(only) = sets.only() else {
            let none =
                if sets.is_complete { Doubt::NothingFits } else { Doubt::TooManyOpen { open: open.len() as u64 } };
            return Err(vec![if sets.found.is_empty() {
                none
            } else if sets.is_complete {
                Doubt::SeveralSets
            } else {
                none
            }]);
        };
        let chosen = only.iter().filter_map(|i| open.get(*i));
        let parts: Vec<Part> = chosen.map(|(at, r)| Part { receivable: *at, amount: r.outstanding }).collect();
        if parts.iter().any(|p| p.amount.is_negative()) {
            return Err(vec![Doubt::CreditNotSaid]);
        }
        let evidence =
            vec![Evidence::SumOf { invoices: parts.len() as u64 }, Evidence::OnlySet { among: open.len() as u64 }];
        Ok(Candidate { customer: Some(customer), parts, evidence, ..Candidate::default() })
    }

    /// An amount alone proves nothing while another credit of the same customer waits, which may pay the same.
    fn nothing_waits(
        &self,
        case: &Case<'_>,
        candidate: &Candidate,
        open: &[(usize, &Receivable)],
    ) -> Result<(), Vec<Doubt>> {
        let is_single = candidate.parts.len() == 1;
        for (at, receivable) in open {
            for waiting in self.waiting.get(at).into_iter().flatten() {
                let is_theirs = candidate.customer.is_some_and(|c| waiting.customers.contains(&c));
                let left = receivable.outstanding.sub(waiting.amount).ok();
                let would_fit = left == Some(case.credit.amount) || candidate.parts.iter().any(|p| p.receivable == *at);
                if is_theirs && (would_fit || !is_single) {
                    return Err(vec![Doubt::EarlierCredit { booked_on: waiting.booked_on }]);
                }
            }
        }
        Ok(())
    }

    /// Nobody pays, unasked, an invoice that does not exist yet.
    fn issued_by_then(&self, case: &Case<'_>, candidate: &Candidate) -> Result<(), Vec<Doubt>> {
        let later = candidate.parts.iter().filter_map(|p| self.receivable(p.receivable));
        let later = later.into_iter().find(|r| r.issued_on > case.credit.booked_on);
        later.map_or(Ok(()), |r| Err(vec![Doubt::NotYetIssued { number: r.number.clone() }]))
    }

    /// What stops even the only explanation.
    fn nothing_against(&self, case: &Case<'_>, mut candidate: Candidate) -> Ruling {
        let mut doubts: Vec<Doubt> = Vec::new();
        doubts.extend(Some(Doubt::Reopened).filter(|_| case.credit.is_reopened));
        for part in &candidate.parts {
            let Some(receivable) = self.receivable(part.receivable) else { continue };
            let number = receivable.number.clone();
            if is_ruled_out(case.credit, receivable.customer, part.receivable) {
                doubts.push(Doubt::RuledOut);
            }
            if receivable.is_factored {
                doubts.push(Doubt::Factored { number: number.clone() });
            }
            // A number that tells its year is no older invoice's; another may have served before.
            if receivable.issued_on > case.credit.booked_on
                && !number.contains(&receivable.issued_on.year().to_string())
            {
                doubts.push(Doubt::NotYetIssued { number });
            }
            doubts.extend(self.earlier_credit(case, part, receivable));
        }
        if !doubts.is_empty() {
            return Err(doubts);
        }
        candidate.evidence.extend(case.payer_evidence());
        Ok(candidate)
    }

    /// Another credit waits that names the receivable, from the same customer or of the same amount.
    fn earlier_credit(&self, case: &Case<'_>, part: &Part, receivable: &Receivable) -> Option<Doubt> {
        let waiting = self.waiting.get(&part.receivable)?;
        let earlier =
            waiting.iter().find(|w| w.customers.contains(&receivable.customer) || w.amount == case.credit.amount)?;
        Some(Doubt::EarlierCredit { booked_on: earlier.booked_on })
    }
}

impl Case<'_> {
    /// The customer that the account or the name tells, when it tells just one.
    fn known_payer(&self) -> Result<usize, Vec<Doubt>> {
        self.payer.only().ok_or_else(|| {
            vec![match () {
                () if self.payer.is_contradictory => Doubt::PayerContradictory,
                () if self.payer.customers.len() > 1 => Doubt::SeveralPayers,
                () => Doubt::PayerUnknown,
            }]
        })
    }

    pub(super) fn payer_evidence(&self) -> Vec<Evidence> {
        let mut evidence = Vec::new();
        evidence.extend(Some(Evidence::KnownIban).filter(|_| self.payer.by_iban));
        evidence.extend(self.payer.by_name.map(|fit| match fit {
            NameFit::Whole => Evidence::NameWhole,
            NameFit::Cut => Evidence::NameCut,
            NameFit::Learnt => Evidence::SpellingLearnt,
        }));
        evidence.extend(Some(Evidence::ThirdParty).filter(|_| self.payer.is_stranger));
        evidence
    }
}

pub(super) fn is_ruled_out(credit: &Credit, customer: usize, at: usize) -> bool {
    credit.ruled_out.iter().any(|(whose, one)| *whose == customer && one.is_none_or(|r| r == at))
}

/// The rate, in hundredths of a percent, that takes just so much off.
pub(super) fn discount(missing: Cents, sum: Cents) -> Option<u32> {
    let takes = |rate: &u32| {
        let exact = sum.get().saturating_mul(i64::from(*rate));
        let off = missing.get().saturating_mul(10_000);
        // To the cent, whichever way it was rounded.
        off.abs_diff(exact) < 10_000
    };
    DISCOUNTS.into_iter().find(takes).map(|rate| rate / 100)
}

pub(super) fn gap(amount: Cents, sum: Cents) -> Doubt {
    let difference = Cents::new(amount.get().abs_diff(sum.get()).try_into().unwrap_or(i64::MAX));
    if amount > sum { Doubt::TooMuch { cents: difference } } else { Doubt::TooLittle { cents: difference } }
}
