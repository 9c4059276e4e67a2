//! Writes accounting exports whose open items are known: companies with other names, numbers, amounts and habits than
//! the samples, from a seed. It shares no code with the reader.

use crate::habit::{Dice, Habit, NAMES, number};
use std::collections::{BTreeMap, BTreeSet};

/// One posting.
#[derive(Clone)]
pub struct Post {
    pub journal: &'static str,
    pub number: u64,
    pub day: i64,
    pub account: String,
    pub party: Option<usize>,
    pub piece: String,
    pub label: String,
    pub cents: i64,
    pub letter: String,
}

pub struct World {
    pub habit: Habit,
    pub year: i64,
    pub posts: Vec<Post>,
    entry: u64,
    invoices: u64,
    /// Party, reference and open cents.
    pub open: BTreeMap<usize, Vec<(String, i64)>>,
    /// Customers with a part payment or a joint payment: without names, only a guess can place it.
    pub ambiguous: BTreeSet<usize>,
    names: Vec<String>,
    letters: BTreeMap<usize, u64>,
}

impl World {
    pub fn new(dice: &mut Dice, habit: Habit, year: i64, parties: usize) -> World {
        let start = dice.below(NAMES.len() as u64) as usize;
        let names = (0..parties)
            .map(|i| format!("{}{}", NAMES[(start + i) % NAMES.len()], if i < NAMES.len() { "" } else { " BIS" }))
            .collect();
        World {
            habit,
            year,
            posts: Vec::new(),
            entry: 0,
            invoices: 0,
            open: BTreeMap::new(),
            ambiguous: BTreeSet::new(),
            names,
            letters: BTreeMap::new(),
        }
    }

    pub fn code(&self, party: usize) -> String {
        if self.habit.sub_accounts { format!("411C{party:03}") } else { format!("CLI{party:03}") }
    }

    pub fn name(&self, party: usize) -> &str {
        &self.names[party]
    }

    fn letter(&mut self, party: usize, partial: bool) -> String {
        if !self.habit.lettered {
            return String::new();
        }
        let n = self.letters.entry(party).or_default();
        *n += 1;
        let code: String = [(*n / 26) % 26, *n % 26].iter().map(|d| char::from(b'A' + *d as u8)).collect();
        if partial { code.to_lowercase() } else { code }
    }

    /// An entry whose first posting is on the customer.
    #[expect(clippy::too_many_arguments, reason = "an entry of the ledger has as many columns")]
    fn entry(
        &mut self,
        journal: &'static str,
        day: i64,
        party: usize,
        account: &str,
        cents: i64,
        against: &[(&str, i64)],
        piece: &str,
        label: &str,
        letter: &str,
    ) {
        self.entry += 1;
        let account =
            if self.habit.sub_accounts && account == "411000" { self.code(party) } else { account.to_string() };
        let post = Post {
            journal,
            number: self.entry,
            day,
            account,
            party: Some(party),
            piece: piece.into(),
            label: label.into(),
            cents,
            letter: letter.into(),
        };
        self.posts.push(post.clone());
        for (account, cents) in against {
            let customer = account.starts_with("41");
            let party = customer.then_some(party);
            let account = match (self.habit.sub_accounts && customer, *account) {
                (true, a) => format!("{}{}", &a[..3], &self.code(party.unwrap())[3..]),
                (false, a) => a.to_string(),
            };
            self.posts.push(Post { account, party, cents: *cents, letter: String::new(), ..post.clone() });
        }
    }

    fn add_open(&mut self, party: usize, reference: &str, cents: i64) {
        if cents != 0 {
            self.open.entry(party).or_default().push((reference.to_string(), cents));
        }
    }

    fn invoice_label(&self, reference: &str, party: usize) -> String {
        let word = if self.habit.word_before { "Facture " } else { "" };
        format!("{word}{reference} {}", self.name(party))
    }

    fn payment_label(&self, dice: &mut Dice, references: &[&str], party: usize) -> String {
        if !self.habit.named_payments {
            return format!("VIR {}", self.name(party));
        }
        let joined = references.join(" ");
        match dice.below(5) {
            4 => format!("VIRT {}", references.join(" ").replace(['-', '/'], "")),
            0 => format!("VIR {} {joined}", self.name(party)),
            1 => format!("VIR {joined} {}", self.name(party)),
            2 => format!("Règlement n°{joined}"),
            _ => format!("VIREMENT SEPA / {joined} / {}", self.name(party)),
        }
    }

