//! Late-payment interest on one invoice, segment by segment, and the statement of sums (décompte) made of it.
//!
//! Three regimes: businesses (C. com. L441-10 II), consumers (C. civ. 1231-6, 1344-1) and public bodies (CCP R2192-31).
//! Interest is an exact fraction over `year basis × 10 000` and is rounded to the cent once, half up, on the total; see
//! `docs/spec/interest.md`. Nothing is compounded (C. civ. 1343-2), and no rate is extrapolated beyond the tables.

mod accrual;
mod claim;
mod note;
mod remark;
mod statement;

pub use accrual::{agreed_rate_floor, business_rate, public_body_rate};
pub use claim::{BalanceEvent, EventKind, FloorChoice, InterestClaim, Regime, Waiver};
pub use note::Note;
pub use statement::{EventAllocation, RateBasis, Segment, StatementOfSums, statement};
