//! What a call or visit makes of the invoices that were talked about: held until a day, or contested with a cause. The outcome
//! itself is recorded in the module above.

use crate::disputes::{self, NewDispute};
use crate::error::{AppError, AppResult};
use crate::holds::{self, NewHold};
use crate::ports::books::Books;
use crate::promises::{self, Source};
use crate::records::{ActRow, Company};
use crate::world::World;
use base::id::InvoiceId;
use base::{Cents, Date, fr};
use domain::facts::{Channel, DisputeCause, Heard, HoldKind};

/// Holds the invoices that were talked about.
pub(super) fn hold_back(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    row: &ActRow,
    (kind, until, amount): (HoldKind, Option<Date>, Option<Cents>),
    why: &str,
) -> AppResult<()> {
    let heard = if row.act.channel == Channel::Visit { Heard::Visit } else { Heard::Call };
    let source = Source { made_by: row.act.contact, heard, act: Some(row.act.id) };
    if let (HoldKind::Promise, Some(promised)) = (kind, amount) {
        let named: Vec<InvoiceId> = row.act.lines.iter().map(|l| l.invoice).collect();
        promises::at_most_owed(world, books, company, (row.act.party, &named), promised)?;
    }
    // What was promised for all of them goes to the oldest first.
    let mut left = amount;
    for line in &row.act.lines {
        let amount = match kind {
            HoldKind::Promise => left.map(|l| l.min(line.amount)),
            _ => amount,
        };
        left = left.map(|l| l.sub(l.min(line.amount))).transpose()?;
        let hold = NewHold {
            party: row.act.party,
            invoice: Some(line.invoice),
            kind,
            since: None,
            until,
            amount,
            why: why.to_string(),
        };
        holds::open_from(world, books, company, &hold, source)?;
    }
    Ok(())
}

/// Opens a dispute for each invoice that was talked about. An amount said for all of them goes to the oldest first; what is
/// contested already is left as it is.
pub(super) fn contest(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    row: &ActRow,
    (cause, amount): (DisputeCause, Option<Cents>),
    why: &str,
) -> AppResult<()> {
    let mut left = amount;
    for line in &row.act.lines {
        let invoice = disputes::invoice_of(books, company, line.invoice)?;
        let room = disputes::undisputed(books, &invoice)?;
        let contested = left.map(|l| l.min(room));
        if !contested.unwrap_or(room).is_positive() {
            continue;
        }
        let new = NewDispute {
            invoice: line.invoice,
            cause,
            contested,
            lines: String::new(),
            owner: None,
            target_on: None,
            why: why.to_string(),
        };
        disputes::open_in(world, books, company, &new)?;
        left = left.map(|l| l.sub(l.min(room))).transpose()?;
    }
    match left.filter(|l| l.is_positive()) {
        None => Ok(()),
        Some(over) => Err(AppError::refused(
            format!("C’est {} de plus que ce qui reste à contester.", fr::money(over, row.act.currency)),
            "Ce reste tient compte des paiements et de ce qui est déjà contesté.",
        )),
    }
}
