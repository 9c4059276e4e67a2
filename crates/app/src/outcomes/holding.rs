//! What a call, a visit or an answer makes of the invoices that were talked about: held until a day. What is contested opens a dispute. The
//! outcome itself is recorded in the module above.

use crate::error::AppResult;
use crate::holds::{self, NewHold};
use crate::ports::books::Books;
use crate::promises::{self, Source};
use crate::records::{ActRow, Company};
use crate::world::World;
use base::id::{InvoiceId, PartyId};
use base::{Cents, Date};
use domain::facts::{Channel, Heard, HoldKind};

/// What was talked about, with whom and how.
pub(crate) struct Talk {
    pub party: PartyId,
    pub source: Source,
    /// The invoices, each with what was asked for on it.
    pub lines: Vec<(InvoiceId, Cents)>,
}

impl Talk {
    /// A call or visit.
    pub(super) fn of(row: &ActRow) -> Talk {
        let heard = if row.act.channel == Channel::Visit { Heard::Visit } else { Heard::Call };
        Talk {
            party: row.act.party,
            source: Source { made_by: row.act.contact, heard, act: Some(row.act.id) },
            lines: row.act.lines.iter().map(|l| (l.invoice, l.amount)).collect(),
        }
    }
}

/// Holds the invoices that were talked about.
pub(super) fn hold_back(
    world: &World<'_>,
    books: &mut dyn Books,
    company: &Company,
    talk: &Talk,
    (kind, until, amount): (HoldKind, Option<Date>, Option<Cents>),
    why: &str,
) -> AppResult<()> {
    if let (HoldKind::Promise, Some(promised)) = (kind, amount) {
        let named: Vec<InvoiceId> = talk.lines.iter().map(|(invoice, _)| *invoice).collect();
        promises::at_most_owed(world, books, company, (talk.party, &named), promised)?;
    }
    // What was promised for all of them goes to the oldest first.
    let mut left = amount;
    for (invoice, asked) in &talk.lines {
        let amount = match kind {
            HoldKind::Promise => left.map(|l| l.min(*asked)),
            _ => amount,
        };
        left = left.map(|l| l.sub(l.min(*asked))).transpose()?;
        let hold = NewHold {
            party: talk.party,
            invoice: Some(*invoice),
            kind,
            since: None,
            until,
            amount,
            why: why.to_string(),
        };
        holds::open_from(world, books, company, &hold, talk.source)?;
    }
    Ok(())
}
