//! Entries: which lines belong together, whether they balance, and what a customer line is, from its counterparts.
//! An entry number is no key in real files (it can be 0 everywhere), so balance itself finds the boundaries.

use crate::account::{FAMILIES, Family};
use crate::book::{Book, Line, is_opening_text};
use crate::trouble::Trouble;
use base::{Cents, fr};
use draft::{LedgerItemKind, Problem};
use std::collections::{BTreeMap, HashMap};

/// Above this many lines an "entry" is a whole day or journal under one number.
const LONG_ENTRY: usize = 60;

/// What is known of one customer line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Nature {
    pub kind: LedgerItemKind,
    /// Number of the smallest balanced group it stands in.
    pub run: u64,
    /// For a collective account without customer: index of the customer line it answers to.
    pub answers: Option<usize>,
}

/// Understands the entries. The result is parallel to `book.customers`.
pub(crate) fn understand(book: &Book<'_>, trouble: &mut Trouble) -> Vec<Nature> {
    let sorted = by_entry(&book.lines);
    let lines = sorted.as_deref().unwrap_or(&book.lines);
    let habits = Habits::of(book);
    let empty = Nature { kind: LedgerItemKind::Other, run: 0, answers: None };
    let mut reader = Reader { book, habits, natures: vec![empty; book.customers.len()], runs: 0 };
    let mut unbalanced = Vec::new();
    for entry in lines.chunk_by(|a, b| a.entry == b.entry) {
        if total(entry) != 0 {
            unbalanced.push((
                entry.iter().map(|l| u64::from(l.number)).min().unwrap_or(0),
                entry.first().map_or(0, |l| l.entry),
                total(entry),
            ));
        }
        reader.entry(entry);
    }
    unbalanced.sort_unstable();
    tell_balance(book, &unbalanced, trouble);
    reader.natures
}

/// The lines with those of one entry together, where the file does not have them so.
fn by_entry(lines: &[Line]) -> Option<Vec<Line>> {
    (!lines.is_sorted_by_key(|l| l.entry)).then(|| {
        let mut sorted = lines.to_vec();
        sorted.sort_by_key(|l| l.entry);
        sorted
    })
}

fn total(lines: &[Line]) -> i128 {
    lines.iter().map(|l| i128::from(l.amount)).sum()
}

/// What each journal mostly holds, for lines whose counterpart cannot be seen.
struct Habits {
    sales: HashMap<u32, [u64; 2]>,
}

impl Habits {
    fn of(book: &Book<'_>) -> Habits {
        let mut sales: HashMap<u32, [u64; 2]> = HashMap::new();
        for line in &book.lines {
            let Some(key) = book.key(line.entry) else { continue };
            let [sale, bank] = sales.entry(key.journal).or_default();
            match line.family {
                Family::Sale => *sale += 1,
                Family::Bank => *bank += 1,
                _ => {}
            }
        }
        Habits { sales }
    }

    fn kind(&self, journal: u32, debit: bool) -> LedgerItemKind {
        let [sale, bank] = self.sales.get(&journal).copied().unwrap_or_default();
        match (sale.cmp(&bank), debit) {
            (std::cmp::Ordering::Greater, true) => LedgerItemKind::Invoice,
            (std::cmp::Ordering::Greater, false) => LedgerItemKind::CreditNote,
            (std::cmp::Ordering::Less, true) => LedgerItemKind::UnpaidOrRefund,
            (std::cmp::Ordering::Less, false) => LedgerItemKind::Payment,
            (std::cmp::Ordering::Equal, _) => LedgerItemKind::Other,
        }
    }
}

struct Reader<'b, 'a> {
    book: &'b Book<'a>,
    habits: Habits,
    natures: Vec<Nature>,
    runs: u64,
}

