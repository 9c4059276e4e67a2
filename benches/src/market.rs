//! The receivables everything is measured on: drawn from a seed, so that two runs, and two programs, see the same books.
//!
//! N invoices of N/20 customers, the same distribution as the one Tryton's published figures were taken on: nine in ten due in
//! the last two years and one in ten in the coming quarter; exactly 15 % of all overdue and unpaid, one in five of those
//! in part; amounts log-uniform from 12 to 12,000 € before 20 % VAT. Nothing here looks like a real company.

use base::{Cents, Date, add_days};

/// A Monday: on the Sunday before, no reminder would be proposed at all.
pub const AS_OF: Date = Date::constant(2026, 11, 23);

/// A day on which most of today's open invoices were already there.
pub const PAST: Date = Date::constant(2026, 6, 30);

const TRADES: [&str; 8] =
    ["Atelier", "Boulangerie", "Cabinet", "Fonderie", "Garage", "Imprimerie", "Menuiserie", "Transports"];
const TOWNS: [&str; 8] = ["Albi", "Arras", "Brest", "Colmar", "Laval", "Nancy", "Rennes", "Troyes"];

/// What becomes of an invoice.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Overdue,
    NotDue,
    Paid,
}

/// An invoice and the money received for it.
pub struct Sale {
    /// Counted from 0.
    pub customer: u64,
    pub number: String,
    pub issued_on: Date,
    pub due_on: Date,
    pub net: Cents,
    pub vat: Cents,
    pub gross: Cents,
    pub payments: Vec<(Date, Cents)>,
}

impl Sale {
    pub fn paid(&self) -> i64 {
        self.payments.iter().map(|(_, amount)| amount.get()).sum()
    }
}

/// The sales of a company, in order of number.
pub struct Market {
    chance: Chance,
    customers: u64,
    fates: Vec<Fate>,
    next: usize,
}

impl Market {
    pub fn new(invoices: u64, seed: u64) -> Market {
        let mut chance = Chance(seed ^ invoices.rotate_left(32));
        let (overdue, not_due) = (invoices * 15 / 100, invoices / 10);
        let fate = |n| match n {
            n if n < overdue => Fate::Overdue,
            n if n < overdue + not_due => Fate::NotDue,
            _ => Fate::Paid,
        };
        let mut fates: Vec<Fate> = (0..invoices).map(fate).collect();
        for last in (1..fates.len()).rev() {
            fates.swap(last, chance.between(0, last as i64) as usize);
        }
        Market { chance, customers: customers(invoices), fates, next: 0 }
    }

    fn sale(&mut self, at: usize, fate: Fate) -> Sale {
        let chance = &mut self.chance;
        let customer = chance.between(0, self.customers as i64 - 1) as u64;
        let net = chance.amount();
        let vat = (net * 20 + 50) / 100;
        let due_on = match fate {
            Fate::NotDue => later(AS_OF, chance.between(0, 89)),
            _ => later(AS_OF, -chance.between(1, 730)),
        };
        let term = [30, 30, 30, 45, 60][chance.between(0, 4) as usize];
        let issued_on = later(due_on, -term).min(AS_OF);
        let gross = net + vat;
        Sale {
            customer,
            number: format!("FA{}-{:07}", issued_on.year(), at + 1),
            issued_on,
            due_on,
            net: Cents::new(net),
            vat: Cents::new(vat),
            gross: Cents::new(gross),
            payments: payments(chance, fate, issued_on, due_on, gross),
        }
    }
}

impl Iterator for Market {
    type Item = Sale;

    fn next(&mut self) -> Option<Sale> {
        let (at, fate) = (self.next, *self.fates.get(self.next)?);
        self.next += 1;
        Some(self.sale(at, fate))
    }
}

pub fn customers(invoices: u64) -> u64 {
    (invoices / 20).max(1)
}

pub fn customer_name(customer: u64) -> String {
    let pick = |list: [&'static str; 8], n: u64| list[(n % 8) as usize];
    format!("{} {} {}", pick(TRADES, customer), pick(TOWNS, customer / 8), customer + 1)
}

fn payments(chance: &mut Chance, fate: Fate, issued_on: Date, due_on: Date, gross: i64) -> Vec<(Date, Cents)> {
    let part = |chance: &mut Chance| gross * chance.between(20, 80) / 100;
    match fate {
        Fate::NotDue => Vec::new(),
        Fate::Overdue if chance.between(1, 5) > 1 => Vec::new(),
        Fate::Overdue => {
            let on = later(due_on, chance.between(0, 20)).min(AS_OF);
            vec![(on, Cents::new(part(chance)))]
        }
        Fate::Paid => {
            let on = later(due_on, chance.between(-10, 40)).max(issued_on).min(AS_OF);
            if chance.between(1, 15) > 1 {
                return vec![(on, Cents::new(gross))];
            }
            let first = part(chance);
            let then = later(on, chance.between(5, 30)).min(AS_OF);
            vec![(on, Cents::new(first)), (then, Cents::new(gross - first))]
        }
    }
}

fn later(day: Date, days: i64) -> Date {
    add_days(day, days).unwrap_or(day)
}

/// SplitMix64 (public domain): enough to draw a market, and the same everywhere.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Both bounds included.
    fn between(&mut self, low: i64, high: i64) -> i64 {
        let range = u128::from(high.abs_diff(low)) + 1;
        low + ((u128::from(self.next()) * range) >> 64) as i64
    }

    /// Log-uniform from 12 to 12,000 €, in cents.
    #[expect(clippy::float_arithmetic, reason = "a draw, not a computation of the product")]
    fn amount(&mut self) -> i64 {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        (1_200.0 * (share * 1_000_f64.ln()).exp()) as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_market_is_the_one_described() {
        let sales: Vec<Sale> = Market::new(10_000, 42).collect();
        let open = |s: &&Sale| s.paid() < s.gross.get();
        let overdue: Vec<&Sale> = sales.iter().filter(open).filter(|s| s.due_on < AS_OF).collect();
        assert_eq!(overdue.len(), 1_500);
        assert!((200..=400).contains(&overdue.iter().filter(|s| s.paid() > 0).count()));
        assert_eq!(sales.iter().filter(|s| s.due_on >= AS_OF).count(), 1_000);
        assert!(sales.iter().all(|s| s.issued_on <= AS_OF && (1_440..=1_440_000).contains(&s.gross.get())));
        let again: Vec<String> = Market::new(10_000, 42).map(|s| s.number).collect();
        assert!(again.iter().eq(sales.iter().map(|s| &s.number)));
    }
}
