//! The VAT of a document, as its author says it: rates are given, never guessed, and net and tax add up to the cent.

use base::{Cents, MoneyError, RateBp};
use serde::{Deserialize, Serialize};

/// What one rate bears on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VatShare {
    pub rate_bp: RateBp,
    pub net_cents: Cents,
    pub vat_cents: Cents,
}

impl VatShare {
    /// The net and the tax in an amount that holds both; half a cent goes to the tax. Their sum is the amount.
    ///
    /// # Errors
    /// `MoneyError::Overflow` when a sum leaves what can be counted.
    pub fn of_gross(gross: Cents, rate: RateBp) -> Result<VatShare, MoneyError> {
        let (gross_wide, rate_wide) = (i128::from(gross.get()), i128::from(rate.get().max(0)));
        let whole = 10_000 + rate_wide;
        let vat = (gross_wide * rate_wide * 2 + whole) / (whole * 2);
        let vat_cents = Cents::new(i64::try_from(vat).map_err(|_| MoneyError::Overflow)?);
        Ok(VatShare { rate_bp: rate, net_cents: gross.sub(vat_cents)?, vat_cents })
    }

    /// Net and tax together.
    ///
    /// # Errors
    /// `MoneyError::Overflow` when the sum leaves what can be counted.
    pub fn gross(&self) -> Result<Cents, MoneyError> {
        self.net_cents.add(self.vat_cents)
    }

    /// Whether the tax is that rate of the net, to the cent: rounding by line may move it by one.
    fn is_true(&self) -> bool {
        let exact = i128::from(self.net_cents.get()) * i128::from(self.rate_bp.get());
        (i128::from(self.vat_cents.get()) * 10_000 - exact).abs() <= 10_000
    }
}

/// How a document is taxed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vat {
    /// One share for each rate.
    Rates(Vec<VatShare>),
    /// No tax, for the reason that the document must state (CGI ann. II 242 nonies A).
    Exempt(String),
}

/// Why a VAT does not fit a document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VatFault {
    #[error("la TVA n’est pas indiquée")]
    Missing,
    #[error("hors taxe et TVA font {given}, pas {wanted}")]
    DoesNotAddUp { given: String, wanted: String },
    #[error("la TVA n’est pas celle du taux indiqué")]
    NotTheRate,
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl Vat {
    /// Whether it fits a document of that total, all taxes included.
    ///
    /// # Errors
    /// What does not fit.
    pub fn check(&self, total: Cents) -> Result<(), VatFault> {
        match self {
            Vat::Exempt(reason) if reason.trim().is_empty() => Err(VatFault::Missing),
            Vat::Exempt(_) => Ok(()),
            Vat::Rates(shares) if shares.is_empty() => Err(VatFault::Missing),
            Vat::Rates(shares) => {
                if !shares.iter().all(|s| s.is_true() && s.net_cents.is_positive() && !s.vat_cents.is_negative()) {
                    return Err(VatFault::NotTheRate);
                }
                let grosses = shares.iter().map(VatShare::gross).collect::<Result<Vec<_>, _>>()?;
                let given = Cents::sum(grosses)?;
                let told = base::fr::euros;
                if given == total {
                    return Ok(());
                }
                Err(VatFault::DoesNotAddUp { given: told(given), wanted: told(total) })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(bp: i32) -> RateBp {
        RateBp::new(bp)
    }

    #[test]
    fn net_and_tax_of_a_gross_add_up_to_the_cent() {
        for (gross, bp, net, vat) in
            [(30_000, 2_000, 25_000, 5_000), (10_000, 2_000, 8_333, 1_667), (10_000, 550, 9_479, 521), (1, 2_000, 1, 0)]
        {
            let share = VatShare::of_gross(Cents::new(gross), rate(bp)).unwrap();
            assert_eq!((share.net_cents.get(), share.vat_cents.get()), (net, vat), "{gross} at {bp}");
            assert_eq!(Vat::Rates(vec![share]).check(Cents::new(gross)), Ok(()));
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let share = VatShare { rate_bp: rate(2_000), net_cents: Cents::new(25_000), vat_cents: Cents::new(5_000) };
        let check = |vat: Vat, total| vat.check(Cents::new(total));
        assert_eq!(check(Vat::Rates(vec![]), 100), Err(VatFault::Missing));
        assert_eq!(check(Vat::Exempt(" ".into()), 100), Err(VatFault::Missing));
        assert_eq!(check(Vat::Exempt("TVA non applicable, art. 293 B du CGI".into()), 100), Ok(()));
        assert!(matches!(check(Vat::Rates(vec![share]), 30_001), Err(VatFault::DoesNotAddUp { .. })));
        let wrong = VatShare { vat_cents: Cents::new(4_000), ..share };
        assert_eq!(check(Vat::Rates(vec![wrong]), 29_000), Err(VatFault::NotTheRate));
        let reduced = VatShare { rate_bp: rate(550), net_cents: Cents::new(1_000), vat_cents: Cents::new(55) };
        assert_eq!(check(Vat::Rates(vec![share, reduced]), 31_055), Ok(()));
    }
}
