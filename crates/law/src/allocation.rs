//! What a payment pays: inside one debt (C. civ. 1343-1) and between several debts of one debtor (C. civ. 1342-10).
//!
//! Amounts here are already in cents: how interest becomes a payable amount is the business of [`crate::interest`].
//! Every function gives back parts whose sum, with what is left unallocated, is exactly the payment.

use base::{Cents, Date, MoneyError, RateBp};
use serde::{Deserialize, Serialize};

/// In what order a payment pays the parts of one debt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AllocationOrder {
    /// « Le paiement partiel s'impute d'abord sur les intérêts » (C. civ. 1343-1), then principal, then the flat compensation.
    #[default]
    InterestFirst,
    /// As the parties agreed, or as the creditor accepts: principal, then interest, then the flat compensation.
    PrincipalFirst,
    /// By written derogation, as in payment plans: interest, then the flat compensation, then principal.
    InterestCompensationPrincipal,
    /// To the principal alone: what pays interest or compensation was recorded as such, and nothing else pays them.
    PrincipalOnly,
}

impl AllocationOrder {
    /// Why this order, in French.
    pub const fn french(self) -> &'static str {
        match self {
            AllocationOrder::InterestFirst => "intérêts, puis principal, puis indemnité forfaitaire (C. civ. 1343-1)",
            AllocationOrder::PrincipalFirst => "principal d’abord (accord des parties)",
            AllocationOrder::InterestCompensationPrincipal => {
                "intérêts, puis indemnité forfaitaire, puis principal (accord écrit)"
            }
            AllocationOrder::PrincipalOnly => "principal ; intérêts et indemnité par ce qui est noté pour eux",
        }
    }
}

/// What is owed on one debt, none of it negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Owed {
    pub interest: Cents,
    pub compensation: Cents,
    pub principal: Cents,
}

impl Owed {
    /// # Errors
    /// `Overflow` when the sum leaves the range of cents.
    pub fn total(&self) -> Result<Cents, MoneyError> {
        Cents::sum([self.interest, self.compensation, self.principal])
    }
}

/// Where one payment went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Split {
    pub to_interest: Cents,
    pub to_compensation: Cents,
    pub to_principal: Cents,
    /// What remains once everything is paid: a credit of the debtor.
    pub unallocated: Cents,
}

impl Split {
    /// What the debt received.
    ///
    /// # Errors
    /// `Overflow` when the sum leaves the range of cents.
    pub fn allocated(&self) -> Result<Cents, MoneyError> {
        Cents::sum([self.to_interest, self.to_compensation, self.to_principal])
    }
}

/// Splits a payment over one debt (C. civ. 1343-1, or as agreed).
///
/// # Errors
/// `Overflow` only for amounts at the edge of the range.
pub fn split(payment: Cents, owed: Owed, order: AllocationOrder) -> Result<Split, MoneyError> {
    let mut rest = payment.max(Cents::ZERO);
    let mut take = |want: Cents| -> Result<Cents, MoneyError> {
        let part = rest.min(want.max(Cents::ZERO));
        rest = rest.sub(part)?;
        Ok(part)
    };
    let (interest, compensation, principal);
    match order {
        AllocationOrder::InterestFirst => {
            interest = take(owed.interest)?;
            principal = take(owed.principal)?;
            compensation = take(owed.compensation)?;
        }
        AllocationOrder::PrincipalFirst => {
            principal = take(owed.principal)?;
            interest = take(owed.interest)?;
            compensation = take(owed.compensation)?;
        }
        AllocationOrder::InterestCompensationPrincipal => {
            interest = take(owed.interest)?;
            compensation = take(owed.compensation)?;
            principal = take(owed.principal)?;
        }
        AllocationOrder::PrincipalOnly => {
            (interest, compensation) = (Cents::ZERO, Cents::ZERO);
            principal = take(owed.principal)?;
        }
    }
    Ok(Split { to_interest: interest, to_compensation: compensation, to_principal: principal, unallocated: rest })
}

/// One of several debts of the same debtor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Debt<K> {
    pub key: K,
    pub due_on: Date,
    /// What it costs the debtor a year not to pay this one: the measure of « intérêt d'acquitter ».
    pub yearly_rate: RateBp,
    pub owed: Owed,
}

/// Which sentence of C. civ. 1342-10 put the money on a debt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AllocationRule {
    /// There was no other debt to pay.
    OnlyDebt,
    /// The debtor said which debt was paid (1342-10 al. 1).
    Designated,
    /// Due debts before debts not yet due.
    DueFirst,
    /// Among due debts, the one the debtor had most interest in paying.
    MostInterest,
    /// At equal interest, the oldest.
    Oldest,
    /// All things equal, in proportion.
    ProRata,
}