    fn payment_piece(&self, dice: &mut Dice) -> String {
        if self.habit.batch_pieces { format!("REM {}", dice.below(100)) } else { format!("VIR{:04}", self.entry) }
    }

    /// Opening balances, some paid this year.
    pub fn opening(&mut self, dice: &mut Dice) {
        let mut total = 0;
        for party in 0..self.names.len() {
            let count = dice.below(4);
            let claims: Vec<(String, i64)> = (0..count)
                .map(|i| {
                    (
                        number(self.habit.style, self.year - 1, 100 + 10 * party as u64 + i),
                        10_000 + 50 * dice.below(9_000) as i64,
                    )
                })
                .collect();
            let sum: i64 = claims.iter().map(|c| c.1).sum();
            total += sum;
            if self.habit.net_opening && sum > 0 {
                self.open_claim(dice, party, "A nouveau", sum);
            } else {
                for (reference, cents) in claims {
                    self.open_claim(dice, party, &reference, cents);
                }
            }
        }
        let first = Post {
            journal: "AN",
            number: 1,
            day: 0,
            account: "890000".into(),
            party: None,
            piece: "AN".into(),
            label: "Bilan d'ouverture".into(),
            cents: -total,
            letter: String::new(),
        };
        self.posts.push(first);
    }

    fn open_claim(&mut self, dice: &mut Dice, party: usize, reference: &str, cents: i64) {
        let paid = dice.chance(60);
        let letter = if paid { self.letter(party, false) } else { String::new() };
        let account = if self.habit.sub_accounts { self.code(party) } else { "411000".into() };
        let label = format!("{reference} {}", self.name(party));
        let post = Post {
            journal: "AN",
            number: 1,
            day: 0,
            account,
            party: Some(party),
            piece: "AN".into(),
            label,
            cents,
            letter: letter.clone(),
        };
        self.posts.insert(0, post);
        if paid {
            let label = self.payment_label(dice, &[reference], party);
            let piece = self.payment_piece(dice);
            let day = 2 + dice.below(120) as i64;
            self.entry("BQ", day, party, "411000", -cents, &[("512000", cents)], &piece, &label, &letter);
        } else {
            self.add_open(party, reference, cents);
        }
    }

    /// One invoice and what becomes of it.
    pub fn sale(&mut self, dice: &mut Dice, party: usize) {
        let (reference, day, cents) = self.book_sale(dice, party);
        let fate = dice.below(8);
        let later = (day + 10 + dice.below(60) as i64).min(360);
        let letter = if fate == 0 { String::new() } else { self.letter(party, fate == 2) };
        self.mark_last_sale(&letter);
        let piece = self.payment_piece(dice);
        let label = self.payment_label(dice, &[&reference], party);
        let money = [("512000", cents)];
        match fate {
            0 => self.add_open(party, &reference, cents),
            2 => {
                self.ambiguous.insert(party);
                let part = cents * (2 + dice.below(5) as i64) / 10;
                self.entry("BQ", later, party, "411000", -part, &[("512000", part)], &piece, &label, &letter);
                self.add_open(party, &reference, cents - part);
            }
            3 => {
                let (ht, vat) = (cents - cents / 6, cents / 6);
                let piece = format!("AV{:04}", self.invoices);
                let label = format!("AVOIR SUR {reference}");
                self.entry(
                    "VE",
                    later,
                    party,
                    "411000",
                    -cents,
                    &[("706000", ht), ("445710", vat)],
                    &piece,
                    &label,
                    &letter,
                );
            }
            4 => {
                self.entry("BQ", later, party, "411000", -cents, &money, &piece, &format!("PRLV {reference}"), &letter);
                self.entry(
                    "BQ",
                    later,
                    party,
                    "411000",
                    cents,
                    &[("512000", -cents)],
                    "REJ",
                    &format!("REJET PRLV {reference}"),
                    "",
                );
                self.add_open(party, &reference, cents);
            }
            5 => {
                self.entry(
                    "OD",
                    later,
                    party,
                    "411000",
                    -cents,
                    &[("416000", cents)],
                    "OD",
                    &format!("DOUTEUX {reference}"),
                    &letter,
                );
                self.add_open(party, &reference, cents);
            }
            6 => {
                let (ht, vat) = (cents - cents / 6, cents / 6);
                self.entry(
                    "OD",
                    later,
                    party,
                    "411000",
                    -cents,
                    &[("654000", ht), ("445710", vat)],
                    "OD",
                    &format!("PERTE {reference}"),
                    &letter,
                );
            }
            _ => self.entry("BQ", later, party, "411000", -cents, &money, &piece, &label, &letter),
        }
    }

