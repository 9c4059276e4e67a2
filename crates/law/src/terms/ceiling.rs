//! What the law allows parties to agree: the latest due date for an activity, and by how many days terms exceed it.
//!
//! It compares dates, not texts: « 60 jours fin de mois » may exceed the ceiling for one invoice and not for another. It warns; the
//! due date written on the invoice still stands until somebody changes it.

use super::{DueDate, LegalTerm, PaymentTerms};
use crate::book::LawBook;
use crate::error::LawError;
use crate::typed::DelayRule;
use base::{Date, days_between, fr};
use serde::{Deserialize, Serialize};

/// What is sold, to whom: which ceiling applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// 60 days from issue, or 45 days end of month when the contract says so (C. com. L441-10 I).
    #[default]
    General,
    /// A summary invoice: 45 days from issue.
    Periodic,
    Transport,
    Perishable,
    PerishablePeriodic,
    Livestock,
    Alcohol,
    /// 60 days net, or 45 days end of month.
    Wine,
    PublicBody,
    PublicHealth,
    PublicUndertaking,
    /// Sale to a consumer: no ceiling between businesses applies.
    Consumer,
}

/// Terms that go beyond the ceiling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CeilingExceeded {
    pub due_on: Date,
    pub latest: Date,
    pub article: String,
}

impl CeilingExceeded {
    pub fn french(&self) -> String {
        let over = u64::try_from(days_between(self.latest, self.due_on)).unwrap_or(0);
        format!(
            "L’échéance du {} dépasse de {} le plafond légal ({}, {}).",
            fr::date(self.due_on),
            fr::count(over, "jour", "jours"),
            fr::date(self.latest),
            self.article
        )
    }
}

impl PaymentTerms {
    /// Says whether these terms, for an invoice of that date, go beyond what the law allows.
    ///
    /// # Errors
    /// Those of [`PaymentTerms::due_on`].
    pub fn beyond_ceiling(
        self,
        law: &LawBook,
        activity: Activity,
        issued_on: Date,
        delivered_on: Option<Date>,
    ) -> Result<Option<CeilingExceeded>, LawError> {
        let Some(ceiling) = self.ceiling(law, activity, issued_on, delivered_on)? else { return Ok(None) };
        let due_on = self.due_on(law, issued_on, delivered_on)?.date;
        let article = ceiling.article.unwrap_or_default();
        Ok((due_on > ceiling.date).then_some(CeilingExceeded { due_on, latest: ceiling.date, article }))
    }

    fn ceiling(
        self,
        law: &LawBook,
        activity: Activity,
        issued: Date,
        delivered: Option<Date>,
    ) -> Result<Option<DueDate>, LawError> {
        let rule = match activity {
            Activity::Consumer => return Ok(None),
            Activity::General => return self.general_ceiling(law, issued).map(Some),
            Activity::Wine if self.end_of_month() => LegalTerm::WineEndOfMonth,
            Activity::Wine => LegalTerm::WineNet,
            Activity::Periodic => LegalTerm::Periodic,
            Activity::Transport => LegalTerm::Transport,
            Activity::Perishable => LegalTerm::Perishable,
            Activity::PerishablePeriodic => LegalTerm::PerishablePeriodic,
            Activity::Livestock => LegalTerm::Livestock,
            Activity::Alcohol => LegalTerm::Alcohol,
            Activity::PublicBody => LegalTerm::PublicBody,
            Activity::PublicHealth => LegalTerm::PublicHealth,
            Activity::PublicUndertaking => LegalTerm::PublicUndertaking,
        };
        PaymentTerms::Legal { rule }.due_on(law, issued, delivered).map(Some)
    }

    const fn end_of_month(self) -> bool {
        matches!(
            self,
            PaymentTerms::EndOfMonthA { .. }
                | PaymentTerms::EndOfMonthB { .. }
                | PaymentTerms::EndOfMonthThenDay { .. }
        )
    }

    /// 45 days end of month in the reading of the terms, otherwise 60 days from issue.
    fn general_ceiling(self, law: &LawBook, issued: Date) -> Result<DueDate, LawError> {
        let rule = if self.end_of_month() { "PAY_MAX_45FDM" } else { "PAY_MAX_NET" };
        let delay = law.delay(rule, issued)?;
        let days = match &delay.value {
            DelayRule::Duration(d) => d.days().unwrap_or(0),
            _ => 0,
        };
        let most = match self {
            PaymentTerms::EndOfMonthB { .. } => PaymentTerms::EndOfMonthB { days },
            terms if terms.end_of_month() => PaymentTerms::EndOfMonthA { days },
            _ => PaymentTerms::NetDays { days },
        };
        Ok(DueDate { article: Some(delay.article().to_string()), ..most.due_on(law, issued, None)? })
    }
}
