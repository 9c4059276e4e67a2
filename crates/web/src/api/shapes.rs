//! What goes out, as the description shows it.

use base::Cents;
use serde::Serialize;
use utoipa::ToSchema;

/// A page of a list.
#[derive(Serialize, ToSchema)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// What to give as `page` for the rest; absent at the end.
    pub next_page: Option<u64>,
}

/// Rows asked for in one page, one more than shown: it tells whether there are others.
pub const ROWS: u64 = 100;

impl<T> Page<T> {
    /// `items` holds one row more than a page when there is a next one.
    pub fn cut(mut items: Vec<T>, page: u64) -> Page<T> {
        let next_page = (items.len() as u64 > ROWS).then_some(page + 1);
        items.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
        Page { items, next_page }
    }
}

/// One column of an aged balance.
#[derive(Serialize, ToSchema)]
pub struct AgedBucket {
    #[schema(example = "days_1_30")]
    pub code: &'static str,
    #[schema(example = "1 à 30 j")]
    pub label: &'static str,
    #[schema(value_type = i64)]
    pub amount_cents: Cents,
}
