//! Two accounts of one balance set against each other: what is on both sides falls away, what is left makes the difference.
//! Pure, and exact: the culprits always add up to the difference.

use crate::records::{Culprit, CulpritKind};
use base::id::InvoiceId;
use base::{Cents, Date, MoneyError, days_between};
use std::collections::HashMap;

/// Both sides book the same thing a few days apart.
const NEAR_DAYS: i64 = 15;

/// What adds to a balance, or takes from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub kind: CulpritKind,
    /// What makes it the same document on both sides.
    pub key: String,
    pub label: String,
    pub on: Option<Date>,
    pub invoice: Option<InvoiceId>,
    pub amount: Cents,
    /// Of a payment of which only a part is set against something: all of it, with the same sign.
    pub whole: Option<Cents>,
}

/// What makes the difference (ours less the ledger's).
///
/// # Errors
/// An amount beyond what can be counted.
pub fn culprits(ledger: Vec<Event>, ours: Vec<Event>, difference: Cents) -> Result<Vec<Culprit>, MoneyError> {
    let mut ours: Vec<Option<Event>> = ours.into_iter().map(Some).collect();
    let mut ledger: Vec<Option<Event>> = ledger.into_iter().map(Some).collect();
    let mut found = Vec::new();
    for rule in RULES {
        rule.pair(&mut ledger, &mut ours, &mut found);
    }
    let alone = |event: Event, is_ledger: bool| Culprit {
        kind: event.kind,
        label: event.label,
        on: event.on,
        invoice: event.invoice,
        ledger: if is_ledger { event.amount } else { Cents::ZERO },
        ours: if is_ledger { Cents::ZERO } else { event.amount },
    };
    found.extend(ledger.into_iter().flatten().map(|event| alone(event, true)));
    found.extend(ours.into_iter().flatten().map(|event| alone(event, false)));
    found.retain(|c| c.ledger != c.ours);
    let mut rest = difference;
    for culprit in &found {
        rest = rest.sub(culprit.amount()?)?;
    }
    if !rest.is_zero() {
        let label = "écritures diverses".to_string();
        let (kind, on, invoice) = (CulpritKind::Rest, None, None);
        found.push(Culprit { kind, label, on, invoice, ledger: Cents::ZERO, ours: rest });
    }
    found.sort_by_key(|c| (std::cmp::Reverse(c.amount().map_or(Cents::ZERO, Cents::abs)), c.on, c.label.clone()));
    Ok(found)
}

/// What makes an event the same on both sides: a key of each, and how many days apart at most.
struct Rule {
    of_ledger: fn(&Event) -> Option<String>,
    of_ours: fn(&Event) -> Option<String>,
    near: i64,
}

/// The surest first: the same number, the same amount, then a transfer of which we set only a part against something.
const RULES: [Rule; 4] = [
    Rule { of_ledger: number, of_ours: number, near: i64::MAX },
    Rule { of_ledger: amount, of_ours: amount, near: NEAR_DAYS },
    // A loss is booked when the accountant closes the year.
    Rule { of_ledger: loss, of_ours: loss, near: i64::MAX },
    Rule { of_ledger: money, of_ours: whole_money, near: NEAR_DAYS },
];

impl Rule {
    /// Takes away what is on both sides; where the amounts differ, that is what is found.
    fn pair(&self, ledger: &mut [Option<Event>], ours: &mut [Option<Event>], found: &mut Vec<Culprit>) {
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, event) in ours.iter().enumerate() {
            if let Some(key) = event.as_ref().and_then(self.of_ours) {
                by_key.entry(key).or_default().push(at);
            }
        }
        for theirs in ledger {
            let Some((event, key)) = theirs.as_ref().and_then(|e| Some((e, (self.of_ledger)(e)?))) else { continue };
            let Some(places) = by_key.get_mut(&key) else { continue };
            let candidates = places.iter().enumerate().filter_map(|(n, at)| Some((n, *at, ours.get(*at)?.as_ref()?)));
            let near = candidates.map(|(n, at, o)| (apart(event, o), n, at)).filter(|(days, ..)| *days <= self.near);
            let Some((_, n, at)) = near.min() else { continue };
            places.swap_remove(n);
            if let Some((event, our)) = theirs.take().zip(ours.get_mut(at).and_then(Option::take)) {
                let Event { label, on, invoice, amount, .. } = our;
                found.push(Culprit { kind: event.kind, label, on, invoice, ledger: event.amount, ours: amount });
            }
        }
    }
}

