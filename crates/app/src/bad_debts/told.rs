//! What is told of a write-off: the tax that comes back, until when, and the words the law wants on the copy of the invoice.

use crate::error::AppResult;
use crate::lawbook;
use crate::records::{BadDebtRow, Company};
use crate::world::World;
use base::id::InvoiceId;
use base::{Cents, Date, fr};
use domain::entries::{WrittenOff, recovered_vat};
use domain::facts::{DebtKind, DebtState, DebtSums, DebtWord, tax_mention};
use law::{DelayRule, LawBook};

/// The rule that gives the last day (CGI ann. II 208).
const RULE: &str = "TVA_REGUL";

/// The tax to take back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxBack {
    pub amount: Cents,
    /// What is lost beside it.
    pub net: Cents,
    /// The last day to take it back, as the law tables say.
    pub until: Option<Date>,
    /// What the copy sent to the customer must say.
    pub mention: String,
    pub article: String,
}

/// `None` when no tax comes back.
///
/// # Errors
/// A broken store, or law tables that do not read.
pub fn tax_back(world: &World<'_>, row: &BadDebtRow) -> AppResult<Option<TaxBack>> {
    if !gives_tax(row) {
        return Ok(None);
    }
    tax_back_by(&lawbook::load(world)?, row)
}

fn gives_tax(row: &BadDebtRow) -> bool {
    row.debt.kind == DebtKind::WriteOff && row.debt.sums.vat.is_positive()
}

/// As [`tax_back`], by law tables that were read before.
pub(super) fn tax_back_by(law: &LawBook, row: &BadDebtRow) -> AppResult<Option<TaxBack>> {
    let debt = &row.debt;
    if !gives_tax(row) {
        return Ok(None);
    }
    let gross = row.said(DebtWord::Approved).map_or(debt.sums.gross, |w| w.outstanding);
    let sums = DebtSums { gross, net: gross.sub(debt.sums.vat)?, vat: debt.sums.vat };
    let rule = law.delay(RULE, debt.event_on)?;
    Ok(Some(TaxBack {
        amount: sums.vat,
        net: sums.net,
        until: last_day(&rule.value, debt.event_on),
        mention: tax_mention(&sums),
        article: rule.article().to_string(),
    }))
}

/// What came on an invoice since it was written off; `None` for nothing, or for what was not written off.
///
/// # Errors
/// An amount beyond what can be counted.
pub fn came_since(row: &BadDebtRow, outstanding: Cents) -> AppResult<Option<Cents>> {
    let approved = row.said(DebtWord::Approved).filter(|_| row.debt.kind == DebtKind::WriteOff);
    let Some(approved) = approved else { return Ok(None) };
    let came = approved.outstanding.sub(outstanding)?;
    Ok(Some(came).filter(|came| came.is_positive()))
}

/// What money that came on a debt written off is in the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// A gain, without tax.
    pub gain: Cents,
    /// Owed again to the State, since it had been taken back.
    pub vat: Cents,
}

/// What the last `amount` that came on an invoice recovered of a loss; `None` where none is in force.
///
/// # Errors
/// An amount beyond what can be counted; a broken store.
pub fn recovered(
    world: &World<'_>,
    company: &Company,
    invoice: InvoiceId,
    amount: Cents,
) -> AppResult<Option<Recovered>> {
    world.read(|books| {
        let debts = books.bad_debts_of_invoice(invoice)?;
        let in_force = |r: &&BadDebtRow| {
            r.debt.company == company.id && r.debt.kind == DebtKind::WriteOff && r.state() == DebtState::InForce
        };
        let Some(lost) = debts.iter().find(in_force) else { return Ok(None) };
        let set = books.allocations_of_invoice(invoice)?;
        let came = set.iter().filter(|a| a.payment.is_some() && lost.held_at(a.recorded_at)).map(|a| a.amount);
        let came_before = Cents::sum(came)?.sub(amount)?;
        let gross = lost.said(DebtWord::Approved).map_or(lost.debt.sums.gross, |w| w.outstanding);
        let vat = recovered_vat(&WrittenOff { gross, vat: lost.debt.sums.vat, came_before }, amount)?;
        Ok(Some(Recovered { gain: amount.sub(vat)?, vat }))
    })
}

impl Recovered {
    /// In French, a whole sentence.
    pub fn french(&self) -> String {
        let gain = fr::euros(self.gain);
        let parts = if self.vat.is_positive() {
            format!("{gain} de produit et {} de TVA à reverser", fr::euros(self.vat))
        } else {
            format!("{gain} de produit")
        };
        format!(
            "Elle était passée en perte : c’est une rentrée sur créance perdue, {parts} ; l’écriture est à transmettre."
        )
    }
}

/// The day that the rule names: the end of a year after the event's, or some time after it.
fn last_day(rule: &DelayRule, event_on: Date) -> Option<Date> {
    match rule {
        DelayRule::Duration(delay) => delay.after(event_on),
        DelayRule::On(_) => None,
        DelayRule::Named(name) => {
            let years: i16 = name.strip_prefix("END_OF_YEAR+")?.parse().ok()?;
            Date::new(event_on.year().checked_add(years)?, 12, 31).ok()
        }
    }
}
