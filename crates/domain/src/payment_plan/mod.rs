//! Instalment plans (échéanciers): how a sum is cut, what each offer is worth, and where an accepted plan stands.
//!
//! A plan is a fact; whether it is kept follows from the money on the books. Nothing here asks anybody for anything: what a
//! day calls for is the planner's to say. A plan replaces no debt (C. civ. 1330): invoices and their due dates stay.

mod offer;
mod schedule;
mod standing;

pub use offer::{Claim, Given, History, Offer, OfferKind, Risk, RiskLevel, Wishes, offers, present_value};
pub use schedule::{MOST_INSTALMENTS, equal};
pub use standing::{Part, PartState, PlanStanding, PlanState, Run, runs};
