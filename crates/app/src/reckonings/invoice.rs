//! What is left of one invoice: its amount, less each thing set against it, on a day.

use super::{Look, Place, Reckoning, Sum, Term, largest};
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::records::{AllocationBasis, AllocationRecord, Company, Component, InvoiceRecord};
use base::id::InvoiceId;
use base::{Cents, days_between, fr};
use domain::facts::DueBasis;

pub(super) fn reckoned(
    books: &mut dyn Books,
    company: &Company,
    id: InvoiceId,
    look: &Look,
) -> AppResult<Option<Reckoning>> {
    let Some(invoice) = books.invoice(id)?.filter(|i| i.company == company.id) else { return Ok(None) };
    let balance = books.balance(id)?;
    let mut sum = left(books, &invoice, look)?;
    if let Some(balance) = balance.as_ref().filter(|_| is_now(books, company, look).unwrap_or(false)) {
        sum = sum.shown_as(balance.outstanding);
    }
    let mut sums = vec![sum];
    sums.extend(pressed(books, &invoice, look)?);
    let due = balance.map_or((invoice.due_on, invoice.due_basis), |b| (b.due_on, b.due_basis));
    let rules = if invoice.principal.is_negative() { Vec::new() } else { vec![due_rule(due, look)] };
    let what = if invoice.principal.is_negative() { "l’avoir" } else { "la facture" };
    Ok(Some(Reckoning {
        party: Some(invoice.party),
        title: format!("Ce qui reste de {what} {}", invoice.number),
        sums,
        rules,
    }))
}

/// Whether the day looked at is not before anything known, so that the cached balance is its balance.
fn is_now(books: &mut dyn Books, company: &Company, look: &Look) -> AppResult<bool> {
    Ok(match look.on {
        None => true,
        Some(day) => books.reckoned_until(company.id, day)?.is_none(),
    })
}

/// The amount of an invoice less what was set against it by the day.
pub(super) fn left(books: &mut dyn Books, invoice: &InvoiceRecord, look: &Look) -> AppResult<Sum> {
    let until = match look.on {
        None => None,
        Some(day) => books.reckoned_until(invoice.company, day)?,
    };
    let mut set = Vec::new();
    for allocation in books.allocations_of_invoice(invoice.id)? {
        let counts = allocation.component == Component::Principal && until.is_none_or(|u| allocation.effective_on <= u);
        if counts {
            set.push(term(books, &allocation)?);
        }
    }
    let label = if invoice.principal.is_negative() { "Montant de l’avoir" } else { "Montant de la facture" };
    let first = Term::new(format!("{label} {}", invoice.number), invoice.principal, Place::Invoice(invoice.id));
    let mut terms = vec![first.on(invoice.issued_on)];
    terms.extend(largest(set, ("autre mouvement", "autres mouvements"), Place::Invoice(invoice.id))?);
    Ok(Sum::of("Reste dû", invoice.currency, terms)?)
}

fn term(books: &mut dyn Books, allocation: &AllocationRecord) -> AppResult<Term> {
    let other = allocation.against.map(|id| books.invoice(id)).transpose()?.flatten();
    let is_back = allocation.reverses.is_some() || (allocation.amount.is_negative() && allocation.against.is_none());
    let what = match (&other, is_back) {
        (_, true) => "Reprise d’un règlement".to_string(),
        (Some(other), _) if other.principal.is_negative() => format!("Avoir {}", other.number),
        (Some(other), _) => format!("Utilisé pour {}", other.number),
        (None, _) => match (allocation.payment, allocation.basis) {
            (_, AllocationBasis::Waiver) => "Remise accordée".to_string(),
            (Some(_), _) => "Paiement reçu".to_string(),
            (None, _) => "Règlement".to_string(),
        },
    };
    let bank = match allocation.payment {
        Some(payment) => books.payment(payment)?.and_then(|p| p.bank_line),
        None => None,
    };
    let place = match (other, bank) {
        (Some(other), _) => Place::Invoice(other.id),
        (None, Some(line)) => Place::Credit(line),
        (None, None) => Place::Nowhere,
    };
    Ok(Term::new(what, allocation.amount.neg()?, place).on(allocation.effective_on))
}

/// While a part is contested: that part, and what is left without it, which is what reminders ask for.
fn pressed(books: &mut dyn Books, invoice: &InvoiceRecord, look: &Look) -> AppResult<Vec<Sum>> {
    if look.on.is_some_and(|day| day != look.today) {
        return Ok(Vec::new());
    }
    let outstanding = books.balance(invoice.id)?.map_or(Cents::ZERO, |b| b.outstanding);
    let contested = crate::disputes::contested_now(books, invoice)?.min(outstanding);
    if !contested.is_positive() {
        return Ok(Vec::new());
    }
    let mut dispute = None;
    for found in books.disputes_on(invoice.id)? {
        if books.standing_hold(found.id)?.is_some() {
            dispute = Some(found.id);
        }
    }
    let place = dispute.map_or(Place::Nowhere, Place::Dispute);
    let said = vec![Term::new("Contesté par le client, à trancher", contested, place)];
    let terms = vec![
        Term::new("Reste dû", outstanding, Place::Nowhere),
        Term::new("Contesté, laissé de côté", contested.neg()?, place),
    ];
    Ok(vec![
        Sum::of("Contesté", invoice.currency, said)?,
        Sum::of("Ce qui n’est pas contesté", invoice.currency, terms)?,
    ])
}

fn due_rule((due_on, basis): (base::Date, DueBasis), look: &Look) -> String {
    let from = match basis {
        DueBasis::Agreed => "convenue avec le client",
        DueBasis::Stated => "lue sur la facture",
        DueBasis::Terms => "selon le délai convenu",
        DueBasis::Default => "estimée : rien ne la dit, le délai supplétif est compté",
    };
    let late = days_between(due_on, look.day());
    let late = match late {
        0 => "c’est aujourd’hui".to_string(),
        n if n > 0 => format!("dépassée de {}", fr::count(n.unsigned_abs(), "jour", "jours")),
        n => format!("dans {}", fr::count(n.unsigned_abs(), "jour", "jours")),
    };
    format!("Échéance le {}, {from} ; {late}.", fr::date(due_on))
}
