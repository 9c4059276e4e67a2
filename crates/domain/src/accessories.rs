//! Interest and fixed compensation of one invoice as claims of their own: what the law gave, what of it was asked for, given
//! up, paid, and what is left.
//!
//! Everything is derived from statements of sums and from what documents said; nothing is kept here. What accrued is always
//! what was given up, plus what was paid, plus what is left; and asking twice claims once, since a document asks for what has
//! accrued since the first day, what was asked before included.

use base::id::ActId;
use base::{Cents, Date, MoneyError};
use serde::{Deserialize, Serialize};

/// Where a claim stands; the first that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimState {
    /// Nothing accrued.
    Nothing,
    /// Something is left, and a document asked for it.
    Claimed,
    /// Something is left that nobody asked for yet.
    Unclaimed,
    /// Nothing is left, and some of it was paid.
    Paid,
    /// Nothing is left: it was given up.
    Waived,
}

impl ClaimState {
    pub fn french(self) -> &'static str {
        match self {
            ClaimState::Nothing => "aucun",
            ClaimState::Claimed => "réclamé",
            ClaimState::Unclaimed => "pas encore réclamé",
            ClaimState::Paid => "payé",
            ClaimState::Waived => "abandonné",
        }
    }
}

/// What a document that left asked for on one invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub act: ActId,
    pub on: Date,
    /// Last day counted.
    pub until: Date,
    /// Asked for: what was paid by then is not in it.
    pub interest: Cents,
    pub compensation: Cents,
    /// All there had been by then, paid or not.
    pub interest_accrued: Cents,
    pub compensation_accrued: Cents,
}

/// Interest, or the compensation, as a statement of sums counts it: `accrued` is `paid` and `due` together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    pub accrued: Cents,
    pub paid: Cents,
    pub due: Cents,
}

/// Both, as one statement counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    pub interest: Part,
    pub compensation: Part,
}

/// One of both claims, on a day. `accrued` is `waived`, `paid` and `due` together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Claim {
    #[serde(rename = "accrued_cents")]
    pub accrued: Cents,
    /// Of what accrued, how much a document asked for.
    #[serde(rename = "claimed_cents")]
    pub claimed: Cents,
    #[serde(rename = "waived_cents")]
    pub waived: Cents,
    #[serde(rename = "paid_cents")]
    pub paid: Cents,
    #[serde(rename = "due_cents")]
    pub due: Cents,
}

impl Claim {
    pub fn state(&self) -> ClaimState {
        if self.due.is_positive() {
            return if self.claimed.is_positive() { ClaimState::Claimed } else { ClaimState::Unclaimed };
        }
        match () {
            () if self.paid.is_positive() => ClaimState::Paid,
            () if self.waived.is_positive() => ClaimState::Waived,
            () => ClaimState::Nothing,
        }
    }

    /// # Errors
    /// `MoneyError::Overflow` when the sum leaves what can be counted.
    pub fn add(&self, other: &Claim) -> Result<Claim, MoneyError> {
        Ok(Claim {
            accrued: self.accrued.add(other.accrued)?,
            claimed: self.claimed.add(other.claimed)?,
            waived: self.waived.add(other.waived)?,
            paid: self.paid.add(other.paid)?,
            due: self.due.add(other.due)?,
        })
    }
}

/// Both claims of an invoice on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Accessories {
    /// In the currency of the invoice.
    pub interest: Claim,
    /// In euros, whatever the currency of the invoice (C. com. D441-5).
    pub compensation: Claim,
}

impl Accessories {
    /// `whole` is what the law counts as if nothing had been given up, `left` what counts.
    ///
    /// # Errors
    /// `MoneyError::Overflow` when a sum leaves what can be counted.
    pub fn of(whole: &Counted, left: &Counted, asked: &[Asked]) -> Result<Accessories, MoneyError> {
        let most = |read: fn(&Asked) -> Cents| asked.iter().map(read).max().unwrap_or_default();
        let claim = |whole: Part, left: Part, claimed: Cents| -> Result<Claim, MoneyError> {
            let waived = whole.accrued.sub(left.accrued)?.max(Cents::ZERO);
            let accrued = left.accrued.add(waived)?;
            Ok(Claim { accrued, claimed: claimed.min(accrued), waived, paid: left.paid, due: left.due })
        };
        Ok(Accessories {
            interest: claim(whole.interest, left.interest, most(|a| a.interest_accrued))?,
            compensation: claim(whole.compensation, left.compensation, most(|a| a.compensation_accrued))?,
        })
    }
}

/// What each document added to the claims: what it asked for that no earlier one had. The sum is what was claimed in all.
///
/// # Errors
/// `MoneyError::Overflow` when a difference leaves what can be counted.
pub fn newly_asked(asked: &[Asked]) -> Result<Vec<(Cents, Cents)>, MoneyError> {
    let (mut interest, mut compensation) = (Cents::ZERO, Cents::ZERO);
    let mut added = Vec::with_capacity(asked.len());
    for document in asked {
        let more = |now: Cents, before: Cents| now.sub(before).map(|m| m.max(Cents::ZERO));
        added.push((more(document.interest_accrued, interest)?, more(document.compensation_accrued, compensation)?));
        interest = interest.max(document.interest_accrued);
        compensation = compensation.max(document.compensation_accrued);
    }
    Ok(added)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(interest: i64, compensation: i64) -> Asked {
        let day = Date::constant(2026, 9, 1);
        let [interest, compensation] = [interest, compensation].map(Cents::new);
        Asked {
            act: ActId::from_bytes([1; 16]),
            on: day,
            until: day,
            interest,
            compensation,
            interest_accrued: interest,
            compensation_accrued: compensation,
        }
    }

    #[test]
    fn what_was_asked_before_is_not_claimed_again() {
        let added = newly_asked(&[asked(1_000, 4_000), asked(1_500, 4_000), asked(1_200, 4_000)]).unwrap();
        let cents: Vec<(i64, i64)> = added.iter().map(|(i, c)| (i.get(), c.get())).collect();
        assert_eq!(cents, [(1_000, 4_000), (500, 0), (0, 0)]);
    }

    #[test]
    fn a_state_says_what_is_left_first() {
        let claim = |claimed: i64, waived: i64, paid: i64, due: i64| Claim {
            accrued: Cents::new(waived + paid + due),
            claimed: Cents::new(claimed),
            waived: Cents::new(waived),
            paid: Cents::new(paid),
            due: Cents::new(due),
        };
        assert_eq!(claim(0, 0, 0, 0).state(), ClaimState::Nothing);
        assert_eq!(claim(0, 0, 0, 5).state(), ClaimState::Unclaimed);
        assert_eq!(claim(5, 0, 2, 5).state(), ClaimState::Claimed);
        assert_eq!(claim(5, 0, 5, 0).state(), ClaimState::Paid);
        assert_eq!(claim(5, 5, 0, 0).state(), ClaimState::Waived);
    }
}
