pub trait IntakeScreens {}
