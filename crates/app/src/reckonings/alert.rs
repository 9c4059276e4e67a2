//! What an alert counts, invoice by invoice, or customer by customer when it concerns many.

use super::{NAMED, Place, Reckoning, Subject, Sum, Term, largest, one};
use crate::error::AppResult;
use crate::money::alerts::{self, Alert, Cause};
use crate::money::outlook::{self, Outlook};
use crate::money::{self, Stake};
use crate::planning;
use crate::ports::books::Books;
use crate::ports::screens::PartySum;
use crate::ports::terms::View;
use crate::records::Company;
use crate::replies::in_euros;
use base::id::{ActId, InvoiceId, PartyId};
use base::{Cents, Currency, Date, fr};
use domain::situation::Situation;

const INVOICES: (&str, &str) = ("autre facture", "autres factures");

/// What the amount of an alert is made of; `None` when no amount is at stake.
///
/// # Errors
/// A broken store, or `NotCounted`.
pub fn of_alert(look: &money::Look<'_>, company: &Company, day: Date, alert: &Alert) -> AppResult<Option<Reckoning>> {
    if !alert.is_about_money() {
        return Ok(None);
    }
    let outlook = outlook::on(look, day)?;
    let run = look.world.read(|books| Ok(books.last_run(company.id, Some(day))?))?;
    let customers = alerts::customers(look, run.as_ref(), &alert.cause)?;
    look.world.read(|books| {
        if let Cause::LimitationClose { invoice, .. } = alert.cause {
            let look = super::Look { scope: look.scope, on: None, today: day };
            return one(books, company, Subject::Invoice(invoice), &look);
        }
        let terms = match &alert.party {
            Some((party, _)) => of_customer(books, company, day, alert, *party, &outlook)?,
            None => by_customer(&customers, alert)?,
        };
        let sum = Sum::of("En jeu", alert.currency(), terms)?;
        let party = alert.party.as_ref().map(|(party, _)| *party);
        Ok(Some(Reckoning {
            party,
            title: alert.who(),
            sums: vec![sum],
            rules: vec![counted(&alert.cause).to_string()],
        }))
    })
}

/// What the amount of an alert counts.
fn counted(cause: &Cause) -> &'static str {
    match cause {
        Cause::WordBroken { .. } => "Ce qui avait été promis et n’est pas payé.",
        Cause::Insolvency { .. } => "Ce que ce client doit et qui n’est plus relancé.",
        Cause::Sending(_) => "Ce que cet envoi demande.",
        Cause::ReplyWaits { .. } => "Ce qui est échu chez ce client.",
        Cause::ServicePaid => "Ce pour quoi le service avait été suspendu.",
        Cause::WaiverAsked => "Ce que la remise demandée abandonnerait.",
        Cause::Drift { .. } => "Ce que ce client doit encore.",
        _ => "Ce qui reste dû de ces factures.",
    }
}

fn of_customer(
    books: &mut dyn Books,
    company: &Company,
    day: Date,
    alert: &Alert,
    party: PartyId,
    outlook: &Outlook,
) -> AppResult<Vec<Term>> {
    let concern = |concerns: &[outlook::Concern]| {
        concerns.iter().find(|c| c.party == party).map(|c| c.stake.clone()).unwrap_or_default()
    };
    match &alert.cause {
        Cause::WordBroken { .. } => of_stake(books, &concern(&outlook.words_broken)),
        Cause::Insolvency { .. } => of_stake(books, &concern(&outlook.insolvent)),
        Cause::Drift { .. } => {
            let found = outlook.drifting.iter().find(|d| d.drift.party == party);
            of_stake(books, &found.map(|d| d.stake.clone()).unwrap_or_default())
        }
        Cause::Sending(act) => of_act(books, act.act),
        Cause::ReplyWaits { .. } => overdue(books, company, day, party),
        cause => match cause.silence() {
            Some(reason) => unreminded(books, party, reason),
            None => Ok(vec![Term::new(invoices(alert.invoices), alert.amount, Place::Customer(party))]),
        },
    }
}

fn invoices(count: u64) -> String {
    fr::capital(&fr::count(count, "facture", "factures"))
}

/// The largest invoices by name, and the others as one.
fn of_stake(books: &mut dyn Books, stake: &Stake) -> AppResult<Vec<Term>> {
    let mut rest = stake.amount;
    let mut terms = Vec::with_capacity(stake.parts.len() + 1);
    for (invoice, amount) in &stake.parts {
        rest = rest.sub(*amount)?;
        terms.push(invoice_term(books, *invoice, *amount)?);
    }
    let others = stake.invoices.saturating_sub(stake.parts.len() as u64);
    if others > 0 {
        terms.push(Term::new(format!("et {}", fr::count(others, INVOICES.0, INVOICES.1)), rest, Place::Nowhere));
    }
    Ok(terms)
}

