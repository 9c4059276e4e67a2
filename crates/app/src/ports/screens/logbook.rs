pub trait Logbook {}
