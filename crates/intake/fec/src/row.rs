//! One line cut into fields, including lines that hold a separator typed inside a label.
//! Cutting borrows from the file: a line costs no allocation, and nothing here interprets accounts.

use crate::columns::{Column, Layout};
use crate::value::{self, Day};
use std::cmp::Ordering;

/// Why a line could not be cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misfit {
    /// Fewer fields than columns; the number found.
    Short(usize),
    /// More fields than columns, and no label explains it; the number found.
    Long(usize),
}

/// How a line that was cut compares with the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    Whole,
    /// Optional columns at the end are missing: the caller decides.
    Short,
    /// Columns that the header does not announce follow; they were left out.
    Surplus,
}

/// Cuts lines; keeps its buffer from one line to the next.
pub(crate) struct Cutter<'l> {
    layout: &'l Layout,
    spans: Vec<(usize, usize)>,
}

/// The fields of one line.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'c, 'a> {
    layout: &'c Layout,
    line: &'a str,
    spans: &'c [(usize, usize)],
}

impl<'a> Fields<'_, 'a> {
    /// The trimmed value of a column, empty when the column or field is absent.
    pub(crate) fn get(&self, column: Column) -> &'a str {
        let span = self.layout.place(column).and_then(|at| self.spans.get(at));
        span.and_then(|(from, to)| self.line.get(*from..*to)).unwrap_or("").trim()
    }
}

impl<'l> Cutter<'l> {
    pub(crate) fn of(layout: &'l Layout) -> Self {
        Cutter { layout, spans: Vec::with_capacity(32) }
    }

    /// Fields of a line that has at least every useful column.
    pub(crate) fn cut<'a>(&mut self, line: &'a str) -> Result<(Fields<'_, 'a>, Fit), Misfit> {
        self.split(line);
        self.drop_empty_end(line);
        let found = self.spans.len();
        if found <= self.layout.last_useful() {
            return Err(Misfit::Short(found));
        }
        let fit = match found.cmp(&self.layout.width) {
            Ordering::Less => Fit::Short,
            Ordering::Equal => Fit::Whole,
            Ordering::Greater if self.rejoin(line) => Fit::Whole,
            Ordering::Greater => {
                self.spans.truncate(self.layout.width);
                if !self.is_sound(line) {
                    return Err(Misfit::Long(found));
                }
                Fit::Surplus
            }
        };
        Ok((Fields { layout: self.layout, line, spans: &self.spans }, fit))
    }

    /// A separator at the end of the line, unless a label has shifted the columns.
    fn drop_empty_end(&mut self, line: &str) {
        let surplus = self.spans.get(self.layout.width..).unwrap_or(&[]);
        if surplus.is_empty() || surplus.iter().any(|(from, to)| from != to) {
            return;
        }
        let removed = surplus.to_vec();
        self.spans.truncate(self.layout.width);
        if !self.is_sound(line) {
            self.spans.extend(removed);
        }
    }

    fn split(&mut self, line: &str) {
        self.spans.clear();
        if self.layout.is_csv() && line.contains('"') {
            return self.split_quoted(line);
        }
        let mut from = 0;
        for (at, separator) in line.match_indices(self.layout.separator) {
            self.spans.push((from, at));
            from = at + separator.len();
        }
        self.spans.push((from, line.len()));
    }

    fn split_quoted(&mut self, line: &str) {
        let (mut from, mut quoted) = (0, false);
        for (at, c) in line.char_indices() {
            match c {
                '"' => quoted = !quoted,
                c if c == self.layout.separator && !quoted => {
                    self.spans.push(unquoted(line, from, at));
                    from = at + c.len_utf8();
                }
                _ => {}
            }
        }
        self.spans.push(unquoted(line, from, line.len()));
    }

    /// Gives the surplus fields back to the labels: the entry's own first, then names. The columns that have a form
    /// (dates, amounts, account) tell whether a repair is right.
    fn rejoin(&mut self, line: &str) -> bool {
        const LABELS: [Column; 4] = [Column::EcritureLib, Column::CompAuxLib, Column::CompteLib, Column::PieceRef];
        let surplus = self.spans.len() - self.layout.width;
        if surplus > 8 {
            return false;
        }
        let cut = std::mem::take(&mut self.spans);
        for first in LABELS {
            for second in LABELS {
                for moved in 0..surplus {
                    let joins = [(first, surplus - moved), (second, moved)];
                    self.spans = self.joined(&cut, joins);
                    if self.spans.len() == self.layout.width && self.is_sound(line) {
                        return true;
                    }
                }
            }
        }
        self.spans = cut;
        false
    }

    fn joined(&self, cut: &[(usize, usize)], joins: [(Column, usize); 2]) -> Vec<(usize, usize)> {
        let mut out = Vec::with_capacity(self.layout.width);
        let mut at = 0;
        while let Some((from, to)) = cut.get(at) {
            let here = out.len();
            let extra: usize = joins.iter().filter(|(c, _)| self.layout.place(*c) == Some(here)).map(|(_, n)| n).sum();
            let end = cut.get(at + extra).map_or(*to, |(_, end)| *end);
            out.push((*from, end));
            at += extra + 1;
        }
        out
    }

    fn is_sound(&self, line: &str) -> bool {
        let fields = Fields { layout: self.layout, line, spans: &self.spans };
        let dates = [Column::EcritureDate, Column::PieceDate, Column::DateLet, Column::ValidDate];
        let amounts = [Column::Debit, Column::Credit, Column::Montant];
        let amount = |c: Column| value::amount(fields.get(c)).unwrap_or(0);
        let shifted =
            fields.get(Column::EcritureLet).contains(',') || amount(Column::Debit) != 0 && amount(Column::Credit) != 0;
        !shifted
            && dates.iter().all(|c| value::day(fields.get(*c)) != Day::Bad)
            && amounts.iter().all(|c| value::amount(fields.get(*c)).is_some())
            && fields.get(Column::CompteNum).starts_with(|c: char| c.is_ascii_digit())
    }
}

