//! One row → one invoice draft, something to leave aside, or a problem with its line and column.
//! Required cells must be readable; optional ones only cost a remark.

mod money;
mod party;

use crate::columns::Columns;
use crate::remark::{Remark, Remarks};
use crate::source::{Cell, Row};
use crate::value::{self, State};
use base::{Currency, Date, fold};
use draft::{Field, InvoiceDraft, InvoiceKind, Precedent, Problem};
use grid::amount::Mark;
use grid::date::Order;
use std::sync::Arc;

/// How the cells of one sheet are written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Writing {
    pub order: Order,
    pub mark: Option<Mark>,
    /// Day numbers count from 1904.
    pub is_1904: bool,
}

pub(crate) struct RowReader<'a> {
    pub columns: &'a Columns,
    pub writing: Writing,
}

impl RowReader<'_> {
    /// Reads one row; `None` for an empty row, a total, a draft or a cancelled invoice.
    ///
    /// # Errors
    /// A problem at the line when a required value is missing or unreadable, or an amount is impossible.
    pub fn read(&self, row: &dyn Row, remarks: &mut Remarks) -> Result<Option<InvoiceDraft>, Problem> {
        if row.is_empty() {
            return Ok(None);
        }
        if row.is_runaway() {
            return Err(unclosed_quote().at_line(row.line()));
        }
        if self.is_total(row) {
            remarks.add(Remark::TotalRow, row.line());
            return Ok(None);
        }
        let state = self.text(row, Field::Status).map_or(State::Open, |t| value::state(&t));
        if state == State::SetAside {
            remarks.add(Remark::SetAside, row.line());
            return Ok(None);
        }
        self.invoice(row, state, remarks).map(Some).map_err(|problem| problem.at_line(row.line()))
    }

    fn invoice(&self, row: &dyn Row, state: State, remarks: &mut Remarks) -> Result<InvoiceDraft, Problem> {
        let number = self.text(row, Field::Number).ok_or_else(|| self.empty_cell(Field::Number))?;
        let (issued_on, due_on) = self.dates(row, remarks)?;
        let paid_on = self.day(row, Field::PaidOn)?;
        let money = money::read(self, row, state, paid_on, remarks)?;
        let kind = self.kind(row, money.gross.is_negative(), remarks);
        if kind != InvoiceKind::CreditNote && money.outstanding.is_some_and(|o| o.is_negative()) {
            remarks.add(Remark::NegativeOutstanding, row.line());
        }
        let precedent = self.text(row, Field::Precedent).map(|number| Precedent { number, issued_on: None });
        Ok(InvoiceDraft {
            line: Some(row.line()),
            number,
            kind,
            type_code: None,
            issued_on,
            due_on,
            delivered_on: self.day(row, Field::DeliveredOn)?,
            payment_terms: self.text(row, Field::PaymentTerms),
            currency: self.currency(row)?,
            net: money.net,
            vat: money.vat,
            gross: money.gross,
            prepaid: None,
            amount_due: money.gross,
            outstanding: money.outstanding,
            paid_on,
            seller: Arc::new(party::seller(self, row)),
            buyer: Arc::new(party::buyer(self, row, remarks)?),
            precedents: precedent.into_iter().collect(),
            order_reference: self.text(row, Field::OrderReference),
            buyer_reference: None,
            iban: None,
            profile: None,
            validity: Vec::new(),
        })
    }

    pub(super) fn cell<'r>(&self, row: &'r dyn Row, field: Field) -> Option<Cell<'r>> {
        let cell = row.cell(self.columns.index(field)?);
        (!cell.is_empty()).then_some(cell)
    }

    pub(super) fn text(&self, row: &dyn Row, field: Field) -> Option<String> {
        Some(self.cell(row, field)?.text().into_owned())
    }

    /// A row of totals, or of anything but an invoice: no number, and either no customer or a word for a total.
    fn is_total(&self, row: &dyn Row) -> bool {
        let says_total = |text: &str| {
            let folded = fold::words(text);
            ["total", "totaux", "sous total", "somme", "grand total", "subtotal"]
                .iter()
                .any(|word| folded.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
        };
        match self.cell(row, Field::Number) {
            Some(number) => says_total(&number.text()) && self.cell(row, Field::IssuedOn).is_none(),
            None => {
                let unnamed = [Field::CustomerName, Field::CustomerCode].iter().all(|f| self.cell(row, *f).is_none());
                unnamed || says_total(&row.first_text())
            }
        }
    }

    /// Issue and due dates; a list without issue dates (aged balance) uses the due date.
    fn dates(&self, row: &dyn Row, remarks: &mut Remarks) -> Result<(Date, Option<Date>), Problem> {
        let (issued, due) = (self.day(row, Field::IssuedOn)?, self.day(row, Field::DueOn)?);
        match (issued, due) {
            (Some(issued), due) => {
                if due.is_some_and(|due| due < issued) {
                    remarks.add(Remark::DueBeforeIssue, row.line());
                }
                Ok((issued, due))
            }
            (None, Some(due)) => {
                remarks.add(Remark::NoIssueDate, row.line());
                Ok((due, Some(due)))
            }
            (None, None) => {
                let field = if self.columns.has(Field::IssuedOn) { Field::IssuedOn } else { Field::DueOn };
                Err(self.empty_cell(field))
            }
        }
    }

    fn day(&self, row: &dyn Row, field: Field) -> Result<Option<Date>, Problem> {
        let Some(cell) = self.cell(row, field) else { return Ok(None) };
        match cell.day(self.writing.order, self.writing.is_1904) {
            Some(day) => Ok(Some(day)),
            None => Err(self.unreadable(field, &cell.text(), "n’est pas une date")),
        }
    }

    fn kind(&self, row: &dyn Row, is_negative: bool, remarks: &mut Remarks) -> InvoiceKind {
        let written = self.text(row, Field::Kind);
        let kind = match written.as_deref().map(value::kind) {
            Some(Ok(kind)) => kind,
            Some(Err(())) => {
                remarks.add(Remark::UnknownKind, row.line());
                InvoiceKind::Invoice
            }
            None => InvoiceKind::Invoice,
        };
        if is_negative && kind != InvoiceKind::CreditNote {
            remarks.add(Remark::NegativeInvoice, row.line());
            return InvoiceKind::CreditNote;
        }
        kind
    }

    fn currency(&self, row: &dyn Row) -> Result<Currency, Problem> {
        let Some(text) = self.text(row, Field::Currency) else { return Ok(Currency::EUR) };
        grid::currency::parse(&text).ok_or_else(|| {
            self.unreadable(
                Field::Currency,
                &text,
                "n’est pas le code d’une devise en cours (norme ISO 4217 : EUR, USD, CHF…)",
            )
        })
    }

    pub(super) fn unreadable(&self, field: Field, text: &str, why: &str) -> Problem {
        let what = format!("« {} » {why}.", text.chars().take(40).collect::<String>());
        Problem::error("unreadable_cell", what, "Corrigez la cellule, ou indiquez une autre colonne avec --map.")
            .at_element(self.columns.header(field))
    }

    pub(super) fn empty_cell(&self, field: Field) -> Problem {
        Problem::error(
            "empty_cell",
            "La cellule est vide.",
            "Complétez la cellule, ou supprimez la ligne si ce n’est pas une facture.",
        )
        .at_element(self.columns.header(field))
    }
}

fn unclosed_quote() -> Problem {
    let what = "Un guillemet ouvert sur cette ligne n’est jamais refermé.";
    Problem::error("unclosed_quote", what, "Corrigez cette ligne, ou exportez de nouveau la liste.")
}
