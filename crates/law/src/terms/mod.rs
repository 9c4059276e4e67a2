//! Payment terms: when an invoice falls due, and whether the terms exceed what the law allows (C. com. L441-10 I, L441-11).
//!
//! « 45 jours fin de mois » has two lawful readings, so a reading is always named. A due date on a Saturday, a Sunday or a
//! holiday is not moved: no text postpones a contractual payment (CPC 642 is about procedure).

mod ceiling;
mod reading;

pub use ceiling::{Activity, CeilingExceeded};
pub use reading::ReadTerms;

use crate::book::LawBook;
use crate::error::LawError;
use crate::typed::DelayRule;
use base::{Date, add_days, fr};
use serde::{Deserialize, Serialize};

/// How the due date of an invoice is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentTerms {
    /// On receipt of the invoice: due on the day of issue.
    OnReceipt,
    /// Days from the date of issue.
    NetDays { days: u16 },
    /// Reading A: days from the date of issue, then the end of that month.
    EndOfMonthA { days: u16 },
    /// Reading B: the end of the month of issue, then the days.
    EndOfMonthB { days: u16 },
    /// Days, end of that month, then a day of the following month (« 30 jours fin de mois le 10 »).
    EndOfMonthThenDay { days: u16, day: u8 },
    /// Days from delivery, or from the end of the service.
    DaysAfterDelivery { days: u16 },
    /// A period set by the law for a sector or a kind of debtor.
    Legal { rule: LegalTerm },
}

/// Periods that the law sets; their length is in `data/law/delays.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegalTerm {
    /// Nothing agreed: 30 days from receipt of the goods or performance.
    Default,
    /// Periodic (summary) invoice: at most 45 days from issue.
    Periodic,
    /// Road transport, vehicle rental, freight, customs: 30 days from issue.
    Transport,
    /// Perishable food: 30 days from delivery.
    Perishable,
    /// Perishable food on a periodic invoice: 30 days from the end of the ten-day period of delivery.
    PerishablePeriodic,
    /// Livestock and fresh meat: 20 days from delivery.
    Livestock,
    /// Alcoholic drinks subject to consumption duty: 30 days from the end of the month of delivery.
    Alcohol,
    /// Wine: 45 days from the end of the month of issue.
    WineEndOfMonth,
    /// Wine: 60 days from issue.
    WineNet,
    /// State, local authorities: 30 days from receipt of the request for payment.
    PublicBody,
    /// Public health establishments: 50 days.
    PublicHealth,
    /// Public undertakings: 60 days.
    PublicUndertaking,
}

/// From which day a legal period counts.
#[derive(Clone, Copy)]
enum Start {
    Issue,
    Delivery,
    EndOfTenDays,
    EndOfDeliveryMonth,
    EndOfIssueMonth,
}

/// A due date and how it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueDate {
    pub date: Date,
    /// The day counted from.
    pub counted_from: Date,
    /// Article that sets the period, when the law does.
    pub article: Option<String>,
    /// The terms count from delivery and no delivery date was known: the date of issue was used.
    pub delivery_assumed: bool,
}

impl LegalTerm {
    pub const ALL: [LegalTerm; 12] = [
        LegalTerm::Default,
        LegalTerm::Periodic,
        LegalTerm::Transport,
        LegalTerm::Perishable,
        LegalTerm::PerishablePeriodic,
        LegalTerm::Livestock,
        LegalTerm::Alcohol,
        LegalTerm::WineEndOfMonth,
        LegalTerm::WineNet,
        LegalTerm::PublicBody,
        LegalTerm::PublicHealth,
        LegalTerm::PublicUndertaking,
    ];

    /// Rule id in `data/law/delays.toml`.
    pub const fn rule_id(self) -> &'static str {
        match self {
            LegalTerm::Default => "PAY_DEFAUT",
            LegalTerm::Periodic => "PAY_RECAP",
            LegalTerm::Transport => "PAY_TRANSPORT",
            LegalTerm::Perishable | LegalTerm::PerishablePeriodic => "PAY_PERISSABLE",
            LegalTerm::Livestock => "PAY_BETAIL",
            LegalTerm::Alcohol => "PAY_ALCOOL",
            LegalTerm::WineEndOfMonth => "PAY_VIN_FDM",
            LegalTerm::WineNet => "PAY_VIN_NET",
            LegalTerm::PublicBody => "PAY_PUBLIC",
            LegalTerm::PublicHealth => "PAY_PUBLIC_EPS",
            LegalTerm::PublicUndertaking => "PAY_PUBLIC_EP",
        }
    }

    const fn start(self) -> Start {
        match self {
            LegalTerm::Periodic | LegalTerm::Transport | LegalTerm::WineNet => Start::Issue,
            LegalTerm::PerishablePeriodic => Start::EndOfTenDays,
            LegalTerm::Alcohol => Start::EndOfDeliveryMonth,
            LegalTerm::WineEndOfMonth => Start::EndOfIssueMonth,
            LegalTerm::Default
            | LegalTerm::Perishable
            | LegalTerm::Livestock
            | LegalTerm::PublicBody
            | LegalTerm::PublicHealth
            | LegalTerm::PublicUndertaking => Start::Delivery,
        }
    }

    /// What the period is called, in French.
    pub const fn french(self) -> &'static str {
        match self {
            LegalTerm::Default => "délai légal (rien de convenu)",
            LegalTerm::Periodic => "facture périodique",
            LegalTerm::Transport => "transport routier, location de véhicules, fret, douane",
            LegalTerm::Perishable => "produits alimentaires périssables",
            LegalTerm::PerishablePeriodic => "produits alimentaires périssables, facture périodique",
            LegalTerm::Livestock => "bétail sur pied et viandes fraîches",
            LegalTerm::Alcohol => "boissons alcooliques",
            LegalTerm::WineEndOfMonth => "vins, fin de mois",
            LegalTerm::WineNet => "vins, jours nets",
            LegalTerm::PublicBody => "acheteur public",
            LegalTerm::PublicHealth => "établissement public de santé",
            LegalTerm::PublicUndertaking => "entreprise publique",
        }
    }
}