impl Reader<'_, '_> {
    /// Splits by piece when one number covers too much, then into the shortest balanced runs.
    fn entry(&mut self, entry: &[Line]) {
        if total(entry) == 0 && entry.len() <= LONG_ENTRY {
            return self.runs(entry);
        }
        let mut by_piece = entry.to_vec();
        by_piece.sort_by_key(|l| l.piece);
        let pieces: Vec<&[Line]> = by_piece.chunk_by(|a, b| a.piece == b.piece).collect();
        if total(entry) == 0 && pieces.iter().any(|p| total(p) != 0) {
            return self.runs(entry);
        }
        for piece in pieces {
            self.runs(piece);
        }
    }

    fn runs(&mut self, lines: &[Line]) {
        let (mut start, mut sum) = (0, 0i128);
        for (at, line) in lines.iter().enumerate() {
            sum += i128::from(line.amount);
            if sum == 0 {
                self.run(lines.get(start..=at).unwrap_or(&[]));
                start = at + 1;
            }
        }
        self.run(lines.get(start..).unwrap_or(&[]));
    }

    fn run(&mut self, run: &[Line]) {
        self.runs += 1;
        let sides = Sides::of(run);
        for line in run {
            let Some(at) = customer(line) else { continue };
            let kind = self.kind(line, at, &sides);
            let answers = self.answers(line, at, run);
            if let Some(nature) = self.natures.get_mut(at) {
                *nature = Nature { kind, run: self.runs - 1, answers };
            }
        }
    }

    fn kind(&self, line: &Line, at: usize, sides: &Sides) -> LedgerItemKind {
        let debit = line.amount >= 0;
        let against = |family: Family| sides.against(debit, family);
        if self.book.is_opening(line.entry) || against(Family::Opening) > 0 || self.is_opening_line(line, at) {
            return LedgerItemKind::Opening;
        }
        if line.family == Family::Advance {
            return LedgerItemKind::Advance;
        }
        let loss = against(Family::Loss);
        let vat = against(Family::Vat);
        let sale = against(Family::Sale) + if loss == 0 { vat } else { 0 };
        let bank = against(Family::Bank);
        let money = bank + against(Family::Waiting) + against(Family::Advance);
        let others = [Family::Customer, Family::Retention, Family::Bill, Family::Doubtful];
        let moved: i128 = others.into_iter().filter(|f| *f != line.family).map(against).sum();
        let most = sale.max(money).max(loss).max(moved);
        match (debit, most) {
            (_, 0) => self.unseen(line, debit),
            (true, m) if line.family == Family::Retention && (m == moved || m == sale) => LedgerItemKind::Retention,
            (_, m) if m == moved => LedgerItemKind::Transfer,
            (true, m) if m == sale => LedgerItemKind::Invoice,
            (true, m) if m == money && bank > 0 => LedgerItemKind::UnpaidOrRefund,
            (true, _) => LedgerItemKind::Other,
            (false, m) if m == money => LedgerItemKind::Payment,
            (false, m) if m == loss => LedgerItemKind::WriteOff,
            (false, _) => LedgerItemKind::CreditNote,
        }
    }

    fn is_opening_line(&self, line: &Line, at: usize) -> bool {
        let first_day = self.book.key(line.entry).and_then(|k| k.date) == self.book.first_on;
        first_day && self.book.customers.get(at).is_some_and(|c| is_opening_text(c.label))
    }

    fn unseen(&self, line: &Line, debit: bool) -> LedgerItemKind {
        self.book.key(line.entry).map_or(LedgerItemKind::Other, |k| self.habits.kind(k.journal, debit))
    }

    /// The one line of the opposite amount on an account that names its customer.
    fn answers(&self, line: &Line, at: usize, run: &[Line]) -> Option<usize> {
        let named = |i: usize| self.book.named(i).is_some_and(|line| crate::party::names_customer(&line));
        if named(at) || run.len() > LONG_ENTRY {
            return None;
        }
        let mut twins = run.iter().filter(|l| l.amount == -line.amount).filter_map(customer).filter(|i| named(*i));
        twins.next().filter(|_| twins.next().is_none())
    }
}

