//! When things happen, in which transaction and for whom: the use cases, and the ports through which they reach the world.
//!
//! Nothing here knows a database, a mail server or a file format; adapters implement the traits of [`ports`].

pub mod ports;
pub mod records;
