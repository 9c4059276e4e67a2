//! The lines of a set and their answers: what each pays is chosen first, and whether its own words tell it is counted.

use super::wording::{mistyped, spelled};
use super::{Kind, SHARES, World, Written};
use base::Date;

/// Beyond so many open invoices of a customer, a sum without a number has no answer.
const MOST_OPEN: usize = 30;

impl World {
    pub(super) fn line(&mut self, day: Date) -> Option<Written> {
        let all: usize = SHARES.iter().map(|(_, share)| share).sum();
        let mut drawn = self.chance.between(0, i64::try_from(all).unwrap_or(100) - 1);
        let mut kind = Kind::Ref;
        for (one, share) in SHARES {
            kind = one;
            drawn -= i64::try_from(share).unwrap_or(0);
            if drawn < 0 {
                break;
            }
        }
        match kind {
            Kind::Unrelated => {
                let cents = self.chance.between(5_000, 400_000);
                Some(Written { kind, cents, motive: String::new(), other: None, client: None, answer: None })
            }
            Kind::Double => self.double(),
            Kind::MultiRef | Kind::MultiNoref => self.several(kind, day),
            _ => self.one(kind, day),
        }
    }

    /// Invoices of a customer that are open, mostly those that exist by that day.
    fn open_of(&mut self, client: usize, day: Date) -> Vec<usize> {
        let existing = !self.chance.one_in(10);
        let all = self.clients.get(client).map(|c| c.invoices.as_slice()).unwrap_or_default();
        let is_open = |at: &&usize| self.bills.get(**at).is_some_and(|b| b.open > 0 && (!existing || b.issued <= day));
        all.iter().filter(is_open).copied().collect()
    }

    fn open_of_somebody(&mut self, day: Date, least: usize) -> Option<(usize, Vec<usize>)> {
        (0..20).find_map(|_| {
            let client = self.some_client();
            let open = self.open_of(client, day);
            (open.len() >= least).then_some((client, open))
        })
    }

    fn one(&mut self, kind: Kind, day: Date) -> Option<Written> {
        let (client, open) = self.open_of_somebody(day, 1)?;
        let bill = self.chance.pick(&open);
        let (number, left) = self.bills.get(bill).map(|b| (b.number.clone(), b.open))?;
        let reference = spelled(&number, &mut self.chance);
        let line = |cents: i64, motive: String, answer: Option<i64>| Written {
            kind,
            cents,
            motive,
            other: None,
            client: Some(client),
            answer: answer.map(|paid| vec![(bill, paid)]),
        };
        Some(match kind {
            Kind::RefTypo => {
                let wrong = mistyped(&number, &mut self.chance);
                let is_known = self.numbers.contains(&wrong);
                let told = !is_known && self.equal(client, left) == 1;
                let motive = spelled(&wrong, &mut self.chance);
                line(left, motive, Some(left).filter(|_| told))
            }
            Kind::AmountName => {
                let motive = self.chance.pick(&["REGLEMENT", "votre facture", "PAIEMENT FOURNISSEUR", ""]).to_string();
                let told = self.equal(client, left) == 1;
                line(left, motive, Some(left).filter(|_| told))
            }
            Kind::PartialRef => {
                let part = left * self.chance.pick(&[30, 40, 50, 60]) / 100;
                line(part.max(1), format!("ACOMPTE {reference}"), Some(part.max(1)))
            }
            Kind::PartialNoref => line((left / 2).max(1), "ACOMPTE".to_string(), None),
            Kind::Fees if left > 15_000 => {
                let paid = left - self.chance.pick(&[500, 1_200, 1_500]);
                line(paid, reference, Some(paid))
            }
            Kind::Discount if left > 5_000 => {
                let paid = left - left * 2 / 100;
                line(paid, format!("{reference} ESCOMPTE 2%"), Some(paid))
            }
            Kind::ThirdParty => {
                let who = self.chance.pick(&["HOLDING ZELLER", "M. JEAN QUERCY", "CABINET NOTAIRE YVART"]).to_string();
                let iban = format!("FR{}", self.chance.digits(25));
                Written { other: Some((who, iban)), client: None, ..line(left, reference, Some(left)) }
            }
            _ => Written { kind: Kind::Ref, ..line(left, reference, Some(left)) },
        })
    }

    /// How many open invoices of a customer have that amount.
    fn equal(&self, client: usize, cents: i64) -> usize {
        self.open(client).iter().filter(|left| **left == cents).count()
    }

    fn open(&self, client: usize) -> Vec<i64> {
        let all = self.clients.get(client).map(|c| c.invoices.as_slice()).unwrap_or_default();
        all.iter().filter_map(|at| self.bills.get(*at)).map(|b| b.open).filter(|left| *left > 0).collect()
    }

    fn several(&mut self, kind: Kind, day: Date) -> Option<Written> {
        let (client, mut open) = self.open_of_somebody(day, 2)?;
        let count = usize::try_from(self.chance.between(2, 4)).unwrap_or(2).min(open.len());
        let mut chosen = Vec::new();
        for _ in 0..count {
            let bill = self.chance.pick(&open);
            open.retain(|other| *other != bill);
            chosen.push(bill);
        }
        let parts: Vec<(usize, i64)> = chosen.iter().filter_map(|b| Some((*b, self.bills.get(*b)?.open))).collect();
        let cents: i64 = parts.iter().map(|(_, left)| left).sum();
        let (motive, told) = if kind == Kind::MultiRef {
            let numbers: Vec<String> =
                chosen.iter().filter_map(|b| self.bills.get(*b)).map(|b| b.number.clone()).collect();
            let spelled: Vec<String> = numbers.iter().map(|n| spelled(n, &mut self.chance)).collect();
            (spelled.join(" "), true)
        } else {
            let told = count <= 3 && self.sets(client, cents) == 1;
            ("REGLEMENT FACTURES".to_string(), told)
        };
        Some(Written { kind, cents, motive, other: None, client: Some(client), answer: Some(parts).filter(|_| told) })
    }

    /// How many sets of at most three of a customer's open invoices make the sum; many, when there are too many to tell.
    fn sets(&self, client: usize, cents: i64) -> usize {
        let open = self.open(client);
        if open.len() > MOST_OPEN {
            return usize::MAX;
        }
        let mut found = 0;
        for (i, a) in open.iter().enumerate() {
            found += usize::from(*a == cents);
            for (j, b) in open.iter().enumerate().skip(i + 1) {
                found += usize::from(a + b == cents);
                found += open.iter().skip(j + 1).filter(|c| a + b + **c == cents).count();
            }
        }
        found
    }

    /// A second time what was paid by its number.
    fn double(&mut self) -> Option<Written> {
        let (bill, cents) = self.chance.pick(&self.paid);
        let bill = self.bills.get(bill).filter(|b| cents > 0 && b.open == 0)?;
        let (client, number) = (bill.client, bill.number.clone());
        let motive = spelled(&number, &mut self.chance);
        Some(Written { kind: Kind::Double, cents, motive, other: None, client: Some(client), answer: None })
    }
}
