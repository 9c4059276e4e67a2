use crate::books::SqlBooks;
use app::ports::screens::ScenarioScreens;

impl ScenarioScreens for SqlBooks<'_, '_> {}