impl AllocationRule {
    /// The reason, in French.
    pub const fn french(self) -> &'static str {
        match self {
            AllocationRule::OnlyDebt => "seule dette à payer",
            AllocationRule::Designated => "désignée par le débiteur (C. civ. 1342-10 al. 1)",
            AllocationRule::DueFirst => "dette échue, avant celles qui ne le sont pas (C. civ. 1342-10 al. 2)",
            AllocationRule::MostInterest => {
                "dette que le débiteur avait le plus d’intérêt à acquitter (C. civ. 1342-10 al. 2)"
            }
            AllocationRule::Oldest => "dette la plus ancienne, à intérêt égal (C. civ. 1342-10 al. 2)",
            AllocationRule::ProRata => "proportionnellement, toutes choses égales (C. civ. 1342-10 al. 2)",
        }
    }
}

/// What one debt receives of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<K> {
    pub key: K,
    pub amount: Cents,
    pub split: Split,
    pub rule: AllocationRule,
}

/// A payment spread over debts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread<K> {
    pub parts: Vec<Part<K>>,
    pub unallocated: Cents,
}

/// Spreads a payment over several debts (C. civ. 1342-10), each part being split by `order`.
///
/// `designated` lists, in the debtor's order, the debts the debtor said were paid; unknown keys are ignored. `paid_on` decides
/// which debts are due. Debts that owe nothing receive nothing.
///
/// # Errors
/// `Overflow` when amounts leave the range of cents.
pub fn spread<K: Clone + PartialEq>(
    payment: Cents,
    debts: &[Debt<K>],
    paid_on: Date,
    designated: &[K],
    order: AllocationOrder,
) -> Result<Spread<K>, MoneyError> {
    let mut open = Vec::new();
    for debt in debts {
        let total = debt.owed.total()?;
        if total.is_positive() {
            open.push(Open { debt, total });
        }
    }
    let only = open.len() == 1;
    let mut spread = Spread { parts: Vec::new(), unallocated: payment.max(Cents::ZERO) };
    for key in designated {
        if let Some(index) = open.iter().position(|o| o.debt.key == *key) {
            let chosen = open.remove(index);
            spread.give(&chosen, chosen.total, AllocationRule::Designated, order)?;
        }
    }
    open.sort_by_key(|o| o.rank(paid_on));
    let mut rest = open.as_slice();
    let mut previous: Option<Rank> = None;
    while let Some(first) = rest.first() {
        let rank = first.rank(paid_on);
        let (group, others) = rest.split_at(rest.iter().take_while(|o| o.rank(paid_on) == rank).count());
        let other = others.first().map(|o| o.rank(paid_on)).or(previous);
        let rule = if only { AllocationRule::OnlyDebt } else { rule_between(group.len(), rank, other) };
        spread.share(group, rule, order)?;
        (rest, previous) = (others, Some(rank));
    }
    Ok(spread)
}

/// Not due after due; then the highest cost first; then the oldest first.
type Rank = (bool, std::cmp::Reverse<RateBp>, Date);

struct Open<'a, K> {
    debt: &'a Debt<K>,
    total: Cents,
}

impl<K> Open<'_, K> {
    /// A debt is due from its due date on: a payment on that day pays a due debt.
    fn rank(&self, paid_on: Date) -> Rank {
        (self.debt.due_on > paid_on, std::cmp::Reverse(self.debt.yearly_rate), self.debt.due_on)
    }
}

/// The first criterion that tells the group from its neighbour.
fn rule_between(size: usize, rank: Rank, other: Option<Rank>) -> AllocationRule {
    match other {
        _ if size > 1 => AllocationRule::ProRata,
        None => AllocationRule::OnlyDebt,
        Some(o) if o.0 != rank.0 => AllocationRule::DueFirst,
        Some(o) if o.1 != rank.1 => AllocationRule::MostInterest,
        Some(_) => AllocationRule::Oldest,
    }
}

impl<K: Clone> Spread<K> {
    fn give(
        &mut self,
        open: &Open<'_, K>,
        want: Cents,
        rule: AllocationRule,
        order: AllocationOrder,
    ) -> Result<(), MoneyError> {
        let amount = self.unallocated.min(want);
        if amount.is_positive() {
            let split = split(amount, open.debt.owed, order)?;
            self.unallocated = self.unallocated.sub(amount)?;
            self.parts.push(Part { key: open.debt.key.clone(), amount, split, rule });
        }
        Ok(())
    }

