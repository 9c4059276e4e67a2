//! A credit that pays interest and compensation asked for, beside an invoice or after it. Never without a person: that a
//! payment is for them, the customer says.

use super::study::{Choice, ChoicePart, Studied};
use crate::accessories::{self, OfInvoice, What};
use crate::error::AppResult;
use crate::import::settle::naming::keys_in;
use crate::lawbook;
use crate::ports::books::Books;
use crate::records::{Company, InvoiceRecord};
use base::id::InvoiceId;
use base::{Cents, Currency};
use domain::matching::BankCredit;
use domain::matching::engine::{Decision, Evidence};
use law::LawBook;
use std::collections::{BTreeSet, HashMap, HashSet};

const CHUNK: usize = 1_000;
/// A label names no more invoices than this.
const MOST_NAMED: usize = 8;

/// Puts first, for each credit that waits, what it pays of claims on the invoices that it names.
pub(super) fn explain(
    books: &mut dyn Books,
    company: &Company,
    credits: &[BankCredit],
    studied: &mut [Studied],
) -> AppResult<()> {
    let named = named(books, company, credits)?;
    if named.is_empty() {
        return Ok(());
    }
    let law = lawbook::read(books)?;
    for (credit, studied) in credits.iter().zip(studied).filter(|(_, s)| s.decision != Decision::Auto) {
        let ids: BTreeSet<InvoiceId> = keys_in(credit).iter().filter_map(|key| named.get(key).copied()).collect();
        if ids.is_empty() || ids.len() > MOST_NAMED {
            continue;
        }
        let Some(choice) = choice(books, (&law, company), credit, ids)? else { continue };
        if studied.decision == Decision::None {
            studied.decision = Decision::Ask;
        }
        studied.choices.insert(0, choice);
    }
    Ok(())
}

/// Invoices by the keys that labels hold, those for which something was asked.
fn named(books: &mut dyn Books, company: &Company, credits: &[BankCredit]) -> AppResult<HashMap<String, InvoiceId>> {
    let keys: BTreeSet<String> = credits.iter().flat_map(keys_in).collect();
    let keys: Vec<String> = keys.into_iter().collect();
    let mut found: HashMap<String, InvoiceId> = HashMap::new();
    for chunk in keys.chunks(CHUNK) {
        found.extend(books.known_invoices(company.id, chunk)?.into_iter().map(|k| (k.key, k.id)));
    }
    let ids: Vec<InvoiceId> = found.values().copied().collect();
    let claimed: HashSet<InvoiceId> = books.claims_of_invoices(&ids)?.into_iter().map(|c| c.invoice).collect();
    found.retain(|_, id| claimed.contains(id));
    Ok(found)
}

fn choice(
    books: &mut dyn Books,
    (law, company): (&LawBook, &Company),
    credit: &BankCredit,
    ids: BTreeSet<InvoiceId>,
) -> AppResult<Option<Choice>> {
    let mut invoices: Vec<(InvoiceRecord, Cents)> = Vec::new();
    for id in ids {
        let Some(invoice) = books.invoice(id)?.filter(|i| i.currency == credit.currency) else { return Ok(None) };
        let outstanding = books.balance(id)?.map_or(Cents::ZERO, |b| b.outstanding).max(Cents::ZERO);
        invoices.push((invoice, outstanding));
    }
    invoices.sort_by(|(a, _), (b, _)| (a.due_on, &a.number).cmp(&(b.due_on, &b.number)));
    let Some(party) = invoices.first().map(|(i, _)| i.party) else { return Ok(None) };
    let is_ruled_out = credit.ruled_out.iter().any(|(p, _)| *p == party);
    let rest = credit.amount.sub(Cents::sum(invoices.iter().map(|(_, o)| *o))?)?;
    if !rest.is_positive() || is_ruled_out || invoices.iter().any(|(i, _)| i.party != party) {
        return Ok(None);
    }
    let mut claims: Vec<(InvoiceId, String, Cents, Cents)> = Vec::new();
    for (invoice, _) in &invoices {
        let found = match accessories::of_invoice(books, law, company, invoice, credit.booked_on) {
            Ok(found) => found,
            Err(crate::AppError::Law(_)) => return Ok(None),
            Err(other) => return Err(other),
        };
        let due = found.payable()?;
        claims.push((invoice.id, invoice.number.clone(), due, last_asked(&found)?.min(due)));
    }
    let is_paid = invoices.iter().all(|(_, outstanding)| outstanding.is_zero());
    let Some(accessories) = shares(rest, &claims, is_paid)? else { return Ok(None) };
    let customer = books.party(party)?.map(|p| p.name).unwrap_or_default();
    let mut evidence: Vec<Evidence> =
        invoices.iter().map(|(i, _)| Evidence::Number { number: i.number.clone() }).collect();
    evidence.push(Evidence::Accessories { cents: rest });
    let parts = invoices.iter().filter(|(_, outstanding)| outstanding.is_positive());
    let parts =
        parts.map(|(i, outstanding)| ChoicePart { invoice: i.id, number: i.number.clone(), cents: *outstanding });
    let (parts, rest_cents) = (parts.collect(), Cents::ZERO);
    Ok(Some(Choice { party, customer, parts, accessories, plan: None, laid: Vec::new(), rest_cents, evidence }))
}

/// What the last document asked for.
fn last_asked(found: &OfInvoice) -> AppResult<Cents> {
    let asked = found.steps.iter().rev().find_map(|step| match &step.what {
        What::Claimed { asked_interest, asked_compensation, .. } => Some((*asked_interest, *asked_compensation)),
        _ => None,
    });
    let Some((interest, compensation)) = asked else { return Ok(Cents::ZERO) };
    Ok(if found.currency == Currency::EUR { interest.add(compensation)? } else { interest })
}

/// The rest just makes what is left of the claims, or what was last asked; or a part of them, the invoices being paid.
fn shares(
    rest: Cents,
    claims: &[(InvoiceId, String, Cents, Cents)],
    is_paid: bool,
) -> AppResult<Option<Vec<ChoicePart>>> {
    let due = Cents::sum(claims.iter().map(|c| c.2))?;
    let asked = Cents::sum(claims.iter().map(|c| c.3))?;
    let is_asked = rest == asked && rest != due;
    if rest > due || !(rest == due || is_asked || is_paid) {
        return Ok(None);
    }
    let (mut left, mut parts) = (rest, Vec::new());
    for (invoice, number, due, asked) in claims {
        let cents = left.min(if is_asked { *asked } else { *due });
        left = left.sub(cents)?;
        parts.extend(cents.is_positive().then(|| ChoicePart { invoice: *invoice, number: number.clone(), cents }));
    }
    Ok(Some(parts))
}
