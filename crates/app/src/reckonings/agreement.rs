//! What was promised, agreed to be paid in parts, or received for somebody else: what was said, and what came.

use super::{Look, Place, Reckoning, Sum, Term, largest};
use crate::error::AppResult;
use crate::plans;
use crate::ports::books::Books;
use crate::ports::screens::WordMoney;
use crate::records::{AllocationRecord, Company, PlanRow};
use base::id::{AllocationId, HoldId, PlanId};
use base::{Cents, fr};

const INSTALMENTS: (&str, &str) = ("autre versement", "autres versements");
const PAYMENTS: (&str, &str) = ("autre paiement", "autres paiements");

pub(super) fn promise(
    books: &mut dyn Books,
    company: &Company,
    id: HoldId,
    look: &Look,
) -> AppResult<Option<Reckoning>> {
    let Some(hold) = books.hold(id)?.filter(|h| h.company == company.id) else { return Ok(None) };
    let Some(row) = books.promise_row(look.scope, id, look.today)? else { return Ok(None) };
    let of = row.invoice.map_or(Place::Open { party: row.party, on: look.today, bucket: None }, Place::Invoice);
    let on = if row.number.is_empty() { "tout le compte".to_string() } else { format!("la facture {}", row.number) };
    let said =
        if hold.amount.is_some() { "Somme dite" } else { "Pas de somme dite : tout ce qui était dû ce jour-là" };
    let asked = Term::new(format!("{said}, sur {on}"), row.asked, of).on(row.given_on);
    let money = books.word_money(id, look.today)?;
    let terms = money.into_iter().map(came).collect();
    let received = Sum::of("Reçu", row.currency, largest(terms, PAYMENTS, of)?)?.shown_as(row.received);
    let rules = vec![format!(
        "Compte l’argent arrivé du {} au {}, dernier jour où il tient encore la promesse ; ce que la banque a repris est \
         retiré. {} : {}.",
        fr::date(row.given_on),
        fr::date(row.last_day),
        fr::capital(row.heard.french()),
        row.why.trim_end_matches('.')
    )];
    Ok(Some(Reckoning {
        party: Some(row.party),
        title: format!("La promesse de {}", row.customer),
        sums: vec![Sum::of("Promis", row.currency, vec![asked])?.shown_as(row.asked), received],
        rules,
    }))
}

fn came(money: WordMoney) -> Term {
    let what = if money.amount.is_negative() { "Paiement repris, " } else { "Paiement, " };
    Term::new(format!("{what}{}", money.number), money.amount, Place::Invoice(money.invoice)).on(money.on)
}

pub(super) fn plan(books: &mut dyn Books, company: &Company, id: PlanId, look: &Look) -> AppResult<Option<Reckoning>> {
    let Some(row) = books.plan(id)?.filter(|r| r.plan.company == company.id) else { return Ok(None) };
    let currency = row.plan.currency;
    let instalment = |(at, i): (usize, &domain::facts::Instalment)| {
        Term::new(format!("Versement {}", at + 1), i.amount, Place::Nowhere).on(i.due_on)
    };
    let agreed: Vec<Term> = row.plan.instalments.iter().enumerate().map(instalment).collect();
    let mut sums =
        vec![Sum::of("Total", currency, largest(agreed, INSTALMENTS, Place::Nowhere)?)?.shown_as(row.plan.total()?)];
    sums.push(Sum::of("Ce qui était dû ce jour-là", currency, recognised(books, &row)?)?);
    if let Some(standing) = plans::standing(books, &row, look.today)? {
        sums.push(left(&row, standing.total, look)?.shown_as(standing.left));
    }
    let customer = books.party(row.plan.party)?.map(|p| p.name).unwrap_or_default();
    Ok(Some(Reckoning {
        party: Some(row.plan.party),
        title: format!("L’échéancier de {customer}"),
        sums,
        rules: vec!["L’accord n’efface pas les factures (C. civ. art. 1330).".to_string()],
    }))
}

/// What was recognised as owed on each invoice when the plan was proposed.
fn recognised(books: &mut dyn Books, row: &PlanRow) -> AppResult<Vec<Term>> {
    let ids: Vec<_> = row.plan.invoices.iter().map(|i| i.invoice).collect();
    let mut terms = Vec::with_capacity(ids.len());
    for of in &row.plan.invoices {
        let number = books.balance(of.invoice)?.map(|b| b.number).unwrap_or_default();
        let accessories = of.interest.add(of.compensation)?;
        let with = if accessories.is_zero() { "" } else { ", intérêts et indemnité compris" };
        let amount = of.principal.add(accessories)?;
        terms.push(Term::new(format!("{number}{with}"), amount, Place::Invoice(of.invoice)));
    }
    Ok(largest(terms, ("autre facture", "autres factures"), Place::Nowhere)?)
}

/// What was agreed, less what was given up, less what came.
fn left(row: &PlanRow, standing: Cents, look: &Look) -> AppResult<Sum> {
    let agreed = row.plan.total()?;
    let mut terms = vec![Term::new("Total convenu", agreed, Place::Nowhere)];
    let given_up = agreed.sub(standing)?;
    if given_up.is_positive() {
        terms.push(Term::new("Avoirs et remises depuis", given_up.neg()?, Place::Nowhere));
    }
    let mut came = Vec::new();
    for (on, amount) in row.received.iter().filter(|(on, _)| *on <= look.today) {
        came.push(Term::new("Reçu", amount.neg()?, Place::Nowhere).on(*on));
    }
    let beyond = Cents::sum(came.iter().map(|t| t.amount))?.neg()?.sub(standing)?;
    terms.extend(largest(came, PAYMENTS, Place::Nowhere)?);
    if beyond.is_positive() {
        terms.push(Term::new("Reçu au-delà de l’échéancier", beyond, Place::Nowhere));
    }
    Ok(Sum::of("Reste", row.plan.currency, terms)?)
}

pub(super) fn assigned(books: &mut dyn Books, company: &Company, id: AllocationId) -> AppResult<Option<Reckoning>> {
    let Some(money) = books.assigned_money_of(company.id, id)? else { return Ok(None) };
    let Some(payment) = books.payment(money.payment)? else { return Ok(None) };
    let all = books.allocations_of_payment(money.payment)?;
    let others: Vec<&AllocationRecord> = all.iter().filter(|a| a.id != id).collect();
    let place = payment.bank_line.map_or(Place::Nowhere, Place::Credit);
    let mut terms = vec![Term::new("Paiement reçu", payment.amount, place).on(payment.received_on)];
    for other in &others {
        let number = books.balance(other.invoice)?.map(|b| b.number).unwrap_or_default();
        terms.push(Term::new(format!("Part de {number}"), other.amount.neg()?, Place::Invoice(other.invoice)));
    }
    let kept = payment.amount.sub(Cents::sum(all.iter().map(|a| a.amount))?)?;
    if !kept.is_zero() {
        terms.push(Term::new("Gardé en avance sur le compte du client", kept.neg()?, Place::Nowhere));
    }
    Ok(Some(Reckoning {
        party: Some(money.party),
        title: format!("L’argent reçu pour {}", money.number),
        sums: vec![Sum::of(format!("Part de {}", money.number), money.currency, terms)?.shown_as(money.amount)],
        rules: vec![format!(
            "Cette facture est cédée depuis le {} ({}) : cet argent revient au cessionnaire.",
            fr::date(money.assigned_on),
            money.assignment.trim_end_matches('.')
        )],
    }))
}
