//! How much of the bank account's movements is still to be handed over: counted beside the page where the books are large, and
//! kept until a fact or an export changes it.

use crate::error::AppResult;
use crate::money::look::{Look, kept};
use crate::records::Company;
use base::{Cents, Date};
use serde::{Deserialize, Serialize};

/// The name it is kept under.
pub const NAME: &str = "to_hand_over";

/// Movements of the bank account that no export holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToHandOver {
    pub movements: u64,
    /// Received less taken back.
    pub received: Cents,
    /// In another currency, whose value in euros nobody told.
    pub foreign: u64,
}

/// What is to be handed over until a day. An export and an imported ledger change it without changing a figure of the money.
///
/// # Errors
/// `NotCounted` when it is to be counted beside; a broken store.
pub fn to_hand_over(look: &Look<'_>, company: &Company, until: Date) -> AppResult<ToHandOver> {
    let (last, after) = look.world.read(|books| {
        let last = books.exports(company.id, 1)?.first().map_or(0, |export| export.number);
        Ok((last, books.ledger_known_until(company.id)?))
    })?;
    let basis = format!("{last} {}", after.map(|on| on.to_string()).unwrap_or_default());
    kept(look, NAME, until, &basis, |books| {
        let (movements, received) = books.movements_sum(company.id, after, until)?;
        Ok(ToHandOver { movements, received, foreign: books.foreign_movements(company.id, after, until)? })
    })
}