    /// Two invoices paid by one transfer.
    pub fn double_sale(&mut self, dice: &mut Dice, party: usize) {
        self.ambiguous.insert(party);
        let (first, _, a) = self.book_sale(dice, party);
        let letter = self.letter(party, false);
        self.mark_last_sale(&letter);
        let (second, day, b) = self.book_sale(dice, party);
        self.mark_last_sale(&letter);
        let label = self.payment_label(dice, &[&first, &second], party);
        let piece = self.payment_piece(dice);
        self.entry("BQ", (day + 40).min(360), party, "411000", -(a + b), &[("512000", a + b)], &piece, &label, &letter);
    }

    fn book_sale(&mut self, dice: &mut Dice, party: usize) -> (String, i64, i64) {
        self.invoices += 1;
        let reference = number(self.habit.style, self.year, self.invoices);
        let day = 1 + dice.below(300) as i64;
        let ht = 6 * (1_000 + dice.below(100_000) as i64);
        let cents = ht + ht / 5;
        let piece = if self.habit.batch_pieces { format!("VE  {:04}", self.invoices / 8) } else { reference.clone() };
        let label = self.invoice_label(&reference, party);
        self.entry("VE", day, party, "411000", cents, &[("706000", -ht), ("445710", -(ht / 5))], &piece, &label, "");
        (reference, day, cents)
    }

    fn mark_last_sale(&mut self, letter: &str) {
        if let Some(post) = self.posts.iter_mut().rev().find(|p| p.party.is_some()) {
            post.letter = letter.to_string();
        }
    }

    /// What the customer account says, without looking at claims.
    pub fn balance(&self, party: usize) -> i64 {
        let is = |p: &&Post| p.party == Some(party) && ["411", "416"].iter().any(|a| p.account.starts_with(a));
        self.posts.iter().filter(is).map(|p| p.cents).sum()
    }

    pub fn parties(&self) -> usize {
        self.names.len()
    }

    /// The year after, with the same customers.
    pub fn following(first: &World) -> World {
        World {
            habit: first.habit.clone(),
            year: first.year + 1,
            names: first.names.clone(),
            posts: Vec::new(),
            entry: 0,
            invoices: 0,
            open: BTreeMap::new(),
            ambiguous: BTreeSet::new(),
            letters: BTreeMap::new(),
        }
    }

    /// Opening lines from what the first year left open: one net line per customer, or each claim. The truth keeps the
    /// detail in both cases. With a net line, what is paid is paid whole.
    pub fn carry(&mut self, dice: &mut Dice, first: &World) {
        let mut total = 0;
        for party in 0..self.names.len() {
            let claims = first.open.get(&party).cloned().unwrap_or_default();
            let sum: i64 = claims.iter().map(|c| c.1).sum();
            total += sum;
            if self.habit.net_opening && sum > 0 {
                self.open_claim(dice, party, "A nouveau", sum);
                if self.open.remove(&party).is_some() {
                    self.open.insert(party, claims);
                }
            } else {
                for (reference, cents) in claims {
                    self.open_claim(dice, party, &reference, cents);
                }
            }
            self.open.entry(party).or_default().sort();
        }
        self.posts.push(Post {
            journal: "AN",
            number: 1,
            day: 0,
            account: "890000".into(),
            party: None,
            piece: "AN".into(),
            label: "Bilan d'ouverture".into(),
            cents: -total,
            letter: String::new(),
        });
    }

    /// True when the export has a line of that customer.
    pub fn bytes_mention(&self, party: usize) -> bool {
        self.posts.iter().any(|p| p.party == Some(party))
    }
}

/// A year of a company.
pub fn year(seed: u64) -> World {
    let mut dice = Dice(seed);
    let habit = Habit::of(&mut dice, seed);
    build(&mut dice, habit)
}

pub fn build(dice: &mut Dice, habit: Habit) -> World {
    let parties = 3 + dice.below(14) as usize;
    let mut world = World::new(dice, habit, 2025, parties);
    world.opening(dice);
    for party in 0..parties {
        for _ in 0..1 + dice.below(9) {
            if dice.chance(10) { world.double_sale(dice, party) } else { world.sale(dice, party) }
        }
    }
    world
}