/// The span without surrounding blanks and quotes.
fn unquoted(line: &str, from: usize, to: usize) -> (usize, usize) {
    let Some(raw) = line.get(from..to) else { return (from, to) };
    let start = from + (raw.len() - raw.trim_start().len());
    let text = raw.trim();
    if text.len() >= 2 && text.starts_with('"') && text.ends_with('"') {
        (start + 1, start + text.len() - 1)
    } else {
        (from, to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns;
    use crate::trouble::Trouble;

    const HEADER: &str = "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise";

    fn cut(header: &str, line: &str, column: Column) -> Result<String, Misfit> {
        let layout = columns::read(header, 1, &mut Trouble::default()).unwrap();
        let mut cutter = Cutter::of(&layout);
        cutter.cut(line).map(|(fields, _)| fields.get(column).to_string())
    }

    #[test]
    fn a_separator_inside_labels_is_repaired() {
        let line = "VE|V|1|20260115|411|Clients|C1|A | B|F1|20260115|Facture A | B|12,00|0|||20260131||";
        assert_eq!(cut(HEADER, line, Column::EcritureLib), Ok("Facture A | B".into()));
        assert_eq!(cut(HEADER, line, Column::CompAuxLib), Ok("A | B".into()));
        let line = "VE|V|1|20260115|411|Clients|C1|AB|F1|20260115|x|y|z|12,00|0|||20260131||";
        assert_eq!(cut(HEADER, line, Column::EcritureLib), Ok("x|y|z".into()));
        let line = "VE|V|1|20260115|411|Clients|C1|AB|F1|20260115|x|12,00|0|||20260131|||a|b|c";
        assert_eq!(cut(HEADER, line, Column::EcritureLib), Ok("x".into()));
        let line = "VE|V|1|a|b|c|20260115|411|Clients|C1|AB|F1|20260115|x|12,00|0|||20260131||";
        assert_eq!(cut(HEADER, line, Column::EcritureLib), Err(Misfit::Long(21)));
    }

    #[test]
    fn quotes_protect_only_in_csv() {
        let csv = HEADER.replace('|', ";");
        let line = "VE;V;1;20260115;411;Clients;C1;\"A; B\";F1;20260115;\"dit \"\"x\"\"\";12,00;0;;;20260131;;";
        assert_eq!(cut(&csv, line, Column::CompAuxLib), Ok("A; B".into()));
        let line = "VE|V|1|20260115|411|Clients|C1|AB|F1|20260115|\"Facture\"|12,00|0|||20260131||";
        assert_eq!(cut(HEADER, line, Column::EcritureLib), Ok("\"Facture\"".into()));
    }

    #[test]
    fn short_lines_are_refused() {
        assert_eq!(cut(HEADER, "VE|V|1|20260115", Column::Debit), Err(Misfit::Short(4)));
    }
}
