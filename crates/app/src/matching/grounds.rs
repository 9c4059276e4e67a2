//! What the engine is given of the books: customers with the names and accounts they paid from, what they owe, the paid
//! invoices that the labels name, and the credits that wait.

use super::instalment;
use crate::error::AppResult;
use crate::import::settle::naming::keys_in;
use crate::ports::books::Books;
use crate::ports::screens::{Days, Scope};
use crate::ports::terms::View;
use crate::records::{Company, PlanRow};
use base::id::{InvoiceId, PartyId};
use base::{Currency, Date, add_days};
use domain::forecast::{Habits, Whose};
use domain::matching::BankCredit;
use domain::matching::engine::{Credit, Customer, Engine, Receivable};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// How far back credits that wait are looked at.
pub const LOOK_BACK_DAYS: i64 = 730;
const CHUNK: usize = 1_000;

pub(super) struct Grounds {
    pub engine: Engine,
    pub parties: Vec<PartyId>,
    pub names: Vec<String>,
    pub invoices: Vec<InvoiceId>,
    pub plans: Vec<PlanRow>,
    places: HashMap<PartyId, usize>,
    invoice_places: HashMap<InvoiceId, usize>,
}

/// The first day whose credits are still looked at.
pub fn since(today: Date) -> Date {
    add_days(today, -LOOK_BACK_DAYS).unwrap_or(today)
}

/// Customers as the engine knows them, in order of identifier.
pub(crate) fn customers(books: &mut dyn Books, company: &Company) -> AppResult<(Vec<PartyId>, Vec<Customer>)> {
    let (parties, names): (Vec<PartyId>, Vec<String>) = books.customer_names(company.id)?.into_iter().unzip();
    let mut customers: Vec<Customer> =
        names.into_iter().map(|name| Customer { names: vec![name], ..Customer::default() }).collect();
    for seen in books.payers_seen(company.id)? {
        let place = parties.binary_search(&seen.party).ok();
        let Some(customer) = place.and_then(|at| customers.get_mut(at)) else { continue };
        customer.names.extend(seen.name.filter(|name| !customer.names.contains(name)));
        customer.ibans.extend(seen.iban.filter(|iban| !customer.ibans.contains(iban)));
    }
    Ok((parties, customers))
}

/// How late each customer usually pays, of those who settled enough to tell.
fn tell_habits(
    books: &mut dyn Books,
    company: &Company,
    day: Date,
    parties: &[PartyId],
    customers: &mut [Customer],
) -> AppResult<()> {
    let mut habits = Habits::new(day);
    let everyone = Scope { company: company.id, keeper: None };
    books.settled(everyone, Days { from: Habits::since(day), until: day }, &mut |s| {
        habits.add(s.party, s.amount, s.due_on, s.settled_on);
        Ok(())
    })?;
    for (party, customer) in parties.iter().zip(customers) {
        let habit = habits.of(*party);
        customer.usual_delay = (habit.whose == Whose::Customer).then_some(habit.days);
    }
    Ok(())
}

