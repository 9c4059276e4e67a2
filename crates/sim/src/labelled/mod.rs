//! Labelled sets for bank matching: open invoices, customers, what was seen before, bank lines, and the answer to each.
//!
//! The answer comes from what the set knows it wrote, by counting, never from the engine that is tried on it. A line whose
//! own words do not name one payment has no answer: to match it without a person is an error, however plausible.

mod names;
mod truth;
mod wording;

use crate::chance::{Stream, later, stream};
use base::Date;
use std::collections::BTreeSet;
use std::fmt::Write;
use wording::Style;

/// What kind of line it is; the names are those of `truth.csv`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    #[default]
    Ref,
    RefTypo,
    AmountName,
    MultiRef,
    MultiNoref,
    PartialRef,
    PartialNoref,
    Fees,
    Discount,
    ThirdParty,
    Double,
    Unrelated,
}

impl Kind {
    pub fn code(self) -> &'static str {
        match self {
            Kind::Ref => "ref",
            Kind::RefTypo => "ref_typo",
            Kind::AmountName => "amount_name",
            Kind::MultiRef => "multi_ref",
            Kind::MultiNoref => "multi_noref",
            Kind::PartialRef => "partial_ref",
            Kind::PartialNoref => "partial_noref",
            Kind::Fees => "fees",
            Kind::Discount => "discount",
            Kind::ThirdParty => "third_party",
            Kind::Double => "double",
            Kind::Unrelated => "unrelated",
        }
    }
}

/// Out of a hundred lines, roughly.
const SHARES: [(Kind, usize); 12] = [
    (Kind::Ref, 33),
    (Kind::AmountName, 16),
    (Kind::Unrelated, 10),
    (Kind::MultiRef, 8),
    (Kind::MultiNoref, 7),
    (Kind::RefTypo, 6),
    (Kind::PartialRef, 5),
    (Kind::Fees, 4),
    (Kind::ThirdParty, 4),
    (Kind::Discount, 3),
    (Kind::PartialNoref, 2),
    (Kind::Double, 2),
];

/// How big a set is to be.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub customers: usize,
    pub invoices: usize,
    pub lines: usize,
}

impl Default for Size {
    fn default() -> Self {
        Size { customers: 250, invoices: 3_000, lines: 2_200 }
    }
}

/// The files of a set, as texts.
#[derive(Clone, Debug, Default)]
pub struct LabelledSet {
    pub invoices: String,
    pub customers: String,
    pub history: String,
    pub lines: String,
    pub truth: String,
}

struct Client {
    name: String,
    iban: String,
    /// Seen paying before.
    is_known: bool,
    /// Places of its invoices.
    invoices: Vec<usize>,
}

struct Bill {
    number: String,
    client: usize,
    issued: Date,
    gross: i64,
    open: i64,
}

/// A line before it is written.
struct Written {
    kind: Kind,
    cents: i64,
    motive: String,
    /// Name and account of who pays, where it is not the customer.
    other: Option<(String, String)>,
    client: Option<usize>,
    /// What it pays, when its own words tell.
    answer: Option<Vec<(usize, i64)>>,
}

struct World {
    chance: Stream,
    style: Style,
    clients: Vec<Client>,
    bills: Vec<Bill>,
    numbers: BTreeSet<String>,
    /// Paid in full, with the amount of the line that named it.
    paid: Vec<(usize, i64)>,
}

const FIRST_DAY: Date = Date::constant(2026, 3, 1);
const DAYS: i64 = 270;

/// The set of a seed: the same arguments always give the same files.
pub fn labelled_set(seed: u64, size: Size) -> LabelledSet {
    let mut world = World::new(seed, size);
    let mut set = world.files();
    set.lines = "line_id,date,amount_cents,label,counterparty_name,counterparty_iban,end_to_end_id\n".to_string();
    set.truth = "line_id,kind,answerable,allocations\n".to_string();
    let count = i64::try_from(size.lines.max(1)).unwrap_or(i64::MAX);
    for at in 0..size.lines {
        let day = later(FIRST_DAY, 20 + i64::try_from(at).unwrap_or(0) * DAYS / count);
        if let Some(line) = world.line(day) {
            world.write(&mut set, at, day, &line);
        }
    }
    set
}

