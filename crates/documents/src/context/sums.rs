//! The statement of sums: principal, interest by segment, fixed compensation, total.
//!
//! The figures come from the interest engine; this module only makes sure that what is printed adds up.
//! It computes no interest: it can only share a rounded interest among its segments for display.

use base::{Cents, Currency, Date, RateBp};
use serde::{Deserialize, Serialize};

/// One stretch of days at one rate on one base, with its share of the interest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterestSegment {
    /// First day counted.
    pub from: Date,
    /// Last day counted.
    pub to: Date,
    pub days: i64,
    pub rate_bp: RateBp,
    pub base: Cents,
    pub interest: Cents,
}

/// A segment before its share of the interest is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SegmentSpan {
    pub from: Date,
    pub to: Date,
    pub days: i64,
    pub rate_bp: RateBp,
    pub base: Cents,
}

/// What one invoice costs on the day of the statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceSums {
    pub number: String,
    pub principal: Cents,
    pub segments: Vec<InterestSegment>,
    /// Part of the interest that payments already settled: they go to interest first (C. civ. 1343-1).
    #[serde(default)]
    pub interest_paid: Cents,
    /// What is left of it.
    pub interest: Cents,
    /// Part of the compensation that payments already settled.
    #[serde(default)]
    pub fixed_compensation_paid: Cents,
    pub fixed_compensation: Cents,
}

/// The whole statement, as annexed to a formal notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementOfSums {
    /// Interest is counted up to and including this day.
    pub as_of: Date,
    pub invoices: Vec<InvoiceSums>,
    pub principal: Cents,
    pub interest: Cents,
    /// In euros, whatever the currency of the invoices (C. com. D441-5).
    pub fixed_compensation: Cents,
    /// Without the compensation when the invoices are not in euros: two currencies are never added.
    pub total: Cents,
    /// Rule and article of the rate, e.g. `taux de la BCE majoré de 10 points (article L441-10 II du code de commerce)`.
    pub interest_basis: String,
    /// Amount per late invoice; `None` where the law gives none (consumers).
    pub fixed_compensation_each: Option<Cents>,
}

/// Why a statement cannot be printed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SumsError {
    #[error("le décompte ne tombe pas juste : {what} vaut {stated}, la somme de ses lignes vaut {added}")]
    DoesNotAdd { what: String, stated: Cents, added: Cents },
    #[error("le décompte dépasse ce qui peut être compté en centimes")]
    Overflow,
    #[error("l’indemnité forfaitaire de recouvrement n’est pas due par un consommateur (C. com. L441-10 et D441-5)")]
    CompensationFromConsumer,
    #[error("rien ne dit si le client est un professionnel : ni intérêts ni indemnité ne lui sont demandés")]
    ClaimFromUnknown,
}

impl InvoiceSums {
    /// Shares `interest`, already rounded once, among the segments in proportion to base × rate × days.
    ///
    /// Each printed share is the rounded cumulative share minus the previous one, so that the column adds up to the cent.
    ///
    /// # Errors
    /// `Overflow` when a weight does not fit, which no real amount reaches.
    pub fn sharing(
        number: String,
        principal: Cents,
        spans: &[SegmentSpan],
        interest: Cents,
        fixed_compensation: Cents,
    ) -> Result<InvoiceSums, SumsError> {
        let mut weights = Vec::with_capacity(spans.len());
        for span in spans {
            weights.push(weight(span).ok_or(SumsError::Overflow)?);
        }
        let shares = share(interest, &weights).ok_or(SumsError::Overflow)?;
        let segments = spans
            .iter()
            .zip(shares)
            .map(|(s, interest)| InterestSegment {
                from: s.from,
                to: s.to,
                days: s.days,
                rate_bp: s.rate_bp,
                base: s.base,
                interest,
            })
            .collect();
        let (interest_paid, fixed_compensation_paid) = (Cents::ZERO, Cents::ZERO);
        Ok(InvoiceSums {
            number,
            principal,
            segments,
            interest_paid,
            interest,
            fixed_compensation_paid,
            fixed_compensation,
        })
    }
}

