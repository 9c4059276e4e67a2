//! When things happen, in which transaction and for whom: the use cases, and the ports through which they reach the world.
//!
//! Nothing here knows a database, a mail server or a file format; adapters implement the traits of [`ports`].

pub mod error;
pub mod import;
pub mod lawbook;
pub mod planning;
pub mod ports;
pub mod records;
pub mod world;

pub use error::{AppError, AppResult};
pub use world::{Clock, Entropy, World};
