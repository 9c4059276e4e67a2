//! A list for one accounting program: which columns, in which order and under which headings, and how values are written. No
//! program's own layout is known here: the user says what theirs reads.

mod choices;

pub use choices::{Column, DateForm, DecimalMark, Encoding, LineEnd, Separator};

use super::{Line, text};
use base::Cents;
use serde::{Deserialize, Serialize};

/// Columns of one list.
const MOST_COLUMNS: usize = 40;
const LONGEST_HEADING: usize = 60;

/// A column and what stands above it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headed {
    pub column: Column,
    pub heading: String,
}

/// A list as one program reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// In the order of the file.
    pub columns: Vec<Headed>,
    /// Whether the headings are written.
    pub is_headed: bool,
    pub separator: Separator,
    pub decimal: DecimalMark,
    pub date: DateForm,
    pub encoding: Encoding,
    pub line_end: LineEnd,
}

/// Why a layout gives no list that can be booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayoutFault {
    TooManyColumns,
    NoDate,
    NoAccount,
    /// Debit and credit, or an amount with its side, or a signed amount.
    NoAmount,
    /// That column, from 1, has a heading that is too long or holds a line break.
    Heading(usize),
    /// Separator and decimal mark are the same sign, and the values would have to be quoted.
    SameSign,
}

impl LayoutFault {
    /// What is wrong, and what to do.
    pub fn french(self) -> (String, &'static str) {
        match self {
            LayoutFault::TooManyColumns => (format!("Une liste a {MOST_COLUMNS} colonnes au plus."), "Retirez-en."),
            LayoutFault::NoDate => ("Aucune colonne ne donne la date.".to_string(), "Ajoutez « EcritureDate »."),
            LayoutFault::NoAccount => ("Aucune colonne ne donne le compte.".to_string(), "Ajoutez « CompteNum »."),
            LayoutFault::NoAmount => (
                "Les colonnes ne disent pas les montants et leur sens.".to_string(),
                "Ajoutez « Debit » et « Credit », ou « Montant » et « Sens », ou « Solde ».",
            ),
            LayoutFault::Heading(place) => (
                format!("Le titre de la colonne {place} est trop long, ou tient sur plusieurs lignes."),
                "Soixante signes au plus.",
            ),
            LayoutFault::SameSign => (
                "La virgule ne peut pas séparer à la fois les colonnes et les centimes.".to_string(),
                "Changez l’un des deux.",
            ),
        }
    }
}

impl Default for Layout {
    /// What a spreadsheet in French reads.
    fn default() -> Self {
        let columns = [
            (Column::JournalCode, "Journal"),
            (Column::On, "Date"),
            (Column::Account, "Compte"),
            (Column::Customer, "Compte auxiliaire"),
            (Column::CustomerName, "Nom"),
            (Column::Piece, "Pièce"),
            (Column::Label, "Libellé"),
            (Column::Debit, "Débit"),
            (Column::Credit, "Crédit"),
            (Column::Letter, "Lettrage"),
        ];
        Layout {
            columns: columns.map(|(column, heading)| Headed { column, heading: heading.to_string() }).to_vec(),
            is_headed: true,
            separator: Separator::Semicolon,
            decimal: DecimalMark::Comma,
            date: DateForm::DayFirst,
            encoding: Encoding::Utf8Marked,
            line_end: LineEnd::CrLf,
        }
    }
}

impl Layout {
    /// # Errors
    /// The first thing that keeps its lists from being booked.
    pub fn check(&self) -> Result<(), LayoutFault> {
        let has = |column: Column| self.columns.iter().any(|c| c.column == column);
        let has_sides = has(Column::Debit) && has(Column::Credit) || has(Column::Amount) && has(Column::Side);
        let is_long = |c: &Headed| c.heading.chars().count() > LONGEST_HEADING || c.heading.contains(char::is_control);
        match self.columns.iter().position(is_long) {
            _ if self.columns.len() > MOST_COLUMNS => Err(LayoutFault::TooManyColumns),
            Some(place) => Err(LayoutFault::Heading(place + 1)),
            None if !has(Column::On) => Err(LayoutFault::NoDate),
            None if !has(Column::Account) => Err(LayoutFault::NoAccount),
            None if !has_sides && !has(Column::Signed) => Err(LayoutFault::NoAmount),
            None if self.separator.sign() == self.decimal.sign() => Err(LayoutFault::SameSign),
            None => Ok(()),
        }
    }

    /// In a few French words, for the journal.
    pub fn french(&self) -> String {
        let columns: Vec<String> =
            self.columns.iter().map(|c| format!("{} « {} »", c.column.code(), c.heading)).collect();
        let headed = if self.is_headed { "avec les titres" } else { "sans les titres" };
        let (separator, decimal, date) = (self.separator.french(), self.decimal.french(), self.date.french());
        let (encoding, line_end) = (self.encoding.french(), self.line_end.french());
        format!("{} ; {headed} ; {separator} ; {decimal} ; {date} ; {encoding} ; {line_end}", columns.join(", "))
    }

    /// How the name of its file ends.
    pub fn ending(&self) -> &'static str {
        if self.separator == Separator::Tab { "txt" } else { "csv" }
    }

    /// The lines as the bytes of a file.
    pub fn file(&self, lines: &[Line]) -> Vec<u8> {
        self.encoding.bytes(&self.list(lines))
    }

    /// The lines as a text.
    pub fn list(&self, lines: &[Line]) -> String {
        let mut out = String::new();
        let mut row = |fields: Vec<String>| {
            out.push_str(&fields.join(&self.separator.sign().to_string()));
            out.push_str(self.line_end.sign());
        };
        if self.is_headed {
            row(self.columns.iter().map(|c| self.text(&c.heading)).collect());
        }
        for line in lines {
            row(self.columns.iter().map(|c| self.field(c.column, line)).collect());
        }
        out
    }

    fn field(&self, column: Column, line: &Line) -> String {
        let customer = line.auxiliary.as_ref();
        match column {
            Column::JournalCode => self.text(&line.journal),
            Column::JournalName => self.text(&line.journal_name),
            Column::Entry => line.entry.to_string(),
            Column::On | Column::PieceOn => self.date.write(line.on),
            Column::Account => self.text(&line.account),
            Column::AccountName => self.text(&line.account_name),
            Column::Customer => self.text(customer.map_or("", |a| &a.code)),
            Column::CustomerName => self.text(customer.map_or("", |a| &a.name)),
            Column::Piece => self.text(&line.piece),
            Column::Label => self.text(&line.label),
            Column::Debit => self.amount(line.debit),
            Column::Credit => self.amount(line.credit),
            // One of both is zero.
            Column::Amount => self.amount(line.debit.max(line.credit)),
            Column::Side => if line.credit.is_zero() { "D" } else { "C" }.to_string(),
            Column::Signed if line.credit.is_zero() => self.amount(line.debit),
            Column::Signed => format!("-{}", self.amount(line.credit)),
            Column::Letter => self.text(&line.letter),
            Column::LetteredOn if line.letter.is_empty() => String::new(),
            Column::LetteredOn => self.date.write(line.on),
            Column::Blank => String::new(),
        }
    }

    fn text(&self, value: &str) -> String {
        text::quoted_for(value, self.separator.sign())
    }

    fn amount(&self, amount: Cents) -> String {
        format!("{}{}{:02}", amount.get() / 100, self.decimal.sign(), amount.get() % 100)
    }
}
