//! Three offers to compare: all now without the interest, instalments, or a discount against immediate payment.
//!
//! Each has its amount, its length, what it is worth today at a yearly rate, and how far the customer's past makes it likely.
//! The present value is simple discount, one exact fraction rounded once: the sum of amount × (1 − rate × days ÷ 365).

use crate::facts::Instalment;
use crate::payer::{Confidence, PayerProfile};
use base::{Cents, Date, MoneyError, RateBp, days_between};

/// What is owed on the invoices talked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    pub principal: Cents,
    pub interest: Cents,
    pub compensation: Cents,
}

impl Claim {
    /// # Errors
    /// `MoneyError::Overflow` when the sum leaves what can be counted.
    pub fn total(&self) -> Result<Cents, MoneyError> {
        Cents::sum([self.principal, self.interest, self.compensation])
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferKind {
    /// All the principal at once; the interest is given up, and the compensation where instalments give it up too.
    AllNow,
    Instalments,
    /// Part of the principal is given up, with all that comes beside it.
    Discount,
}

impl OfferKind {
    pub fn code(self) -> &'static str {
        match self {
            OfferKind::AllNow => "all_now",
            OfferKind::Instalments => "instalments",
            OfferKind::Discount => "discount",
        }
    }
}

/// What is given up by an offer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given {
    pub principal: Cents,
    pub interest: Cents,
    pub compensation: Cents,
}

/// How likely it is that the customer does as agreed, by how they did until now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RiskLevel {
    Low,
    Medium,
    High,
    /// Nothing to go by.
    Unknown,
}

impl RiskLevel {
    pub fn code(self) -> &'static str {
        match self {
            RiskLevel::Low => "low",
            RiskLevel::Medium => "medium",
            RiskLevel::High => "high",
            RiskLevel::Unknown => "unknown",
        }
    }

    pub fn french(self) -> &'static str {
        match self {
            RiskLevel::Low => "faible",
            RiskLevel::Medium => "moyen",
            RiskLevel::High => "élevé",
            RiskLevel::Unknown => "inconnu",
        }
    }
}

/// What the past of a customer tells: words kept of those given or, without any, invoices paid on time of those counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct History {
    pub kept: u64,
    pub of: u64,
    /// True when words given were counted, false when invoices were.
    pub by_words: bool,
    pub confidence: Confidence,
}

/// Fewer words than this tell less than the invoices do.
const WORDS_NEEDED: usize = 3;

impl History {
    pub fn of(profile: &PayerProfile) -> History {
        let over = profile.words.over();
        let by_words = over >= WORDS_NEEDED || (over > 0 && profile.points.is_empty());
        let (kept, of) = if by_words { (profile.words.kept, over) } else { (profile.on_time, profile.points.len()) };
        let confidence = match of {
            0 => Confidence::Nothing,
            1..=4 => Confidence::Indicative,
            5..=11 => Confidence::Fair,
            _ => Confidence::Good,
        };
        History { kept: kept as u64, of: of as u64, by_words, confidence }
    }

    fn level(&self) -> RiskLevel {
        match (self.kept * 100).checked_div(self.of) {
            None => RiskLevel::Unknown,
            Some(80..) => RiskLevel::Low,
            Some(50..) => RiskLevel::Medium,
            Some(_) => RiskLevel::High,
        }
    }
}

/// The risk of one offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Risk {
    pub level: RiskLevel,
    pub history: History,
    /// Made one worse because the plan is long.
    pub is_long: bool,
}

/// One offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub kind: OfferKind,
    pub payments: Vec<Instalment>,
    pub amount: Cents,
    pub given_up: Given,
    /// Days until the last payment.
    pub duration_days: i64,
    pub present_value: Cents,
    pub risk: Risk,
}

impl Offer {
    /// What it is called on screen.
    pub fn title(&self) -> &'static str {
        match self.kind {
            OfferKind::AllNow if self.given_up.compensation.is_positive() => {
                "Tout maintenant, sans intérêts ni indemnité"
            }
            OfferKind::AllNow => "Tout maintenant, sans les intérêts",
            OfferKind::Instalments => "En plusieurs fois",
            OfferKind::Discount => "Remise contre paiement immédiat",
        }
    }

    /// Below which chance of getting the whole by going on the offer is worth more, in hundredths of a percent: what it is
    /// worth today as a share of the whole. `None` when it is worth as much, or nothing is asked for.
    pub fn worth_below(&self, whole: Cents) -> Option<RateBp> {
        if !whole.is_positive() || self.present_value >= whole || self.present_value.is_negative() {
            return None;
        }
        let share = i128::from(self.present_value.get()) * 10_000 / i128::from(whole.get());
        i32::try_from(share).ok().map(RateBp::new)
    }
}

/// What is wished for: by when immediate payment, how many instalments from when, which discount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wishes {
    pub pay_by: Date,
    pub instalments: Vec<Instalment>,
    /// Interest and compensation are among the instalments.
    pub with_accessories: bool,
    pub discount: RateBp,
    /// Yearly rate of the present value.
    pub rate: RateBp,
}

/// A plan of more days is one step riskier: much may happen in half a year.
const LONG_DAYS: i64 = 183;