fn weight(span: &SegmentSpan) -> Option<i128> {
    i128::from(span.base.get()).checked_mul(i128::from(span.days))?.checked_mul(i128::from(span.rate_bp.get()))
}

/// Cumulative rounding, half up: the parts always sum to `total`.
fn share(total: Cents, weights: &[i128]) -> Option<Vec<Cents>> {
    let whole = weights.iter().try_fold(0_i128, |sum, w| sum.checked_add(*w))?;
    let (mut cumulated, mut given, mut parts) = (0_i128, 0_i128, Vec::with_capacity(weights.len()));
    for (position, weight) in weights.iter().enumerate() {
        cumulated = cumulated.checked_add(*weight)?;
        let reached = if position + 1 == weights.len() || whole == 0 {
            i128::from(total.get())
        } else {
            let scaled = i128::from(total.get()).checked_mul(cumulated)?;
            scaled.checked_mul(2)?.checked_add(whole)?.div_euclid(whole.checked_mul(2)?)
        };
        parts.push(Cents::new(i64::try_from(reached - given).ok()?));
        given = reached;
    }
    Some(parts)
}

impl StatementOfSums {
    /// The part of the compensation that the total leaves out, the invoices not being in euros.
    pub fn compensation_apart(&self, currency: Currency) -> Cents {
        if currency == Currency::EUR { Cents::ZERO } else { self.fixed_compensation }
    }

    /// Adds up every column the document will show.
    ///
    /// # Errors
    /// `DoesNotAdd` names the first figure that differs from the sum of its lines.
    pub fn check(&self, currency: Currency) -> Result<(), SumsError> {
        for invoice in &self.invoices {
            let what = format!("l’intérêt de la facture {}", invoice.number);
            if !invoice.segments.is_empty() {
                let accrued = invoice.interest.add(invoice.interest_paid).map_err(|_| SumsError::Overflow)?;
                same(what, accrued, invoice.segments.iter().map(|s| s.interest))?;
            }
        }
        same("le principal".into(), self.principal, self.invoices.iter().map(|i| i.principal))?;
        same("l’intérêt".into(), self.interest, self.invoices.iter().map(|i| i.interest))?;
        let compensation = self.invoices.iter().map(|i| i.fixed_compensation);
        same("l’indemnité forfaitaire".into(), self.fixed_compensation, compensation)?;
        let in_total =
            self.fixed_compensation.sub(self.compensation_apart(currency)).map_err(|_| SumsError::Overflow)?;
        same("le total".into(), self.total, [self.principal, self.interest, in_total])
    }
}

pub(crate) fn same(what: String, stated: Cents, lines: impl IntoIterator<Item = Cents>) -> Result<(), SumsError> {
    let added = Cents::sum(lines).map_err(|_| SumsError::Overflow)?;
    if added == stated { Ok(()) } else { Err(SumsError::DoesNotAdd { what, stated, added }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(days: i64, rate: i32) -> SegmentSpan {
        let day = Date::constant(2026, 6, 1);
        SegmentSpan { from: day, to: day, days, rate_bp: RateBp::new(rate), base: Cents::new(120_000) }
    }

    #[test]
    fn shares_of_the_interest_add_up_to_the_rounded_total() {
        let sums = InvoiceSums::sharing(
            "F-1".into(),
            Cents::new(120_000),
            &[span(30, 1215), span(77, 1240)],
            Cents::new(4_337),
            Cents::new(4_000),
        )
        .unwrap();
        let shares: Vec<i64> = sums.segments.iter().map(|s| s.interest.get()).collect();
        assert_eq!(shares, [1_198, 3_139]);
        assert_eq!(shares.iter().sum::<i64>(), 4_337);
    }

    #[test]
    fn a_zero_interest_and_no_segment_are_shared_without_fuss() {
        assert_eq!(share(Cents::ZERO, &[0, 0]), Some(vec![Cents::ZERO, Cents::ZERO]));
        assert_eq!(share(Cents::ZERO, &[]), Some(vec![]));
        assert_eq!(share(Cents::new(i64::MAX), &[i128::MAX, 1]), None);
    }
}
