//! What a call or visit makes of the invoices that were talked about: held until a day. What is contested opens a dispute. The
//! outcome itself is recorded in the module above.

use crate::error::AppResult;
use crate::holds::{self, NewHold};
use crate::ports::books::Books;
use crate::promises::{self, Source};
use crate::records::{ActRow, Company};
use crate::world::World;
use base::id::InvoiceId;
use base::{Cents, Date};
use domain::facts::{Channel, Heard, HoldKind};

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
