//! What a credit on a bank account pays, or may pay: its parts come to what the statement says.

use super::{Place, Reckoning, Sum, Term};
use crate::error::AppResult;
use crate::matching::{Choice, Studied};
use crate::ports::books::Books;
use crate::records::{BankLineRecord, Company, Component};
use base::id::BankLineId;
use base::{Cents, fr};

pub(super) fn reckoned(books: &mut dyn Books, company: &Company, id: BankLineId) -> AppResult<Option<Reckoning>> {
    let Some(line) = books.bank_line(id)?.filter(|l| l.company == company.id) else { return Ok(None) };
    let (sums, rules) = if line.payments.is_empty() { proposed(books, company, &line)? } else { paid(books, &line)? };
    let title = format!("Le virement de {} du {}", fr::money(line.amount, line.currency), fr::date(line.booked_on));
    Ok(Some(Reckoning { party: None, title, sums, rules }))
}

/// What was made of it.
fn paid(books: &mut dyn Books, line: &BankLineRecord) -> AppResult<(Vec<Sum>, Vec<String>)> {
    let mut terms = Vec::new();
    let mut of_payments = Cents::ZERO;
    for id in &line.payments {
        let Some(payment) = books.payment(*id)? else { continue };
        of_payments = of_payments.add(payment.amount)?;
        let mut left = payment.amount;
        for allocation in books.allocations_of_payment(*id)? {
            left = left.sub(allocation.amount)?;
            let number = books.balance(allocation.invoice)?.map(|b| b.number).unwrap_or_default();
            let what = match allocation.component {
                Component::Principal => number,
                Component::Interest => format!("Intérêts de {number}"),
                Component::FixedCompensation => format!("Indemnité de {number}"),
            };
            let place = Place::Invoice(allocation.invoice);
            terms.push(Term::new(what, allocation.amount, place).on(allocation.effective_on));
        }
        if !left.is_zero() {
            terms.push(Term::new("Gardé en avance", left, Place::Nowhere));
        }
    }
    let rest = line.amount.sub(of_payments)?;
    if !rest.is_zero() {
        terms.push(Term::new("D’aucun client", rest, Place::Credit(line.id)));
    }
    let sum = Sum::of("Ce qu’il paie", line.currency, terms)?.shown_as(line.amount);
    Ok((vec![sum], vec![format!("Sur le relevé : {}", line.text)]))
}

/// What it may pay, the best explanation, with what speaks for it and against it.
fn proposed(books: &mut dyn Books, company: &Company, line: &BankLineRecord) -> AppResult<(Vec<Sum>, Vec<String>)> {
    let mut rules = vec![format!("Sur le relevé : {}", line.text)];
    let json = books.line_proposal(company.id, line.id)?;
    let studied = json.as_deref().and_then(Studied::read).map(|s| s.as_of_now(books)).transpose()?;
    let best = studied.as_ref().and_then(|s| s.choices.first());
    let sums = match best {
        Some(best) => vec![best_explanation(best, line)?.shown_as(line.amount)],
        None => {
            let told = Term::new("Dit par le relevé", line.amount, Place::Credit(line.id)).on(line.booked_on);
            vec![Sum::of("Reçu, sans facture connue", line.currency, vec![told])?]
        }
    };
    let Some(studied) = studied.as_ref() else { return Ok((sums, rules)) };
    rules.extend(best.into_iter().flat_map(Choice::reasons).map(|reason| format!("Pour : {reason}.")));
    rules.extend(studied.doubts.iter().map(|doubt| format!("Contre : {}.", doubt.french())));
    if studied.choices.len() > 1 {
        let others = fr::count(studied.choices.len() as u64 - 1, "autre explication", "autres explications");
        rules.push(format!("{others}, à comparer en ouvrant le virement."));
    }
    Ok((sums, rules))
}

fn best_explanation(choice: &Choice, line: &BankLineRecord) -> AppResult<Sum> {
    let part = |p: &crate::matching::ChoicePart| Term::new(p.number.clone(), p.cents, Place::Invoice(p.invoice));
    let accessory = |p: &crate::matching::ChoicePart| {
        Term::new(format!("Intérêts et indemnité de {}", p.number), p.cents, Place::Invoice(p.invoice))
    };
    let mut terms: Vec<Term> = choice.parts.iter().map(part).chain(choice.accessories.iter().map(accessory)).collect();
    if !choice.rest_cents.is_zero() {
        terms.push(Term::new("Gardé en avance", choice.rest_cents, Place::Nowhere));
    }
    Ok(Sum::of(format!("Ce que {} paierait", choice.customer), line.currency, terms)?)
}
