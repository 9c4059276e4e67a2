//! The aged balance of a company on any date, past included.

use crate::error::AppResult;
use crate::ports::terms::{BooksError, OpenItem, View};
use crate::records::{Company, PartyRecord};
use crate::world::World;
use base::{Currency, Date};
use domain::situation::AgedBalance;
use std::collections::BTreeMap;

/// One balance for each currency, the euro first; amounts in different currencies are never added.
#[derive(Clone, Debug)]
pub struct Aging {
    pub by_currency: BTreeMap<Currency, AgedBalance>,
    pub items: Vec<OpenItem>,
}

/// The aged balance on a date. Items are kept only when asked for.
///
/// # Errors
/// A broken store, or sums that leave what can be counted.
pub fn aged_balance(world: &World<'_>, company: &Company, as_of: Date, keep_items: bool) -> AppResult<Aging> {
    world.read(|books| {
        let mut aging = Aging { by_currency: BTreeMap::new(), items: Vec::new() };
        books.open_items(company.id, View { as_of, known_at: None }, &mut |item| {
            let balance = aging.by_currency.entry(item.currency).or_insert_with(|| AgedBalance::new(as_of));
            balance.add(item.party, item.due_on, item.outstanding).map_err(|e| BooksError::Broken(e.to_string()))?;
            if keep_items {
                aging.items.push(item);
            }
            Ok(())
        })?;
        // A customer's items by date: identifiers made in the same instant come in any order.
        aging.items.sort_by(|a, b| (a.party, a.due_on, &a.number).cmp(&(b.party, b.due_on, &b.number)));
        Ok(aging)
    })
}

/// Names of all customers, for a listing.
///
/// # Errors
/// A broken store.
pub fn customers(world: &World<'_>, company: &Company, search: &str) -> AppResult<Vec<PartyRecord>> {
    world.read(|books| {
        let mut all = Vec::new();
        loop {
            let page = books.parties(company.id, search, all.len() as u64, 5_000)?;
            if page.is_empty() {
                return Ok(all);
            }
            all.extend(page);
        }
    })
}