impl World {
    fn new(seed: u64, size: Size) -> World {
        let mut chance = stream(seed, 0, "labelled set");
        let style = Style::of(seed);
        let clients: Vec<Client> = names::distinct(&mut chance, size.customers)
            .into_iter()
            .map(|name| Client {
                iban: format!("FR{}", chance.digits(25)),
                is_known: !chance.one_in(3),
                invoices: Vec::new(),
                name,
            })
            .collect();
        let mut world = World { chance, style, clients, bills: Vec::new(), numbers: BTreeSet::new(), paid: Vec::new() };
        for at in 0..size.invoices {
            world.bill(at + 1);
        }
        world
    }

    /// Few customers have many invoices, many have few.
    fn some_client(&mut self) -> usize {
        let last = i64::try_from(self.clients.len()).unwrap_or(1) - 1;
        let skewed = self.chance.between(0, 999) * self.chance.between(0, 999) * last / 998_001;
        usize::try_from(skewed).unwrap_or(0)
    }

    fn bill(&mut self, rank: usize) {
        let client = self.some_client();
        let round = self.chance.between(0, 99) < 45;
        let gross = if round {
            self.chance.pick(&[12_000, 24_000, 36_000, 60_000, 120_000, 150_000, 240_000])
        } else if self.chance.one_in(3) {
            self.chance.between(100_000, 900_000)
        } else {
            self.chance.between(5_000, 99_999)
        };
        let issued = self.chance.day_after(FIRST_DAY, 0, 210);
        let number = self.style.number(rank);
        if let Some(owner) = self.clients.get_mut(client) {
            owner.invoices.push(self.bills.len());
        }
        self.numbers.insert(number.clone());
        self.bills.push(Bill { number, client, issued, gross, open: gross });
    }

    fn files(&mut self) -> LabelledSet {
        let mut set = LabelledSet {
            invoices: "number,customer,issued,due,gross_cents\n".to_string(),
            customers: "id,name,siren\n".to_string(),
            history: "date,customer,name,iban,amount_cents\n".to_string(),
            ..LabelledSet::default()
        };
        for (at, client) in self.clients.iter().enumerate() {
            let Client { name, iban, is_known, .. } = client;
            let _ = writeln!(set.customers, "C{at:06},{name},{:09}", 100_000_000 + at);
            if *is_known {
                let _ = writeln!(set.history, "2025-11-13,C{at:06},{name},{iban},58042");
            }
        }
        for Bill { number, client, issued, gross, .. } in &self.bills {
            let due = later(*issued, 30);
            let _ = writeln!(set.invoices, "{number},C{client:06},{issued},{due},{gross}");
        }
        set
    }

    fn write(&mut self, set: &mut LabelledSet, at: usize, day: Date, line: &Written) {
        let (label, name, iban) = wording::label(self, line);
        let end_to_end =
            if self.chance.one_in(3) { "NOTPROVIDED".to_string() } else { format!("E2E{}", self.chance.digits(9)) };
        let _ = writeln!(set.lines, "L{at:06},{day},{},{label},{name},{iban},{end_to_end}", line.cents);
        let (answerable, allocations) = match &line.answer {
            None => ("no", String::new()),
            Some(parts) => {
                let number = |bill: usize| self.bills.get(bill).map_or("", |b| b.number.as_str());
                let parts: Vec<String> =
                    parts.iter().map(|(bill, cents)| format!("{}={cents}", number(*bill))).collect();
                ("yes", parts.join(";"))
            }
        };
        let _ = writeln!(set.truth, "L{at:06},{},{answerable},{allocations}", line.kind.code());
        for (bill, cents) in line.answer.iter().flatten() {
            let Some(bill) = self.bills.get_mut(*bill) else { continue };
            bill.open -= cents;
        }
        if let (Kind::Ref, Some([(bill, cents)])) = (line.kind, line.answer.as_deref()) {
            self.paid.push((*bill, *cents));
        }
    }
}
