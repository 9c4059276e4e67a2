//! Reports for our own desk or the accountant: figures on paper, no template and nobody addressed.

use crate::context::Lang;
use crate::error::DocumentError;
use crate::typeset::{self, Layout};
use crate::view::clean;
use crate::wording::Wording;
use base::{Cents, Currency, Date, MoneyError, fr};
use serde_json::{Value, json};

/// One customer, or all those who are not named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgedReportRow {
    pub name: String,
    pub buckets: Vec<Cents>,
    pub total: Cents,
}

/// The aged balance of a company on a day, in euros.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgedReport {
    pub company: String,
    pub siren: Option<String>,
    pub as_of: Date,
    /// The columns; credits come last and are no part of the bar.
    pub heads: Vec<String>,
    pub rows: Vec<AgedReportRow>,
    pub totals: Vec<Cents>,
    pub total: Cents,
    /// Sentences below the table.
    pub notes: Vec<String>,
}

const NAME: &str = "aged-balance";

impl AgedReport {
    /// The report as PDF/A-3b; the same report gives the same bytes.
    ///
    /// # Errors
    /// `Incomplete` when the rows do not add up to the totals.
    pub fn pdf(&self) -> Result<Vec<u8>, DocumentError> {
        if !self.adds_up().unwrap_or(false) {
            let missing = "des lignes dont la somme soit le total".to_string();
            return Err(DocumentError::Incomplete { name: NAME.to_string(), missing });
        }
        let laid = typeset::typeset(Layout::Aged, &clean(self.data()), None)
            .map_err(|reason| DocumentError::Typesetting { name: NAME.to_string(), reason })?;
        Ok(laid.pdf)
    }

    fn adds_up(&self) -> Result<bool, MoneyError> {
        let rows = Cents::sum(self.rows.iter().map(|r| r.total))?;
        Ok(rows == self.total && Cents::sum(self.totals.iter().copied())? == self.total)
    }

    fn data(&self) -> Value {
        let wording = Wording { lang: Lang::Fr, currency: Currency::EUR };
        let amount = |c: &Cents| if c.is_zero() { String::new() } else { fr::amount(*c) };
        let cells = |buckets: &[Cents], total: Cents| -> Vec<String> {
            buckets.iter().map(amount).chain([fr::amount(total)]).collect()
        };
        let identity = match &self.siren {
            Some(siren) => format!("{} · SIREN {siren}", self.company),
            None => self.company.clone(),
        };
        json!({
            "title": format!("Balance âgée au {}", fr::date(self.as_of)),
            "company": self.company,
            "identity": identity,
            "date": {"year": self.as_of.year(), "month": self.as_of.month(), "day": self.as_of.day()},
            "total-label": "Encours",
            "total": wording.money(self.total),
            "heads": self.heads.iter().map(String::as_str).chain(["Total"]).collect::<Vec<_>>(),
            "rows": self.rows.iter().map(|r| json!({"name": r.name, "cells": cells(&r.buckets, r.total)})).collect::<Vec<_>>(),
            "totals": cells(&self.totals, self.total),
            "shares": self.shares(wording),
            "notes": self.notes,
        })
    }

    /// What is owed, bucket by bucket, as parts of a thousand.
    fn shares(&self, wording: Wording) -> Vec<Value> {
        let owed = || self.heads.iter().zip(&self.totals).take(self.totals.len().saturating_sub(1));
        let whole: i128 = owed().map(|(_, c)| i128::from(c.get().max(0))).sum::<i128>().max(1);
        owed()
            .map(|(label, amount)| {
                let weight = i64::try_from(i128::from(amount.get().max(0)) * 1_000 / whole).unwrap_or(0);
                let percent = format!("{}{}%", (weight + 5) / 10, fr::NBSP);
                json!({"label": label, "amount": wording.money(*amount), "weight": weight, "percent": percent})
            })
            .collect()
    }
}
