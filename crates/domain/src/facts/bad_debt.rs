//! A debt that may not be paid: what was proposed of it, on what ground, and what was decided since.
//!
//! It says nothing of accounts (see `entries`) and nothing of what is owed: a debt written off in the books is still owed.

use super::dispute::coded;
use base::{Cents, Date, MoneyError};
use serde::{Deserialize, Serialize};

coded! {
    /// What is proposed of a debt.
    DebtKind {
        /// It may not be paid: the books count it for less.
        Depreciation "depreciation" "dépréciation",
        /// It will not be paid: the books count it for nothing, and nobody is asked any more.
        WriteOff "write_off" "passage en perte",
    }
}

coded! {
    /// Why it may not be paid, or will not.
    DebtGround {
        Doubtful "doubtful" "paiement incertain",
        Insolvency "insolvency" "procédure collective en cours",
        Contested "contested" "facture contestée",
        Liquidation "liquidation" "liquidation judiciaire prononcée",
        Fruitless "fruitless" "poursuites restées sans effet",
        Disappeared "disappeared" "débiteur disparu sans adresse",
        StolenCheque "stolen_cheque" "chèque volé",
        TimeBarred "time_barred" "créance prescrite",
        GivenUp "given_up" "abandon décidé (montant ou frais disproportionnés)",
    }
}

coded! {
    /// What was said of it since.
    DebtWord {
        Approved "approved" "approuvé",
        Refused "refused" "refusé",
        Withdrawn "withdrawn" "retiré",
        /// A depreciation that is no longer needed.
        Released "released" "dépréciation reprise",
        /// A depreciation that ends because the debt was written off.
        Lost "lost" "passé en perte depuis",
        /// A write-off that was not to be.
        TakenBack "taken_back" "repris : la créance est rétablie",
    }
}

coded! {
    /// Where it stands.
    DebtState {
        Proposed "proposed" "à approuver",
        InForce "in_force" "en vigueur",
        Refused "refused" "refusé",
        Withdrawn "withdrawn" "retiré",
        Ended "ended" "terminé",
    }
}

impl DebtKind {
    /// Grounds that fit it.
    pub fn grounds(self) -> impl Iterator<Item = DebtGround> {
        DebtGround::ALL.into_iter().filter(move |g| g.kind() == self)
    }
}

impl DebtGround {
    pub fn kind(self) -> DebtKind {
        match self {
            DebtGround::Doubtful | DebtGround::Insolvency | DebtGround::Contested => DebtKind::Depreciation,
            _ => DebtKind::WriteOff,
        }
    }

    /// The tax that was due may be taken back: the debt is irrecoverable for good, or the judgment of liquidation was given
    /// (CGI 272-1). Being late, being time-barred or being given up proves no such thing.
    pub fn gives_tax_back(self) -> bool {
        matches!(
            self,
            DebtGround::Liquidation | DebtGround::Fruitless | DebtGround::Disappeared | DebtGround::StolenCheque
        )
    }
}

impl DebtState {
    /// After these words, in any order.
    pub fn after(words: &[DebtWord]) -> DebtState {
        let said = |word| words.contains(&word);
        if said(DebtWord::Released) || said(DebtWord::Lost) || said(DebtWord::TakenBack) {
            DebtState::Ended
        } else if said(DebtWord::Approved) {
            DebtState::InForce
        } else if said(DebtWord::Refused) {
            DebtState::Refused
        } else if said(DebtWord::Withdrawn) {
            DebtState::Withdrawn
        } else {
            DebtState::Proposed
        }
    }
}

/// Amounts of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DebtSums {
    /// Outstanding, all taxes included.
    pub gross: Cents,
    /// Depreciated, or lost, without the tax taken back.
    pub net: Cents,
    /// Taken back.
    pub vat: Cents,
}

