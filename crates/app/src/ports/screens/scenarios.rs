pub trait ScenarioScreens {}
