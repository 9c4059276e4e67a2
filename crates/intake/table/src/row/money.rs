//! The amounts of one row: what is billed, what is paid, what is open, and whether they agree.
//! What the list says is open always wins; a disagreement is only remarked.

use super::RowReader;
use crate::remark::{Remark, Remarks};
use crate::source::Row;
use crate::value::{State, yes_or_no};
use base::{Cents, Date};
use draft::{Field, Problem};
use grid::amount::Unread;

/// Ten billion: more is a mistake in the file.
const ABSURD: u64 = 1_000_000_000_000;
/// Rounding of VAT may move a total by this many cents.
const VAT_TOLERANCE: i64 = 2;

pub(super) struct Money {
    pub net: Option<Cents>,
    pub vat: Option<Cents>,
    pub gross: Cents,
    pub outstanding: Option<Cents>,
}

/// What the column of payments says.
enum Paid {
    Nothing,
    Amount(Cents),
    /// « Oui ».
    Fully,
}

pub(super) fn read(
    reader: &RowReader<'_>,
    row: &dyn Row,
    state: State,
    paid_on: Option<Date>,
    remarks: &mut Remarks,
) -> Result<Money, Problem> {
    let mut amount = |field| one(reader, row, field, remarks);
    let (net, vat) = (amount(Field::Net)?, amount(Field::Vat)?);
    let (billed, left) = (amount(Field::Gross)?, amount(Field::Outstanding)?);
    let summed = net.zip(vat).and_then(|(net, vat)| net.add(vat).ok());
    let gross = match billed.or(summed) {
        Some(gross) => gross,
        None => {
            let needed = if reader.columns.has(Field::Gross) { Field::Gross } else { Field::Outstanding };
            let left = left.ok_or_else(|| reader.empty_cell(needed))?;
            remarks.add(Remark::GrossFromOutstanding, row.line());
            left
        }
    };
    check_signs(reader, gross, net, vat)?;
    if let (Some(billed), Some(summed)) = (billed, summed)
        && billed.sub(summed).is_ok_and(|gap| gap.abs().get() > VAT_TOLERANCE)
    {
        remarks.add(Remark::TotalsDiffer, row.line());
    }
    let paid = paid(reader, row, gross, remarks)?;
    let outstanding = open(gross, left, &paid, state, paid_on);
    if disagrees(gross, outstanding, left, &paid, state) {
        remarks.add(Remark::OpenMismatch, row.line());
    }
    Ok(Money { net, vat, gross, outstanding })
}

fn one(reader: &RowReader<'_>, row: &dyn Row, field: Field, remarks: &mut Remarks) -> Result<Option<Cents>, Problem> {
    let Some(index) = reader.columns.index(field) else { return Ok(None) };
    let cell = row.cell(index);
    if cell.is_empty() || matches!(&*cell.text(), "-" | "–" | "—") {
        return Ok(None);
    }
    match cell.amount(reader.writing.mark, reader.columns.is_cents(index)) {
        Ok((amount, was_rounded)) => {
            if amount.get().unsigned_abs() > ABSURD {
                return Err(reader.unreadable(
                    field,
                    &cell.text(),
                    "dépasse dix milliards : ce n’est pas un montant de facture",
                ));
            }
            if was_rounded {
                remarks.add(Remark::Rounded, row.line());
            }
            Ok(Some(amount))
        }
        Err(Unread::NotAnAmount) => Err(reader.unreadable(field, &cell.text(), "n’est pas un montant")),
        Err(Unread::Ambiguous) => {
            let why = "peut se lire de deux façons (milliers ou décimales) : écrivez deux décimales";
            Err(reader.unreadable(field, &cell.text(), why))
        }
    }
}

/// Net and VAT must go the way of the total.
fn check_signs(reader: &RowReader<'_>, gross: Cents, net: Option<Cents>, vat: Option<Cents>) -> Result<(), Problem> {
    let opposite = |part: Option<Cents>| {
        part.is_some_and(|p| !p.is_zero() && !gross.is_zero() && p.is_negative() != gross.is_negative())
    };
    let field = match (opposite(net), opposite(vat)) {
        (true, _) => Field::Net,
        (_, true) => Field::Vat,
        _ => return Ok(()),
    };
    let what = "Le montant TTC et le détail HT ou TVA sont de signes contraires.";
    Err(Problem::error("opposite_signs", what, "Corrigez la ligne.").at_element(reader.columns.header(field)))
}

fn paid(reader: &RowReader<'_>, row: &dyn Row, gross: Cents, remarks: &mut Remarks) -> Result<Paid, Problem> {
    let Some(cell) = reader.cell(row, Field::Paid) else { return Ok(Paid::Nothing) };
    match yes_or_no(&cell.text()) {
        Some(true) => return Ok(Paid::Fully),
        Some(false) => return Ok(Paid::Nothing),
        None => {}
    }
    let Some(paid) = one(reader, row, Field::Paid, remarks)? else { return Ok(Paid::Nothing) };
    if paid.is_negative() && !gross.is_negative() {
        return Err(reader.unreadable(Field::Paid, &cell.text(), "est un paiement négatif"));
    }
    Ok(Paid::Amount(paid))
}

/// What is open as the list says it, by the column that says it best.
fn open(gross: Cents, left: Option<Cents>, paid: &Paid, state: State, paid_on: Option<Date>) -> Option<Cents> {
    match (left, paid) {
        (Some(left), _) => Some(left),
        (None, Paid::Amount(paid)) if !(state == State::Paid && paid.is_zero()) => gross.sub(*paid).ok(),
        (None, Paid::Fully) => Some(Cents::ZERO),
        (None, _) => (state == State::Paid || paid_on.is_some()).then_some(Cents::ZERO),
    }
}

fn disagrees(gross: Cents, open: Option<Cents>, left: Option<Cents>, paid: &Paid, state: State) -> bool {
    let by_payment = match (left, paid) {
        (Some(left), Paid::Amount(paid)) => gross.sub(*paid).is_ok_and(|expected| expected != left),
        (Some(left), Paid::Fully) => !left.is_zero(),
        (Some(left), Paid::Nothing) => left.abs() > gross.abs(),
        (None, _) => false,
    };
    by_payment || (state == State::Paid && open.is_some_and(|o| !o.is_zero()))
}
