//! Money that the bank takes back: the line that returns it finds its credit, and what that credit had paid is open again.
//!
//! Credit and return may come in any order, in one file or in two. A return whose credit is not told for certain changes
//! nothing and is listed, for a person to look at.

use super::Intake;
use super::bank::{is_reference, telling};
use super::report::FileReport;
use crate::error::AppResult;
use crate::payments;
use crate::ports::books::Books;
use crate::records::BankLineRecord;
use base::id::BankLineId;
use base::{Cents, Date, add_days, fold, fr};
use domain::journal::JournalKind;
use domain::journal::kinds::{InvoiceRef, MoneyReturned};
use draft::Problem;
use serde::Serialize;
use std::collections::HashSet;

/// A transfer or direct debit comes back within thirteen months (CMF L133-24), nearly always within days.
const TAKEN_BACK_DAYS: i64 = 395;
/// More equal credits than this tell nothing of which one came back.
const MOST: u64 = 50;

/// A credit that the bank took back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Returned {
    pub received_on: Date,
    pub returned_on: Date,
    pub amount_cents: Cents,
    /// Numbers of what it had paid, open again.
    pub reopened: Vec<String>,
}

/// Pairs the returns that wait with their credits, those of this file and those of before.
pub(super) fn pair(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    lines: &[BankLineRecord],
    new: &HashSet<BankLineId>,
    report: &mut FileReport,
) -> AppResult<()> {
    if new.is_empty() {
        return Ok(());
    }
    for back in books.open_returns(intake.company.id)? {
        let since = add_days(back.booked_on, -TAKEN_BACK_DAYS).unwrap_or(back.booked_on);
        let credits = books.returnable(&back, since, MOST)?;
        match original(&back, &credits) {
            Some(credit) => report.returned.push(take_back(intake, books, &back, credit)?),
            None if new.contains(&back.id) => report.problems.push(unknown(&back, place(&back, lines))),
            None => {}
        }
    }
    Ok(())
}

/// The payer's reference tells which credit; without one, the payer's name or the words of the label do, if they tell one
/// only.
fn original<'l>(back: &BankLineRecord, credits: &'l [BankLineRecord]) -> Option<&'l BankLineRecord> {
    if let Some(reference) = &back.end_to_end {
        let repeats = |c: &&BankLineRecord| match &c.end_to_end {
            Some(theirs) => theirs == reference,
            None => c.text.contains(reference.as_str()),
        };
        return credits.iter().find(repeats);
    }
    let mut alike: Vec<(usize, &BankLineRecord)> =
        credits.iter().map(|c| (likeness(back, c), c)).filter(|(score, _)| *score > 0).collect();
    alike.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    match alike.as_slice() {
        [(_, only)] => Some(only),
        [(best, first), (second, _), ..] if best > second => Some(first),
        _ => None,
    }
}

/// How much of a return's own words a credit says too; 0 when that proves nothing.
fn likeness(back: &BankLineRecord, credit: &BankLineRecord) -> usize {
    let same_payer = credit.counterparty.is_some() && credit.counterparty == back.counterparty;
    let (own, theirs) = (telling(&back.text), telling(&credit.text));
    let shared: Vec<&String> = own.intersection(&theirs).collect();
    let is_named = !own.is_empty() && shared.len() == own.len();
    let is_proof = same_payer || is_named || shared.len() >= 2 || shared.iter().any(|w| is_reference(w));
    let same_words = fold::words(&back.text) == fold::words(&credit.text);
    if is_proof || same_words { shared.len() + 1 + usize::from(same_payer) } else { 0 }
}

fn take_back(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    back: &BankLineRecord,
    credit: &BankLineRecord,
) -> AppResult<Returned> {
    books.insert_return(back, credit.id, intake.world.clock.now())?;
    let paid_by = books.bank_line(credit.id)?.map(|line| line.payments).unwrap_or_default();
    let why = format!("l’argent a été repris par la banque le {}", fr::date(back.booked_on));
    let mut reopened: Vec<InvoiceRef> = Vec::new();
    for payment in paid_by {
        reopened.extend(payments::take_back(intake.world, books, intake.company, payment, back.booked_on, &why)?);
    }
    let returned = Returned {
        received_on: credit.booked_on,
        returned_on: back.booked_on,
        amount_cents: credit.amount,
        reopened: reopened.iter().map(|i| i.number.clone()).collect(),
    };
    let line = payments::line_ref(credit);
    let kind = JournalKind::MoneyReturned(MoneyReturned { line, returned_on: back.booked_on, reopened });
    intake.world.note(books, intake.company.id, back.id, kind)?;
    Ok(returned)
}

fn place(back: &BankLineRecord, lines: &[BankLineRecord]) -> usize {
    lines.iter().position(|l| l.id == back.id).map_or(0, |at| at + 1)
}

fn unknown(back: &BankLineRecord, movement: usize) -> Problem {
    let what = format!(
        "La banque a repris {} le {} ({}e mouvement du fichier), sans que l’on sache quel encaissement elle reprend.",
        fr::money(back.amount.abs(), back.currency),
        fr::date(back.booked_on),
        movement
    );
    let remedy = "Si une facture avait été payée par cet argent : quitus unpay FACTURE --why \"…\".";
    Problem::warning("return_unknown", what, remedy)
}
