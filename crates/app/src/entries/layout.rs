//! The list that the accountant's program reads: kept by the company, used for whatever is written from then on.

use crate::companies;
use crate::error::{AppError, AppResult};
use crate::records::Company;
use crate::world::World;
use domain::entries::Layout;

/// The layout in force.
pub fn layout(company: &Company) -> Layout {
    company.settings.layout.clone().unwrap_or_default()
}

/// Sets it; the journal says what it was and is.
///
/// # Errors
/// `Refused` for a list that could not be booked; a broken store.
pub fn keep_layout(world: &World<'_>, company: &Company, wanted: &Layout) -> AppResult<Company> {
    wanted.check().map_err(|fault| {
        let (what, remedy) = fault.french();
        AppError::refused(what, remedy)
    })?;
    let before = layout(company);
    let mut after = company.clone();
    after.settings.layout = Some(wanted.clone()).filter(|layout| *layout != Layout::default());
    if before != *wanted {
        let (was, is) = (before.french(), wanted.french());
        companies::change(world, &after, "format de la liste d’écritures", Some(was), Some(is))?;
    }
    Ok(after)
}