    /// Gives each debt of a group its proportion; the odd cents go one by one to the first debts.
    fn share(&mut self, group: &[Open<'_, K>], rule: AllocationRule, order: AllocationOrder) -> Result<(), MoneyError> {
        let total = Cents::sum(group.iter().map(|o| o.total))?;
        let available = self.unallocated.min(total);
        let floor = |o: &Open<'_, K>| {
            let exact = i128::from(available.get()) * i128::from(o.total.get()) / i128::from(total.get().max(1));
            i64::try_from(exact).map(Cents::new).map_err(|_| MoneyError::Overflow)
        };
        let mut shares = group.iter().map(floor).collect::<Result<Vec<Cents>, MoneyError>>()?;
        let mut odd = available.sub(Cents::sum(shares.iter().copied())?)?;
        for (share, open) in shares.iter_mut().zip(group) {
            if odd.is_positive() && *share < open.total {
                *share = share.add(Cents::new(1))?;
                odd = odd.sub(Cents::new(1))?;
            }
        }
        group.iter().zip(shares).try_for_each(|(open, share)| self.give(open, share, rule, order))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn debt(key: &'static str, due: (i16, i8, i8), rate: i32, principal: i64) -> Debt<&'static str> {
        let owed = Owed { principal: Cents::new(principal), ..Owed::default() };
        Debt { key, due_on: Date::constant(due.0, due.1, due.2), yearly_rate: RateBp::new(rate), owed }
    }

    fn told(payment: i64, debts: &[Debt<&'static str>], designated: &[&'static str]) -> String {
        let on = Date::constant(2026, 6, 30);
        let spread = spread(Cents::new(payment), debts, on, designated, AllocationOrder::InterestFirst).unwrap();
        let parts: Vec<String> = spread.parts.iter().map(|p| format!("{} {} {:?}", p.key, p.amount, p.rule)).collect();
        format!("{}; rest {}", parts.join(", "), spread.unallocated)
    }

    #[test]
    fn interest_comes_before_principal_unless_agreed() {
        let owed = Owed { interest: Cents::new(1_000), compensation: Cents::new(4_000), principal: Cents::new(10_000) };
        let parts = |amount, order| {
            let s = split(Cents::new(amount), owed, order).unwrap();
            [s.to_interest, s.to_compensation, s.to_principal, s.unallocated].map(Cents::get)
        };
        assert_eq!(parts(500, AllocationOrder::InterestFirst), [500, 0, 0, 0]);
        assert_eq!(parts(5_000, AllocationOrder::InterestFirst), [1_000, 0, 4_000, 0]);
        assert_eq!(parts(5_000, AllocationOrder::PrincipalFirst), [0, 0, 5_000, 0]);
        assert_eq!(parts(5_000, AllocationOrder::InterestCompensationPrincipal), [1_000, 4_000, 0, 0]);
        assert_eq!(parts(15_007, AllocationOrder::InterestFirst), [1_000, 4_000, 10_000, 7]);
        assert_eq!(parts(15_007, AllocationOrder::PrincipalOnly), [0, 0, 10_000, 5_007]);
        assert_eq!(parts(-5, AllocationOrder::InterestFirst), [0, 0, 0, 0]);
    }

    #[test]
    fn each_sentence_of_1342_10_is_named() {
        let due_later = debt("later", (2026, 9, 1), 2_000, 10_000);
        let cheap = debt("cheap", (2026, 1, 1), 500, 10_000);
        let old = debt("old", (2026, 2, 1), 1_215, 10_000);
        let recent = debt("recent", (2026, 5, 1), 1_215, 10_000);
        let all = [due_later.clone(), cheap.clone(), recent.clone(), old.clone()];
        assert_eq!(told(15_000, &all, &["later"]), "later 100.00 Designated, old 50.00 Oldest; rest 0.00");
        assert_eq!(
            told(99_999, &all, &[]),
            "old 100.00 Oldest, recent 100.00 MostInterest, cheap 100.00 DueFirst, later 100.00 DueFirst; rest 599.99"
        );
        assert_eq!(told(5_000, &[cheap.clone(), old], &[]), "old 50.00 MostInterest; rest 0.00");
        assert_eq!(told(5_000, &[due_later, cheap.clone()], &[]), "cheap 50.00 DueFirst; rest 0.00");
        assert_eq!(told(5_000, &[cheap], &["unknown"]), "cheap 50.00 OnlyDebt; rest 0.00");
    }

    #[test]
    fn equal_debts_share_in_proportion_to_the_cent() {
        let a = debt("a", (2026, 1, 1), 1_215, 10_000);
        let b = debt("b", (2026, 1, 1), 1_215, 20_000);
        let c = debt("c", (2026, 1, 1), 1_215, 1);
        assert_eq!(told(10_000, &[a, b, c], &[]), "a 33.34 ProRata, b 66.66 ProRata; rest 0.00");
    }
}
