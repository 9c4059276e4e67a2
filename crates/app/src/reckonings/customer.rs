//! What a customer owes, in each currency: what was invoiced and is still open, less what came against it; then by invoice,
//! by lateness, by age.

use super::{Look, NAMED, Place, Reckoning, Sum, Term};
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::ports::screens::{OpenOf, OpenSettled, OpenSum};
use crate::records::Company;
use base::id::PartyId;
use base::{Cents, fr};
use domain::situation::BUCKETS;

pub(super) fn reckoned(
    books: &mut dyn Books,
    company: &Company,
    id: PartyId,
    look: &Look,
) -> AppResult<Option<Reckoning>> {
    let Some(party) = books.party(id)?.filter(|p| p.company == company.id) else { return Ok(None) };
    let of = OpenOf { company: company.id, party: id, on: look.on, today: look.today };
    let settled = books.open_settled(of)?;
    let mut sums = Vec::new();
    for open in books.open_sums(of)? {
        let whole = owed(&open, &settled, &of)?;
        let each = by_invoice(books, &open, whole.total, &of)?;
        // Invoices of which nothing was paid yet are told one by one, not twice.
        sums.extend((whole.terms.len() > 1).then_some(whole));
        sums.push(each);
        match look.on {
            None => sums.push(overdue(&open)?),
            Some(_) => sums.push(by_age(&open, &of)?),
        }
    }
    let rules = if sums.is_empty() { vec!["Rien n’est ouvert chez ce client.".to_string()] } else { Vec::new() };
    Ok(Some(Reckoning { party: Some(id), title: format!("Ce que doit {}", party.name), sums, rules }))
}

/// What the open invoices amount to, less what was set against them, less what the customer has with us.
fn owed(open: &OpenSum, settled: &[OpenSettled], of: &OpenOf) -> AppResult<Sum> {
    let all = Place::Open { party: of.party, on: of.day(), bucket: None };
    let count = fr::count(open.invoices, "facture ouverte", "factures ouvertes");
    let mut terms = vec![Term::new(fr::capital(&count), open.invoiced, all)];
    for part in settled.iter().filter(|s| s.currency == open.currency) {
        terms.push(Term::new(part.kind.french(), part.amount.neg()?, Place::Nowhere));
    }
    if open.credits > 0 {
        let count = fr::count(open.credits, "avoir ou avance", "avoirs ou avances");
        let bucket = Some(BUCKETS.len() - 1);
        let place = Place::Open { party: of.party, on: of.day(), bucket };
        terms.push(Term::new(format!("{count} en sa faveur, pas encore utilisés"), open.in_favour, place));
    }
    Ok(Sum::of("Encours", open.currency, terms)?.shown_as(open.shown))
}

/// The largest, each with what is left of it, then the others: what the facts come to without those named.
fn by_invoice(books: &mut dyn Books, open: &OpenSum, whole: Cents, of: &OpenOf) -> AppResult<Sum> {
    let named = books.open_largest(*of, open.currency, NAMED as u64)?;
    let mut rest = whole;
    let mut terms = Vec::with_capacity(named.len() + 1);
    for row in &named {
        rest = rest.sub(row.outstanding)?;
        let set = row.principal.sub(row.outstanding)?;
        let less = if set.is_zero() {
            String::new()
        } else {
            format!(" ({} moins {})", fr::money(row.principal, row.currency), fr::money(set, row.currency))
        };
        let what = if row.outstanding.is_positive() {
            format!("{}, échéance {}{less}", row.number, fr::date_short(row.due_on))
        } else {
            format!("{}, en sa faveur{less}", row.number)
        };
        terms.push(Term::new(what, row.outstanding, Place::Invoice(row.invoice)));
    }
    let others = (open.invoices + open.credits).saturating_sub(named.len() as u64);
    if others > 0 {
        let place = Place::Open { party: of.party, on: of.day(), bucket: None };
        terms.push(Term::new(format!("et {}", fr::count(others, "autre", "autres")), rest, place));
    }
    Ok(Sum::of("Encours, facture par facture", open.currency, terms)?.shown_as(open.shown))
}

/// What is past its day, less credits of earlier days.
fn overdue(open: &OpenSum) -> AppResult<Sum> {
    let mut terms = vec![Term::new(
        fr::capital(&fr::count(open.late, "facture échue avant aujourd’hui", "factures échues avant aujourd’hui")),
        open.late_amount,
        Place::Nowhere,
    )];
    if !open.late_in_favour.is_zero() {
        terms.push(Term::new("Avoirs et avances d’avant aujourd’hui", open.late_in_favour, Place::Nowhere));
    }
    Ok(Sum::of("En retard", open.currency, terms)?.shown_as(open.shown_overdue))
}

fn by_age(open: &OpenSum, of: &OpenOf) -> AppResult<Sum> {
    let columns = BUCKETS.iter().zip(open.buckets).enumerate().filter(|(_, (_, amount))| !amount.is_zero());
    let terms = columns.map(|(at, (bucket, amount))| {
        let place = Place::Open { party: of.party, on: of.day(), bucket: Some(at) };
        Term::new(fr::capital(bucket.label), amount, place)
    });
    Ok(Sum::of("Total, par âge", open.currency, terms.collect())?.shown_as(open.shown))
}
