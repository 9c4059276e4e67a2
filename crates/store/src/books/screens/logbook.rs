use crate::books::SqlBooks;
use app::ports::screens::Logbook;

impl Logbook for SqlBooks<'_, '_> {}
