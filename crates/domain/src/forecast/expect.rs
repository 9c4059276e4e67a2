//! One open amount: what is contested, what is promised, and when the rest should come.

use super::because::Because;
use super::habit::Habit;
use super::instalments::Instalments;
use crate::facts::{HoldFacts, HoldKind};
use base::id::{HoldId, InvoiceId, PartyId};
use base::{Cents, Currency, Date, MoneyError, add_days, days_between};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is left of one invoice on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenAmount {
    pub invoice: InvoiceId,
    pub party: PartyId,
    pub due_on: Date,
    pub currency: Currency,
    /// Negative for a credit in the customer's favour.
    pub outstanding: Cents,
}

/// From the surest to what is not counted on at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    Promised,
    Probable,
    Uncertain,
    Disputed,
    Excluded,
}

impl Certainty {
    pub const ALL: [Certainty; 5] =
        [Certainty::Promised, Certainty::Probable, Certainty::Uncertain, Certainty::Disputed, Certainty::Excluded];

    pub fn index(self) -> usize {
        match self {
            Certainty::Promised => 0,
            Certainty::Probable => 1,
            Certainty::Uncertain => 2,
            Certainty::Disputed => 3,
            Certainty::Excluded => 4,
        }
    }

    pub fn french(self) -> &'static str {
        match self {
            Certainty::Promised => "promis",
            Certainty::Probable => "probable",
            Certainty::Uncertain => "incertain",
            Certainty::Disputed => "en litige",
            Certainty::Excluded => "exclu",
        }
    }
}

/// Part of an open amount: when it should come, how sure that is, why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expectation {
    /// `None` when no day can be told.
    pub on: Option<Date>,
    pub certainty: Certainty,
    pub amount: Cents,
    pub because: Because,
}

/// What is left of the amounts promised or contested for a whole customer, as their invoices take their share in turn.
#[derive(Clone, Debug, Default)]
pub struct Shares(BTreeMap<HoldId, Cents>);

