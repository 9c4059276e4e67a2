use crate::books::SqlBooks;
use app::ports::screens::Worklist;

impl Worklist for SqlBooks<'_, '_> {}