fn apart(a: &Event, b: &Event) -> i64 {
    a.on.zip(b.on).map_or(0, |(a, b)| days_between(a, b).abs())
}

fn number(event: &Event) -> Option<String> {
    let is_named = matches!(event.kind, CulpritKind::Document | CulpritKind::Opening);
    is_named.then(|| format!("{}:{}", event.kind.code(), event.key))
}

fn amount(event: &Event) -> Option<String> {
    let is_single = matches!(event.kind, CulpritKind::Document | CulpritKind::Payment);
    is_single.then(|| format!("{}:{}", event.kind.code(), event.amount.get()))
}

/// A ledger tells what was given up as it tells a loss.
fn loss(event: &Event) -> Option<String> {
    matches!(event.kind, CulpritKind::WriteOff | CulpritKind::Waiver).then(|| event.amount.get().to_string())
}

fn money(event: &Event) -> Option<String> {
    (event.kind == CulpritKind::Payment).then(|| event.amount.get().to_string())
}

fn whole_money(event: &Event) -> Option<String> {
    event.whole.filter(|_| event.kind == CulpritKind::Payment).map(|whole| whole.get().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: CulpritKind, key: &str, day: i8, cents: i64) -> Event {
        Event {
            kind,
            key: key.to_string(),
            label: key.to_string(),
            on: Date::new(2026, 3, day).ok(),
            invoice: None,
            amount: Cents::new(cents),
            whole: None,
        }
    }

    #[test]
    fn what_is_on_both_sides_is_no_culprit() {
        let ledger = vec![
            event(CulpritKind::Document, "F1", 1, 120_000),
            event(CulpritKind::Document, "F2", 2, 50_000),
            event(CulpritKind::Payment, "a", 20, -120_000),
        ];
        let ours = vec![
            event(CulpritKind::Document, "F1", 1, 120_000),
            event(CulpritKind::Document, "F2", 2, 50_001),
            event(CulpritKind::Document, "F3", 3, 700),
            event(CulpritKind::Payment, "b", 22, -120_000),
        ];
        let found = culprits(ledger, ours, Cents::new(701)).unwrap();
        let told: Vec<_> = found.iter().map(|c| (c.label.as_str(), c.side(), c.amount().unwrap().get())).collect();
        assert_eq!(told, [("F3", "ours", 700), ("F2", "both", 1)]);
    }

    #[test]
    fn a_payment_far_away_is_another_one_and_the_rest_is_told() {
        let ledger = vec![event(CulpritKind::Payment, "a", 1, -500)];
        let ours = vec![event(CulpritKind::Payment, "b", 30, -500)];
        let found = culprits(ledger, ours, Cents::new(3)).unwrap();
        let told: Vec<_> = found.iter().map(|c| (c.kind, c.side(), c.amount().unwrap().get())).collect();
        let payment = CulpritKind::Payment;
        assert_eq!(told, [(payment, "ledger", 500), (payment, "ours", -500), (CulpritKind::Rest, "ours", 3)]);
    }

    #[test]
    fn a_transfer_set_in_part_is_one_transfer() {
        let ledger = vec![event(CulpritKind::Payment, "a", 1, -500)];
        let ours = vec![Event { whole: Some(Cents::new(-500)), ..event(CulpritKind::Payment, "b", 2, -300) }];
        let found = culprits(ledger, ours, Cents::new(200)).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].side(), found[0].amount().unwrap()), ("both", Cents::new(200)));
    }
}
