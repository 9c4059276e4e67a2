//! The whole file as lines of money on accounts: compact for every line, in full for customer lines only.
//! It checks what one line can show; entries and customers are understood later.

use crate::account::Family;
use crate::columns::{Column, Layout};
use crate::row::{Cutter, Fields, Fit, Misfit};
use crate::text::Lines;
use crate::trouble::Trouble;
use crate::value::{self, Day};
use base::Date;
use draft::Problem;
use std::collections::HashMap;

/// Longest text kept of a field; a longer one is not a label.
const LONGEST: usize = 300;
/// Sum of all amounts (absolute) above which nothing can be counted safely: 92 thousand billion euros.
const LARGEST_TURNOVER: i128 = 9_200_000_000_000_000;

/// One line, any account. Texts are numbers given by [`Book::intern`]; a file of more lines than a `u32` counts is refused long before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    pub number: u32,
    pub entry: u32,
    pub piece: u32,
    pub family: Family,
    /// Debit positive, in cents.
    pub amount: i64,
    /// Index into `Book::customers` plus one; 0 when the line is on another account.
    pub customer: u32,
}

/// A line on a customer account. What many lines share is a number given by [`Book::intern`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct CustomerLine<'a> {
    pub date: Date,
    pub piece_on: Option<Date>,
    account: u32,
    account_name: u32,
    auxiliary: u32,
    auxiliary_name: u32,
    piece: u32,
    letter: u32,
    pub label: &'a str,
}

/// The texts of a customer line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LineTexts<'a> {
    pub account: &'a str,
    pub account_name: &'a str,
    pub auxiliary: &'a str,
    pub auxiliary_name: &'a str,
    pub piece: &'a str,
    pub letter: &'a str,
}

/// What identifies an entry: journal, number and date (day count, or none).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct EntryKey {
    pub journal: u32,
    pub number: u32,
    pub date: Option<Date>,
}

/// A journal of the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Journal<'a> {
    pub code: &'a str,
    pub is_opening: bool,
}

#[derive(Default)]
pub(crate) struct Book<'a> {
    pub lines: Vec<Line>,
    pub customers: Vec<CustomerLine<'a>>,
    pub entries: Vec<EntryKey>,
    /// By interned number.
    pub journals: HashMap<u32, Journal<'a>>,
    pub debit: i128,
    pub credit: i128,
    pub first_on: Option<Date>,
    pub last_on: Option<Date>,
    pub bank_until: Option<Date>,
    interned: HashMap<&'a str, u32>,
    texts: Vec<&'a str>,
    entry_ids: HashMap<EntryKey, u32>,
    turnover: i128,
    rows: u64,
    short: Vec<(u64, usize)>,
    short_count: u64,
}

impl<'a> Book<'a> {
    /// Reads every line after the header.
    pub(crate) fn read(lines: Lines<'a>, layout: &Layout, trouble: &mut Trouble) -> Book<'a> {
        let mut book = Book::default();
        let mut cutter = Cutter::of(layout);
        for (number, line) in lines {
            book.rows += 1;
            match cutter.cut(line) {
                Ok((fields, fit)) => {
                    book.note_fit(number, fit, line, layout, trouble);
                    book.take(number, fields, layout, trouble);
                }
                Err(misfit) => trouble.add(misfit_problem(misfit, layout).at_line(number)),
            }
        }
        book.tell_short_lines(layout, trouble);
        if book.turnover > LARGEST_TURNOVER {
            let remedy = "vérifiez les colonnes Debit et Credit : un numéro y est sans doute pris pour un montant";
            trouble.add(Problem::error(
                "absurd_amounts",
                "les montants du fichier dépassent tout ce qui est plausible",
                remedy,
            ));
        }
        book
    }

    pub(crate) fn text(&self, interned: u32) -> &'a str {
        usize::try_from(interned).ok().and_then(|i| self.texts.get(i)).copied().unwrap_or("")
    }

    /// Lets go of what only reading needs.
    pub(crate) fn forget_words(&mut self) {
        self.interned = HashMap::new();
        self.entry_ids = HashMap::new();
    }

