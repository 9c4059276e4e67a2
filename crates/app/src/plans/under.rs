//! Invoices under an instalment plan that waits for an answer or runs: no other agreement bears on them.

use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::ports::terms::BooksResult;
use crate::records::{Company, HoldRecord, PlanEventKind, PlanRow};
use crate::world::World;
use base::id::{InvoiceId, PartyId, PlanId};
use base::{Date, fr};
use domain::facts::HoldKind;

/// A plan that is proposed or accepted and not over, with what it bears on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnderPlan {
    pub plan: PlanId,
    pub proposed_on: Date,
    /// `None` while the customer has not answered.
    pub agreed_on: Option<Date>,
    /// With its number, oldest due date first.
    pub invoices: Vec<(InvoiceId, String)>,
}

impl UnderPlan {
    /// Which invoices are in no other agreement, and why.
    pub fn sentence(&self) -> String {
        let numbers = self.invoices.iter().map(|(_, number)| number.as_str()).collect::<Vec<_>>().join(", ");
        match self.agreed_on {
            Some(on) => format!("{numbers} : sous l’échéancier accepté le {}.", fr::date(on)),
            None => format!(
                "{numbers} : dans l’échéancier proposé le {}, qui attend la réponse du client.",
                fr::date(self.proposed_on)
            ),
        }
    }

    /// Whether this is why an agreement was refused.
    pub fn refused(&self, error: &AppError) -> bool {
        let (AppError::Refused { what, .. }, AppError::Refused { what: ours, .. }) = (error, refusal(self.proposed_on))
        else {
            return false;
        };
        *what == ours
    }
}

/// The plans of a customer that are not over, the oldest first.
///
/// # Errors
/// `NotFound` for a customer of another company; a broken store.
pub fn under_plans(world: &World<'_>, company: &Company, party: PartyId) -> AppResult<Vec<UnderPlan>> {
    world.read(|books| {
        let ours = books.party(party)?.is_some_and(|p| p.company == company.id);
        if ours { of(books, party) } else { Err(AppError::NotFound("Ce client n’existe pas.".to_string())) }
    })
}

/// As [`under_plans`], of a customer that was found before.
pub(super) fn of(books: &mut dyn Books, party: PartyId) -> AppResult<Vec<UnderPlan>> {
    let mut found = Vec::new();
    for row in books.plans_of_party(party)?.into_iter().filter(|row| !row.is_over()) {
        let mut invoices = Vec::with_capacity(row.plan.invoices.len());
        for line in &row.plan.invoices {
            let number = books.invoice(line.invoice)?.map(|i| i.number).unwrap_or_default();
            invoices.push((line.invoice, number));
        }
        let agreed_on = row.event(PlanEventKind::Accepted).map(|e| e.on);
        found.push(UnderPlan { plan: row.plan.id, proposed_on: row.plan.proposed_on, agreed_on, invoices });
    }
    Ok(found)
}

/// The plan that a hold goes with; `None` for any other hold, also one noted for a plan that was agreed elsewhere.
///
/// # Errors
/// A broken store.
pub fn of_hold(books: &mut dyn Books, hold: &HoldRecord) -> BooksResult<Option<PlanId>> {
    let Some(invoice) = hold.invoice.filter(|_| hold.kind == HoldKind::Plan) else { return Ok(None) };
    let bears = |row: &PlanRow| !row.is_over() && row.plan.invoices.iter().any(|i| i.invoice == invoice);
    Ok(books.plans_of_party(hold.party)?.iter().find(|row| bears(row)).map(|row| row.plan.id))
}

/// Two agreements never bear on one invoice at once.
///
/// # Errors
/// `Refused` when one of these invoices is under a plan; a broken store.
pub(crate) fn must_be_free(books: &mut dyn Books, party: PartyId, invoices: &[InvoiceId]) -> AppResult<()> {
    let bears = |row: &PlanRow| row.plan.invoices.iter().any(|i| invoices.contains(&i.invoice));
    match books.plans_of_party(party)?.into_iter().find(|row| !row.is_over() && bears(row)) {
        None => Ok(()),
        Some(row) => Err(refusal(row.plan.proposed_on)),
    }
}

pub(super) fn refusal(proposed_on: Date) -> AppError {
    AppError::refused(
        format!("Un échéancier du {} porte déjà sur ces factures.", fr::date(proposed_on)),
        "Retirez-le d’abord, ou menez-le à son terme.",
    )
}
