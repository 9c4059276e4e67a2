//! What a whole file says about its own writing: order of day and month, decimal mark, sign of debits.
//! It is read in a first pass, so that no single ambiguous cell is ever guessed.

use super::columns::{Columns, Role};
use super::rows_below;
use draft::Problem;
use grid::FoundHeader;
use grid::amount::{self, Mark};
use grid::date::{self, Order};

/// How dates and amounts are written in one file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Convention {
    pub order: Order,
    pub mark: Option<Mark>,
    /// Debits are written with a minus sign in their own column.
    pub debits_are_negative: bool,
    month_first_line: Option<u64>,
    undecided_line: Option<u64>,
}

impl Convention {
    /// Looks at every row below the header.
    ///
    /// # Errors
    /// A problem naming both lines when dates contradict each other.
    pub fn survey(text: &str, header: &FoundHeader, columns: &Columns) -> Result<Convention, Problem> {
        let mut dates = date::Survey::default();
        let mut amounts = amount::Survey::default();
        let mut positive_debits = false;
        let days = columns.days();
        let money: Vec<usize> = columns.money().into_iter().filter(|i| !columns.is_cents(*i)).collect();
        let debit = columns.index(Role::Debit);
        let mut rows = rows_below(text, header);
        while let Some(row) = rows.next() {
            days.iter().for_each(|i| dates.see(row.get(*i), row.line));
            money.iter().for_each(|i| amounts.see(row.get(*i)));
            let written = debit.map_or("", |i| row.get(i));
            positive_debits |= written.chars().any(|c| ('1'..='9').contains(&c)) && !is_negative(written);
        }
        let order = dates.order().map_err(|(day, month)| contradiction(day, month))?;
        let english = header.cells.iter().any(|h| h.to_ascii_lowercase().contains("date") && is_english(h));
        Ok(Convention {
            order,
            mark: amounts.mark(),
            debits_are_negative: !positive_debits,
            month_first_line: if order == Order::MonthFirst { dates.month_first } else { None },
            undecided_line: if english && dates.is_undecided() { dates.either } else { None },
        })
    }

    /// Warnings about what had to be assumed for the whole file.
    pub fn remarks(&self) -> Vec<Problem> {
        let month_first = self.month_first_line.map(|line| month_first().at_line(line));
        let undecided = self.undecided_line.map(|line| undecided().at_line(line));
        month_first.into_iter().chain(undecided).collect()
    }
}

fn is_negative(text: &str) -> bool {
    text.contains(['-', '−']) || text.starts_with('(')
}

fn is_english(header: &str) -> bool {
    let folded = base::fold::words(header);
    folded.split(' ').any(|w| {
        matches!(w, "booking" | "value" | "posting" | "transaction" | "completed" | "settlement" | "operation")
    }) && folded.ends_with("date")
}

fn contradiction(day: u64, month: u64) -> Problem {
    let what =
        format!("Les dates se contredisent : la ligne {day} écrit le jour d’abord, la ligne {month} le mois d’abord.");
    let remedy = "Exportez de nouveau le relevé avec un seul format de date (jour/mois/année), sans l’enregistrer depuis un tableur.";
    Problem::error("contradictory_dates", what, remedy).at_line(day.max(month))
}

fn month_first() -> Problem {
    let what = "Les dates de ce fichier écrivent le mois avant le jour : elles ont été lues ainsi.";
    Problem::warning("month_first_dates", what, "Vérifiez une date connue avant de valider.")
}

fn undecided() -> Problem {
    let what = "Toutes les dates peuvent se lire jour/mois ou mois/jour ; jour/mois a été retenu.";
    Problem::warning(
        "ambiguous_dates",
        what,
        "Vérifiez une date connue, ou exportez le relevé avec des dates AAAA-MM-JJ.",
    )
}