fn invoice_term(books: &mut dyn Books, invoice: InvoiceId, amount: Cents) -> AppResult<Term> {
    let told = books.balance(invoice)?;
    let what = told.map_or(String::new(), |b| format!("{}, échéance {}", b.number, fr::date_short(b.due_on)));
    Ok(Term::new(what, amount, Place::Invoice(invoice)))
}

/// What the act asked for.
fn of_act(books: &mut dyn Books, act: ActId) -> AppResult<Vec<Term>> {
    let lines = books.act(act)?.map(|row| row.act.lines).unwrap_or_default();
    let terms = lines.into_iter().map(|l| Term::new(l.number, l.amount, Place::Invoice(l.invoice))).collect();
    Ok(largest(terms, INVOICES, Place::Nowhere)?)
}

fn overdue(books: &mut dyn Books, company: &Company, day: Date, party: PartyId) -> AppResult<Vec<Term>> {
    let view = View { as_of: day, known_at: None };
    let Some(debtor) = books.debtor(company.id, party, view)? else { return Ok(Vec::new()) };
    let facts = planning::company_facts(books, company, view)?;
    let situation = Situation::of(&debtor, &facts, day)?;
    let late = in_euros(&situation).map(|s| (s.receivable.id, s.receivable.outstanding));
    let terms = late.map(|(invoice, amount)| invoice_term(books, invoice, amount)).collect::<AppResult<_>>()?;
    Ok(largest(terms, INVOICES, Place::Customer(party))?)
}

/// What is left of the invoices that are left alone for that reason.
fn unreminded(books: &mut dyn Books, party: PartyId, reason: &str) -> AppResult<Vec<Term>> {
    let items = books.quiet_of_party(party)?;
    let counted = items.into_iter().filter(|i| i.reason == reason && i.currency == Currency::EUR);
    let term = |i: crate::records::QuietItem| {
        let what = format!("{}, échéance {}", i.number, fr::date_short(i.due_on));
        Term::new(what, i.outstanding, Place::Invoice(i.invoice))
    };
    Ok(largest(counted.map(term).collect(), INVOICES, Place::Customer(party))?)
}

/// The customers with the most at stake by name, and the others as one.
fn by_customer(customers: &[PartySum], alert: &Alert) -> AppResult<Vec<Term>> {
    let term = |c: &PartySum| {
        let what = format!("{}, {}", c.name, fr::count(c.invoices, "facture", "factures"));
        Term::new(what, c.amount, Place::Customer(c.party))
    };
    let named: Vec<Term> = customers.iter().take(NAMED).map(term).collect();
    let told = Cents::sum(named.iter().map(|t| t.amount))?;
    let told_invoices: u64 = customers.iter().take(NAMED).map(|c| c.invoices).sum();
    let others = alert.invoices.saturating_sub(told_invoices);
    let rest = Term::new(
        format!("et {} chez d’autres clients", fr::count(others, "facture", "factures")),
        alert.amount.sub(told)?,
        Place::Nowhere,
    );
    Ok(named.into_iter().chain((others > 0).then_some(rest)).collect())
}

#[cfg(test)]
mod tests {
    use super::by_customer;
    use crate::money::alerts::{Alert, Cause};
    use crate::ports::screens::PartySum;
    use crate::reckonings::{Place, Sum};
    use base::id::PartyId;
    use base::{Cents, Currency};

    #[test]
    fn many_customers_are_named_down_to_the_tenth_and_the_sum_stays_whole() {
        let customer = |n: u8| PartySum {
            party: PartyId::from_bytes([n; 16]),
            name: format!("Client {n}"),
            invoices: 2,
            amount: Cents::new(10_000 - i64::from(n)),
        };
        let all: Vec<PartySum> = (1..=12).map(customer).collect();
        let amount = Cents::sum(all.iter().map(|c| c.amount)).unwrap();
        let alert = Alert { cause: Cause::BankStale, party: None, invoices: 24, amount };
        let sum = Sum::of("En jeu", Currency::EUR, by_customer(&all[..10], &alert).unwrap()).unwrap();
        assert_eq!((sum.terms.len(), sum.total), (11, amount));
        assert_eq!(sum.terms[0].what, "Client 1, 2\u{a0}factures");
        assert_eq!(sum.terms[0].place, Place::Customer(all[0].party));
        assert_eq!(sum.terms[10].what, "et 4\u{a0}factures chez d’autres clients");
    }
}
