//! Bank credits that nobody explained yet: a payment the books know from elsewhere, or certainly one invoice's.
//! What stays unexplained is for a person; until then it holds back reminders.

use super::naming::{keys_in, named};
use super::{Settled, allocation};
use crate::error::AppResult;
use crate::import::Intake;
use crate::ports::books::{Books, View};
use crate::records::{AllocationBasis, AllocationRecord, PaymentOrigin, PaymentRecord};
use base::id::{BankLineId, InvoiceId, PartyId, PaymentId};
use base::{Currency, add_days, fold};
use domain::facts::ReceivableFacts;
use domain::journal::JournalKind;
use domain::journal::kinds::{AllocationRecorded, InvoiceRef, PaymentRecorded};
use domain::matching::{BankCredit, CreditIndex};
use std::collections::{HashMap, HashSet};

/// How far back unmatched credits are still looked at.
const LOOK_BACK_DAYS: i64 = 730;
const PAGE: u64 = 1_000;
/// Shorter references prove nothing.
const SHORTEST_REFERENCE: usize = 4;

/// The receivable that a credit certainly pays, and whose it is.
type Sure = (ReceivableFacts, PartyId);

pub(super) fn explain(intake: &Intake<'_, '_>, books: &mut dyn Books, settled: &mut Settled) -> AppResult<()> {
    let view = View { as_of: intake.world.today, known_at: None };
    let since = add_days(intake.world.today, -LOOK_BACK_DAYS).unwrap_or(intake.world.today);
    let waiting = books.unmatched_credits(intake.company.id, since, view)?;
    let (reopened, credits): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|c| c.is_reopened);
    settled.unmatched_credits = reopened.len() as u64;
    if credits.is_empty() {
        return Ok(());
    }
    let sure = certain(intake, books, &credits, view)?;
    let mut paid: HashSet<InvoiceId> = HashSet::new();
    let mut left = Vec::new();
    for credit in credits {
        let currency = credit.currency;
        let sure = sure.get(&credit.id).filter(|(r, _)| r.currency == currency && !paid.contains(&r.id));
        if known_payment(intake, books, &credit, currency, sure.map(|(_, party)| *party))? {
            settled.known_payments += 1;
        } else if let Some((receivable, party)) = sure {
            pay(intake, books, &credit, receivable, *party)?;
            paid.insert(receivable.id);
            settled.certain_payments += 1;
        } else {
            left.push(credit);
        }
    }
    let told = told_by_invoice(intake, books, &left)?;
    settled.known_payments += told;
    settled.unmatched_credits += (left.len() as u64).saturating_sub(told);
    Ok(())
}

/// The same amount within five days of a payment that another source told of: the same money.
fn known_payment(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    credit: &BankCredit,
    currency: Currency,
    whose: Option<PartyId>,
) -> AppResult<bool> {
    let mut twins = books.unlinked_payments(intake.company.id, credit.amount, credit.booked_on)?;
    let is_theirs = |p: &PaymentRecord| !credit.ruled_out.iter().any(|(party, _)| p.party == Some(*party));
    twins.retain(|p| p.currency == currency && is_theirs(p) && (whose.is_none() || p.party == whose));
    let label = fold::reference(&credit.text);
    let is_named = |p: &PaymentRecord| {
        let reference = fold::reference(&p.reference);
        reference.len() >= SHORTEST_REFERENCE && label.contains(&reference)
    };
    let mut twin = twins.iter().find(|p| is_named(p)).map(|p| p.id);
    for payment in &twins {
        // Of an unsigned credit, the amount alone proves nothing: the label must name who that payment is from.
        if twin.is_none() && (whose.is_some() || names_payer(books, payment, &label)?) {
            twin = Some(payment.id);
        }
    }
    let Some(twin) = twin else { return Ok(false) };
    books.match_line(credit.id, twin, intake.world.clock.now())?;
    Ok(true)
}

/// Bank labels cut names; this many letters still tell who paid.
const NAME_PREFIX: usize = 14;

fn names_payer(books: &mut dyn Books, payment: &PaymentRecord, label: &str) -> AppResult<bool> {
    let Some(party) = payment.party.map(|id| books.party(id)).transpose()?.flatten() else { return Ok(false) };
    let name: String = fold::reference(&party.name).chars().take(NAME_PREFIX).collect();
    Ok(name.chars().count() >= SHORTEST_REFERENCE && label.contains(&name))
}