impl Grounds {
    pub fn load(books: &mut dyn Books, company: &Company, view: View, credits: &[BankCredit]) -> AppResult<Grounds> {
        let (parties, mut customers) = customers(books, company)?;
        tell_habits(books, company, view.as_of, &parties, &mut customers)?;
        let places: HashMap<PartyId, usize> = parties.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let assigned: HashSet<(PartyId, Option<InvoiceId>)> = books.assigned(company.id)?.into_iter().collect();
        let mut open: Vec<(InvoiceId, Receivable)> = Vec::new();
        books.open_items(company.id, view, &mut |item| {
            // What is kept on account is no document that a label could name.
            if let Some(customer) = places.get(&item.party).filter(|_| !item.principal.is_zero()) {
                let is_factored =
                    assigned.contains(&(item.party, None)) || assigned.contains(&(item.party, Some(item.invoice)));
                open.push((
                    item.invoice,
                    Receivable {
                        customer: *customer,
                        number: item.number,
                        issued_on: item.issued_on,
                        due_on: item.due_on,
                        currency: item.currency,
                        principal: item.principal,
                        outstanding: item.outstanding,
                        is_factored,
                    },
                ));
            }
            Ok(())
        })?;
        open.extend(paid_ones(books, company, credits, &places, &open)?);
        open.sort_by(|(a, x), (b, y)| (x.due_on, &x.number, a).cmp(&(y.due_on, &y.number, b)));
        let (invoices, receivables): (Vec<InvoiceId>, Vec<Receivable>) = open.into_iter().unzip();
        let names = customers.iter().filter_map(|c| c.names.first().cloned()).collect();
        let invoice_places: HashMap<InvoiceId, usize> = invoices.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let (plans, agreed) = instalment::running(books, company, view, &places, &invoice_places)?;
        let engine = Engine::new(customers, receivables).with_plans(agreed);
        Ok(Grounds { engine, parties, names, invoices, plans, places, invoice_places })
    }

    /// What each customer has open, in order of due date; credits in their favour are left out.
    pub fn open(&self) -> HashMap<PartyId, Vec<(InvoiceId, &Receivable)>> {
        let mut open: HashMap<PartyId, Vec<(InvoiceId, &Receivable)>> = HashMap::new();
        for (id, receivable) in self.invoices.iter().zip(self.engine.receivables()) {
            if let Some(party) = self.parties.get(receivable.customer).filter(|_| receivable.outstanding.is_positive())
            {
                open.entry(*party).or_default().push((*id, receivable));
            }
        }
        open
    }

    /// A credit as the engine takes it.
    pub fn credit(&self, credit: &BankCredit) -> Credit {
        let ruled_out = credit.ruled_out.iter().filter_map(|(party, invoice)| {
            let one = invoice.map(|id| self.invoice_places.get(&id).copied().unwrap_or(usize::MAX));
            Some((*self.places.get(party)?, one))
        });
        Credit { ruled_out: ruled_out.collect(), ..as_read(credit) }
    }
}

/// A credit without what a person ruled out.
pub(crate) fn as_read(credit: &BankCredit) -> Credit {
    Credit {
        booked_on: credit.booked_on,
        amount: credit.amount,
        currency: credit.currency,
        label: credit.text.clone(),
        payer: credit.payer.clone(),
        iban: credit.iban.clone(),
        is_reopened: credit.is_reopened,
        ruled_out: Vec::new(),
    }
}

/// Paid invoices that the labels may name: paying one twice is to be seen.
fn paid_ones(
    books: &mut dyn Books,
    company: &Company,
    credits: &[BankCredit],
    places: &HashMap<PartyId, usize>,
    open: &[(InvoiceId, Receivable)],
) -> AppResult<Vec<(InvoiceId, Receivable)>> {
    let known: HashSet<InvoiceId> = open.iter().map(|(id, _)| *id).collect();
    let keys: BTreeSet<String> = credits.iter().flat_map(keys_in).collect();
    let keys: Vec<String> = keys.into_iter().collect();
    let mut paid = BTreeMap::new();
    for chunk in keys.chunks(CHUNK) {
        for invoice in books.known_invoices(company.id, chunk)? {
            let Some(customer) = places.get(&invoice.party) else { continue };
            if known.contains(&invoice.id) || !invoice.outstanding.is_zero() {
                continue;
            }
            let receivable = Receivable {
                customer: *customer,
                number: invoice.number,
                issued_on: invoice.issued_on,
                due_on: invoice.due_on,
                currency: Currency::EUR,
                principal: invoice.principal,
                outstanding: invoice.outstanding,
                is_factored: false,
            };
            paid.insert(invoice.id, receivable);
        }
    }
    Ok(paid.into_iter().collect())
}
