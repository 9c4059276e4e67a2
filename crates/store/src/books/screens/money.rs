use crate::books::SqlBooks;
use app::ports::screens::Money;

impl Money for SqlBooks<'_, '_> {}
