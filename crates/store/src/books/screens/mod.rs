//! What the pages read, one file for each screen. Rows come sorted and cut; who may see them is part of each statement.

mod accords;
mod acts;
mod aging;
mod customers;
mod diagnosis;
mod disputes;
mod finding;
mod folder;
mod intake;
mod logbook;
mod money;
mod open;
mod quiet;
mod reckonings;
mod scenarios;
mod worklist;

pub(super) use money::party_sum;

use super::SqlBooks;
use crate::engine::Value;
use crate::params;
use app::ports::screens::{Scope, Screens};
use app::ports::terms::BooksResult;
use base::id::PartyId;

/// A condition on `p` (a row of `party`) that keeps a salesperson to own customers: `$1` is the company, `$2` what
/// [`keeper`] says. Everything is compared with a column, so that PostgreSQL knows the types.
pub(super) const KEPT: &str = "(EXISTS (SELECT 1 FROM party_keeper k WHERE k.company = $1 AND k.keeper = $2 AND k.party = p.id) \
    OR p.company = $2)";

/// The salesperson whose customers are seen, or the company itself for all of them.
pub(super) fn keeper(scope: Scope) -> Value {
    scope.keeper.map_or_else(|| scope.company.into(), Into::into)
}

impl Screens for SqlBooks<'_, '_> {
    fn may_see(&mut self, scope: Scope, party: PartyId) -> BooksResult<bool> {
        let sql = format!("SELECT 1 FROM party p WHERE p.company = $1 AND p.id = $3 AND {KEPT}");
        Ok(self.tx.exists(&sql, params![scope.company, keeper(scope), party])?)
    }
}