    /// The texts of the customer line at that index.
    pub(crate) fn named(&self, at: usize) -> Option<LineTexts<'a>> {
        self.customers.get(at).map(|line| LineTexts {
            account: self.text(line.account),
            account_name: self.text(line.account_name),
            auxiliary: self.text(line.auxiliary),
            auxiliary_name: self.text(line.auxiliary_name),
            piece: self.text(line.piece),
            letter: self.text(line.letter),
        })
    }

    fn intern(&mut self, text: &'a str) -> u32 {
        if let Some(known) = self.interned.get(text) {
            return *known;
        }
        let id = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(text);
        self.interned.insert(text, id);
        id
    }

    fn note_fit(&mut self, number: u64, fit: Fit, line: &str, layout: &Layout, trouble: &mut Trouble) {
        match fit {
            Fit::Whole => {}
            Fit::Surplus => trouble.count("surplus_fields", number),
            Fit::Short => {
                self.short_count += 1;
                if self.short.len() < 60 {
                    self.short.push((number, line.matches(layout.separator).count() + 1));
                }
            }
        }
    }

    /// A program that never writes the last empty columns is followed; a line shorter than its neighbours is damaged.
    fn tell_short_lines(&self, layout: &Layout, trouble: &mut Trouble) {
        if self.short_count == 0 {
            return;
        }
        if self.short_count == self.rows && self.rows > 1 {
            let what = "les dernières colonnes, vides, ne sont pas écrites";
            trouble.add(Problem::warning("missing_fields", what, "le fichier est lu ; rien à faire ici"));
            return;
        }
        for (number, found) in &self.short {
            trouble.add(misfit_problem(Misfit::Short(*found), layout).at_line(*number));
        }
    }

    fn take(&mut self, number: u64, fields: Fields<'_, 'a>, layout: &Layout, trouble: &mut Trouble) {
        let account = fields.get(Column::CompteNum);
        let family = Family::of(account);
        let Some(amount) = read_amount(number, fields, layout, trouble) else { return };
        let date = read_date(number, fields, family, trouble);
        self.add_to_totals(amount);
        let entry = self.entry(fields, date);
        self.note_dates(date, account, entry);
        let piece = self.intern(fields.get(Column::PieceRef));
        note_habits(number, fields, trouble);
        let customer = match date {
            Some(date) if family.is_customer() && amount != 0 => self.keep_customer(date, fields, number, trouble),
            _ => 0,
        };
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        self.lines.push(Line { number, entry, piece, family, amount, customer });
    }

    fn add_to_totals(&mut self, amount: i64) {
        let wide = i128::from(amount);
        self.turnover += wide.abs();
        if wide > 0 { self.debit += wide } else { self.credit -= wide }
    }

    fn note_dates(&mut self, date: Option<Date>, account: &str, entry: u32) {
        let Some(date) = date else { return };
        self.first_on = Some(self.first_on.map_or(date, |d| d.min(date)));
        self.last_on = Some(self.last_on.map_or(date, |d| d.max(date)));
        let is_bank = account.starts_with("512") || account.starts_with("514");
        if is_bank && !self.is_opening(entry) {
            self.bank_until = Some(self.bank_until.map_or(date, |d| d.max(date)));
        }
    }

    fn entry(&mut self, fields: Fields<'_, 'a>, date: Option<Date>) -> u32 {
        let code = fields.get(Column::JournalCode);
        let journal = self.intern(code);
        let key = EntryKey { journal, number: self.intern(fields.get(Column::EcritureNum)), date };
        if let (Some(last), Some(last_key)) = (self.lines.last(), self.lines.last().and_then(|l| self.key(l.entry)))
            && last_key == key
        {
            return last.entry;
        }
        self.journals.entry(journal).or_insert_with(|| Journal { code, is_opening: is_opening_journal(fields) });
        let next = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let id = *self.entry_ids.entry(key).or_insert(next);
        if id == next {
            self.entries.push(key);
        }
        id
    }

    /// True when the entry stands in the journal of opening balances.
    pub(crate) fn is_opening(&self, entry: u32) -> bool {
        self.key(entry).and_then(|k| self.journals.get(&k.journal)).is_some_and(|j| j.is_opening)
    }

    pub(crate) fn key(&self, entry: u32) -> Option<EntryKey> {
        usize::try_from(entry).ok().and_then(|i| self.entries.get(i)).copied()
    }

    fn keep_customer(&mut self, date: Date, fields: Fields<'_, 'a>, number: u64, trouble: &mut Trouble) -> u32 {
        let piece_on = match value::day(fields.get(Column::PieceDate)) {
            Day::Bad => {
                trouble.add(bad_date(number, Column::PieceDate, fields, false));
                None
            }
            day => day.date(),
        };
        let line = CustomerLine {
            date,
            piece_on,
            account: self.intern(short(fields.get(Column::CompteNum))),
            account_name: self.intern(short(fields.get(Column::CompteLib))),
            auxiliary: self.intern(short(fields.get(Column::CompAuxNum))),
            auxiliary_name: self.intern(short(fields.get(Column::CompAuxLib))),
            piece: self.intern(short(fields.get(Column::PieceRef))),
            letter: self.intern(short(fields.get(Column::EcritureLet))),
            label: short(fields.get(Column::EcritureLib)),
        };
        self.customers.push(line);
        u32::try_from(self.customers.len()).unwrap_or(0)
    }
}