fn customer(line: &Line) -> Option<usize> {
    usize::try_from(line.customer).ok()?.checked_sub(1)
}

/// Amounts of a run by side and family.
struct Sides {
    debit: [i128; FAMILIES],
    credit: [i128; FAMILIES],
}

impl Sides {
    fn of(run: &[Line]) -> Sides {
        let mut sides = Sides { debit: [0; FAMILIES], credit: [0; FAMILIES] };
        for line in run {
            let side = if line.amount >= 0 { &mut sides.debit } else { &mut sides.credit };
            if let Some(sum) = side.get_mut(line.family.index()) {
                *sum += i128::from(line.amount).abs();
            }
        }
        sides
    }

    /// What stands on the other side in that family.
    fn against(&self, debit: bool, family: Family) -> i128 {
        let side = if debit { &self.credit } else { &self.debit };
        side.get(family.index()).copied().unwrap_or(0)
    }
}

/// A file whose debits and credits differ is refused; entries that only differ one by one are warned about.
fn tell_balance(book: &Book<'_>, unbalanced: &[(u64, u32, i128)], trouble: &mut Trouble) {
    let difference = book.debit - book.credit;
    let really = really_unbalanced(book, unbalanced);
    if difference == 0 {
        for (line, entry, gap) in really {
            let what = format!("l’écriture {} n’est pas équilibrée (écart de {})", name(book, *entry), euros(*gap));
            let remedy = "le fichier l’est dans son ensemble et il est lu ; vérifiez cette écriture";
            trouble.add(Problem::warning("unbalanced_entry", what, remedy).at_line(*line));
        }
        return;
    }
    let mut what = format!("le total des débits et celui des crédits diffèrent de {}", euros(difference));
    let first = really.first().copied().or(unbalanced.first());
    if let Some((line, entry, gap)) = first {
        let which = name(book, *entry);
        what.push_str(&format!(
            " ; première écriture déséquilibrée : {which}, ligne {line} (écart de {})",
            euros(*gap)
        ));
    }
    let remedy = "des lignes manquent ou sont abîmées : refaites l’export complet depuis le logiciel comptable";
    let problem = Problem::error("unbalanced_ledger", what, remedy);
    trouble.add(match first {
        Some((line, ..)) => problem.at_line(*line),
        None => problem,
    });
}

/// Entries that stay unbalanced when their number is followed over several dates, or their journal over one day.
fn really_unbalanced<'u>(book: &Book<'_>, unbalanced: &'u [(u64, u32, i128)]) -> Vec<&'u (u64, u32, i128)> {
    let (mut by_number, mut by_day) = (BTreeMap::new(), BTreeMap::new());
    for (_, entry, gap) in unbalanced {
        if let Some(key) = book.key(*entry) {
            *by_number.entry((key.journal, key.number)).or_insert(0i128) += gap;
            *by_day.entry((key.journal, key.date)).or_insert(0i128) += gap;
        }
    }
    let open = |entry: u32| {
        book.key(entry).is_none_or(|k| {
            by_number.get(&(k.journal, k.number)) != Some(&0) && by_day.get(&(k.journal, k.date)) != Some(&0)
        })
    };
    unbalanced.iter().filter(|(_, entry, _)| open(*entry)).collect()
}

fn name(book: &Book<'_>, entry: u32) -> String {
    let Some(key) = book.key(entry) else { return String::new() };
    let journal = book.journals.get(&key.journal).map_or("", |j| j.code);
    let number = book.text(key.number);
    let date = key.date.map(|d| format!(" du {}", fr::date_short(d))).unwrap_or_default();
    format!("{journal} {number}{date}").chars().take(80).collect()
}

fn euros(amount: i128) -> String {
    let bounded = i64::try_from(amount.abs()).unwrap_or(i64::MAX);
    fr::euros(Cents::new(bounded))
}