/// Credits that name exactly one open invoice and have just its amount, or what is left of it.
fn certain(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    credits: &[BankCredit],
    view: View,
) -> AppResult<HashMap<BankLineId, Sure>> {
    let index = CreditIndex::new(credits.iter().cloned());
    let mut named: HashMap<BankLineId, Vec<Sure>> = HashMap::new();
    let mut after = None;
    loop {
        let page = books.debtors(intake.company.id, after, PAGE, view)?;
        let Some(last) = page.last() else { break };
        after = Some(last.party.id);
        for debtor in &page {
            let mut by_id: HashMap<InvoiceId, &ReceivableFacts> = HashMap::new();
            for (line, invoice) in index.naming_any(&debtor.receivables) {
                if by_id.is_empty() {
                    by_id = debtor.receivables.iter().map(|r| (r.id, r)).collect();
                }
                if let Some(receivable) = by_id.get(&invoice) {
                    named.entry(line).or_default().push(((*receivable).clone(), debtor.party.id));
                }
            }
        }
    }
    let pays = |credit: &BankCredit| {
        let claims = named.remove(&credit.id)?;
        let [only] = claims.as_slice() else { return None };
        (pays_whole(credit, &only.0) && !credit.is_ruled_out(only.1, only.0.id)).then(|| (credit.id, only.clone()))
    };
    Ok(credits.iter().filter_map(pays).collect())
}

/// What is left of the invoice, or all it asked for: a credit note may have reduced it since.
fn pays_whole(credit: &BankCredit, receivable: &ReceivableFacts) -> bool {
    let amounts = [receivable.outstanding, receivable.principal];
    amounts.contains(&credit.amount) && credit.booked_on >= receivable.issued_on
}

/// Credits that name a settled invoice which a payment of just that amount settled, on another day: a list or a ledger
/// told it first.
fn told_by_invoice(intake: &Intake<'_, '_>, books: &mut dyn Books, credits: &[BankCredit]) -> AppResult<u64> {
    let known = named(intake, books, credits)?;
    let mut linked: HashSet<PaymentId> = HashSet::new();
    for credit in credits {
        let keys = keys_in(credit);
        let mut invoices = keys.iter().filter_map(|key| known.get(key));
        let (Some(invoice), None) = (invoices.next(), invoices.next()) else { continue };
        let set = books.allocations_of_invoice(invoice.id)?;
        for payment in set.iter().filter(|a| a.amount == credit.amount).filter_map(|a| a.payment) {
            let on = set.iter().find(|a| a.payment == Some(payment)).map_or(credit.booked_on, |a| a.effective_on);
            let free = books.unlinked_payments(intake.company.id, credit.amount, on)?;
            if free.iter().any(|p| p.id == payment) && linked.insert(payment) {
                books.match_line(credit.id, payment, intake.world.clock.now())?;
                break;
            }
        }
    }
    Ok(linked.len() as u64)
}

fn pay(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    credit: &BankCredit,
    receivable: &ReceivableFacts,
    party: PartyId,
) -> AppResult<()> {
    let at = intake.world.clock.now();
    let payment = PaymentRecord {
        id: intake.world.new_id(),
        company: intake.company.id,
        party: Some(party),
        source: None,
        key: format!("bnk:{}", credit.id),
        content_hash: format!("{}:{}", credit.amount.get(), credit.booked_on),
        received_on: credit.booked_on,
        amount: credit.amount,
        currency: receivable.currency,
        reference: credit.text.clone(),
        origin: PaymentOrigin::Bank,
        bank_line: Some(credit.id),
        recorded_at: at,
    };
    books.insert_payments(std::slice::from_ref(&payment))?;
    books.match_line(credit.id, payment.id, at)?;
    let allocation = allocation(intake, receivable.id, credit.amount, credit.booked_on, AllocationBasis::CertainMatch);
    books.insert_allocations(&[AllocationRecord { payment: Some(payment.id), ..allocation }])?;
    let invoice = InvoiceRef { id: receivable.id, number: receivable.number.clone() };
    let recorded = PaymentRecorded {
        reference: Some(receivable.number.clone()),
        amount_cents: credit.amount,
        currency: receivable.currency,
        received_on: credit.booked_on,
        source: "relevé bancaire".to_string(),
    };
    intake.world.note(books, intake.company.id, payment.id, JournalKind::PaymentRecorded(recorded))?;
    let allocated = AllocationRecorded {
        invoice,
        amount_cents: credit.amount,
        currency: receivable.currency,
        basis: "le libellé cite la facture et le montant est exact".to_string(),
    };
    intake.world.note(books, intake.company.id, receivable.id, JournalKind::AllocationRecorded(allocated))
}
