pub trait Money {}