/// What does not fit in a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DebtFault {
    #[error("il ne reste rien à payer sur cette facture")]
    NothingOwed,
    #[error("ce motif ne va pas avec ce qui est demandé")]
    OtherGround,
    #[error("le montant déprécié doit être supérieur à zéro et ne pas dépasser le restant dû")]
    OutOfBounds,
    #[error("la TVA doit être inférieure au restant dû")]
    TaxOutOfBounds,
    #[error("ce motif ne permet pas de reprendre la TVA (CGI, art. 272-1)")]
    NoTaxBack,
    #[error("l’évènement est daté d’un jour à venir")]
    Future,
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// The sums of a proposal: of a depreciation `amount` is what may be lost without tax, and of a write-off the tax to take
/// back.
///
/// # Errors
/// What does not fit.
pub fn debt_sums(
    (kind, ground): (DebtKind, DebtGround),
    outstanding: Cents,
    amount: Cents,
    (event_on, today): (Date, Date),
) -> Result<DebtSums, DebtFault> {
    if !outstanding.is_positive() {
        return Err(DebtFault::NothingOwed);
    }
    if ground.kind() != kind {
        return Err(DebtFault::OtherGround);
    }
    if event_on > today {
        return Err(DebtFault::Future);
    }
    match kind {
        DebtKind::Depreciation if !amount.is_positive() || amount > outstanding => Err(DebtFault::OutOfBounds),
        DebtKind::Depreciation => Ok(DebtSums { gross: outstanding, net: amount, vat: Cents::ZERO }),
        DebtKind::WriteOff if amount.is_negative() || amount >= outstanding => Err(DebtFault::TaxOutOfBounds),
        DebtKind::WriteOff if amount.is_positive() && !ground.gives_tax_back() => Err(DebtFault::NoTaxBack),
        DebtKind::WriteOff => Ok(DebtSums { gross: outstanding, net: outstanding.sub(amount)?, vat: amount }),
    }
}

/// The words of the copy of an invoice without which the tax may not be taken back (CGI 272; CE 29 March 2012).
pub fn tax_mention(sums: &DebtSums) -> String {
    format!(
        "Facture demeurée impayée pour la somme de {} (prix net) et pour la somme de {} (TVA correspondante) qui ne peut \
         faire l’objet d’une déduction (article 272 du CGI)",
        base::fr::euros(sums.net),
        base::fr::euros(sums.vat)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Date = Date::constant(2026, 3, 12);

    fn sums(ground: DebtGround, outstanding: i64, amount: i64) -> Result<DebtSums, DebtFault> {
        debt_sums((ground.kind(), ground), Cents::new(outstanding), Cents::new(amount), (DAY, DAY))
    }

    #[test]
    fn the_tax_comes_back_only_where_the_law_lets_it() {
        for ground in DebtKind::WriteOff.grounds() {
            let asked = sums(ground, 120_000, 20_000);
            assert_eq!(asked.is_ok(), ground.gives_tax_back(), "{ground:?}");
            let without = sums(ground, 120_000, 0).unwrap();
            assert_eq!((without.net, without.vat), (Cents::new(120_000), Cents::ZERO));
        }
        let lost = sums(DebtGround::Liquidation, 120_000, 20_000).unwrap();
        assert_eq!((lost.net, lost.vat), (Cents::new(100_000), Cents::new(20_000)));
        assert!(tax_mention(&lost).contains("1\u{202f}000,00"), "{}", tax_mention(&lost));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert_eq!(sums(DebtGround::Doubtful, 0, 1), Err(DebtFault::NothingOwed));
        assert_eq!(sums(DebtGround::Doubtful, 100, 101), Err(DebtFault::OutOfBounds));
        assert_eq!(sums(DebtGround::Doubtful, 100, 0), Err(DebtFault::OutOfBounds));
        assert_eq!(sums(DebtGround::Liquidation, 100, 100), Err(DebtFault::TaxOutOfBounds));
        let other = debt_sums((DebtKind::WriteOff, DebtGround::Doubtful), Cents::new(5), Cents::ZERO, (DAY, DAY));
        assert_eq!(other, Err(DebtFault::OtherGround));
        let future = debt_sums(
            (DebtKind::WriteOff, DebtGround::GivenUp),
            Cents::new(5),
            Cents::ZERO,
            (Date::constant(2026, 3, 13), DAY),
        );
        assert_eq!(future, Err(DebtFault::Future));
    }

    #[test]
    fn words_say_where_it_stands() {
        use DebtWord::{Approved, Refused, TakenBack, Withdrawn};
        for (words, state) in [
            (&[][..], DebtState::Proposed),
            (&[Approved][..], DebtState::InForce),
            (&[Refused][..], DebtState::Refused),
            (&[Withdrawn][..], DebtState::Withdrawn),
            (&[Approved, TakenBack][..], DebtState::Ended),
        ] {
            assert_eq!(DebtState::after(words), state);
        }
    }
}
