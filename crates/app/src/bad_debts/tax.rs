//! The summary of invoices lost for good, which goes to the customer in the place of a copy of each (CGI 272-1): which tax is
//! taken back, until when, and the words beside each.

use super::told::tax_back_by;
use crate::error::AppResult;
use crate::lawbook;
use crate::ports::screens::{Cut, Scope};
use crate::world::World;
use base::id::{BadDebtId, InvoiceId, PartyId};
use base::{Cents, Date};
use domain::entries::text::TaxLine;

/// One invoice of the summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxLoss {
    pub debt: BadDebtId,
    pub invoice: InvoiceId,
    pub party: PartyId,
    pub line: TaxLine,
    /// The last day to take it back, as the law tables say.
    pub until: Option<Date>,
    /// What came since it was written off: the tax of that part is no longer lost.
    pub came: Option<Cents>,
}

/// Write-offs in force whose tax is taken back, by customer and number.
///
/// # Errors
/// A broken store, law tables that do not read, or amounts beyond what can be counted.
pub fn tax_losses(world: &World<'_>, scope: Scope, cut: Cut) -> AppResult<Vec<TaxLoss>> {
    let law = lawbook::load(world)?;
    world.read(|books| {
        let mut losses = Vec::new();
        for listed in books.tax_losses(scope, cut)? {
            let debt = &listed.row.debt;
            let Some((tax, invoice)) = tax_back_by(&law, &listed.row)?.zip(books.invoice(debt.invoice)?) else {
                continue;
            };
            let label = match &invoice.order_reference {
                Some(order) => format!("Facture {}, commande {order}", invoice.number),
                None => format!("Facture {}", invoice.number),
            };
            losses.push(TaxLoss {
                debt: debt.id,
                invoice: debt.invoice,
                party: debt.party,
                until: tax.until,
                came: super::came_since(&listed.row, listed.outstanding)?,
                line: TaxLine {
                    customer: listed.customer,
                    number: invoice.number.clone(),
                    label,
                    issued_on: invoice.issued_on,
                    net: tax.net,
                    vat: tax.amount,
                    mention: tax.mention,
                },
            });
        }
        Ok(losses)
    })
}