/// The three offers, in the order they are shown.
///
/// # Errors
/// `MoneyError::Overflow` when a sum leaves what can be counted.
pub fn offers(claim: Claim, wishes: &Wishes, history: History, today: Date) -> Result<[Offer; 3], MoneyError> {
    let none = Given::default();
    // Who pays at once is never asked for more than who pays later.
    let waits_for_less = if wishes.with_accessories { Cents::ZERO } else { claim.compensation };
    let all_now = Given { interest: claim.interest, compensation: waits_for_less, ..none };
    let cut = part(claim.principal, wishes.discount)?;
    let discount = Given { principal: cut, interest: claim.interest, compensation: claim.compensation };
    let instalments = if wishes.with_accessories {
        none
    } else {
        Given { interest: claim.interest, compensation: claim.compensation, ..none }
    };
    let at_once = |amount| vec![Instalment { due_on: wishes.pay_by, amount }];
    let make = |kind, payments, given_up| offer(kind, payments, given_up, wishes.rate, history, today);
    Ok([
        make(OfferKind::AllNow, at_once(claim.principal.add(claim.compensation)?.sub(waits_for_less)?), all_now)?,
        make(OfferKind::Instalments, wishes.instalments.clone(), instalments)?,
        make(OfferKind::Discount, at_once(claim.principal.sub(cut)?), discount)?,
    ])
}

fn offer(
    kind: OfferKind,
    payments: Vec<Instalment>,
    given_up: Given,
    rate: RateBp,
    history: History,
    today: Date,
) -> Result<Offer, MoneyError> {
    let duration_days = payments.iter().map(|p| days_between(today, p.due_on)).max().unwrap_or(0).max(0);
    let is_long = duration_days > LONG_DAYS;
    let level = match (history.level(), is_long) {
        (RiskLevel::Low, true) => RiskLevel::Medium,
        (RiskLevel::Medium, true) => RiskLevel::High,
        (level, _) => level,
    };
    Ok(Offer {
        kind,
        amount: Cents::sum(payments.iter().map(|p| p.amount))?,
        present_value: present_value(&payments, rate, today)?,
        payments,
        given_up,
        duration_days,
        risk: Risk { level, history, is_long },
    })
}

/// Basis points of a year of 365 days.
const WHOLE: i128 = 10_000 * 365;

/// What dated payments are worth today: the sum of amount × (1 − rate × days ÷ 365), rounded once, half away from zero.
///
/// # Errors
/// `MoneyError::Overflow` when the sum leaves what can be counted.
pub fn present_value(payments: &[Instalment], rate: RateBp, today: Date) -> Result<Cents, MoneyError> {
    let scaled: i128 = payments
        .iter()
        .map(|p| {
            let days = i128::from(days_between(today, p.due_on).max(0));
            i128::from(p.amount.get()) * (WHOLE - i128::from(rate.get()) * days)
        })
        .sum();
    let half = if scaled < 0 { -WHOLE / 2 } else { WHOLE / 2 };
    i64::try_from((scaled + half) / WHOLE).map(Cents::new).map_err(|_| MoneyError::Overflow)
}

/// A share of an amount, rounded half up to the cent.
fn part(amount: Cents, share: RateBp) -> Result<Cents, MoneyError> {
    let scaled = i128::from(amount.get()) * i128::from(share.get());
    i64::try_from((scaled + 5_000).div_euclid(10_000)).map(Cents::new).map_err(|_| MoneyError::Overflow)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = Date::constant(2026, 11, 23);

    /// 1 000,00 with 30,00 of interest and 40,00 of compensation, in three months.
    fn three(with_accessories: bool) -> [Offer; 3] {
        let claim =
            Claim { principal: Cents::new(100_000), interest: Cents::new(3_000), compensation: Cents::new(4_000) };
        let whole = if with_accessories { claim.total().unwrap() } else { claim.principal };
        let wishes = Wishes {
            pay_by: Date::constant(2026, 12, 1),
            instalments: crate::payment_plan::equal(whole, 3, Date::constant(2026, 12, 23)).unwrap().unwrap(),
            with_accessories,
            discount: RateBp::new(300),
            rate: RateBp::new(500),
        };
        let history = History { kept: 0, of: 0, by_words: false, confidence: Confidence::Nothing };
        offers(claim, &wishes, history, TODAY).unwrap()
    }

    #[test]
    fn paying_at_once_never_costs_more_than_paying_later() {
        for with_accessories in [false, true] {
            let [all_now, instalments, discount] = three(with_accessories);
            assert!(discount.amount < all_now.amount && all_now.amount <= instalments.amount, "{with_accessories}");
        }
        let [all_now, instalments, _] = three(false);
        assert_eq!((all_now.amount, instalments.amount), (Cents::new(100_000), Cents::new(100_000)));
        assert!(all_now.present_value > instalments.present_value, "sooner is worth more");
        let [all_now, instalments, _] = three(true);
        assert_eq!((all_now.amount, instalments.amount), (Cents::new(104_000), Cents::new(107_000)));
    }

    #[test]
    fn an_offer_is_worth_its_value_of_today_beside_the_whole() {
        let [_, instalments, _] = three(false);
        // 333,34 × (1 − 5 % × 30 ÷ 365) + 333,33 × (1 − 5 % × 61 ÷ 365) + 333,33 × (1 − 5 % × 92 ÷ 365).
        assert_eq!(instalments.present_value, Cents::new(99_164));
        // 991,64 ÷ 1 070,00 = 92,67 %.
        assert_eq!(instalments.worth_below(Cents::new(107_000)), Some(RateBp::new(9_267)));
        assert_eq!(instalments.worth_below(Cents::new(99_164)), None);
    }
}