impl PaymentTerms {
    /// The due date of an invoice issued on `issued_on` for what was delivered (or performed, or for a public buyer requested)
    /// on `delivered_on`.
    ///
    /// # Errors
    /// `NoEntry` when the law no longer has the rule; `OutsideCalendar` beyond the year 9999.
    pub fn due_on(self, law: &LawBook, issued_on: Date, delivered_on: Option<Date>) -> Result<DueDate, LawError> {
        let plain = |date: Option<Date>, from: Date| {
            let date = date.ok_or(LawError::OutsideCalendar)?;
            Ok(DueDate { date, counted_from: from, article: None, delivery_assumed: false })
        };
        let after = |from: Date, days: u16| add_days(from, i64::from(days));
        match self {
            PaymentTerms::OnReceipt => plain(Some(issued_on), issued_on),
            PaymentTerms::NetDays { days } => plain(after(issued_on, days), issued_on),
            PaymentTerms::EndOfMonthA { days } => plain(after(issued_on, days).map(Date::last_of_month), issued_on),
            PaymentTerms::EndOfMonthB { days } => {
                let from = issued_on.last_of_month();
                plain(after(from, days), from)
            }
            PaymentTerms::EndOfMonthThenDay { days, day } => {
                let next = after(issued_on, days).and_then(|d| d.last_of_month().tomorrow().ok());
                let day = i8::try_from(day).unwrap_or(i8::MAX).max(1);
                plain(
                    next.and_then(|first| Date::new(first.year(), first.month(), day.min(first.days_in_month())).ok()),
                    issued_on,
                )
            }
            PaymentTerms::DaysAfterDelivery { days } => {
                let from = delivered_on.unwrap_or(issued_on);
                Ok(DueDate { delivery_assumed: delivered_on.is_none(), ..plain(after(from, days), from)? })
            }
            PaymentTerms::Legal { rule } => rule.due_on(law, issued_on, delivered_on),
        }
    }

    /// « 45 jours, puis fin de mois »: what the user reads, the reading always said.
    pub fn french(self, law: &LawBook, on: Date) -> Result<String, LawError> {
        let days = |n: u16| fr::count(u64::from(n), "jour", "jours");
        Ok(match self {
            PaymentTerms::OnReceipt => "à réception".to_string(),
            PaymentTerms::NetDays { days: n } => format!("{} à compter de la date de facture", days(n)),
            PaymentTerms::EndOfMonthA { days: 0 } | PaymentTerms::EndOfMonthB { days: 0 } => {
                "fin du mois de facture".to_string()
            }
            PaymentTerms::EndOfMonthA { days: n } => format!("{}, puis fin de mois", days(n)),
            PaymentTerms::EndOfMonthB { days: n } => format!("fin du mois de facture, puis {}", days(n)),
            PaymentTerms::EndOfMonthThenDay { days: n, day } => format!("{}, fin de mois, le {day}", days(n)),
            PaymentTerms::DaysAfterDelivery { days: n } => {
                format!("{} à compter de la livraison ou de l’exécution", days(n))
            }
            PaymentTerms::Legal { rule } => format!("{}, {}", rule.french(), days(rule.days(law, on)?.0)),
        })
    }
}

impl LegalTerm {
    /// The length of the period in days and the article that sets it.
    fn days(self, law: &LawBook, on: Date) -> Result<(u16, String), LawError> {
        let delay = law.delay(self.rule_id(), on)?;
        let days = match &delay.value {
            DelayRule::Duration(d) => d.days(),
            _ => None,
        };
        let bad = || crate::typed::bad(&delay.record);
        Ok((days.ok_or_else(bad)?, delay.article().to_string()))
    }

    fn due_on(self, law: &LawBook, issued_on: Date, delivered_on: Option<Date>) -> Result<DueDate, LawError> {
        let (days, article) = self.days(law, issued_on)?;
        let delivery = delivered_on.unwrap_or(issued_on);
        let from = match self.start() {
            Start::Issue => issued_on,
            Start::Delivery => delivery,
            Start::EndOfTenDays => end_of_ten_days(delivery),
            Start::EndOfDeliveryMonth => delivery.last_of_month(),
            Start::EndOfIssueMonth => issued_on.last_of_month(),
        };
        let from_delivery = !matches!(self.start(), Start::Issue | Start::EndOfIssueMonth);
        let date = add_days(from, i64::from(days)).ok_or(LawError::OutsideCalendar)?;
        Ok(DueDate {
            date,
            counted_from: from,
            article: Some(article),
            delivery_assumed: from_delivery && delivered_on.is_none(),
        })
    }
}

/// The 10th, the 20th or the last day of the month.
fn end_of_ten_days(date: Date) -> Date {
    match date.day() {
        1..=10 => Date::new(date.year(), date.month(), 10).unwrap_or(date),
        11..=20 => Date::new(date.year(), date.month(), 20).unwrap_or(date),
        _ => date.last_of_month(),
    }
}
