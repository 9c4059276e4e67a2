//! Bank credits and what they pay: the engine of [`domain::matching::engine`] over a labelled set of files.

pub mod labelled;