/// An open amount cut along the holds that bear on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts<'h> {
    pub not_ours: Option<&'h HoldFacts>,
    pub disputed: Vec<(Cents, &'h HoldFacts)>,
    /// Promised, announced or in a plan, and the word still runs.
    pub promised: Vec<(Cents, &'h HoldFacts)>,
    /// Promised for a day that has passed.
    pub broken: Vec<(Cents, &'h HoldFacts)>,
    pub free: Cents,
}

impl<'h> Parts<'h> {
    /// `holds` are those of this receivable and of the whole customer; the ones not in force on the day are passed over.
    /// An amount promised for all invoices goes to the first that ask: give them in order of due date.
    ///
    /// # Errors
    /// `MoneyError::Overflow` when an amount leaves what can be counted.
    pub fn of(
        outstanding: Cents,
        holds: &[&'h HoldFacts],
        shares: &mut Shares,
        as_of: Date,
    ) -> Result<Parts<'h>, MoneyError> {
        let open = |h: &&&'h HoldFacts| h.opened_on <= as_of && h.lifted_on.is_none_or(|lifted| lifted > as_of);
        let open: Vec<&'h HoldFacts> = holds.iter().filter(open).copied().collect();
        let runs = |h: &HoldFacts| h.until.is_none_or(|until| until >= as_of);
        let is_not_ours =
            |h: &&HoldFacts| matches!(h.kind, HoldKind::Insolvency | HoldKind::Factored | HoldKind::WrittenOff);
        let not_ours = open.iter().copied().find(is_not_ours);
        let mut parts =
            Parts { not_ours, disputed: Vec::new(), promised: Vec::new(), broken: Vec::new(), free: outstanding };
        for hold in open.iter().copied().filter(|h| h.kind == HoldKind::Dispute && runs(h)) {
            let part = parts.take(hold, shares)?;
            parts.disputed.extend(part.map(|amount| (amount, hold)));
        }
        // What is promised again is no longer what was promised before.
        let given = open.iter().copied().filter(|h| h.kind.is_word_given() || h.kind == HoldKind::Plan);
        let (running, over): (Vec<_>, Vec<_>) = given.partition(|h| runs(h));
        for hold in running {
            let part = parts.take(hold, shares)?;
            parts.promised.extend(part.map(|amount| (amount, hold)));
        }
        // The latest word first.
        for hold in over.into_iter().rev() {
            let part = parts.take(hold, shares)?;
            parts.broken.extend(part.map(|amount| (amount, hold)));
        }
        Ok(parts)
    }

    fn take(&mut self, hold: &HoldFacts, shares: &mut Shares) -> Result<Option<Cents>, MoneyError> {
        let part = match hold.amount {
            None => self.free,
            Some(amount) => {
                let left = shares.0.entry(hold.id).or_insert(amount.max(Cents::ZERO));
                let part = self.free.min(*left);
                *left = left.sub(part)?;
                part
            }
        };
        self.free = self.free.sub(part)?;
        Ok(part.is_positive().then_some(part))
    }

    pub fn disputed_total(&self) -> Result<Cents, MoneyError> {
        Cents::sum(self.disputed.iter().map(|(amount, _)| *amount))
    }

    pub fn promised_total(&self) -> Result<Cents, MoneyError> {
        Cents::sum(self.promised.iter().map(|(amount, _)| *amount))
    }
}

/// When an open amount should come, cut in these parts. Credits in the customer's favour are expected from nobody. What is
/// under an instalment plan takes its days from `instalments`, each once: give the amounts in order of due date.
///
/// # Errors
/// `MoneyError::Overflow` when an amount leaves what can be counted.
pub fn expect(
    open: &OpenAmount,
    parts: &Parts<'_>,
    habit: Habit,
    instalments: &mut Instalments,
    as_of: Date,
) -> Result<Vec<Expectation>, MoneyError> {
    if !open.outstanding.is_positive() {
        return Ok(Vec::new());
    }
    if let Some(hold) = parts.not_ours {
        let because = Because::NotOurs { kind: hold.kind, since: hold.opened_on };
        return Ok(vec![Expectation { on: None, certainty: Certainty::Excluded, amount: open.outstanding, because }]);
    }
    let mut expected: Vec<Expectation> = Vec::new();
    expected.extend(parts.disputed.iter().map(|(amount, hold)| Expectation {
        on: hold.until,
        certainty: Certainty::Disputed,
        amount: *amount,
        because: Because::Dispute { since: hold.opened_on, until: hold.until },
    }));
    for (amount, hold) in &parts.promised {
        let days = match hold.kind {
            HoldKind::Plan if hold.until.is_none() => instalments.take(open.invoice, *amount)?,
            _ => vec![(hold.until, *amount)],
        };
        expected.extend(days.into_iter().map(|(on, amount)| given(hold, on, amount, as_of)));
    }
    for (amount, hold) in &parts.broken {
        let until = hold.until.unwrap_or(as_of);
        let (because, certainty) = (Because::WordBroken { until }, Certainty::Uncertain);
        expected.push(Expectation { on: None, certainty, amount: *amount, because });
    }
    if parts.free.is_positive() {
        expected.push(rest(open, parts.free, habit, as_of));
    }
    Ok(expected)
}

/// What was promised for a day, or comes with an instalment.
fn given(hold: &HoldFacts, on: Option<Date>, amount: Cents, as_of: Date) -> Expectation {
    match on {
        Some(on) if hold.until.is_none() => {
            let is_late = on < as_of;
            let (on_day, certainty) =
                if is_late { (None, Certainty::Uncertain) } else { (Some(on), Certainty::Promised) };
            Expectation { on: on_day, certainty, amount, because: Because::Instalment { on, is_late } }
        }
        _ => {
            let because = Because::Word { kind: hold.kind, until: hold.until };
            Expectation { on: hold.until, certainty: Certainty::Promised, amount, because }
        }
    }
}

fn rest(open: &OpenAmount, amount: Cents, habit: Habit, as_of: Date) -> Expectation {
    let usually_on = add_days(open.due_on, habit.days).unwrap_or(open.due_on);
    let days_beyond = days_between(usually_on, as_of);
    if days_beyond <= 0 {
        let because = Because::Habit { due_on: open.due_on, habit };
        return Expectation { on: Some(usually_on), certainty: Certainty::Probable, amount, because };
    }
    let because = Because::BeyondHabit { usually_on, habit, days_beyond };
    Expectation { on: add_days(as_of, days_beyond), certainty: Certainty::Uncertain, amount, because }
}

#[cfg(test)]
mod tests {
    use super::super::habit::Whose;
    use super::*;
    use crate::facts::{Instalment, PlanFacts, PlanTerms, WordFacts};
    use base::fr;
    use base::id::PlanId;

    const TODAY: Date = Date::constant(2026, 11, 20);
    const HABIT: Habit = Habit { days: 12, invoices: 8, whose: Whose::Customer };

    fn open(cents: i64, due_on: Date) -> OpenAmount {
        let (invoice, party) = (InvoiceId::from_bytes([1; 16]), PartyId::from_bytes([1; 16]));
        OpenAmount { invoice, party, due_on, currency: Currency::EUR, outstanding: Cents::new(cents) }
    }

    fn hold(kind: HoldKind, until: Option<Date>, amount: Option<i64>) -> HoldFacts {
        HoldFacts {
            // One of each kind at most in these tests.
            id: HoldId::from_bytes([kind as u8; 16]),
            kind,
            invoice: None,
            opened_on: Date::constant(2026, 11, 1),
            until,
            lifted_on: None,
            amount: amount.map(Cents::new),
            why: String::new(),
            dispute: None,
        }
    }

    fn told(open: &OpenAmount, holds: &[&HoldFacts]) -> Vec<(Certainty, Option<Date>, i64)> {
        let parts = Parts::of(open.outstanding, holds, &mut Shares::default(), TODAY).unwrap();
        let expected = expect(open, &parts, HABIT, &mut Instalments::default(), TODAY).unwrap();
        expected.iter().map(|e| (e.certainty, e.on, e.amount.get())).collect()
    }

    #[test]
    fn habit_dates_what_nobody_speaks_of() {
        let coming = open(1_000, Date::constant(2026, 11, 15));
        assert_eq!(told(&coming, &[]), [(Certainty::Probable, Some(Date::constant(2026, 11, 27)), 1_000)]);
        let late = open(1_000, Date::constant(2026, 10, 29));
        // Usually on 10 November, ten days ago: ten days more.
        assert_eq!(told(&late, &[]), [(Certainty::Uncertain, Some(Date::constant(2026, 11, 30)), 1_000)]);
        assert_eq!(told(&open(-500, TODAY), &[]), [], "a credit is expected from nobody");
    }

    #[test]
    fn contested_and_promised_parts_are_set_apart_and_everything_is_counted_once() {
        let dispute = hold(HoldKind::Dispute, None, Some(300));
        let until = Date::constant(2026, 11, 25);
        let promise = hold(HoldKind::Promise, Some(until), Some(400));
        let cut = told(&open(1_000, Date::constant(2026, 11, 15)), &[&promise, &dispute]);
        let expected = [
            (Certainty::Disputed, None, 300),
            (Certainty::Promised, Some(until), 400),
            (Certainty::Probable, Some(Date::constant(2026, 11, 27)), 300),
        ];
        assert_eq!(cut, expected);
        let whole = hold(HoldKind::Dispute, None, None);
        assert_eq!(told(&open(1_000, TODAY), &[&whole, &promise]), [(Certainty::Disputed, None, 1_000)]);
    }

    #[test]
    fn what_is_under_a_plan_comes_with_its_instalments() {
        let instalment =
            |month, cents| Instalment { due_on: Date::constant(2026, month, 5), amount: Cents::new(cents) };
        let open = open(1_000, Date::constant(2026, 9, 1));
        let plan = PlanFacts {
            id: PlanId::from_bytes([1; 16]),
            agreed_on: Date::constant(2026, 10, 1),
            currency: Currency::EUR,
            invoices: vec![open.invoice],
            instalments: vec![instalment(11, 400), instalment(12, 600)],
            terms: PlanTerms::default(),
            received: vec![],
            lapsed_on: None,
            withdrawn_on: None,
        };
        let mut instalments = Instalments::default();
        instalments.add(&plan, TODAY).unwrap();
        let held = hold(HoldKind::Plan, None, None);
        let parts = Parts::of(open.outstanding, &[&held], &mut Shares::default(), TODAY).unwrap();
        let told = expect(&open, &parts, HABIT, &mut instalments, TODAY).unwrap();
        let told: Vec<_> = told.iter().map(|e| (e.certainty, e.on, e.amount.get(), e.because.french())).collect();
        let late = "Versement de l’échéancier du 5 novembre 2026 en retard : plus de date sûre.".to_string();
        assert_eq!(
            (told[0].0, told[0].1, told[0].2, told[0].3.replace(fr::NBSP, " ")),
            (Certainty::Uncertain, None, 400, late)
        );
        assert_eq!((told[1].0, told[1].1, told[1].2), (Certainty::Promised, Some(Date::constant(2026, 12, 5)), 600));
        assert_eq!(told.len(), 2);
    }

    #[test]
    fn a_broken_word_has_no_date_and_insolvency_excludes() {
        let broken = hold(HoldKind::Promise, Some(Date::constant(2026, 11, 19)), None);
        assert_eq!(told(&open(1_000, TODAY), &[&broken]), [(Certainty::Uncertain, None, 1_000)]);
        let lifted = HoldFacts { lifted_on: Some(TODAY), ..broken };
        assert_eq!(told(&open(1_000, TODAY), &[&lifted])[0].0, Certainty::Probable, "a lifted hold holds nothing");
        let insolvency = hold(HoldKind::Insolvency, Some(Date::constant(2026, 11, 2)), None);
        assert_eq!(told(&open(1_000, TODAY), &[&insolvency]), [(Certainty::Excluded, None, 1_000)]);
    }

    #[test]
    fn of_a_word_partly_kept_only_what_did_not_come_is_broken() {
        let word = |hold: &HoldFacts, received| WordFacts {
            hold: hold.id,
            last_day: hold.until.unwrap(),
            asked: Cents::new(400),
            owed: Cents::new(1_000),
            received: Cents::new(received),
            credited: Cents::ZERO,
        };
        // 1 000 were owed, 400 promised, 150 came: 850 are open, of which 250 were promised.
        let due_on = Date::constant(2026, 11, 15);
        let by_habit = |cents| (Certainty::Probable, Some(Date::constant(2026, 11, 27)), cents);
        let coming = hold(HoldKind::Promise, Some(Date::constant(2026, 11, 25)), Some(400));
        let left = coming.clone().left_of_word(Some(&word(&coming, 150)), TODAY).unwrap().unwrap();
        let promised = (Certainty::Promised, coming.until, 250);
        assert_eq!(told(&open(850, due_on), &[&left]), [promised, by_habit(600)]);
        let past = hold(HoldKind::Promise, Some(Date::constant(2026, 11, 19)), Some(400));
        let left = past.clone().left_of_word(Some(&word(&past, 150)), TODAY).unwrap().unwrap();
        assert_eq!(told(&open(850, due_on), &[&left]), [(Certainty::Uncertain, None, 250), by_habit(600)]);
        // All of it came: nothing of what is left was promised.
        assert_eq!(past.clone().left_of_word(Some(&word(&past, 400)), TODAY).unwrap(), None);
        // Promised again for later: the new word counts.
        let again = HoldFacts { id: HoldId::from_bytes([9; 16]), ..coming.clone() };
        let told = told(&open(850, due_on), &[&left, &again]);
        assert_eq!(told[..2], [(Certainty::Promised, again.until, 400), (Certainty::Uncertain, None, 250)]);
    }

    #[test]
    fn an_amount_promised_for_all_invoices_is_shared_and_not_counted_for_each() {
        let promise = hold(HoldKind::Promise, Some(TODAY), Some(1_500));
        let mut shares = Shares::default();
        let mut promised = || Parts::of(Cents::new(1_000), &[&promise], &mut shares, TODAY).unwrap().promised_total();
        assert_eq!([promised(), promised(), promised()], [1_000, 500, 0].map(|c| Ok(Cents::new(c))));
    }

    #[test]
    fn reasons_read_in_french() {
        let open = open(1_000, Date::constant(2026, 10, 29));
        let parts = Parts::of(open.outstanding, &[], &mut Shares::default(), TODAY).unwrap();
        let late = expect(&open, &parts, HABIT, &mut Instalments::default(), TODAY).unwrap();
        assert_eq!(
            late[0].because.french().replace(fr::NBSP, " "),
            "Aurait dû arriver le 10 novembre 2026 (ce client paie d’habitude 12 jours après l’échéance, \
             sur 8 factures réglées en un an) : 10 jours de plus, nous en comptons autant encore."
        );
        let word = Because::Word { kind: HoldKind::Promise, until: Some(TODAY) };
        assert_eq!(word.french(), "Promesse de règlement pour le 20 novembre 2026.");
    }
}
