use crate::books::SqlBooks;
use app::ports::screens::IntakeScreens;

impl IntakeScreens for SqlBooks<'_, '_> {}