/// The field cut to a length that a label can have.
fn short(text: &str) -> &str {
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

fn is_opening_journal(fields: Fields<'_, '_>) -> bool {
    let code = base::fold::reference(short(fields.get(Column::JournalCode)));
    if matches!(code.as_str(), "AN" | "ANO" | "ANOUV" | "ANOUVEAUX" | "RAN" | "ANC" | "OUV") {
        return true;
    }
    let name = short(fields.get(Column::JournalLib));
    name.len() > 3 && is_opening_text(name)
}

/// « À nouveaux », « Report à nouveau », « Bilan d’ouverture ».
pub(crate) fn is_opening_text(text: &str) -> bool {
    let words = format!(" {} ", base::fold::words(text));
    let opening = [" bilan ", " journal ", " ecriture ", " ecritures ", " solde ", " soldes "];
    words.contains(" a nouveau ")
        || words.contains(" a nouveaux ")
        || words.starts_with(" report ")
        || words.contains(" ouverture ") && opening.iter().any(|w| words.contains(w))
}

fn read_amount(number: u64, fields: Fields<'_, '_>, layout: &Layout, trouble: &mut Trouble) -> Option<i64> {
    let mut read = |column: Column| {
        let text = fields.get(column);
        if text.contains('.') && !text.contains(',') {
            trouble.count("decimal_point", number);
        }
        let amount = value::amount(text);
        if amount.is_none() {
            trouble.add(bad_amount(number, column, text));
        }
        amount
    };
    if layout.place(Column::Debit).is_some() && layout.place(Column::Credit).is_some() {
        let (debit, credit) = (read(Column::Debit), read(Column::Credit));
        return debit?.checked_sub(credit?);
    }
    let amount = read(Column::Montant)?;
    match fields.get(Column::Sens) {
        "D" | "d" | "+1" | "1" | "+" => Some(amount),
        "C" | "c" | "-1" | "-" => amount.checked_neg(),
        "" if amount == 0 => Some(0),
        other => {
            let what = format!("le sens « {} » n’est ni D ni C", short(other));
            let remedy = "la colonne Sens doit contenir D ou C (ou +1, -1) : refaites l’export";
            trouble.add(Problem::error("bad_side", what, remedy).at_line(number).at_element("Sens"));
            None
        }
    }
}

fn bad_amount(number: u64, column: Column, text: &str) -> Problem {
    let what = format!("« {} » n’est pas un montant", text.chars().take(40).collect::<String>());
    let remedy = "corrigez le montant dans l’export (deux décimales au plus, virgule décimale, sans espace)";
    Problem::error("bad_amount", what, remedy).at_line(number).at_element(column.name())
}

/// The entry date; on a customer line it starts delays, so a date that does not exist forbids the file.
fn read_date(number: u64, fields: Fields<'_, '_>, family: Family, trouble: &mut Trouble) -> Option<Date> {
    let customer = family.is_customer();
    match value::day(fields.get(Column::EcritureDate)) {
        Day::On(date) => Some(date),
        Day::Empty if !customer => None,
        _ => {
            trouble.add(bad_date(number, Column::EcritureDate, fields, customer));
            None
        }
    }
}

fn bad_date(number: u64, column: Column, fields: Fields<'_, '_>, fatal: bool) -> Problem {
    let text = fields.get(column);
    let what = if text.is_empty() {
        "la date d’écriture manque".to_string()
    } else {
        format!("« {} » n’est pas une date du calendrier", text.chars().take(40).collect::<String>())
    };
    let problem = if fatal {
        let remedy = "corrigez la date de cette écriture dans le logiciel comptable (AAAAMMJJ) et refaites l’export";
        Problem::error("bad_date", what, remedy)
    } else {
        Problem::warning("bad_date", what, "la date est ignorée ; corrigez-la dans le logiciel comptable")
    };
    problem.at_line(number).at_element(column.name())
}

/// Small deviations counted over the file and told once.
fn note_habits(number: u64, fields: Fields<'_, '_>, trouble: &mut Trouble) {
    for (column, code) in [
        (Column::PieceRef, "no_piece_reference"),
        (Column::EcritureLib, "no_label"),
        (Column::ValidDate, "not_validated"),
    ] {
        if fields.get(column).is_empty() {
            trouble.count(code, number);
        }
    }
}

fn misfit_problem(misfit: Misfit, layout: &Layout) -> Problem {
    let width = layout.width;
    match misfit {
        Misfit::Short(found) => {
            let what = format!("{found} champs au lieu de {width}");
            let remedy = "la ligne est coupée ou une colonne y manque : refaites l’export, ou complétez la ligne";
            Problem::error("missing_fields", what, remedy)
        }
        Misfit::Long(found) => {
            let what = format!("{found} champs au lieu de {width}, sans qu’un libellé l’explique");
            let remedy = "retirez le séparateur qui se trouve dans un texte de cette ligne, ou refaites l’export avec tabulations";
            Problem::error("surplus_fields", what, remedy)
        }
    }
}
