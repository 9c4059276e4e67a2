//! How a hold ends, as pages offer it: lifted where one stands, or by what opened it. No page offers what would be refused.

use crate::visit::Visit;
use app::ports::books::Books;
use app::ports::terms::BooksResult;
use app::records::HoldRecord;
use domain::facts::{DebtKind, DebtState, HoldKind};

/// What is shown beside a hold. Without address and without reason it may be lifted by a form.
#[derive(Default)]
pub(super) struct HoldEnd {
    /// Where it ends; empty when it ends here.
    pub href: String,
    pub label: &'static str,
    /// Who can end it, for somebody who cannot.
    pub reason: &'static str,
}

impl HoldEnd {
    pub fn is_here(&self) -> bool {
        self.href.is_empty() && self.reason.is_empty()
    }

    fn there(href: String, label: &'static str) -> HoldEnd {
        HoldEnd { href, label, reason: "" }
    }
}

/// How this one ends, for whoever visits.
///
/// # Errors
/// A broken store.
pub(super) fn of(visit: &Visit, books: &mut dyn Books, hold: &HoldRecord) -> BooksResult<HoldEnd> {
    if let Some(dispute) = books.dispute_of_hold(hold.id)? {
        return Ok(HoldEnd::there(format!("/litiges/{dispute}"), "Voir le litige"));
    }
    let Some(invoice) = hold.invoice else { return Ok(HoldEnd::default()) };
    match hold.kind {
        HoldKind::WrittenOff if !visit.role.may_keep_books() => {
            let reason = "Le propriétaire peut rétablir cette créance, dans la comptabilité.";
            Ok(HoldEnd { reason, ..HoldEnd::default() })
        }
        HoldKind::WrittenOff => {
            let lost = books.bad_debts_of_invoice(invoice)?.into_iter();
            let mut lost = lost.filter(|d| d.debt.kind == DebtKind::WriteOff && d.state() == DebtState::InForce);
            let at = lost.next().map_or_else(String::new, |d| format!("/{}", d.debt.id));
            let label = if visit.role.may_decide() { "Rétablir la créance" } else { "Voir le passage en perte" };
            Ok(HoldEnd::there(format!("/comptabilite/pertes{at}"), label))
        }
        HoldKind::Plan => {
            let there = |plan| HoldEnd::there(format!("/accords/echeanciers/{plan}"), "Voir l’échéancier");
            Ok(app::plans::of_hold(books, hold)?.map(there).unwrap_or_default())
        }
        HoldKind::Remainder if visit.role.may_keep_books() => {
            Ok(HoldEnd::there("/banque?onglet=restes".to_string(), "Dire ce que devient ce reste"))
        }
        _ => Ok(HoldEnd::default()),
    }
}
