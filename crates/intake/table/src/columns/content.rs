//! What the cells of a column say when its header does not: dates, amounts, e-mails, company numbers.
//! A column is only taken when it is the only one that fits; a person confirms the rest.

use super::Columns;
use crate::source::{Cell, Rows};
use crate::value;
use base::Date;
use draft::Field;
use grid::date::Order;

/// Rows looked at.
const SAMPLE: usize = 300;

/// What one column holds in the sample.
#[derive(Clone, Debug, Default)]
struct Profile {
    filled: usize,
    dates: Vec<Option<Date>>,
    amounts: usize,
    with_decimals: usize,
    emails: usize,
    sirens: usize,
    words: usize,
    codes: usize,
    distinct: std::collections::BTreeSet<String>,
}

impl Profile {
    fn see(&mut self, cell: Cell<'_>, order: Order) {
        let text = cell.text();
        self.dates.push(cell.written_day(order));
        if text.is_empty() {
            return;
        }
        self.filled += 1;
        self.emails += usize::from(value::email(&text).is_some());
        self.sirens += usize::from(value::siren_or_siret(&text).is_some());
        let is_amount = base::Cents::parse(&text).is_some();
        self.amounts += usize::from(is_amount);
        self.with_decimals += usize::from(is_amount && text.contains([',', '.']));
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        self.words += usize::from(letters >= 3 && letters * 2 > text.chars().count());
        self.codes += usize::from(is_code(&text));
        self.distinct.insert(text.into_owned());
    }

    fn all(&self, count: usize) -> bool {
        self.filled > 0 && count == self.filled
    }

    fn are_dates(&self) -> bool {
        self.all(self.dates.iter().flatten().count())
    }
}

/// A short key rather than a name: no space, and a digit.
fn is_code(text: &str) -> bool {
    text.len() <= 12 && !text.contains(' ') && text.chars().any(|c| c.is_ascii_digit())
}

/// Completes a mapping from the content; also tells customer codes from customer names.
pub(crate) fn complete(columns: &mut Columns, rows: &dyn Rows, order: Order) {
    let profiles = profiles(columns, rows, order);
    name_or_code(columns, &profiles);
    if !columns.missing().is_empty() {
        dates(columns, &profiles);
        amounts(columns, &profiles);
        numbers_and_names(columns, &profiles);
    }
    only(columns, &profiles, Field::CustomerEmail, |p| p.all(p.emails));
    if !columns.has(Field::SellerSiren) {
        only(columns, &profiles, Field::CustomerSiren, |p| p.all(p.sirens));
    }
}

fn profiles(columns: &Columns, rows: &dyn Rows, order: Order) -> Vec<Profile> {
    let mut profiles = vec![Profile::default(); columns.headers.len()];
    let mut seen = 0;
    rows.visit(&mut |row| {
        for (index, profile) in profiles.iter_mut().enumerate() {
            profile.see(row.cell(index), order);
        }
        seen += 1;
        seen < SAMPLE
    });
    profiles
}

/// A column called « client » may hold codes: it is the name only when nothing better is.
fn name_or_code(columns: &mut Columns, profiles: &[Profile]) {
    let Some(index) = columns.index(Field::CustomerName) else { return };
    let are_codes = profiles.get(index).is_some_and(|p| p.all(p.codes));
    if are_codes && !columns.has(Field::CustomerCode) {
        columns.mapping.0.remove(&Field::CustomerName);
        columns.mapping.0.insert(Field::CustomerCode, index);
        let again = Columns::of(
            &columns.headers.iter().enumerate().map(|(i, h)| if i == index { "" } else { h }).collect::<Vec<_>>(),
        );
        if let Some(name) = again.index(Field::CustomerName) {
            columns.give(Field::CustomerName, name);
        }
    }
}

fn free<'p>(columns: &Columns, profiles: &'p [Profile], fits: impl Fn(&Profile) -> bool) -> Vec<(usize, &'p Profile)> {
    profiles.iter().enumerate().filter(|(i, p)| !columns.is_taken(*i) && fits(p)).collect()
}

fn only(columns: &mut Columns, profiles: &[Profile], field: Field, fits: impl Fn(&Profile) -> bool) {
    if let [(index, _)] = free(columns, profiles, fits).as_slice() {
        columns.give(field, *index);
    }
}

/// One column of dates is the issue date; of two, the earlier one on every row.
fn dates(columns: &mut Columns, profiles: &[Profile]) {
    if columns.has(Field::IssuedOn) || columns.has(Field::DueOn) {
        return;
    }
    match free(columns, profiles, Profile::are_dates).as_slice() {
        [(index, _)] => columns.give(Field::IssuedOn, *index),
        [(a, first), (b, second)] => {
            let mut pairs = first.dates.iter().zip(&second.dates).filter_map(|(x, y)| Some(((*x)?, (*y)?))).peekable();
            if pairs.peek().is_none() {
                return;
            }
            let pairs: Vec<(Date, Date)> = pairs.collect();
            let (issued, due) = match (pairs.iter().all(|(x, y)| x <= y), pairs.iter().all(|(x, y)| x >= y)) {
                (true, false) => (*a, *b),
                (false, true) => (*b, *a),
                _ => return,
            };
            columns.give(Field::IssuedOn, issued);
            columns.give(Field::DueOn, due);
        }
        _ => {}
    }
}

fn amounts(columns: &mut Columns, profiles: &[Profile]) {
    if !columns.has(Field::Gross) && !columns.has(Field::Outstanding) {
        only(columns, profiles, Field::Gross, |p| p.all(p.amounts) && p.with_decimals > 0);
    }
}

fn numbers_and_names(columns: &mut Columns, profiles: &[Profile]) {
    let unlike = |p: &Profile| p.emails == 0 && p.sirens == 0 && !p.are_dates() && p.with_decimals == 0;
    if !columns.has(Field::Number) {
        let unique = |p: &Profile| p.filled > 1 && p.distinct.len() == p.filled && p.all(p.codes);
        only(columns, profiles, Field::Number, |p| unlike(p) && unique(p));
    }
    if !columns.has(Field::CustomerName) && !columns.has(Field::CustomerCode) {
        only(columns, profiles, Field::CustomerName, |p| unlike(p) && p.all(p.words) && p.distinct.len() > 1);
    }
}
